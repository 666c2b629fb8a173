/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model-panel.h"

#include "choice-row.h"
#include "fields.h"
#include "number-row.h"
#include "numbers.h"
#include "settings.h"
#include "solution-row.h"
#include "switch-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MERGE_MILLISECONDS 700 /* a slider at rest for as long has been let go */

struct _PenModelPanel
{
  GtkWidget parent_instance;
  GtkWidget *content;
  GtkListBox *problem, *model, *training, *reference; /* of the fields' groups */
  GtkWidget **fields;                                 /* a row a field, owned by its list */
  GtkWidget *start_row, *truth_row;
  GtkEditable *start;
  GtkLabel *equation, *certificate;
  GtkListBox *solutions;
  PenSolutionRow *rows[PEN_N_SOLUTIONS];
  gboolean fits[PEN_N_SOLUTIONS]; /* the order of the rows hangs on it */

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
refresh_field (PenModelPanel *self, const PenExperiment *experiment, gsize i)
{
  const PenField *field = &pen_fields[i];
  double value = pen_field_get (field, experiment);
  GtkWidget *row = self->fields[i];

  gtk_widget_set_visible (row, field->shown == NULL || field->shown (experiment));
  if (field->type == PEN_FIELD_CHOICE)
    {
      for (guint item = 0; field->refused != NULL && field->items[item] != NULL; item++)
        pen_choice_row_refuse (PEN_CHOICE_ROW (row), item, field->refused (experiment, item));
      pen_choice_row_set_selected (PEN_CHOICE_ROW (row), (guint)value);
    }
  else if (field->type == PEN_FIELD_SWITCH)
    gtk_switch_set_active (pen_switch_row_switch (row), value != 0);
  else
    {
      g_autofree char *note = field->note != NULL ? field->note (experiment) : NULL;

      if (field->most != NULL)
        pen_number_row_set_highest (PEN_NUMBER_ROW (row), field->most (experiment));
      pen_number_row_set_value (PEN_NUMBER_ROW (row), value);
      if (field->note != NULL)
        pen_number_row_set_note (PEN_NUMBER_ROW (row), note);
    }
}

static void
refresh_start (PenModelPanel *self, const PenExperiment *experiment)
{
  g_autofree char *equation = pen_settings_equation (experiment);
  g_autofree char *text = pen_settings_start_text (experiment);

  gtk_widget_set_visible (self->start_row, pen_settings_has_start (experiment));
  gtk_label_set_label (self->equation, equation);
  if (!g_str_equal (text, gtk_editable_get_text (self->start)))
    gtk_editable_set_text (self->start, text);
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
  gboolean reorder = FALSE;

  if (experiment == NULL)
    return;
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      const char *why = NULL;
      gboolean fits = pen_experiment_fits (experiment, (PenSolutionKind)kind, &why),
               shown = experiment->solutions[kind];
      const PenSolution *solution =
          fits && shown ? pen_laboratory_solution (self->laboratory, (PenSolutionKind)kind) : NULL;

      reorder = reorder || fits != self->fits[kind];
      self->fits[kind] = fits;
      pen_solution_row_set_shown (self->rows[kind], shown, fits ? NULL : why);
      pen_solution_row_set_solution (self->rows[kind], solution, shown && pen_laboratory_solving (self->laboratory));
    }
  certificate = certificate_text (self, experiment);
  gtk_label_set_label (self->certificate, certificate);
  if (reorder)
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
  for (gsize i = 0; i < pen_n_fields; i++)
    refresh_field (self, experiment, i);
  gtk_widget_set_visible (GTK_WIDGET (self->reference), experiment->solutions[PEN_SOLUTION_RIDGE]
                                                            || experiment->solutions[PEN_SOLUTION_LASSO]
                                                            || experiment->solutions[PEN_SOLUTION_SOFT_MARGIN]);
  refresh_start (self, experiment);
  gtk_widget_set_visible (self->truth_row, experiment->truth != NULL);
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
  gboolean lost = pen_settings_drop_truth (next, experiment_of (self));

  pen_settings_repair (next);
  apply (self, next, what, merge, NULL);
  if (lost && experiment_of (self)->truth == NULL)
    g_signal_emit (self, message_signal, 0, _ ("The true weights were of other features, and are not known any more"));
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

/* The field of a row; every row of a field knows it. */
static const PenField *
field_of (gpointer row)
{
  return g_object_get_data (G_OBJECT (row), "field");
}

/* @merge: changes of the same field that follow at once are one step of undo. */
static void
set_field (PenModelPanel *self, const PenField *field, double value, const char *merge)
{
  PenExperiment *next = pen_experiment_copy (experiment_of (self));

  pen_field_set (field, next, value);
  apply_repaired (self, next, _ (field->change), merge);
}

static void
choice_cb (PenModelPanel *self, guint item, PenChoiceRow *row)
{
  const PenField *field = field_of (row);
  PenExperiment *next;
  GError *error = NULL;

  if (!pen_field_is_task (field))
    {
      set_field (self, field, item, NULL);
      return;
    }
  next = pen_settings_with_task (experiment_of (self), (PenTask)item, &error);
  apply (self, next, _ (field->change), NULL, error);
}

static void
number_cb (PenModelPanel *self, double value, PenNumberRow *row)
{
  const PenField *field = field_of (row);

  set_field (self, field, value, field->change);
  merging (self);
}

static void
switch_cb (PenModelPanel *self, GParamSpec *pspec, GtkSwitch *toggle)
{
  if (!self->refreshing && self->laboratory != NULL)
    set_field (self, field_of (toggle), gtk_switch_get_active (toggle), NULL);
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
forget_truth_cb (PenModelPanel *self)
{
  PenExperiment *next = pen_experiment_copy (experiment_of (self));

  g_clear_pointer (&next->truth, g_free);
  next->n_truth = 0;
  apply (self, next, _ ("removal of the true weights"), NULL, NULL);
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
  g_clear_pointer (&self->fields, g_free);
  G_OBJECT_CLASS (pen_model_panel_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PenModelPanel, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/model-panel.ui");
  BIND (content);
  BIND (problem);
  BIND (model);
  BIND (training);
  BIND (reference);
  BIND (start_row);
  BIND (truth_row);
  BIND (start);
  BIND (equation);
  BIND (solutions);
  BIND (certificate);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_truth_cb);
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
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
}

static GtkWidget *
new_choice (PenModelPanel *self, const PenField *field)
{
  GtkWidget *row = g_object_new (PEN_TYPE_CHOICE_ROW, "title", _ (field->title), NULL);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  for (gsize i = 0; field->items[i] != NULL; i++)
    g_ptr_array_add (items, (gpointer)_ (field->items[i]));
  g_ptr_array_add (items, NULL);
  pen_choice_row_set_items (PEN_CHOICE_ROW (row), (const char *const *)items->pdata);
  g_signal_connect_object (row, "chosen", G_CALLBACK (choice_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
new_number (PenModelPanel *self, const PenField *field)
{
  GtkWidget *row =
      g_object_new (PEN_TYPE_NUMBER_ROW, "title", _ (field->title), "integer", field->type == PEN_FIELD_COUNT, NULL);

  pen_number_row_set_lowest (PEN_NUMBER_ROW (row), field->lowest, !field->excludes_lowest);
  if (field->highest > 0)
    pen_number_row_set_highest (PEN_NUMBER_ROW (row), field->highest);
  if (field->log10_low < field->log10_high)
    {
      pen_number_row_set_value (PEN_NUMBER_ROW (row), 1);
      pen_number_row_set_range (PEN_NUMBER_ROW (row), field->log10_low, field->log10_high);
    }
  g_signal_connect_object (row, "entered", G_CALLBACK (number_cb), self, G_CONNECT_SWAPPED);
  return row;
}

static GtkWidget *
new_switch (PenModelPanel *self, const PenField *field)
{
  GtkWidget *row = pen_switch_row_new (_ (field->title));
  GtkSwitch *toggle = pen_switch_row_switch (row);

  g_object_set_data (G_OBJECT (toggle), "field", (gpointer)field);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (switch_cb), self, G_CONNECT_SWAPPED);
  return row;
}

/* In the order of the table, before the rows that the template has. */
static void
add_fields (PenModelPanel *self)
{
  GtkListBox *lists[PEN_N_FIELD_GROUPS] = { self->problem, self->model, self->training, self->reference };
  int count[PEN_N_FIELD_GROUPS] = { 0 };

  self->fields = g_new0 (GtkWidget *, pen_n_fields);
  for (gsize i = 0; i < pen_n_fields; i++)
    {
      const PenField *field = &pen_fields[i];

      self->fields[i] = field->type == PEN_FIELD_CHOICE   ? new_choice (self, field)
                        : field->type == PEN_FIELD_SWITCH ? new_switch (self, field)
                                                          : new_number (self, field);
      g_object_set_data (G_OBJECT (self->fields[i]), "field", (gpointer)field);
      gtk_list_box_insert (lists[field->group], self->fields[i], count[field->group]++);
    }
}

static void
pen_model_panel_init (PenModelPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_fields (self);
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
