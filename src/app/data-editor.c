/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data-editor-private.h"

#include "editor-actions.h"
#include "editor-icons.h"
#include "editor-points.h"
#include "tooltip.h"
#include "wrap.h"

#include <glib/gi18n-lib.h>

enum
{
  PROP_LABORATORY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint message_signal;

G_DEFINE_FINAL_TYPE (PenDataEditor, pen_data_editor, GTK_TYPE_WIDGET)

static PenDocument *
document_of (PenDataEditor *self)
{
  return self->laboratory != NULL ? pen_laboratory_document (self->laboratory) : NULL;
}

/* Other models start from a shape and a scale, which a weight in the middle of a run is not. */
static gboolean
has_start (const PenExperiment *experiment)
{
  return experiment->model == PEN_MODEL_LINEAR || experiment->model == PEN_MODEL_NEURON;
}

/* The weights at the playhead, or, where the run has none yet, the start it was given, become the start of the next. */
static void
go_on (PenDataEditor *self, PenExperiment *next)
{
  const PenExperiment *now = pen_data_editor_experiment (self);
  const PenTrace *trace = pen_laboratory_trace (self->laboratory);
  gboolean has_frame = trace != NULL && trace->n_frames > 0;
  const double *w =
      has_frame ? trace->frames[MIN (pen_laboratory_frame (self->laboratory), trace->n_frames - 1)].w : now->start;

  if (!has_start (next) || w == NULL || pen_dataset_d (next->data) != pen_dataset_d (now->data))
    return;
  next->n_start = has_frame ? trace->d : now->n_start;
  g_free (next->start);
  next->start = g_memdup2 (w, next->n_start * sizeof *w);
}

/* Where a person chooses what is seen of more inputs than the plot has directions. */
static void
refresh_plane (PenDataEditor *self, PenExperiment *experiment)
{
  gsize d = experiment != NULL ? pen_dataset_d (experiment->data) : 0;
  gboolean classes = d > 0 && pen_dataset_task (experiment->data) == PEN_TASK_CLASSIFICATION;

  gtk_widget_set_visible (self->plane_button,
                          classes ? d > 2 : d > 1 && pen_dataset_task (experiment->data) == PEN_TASK_REGRESSION);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->plane_button), classes ? _ ("Plane") : _ ("Axis"));
  pen_set_tooltip (self->plane_button, classes ? _ ("The plane in which points are shown and edited")
                                               : _ ("What is to the right: the prediction, a feature or a component"));
}

static void
refresh_tools (PenDataEditor *self, PenExperiment *experiment)
{
  const char *why = _ ("There is no experiment to edit");
  gboolean placeable = experiment != NULL && pen_editor_can_place (experiment, &why);
  gboolean classes = experiment != NULL && pen_dataset_task (experiment->data) == PEN_TASK_CLASSIFICATION;

  pen_editor_actions_refresh (self->actions, placeable, experiment != NULL, classes,
                              experiment != NULL && has_start (experiment), &self->selection);
  gtk_widget_set_visible (self->negative_button, classes);
  refresh_plane (self, experiment);
  gtk_widget_set_visible (self->heading, !gtk_widget_get_visible (self->plane_button)); /* there is no room for both */
  gtk_widget_set_sensitive (self->brush_button, placeable);
  pen_set_tooltip (self->brush_button,
                   placeable ? _ ("Spray points (B; hold and drag, 1 and 2 choose the class)") : why);
  for (int sign = -1; sign <= 1; sign += 2)
    {
      GtkWidget *button = sign < 0 ? self->negative_button : self->positive_button;
      g_autofree char *tip = NULL;

      if (placeable && classes)
        tip = g_strdup_printf (sign < 0 ? _ ("Place points of class %s (2)") : _ ("Place points of class %s (1)"),
                               pen_dataset_label (experiment->data, sign));
      pen_set_tooltip (button, tip != NULL ? tip : placeable ? _ ("Place points (1)") : why);
    }
}

void
pen_data_editor_refresh (PenDataEditor *self)
{
  PenExperiment *experiment = pen_data_editor_experiment (self);
  g_autofree char *summary = pen_data_editor_summary (self);
  g_autofree char *point = pen_data_editor_describe (self);
  PenEditorTool tool;

  refresh_tools (self, experiment);
  tool = pen_data_editor_tool (self);
  pen_plot_view_set_tool (self->plot, tool == PEN_EDITOR_PAN, tool == PEN_EDITOR_SELECT ? "default" : "crosshair");
  pen_editor_icon_set_label (self->brush_icon, pen_data_editor_label (self));
  pen_plot_view_set_marks (self->plot, self->selection.flags, self->selection.n, self->has_band ? &self->band : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, summary, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_LABEL, summary,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, point, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->table), pen_editor_actions_is_on (self->actions, "table"));
  pen_editor_table_refresh (self->table);
}

static void
edited_cb (PenDataEditor *self)
{
  PenExperiment *experiment = pen_data_editor_experiment (self);
  PenDataset *data = experiment->data;

  /* Also an undo may turn the plane: what was in sight says nothing about the other one. */
  if (self->plane_of != NULL && !pen_view_same_plane (self->plane_of, experiment))
    pen_plot_view_fit (self->plot);
  g_clear_pointer (&self->plane_of, pen_experiment_unref);
  self->plane_of = pen_experiment_ref (experiment);
  if (data != self->seen)
    {
      if (!self->applying)
        pen_editor_pointer_interrupt (self->pointer);
      pen_selection_follow (&self->selection, self->seen, data);
      pen_dataset_unref (self->seen);
      self->seen = pen_dataset_ref (data);
    }
  pen_data_editor_refresh (self);
}

static void
ask_for_point (PenDataEditor *self)
{
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (self->positive_button, GTK_WIDGET (self), &bounds))
    gtk_popover_set_pointing_to (
        GTK_POPOVER (self->add),
        &(GdkRectangle){ (int)bounds.origin.x, (int)bounds.origin.y, (int)bounds.size.width, (int)bounds.size.height });
  gtk_popover_popup (GTK_POPOVER (self->add));
}

static void
action_cb (PenEditorAction action, GVariant *parameter, gpointer user_data)
{
  PenDataEditor *self = user_data;
  int right, up;

  switch (action)
    {
    case PEN_EDITOR_ACTION_DELETE:
      pen_data_editor_delete (self);
      break;
    case PEN_EDITOR_ACTION_SELECT_ALL:
    case PEN_EDITOR_ACTION_SELECT_NONE:
      pen_selection_set_all (&self->selection, action == PEN_EDITOR_ACTION_SELECT_ALL);
      pen_data_editor_selection_changed (self);
      break;
    case PEN_EDITOR_ACTION_COPY:
      pen_data_editor_copy (self);
      break;
    case PEN_EDITOR_ACTION_PASTE:
      pen_data_editor_paste (self);
      break;
    case PEN_EDITOR_ACTION_NUDGE:
      g_variant_get (parameter, "(ii)", &right, &up);
      pen_data_editor_nudge (self, right, up);
      break;
    case PEN_EDITOR_ACTION_STEP:
      pen_data_editor_step (self, g_variant_get_int32 (parameter) < 0 ? -1 : 1);
      break;
    case PEN_EDITOR_ACTION_ADD:
      ask_for_point (self);
      break;
    case PEN_EDITOR_ACTION_ZOOM_IN:
      gtk_widget_activate_action (GTK_WIDGET (self->plot), "plot.zoom-in", NULL);
      break;
    case PEN_EDITOR_ACTION_ZOOM_OUT:
      gtk_widget_activate_action (GTK_WIDGET (self->plot), "plot.zoom-out", NULL);
      break;
    case PEN_EDITOR_ACTION_FIT:
      pen_plot_view_fit (self->plot);
      break;
    case PEN_EDITOR_ACTION_TOOL:
      pen_data_editor_refresh (self);
      break;
    }
}

static void
set_laboratory (PenDataEditor *self, PenLaboratory *laboratory)
{
  PenExperiment *experiment;

  if (!g_set_object (&self->laboratory, laboratory))
    return;
  pen_editor_pointer_interrupt (self->pointer);
  g_signal_group_set_target (self->document_signals, document_of (self));
  g_clear_pointer (&self->seen, pen_dataset_unref);
  experiment = pen_data_editor_experiment (self);
  self->seen = experiment != NULL ? pen_dataset_ref (experiment->data) : NULL;
  g_clear_pointer (&self->plane_of, pen_experiment_unref);
  self->plane_of = experiment != NULL ? pen_experiment_ref (experiment) : NULL;
  pen_selection_resize (&self->selection, experiment != NULL ? pen_dataset_n (experiment->data) : 0);
  self->has_band = FALSE;
  g_object_set (self->plot, "laboratory", laboratory, NULL);
  pen_data_editor_refresh (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABORATORY]);
}

static void
pen_data_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    g_value_set_object (value, PEN_DATA_EDITOR (object)->laboratory);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_data_editor_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    set_laboratory (PEN_DATA_EDITOR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_data_editor_dispose (GObject *object)
{
  PenDataEditor *self = PEN_DATA_EDITOR (object);

  g_clear_object (&self->document_signals);
  g_clear_pointer (&self->pointer, pen_editor_pointer_free);
  pen_editor_actions_disconnect (self->actions);
  g_clear_object (&self->laboratory);
  if (self->table != NULL)
    pen_editor_table_set_editor (self->table, NULL);
  self->table = NULL;
  if (self->generator != NULL)
    pen_generator_popover_set_editor (self->generator, NULL);
  self->generator = NULL;
  if (self->plane != NULL)
    pen_plane_popover_set_editor (self->plane, NULL);
  self->plane = NULL;
  if (self->add != NULL)
    {
      pen_add_popover_set_editor (self->add, NULL);
      gtk_widget_unparent (GTK_WIDGET (self->add));
    }
  self->add = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  self->plot = NULL;
  G_OBJECT_CLASS (pen_data_editor_parent_class)->dispose (object);
}

static void
pen_data_editor_finalize (GObject *object)
{
  PenDataEditor *self = PEN_DATA_EDITOR (object);

  g_clear_pointer (&self->seen, pen_dataset_unref);
  g_clear_pointer (&self->plane_of, pen_experiment_unref);
  pen_selection_clear (&self->selection);
  g_object_unref (self->actions);
  G_OBJECT_CLASS (pen_data_editor_parent_class)->finalize (object);
}

static void
pen_data_editor_class_init (PenDataEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pen_data_editor_get_property;
  object_class->set_property = pen_data_editor_set_property;
  object_class->dispose = pen_data_editor_dispose;
  object_class->finalize = pen_data_editor_finalize;
  properties[PROP_LABORATORY] =
      g_param_spec_object ("laboratory", NULL, NULL, PEN_TYPE_LABORATORY,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  message_signal = g_signal_new ("message", PEN_TYPE_DATA_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
  g_type_ensure (PEN_TYPE_PLOT_VIEW);
  g_type_ensure (PEN_TYPE_EDITOR_TABLE);
  g_type_ensure (PEN_TYPE_GENERATOR_POPOVER);
  g_type_ensure (PEN_TYPE_PLANE_POPOVER);
  g_type_ensure (PEN_TYPE_WRAP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/data-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, box);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, plot);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, positive_button);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, negative_button);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, select_button);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, positive_icon);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, negative_icon);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, select_icon);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, pan_icon);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, brush_button);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, brush_icon);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, erase_button);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, erase_icon);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, snap_icon);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, table_icon);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, table);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, generator);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, plane);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, plane_button);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, heading);
  gtk_widget_class_bind_template_child (widget_class, PenDataEditor, generate_icon);
}

static void
attach_icons (PenDataEditor *self)
{
  pen_editor_icon_attach (self->positive_icon, PEN_EDITOR_ICON_POSITIVE);
  pen_editor_icon_attach (self->negative_icon, PEN_EDITOR_ICON_NEGATIVE);
  pen_editor_icon_attach (self->select_icon, PEN_EDITOR_ICON_SELECT);
  pen_editor_icon_attach (self->pan_icon, PEN_EDITOR_ICON_PAN);
  pen_editor_icon_attach (self->brush_icon, PEN_EDITOR_ICON_BRUSH);
  pen_editor_icon_attach (self->erase_icon, PEN_EDITOR_ICON_ERASE);
  pen_editor_icon_attach (self->snap_icon, PEN_EDITOR_ICON_SNAP);
  pen_editor_icon_attach (self->table_icon, PEN_EDITOR_ICON_TABLE);
  pen_editor_icon_attach (self->generate_icon, PEN_EDITOR_ICON_GENERATE);
}

static void
pen_data_editor_init (PenDataEditor *self)
{
  self->actions = pen_editor_actions_new (action_cb, self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "data", G_ACTION_GROUP (self->actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  self->pointer = pen_editor_pointer_new (self);
  self->document_signals = g_signal_group_new (PEN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::experiment", G_CALLBACK (edited_cb), self);
  attach_icons (self);
  pen_editor_table_set_editor (self->table, self);
  pen_generator_popover_set_editor (self->generator, self);
  pen_plane_popover_set_editor (self->plane, self);
  self->add = g_object_new (PEN_TYPE_ADD_POPOVER, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->add), GTK_WIDGET (self));
  pen_add_popover_set_editor (self->add, self);
  pen_data_editor_refresh (self);
}

GtkWidget *
pen_data_editor_new (void)
{
  return g_object_new (PEN_TYPE_DATA_EDITOR, NULL);
}

PenPlotView *
pen_data_editor_plot (PenDataEditor *self)
{
  g_return_val_if_fail (PEN_IS_DATA_EDITOR (self), NULL);
  return self->plot;
}

PenEditorTable *
pen_data_editor_table (PenDataEditor *self)
{
  g_return_val_if_fail (PEN_IS_DATA_EDITOR (self), NULL);
  return self->table;
}

PenGeneratorPopover *
pen_data_editor_generator (PenDataEditor *self)
{
  g_return_val_if_fail (PEN_IS_DATA_EDITOR (self), NULL);
  return self->generator;
}

PenPlanePopover *
pen_data_editor_plane (PenDataEditor *self)
{
  g_return_val_if_fail (PEN_IS_DATA_EDITOR (self), NULL);
  return self->plane;
}

PenAddPopover *
pen_data_editor_add (PenDataEditor *self)
{
  g_return_val_if_fail (PEN_IS_DATA_EDITOR (self), NULL);
  return self->add;
}

GActionGroup *
pen_data_editor_actions (PenDataEditor *self)
{
  g_return_val_if_fail (PEN_IS_DATA_EDITOR (self), NULL);
  return G_ACTION_GROUP (self->actions);
}

char *
pen_data_editor_summary (PenDataEditor *self)
{
  return pen_selection_describe (&self->selection);
}

PenExperiment *
pen_data_editor_experiment (PenDataEditor *self)
{
  return self->laboratory != NULL ? pen_document_experiment (document_of (self)) : NULL;
}

PenEditorTool
pen_data_editor_tool (PenDataEditor *self)
{
  return pen_editor_actions_tool (self->actions);
}

gboolean
pen_data_editor_can_place (PenDataEditor *self)
{
  PenExperiment *experiment = pen_data_editor_experiment (self);

  return experiment != NULL && pen_editor_can_place (experiment, NULL);
}

int
pen_data_editor_label (PenDataEditor *self)
{
  return pen_editor_actions_label (self->actions);
}

gboolean
pen_data_editor_snaps (PenDataEditor *self)
{
  return pen_editor_actions_is_on (self->actions, "snap");
}

const PenSelection *
pen_data_editor_selection (PenDataEditor *self)
{
  return &self->selection;
}

gboolean
pen_data_editor_try (PenDataEditor *self, PenExperiment *made, const char *what, const char *merge, GError **error)
{
  g_autoptr (PenExperiment) next = made;
  gboolean applied;

  /* An edit that is no part of a drag ends the one under way, which would put its points back. */
  if (merge == NULL)
    pen_editor_pointer_interrupt (self->pointer);
  if (next == NULL)
    return FALSE;
  if (pen_editor_actions_is_on (self->actions, "go-on"))
    go_on (self, next);
  self->applying = TRUE;
  applied = pen_document_apply (document_of (self), next, what, merge, error);
  self->applying = FALSE;
  return applied;
}

gboolean
pen_data_editor_apply (PenDataEditor *self, PenExperiment *made, const char *what, const char *merge, GError *failure)
{
  g_autoptr (GError) error = failure;

  if (pen_data_editor_try (self, made, what, merge, made != NULL ? &error : NULL))
    return TRUE;
  pen_data_editor_say (self, error->message);
  return FALSE;
}

void
pen_data_editor_say (PenDataEditor *self, const char *text)
{
  g_signal_emit (self, message_signal, 0, text);
}

void
pen_data_editor_undo (PenDataEditor *self)
{
  pen_document_undo (document_of (self));
}
