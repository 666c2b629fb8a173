/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include <penchant/solution.h>

G_BEGIN_DECLS

#define PEN_TYPE_SOLUTION_ROW (pen_solution_row_get_type ())
G_DECLARE_FINAL_TYPE (PenSolutionRow, pen_solution_row, PEN, SOLUTION_ROW, GtkListBoxRow)

/* A reference solution: shown or not, how it is drawn, its value, and a button that copies its weights.
 * Signal "toggled" (boolean): a person wants it shown or hidden; setting it from code is silent. */
GtkWidget      *pen_solution_row_new (PenSolutionKind kind);
PenSolutionKind pen_solution_row_kind (PenSolutionRow *self);
/* @refused: translated, why the solution makes no sense now, or NULL. */
void            pen_solution_row_set_shown (PenSolutionRow *self, gboolean shown, const char *refused);
/* @solution: borrowed for the call, or NULL while it is not known; @pending: it is being computed. */
void            pen_solution_row_set_solution (PenSolutionRow *self, const PenSolution *solution, gboolean pending);
const char     *pen_solution_row_value (PenSolutionRow *self); /* the text shown */

G_END_DECLS
