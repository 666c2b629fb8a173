/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motion.h"
#include "recorder.h"

G_BEGIN_DECLS

typedef struct
{
  double log_time, log_loss;
} PenMoment;

/* The frames of a flow on their way to the recorder, their weights found many at once. */
typedef struct
{
  PenRecorder *recorder;
  PenMotion *motion;
  PenMoment *moments; /* capacity: of the frames that wait, with their states and room for their weights */
  double *states, *weights;
  gsize n, capacity;
  PenMoment last; /* kept, handed out or not; at log 0 before any is */
} PenFlowFrames;

void pen_flow_frames_init (PenFlowFrames *self, PenRecorder *recorder, PenMotion *motion);
void pen_flow_frames_clear (PenFlowFrames *self);
/* @state: of the motion's size. */
void pen_flow_frames_keep (PenFlowFrames *self, const double *state, PenMoment moment);
/* Hands out all that wait, before the motion's unknowns mean something else. */
void pen_flow_frames_flush (PenFlowFrames *self);
/* The last of all, in place of one of the same time, and hands out what waits. @state: NULL where there is none. */
void pen_flow_frames_end (PenFlowFrames *self, const double *state, PenMoment moment);

G_END_DECLS
