/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>

/* More products of pairs than this are not worth a remark. */
#define MOST_WORK 1e8
/* The excess of the norm, relative, that counts as none. */
#define NEAR_LEAST 1e-2

/* Are all A_i square, symmetric, and A_i A_j = A_j A_i, to rounding? Then the theorem is proved (Gunasekar et al.
 * 2017). */
static gboolean
measurements_commute (const PenRun *run)
{
  const PenProblem *problem = run->problem;
  gsize m = run->model->rows;

  if (m != run->model->columns || (double)problem->n * (double)problem->n * pow ((double)m, 3) > MOST_WORK)
    return FALSE;
  for (gsize i = 0; i < problem->n; i++)
    for (gsize j = i; j < problem->n; j++)
      {
        const double *A = problem->X + i * problem->d, *B = problem->X + j * problem->d;
        double scale = pen_norm2 (problem->d, A) * pen_norm2 (problem->d, B);

        for (gsize r = 0; r < m; r++)
          for (gsize c = 0; c < m; c++)
            {
              double gap = 0;

              for (gsize k = 0; k < m; k++)
                gap += A[r * m + k] * B[k * m + c] - B[r * m + k] * A[k * m + c];
              if (fabs (gap) > 1e-12 * scale || fabs (A[r * m + c] - A[c * m + r]) > 1e-12 * pen_norm2 (problem->d, A))
                return FALSE;
            }
      }
  return TRUE;
}

/* ‖W‖_* = tr W only where W is symmetric and has no eigenvalue below 0: what U Uᵀ can be. */
static gboolean
is_semidefinite (const PenRun *run, const PenSolution *solution)
{
  double trace = 0;

  for (gsize i = 0; i < run->model->rows; i++)
    trace += solution->w[i * run->model->columns + i];
  return trace >= solution->objective * (1 - PEN_REACHED_AT_MOST);
}

/* ‖W‖_* of the trained W */
static double
nuclear_norm (const PenRun *run)
{
  gsize rows = run->model->rows, columns = run->model->columns, k = MIN (rows, columns);
  g_autofree double *U = g_new (double, rows *k), *sigma = g_new (double, k), *Vt = g_new (double, k *columns);
  double sum = 0;

  if (!pen_svd (rows, columns, run->w, U, sigma, Vt, NULL))
    return NAN;
  for (gsize i = 0; i < k; i++)
    sum += sigma[i];
  return sum;
}

static const char *
why_no_nuclear (const PenRun *run, const PenSolution *solution)
{
  if (run->model->kind != PEN_MODEL_FACTORIZATION)
    return _ ("The statement is about matrix factorizations.");
  if (run->loss != PEN_LOSS_SQUARED)
    return _ ("The statement is about the squared loss.");
  if (!pen_run_moves_by_gradients (run))
    return _ ("The statement is about moves by gradients.");
  if (!run->problem->interpolable)
    return _ ("No W fits the measurements.");
  if (run->model->rank < MIN (run->model->rows, run->model->columns))
    return _ ("The rank is bounded, which is a preference of its own; the statement is about full rank.");
  if (solution != NULL && solution->status == PEN_SOLUTION_OPTIMAL && !run->model->is_signed
      && !is_semidefinite (run, solution))
    return _ ("The W of least nuclear norm has a negative eigenvalue, and U Uᵀ has none: another W is its limit.");
  return NULL;
}

static void
write_nuclear (const PenRun *run, PenTheorem *theorem, gboolean proved)
{
  g_autofree char *verdict = pen_run_verdict (run, theorem);
  g_autofree char *measured = pen_number_format (theorem->measured, 2);
  g_autofree char *scale = pen_number_format (run->model->init_scale, 3);

  theorem->why = g_strdup (
      proved ? _ ("Full-rank factorization, squared loss, measurements that commute: proved for a small start.")
             : _ ("Full-rank factorization, squared loss; the measurements do not commute, so this is a conjecture."));
  theorem->sentence = g_strdup_printf (
      proved ? _ ("%s the W of least nuclear norm: ‖W‖_* within %s of the least, from a start of scale %s.")
             : _ ("%s the W of least nuclear norm, a conjecture here: ‖W‖_* within %s of the least, from a start of "
                  "scale %s."),
      verdict, measured, scale);
  theorem->argument = g_strdup_printf (
      _ ("%s makes the flow multiplicative: large singular values grow first.\n"
         "With measurements that commute it is the diagonal network of the eigenvalues, whose limit from a small start "
         "has least ℓ₁ norm: the nuclear norm of W.\n"
         "Otherwise this is measured here, not proved; there are examples where the rank matters more than the norm."),
      run->model->is_signed ? _ ("W = U Vᵀ") : _ ("W = U Uᵀ"));
}

void
pen_judge_nuclear (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *solution = run->solutions[PEN_SOLUTION_MIN_NUCLEAR];
  const char *why = why_no_nuclear (run, solution);

  if (why != NULL)
    {
      pen_theorem_reject (theorem, why);
      return;
    }
  theorem->applies = TRUE;
  /* The statement is a limit, α → 0. From one α the excess of the norm falls like a power of it, or like 1/log(1/α)
   * where several W are best: a hundredth is near enough to be called there, and what is more is on its way. */
  theorem->threshold = NEAR_LEAST;
  if (run->w != NULL && solution != NULL && solution->status == PEN_SOLUTION_OPTIMAL && solution->objective > 0)
    theorem->measured = fabs (nuclear_norm (run) / solution->objective - 1);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  /* A large start, or a conjecture that fails here, refutes no theorem. */
  if (theorem->verdict == PEN_VERDICT_DISAGREES)
    theorem->verdict = PEN_VERDICT_APPROACHING;
  write_nuclear (run, theorem, measurements_commute (run));
}
