/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data-editor.h"

G_BEGIN_DECLS

#define PEN_TYPE_PLANE_POPOVER (pen_plane_popover_get_type ())
G_DECLARE_FINAL_TYPE (PenPlanePopover, pen_plane_popover, PEN, PLANE_POPOVER, GtkPopover)

typedef enum { PEN_PLANE_INPUTS, PEN_PLANE_COMPONENTS, PEN_PLANE_SOLUTIONS, PEN_PLANE_PREDICTION } PenPlaneKind;

/* Chooses the plane in which points of more inputs than two are shown and edited, at once; of a regression, whose target is
 * upwards, what is to the right: the prediction, an input or the first component. */
void pen_plane_popover_set_editor (PenPlanePopover *self, PenDataEditor *editor); /* not owned */
/* As a person would. @x, @y: inputs, or numbers of the solutions found so far; a regression has no @y. */
void pen_plane_popover_choose (PenPlanePopover *self, PenPlaneKind kind, guint x, guint y);
const char *pen_plane_popover_problem (PenPlanePopover *self); /* or NULL */

G_END_DECLS
