/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <math.h>

#define LINE 20.0 /* a swatch's width */
#define MARKER 10.0
#define STROKE 1.5   /* thin enough for a dash to be told in so short a line */
#define GAP 5.0      /* between a swatch and its words */
#define NEAREST 10.0 /* between entries */
#define FARTHEST 20.0
#define NAME_GAP 14.0 /* between the name of the y axis and an entry */
#define MORE 24.0     /* for dots behind the last entry where there are more */
#define FADED 0.6     /* what is hidden */

static double
swatch_of (const PenLegendEntry *entry)
{
  return entry->line ? LINE : MARKER;
}

/* As wide as @room at most: longer words are cut. */
static double *
entry_widths (const PenScene *self, PangoLayout *text, double room)
{
  double *widths = g_new (double, self->legend->len + 1);

  for (guint i = 0; i < self->legend->len; i++)
    {
      const PenLegendEntry *entry = &g_array_index (self->legend, PenLegendEntry, i);

      widths[i] = fmin (room, swatch_of (entry) + GAP + pen_text_width (text, entry->label, PEN_TEXT_SIZE, FALSE));
    }
  return widths;
}

/* Rows no wider than @limit, counted from below, where the lowest begins with @name. How many there are. */
static guint
fill_rows (const double *widths, guint n, double name, double limit, guint *rows)
{
  double used = name;
  guint row = 0;

  for (guint i = n; i-- > 0;)
    {
      if (used > 0 && used + NEAREST + widths[i] > limit)
        {
          used = 0;
          row++;
        }
      used += widths[i] + (used > 0 ? NEAREST : 0);
      rows[i] = row;
    }
  return row + 1;
}

/* The least width that takes no row more, so that no entry is left over in a row of its own. */
static double
balance (const double *widths, guint n, double name, double room, guint *rows)
{
  guint count = fill_rows (widths, n, name, room, rows);
  double low = 0, high = room;

  for (int i = 0; i < 12 && count > 1; i++)
    {
      double middle = (low + high) / 2;

      if (fill_rows (widths, n, name, middle, rows) > count)
        low = middle;
      else
        high = middle;
    }
  return high;
}

static double
name_width (const PenScene *self, PangoLayout *text)
{
  return self->y_label != NULL ? pen_text_width (text, self->y_label, PEN_TEXT_SIZE, FALSE) + NAME_GAP - NEAREST : 0;
}

/* The legend stands above the plot: inside, it would hide data or jump from corner to corner while a run is played. The
 * name of the y axis is beside its lowest row where that makes a row less, else below. Of too many entries the first
 * are shown. */
void
pen_scene_plan_legend (const PenScene *self, PangoLayout *text, double width, guint most_rows, PenLegendPlan *plan)
{
  double room = fmax (1, width - 2 * PEN_EDGE), name = name_width (self, text);
  g_autofree double *widths = entry_widths (self, text, room);
  g_autofree guint *rows = g_new (guint, self->legend->len + 1);

  *plan = (PenLegendPlan){ .limit = room };
  for (guint n = most_rows > 0 ? self->legend->len : 0; n > 0; n--)
    {
      double more = n < self->legend->len ? MORE : 0;
      guint apart = fill_rows (widths, n, more, room, rows);
      guint together = fill_rows (widths, n, name + more, room, rows);

      plan->beside = self->y_label != NULL && together < apart + 1 && rows[n - 1] == 0;
      plan->rows = plan->beside ? together : apart;
      if (plan->rows > most_rows)
        continue;
      plan->shown = n;
      plan->limit = balance (widths, n, (plan->beside ? name : 0) + more, room, rows);
      return;
    }
  *plan = (PenLegendPlan){ .limit = room };
}

/* As far apart in all rows as the fullest has room for. */
static double
spacing (const double *widths, const guint *rows, guint n, double name, double room)
{
  double between = FARTHEST;

  for (guint i = 0; i < n;)
    {
      double used = 0;
      guint first = i;

      for (; i < n && rows[i] == rows[first]; i++)
        used += widths[i];
      if (rows[first] == 0)
        used += name;
      between = fmin (between, (room - used) / fmax (1, i - first - (name > 0 && rows[first] == 0 ? 0 : 1)));
    }
  return fmax (between, NEAREST);
}

GArray *
pen_scene_legend_boxes (const PenScene *self, PangoLayout *text, const PenLayout *layout, double width)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
  const PenLegendPlan *plan = &layout->legend;
  double room = fmax (1, width - 2 * PEN_EDGE), name = plan->beside ? name_width (self, text) : 0;
  double more = plan->shown < self->legend->len ? MORE : 0, between, x = 0;
  g_autofree double *widths = NULL;
  g_autofree guint *rows = NULL;
  guint n = plan->shown, below = !plan->beside && self->y_label != NULL ? 1 : 0;

  if (plan->rows == 0)
    return boxes;
  widths = entry_widths (self, text, room);
  rows = g_new (guint, n);
  fill_rows (widths, n, name + more, plan->limit, rows);
  between = spacing (widths, rows, n, name, room - more);
  for (guint i = 0; i < n; i++)
    {
      cairo_rectangle_t box = { 0, 0, widths[i], PEN_ROW };

      if (i == 0 || rows[i] != rows[i - 1])
        x = PEN_EDGE + (rows[i] == 0 && name > 0 ? name + between : 0);
      box.x = x;
      box.y = layout->caption - (rows[i] + below) * PEN_ROW - 0.36 * PEN_TEXT_SIZE - PEN_ROW / 2;
      x += box.width + between;
      g_array_append_val (boxes, box);
    }
  return boxes;
}

static void
strike (PenCanvas *canvas, const cairo_rectangle_t *box, double swatch, double y, const PenColor *color)
{
  PenVertex line[2] = { { box->x + swatch + GAP - 2, y, TRUE }, { box->x + box->width + 2, y, FALSE } };
  PenPaint paint = { NULL, color, 1.2, PEN_DASH_SOLID, FALSE };

  canvas->path (canvas, 2, line, &paint);
}

static void
render_entry (const PenLegendEntry *entry, PenCanvas *canvas, PangoLayout *layout, const cairo_rectangle_t *box,
              PenTheme theme)
{
  PenColor color = pen_ink_color (entry->ink, theme), text = pen_ink_color (PEN_INK_TEXT, theme);
  double x = box->x, y = box->y + box->height / 2, swatch = swatch_of (entry);
  g_autofree char *label = pen_text_fit (layout, entry->label, PEN_TEXT_SIZE, FALSE, box->width - swatch - GAP + 0.01);

  if (entry->hidden)
    {
      text = pen_ink_color (PEN_INK_MUTED, theme);
      color.alpha = text.alpha = FADED;
    }
  if (entry->line)
    {
      PenVertex line[2] = { { x, y, TRUE }, { x + swatch, y, FALSE } };
      PenPaint paint = { NULL, &color, STROKE, entry->dash, FALSE };

      canvas->path (canvas, 2, line, &paint);
    }
  else
    {
      double xy[2] = { x + swatch / 2, y };

      canvas->marks (canvas, 1, xy, entry->marker, &color, NULL, 4.5);
    }
  canvas->text (canvas, label, x + swatch + GAP, y + 0.36 * PEN_TEXT_SIZE, PEN_TEXT_SIZE, FALSE, PEN_ALIGN_LEFT, &text);
  if (entry->hidden)
    strike (canvas, box, swatch, y, &text);
}

static void
render_more (PenCanvas *canvas, const cairo_rectangle_t *last, PenTheme theme)
{
  PenColor color = pen_ink_color (PEN_INK_MUTED, theme);

  canvas->text (canvas, "…", last->x + last->width + NEAREST, last->y + last->height / 2 + 0.36 * PEN_TEXT_SIZE,
                PEN_TEXT_SIZE, FALSE, PEN_ALIGN_LEFT, &color);
}

void
pen_scene_render_legend (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout,
                         double room, PenTheme theme)
{
  g_autoptr (GArray) boxes = pen_scene_legend_boxes (self, text, layout, room);

  if (boxes->len == 0)
    return;
  canvas->begin (canvas, "legend");
  for (guint i = 0; i < boxes->len; i++)
    render_entry (&g_array_index (self->legend, PenLegendEntry, i), canvas, text,
                  &g_array_index (boxes, cairo_rectangle_t, i), theme);
  if (boxes->len < self->legend->len)
    render_more (canvas, &g_array_index (boxes, cairo_rectangle_t, boxes->len - 1), theme);
  canvas->end (canvas);
}
