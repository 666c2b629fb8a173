/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor-selection.h"
#include "plot-view.h"

G_BEGIN_DECLS

#define PEN_TYPE_DATA_EDITOR (pen_data_editor_get_type ())
G_DECLARE_FINAL_TYPE (PenDataEditor, pen_data_editor, PEN, DATA_EDITOR, GtkWidget)

typedef enum
{
  PEN_EDITOR_PLACE,
  PEN_EDITOR_SELECT,
  PEN_EDITOR_PAN,
} PenEditorTool;

/* The data view with tools that edit its points. Every edit is one pen_document_apply().
 * Property: "laboratory" (PenLaboratory or NULL, rw, notifying). Signal: "message" (const char *), a sentence for a person
 * about something that could not be done.
 * Actions, in the group "data" on the widget: tool ('place', 'select', 'pan'), label ('positive', 'negative'), place (a
 * label: chooses it and the place tool), delete, select-all, select-none, copy, paste, nudge ((ii), pixels right and up),
 * zoom-in, zoom-out, fit. */
GtkWidget     *pen_data_editor_new (void);
PenPlotView   *pen_data_editor_plot (PenDataEditor *self);
/* The same actions, for a window's menus and accelerators: insert it there as "data" too. Borrowed. */
GActionGroup  *pen_data_editor_actions (PenDataEditor *self);
/* "Data: 12 points, 3 selected", as a screen reader hears it. Free with g_free(). */
char          *pen_data_editor_summary (PenDataEditor *self);

/* What gestures and tests call. Coordinates are the data view's; each returns FALSE, with a message, when refused. */
PenExperiment      *pen_data_editor_experiment (PenDataEditor *self); /* borrowed, or NULL */
PenEditorTool       pen_data_editor_tool (PenDataEditor *self);
gboolean            pen_data_editor_editable (PenDataEditor *self);
int                 pen_data_editor_label (PenDataEditor *self); /* −1 or +1 */
const PenSelection *pen_data_editor_selection (PenDataEditor *self);
/* @merge: as in pen_document_apply(). The new row is the last one; nothing stays selected. */
gboolean pen_data_editor_place (PenDataEditor *self, double x, double y, int sign, const char *merge);
/* Puts the rows @selected of @base (n flags; NULL: the selection) that far from where they are in @base. */
gboolean pen_data_editor_move (PenDataEditor *self, const PenExperiment *base, const guint8 *selected, double dx,
                               double dy, const char *merge);
void     pen_data_editor_select_only (PenDataEditor *self, gsize row);
void     pen_data_editor_toggle (PenDataEditor *self, gsize row);
/* The rows inside @box, and those of @also (n flags or NULL); @band draws the box. */
void     pen_data_editor_select_box (PenDataEditor *self, const PenViewport *box, const guint8 *also, gboolean band);
void     pen_data_editor_end_edit (PenDataEditor *self); /* the next edit is a step of its own; no band */
void     pen_data_editor_undo (PenDataEditor *self);
gboolean pen_data_editor_paste_text (PenDataEditor *self, const char *text);

G_END_DECLS
