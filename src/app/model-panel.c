/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-panel.h"

#include "choice-row.h"
#include "number-row.h"
#include "numbers.h"
#include "settings.h"
#include "solution-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MERGE_MILLISECONDS 700 /* a slider at rest for as long has been let go */
#define LOG10_ALPHA_LOW -150.0
#define LOG10_ALPHA_HIGH 3.0

struct _PenModelPanel
{
  GtkWidget parent_instance;
  GtkWidget *content;
  PenChoiceRow *task, *map, *kind, *loss, *stop;
  PenNumberRow *degree, *frequencies, *depth, *alpha, *time, *steps;
  GtkWidget *bias_row, *signed_row, *start_row;
  GtkSwitch *bias, *is_signed;
  GtkEditable *start;
  GtkLabel *equation, *certificate;
  GtkListBox *solutions;
  PenSolutionRow *rows[PEN_N_SOLUTIONS];

  PenLaboratory *laboratory;
  GSignalGroup *laboratory_signals, *document_signals;
  guint merge_id;
  gboolean refreshing;
};

enum
{
  PROP_LABORATORY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint message_signal;

G_DEFINE_FINAL_TYPE (PenModelPanel, pen_model_panel, GTK_TYPE_WIDGET)

static PenDocument *
document_of (PenModelPanel *self)
{
  return self->laboratory != NULL ? pen_laboratory_document (self->laboratory) : NULL;
}

static PenExperiment *
experiment_of (PenModelPanel *self)
{
  return self->laboratory != NULL ? pen_document_experiment (document_of (self)) : NULL;
}

static void
refresh_problem (PenModelPanel *self, const PenExperiment *experiment)
{
  gboolean numbers = pen_dataset_task (experiment->data) != PEN_TASK_MATRIX_SENSING;

  if (numbers)
    pen_choice_row_set_selected (self->task, pen_dataset_task (experiment->data));
  gtk_widget_set_sensitive (GTK_WIDGET (self->task), numbers);
  pen_choice_row_set_selected (self->map, experiment->map.kind);
  gtk_widget_set_visible (GTK_WIDGET (self->degree), experiment->map.kind == PEN_FEATURES_POLYNOMIAL);
  pen_number_row_set_value (self->degree, (double)experiment->map.degree);
  gtk_widget_set_visible (GTK_WIDGET (self->frequencies), experiment->map.kind == PEN_FEATURES_FOURIER);
  pen_number_row_set_value (self->frequencies, (double)experiment->map.frequencies);
  gtk_switch_set_active (self->bias, experiment->map.bias);
}

static void
refresh_model (PenModelPanel *self, const PenExperiment *experiment)
{
  gboolean diagonal = experiment->model == PEN_MODEL_DIAGONAL;
  g_autofree char *equation = pen_settings_equation (experiment);
  g_autofree char *effective = pen_log10_text (log10 (experiment->init_scale) * experiment->depth, 3);
  g_autofree char *power = pen_superscript (experiment->depth);
  g_autofree char *note = g_strdup_printf (_ ("per weight; effective α%s = %s"), power, effective);

  pen_choice_row_set_selected (self->kind, experiment->model);
  gtk_widget_set_visible (GTK_WIDGET (self->depth), diagonal);
  gtk_widget_set_visible (self->signed_row, diagonal);
  gtk_widget_set_visible (GTK_WIDGET (self->alpha), diagonal);
  gtk_widget_set_visible (self->start_row, !diagonal);
  pen_number_row_set_value (self->depth, experiment->depth);
  pen_number_row_set_value (self->alpha, experiment->init_scale);
  pen_number_row_set_note (self->alpha, note);
  gtk_switch_set_active (self->is_signed, experiment->is_signed);
  gtk_label_set_label (self->equation, equation);
  if (!diagonal)
    {
      g_autofree char *text = pen_settings_start_text (experiment);

      if (!g_str_equal (text, gtk_editable_get_text (self->start)))
        gtk_editable_set_text (self->start, text);
    }
}

static void
refresh_training (PenModelPanel *self, const PenExperiment *experiment)
{
  for (guint i = 0; i <= PEN_LOSS_LOGISTIC; i++)
    pen_choice_row_refuse (self->loss, i, pen_settings_loss_refused (experiment, (PenLoss)i));
  for (guint i = 0; i <= PEN_STOP_STEPS; i++)
    pen_choice_row_refuse (self->stop, i, pen_settings_stop_refused (experiment, (PenStop)i));
  pen_choice_row_set_selected (self->loss, experiment->loss);
  pen_choice_row_set_selected (self->stop, experiment->stop);
  gtk_widget_set_visible (GTK_WIDGET (self->time), experiment->stop == PEN_STOP_TIME);
  gtk_widget_set_visible (GTK_WIDGET (self->steps), experiment->stop == PEN_STOP_STEPS);
  pen_number_row_set_value (self->time, experiment->time);
  pen_number_row_set_value (self->steps, (double)experiment->steps);
}

/* "2 support vectors · gap 2×10⁻¹⁶", of the first solution shown. */
static char *
certificate_text (PenModelPanel *self, const PenExperiment *experiment)
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      const PenSolution *solution = pen_laboratory_solution (self->laboratory, (PenSolutionKind)kind);
      g_autofree char *gap = NULL, *count = NULL;
      gulong n;

      if (!experiment->solutions[kind] || solution == NULL)
        continue;
      if (solution->status != PEN_SOLUTION_OPTIMAL)
        return g_strdup (solution->reason != NULL ? solution->reason : "");
      gap = pen_number_text (solution->certificate.gap, 1);
      n = solution->n_support;
      if (n > 0 && !isnan (solution->margin))
        count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu support vector", "%lu support vectors", n), n);
      else
        count = g_strdup (pen_solution_label ((PenSolutionKind)kind));
      return g_strdup_printf (_ ("%s · gap %s"), count, gap);
    }
  return g_strdup ("");
}

static void
refresh_solutions (PenModelPanel *self)
{
  PenExperiment *experiment = experiment_of (self);
  g_autofree char *certificate = NULL;

  if (experiment == NULL)
    return;
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      const char *why = NULL;
      gboolean fits = pen_experiment_fits (experiment, (PenSolutionKind)kind, &why),
               shown = experiment->solutions[kind];
      const PenSolution *solution =
          fits && shown ? pen_laboratory_solution (self->laboratory, (PenSolutionKind)kind) : NULL;

      pen_solution_row_set_shown (self->rows[kind], shown, fits ? NULL : why);
      pen_solution_row_set_solution (self->rows[kind], solution, shown && pen_laboratory_solving (self->laboratory));
    }
  certificate = certificate_text (self, experiment);
  gtk_label_set_label (self->certificate, certificate);
  gtk_list_box_invalidate_sort (self->solutions);
}

static void
refresh (PenModelPanel *self)
{
  PenExperiment *experiment = experiment_of (self);

  gtk_widget_set_sensitive (self->content, experiment != NULL);
  if (experiment == NULL)
    return;
  self->refreshing = TRUE;
  refresh_problem (self, experiment);
  refresh_model (self, experiment);
  refresh_training (self, experiment);
  refresh_solutions (self);
  self->refreshing = FALSE;
}

/* Takes @next, and @failure where there is none. Refused, the panel shows again what holds. */
static void
apply (PenModelPanel *self, PenExperiment *next, const char *what, const char *merge, GError *failure)
{
  g_autoptr (PenExperiment) owned = next;
  g_autoptr (GError) error = failure;

  if (next != NULL && pen_document_apply (document_of (self), next, what, merge, &error))
    return;
  g_signal_emit (self, message_signal, 0, error->message);
  refresh (self);
}

static void
apply_repaired (PenModelPanel *self, PenExperiment *next, const char *what, const char *merge)
{
  pen_settings_repair (next);
  apply (self, next, what, merge, NULL);
}

static gboolean
end_merge_cb (gpointer user_data)
{
  PenModelPanel *self = user_data;

  self->merge_id = 0;
  if (self->laboratory != NULL)
    pen_document_end_merge (document_of (self));
  return G_SOURCE_REMOVE;
}

static void
merging (PenModelPanel *self)
{
  g_clear_handle_id (&self->merge_id, g_source_remove);
  self->merge_id = g_timeout_add (MERGE_MILLISECONDS, end_merge_cb, self);
}

static void
choice_cb (PenModelPanel *self, guint item, PenChoiceRow *row)
{
  PenExperiment *experiment = experiment_of (self), *next;
  GError *error = NULL;

  if (row == self->task)
    {
      next = pen_settings_with_task (experiment, (PenTask)item, &error);
      apply (self, next, _ ("change of task"), NULL, error);
      return;
    }
  next = pen_experiment_copy (experiment);
  if (row == self->map)
    {
      next->map.kind = (PenFeatureMapKind)item;
      apply_repaired (self, next, _ ("change of feature map"), NULL);
    }
  else if (row == self->kind)
    {
      next->model = (PenModelKind)item;
      apply_repaired (self, next, _ ("change of model"), NULL);
    }
  else if (row == self->loss)
    {
      next->loss = (PenLoss)item;
      apply_repaired (self, next, _ ("change of loss"), NULL);
    }
  else
    {
      next->stop = (PenStop)item;
      apply_repaired (self, next, _ ("change of stop"), NULL);
    }
}

static void
number_cb (PenModelPanel *self, double value, PenNumberRow *row)
{
  PenExperiment *next = pen_experiment_copy (experiment_of (self));
  const char *what;

  if (row == self->degree)
    {
      next->map.degree = (gsize)value;
      what = _ ("change of degree");
    }
  else if (row == self->frequencies)
    {
      next->map.frequencies = (gsize)value;
      what = _ ("change of frequencies");
    }
  else if (row == self->depth)
    {
      next->depth = (guint)value;
      what = _ ("change of depth");
    }
  else if (row == self->alpha)
    {
      next->init_scale = value;
      what = _ ("change of α");
    }
  else if (row == self->time)
    {
      next->time = value;
      what = _ ("change of time");
    }
  else
    {
      next->steps = (gsize)value;
      what = _ ("change of steps");
    }
  apply_repaired (self, next, what, gtk_widget_get_name (GTK_WIDGET (row)));
  merging (self);
}

static void
switch_cb (PenModelPanel *self, GParamSpec *pspec, GtkSwitch *toggle)
{
  PenExperiment *next;

  if (self->refreshing || self->laboratory == NULL)
    return;
  next = pen_experiment_copy (experiment_of (self));
  if (toggle == self->bias)
    next->map.bias = gtk_switch_get_active (toggle);
  else
    next->is_signed = gtk_switch_get_active (toggle);
  apply_repaired (self, next, toggle == self->bias ? _ ("change of bias") : _ ("change of signs"), NULL);
}

static void
start_cb (PenModelPanel *self)
{
  GError *error = NULL;
  g_autofree char *before = pen_settings_start_text (experiment_of (self));
  PenExperiment *next;

  if (g_str_equal (before, gtk_editable_get_text (self->start)))
    return;
  next = pen_settings_with_start (experiment_of (self), gtk_editable_get_text (self->start), &error);
  apply (self, next, _ ("change of start"), NULL, error);
}

static void
toggled_cb (PenModelPanel *self, gboolean shown, PenSolutionRow *row)
{
  PenExperiment *next = pen_experiment_copy (experiment_of (self));
  g_autofree char *what =
      g_strdup_printf (shown ? _ ("show %s") : _ ("hide %s"), pen_solution_label (pen_solution_row_kind (row)));

  next->solutions[pen_solution_row_kind (row)] = shown;
  apply (self, next, what, NULL, NULL);
}

/* Those that make sense first, so that the list starts with what can be chosen. */
static int
sort_cb (GtkListBoxRow *a, GtkListBoxRow *b, gpointer user_data)
{
  PenExperiment *experiment = experiment_of (user_data);
  PenSolutionKind left = pen_solution_row_kind (PEN_SOLUTION_ROW (a));
  PenSolutionKind right = pen_solution_row_kind (PEN_SOLUTION_ROW (b));

  if (experiment != NULL)
    {
      int difference =
          (int)pen_experiment_fits (experiment, right, NULL) - (int)pen_experiment_fits (experiment, left, NULL);

      if (difference != 0)
        return difference;
    }
  return (int)left - (int)right;
}

static void
set_laboratory (PenModelPanel *self, PenLaboratory *laboratory)
{
  if (!g_set_object (&self->laboratory, laboratory))
    return;
  g_clear_handle_id (&self->merge_id, g_source_remove);
  g_signal_group_set_target (self->laboratory_signals, laboratory);
  g_signal_group_set_target (self->document_signals, document_of (self));
  refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABORATORY]);
}

static void
pen_model_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    g_value_set_object (value, PEN_MODEL_PANEL (object)->laboratory);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_model_panel_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    set_laboratory (PEN_MODEL_PANEL (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_model_panel_dispose (GObject *object)
{
  PenModelPanel *self = PEN_MODEL_PANEL (object);

  g_clear_handle_id (&self->merge_id, g_source_remove);
  g_clear_object (&self->laboratory_signals);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->laboratory);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (pen_model_panel_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PenModelPanel, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/model-panel.ui");
  BIND (content);
  BIND (task);
  BIND (map);
  BIND (degree);
  BIND (frequencies);
  BIND (bias_row);
  BIND (bias);
  BIND (kind);
  BIND (depth);
  BIND (alpha);
  BIND (signed_row);
  BIND (is_signed);
  BIND (start_row);
  BIND (start);
  BIND (equation);
  BIND (loss);
  BIND (stop);
  BIND (time);
  BIND (steps);
  BIND (solutions);
  BIND (certificate);
  gtk_widget_class_bind_template_callback (widget_class, choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, number_cb);
  gtk_widget_class_bind_template_callback (widget_class, switch_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
pen_model_panel_class_init (PenModelPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pen_model_panel_get_property;
  object_class->set_property = pen_model_panel_set_property;
  object_class->dispose = pen_model_panel_dispose;
  properties[PROP_LABORATORY] =
      g_param_spec_object ("laboratory", NULL, NULL, PEN_TYPE_LABORATORY,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  message_signal = g_signal_new ("message", PEN_TYPE_MODEL_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
  g_type_ensure (PEN_TYPE_CHOICE_ROW);
  g_type_ensure (PEN_TYPE_NUMBER_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
}

static void
fill_choices (PenModelPanel *self)
{
  const char *const tasks[] = { _ ("Regression"), _ ("Classification"), NULL };
  const char *const maps[] = { _ ("Identity"), _ ("Polynomial"), _ ("Fourier"), NULL };
  const char *const kinds[] = { _ ("Linear"), _ ("Diagonal network"), NULL };
  const char *const losses[] = { _ ("Squared"), _ ("Exponential"), _ ("Logistic"), NULL };
  const char *const stops[] = { _ ("At the limit"), _ ("At a time"), _ ("After steps"), NULL };

  pen_choice_row_set_items (self->task, tasks);
  pen_choice_row_set_items (self->map, maps);
  pen_choice_row_set_items (self->kind, kinds);
  pen_choice_row_set_items (self->loss, losses);
  pen_choice_row_set_items (self->stop, stops);
}

static void
pen_model_panel_init (PenModelPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  pen_number_row_set_lowest (self->degree, 1, TRUE);
  pen_number_row_set_lowest (self->frequencies, 1, TRUE);
  pen_number_row_set_lowest (self->depth, 2, TRUE);
  pen_number_row_set_lowest (self->steps, 1, TRUE);
  pen_number_row_set_lowest (self->time, 0, FALSE);
  pen_number_row_set_lowest (self->alpha, 0, FALSE);
  pen_number_row_set_value (self->alpha, 1);
  pen_number_row_set_range (self->alpha, LOG10_ALPHA_LOW, LOG10_ALPHA_HIGH);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      self->rows[kind] = PEN_SOLUTION_ROW (pen_solution_row_new ((PenSolutionKind)kind));
      gtk_list_box_append (self->solutions, GTK_WIDGET (self->rows[kind]));
      g_signal_connect_object (self->rows[kind], "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_list_box_set_sort_func (self->solutions, sort_cb, self, NULL);
  self->laboratory_signals = g_signal_group_new (PEN_TYPE_LABORATORY);
  g_signal_group_connect_swapped (self->laboratory_signals, "solutions-changed", G_CALLBACK (refresh_solutions), self);
  g_signal_group_connect_swapped (self->laboratory_signals, "status-changed", G_CALLBACK (refresh_solutions), self);
  self->document_signals = g_signal_group_new (PEN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::experiment", G_CALLBACK (refresh), self);
  refresh (self);
}

GtkWidget *
pen_model_panel_new (void)
{
  return g_object_new (PEN_TYPE_MODEL_PANEL, NULL);
}
