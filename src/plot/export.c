/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <penchant/error.h>

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define LONGEST 32000.0 /* cairo's image surfaces end at 32767 */

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
  else
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                   _ ("%s: the file name must end in .png, .svg or .pdf to say which kind of image to write"), path);
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

static gboolean
check_size (const PenExport *options, GError **error)
{
  double scale = options->format == PEN_IMAGE_PNG ? options->scale : 1;

  if (options->width >= 1 && options->height >= 1 && scale > 0 && options->width * scale <= LONGEST
      && options->height * scale <= LONGEST && options->width * scale >= 1 && options->height * scale >= 1)
    return TRUE;
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
               _ ("an image of %g × %g pixels at scale %g cannot be written; each side must have 1 to %g pixels"),
               options->width, options->height, scale, LONGEST);
  return FALSE;
}

gboolean
pen_scene_export (PenScene *self, const PenExport *options, const char *path, GError **error)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_autoptr (GError) failure = NULL;
  cairo_status_t status = CAIRO_STATUS_SUCCESS;

  if (!check_size (options, error))
    return FALSE;
  switch (options->format)
    {
    case PEN_IMAGE_PNG:
      status = render_png (self, options, bytes);
      break;
    case PEN_IMAGE_PDF:
      status = render_pdf (self, options, bytes);
      break;
    case PEN_IMAGE_SVG:
      render_svg (self, options, bytes);
      break;
    }
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("%s: the image could not be drawn: %s"), path,
                   cairo_status_to_string (status));
      return FALSE;
    }
  if (!g_file_set_contents_full (path, bytes->str, (gssize)bytes->len, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &failure))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("%s: the image could not be written: %s"), path,
                   failure->message);
      return FALSE;
    }
  return TRUE;
}
