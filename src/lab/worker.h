/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/experiment.h>

#include "channel.h"

G_BEGIN_DECLS

/* One run of one experiment: a training worker, which builds the problem first, and a solutions worker beside it. The run
 * owns every result, immutable once published, so the main thread borrows them for as long as it keeps the run.
 * All functions are for the main context's thread; none waits for a computation but pen_run_free(). */
typedef struct _PenRun PenRun;

/* What has been published, borrowed from the run. */
typedef struct
{
  PenProblem *problem;
  PenTraining *training;
  PenSolution *solutions[PEN_N_SOLUTIONS];
  gboolean training_ended, solving;
  const char *message; /* the first error, or NULL */
} PenRunState;

PenRun        *pen_run_new (PenExperiment *experiment, PenChannelFunc wake, gpointer user_data);
PenExperiment *pen_run_experiment (PenRun *self);
PenChannel    *pen_run_channel (PenRun *self);
void           pen_run_look (PenRun *self, PenRunState *state);
gboolean       pen_run_solved (PenRun *self); /* every solution that was asked for is found */
PenTheory     *pen_run_take_theory (PenRun *self); /* the newest since the last call, or NULL; the caller's */
void           pen_run_solve (PenRun *self, const gboolean kinds[PEN_N_SOLUTIONS]); /* these too, where missing */
/* Whether @experiment differs only in what has no part in a run: title, notes, view, the solutions shown. */
gboolean pen_run_serves (PenRun *self, const PenExperiment *experiment);
/* Asks the workers to stop and closes the channel. */
void     pen_run_cancel (PenRun *self);
gboolean pen_run_ended (PenRun *self); /* both workers at their end: pen_run_free() will not wait */
void     pen_run_free (PenRun *self);  /* cancels and joins */

G_END_DECLS
