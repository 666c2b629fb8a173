/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <math.h>

#define SWATCH 26.0
#define GAP 8.0      /* between a swatch and its words */
#define BETWEEN 18.0 /* entries */
#define FADED 0.6    /* what is hidden */

/* The legend stands above the plot, beside the name of the y axis, and goes on below in rows: inside, it would hide
 * data or jump from corner to corner while a run is played. */
static void
next_place (double width, double room, double *x, guint *row)
{
  if (*x > PEN_EDGE && *x + width > room - PEN_EDGE)
    {
      *x = PEN_EDGE;
      (*row)++;
    }
}

static double
first_place (const PenScene *self, PangoLayout *text)
{
  if (self->y_label == NULL)
    return PEN_EDGE;
  return PEN_EDGE + pen_text_width (text, self->y_label, PEN_TEXT_SIZE, FALSE) + 28;
}

static double
entry_width (const PenLegendEntry *entry, PangoLayout *text)
{
  return SWATCH + GAP + pen_text_width (text, entry->label, PEN_TEXT_SIZE, FALSE);
}

guint
pen_scene_legend_rows (const PenScene *self, PangoLayout *text, double room)
{
  double x = first_place (self, text);
  guint row = 0;

  if (self->legend->len == 0)
    return 0;
  for (guint i = 0; i < self->legend->len; i++)
    {
      double width = entry_width (&g_array_index (self->legend, PenLegendEntry, i), text);

      if (width > room - 2 * PEN_EDGE)
        return 0;
      next_place (width, room, &x, &row);
      x += width + BETWEEN;
    }
  return row + 1;
}

GArray *
pen_scene_legend_boxes (const PenScene *self, PangoLayout *text, const PenLayout *layout, double room)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
  double x = first_place (self, text);
  guint row = 0;

  for (guint i = 0; i < self->legend->len && layout->legend_rows > 0; i++)
    {
      cairo_rectangle_t box = { 0, 0, entry_width (&g_array_index (self->legend, PenLegendEntry, i), text), PEN_ROW };

      next_place (box.width, room, &x, &row);
      box.x = x;
      box.y = layout->caption + row * PEN_ROW - 0.36 * PEN_TEXT_SIZE - PEN_ROW / 2;
      x += box.width + BETWEEN;
      g_array_append_val (boxes, box);
    }
  return boxes;
}

static void
strike (PenCanvas *canvas, const cairo_rectangle_t *box, double y, const PenColor *color)
{
  PenVertex line[2] = { { box->x + SWATCH + GAP - 2, y, TRUE }, { box->x + box->width + 2, y, FALSE } };
  PenPaint paint = { NULL, color, 1.2, PEN_DASH_SOLID, FALSE };

  canvas->path (canvas, 2, line, &paint);
}

static void
render_entry (const PenLegendEntry *entry, PenCanvas *canvas, const cairo_rectangle_t *box, PenTheme theme)
{
  PenColor color = pen_ink_color (entry->ink, theme), text = pen_ink_color (PEN_INK_TEXT, theme);
  double x = box->x, y = box->y + box->height / 2;

  if (entry->hidden)
    {
      text = pen_ink_color (PEN_INK_MUTED, theme);
      color.alpha = text.alpha = FADED;
    }
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
  canvas->text (canvas, entry->label, x + SWATCH + GAP, y + 0.36 * PEN_TEXT_SIZE, PEN_TEXT_SIZE, FALSE, PEN_ALIGN_LEFT,
                &text);
  if (entry->hidden)
    strike (canvas, box, y, &text);
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
    render_entry (&g_array_index (self->legend, PenLegendEntry, i), canvas,
                  &g_array_index (boxes, cairo_rectangle_t, i), theme);
  canvas->end (canvas);
}
