/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LARGEST 300  /* decades of t that are a double with room around it */
#define ORDINARY 100 /* decades of t; only tails, which change the clock, go on past them */

static gboolean
has_limit (const PenTrace *trace)
{
  return trace->n_frames > 0 && trace->frames[trace->n_frames - 1].log10_time == HUGE_VAL;
}

static void
look (const PenTrace *trace, PenRange *range)
{
  for (gsize i = 0; i < trace->n_frames; i++)
    pen_range_add (range, trace->frames[i].log10_time);
}

static void
fit (const PenRange *range, gboolean has_limit, PenTimeAxis *self)
{
  double span;

  *self = (PenTimeAxis){ .low = -1, .high = 1, .has_limit = has_limit };
  if (range->low <= range->high)
    {
      self->low = range->low;
      self->high = range->high;
    }
  self->logarithmic = self->high > ORDINARY;
  if (self->logarithmic)
    self->low = 1; /* t = 10: nothing of the direction is decided before */
  span = self->logarithmic ? log10 (self->high) : self->high - self->low;
  if (!(span > 1e-6))
    {
      span = 1;
      self->low -= 0.5;
      self->high += 0.5;
    }
  self->limit = self->logarithmic ? self->high * pow (10, 0.06 * span) : self->high + 0.06 * span;
  if (!self->has_limit)
    return;
  self->high = self->logarithmic ? self->limit * pow (10, 0.02 * span) : self->limit + 0.02 * span;
}

void
pen_time_axis_fit (const PenTrace *trace, PenTimeAxis *self)
{
  PenRange range = PEN_RANGE_EMPTY;

  look (trace, &range);
  fit (&range, has_limit (trace), self);
}

/* With the kept runs of as many weights. */
static PenRange
look_at_all (const PenViewInput *input, gboolean *limit)
{
  PenRange range = PEN_RANGE_EMPTY;

  *limit = has_limit (input->trace);
  look (input->trace, &range);
  for (gsize k = 0; k < input->n_kept; k++)
    if (input->kept[k]->trace->d == input->trace->d)
      {
        look (input->kept[k]->trace, &range);
        *limit = *limit || has_limit (input->kept[k]->trace);
      }
  return range;
}

gboolean
pen_time_axis_can_be_linear (const PenViewInput *input)
{
  gboolean limit;
  PenRange range = look_at_all (input, &limit);

  return range.high > -LARGEST && range.high < LARGEST;
}

void
pen_time_axis_init (const PenViewInput *input, PenTimeAxis *self)
{
  gboolean limit;
  PenRange range = look_at_all (input, &limit);

  fit (&range, limit, self);
  if (input->scales[PEN_VIEW_AXIS_TIME] != PEN_AXIS_LINEAR || !pen_time_axis_can_be_linear (input))
    return;
  self->linear = TRUE;
  self->logarithmic = FALSE;
  self->low = 0;
  self->high = pow (10, range.high);
  self->limit = 1.06 * self->high;
  if (limit)
    self->high *= 1.08;
}

const char *
pen_time_axis_name (const PenTimeAxis *self)
{
  return self->linear ? "t" : "log₁₀ t";
}

double
pen_time_axis_place (const PenTimeAxis *self, double log10_time)
{
  if (log10_time == HUGE_VAL)
    return self->limit;
  if (self->linear)
    return pow (10, log10_time);
  if (log10_time >= self->low || (!self->logarithmic && isfinite (log10_time)))
    return log10_time;
  return NAN;
}

void
pen_time_axis_mark (const PenTimeAxis *self, const PenViewInput *input, double top, PenScene *scene)
{
  gsize frame = MIN (input->frame, input->trace->n_frames - 1);
  double now = pen_time_axis_place (self, input->trace->frames[frame].log10_time);

  if (self->has_limit)
    {
      pen_scene_add_vertical (scene, "limit", self->limit, PEN_INK_MUTED, PEN_DASH_DOTTED, 1);
      pen_scene_add_label (scene, "t = ∞", self->limit, top, PEN_INK_MUTED);
    }
  pen_scene_add_vertical (scene, PEN_VIEW_PLAYHEAD, isnan (now) ? self->low : now, PEN_INK_ACCENT, PEN_DASH_SOLID, 1.5);
}

double
pen_time_axis_along (const PenTimeAxis *self, double share)
{
  return self->logarithmic ? self->low * pow (self->high / self->low, share)
                           : self->low + share * (self->high - self->low);
}

void
pen_time_axis_show (const PenTimeAxis *self, const PenViewInput *input, const PenRange *range, gboolean logarithmic,
                    double beyond, PenScene *scene)
{
  PenViewport box = { self->low, pen_time_axis_along (self, 1 + beyond), range->low, range->high };
  double above = self->has_limit ? 2 : 1; /* room for the words "t = ∞" */

  if (!(box.y_low <= box.y_high))
    box.y_low = box.y_high = logarithmic ? 1 : 0;
  if (logarithmic)
    {
      double pad = fmax (0.15, 0.05 * log10 (box.y_high / box.y_low));

      box.y_low *= pow (10, -pad);
      box.y_high *= pow (10, above * pad);
    }
  else
    {
      double pad = box.y_high > box.y_low ? 0.06 * (box.y_high - box.y_low) : 1;

      box.y_low -= pad;
      box.y_high += above * pad;
    }
  pen_scene_set_viewport (scene, &box);
  pen_time_axis_mark (self, input, box.y_high, scene);
}

void
pen_frame_choice_make (const PenTrace *trace, const PenTimeAxis *time, gsize at_most, PenFrameChoice *self)
{
  gsize n = trace->n_frames, stride = (n - 1) / MIN (at_most, PEN_FRAMES) + 1;

  self->n = 0;
  for (gsize i = 0; i < n - 1; i += stride)
    self->index[self->n++] = i;
  self->index[self->n++] = n - 1;
  for (gsize i = 0; i < self->n; i++)
    self->x[i] = pen_time_axis_place (time, trace->frames[self->index[i]].log10_time);
}
