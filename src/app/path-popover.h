/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lab/laboratory.h"

G_BEGIN_DECLS

#define PEN_TYPE_PATH_POPOVER (pen_path_popover_get_type ())
G_DECLARE_FINAL_TYPE (PenPathPopover, pen_path_popover, PEN, PATH_POPOVER, GtkPopover)

/* Chooses the plane in which a path is seen: each axis is a weight, a solution, or chosen by itself. At once, and
 * undone like any change. */
GtkWidget *pen_path_popover_new (PenLaboratory *laboratory);
/* As a person would: item 0 is chosen by itself, then come the solutions found so far, then the weights. */
void pen_path_popover_choose (PenPathPopover *self, int axis, guint item);

G_END_DECLS
