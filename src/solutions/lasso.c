/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refined.h"
#include "solve.h"

#include <penchant/error.h>
#include <penchant/linalg.h>
#include <penchant/regularization-path.h>

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MET 1e-14 /* of ‖y‖², with the share that PEN_ROUNDING_SHARE takes of it: (1e-14)² and some */

/* Fills w and the residual ν for the support and its signs, at full precision: ν + Aw = y, Aᵀν = κs. */
static void
polish (const PenProblem *problem, double kappa, const PenLassoCorner *corner, double *w, double *nu)
{
  gsize n = problem->n, p = corner->n;
  g_autofree double *columns = g_new (double, MAX (n * p, 1)), *pull = g_new (double, MAX (p, 1)),
                    *x = g_new (double, MAX (p, 1));
  g_autoptr (PenRefined) refined = NULL;

  memcpy (nu, problem->y, n * sizeof *nu);
  if (p == 0)
    return;
  for (gsize k = 0; k < p; k++)
    {
      for (gsize i = 0; i < n; i++)
        columns[k * n + i] = problem->X[i * problem->d + corner->columns[k]];
      pull[k] = copysign (kappa, corner->values[k]);
      x[k] = corner->values[k];
    }
  refined = pen_refined_new (n, p, columns);
  if (refined != NULL)
    {
      pen_refined_solve (refined, problem->y, pull, nu, x);
      pen_refined_round (refined, pen_norm2 (n, problem->y), x);
    }
  for (gsize k = 0; k < p; k++)
    {
      w[corner->columns[k]] = x[k];
      if (refined == NULL)
        pen_axpy (n, -x[k], columns + k * n, nu);
    }
}

/* The dual of min ½‖y − Xw‖² + κ‖w‖₁ is max νᵀy − ½‖ν‖² subject to |x_jᵀν| ≤ κ. */
static void
certify (PenSolution *self, const PenProblem *problem, double kappa, const double *nu)
{
  gsize n = problem->n, d = problem->d;
  g_autofree double *pull = g_new (double, d), *left = g_new (double, n);
  g_autofree double *terms = pen_terms_t (n, d, problem->X, nu);
  double size, size_y, norm = pen_norm1 (d, self->w), beyond = 0, linear, linear_terms, gap = 0, scale;

  pen_gemv (n, d, problem->X, self->w, left);
  for (gsize i = 0; i < n; i++)
    left[i] = problem->y[i] - left[i];
  pen_gemv_t (n, d, problem->X, nu, pull);
  for (gsize j = 0; j < d; j++)
    beyond = fmax (beyond, (fabs (pull[j]) - kappa) / fmax (kappa, PEN_ROUNDING_SHARE * terms[j]));
  size = pen_norm2 (n, left);
  self->objective = size * size / 2 + kappa * norm;
  linear = pen_dot_with_scale (n, nu, problem->y, &linear_terms);
  size = pen_norm2 (n, nu);
  /* Where y is met to rounding both values are the square of it. */
  size_y = pen_norm2 (n, problem->y);
  pen_solution_set_values (self, self->objective, linear - size * size / 2, fmax (linear_terms, MET * size_y * size_y));
  for (gsize i = 0; i < n; i++)
    gap = fmax (gap, fabs (left[i] - nu[i]));
  scale = fmax (pen_norm_inf (n, problem->y), PEN_ROUNDING_SHARE * problem->sigma[0] * pen_norm2 (d, self->w));
  self->certificate.primal_residual = gap > 0 ? gap / scale : 0;
  self->certificate.dual_residual = beyond;
}

/* A solution has weights only where |x_jᵀν| = κ. Unique where these are the active columns alone, which are
 * independent. */
static PenUnique
uniqueness (const PenSolution *self, const PenProblem *problem, double kappa, const double *nu,
            const PenLassoCorner *corner)
{
  g_autofree double *pull = g_new (double, self->d);

  pen_gemv_t (problem->n, self->d, problem->X, nu, pull);
  for (gsize k = 0; k < corner->n; k++)
    pull[corner->columns[k]] = 0;
  return pen_norm_inf (self->d, pull) < kappa * (1 - PEN_CERTIFICATE_TOLERANCE) ? PEN_UNIQUE_YES : PEN_UNIQUE_UNKNOWN;
}

static void
settle (PenSolution *self, const PenProblem *problem, double kappa, const PenLassoCorner *corner)
{
  double *nu = g_new (double, problem->n);

  polish (problem, kappa, corner, self->w, nu);
  pen_solution_take_multipliers (self, problem->n, nu);
  certify (self, problem, kappa, nu);
  self->unique = uniqueness (self, problem, kappa, nu, corner);
  pen_solution_settle (self);
}

/* κ → 0: of the w that fit best the one of least ‖w‖₁. With the signs s on the support its proof is λ, Aᵀλ = s and
 * |Xᵀλ| ≤ 1: every w′ with Xw′ = Xw has ‖w′‖₁ ≥ λᵀXw′ = λᵀXw = ‖w‖₁. */
static void
certify_limit (PenSolution *self, const PenProblem *problem, const double *left, const double *lambda)
{
  gsize n = problem->n, d = problem->d;
  g_autofree double *pull = g_new (double, d), *rest = g_new (double, d), *fitted = g_new (double, n);
  g_autofree double *terms = pen_terms_t (n, d, problem->X, lambda),
                    *sizes = pen_terms_t (n, d, problem->X, problem->y);
  double beyond = 0, steep = 0, size = pen_norm2 (n, left), value, value_terms;

  pen_gemv_t (n, d, problem->X, lambda, pull);
  pen_gemv_t (n, d, problem->X, left, rest);
  for (gsize j = 0; j < d; j++)
    {
      beyond = fmax (beyond, (fabs (pull[j]) - 1) / pen_unit_scale (terms[j]));
      steep = fmax (steep, sizes[j] > 0 ? fabs (rest[j]) / sizes[j] : 0);
    }
  for (gsize i = 0; i < n; i++)
    fitted[i] = problem->y[i] - left[i];
  pen_dot_with_scale (n, lambda, problem->y, &value_terms); /* what is fitted has y's rounding */
  value = pen_dot (n, lambda, fitted);
  pen_solution_set_values (self, pen_norm1 (d, self->w), value, value_terms);
  self->objective = size * size / 2;
  self->certificate.primal_residual =
      problem->interpolable ? fmax (steep, pen_interpolation_residual (problem, self->w, 0)) : steep;
  self->certificate.dual_residual = beyond;
}

/* Fills w, what is left of y, and λ; FALSE where the support's columns depend on one another. A weight that is 0 but
 * for rounding keeps the sign the path came with. */
static gboolean
polish_limit (const PenProblem *problem, const PenLassoCorner *corner, double *w, double *left, double *lambda)
{
  gsize n = problem->n, p = corner->n;
  g_autofree double *columns = g_new (double, MAX (n * p, 1)), *signs = g_new (double, MAX (p, 1)),
                    *x = g_new (double, MAX (p, 1));
  g_autoptr (PenRefined) refined = NULL;

  if (p == 0)
    return TRUE;
  for (gsize k = 0; k < p; k++)
    for (gsize i = 0; i < n; i++)
      columns[k * n + i] = problem->X[i * problem->d + corner->columns[k]];
  refined = pen_refined_new (n, p, columns);
  if (refined == NULL)
    return FALSE;
  pen_refined_solve (refined, problem->y, NULL, left, x);
  pen_refined_round (refined, pen_norm2 (n, problem->y), x);
  for (gsize k = 0; k < p; k++)
    {
      w[corner->columns[k]] = x[k];
      signs[k] = copysign (1, x[k] != 0 ? x[k] : corner->values[k]);
    }
  pen_refined_solve (refined, NULL, signs, lambda, x);
  return TRUE;
}

/* Unique as in uniqueness(), with 1 for κ. */
static void
settle_limit (PenSolution *self, const PenProblem *problem, const PenLassoCorner *corner)
{
  gsize n = problem->n;
  g_autofree double *left = g_memdup2 (problem->y, n * sizeof *left);
  double *lambda = g_new0 (double, n);

  pen_solution_take_multipliers (self, n, lambda);
  if (!polish_limit (problem, corner, self->w, left, lambda))
    {
      pen_solution_fail (self, _ ("the columns of the support depend on one another to rounding"));
      return;
    }
  certify_limit (self, problem, left, lambda);
  self->unique = uniqueness (self, problem, 1, lambda, corner);
  pen_solution_settle (self);
}

static void
find_support (PenSolution *self)
{
  self->support = g_new (gsize, self->d);
  for (gsize j = 0; j < self->d; j++)
    if (self->w[j] != 0)
      self->support[self->n_support++] = j;
}

/* The linear program reaches a vertex through ties that the path does not. */
static gboolean
solve_program (PenSolution *self, const PenProblem *problem, const PenCancel *cancel, GError **error)
{
  PenSolution least = { .kind = PEN_SOLUTION_MIN_L1, .status = PEN_SOLUTION_FAILED, .d = self->d };

  if (!pen_min_l1_solve (&least, problem, cancel, error))
    return FALSE;
  g_clear_pointer (&self->w, g_free);
  g_clear_pointer (&self->support, g_free);
  g_clear_pointer (&self->certificate.multipliers, g_free);
  g_clear_pointer (&self->reason, g_free);
  least.kind = PEN_SOLUTION_LASSO;
  least.objective = 0;
  *self = least;
  return TRUE;
}

gboolean
pen_lasso_solve (PenSolution *self, const PenProblem *problem, double kappa, const PenCancel *cancel, GError **error)
{
  g_auto (PenLassoCorner) corner = { 0 };
  GError *local = NULL;

  if (!pen_lasso_corner_at (problem, kappa, &corner, cancel, &local)
      && !g_error_matches (local, PEN_ERROR, PEN_ERROR_CONVERGENCE))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  if (local != NULL)
    pen_solution_fail (self, "%s", local->message);
  else
    {
      self->w = g_new0 (double, self->d);
      if (kappa > 0)
        settle (self, problem, kappa, &corner);
      else
        settle_limit (self, problem, &corner);
    }
  g_clear_error (&local);
  if (kappa == 0 && self->status != PEN_SOLUTION_OPTIMAL && problem->interpolable)
    return solve_program (self, problem, cancel, error);
  if (self->w != NULL)
    find_support (self);
  return TRUE;
}
