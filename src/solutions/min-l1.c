/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lp.h"
#include "nnls.h"
#include "refined.h"
#include "solve.h"

#include <penchant/error.h>
#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <float.h>
#include <math.h>
#include <string.h>

static gboolean
is_nonnegative (const PenSolution *self)
{
  return self->kind == PEN_SOLUTION_MIN_L1_NONNEGATIVE;
}

/* The program min Σ(p + q) s.t. V_rᵀ(p − q) = Σ⁻¹Uᵀy / @unit: orthonormal rows, whatever the units and rank of X. */
static gboolean
solve_program (const PenProblem *problem, gboolean nonnegative, const double *b, PenLpSolution *found,
               const PenCancel *cancel, GError **error)
{
  gsize rank = problem->rank, d = problem->d, columns = nonnegative ? d : 2 * d;
  g_autofree double *A = g_new (double, rank *columns);
  g_autofree double *lower = g_new0 (double, columns);
  g_autofree double *upper = g_new (double, columns);
  g_autofree double *cost = g_new (double, columns);
  PenLp lp = { rank, columns, A, b, b, lower, upper, cost };

  for (gsize j = 0; j < columns; j++)
    {
      upper[j] = HUGE_VAL;
      cost[j] = 1;
    }
  for (gsize i = 0; i < rank; i++)
    for (gsize j = 0; j < d; j++)
      {
        A[i * columns + j] = problem->Vt[i * d + j];
        if (!nonnegative)
          A[i * columns + d + j] = -problem->Vt[i * d + j];
      }
  return pen_lp_solve (&lp, found, cancel, error);
}

/* The columns @index of X, one after the other. */
static double *
gather_columns (const PenProblem *problem, gsize p, const gsize *index)
{
  double *columns = g_new (double, p * problem->n + 1);

  for (gsize q = 0; q < p; q++)
    for (gsize i = 0; i < problem->n; i++)
      columns[q * problem->n + i] = problem->X[i * problem->d + index[q]];
  return columns;
}

/* w on the support again from X itself. Entries that are nothing but the rounding of the others are set to 0 and the
 * rest is solved once more. FALSE where the columns depend on one another. */
static gboolean
polish_weights (const PenProblem *problem, double *w)
{
  g_autofree gsize *index = g_new (gsize, problem->d);
  g_autofree double *value = g_new (double, problem->d);
  g_autofree double *left = g_new (double, problem->n);

  for (int pass = 0; pass < 3; pass++)
    {
      g_autofree double *columns = NULL;
      g_autoptr (PenRefined) refined = NULL;
      gsize p = 0;

      for (gsize j = 0; j < problem->d; j++)
        if (w[j] != 0)
          index[p++] = j;
      columns = gather_columns (problem, p, index);
      refined = pen_refined_new (problem->n, p, columns);
      if (refined == NULL)
        return FALSE;
      pen_refined_solve (refined, problem->y, NULL, left, value);
      pen_refined_round (refined, pen_norm2 (problem->n, problem->y), value);
      for (gsize q = 0; q < p; q++)
        w[index[q]] = value[q];
    }
  return TRUE;
}

/* ν nearest to the program's with x_jᵀν = ±1 on the basis, from X itself; left alone where the columns depend. */
static void
polish_multipliers (const PenProblem *problem, gsize p, const gsize *index, const double *sign, double *nu)
{
  g_autofree double *columns = gather_columns (problem, p, index);
  g_autoptr (PenRefined) refined = pen_refined_new (problem->n, p, columns);
  g_autofree double *polished = g_new (double, problem->n);
  g_autofree double *unused = g_new (double, p + 1);

  if (refined == NULL)
    return;
  pen_refined_solve (refined, nu, sign, polished, unused);
  memcpy (nu, polished, problem->n * sizeof *nu);
}

/* The dual of min ‖w‖₁ s.t. Xw = y is max yᵀν s.t. |Xᵀν| ≤ 1 (w ≥ 0: Xᵀν ≤ 1). */
static void
certify (PenSolution *self, const PenProblem *problem, const double *nu)
{
  g_autofree double *image = g_new (double, self->d);
  g_autofree double *sizes = NULL;
  double terms, value = pen_dot_with_scale (problem->n, problem->y, nu, &terms), excess = 0, negative = 0;

  pen_gemv_t (problem->n, self->d, problem->X, nu, image);
  sizes = pen_terms_t (problem->n, self->d, problem->X, nu);
  for (gsize j = 0; j < self->d; j++)
    {
      double above = (is_nonnegative (self) ? image[j] : fabs (image[j])) - 1;

      excess = fmax (excess, above / pen_unit_scale (sizes[j]));
      negative = fmax (negative, -self->w[j]);
    }
  self->objective = pen_norm1 (self->d, self->w);
  pen_solution_set_values (self, self->objective, value, terms);
  self->certificate.primal_residual = pen_interpolation_residual (problem, self->w, 0);
  if (is_nonnegative (self) && negative > 0)
    self->certificate.primal_residual =
        fmax (self->certificate.primal_residual, negative / pen_norm_inf (self->d, self->w));
  self->certificate.dual_residual = excess;
}

static void
find_support (PenSolution *self)
{
  self->support = g_new (gsize, self->d);
  for (gsize j = 0; j < self->d; j++)
    if (self->w[j] != 0)
      self->support[self->n_support++] = j;
}

/* Weights and multipliers again from X itself, their certificate, and what it leaves to say. @sign: of weights that
 * turn out to be 0. */
static void
settle (PenSolution *self, const PenProblem *problem, gsize p, const gsize *index, double *sign, double *nu)
{
  pen_solution_take_multipliers (self, problem->n, nu);
  if (!polish_weights (problem, self->w))
    {
      pen_solution_fail (self, _ ("the columns of the support depend on one another to rounding"));
      return;
    }
  for (gsize k = 0; k < p; k++)
    if (self->w[index[k]] != 0 && !is_nonnegative (self))
      sign[k] = copysign (1, self->w[index[k]]);
  polish_multipliers (problem, p, index, sign, nu);
  certify (self, problem, nu);
  find_support (self);
  pen_solution_settle (self);
}

/* Turns the vertex of the program into w, ν and their certificate. */
static void
fill (PenSolution *self, const PenProblem *problem, const PenLpSolution *found, double unit)
{
  gsize d = self->d, p = 0;
  double *nu = g_new (double, problem->n);
  g_autofree gsize *index = g_new (gsize, d);
  g_autofree double *sign = g_new (double, d);

  self->w = g_new0 (double, d);
  for (gsize j = 0; j < d; j++)
    {
      gboolean minus = !is_nonnegative (self) && found->basic[d + j];

      self->w[j] = (found->x[j] - (is_nonnegative (self) ? 0 : found->x[d + j])) * unit;
      if (found->basic[j] || minus)
        {
          index[p] = j;
          sign[p++] = minus ? -1 : 1;
        }
    }
  pen_row_space_multipliers (problem, found->duals, nu);
  self->unique = found->unique;
  settle (self, problem, p, index, sign, nu);
  if (self->status == PEN_SOLUTION_OPTIMAL && self->unique == PEN_UNIQUE_NO)
    self->reason = g_strdup (_ ("not the only one: other w have the same norm"));
}

static void
forget (PenSolution *self)
{
  PenSolution blank = { .kind = self->kind, .status = PEN_SOLUTION_FAILED, .d = self->d };

  g_free (self->w);
  g_free (self->support);
  g_free (self->certificate.multipliers);
  g_free (self->reason);
  *self = blank;
}

/* Is every other |x_jᵀν| below 1? Then all solutions live on these columns, which are independent, and there is one. */
static gboolean
is_alone (const PenSolution *self, const PenProblem *problem, gsize p, const gsize *index)
{
  g_autofree double *image = g_new (double, self->d);

  pen_gemv_t (problem->n, self->d, problem->X, self->certificate.multipliers, image);
  for (gsize k = 0; k < p; k++)
    image[index[k]] = 0;
  return pen_norm_inf (self->d, image) < 1 - PEN_CERTIFICATE_TOLERANCE;
}

/* The end of the lasso's path, many times faster than the program where there are no ties. @found: whether it is proved
 * to be the solution, and the only one; else nothing is left behind. */
static gboolean
try_path (PenSolution *self, const PenProblem *problem, gboolean *found, const PenCancel *cancel, GError **error)
{
  g_auto (PenLassoCorner) corner = { 0 };
  g_autofree double *sign = NULL;
  GError *local = NULL;

  *found = FALSE;
  if (!pen_lasso_corner_at (problem, 0, &corner, cancel, &local))
    {
      gboolean only_ties = g_error_matches (local, PEN_ERROR, PEN_ERROR_CONVERGENCE);

      if (only_ties)
        g_error_free (local);
      else
        g_propagate_error (error, local);
      return only_ties;
    }
  self->w = g_new0 (double, self->d);
  sign = g_new (double, corner.n + 1);
  for (gsize k = 0; k < corner.n; k++)
    {
      self->w[corner.columns[k]] = corner.values[k];
      sign[k] = copysign (1, corner.values[k]);
    }
  settle (self, problem, corner.n, corner.columns, sign, g_new0 (double, problem->n));
  *found = self->status == PEN_SOLUTION_OPTIMAL && is_alone (self, problem, corner.n, corner.columns);
  if (*found)
    self->unique = PEN_UNIQUE_YES;
  else
    forget (self);
  return TRUE;
}

/* Decides Xw = y, w ≥ 0 by least squares over w ≥ 0: a residual r ≠ 0 has Xᵀr ≤ 0 and yᵀr > 0, which no solution
 * allows. */
static gboolean
prove_infeasible (PenSolution *self, const PenProblem *problem, const double *b, const PenCancel *cancel,
                  GError **error)
{
  gsize d = self->d, rank = problem->rank;
  g_autofree double *columns = g_new (double, d *rank);
  g_autofree double *a = g_new0 (double, d);
  g_autofree double *r = g_new (double, rank);
  g_autofree double *image = g_new (double, d);
  double size, worst = 0;
  double *nu;

  for (gsize j = 0; j < d; j++)
    {
      for (gsize i = 0; i < rank; i++)
        columns[j * rank + i] = problem->Vt[i * d + j];
      size = pen_norm2 (rank, columns + j * rank);
      for (gsize i = 0; i < rank; i++) /* a column of rounding stands for a feature that is 0 */
        columns[j * rank + i] = size > 1e-14 ? columns[j * rank + i] / size : 0;
    }
  if (!pen_nnls (rank, d, columns, b, a, r, cancel, error))
    return FALSE;
  size = pen_norm2 (rank, r);
  pen_gemv_t (rank, d, problem->Vt, r, image);
  for (gsize j = 0; j < d; j++)
    worst = fmax (worst, image[j] / size);
  if (!(size > 1e-10) || worst > PEN_CERTIFICATE_TOLERANCE)
    {
      pen_solution_fail (self, _ ("whether some w ≥ 0 reaches y is below the rounding of the data"));
      return TRUE;
    }
  nu = g_new (double, problem->n);
  pen_row_space_multipliers (problem, r, nu);
  self->certificate.primal_residual = size;
  self->certificate.dual_residual = worst;
  pen_solution_take_multipliers (self, problem->n, nu);
  pen_solution_infeasible (self, _ ("no w ≥ 0 reaches y: a combination ν of the samples has Xᵀν ≤ 0 but yᵀν > 0"));
  return TRUE;
}

gboolean
pen_min_l1_solve (PenSolution *self, const PenProblem *problem, const PenCancel *cancel, GError **error)
{
  g_auto (PenLpSolution) found = { 0 };
  g_autofree double *b = g_new (double, problem->rank + 1);
  gboolean settled = FALSE;
  double unit;

  if (!problem->interpolable)
    {
      pen_solution_not_interpolable (self, problem);
      return TRUE;
    }
  pen_row_space_target (problem, problem->y, b);
  unit = pen_norm2 (problem->rank, b);
  if (unit == 0)
    {
      self->w = g_new0 (double, self->d);
      pen_solution_take_multipliers (self, problem->n, g_new0 (double, problem->n));
      certify (self, problem, self->certificate.multipliers);
      find_support (self);
      self->unique = PEN_UNIQUE_YES;
      pen_solution_settle (self);
      return TRUE;
    }
  if (!is_nonnegative (self) && !try_path (self, problem, &settled, cancel, error))
    return FALSE;
  if (settled)
    return TRUE;
  for (gsize i = 0; i < problem->rank; i++)
    b[i] /= unit;
  if (!solve_program (problem, is_nonnegative (self), b, &found, cancel, error))
    return FALSE;
  if (found.status == PEN_LP_OPTIMAL)
    fill (self, problem, &found, unit);
  else if (found.status == PEN_LP_INFEASIBLE && is_nonnegative (self))
    return prove_infeasible (self, problem, b, cancel, error);
  else
    pen_solution_fail (self, _ ("the simplex method did not reach a vertex it could trust"));
  return TRUE;
}
