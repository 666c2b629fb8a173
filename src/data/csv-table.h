/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What limits a table: longer lines are no tables but mistakes, and would only fill the memory. */
#define PEN_CSV_MAX_COLUMNS 200000
#define PEN_CSV_MAX_CELL 65536

typedef struct
{
  gsize offset; /* of its text in PenCsvTable.text */
  guint line;   /* of the file, from 1, where the cell begins */
} PenCsvCell;

typedef struct
{
  gsize first, count; /* cells */
  gsize begin, end;   /* bytes of the source */
  guint line;
} PenCsvRow;

/* The cells of a file as texts, unquoted and trimmed. Blank lines are no rows. */
typedef struct
{
  const char *source; /* not owned */
  char delimiter;
  GString *text;
  GArray *cells; /* of PenCsvCell */
  GArray *rows;  /* of PenCsvRow */
} PenCsvTable;

/* On an error the table keeps the rows before it. Rows may differ in length: see pen_csv_table_check().
 * @name begins the message. Errors: SYNTAX. */
gboolean pen_csv_table_read (PenCsvTable *self, const char *source, gsize length, char delimiter, const char *name,
                             GError **error);
void pen_csv_table_clear (PenCsvTable *self);
/* Every row is as long as the first, and that is two columns at least. Errors: SYNTAX. */
gboolean pen_csv_table_check (const PenCsvTable *self, const char *name, GError **error);

gsize pen_csv_table_n_rows (const PenCsvTable *self);
const PenCsvRow *pen_csv_table_row (const PenCsvTable *self, gsize row);
const char *pen_csv_table_text (const PenCsvTable *self, gsize row, gsize column);
guint pen_csv_table_line (const PenCsvTable *self, gsize row, gsize column);
/* Whether each cell of the row stood in quotation marks. Free with g_free(). */
gboolean *pen_csv_table_quoted (const PenCsvTable *self, gsize row);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenCsvTable, pen_csv_table_clear)

/* At most 40 characters on one line, for a message. Free with g_free(). */
char *pen_csv_excerpt (const char *text);

G_END_DECLS
