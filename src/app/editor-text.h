/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/dataset.h>

G_BEGIN_DECLS

/* Points as text that a spreadsheet takes and gives: a line each, inputs then target or label, tabs between. */

/* @selected: n flags. The shortest digits that read back bit for bit. Free with g_free(). */
char *pen_editor_text_of (const PenDataset *data, const guint8 *selected);
/* A new dataset with the text's points after those of @data, or nothing. Cells may also be parted by semicolons, commas or
 * blanks; a first line of names is skipped; a classification's line may leave out its label, which is then @sign.
 * Errors: SYNTAX (no points, a wrong number of cells, a cell that is no number or no label, with line and column),
 * NOT_FINITE. */
PenDataset *pen_editor_text_append (const PenDataset *data, const char *text, int sign, GError **error);
/* One cell as it is typed: the input @column, or for @column = d the target or label. Errors: SYNTAX. */
gboolean    pen_editor_text_cell (const PenDataset *data, gsize column, const char *text, double *value, GError **error);

G_END_DECLS
