/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PEN_TYPE_EDITOR_CELL (pen_editor_cell_get_type ())
G_DECLARE_FINAL_TYPE (PenEditorCell, pen_editor_cell, PEN, EDITOR_CELL, GtkWidget)

/* One value of a table: a text that a click turns into an entry. Signals:
 * "begun": a person begins to change it; "entered" (const char *) → gboolean: whether that text was taken, and if not the entry
 * stays, marked; "left": what was typed cannot be taken and is given up; "go" (int rows, int columns): Enter, the arrows and Tab lead away. */
GtkWidget *pen_editor_cell_new (guint column);
guint      pen_editor_cell_column (PenEditorCell *self);
guint      pen_editor_cell_row (PenEditorCell *self);
void       pen_editor_cell_set_row (PenEditorCell *self, guint row); /* gives up what is being typed */
/* A number that is too long is shown rounded; all of it is what is changed, and its tooltip. */
void       pen_editor_cell_set_text (PenEditorCell *self, const char *text, gboolean is_number);
gboolean   pen_editor_cell_editing (PenEditorCell *self);
void       pen_editor_cell_begin (PenEditorCell *self);
/* As a person would: begins, types and presses Enter, without going on to the next row. FALSE when refused. */
gboolean   pen_editor_cell_enter (PenEditorCell *self, const char *text);

G_END_DECLS
