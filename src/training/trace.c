/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recorder.h"

#include <math.h>
#include <string.h>

#define MOST_FRAMES 4096
#define FEWEST_FRAMES 256
#define MOST_NUMBERS (MOST_FRAMES * 2048) /* 64 MiB of weights until the fewest frames ask for more */

/* Past this log₁₀ t only a changed clock can have come so far, and its own measure is log log t. */
#define ORDINARY_TIME 30.0

gsize
pen_trace_capacity (gsize d)
{
  return CLAMP (MOST_NUMBERS / MAX (d, 1), FEWEST_FRAMES, MOST_FRAMES);
}

PenTrace *
pen_trace_new (gsize d)
{
  PenTrace *self = g_new0 (PenTrace, 1);

  self->d = d;
  self->frames = g_new0 (PenFrame, pen_trace_capacity (d));
  return self;
}

PenTrace *
pen_trace_copy (const PenTrace *self)
{
  PenTrace *copy = pen_trace_new (self->d);

  for (gsize i = 0; i < self->n_frames; i++)
    pen_trace_append (copy, self->frames[i].log10_time, self->frames[i].log10_loss, self->frames[i].w);
  return copy;
}

void
pen_trace_free (PenTrace *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < self->n_frames; i++)
    g_free (self->frames[i].w);
  g_free (self->frames);
  g_free (self);
}

double
pen_trace_clock (double x)
{
  return x <= ORDINARY_TIME ? x : ORDINARY_TIME * (1 + log (x / ORDINARY_TIME));
}

static int
compare_gaps_cb (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

/* Of the frames whose neighbours are nearer to each other than in half of the trace, every second one goes: the dense
 * half thins, the sparse half stays. The first frame (t = 0) has no place on a log clock, so its neighbours' gaps are
 * infinite. */
static void
thin (PenTrace *self)
{
  gsize n = self->n_frames, kept = 1;
  g_autofree double *gaps = g_new (double, n);
  g_autofree double *sorted = NULL;
  gboolean was_dropped = FALSE;

  gaps[0] = gaps[n - 1] = HUGE_VAL;
  for (gsize i = 1; i + 1 < n; i++)
    gaps[i] = pen_trace_clock (self->frames[i + 1].log10_time) - pen_trace_clock (self->frames[i - 1].log10_time);
  sorted = g_memdup2 (gaps, n * sizeof *gaps);
  qsort (sorted, n, sizeof *sorted, compare_gaps_cb);
  for (gsize i = 1; i < n; i++)
    {
      was_dropped = i + 1 < n && gaps[i] <= sorted[n / 2] && !was_dropped;
      if (was_dropped)
        g_free (self->frames[i].w);
      else
        self->frames[kept++] = self->frames[i];
    }
  self->n_frames = kept;
}

void
pen_trace_append (PenTrace *self, double log10_time, double log10_loss, const double *w)
{
  if (self->n_frames == pen_trace_capacity (self->d))
    thin (self);
  self->frames[self->n_frames++] = (PenFrame){
    .log10_time = log10_time,
    .log10_loss = log10_loss,
    .w = g_memdup2 (w, self->d * sizeof *w),
  };
}
