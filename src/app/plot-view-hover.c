/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-view-private.h"

#include "numbers.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LONGEST_NAME 16 /* letters of an axis in the corner */
#define LONGEST_NEAR 32 /* and beside the pointer */
#define REACH 14        /* pixels from a curve */
#define EDITOR_REACH 6  /* among points that are placed and moved */
#define BESIDE 14       /* pixels from the pointer to what is read there */

static void
data_names (PenPlotView *self, const PenDataset *data, const char **x, const char **y)
{
  gboolean classes = pen_dataset_task (data) == PEN_TASK_CLASSIFICATION;
  PenViewPlane plane;

  pen_scene_axis_names (pen_plot_view_shown (self), x, y);
  if (pen_dataset_d (data) == 1 && classes)
    *y = NULL;
  pen_view_plane_init (&plane, pen_plot_view_experiment (self), data);
  if (plane.predicted)
    *x = "f"; /* its name in full would lie over the axis's own */
  pen_view_plane_clear (&plane);
}

/* A long name would push the numbers under the note. */
static const char *
short_or_none (PenPlotView *self, const char *name)
{
  glong longest = self->has_nearest ? LONGEST_NEAR : LONGEST_NAME;

  return name != NULL && g_utf8_strlen (name, -1) <= longest ? name : NULL;
}

static void
axis_names (PenPlotView *self, const char **x, const char **y)
{
  PenExperiment *experiment = pen_plot_view_experiment (self);

  *x = *y = NULL;
  switch (self->kind)
    {
    case PEN_VIEW_DATA:
      data_names (self, experiment->data, x, y);
      break;
    case PEN_VIEW_CONVERGENCE:
      pen_scene_axis_names (pen_plot_view_shown (self), x, y);
      *y = NULL;
      break;
    case PEN_VIEW_STEM:
      *x = "j";
      *y = "wⱼ";
      break;
    default:
      pen_scene_axis_names (pen_plot_view_shown (self), x, y);
      *x = short_or_none (self, *x);
      *y = short_or_none (self, *y);
      break;
    }
}

void
pen_plot_view_forget_over (PenPlotView *self)
{
  g_clear_pointer (&self->over, pen_scene_unref);
  if (self->area != NULL)
    gtk_widget_queue_draw (self->area);
}

static gboolean
look_cb (gpointer user_data)
{
  PenPlotView *self = user_data;

  self->look_id = 0;
  pen_plot_view_hover (self, self->at_x, self->at_y);
  return G_SOURCE_REMOVE;
}

static void
look_later (PenPlotView *self)
{
  if (self->look_id == 0)
    self->look_id = g_idle_add_full (GDK_PRIORITY_REDRAW - 5, look_cb, self, NULL);
}

void
pen_plot_view_look_again (PenPlotView *self)
{
  if (!isnan (self->at_x))
    look_later (self);
}

void
pen_plot_view_cross (PenPlotView *self, double px, double py)
{
  self->at_x = px;
  self->at_y = py;
  look_later (self);
}

/* The same cell of every heat map. */
static void
mark_cells (PenPlotView *self)
{
  PenCell cell;

  for (guint i = 0; pen_scene_get_cell (pen_plot_view_shown (self), i, self->cell_row, self->cell_column, &cell); i++)
    {
      const PenViewport *box = &cell.box;
      double x[5] = { box->x_low, box->x_high, box->x_high, box->x_low, box->x_low };
      double y[5] = { box->y_low, box->y_low, box->y_high, box->y_high, box->y_low };

      pen_scene_add_line (self->over, "cell", 5, x, y, PEN_INK_TEXT, PEN_DASH_SOLID, 2);
    }
}

PenScene *
pen_plot_view_over (PenPlotView *self)
{
  PenViewInput input;

  if (self->over != NULL)
    return self->over;
  self->over = pen_plot_view_input (self, &input) ? pen_view_build_hover (self->kind, &input) : pen_scene_new ();
  if (self->has_nearest)
    pen_scene_add_points (self->over, "nearest", 1, &self->nearest.x, &self->nearest.y, PEN_MARKER_RING,
                          self->nearest.ink, 5);
  if (self->has_cell)
    mark_cells (self);
  return self->over;
}

/* Where an axis is a logarithm a pixel is worth more or less from place to place. */
static void
point_at (PenPlotView *self, double px, double py, PenPointed *at)
{
  double x, y;

  pen_plot_view_to_data (self, px, py, &at->x, &at->y);
  pen_plot_view_to_data (self, px + 1, py - 1, &x, &y);
  at->x_pixel = x - at->x;
  at->y_pixel = y - at->y;
}

static gboolean
frame_at (PenPlotView *self, const PenPointed *at, gsize *frame)
{
  PenViewInput input;

  return at->x_pixel != 0 && at->y_pixel != 0 && pen_plot_view_input (self, &input)
         && pen_view_frame_at (self->kind, &input, at, frame);
}

static char *
time_text (PenPlotView *self, gsize frame)
{
  double log10_time = pen_laboratory_trace (self->laboratory)->frames[frame].log10_time;
  gboolean linear = self->scales[self->kind][PEN_VIEW_AXIS_TIME] == PEN_AXIS_LINEAR;
  g_autofree char *number = linear ? pen_log10_text (log10_time, 4) : pen_number_text (log10_time, 4);

  if (isinf (log10_time))
    return g_strdup (log10_time < 0 ? "t = 0" : "t = ∞");
  return g_strdup_printf (linear ? "t = %s" : "log₁₀ t = %s", number);
}

/* The point of two classes that a ring goes around, which is the solution's mark but shows the point: "point 3, +1". Or
 * NULL. */
static char *
point_name (PenPlotView *self)
{
  const PenDataset *data = pen_plot_view_experiment (self)->data;
  gsize columns[2], d = pen_dataset_d (data);

  if (self->kind != PEN_VIEW_DATA || d != 2 || pen_dataset_task (data) != PEN_TASK_CLASSIFICATION)
    return NULL;
  pen_view_columns (pen_plot_view_experiment (self), data, columns);
  for (gsize i = 0; i < pen_dataset_n (data); i++)
    {
      const double *x = pen_dataset_X (data) + i * d;

      if (x[columns[0]] == self->nearest.x && x[columns[1]] == self->nearest.y)
        /* Translators: its number, and its label */
        return g_strdup_printf (_ ("point %zu, %s"), i + 1,
                                pen_dataset_label (data, pen_dataset_y (data)[i] > 0 ? 1 : -1));
    }
  return NULL;
}

/* Where a weight's number is the place: "j = 3", or "w₃ (petal width)" where it has a name. */
static char *
weight_text (PenPlotView *self, double number)
{
  PenViewInput input;
  gsize j = number >= 1 ? (gsize)number - 1 : 0, d;
  g_autofree char *feature = NULL;

  if (pen_plot_view_input (self, &input) && input.trace != NULL)
    {
      d = input.trace->d;
      feature = pen_view_feature_name (input.experiment, d, j);
      if (feature != NULL)
        return pen_view_weight_title (input.experiment, d, j);
    }
  return pen_plot_reading ("j", number, 1);
}

/* Of a curve: "distance to min-ℓ₂ = 3.1×10⁻⁵ at log₁₀ t = 4.2"; of a mark in a plane: "min-ℓ₂: w₁ = 0.2, w₂ = 0.4". */
static char *
nearest_text (PenPlotView *self, const PenPointed *pixel, const char *x_name, const char *y_name)
{
  const PenNearest *nearest = &self->nearest;
  PenPointed there = { nearest->x, nearest->y, pixel->x_pixel, pixel->y_pixel };
  g_autofree char *value = pen_number_text (nearest->y, 3);
  g_autofree char *place = NULL;
  gsize frame;

  if (nearest->plane)
    {
      g_autofree char *point = point_name (self);

      place = pen_plot_readout (x_name, nearest->x, pixel->x_pixel, y_name, nearest->y, pixel->y_pixel);
      return g_strdup_printf ("%s: %s", point != NULL ? point : nearest->reading, place);
    }
  if (frame_at (self, &there, &frame))
    place = time_text (self, frame);
  else if (g_strcmp0 (x_name, "j") == 0)
    place = weight_text (self, round (nearest->x));
  else
    place = pen_plot_reading (x_name, nearest->x, pixel->x_pixel);
  if (self->kind == PEN_VIEW_SWEEP)
    /* Translators: "excess ‖w‖₁ = 0.03 at α = 0.1; a click takes it" */
    return g_strdup_printf (_ ("%s = %s at %s; a click takes it"), nearest->reading, value, place);
  /* Translators: "distance to min-ℓ₂ = 3.1×10⁻⁵ at log₁₀ t = 4.2" */
  return g_strdup_printf (_ ("%s = %s at %s"), nearest->reading, value, place);
}

/* By ratio, as on a log axis, where both have one. */
static double
distance_of (double value, double place)
{
  return value > 0 && place > 0 ? fabs (log (value / place)) : fabs (value - place);
}

/* The swept value under the pointer becomes the experiment's. It has been run, so nothing refuses it. */
static void
take_swept_value (PenPlotView *self)
{
  g_autoptr (PenExperiment) next = NULL;
  PenViewInput input;
  double value = NAN;

  if (!self->has_nearest || !pen_plot_view_input (self, &input) || input.sweep == NULL)
    return;
  for (gsize i = 0; i < input.sweep->n; i++)
    if (isnan (value)
        || distance_of (input.sweep->rows[i].value, self->nearest.x) < distance_of (value, self->nearest.x))
      value = input.sweep->rows[i].value;
  next = pen_sweep_experiment (input.experiment, input.sweep->key, value);
  pen_document_apply (pen_laboratory_document (self->laboratory), next, _ ("value of the sweep"), NULL, NULL);
}

/* "row 7: y = 1.2, f = 1.19, residual 0.01" */
static char *
row_text (PenPlotView *self)
{
  const PenDataset *data = pen_plot_view_experiment (self)->data;
  double y = pen_dataset_y (data)[self->row.row];
  g_autofree char *name = pen_plot_pretty_name (pen_dataset_target (data));
  g_autofree char *target = pen_number_text (y, 4), *prediction = NULL, *residual = NULL;

  if (isnan (self->row.prediction))
    /* Translators: "row 7: y = 1.2" */
    return g_strdup_printf (_ ("row %zu: %s = %s"), self->row.row + 1, name, target);
  prediction = pen_number_text (self->row.prediction, 4);
  residual = pen_number_text (y - self->row.prediction, 3);
  /* Translators: "row 7: y = 1.2, f = 1.19, residual 0.01"; f is the prediction */
  return g_strdup_printf (_ ("row %zu: %s = %s, f = %s, residual %s"), self->row.row + 1, name, target, prediction,
                          residual);
}

/* "row 3, column 5", and what each heat map has there. */
static char *
cell_text (PenPlotView *self)
{
  GString *text = g_string_new (NULL);
  PenCell cell;

  g_string_printf (text, _ ("row %zu, column %zu"), self->cell_row + 1, self->cell_column + 1);
  for (guint i = 0; pen_scene_get_cell (pen_plot_view_shown (self), i, self->cell_row, self->cell_column, &cell); i++)
    {
      g_autofree char *value = pen_number_text (cell.value, 4);

      g_string_append_printf (text, "\n%s: %s", cell.name, value);
    }
  return g_string_free (text, FALSE);
}

static char *
place_text (PenPlotView *self, const PenPointed *at, gboolean has_frame, gsize frame, const char *x_name,
            const char *y_name)
{
  g_autofree char *place = NULL;
  g_autofree char *when = NULL;

  if (!has_frame || self->kind != PEN_VIEW_PATH || pen_laboratory_trace (self->laboratory)->d == 1)
    return pen_plot_readout (x_name, at->x, at->x_pixel, y_name, at->y, at->y_pixel);
  place = pen_plot_readout (x_name, at->x, at->x_pixel, y_name, at->y, at->y_pixel);
  when = time_text (self, frame);
  /* Translators: "w₁ = 0.20, w₂ = 0.41 at log₁₀ t = 3.2" */
  return g_strdup_printf (_ ("%s at %s"), place, when);
}

static void
read_values (PenPlotView *self, gboolean has_frame, gsize frame)
{
  PenPointed at;
  const char *x_name, *y_name;
  g_autofree char *text = NULL;

  point_at (self, self->at_x, self->at_y, &at);
  axis_names (self, &x_name, &y_name);
  if (g_strcmp0 (x_name, "j") == 0) /* a number of a weight */
    {
      at.x = round (at.x);
      at.x_pixel = 1;
    }
  text = self->has_cell                                    ? cell_text (self)
         : self->has_nearest && self->row.row != G_MAXSIZE ? row_text (self)
         : self->has_nearest                               ? nearest_text (self, &at, x_name, y_name)
                                                           : place_text (self, &at, has_frame, frame, x_name, y_name);
  gtk_label_set_label (self->readout, text);
  if (self->has_nearest || self->has_cell)
    gtk_widget_add_css_class (GTK_WIDGET (self->readout), "near");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->readout), "near");
  gtk_widget_queue_allocate (self->overlay);
}

/* Beside the pointer, on the side where there is room; what names no curve stays in its corner, out of the way. */
gboolean
pen_plot_view_place_readout (PenPlotView *self, GtkWidget *child, GdkRectangle *place)
{
  int width = gtk_widget_get_width (self->overlay), height = gtk_widget_get_height (self->overlay);
  GtkRequisition size;
  int at_x, at_y;

  if (child != GTK_WIDGET (self->readout) || !(self->has_nearest || self->has_cell))
    return FALSE;
  at_x = (int)CLAMP (self->at_x, 0, width); /* a curve may lie beyond what an int holds */
  at_y = (int)CLAMP (self->at_y, 0, height);
  gtk_widget_get_preferred_size (child, NULL, &size);
  *place = (GdkRectangle){ at_x + BESIDE, at_y - BESIDE - size.height, size.width, size.height };
  if (place->x + size.width > width)
    place->x = at_x - BESIDE - size.width;
  if (place->y < 0)
    place->y = at_y + BESIDE;
  place->x = CLAMP (place->x, 0, MAX (0, width - size.width));
  place->y = CLAMP (place->y, 0, MAX (0, height - size.height));
  return TRUE;
}

static gboolean
is_inside (PenPlotView *self, double px, double py)
{
  cairo_rectangle_t area;

  return self->laboratory != NULL && pen_plot_view_area (self, &area, NULL) && px >= area.x && px <= area.x + area.width
         && py >= area.y && py <= area.y + area.height;
}

void
pen_plot_view_stop_hovering (PenPlotView *self)
{
  if (self->hovering && self->laboratory != NULL)
    pen_laboratory_clear_hover (self->laboratory);
  self->hovering = FALSE;
}

/* Where targets are compared with predictions, a point says more than the marks around it. */
static gboolean
find_row (PenPlotView *self)
{
  PenPointed at;
  PenViewInput input;

  self->row.row = G_MAXSIZE;
  point_at (self, self->at_x, self->at_y, &at);
  if (self->kind != PEN_VIEW_DATA || at.x_pixel == 0 || at.y_pixel == 0 || !pen_plot_view_input (self, &input)
      || !pen_view_row_at (&input, &at, EDITOR_REACH, &self->row))
    return FALSE;
  self->nearest = (PenNearest){ .ink = PEN_INK_POSITIVE, .x = self->row.x, .y = self->row.y };
  return TRUE;
}

static void
look_around (PenPlotView *self)
{
  PenScene *scene = pen_plot_view_shown (self);
  double width = gtk_widget_get_width (self->area), height = gtk_widget_get_height (self->area);
  gboolean had = self->has_nearest, had_cell = self->has_cell;
  gsize row = self->cell_row, column = self->cell_column;
  PenNearest before = self->nearest;

  self->has_nearest = find_row (self)
                      || pen_scene_nearest (scene, width, height, self->at_x, self->at_y,
                                            self->kind == PEN_VIEW_DATA ? EDITOR_REACH : REACH, &self->nearest);
  self->has_cell =
      pen_scene_cell_at (scene, width, height, self->at_x, self->at_y, &self->cell_row, &self->cell_column);
  if (had_cell != self->has_cell || (had_cell && (row != self->cell_row || column != self->cell_column)))
    pen_plot_view_forget_over (self);
  if (had != self->has_nearest || (had && (before.x != self->nearest.x || before.y != self->nearest.y)))
    pen_plot_view_forget_over (self);
}

void
pen_plot_view_hover (PenPlotView *self, double px, double py)
{
  PenPointed at;
  gboolean has_frame;
  gsize frame = 0;
  guint entry;

  g_return_if_fail (PEN_IS_PLOT_VIEW (self));
  self->at_x = px;
  self->at_y = py;
  pen_plot_pointer_set_on_entry (self->pointer, pen_plot_view_entry_at (self, px, py, &entry));
  if (!is_inside (self, px, py))
    {
      pen_plot_view_stop_hovering (self);
      if (self->has_nearest || self->has_cell)
        pen_plot_view_forget_over (self);
      self->has_nearest = self->has_cell = FALSE;
      gtk_label_set_label (self->readout, "");
      gtk_widget_remove_css_class (GTK_WIDGET (self->readout),
                                   "near"); /* or its ground would stay, with nothing on it */
      return;
    }
  point_at (self, px, py, &at);
  has_frame = frame_at (self, &at, &frame);
  if (has_frame)
    {
      self->hovering = TRUE;
      pen_laboratory_set_hover (self->laboratory, frame);
    }
  else
    pen_plot_view_stop_hovering (self);
  look_around (self);
  read_values (self, has_frame, frame);
}

void
pen_plot_view_click (PenPlotView *self, double px, double py)
{
  PenPointed at;
  gsize frame;
  guint entry;

  g_return_if_fail (PEN_IS_PLOT_VIEW (self));
  self->pinned_from = NAN;
  if (pen_plot_view_entry_at (self, px, py, &entry))
    {
      pen_plot_view_toggle_entry (self, entry);
      return;
    }
  if (!is_inside (self, px, py))
    return;
  if (self->kind == PEN_VIEW_SWEEP)
    take_swept_value (self);
  point_at (self, px, py, &at);
  if (!frame_at (self, &at, &frame))
    return;
  self->pinned_from = pen_laboratory_playhead (self->laboratory);
  g_object_get (self->laboratory, "playing", &self->pinned_playing, NULL);
  pen_laboratory_pin (self->laboratory, frame);
}

void
pen_plot_view_click_again (PenPlotView *self, double px, double py)
{
  guint entry;

  g_return_if_fail (PEN_IS_PLOT_VIEW (self));
  if (pen_plot_view_entry_at (self, px, py, &entry))
    return;
  if (self->laboratory != NULL && !isnan (self->pinned_from))
    {
      pen_laboratory_seek (self->laboratory, self->pinned_from);
      g_object_set (self->laboratory, "playing", self->pinned_playing, NULL);
    }
  self->pinned_from = NAN;
  pen_plot_view_fit (self);
}
