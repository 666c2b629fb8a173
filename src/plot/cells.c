/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <math.h>

#define LEVELS 127 /* of each sign: what eight bits of a screen can tell apart */
#define BAR_WIDEST 260.0
#define BAR_HEIGHT 10.0
#define BAR_BELOW 10.0 /* the heat maps */
#define APART 8.0      /* between two numbers of the bar, or its name and the bar */

/* Blue and orange are told apart by every kind of eye, and either goes monotonically away from the ground's lightness,
 * so that size is read without colour too. */
PenColor
pen_cell_color (double share, PenTheme theme)
{
  static const double light[2][3][3] = {
    { { 0.945, 0.945, 0.955 }, { 0.400, 0.655, 0.835 }, { 0.000, 0.220, 0.420 } },
    { { 0.945, 0.945, 0.955 }, { 0.925, 0.580, 0.340 }, { 0.480, 0.170, 0.000 } },
  };
  static const double dark[2][3][3] = {
    { { 0.190, 0.190, 0.210 }, { 0.200, 0.480, 0.700 }, { 0.760, 0.910, 1.000 } },
    { { 0.190, 0.190, 0.210 }, { 0.740, 0.380, 0.130 }, { 1.000, 0.860, 0.720 } },
  };
  gboolean is_dark = theme == PEN_THEME_DARK || theme == PEN_THEME_DARK_CONTRAST;
  const double (*stops)[3] = (is_dark ? dark : light)[share < 0];
  double at = 2 * fmin (1, fabs (share));
  int first = at < 1 ? 0 : 1;
  double c[3];

  for (int k = 0; k < 3; k++)
    c[k] = stops[first][k] + (at - first) * (stops[first + 1][k] - stops[first][k]);
  return (PenColor){ c[0], c[1], c[2], 1 };
}

void
pen_scene_set_colors (PenScene *self, double limit)
{
  g_return_if_fail (limit > 0);
  self->has_layout = FALSE;
  self->color_limit = limit;
}

static const PenMark *
cells_of (const PenScene *self, guint index)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PenMark *mark = &g_array_index (self->marks, PenMark, i);

      if (mark->kind == PEN_MARK_CELLS && index-- == 0)
        return mark;
    }
  return NULL;
}

gboolean
pen_scene_get_cell (const PenScene *self, guint index, gsize row, gsize column, PenCell *cell)
{
  const PenMark *mark = cells_of (self, index);
  double width, height;

  if (mark == NULL || row >= mark->rows || column >= mark->columns)
    return FALSE;
  width = (mark->x[1] - mark->x[0]) / (double)mark->columns;
  height = (mark->y[1] - mark->y[0]) / (double)mark->rows;
  cell->name = mark->text;
  cell->value = mark->cells[row * mark->columns + column];
  cell->box = (PenViewport){ mark->x[0] + (double)column * width, mark->x[0] + (double)(column + 1) * width,
                             mark->y[1] - (double)(row + 1) * height, mark->y[1] - (double)row * height };
  return TRUE;
}

gboolean
pen_scene_cell_at (PenScene *self, double width, double height, double px, double py, gsize *row, gsize *column)
{
  const PenMark *mark;
  double x, y;

  if (cells_of (self, 0) == NULL)
    return FALSE;
  pen_scene_to_data (self, width, height, px, py, &x, &y);
  for (guint i = 0; (mark = cells_of (self, i)) != NULL; i++)
    {
      double along = (x - mark->x[0]) / (mark->x[1] - mark->x[0]), down = (mark->y[1] - y) / (mark->y[1] - mark->y[0]);

      if (!(along >= 0 && along < 1 && down >= 0 && down < 1))
        continue;
      *row = MIN ((gsize)(down * (double)mark->rows), mark->rows - 1);
      *column = MIN ((gsize)(along * (double)mark->columns), mark->columns - 1);
      return TRUE;
    }
  return FALSE;
}

/* Between two cells, on a whole pixel, so that none is blurred; what is far outside is not drawn. */
static double *
edges (gsize n, double start, double end, double low, double high)
{
  double *at = g_new (double, n + 1);

  for (gsize i = 0; i <= n; i++)
    at[i] = CLAMP (round (start + (end - start) * (double)i / (double)n), floor (low) - 1, ceil (high) + 1);
  return at;
}

static int
level_of (double value, double limit)
{
  return isfinite (value) ? (int)lround (CLAMP (value / limit, -1, 1) * LEVELS) : LEVELS + 1;
}

static void
append_box (GArray *path, double x0, double y0, double x1, double y1)
{
  PenVertex corners[4] = { { x0, y0, TRUE }, { x1, y0, FALSE }, { x1, y1, FALSE }, { x0, y1, FALSE } };

  if (x1 > x0 && y1 > y0)
    g_array_append_vals (path, corners, 4);
}

static void
fill (PenCanvas *canvas, const GArray *path, const PenColor *color)
{
  PenPaint paint = { color, NULL, 0, PEN_DASH_SOLID, TRUE };

  if (path->len > 0)
    canvas->path (canvas, path->len, (const PenVertex *)(gconstpointer)path->data, &paint);
}

/* All cells of one colour are one path. */
static void
fill_levels (const PenMark *mark, PenCanvas *canvas, const double *x, const double *y, double limit, PenTheme theme)
{
  gsize n = mark->rows * mark->columns, starts[2 * LEVELS + 4] = { 0 };
  g_autofree gsize *order = g_new (gsize, n);
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (PenVertex));

  for (gsize i = 0; i < n; i++)
    starts[level_of (mark->cells[i], limit) + LEVELS + 2]++;
  for (gsize k = 1; k < G_N_ELEMENTS (starts); k++)
    starts[k] += starts[k - 1];
  for (gsize i = 0; i < n; i++)
    order[starts[level_of (mark->cells[i], limit) + LEVELS + 1]++] = i;
  for (int level = -LEVELS; level <= LEVELS; level++)
    {
      gsize from = level > -LEVELS ? starts[level + LEVELS] : 0;
      PenColor color = pen_cell_color ((double)level / LEVELS, theme);

      g_array_set_size (path, 0);
      for (gsize k = from; k < starts[level + LEVELS + 1]; k++)
        {
          gsize row = order[k] / mark->columns, column = order[k] % mark->columns;

          append_box (path, x[column], y[row], x[column + 1], y[row + 1]);
        }
      fill (canvas, path, &color);
    }
}

void
pen_cells_render (const PenScene *self, const PenMark *mark, PenCanvas *canvas, const PenLayout *layout, PenTheme theme)
{
  const cairo_rectangle_t *area = &layout->area;
  double left, right, top, bottom;
  PenColor outline = pen_ink_color (PEN_INK_AXIS, theme);
  PenPaint paint = { NULL, &outline, 1, PEN_DASH_SOLID, TRUE };
  g_autofree double *x = NULL;
  g_autofree double *y = NULL;
  g_autoptr (GArray) frame = g_array_new (FALSE, FALSE, sizeof (PenVertex));

  pen_layout_pixel (layout, mark->x[0], mark->y[1], &left, &top);
  pen_layout_pixel (layout, mark->x[1], mark->y[0], &right, &bottom);
  x = edges (mark->columns, left, right, area->x, area->x + area->width);
  y = edges (mark->rows, top, bottom, area->y, area->y + area->height);
  fill_levels (mark, canvas, x, y, self->color_limit, theme);
  append_box (frame, x[0] - 0.5, y[0] - 0.5, x[mark->columns] + 0.5, y[mark->rows] + 0.5);
  if (frame->len > 0)
    canvas->path (canvas, frame->len, (const PenVertex *)(gconstpointer)frame->data, &paint);
}

/* Above each heat map, at the upper edge while it is seen in part. */
void
pen_cells_render_names (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout,
                        PenTheme theme)
{
  const cairo_rectangle_t *area = &layout->area;
  PenColor ink = pen_ink_color (PEN_INK_TEXT, theme);
  const PenMark *mark;

  canvas->begin (canvas, "names");
  for (guint i = 0; (mark = cells_of (self, i)) != NULL; i++)
    {
      double left, right, top, bottom;
      g_autofree char *name = NULL;

      pen_layout_pixel (layout, mark->x[0], mark->y[1], &left, &top);
      pen_layout_pixel (layout, mark->x[1], mark->y[0], &right, &bottom);
      left = fmax (left, area->x);
      right = fmin (right, area->x + area->width);
      if (mark->text == NULL || right <= left || bottom <= area->y || top >= area->y + area->height)
        continue;
      name = pen_text_fit (text, mark->text, PEN_TEXT_SIZE, FALSE, right - left + 6);
      canvas->text (canvas, name, (left + right) / 2, fmax (top, area->y) - 6, PEN_TEXT_SIZE, FALSE, PEN_ALIGN_CENTER,
                    &ink);
    }
  canvas->end (canvas);
}

static void
render_numbers (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const cairo_rectangle_t *bar,
                PenTheme theme)
{
  PenColor muted = pen_ink_color (PEN_INK_MUTED, theme);
  PenScale scale = { -self->color_limit, self->color_limit, FALSE };
  g_autoptr (GArray) ticks = pen_scale_ticks (&scale, (guint)CLAMP (bar->width / 48, 3, 5));
  double taken = -HUGE_VAL;

  for (guint i = 0; i < ticks->len; i++)
    {
      const PenTick *tick = &g_array_index (ticks, PenTick, i);
      double x = bar->x + pen_scale_to_unit (&scale, tick->value) * bar->width;
      double half = tick->label != NULL ? pen_text_width (text, tick->label, PEN_TEXT_SIZE, FALSE) / 2 : 0;

      if (tick->label == NULL || x - half < taken + APART)
        continue;
      taken = x + half;
      canvas->text (canvas, tick->label, x, bar->y + BAR_HEIGHT + PEN_TEXT_SIZE + 4, PEN_TEXT_SIZE, FALSE,
                    PEN_ALIGN_CENTER, &muted);
    }
}

/* In place of the x axis: what the colours are worth. */
void
pen_cells_render_bar (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout,
                      PenTheme theme)
{
  const cairo_rectangle_t *area = &layout->area;
  double width = floor (fmin (area->width, BAR_WIDEST));
  cairo_rectangle_t bar = { floor (area->x + (area->width - width) / 2), floor (area->y + area->height + BAR_BELOW),
                            width, BAR_HEIGHT };
  PenColor ink = pen_ink_color (PEN_INK_TEXT, theme);

  canvas->begin (canvas, "colors");
  if (self->x_label != NULL)
    {
      double half = (pen_text_width (text, self->x_label, PEN_TEXT_SIZE, FALSE) + APART) / 2;

      if (bar.x - half < area->x)
        bar.width -= 2 * (half - (bar.x - area->x));
      bar.x = floor (area->x + (area->width - bar.width) / 2 + half);
      canvas->text (canvas, self->x_label, bar.x - APART, bar.y + 0.36 * PEN_TEXT_SIZE + BAR_HEIGHT / 2, PEN_TEXT_SIZE,
                    FALSE, PEN_ALIGN_RIGHT, &ink);
    }
  /* Each reaches to the end, below the next: no seam shows at any size. */
  for (int level = -LEVELS; level <= LEVELS && bar.width > 0; level += 2)
    {
      g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (PenVertex));
      PenColor color = pen_cell_color ((double)level / LEVELS, theme);

      append_box (path, bar.x + bar.width * (level + LEVELS) / (2 * LEVELS + 2), bar.y, bar.x + bar.width,
                  bar.y + BAR_HEIGHT);
      fill (canvas, path, &color);
    }
  render_numbers (self, canvas, text, &bar, theme);
  canvas->end (canvas);
}
