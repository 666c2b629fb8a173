/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/linalg.h>

#include <float.h>
#include <math.h>

/* z = h⁻¹(w) never leaves the row space of X. Unknowns z keep to it by themselves; of q, in which the row space is
 * curved, each step strays by the integrator's error, and where rank X < d nothing brings that back: it ends in w. */

#define EXACT 1e-10 /* what rounding z may come to in log (u/v) */
#define SMALL 1e-3  /* in log (u/v): more than integrator's errors add up to */

/* δz = Vᵀν − (I − VVᵀ)z with the least Σ(rate δz)², which is |δq|²: V rate² Vᵀ ν = V rate² (I − VVᵀ)z. */
gboolean
pen_motion_return (PenMotion *self, double *x)
{
  const PenProblem *problem = self->problem;
  gsize r = self->rank, d = self->d;
  g_autofree double *z = g_new (double, d);
  g_autofree double *rate = g_new (double, d);
  g_autofree double *back = g_new (double, d);
  g_autofree double *square = g_new (double, d);
  g_autofree double *c = g_new0 (double, MAX (r, 1));
  g_autofree double *gram = g_new (double, MAX (r * r, 1));
  double largest, moved = 0;

  if (self->coordinates != &pen_ratio_coordinates || r == 0 || r == d)
    return FALSE;
  for (gsize j = 0; j < d; j++)
    {
      rate[j] = self->rate[j] * self->unit[j] * exp (self->log_speed); /* dq/dz */
      back[j] = self->unit[j] * x[j];
    }
  pen_model_ratio_inverse (&self->model, back, z);
  largest = pen_norm_inf (d, rate);
  if (!(DBL_EPSILON * pen_norm2 (d, z) * largest < EXACT))
    return FALSE;
  for (int pass = 0; pass < 2; pass++) /* the second for the rounding of V */
    {
      pen_gemv (r, d, problem->Vt, z, c);
      pen_gemv_t (r, d, problem->Vt, c, back);
      pen_axpy (d, -1, back, z);
    }
  for (gsize j = 0; j < d; j++)
    {
      square[j] = (rate[j] / largest) * (rate[j] / largest);
      back[j] = square[j] * z[j];
    }
  pen_gemv (r, d, problem->Vt, back, c);
  pen_gram_weighted (r, d, problem->Vt, square, NULL, gram);
  if (!pen_cholesky (r, gram))
    return FALSE;
  pen_cholesky_solve (r, gram, c);
  pen_gemv_t (r, d, problem->Vt, c, back);
  for (gsize j = 0; j < d; j++)
    {
      back[j] = rate[j] * (back[j] - z[j]);
      moved = fmax (moved, fabs (back[j]));
    }
  if (!(moved < SMALL))
    return FALSE;
  for (gsize j = 0; j < d; j++)
    x[j] += back[j] / self->unit[j];
  return TRUE;
}
