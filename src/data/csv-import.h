/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "csv-table.h"

#include <penchant/csv.h>

G_BEGIN_DECLS

typedef enum
{
  PEN_CSV_NUMBER,
  PEN_CSV_TEXT,
  PEN_CSV_MISSING,
  PEN_CSV_NOT_FINITE, /* nan, inf, or a number past DBL_MAX */
} PenCsvKind;

/* The whole cell, in @decimal's notation and no locale's; hexadecimal is text. @value is set for a NUMBER. */
PenCsvKind pen_csv_number_parse (const char *cell, char decimal, double *value);
/* Whether a reader would take it for a number, finite or not. */
gboolean pen_csv_is_numeric (PenCsvKind kind);

/* The delimiter that cuts the beginning of @text into the most even rows with the most numbers. */
char pen_csv_sniff_delimiter (const char *text, gsize length, char decimal);
/* Comma where more cells are numbers by it than by the point. */
char pen_csv_sniff_decimal (const PenCsvTable *table);
/* Whether the first row names the columns: no cell is a number, or those that are stand in quotation marks while
 * the next row has numbers that do not. */
gboolean pen_csv_sniff_header (const PenCsvTable *table, char decimal);

/* A table on its way to a dataset; row 0 is its first row of data. */
typedef struct
{
  const char *name;
  const PenCsvOptions *options;
  PenCsvTable table;
  char decimal;
  gboolean header;
  gsize n, m;     /* rows and columns of data */
  char **names;   /* m */
  double *values; /* n × m */
  guint8 *kinds;  /* n × m, of PenCsvKind */
  gsize target;
  gsize d;
  gsize *features;    /* d columns */
  GPtrArray *skipped; /* names */
  PenTask task;
  const char *labels[2]; /* classification: of −1 and +1, in table, or rest */
  char *rest;            /* all labels but the one of +1, or NULL where there are two */
} PenCsvImport;

void pen_csv_import_clear (PenCsvImport *self);
/* name and options are set: fills what lies before target, kinds included. */
gboolean pen_csv_import_read (PenCsvImport *self, const char *text, gsize length, GError **error);
/* The whole file as text, in UTF-8. Free with g_free(). Errors: IO, SYNTAX (bytes that @encoding has not). */
char *pen_csv_load (const char *path, const char *encoding, gsize *length, GError **error);

const char *pen_csv_import_text (const PenCsvImport *self, gsize row, gsize column);
PenCsvKind pen_csv_import_kind (const PenCsvImport *self, gsize row, gsize column);
gboolean pen_csv_import_is_numeric (const PenCsvImport *self, gsize column); /* some cell is a number */
/* Some cell is text and none a number; a column of empty cells is not text but an error. */
gboolean pen_csv_import_is_text (const PenCsvImport *self, gsize column);
/* “file, line, column “name”: ” before the message */
void pen_csv_import_error (const PenCsvImport *self, GError **error, int code, gsize row, gsize column,
                           const char *format, ...) G_GNUC_PRINTF (6, 7);
/* Refuses the cell unless it is a number. Errors: SYNTAX, NOT_FINITE. */
gboolean pen_csv_import_check_number (const PenCsvImport *self, gsize row, gsize column, GError **error);

/* Each fills its fields above. */
gboolean pen_csv_import_columns (PenCsvImport *self, GError **error); /* target, features, d, skipped */
gboolean pen_csv_import_labels (PenCsvImport *self, GError **error);  /* task, labels */
gboolean pen_csv_import_is_label (const PenCsvImport *self, gsize row, const char *label);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenCsvImport, pen_csv_import_clear)

G_END_DECLS
