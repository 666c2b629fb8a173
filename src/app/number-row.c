/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "number-row.h"

#include "numbers.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define DIGITS_WHILE_DRAGGED 2
#define UNIT_DECADES 2.0
#define KEY_STEP .02 /* of a slider's length */
#define HIGHEST 1e6  /* of a whole number, where no other is set */

struct _PenNumberRow
{
  GtkListBoxRow parent_instance;
  GtkLabel *title, *note, *problem;
  GtkEditable *entry;
  GtkWidget *less, *more;
  GtkScale *scale;
  GtkAdjustment *adjustment;
  double value, lowest, highest;
  gboolean lowest_included, integer, silent;
};

enum
{
  PROP_TITLE = 1,
  PROP_INTEGER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint entered_signal;

G_DEFINE_FINAL_TYPE (PenNumberRow, pen_number_row, GTK_TYPE_LIST_BOX_ROW)

/* Where a value stands on the slider: a decade near 1 is as long as many of them far away, for a range from 1e-150 to
 * 1e3 is used mostly between 1e-8 and 10. */
static double
place_of (double log10_value)
{
  return asinh (log10_value / UNIT_DECADES);
}

static double
value_at (double place)
{
  return UNIT_DECADES * sinh (place);
}

static gboolean
allowed (PenNumberRow *self, double value)
{
  if (self->integer && (value != floor (value) || value > self->highest))
    return FALSE;
  return self->lowest_included ? value >= self->lowest : value > self->lowest;
}

static void
mark (PenNumberRow *self, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* Of what stands in the entry, which is not taken. */
static char *
problem_of (PenNumberRow *self)
{
  const char *title = gtk_label_get_label (self->title);
  double value;

  if (self->integer && pen_number_parse (gtk_editable_get_text (self->entry), &value) && value > self->highest)
    return g_strdup_printf (_ ("%s must be a whole number of at most %.0f"), title, self->highest);
  if (self->integer)
    return g_strdup_printf (_ ("%s must be a whole number of at least %.0f"), title, self->lowest);
  if (self->lowest_included)
    return g_strdup_printf (_ ("%s must be a number of at least %g"), title, self->lowest);
  return g_strdup_printf (_ ("%s must be a number above %g"), title, self->lowest);
}

static void
explain (PenNumberRow *self, const char *problem)
{
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

/* As wide as its number, where there is room: one that is cut looks like another. */
static void
fit_width (PenNumberRow *self)
{
  int usual = self->integer ? 8 : 12;

  gtk_editable_set_max_width_chars (self->entry,
                                    MAX (usual, (int)g_utf8_strlen (gtk_editable_get_text (self->entry), -1)));
}

static void
show_value (PenNumberRow *self)
{
  g_autofree char *text = self->integer ? g_strdup_printf ("%.0f", self->value) : pen_number_exact (self->value);

  self->silent = TRUE;
  if (!g_str_equal (text, gtk_editable_get_text (self->entry)))
    gtk_editable_set_text (self->entry, text);
  if (gtk_widget_get_visible (GTK_WIDGET (self->scale)) && self->value > 0)
    gtk_adjustment_set_value (self->adjustment, place_of (log10 (self->value)));
  self->silent = FALSE;
  fit_width (self);
  mark (self, FALSE);
  explain (self, NULL);
  gtk_widget_set_sensitive (self->less, allowed (self, self->value - 1));
  gtk_widget_set_sensitive (self->more, allowed (self, self->value + 1));
}

static void
give (PenNumberRow *self, double value)
{
  if (value == self->value)
    {
      show_value (self);
      return;
    }
  self->value = value;
  show_value (self);
  g_signal_emit (self, entered_signal, 0, value);
}

static gboolean
typed (PenNumberRow *self, double *value)
{
  return pen_number_parse (gtk_editable_get_text (self->entry), value) && allowed (self, *value);
}

static void
activate_cb (PenNumberRow *self)
{
  double value;

  if (typed (self, &value))
    give (self, value);
  else
    {
      g_autofree char *problem = problem_of (self);

      mark (self, TRUE);
      explain (self, problem);
    }
}

static void
changed_cb (PenNumberRow *self)
{
  double value;

  if (self->silent)
    return;
  fit_width (self);
  mark (self, !typed (self, &value));
  explain (self, NULL);
}

/* Leaving takes what is a number and otherwise shows again what holds, and why. */
static void
leave_cb (PenNumberRow *self)
{
  double value;

  if (typed (self, &value))
    give (self, value);
  else
    {
      g_autofree char *problem = problem_of (self);

      show_value (self);
      explain (self, problem);
    }
}

static gboolean
dragged_cb (PenNumberRow *self, GtkScrollType scroll, double place)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE], form[8];
  double low = gtk_adjustment_get_lower (self->adjustment), high = gtk_adjustment_get_upper (self->adjustment);

  /* Round numbers: where a slider stands is no more exact than that. */
  g_snprintf (form, sizeof form, "%%.%dg", DIGITS_WHILE_DRAGGED);
  g_ascii_formatd (buffer, sizeof buffer, form, pow (10, value_at (CLAMP (place, low, high))));
  give (self, g_ascii_strtod (buffer, NULL));
  return GDK_EVENT_STOP;
}

static void
less_cb (PenNumberRow *self)
{
  give (self, self->value - 1);
}

static void
more_cb (PenNumberRow *self)
{
  give (self, self->value + 1);
}

static void
set_title (PenNumberRow *self, const char *title)
{
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
set_integer (PenNumberRow *self, gboolean integer)
{
  self->integer = integer;
  gtk_widget_set_visible (self->less, integer);
  gtk_widget_set_visible (self->more, integer);
  gtk_editable_set_width_chars (self->entry, integer ? 4 : 10);
  fit_width (self);
}

static void
pen_number_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PenNumberRow *self = PEN_NUMBER_ROW (object);

  if (id == PROP_TITLE)
    g_value_set_string (value, gtk_label_get_label (self->title));
  else if (id == PROP_INTEGER)
    g_value_set_boolean (value, self->integer);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_number_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PenNumberRow *self = PEN_NUMBER_ROW (object);

  if (id == PROP_TITLE)
    set_title (self, g_value_get_string (value));
  else if (id == PROP_INTEGER)
    set_integer (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_number_row_class_init (PenNumberRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pen_number_row_get_property;
  object_class->set_property = pen_number_row_set_property;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_INTEGER] = g_param_spec_boolean ("integer", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  entered_signal = g_signal_new ("entered", PEN_TYPE_NUMBER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_DOUBLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/number-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PenNumberRow, title);
  gtk_widget_class_bind_template_child (widget_class, PenNumberRow, note);
  gtk_widget_class_bind_template_child (widget_class, PenNumberRow, problem);
  gtk_widget_class_bind_template_child (widget_class, PenNumberRow, entry);
  gtk_widget_class_bind_template_child (widget_class, PenNumberRow, less);
  gtk_widget_class_bind_template_child (widget_class, PenNumberRow, more);
  gtk_widget_class_bind_template_child (widget_class, PenNumberRow, scale);
  gtk_widget_class_bind_template_child (widget_class, PenNumberRow, adjustment);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, dragged_cb);
  gtk_widget_class_bind_template_callback (widget_class, less_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

/* Who scrolls through the panel changes nothing on the way: the wheel is left to what is around. */
static void
ignore_wheel (GtkWidget *scale)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (scale);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

static void
pen_number_row_init (PenNumberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ignore_wheel (GTK_WIDGET (self->scale));
  self->highest = HIGHEST;
  set_integer (self, FALSE);
}

void
pen_number_row_set_value (PenNumberRow *self, double value)
{
  g_return_if_fail (PEN_IS_NUMBER_ROW (self));
  self->value = value;
  show_value (self);
}

double
pen_number_row_value (PenNumberRow *self)
{
  g_return_val_if_fail (PEN_IS_NUMBER_ROW (self), NAN);
  return self->value;
}

void
pen_number_row_set_lowest (PenNumberRow *self, double lowest, gboolean included)
{
  g_return_if_fail (PEN_IS_NUMBER_ROW (self));
  self->lowest = lowest;
  self->lowest_included = included;
}

void
pen_number_row_set_highest (PenNumberRow *self, double highest)
{
  g_return_if_fail (PEN_IS_NUMBER_ROW (self));
  self->highest = highest;
}

void
pen_number_row_set_range (PenNumberRow *self, double log10_low, double log10_high)
{
  double low, high;

  g_return_if_fail (PEN_IS_NUMBER_ROW (self) && log10_low < log10_high);
  low = place_of (log10_low);
  high = place_of (log10_high);
  gtk_adjustment_configure (self->adjustment, 0, low, high, KEY_STEP * (high - low), 5 * KEY_STEP * (high - low), 0);
  gtk_widget_set_visible (GTK_WIDGET (self->scale), TRUE);
  show_value (self);
}

void
pen_number_row_set_note (PenNumberRow *self, const char *note)
{
  g_return_if_fail (PEN_IS_NUMBER_ROW (self));
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

void
pen_number_row_enter (PenNumberRow *self, const char *text)
{
  g_return_if_fail (PEN_IS_NUMBER_ROW (self));
  gtk_editable_set_text (self->entry, text);
  activate_cb (self);
}

const char *
pen_number_row_problem (PenNumberRow *self)
{
  g_return_val_if_fail (PEN_IS_NUMBER_ROW (self), NULL);
  return gtk_widget_get_visible (GTK_WIDGET (self->problem)) ? gtk_label_get_label (self->problem) : NULL;
}
