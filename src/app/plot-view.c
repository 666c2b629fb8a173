/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-view-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  PROP_LABORATORY = 1,
  PROP_KIND,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PenPlotView, pen_plot_view, GTK_TYPE_WIDGET)

PenExperiment *
pen_plot_view_experiment (PenPlotView *self)
{
  return self->laboratory != NULL ? pen_document_experiment (pen_laboratory_document (self->laboratory)) : NULL;
}

static void
size_of (PenPlotView *self, double *width, double *height)
{
  *width = gtk_widget_get_width (self->area);
  *height = gtk_widget_get_height (self->area);
}

gboolean
pen_plot_view_input (PenPlotView *self, PenViewInput *input)
{
  if (self->laboratory == NULL)
    return FALSE;
  pen_laboratory_view_input (self->laboratory, input);
  pen_study_fill (self->study, input);
  input->viewport = self->has_viewport ? &self->viewport : NULL;
  for (int axis = 0; axis < PEN_N_VIEW_AXES; axis++)
    input->scales[axis] = self->scales[self->kind][axis];
  return TRUE;
}

static PenScene *
build_scene (PenPlotView *self, gboolean marks)
{
  PenViewInput input;
  PenScene *scene;

  if (!pen_plot_view_input (self, &input))
    return pen_scene_new ();
  if (self->follows_run)
    pen_view_fit_run (&input, &self->viewport);
  if (marks && self->selected != NULL && input.data != NULL && pen_dataset_n (input.data) == self->n_selected)
    input.selected = self->selected;
  if (marks && self->has_band)
    input.band = &self->band;
  scene = pen_view_build (self->kind, &input);
  pen_plot_view_hide_in (self, scene);
  return scene;
}

PenScene *
pen_plot_view_shown (PenPlotView *self)
{
  if (self->scene == NULL)
    self->scene = build_scene (self, TRUE);
  return self->scene;
}

/* The scene that says where things are: while the axes stay, the one on the screen, however the data on them change, so
 * that no motion of the pointer builds another before the frame is drawn. */
static PenScene *
placed (PenPlotView *self)
{
  double width, height;
  PenScene *seen = NULL;

  size_of (self, &width, &height);
  if (self->scene == NULL && self->kind == PEN_VIEW_DATA && self->has_viewport)
    seen = pen_plot_picture_find (&self->picture, &self->viewport, width, height);
  return seen != NULL ? seen : pen_plot_view_shown (self);
}

/* However many changes come before the next frame, the scene is built once, when that frame is drawn. */
void
pen_plot_view_changed (PenPlotView *self)
{
  g_clear_pointer (&self->scene, pen_scene_unref);
  pen_plot_view_forget_over (self);
  pen_plot_view_look_again (self);
}

static PenTheme
theme_of (AdwStyleManager *manager)
{
  gboolean contrast = adw_style_manager_get_high_contrast (manager);

  if (adw_style_manager_get_dark (manager))
    return contrast ? PEN_THEME_DARK_CONTRAST : PEN_THEME_DARK;
  return contrast ? PEN_THEME_LIGHT_CONTRAST : PEN_THEME_LIGHT;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  PenPlotView *self = user_data;
  PenTheme theme = theme_of (adw_style_manager_get_default ());

  pen_plot_picture_draw (&self->picture, pen_plot_view_shown (self), cr, width, height,
                         gtk_widget_get_scale_factor (GTK_WIDGET (area)), theme);
  pen_scene_draw_over (pen_plot_view_shown (self), pen_plot_view_over (self), cr, width, height, theme);
  self->picture.axes = self->viewport;
  if (gtk_widget_has_visible_focus (GTK_WIDGET (self)))
    pen_plot_picture_draw_focus (cr, width, height, theme);
}

static void
edited_cb (PenPlotView *self)
{
  PenExperiment *experiment = pen_plot_view_experiment (self);
  gsize columns[2];

  /* An edit keeps the zoom, but other axes would make nonsense of it. */
  pen_view_columns (experiment, experiment->data, columns);
  if (pen_dataset_task (experiment->data) != self->fitted_task
      || pen_dataset_d (experiment->data) != self->fitted_inputs || columns[0] != self->fitted_columns[0]
      || columns[1] != self->fitted_columns[1])
    pen_plot_view_fit (self);
  pen_study_follow (self->study, self->kind, experiment);
  pen_plot_view_changed (self);
}

static void
set_laboratory (PenPlotView *self, PenLaboratory *laboratory)
{
  if (self->laboratory == laboratory)
    return;
  pen_plot_view_stop_hovering (self);
  g_clear_pointer (&self->plane, gtk_widget_unparent);
  g_set_object (&self->laboratory, laboratory);
  for (int kind = 0; laboratory != NULL && kind < PEN_N_VIEWS; kind++) /* what was hidden was another run's */
    g_clear_pointer (&self->hidden[kind], g_hash_table_unref);
  g_signal_group_set_target (self->laboratory_signals, laboratory);
  g_signal_group_set_target (self->document_signals, laboratory != NULL ? pen_laboratory_document (laboratory) : NULL);
  pen_study_follow (self->study, self->kind, laboratory != NULL ? pen_plot_view_experiment (self) : NULL);
  pen_plot_view_fit (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABORATORY]);
}

static void
set_kind (PenPlotView *self, PenViewKind kind)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, pen_view_label (kind), -1);
  if (self->kind == kind)
    return;
  pen_plot_view_stop_hovering (self);
  self->kind = kind;
  if (self->laboratory != NULL)
    pen_study_follow (self->study, kind, pen_plot_view_experiment (self));
  pen_plot_view_fit (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

static void
action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PenPlotView *self = PEN_PLOT_VIEW (widget);

  if (g_str_equal (name, "plot.fit"))
    pen_plot_view_fit (self);
  else if (g_str_equal (name, "plot.menu"))
    pen_plot_view_pop_up (self, NAN, NAN);
  else
    pen_plot_view_zoom (self, g_str_equal (name, "plot.zoom-in") ? 1 / PEN_PLOT_ZOOM_STEP : PEN_PLOT_ZOOM_STEP);
}

static void
pen_plot_view_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  PenPlotView *self = PEN_PLOT_VIEW (widget);
  GtkStateFlags changed = before ^ gtk_widget_get_state_flags (widget);

  if ((changed & (GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_FOCUS_VISIBLE)) != 0)
    gtk_widget_queue_draw (self->area);
  GTK_WIDGET_CLASS (pen_plot_view_parent_class)->state_flags_changed (widget, before);
}

static void
pen_plot_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PenPlotView *self = PEN_PLOT_VIEW (object);

  if (id == PROP_LABORATORY)
    g_value_set_object (value, self->laboratory);
  else if (id == PROP_KIND)
    g_value_set_uint (value, self->kind);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_plot_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PenPlotView *self = PEN_PLOT_VIEW (object);

  if (id == PROP_LABORATORY)
    set_laboratory (self, g_value_get_object (value));
  else if (id == PROP_KIND)
    set_kind (self, (PenViewKind)g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_plot_view_dispose (GObject *object)
{
  PenPlotView *self = PEN_PLOT_VIEW (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  pen_plot_view_stop_hovering (self);
  g_clear_object (&self->laboratory_signals);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->study);
  g_clear_object (&self->laboratory);
  g_clear_pointer (&self->scene, pen_scene_unref);
  g_clear_pointer (&self->over, pen_scene_unref);
  pen_plot_picture_clear (&self->picture);
  g_clear_pointer (&self->pointer, pen_plot_pointer_free);
  if (self->area != NULL)
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), NULL, NULL, NULL);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->plane, gtk_widget_unparent);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_object (&self->options);
  self->area = NULL;
  self->readout = NULL;
  G_OBJECT_CLASS (pen_plot_view_parent_class)->dispose (object);
}

static void
pen_plot_view_finalize (GObject *object)
{
  PenPlotView *self = PEN_PLOT_VIEW (object);

  g_free (self->selected);
  for (int kind = 0; kind < PEN_N_VIEWS; kind++)
    g_clear_pointer (&self->hidden[kind], g_hash_table_unref);
  G_OBJECT_CLASS (pen_plot_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/plot-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PenPlotView, overlay);
  gtk_widget_class_bind_template_child (widget_class, PenPlotView, area);
  gtk_widget_class_bind_template_child (widget_class, PenPlotView, readout);
}

static void
pen_plot_view_class_init (PenPlotViewClass *klass)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    const char *action;
  } keys[] = {
    { GDK_KEY_f, 0, "plot.fit" },
    { GDK_KEY_0, GDK_CONTROL_MASK, "plot.fit" },
    { GDK_KEY_KP_0, GDK_CONTROL_MASK, "plot.fit" },
    { GDK_KEY_plus, GDK_CONTROL_MASK, "plot.zoom-in" },
    { GDK_KEY_equal, GDK_CONTROL_MASK, "plot.zoom-in" },
    { GDK_KEY_KP_Add, GDK_CONTROL_MASK, "plot.zoom-in" },
    { GDK_KEY_minus, GDK_CONTROL_MASK, "plot.zoom-out" },
    { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "plot.zoom-out" },
    { GDK_KEY_Menu, 0, "plot.menu" },
    { GDK_KEY_F10, GDK_SHIFT_MASK, "plot.menu" },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pen_plot_view_get_property;
  object_class->set_property = pen_plot_view_set_property;
  object_class->dispose = pen_plot_view_dispose;
  object_class->finalize = pen_plot_view_finalize;
  widget_class->state_flags_changed = pen_plot_view_state_flags_changed;
  properties[PROP_LABORATORY] = g_param_spec_object ("laboratory", NULL, NULL, PEN_TYPE_LABORATORY, flags);
  properties[PROP_KIND] = g_param_spec_uint ("kind", NULL, NULL, 0, PEN_N_VIEWS - 1, PEN_VIEW_DATA, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "plot.fit", NULL, action_cb);
  gtk_widget_class_install_action (widget_class, "plot.menu", NULL, action_cb);
  gtk_widget_class_install_action (widget_class, "plot.zoom-in", NULL, action_cb);
  gtk_widget_class_install_action (widget_class, "plot.zoom-out", NULL, action_cb);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].state, keys[i].action, NULL);
}

static void
pen_plot_view_init (PenPlotView *self)
{
  static const char *const signals[] = { "trace-changed", "solutions-changed", "playhead-changed", "kept-changed" };
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw_cb, self, NULL);
  self->at_x = self->at_y = self->pinned_from = NAN;
  self->pointer = pen_plot_pointer_new (self);
  pen_plot_view_init_options (self);
  g_signal_connect_object (self->overlay, "get-child-position", G_CALLBACK (pen_plot_view_place_readout), self,
                           G_CONNECT_SWAPPED);
  self->study = pen_study_new ();
  g_signal_connect_object (self->study, "changed", G_CALLBACK (pen_plot_view_changed), self, G_CONNECT_SWAPPED);
  self->laboratory_signals = g_signal_group_new (PEN_TYPE_LABORATORY);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_group_connect_swapped (self->laboratory_signals, signals[i], G_CALLBACK (pen_plot_view_changed), self);
  g_signal_group_connect_swapped (self->laboratory_signals, "hover-changed", G_CALLBACK (pen_plot_view_forget_over),
                                  self);
  self->document_signals = g_signal_group_new (PEN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::experiment", G_CALLBACK (edited_cb), self);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self->area, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self->area,
                           G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, pen_view_label (self->kind),
                                  -1);
}

PenStudy *
pen_plot_view_study (PenPlotView *self)
{
  g_return_val_if_fail (PEN_IS_PLOT_VIEW (self), NULL);
  return self->study;
}

GtkWidget *
pen_plot_view_new (void)
{
  return g_object_new (PEN_TYPE_PLOT_VIEW, NULL);
}

PenScene *
pen_plot_view_scene (PenPlotView *self)
{
  g_return_val_if_fail (PEN_IS_PLOT_VIEW (self), NULL);
  return build_scene (self, FALSE);
}

PenScene *
pen_plot_view_figure (PenPlotView *self)
{
  gboolean had = self->has_viewport, follows = self->follows_run;
  PenViewport before = self->viewport, seen;
  PenScene *scene;

  g_return_val_if_fail (PEN_IS_PLOT_VIEW (self), NULL);
  if (had && !follows && pen_plot_view_area (self, NULL, &seen))
    self->viewport = seen;
  self->has_viewport = had && !follows;
  self->follows_run = FALSE;
  scene = build_scene (self, FALSE);
  self->has_viewport = had;
  self->follows_run = follows;
  self->viewport = before;
  return scene;
}

void
pen_plot_view_fit (PenPlotView *self)
{
  PenExperiment *experiment;

  g_return_if_fail (PEN_IS_PLOT_VIEW (self));
  experiment = pen_plot_view_experiment (self);
  self->picture.axes.x_low = NAN;
  /* Data being moved must not move the axes under the pointer, so their fit is taken once. */
  self->has_viewport = self->follows_run = self->kind == PEN_VIEW_DATA && experiment != NULL;
  if (self->has_viewport)
    pen_view_fit_data (experiment, &self->viewport);
  if (experiment != NULL)
    {
      self->fitted_task = pen_dataset_task (experiment->data);
      self->fitted_inputs = pen_dataset_d (experiment->data);
      pen_view_columns (experiment, experiment->data, self->fitted_columns);
    }
  pen_plot_view_changed (self);
}

void
pen_plot_view_set_viewport (PenPlotView *self, const PenViewport *viewport)
{
  g_return_if_fail (PEN_IS_PLOT_VIEW (self) && viewport != NULL);
  self->viewport = *viewport;
  self->has_viewport = TRUE;
  self->follows_run = FALSE;
  pen_plot_view_changed (self);
}

void
pen_plot_view_set_tool (PenPlotView *self, gboolean pan, const char *cursor)
{
  g_return_if_fail (PEN_IS_PLOT_VIEW (self));
  pen_plot_pointer_set_tool (self->pointer, pan, cursor);
}

gboolean
pen_plot_view_pans (PenPlotView *self, guint button)
{
  g_return_val_if_fail (PEN_IS_PLOT_VIEW (self), FALSE);
  return pen_plot_pointer_pans (self->pointer, button);
}

void
pen_plot_view_set_marks (PenPlotView *self, const guint8 *selected, gsize n, const PenViewport *band)
{
  g_return_if_fail (PEN_IS_PLOT_VIEW (self));
  g_free (self->selected);
  self->selected = n > 0 ? g_memdup2 (selected, n) : NULL;
  self->n_selected = n;
  self->has_band = band != NULL;
  if (band != NULL)
    self->band = *band;
  pen_plot_view_changed (self);
}

gboolean
pen_plot_view_area (PenPlotView *self, cairo_rectangle_t *area, PenViewport *shown)
{
  double width, height;

  g_return_val_if_fail (PEN_IS_PLOT_VIEW (self), FALSE);
  size_of (self, &width, &height);
  if (width <= 0 || height <= 0)
    return FALSE;
  pen_scene_plot_area (placed (self), width, height, area, shown);
  return TRUE;
}

void
pen_plot_view_to_data (PenPlotView *self, double px, double py, double *x, double *y)
{
  double width, height;

  g_return_if_fail (PEN_IS_PLOT_VIEW (self));
  size_of (self, &width, &height);
  pen_scene_to_data (placed (self), width, height, px, py, x, y);
}
