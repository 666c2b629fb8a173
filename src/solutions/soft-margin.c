/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "soft-margin.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <float.h>
#include <math.h>
#include <string.h>

/* w = Zᵀa is in the row space of X = UΣVᵀ, where it has as many entries as X has rank: c with w = Vᵀc. A = diag(y) UΣ.
 */

#define MOST_STEPS 500
#define MOST_MENDS 20
#define SUFFICIENT 1e-4 /* Armijo's share of the slope */

static double
hinge_value (double m)
{
  return fmax (1 - m, 0);
}

static double
exponential_value (double m)
{
  return exp (-m);
}

static double
logistic_value (double m)
{
  return m > 0 ? log1p (exp (-m)) : log1p (exp (m)) - m;
}

static double (*const values[]) (double) = { hinge_value, exponential_value, logistic_value };

/* −ℓ' and ℓ'' of the smooth losses. */
static void
slopes (PenSoftLoss loss, double m, double *force, double *bend)
{
  if (loss == PEN_SOFT_LOSS_EXPONENTIAL)
    *force = *bend = exp (-m);
  else
    {
      double e = exp (-fabs (m));

      *force = m > 0 ? e / (1 + e) : 1 / (1 + e);
      *bend = e / ((1 + e) * (1 + e));
    }
}

/* −ℓ*(−p): what a multiplier a = Cp adds to the dual value, per C. */
static double
dual_value (PenSoftLoss loss, double p)
{
  if (loss == PEN_SOFT_LOSS_HINGE)
    return p;
  if (loss == PEN_SOFT_LOSS_EXPONENTIAL)
    return p > 0 ? p - p * log (p) : 0;
  return -(p > 0 ? p * log (p) : 0) - (p < 1 ? (1 - p) * log1p (-p) : 0);
}

static double
value_at (const PenSoftMargin *self, const double *c, double *margins)
{
  double sum = 0, size = pen_norm2 (self->rank, c);

  pen_gemv (self->n, self->rank, self->A, c, margins);
  for (gsize i = 0; i < self->n; i++)
    sum += values[self->loss](margins[i]);
  return size * size / 2 + self->C * sum;
}

/* (I + C Aᵀ diag (ℓ'') A) step = −gradient; FALSE where rounding spoilt it. */
static gboolean
newton_step (const PenSoftMargin *self, const double *c, const double *margins, double *gradient, double *step)
{
  gsize n = self->n, r = self->rank;
  g_autofree double *H = g_new0 (double, r *r);
  g_autofree double *rows = g_new (double, n *r);
  g_autofree double *force = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      double bend;

      slopes (self->loss, margins[i], &force[i], &bend);
      force[i] *= self->C;
      for (gsize j = 0; j < r; j++)
        rows[i * r + j] = sqrt (self->C * bend) * self->A[i * r + j];
    }
  pen_gemv_t (n, r, self->A, force, gradient);
  for (gsize j = 0; j < r; j++)
    gradient[j] = c[j] - gradient[j];
  pen_gram_add (n, r, rows, H);
  for (gsize j = 0; j < r; j++)
    H[j * r + j] += 1;
  for (gsize j = 0; j < r; j++)
    step[j] = -gradient[j];
  if (!pen_cholesky (r, H))
    return FALSE;
  pen_cholesky_solve (r, H, step);
  return TRUE;
}

/* Below the value's rounding, which is of the size of Cn, Newton's steps still mend the gradient. */
static void
mend (const PenSoftMargin *self, double *c, double *margins, double *gradient, double *step, double *kept)
{
  double last = HUGE_VAL;

  for (int k = 0; k < MOST_MENDS; k++)
    {
      double size = HUGE_VAL;

      value_at (self, c, margins);
      if (newton_step (self, c, margins, gradient, step))
        size = pen_norm2 (self->rank, gradient);
      if (size > last)
        memcpy (c, kept, self->rank * sizeof *c);
      if (!(size < last / 2))
        return;
      last = size;
      memcpy (kept, c, self->rank * sizeof *c);
      pen_axpy (self->rank, 1, step, c);
    }
  memcpy (c, kept, self->rank * sizeof *c);
}

/* Damped Newton from 0; convex, so that it cannot miss. Ends when the value no longer falls. */
gboolean
pen_soft_margin_newton (PenSoftMargin *self, double *c, const PenCancel *cancel, GError **error)
{
  gsize r = self->rank;
  g_autofree double *gradient = g_new0 (double, MAX (r, 1)), *step = g_new0 (double, MAX (r, 1)),
                    *next = g_new0 (double, MAX (r, 1)), *margins = g_new (double, self->n);
  double value = value_at (self, c, margins);

  for (int k = 0; k < MOST_STEPS; k++)
    {
      double slope, share = 1, new_value = HUGE_VAL;

      if (pen_solution_cancelled (cancel, error))
        return FALSE;
      if (!newton_step (self, c, margins, gradient, step))
        return TRUE;
      slope = pen_dot (r, gradient, step);
      for (; share > DBL_EPSILON; share /= 2)
        {
          memcpy (next, c, r * sizeof *next);
          pen_axpy (r, share, step, next);
          new_value = value_at (self, next, margins);
          if (new_value <= value + SUFFICIENT * share * slope)
            break;
        }
      if (!(new_value < value))
        {
          mend (self, c, margins, gradient, step, next);
          return TRUE;
        }
      memcpy (c, next, r * sizeof *next);
      value = new_value;
    }
  return TRUE;
}

/* Everything a reader needs, from w and a alone. */
static void
certify (PenSolution *self, const PenSoftMargin *soft, const double *Z, const double *a)
{
  g_autofree double *image = g_new (double, self->d);
  double loss = 0, dual = 0, size = pen_norm2 (self->d, self->w), image_size, terms = 0, smallest = HUGE_VAL;

  for (gsize i = 0; i < soft->n; i++)
    {
      double margin = pen_dot (self->d, Z + i * self->d, self->w);

      loss += values[soft->loss](margin);
      dual += dual_value (soft->loss, a[i] / soft->C);
      smallest = fmin (smallest, margin);
      terms += a[i] * pen_norm2 (self->d, Z + i * self->d);
    }
  pen_gemv_t (soft->n, self->d, Z, a, image);
  image_size = pen_norm2 (self->d, image);
  self->objective = size * size / 2 + soft->C * loss;
  self->margin = size > 0 ? smallest / size : (double)NAN;
  pen_solution_set_values (self, self->objective, soft->C * dual - image_size * image_size / 2, soft->C * loss);
  for (gsize j = 0; j < self->d; j++)
    image[j] -= self->w[j];
  self->certificate.primal_residual = 0; /* nothing is constrained */
  self->certificate.dual_residual =
      size > 0 || image_size > 0 ? pen_norm2 (self->d, image) / fmax (size, PEN_ROUNDING_SHARE * terms) : 0;
}

void
pen_soft_margin_fill (PenSolution *self, const PenSoftMargin *soft, const double *Z, double *w, double *a)
{
  g_free (self->w);
  self->w = w;
  self->unique = PEN_UNIQUE_YES; /* ½‖w‖² is strictly convex */
  certify (self, soft, Z, a);
  if (soft->loss == PEN_SOFT_LOSS_HINGE)
    {
      g_free (self->support);
      self->support = g_new (gsize, soft->n);
      self->n_support = 0;
      for (gsize i = 0; i < soft->n; i++)
        if (a[i] > 0)
          self->support[self->n_support++] = i;
    }
  pen_solution_take_multipliers (self, soft->n, a);
  pen_solution_settle (self);
}

static gboolean
solve_smooth (PenSolution *self, const PenProblem *problem, PenSoftMargin *soft, const double *Z,
              const PenCancel *cancel, GError **error)
{
  g_autofree double *c = g_new0 (double, MAX (soft->rank, 1));
  double *w, *a;

  if (!pen_soft_margin_newton (soft, c, cancel, error))
    return FALSE;
  w = g_new0 (double, self->d);
  a = g_new (double, soft->n);
  pen_gemv_t (soft->rank, self->d, problem->Vt, c, w);
  for (gsize i = 0; i < soft->n; i++)
    {
      double bend;

      slopes (soft->loss, pen_dot (self->d, Z + i * self->d, w), &a[i], &bend);
      a[i] *= soft->C;
    }
  pen_soft_margin_fill (self, soft, Z, w, a);
  return TRUE;
}

gboolean
pen_soft_margin_solve (PenSolution *self, const PenProblem *problem, double C, PenSoftLoss loss,
                       const PenCancel *cancel, GError **error)
{
  gsize n = problem->n, r = problem->rank;
  g_autofree double *Z = g_new (double, n * problem->d);
  g_autofree double *A = g_new (double, MAX (n * r, 1));
  PenSoftMargin soft = { n, r, A, C, loss };

  if (!(C > 0) || !isfinite (C))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The weight C of the soft margin is %g; it must be positive"),
                   C);
      return FALSE;
    }
  pen_signed_rows (problem, Z);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < r; j++)
      A[i * r + j] = problem->y[i] * problem->U[i * problem->k + j] * problem->sigma[j];
  return loss == PEN_SOFT_LOSS_HINGE ? pen_hinge_solve (self, problem, &soft, Z, cancel, error)
                                     : solve_smooth (self, problem, &soft, Z, cancel, error);
}
