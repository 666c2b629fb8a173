/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data-editor.h"

G_BEGIN_DECLS

#define PEN_TYPE_ADD_POPOVER (pen_add_popover_get_type ())
G_DECLARE_FINAL_TYPE (PenAddPopover, pen_add_popover, PEN, ADD_POPOVER, GtkPopover)

/* Asks for a point's exact coordinates in the plane shown, and its class: what a click says, for the keyboard. It stays
 * for the next point. */
void pen_add_popover_set_editor (PenAddPopover *self, PenDataEditor *editor); /* not owned; NULL before the editor goes */
/* As a person would type them; @class_index: 0 is +1. What is no number is marked, with the reason in problem(). */
void pen_add_popover_enter (PenAddPopover *self, const char *x, const char *y, guint class_index);
gboolean    pen_add_popover_add (PenAddPopover *self);
const char *pen_add_popover_problem (PenAddPopover *self); /* or NULL */

G_END_DECLS
