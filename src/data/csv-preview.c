/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-import.h"

#include <string.h>

static void
fill (PenCsvPreview *self, const PenCsvImport *import, gsize most)
{
  gsize n = MIN (import->n, most), m = import->m;

  self->delimiter = import->table.delimiter;
  self->decimal = import->decimal;
  self->header = import->header;
  self->n_rows = import->n;
  self->n_columns = m;
  self->n_shown = n;
  self->names = g_strdupv (import->names);
  self->numeric = g_new (gboolean, m);
  self->cells = g_new0 (char *, n *m + 1);
  for (gsize j = 0; j < m; j++)
    {
      self->numeric[j] = pen_csv_import_is_numeric (import, j);
      for (gsize i = 0; i < n; i++)
        self->cells[i * m + j] = g_strdup (pen_csv_import_text (import, i, j));
    }
}

PenCsvPreview *
pen_csv_preview (const char *path, const PenCsvOptions *options, gsize most, GError **error)
{
  const PenCsvOptions find_out = { 0 };
  g_autofree char *name = g_filename_display_basename (path);
  g_auto (PenCsvImport) import = { .name = name, .options = options != NULL ? options : &find_out };
  g_autofree char *text = NULL;
  PenCsvPreview *self;
  gsize length;

  text = pen_csv_load (path, import.options->encoding, &length, error);
  if (text == NULL || !pen_csv_import_read (&import, text, length, error))
    return NULL;
  self = g_new0 (PenCsvPreview, 1);
  fill (self, &import, most);
  return self;
}

void
pen_csv_preview_free (PenCsvPreview *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->names);
  g_free (self->numeric);
  g_strfreev (self->cells);
  g_free (self);
}
