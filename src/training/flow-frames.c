/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow-frames.h"

#include <math.h>
#include <string.h>

/* States lifted to weights together, one matrix product instead of many: fewer the longer their steps take, so that who
 * listens waits for a few milliseconds only. By the problem's size and not by the clock: a product of another shape
 * rounds differently. */
#define PENDING 32
#define PENDING_WORK (2 * 1024 * 1024) /* multiplications, one pass over the data for each state */
#define LOSS_WORK 32                   /* what a row's loss costs, in multiplications */

void
pen_flow_frames_init (PenFlowFrames *self, PenRecorder *recorder, PenMotion *motion)
{
  gsize d = pen_model_size (&motion->model), size = MAX (motion->size, 1);
  gsize capacity = CLAMP (PENDING_WORK / (MAX (motion->n, d) * (size + LOSS_WORK)), 2, PENDING);

  *self = (PenFlowFrames){ .recorder = recorder,
                           .motion = motion,
                           .moments = g_new0 (PenMoment, capacity),
                           .states = g_new0 (double, capacity *size),
                           .weights = g_new0 (double, capacity *d),
                           .capacity = capacity,
                           .last = { .log_time = -HUGE_VAL } };
}

void
pen_flow_frames_clear (PenFlowFrames *self)
{
  g_free (self->moments);
  g_free (self->states);
  g_free (self->weights);
}

/* The first @count of them. */
static void
flush (PenFlowFrames *self, gsize count)
{
  gsize d = pen_model_size (&self->motion->model), size = self->motion->size;

  if (count > 0)
    self->motion->coordinates->lift (self->motion, count, self->states, self->weights);
  for (gsize i = 0; i < count; i++)
    pen_recorder_frame (self->recorder, self->moments[i].log_time, self->moments[i].log_loss, self->weights + i * d);
  self->n -= count;
  memmove (self->moments, self->moments + count, self->n * sizeof *self->moments);
  memmove (self->states, self->states + count * size, self->n * size * sizeof *self->states);
}

void
pen_flow_frames_flush (PenFlowFrames *self)
{
  flush (self, self->n);
}

/* The newest stays, so that pen_flow_frames_end() can replace it whenever others were handed out. */
void
pen_flow_frames_keep (PenFlowFrames *self, const double *state, PenMoment moment)
{
  gsize size = self->motion->size;

  memcpy (self->states + self->n * size, state, size * sizeof (double));
  self->moments[self->n++] = moment;
  self->last = moment;
  if (self->n == self->capacity)
    flush (self, self->n - 1);
}

void
pen_flow_frames_end (PenFlowFrames *self, const double *state, PenMoment moment)
{
  if (state != NULL)
    {
      if (self->n > 0 && moment.log_time == self->last.log_time)
        self->n--;
      pen_flow_frames_keep (self, state, moment);
    }
  flush (self, self->n);
}
