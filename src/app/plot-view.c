/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-view.h"

#include "plot-picture.h"
#include "plot-view-pointer.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define LONGEST_NAME 16 /* letters of an axis, beside the pointer */

struct _PenPlotView
{
  GtkWidget parent_instance;
  GtkWidget *overlay, *area;
  GtkLabel *readout;
  PenLaboratory *laboratory;
  GSignalGroup *laboratory_signals, *document_signals;
  PenStudy *study; /* what this view needs beside the run */
  PenViewKind kind;

  PenPlotPicture picture;
  PenScene *scene; /* NULL when what it shows has changed */
  PenViewport viewport;
  gboolean has_viewport; /* otherwise the scene fits itself, and follows a growing run */
  PenTask fitted_task;
  gsize fitted_inputs, fitted_columns[2];

  guint8 *selected;
  gsize n_selected;
  PenViewport band;
  gboolean has_band;

  PenPlotPointer *pointer;
};

enum
{
  PROP_LABORATORY = 1,
  PROP_KIND,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PenPlotView, pen_plot_view, GTK_TYPE_WIDGET)

static PenExperiment *
experiment_of (PenPlotView *self)
{
  return self->laboratory != NULL ? pen_document_experiment (pen_laboratory_document (self->laboratory)) : NULL;
}

static void
size_of (PenPlotView *self, double *width, double *height)
{
  *width = gtk_widget_get_width (self->area);
  *height = gtk_widget_get_height (self->area);
}

static PenScene *
build_scene (PenPlotView *self, gboolean marks)
{
  PenViewInput input;

  if (self->laboratory == NULL)
    return pen_scene_new ();
  pen_laboratory_view_input (self->laboratory, &input);
  pen_study_fill (self->study, &input);
  input.viewport = self->has_viewport ? &self->viewport : NULL;
  if (marks && self->selected != NULL && input.data != NULL && pen_dataset_n (input.data) == self->n_selected)
    input.selected = self->selected;
  if (marks && self->has_band)
    input.band = &self->band;
  return pen_view_build (self->kind, &input);
}

static PenScene *
scene_of (PenPlotView *self)
{
  if (self->scene == NULL)
    self->scene = build_scene (self, TRUE);
  return self->scene;
}

/* However many changes come before the next frame, the scene is built once, when that frame is drawn. */
static void
changed_cb (PenPlotView *self)
{
  g_clear_pointer (&self->scene, pen_scene_unref);
  gtk_widget_queue_draw (self->area);
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

  pen_plot_picture_draw (&self->picture, scene_of (self), cr, width, height,
                         gtk_widget_get_scale_factor (GTK_WIDGET (area)), theme);
  if (gtk_widget_has_visible_focus (GTK_WIDGET (self)))
    pen_plot_picture_draw_focus (cr, width, height, theme);
}

static void
data_names (PenPlotView *self, const PenDataset *data, const char **x, const char **y)
{
  gboolean classes = pen_dataset_task (data) == PEN_TASK_CLASSIFICATION;

  if (pen_dataset_d (data) > 1 && !classes)
    {
      *x = "j";
      *y = "wⱼ";
      return;
    }
  pen_scene_axis_names (scene_of (self), x, y);
  if (pen_dataset_d (data) == 1 && classes)
    *y = NULL;
}

/* A long name would push the numbers under the note. */
static const char *
short_or_none (const char *name)
{
  return name != NULL && g_utf8_strlen (name, -1) <= LONGEST_NAME ? name : NULL;
}

static void
axis_names (PenPlotView *self, const char **x, const char **y)
{
  PenExperiment *experiment = experiment_of (self);
  const PenTrace *trace = pen_laboratory_trace (self->laboratory);

  *x = *y = NULL;
  switch (self->kind)
    {
    case PEN_VIEW_DATA:
      data_names (self, experiment->data, x, y);
      break;
    case PEN_VIEW_PATH:
      /* With more weights than two, the axes say which two these are. */
      *x = trace != NULL && trace->d == 2 ? "w₁" : NULL;
      *y = trace != NULL && trace->d == 2 ? "w₂" : NULL;
      break;
    case PEN_VIEW_CONVERGENCE:
      *x = "log₁₀ t";
      break;
    case PEN_VIEW_STEM:
      *x = "j";
      *y = "wⱼ";
      break;
    default:
      pen_scene_axis_names (scene_of (self), x, y);
      *x = short_or_none (*x);
      *y = short_or_none (*y);
      break;
    }
}

static void
edited_cb (PenPlotView *self)
{
  PenExperiment *experiment = experiment_of (self);
  gsize columns[2];

  /* An edit keeps the zoom, but other axes would make nonsense of it. */
  pen_view_columns (experiment, experiment->data, columns);
  if (pen_dataset_task (experiment->data) != self->fitted_task
      || pen_dataset_d (experiment->data) != self->fitted_inputs || columns[0] != self->fitted_columns[0]
      || columns[1] != self->fitted_columns[1])
    pen_plot_view_fit (self);
  pen_study_follow (self->study, self->kind, experiment);
  changed_cb (self);
}

static void
set_laboratory (PenPlotView *self, PenLaboratory *laboratory)
{
  if (!g_set_object (&self->laboratory, laboratory))
    return;
  g_signal_group_set_target (self->laboratory_signals, laboratory);
  g_signal_group_set_target (self->document_signals, laboratory != NULL ? pen_laboratory_document (laboratory) : NULL);
  pen_study_follow (self->study, self->kind, laboratory != NULL ? experiment_of (self) : NULL);
  pen_plot_view_fit (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABORATORY]);
}

static void
set_kind (PenPlotView *self, PenViewKind kind)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, pen_view_label (kind), -1);
  if (self->kind == kind)
    return;
  self->kind = kind;
  if (self->laboratory != NULL)
    pen_study_follow (self->study, kind, experiment_of (self));
  pen_plot_view_fit (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

static void
action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PenPlotView *self = PEN_PLOT_VIEW (widget);

  if (g_str_equal (name, "plot.fit"))
    pen_plot_view_fit (self);
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

  g_clear_object (&self->laboratory_signals);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->study);
  g_clear_object (&self->laboratory);
  g_clear_pointer (&self->scene, pen_scene_unref);
  pen_plot_picture_clear (&self->picture);
  g_clear_pointer (&self->pointer, pen_plot_pointer_free);
  if (self->area != NULL)
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), NULL, NULL, NULL);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  self->area = NULL;
  self->readout = NULL;
  G_OBJECT_CLASS (pen_plot_view_parent_class)->dispose (object);
}

static void
pen_plot_view_finalize (GObject *object)
{
  PenPlotView *self = PEN_PLOT_VIEW (object);

  g_free (self->selected);
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
  gtk_widget_class_install_action (widget_class, "plot.zoom-in", NULL, action_cb);
  gtk_widget_class_install_action (widget_class, "plot.zoom-out", NULL, action_cb);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].state, keys[i].action, NULL);
}

static void
pen_plot_view_init (PenPlotView *self)
{
  static const char *const signals[] = { "trace-changed", "solutions-changed", "playhead-changed" };
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw_cb, self, NULL);
  self->pointer = pen_plot_pointer_new (self);
  self->study = pen_study_new ();
  g_signal_connect_object (self->study, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  self->laboratory_signals = g_signal_group_new (PEN_TYPE_LABORATORY);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_group_connect_swapped (self->laboratory_signals, signals[i], G_CALLBACK (changed_cb), self);
  self->document_signals = g_signal_group_new (PEN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::experiment", G_CALLBACK (edited_cb), self);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self->area, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self->area,
                           G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, pen_view_label (self->kind),
                                  -1);
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

PenStudy *
pen_plot_view_study (PenPlotView *self)
{
  g_return_val_if_fail (PEN_IS_PLOT_VIEW (self), NULL);
  return self->study;
}

void
pen_plot_view_fit (PenPlotView *self)
{
  PenExperiment *experiment;

  g_return_if_fail (PEN_IS_PLOT_VIEW (self));
  experiment = experiment_of (self);
  /* Data being moved must not move the axes under the pointer, so their fit is taken once. */
  self->has_viewport = self->kind == PEN_VIEW_DATA && experiment != NULL;
  if (self->has_viewport)
    {
      pen_view_fit_data (experiment, &self->viewport);
      self->has_viewport = isfinite (self->viewport.x_low);
    }
  if (experiment != NULL)
    {
      self->fitted_task = pen_dataset_task (experiment->data);
      self->fitted_inputs = pen_dataset_d (experiment->data);
      pen_view_columns (experiment, experiment->data, self->fitted_columns);
    }
  changed_cb (self);
}

void
pen_plot_view_set_viewport (PenPlotView *self, const PenViewport *viewport)
{
  g_return_if_fail (PEN_IS_PLOT_VIEW (self) && viewport != NULL);
  self->viewport = *viewport;
  self->has_viewport = TRUE;
  changed_cb (self);
}

void
pen_plot_view_hover (PenPlotView *self, double px, double py)
{
  g_autofree char *text = NULL;
  const char *x_name, *y_name;
  cairo_rectangle_t area;
  double x, y, next_x, next_y;

  if (self->laboratory == NULL || !pen_plot_view_area (self, &area, NULL) || !(px >= area.x) || px > area.x + area.width
      || !(py >= area.y) || py > area.y + area.height)
    {
      gtk_label_set_label (self->readout, "");
      return;
    }
  pen_plot_view_to_data (self, px, py, &x, &y);
  pen_plot_view_to_data (self, px + 1, py - 1, &next_x, &next_y);
  axis_names (self, &x_name, &y_name);
  if (g_strcmp0 (x_name, "j") == 0) /* a number of a weight */
    {
      x = round (x);
      next_x = x + 1;
    }
  text = pen_plot_readout (x_name, x, next_x - x, y_name, y, next_y - y);
  gtk_label_set_label (self->readout, text);
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
  changed_cb (self);
}

gboolean
pen_plot_view_area (PenPlotView *self, cairo_rectangle_t *area, PenViewport *shown)
{
  double width, height;

  g_return_val_if_fail (PEN_IS_PLOT_VIEW (self), FALSE);
  size_of (self, &width, &height);
  if (width <= 0 || height <= 0)
    return FALSE;
  pen_scene_plot_area (scene_of (self), width, height, area, shown);
  return TRUE;
}

void
pen_plot_view_to_data (PenPlotView *self, double px, double py, double *x, double *y)
{
  double width, height;

  g_return_if_fail (PEN_IS_PLOT_VIEW (self));
  size_of (self, &width, &height);
  pen_scene_to_data (scene_of (self), width, height, px, py, x, y);
}
