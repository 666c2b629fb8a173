/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plane-popover.h"

#include "choice-row.h"
#include "planes.h"

#include <glib/gi18n-lib.h>

struct _PenPlanePopover
{
  GtkPopover parent_instance;
  PenChoiceRow *kind, *x, *y;
  GtkLabel *about, *problem;
  PenDataEditor *editor;
  PenPlaneKind chosen;
  guint at[4][2];                         /* the axes of each kind */
  PenSolutionKind found[PEN_N_SOLUTIONS]; /* what the items of two solutions mean */
  guint n_found, serial;
};

G_DEFINE_FINAL_TYPE (PenPlanePopover, pen_plane_popover, GTK_TYPE_POPOVER)

static PenExperiment *
experiment_of (PenPlanePopover *self)
{
  return self->editor != NULL ? pen_data_editor_experiment (self->editor) : NULL;
}

static void
say (PenPlanePopover *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* The solutions whose weights are of the inputs themselves. */
static void
find_solutions (PenPlanePopover *self, const PenExperiment *experiment)
{
  PenLaboratory *laboratory = NULL;
  gboolean plain = experiment->map.kind == PEN_FEATURES_IDENTITY && !experiment->map.bias;

  self->n_found = 0;
  g_object_get (self->editor, "laboratory", &laboratory, NULL);
  for (int kind = 0; plain && kind < PEN_N_SOLUTIONS; kind++)
    {
      const PenSolution *solution = pen_laboratory_solution (laboratory, (PenSolutionKind)kind);

      if (solution != NULL && solution->w != NULL && solution->d == pen_dataset_d (experiment->data))
        self->found[self->n_found++] = (PenSolutionKind)kind;
    }
  g_object_unref (laboratory);
}

static void
fill (PenPlanePopover *self, const PenExperiment *experiment)
{
  gsize n = self->chosen == PEN_PLANE_INPUTS ? pen_dataset_d (experiment->data) : self->n_found;
  g_auto (GStrv) items = g_new0 (char *, n + 1);
  guint *at = self->at[self->chosen];

  for (gsize i = 0; i < n; i++)
    items[i] = self->chosen == PEN_PLANE_INPUTS ? pen_plot_pretty_name (pen_dataset_name (experiment->data, i))
                                                : g_strdup (pen_solution_label (self->found[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->x), self->chosen != PEN_PLANE_COMPONENTS && n >= 2);
  gtk_widget_set_visible (GTK_WIDGET (self->y), self->chosen != PEN_PLANE_COMPONENTS && n >= 2);
  if (self->chosen == PEN_PLANE_COMPONENTS || n < 2)
    return;
  if (MAX (at[0], at[1]) >= n || at[0] == at[1])
    {
      at[0] = 0;
      at[1] = 1;
    }
  pen_choice_row_set_items (self->x, (const char *const *)items);
  pen_choice_row_set_items (self->y, (const char *const *)items);
  pen_choice_row_set_selected (self->x, at[0]);
  pen_choice_row_set_selected (self->y, at[1]);
}

enum
{
  ACROSS_PREDICTION,
  ACROSS_COMPONENT,
  ACROSS_INPUTS /* and all that follow */
};

static gboolean
is_across (const PenExperiment *experiment)
{
  return pen_view_is_fit (experiment->data);
}

/* Of a regression: what is to the right, in one list. */
static void
show_across (PenPlanePopover *self, const PenExperiment *experiment)
{
  gsize d = pen_dataset_d (experiment->data);
  g_auto (GStrv) items = g_new0 (char *, ACROSS_INPUTS + d + 1);
  PenViewPlane plane;

  items[ACROSS_PREDICTION] = g_strdup (_ ("Prediction f(x)"));
  items[ACROSS_COMPONENT] = g_strdup (_ ("Principal component"));
  for (gsize j = 0; j < d; j++)
    items[ACROSS_INPUTS + j] = pen_plot_pretty_name (pen_dataset_name (experiment->data, j));
  pen_choice_row_set_items (self->x, (const char *const *)items);
  pen_view_plane_init (&plane, experiment, experiment->data);
  pen_choice_row_set_selected (self->x, plane.predicted         ? ACROSS_PREDICTION
                                        : plane.vectors != NULL ? ACROSS_COMPONENT
                                                                : ACROSS_INPUTS + (guint)plane.columns[0]);
  pen_view_plane_clear (&plane);
  pen_choice_row_refuse (self->x, ACROSS_PREDICTION,
                         pen_view_can_predict (experiment, experiment->data)
                             ? NULL
                             : _ ("These are too many numbers to predict all of them in every frame"));
}

static void
show (PenPlanePopover *self)
{
  PenExperiment *experiment = experiment_of (self);
  gboolean across = experiment != NULL && is_across (experiment);
  gsize columns[2];

  if (experiment == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->kind), !across);
  gtk_widget_set_visible (GTK_WIDGET (self->x), across);
  gtk_widget_set_visible (GTK_WIDGET (self->y), FALSE);
  gtk_label_set_label (self->about, across
                                        ? _ ("The target is upwards. Over the prediction points move up and down only.")
                                        : _ ("Points are shown and moved in this plane."));
  if (across)
    {
      show_across (self, experiment);
      return;
    }
  if (self->chosen == PEN_PLANE_PREDICTION)
    self->chosen = PEN_PLANE_INPUTS;
  pen_view_columns (experiment, experiment->data, columns);
  self->at[PEN_PLANE_INPUTS][0] = (guint)columns[0];
  self->at[PEN_PLANE_INPUTS][1] = (guint)columns[1];
  find_solutions (self, experiment);
  pen_choice_row_set_selected (self->kind, self->chosen);
  pen_choice_row_refuse (
      self->kind, PEN_PLANE_SOLUTIONS,
      self->n_found >= 2 ? NULL : _ ("This takes two solutions with a weight for each input: tick them in the panel"));
  fill (self, experiment);
}

static PenExperiment *
make (PenPlanePopover *self, PenExperiment *experiment, GError **error)
{
  const guint *at = self->at[self->chosen];
  PenLaboratory *laboratory = NULL;
  PenExperiment *next;

  if (self->chosen == PEN_PLANE_PREDICTION)
    return pen_plane_of_prediction (experiment);
  if (is_across (experiment))
    return self->chosen == PEN_PLANE_INPUTS ? pen_plane_of_input (experiment, at[0])
                                            : pen_plane_of_component (experiment, error);
  if (self->chosen == PEN_PLANE_INPUTS)
    return pen_plane_of_inputs (experiment, at[0], at[1]);
  if (self->chosen == PEN_PLANE_COMPONENTS)
    return pen_plane_of_components (experiment, error);
  g_object_get (self->editor, "laboratory", &laboratory, NULL);
  next = pen_plane_of_weights (
      experiment, pen_laboratory_solution (laboratory, self->found[at[0]])->w, pen_solution_label (self->found[at[0]]),
      pen_laboratory_solution (laboratory, self->found[at[1]])->w, pen_solution_label (self->found[at[1]]), error);
  g_object_unref (laboratory);
  return next;
}

static void
apply (PenPlanePopover *self)
{
  PenExperiment *experiment = experiment_of (self), *next;
  g_autofree char *merge = g_strdup_printf ("plane-%u", self->serial);
  g_autoptr (GError) error = NULL;

  if (experiment == NULL || (self->chosen == PEN_PLANE_SOLUTIONS && self->n_found < 2))
    return;
  next = make (self, experiment, &error);
  if (!pen_data_editor_try (self->editor, next, is_across (experiment) ? _ ("change of axis") : _ ("change of plane"),
                            merge, next != NULL ? &error : NULL))
    {
      say (self, error->message);
      if (is_across (experiment))
        show_across (self, experiment); /* what is there still */
      return;
    }
  say (self, NULL);
  pen_plot_view_fit (pen_data_editor_plot (self->editor));
}

static void
kind_cb (PenPlanePopover *self, guint kind)
{
  self->chosen = (PenPlaneKind)kind;
  if (experiment_of (self) == NULL)
    return;
  if (!is_across (experiment_of (self)))
    fill (self, experiment_of (self));
  apply (self);
}

/* An axis that takes the other's place gives it its own. */
static void
axis_chosen (PenPlanePopover *self, int axis, guint item)
{
  guint *at = self->at[self->chosen];

  if (at[1 - axis] == item)
    at[1 - axis] = at[axis];
  at[axis] = item;
  pen_choice_row_set_selected (self->x, at[0]);
  pen_choice_row_set_selected (self->y, at[1]);
  apply (self);
}

static void
across_chosen (PenPlanePopover *self, guint item)
{
  self->chosen = item == ACROSS_PREDICTION  ? PEN_PLANE_PREDICTION
                 : item == ACROSS_COMPONENT ? PEN_PLANE_COMPONENTS
                                            : PEN_PLANE_INPUTS;
  if (self->chosen == PEN_PLANE_INPUTS)
    self->at[PEN_PLANE_INPUTS][0] = item - ACROSS_INPUTS;
  apply (self);
}

static void
x_cb (PenPlanePopover *self, guint item)
{
  if (experiment_of (self) != NULL && is_across (experiment_of (self)))
    across_chosen (self, item);
  else
    axis_chosen (self, 0, item);
}

static void
y_cb (PenPlanePopover *self, guint item)
{
  axis_chosen (self, 1, item);
}

static void
shown_cb (PenPlanePopover *self)
{
  say (self, NULL);
  show (self);
}

static void
closed_cb (PenPlanePopover *self)
{
  self->serial++;
  if (experiment_of (self) != NULL)
    pen_data_editor_end_edit (self->editor);
}

static void
pen_plane_popover_class_init (PenPlanePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PEN_TYPE_CHOICE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/plane-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, PenPlanePopover, kind);
  gtk_widget_class_bind_template_child (widget_class, PenPlanePopover, x);
  gtk_widget_class_bind_template_child (widget_class, PenPlanePopover, y);
  gtk_widget_class_bind_template_child (widget_class, PenPlanePopover, about);
  gtk_widget_class_bind_template_child (widget_class, PenPlanePopover, problem);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, x_cb);
  gtk_widget_class_bind_template_callback (widget_class, y_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
}

static void
pen_plane_popover_init (PenPlanePopover *self)
{
  const char *const kinds[] = { _ ("Two inputs"), _ ("Principal components"), _ ("Two solutions"), NULL };

  gtk_widget_init_template (GTK_WIDGET (self));
  pen_choice_row_set_items (self->kind, kinds);
}

void
pen_plane_popover_set_editor (PenPlanePopover *self, PenDataEditor *editor)
{
  g_return_if_fail (PEN_IS_PLANE_POPOVER (self));
  self->editor = editor;
}

void
pen_plane_popover_choose (PenPlanePopover *self, PenPlaneKind kind, guint x, guint y)
{
  g_return_if_fail (PEN_IS_PLANE_POPOVER (self));
  show (self);
  self->chosen = kind;
  self->at[kind][0] = x;
  self->at[kind][1] = y;
  kind_cb (self, kind);
}

const char *
pen_plane_popover_problem (PenPlanePopover *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->problem)) ? gtk_label_get_label (self->problem) : NULL;
}
