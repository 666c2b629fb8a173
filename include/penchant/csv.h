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
  gboolean task_given; /* FALSE: classification when the target is text or exactly −1/+1, else regression */
  PenTask task;
  const char *target;           /* column name or 1-based number; NULL: the last column */
  const char *const *features;  /* NULL-terminated names or numbers; NULL: every other numeric column */
  const char *positive;         /* the label that becomes +1; NULL: the later in sort order */
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

/* Reads a whole table or nothing. @choices may be NULL. Errors, each with line, column and text of the cell:
 * SYNTAX (ragged row, malformed or missing cell, binary, not UTF-8, no data row), NOT_FINITE (nan, inf, 1e400),
 * VALUE (unknown column, not two labels), IO. */
PenDataset *pen_csv_read (const char *path, const PenCsvOptions *options, PenCsvChoices *choices, GError **error);
PenDataset *pen_csv_parse (const char *text, gssize length, const char *name, const PenCsvOptions *options,
                           PenCsvChoices *choices, GError **error);

/* Features then target, a header, commas; reading it back gives every double bit for bit and the same labels. */
char    *pen_csv_format (const PenDataset *dataset);
gboolean pen_csv_write (const PenDataset *dataset, const char *path, GError **error);

G_END_DECLS
