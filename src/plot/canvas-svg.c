/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas.h"

#include <math.h>
#include <string.h>

static void
append_number (GString *svg, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE + 320];
  char *end;

  g_ascii_formatd (text, sizeof text, "%.2f", fabs (value) < 0.005 ? 0 : value); /* never "-0.00" */
  end = text + strlen (text);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    end[-1] = '\0';
  g_string_append (svg, text);
}

static void
append_attribute (GString *svg, const char *name, double value)
{
  g_string_append_printf (svg, " %s=\"", name);
  append_number (svg, value);
  g_string_append_c (svg, '"');
}

static void
append_color (GString *svg, const char *name, const PenColor *color)
{
  if (color == NULL)
    {
      g_string_append_printf (svg, " %s=\"none\"", name);
      return;
    }
  g_string_append_printf (svg, " %s=\"#%02x%02x%02x\"", name, (guint)lround (color->red * 255),
                          (guint)lround (color->green * 255), (guint)lround (color->blue * 255));
  if (color->alpha < 1)
    {
      g_autofree char *opacity = g_strconcat (name, "-opacity", NULL);

      append_attribute (svg, opacity, color->alpha);
    }
}

/* XML 1.0 has no place for control characters, escaped or not. */
static void
append_escaped (GString *svg, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *escaped = NULL;

  for (char *c = valid; *c != '\0'; c++)
    if ((guchar)*c < 0x20)
      *c = ' ';
  escaped = g_markup_escape_text (valid, -1);
  g_string_append (svg, escaped);
}

static void
svg_begin (PenCanvas *self, const char *id)
{
  g_string_append (self->svg, "<g");
  if (id != NULL)
    {
      g_string_append (self->svg, " id=\"");
      append_escaped (self->svg, id);
      g_string_append_c (self->svg, '"');
    }
  g_string_append (self->svg, ">\n");
}

static void
svg_end (PenCanvas *self)
{
  g_string_append (self->svg, "</g>\n");
}

static void
svg_clip (PenCanvas *self, const cairo_rectangle_t *area)
{
  guint number = ++self->n_clips;

  /* A nested group would need a second end: the clip goes on the group just begun. */
  g_string_truncate (self->svg, self->svg->len - strlen (">\n"));
  g_string_append_printf (self->svg, " clip-path=\"url(#clip-%u)\">\n<clipPath id=\"clip-%u\"><rect", number, number);
  append_attribute (self->svg, "x", area->x);
  append_attribute (self->svg, "y", area->y);
  append_attribute (self->svg, "width", area->width);
  append_attribute (self->svg, "height", area->height);
  g_string_append (self->svg, "/></clipPath>\n");
}

static void
append_path (GString *svg, gsize n, const PenVertex *vertices, gboolean close)
{
  g_string_append (svg, "<path d=\"");
  for (gsize i = 0; i < n; i++)
    {
      g_string_append_c (svg, vertices[i].move ? 'M' : 'L');
      append_number (svg, vertices[i].x);
      g_string_append_c (svg, ' ');
      append_number (svg, vertices[i].y);
    }
  g_string_append (svg, close ? "Z\"" : "\"");
}

static void
svg_path (PenCanvas *self, gsize n, const PenVertex *vertices, const PenPaint *paint)
{
  double lengths[6];
  guint count = pen_dash_lengths (paint->dash, paint->width, lengths);

  if (n == 0)
    return;
  append_path (self->svg, n, vertices, paint->close);
  append_color (self->svg, "fill", paint->fill);
  if (paint->fill != NULL)
    g_string_append (self->svg, " fill-rule=\"evenodd\"");
  if (paint->stroke != NULL)
    {
      append_color (self->svg, "stroke", paint->stroke);
      append_attribute (self->svg, "stroke-width", paint->width);
      g_string_append (self->svg, " stroke-linejoin=\"round\"");
      for (guint i = 0; i < count; i++)
        {
          g_string_append (self->svg, i == 0 ? " stroke-dasharray=\"" : " ");
          append_number (self->svg, lengths[i]);
        }
      if (count > 0)
        g_string_append_c (self->svg, '"');
    }
  g_string_append (self->svg, "/>\n");
}

static void
svg_marks (PenCanvas *self, gsize n, const double *xy, PenMarker marker, const PenColor *color, const PenColor *halo,
           double radius)
{
  gboolean stroked = marker == PEN_MARKER_RING || marker == PEN_MARKER_CROSS;

  g_string_append (self->svg, "<g");
  append_color (self->svg, "fill", stroked ? NULL : color);
  append_color (self->svg, "stroke", stroked ? color : halo);
  append_attribute (self->svg, "stroke-width", stroked ? 2 : 1.25);
  g_string_append (self->svg, ">\n");
  for (gsize i = 0; i < n; i++)
    {
      PenVertex outline[PEN_MARKER_VERTICES];
      gsize count = pen_marker_outline (marker, xy[2 * i], xy[2 * i + 1], radius, outline);

      if (count > 0)
        append_path (self->svg, count, outline, marker != PEN_MARKER_CROSS);
      else
        {
          g_string_append (self->svg, "<circle");
          append_attribute (self->svg, "cx", xy[2 * i]);
          append_attribute (self->svg, "cy", xy[2 * i + 1]);
          append_attribute (self->svg, "r", radius);
        }
      g_string_append (self->svg, "/>\n");
    }
  g_string_append (self->svg, "</g>\n");
}

static void
svg_text (PenCanvas *self, const char *text, double x, double baseline, double size, gboolean bold, PenAlign align,
          const PenColor *color)
{
  static const char *const anchors[] = { "start", "middle", "end" };

  g_string_append (self->svg, "<text");
  append_attribute (self->svg, "x", x);
  append_attribute (self->svg, "y", baseline);
  append_attribute (self->svg, "font-size", size);
  g_string_append_printf (self->svg, " text-anchor=\"%s\"%s", anchors[align], bold ? " font-weight=\"bold\"" : "");
  append_color (self->svg, "fill", color);
  g_string_append_c (self->svg, '>');
  append_escaped (self->svg, text);
  g_string_append (self->svg, "</text>\n");
}

void
pen_canvas_init_svg (PenCanvas *self, GString *svg, double width, double height)
{
  *self = (PenCanvas){ .begin = svg_begin,
                       .end = svg_end,
                       .clip = svg_clip,
                       .path = svg_path,
                       .marks = svg_marks,
                       .text = svg_text,
                       .svg = svg };
  g_string_append (svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
  append_attribute (svg, "width", width);
  append_attribute (svg, "height", height);
  g_string_append (svg, " viewBox=\"0 0 ");
  append_number (svg, width);
  g_string_append_c (svg, ' ');
  append_number (svg, height);
  g_string_append (svg, "\" font-family=\"sans-serif\">\n");
}

void
pen_canvas_finish_svg (PenCanvas *self)
{
  g_string_append (self->svg, "</svg>\n");
}
