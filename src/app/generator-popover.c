/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "generator-popover.h"

#include "choice-row.h"
#include "generate.h"
#include "number-row.h"

#include <glib/gi18n-lib.h>

#define LIVE_NUMBERS 1e6 /* more are made when asked for, not with every key */

struct _PenGeneratorPopover
{
  GtkPopover parent_instance;
  PenChoiceRow *kind;
  PenNumberRow *n, *d, *sparsity, *noise, *gap, *seed;
  GtkLabel *about, *problem;
  PenDataEditor *editor;
  PenExperiment *base; /* as it was before the first points were made: its settings are not lost on the way; or NULL */
  PenGenerator settings[PEN_N_GENERATORS]; /* each kind keeps its own */
  PenGeneratorKind chosen;
  guint serial;
};

G_DEFINE_FINAL_TYPE (PenGeneratorPopover, pen_generator_popover, GTK_TYPE_POPOVER)

/* What there is to set, and what it is called. NULL: nothing. */
typedef struct
{
  const char *n, *d, *sparsity, *noise, *gap, *about;
} Form;

static const Form forms[PEN_N_GENERATORS] = {
  [PEN_GENERATOR_SEPARABLE] = { N_ ("Points"), N_ ("Inputs"), NULL, NULL, N_ ("Gap"),
                                N_ ("Normal points on both sides of a line through the origin, with a gap between") },
  [PEN_GENERATOR_OVERLAPPING] = { N_ ("Points"), N_ ("Inputs"), NULL, NULL, N_ ("Distance"),
                                  N_ ("Two normal clouds, their means this many standard deviations apart") },
  [PEN_GENERATOR_MOONS] = { N_ ("Points"), NULL, NULL, N_ ("Noise"), NULL, N_ ("Two interlocking half circles") },
  [PEN_GENERATOR_RINGS] = { N_ ("Points"), NULL, NULL, N_ ("Noise"), NULL, N_ ("One ring around another") },
  [PEN_GENERATOR_SPARSE_LINEAR] = { N_ ("Points n"), N_ ("Inputs d"), N_ ("Nonzero weights k"), N_ ("Noise"), NULL,
                                    N_ ("y = ⟨w*, x⟩ + noise, where w* has k weights that are not 0") },
  [PEN_GENERATOR_RANDOM_LABELS] = { N_ ("Points"), N_ ("Inputs"), NULL, NULL, NULL,
                                    N_ ("Normal points with labels by the toss of a coin") },
  [PEN_GENERATOR_FUNCTION] = { N_ ("Points"), NULL, NULL, N_ ("Noise"), NULL,
                               N_ ("y = sin x + noise, x between −3 and 3") },
  [PEN_GENERATOR_LOW_RANK] = { N_ ("Measurements"), N_ ("Rows and columns"), N_ ("Rank"), N_ ("Noise"), NULL,
                               N_ ("y = ⟨A, W*⟩ + noise with a square W* of low rank and normal A") },
};

static void
show_row (PenNumberRow *row, const char *title, double value)
{
  gtk_widget_set_visible (GTK_WIDGET (row), title != NULL);
  if (title != NULL)
    g_object_set (row, "title", gettext (title), NULL);
  pen_number_row_set_value (row, value);
}

static void
show (PenGeneratorPopover *self)
{
  const Form *form = &forms[self->chosen];
  const PenGenerator *settings = &self->settings[self->chosen];

  pen_choice_row_set_selected (self->kind, self->chosen);
  show_row (self->n, form->n, (double)settings->n);
  show_row (self->d, form->d, (double)settings->d);
  show_row (self->sparsity, form->sparsity, (double)settings->sparsity);
  show_row (self->noise, form->noise, settings->noise);
  show_row (self->gap, form->gap, settings->gap);
  pen_number_row_set_value (self->seed, (double)settings->seed);
  gtk_label_set_label (self->about, gettext (form->about));
}

static void
say (PenGeneratorPopover *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

void
pen_generator_popover_generate (PenGeneratorPopover *self)
{
  PenExperiment *experiment = self->editor != NULL ? pen_data_editor_experiment (self->editor) : NULL;
  g_autofree char *what = NULL, *merge = NULL;
  g_autoptr (GError) error = NULL;
  PenExperiment *next;

  g_return_if_fail (PEN_IS_GENERATOR_POPOVER (self));
  if (experiment == NULL)
    return;
  /* Translators: "generate data: Moons" */
  what = g_strdup_printf (_ ("generate data: %s"), pen_generator_label (self->chosen));
  merge = g_strdup_printf ("generate-%u", self->serial);
  if (self->base == NULL)
    self->base = pen_experiment_ref (experiment);
  next = pen_generate (self->base, &self->settings[self->chosen], &error);
  if (!pen_data_editor_try (self->editor, next, what, merge, next != NULL ? &error : NULL))
    {
      say (self, error->message);
      return;
    }
  say (self, NULL);
  pen_data_editor_select_none (self->editor);
  pen_plot_view_fit (pen_data_editor_plot (self->editor));
}

static void
generate_live (PenGeneratorPopover *self)
{
  const PenGenerator *settings = &self->settings[self->chosen];
  double columns =
      self->chosen == PEN_GENERATOR_LOW_RANK ? (double)settings->d * (double)settings->d : (double)settings->d;

  if ((double)settings->n * columns <= LIVE_NUMBERS)
    pen_generator_popover_generate (self);
  else
    say (self, _ ("So many numbers are made when you press Generate"));
}

static void
kind_cb (PenGeneratorPopover *self, guint kind)
{
  self->chosen = (PenGeneratorKind)kind;
  show (self);
  generate_live (self);
}

static void
read_rows (PenGeneratorPopover *self)
{
  PenGenerator *settings = &self->settings[self->chosen];

  settings->n = (gsize)pen_number_row_value (self->n);
  settings->d = (gsize)pen_number_row_value (self->d);
  settings->sparsity = (gsize)pen_number_row_value (self->sparsity);
  settings->noise = pen_number_row_value (self->noise);
  settings->gap = pen_number_row_value (self->gap);
  settings->seed = (guint64)pen_number_row_value (self->seed);
}

static void
entered_cb (PenGeneratorPopover *self)
{
  read_rows (self);
  generate_live (self);
}

void
pen_generator_popover_next_seed (PenGeneratorPopover *self)
{
  g_return_if_fail (PEN_IS_GENERATOR_POPOVER (self));
  self->settings[self->chosen].seed++;
  show (self);
  pen_generator_popover_generate (self);
}

static void
closed_cb (PenGeneratorPopover *self)
{
  self->serial++;
  g_clear_pointer (&self->base, pen_experiment_unref);
  say (self, NULL);
  if (self->editor != NULL && pen_data_editor_experiment (self->editor) != NULL)
    pen_data_editor_end_edit (self->editor);
}

static void
pen_generator_popover_finalize (GObject *object)
{
  g_clear_pointer (&PEN_GENERATOR_POPOVER (object)->base, pen_experiment_unref);
  G_OBJECT_CLASS (pen_generator_popover_parent_class)->finalize (object);
}

static void
pen_generator_popover_class_init (PenGeneratorPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pen_generator_popover_finalize;
  g_type_ensure (PEN_TYPE_CHOICE_ROW);
  g_type_ensure (PEN_TYPE_NUMBER_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/generator-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, PenGeneratorPopover, kind);
  gtk_widget_class_bind_template_child (widget_class, PenGeneratorPopover, n);
  gtk_widget_class_bind_template_child (widget_class, PenGeneratorPopover, d);
  gtk_widget_class_bind_template_child (widget_class, PenGeneratorPopover, sparsity);
  gtk_widget_class_bind_template_child (widget_class, PenGeneratorPopover, noise);
  gtk_widget_class_bind_template_child (widget_class, PenGeneratorPopover, gap);
  gtk_widget_class_bind_template_child (widget_class, PenGeneratorPopover, seed);
  gtk_widget_class_bind_template_child (widget_class, PenGeneratorPopover, about);
  gtk_widget_class_bind_template_child (widget_class, PenGeneratorPopover, problem);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pen_generator_popover_generate);
  gtk_widget_class_bind_template_callback (widget_class, pen_generator_popover_next_seed);
}

static void
pen_generator_popover_init (PenGeneratorPopover *self)
{
  const char *names[PEN_N_GENERATORS + 1] = { NULL };

  gtk_widget_init_template (GTK_WIDGET (self));
  for (int kind = 0; kind < PEN_N_GENERATORS; kind++)
    {
      pen_generate_defaults ((PenGeneratorKind)kind, &self->settings[kind]);
      names[kind] = pen_generator_label ((PenGeneratorKind)kind);
    }
  pen_choice_row_set_items (self->kind, names);
  pen_number_row_set_lowest (self->n, 1, TRUE);
  pen_number_row_set_lowest (self->d, 1, TRUE);
  pen_number_row_set_lowest (self->sparsity, 1, TRUE);
  pen_number_row_set_lowest (self->noise, 0, TRUE);
  pen_number_row_set_lowest (self->gap, 0, TRUE);
  pen_number_row_set_lowest (self->seed, 0, TRUE);
  show (self);
}

void
pen_generator_popover_set_editor (PenGeneratorPopover *self, PenDataEditor *editor)
{
  g_return_if_fail (PEN_IS_GENERATOR_POPOVER (self));
  self->editor = editor;
  g_clear_pointer (&self->base, pen_experiment_unref);
}

void
pen_generator_popover_choose (PenGeneratorPopover *self, PenGeneratorKind kind)
{
  g_return_if_fail (PEN_IS_GENERATOR_POPOVER (self) && kind < PEN_N_GENERATORS);
  kind_cb (self, kind);
}

void
pen_generator_popover_enter (PenGeneratorPopover *self, const PenGenerator *generator)
{
  g_return_if_fail (PEN_IS_GENERATOR_POPOVER (self) && generator->kind < PEN_N_GENERATORS);
  self->chosen = generator->kind;
  self->settings[self->chosen] = *generator;
  show (self);
  generate_live (self);
}

const PenGenerator *
pen_generator_popover_settings (PenGeneratorPopover *self)
{
  g_return_val_if_fail (PEN_IS_GENERATOR_POPOVER (self), NULL);
  return &self->settings[self->chosen];
}

const char *
pen_generator_popover_problem (PenGeneratorPopover *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->problem)) ? gtk_label_get_label (self->problem) : NULL;
}
