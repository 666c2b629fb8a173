/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>

/* What Xᵀr = 0 is lost in when y has no part, or hardly one, in range(X): w = X⁺y is then a sum that cancels. */
static double
cancelled_size (const PenProblem *problem, double size)
{
  double lost, terms;

  if (problem->rank == 0)
    return 0;
  terms = pen_norm2 (problem->n, problem->y) / problem->sigma[problem->rank - 1];
  lost = 16 * (double)MAX (problem->n, problem->d) * DBL_EPSILON * terms;
  return size <= lost ? terms : 0;
}

double
pen_run_distance (const PenRun *run, const double *b)
{
  gsize d = run->problem->d;
  g_autofree double *start = g_new (double, d), *step = g_memdup2 (run->w, d * sizeof *step);
  double scale = pen_norm2 (d, b);

  if (pen_model_has_map (run->model))
    {
      pen_model_start (run->model, start);
      scale = fmax (scale, pen_norm2 (d, start));
    }
  scale = fmax (scale, cancelled_size (run->problem, scale));
  pen_axpy (d, -1, b, step);
  return scale > 0 ? pen_norm2 (d, step) / scale : pen_norm2 (d, step);
}

double *
pen_nearest_to_start (const PenProblem *problem, const double *targets, const double *start)
{
  double *w = g_new0 (double, problem->d);
  g_autofree double *r = g_memdup2 (targets, problem->n * sizeof *targets);

  for (gsize j = 0; start != NULL && j < problem->d; j++)
    w[j] = start[j];
  for (gsize i = 0; start != NULL && i < problem->n; i++)
    r[i] -= pen_dot (problem->d, problem->X + i * problem->d, start);
  for (gsize k = 0; k < problem->rank; k++)
    {
      double c = 0;

      for (gsize i = 0; i < problem->n; i++)
        c += problem->U[i * problem->k + k] * r[i];
      pen_axpy (problem->d, c / problem->sigma[k], problem->Vt + k * problem->d, w);
    }
  return w;
}

/* ‖(I − VVᵀ)(w − w₀)‖ / ‖w − w₀‖ */
static double
off_span (const PenProblem *problem, const double *w, const double *start)
{
  g_autofree double *step = g_memdup2 (w, problem->d * sizeof *w);
  double length;

  if (start != NULL)
    pen_axpy (problem->d, -1, start, step);
  length = pen_norm2 (problem->d, step);
  if (!(length > 0))
    return 0;
  for (gsize k = 0; k < problem->rank; k++)
    {
      const double *v = problem->Vt + k * problem->d;

      pen_axpy (problem->d, -pen_dot (problem->d, v, step), v, step);
    }
  return pen_norm2 (problem->d, step) / length;
}

/* The closed form and the solution each lose max(n, d) ε to rounding, times the condition of least squares:
 * κ, and κ² where a residual is left (Golub & Van Loan §5.3.7). */
static double
min_l2_threshold (const PenRun *run, const double *limit)
{
  const PenProblem *problem = run->problem;
  double size = problem->rank > 0 ? problem->sigma[0] * pen_norm2 (problem->d, limit) : 0;
  double kappa = run->condition * (1 + (size > 0 ? run->condition * problem->residual / size : 0));

  /* Steps end where the gradient Xᵀr is at rounding, and (XᵀX)⁺ magnifies what is left once more. */
  if (run->method != PEN_METHOD_GRADIENT_FLOW)
    kappa *= run->condition;

  return MIN (16 * (double)MAX (problem->n, problem->d) * DBL_EPSILON * kappa, PEN_REACHED_AT_MOST);
}

static char *
min_l2_name (const PenRun *run)
{
  const PenProblem *problem = run->problem;

  if (!problem->interpolable)
    return g_strdup (run->model->start != NULL ? _ ("the least-squares solution nearest to its start")
                                               : _ ("the least-squares solution of least ℓ₂ norm"));
  return g_strdup (run->model->start != NULL ? _ ("the interpolating w nearest to its start")
                                             : _ ("the interpolating w of least ℓ₂ norm"));
}

static void
write_min_l2 (const PenRun *run, PenTheorem *theorem, const double *limit)
{
  const PenProblem *problem = run->problem;
  g_autofree char *name = min_l2_name (run);
  g_autofree char *verdict = pen_run_verdict (run, theorem);
  g_autofree char *measured = pen_number_format (theorem->measured, 2);
  g_autofree char *norm = pen_number_format (pen_norm2 (problem->d, limit), 6);
  g_autofree char *off =
      pen_number_format (run->w != NULL ? off_span (problem, run->w, run->model->start) : (double)NAN, 2);
  g_autofree char *residual = pen_number_format (problem->residual, 3);
  g_autofree char *unique =
      problem->rank == problem->d
          ? g_strdup (_ ("X has full column rank, so there is only this one."))
          : g_strdup_printf (_ ("X has rank %zu of %zu: infinitely many w fit as well, and the start decides."),
                             problem->rank, problem->d);

  theorem->sentence = g_strdup_printf (_ ("%s %s: relative distance %s, ‖w*‖₂ = %s."), verdict, name, measured, norm);
  theorem->argument = g_strdup_printf (_ ("The gradient is −Xᵀr with r = y − Xw: every move is in the row space of X.\n"
                                          "So w(t) − w₀ stays there; measured part outside it: %s of its length.\n"
                                          "At the end Xᵀr = 0, with ‖r‖ = %s at best. %s\n"
                                          "w* = w₀ + X⁺(y − Xw₀) is the one in w₀ + rowspace(X), the nearest to w₀."),
                                       off, residual, unique);
}

/* No theorem, but what is known, with how far this run is from it. */
static void
reject_network (const PenRun *run, PenTheorem *theorem)
{
  g_autofree double *limit = pen_nearest_to_start (run->problem, run->problem->y, NULL);
  g_autofree char *away = pen_number_format (run->w != NULL ? pen_run_distance (run, limit) : (double)NAN, 2);
  g_autofree char *why = g_strdup_printf (
      _ ("A linear network keeps a part of its start outside the row space of X: the smaller the start, "
         "the nearer its end is to the w of least ℓ₂ norm, here to a relative distance of %s."),
      away);

  pen_theorem_reject (theorem, why);
}

void
pen_judge_min_l2 (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *solution = run->solutions[PEN_SOLUTION_MIN_L2];
  g_autofree double *computed = NULL;
  const double *limit;

  if (run->loss != PEN_LOSS_SQUARED)
    {
      pen_theorem_reject (theorem, _ ("The statement is about the squared loss."));
      return;
    }
  if (run->model->kind == PEN_MODEL_LINEAR_NETWORK)
    {
      reject_network (run, theorem);
      return;
    }
  if (run->model->kind != PEN_MODEL_LINEAR)
    {
      pen_theorem_reject (
          theorem, _ ("The statement is about the linear model; another parametrization moves w by another metric."));
      return;
    }
  if (!pen_run_moves_by_gradients (run))
    {
      pen_theorem_reject (
          theorem,
          _ ("Steps by coordinates, signs or Adam’s scaling leave the row space of X, which the statement needs."));
      return;
    }
  if (run->method == PEN_METHOD_SGD && !run->problem->interpolable)
    {
      pen_theorem_reject (theorem,
                          _ ("No w fits every sample, so the samples’ gradients never vanish together: SGD with a "
                             "fixed step does not settle."));
      return;
    }
  theorem->applies = TRUE;
  theorem->why = g_strdup (run->problem->task == PEN_TASK_CLASSIFICATION
                               ? _ ("Linear model and squared loss; the labels −1 and +1 are fitted as numbers.")
                               : _ ("Linear model and squared loss."));
  if (solution == NULL || solution->w == NULL)
    computed = pen_nearest_to_start (run->problem, run->problem->y, run->model->start);
  limit = computed != NULL ? computed : solution->w;
  if (run->w != NULL)
    theorem->measured = pen_run_distance (run, limit);
  theorem->threshold = min_l2_threshold (run, limit);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  write_min_l2 (run, theorem, limit);
}
