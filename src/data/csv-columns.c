/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-import.h"

#include <penchant/error.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#define AMBIGUOUS G_MAXSIZE

/* Names to column + 1, or AMBIGUOUS. */
static GHashTable *
index_names (const PenCsvImport *self)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize j = 0; j < self->m; j++)
    {
      gsize found = g_hash_table_contains (table, self->names[j]) ? AMBIGUOUS : j + 1;

      g_hash_table_insert (table, self->names[j], GSIZE_TO_POINTER (found));
    }
  return table;
}

static gboolean
find_column (const PenCsvImport *self, GHashTable *index, const char *text, gsize *column, GError **error)
{
  gsize found = GPOINTER_TO_SIZE (g_hash_table_lookup (index, text));
  g_autofree char *shown = pen_csv_excerpt (text);
  guint64 number;

  if (found == AMBIGUOUS)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                 _ ("%s: two columns are called “%s”; say which by its number, counted from 1"), self->name, shown);
  else if (found > 0)
    {
      *column = found - 1;
      return TRUE;
    }
  else if (g_ascii_string_to_unsigned (text, 10, 1, self->m, &number, NULL))
    {
      *column = (gsize)number - 1;
      return TRUE;
    }
  else
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                 _ ("%s: there is no column “%s”; give a name of the header or a number from 1 to %zu"), self->name,
                 shown, self->m);
  return FALSE;
}

static gboolean
list_features (PenCsvImport *self, GHashTable *index, GError **error)
{
  const char *const *list = self->options->features;
  g_autofree gboolean *taken = g_new0 (gboolean, self->m);

  self->features = g_new (gsize, g_strv_length ((char **)list) + 1);
  taken[self->target] = TRUE;
  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_autofree char *shown = NULL;
      gsize column;

      if (!find_column (self, index, list[i], &column, error))
        return FALSE;
      if (!taken[column])
        {
          taken[column] = TRUE;
          self->features[self->d++] = column;
          continue;
        }
      shown = pen_csv_excerpt (self->names[column]);
      if (column == self->target)
        g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s: column “%s” is the target and cannot be a feature too"),
                     self->name, shown);
      else
        g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s: column “%s” is listed twice; leave one"), self->name,
                     shown);
      return FALSE;
    }
  if (self->d > 0)
    return TRUE;
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s: the list of features is empty"), self->name);
  return FALSE;
}

static gboolean
find_features (PenCsvImport *self, GError **error)
{
  self->features = g_new (gsize, self->m);
  for (gsize j = 0; j < self->m; j++)
    if (j == self->target)
      continue;
    else if (pen_csv_import_is_text (self, j))
      g_ptr_array_add (self->skipped, g_strdup (self->names[j]));
    else
      self->features[self->d++] = j;
  if (self->d > 0)
    return TRUE;
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
               _ ("%s: no column besides the target “%s” has numbers; a feature is needed"), self->name,
               self->names[self->target]);
  return FALSE;
}

gboolean
pen_csv_import_columns (PenCsvImport *self, GError **error)
{
  const PenCsvOptions *options = self->options;
  g_autoptr (GHashTable) index = index_names (self);

  self->skipped = g_ptr_array_new_with_free_func (g_free);
  self->target = self->m - 1;
  if (options->target != NULL && !find_column (self, index, options->target, &self->target, error))
    return FALSE;
  if (options->features != NULL ? !list_features (self, index, error) : !find_features (self, error))
    return FALSE;
  if (!self->header)
    {
      g_free (self->names[self->target]);
      self->names[self->target] = g_strdup ("y");
    }
  return TRUE;
}
