/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>

/* ψ⁻¹(y); NULL where ψ never takes some label. */
static double *
inverse_labels (const PenRun *run)
{
  const PenProblem *problem = run->problem;
  g_autofree double *z = g_new (double, problem->n);

  for (gsize i = 0; i < problem->n; i++)
    if (!pen_activation_inverse (run->model->activation, run->model->slope, problem->y[i], &z[i]))
      return NULL;
  return g_steal_pointer (&z);
}

/* ‖b − Xw‖ ≤ share ‖b‖ */
static gboolean
fits (const PenProblem *problem, const double *w, const double *b, double share)
{
  g_autofree double *left = g_new (double, problem->n);

  pen_gemv (problem->n, problem->d, problem->X, w, left);
  pen_axpy (problem->n, -1, b, left);
  return pen_norm2 (problem->n, left) <= share * pen_norm2 (problem->n, b);
}

/* A stationary point that does not fit: ψ' vanishes, or more samples than weights. */
static gboolean
ended_elsewhere (const PenRun *run)
{
  const PenProblem *problem = run->problem;
  g_autofree double *f = g_new (double, problem->n);

  if (!run->converged || run->w == NULL)
    return FALSE;
  pen_model_predict (run->model, problem->n, problem->X, run->w, f);
  pen_axpy (problem->n, -1, problem->y, f);
  return pen_norm2 (problem->n, f) > PEN_REACHED_AT_MOST * pen_norm2 (problem->n, problem->y);
}

static const char *
why_no_neuron (const PenRun *run)
{
  if (run->model->kind != PEN_MODEL_NEURON || run->loss != PEN_LOSS_SQUARED)
    return _ ("The statement is about a single neuron and the squared loss.");
  if (run->model->activation == PEN_ACTIVATION_RELU)
    return _ ("The ReLU is not strictly monotone: no norm of w characterises where it ends.");
  if (!pen_run_moves_by_gradients (run))
    return _ ("The statement is about moves by gradients.");
  return NULL;
}

static void
write_neuron (const PenRun *run, PenTheorem *theorem)
{
  g_autofree char *verdict = pen_run_verdict (run, theorem);
  g_autofree char *measured = pen_number_format (theorem->measured, 2);

  theorem->sentence =
      g_strdup_printf (_ ("%s the w of least ‖w − w₀‖₂ with ψ(Xw) = y: relative distance %s."), verdict, measured);
  theorem->argument =
      g_strdup (_ ("The gradient is −Xᵀ(ψ′(Xw)∘(y − ψ(Xw))): again every move is in the row space of X.\n"
                   "ψ is strictly monotone, so ψ(Xw) = y is the linear system Xw = ψ⁻¹(y).\n"
                   "Its one solution in w₀ + rowspace(X) is the nearest to w₀."));
}

void
pen_judge_neuron (const PenRun *run, PenTheorem *theorem)
{
  const char *why = why_no_neuron (run);
  g_autofree double *z = why == NULL ? inverse_labels (run) : NULL;
  g_autofree double *limit = z != NULL ? pen_nearest_to_start (run->problem, z, run->model->start) : NULL;

  if (why == NULL && z == NULL)
    why = _ ("Some target cannot be reached: ψ never takes that value.");
  /* X⁺ leaves κ times rounding; what stays of ψ⁻¹(y) beyond the square root of it is no rounding. */
  else if (why == NULL && !fits (run->problem, limit, z, PEN_FLOW_ACCURACY))
    why = _ ("No w makes ψ(Xw) = y: the targets contradict each other.");
  else if (why == NULL && ended_elsewhere (run))
    why = _ ("The run rests where the loss is not zero; the statement is about runs that fit every target.");
  if (why != NULL)
    {
      pen_theorem_reject (theorem, why);
      return;
    }
  theorem->applies = TRUE;
  theorem->why = g_strdup (_ ("A neuron with strictly monotone ψ, squared loss."));
  /* w − w₀ stays in the row space however the integrator errs; the residual it stops at is magnified by X⁺ and by
   * 1/ψ'. */
  theorem->threshold = PEN_REACHED_AT_MOST;
  if (run->w != NULL)
    theorem->measured = pen_run_distance (run, limit);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  write_neuron (run, theorem);
}
