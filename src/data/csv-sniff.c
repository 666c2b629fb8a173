/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-import.h"

#include <string.h>

#define SAMPLE 262144 /* bytes: a header and a row of ten thousand columns fit */

static gsize
count_numbers (const PenCsvTable *table, gsize columns, char decimal)
{
  gsize count = 0;
  double value;

  for (gsize i = 0; i < pen_csv_table_n_rows (table); i++)
    {
      if (i == 0 && pen_csv_table_n_rows (table) > 1)
        continue;
      for (gsize j = 0; j < columns && pen_csv_table_row (table, i)->count == columns; j++)
        count += pen_csv_is_numeric (pen_csv_number_parse (pen_csv_table_text (table, i, j), decimal, &value));
    }
  return count;
}

/* The commonest length of a row and how many rows have it. */
static gsize
common_length (const PenCsvTable *table, gsize *agreeing)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  gsize length = 0;

  *agreeing = 0;
  for (gsize i = 0; i < pen_csv_table_n_rows (table); i++)
    {
      gpointer key = GSIZE_TO_POINTER (pen_csv_table_row (table, i)->count);
      gsize count = GPOINTER_TO_SIZE (g_hash_table_lookup (counts, key)) + 1;

      g_hash_table_insert (counts, key, GSIZE_TO_POINTER (count));
      if (count > *agreeing)
        {
          *agreeing = count;
          length = GPOINTER_TO_SIZE (key);
        }
    }
  return length;
}

/* The share of rows of one length, once more by the share of their cells that are numbers. */
static double
score (const char *text, gsize length, char delimiter, char decimal)
{
  g_auto (PenCsvTable) table = { 0 };
  gboolean whole = pen_csv_table_read (&table, text, length, delimiter, "", NULL);
  gsize rows, agreeing, columns, numbers = 0, cells;

  rows = pen_csv_table_n_rows (&table);
  columns = common_length (&table, &agreeing);
  if (columns < 2)
    return 0;
  if (decimal != ',')
    numbers = count_numbers (&table, columns, '.');
  if (decimal != '.' && delimiter != ',')
    numbers = MAX (numbers, count_numbers (&table, columns, ','));
  cells = columns * MAX (agreeing - (agreeing > 1), 1);
  return (whole ? 1 : 0.5) * ((double)agreeing / (double)rows) * (1 + (double)numbers / (double)cells);
}

/* Cut after a row, so that the last one is whole; a first line longer than the sample stays cut. */
static gsize
sample_length (const char *text, gsize length)
{
  gsize end = MIN (length, SAMPLE);

  if (length <= SAMPLE)
    return length;
  while (end > 0 && text[end - 1] != '\n')
    end--;
  return end > 0 ? end : SAMPLE;
}

char
pen_csv_sniff_delimiter (const char *text, gsize length, char decimal)
{
  static const char candidates[] = { ';', '\t', ',', ' ' };
  char best = ',';
  double best_score = 0;

  length = sample_length (text, length);
  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (candidates[i] != decimal)
      {
        double found = score (text, length, candidates[i], decimal);

        if (found > best_score)
          {
            best = candidates[i];
            best_score = found;
          }
      }
  return best;
}

char
pen_csv_sniff_decimal (const PenCsvTable *table)
{
  gsize commas = 0, points = 0;
  double value;

  if (table->delimiter == ',')
    return '.';
  for (gsize i = 0; i < pen_csv_table_n_rows (table); i++)
    for (gsize j = 0; j < pen_csv_table_row (table, i)->count; j++)
      {
        const char *text = pen_csv_table_text (table, i, j);

        if (strchr (text, ',') != NULL)
          commas += pen_csv_is_numeric (pen_csv_number_parse (text, ',', &value));
        else if (strchr (text, '.') != NULL)
          points += pen_csv_is_numeric (pen_csv_number_parse (text, '.', &value));
      }
  return commas > points ? ',' : '.';
}

static gboolean
has_number (const PenCsvTable *table, gsize row, char decimal, const gboolean *quoted)
{
  double value;

  for (gsize j = 0; j < pen_csv_table_row (table, row)->count; j++)
    if ((quoted == NULL || !quoted[j])
        && pen_csv_is_numeric (pen_csv_number_parse (pen_csv_table_text (table, row, j), decimal, &value)))
      return TRUE;
  return FALSE;
}

static gboolean
has_text (const PenCsvTable *table, gsize row)
{
  for (gsize j = 0; j < pen_csv_table_row (table, row)->count; j++)
    if (*pen_csv_table_text (table, row, j) != '\0')
      return TRUE;
  return FALSE;
}

gboolean
pen_csv_sniff_header (const PenCsvTable *table, char decimal)
{
  g_autofree gboolean *first = NULL, *second = NULL;

  if (!has_number (table, 0, decimal, NULL))
    return has_text (table, 0);
  if (pen_csv_table_n_rows (table) < 2)
    return FALSE;
  first = pen_csv_table_quoted (table, 0);
  second = pen_csv_table_quoted (table, 1);
  return !has_number (table, 0, decimal, first) && has_number (table, 1, decimal, second);
}
