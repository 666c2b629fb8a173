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
  PEN_EDITOR_BRUSH,
  PEN_EDITOR_ERASE,
} PenEditorTool;

/* The data view with tools that edit its points. Every edit is one pen_document_apply().
 * Property: "laboratory" (PenLaboratory or NULL, rw, notifying). Signal: "message" (const char *), a sentence for a
 * person about something that could not be done. Actions, in the group "data" on the widget: tool ('place', 'select',
 * 'pan', 'brush', 'erase'), label ('positive', 'negative'), place (a label: chooses it and the place tool), choose (a
 * label: for the brush while that is the tool, else as place), delete, select-all, select-none, copy, paste, nudge
 * ((ii), pixels right and up), step ((i), to the point that many further on), add (asks for coordinates), zoom-in, zoom-out, fit; and with a boolean state snap (to a grid) and table (the exact
 * values below the plot). */
GtkWidget *pen_data_editor_new (void);
PenPlotView *pen_data_editor_plot (PenDataEditor *self);
/* The same actions, for a window's menus and accelerators: insert it there as "data" too. Borrowed. */
GActionGroup *pen_data_editor_actions (PenDataEditor *self);
/* The exact values below the plot, and the recipes for points. Borrowed. */
struct _PenEditorTable       *pen_data_editor_table (PenDataEditor *self);
struct _PenGeneratorPopover  *pen_data_editor_generator (PenDataEditor *self);
struct _PenPlanePopover *pen_data_editor_plane (PenDataEditor *self);
struct _PenAddPopover   *pen_data_editor_add (PenDataEditor *self); /* borrowed */
/* "Data: 12 points, 3 selected", as a screen reader hears it. Free with g_free(). */
char *pen_data_editor_summary (PenDataEditor *self);
/* "Point 3: x₁ = 0.52, x₂ = −1.3, class +1" where it is the only one selected, otherwise "". Free with g_free(). */
char *pen_data_editor_describe (PenDataEditor *self);

/* What gestures and tests call. Coordinates are the data view's; each returns FALSE, with a message, when refused. */
PenExperiment *pen_data_editor_experiment (PenDataEditor *self); /* borrowed, or NULL */
gboolean pen_data_editor_view_input (PenDataEditor *self, PenViewInput *input); /* as the plot has it; FALSE without laboratory */
PenEditorTool pen_data_editor_tool (PenDataEditor *self);
gboolean pen_data_editor_can_place (PenDataEditor *self); /* can points be put where a person points? */
int pen_data_editor_label (PenDataEditor *self); /* −1 or +1 */
const PenSelection *pen_data_editor_selection (PenDataEditor *self);
gboolean pen_data_editor_snaps (PenDataEditor *self);

/* An edit is tried at once, and the document asked to take it; takes @made, which may be NULL with an error set.
 * @what and @merge: as in pen_document_apply(). apply() says as a message why it was refused, and takes @failure. */
gboolean pen_data_editor_try (PenDataEditor *self, PenExperiment *made, const char *what, const char *merge,
                              GError **error);
gboolean pen_data_editor_apply (PenDataEditor *self, PenExperiment *made, const char *what, const char *merge,
                                GError *failure);
void pen_data_editor_say (PenDataEditor *self, const char *text); /* emits "message" */

/* editor-edits.c. The new row is the last one; nothing stays selected. */
gboolean pen_data_editor_place (PenDataEditor *self, double x, double y, int sign, const char *merge);
/* Puts the rows @selected of @base (n flags; NULL: the selection) that far from where they are in @base. */
gboolean pen_data_editor_move (PenDataEditor *self, const PenExperiment *base, const guint8 *selected, double dx,
                               double dy, const char *merge);
/* The same, so that @row comes to lie exactly there. */
gboolean pen_data_editor_move_to (PenDataEditor *self, const PenExperiment *base, const guint8 *selected, gsize row,
                                  double x, double y, const char *merge);
/* @xy: @count pairs. @base: the points before the stroke, which one name tells of. */
gboolean pen_data_editor_spray (PenDataEditor *self, const PenExperiment *base, gsize count, const double *xy, int sign,
                                const char *merge);
/* The points drawn within @radius of a pixel. FALSE where there are none. */
gboolean pen_data_editor_erase (PenDataEditor *self, const PenExperiment *base, double px, double py, double radius,
                                const char *merge);
void pen_data_editor_delete (PenDataEditor *self);                   /* what is selected */
void pen_data_editor_nudge (PenDataEditor *self, int right, int up); /* pixels */
void     pen_data_editor_copy (PenDataEditor *self); /* what is selected, to the clipboard */
void     pen_data_editor_paste (PenDataEditor *self);
gboolean pen_data_editor_paste_text (PenDataEditor *self, const char *text);
gboolean pen_data_editor_add_row (PenDataEditor *self); /* zeros, with the label chosen */
/* @column: an input, or d for the target. Errors: SYNTAX, and what pen_experiment_check() says. */
gboolean pen_data_editor_set_cell (PenDataEditor *self, gsize row, gsize column, const char *text, GError **error);
/* To the nearest place of the grid, where the person wants that; otherwise as it was. */
void pen_data_editor_snap (PenDataEditor *self, double *x, double *y);

/* editor-choose.c */
void pen_data_editor_select_none (PenDataEditor *self);
void pen_data_editor_select_flags (PenDataEditor *self, const guint8 *flags); /* n flags */
void pen_data_editor_select_only (PenDataEditor *self, gsize row);
void pen_data_editor_toggle (PenDataEditor *self, gsize row);
void pen_data_editor_step (PenDataEditor *self, int by); /* selects the next point (+1) or the one before (−1), around */
/* The rows inside @box, and those of @also (n flags or NULL); @band draws the box. */
void pen_data_editor_select_box (PenDataEditor *self, const PenViewport *box, const guint8 *also, gboolean band);
void pen_data_editor_end_edit (PenDataEditor *self); /* the next edit is a step of its own; no band */
void pen_data_editor_undo (PenDataEditor *self);

G_END_DECLS
