/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>

double
pen_run_distance (const PenRun *run, const double *b)
{
  gsize d = run->problem->d;

  return pen_norm2 (d, b) > 0 ? pen_distance_relative (d, run->w, b) : pen_norm2 (d, run->w);
}

/* w₀ + X⁺(y − Xw₀), from the problem's own SVD */
static double *
nearest_to_start (const PenProblem *problem, const double *start)
{
  double *w = g_new0 (double, problem->d);
  g_autofree double *r = g_memdup2 (problem->y, problem->n * sizeof *problem->y);

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
  g_autofree char *verdict = pen_run_verdict (run, theorem->verdict);
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
    computed = nearest_to_start (run->problem, run->model->start);
  limit = computed != NULL ? computed : solution->w;
  if (run->w != NULL)
    theorem->measured = pen_run_distance (run, limit);
  theorem->threshold = min_l2_threshold (run, limit);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  write_min_l2 (run, theorem, limit);
}

static void
append_remark (GString *text, const PenRun *run, PenSolutionKind kind)
{
  const PenSolution *solution = run->solutions[kind];
  g_autofree char *near = NULL;

  if (run->w == NULL || solution == NULL || solution->w == NULL || solution->status != PEN_SOLUTION_OPTIMAL)
    return;
  near = pen_number_format (pen_run_distance (run, solution->w), 2);
  g_string_append_printf (text, _ ("\nFor comparison: relative distance to the %s solution %s."),
                          pen_solution_label (kind), near);
}

static void
write_potential (const PenRun *run, PenTheorem *theorem)
{
  g_autofree char *verdict = pen_run_verdict (run, theorem->verdict);
  g_autofree char *alpha = pen_number_format (run->model->init_scale, 3);
  g_autofree char *measured = pen_number_format (theorem->measured, 2);
  g_autoptr (GString) argument = g_string_new (NULL);

  theorem->sentence =
      isnan (theorem->measured)
          ? g_strdup_printf (_ ("%s the interpolating w of least potential Q for α = %s, which is not computed yet."),
                             verdict, alpha)
          : g_strdup_printf (_ ("%s the interpolating w of least potential Q for α = %s: relative distance %s."),
                             verdict, alpha, measured);
  g_string_append_printf (
      argument,
      _ ("With w = uᴸ − vᴸ (L = %u, α = %s) the flow is mirror descent: d∇Q(w)/dt = Xᵀr.\n"
         "So ∇Q(w(t)) = Xᵀλ(t) stays in the row space of X, which is the KKT condition of min Q subject to Xw = y.\n"
         "α → 0 makes Q behave like ‖w‖₁, α → ∞ like ‖w‖₂²; at this α the limit is exactly neither."),
      run->model->depth, alpha);
  append_remark (argument, run, run->model->is_signed ? PEN_SOLUTION_MIN_L1 : PEN_SOLUTION_MIN_L1_NONNEGATIVE);
  append_remark (argument, run, PEN_SOLUTION_MIN_L2);
  theorem->argument = g_string_free (g_steal_pointer (&argument), FALSE);
}

void
pen_judge_potential (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *solution = run->solutions[PEN_SOLUTION_MIN_POTENTIAL];

  if (run->loss != PEN_LOSS_SQUARED || run->model->kind != PEN_MODEL_DIAGONAL)
    {
      pen_theorem_reject (theorem, _ ("The statement is about the squared loss of a diagonal network."));
      return;
    }
  if (run->method != PEN_METHOD_GRADIENT_FLOW && run->method != PEN_METHOD_MIRROR_DESCENT)
    {
      pen_theorem_reject (theorem,
                          _ ("The statement is about gradient flow and mirror descent: finite steps change the "
                             "start that the limit remembers."));
      return;
    }
  if (!run->problem->interpolable || (solution != NULL && solution->status == PEN_SOLUTION_INFEASIBLE))
    {
      pen_theorem_reject (
          theorem,
          _ ("No w that the model can reach interpolates the data, and the statement is about those that do."));
      return;
    }
  theorem->applies = TRUE;
  theorem->why = g_strdup (_ ("Diagonal network, squared loss, data that can be interpolated."));
  /* λ keeps w on the manifold h(Xᵀλ) however the integrator errs; what is left is the residual it stopped at,
   * the integrator's relative accuracy, magnified by the condition of X. */
  theorem->threshold = MIN (PEN_FLOW_ACCURACY * run->condition, PEN_REACHED_AT_MOST);
  if (run->w != NULL && solution != NULL && solution->w != NULL && solution->status == PEN_SOLUTION_OPTIMAL)
    theorem->measured = pen_run_distance (run, solution->w);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  write_potential (run, theorem);
}
