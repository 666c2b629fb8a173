/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-import.h"

#include <penchant/error.h>

#include <glib/gi18n-lib.h>
#include <stdarg.h>
#include <string.h>

void
pen_csv_import_clear (PenCsvImport *self)
{
  pen_csv_table_clear (&self->table);
  g_clear_pointer (&self->names, g_strfreev);
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->kinds, g_free);
  g_clear_pointer (&self->features, g_free);
  g_clear_pointer (&self->rest, g_free);
  g_clear_pointer (&self->skipped, g_ptr_array_unref);
}

const char *
pen_csv_import_text (const PenCsvImport *self, gsize row, gsize column)
{
  return pen_csv_table_text (&self->table, row + self->header, column);
}

PenCsvKind
pen_csv_import_kind (const PenCsvImport *self, gsize row, gsize column)
{
  return self->kinds[row * self->m + column];
}

gboolean
pen_csv_import_is_numeric (const PenCsvImport *self, gsize column)
{
  for (gsize i = 0; i < self->n; i++)
    if (pen_csv_is_numeric (pen_csv_import_kind (self, i, column)))
      return TRUE;
  return FALSE;
}

gboolean
pen_csv_import_is_text (const PenCsvImport *self, gsize column)
{
  gboolean text = FALSE;

  for (gsize i = 0; i < self->n; i++)
    {
      PenCsvKind kind = pen_csv_import_kind (self, i, column);

      if (pen_csv_is_numeric (kind))
        return FALSE;
      text |= kind == PEN_CSV_TEXT;
    }
  return text;
}

void
pen_csv_import_error (const PenCsvImport *self, GError **error, int code, gsize row, gsize column, const char *format,
                      ...)
{
  guint line = pen_csv_table_line (&self->table, row + self->header, column);
  g_autofree char *name = pen_csv_excerpt (self->names[column]);
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, PEN_ERROR, code, _ ("%s, line %u, column %zu (%s): %s"), self->name, line, column + 1, name,
               message);
}

gboolean
pen_csv_import_check_number (const PenCsvImport *self, gsize row, gsize column, GError **error)
{
  g_autofree char *text = NULL;

  switch (pen_csv_import_kind (self, row, column))
    {
    case PEN_CSV_NUMBER:
      return TRUE;
    case PEN_CSV_MISSING:
      pen_csv_import_error (self, error, PEN_ERROR_SYNTAX, row, column,
                            _ ("the cell is empty; fill it in or remove the row"));
      return FALSE;
    case PEN_CSV_NOT_FINITE:
      text = pen_csv_excerpt (pen_csv_import_text (self, row, column));
      pen_csv_import_error (self, error, PEN_ERROR_NOT_FINITE, row, column,
                            _ ("“%s” is not a finite number, or too small to be told from 0"), text);
      return FALSE;
    case PEN_CSV_TEXT:
    default:
      text = pen_csv_excerpt (pen_csv_import_text (self, row, column));
      pen_csv_import_error (self, error, PEN_ERROR_SYNTAX, row, column, _ ("“%s” is not a number"), text);
      return FALSE;
    }
}

static gboolean
check_options (const PenCsvImport *self, GError **error)
{
  const PenCsvOptions *options = self->options;

  if (options->delimiter != 0 && strchr (",;\t ", options->delimiter) == NULL)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s: the delimiter must be a comma, semicolon, tab or space"),
                 self->name);
  else if (options->decimal != 0 && options->decimal != '.' && options->decimal != ',')
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s: the decimal sign must be a point or a comma"), self->name);
  else if (options->delimiter == ',' && options->decimal == ',')
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s: the comma cannot be both delimiter and decimal sign"),
                 self->name);
  else
    return TRUE;
  return FALSE;
}

static void
name_columns (PenCsvImport *self)
{
  self->names = g_new0 (char *, self->m + 1);
  for (gsize j = 0; j < self->m; j++)
    {
      const char *text = self->header ? pen_csv_table_text (&self->table, 0, j) : "";

      self->names[j] = *text != '\0' ? g_strdup (text) : g_strdup_printf ("x%zu", j + 1);
    }
}

static gboolean
read_cells (PenCsvImport *self, const char *text, gsize length, GError **error)
{
  const PenCsvOptions *options = self->options;
  PenCsvTable *table = &self->table;
  char delimiter = options->delimiter;

  if (delimiter == 0)
    delimiter = pen_csv_sniff_delimiter (text, length, options->decimal);
  if (!pen_csv_table_read (table, text, length, delimiter, self->name, error)
      || !pen_csv_table_check (table, self->name, error))
    return FALSE;
  self->decimal = options->decimal != 0 ? options->decimal : pen_csv_sniff_decimal (table);
  self->header = options->header == PEN_CSV_HEADER_YES
                 || (options->header == PEN_CSV_HEADER_AUTO && pen_csv_sniff_header (table, self->decimal));
  self->n = pen_csv_table_n_rows (table) - self->header;
  self->m = pen_csv_table_row (table, 0)->count;
  if (self->n == 0)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX,
                   _ ("%s has no data: there is no row after the header in line %u"), self->name,
                   pen_csv_table_row (table, 0)->line);
      return FALSE;
    }
  name_columns (self);
  self->values = g_new0 (double, self->n * self->m);
  self->kinds = g_new (guint8, self->n * self->m);
  for (gsize i = 0; i < self->n; i++)
    for (gsize j = 0; j < self->m; j++)
      self->kinds[i * self->m + j] = (guint8)pen_csv_number_parse (pen_csv_import_text (self, i, j), self->decimal,
                                                                   &self->values[i * self->m + j]);
  return TRUE;
}

static PenDataset *
build (const PenCsvImport *self, GError **error)
{
  g_autofree double *X = g_new (double, self->n * self->d);
  g_autofree double *y = g_new (double, self->n);
  g_autofree const char **names = g_new0 (const char *, self->d + 1);
  gboolean classes = self->task == PEN_TASK_CLASSIFICATION;

  for (gsize i = 0; i < self->n; i++)
    {
      for (gsize k = 0; k < self->d; k++)
        {
          if (!pen_csv_import_check_number (self, i, self->features[k], error))
            return NULL;
          X[i * self->d + k] = self->values[i * self->m + self->features[k]];
        }
      if (!classes && !pen_csv_import_check_number (self, i, self->target, error))
        return NULL;
      y[i] = !classes                                             ? self->values[i * self->m + self->target]
             : pen_csv_import_is_label (self, i, self->labels[1]) ? 1
                                                                  : -1;
    }
  for (gsize k = 0; k < self->d; k++)
    names[k] = self->names[self->features[k]];
  return pen_dataset_new (self->task, self->n, self->d, X, y, names, self->names[self->target],
                          classes ? self->labels : NULL, error);
}

static void
show_choices (PenCsvImport *self, PenCsvChoices *choices)
{
  choices->delimiter = self->table.delimiter;
  choices->decimal = self->decimal;
  choices->header = self->header;
  choices->target = g_strdup (self->names[self->target]);
  choices->negative = g_strdup (self->labels[0]);
  choices->positive = g_strdup (self->labels[1]);
  g_ptr_array_add (self->skipped, NULL);
  choices->skipped = (char **)g_ptr_array_free (g_steal_pointer (&self->skipped), FALSE);
}

/* A zero byte or other control character: an image, an archive or UTF-16. */
static gboolean
check_text (const char *text, gsize length, const char *name, GError **error)
{
  const char *end = NULL;
  guint line = 1;

  if (length >= 4 && (memcmp (text, "\xff\xfe\0\0", 4) == 0 || memcmp (text, "\0\0\xfe\xff", 4) == 0))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("%s is in UTF-32; save it as UTF-8"), name);
      return FALSE;
    }
  if (length >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("%s is in UTF-16; save it as UTF-8"), name);
      return FALSE;
    }
  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_iscntrl (text[i]) && !g_ascii_isspace (text[i]))
        {
          g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX,
                       _ ("%s, line %u: the control character 0x%02x shows that this is no text file"), name, line,
                       (guint)(guchar)text[i]);
          return FALSE;
        }
      line += text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
    }
  if (g_utf8_validate_len (text, length, &end))
    return TRUE;
  line = 1;
  for (const char *c = text; c < end; c++)
    line += *c == '\n' || (*c == '\r' && c[1] != '\n');
  g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX,
               _ ("%s, line %u: the byte 0x%02x is not UTF-8 text; save the file as UTF-8"), name, line,
               (guint)(guchar)*end);
  return FALSE;
}

gboolean
pen_csv_import_read (PenCsvImport *self, const char *text, gsize length, GError **error)
{
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  return check_options (self, error) && check_text (text, length, self->name, error)
         && read_cells (self, text, length, error);
}

static gboolean
is_missing (const PenCsvImport *self, gsize row)
{
  for (gsize k = 0; k < self->d; k++)
    if (pen_csv_import_kind (self, row, self->features[k]) == PEN_CSV_MISSING)
      return TRUE;
  return pen_csv_import_kind (self, row, self->target) == PEN_CSV_MISSING;
}

/* Rows with an empty cell among the features and the target go, from the table too. */
static gboolean
skip_missing (PenCsvImport *self, GError **error)
{
  GArray *rows = self->table.rows;
  gsize kept = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      if (is_missing (self, i))
        continue;
      memmove (self->kinds + kept * self->m, self->kinds + i * self->m, self->m * sizeof *self->kinds);
      memmove (self->values + kept * self->m, self->values + i * self->m, self->m * sizeof *self->values);
      g_array_index (rows, PenCsvRow, kept + self->header) = g_array_index (rows, PenCsvRow, i + self->header);
      kept++;
    }
  g_array_set_size (rows, (guint)(kept + self->header));
  self->n = kept;
  if (kept == 0)
    g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("%s: every row has an empty cell; choose other columns"),
                 self->name);
  return kept > 0;
}

PenDataset *
pen_csv_parse (const char *text, gssize length, const char *name, const PenCsvOptions *options, PenCsvChoices *choices,
               GError **error)
{
  const PenCsvOptions find_out = { 0 };
  g_auto (PenCsvImport)
      self = { .name = name != NULL ? name : _ ("the table"), .options = options != NULL ? options : &find_out };
  gsize size = length < 0 ? strlen (text) : (gsize)length;
  PenDataset *dataset;

  if (!pen_csv_import_read (&self, text, size, error) || !pen_csv_import_columns (&self, error)
      || (self.options->skip_missing && !skip_missing (&self, error)) || !pen_csv_import_labels (&self, error))
    return NULL;
  dataset = build (&self, error);
  if (dataset != NULL && choices != NULL)
    show_choices (&self, choices);
  return dataset;
}
