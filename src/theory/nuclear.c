/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>

/* More products of pairs than this are not worth a remark. */
#define MOST_WORK 1e8

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

void
pen_judge_nuclear (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *solution = run->solutions[PEN_SOLUTION_MIN_NUCLEAR];
  g_autofree char *verdict = NULL, *measured = NULL, *scale = NULL;
  gboolean proved;

  if (run->model->kind != PEN_MODEL_FACTORIZATION)
    {
      pen_theorem_reject (theorem, _ ("The statement is about matrix factorizations."));
      return;
    }
  if (!pen_run_moves_by_gradients (run))
    {
      pen_theorem_reject (theorem, _ ("The statement is about moves by gradients."));
      return;
    }
  if (!run->problem->interpolable || run->model->rank < MIN (run->model->rows, run->model->columns))
    {
      pen_theorem_reject (
          theorem,
          !run->problem->interpolable
              ? _ ("No W fits the measurements.")
              : _ ("The rank is bounded, which is a preference of its own; the statement is about full rank."));
      return;
    }
  proved = measurements_commute (run);
  theorem->applies = TRUE;
  theorem->why = g_strdup (
      proved ? _ ("Full-rank factorization, squared loss, measurements that commute: proved for a small start.")
             : _ ("Full-rank factorization, squared loss; the measurements do not commute, so this is a conjecture."));
  /* From a start of scale α the excess of the norm is of order 1/log(1/α), as for diagonal networks, which are the
   * commuting case: what is nearer than that agrees. */
  theorem->threshold = run->model->init_scale < 1 ? 1 / log (1 / run->model->init_scale) : 0;
  if (run->w != NULL && solution != NULL && solution->status == PEN_SOLUTION_OPTIMAL && solution->objective > 0)
    theorem->measured = fabs (nuclear_norm (run) / solution->objective - 1);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  if (theorem->verdict
      == PEN_VERDICT_DISAGREES) /* a large start, or a conjecture that fails here, refutes no theorem */
    theorem->verdict = PEN_VERDICT_APPROACHING;
  verdict = pen_run_verdict (run, theorem->verdict);
  measured = pen_number_format (theorem->measured, 2);
  scale = pen_number_format (run->model->init_scale, 3);
  theorem->sentence = g_strdup_printf (
      proved ? _ ("%s the W of least nuclear norm: ‖W‖_* within %s of the least, from a start of scale %s.")
             : _ ("%s, as conjectured, the W of least nuclear norm: ‖W‖_* within %s of the least, from a start of "
                  "scale %s."),
      verdict, measured, scale);
  theorem->argument = g_strdup (
      _ ("W = U Vᵀ makes the flow multiplicative in the singular values: large ones grow first.\n"
         "With measurements that commute it is the diagonal network of the eigenvalues, whose limit from a small start "
         "has least ℓ₁ norm: the nuclear norm of W.\n"
         "Otherwise this is measured here, not proved; there are examples where the rank matters more than the norm."));
}
