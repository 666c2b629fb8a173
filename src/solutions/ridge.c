/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve.h"

#include <penchant/linalg.h>

#include <math.h>

/* w = V diag (2μσ/(1 + 2μσ²)) Uᵀy, written so that neither a large nor a small μ overflows. */
static double
shrink (double mu, double sigma)
{
  double pull = 2 * mu * sigma;

  return pull * sigma < 1 ? pull / (1 + pull * sigma) : 1 / (1 / pull + sigma);
}

/* y − Xw without its cancellation: U (1/(1 + 2μσ²)) Uᵀy, and what no w reaches. */
static void
leave (const PenProblem *problem, double mu, const double *b, double *left)
{
  g_autofree double *rest = g_new (double, problem->k);
  g_autofree double *reached = g_new (double, problem->n);
  g_autofree double *beyond = g_new (double, problem->n);

  for (gsize k = 0; k < problem->k; k++)
    rest[k] = b[k] / (1 + 2 * mu * problem->sigma[k] * problem->sigma[k]);
  pen_gemv (problem->n, problem->k, problem->U, rest, left);
  if (problem->interpolable)
    return;
  /* Twice: what the first pass leaves of the range of X is its rounding, and 2μσ magnifies it. */
  for (gsize i = 0; i < problem->n; i++)
    beyond[i] = problem->y[i];
  for (int pass = 0; pass < 2; pass++)
    {
      pen_gemv_t (problem->n, problem->k, problem->U, beyond, rest);
      pen_gemv (problem->n, problem->k, problem->U, rest, reached);
      pen_axpy (problem->n, -1, reached, beyond);
    }
  pen_axpy (problem->n, 1, beyond, left);
}

/* The dual of min ½‖w‖² + μ‖y − Xw‖² is max νᵀy − ‖ν‖²/4μ − ½‖Xᵀν‖², at ν = 2μ(y − Xw). */
gboolean
pen_ridge_solve (PenSolution *self, const PenProblem *problem, double mu)
{
  gsize n = problem->n, d = problem->d;
  g_autofree double *b = g_new0 (double, problem->k);
  g_autofree double *image = g_new0 (double, d);
  double *nu = g_new0 (double, n);
  double size, rest, linear, terms;

  self->w = g_new0 (double, d);
  self->unique = PEN_UNIQUE_YES;
  pen_solution_take_multipliers (self, n, nu);
  pen_gemv_t (n, problem->k, problem->U, problem->y, b);
  leave (problem, mu, b, nu);
  rest = pen_norm2 (n, nu);
  for (gsize i = 0; i < n; i++)
    nu[i] *= 2 * mu;
  for (gsize k = 0; k < problem->k; k++)
    b[k] *= shrink (mu, problem->sigma[k]);
  pen_gemv_t (problem->k, d, problem->Vt, b, self->w);
  pen_gemv_t (n, d, problem->X, nu, image);
  size = pen_norm2 (d, self->w);
  linear = pen_dot_with_scale (n, nu, problem->y, &terms);
  self->objective = size * size / 2 + mu * rest * rest;
  pen_solution_set_values (self, self->objective, linear - mu * rest * rest - pen_dot (d, image, image) / 2, terms);
  for (gsize j = 0; j < d; j++)
    image[j] -= self->w[j];
  self->certificate.primal_residual = 0; /* nothing is constrained */
  /* The products that cancel in Xᵀν are of size σ₁‖ν‖. */
  self->certificate.dual_residual =
      size > 0 ? pen_norm2 (d, image) / fmax (size, PEN_ROUNDING_SHARE * problem->sigma[0] * pen_norm2 (n, nu)) : 0;
  pen_solution_settle (self);
  return TRUE;
}
