/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <penchant/error.h>
#include <penchant/file.h>

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define LONGEST 32000.0          /* cairo's image surfaces end at 32767 */
#define MOST_MEMORY 1073741824.0 /* bytes of an image while it is drawn, 4 a pixel */
#define PNG_HEAD 33              /* signature and IHDR chunk: what is told of the pixels stands behind them */

gboolean
pen_export_format_of (const char *path, PenImage *format, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (lower, ".png"))
    *format = PEN_IMAGE_PNG;
  else if (g_str_has_suffix (lower, ".svg"))
    *format = PEN_IMAGE_SVG;
  else if (g_str_has_suffix (lower, ".pdf"))
    *format = PEN_IMAGE_PDF;
  else if (g_str_has_suffix (lower, ".csv"))
    *format = PEN_IMAGE_CSV;
  else
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                   _ ("%s: the file name must end in .png, .svg, .pdf or .csv to say what to write"), path);
      return FALSE;
    }
  return TRUE;
}

static cairo_status_t
collect (void *closure, const unsigned char *data, unsigned int length)
{
  g_string_append_len (closure, (const char *)data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_to (PenScene *self, const PenExport *options, cairo_surface_t *surface, double scale)
{
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  pen_scene_draw (self, cr, options->width, options->height, options->theme, !options->transparent);
  cairo_destroy (cr);
}

static guint32
crc_of (const guint8 *bytes, gsize n)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < n; i++)
    {
      crc ^= bytes[i];
      for (int bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
    }
  return ~crc;
}

static void
put_number (guint8 *bytes, guint32 number)
{
  number = GUINT32_TO_BE (number);
  memcpy (bytes, &number, sizeof number);
}

/* Without its pHYs chunk a PNG has pixels but no size, and would be printed at anyone's guess. */
static void
insert_resolution (GString *png, double dpi)
{
  guint8 chunk[21] = { 0, 0, 0, 9, 'p', 'H', 'Y', 's' };
  guint32 per_metre = (guint32)lround (dpi / 0.0254);

  put_number (chunk + 8, per_metre);
  put_number (chunk + 12, per_metre);
  chunk[16] = 1; /* the unit is the metre */
  put_number (chunk + 17, crc_of (chunk + 4, 13));
  g_string_insert_len (png, PNG_HEAD, (const char *)chunk, sizeof chunk);
}

static cairo_status_t
render_png (PenScene *self, const PenExport *options, GString *bytes)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)lround (options->width * options->scale),
                                  (int)lround (options->height * options->scale));
  cairo_status_t status;

  draw_to (self, options, surface, options->scale);
  status = cairo_surface_write_to_png_stream (surface, collect, bytes);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    insert_resolution (bytes, 96 * options->scale);
  return status;
}

static cairo_status_t
render_pdf (PenScene *self, const PenExport *options, GString *bytes)
{
  const double points = 72.0 / 96.0;
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (collect, bytes, options->width * points, options->height * points);
  cairo_status_t status;

  /* The same bytes each time: the present moment is no part of a picture. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
  if (self->title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  draw_to (self, options, surface, points);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static void
render_svg (PenScene *self, const PenExport *options, GString *bytes)
{
  g_autoptr (PangoLayout) text = pen_text_layout_new ();
  PenCanvas canvas;

  pen_canvas_init_svg (&canvas, bytes, options->width, options->height);
  pen_scene_render (self, &canvas, text, options->width, options->height, options->theme, !options->transparent);
  pen_canvas_finish_svg (&canvas);
}

gboolean
pen_export_check (const PenExport *options, GError **error)
{
  double scale = options->format == PEN_IMAGE_PNG ? options->scale : 1;
  double width = options->width * scale, height = options->height * scale;

  if (!(options->width >= 1 && options->height >= 1 && scale > 0 && width <= LONGEST && height <= LONGEST && width >= 1
        && height >= 1))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                   _ ("An image of %.0f × %.0f pixels cannot be written: each side must have 1 to %.0f pixels"), width,
                   height, LONGEST);
      return FALSE;
    }
  if (options->format == PEN_IMAGE_PNG && 4 * width * height > MOST_MEMORY)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                   _ ("An image of %.0f × %.0f pixels takes %.1f GiB of memory, and there is 1 GiB for it"), width,
                   height, 4 * width * height / MOST_MEMORY);
      return FALSE;
    }
  return TRUE;
}

static cairo_status_t
render (PenScene *self, const PenExport *options, GString *bytes)
{
  switch (options->format)
    {
    case PEN_IMAGE_PNG:
      return render_png (self, options, bytes);
    case PEN_IMAGE_PDF:
      return render_pdf (self, options, bytes);
    case PEN_IMAGE_SVG:
      render_svg (self, options, bytes);
      break;
    case PEN_IMAGE_CSV:
      pen_scene_format_curves (self, bytes);
      break;
    }
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
pen_scene_image (PenScene *self, const PenExport *options, GError **error)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  cairo_status_t status;

  if (!pen_export_check (options, error))
    return NULL;
  status = render (self, options, bytes);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_string_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("The image could not be drawn: %s"), cairo_status_to_string (status));
  return NULL;
}

gboolean
pen_scene_export (PenScene *self, const PenExport *options, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = pen_scene_image (self, options, error);
  gconstpointer data;
  gsize n;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &n);
  return pen_file_write (path, data, (gssize)n, error);
}
