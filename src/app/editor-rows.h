/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data-editor.h"

G_BEGIN_DECLS

#define PEN_TYPE_EDITOR_ROWS (pen_editor_rows_get_type ())
G_DECLARE_FINAL_TYPE (PenEditorRows, pen_editor_rows, PEN, EDITOR_ROWS, GObject)

/* An editor's points as a list, and its selection as that list's: a GtkSelectionModel with no memory of its own beyond the
 * number of rows. Its items say nothing; a row is known by its position. */
PenEditorRows *pen_editor_rows_new (PenDataEditor *editor); /* not owned */
void           pen_editor_rows_disconnect (PenEditorRows *self);
/* The list has @n rows from now on, as its editor has; rows come and go at the end. */
void           pen_editor_rows_resize (PenEditorRows *self, gsize n);
void           pen_editor_rows_selected (PenEditorRows *self); /* the editor's selection has changed */

G_END_DECLS
