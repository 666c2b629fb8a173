/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figure.h"

#include "numbers.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/error.h>
#include <string.h>

#define PIXELS_AN_INCH 96.0
#define MM_AN_INCH 25.4
#define POINTS_AN_INCH 72.0

static const char *const formats[] = {
  [PEN_IMAGE_PNG] = "png", [PEN_IMAGE_SVG] = "svg", [PEN_IMAGE_PDF] = "pdf", [PEN_IMAGE_CSV] = "csv"
};
static const char *const units[PEN_N_UNITS] = { "px", "mm", "in", "pt" };

/* Words keep their size: a small figure of many pixels has large ones. On a slide a digit is a thirty-sixth of the
 * height. */
static const struct
{
  double width, height;
  double dpi; /* 0: the one there is */
} sizes[PEN_N_FIGURE_SIZES] = {
  [PEN_FIGURE_SCREEN] = { 800, 600, 192 },
  [PEN_FIGURE_COLUMN] = { 86 * PIXELS_AN_INCH / MM_AN_INCH, 65 * PIXELS_AN_INCH / MM_AN_INCH, 0 },
  [PEN_FIGURE_PAGE] = { 178 * PIXELS_AN_INCH / MM_AN_INCH, 110 * PIXELS_AN_INCH / MM_AN_INCH, 0 },
  [PEN_FIGURE_SLIDE] = { 640, 360, 288 },
};

PenFigureSize
pen_figure_size (const PenFigure *self)
{
  guint size = 0;

  while (size < PEN_N_FIGURE_SIZES
         && (fabs (self->width - sizes[size].width) > 0.5 || fabs (self->height - sizes[size].height) > 0.5))
    size++;
  return (PenFigureSize)size;
}

void
pen_figure_set_size (PenFigure *self, PenFigureSize size)
{
  g_return_if_fail (size < PEN_N_FIGURE_SIZES);
  self->width = sizes[size].width;
  self->height = sizes[size].height;
  if (sizes[size].dpi > 0)
    self->dpi = sizes[size].dpi;
}

double
pen_figure_unit (const PenFigure *self)
{
  switch (self->unit)
    {
    case PEN_UNIT_MILLIMETRE:
      return PIXELS_AN_INCH / MM_AN_INCH;
    case PEN_UNIT_INCH:
      return PIXELS_AN_INCH;
    case PEN_UNIT_POINT:
      return PIXELS_AN_INCH / POINTS_AN_INCH;
    default:
      return self->format == PEN_IMAGE_PNG ? PIXELS_AN_INCH / self->dpi : 1;
    }
}

PenExport
pen_figure_options (const PenFigure *self)
{
  return (PenExport){ .format = self->format,
                      .width = self->width,
                      .height = self->height,
                      .scale = self->format == PEN_IMAGE_PNG ? self->dpi / PIXELS_AN_INCH : 1,
                      .theme = self->dark ? PEN_THEME_DARK : PEN_THEME_LIGHT,
                      .transparent = self->transparent };
}

const char *
pen_figure_ending (PenImage format)
{
  g_return_val_if_fail ((gsize)format < G_N_ELEMENTS (formats), "png");
  return formats[format];
}

/* Without an exponent, which 1600 pixels are not written with. */
static char *
rounded_text (double value, int digits)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE + 320];
  g_autofree char *format = g_strdup_printf ("%%.%df", digits);
  char *end;

  g_ascii_formatd (text, sizeof text, format, value);
  end = text + strlen (text);
  while (digits > 0 && end[-1] == '0')
    *--end = '\0';
  if (digits > 0 && end[-1] == '.')
    end[-1] = '\0';
  return g_strdup (text);
}

char *
pen_figure_length_text (const PenFigure *self, double pixels)
{
  static const int digits[PEN_N_UNITS] = { 0, 1, 3, 1 }; /* 0.1 mm, 0.001 inch, 0.1 pt: about a pixel of a print */

  return rounded_text (pixels / pen_figure_unit (self), digits[self->unit]);
}

gboolean
pen_figure_parse_number (const char *text, double *value, GError **error)
{
  if (pen_number_parse (text, value))
    return TRUE;
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("“%s” is not a number"), text);
  return FALSE;
}

gboolean
pen_figure_parse_length (const PenFigure *self, const char *text, double *pixels, GError **error)
{
  g_autofree char *shown = pen_figure_length_text (self, *pixels);
  double value;

  if (g_str_equal (shown, text))
    return TRUE;
  if (!pen_figure_parse_number (text, &value, error))
    return FALSE;
  *pixels = value * pen_figure_unit (self);
  return TRUE;
}

char *
pen_figure_size_text (const PenFigure *self)
{
  const double mm = PIXELS_AN_INCH / MM_AN_INCH, scale = pen_figure_options (self).scale;
  g_autofree char *width = rounded_text (self->width / mm, 1);
  g_autofree char *height = rounded_text (self->height / mm, 1);

  if (self->format == PEN_IMAGE_CSV)
    return g_strdup (_ ("The numbers of the curves that are shown"));
  if (self->format != PEN_IMAGE_PNG)
    return g_strdup_printf (_ ("%s × %s mm"), width, height);
  return g_strdup_printf (_ ("%ld × %ld pixels, %s × %s mm"), lround (self->width * scale),
                          lround (self->height * scale), width, height);
}

char *
pen_figure_path (const char *path, PenImage *format, GError **error)
{
  g_autofree char *name = g_path_get_basename (path), *whole = NULL;

  if (strchr (name, '.') != NULL)
    return pen_export_format_of (path, format, error) ? g_strdup (path) : NULL;
  whole = g_strconcat (path, ".", pen_figure_ending (*format), NULL);
  if (!g_file_test (whole, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&whole);
  /* Whoever chose @path was not asked about this one. */
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s exists already: give its whole name to replace it"), whole);
  return NULL;
}

static int
place_of (const char *const *names, int n, const char *name)
{
  for (int i = 0; i < n; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return i;
  return -1;
}

void
pen_figure_load (PenFigure *self, GSettings *settings)
{
  g_autofree char *format = g_settings_get_string (settings, "figure-format");
  g_autofree char *unit = g_settings_get_string (settings, "figure-unit");
  int format_at = place_of (formats, G_N_ELEMENTS (formats), format), unit_at = place_of (units, PEN_N_UNITS, unit);
  PenFigure kept = *self;
  PenExport options;

  if (format_at >= 0)
    kept.format = (PenImage)format_at;
  if (unit_at >= 0)
    kept.unit = (PenUnit)unit_at;
  kept.width = g_settings_get_double (settings, "figure-width");
  kept.height = g_settings_get_double (settings, "figure-height");
  kept.dpi = g_settings_get_double (settings, "figure-dpi");
  kept.dark = g_settings_get_boolean (settings, "figure-dark");
  kept.transparent = g_settings_get_boolean (settings, "figure-transparent");
  kept.titled = g_settings_get_boolean (settings, "figure-title");
  options = pen_figure_options (&kept);
  if (pen_export_check (&options, NULL))
    *self = kept;
}

void
pen_figure_store (const PenFigure *self, GSettings *settings)
{
  g_settings_set_string (settings, "figure-format", formats[self->format]);
  g_settings_set_string (settings, "figure-unit", units[self->unit]);
  g_settings_set_double (settings, "figure-width", self->width);
  g_settings_set_double (settings, "figure-height", self->height);
  g_settings_set_double (settings, "figure-dpi", self->dpi);
  g_settings_set_boolean (settings, "figure-dark", self->dark);
  g_settings_set_boolean (settings, "figure-transparent", self->transparent);
  g_settings_set_boolean (settings, "figure-title", self->titled);
}

typedef struct
{
  PenScene *scene;
  PenExport options;
  char *path;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  pen_scene_unref (self->scene);
  g_free (self->path);
  g_free (self);
}

static void
render_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  GBytes *bytes = NULL;

  if (job->path != NULL)
    pen_scene_export (job->scene, &job->options, job->path, &error);
  else
    bytes = pen_scene_image (job->scene, &job->options, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
}

void
pen_figure_render_async (PenScene *scene, const PenExport *options, const char *path, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new (Job, 1);

  *job = (Job){ pen_scene_ref (scene), *options, g_strdup (path) };
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, render_worker);
}

gboolean
pen_figure_render_finish (GAsyncResult *result, GBytes **bytes, GError **error)
{
  GError *failure = NULL;
  GBytes *found = g_task_propagate_pointer (G_TASK (result), &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (bytes != NULL)
    *bytes = found;
  else
    g_clear_pointer (&found, g_bytes_unref);
  return TRUE;
}
