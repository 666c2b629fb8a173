/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <float.h>
#include <math.h>

static void G_GNUC_PRINTF (3, 0)
    conclude (PenSolution *self, PenSolutionStatus status, const char *format, va_list arguments)
{
  self->status = status;
  g_free (self->reason);
  self->reason = g_strdup_vprintf (format, arguments);
}

void
pen_solution_fail (PenSolution *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  conclude (self, PEN_SOLUTION_FAILED, format, arguments);
  va_end (arguments);
}

void
pen_solution_infeasible (PenSolution *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  conclude (self, PEN_SOLUTION_INFEASIBLE, format, arguments);
  va_end (arguments);
}

void
pen_solution_settle (PenSolution *self)
{
  const PenCertificate *certificate = &self->certificate;
  const double tolerance = PEN_CERTIFICATE_TOLERANCE;

  if (isnan (certificate->primal_residual) || isnan (certificate->dual_residual) || isnan (certificate->gap))
    pen_solution_fail (self, _ ("the numbers leave double precision; scale the columns nearer to 1"));
  else if (!(certificate->primal_residual <= tolerance))
    pen_solution_fail (self, _ ("the constraints hold only to %.1e, relative"), certificate->primal_residual);
  else if (!(certificate->dual_residual <= tolerance))
    pen_solution_fail (self, _ ("the optimality conditions hold only to %.1e, relative"), certificate->dual_residual);
  else if (!(certificate->gap <= tolerance))
    pen_solution_fail (self, _ ("the gap between the primal and the dual value is %.1e, relative"), certificate->gap);
  else
    self->status = PEN_SOLUTION_OPTIMAL;
}

void
pen_solution_take_multipliers (PenSolution *self, gsize n, double *multipliers)
{
  g_free (self->certificate.multipliers);
  self->certificate.n_multipliers = n;
  self->certificate.multipliers = multipliers;
}

void
pen_solution_set_values (PenSolution *self, double primal, double dual, double terms)
{
  double size = fmax (fmax (fabs (primal), fabs (dual)), PEN_ROUNDING_SHARE * terms);

  self->certificate.primal = primal;
  self->certificate.dual = dual;
  self->certificate.gap = primal == dual ? 0 : fabs (primal - dual) / size;
}

double
pen_dot_with_scale (gsize d, const double *a, const double *b, double *scale)
{
  double sum = 0, size = 0;

  for (gsize j = 0; j < d; j++)
    {
      sum += a[j] * b[j];
      size += fabs (a[j] * b[j]);
    }
  *scale = size;
  return sum;
}

double *
pen_terms_t (gsize n, gsize d, const double *A, const double *x)
{
  double *sizes = g_new0 (double, d);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      sizes[j] += fabs (A[i * d + j] * x[i]);
  return sizes;
}

double
pen_unit_scale (double terms)
{
  return CLAMP (PEN_ROUNDING_SHARE * terms, 1, PEN_LARGEST_SCALE);
}

double
pen_interpolation_residual (const PenProblem *problem, const double *w, double scale)
{
  double worst = 0, terms;

  scale = fmax (scale, pen_norm_inf (problem->n, problem->y));

  for (gsize i = 0; i < problem->n; i++)
    {
      double f = pen_dot_with_scale (problem->d, problem->X + i * problem->d, w, &terms);

      worst = fmax (worst, fabs (f - problem->y[i]));
      scale = fmax (scale, PEN_ROUNDING_SHARE * terms);
    }
  return worst == 0 ? 0 : worst / scale;
}

void
pen_signed_rows (const PenProblem *problem, double *Z)
{
  for (gsize i = 0; i < problem->n; i++)
    for (gsize j = 0; j < problem->d; j++)
      Z[i * problem->d + j] = problem->y[i] * problem->X[i * problem->d + j];
}

gboolean
pen_margin_has_digits (gsize n, gsize d, const double *Z)
{
  for (gsize i = 0; i < n; i++)
    {
      double largest = pen_norm_inf (d, Z + i * d);

      if (largest > 0 && largest < DBL_MIN)
        return FALSE;
    }
  return TRUE;
}

double
pen_margin_violation (gsize n, gsize d, const double *Z, const double *w)
{
  double worst = 0, terms;

  for (gsize i = 0; i < n; i++)
    {
      double margin = pen_dot_with_scale (d, Z + i * d, w, &terms);

      worst = fmax (worst, (1 - margin) / pen_unit_scale (terms));
    }
  return worst;
}

void
pen_margin_support (PenSolution *self, gsize n, const double *Z, const double *a)
{
  double terms;

  g_free (self->support);
  self->support = g_new (gsize, n);
  self->n_support = 0;
  for (gsize i = 0; i < n; i++)
    {
      double margin = pen_dot_with_scale (self->d, Z + i * self->d, self->w, &terms);

      if (a[i] > 0 || fabs (margin - 1) <= PEN_CERTIFICATE_TOLERANCE * pen_unit_scale (terms))
        self->support[self->n_support++] = i;
    }
}

void
pen_row_space_target (const PenProblem *problem, const double *y, double *b)
{
  g_autofree double *c = g_new (double, problem->k);

  pen_gemv_t (problem->n, problem->k, problem->U, y, c);
  for (gsize j = 0; j < problem->rank; j++)
    b[j] = c[j] / problem->sigma[j];
}

void
pen_row_space_multipliers (const PenProblem *problem, const double *mu, double *nu)
{
  g_autofree double *c = g_new0 (double, problem->k);

  for (gsize j = 0; j < problem->rank; j++)
    c[j] = mu[j] / problem->sigma[j];
  pen_gemv (problem->n, problem->k, problem->U, c, nu);
}

void
pen_solution_not_interpolable (PenSolution *self, const PenProblem *problem)
{
  g_autofree double *c = g_new (double, problem->k);
  g_autofree double *reach = g_new (double, problem->n);
  g_autofree double *image = g_new (double, problem->d);
  double *nu = g_memdup2 (problem->y, problem->n * sizeof *nu);
  double norm;

  for (int pass = 0; pass < 2; pass++) /* the second removes the rounding of the first */
    {
      pen_gemv_t (problem->n, problem->k, problem->U, nu, c);
      for (gsize j = problem->rank; j < problem->k; j++)
        c[j] = 0;
      pen_gemv (problem->n, problem->k, problem->U, c, reach);
      pen_axpy (problem->n, -1, reach, nu);
    }
  norm = pen_norm2 (problem->n, nu);
  for (gsize i = 0; i < problem->n; i++)
    nu[i] /= norm;
  pen_gemv_t (problem->n, problem->d, problem->X, nu, image);
  self->certificate.primal_residual = problem->residual / pen_norm2 (problem->n, problem->y);
  self->certificate.dual_residual = problem->sigma[0] > 0 ? pen_norm2 (problem->d, image) / problem->sigma[0] : 0;
  pen_solution_take_multipliers (self, problem->n, nu);
  pen_solution_infeasible (self, _ ("no w reaches y: X has rank %zu with %zu samples, and the nearest Xw is %.3g away"),
                           problem->rank, problem->n, problem->residual);
}

void
pen_solution_not_separable (PenSolution *self, gsize n, const PenLeastDistance *found)
{
  gsize p = 0, last = 0;

  for (gsize i = 0; i < n; i++)
    if (found->a[i] > 0)
      {
        p++;
        last = i;
      }
  self->certificate.dual_residual = found->distance;
  self->certificate.primal_residual = 1;
  pen_solution_take_multipliers (self, n, g_memdup2 (found->a, n * sizeof *found->a));
  if (p == 1)
    pen_solution_infeasible (self, _ ("not separable: point %zu is the zero vector, where every w gives 0"), last + 1);
  else
    pen_solution_infeasible (self, _ ("not separable: a weighted average of %zu points, each times its label, is zero"),
                             p);
}
