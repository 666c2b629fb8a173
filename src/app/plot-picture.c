/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-picture.h"

void
pen_plot_picture_clear (PenPlotPicture *self)
{
  g_clear_pointer (&self->scene, pen_scene_unref);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->previous, cairo_surface_destroy);
  g_clear_pointer (&self->layers, pen_point_layers_free);
}

/* On a surface of its own: GTK's would record each stroke first, and play the record. */
static void
render (PenPlotPicture *self)
{
  cairo_t *cr;

  self->surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self->width * self->scale, self->height * self->scale);
  cairo_surface_set_device_scale (self->surface, self->scale, self->scale);
  cr = cairo_create (self->surface);
  if (self->layers == NULL)
    self->layers = pen_point_layers_new ();
  pen_scene_draw_layered (self->scene, cr, self->width, self->height, self->theme, self->layers);
  cairo_destroy (cr);
}

void
pen_plot_picture_draw (PenPlotPicture *self, PenScene *scene, cairo_t *cr, int width, int height, int scale,
                       PenTheme theme)
{
  if (self->scene != scene || self->width != width || self->height != height || self->scale != scale
      || self->theme != theme)
    {
      pen_scene_ref (scene);
      g_clear_pointer (&self->scene, pen_scene_unref);
      /* Let go while GTK's last frame holds it, cairo would copy it. */
      g_clear_pointer (&self->previous, cairo_surface_destroy);
      *self = (PenPlotPicture){ .scene = scene,
                                .previous = self->surface,
                                .layers = self->layers,
                                .width = width,
                                .height = height,
                                .scale = scale,
                                .theme = theme,
                                .axes = self->axes };
      render (self);
    }
  cairo_set_source_surface (cr, self->surface, 0, 0);
  cairo_paint (cr);
}

PenScene *
pen_plot_picture_find (const PenPlotPicture *self, const PenViewport *axes, double width, double height)
{
  const PenViewport *mine = &self->axes;

  return self->width == width && self->height == height && mine->x_low == axes->x_low && mine->x_high == axes->x_high
                 && mine->y_low == axes->y_low && mine->y_high == axes->y_high
             ? self->scene
             : NULL;
}

void
pen_plot_picture_draw_focus (cairo_t *cr, double width, double height, PenTheme theme)
{
  PenColor color = pen_ink_color (PEN_INK_ACCENT, theme);
  double r = 8, left = 2, top = 2, right = width - 2, bottom = height - 2;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - r, top + r, r, -G_PI_2, 0);
  cairo_arc (cr, right - r, bottom - r, r, 0, G_PI_2);
  cairo_arc (cr, left + r, bottom - r, r, G_PI_2, G_PI);
  cairo_arc (cr, left + r, top + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, 0.6);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}
