/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lab/laboratory.h"

G_BEGIN_DECLS

/* The kept runs, each with its colour and name, to be restored or let go. Names them while the experiment changes, open or
 * not. Property "laboratory" (PenLaboratory or NULL). */
#define PEN_TYPE_RUNS_POPOVER (pen_runs_popover_get_type ())
G_DECLARE_FINAL_TYPE (PenRunsPopover, pen_runs_popover, PEN, RUNS_POPOVER, GtkPopover)

/* As a person would. */
void pen_runs_popover_restore (PenRunsPopover *self, gsize index);
void pen_runs_popover_drop (PenRunsPopover *self, gsize index);

G_END_DECLS
