/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-import.h"

#include <penchant/error.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static PenTask
find_task (const PenCsvImport *self)
{
  if (self->options->task_given)
    return self->options->task;
  if (self->options->positive != NULL || !pen_csv_import_is_numeric (self, self->target))
    return PEN_TASK_CLASSIFICATION;
  for (gsize i = 0; i < self->n; i++)
    if (pen_csv_import_kind (self, i, self->target) != PEN_CSV_NUMBER
        || fabs (self->values[i * self->m + self->target]) != 1)
      return PEN_TASK_REGRESSION;
  return PEN_TASK_CLASSIFICATION;
}

/* Numbers are one label when they are equal: 1, +1 and 1.0. */
static gboolean
same_label (const PenCsvImport *self, const char *a, const char *b)
{
  double x, y;

  return strcmp (a, b) == 0
         || (pen_csv_number_parse (a, self->decimal, &x) == PEN_CSV_NUMBER
             && pen_csv_number_parse (b, self->decimal, &y) == PEN_CSV_NUMBER && x == y);
}

gboolean
pen_csv_import_is_label (const PenCsvImport *self, gsize row, const char *label)
{
  return same_label (self, pen_csv_import_text (self, row, self->target), label);
}

static gboolean
comes_after (const PenCsvImport *self, const char *a, const char *b)
{
  double x, y;

  if (pen_csv_number_parse (a, self->decimal, &x) == PEN_CSV_NUMBER
      && pen_csv_number_parse (b, self->decimal, &y) == PEN_CSV_NUMBER)
    return x > y;
  return strcmp (a, b) > 0;
}

static gboolean
refuse_third (const PenCsvImport *self, gsize row, GError **error)
{
  g_autofree char *third = pen_csv_excerpt (pen_csv_import_text (self, row, self->target));
  g_autofree char *first = pen_csv_excerpt (self->labels[0]);
  g_autofree char *second = pen_csv_excerpt (self->labels[1]);

  pen_csv_import_error (self, error, PEN_ERROR_VALUE, row, self->target,
                        _ ("“%s” is a third label, after “%s” and “%s”; positive= one of them sets it against the "
                           "rest"),
                        third, first, second);
  return FALSE;
}

/* More than two labels are two classes only where one is asked for: it against all others. */
static gboolean
set_against_rest (PenCsvImport *self, gsize third, GError **error)
{
  const char *positive = self->options->positive;

  for (gsize i = 0; i < self->n; i++)
    if (pen_csv_import_is_label (self, i, positive))
      {
        self->labels[1] = pen_csv_import_text (self, i, self->target);
        self->rest = pen_dataset_rest_label (self->labels[1]);
        self->labels[0] = self->rest;
        return TRUE;
      }
  return refuse_third (self, third, error);
}

static gboolean
collect_labels (PenCsvImport *self, GError **error)
{
  gsize third = G_MAXSIZE;

  for (gsize i = 0; i < self->n; i++)
    {
      PenCsvKind kind = pen_csv_import_kind (self, i, self->target);

      if (kind == PEN_CSV_MISSING || kind == PEN_CSV_NOT_FINITE)
        return pen_csv_import_check_number (self, i, self->target, error);
      if (self->labels[0] == NULL)
        self->labels[0] = pen_csv_import_text (self, i, self->target);
      else if (pen_csv_import_is_label (self, i, self->labels[0]))
        continue;
      else if (self->labels[1] == NULL)
        self->labels[1] = pen_csv_import_text (self, i, self->target);
      else if (third == G_MAXSIZE && !pen_csv_import_is_label (self, i, self->labels[1]))
        {
          third = i;
          if (self->options->positive == NULL)
            return refuse_third (self, i, error);
        }
    }
  if (third != G_MAXSIZE)
    return set_against_rest (self, third, error);
  if (self->labels[1] == NULL)
    {
      g_autofree char *only = pen_csv_excerpt (self->labels[0]);
      g_autofree char *column = pen_csv_excerpt (self->names[self->target]);

      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                   _ ("%s: every label in column “%s” is “%s”; classification needs two different labels"), self->name,
                   column, only);
      return FALSE;
    }
  return TRUE;
}

static gboolean
choose_positive (PenCsvImport *self, GError **error)
{
  const char *positive = self->options->positive;
  gboolean swap;

  if (self->rest != NULL)
    return TRUE;
  if (positive == NULL)
    swap = comes_after (self, self->labels[0], self->labels[1]);
  else if (same_label (self, positive, self->labels[0]) || same_label (self, positive, self->labels[1]))
    swap = same_label (self, positive, self->labels[0]);
  else
    {
      g_autofree char *given = pen_csv_excerpt (positive);
      g_autofree char *first = pen_csv_excerpt (self->labels[0]);
      g_autofree char *second = pen_csv_excerpt (self->labels[1]);

      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s: there is no label “%s”; the labels are “%s” and “%s”"),
                   self->name, given, first, second);
      return FALSE;
    }
  if (swap)
    {
      const char *other = self->labels[0];

      self->labels[0] = self->labels[1];
      self->labels[1] = other;
    }
  return TRUE;
}

gboolean
pen_csv_import_labels (PenCsvImport *self, GError **error)
{
  self->task = find_task (self);
  if (self->task != PEN_TASK_CLASSIFICATION)
    return TRUE;
  return collect_labels (self, error) && choose_positive (self, error);
}

char **
pen_csv_labels (const char *path, const PenCsvOptions *options, gsize most)
{
  const PenCsvOptions find_out = { 0 };
  g_autofree char *name = g_filename_display_basename (path);
  g_auto (PenCsvImport) self = { .name = name, .options = options != NULL ? options : &find_out };
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  gsize length;

  text = pen_csv_load (path, self.options->encoding, &length, NULL);
  if (text == NULL || !pen_csv_import_read (&self, text, length, NULL) || !pen_csv_import_columns (&self, NULL)
      || find_task (&self) != PEN_TASK_CLASSIFICATION)
    return NULL;
  for (gsize i = 0; i < self.n && found->len < most; i++)
    {
      gboolean known = pen_csv_import_kind (&self, i, self.target) == PEN_CSV_MISSING;

      for (guint k = 0; k < found->len && !known; k++)
        known = pen_csv_import_is_label (&self, i, g_ptr_array_index (found, k));
      if (!known)
        g_ptr_array_add (found, g_strdup (pen_csv_import_text (&self, i, self.target)));
    }
  g_ptr_array_add (found, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&found), FALSE);
}
