/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "laboratory-private.h"

#include <math.h>

#define SECONDS_OF_A_RUN 6.0 /* at speed 1 */

void
pen_laboratory_set_playing (PenLaboratory *self, gboolean playing)
{
  if (self->playing == playing)
    return;
  self->playing = playing;
  g_object_notify (G_OBJECT (self), "playing");
}

void
pen_laboratory_set_position (PenLaboratory *self, double position)
{
  if (self->position == position)
    return;
  self->position = position;
  pen_laboratory_emit (self, PLAYHEAD_CHANGED);
}

double
pen_laboratory_playhead (PenLaboratory *self)
{
  return self->following ? 1 : self->position;
}

gsize
pen_laboratory_frame (PenLaboratory *self)
{
  const PenTrace *trace = pen_laboratory_trace (self);

  if (trace == NULL || trace->n_frames == 0)
    return 0;
  return (gsize)lround (pen_laboratory_playhead (self) * (double)(trace->n_frames - 1));
}

double
pen_laboratory_time (PenLaboratory *self)
{
  const PenTrace *trace = pen_laboratory_trace (self);

  return trace != NULL && trace->n_frames > 0 ? trace->frames[pen_laboratory_frame (self)].log10_time : (double)NAN;
}

void
pen_laboratory_hold_time (PenLaboratory *self, double log10_time)
{
  const PenTrace *trace = pen_laboratory_trace (self);
  gsize low = 0, high;

  if (isnan (log10_time) || self->following || trace == NULL || trace->n_frames < 2)
    return;
  high = trace->n_frames - 1;
  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (trace->frames[middle].log10_time < log10_time)
        low = middle + 1;
      else
        high = middle;
    }
  /* Between two frames a playing playhead is where it was, not back at the one before. */
  if (low != pen_laboratory_frame (self))
    pen_laboratory_set_position (self, (double)low / (double)(trace->n_frames - 1));
}

void
pen_laboratory_seek (PenLaboratory *self, double position)
{
  position = CLAMP (position, 0, 1);
  self->following = position >= 1;
  pen_laboratory_set_position (self, position);
}

void
pen_laboratory_advance (PenLaboratory *self, double seconds)
{
  const PenTrace *trace = pen_laboratory_trace (self);

  if (!self->playing || self->shown != NULL || trace == NULL || trace->n_frames < 2)
    return;
  pen_laboratory_seek (self, self->position + seconds * self->speed / SECONDS_OF_A_RUN);
  if (self->position >= 1 && self->state.training_ended)
    pen_laboratory_set_playing (self, FALSE);
}

void
pen_laboratory_reset (PenLaboratory *self)
{
  pen_laboratory_set_playing (self, FALSE);
  pen_laboratory_seek (self, 0);
}

void
pen_laboratory_to_limit (PenLaboratory *self)
{
  pen_laboratory_set_playing (self, FALSE);
  pen_laboratory_seek (self, 1);
}

void
pen_laboratory_step (PenLaboratory *self, int frames)
{
  const PenTrace *trace = pen_laboratory_trace (self);

  pen_laboratory_set_playing (self, FALSE);
  if (trace != NULL && trace->n_frames > 1)
    pen_laboratory_seek (self, ((double)pen_laboratory_frame (self) + frames) / (double)(trace->n_frames - 1));
}
