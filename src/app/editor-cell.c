/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-cell.h"

#include "numbers.h"

#include <string.h>

#define WIDTH_CHARS 9

struct _PenEditorCell
{
  GtkWidget parent_instance;
  GtkWidget *shown; /* a GtkInscription: thousands of them cost little */
  char *text;       /* all of it, also where no more than a rounded number has room */
  GtkWidget *entry; /* a GtkText while it is being changed, else NULL */
  guint column, row;
};

enum
{
  BEGUN,
  ENTERED,
  LEFT,
  GO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PenEditorCell, pen_editor_cell, GTK_TYPE_WIDGET)

static void
mark (PenEditorCell *self, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
end (PenEditorCell *self)
{
  GtkWidget *entry = g_steal_pointer (&self->entry);

  if (entry == NULL)
    return;
  gtk_widget_unparent (entry);
  gtk_widget_set_visible (self->shown, TRUE);
}

static gboolean
commit (PenEditorCell *self)
{
  g_autofree char *text = NULL;
  gboolean taken = FALSE;

  if (self->entry == NULL)
    return TRUE;
  text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (g_strcmp0 (text, self->text) != 0)
    {
      g_signal_emit (self, signals[ENTERED], 0, text, &taken);
      if (!taken)
        {
          if (self->entry != NULL)
            mark (self, TRUE);
          return FALSE;
        }
    }
  end (self);
  return TRUE;
}

static void
go (PenEditorCell *self, int rows, int columns)
{
  if (commit (self))
    g_signal_emit (self, signals[GO], 0, rows, columns);
}

static void
activate_cb (PenEditorCell *self)
{
  go (self, 1, 0);
}

static void
changed_cb (PenEditorCell *self)
{
  mark (self, FALSE);
}

static gboolean
key_cb (PenEditorCell *self, guint key, guint code, GdkModifierType state, GtkEventController *controller)
{
  if (key == GDK_KEY_Escape)
    {
      GtkWidget *list = gtk_widget_get_parent (gtk_widget_get_parent (GTK_WIDGET (self)));

      g_signal_emit (self, signals[LEFT], 0);
      end (self);
      gtk_widget_grab_focus (list); /* the row, from where the arrows go on */
    }
  else if (key == GDK_KEY_Up || key == GDK_KEY_KP_Up)
    go (self, -1, 0);
  else if (key == GDK_KEY_Down || key == GDK_KEY_KP_Down)
    go (self, 1, 0);
  else if (key == GDK_KEY_Tab || key == GDK_KEY_KP_Tab)
    go (self, 0, 1);
  else if (key == GDK_KEY_ISO_Left_Tab)
    go (self, 0, -1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* Going elsewhere takes what can be taken, and otherwise shows again what holds. */
static gboolean
leave_later_cb (gpointer user_data)
{
  PenEditorCell *self = user_data;

  if (self->entry != NULL && !gtk_widget_has_focus (self->entry) && !commit (self))
    end (self);
  return G_SOURCE_REMOVE;
}

static void
leave_cb (PenEditorCell *self)
{
  /* Not within the change of focus, in which the entry must not go. */
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, leave_later_cb, g_object_ref (self), g_object_unref);
}

static void
pressed_cb (PenEditorCell *self, int times, double x, double y, GtkGesture *gesture)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  /* With Ctrl or Shift a click is the selection's. */
  if (self->entry == NULL && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
      pen_editor_cell_begin (self);
    }
}

static void
pen_editor_cell_dispose (GObject *object)
{
  PenEditorCell *self = PEN_EDITOR_CELL (object);

  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_pointer (&self->shown, gtk_widget_unparent);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (pen_editor_cell_parent_class)->dispose (object);
}

static void
pen_editor_cell_class_init (PenEditorCellClass *klass)
{
  GType type = PEN_TYPE_EDITOR_CELL;

  G_OBJECT_CLASS (klass)->dispose = pen_editor_cell_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[BEGUN] = g_signal_new ("begun", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENTERED] = g_signal_new ("entered", type, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL, NULL,
                                   G_TYPE_BOOLEAN, 1, G_TYPE_STRING);
  signals[LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GO] =
      g_signal_new ("go", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
}

static void
pen_editor_cell_init (PenEditorCell *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->shown = gtk_inscription_new (NULL);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (self->shown), WIDTH_CHARS);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (self->shown), WIDTH_CHARS);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (self->shown), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (self->shown), 0);
  gtk_widget_set_parent (self->shown, GTK_WIDGET (self));
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
pen_editor_cell_new (guint column)
{
  PenEditorCell *self = g_object_new (PEN_TYPE_EDITOR_CELL, NULL);

  self->column = column;
  return GTK_WIDGET (self);
}

guint
pen_editor_cell_column (PenEditorCell *self)
{
  return self->column;
}

guint
pen_editor_cell_row (PenEditorCell *self)
{
  return self->row;
}

void
pen_editor_cell_set_row (PenEditorCell *self, guint row)
{
  if (row != self->row)
    end (self);
  self->row = row;
}

/* A number cut off at its end could lose its exponent: one that is too long is rounded. */
static char *
short_number (const char *text)
{
  double value = g_ascii_strtod (text, NULL);
  char *shown = g_strdup (text);

  for (int digits = 7; digits > 0 && strlen (shown) > WIDTH_CHARS; digits--)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE], format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (number, sizeof number, format, value);
      g_free (shown);
      shown = pen_number_exact (g_ascii_strtod (number, NULL));
    }
  return shown;
}

void
pen_editor_cell_set_text (PenEditorCell *self, const char *text, gboolean is_number)
{
  g_autofree char *shown = NULL;

  g_return_if_fail (PEN_IS_EDITOR_CELL (self) && text != NULL);
  if (g_strcmp0 (text, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  shown = is_number ? short_number (text) : g_strdup (text);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->shown), shown);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), g_str_equal (shown, text) ? NULL : text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->shown), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

gboolean
pen_editor_cell_editing (PenEditorCell *self)
{
  return self->entry != NULL;
}

void
pen_editor_cell_begin (PenEditorCell *self)
{
  GtkEventController *focus, *key;

  g_return_if_fail (PEN_IS_EDITOR_CELL (self));
  if (self->entry != NULL)
    return;
  g_signal_emit (self, signals[BEGUN], 0);
  focus = gtk_event_controller_focus_new ();
  key = gtk_event_controller_key_new ();
  self->entry = gtk_text_new ();
  gtk_widget_add_css_class (self->entry, "cell-entry");
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), WIDTH_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), WIDTH_CHARS);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), self->text != NULL ? self->text : "");
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->entry, focus);
  gtk_widget_add_controller (self->entry, key);
  gtk_widget_set_visible (self->shown, FALSE);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

gboolean
pen_editor_cell_enter (PenEditorCell *self, const char *text)
{
  g_return_val_if_fail (PEN_IS_EDITOR_CELL (self) && text != NULL, FALSE);
  pen_editor_cell_begin (self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  return commit (self);
}
