/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <math.h>

#define AS_NEAR 2.5 /* pixels by which a vertex may be further than its line: it is a value that was computed */

/* pen_layout_pixel() for many places: logarithms of the ends are taken once. */
typedef struct
{
  double start, size, low, span;
  gboolean logarithmic;
} Ruler;

typedef struct
{
  Ruler x, y;
  double px, py, best; /* the pointer; the least distance so far */
  PenNearest *found;
} Search;

static Ruler
ruler (const PenScale *scale, double start, double size)
{
  double low = scale->logarithmic ? log10 (scale->low) : scale->low;
  double high = scale->logarithmic ? log10 (scale->high) : scale->high;

  return (Ruler){ start, size, low, high - low, scale->logarithmic };
}

static double
measure (const Ruler *self, double value)
{
  if (self->logarithmic)
    value = value > 0 ? log10 (value) : (double)NAN;
  return self->start + (value - self->low) / self->span * self->size;
}

static double
value_at (const Ruler *self, double pixel)
{
  double value = self->low + (pixel - self->start) / self->size * self->span;

  return self->logarithmic ? pow (10, value) : value;
}

static gboolean
offer (Search *self, double px, double py)
{
  double away = hypot (px - self->px, py - self->py);

  if (!(away < self->best))
    return FALSE;
  self->best = away;
  self->found->x = value_at (&self->x, px);
  self->found->y = value_at (&self->y, py);
  return TRUE;
}

static void
prefer_vertex (Search *self, const PenMark *mark, gsize i, double px, double py)
{
  double away = hypot (px - self->px, py - self->py);

  if (away > self->best + AS_NEAR)
    return;
  self->found->x = mark->x[i];
  self->found->y = mark->y[i];
}

static gboolean
search_line (Search *self, const PenMark *mark)
{
  double last_x = NAN, last_y = NAN;
  gboolean found = FALSE;

  for (gsize i = 0; i < mark->n; i++)
    {
      double px = measure (&self->x, mark->x[i]), py = measure (&self->y, mark->y[i]);
      double dx = px - last_x, dy = py - last_y, size = dx * dx + dy * dy;
      double along = size > 0 ? ((self->px - last_x) * dx + (self->py - last_y) * dy) / size : 0;

      along = CLAMP (along, 0, 1);
      if (offer (self, last_x + along * dx, last_y + along * dy))
        {
          found = TRUE;
          if (along > 0.5)
            prefer_vertex (self, mark, i, px, py);
          else
            prefer_vertex (self, mark, i - 1, last_x, last_y);
        }
      last_x = px;
      last_y = py;
    }
  return found;
}

static gboolean
search_points (Search *self, const PenMark *mark)
{
  gboolean found = FALSE;

  for (gsize i = 0; i < mark->n; i++)
    if (offer (self, measure (&self->x, mark->x[i]), measure (&self->y, mark->y[i])))
      {
        self->found->x = mark->x[i];
        self->found->y = mark->y[i];
        found = TRUE;
      }
  return found;
}

/* Of a curve over x the value at the pointer's own x is wanted, not that of the place that happens to be nearest. */
static void
move_to_pointer (Search *self, const PenMark *mark)
{
  double least = INFINITY, last_x = NAN, last_y = NAN;

  for (gsize i = 0; i < mark->n; i++)
    {
      double px = measure (&self->x, mark->x[i]), py = measure (&self->y, mark->y[i]);
      double along = (self->px - last_x) / (px - last_x), y = last_y + along * (py - last_y);

      if (along >= 0 && along <= 1 && fabs (y - self->py) < least)
        {
          gsize vertex = along > 0.5 ? i : i - 1;
          gboolean there = fabs (along > 0.5 ? px - self->px : last_x - self->px) < AS_NEAR;

          least = fabs (y - self->py);
          self->found->x = there ? mark->x[vertex] : value_at (&self->x, self->px);
          self->found->y = there ? mark->y[vertex] : value_at (&self->y, y);
        }
      last_x = px;
      last_y = py;
    }
}

gboolean
pen_scene_nearest (PenScene *self, double width, double height, double px, double py, double reach, PenNearest *found)
{
  Search search = { .px = px, .py = py, .best = reach, .found = found };
  const PenMark *nearest = NULL;
  PenLayout layout;

  pen_scene_layout (self, NULL, width, height, &layout);
  search.x = ruler (&layout.x, layout.area.x, layout.area.width);
  search.y = ruler (&layout.y, layout.area.y + layout.area.height, -layout.area.height);
  for (guint e = 0; e < self->legend->len; e++)
    {
      const PenLegendEntry *entry = &g_array_index (self->legend, PenLegendEntry, e);

      for (guint i = 0; i < self->marks->len; i++)
        {
          const PenMark *mark = &g_array_index (self->marks, PenMark, i);

          if (mark->hidden || (mark->kind != PEN_MARK_LINE && mark->kind != PEN_MARK_POINTS)
              || !pen_legend_entry_has (entry, mark))
            continue;
          if (mark->kind == PEN_MARK_LINE ? search_line (&search, mark) : search_points (&search, mark))
            {
              found->reading = entry->reading != NULL ? entry->reading : entry->label;
              found->ink = mark->ink;
              nearest = mark;
            }
        }
    }
  found->plane = self->equal;
  if (nearest != NULL && nearest->kind == PEN_MARK_LINE && !self->equal)
    move_to_pointer (&search, nearest);
  return nearest != NULL;
}
