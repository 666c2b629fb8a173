/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <math.h>

#define ROW 20.0
#define SWATCH 26.0
#define PAD 8.0

static gboolean
inside (const cairo_rectangle_t *box, double x, double y)
{
  return x >= box->x && x <= box->x + box->width && y >= box->y && y <= box->y + box->height;
}

/* How much of the data a box would hide: points, and lines sampled along each segment. */
static guint
hidden (const PenScene *self, const PenLayout *layout, const cairo_rectangle_t *box)
{
  guint count = 0;

  for (guint i = 0; i < self->marks->len; i++)
    {
      const PenMark *mark = &g_array_index (self->marks, PenMark, i);
      double last_x = NAN, last_y = NAN;

      if (mark->kind == PEN_MARK_POLYGON || mark->kind == PEN_MARK_RECTANGLE || mark->kind == PEN_MARK_VERTICAL)
        continue;
      for (gsize j = 0; j < mark->n; j++)
        {
          double x, y;
          int samples = mark->kind == PEN_MARK_LINE && mark->n < 64 ? 16 : 1;

          pen_layout_pixel (layout, mark->x[j], mark->y[j], &x, &y);
          for (int k = samples; k > 0; k--) /* k = samples: the vertex itself */
            {
              double t = (double)k / samples;

              count += inside (box, k == samples ? x : last_x + t * (x - last_x),
                               k == samples ? y : last_y + t * (y - last_y));
            }
          last_x = x;
          last_y = y;
        }
    }
  return count;
}

static cairo_rectangle_t
place (const PenScene *self, const PenLayout *layout, double width, double height)
{
  const cairo_rectangle_t *area = &layout->area;
  double right = area->x + area->width - width - 8, left = area->x + 8;
  double top = area->y + 8, bottom = area->y + area->height - height - 8;
  cairo_rectangle_t boxes[4] = {
    { right, top, width, height },
    { left, top, width, height },
    { right, bottom, width, height },
    { left, bottom, width, height },
  };
  guint fewest = G_MAXUINT, best = 0;

  for (guint i = 0; i < 4 && fewest > 0; i++)
    {
      guint count = hidden (self, layout, &boxes[i]);

      if (count < fewest)
        {
          fewest = count;
          best = i;
        }
    }
  return boxes[best];
}

static void
render_entry (const PenLegendEntry *entry, PenCanvas *canvas, double x, double y, PenTheme theme)
{
  PenColor color = pen_ink_color (entry->ink, theme), text = pen_ink_color (PEN_INK_TEXT, theme);

  if (entry->line)
    {
      PenVertex line[2] = { { x, y, TRUE }, { x + SWATCH, y, FALSE } };
      PenPaint paint = { NULL, &color, 2, entry->dash, FALSE };

      canvas->path (canvas, 2, line, &paint);
    }
  else
    {
      double xy[2] = { x + SWATCH / 2, y };

      canvas->marks (canvas, 1, xy, entry->marker, &color, NULL, 4.5);
    }
  canvas->text (canvas, entry->label, x + SWATCH + 8, y + 0.36 * PEN_TEXT_SIZE, PEN_TEXT_SIZE, FALSE, PEN_ALIGN_LEFT,
                &text);
}

void
pen_scene_render_legend (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout,
                         PenTheme theme)
{
  PenColor ground = pen_theme_background (theme);
  PenPaint paint = { &ground, NULL, 0, PEN_DASH_SOLID, TRUE };
  double width = 0, height = self->legend->len * ROW + 2 * PAD - 4;
  cairo_rectangle_t box;

  for (guint i = 0; i < self->legend->len; i++)
    width = fmax (width,
                  pen_text_width (text, g_array_index (self->legend, PenLegendEntry, i).label, PEN_TEXT_SIZE, FALSE));
  width += SWATCH + 8 + 2 * PAD;
  /* In a small plot the data come first. */
  if (self->legend->len == 0 || width > 0.7 * layout->area.width || height > 0.7 * layout->area.height)
    return;
  box = place (self, layout, width, height);
  ground.alpha = 0.82;
  canvas->begin (canvas, "legend");
  canvas->path (canvas, 4,
                (PenVertex[]){ { box.x, box.y, TRUE },
                               { box.x + width, box.y, FALSE },
                               { box.x + width, box.y + height, FALSE },
                               { box.x, box.y + height, FALSE } },
                &paint);
  for (guint i = 0; i < self->legend->len; i++)
    render_entry (&g_array_index (self->legend, PenLegendEntry, i), canvas, box.x + PAD,
                  box.y + PAD - 2 + (i + 0.5) * ROW, theme);
  canvas->end (canvas);
}
