/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data-editor.h"
#include "editor-cell.h"

G_BEGIN_DECLS

#define PEN_TYPE_EDITOR_TABLE (pen_editor_table_get_type ())
G_DECLARE_FINAL_TYPE (PenEditorTable, pen_editor_table, PEN, EDITOR_TABLE, GtkWidget)

#define PEN_EDITOR_TABLE_INPUTS 24 /* columns of inputs; a widget of GTK 4.8 for each makes more of them slow */

/* The exact numbers of an editor's points, a row a point, as many inputs as there is room for; its selection is the editor's.
 * While it is not visible it holds nothing. */
void pen_editor_table_set_editor (PenEditorTable *self, PenDataEditor *editor); /* not owned; NULL before the editor goes */
/* The editor's points or selection have changed. */
void pen_editor_table_refresh (PenEditorTable *self);
/* The cell of a point's input, or of its target for column = d, scrolled to; NULL while it is not on the screen. */
PenEditorCell *pen_editor_table_cell (PenEditorTable *self, gsize row, gsize column);
/* Why the last number was refused, a sentence, or NULL. */
const char    *pen_editor_table_problem (PenEditorTable *self);
guint          pen_editor_table_n_rows (PenEditorTable *self);

G_END_DECLS
