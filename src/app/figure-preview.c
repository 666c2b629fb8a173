/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure-preview.h"

#define MARGIN 8
#define SQUARE 8

static void
draw_squares (cairo_t *cr, double width, double height, gboolean dark)
{
  double shade = dark ? 0.2 : 0.96;

  cairo_set_source_rgb (cr, shade, shade, shade);
  cairo_paint (cr);
  shade += dark ? 0.07 : -0.07;
  cairo_set_source_rgb (cr, shade, shade, shade);
  for (int row = 0; row * SQUARE < height; row++)
    for (int column = row % 2; column * SQUARE < width; column += 2)
      cairo_rectangle (cr, column * SQUARE, row * SQUARE, SQUARE, SQUARE);
  cairo_fill (cr);
}

void
pen_figure_draw_preview (const PenFigure *self, PenScene *scene, cairo_t *cr, int width, int height)
{
  PenExport options = pen_figure_options (self);
  double scale = MIN ((width - 2 * MARGIN) / options.width, (height - 2 * MARGIN) / options.height);

  if (!(scale > 0))
    return;
  scale = MIN (scale, 1);
  cairo_translate (cr, (width - scale * options.width) / 2, (height - scale * options.height) / 2);
  cairo_rectangle (cr, -0.5, -0.5, scale * options.width + 1, scale * options.height + 1);
  cairo_set_source_rgba (cr, 0.5, 0.5, 0.5, 0.6);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_rectangle (cr, 0, 0, scale * options.width, scale * options.height);
  cairo_clip (cr);
  if (options.transparent)
    draw_squares (cr, scale * options.width, scale * options.height, self->dark);
  cairo_scale (cr, scale, scale);
  pen_scene_draw (scene, cr, options.width, options.height, options.theme, !options.transparent);
}
