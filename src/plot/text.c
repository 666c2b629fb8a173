/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas.h"

#include <pango/pangocairo.h>

PangoLayout *
pen_text_layout_new (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoLayout *layout;

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 96);
  pango_context_set_round_glyph_positions (context, FALSE);
  layout = pango_layout_new (context);
  g_object_unref (context);
  return layout;
}

void
pen_text_set (PangoLayout *layout, const char *text, double size, gboolean bold)
{
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, "Sans");
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
}

double
pen_text_width (PangoLayout *layout, const char *text, double size, gboolean bold)
{
  PangoRectangle logical;

  pen_text_set (layout, text, size, bold);
  pango_layout_get_extents (layout, NULL, &logical);
  return (double)logical.width / PANGO_SCALE;
}

char *
pen_text_fit (PangoLayout *layout, const char *text, double size, gboolean bold, double room)
{
  glong low = 0, high = g_utf8_strlen (text, -1);
  char *fitting = g_strdup (text);

  if (pen_text_width (layout, text, size, bold) <= room)
    return fitting;
  while (low < high)
    {
      glong length = (low + high + 1) / 2;
      g_autofree char *start = g_utf8_substring (text, 0, length);
      g_autofree char *cut = g_strconcat (g_strchomp (start), "…", NULL);

      if (pen_text_width (layout, cut, size, bold) <= room)
        {
          low = length;
          g_free (fitting);
          fitting = g_steal_pointer (&cut);
        }
      else
        high = length - 1;
    }
  if (low == 0)
    fitting[0] = '\0';
  return fitting;
}

GPtrArray *
pen_text_wrap (PangoLayout *layout, const char *text, double size, double room)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  pen_text_set (layout, text, size, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int)(room * PANGO_SCALE));
  for (int i = 0; i < pango_layout_get_line_count (layout); i++)
    {
      const PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);

      g_ptr_array_add (lines, g_strchomp (g_strndup (text + line->start_index, (gsize)line->length)));
    }
  pango_layout_set_width (layout, -1);
  return lines;
}
