/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solution-row.h"

#include "numbers.h"
#include "plot/canvas.h"
#include "tooltip.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/views.h>

#define LINE_WIDTH 2.0

struct _PenSolutionRow
{
  GtkListBoxRow parent_instance;
  GtkCheckButton *check;
  GtkDrawingArea *swatch;
  GtkLabel *name;
  GtkInscription *value; /* a label would lay the window out anew with every solution */
  GtkWidget *copy;
  PenSolutionKind kind;
  char *weights; /* as copied, or NULL */
  gboolean silent;
};

static guint toggled_signal;

G_DEFINE_FINAL_TYPE (PenSolutionRow, pen_solution_row, GTK_TYPE_LIST_BOX_ROW)

static void
draw_swatch_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  PenSolutionRow *self = user_data;
  gboolean on = gtk_check_button_get_active (self->check) && gtk_widget_is_sensitive (GTK_WIDGET (self->check));
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  PenInk ink = pen_solution_ink (self->kind);
  PenColor color = pen_ink_color (on ? ink : PEN_INK_MUTED, dark ? PEN_THEME_DARK : PEN_THEME_LIGHT);
  double lengths[8];
  guint count = pen_dash_lengths (pen_ink_dash (ink), LINE_WIDTH, lengths);

  cairo_set_source_rgba (cr, color.red, color.green, color.blue, on ? 1 : 0.6);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_dash (cr, lengths, (int)count, 0);
  cairo_move_to (cr, 0, height / 2.0);
  cairo_line_to (cr, width, height / 2.0);
  cairo_stroke (cr);
}

static void
toggled_cb (PenSolutionRow *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self->swatch));
  if (!self->silent)
    g_signal_emit (self, toggled_signal, 0, gtk_check_button_get_active (self->check));
}

static void
copy_cb (PenSolutionRow *self)
{
  if (self->weights != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->weights);
}

static char *
weights_text (const PenSolution *solution)
{
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize j = 0; j < solution->d; j++)
    g_string_append_printf (text, "%s%s", j > 0 ? "\t" : "", g_ascii_dtostr (number, sizeof number, solution->w[j]));
  return g_string_free (text, FALSE);
}

/* What its value is; NULL where that is no norm. */
static const char *
norm_of (PenSolutionKind kind)
{
  switch (kind)
    {
    case PEN_SOLUTION_MIN_L2:
      return "‖w‖₂";
    case PEN_SOLUTION_MIN_L1:
    case PEN_SOLUTION_MIN_L1_NONNEGATIVE:
      return "‖w‖₁";
    case PEN_SOLUTION_MIN_NUCLEAR:
      return "‖W‖⁎";
    default:
      return NULL;
    }
}

static char *
value_text (const PenSolution *solution, gboolean pending)
{
  g_autofree char *number = NULL;

  if (solution == NULL)
    return g_strdup (pending ? "…" : "–");
  switch (solution->status)
    {
    case PEN_SOLUTION_INFEASIBLE:
      return g_strdup (pen_solution_fits (solution->kind, PEN_TASK_CLASSIFICATION) ? _ ("no margin")
                                                                                   : _ ("infeasible"));
    case PEN_SOLUTION_FAILED:
      return g_strdup (_ ("failed"));
    case PEN_SOLUTION_OPTIMAL:
    default:
      if (!isnan (solution->margin))
        {
          number = pen_number_text (solution->margin, 4);
          return g_strdup_printf ("γ = %s", number);
        }
      number = pen_number_text (solution->objective, 4);
      return norm_of (solution->kind) != NULL ? g_strdup_printf ("%s %s", norm_of (solution->kind), number)
                                              : g_steal_pointer (&number);
    }
}

static char *
details_text (const PenSolution *solution)
{
  g_autofree char *gap = NULL;
  GString *text;

  if (solution == NULL)
    return NULL;
  text = g_string_new (solution->reason);
  if (solution->status == PEN_SOLUTION_OPTIMAL)
    {
      gap = pen_number_text (solution->certificate.gap, 2);
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append_printf (text, _ ("Optimal: duality gap %s"), gap);
      if (solution->unique == PEN_UNIQUE_NO)
        g_string_append_printf (text, "\n%s", _ ("One of several solutions"));
    }
  return g_string_free (text, FALSE);
}

static void
pen_solution_row_finalize (GObject *object)
{
  g_free (PEN_SOLUTION_ROW (object)->weights);
  G_OBJECT_CLASS (pen_solution_row_parent_class)->finalize (object);
}

static void
pen_solution_row_class_init (PenSolutionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pen_solution_row_finalize;
  toggled_signal = g_signal_new ("toggled", PEN_TYPE_SOLUTION_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/solution-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PenSolutionRow, check);
  gtk_widget_class_bind_template_child (widget_class, PenSolutionRow, swatch);
  gtk_widget_class_bind_template_child (widget_class, PenSolutionRow, name);
  gtk_widget_class_bind_template_child (widget_class, PenSolutionRow, value);
  gtk_widget_class_bind_template_child (widget_class, PenSolutionRow, copy);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
pen_solution_row_init (PenSolutionRow *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->swatch, draw_swatch_cb, self, NULL);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self->swatch,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
pen_solution_row_new (PenSolutionKind kind)
{
  PenSolutionRow *self = g_object_new (PEN_TYPE_SOLUTION_ROW, NULL);
  g_autofree char *copy = g_strdup_printf (_ ("Copy the weights of %s"), pen_solution_label (kind));
  g_autofree char *show = g_strdup_printf (_ ("Show %s"), pen_solution_label (kind));

  self->kind = kind;
  pen_set_tooltip (self->copy, copy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, copy, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, show, -1);
  pen_solution_row_set_solution (self, NULL, FALSE);
  return GTK_WIDGET (self);
}

PenSolutionKind
pen_solution_row_kind (PenSolutionRow *self)
{
  g_return_val_if_fail (PEN_IS_SOLUTION_ROW (self), PEN_N_SOLUTIONS);
  return self->kind;
}

void
pen_solution_row_set_shown (PenSolutionRow *self, gboolean shown, const char *refused)
{
  GtkWidget *content;

  g_return_if_fail (PEN_IS_SOLUTION_ROW (self));
  /* The row itself stays sensitive, or its tooltip would not show. */
  content = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self));
  self->silent = TRUE;
  gtk_check_button_set_active (self->check, shown);
  self->silent = FALSE;
  pen_set_tooltip (GTK_WIDGET (self), refused);
  if (gtk_widget_get_sensitive (content) == (refused == NULL))
    return;
  gtk_widget_set_sensitive (content, refused == NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self->swatch));
}

void
pen_solution_row_set_solution (PenSolutionRow *self, const PenSolution *solution, gboolean pending)
{
  g_autofree char *value = value_text (solution, pending);
  g_autofree char *details = details_text (solution);

  g_return_if_fail (PEN_IS_SOLUTION_ROW (self));
  g_clear_pointer (&self->weights, g_free);
  if (solution != NULL && solution->w != NULL)
    self->weights = weights_text (solution);
  gtk_inscription_set_text (self->value, value);
  gtk_inscription_set_min_chars (self->value, (guint)g_utf8_strlen (value, -1));
  gtk_inscription_set_nat_chars (self->value, (guint)g_utf8_strlen (value, -1));
  pen_set_tooltip (GTK_WIDGET (self->value), details);
  gtk_widget_set_sensitive (self->copy, self->weights != NULL);
  gtk_label_set_label (self->name, solution != NULL ? pen_solution_name (solution) : pen_solution_label (self->kind));
}

const char *
pen_solution_row_value (PenSolutionRow *self)
{
  g_return_val_if_fail (PEN_IS_SOLUTION_ROW (self), NULL);
  return gtk_inscription_get_text (self->value);
}
