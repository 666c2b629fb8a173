/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <penchant/views.h>

G_BEGIN_DECLS

/* What some views show beside a run, and what takes many runs or solutions to find: the regularization path, and the
 * sweep that shows most of an experiment. Found on a worker for the experiment followed, a moment after it has come to
 * rest; a sweep shows its rows as they arrive. Signal: "changed", when there is more to be drawn. Thread: the main
 * context's. */
#define PEN_TYPE_STUDY (pen_study_get_type ())
G_DECLARE_FINAL_TYPE (PenStudy, pen_study, PEN, STUDY, GObject)

PenStudy *pen_study_new (void);
/* @kind: of another view than these two, or @experiment NULL: nothing to find. What runs for another experiment is
 * cancelled. */
void pen_study_follow (PenStudy *self, PenViewKind kind, PenExperiment *experiment);
gboolean pen_study_busy (PenStudy *self);
/* paths and sweep, borrowed until the next "changed" or pen_study_follow(). */
void pen_study_fill (PenStudy *self, PenViewInput *input);

G_END_DECLS
