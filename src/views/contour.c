/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contour.h"

#include <math.h>
#include <string.h>

/* A line passes an edge of the grid at most once, so an edge is a node of the lines, with at most two neighbours.
 * Edge 2k goes from node k to its right, 2k + 1 from node k upwards. */
#define NONE (-1)
#define GROWTH 1.15 /* of the steps outside: twenty reach as far as 90 steps inside */

typedef struct
{
  const PenGrid *grid;
  double level;
  gboolean closed;
  int *next; /* two neighbours an edge */
  GArray *x, *y;
} Tracer;

static void
spread (gsize inside, gsize outside, double low, double high, double *out)
{
  double width = high - low, step = width / (double)inside, away = 0;

  for (gsize i = 0; i <= inside; i++)
    out[outside + i] = i == inside ? high : low + step * (double)i;
  for (gsize i = 1; i <= outside; i++)
    {
      away += step * pow (GROWTH, (double)(i - 1));
      out[outside - i] = low - away;
      out[outside + inside + i] = high + away;
    }
}

void
pen_grid_init (PenGrid *self, gsize inside, gsize outside, double x_low, double x_high, double y_low, double y_high)
{
  gsize n = inside + 2 * outside + 1;

  *self = (PenGrid){ n, n, g_new (double, n), g_new (double, n), g_new (double, n *n) };
  spread (inside, outside, x_low, x_high, self->x);
  spread (inside, outside, y_low, y_high, self->y);
}

void
pen_grid_clear (PenGrid *self)
{
  g_free (self->x);
  g_free (self->y);
  g_free (self->values);
}

/* Above the level: > 0. */
static double
above (const Tracer *self, gsize column, gsize row)
{
  const PenGrid *grid = self->grid;
  double value = grid->values[row * grid->columns + column] - self->level;

  if (self->closed && (column == 0 || row == 0 || column == grid->columns - 1 || row == grid->rows - 1))
    return isfinite (value) ? -fabs (value) : -1;
  return value;
}

static void
join (Tracer *self, int a, int b)
{
  self->next[2 * a + (self->next[2 * a] != NONE)] = b;
  self->next[2 * b + (self->next[2 * b] != NONE)] = a;
}

static void
march (Tracer *self, gsize column, gsize row)
{
  gsize columns = self->grid->columns, node = row * columns + column;
  double corner[4] = { above (self, column, row), above (self, column + 1, row), above (self, column + 1, row + 1),
                       above (self, column, row + 1) };
  int edge[4] = { 2 * (int)node, 2 * (int)(node + 1) + 1, 2 * (int)(node + columns), 2 * (int)node + 1 };
  int crossed[4], count = 0;

  for (int k = 0; k < 4; k++)
    {
      if (!isfinite (corner[k]))
        return;
      if ((corner[k] > 0) != (corner[(k + 1) % 4] > 0))
        crossed[count++] = edge[k];
    }
  if (count == 2)
    join (self, crossed[0], crossed[1]);
  else if (count == 4)
    {
      /* The middle belongs to the corner of its own sign: the lines cut off the two others. */
      gboolean middle = corner[0] / 4 + corner[1] / 4 + corner[2] / 4 + corner[3] / 4 > 0;
      int first = middle == (corner[0] > 0) ? 0 : 3;

      join (self, edge[first], edge[(first + 1) % 4]);
      join (self, edge[(first + 2) % 4], edge[(first + 3) % 4]);
    }
}

static void
append_point (Tracer *self, int edge)
{
  const PenGrid *grid = self->grid;
  gsize node = (gsize)edge / 2, column = node % grid->columns, row = node / grid->columns;
  double a = above (self, column, row);
  double b = edge % 2 == 0 ? above (self, column + 1, row) : above (self, column, row + 1);
  double t = a / 2 / (a / 2 - b / 2);
  double x = grid->x[column], y = grid->y[row];

  if (edge % 2 == 0)
    x += t * (grid->x[column + 1] - x);
  else
    y += t * (grid->y[row + 1] - y);
  g_array_append_val (self->x, x);
  g_array_append_val (self->y, y);
}

/* Walks from @edge to the line's end, or around, taking the links away behind it. */
static void
follow (Tracer *self, int edge)
{
  double end = NAN;

  for (int at = edge, came = NONE; at != NONE;)
    {
      int *links = &self->next[2 * at];
      int to = links[0] != NONE && links[0] != came ? links[0] : links[1] != came ? links[1] : NONE;

      append_point (self, at);
      links[0] = links[1] = NONE;
      came = at;
      if (to != NONE && self->next[2 * to] == NONE && self->next[2 * to + 1] == NONE)
        {
          append_point (self, to); /* around */
          break;
        }
      at = to;
    }
  g_array_append_val (self->x, end);
  g_array_append_val (self->y, end);
}

void
pen_contour_trace (const PenGrid *grid, double level, gboolean closed, GArray **x, GArray **y)
{
  gsize edges = 2 * grid->columns * grid->rows;
  g_autofree int *next = g_new (int, 2 * edges);
  Tracer self = {
    grid, level, closed, next, g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double))
  };

  memset (next, 0xff, 2 * edges * sizeof *next);
  for (gsize row = 0; row + 1 < grid->rows; row++)
    for (gsize column = 0; column + 1 < grid->columns; column++)
      march (&self, column, row);
  for (int pass = 0; pass < 2; pass++) /* lines with ends first: what is left are rings */
    for (gsize edge = 0; edge < edges; edge++)
      if (next[2 * edge] != NONE && (pass > 0 || next[2 * edge + 1] == NONE))
        follow (&self, (int)edge);
  *x = self.x;
  *y = self.y;
}
