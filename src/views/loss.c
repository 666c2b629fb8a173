/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measures.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <float.h>
#include <math.h>

typedef struct
{
  gboolean log, turned;    /* turned: −log₁₀ on a log scale, where time is log₁₀ t on one too */
  double log10_size, rate; /* a guide: 10^log10_size · t^−rate, or · e^(−rate·t) */
} Loss;

/* As log₁₀, since it falls past all that a double holds. */
static double
height_of (const Loss *self, double log10_loss)
{
  return self->turned ? -log10_loss : self->log ? log10_loss : pow (10, log10_loss);
}

static double
loss_of (gconstpointer user_data, gsize d, const PenFrame *frame)
{
  return height_of (user_data, frame->log10_loss);
}

static double
power_of_time (gconstpointer user_data, double log10_time)
{
  const Loss *self = user_data;

  return height_of (self, self->log10_size - self->rate * log10_time);
}

static double
slowest_mode (gconstpointer user_data, double log10_time)
{
  const Loss *self = user_data;

  return height_of (self, self->log10_size - self->rate * pow (10, log10_time) / G_LN10);
}

/* A tail's loss goes like 1/t; the guide lies a little above the curve it is the rate of, if there is anything between.
 */
static void
add_tail (PenMeasures *chart, Loss *loss)
{
  const PenTrace *trace = chart->input->trace;
  const PenFrame *last = &trace->frames[trace->n_frames - 1];

  if (!isfinite (last->log10_time) || !isfinite (last->log10_loss) || !loss->log)
    return;
  loss->rate = 1;
  loss->log10_size = last->log10_loss + last->log10_time;
  if (!loss->turned)
    loss->log10_size += 0.06 * (chart->range.high - chart->range.low);
  pen_measures_add_guide (chart, "∝ 1/t", power_of_time, loss);
}

/* Of a linear model's flow: ½⟨u_r, y − Xw₀⟩² e^(−2σ_r²t), the last singular direction with something to learn. */
static void
add_slowest_mode (PenMeasures *chart, Loss *loss)
{
  const PenProblem *problem = chart->input->problem;
  const PenTrace *trace = chart->input->trace;
  g_autofree double *residual = g_new (double, problem->n);
  double rounding;

  if (trace->d != problem->d || !problem->interpolable)
    return;
  pen_gemv (problem->n, problem->d, problem->X, trace->frames[0].w, residual);
  for (gsize i = 0; i < problem->n; i++)
    residual[i] = problem->y[i] - residual[i];
  /* What a backward error of the decomposition can make of a part that is not there. */
  rounding = 8 * (double)MAX (problem->n, problem->d) * DBL_EPSILON * pen_norm2 (problem->n, residual);
  for (gsize r = problem->rank; r-- > 0;)
    {
      double part = 0;

      for (gsize i = 0; i < problem->n; i++)
        part += problem->U[i * problem->k + r] * residual[i];
      if (fabs (part) <= rounding)
        continue;
      loss->log10_size = log10 (0.5 * part * part);
      loss->rate = 2 * problem->sigma[r] * problem->sigma[r];
      /* Translators: the singular direction that is learnt last */
      pen_measures_add_guide (chart, _ ("slowest mode"), slowest_mode, loss);
      return;
    }
}

void
pen_view_loss (const PenViewInput *input, PenScene *scene)
{
  Loss loss = { .log = input->scales[PEN_VIEW_AXIS_VALUE] != PEN_AXIS_LINEAR };
  PenMeasures chart;

  if (!pen_measures_init (&chart, input, 1, scene))
    return;
  loss.turned = loss.log && chart.time.logarithmic;
  chart.log = loss.turned;
  pen_scene_set_axes (scene, pen_time_axis_name (&chart.time), chart.time.logarithmic,
                      loss.turned ? _ ("−log₁₀ loss")
                      : loss.log  ? _ ("log₁₀ loss")
                                  : _ ("loss"),
                      chart.log);
  pen_measures_add (&chart, "loss", _ ("loss"), loss_of, &loss, PEN_INK_FLOW);
  if (input->problem != NULL && pen_measures_has_tail (input))
    add_tail (&chart, &loss);
  else if (input->problem != NULL && input->experiment->model == PEN_MODEL_LINEAR
           && input->experiment->loss == PEN_LOSS_SQUARED && input->experiment->method == PEN_METHOD_GRADIENT_FLOW)
    add_slowest_mode (&chart, &loss);
  pen_measures_show (&chart);
}
