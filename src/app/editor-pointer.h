/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data-editor.h"

G_BEGIN_DECLS

/* Turns presses and drags on an editor's plot into edits and selections. Owned by its editor. */
typedef struct _PenEditorPointer PenEditorPointer;

PenEditorPointer *pen_editor_pointer_new (PenDataEditor *editor);
void              pen_editor_pointer_free (PenEditorPointer *self); /* takes its controllers off the plot */
void              pen_editor_pointer_interrupt (PenEditorPointer *self); /* the points changed under the drag: let go */

G_END_DECLS
