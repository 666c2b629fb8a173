/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <penchant/views.h>

G_BEGIN_DECLS

/* What some views show beside a run, and what takes many runs or solutions to find: the regularization path, and the
 * sweep over one of its numbers. Found on a worker for the experiment followed, a moment after it has come to
 * rest; a sweep shows its rows as they arrive. Signal: "changed", when there is more to be drawn. Thread: the main
 * context's. */
#define PEN_TYPE_STUDY (pen_study_get_type ())
G_DECLARE_FINAL_TYPE (PenStudy, pen_study, PEN, STUDY, GObject)

PenStudy *pen_study_new (void);
/* @kind: of another view than these two, or @experiment NULL: nothing to find. What runs for another experiment is
 * cancelled. */
void pen_study_follow (PenStudy *self, PenViewKind kind, PenExperiment *experiment);
gboolean pen_study_busy (PenStudy *self);

/* The sweep to find in place of the suggested one, begun at once; NULL: that one. Kept, while it fits, for what is followed
 * next. */
void pen_study_set_sweep (PenStudy *self, const PenSweepOptions *options);
/* FALSE: nothing to go over. */
gboolean pen_study_sweep (PenStudy *self, PenSweepOptions *options);
gboolean pen_study_suggest (PenStudy *self, const char *key, PenSweepOptions *options); /* pen_sweep_suggest() */
/* Ends the work and keeps the rows it has; pen_study_set_sweep() or an edit begins anew. */
void pen_study_stop (PenStudy *self);

typedef struct
{
  gboolean busy;
  gsize done, total;   /* rows of the sweep */
  double seconds_left; /* as the rows so far have taken; NAN before the first */
  const char *message; /* why it ended early, or NULL; borrowed until the next "changed" */
} PenStudyProgress;

void pen_study_progress (PenStudy *self, PenStudyProgress *progress);
/* paths and sweep, borrowed until the next "changed" or pen_study_follow(). */
void pen_study_fill (PenStudy *self, PenViewInput *input);

G_END_DECLS
