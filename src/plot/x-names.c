/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <math.h>
#include <stdlib.h>

#define APART 10.0 /* between two names */

/* Both parts of a name that is broken at the gap nearest to its middle; the second is empty where it has none. */
static void
break_name (const char *name, char *parts[2])
{
  glong n = g_utf8_strlen (name, -1), best = -1;
  const char *c = name;

  for (glong i = 0; i < n; i++, c = g_utf8_next_char (c))
    if (i > 0 && i + 1 < n && (*c == ' ' || *c == '-' || *c == '_' || *c == '.')
        && (best < 0 || labs (2 * i - n) < labs (2 * best - n)))
      best = i;
  if (best < 0)
    {
      parts[0] = g_strdup (name);
      parts[1] = g_strdup ("");
      return;
    }
  c = g_utf8_offset_to_pointer (name, best);
  parts[0] = g_strndup (name, (gsize)(c - name) + (*c == ' ' ? 0 : 1));
  parts[1] = g_strdup (c + 1);
}

static double
place_of (const PenLayout *layout, guint index)
{
  return layout->area.x + pen_scale_to_unit (&layout->x, index + 1.0) * layout->area.width;
}

static gboolean
is_in_sight (const PenLayout *layout, guint index)
{
  double x = place_of (layout, index);

  return x >= layout->area.x - 1 && x <= layout->area.x + layout->area.width + 1;
}

static double
width_of (PangoLayout *text, const char *name, guint rows)
{
  char *parts[2];
  double width;

  if (rows == 1)
    return pen_text_width (text, name, PEN_TEXT_SIZE, FALSE);
  break_name (name, parts);
  width = fmax (pen_text_width (text, parts[0], PEN_TEXT_SIZE, FALSE),
                pen_text_width (text, parts[1], PEN_TEXT_SIZE, FALSE));
  g_free (parts[0]);
  g_free (parts[1]);
  return width;
}

static gboolean
fit (const PenScene *self, PangoLayout *text, const PenLayout *layout, guint rows)
{
  double taken = -HUGE_VAL, right = layout->area.x + layout->area.width + PEN_EDGE + 4;
  gboolean any = FALSE;

  for (guint i = 0; i < self->x_names->len; i++)
    {
      double half, x = place_of (layout, i);

      if (!is_in_sight (layout, i))
        continue;
      half = width_of (text, g_ptr_array_index (self->x_names, i), rows) / 2;
      if (x - half < fmax (taken, 2) || x + half > right)
        return FALSE;
      taken = x + half + APART;
      any = TRUE;
    }
  return any;
}

guint
pen_x_names_rows (const PenScene *self, PangoLayout *text, const PenLayout *layout)
{
  /* More names than this many pixels apart cannot fit, and would only be measured. */
  const double least = 14;

  if (self->x_names == NULL || self->x_log || layout->area.width / (layout->shown.x_high - layout->shown.x_low) < least)
    return 0;
  return fit (self, text, layout, 1) ? 1 : fit (self, text, layout, 2) ? 2 : 0;
}

void
pen_x_names_render (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout, PenTheme theme)
{
  PenColor axis = pen_ink_color (PEN_INK_AXIS, theme), muted = pen_ink_color (PEN_INK_MUTED, theme);
  double bottom = layout->area.y + layout->area.height;

  for (guint i = 0; i < self->x_names->len; i++)
    {
      const char *name = g_ptr_array_index (self->x_names, i);
      double x = place_of (layout, i), pixel = floor (x) + 0.5;
      PenVertex tick[2] = { { pixel, floor (bottom) + 0.5, TRUE }, { pixel, floor (bottom) + 4.5, FALSE } };
      PenPaint paint = { NULL, &axis, 1, PEN_DASH_SOLID, FALSE };
      char *parts[2] = { NULL, NULL };

      if (!is_in_sight (layout, i))
        continue;
      if (layout->x_name_rows > 1)
        break_name (name, parts);
      canvas->path (canvas, 2, tick, &paint);
      canvas->text (canvas, parts[0] != NULL ? parts[0] : name, x, bottom + PEN_TEXT_SIZE + 8, PEN_TEXT_SIZE, FALSE,
                    PEN_ALIGN_CENTER, &muted);
      if (parts[1] != NULL && parts[1][0] != '\0')
        canvas->text (canvas, parts[1], x, bottom + PEN_TEXT_SIZE + 8 + PEN_NOTE_ROW, PEN_TEXT_SIZE, FALSE,
                      PEN_ALIGN_CENTER, &muted);
      g_free (parts[0]);
      g_free (parts[1]);
    }
}
