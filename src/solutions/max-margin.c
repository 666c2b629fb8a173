/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refined.h"
#include "solve.h"

#include <penchant/linalg.h>

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Rows in the coordinates of the row space, diag(y) U Σ: as good as Z for finding who is active, and min(n, d) wide. */
static double *
reduced_rows (const PenProblem *problem)
{
  gsize rank = problem->rank;
  double *rows = g_new (double, problem->n *rank);

  for (gsize i = 0; i < problem->n; i++)
    for (gsize j = 0; j < rank; j++)
      rows[i * rank + j] = problem->y[i] * problem->U[i * problem->k + j] * problem->sigma[j];
  return rows;
}

static gsize
gather (gsize n, const double *a, gsize *index)
{
  gsize p = 0;

  for (gsize i = 0; i < n; i++)
    if (a[i] > 0)
      index[p++] = i;
  return p;
}

/* w and the multipliers of the p rows at full precision: the shortest w with Z_S w = 1. FALSE where they depend. */
static gboolean
resolve (gsize d, gsize p, const gsize *index, const double *Z, double *w, double *multipliers)
{
  g_autofree double *columns = g_new (double, p *d);
  g_autofree double *ones = g_new (double, p);
  g_autoptr (PenRefined) refined = NULL;

  for (gsize i = 0; i < p; i++)
    {
      memcpy (columns + i * d, Z + index[i] * d, d * sizeof *columns);
      ones[i] = 1;
    }
  refined = pen_refined_new (d, p, columns);
  if (refined == NULL)
    return FALSE;
  pen_refined_solve (refined, NULL, ones, w, multipliers);
  for (gsize i = 0; i < p; i++)
    multipliers[i] = -multipliers[i];
  return TRUE;
}

/* Re-solves on the active rows, letting go of rows whose multiplier turns out negative. @a becomes the multipliers. */
static gboolean
polish (gsize n, gsize d, const double *Z, double *a, double *w)
{
  g_autofree gsize *index = g_new (gsize, n);
  g_autofree double *multipliers = g_new (double, n);

  for (;;)
    {
      gsize p = gather (n, a, index), worst = 0;

      if (p == 0 || p > d || !resolve (d, p, index, Z, w, multipliers))
        return FALSE;
      memset (a, 0, n * sizeof *a);
      for (gsize i = 0; i < p; i++)
        {
          a[index[i]] = multipliers[i];
          if (multipliers[i] < multipliers[worst])
            worst = i;
        }
      if (multipliers[worst] >= 0)
        return TRUE;
      a[index[worst]] = 0;
    }
}

/* The dual of min ½‖w‖² s.t. Zw ≥ 1 is max Σa − ½‖Zᵀa‖² over a ≥ 0. */
static void
certify (PenSolution *self, gsize n, const double *Z, const double *a)
{
  g_autofree double *image = g_new (double, self->d);
  double size, sum = 0, terms = 0;

  pen_gemv_t (n, self->d, Z, a, image);
  size = pen_norm2 (self->d, image);
  for (gsize i = 0; i < n; i++)
    {
      sum += a[i];
      terms += a[i] * pen_norm2 (self->d, Z + i * self->d);
    }
  pen_solution_set_values (self, self->objective, sum - size * size / 2, sum);
  for (gsize j = 0; j < self->d; j++)
    image[j] -= self->w[j];
  self->certificate.primal_residual = pen_margin_violation (n, self->d, Z, self->w);
  self->certificate.dual_residual =
      pen_norm2 (self->d, image) / fmax (pen_norm2 (self->d, self->w), PEN_ROUNDING_SHARE * terms);
}

/* Fills the solution from the active set; TRUE where the certificate holds. */
static gboolean
fill (PenSolution *self, gsize n, const double *Z, const double *guess)
{
  g_autofree double *a = g_memdup2 (guess, n * sizeof *a);
  g_autofree double *w = g_new (double, self->d);
  double size;

  if (!polish (n, self->d, Z, a, w))
    {
      pen_solution_fail (self, _ ("the support vectors depend on one another to rounding"));
      return FALSE;
    }
  g_free (self->w);
  self->w = g_steal_pointer (&w);
  size = pen_norm2 (self->d, self->w);
  self->objective = size * size / 2;
  self->margin = 1 / size;
  self->unique = PEN_UNIQUE_YES;
  certify (self, n, Z, a);
  pen_margin_support (self, n, Z, a);
  pen_solution_take_multipliers (self, n, g_steal_pointer (&a));
  pen_solution_settle (self);
  return self->status == PEN_SOLUTION_OPTIMAL;
}

/* @rows times a power of two for each column, which changes neither a digit nor whether a hyperplane separates them. */
static double *
even_columns (gsize n, gsize d, const double *rows)
{
  double *even = g_memdup2 (rows, n * d * sizeof *rows);

  for (gsize j = 0; j < d; j++)
    {
      double largest = 0;

      for (gsize i = 0; i < n; i++)
        largest = fmax (largest, fabs (rows[i * d + j]));
      for (gsize i = 0; i < n && largest > 0; i++)
        even[i * d + j] = ldexp (rows[i * d + j], -ilogb (largest));
    }
  return even;
}

gboolean
pen_margin_separates (gsize n, gsize d, const double *rows, const double *guess)
{
  g_autofree double *Z = even_columns (n, d, rows);
  g_autofree double *a = g_memdup2 (guess, n * sizeof *a);
  g_autofree double *w = g_new (double, d);

  if (!polish (n, d, Z, a, w))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      double terms, margin = pen_dot_with_scale (d, Z + i * d, w, &terms);

      if (!(margin > 2 * (double)d * DBL_EPSILON * terms))
        return FALSE;
    }
  return TRUE;
}

gboolean
pen_max_margin_solve (PenSolution *self, const PenProblem *problem, const PenCancel *cancel, GError **error)
{
  gsize n = problem->n, d = problem->d;
  g_autofree double *Z = g_new (double, n *d);
  gboolean reduce = problem->rank > 0 && problem->rank < d;

  pen_signed_rows (problem, Z);
  if (!pen_margin_has_digits (n, d, Z))
    {
      pen_solution_fail (self,
                         _ ("a sample's features are below 2⁻¹⁰²², where doubles have few digits left: scale them"));
      return TRUE;
    }
  for (int attempt = reduce ? 0 : 1; attempt < 2; attempt++)
    {
      g_autofree double *rows = attempt == 0 ? reduced_rows (problem) : NULL;
      g_auto (PenLeastDistance) found = { 0 };

      if (!pen_least_distance_solve (n, attempt == 0 ? problem->rank : d, attempt == 0 ? rows : Z, &found, cancel,
                                     error))
        return FALSE;
      if (!found.separable)
        {
          /* The reduced rows are X's only to σ₁ε, which a small row may not survive: X itself decides. */
          found.distance = pen_least_distance_of (n, d, Z, found.a);
          if (found.distance <= PEN_ZERO_COMBINATION && !pen_margin_separates (n, d, Z, found.a))
            {
              pen_solution_not_separable (self, n, &found);
              return TRUE;
            }
          pen_solution_fail (self, _ ("the margin, if there is one, is below the rounding of the data"));
        }
      else if (fill (self, n, Z, found.a))
        return TRUE;
    }
  return TRUE;
}
