/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/error.h>
#include <string.h>

typedef struct
{
  const PenDataset *data;
  int sign;
  char delimiter; /* ' ': any run of blanks */
  GArray *X, *y;  /* double */
} Reading;

static void
append_double (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 15; digits <= 17; digits++)
    {
      char shape[8];

      g_snprintf (shape, sizeof shape, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, shape, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  g_string_append (out, text);
}

char *
pen_editor_text_of (const PenDataset *data, const guint8 *selected)
{
  GString *out = g_string_new (NULL);
  gsize d = pen_dataset_d (data);

  for (gsize i = 0; i < pen_dataset_n (data); i++)
    {
      double y = pen_dataset_y (data)[i];

      if (!selected[i])
        continue;
      for (gsize j = 0; j < d; j++)
        {
          append_double (out, pen_dataset_X (data)[i * d + j]);
          g_string_append_c (out, '\t');
        }
      if (pen_dataset_task (data) == PEN_TASK_CLASSIFICATION)
        g_string_append (out, pen_dataset_label (data, y < 0 ? -1 : 1));
      else
        append_double (out, y);
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

static char
find_delimiter (const char *text)
{
  static const char candidates[] = "\t;,";

  for (gsize i = 0; candidates[i] != '\0'; i++)
    if (strchr (text, candidates[i]) != NULL)
      return candidates[i];
  return ' ';
}

static GStrv
split_cells (const char *line, char delimiter)
{
  const char separator[2] = { delimiter, '\0' };
  g_auto (GStrv) raw = g_strsplit (line, separator, -1);
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();

  for (gsize i = 0; raw[i] != NULL; i++)
    {
      g_strstrip (raw[i]);
      if (delimiter != ' ' || *raw[i] != '\0')
        g_strv_builder_add (cells, raw[i]);
    }
  return g_strv_builder_end (cells);
}

static gboolean
read_number (const char *cell, char delimiter, double *value)
{
  g_autofree char *text = g_strdup (cell);
  char *end, *comma = delimiter != ',' && strchr (text, '.') == NULL ? strchr (text, ',') : NULL;

  if (comma != NULL)
    *comma = '.'; /* a spreadsheet of a country with decimal commas */
  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && strpbrk (text, "xX") == NULL;
}

static gboolean
read_label (const Reading *self, const char *cell, double *value)
{
  for (int sign = -1; sign <= 1; sign += 2)
    if (strcmp (cell, pen_dataset_label (self->data, sign)) == 0)
      {
        *value = sign;
        return TRUE;
      }
  return read_number (cell, self->delimiter, value) && (*value == 1 || *value == -1);
}

static gboolean
read_target (const Reading *self, const char *cell, guint line, double *y, GError **error)
{
  if (pen_dataset_task (self->data) == PEN_TASK_CLASSIFICATION)
    {
      if (cell == NULL)
        *y = self->sign;
      else if (!read_label (self, cell, y))
        {
          g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX,
                       _ ("line %u: “%s” is no label; the labels are “%s” and “%s”"), line, cell,
                       pen_dataset_label (self->data, -1), pen_dataset_label (self->data, 1));
          return FALSE;
        }
      return TRUE;
    }
  if (read_number (cell, self->delimiter, y) && isfinite (*y))
    return TRUE;
  g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("line %u: the target “%s” is not a number"), line, cell);
  return FALSE;
}

static gboolean
read_line (Reading *self, char **cells, guint line, GError **error)
{
  gsize d = pen_dataset_d (self->data), n = g_strv_length (cells);
  gboolean unlabelled = n == d && pen_dataset_task (self->data) == PEN_TASK_CLASSIFICATION;
  double value;

  if (n != d + 1 && !unlabelled)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("line %u has %zu cells; a point here takes %zu"), line, n,
                   d + 1);
      return FALSE;
    }
  for (gsize j = 0; j < d; j++)
    {
      if (!read_number (cells[j], self->delimiter, &value) || !isfinite (value))
        {
          g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("line %u, column %zu: “%s” is not a number"), line, j + 1,
                       cells[j]);
          return FALSE;
        }
      g_array_append_val (self->X, value);
    }
  if (!read_target (self, unlabelled ? NULL : cells[d], line, &value, error))
    return FALSE;
  g_array_append_val (self->y, value);
  return TRUE;
}

gboolean
pen_editor_text_cell (const PenDataset *data, gsize column, const char *text, double *value, GError **error)
{
  const Reading reading = { data, 1, '\t', NULL, NULL };
  g_autofree char *cell = g_strstrip (g_strdup (text));
  gboolean label = column == pen_dataset_d (data) && pen_dataset_task (data) == PEN_TASK_CLASSIFICATION;

  if (label ? read_label (&reading, cell, value) : read_number (cell, '\t', value) && isfinite (*value))
    return TRUE;
  if (label)
    g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("“%s” is no label; the labels are “%s” and “%s”"), cell,
                 pen_dataset_label (data, -1), pen_dataset_label (data, 1));
  else if (*cell == '\0')
    g_set_error_literal (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("A number is needed here"));
  else
    g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("“%s” is not a number"), cell);
  return FALSE;
}

static gboolean
is_header (char **cells, char delimiter)
{
  double value;

  for (gsize i = 0; cells[i] != NULL; i++)
    if (read_number (cells[i], delimiter, &value))
      return FALSE;
  return TRUE;
}

PenDataset *
pen_editor_text_append (const PenDataset *data, const char *text, int sign, GError **error)
{
  g_autoptr (GArray) X = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (double));
  Reading reading = { data, sign, find_delimiter (text), X, y };
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean first = TRUE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = NULL;

      g_strchomp (lines[i]);
      if (*lines[i] == '\0')
        continue;
      cells = split_cells (lines[i], reading.delimiter);
      if (!(first && is_header (cells, reading.delimiter)) && !read_line (&reading, cells, i + 1, error))
        return NULL;
      first = FALSE;
    }
  if (y->len == 0)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("the clipboard holds no points"));
      return NULL;
    }
  return pen_dataset_append (data, y->len, (const double *)(gpointer)X->data, (const double *)(gpointer)y->data, error);
}
