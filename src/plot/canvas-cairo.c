/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas.h"

#include "point-layers.h"
#include "sprites.h"

#include <math.h>
#include <pango/pangocairo.h>

gsize
pen_marker_outline (PenMarker marker, double x, double y, double radius, PenVertex *out)
{
  double r = marker == PEN_MARKER_SQUARE ? radius * 0.89 : radius * 1.25; /* areas like the disc's */

  switch (marker)
    {
    case PEN_MARKER_DIAMOND:
      out[0] = (PenVertex){ x, y - r, TRUE };
      out[1] = (PenVertex){ x + r, y, FALSE };
      out[2] = (PenVertex){ x, y + r, FALSE };
      out[3] = (PenVertex){ x - r, y, FALSE };
      return 4;
    case PEN_MARKER_SQUARE:
      out[0] = (PenVertex){ x - r, y - r, TRUE };
      out[1] = (PenVertex){ x + r, y - r, FALSE };
      out[2] = (PenVertex){ x + r, y + r, FALSE };
      out[3] = (PenVertex){ x - r, y + r, FALSE };
      return 4;
    case PEN_MARKER_CROSS:
      out[0] = (PenVertex){ x - radius, y - radius, TRUE };
      out[1] = (PenVertex){ x + radius, y + radius, FALSE };
      out[2] = (PenVertex){ x - radius, y + radius, TRUE };
      out[3] = (PenVertex){ x + radius, y - radius, FALSE };
      return 4;
    case PEN_MARKER_DISC:
    case PEN_MARKER_RING:
      break;
    }
  return 0;
}

guint
pen_dash_lengths (PenDash dash, double width, double *out)
{
  static const double patterns[][6] = {
    [PEN_DASH_LONG] = { 9, 4 },
    [PEN_DASH_SHORT] = { 5, 3.5 },
    [PEN_DASH_DOTTED] = { 1.6, 2.6 },
    [PEN_DASH_DASH_DOT] = { 7, 3, 1.6, 3 },
    [PEN_DASH_DASH_DOT_DOT] = { 7, 3, 1.6, 3, 1.6, 3 },
    [PEN_DASH_LONG_SHORT] = { 12, 4, 5, 4 },
  };
  static const guint counts[] = { 0, 2, 2, 2, 4, 6, 4 };
  double unit = fmax (1, width * 0.75);

  for (guint i = 0; i < counts[dash]; i++)
    out[i] = patterns[dash][i] * unit;
  return counts[dash];
}

static void
set_color (cairo_t *cr, const PenColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}

static void
cairo_begin (PenCanvas *self, const char *id)
{
  cairo_save (self->cr);
}

static void
cairo_end (PenCanvas *self)
{
  cairo_restore (self->cr);
}

static void
cairo_clip_to (PenCanvas *self, const cairo_rectangle_t *area)
{
  cairo_rectangle (self->cr, area->x, area->y, area->width, area->height);
  cairo_clip (self->cr);
}

static void
cairo_path_of (PenCanvas *self, gsize n, const PenVertex *vertices, const PenPaint *paint)
{
  double lengths[6];
  guint count = pen_dash_lengths (paint->dash, paint->width, lengths);

  cairo_new_path (self->cr);
  for (gsize i = 0; i < n; i++)
    if (vertices[i].move)
      cairo_move_to (self->cr, vertices[i].x, vertices[i].y);
    else
      cairo_line_to (self->cr, vertices[i].x, vertices[i].y);
  if (paint->close)
    cairo_close_path (self->cr);
  if (paint->fill != NULL)
    {
      set_color (self->cr, paint->fill);
      cairo_set_fill_rule (self->cr, CAIRO_FILL_RULE_EVEN_ODD);
      cairo_fill_preserve (self->cr);
    }
  if (paint->stroke != NULL)
    {
      set_color (self->cr, paint->stroke);
      cairo_set_line_width (self->cr, paint->width);
      cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_dash (self->cr, lengths, (int)count, 0);
      cairo_stroke_preserve (self->cr);
    }
  cairo_new_path (self->cr);
}

static void
draw_marker (cairo_t *cr, double x, double y, PenMarker marker, const PenColor *color, const PenColor *halo,
             double radius)
{
  PenVertex outline[PEN_MARKER_VERTICES];
  gsize n = pen_marker_outline (marker, x, y, radius, outline);
  gboolean stroked = marker == PEN_MARKER_RING || marker == PEN_MARKER_CROSS;

  cairo_set_dash (cr, NULL, 0, 0); /* not that of the line before */
  cairo_new_path (cr);
  if (n == 0)
    cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  for (gsize i = 0; i < n; i++)
    if (outline[i].move)
      cairo_move_to (cr, outline[i].x, outline[i].y);
    else
      cairo_line_to (cr, outline[i].x, outline[i].y);
  if (marker != PEN_MARKER_CROSS)
    cairo_close_path (cr);
  if (halo != NULL && !stroked)
    {
      set_color (cr, halo);
      cairo_set_line_width (cr, 2.5);
      cairo_stroke_preserve (cr);
    }
  set_color (cr, color);
  cairo_set_line_width (cr, 2);
  if (stroked)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
}

static gboolean
is_raster (cairo_t *cr)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_group_target (cr));

  return type != CAIRO_SURFACE_TYPE_PDF && type != CAIRO_SURFACE_TYPE_SVG && type != CAIRO_SURFACE_TYPE_PS;
}

static cairo_surface_t *
sprite_of (const PenPointsKey *key)
{
  int size = 2 * (int)ceil ((1.3 * key->radius + 1) * key->scale) + 1;
  cairo_surface_t *sprite = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size, size);
  cairo_t *pen = cairo_create (sprite);

  cairo_translate (pen, size / 2.0, size / 2.0);
  cairo_scale (pen, key->scale, key->scale);
  draw_marker (pen, 0, 0, key->marker, &key->color, NULL, key->radius);
  cairo_destroy (pen);
  return sprite;
}

static cairo_surface_t *
new_layer (const PenPointsKey *key, const cairo_rectangle_int_t *place)
{
  cairo_surface_t *sprite = sprite_of (key);
  cairo_surface_t *layer = pen_sprites_render (sprite, place, key->scale, key->n, key->xy);

  cairo_surface_destroy (sprite);
  return layer;
}

static void
paint_layer (cairo_t *cr, cairo_surface_t *layer, double scale, int x, int y)
{
  cairo_save (cr);
  cairo_scale (cr, 1 / scale, 1 / scale);
  cairo_set_source_surface (cr, layer, x, y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
}

/* Thousands of arcs take tens of milliseconds; one arc copied to whole device pixels does not. */
static void
draw_sprites (PenCanvas *self, PenPointsKey *key)
{
  double sx = 1, sy = 1, tx = 0, ty = 0, x0, y0, x1, y1;
  cairo_rectangle_int_t place;
  cairo_surface_t *layer;

  cairo_surface_get_device_scale (cairo_get_group_target (self->cr), &tx, &ty);
  cairo_user_to_device_distance (self->cr, &sx, &sy);
  key->scale = fmax (fabs (sx * tx), 1e-3);
  cairo_clip_extents (self->cr, &x0, &y0, &x1, &y1);
  key->clip.x = (int)floor (x0 * key->scale);
  key->clip.y = (int)floor (y0 * key->scale);
  key->clip.width = (int)ceil (x1 * key->scale) - key->clip.x;
  key->clip.height = (int)ceil (y1 * key->scale) - key->clip.y;
  if (key->clip.width <= 0 || key->clip.height <= 0)
    return;
  if (self->layers == NULL)
    {
      layer = new_layer (key, &key->clip);
      paint_layer (self->cr, layer, key->scale, key->clip.x, key->clip.y);
      cairo_surface_destroy (layer);
      return;
    }
  pen_point_layers_place (key, &place);
  layer = pen_point_layers_find (self->layers, key, &place.x, &place.y);
  if (layer == NULL)
    {
      layer = new_layer (key, &place);
      pen_point_layers_add (self->layers, key, layer);
    }
  paint_layer (self->cr, layer, key->scale, place.x, place.y);
}

static void
cairo_marks (PenCanvas *self, gsize n, const double *xy, PenMarker marker, const PenColor *color, const PenColor *halo,
             double radius)
{
  if (n >= PEN_SPRITES_FROM && is_raster (self->cr))
    {
      PenPointsKey key = { .marker = marker, .color = *color, .radius = radius, .n = n, .xy = xy };

      draw_sprites (self, &key);
      return;
    }
  for (gsize i = 0; i < n; i++)
    draw_marker (self->cr, xy[2 * i], xy[2 * i + 1], marker, color, n < PEN_SPRITES_FROM ? halo : NULL, radius);
}

static void
cairo_text (PenCanvas *self, const char *text, double x, double baseline, double size, gboolean bold, PenAlign align,
            const PenColor *color)
{
  double width = pen_text_width (self->layout, text, size, bold);

  x -= align == PEN_ALIGN_RIGHT ? width : align == PEN_ALIGN_CENTER ? width / 2 : 0;
  set_color (self->cr, color);
  cairo_move_to (self->cr, x, baseline - (double)pango_layout_get_baseline (self->layout) / PANGO_SCALE);
  pango_cairo_show_layout (self->cr, self->layout);
  cairo_new_path (self->cr);
}

void
pen_canvas_init_cairo (PenCanvas *self, cairo_t *cr, PangoLayout *layout)
{
  *self = (PenCanvas){ .begin = cairo_begin,
                       .end = cairo_end,
                       .clip = cairo_clip_to,
                       .path = cairo_path_of,
                       .marks = cairo_marks,
                       .text = cairo_text,
                       .cr = cr,
                       .layout = layout };
}
