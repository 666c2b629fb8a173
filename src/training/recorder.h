/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/training.h>

G_BEGIN_DECLS

/* Where the two ways of training (closed form, integrator) put what they find. */
typedef struct
{
  const PenProblem *problem;
  const PenTrainingOptions *options;
  const PenCancel *cancel;
  PenFrameFunc on_frame;
  gpointer user_data;
  PenTraining *training;
} PenRecorder;

/* The newest moment: appended to the trace, reported, and made the training's result so far. @log_time, @log_loss: natural logs. */
void pen_recorder_frame (PenRecorder *self, double log_time, double log_loss, const double *w);
void pen_recorder_end (PenRecorder *self, PenTrainingStatus status, const char *reason);

/* The measure in which a trace is spaced: log₁₀ t, and past what an ordinary run reaches its logarithm. */
double pen_trace_clock (double log10_time);

/* The largest part of w − w₀ outside the row space of X, relative to it, at a bounded number of frames. @start: NULL for 0. */
double pen_trace_off_span (const PenTrace *trace, const PenProblem *problem, const double *start);

/* Linear + squared: any t at once. */
void pen_closed_form_run (PenRecorder *recorder);
/* Everything else. Errors: VALUE, CONVERGENCE. */
gboolean pen_flow_run (PenRecorder *recorder, GError **error);
/* Methods of finite steps. */
void pen_descent_run (PenRecorder *recorder);

G_END_DECLS
