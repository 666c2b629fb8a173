/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <math.h>

#define WORDS 0.55 /* of the height, at most */

static void
extend (double value, gboolean logarithmic, double *low, double *high)
{
  if (!isfinite (value) || (logarithmic && value <= 0))
    return;
  *low = fmin (*low, value);
  *high = fmax (*high, value);
}

/* A range that can be drawn: finite, low < high, positive when logarithmic, with a margin around what was found. */
static void
make_range (gboolean logarithmic, double margin, double *low, double *high)
{
  if (!isfinite (*low) || !isfinite (*high) || *low > *high || (logarithmic && *high <= 0))
    {
      *low = logarithmic ? 0.1 : -1;
      *high = logarithmic ? 10 : 1;
    }
  else if (logarithmic)
    {
      double a, b, pad;

      *low = fmax (*low, 1e-307);
      a = log10 (*low);
      b = fmax (a, log10 (*high));
      pad = b - a > 1e-12 ? margin * (b - a) : margin > 0 ? 0.5 : 1e-9;
      *low = pow (10, fmax (-307, a - pad));
      *high = pow (10, fmin (308, b + pad));
    }
  else
    {
      double half = *high / 2 - *low / 2, middle = *low / 2 + *high / 2;

      half = half > 4e-16 * fabs (middle) ? half * (1 + 2 * margin) : fmax (fabs (middle) * 1e-3, 1e-300);
      if (middle == 0 && half <= 1e-300)
        half = 1;
      *low = fmax (-1e308, middle - half);
      *high = fmin (1e308, middle + half);
    }
}

static PenViewport
fit (const PenScene *self)
{
  PenViewport box = { INFINITY, -INFINITY, INFINITY, -INFINITY };

  if (self->has_viewport)
    {
      box = self->viewport;
      make_range (self->x_log, 0, &box.x_low, &box.x_high);
      make_range (self->y_log, 0, &box.y_low, &box.y_high);
      return box;
    }
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PenMark *mark = &g_array_index (self->marks, PenMark, i);

      for (gsize j = 0; j < mark->n; j++)
        {
          extend (mark->x[j], self->x_log, &box.x_low, &box.x_high);
          if (mark->kind != PEN_MARK_VERTICAL)
            extend (mark->y[j], self->y_log, &box.y_low, &box.y_high);
        }
    }
  make_range (self->x_log, 0.05, &box.x_low, &box.x_high);
  make_range (self->y_log, 0.05, &box.y_low, &box.y_high);
  return box;
}

static void
widen_to_equal (PenLayout *layout, const PenViewport *wanted)
{
  double x_unit = (wanted->x_high - wanted->x_low) / layout->area.width;
  double y_unit = (wanted->y_high - wanted->y_low) / layout->area.height;
  double unit = fmax (x_unit, y_unit);
  double x = (wanted->x_low + wanted->x_high) / 2, y = (wanted->y_low + wanted->y_high) / 2;

  layout->shown = (PenViewport){ x - unit * layout->area.width / 2, x + unit * layout->area.width / 2,
                                 y - unit * layout->area.height / 2, y + unit * layout->area.height / 2 };
}

static double
widest_label (const PenScale *scale, guint at_most, PangoLayout *text)
{
  g_autoptr (GArray) ticks = pen_scale_ticks (scale, at_most);
  double width = 0;

  for (guint i = 0; i < ticks->len; i++)
    {
      const PenTick *tick = &g_array_index (ticks, PenTick, i);

      if (tick->label != NULL)
        width = fmax (width, pen_text_width (text, tick->label, PEN_TEXT_SIZE, FALSE));
    }
  return width;
}

static void
set_scales (const PenScene *self, PenLayout *layout)
{
  layout->x = (PenScale){ layout->shown.x_low, layout->shown.x_high, self->x_log };
  layout->y = (PenScale){ layout->shown.y_low, layout->shown.y_high, self->y_log };
}

GPtrArray *
pen_scene_note_lines (const PenScene *self, PangoLayout *text, double width)
{
  return pen_text_wrap (text, self->note, PEN_TEXT_SIZE, fmax (1, width - 2 * PEN_EDGE - 8));
}

/* The rows of text above and below the plot. */
static void
set_captions (const PenScene *self, PangoLayout *text, double width, PenLayout *layout, double *top, double *bottom)
{
  double x_name = layout->x_name ? pen_text_width (text, self->x_label, PEN_TEXT_SIZE, FALSE) : 0;
  double note = layout->note_rows > 0 ? pen_text_width (text, self->note, PEN_TEXT_SIZE, FALSE) : 0;
  guint rows = layout->legend.rows + (self->y_label != NULL && !layout->legend.beside ? 1 : 0);

  *top = PEN_EDGE + (self->title != NULL ? PEN_TITLE_SIZE + 10 : 0);
  layout->caption = *top + PEN_TEXT_SIZE + (MAX (rows, 1) - 1) * PEN_ROW;
  *top += rows > 0 ? rows * PEN_ROW + 1 : 0;
  *top += self->color_limit > 0 ? PEN_ROW : 0; /* the names of the heat maps */
  layout->note_below = layout->note_rows > 0 && x_name > 0 && x_name / 2 + 10 + note + PEN_EDGE + 8 > 0.48 * width;
  *bottom = PEN_EDGE + PEN_TEXT_SIZE + 8 + (self->color_limit > 0 ? PEN_BAR : 0);
  *bottom += layout->x_name || layout->note_rows > 0 ? PEN_TEXT_SIZE + 8 : 0;
  *bottom += layout->note_below ? PEN_NOTE_ROW : 0;
  *bottom += layout->note_rows > 1 ? (layout->note_rows - 1) * PEN_NOTE_ROW : 0;
}

/* In a small plot the data come first: a legend has no more than a third of the height; then the note, then the name of
 * the x axis. */
static void
choose_captions (const PenScene *self, PangoLayout *text, double width, double height, PenLayout *layout, double *top,
                 double *bottom)
{
  g_autoptr (GPtrArray) note = self->note != NULL ? pen_scene_note_lines (self, text, width) : NULL;

  pen_scene_plan_legend (self, text, width, (guint)(height / 3 / PEN_ROW), &layout->legend);
  layout->x_name = self->x_label != NULL && self->color_limit == 0;
  layout->note_rows = note != NULL ? note->len : 0;
  for (int i = 0; i < 3; i++)
    {
      set_captions (self, text, width, layout, top, bottom);
      if (*top + *bottom <= WORDS * height)
        break;
      layout->x_name = layout->x_name && i == 0;
      layout->note_rows = 0;
    }
}

static void
lay_out (const PenScene *self, PangoLayout *text, double width, double height, PenLayout *layout)
{
  PenViewport wanted = fit (self);
  double top, bottom, left, widest = 0, most;
  gboolean equal = self->equal && !self->x_log && !self->y_log;

  choose_captions (self, text, width, height, layout, &top, &bottom);
  layout->shown = wanted;
  /* Labels decide the left margin, the margin the area, the area (equal aspect) the range, the range the labels. */
  for (int pass = 0; pass < 3; pass++)
    {
      double right;

      layout->area.y = top;
      layout->area.height = fmax (1, height - top - bottom);
      layout->y_ticks = (guint)CLAMP (layout->area.height / 44, 2, 9);
      set_scales (self, layout);
      widest = fmax (widest, self->color_limit > 0 ? 0 : widest_label (&layout->y, layout->y_ticks, text));
      left = PEN_EDGE + widest + 8;
      right = PEN_EDGE + 8;
      layout->area.x = left;
      layout->area.width = fmax (1, width - left - right);
      if (equal)
        widen_to_equal (layout, &wanted);
    }
  set_scales (self, layout);
  layout->x_name_rows = pen_x_names_rows (self, text, layout);
  if (layout->x_name_rows > 1)
    layout->area.height = fmax (1, layout->area.height - PEN_NOTE_ROW);
  /* No more labels than whole numbers: then none falls between them. */
  most = self->whole_x ? CLAMP (floor (layout->shown.x_high - layout->shown.x_low), 2, 11) : 11;
  for (layout->x_ticks = (guint)CLAMP (layout->area.width / 56, 2, most); layout->x_ticks > 2; layout->x_ticks--)
    if (layout->x_ticks * (widest_label (&layout->x, layout->x_ticks, text) + 18) <= layout->area.width)
      break;
}

void
pen_scene_layout (PenScene *self, PangoLayout *text, double width, double height, PenLayout *layout)
{
  g_mutex_lock (&self->lock);
  if (!self->has_layout || self->width != width || self->height != height)
    {
      g_autoptr (PangoLayout) made = text == NULL ? pen_text_layout_new () : NULL;

      lay_out (self, text != NULL ? text : made, width, height, &self->layout);
      self->width = width;
      self->height = height;
      self->has_layout = TRUE;
    }
  *layout = self->layout;
  g_mutex_unlock (&self->lock);
}

void
pen_layout_pixel (const PenLayout *layout, double x, double y, double *px, double *py)
{
  *px = layout->area.x + pen_scale_to_unit (&layout->x, x) * layout->area.width;
  *py = layout->area.y + (1 - pen_scale_to_unit (&layout->y, y)) * layout->area.height;
}

void
pen_scene_to_pixel (PenScene *self, double width, double height, double x, double y, double *px, double *py)
{
  PenLayout layout;

  pen_scene_layout (self, NULL, width, height, &layout);
  pen_layout_pixel (&layout, x, y, px, py);
}

void
pen_scene_to_data (PenScene *self, double width, double height, double px, double py, double *x, double *y)
{
  PenLayout layout;

  pen_scene_layout (self, NULL, width, height, &layout);
  *x = pen_scale_from_unit (&layout.x, (px - layout.area.x) / layout.area.width);
  *y = pen_scale_from_unit (&layout.y, 1 - (py - layout.area.y) / layout.area.height);
}

void
pen_scene_plot_area (PenScene *self, double width, double height, cairo_rectangle_t *area, PenViewport *shown)
{
  PenLayout layout;

  pen_scene_layout (self, NULL, width, height, &layout);
  if (area != NULL)
    *area = layout.area;
  if (shown != NULL)
    *shown = layout.shown;
}
