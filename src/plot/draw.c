/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include "point-layers.h"

#include <math.h>

#define WIDEST_MESSAGE 460.0 /* longer lines are hard to read */
#define APART 6.0            /* between two numbers of an axis */

PenColor
pen_theme_background (PenTheme theme)
{
  switch (theme)
    {
    case PEN_THEME_DARK:
      return (PenColor){ 0x1e / 255.0, 0x1e / 255.0, 0x22 / 255.0, 1 };
    case PEN_THEME_DARK_CONTRAST:
      return (PenColor){ 0, 0, 0, 1 };
    case PEN_THEME_LIGHT:
    case PEN_THEME_LIGHT_CONTRAST:
      break;
    }
  return (PenColor){ 1, 1, 1, 1 };
}

static void
render_background (PenCanvas *canvas, double width, double height, PenTheme theme)
{
  PenColor color = pen_theme_background (theme);
  PenPaint paint = { &color, NULL, 0, PEN_DASH_SOLID, TRUE };
  PenVertex corners[4] = { { 0, 0, TRUE }, { width, 0, FALSE }, { width, height, FALSE }, { 0, height, FALSE } };

  canvas->begin (canvas, "background");
  canvas->path (canvas, 4, corners, &paint);
  canvas->end (canvas);
}

/* Hairlines fall on pixel centres, or they would be two grey pixels wide. */
static void
hairline (PenCanvas *canvas, double x0, double y0, double x1, double y1, const PenColor *color)
{
  PenPaint paint = { NULL, color, 1, PEN_DASH_SOLID, FALSE };
  PenVertex line[2] = { { floor (x0) + 0.5, floor (y0) + 0.5, TRUE }, { floor (x1) + 0.5, floor (y1) + 0.5, FALSE } };

  canvas->path (canvas, 2, line, &paint);
}

static void
render_grid (PenCanvas *canvas, const PenLayout *layout, GArray *x_ticks, GArray *y_ticks, PenTheme theme)
{
  const cairo_rectangle_t *area = &layout->area;
  PenColor grid = pen_ink_color (PEN_INK_GRID, theme);

  canvas->begin (canvas, "grid");
  for (guint i = 0; i < x_ticks->len; i++)
    {
      const PenTick *tick = &g_array_index (x_ticks, PenTick, i);
      double x = area->x + pen_scale_to_unit (&layout->x, tick->value) * area->width;

      if (tick->major)
        hairline (canvas, x, area->y, x, area->y + area->height, &grid);
    }
  for (guint i = 0; i < y_ticks->len; i++)
    {
      const PenTick *tick = &g_array_index (y_ticks, PenTick, i);
      double y = area->y + (1 - pen_scale_to_unit (&layout->y, tick->value)) * area->height;

      if (tick->major)
        hairline (canvas, area->x, y, area->x + area->width, y, &grid);
    }
  canvas->end (canvas);
}

static void
render_x_axis (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout, GArray *ticks,
               double width, PenTheme theme)
{
  const cairo_rectangle_t *area = &layout->area;
  PenColor axis = pen_ink_color (PEN_INK_AXIS, theme), muted = pen_ink_color (PEN_INK_MUTED, theme);
  PenColor ink = pen_ink_color (PEN_INK_TEXT, theme);
  double bottom = area->y + area->height, taken = -HUGE_VAL;

  canvas->begin (canvas, "x-axis");
  hairline (canvas, area->x, bottom, area->x + area->width, bottom, &axis);
  if (layout->x_name_rows > 0)
    pen_x_names_render (self, canvas, text, layout, theme);
  for (guint i = 0; i < ticks->len && layout->x_name_rows == 0; i++)
    {
      const PenTick *tick = &g_array_index (ticks, PenTick, i);
      double x = area->x + pen_scale_to_unit (&layout->x, tick->value) * area->width, half;

      hairline (canvas, x, bottom, x, bottom + (tick->major ? 4 : 2), &axis);
      if (tick->label == NULL)
        continue;
      half = pen_text_width (text, tick->label, PEN_TEXT_SIZE, FALSE) / 2;
      x = CLAMP (x, half + 2, fmax (half + 2, width - half - 2));
      if (x - half < taken + APART)
        continue;
      taken = x + half;
      canvas->text (canvas, tick->label, x, bottom + PEN_TEXT_SIZE + 8, PEN_TEXT_SIZE, FALSE, PEN_ALIGN_CENTER, &muted);
    }
  if (layout->x_name)
    {
      const char *label = layout->x_name_rows > 0 ? self->x_names_label : self->x_label;
      g_autofree char *name = pen_text_fit (text, label, PEN_TEXT_SIZE, FALSE, width - 2 * PEN_EDGE);
      double below = layout->x_name_rows > 1 ? PEN_NOTE_ROW : 0;
      double half = pen_text_width (text, name, PEN_TEXT_SIZE, FALSE) / 2;

      canvas->text (canvas, name, CLAMP (area->x + area->width / 2, half + PEN_EDGE, width - half - PEN_EDGE),
                    bottom + below + 2 * PEN_TEXT_SIZE + 16, PEN_TEXT_SIZE, FALSE, PEN_ALIGN_CENTER, &ink);
    }
  canvas->end (canvas);
}

static void
render_y_axis (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout, GArray *ticks,
               double width, PenTheme theme)
{
  const cairo_rectangle_t *area = &layout->area;
  PenColor muted = pen_ink_color (PEN_INK_MUTED, theme), ink = pen_ink_color (PEN_INK_TEXT, theme);
  double taken = HUGE_VAL;

  canvas->begin (canvas, "y-axis");
  for (guint i = 0; i < ticks->len; i++)
    {
      const PenTick *tick = &g_array_index (ticks, PenTick, i);
      double y = area->y + (1 - pen_scale_to_unit (&layout->y, tick->value)) * area->height;

      if (tick->label == NULL || y > taken - PEN_TEXT_SIZE - 2)
        continue;
      canvas->text (canvas, tick->label, area->x - 8, y + 0.36 * PEN_TEXT_SIZE, PEN_TEXT_SIZE, FALSE, PEN_ALIGN_RIGHT,
                    &muted);
      taken = y;
    }
  /* Above its axis and level, where it is read without turning the head. */
  if (self->y_label != NULL)
    {
      g_autofree char *name = pen_text_fit (text, self->y_label, PEN_TEXT_SIZE, FALSE, width - 2 * PEN_EDGE);

      canvas->text (canvas, name, PEN_EDGE, layout->caption, PEN_TEXT_SIZE, FALSE, PEN_ALIGN_LEFT, &ink);
    }
  canvas->end (canvas);
}

/* In lines about the middle of the area. What does not fit above and below is left out. */
static void
render_message (const char *message, PenCanvas *canvas, PangoLayout *text, const cairo_rectangle_t *area,
                const PenColor *color)
{
  double room = CLAMP (area->width - 16, 1, WIDEST_MESSAGE), step = 1.4 * PEN_TITLE_SIZE, y;
  g_autoptr (GPtrArray) lines = pen_text_wrap (text, message, PEN_TITLE_SIZE, room);
  guint n = MIN (lines->len, (guint)fmax (1, floor (area->height / step)));

  y = area->y + area->height / 2 - (n - 1) * step / 2;
  for (guint i = 0; i < n; i++)
    canvas->text (canvas, g_ptr_array_index (lines, i), area->x + area->width / 2, y + i * step, PEN_TITLE_SIZE, FALSE,
                  PEN_ALIGN_CENTER, color);
}

static void
render_captions (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout, double width,
                 double height, PenTheme theme)
{
  const cairo_rectangle_t *area = &layout->area;
  PenColor ink = pen_ink_color (PEN_INK_TEXT, theme), muted = pen_ink_color (PEN_INK_MUTED, theme);

  canvas->begin (canvas, "captions");
  if (self->title != NULL)
    {
      g_autofree char *title = pen_text_fit (text, self->title, PEN_TITLE_SIZE, TRUE, width - 2 * PEN_EDGE);

      canvas->text (canvas, title, PEN_EDGE, PEN_EDGE + PEN_TITLE_SIZE * 0.85, PEN_TITLE_SIZE, TRUE, PEN_ALIGN_LEFT,
                    &ink);
    }
  if (layout->note_rows > 0)
    {
      g_autoptr (GPtrArray) lines = pen_scene_note_lines (self, text, width);

      for (guint i = 0; i < lines->len; i++)
        canvas->text (canvas, g_ptr_array_index (lines, i), width - PEN_EDGE - 8,
                      height - PEN_EDGE + 2 - (lines->len - 1 - i) * PEN_NOTE_ROW, PEN_TEXT_SIZE, FALSE,
                      PEN_ALIGN_RIGHT, &muted);
    }
  if (self->message != NULL)
    render_message (self->message, canvas, text, area, &muted);
  canvas->end (canvas);
}

void
pen_scene_render (PenScene *self, PenCanvas *canvas, PangoLayout *text, double width, double height, PenTheme theme,
                  gboolean background)
{
  g_autoptr (GArray) x_ticks = NULL;
  g_autoptr (GArray) y_ticks = NULL;
  PenLayout layout;

  pen_scene_layout (self, text, width, height, &layout);
  x_ticks = pen_scale_ticks (&layout.x, layout.x_ticks);
  y_ticks = pen_scale_ticks (&layout.y, layout.y_ticks);
  if (background)
    render_background (canvas, width, height, theme);
  if (self->message != NULL && self->marks->len == 0 && self->x_label == NULL && self->y_label == NULL)
    {
      /* Axes without a name would only frame the words. */
      layout.area = (cairo_rectangle_t){ 0, 0, width, height };
      render_captions (self, canvas, text, &layout, width, height, theme);
      return;
    }
  if (self->color_limit == 0)
    render_grid (canvas, &layout, x_ticks, y_ticks, theme);
  canvas->begin (canvas, "marks");
  canvas->clip (canvas, &layout.area);
  pen_scene_render_marks (self, canvas, text, &layout, theme);
  canvas->end (canvas);
  if (self->color_limit > 0)
    {
      pen_cells_render_names (self, canvas, text, &layout, theme);
      pen_cells_render_bar (self, canvas, text, &layout, theme);
      render_captions (self, canvas, text, &layout, width, height, theme);
      return;
    }
  render_x_axis (self, canvas, text, &layout, x_ticks, width, theme);
  render_y_axis (self, canvas, text, &layout, y_ticks, width, theme);
  pen_scene_render_legend (self, canvas, text, &layout, width, theme);
  render_captions (self, canvas, text, &layout, width, height, theme);
}

static void
draw (PenScene *self, cairo_t *cr, double width, double height, PenTheme theme, gboolean background,
      PenPointLayers *layers)
{
  g_autoptr (PangoLayout) text = pen_text_layout_new ();
  PenCanvas canvas;

  pen_canvas_init_cairo (&canvas, cr, text);
  canvas.layers = layers;
  cairo_save (cr);
  pen_scene_render (self, &canvas, text, width, height, theme, background);
  cairo_restore (cr);
}

void
pen_scene_draw (PenScene *self, cairo_t *cr, double width, double height, PenTheme theme, gboolean background)
{
  draw (self, cr, width, height, theme, background, NULL);
}

void
pen_scene_draw_layered (PenScene *self, cairo_t *cr, double width, double height, PenTheme theme,
                        PenPointLayers *layers)
{
  pen_point_layers_begin (layers);
  draw (self, cr, width, height, theme, FALSE, layers);
}

void
pen_scene_draw_over (PenScene *self, const PenScene *over, cairo_t *cr, double width, double height, PenTheme theme)
{
  g_autoptr (PangoLayout) text = NULL;
  PenCanvas canvas;
  PenLayout layout;

  if (over->marks->len == 0)
    return;
  text = pen_text_layout_new ();
  pen_scene_layout (self, text, width, height, &layout);
  pen_canvas_init_cairo (&canvas, cr, text);
  canvas.begin (&canvas, NULL);
  canvas.clip (&canvas, &layout.area);
  pen_scene_render_marks (over, &canvas, text, &layout, theme);
  canvas.end (&canvas);
}
