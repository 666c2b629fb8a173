/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recorder.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* From a thousandth of the fastest mode's time to where the slowest mode's e^{−σ²t} is e^{−40} < ε: in between, this
 * many. */
#define FRAMES 240
#define BEFORE 1e-3
#define AFTER 40.0

typedef struct
{
  const PenProblem *problem;
  const double *start;
  double *b;    /* rank: Uᵀ(y − Xw₀) */
  double *work; /* max (n, rank) */
  double *w;    /* d */
} Modes;

/* w₀ + V diag((1 − e^{−σ²t})/σ) b; σ²t from logs, since t may be past the range of a double's square. */
static void
weights_at (Modes *self, double log_time)
{
  const PenProblem *problem = self->problem;

  for (gsize k = 0; k < problem->rank; k++)
    {
      double decay = exp (2 * log (problem->sigma[k]) + log_time);

      self->work[k] = -expm1 (-decay) / problem->sigma[k] * self->b[k];
    }
  pen_gemv_t (problem->rank, problem->d, problem->Vt, self->work, self->w);
  for (gsize j = 0; self->start != NULL && j < problem->d; j++)
    self->w[j] += self->start[j];
}

/* log ½(‖r⊥‖² + Σ b² e^{−2σ²t}), in logs: it stays a number long after the residual's square has underflowed. */
static double
log_loss_at (Modes *self, double log_time)
{
  const PenProblem *problem = self->problem;
  double sum = problem->interpolable ? -HUGE_VAL : 2 * log (problem->residual);

  for (gsize k = 0; k < problem->rank; k++)
    if (self->b[k] != 0)
      sum = pen_log_add_exp (sum, 2 * log (fabs (self->b[k])) - 2 * exp (2 * log (problem->sigma[k]) + log_time));
  return sum - G_LN2;
}

static void
modes_init (Modes *self, const PenProblem *problem, const double *start)
{
  gsize n = problem->n;
  g_autofree double *residual = g_memdup2 (problem->y, n * sizeof (double));
  g_autofree double *all = g_new (double, problem->k);

  self->problem = problem;
  self->start = start;
  self->work = g_new (double, n);
  self->b = g_new0 (double, MAX (problem->rank, 1));
  self->w = g_new0 (double, problem->d);
  if (start != NULL)
    {
      pen_gemv (n, problem->d, problem->X, start, self->work);
      pen_axpy (n, -1, self->work, residual);
    }
  pen_gemv_t (n, problem->k, problem->U, residual, all);
  memcpy (self->b, all, problem->rank * sizeof *all);
}

static void
record (Modes *self, PenRecorder *recorder, double log_time)
{
  weights_at (self, log_time);
  pen_recorder_frame (recorder, log_time, log_loss_at (self, log_time), self->w);
}

void
pen_closed_form_run (PenRecorder *recorder)
{
  const PenProblem *problem = recorder->problem;
  const PenTrainingOptions *options = recorder->options;
  gboolean to_limit = options->stop == PEN_STOP_LIMIT;
  double first = log (BEFORE), last = to_limit ? log (AFTER) : log (options->time);
  gsize frames = MIN (FRAMES, pen_trace_capacity (problem->d) - 2);
  Modes modes;

  modes_init (&modes, problem, options->model.start);
  if (problem->rank > 0)
    {
      first -= 2 * log (problem->sigma[0]);
      if (to_limit)
        last -= 2 * log (problem->sigma[problem->rank - 1]);
    }
  if (!to_limit)
    first = fmin (first, last - log (1 / BEFORE));
  record (&modes, recorder, -HUGE_VAL);
  for (gsize i = 0; i <= frames && !pen_cancel_requested (recorder->cancel); i++)
    record (&modes, recorder, i == frames ? last : first + (last - first) * (double)i / (double)frames);
  if (pen_cancel_requested (recorder->cancel))
    pen_recorder_end (recorder, PEN_TRAINING_CANCELLED, _ ("Cancelled"));
  else if (to_limit)
    {
      record (&modes, recorder, HUGE_VAL);
      pen_recorder_end (recorder, PEN_TRAINING_CONVERGED, _ ("The limit of the flow, in closed form"));
    }
  else
    pen_recorder_end (recorder, PEN_TRAINING_STOPPED, _ ("Reached the time asked for"));
  g_free (modes.b);
  g_free (modes.work);
  g_free (modes.w);
}
