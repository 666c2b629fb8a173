/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measures.h"

#include <math.h>

#define PRODUCTS 2e6 /* about 2 ms */
#define FEWEST 24
#define GUIDE 96 /* places at which a guide is drawn */

gboolean
pen_measures_init (PenMeasures *self, const PenViewInput *input, double cost, PenScene *scene)
{
  *self = (PenMeasures){ .input = input, .scene = scene, .range = PEN_RANGE_EMPTY };
  if (!pen_view_has_begun (input, scene))
    return FALSE;
  pen_time_axis_init (input, &self->time);
  pen_frame_choice_make (input->trace, &self->time, (gsize)CLAMP (PRODUCTS / cost, FEWEST, PEN_FRAMES), &self->frames);
  return TRUE;
}

void
pen_measures_add (PenMeasures *self, const char *id, const char *label, PenHeightFunc height, gconstpointer user_data,
                  PenInk ink)
{
  const PenTrace *trace = self->input->trace;
  double y[PEN_FRAMES + 2];

  for (gsize i = 0; i < self->frames.n; i++)
    {
      y[i] = height (user_data, trace->d, &trace->frames[self->frames.index[i]]);
      if (self->log && !(y[i] > 0))
        y[i] = NAN;
      if (isfinite (self->frames.x[i]))
        pen_range_add (&self->range, y[i]);
    }
  /* The logarithm of 0 is drawn as the least that there is. */
  for (gsize i = 0; i < self->frames.n; i++)
    if (y[i] == -HUGE_VAL && isfinite (self->range.low))
      y[i] = self->range.low;
  pen_view_ghost_curves (self->input, &self->time, NULL, height, user_data, PEN_DASH_SOLID, &self->range, self->scene);
  pen_scene_add_line (self->scene, id, self->frames.n, self->frames.x, y, ink, PEN_DASH_SOLID, 2);
  pen_scene_add_legend (self->scene, label, ink, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (self->scene, id, NULL);
}

void
pen_measures_add_level (PenMeasures *self, PenSolutionKind kind, const char *label, double value)
{
  double x[2] = { self->time.low, pen_time_axis_along (&self->time, 1) }, y[2] = { value, value };
  PenInk ink = pen_solution_ink (kind);

  if (!isfinite (value) || (self->log && !(value > 0)))
    return;
  pen_range_add (&self->range, value);
  pen_scene_add_line (self->scene, pen_solution_nick (kind), 2, x, y, ink, pen_ink_dash (ink), 1.8);
  pen_scene_add_legend (self->scene, label, ink, pen_ink_dash (ink), TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (self->scene, pen_solution_nick (kind), NULL);
}

static double
log10_time_of (const PenTimeAxis *time, double x)
{
  return time->linear ? log10 (x) : x;
}

/* It says nothing of what is out of the curves' sight. */
void
pen_measures_add_guide (PenMeasures *self, const char *label, PenGuideFunc height, gconstpointer user_data)
{
  double x[GUIDE], y[GUIDE];
  gsize n = 0;

  for (gsize i = 0; i < GUIDE; i++)
    {
      x[n] = pen_time_axis_along (&self->time, (double)i / (GUIDE - 1));
      if (self->time.has_limit && x[n] > self->input->trace->frames[self->input->trace->n_frames - 2].log10_time
          && !self->time.linear)
        break;
      y[n] = height (user_data, log10_time_of (&self->time, x[n]));
      if (y[n] >= self->range.low && y[n] <= self->range.high)
        n++;
    }
  if (n < 2)
    return;
  pen_scene_add_line (self->scene, "rate", n, x, y, PEN_INK_MUTED, PEN_DASH_DOTTED, 1.3);
  pen_scene_add_label (self->scene, label, x[n / 2], y[n / 2], PEN_INK_MUTED);
}

void
pen_measures_show (PenMeasures *self)
{
  pen_view_ghost_legend (self->input, self->scene);
  pen_time_axis_show (&self->time, self->input, &self->range, self->log, 0, self->scene);
}

gboolean
pen_measures_has_tail (const PenViewInput *input)
{
  const PenExperiment *experiment = input->experiment;

  return experiment->model == PEN_MODEL_LINEAR && pen_view_is_classes (input)
         && (experiment->loss == PEN_LOSS_EXPONENTIAL || experiment->loss == PEN_LOSS_LOGISTIC)
         && pen_view_solution_of (input, PEN_SOLUTION_MAX_MARGIN, input->trace->d) != NULL;
}
