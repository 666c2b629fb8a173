/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relu-newton.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

/* J = (Q D G + C)/(RN) − θ̇ ⟨∇N, ·⟩/N: G the rows ∇f_i, Q the same along the kinks that hold units, D the forces'
 * slopes, C the pairs (w_j, a_j) under the forces' own pull g_j. Kept: κ = γ/(RN), V = (G; ∇N/N), Y = B⁻¹U with U =
 * (κQD, −γθ̇), B = I − κC, and the factors of I − VY. */

/* x = B⁻¹b, in place. */
static void
solve_pairs (const PenMotion *self, double kappa, double *b)
{
  gsize d = self->d, width = self->model.width;
  const double *g = self->parameters, *held = self->parameters + self->size;

  for (gsize j = 0; j < width; j++)
    {
      double *w = b + j * d, *a = b + width * d + j;

      *a = (*a + kappa * pen_dot (d, g + j * d, w)) / (1 - kappa * kappa * pen_dot (d, g + j * d, held + j * d));
      pen_axpy (d, kappa * *a, held + j * d, w);
    }
}

static void
allocate (PenMotion *self)
{
  gsize m = self->n + 1;

  self->gram = g_new0 (double, self->n * self->n);
  self->rows = g_new0 (double, m * self->size);
  self->growth = g_new0 (double, m * self->size);
  self->system = g_new0 (double, m *m);
  self->pivots = g_new0 (int, m);
}

/* Row i is D e_i. */
static void
fill_slopes (PenMotion *self)
{
  gsize n = self->n;

  for (gsize i = 0; i < n; i++)
    {
      memset (self->gram + i * n, 0, n * sizeof (double));
      self->gram[i * n + i] = 1;
      pen_motion_curve (self, self->gram + i * n);
    }
}

gboolean
pen_relu_newton_factor (PenMotion *self, double gamma)
{
  gsize n = self->n, p = self->size, m = n + 1;
  double kappa = gamma / (self->R * self->N);
  g_autofree double *Q = g_new0 (double, n *p);

  if (self->system == NULL)
    allocate (self);
  self->gamma = gamma;
  fill_slopes (self);
  pen_kinks_rows (self->kinks, self->x, self->rows, Q);
  pen_kinks_units (self->kinks, self->force, self->parameters, self->parameters + p);
  pen_gemm (n, p, n, self->gram, Q, self->growth);
  for (gsize k = 0; k < n * p; k++)
    self->growth[k] *= kappa;
  for (gsize k = 0; k < p; k++)
    {
      self->growth[n * p + k] = -gamma * self->dx[k];
      self->rows[n * p + k] = self->is_clocked ? 2 * self->R * self->x[k] / self->N : 0;
    }
  for (gsize l = 0; l < m; l++)
    solve_pairs (self, kappa, self->growth + l * p);
  for (gsize l = 0; l < m; l++)
    for (gsize k = 0; k < m; k++)
      self->system[l * m + k] = (k == l ? 1 : 0) - pen_dot (p, self->rows + k * p, self->growth + l * p);
  self->pair_gamma = kappa;
  return pen_lu (m, self->system, self->pivots);
}

void
pen_relu_newton_solve (const PenMotion *self, double *b)
{
  gsize p = self->size, m = self->n + 1;
  g_autofree double *share = g_new (double, m), *sum = g_new (double, p);

  solve_pairs (self, self->pair_gamma, b);
  pen_gemv (m, p, self->rows, b, share);
  pen_lu_solve (m, self->system, self->pivots, share);
  pen_gemv_t (m, p, self->growth, share, sum);
  pen_axpy (p, 1, sum, b);
}
