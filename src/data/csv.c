/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-import.h"

#include <penchant/error.h>
#include <penchant/file.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

void
pen_csv_choices_clear (PenCsvChoices *self)
{
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->negative, g_free);
  g_clear_pointer (&self->positive, g_free);
  g_clear_pointer (&self->skipped, g_strfreev);
}

char *
pen_csv_load (const char *path, const char *encoding, gsize *length, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *text = pen_file_read (path, length, error), *converted = NULL;
  g_autoptr (GError) local = NULL;

  if (text == NULL || encoding == NULL)
    return g_steal_pointer (&text);
  converted = g_convert (text, (gssize)*length, "UTF-8", encoding, NULL, length, &local);
  if (converted == NULL)
    g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("%s is no text in %s: %s"), shown, encoding, local->message);
  return g_steal_pointer (&converted);
}

PenDataset *
pen_csv_read (const char *path, const PenCsvOptions *options, PenCsvChoices *choices, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = NULL;
  gsize length;

  text = pen_csv_load (path, options != NULL ? options->encoding : NULL, &length, error);
  return text != NULL ? pen_csv_parse (text, (gssize)length, name, options, choices, error) : NULL;
}

/* Quoted where a reader would cut or trim it or take its beginning for the file's byte order mark, and in the header
 * also where it would take it for a number. */
static void
append_text (GString *out, const char *text, gboolean header)
{
  gsize length = strlen (text);
  double value;
  gboolean quote = length == 0 || strpbrk (text, ",;\t\"\r\n ") != NULL || g_str_has_prefix (text, "\xef\xbb\xbf")
                   || (header && pen_csv_is_numeric (pen_csv_number_parse (text, '.', &value)));

  if (!quote)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}

char *
pen_csv_format (const PenDataset *dataset)
{
  gsize n = pen_dataset_n (dataset), d = pen_dataset_d (dataset);
  const double *X = pen_dataset_X (dataset), *y = pen_dataset_y (dataset);
  GString *out = g_string_sized_new (20 * (n + 1) * (d + 1));
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize j = 0; j < d; j++)
    {
      append_text (out, pen_dataset_name (dataset, j), TRUE);
      g_string_append_c (out, ',');
    }
  append_text (out, pen_dataset_target (dataset), TRUE);
  g_string_append_c (out, '\n');
  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < d; j++)
        {
          g_string_append (out, g_ascii_dtostr (number, sizeof number, X[i * d + j]));
          g_string_append_c (out, ',');
        }
      if (pen_dataset_task (dataset) == PEN_TASK_CLASSIFICATION)
        append_text (out, pen_dataset_label (dataset, y[i] < 0 ? -1 : 1), FALSE);
      else
        g_string_append (out, g_ascii_dtostr (number, sizeof number, y[i]));
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

gboolean
pen_csv_write (const PenDataset *dataset, const char *path, GError **error)
{
  g_autofree char *text = pen_csv_format (dataset);

  return pen_file_write (path, text, -1, error);
}
