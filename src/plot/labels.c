/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <math.h>

#define FURTHEST 40.0 /* from the place that a label is about */
#define SKIP 4.0      /* between a label and what is drawn */
#define ASCENT 10.0
#define HEIGHT (ASCENT + 4)
#define THICK 2.0
#define SIDES 8
#define RINGS 3
#define PLACES (SIDES * RINGS)

/* The places a label may have, the preferred ones first, and how many marks each of them would cover. */
typedef struct
{
  cairo_rectangle_t boxes[PLACES], reach; /* around them all */
  gboolean touched[PLACES];               /* by the mark that is looked at */
  guint covered[PLACES];
} Places;

static gboolean
overlap (const cairo_rectangle_t *a, const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Where @size of the room begins: @away from @at on one side (1), on the other (−1) or across it (0). */
static double
beside (double at, double side, double away, double size, double low, double room)
{
  double start = at + side * away + (side - 1) / 2 * size;

  return CLAMP (start, low + 1, fmax (low, low + room - size - 2) + 1);
}

/* Around the place, and then further away from it; inside the area all the same. */
static void
init (Places *self, double x, double y, double width, const cairo_rectangle_t *area)
{
  static const double rings[RINGS] = { 8, 22, FURTHEST };
  static const struct
  {
    double right, down;
  } sides[SIDES] = { { 1, -1 }, { 1, 1 }, { -1, -1 }, { -1, 1 }, { 1, 0 }, { -1, 0 }, { 0, -1 }, { 0, 1 } };
  double right = x > area->x + 0.75 * area->width ? -1 : 1, down = y < area->y + 24 ? -1 : 1;

  *self = (Places){ .reach = { x - FURTHEST - width, y - FURTHEST - HEIGHT, 2 * (FURTHEST + width),
                               2 * (FURTHEST + HEIGHT) } };
  for (int k = 0; k < PLACES; k++)
    {
      double away = rings[k / SIDES], u = right * sides[k % SIDES].right, v = down * sides[k % SIDES].down;

      self->boxes[k] = (cairo_rectangle_t){ beside (x, u, away, width, area->x, area->width),
                                            beside (y, v, away, HEIGHT, area->y, area->height), width, HEIGHT };
    }
}

/* Most of what is drawn is nowhere near. */
static void
touch (Places *self, double margin, double x0, double y0, double x1, double y1)
{
  const cairo_rectangle_t *reach = &self->reach;
  double beyond = margin + SKIP;

  if (fmax (x0, x1) < reach->x - beyond || fmin (x0, x1) > reach->x + reach->width + beyond
      || fmax (y0, y1) < reach->y - beyond || fmin (y0, y1) > reach->y + reach->height + beyond)
    return;
  for (int k = 0; k < PLACES; k++)
    {
      double a = x0, b = y0, c = x1, d = y1;

      if (!self->touched[k] && pen_clip_segment (&self->boxes[k], beyond, &a, &b, &c, &d))
        self->touched[k] = TRUE;
    }
}

static void
look_at (Places *self, const PenMark *mark, const PenLayout *layout)
{
  double last_x = NAN, last_y = NAN;

  for (gsize i = 0; i < mark->n; i++)
    {
      double x, y;

      pen_layout_pixel (layout, mark->x[i], mark->y[i], &x, &y);
      if (mark->kind == PEN_MARK_VERTICAL)
        touch (self, 0, x, layout->area.y, x, layout->area.y + layout->area.height);
      else if (mark->kind == PEN_MARK_POINTS && isfinite (x) && isfinite (y))
        touch (self, mark->size, x, y, x, y);
      else if (mark->kind == PEN_MARK_LINE && isfinite (x - last_x) && isfinite (y - last_y))
        touch (self, 0, last_x, last_y, x, y);
      last_x = x;
      last_y = y;
    }
  for (int k = 0; k < PLACES; k++)
    {
      if (self->touched[k])
        self->covered[k] += mark->kind == PEN_MARK_POINTS || mark->size >= THICK ? 2 : 1; /* a thin line hides less */
      self->touched[k] = FALSE;
    }
}

static cairo_rectangle_t
best_of (Places *self, const PenScene *scene, const PenLayout *layout, const GArray *taken)
{
  int best = 0;

  for (guint i = 0; i < scene->marks->len; i++)
    if (!g_array_index (scene->marks, PenMark, i).hidden)
      look_at (self, &g_array_index (scene->marks, PenMark, i), layout);
  for (int k = 0; k < PLACES; k++)
    {
      for (guint i = 0; i < taken->len; i++)
        if (overlap (&self->boxes[k], &g_array_index (taken, cairo_rectangle_t, i)))
          self->covered[k] += 2 * scene->marks->len;
      if (self->covered[k] < self->covered[best])
        best = k;
    }
  return self->boxes[best];
}

void
pen_label_render (const PenScene *self, const PenMark *label, PenCanvas *canvas, PangoLayout *text,
                  const PenLayout *layout, GArray *taken, const PenColor *color)
{
  const cairo_rectangle_t *area = &layout->area;
  cairo_rectangle_t box;
  Places places;
  double x, y;

  pen_layout_pixel (layout, label->x[0], label->y[0], &x, &y);
  if (!(x >= area->x && x <= area->x + area->width && y >= area->y && y <= area->y + area->height))
    return;
  init (&places, x, y, pen_text_width (text, label->text, PEN_TEXT_SIZE, FALSE), area);
  box = best_of (&places, self, layout, taken);
  g_array_append_val (taken, box);
  canvas->text (canvas, label->text, box.x, box.y + ASCENT, PEN_TEXT_SIZE, FALSE, PEN_ALIGN_LEFT, color);
}
