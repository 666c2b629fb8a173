/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve.h"

#include <penchant/error.h>
#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <float.h>
#include <math.h>
#include <string.h>

/* min Σ m_i^{−b} subject to ‖w‖ ≤ 1 has the minimiser of the convex ψ(w) = (1/b) log Σ m_i^{−b} + ½‖w‖², whose own
 * scale makes ‖w‖ = 1: at ∇ψ = 0, w = Σ p_i z_i/m_i with p the softmax of −b log m, and ‖w‖² = Σ p_i = 1. In logs no b
 * overflows, and strong convexity with modulus 1 bounds what is left by ½‖∇ψ‖². */

#define MOST_STEPS 300
#define SUFFICIENT 1e-4

typedef struct
{
  gsize n, r;
  double b;
  double *A;     /* n × r: diag(y) UΣ in units where the largest margin has ‖w‖ = 1 */
  double *m, *p; /* n: margins and softmax at the last point */
  double *gradient, *step, *H, *rows;
} Tail;

/* HUGE_VAL where a margin is not positive. */
static double
value_at (Tail *self, const double *c)
{
  double size = pen_norm2 (self->r, c), total;

  pen_gemv (self->n, self->r, self->A, c, self->m);
  for (gsize i = 0; i < self->n; i++)
    {
      if (!(self->m[i] > 0))
        return HUGE_VAL;
      self->p[i] = -self->b * log (self->m[i]);
    }
  total = pen_log_sum_exp (self->n, self->p);
  for (gsize i = 0; i < self->n; i++)
    self->p[i] = exp (self->p[i] - total);
  return total / self->b + size * size / 2;
}

static gboolean
newton_step (Tail *self, const double *c)
{
  gsize n = self->n, r = self->r;
  g_autofree double *pull = g_new (double, n);
  g_autofree double *image = g_new (double, r);

  memset (self->H, 0, r * r * sizeof *self->H);
  for (gsize i = 0; i < n; i++)
    {
      pull[i] = self->p[i] / self->m[i];
      for (gsize j = 0; j < r; j++)
        self->rows[i * r + j] = sqrt (self->p[i] * (1 + self->b)) / self->m[i] * self->A[i * r + j];
    }
  pen_gemv_t (n, r, self->A, pull, image);
  pen_gram_add (n, r, self->rows, self->H);
  for (gsize j = 0; j < r; j++)
    {
      for (gsize k = j; k < r; k++)
        self->H[j * r + k] -= self->b * image[j] * image[k];
      self->H[j * r + j] += 1;
      self->gradient[j] = c[j] - image[j];
      self->step[j] = -self->gradient[j];
    }
  if (!pen_cholesky (r, self->H))
    return FALSE;
  pen_cholesky_solve (r, self->H, self->step);
  return TRUE;
}

static gboolean
descend (Tail *self, double *c, const PenCancel *cancel, GError **error)
{
  g_autofree double *next = g_new (double, self->r);
  double value = value_at (self, c);

  for (int k = 0; k < MOST_STEPS; k++)
    {
      double slope, share = 1, new_value = HUGE_VAL;

      if (pen_solution_cancelled (cancel, error))
        return FALSE;
      if (!newton_step (self, c))
        return TRUE;
      slope = pen_dot (self->r, self->gradient, self->step);
      for (; share > DBL_EPSILON; share /= 2)
        {
          memcpy (next, c, self->r * sizeof *next);
          pen_axpy (self->r, share, self->step, next);
          new_value = value_at (self, next);
          if (new_value <= value + SUFFICIENT * share * slope)
            break;
        }
      if (-slope
          <= 4 * DBL_EPSILON * (1 + fabs (value))) /* below the value's rounding the last steps mend the gradient */
        {
          pen_axpy (self->r, 1, self->step, c);
          if (-slope <= DBL_EPSILON * DBL_EPSILON || k > MOST_STEPS / 2 || !(new_value < HUGE_VAL))
            return TRUE;
          value = value_at (self, c);
          continue;
        }
      if (!(share > DBL_EPSILON))
        return TRUE;
      memcpy (c, next, self->r * sizeof *next);
      value = new_value;
    }
  return TRUE;
}

static void
fill (PenSolution *self, const PenProblem *problem, Tail *tail, const double *c, double unit)
{
  gsize n = problem->n, d = self->d;
  g_autofree double *Z = g_new (double, n *d), *image = g_new (double, d), *log_m = g_new (double, n);
  double *q = g_new (double, n), rest, total, terms = 0;

  pen_signed_rows (problem, Z);
  self->w = g_new0 (double, d);
  pen_gemv_t (tail->r, d, problem->Vt, c, self->w);
  rest = pen_norm2 (d, self->w);
  self->margin = HUGE_VAL;
  for (gsize j = 0; j < d; j++)
    self->w[j] /= rest;
  for (gsize i = 0; i < n; i++)
    {
      double m = pen_dot (d, Z + i * d, self->w);

      self->margin = fmin (self->margin, m);
      q[i] = m;
      log_m[i] = -tail->b * log (m);
    }
  total = pen_log_sum_exp (n, log_m);
  for (gsize i = 0; i < n; i++)
    {
      double m = q[i], size = pen_norm2 (d, Z + i * d);

      q[i] = exp (log_m[i] - total) / m;
      terms += q[i] * size * (1 + (1 + tail->b) * size / m); /* q has m^{−1−b}, and m the rounding of terms up to ‖z‖ */
    }
  pen_gemv_t (n, d, Z, q, image);
  for (gsize j = 0; j < d; j++)
    image[j] -= self->w[j];
  rest = pen_norm2 (d, image);
  self->objective = exp (total / tail->b);
  self->unique = PEN_UNIQUE_YES;
  self->certificate.primal_residual = self->margin > 0 ? 0 : 1;
  self->certificate.dual_residual = rest / pen_unit_scale (terms);
  pen_solution_set_values (self, total / tail->b + .5, total / tail->b + .5 - rest * rest / 2, 1);
  pen_solution_take_multipliers (self, n, q);
  pen_solution_settle (self);
}

static gboolean
solve_from (PenSolution *self, const PenProblem *problem, const PenSolution *margin, double b, const PenCancel *cancel,
            GError **error)
{
  gsize n = problem->n, r = problem->rank;
  g_autofree double *A = g_new (double, n *r), *m = g_new (double, n), *p = g_new (double, n),
                    *gradient = g_new (double, r), *step = g_new (double, r), *H = g_new (double, r *r),
                    *rows = g_new (double, n *r), *c = g_new (double, r);
  double unit = pen_norm2 (self->d, margin->w); /* 1/γ: the nearest points then have margin 1 */
  Tail tail = { n, r, b, A, m, p, gradient, step, H, rows };

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < r; j++)
      A[i * r + j] = problem->y[i] * problem->U[i * problem->k + j] * problem->sigma[j] * unit;
  pen_gemv (r, self->d, problem->Vt, margin->w, c);
  for (gsize j = 0; j < r; j++)
    c[j] /= unit;
  if (!descend (&tail, c, cancel, error))
    return FALSE;
  fill (self, problem, &tail, c, unit);
  return TRUE;
}

gboolean
pen_tail_direction_solve (PenSolution *self, const PenProblem *problem, double b, const PenCancel *cancel,
                          GError **error)
{
  g_autoptr (PenSolution) margin = NULL;

  if (!(b > 0) || !isfinite (b))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The exponent of the tail is %g; it must be positive"), b);
      return FALSE;
    }
  margin = pen_solution_solve (PEN_SOLUTION_MAX_MARGIN, problem, NULL, cancel, error);
  if (margin == NULL)
    return FALSE;
  if (margin->status == PEN_SOLUTION_OPTIMAL)
    return solve_from (self, problem, margin, b, cancel, error);
  self->status = margin->status;
  g_free (self->reason);
  self->reason = g_steal_pointer (&margin->reason);
  self->certificate = margin->certificate;
  margin->certificate.multipliers = NULL;
  return TRUE;
}
