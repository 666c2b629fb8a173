/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inline-data.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const PenKeyReader *reader;
  const PenInlineOptions *options;
  char **columns;
  gsize n_columns, n, d, target;
  gsize *features;  /* d column indices */
  GPtrArray *cells; /* n × n_columns texts */
} Table;

static void
table_clear (Table *self)
{
  g_strfreev (self->columns);
  g_free (self->features);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

/* One cell from *cursor on; NULL at the end of the row. */
static char *
take_cell (const char **cursor)
{
  const char *at = *cursor;
  GString *cell;

  while (g_ascii_isspace (*at))
    at++;
  if (*at == '\0' || *at == ';')
    {
      *cursor = at;
      return NULL;
    }
  cell = g_string_new (NULL);
  if (*at == '"')
    {
      for (at++; *at != '\0' && (at[0] != '"' || at[1] == '"'); at++)
        {
          if (*at == '"')
            at++;
          g_string_append_c (cell, *at);
        }
      if (*at == '"')
        at++;
    }
  else
    for (; *at != '\0' && *at != ';' && !g_ascii_isspace (*at); at++)
      g_string_append_c (cell, *at);
  *cursor = at;
  return g_string_free (cell, FALSE);
}

static gboolean
split_rows (Table *self, const char *text, GError **error)
{
  const char *at = text;

  self->cells = g_ptr_array_new_with_free_func (g_free);
  while (TRUE)
    {
      gsize before = self->cells->len, count;
      char *cell;

      while ((cell = take_cell (&at)) != NULL)
        g_ptr_array_add (self->cells, cell);
      count = self->cells->len - before;
      if (count == 0 && *at == '\0')
        return TRUE;
      if (self->n_columns == 0)
        self->n_columns = count;
      if (count != self->n_columns || count == 0)
        {
          pen_key_error (error, PEN_ERROR_SYNTAX, self->reader->name, "data", "rows",
                         _ ("row %zu needs a value for each column: given %zu, needed %zu; write the values apart with "
                            "spaces, the rows with ;"),
                         self->n + 1, count, self->n_columns);
          return FALSE;
        }
      self->n++;
      if (*at == ';')
        at++;
    }
}

static gboolean
find_column (const Table *self, const char *key, const char *text, gsize *column, GError **error)
{
  g_autofree char *shown = NULL;
  double number = 0;

  for (gsize j = 0; j < self->n_columns; j++)
    if (strcmp (self->columns[j], text) == 0)
      {
        *column = j;
        return TRUE;
      }
  if (pen_key_number (text, &number) && number >= 1 && number <= (double)self->n_columns && number == floor (number))
    {
      *column = (gsize)number - 1;
      return TRUE;
    }
  shown = pen_key_excerpt (text);
  pen_key_error (error, PEN_ERROR_VALUE, self->reader->name, "data", key,
                 _ ("no column “%s”: give a name of columns= or a number from 1 to %zu"), shown, self->n_columns);
  return FALSE;
}

static gboolean
name_columns (Table *self, GError **error)
{
  if (self->columns != NULL && self->n_columns >= 2)
    return TRUE;
  if (self->n_columns < 2)
    {
      pen_key_error (error, PEN_ERROR_DIMENSION, self->reader->name, "data", "columns",
                     _ ("at least two columns are needed, a feature and the target"));
      return FALSE;
    }
  self->columns = g_new0 (char *, self->n_columns + 1);
  for (gsize j = 0; j + 1 < self->n_columns; j++)
    self->columns[j] = g_strdup_printf ("x%zu", j + 1);
  self->columns[self->n_columns - 1] = g_strdup ("y");
  return TRUE;
}

static gboolean
choose_columns (Table *self, GError **error)
{
  const PenInlineOptions *options = self->options;

  self->target = self->n_columns - 1;
  if (options->target != NULL && !find_column (self, "target", options->target, &self->target, error))
    return FALSE;
  self->features =
      g_new (gsize, self->n_columns + (options->features != NULL ? g_strv_length ((char **)options->features) : 0));
  if (options->features == NULL)
    {
      for (gsize j = 0; j < self->n_columns; j++)
        if (j != self->target)
          self->features[self->d++] = j;
      return TRUE;
    }
  for (gsize i = 0; options->features[i] != NULL; i++)
    {
      gsize column;

      if (!find_column (self, "features", options->features[i], &column, error))
        return FALSE;
      for (gsize j = 0; j < self->d; j++)
        if (self->features[j] == column)
          {
            pen_key_error (error, PEN_ERROR_VALUE, self->reader->name, "data", "features",
                           _ ("column “%s” is listed twice; leave one"), self->columns[column]);
            return FALSE;
          }
      if (column == self->target)
        {
          pen_key_error (error, PEN_ERROR_VALUE, self->reader->name, "data", "features",
                         _ ("column “%s” is the target; leave it out"), self->columns[column]);
          return FALSE;
        }
      self->features[self->d++] = column;
    }
  if (self->d > 0)
    return TRUE;
  pen_key_error (error, PEN_ERROR_VALUE, self->reader->name, "data", "features",
                 _ ("the list is empty; name a column or leave the key out"));
  return FALSE;
}

static gboolean
read_cell (const Table *self, gsize row, gsize column, double *value, GError **error)
{
  const char *text = g_ptr_array_index (self->cells, row * self->n_columns + column);
  double number = 0;

  if (!pen_key_number (text, &number) || !isfinite (number))
    {
      g_autofree char *shown = pen_key_excerpt (text);

      pen_key_error (error, isfinite (number) ? PEN_ERROR_SYNTAX : PEN_ERROR_NOT_FINITE, self->reader->name, "data",
                     "rows", _ ("row %zu, column “%s”: “%s” is not a finite number"), row + 1, self->columns[column],
                     shown);
      return FALSE;
    }
  *value = number;
  return TRUE;
}

static const char *
target_cell (const Table *self, gsize row)
{
  return g_ptr_array_index (self->cells, row * self->n_columns + self->target);
}

/* −1 and +1 as numbers need no names. */
static gboolean
labels_are_signs (const Table *self)
{
  double number = 0;

  if (self->options->positive != NULL || self->options->negative != NULL)
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    if (!pen_key_number (target_cell (self, i), &number) || fabs (number) != 1)
      return FALSE;
  return TRUE;
}

static PenTask
find_task (const Table *self)
{
  double number;

  if (self->options->task_given)
    return self->options->task;
  if (self->options->positive != NULL || self->options->negative != NULL || (self->n > 0 && labels_are_signs (self)))
    return PEN_TASK_CLASSIFICATION;
  for (gsize i = 0; i < self->n; i++)
    if (!pen_key_number (target_cell (self, i), &number))
      return PEN_TASK_CLASSIFICATION;
  return PEN_TASK_REGRESSION;
}

static gboolean
same_label (const char *a, const char *b)
{
  double x, y;

  return strcmp (a, b) == 0 || (pen_key_number (a, &x) && pen_key_number (b, &y) && x == y);
}

static gboolean
names_label (const Table *self, const char *label)
{
  for (gsize i = 0; i < self->n; i++)
    if (same_label (target_cell (self, i), label))
      return TRUE;
  return FALSE;
}

/* The two texts: those seen in the rows, then those that positive= and negative= name. */
static gboolean
find_labels (const Table *self, const char *labels[2], char **rest, GError **error)
{
  const char *seen[2] = { NULL, NULL };
  const char *positive = self->options->positive, *negative = self->options->negative;
  gsize count = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      const char *text = target_cell (self, i);

      if ((count > 0 && same_label (seen[0], text)) || (count > 1 && same_label (seen[1], text)))
        continue;
      if (count == 2 && positive != NULL && names_label (self, positive))
        {
          labels[1] = positive;
          labels[0] = *rest = pen_dataset_rest_label (positive);
          return TRUE;
        }
      if (count == 2)
        {
          g_autofree char *third = pen_key_excerpt (text), *first = pen_key_excerpt (seen[0]),
                          *second = pen_key_excerpt (seen[1]);

          pen_key_error (
              error, PEN_ERROR_VALUE, self->reader->name, "data", "rows",
              _ ("row %zu: “%s” is a third label, after “%s” and “%s”; positive= one of them sets it against the "
                 "rest"),
              i + 1, third, first, second);
          return FALSE;
        }
      seen[count++] = text;
    }
  if (count == 2 && strcmp (seen[0], seen[1]) > 0)
    {
      const char *swap = seen[0];
      seen[0] = seen[1];
      seen[1] = swap;
    }
  if (count < 2 && positive == NULL)
    {
      pen_key_error (error, PEN_ERROR_VALUE, self->reader->name, "data", "positive",
                     _ ("all labels are equal, so positive= must say which label is +1"));
      return FALSE;
    }
  for (gsize k = 0; positive != NULL && k < count; k++)
    if (same_label (seen[k], positive))
      {
        const char *other = seen[1 - k];

        labels[1] = seen[k];
        labels[0] = other != NULL ? other : negative != NULL ? negative : "-1";
        return TRUE;
      }
  if (count == 2 && positive != NULL)
    {
      g_autofree char *given = pen_key_excerpt (positive), *first = pen_key_excerpt (seen[0]),
                      *second = pen_key_excerpt (seen[1]);

      pen_key_error (error, PEN_ERROR_VALUE, self->reader->name, "data", "positive",
                     _ ("no label “%s”; the labels are “%s” and “%s”"), given, first, second);
      return FALSE;
    }
  labels[0] = count > 0 ? seen[0] : negative != NULL ? negative : "-1";
  labels[1] = count == 2 ? seen[1] : positive;
  return TRUE;
}

static PenDataset *
build (const Table *self, GError **error)
{
  g_autofree double *X = g_new (double, self->n * self->d + 1);
  g_autofree double *y = g_new (double, self->n + 1);
  g_autofree const char **names = g_new0 (const char *, self->d + 1);
  const char *labels[2] = { NULL, NULL };
  g_autofree char *rest = NULL;
  PenTask task;
  gboolean named;

  task = find_task (self);
  named = task == PEN_TASK_CLASSIFICATION && !labels_are_signs (self);
  if (named && !find_labels (self, labels, &rest, error))
    return NULL;
  for (gsize i = 0; i < self->n; i++)
    {
      for (gsize j = 0; j < self->d; j++)
        if (!read_cell (self, i, self->features[j], &X[i * self->d + j], error))
          return NULL;
      if (named)
        y[i] = same_label (target_cell (self, i), labels[1]) ? 1 : -1;
      else if (!read_cell (self, i, self->target, &y[i], error))
        return NULL;
    }
  for (gsize j = 0; j < self->d; j++)
    names[j] = self->columns[self->features[j]];
  return pen_dataset_new (task, self->n, self->d, X, y, names, self->columns[self->target], named ? labels : NULL,
                          error);
}

PenDataset *
pen_inline_data_parse (const PenKeyReader *reader, const PenInlineOptions *options, GError **error)
{
  g_auto (Table) table = { .reader = reader, .options = options };
  g_autofree char *rows = g_strdup ("");

  if (!pen_key_read_list (reader, "data", "columns", &table.columns, error)
      || !pen_key_read_text (reader, "data", "rows", &rows, error))
    return NULL;
  table.n_columns = table.columns != NULL ? g_strv_length (table.columns) : 0;
  if (table.n_columns == 0)
    g_clear_pointer (&table.columns, g_strfreev);
  if (!split_rows (&table, rows, error) || !name_columns (&table, error) || !choose_columns (&table, error))
    return NULL;
  return build (&table, error);
}

void
pen_inline_data_set_list (GKeyFile *file, const char *group, const char *key, const char *const *list, gsize n)
{
  g_autofree char *value = NULL;

  g_key_file_set_string_list (file, group, key, list, n);
  if (n == 0 || *list[n - 1] == '\0')
    return;
  value = g_key_file_get_value (file, group, key, NULL);
  value[strlen (value) - 1] = '\0';
  g_key_file_set_value (file, group, key, value);
}

static void
append_label (GString *rows, const char *label)
{
  if (*label != '\0' && strpbrk (label, "\"; \t\n\r\v\f") == NULL)
    {
      g_string_append (rows, label);
      return;
    }
  g_string_append_c (rows, '"');
  for (const char *c = label; *c != '\0'; c++)
    g_string_append_printf (rows, *c == '"' ? "\"\"" : "%c", *c);
  g_string_append_c (rows, '"');
}

void
pen_inline_data_format (const PenDataset *dataset, GKeyFile *file)
{
  gsize n = pen_dataset_n (dataset), d = pen_dataset_d (dataset);
  const double *X = pen_dataset_X (dataset), *y = pen_dataset_y (dataset);
  g_autofree const char **columns = g_new (const char *, d + 1);
  g_autoptr (GString) rows = g_string_new (NULL);
  const char *labels[2] = { pen_dataset_label (dataset, -1), pen_dataset_label (dataset, 1) };
  gboolean named = pen_dataset_task (dataset) == PEN_TASK_CLASSIFICATION
                   && (strcmp (labels[0], "-1") != 0 || strcmp (labels[1], "+1") != 0);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize j = 0; j < d; j++)
    columns[j] = pen_dataset_name (dataset, j);
  columns[d] = pen_dataset_target (dataset);
  pen_inline_data_set_list (file, "data", "columns", columns, d + 1);
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (rows, "; ");
      for (gsize j = 0; j < d; j++)
        g_string_append_printf (rows, "%s ", g_ascii_dtostr (number, sizeof number, X[i * d + j]));
      if (named)
        append_label (rows, labels[y[i] > 0]);
      else
        g_string_append (rows, g_ascii_dtostr (number, sizeof number, y[i]));
    }
  g_key_file_set_string (file, "data", "rows", rows->str);
  if (!named)
    return;
  g_key_file_set_string (file, "data", "positive", labels[1]);
  g_key_file_set_string (file, "data", "negative", labels[0]);
}
