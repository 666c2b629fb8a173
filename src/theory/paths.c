/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <penchant/incremental.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>

/* Both integrators are exact to 1e-8 a step and take hundreds; where w grows fastest an error in t counts tenfold. */
#define SAME_PATH 1e-4
/* XᵀX is the identity times a number to this share of it. */
#define WHITE 1e-6
/* The estimate of t_j leaves out the last factor of two on the way to w_j: log 2 against log(w_j/α²) or so. */
#define SWITCHING .25

static gboolean
is_diagonal_flow (const PenRun *run)
{
  return run->model->kind == PEN_MODEL_DIAGONAL && !run->model->is_untied && run->loss == PEN_LOSS_SQUARED
         && run->method == PEN_METHOD_GRADIENT_FLOW;
}

void
pen_judge_mirror_flow (const PenRun *run, PenTheorem *theorem)
{
  double difference = run->input->mirror_difference;
  g_autofree char *measured = pen_number_format (difference, 2);

  if (!is_diagonal_flow (run))
    {
      pen_theorem_reject (theorem,
                          _ ("The statement is about the gradient flow of a diagonal network on the squared loss."));
      return;
    }
  if (isnan (difference))
    {
      pen_theorem_reject (
          theorem,
          _ ("The flow of u and v themselves was not followed: α is too small for it, or the data too large."));
      return;
    }
  theorem->applies = TRUE;
  theorem->why = g_strdup (_ ("Diagonal network, gradient flow: ∇Q(w) and u, v describe one path."));
  theorem->measured = difference;
  theorem->threshold = SAME_PATH;
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  theorem->sentence = g_strdup_printf (
      _ ("Mirror flow and the flow of u and v are the same path: they differ by at most %s, relative, along the way."),
      measured);
  theorem->argument = g_strdup (
      _ ("d∇Q(w)/dt = Xᵀr with ∇Q = h⁻¹, and du/dt, dv/dt from the loss, are the same curve w(t).\n"
         "The first was followed in as many unknowns as there are samples, the second in u and v, each by itself."));
}

/* ‖XᵀX − cI‖ against c, from the singular values: all d of them alike. */
static gboolean
is_white (const PenProblem *problem)
{
  return problem->rank == problem->d && problem->sigma[problem->d - 1] >= (1 - WHITE) * problem->sigma[0];
}

void
pen_judge_incremental (const PenRun *run, PenTheorem *theorem)
{
  const PenProblem *problem = run->problem;
  gsize d = problem->d, seen = 0;
  g_autofree double *times = g_new (double, d), *told = g_new (double, d);
  g_autofree char *measured = NULL, *alpha = pen_number_format (run->model->init_scale, 3);
  double worst = 0;

  if (!is_diagonal_flow (run) || run->model->depth != 2 || !run->model->is_signed || run->model->init_scale > 0.1)
    {
      pen_theorem_reject (theorem,
                          _ ("The statement is about the flow of u² − v² from a small start on the squared loss."));
      return;
    }
  if (!is_white (problem) || fabs (problem->sigma[0] - 1) > WHITE)
    {
      pen_theorem_reject (
          theorem, _ ("The statement is about whitened data, XᵀX = I: elsewhere the weights do not grow one by one."));
      return;
    }
  if (run->training == NULL || run->training->trace == NULL || !run->converged)
    {
      pen_theorem_reject (theorem, _ ("The run has not ended yet."));
      return;
    }
  pen_incremental_times (run->training->trace, times);
  pen_incremental_predict (run->model, run->w, told);
  for (gsize j = 0; j < d; j++)
    if (times[j] > 0 && told[j] > 0)
      {
        worst = fmax (worst, fabs (times[j] / told[j] - 1));
        seen++;
      }
  theorem->applies = seen > 0;
  theorem->why = g_strdup (_ ("Whitened data, u² − v² from a small start."));
  theorem->measured = seen > 0 ? worst : (double)NAN;
  theorem->threshold = SWITCHING;
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  measured = pen_number_format (100 * theorem->measured, 2);
  theorem->sentence =
      g_strdup_printf (_ ("Each weight switches on near tⱼ = log(|wⱼ|/α²)/(4|wⱼ|), α = %s: within %s %% for all %zu."),
                       alpha, measured, seen);
  theorem->argument = g_strdup (
      _ ("On whitened data each coordinate moves alone: dw_j/dt = 4 wⱼ (w*ⱼ − wⱼ) once it has left α².\n"
         "From α² it grows like e^(4 w*ⱼ t), so large weights come first, and the smaller α, the further apart."));
}
