/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <math.h>

#define BEYOND 40.0 /* pixels outside the area that still matter: half a stroke, a marker */

/* Liang and Barsky. Cairo's coordinates are 24.8 fixed point: a line of a far zoom must be cut before it gets there. */
gboolean
pen_clip_segment (const cairo_rectangle_t *area, double beyond, double *x0, double *y0, double *x1, double *y1)
{
  double dx = *x1 - *x0, dy = *y1 - *y0, from = 0, to = 1;
  double p[4] = { -dx, dx, -dy, dy };
  double q[4] = { *x0 - (area->x - beyond), area->x + area->width + beyond - *x0, *y0 - (area->y - beyond),
                  area->y + area->height + beyond - *y0 };

  for (int i = 0; i < 4; i++)
    {
      double t = q[i] / p[i];

      if (p[i] == 0)
        {
          if (q[i] < 0)
            return FALSE;
        }
      else if (p[i] < 0)
        from = fmax (from, t);
      else
        to = fmin (to, t);
    }
  if (!(from <= to))
    return FALSE;
  if (to < 1) /* an end that is not cut stays the same double, so that the next segment goes on from it */
    {
      *x1 = *x0 + to * dx;
      *y1 = *y0 + to * dy;
    }
  *x0 += from * dx;
  *y0 += from * dy;
  return TRUE;
}

static void
render_line (const PenMark *mark, PenCanvas *canvas, const PenLayout *layout, const PenColor *color)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (PenVertex));
  PenPaint paint = { NULL, color, mark->size, mark->dash, FALSE };
  double last_x = NAN, last_y = NAN;

  for (gsize i = 0; i < mark->n; i++)
    {
      double px, py, x0 = last_x, y0 = last_y, x1, y1;

      pen_layout_pixel (layout, mark->x[i], mark->y[i], &px, &py);
      x1 = px;
      y1 = py;
      if (isfinite (x0) && isfinite (y0) && isfinite (x1) && isfinite (y1)
          && pen_clip_segment (&layout->area, BEYOND, &x0, &y0, &x1, &y1))
        {
          const PenVertex *end = path->len > 0 ? &g_array_index (path, PenVertex, path->len - 1) : NULL;
          PenVertex start = { x0, y0, TRUE }, stop = { x1, y1, FALSE };

          if (end == NULL || end->x != x0 || end->y != y0)
            g_array_append_val (path, start);
          g_array_append_val (path, stop);
        }
      last_x = px;
      last_y = py;
    }
  if (path->len > 0)
    canvas->path (canvas, path->len, (const PenVertex *)(gpointer)path->data, &paint);
}

/* One side of Sutherland and Hodgman: keeps what has sign · coordinate ≤ sign · bound. */
static GArray *
clip_side (GArray *in, gboolean vertical, double sign, double bound)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (PenVertex));

  for (guint i = 0; i < in->len; i++)
    {
      PenVertex a = g_array_index (in, PenVertex, i), b = g_array_index (in, PenVertex, (i + 1) % in->len);
      double u = sign * ((vertical ? a.y : a.x) - bound), v = sign * ((vertical ? b.y : b.x) - bound);

      if (u <= 0)
        g_array_append_val (out, a);
      if ((u < 0 && v > 0) || (u > 0 && v < 0))
        {
          double t = u / (u - v);
          PenVertex cut = { a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), FALSE };

          g_array_append_val (out, cut);
        }
    }
  g_array_unref (in);
  return out;
}

/* Clips @ring and adds it to @path; takes @ring. */
static void
append_ring (GArray *path, GArray *ring, const cairo_rectangle_t *area)
{
  ring = clip_side (ring, FALSE, 1, area->x + area->width + BEYOND);
  ring = clip_side (ring, FALSE, -1, area->x - BEYOND);
  ring = clip_side (ring, TRUE, 1, area->y + area->height + BEYOND);
  ring = clip_side (ring, TRUE, -1, area->y - BEYOND);
  if (ring->len >= 3)
    {
      g_array_index (ring, PenVertex, 0).move = TRUE;
      g_array_append_vals (path, ring->data, ring->len);
    }
  g_array_unref (ring);
}

static void
render_polygon (const PenMark *mark, PenCanvas *canvas, const PenLayout *layout, const PenColor *ink)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (PenVertex));
  GArray *ring = g_array_new (FALSE, FALSE, sizeof (PenVertex));
  PenColor fill = *ink;
  PenPaint paint = { &fill, NULL, 0, PEN_DASH_SOLID, TRUE };

  fill.alpha *= mark->opacity;
  for (gsize i = 0; i < mark->n; i++)
    {
      PenVertex vertex = { 0, 0, FALSE };

      pen_layout_pixel (layout, mark->x[i], mark->y[i], &vertex.x, &vertex.y);
      if (isfinite (vertex.x) && isfinite (vertex.y))
        {
          g_array_append_val (ring, vertex);
          continue;
        }
      append_ring (path, ring, &layout->area);
      ring = g_array_new (FALSE, FALSE, sizeof (PenVertex));
    }
  append_ring (path, ring, &layout->area);
  if (path->len > 0)
    canvas->path (canvas, path->len, (const PenVertex *)(gpointer)path->data, &paint);
}

static gboolean
in_sight (const cairo_rectangle_t *area, const double *at)
{
  return at[0] >= area->x - BEYOND && at[0] <= area->x + area->width + BEYOND && at[1] >= area->y - BEYOND
         && at[1] <= area->y + area->height + BEYOND;
}

static void
render_points (const PenMark *mark, PenCanvas *canvas, const PenLayout *layout, const PenColor *color,
               const PenColor *halo)
{
  g_autofree double *xy = g_new (double, 2 * mark->n + 1);
  gsize n = 0;

  for (gsize i = 0; i < mark->n; i++)
    {
      pen_layout_pixel (layout, mark->x[i], mark->y[i], &xy[2 * i], &xy[2 * i + 1]);
      n += in_sight (&layout->area, xy + 2 * i);
    }
  if (canvas->layers != NULL && n >= PEN_SPRITES_FROM)
    n = mark->n;
  else
    {
      n = 0;
      for (gsize i = 0; i < mark->n; i++)
        if (in_sight (&layout->area, xy + 2 * i))
          {
            xy[2 * n] = xy[2 * i];
            xy[2 * n + 1] = xy[2 * i + 1];
            n++;
          }
    }
  if (n > 0)
    canvas->marks (canvas, n, xy, mark->marker, color, halo, mark->size);
}

static void
render_vertical (const PenMark *mark, PenCanvas *canvas, const PenLayout *layout, const PenColor *color)
{
  const cairo_rectangle_t *area = &layout->area;
  double x = area->x + pen_scale_to_unit (&layout->x, mark->x[0]) * area->width;
  PenVertex line[2] = { { x, area->y, TRUE }, { x, area->y + area->height, FALSE } };
  PenPaint paint = { NULL, color, mark->size, mark->dash, FALSE };

  if (x >= area->x - 1 && x <= area->x + area->width + 1)
    canvas->path (canvas, 2, line, &paint);
}

static void
render_rectangle (const PenMark *mark, PenCanvas *canvas, const PenLayout *layout, const PenColor *color)
{
  double x[5] = { mark->x[0], mark->x[1], mark->x[1], mark->x[0], mark->x[0] };
  double y[5] = { mark->y[0], mark->y[0], mark->y[1], mark->y[1], mark->y[0] };
  PenMark outline = { .n = 5, .x = x, .y = y, .size = 1, .opacity = mark->opacity };

  render_polygon (&outline, canvas, layout, color);
  render_line (&outline, canvas, layout, color);
}

void
pen_scene_render_marks (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout,
                        PenTheme theme)
{
  PenColor halo = pen_theme_background (theme);
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));

  for (guint i = 0; i < self->marks->len; i++)
    {
      const PenMark *mark = &g_array_index (self->marks, PenMark, i);
      PenColor color = pen_ink_color (mark->ink, theme);

      if (mark->hidden)
        continue;
      canvas->begin (canvas, mark->id);
      switch (mark->kind)
        {
        case PEN_MARK_POINTS:
          color.alpha *= mark->opacity;
          render_points (mark, canvas, layout, &color, &halo);
          break;
        case PEN_MARK_LINE:
          color.alpha *= mark->opacity;
          render_line (mark, canvas, layout, &color);
          break;
        case PEN_MARK_POLYGON:
          render_polygon (mark, canvas, layout, &color);
          break;
        case PEN_MARK_LABEL:
          pen_label_render (self, mark, canvas, text, layout, labels, &color);
          break;
        case PEN_MARK_VERTICAL:
          render_vertical (mark, canvas, layout, &color);
          break;
        case PEN_MARK_RECTANGLE:
          render_rectangle (mark, canvas, layout, &color);
          break;
        case PEN_MARK_CELLS:
          pen_cells_render (self, mark, canvas, layout, theme);
          break;
        }
      canvas->end (canvas);
    }
}
