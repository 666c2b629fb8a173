/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/incremental.h>

#include <math.h>

/* When |w_j| passes @half between two frames, in natural log. */
static double
passing_time (const PenFrame *before, const PenFrame *after, gsize j, double half)
{
  double low = fabs (before->w[j]), high = fabs (after->w[j]);
  double share = high > low ? (half - low) / (high - low) : 1;

  if (before->log10_time == -HUGE_VAL || !isfinite (after->log10_time))
    return after->log10_time;
  return before->log10_time + share * (after->log10_time - before->log10_time);
}

void
pen_incremental_times (const PenTrace *trace, double *times)
{
  for (gsize j = 0; j < trace->d; j++)
    {
      const PenFrame *frames = trace->frames;
      double half = trace->n_frames > 0 ? fabs (frames[trace->n_frames - 1].w[j]) / 2 : 0;
      gsize i = 0;

      times[j] = NAN;
      while (i < trace->n_frames && fabs (frames[i].w[j]) < half)
        i++;
      if (half > 0 && i > 0)
        times[j] = exp (passing_time (frames + i - 1, frames + i, j, half) * G_LN10);
    }
}

void
pen_incremental_predict (const PenModel *model, const double *w, double *predicted)
{
  gboolean is_known = model->kind == PEN_MODEL_DIAGONAL && model->depth == 2 && !model->is_untied;

  for (gsize j = 0; j < model->d; j++)
    {
      double level, minus, growth;

      predicted[j] = NAN;
      if (!is_known || w[j] == 0)
        continue;
      pen_model_levels (model, j, &level, &minus);
      growth = log (fabs (w[j])) - level;
      if (growth > 0)
        predicted[j] = growth / (4 * fabs (w[j]));
    }
}
