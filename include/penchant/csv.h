/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/dataset.h>

G_BEGIN_DECLS

typedef enum
{
  PEN_CSV_HEADER_AUTO,
  PEN_CSV_HEADER_YES,
  PEN_CSV_HEADER_NO,
} PenCsvHeader;

/* What the caller asks for; zero or NULL means "find out". */
typedef struct
{
  char delimiter;  /* ',' ';' '\t' ' ' or 0 */
  char decimal;    /* '.' ',' or 0 */
  PenCsvHeader header;
  gboolean task_given; /* FALSE: classification when @positive is given or the target is text or exactly −1/+1, else
                          regression */
  PenTask task;
  const char *target;           /* column name or else 1-based number; NULL: the last column */
  const char *const *features;  /* NULL-terminated names or numbers; NULL: every other numeric column */
  const char *positive;         /* the label that becomes +1, where there are more than two against all the rest; NULL: of two
                                   the later in sort order, of numbers the larger */
  gboolean skip_missing;        /* leave rows out where a feature or the target is empty, instead of refusing the table */
  const char *encoding;         /* of a file, as iconv names it; NULL: UTF-8 */
} PenCsvOptions;

/* What was found or chosen, for the caller to show. */
typedef struct
{
  char delimiter;
  char decimal;
  gboolean header;
  char *target;
  char *negative; /* classification: the label that became −1 */
  char *positive;
  char **skipped; /* text columns left out of the features */
} PenCsvChoices;

void pen_csv_choices_clear (PenCsvChoices *self);

/* The first rows as they are cut into cells, for a person to see before anything is imported. */
typedef struct
{
  char delimiter, decimal;
  gboolean header;
  gsize n_rows, n_columns; /* of the whole table */
  gsize n_shown;           /* rows */
  char **names;            /* n_columns */
  gboolean *numeric;       /* n_columns: some cell is a number */
  char **cells;            /* n_shown × n_columns */
} PenCsvPreview;

void pen_csv_preview_free (PenCsvPreview *self);

/**
 * pen_csv_parse:
 * @text: UTF-8, with or without byte order mark   @length: in bytes, or −1 to the first zero byte
 * @name: (nullable): what messages call the text  @options: (nullable): what is known already
 * @choices: (out) (nullable): filled on success only; free with pen_csv_choices_clear()
 *
 * Reads a whole table or nothing. Lines end in LF, CRLF or CR; blank lines are passed over; cells in quotation marks may
 * hold delimiters, line ends and doubled quotation marks. Runs of spaces (and tabs) are one delimiter where that is the
 * space. A number is decimal and a whole cell, read without locale. The first row is the header when no cell of it is a
 * number, or those that are stand in quotation marks and the next row's do not; a column without a name is x1, x2, … by
 * its place, a target without header y. A column none of whose cells is a number is text and left out of the features.
 *
 * Cost: linear, 0.3 s for 100,000 rows of 10.  Errors, each one line: SYNTAX (malformed or missing cell with its line,
 * column and text; ragged row; stray or open quotation mark; one column; no data row; binary or not UTF-8; more than
 * 200,000 columns or a cell of more than 64 KiB), NOT_FINITE (nan, inf, 1e400), VALUE (unknown, ambiguous or repeated
 * column, no numeric feature, not two labels, impossible options).
 * Thread: any.  Source: RFC 4180 by libcsv.  Test: tests/data/csv-*.cpp
 */
PenDataset *pen_csv_parse (const char *text, gssize length, const char *name, const PenCsvOptions *options,
                           PenCsvChoices *choices, GError **error);
/* The same of a file, named in messages by its last part. More errors: IO (missing, a folder, no regular file, past 1 GiB). */
PenDataset *pen_csv_read (const char *path, const PenCsvOptions *options, PenCsvChoices *choices, GError **error);

/* What pen_csv_read() would read, up to @most rows; bad cells are shown as they are. Errors: IO, SYNTAX (where the text cannot
 * be cut into a table), VALUE (impossible options). Test: tests/data/csv-preview.cpp */
PenCsvPreview *pen_csv_preview (const char *path, const PenCsvOptions *options, gsize most, GError **error);

/* The labels that a classification of this table chooses from, in the order of its rows, up to @most; NULL for a regression
 * or where it cannot be read. Free with g_strfreev(). Test: tests/data/csv-read.cpp */
char **pen_csv_labels (const char *path, const PenCsvOptions *options, gsize most);

/* Features then target, a header, commas; reading it back with the same task, and the same positive label where that is
 * not the later in sort order, gives every double bit for bit and the same names and labels. Free with g_free(). */
char    *pen_csv_format (const PenDataset *dataset);
/* The whole file or, on an error, what was there before. Errors: IO. */
gboolean pen_csv_write (const PenDataset *dataset, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenCsvPreview, pen_csv_preview_free)

G_END_DECLS
