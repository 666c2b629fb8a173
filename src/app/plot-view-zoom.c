/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-view.h"

#include <math.h>

#define FINEST 1e-12 /* relative width below which pixels are no longer different doubles */
#define WIDEST 1e290

static gboolean
usable (double low, double high)
{
  double size = fmax (fabs (low), fabs (high));

  return isfinite (low) && isfinite (high) && high > low && high - low > FINEST * size && size < WIDEST;
}

/* Corners are carried over by the axes' own scales, so that a logarithmic axis zooms and pans in its logarithm. */
void
pen_plot_view_show_box (PenPlotView *self, PenScene *scene, const cairo_rectangle_t *box)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  PenViewport next;

  pen_scene_to_data (scene, width, height, box->x, box->y + box->height, &next.x_low, &next.y_low);
  pen_scene_to_data (scene, width, height, box->x + box->width, box->y, &next.x_high, &next.y_high);
  if (usable (next.x_low, next.x_high) && usable (next.y_low, next.y_high))
    pen_plot_view_set_viewport (self, &next);
}

void
pen_plot_view_zoom_at (PenPlotView *self, double px, double py, double factor)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  g_autoptr (PenScene) before = NULL;
  g_autoptr (PenScene) after = NULL;
  cairo_rectangle_t area, box;
  double x, y, drift_x, drift_y;

  g_return_if_fail (factor > 0);
  if (!pen_plot_view_area (self, &area, NULL))
    return;
  before = pen_plot_view_scene (self);
  pen_scene_to_data (before, width, height, px, py, &x, &y);
  box.x = px + (area.x - px) * factor;
  box.y = py + (area.y - py) * factor;
  box.width = area.width * factor;
  box.height = area.height * factor;
  pen_plot_view_show_box (self, before, &box);
  /* Wider or narrower tick labels have moved the plot under the pointer: move it back. */
  after = pen_plot_view_scene (self);
  pen_scene_to_pixel (after, width, height, x, y, &drift_x, &drift_y);
  drift_x -= px;
  drift_y -= py;
  if (hypot (drift_x, drift_y) > 1e-6 && hypot (drift_x, drift_y) < 100)
    {
      pen_scene_plot_area (after, width, height, &area, NULL);
      area.x += drift_x;
      area.y += drift_y;
      pen_plot_view_show_box (self, after, &area);
    }
}

void
pen_plot_view_zoom (PenPlotView *self, double factor)
{
  cairo_rectangle_t area;

  g_return_if_fail (PEN_IS_PLOT_VIEW (self) && factor > 0);
  if (pen_plot_view_area (self, &area, NULL))
    pen_plot_view_zoom_at (self, area.x + area.width / 2, area.y + area.height / 2, factor);
}
