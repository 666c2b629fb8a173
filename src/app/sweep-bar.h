/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lab/study.h"

G_BEGIN_DECLS

/* What the sweep goes over, how far it is, and its end by a button. */
#define PEN_TYPE_SWEEP_BAR (pen_sweep_bar_get_type ())
G_DECLARE_FINAL_TYPE (PenSweepBar, pen_sweep_bar, PEN, SWEEP_BAR, GtkWidget)

void pen_sweep_bar_set_study (PenSweepBar *self, PenStudy *study);
/* As a person would. */
void pen_sweep_bar_enter (PenSweepBar *self, const PenSweepOptions *options);
void pen_sweep_bar_press (PenSweepBar *self); /* the button: ends the sweep, or begins it anew */
const char *pen_sweep_bar_text (PenSweepBar *self);    /* how far it is */
const char *pen_sweep_bar_problem (PenSweepBar *self); /* why these bounds are no sweep, or NULL */

G_END_DECLS
