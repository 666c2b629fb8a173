/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-table.h"

#include <penchant/error.h>

#include <csv.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define EXCERPT_LENGTH 40
#define PARSER_BLOCK 4096 /* libcsv grows its cell by this; its own 128 bytes copy a long cell too often */

typedef struct
{
  PenCsvTable *table;
  const char *name;
  gsize first;        /* cell of the row being read */
  gsize begin, end;   /* source of the row being read, up to the line being read */
  guint line;         /* being read */
  guint row_line;     /* where the row being read began */
  guint cell_line;    /* where its next cell begins */
  gboolean row_ended; /* by the last line fed: the next one begins a row */
  GError *error;      /* libcsv cannot be stopped from a callback; what comes after an error is dropped */
} Reader;

char *
pen_csv_excerpt (const char *text)
{
  GString *excerpt = g_string_new (NULL);
  glong length = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (++length > EXCERPT_LENGTH)
        {
          g_string_append (excerpt, "…");
          break;
        }
      g_string_append_unichar (excerpt, g_unichar_isprint (character) ? character : ' ');
    }
  return g_string_free (excerpt, FALSE);
}

static void
cell_cb (void *text, size_t length, void *data)
{
  Reader *reader = data;
  PenCsvTable *table = reader->table;
  gsize column = table->cells->len - reader->first + 1;
  PenCsvCell cell = { table->text->len, column == 1 ? reader->row_line : reader->cell_line };

  reader->cell_line = reader->line;
  if (reader->error != NULL)
    return;
  if (length > PEN_CSV_MAX_CELL)
    {
      g_autofree char *start = pen_csv_excerpt (text);

      g_set_error (&reader->error, PEN_ERROR, PEN_ERROR_SYNTAX,
                   _ ("%s, line %u, column %zu: the cell “%s” is longer than %d bytes; is this a "
                      "table?"),
                   reader->name, cell.line, column, start, PEN_CSV_MAX_CELL);
    }
  else if (column > PEN_CSV_MAX_COLUMNS)
    g_set_error (&reader->error, PEN_ERROR, PEN_ERROR_SYNTAX,
                 _ ("%s, line %u: there are more than %d columns; is this a table?"), reader->name, cell.line,
                 PEN_CSV_MAX_COLUMNS);
  else
    {
      g_string_append_len (table->text, text, (gssize)length);
      g_string_append_c (table->text, '\0');
      g_array_append_val (table->cells, cell);
    }
}

static void
row_cb (int terminator, void *data)
{
  Reader *reader = data;
  PenCsvTable *table = reader->table;
  PenCsvRow row = { reader->first, table->cells->len - reader->first, reader->begin, reader->end, reader->row_line };

  reader->row_ended = TRUE;
  reader->first = table->cells->len;
  if (reader->error == NULL && row.count > 0)
    g_array_append_val (table->rows, row);
}

static gsize
line_end (const char *source, gsize length, gsize at)
{
  for (; at < length; at++)
    if (source[at] == '\n' || (source[at] == '\r' && (at + 1 == length || source[at + 1] != '\n')))
      return at + 1;
  return length;
}

/* libcsv takes every delimiter for one more cell; with spaces a run is one, and none stands at a line's end. */
static void
collapse_spaces (const char *line, gsize length, gboolean *quoted, GString *out)
{
  gboolean pending = FALSE;

  g_string_truncate (out, 0);
  for (gsize i = 0; i < length; i++)
    {
      if (!*quoted && (line[i] == ' ' || line[i] == '\t'))
        {
          pending = out->len > 0;
          continue;
        }
      if (pending && line[i] != '\n' && line[i] != '\r')
        g_string_append_c (out, ' ');
      pending = FALSE;
      if (line[i] == '"')
        *quoted = !*quoted;
      g_string_append_c (out, line[i]);
    }
}

static gboolean
refuse_quote (Reader *reader, gboolean open)
{
  if (reader->error != NULL)
    return FALSE;
  if (open)
    g_set_error (&reader->error, PEN_ERROR, PEN_ERROR_SYNTAX,
                 _ ("%s, line %u: a quotation mark is opened here and never closed"), reader->name,
                 reader->table->cells->len == reader->first ? reader->row_line : reader->cell_line);
  else
    g_set_error (&reader->error, PEN_ERROR, PEN_ERROR_SYNTAX,
                 _ ("%s, line %u: a quotation mark stands inside a cell; put the whole cell in quotation marks and "
                    "double those inside"),
                 reader->name, reader->line);
  return FALSE;
}

/* Fed line by line, since libcsv does not say where it is. */
static gboolean
feed (Reader *reader, struct csv_parser *parser, gsize length)
{
  const char *source = reader->table->source;
  g_autoptr (GString) collapsed = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (gsize at = 0; at < length && reader->error == NULL; at = reader->end)
    {
      const char *line = source + at;
      gsize size;

      reader->line++;
      reader->end = line_end (source, length, at);
      size = reader->end - at;
      if (reader->row_ended)
        {
          reader->row_line = reader->line;
          reader->begin = at;
        }
      reader->row_ended = FALSE;
      if (reader->table->delimiter == ' ')
        {
          collapse_spaces (line, size, &quoted, collapsed);
          line = collapsed->str;
          size = collapsed->len;
        }
      if (csv_parse (parser, line, size, cell_cb, row_cb, reader) != size)
        return refuse_quote (reader, FALSE);
    }
  if (csv_fini (parser, cell_cb, row_cb, reader) != 0)
    return refuse_quote (reader, TRUE);
  return reader->error == NULL;
}

gboolean
pen_csv_table_read (PenCsvTable *self, const char *source, gsize length, char delimiter, const char *name,
                    GError **error)
{
  Reader reader = { .table = self, .name = name, .row_ended = TRUE };
  struct csv_parser parser;

  self->source = source;
  self->delimiter = delimiter;
  self->text = g_string_sized_new (MIN (length, 1 << 26));
  self->cells = g_array_new (FALSE, FALSE, sizeof (PenCsvCell));
  self->rows = g_array_new (FALSE, FALSE, sizeof (PenCsvRow));
  csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL);
  csv_set_delim (&parser, (unsigned char)delimiter);
  csv_set_blk_size (&parser, PARSER_BLOCK);
  feed (&reader, &parser, length);
  csv_free (&parser);
  if (reader.error == NULL)
    return TRUE;
  g_propagate_error (error, reader.error);
  return FALSE;
}

void
pen_csv_table_clear (PenCsvTable *self)
{
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_clear_pointer (&self->cells, g_array_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  self->text = NULL;
}

gboolean
pen_csv_table_check (const PenCsvTable *self, const char *name, GError **error)
{
  const PenCsvRow *first;

  if (self->rows->len == 0)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("%s has no data: the file is empty"), name);
      return FALSE;
    }
  first = pen_csv_table_row (self, 0);
  for (gsize i = 0; i < self->rows->len; i++)
    {
      const PenCsvRow *row = pen_csv_table_row (self, i);

      if (row->count == first->count)
        continue;
      g_set_error (
          error, PEN_ERROR, PEN_ERROR_SYNTAX,
          g_dngettext (GETTEXT_PACKAGE, "%s, line %u: the row does not fit the table: it has %zu cell, line %u has %zu",
                       "%s, line %u: the row does not fit the table: it has %zu cells, line %u has %zu", row->count),
          name, row->line, row->count, first->line, first->count);
      return FALSE;
    }
  if (first->count < 2)
    {
      g_autofree char *text = pen_csv_excerpt (pen_csv_table_text (self, 0, 0));

      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX,
                   _ ("%s, line %u: there is only one column, “%s”; a feature and a target are needed, apart by a "
                      "comma, semicolon, tab or space"),
                   name, first->line, text);
      return FALSE;
    }
  return TRUE;
}

gsize
pen_csv_table_n_rows (const PenCsvTable *self)
{
  return self->rows->len;
}

const PenCsvRow *
pen_csv_table_row (const PenCsvTable *self, gsize row)
{
  return &g_array_index (self->rows, PenCsvRow, row);
}

const char *
pen_csv_table_text (const PenCsvTable *self, gsize row, gsize column)
{
  gsize cell = pen_csv_table_row (self, row)->first + column;

  return self->text->str + g_array_index (self->cells, PenCsvCell, cell).offset;
}

guint
pen_csv_table_line (const PenCsvTable *self, gsize row, gsize column)
{
  gsize cell = pen_csv_table_row (self, row)->first + column;

  return g_array_index (self->cells, PenCsvCell, cell).line;
}

gboolean *
pen_csv_table_quoted (const PenCsvTable *self, gsize row)
{
  const PenCsvRow *found = pen_csv_table_row (self, row);
  gboolean *quoted = g_new0 (gboolean, found->count);
  gsize at = found->begin;

  for (gsize j = 0; j < found->count && at < found->end; j++)
    {
      gboolean inside = FALSE;

      while (at < found->end && (self->source[at] == ' ' || (self->source[at] == '\t' && self->delimiter != '\t')))
        at++;
      quoted[j] = at < found->end && self->source[at] == '"';
      for (; at < found->end && (inside || self->source[at] != self->delimiter); at++)
        inside ^= self->source[at] == '"';
      at++;
    }
  return quoted;
}
