/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lab/laboratory.h"

G_BEGIN_DECLS

#define PEN_TYPE_ANSWER_BAR (pen_answer_bar_get_type ())
G_DECLARE_FINAL_TYPE (PenAnswerBar, pen_answer_bar, PEN, ANSWER_BAR, GtkWidget)

/* The answer line: which theorem speaks of this run, what it says and what was measured, or what went wrong; "Why this
 * limit?" unfolds the argument. Property: "laboratory" (PenLaboratory or NULL, rw). */
GtkWidget  *pen_answer_bar_new (void);
const char *pen_answer_bar_sentence (PenAnswerBar *self); /* as shown */
const char *pen_answer_bar_verdict (PenAnswerBar *self);  /* a verdict's nick, "running", "error" or "idle" */
void        pen_answer_bar_explain (PenAnswerBar *self);  /* opens the argument, where there is one */
/* The button below the sentence, which then has the whole width. */
void        pen_answer_bar_set_narrow (PenAnswerBar *self, gboolean narrow);

G_END_DECLS
