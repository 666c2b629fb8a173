/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

gboolean
pen_ratio_evaluate (PenMotion *self)
{
  pen_gemv_t (self->n, self->d, self->problem->X, self->force, self->pull);
  for (gsize j = 0; j < self->d; j++)
    {
      self->pull[j] /= self->R;
      self->dx[j] = self->rate[j] * self->pull[j] / self->N;
    }
  return TRUE;
}

gboolean
pen_ratio_product (gpointer data, const double *x, const double *v, double *Jv)
{
  PenMotion *self = data;
  double growth = 0;

  if (!pen_motion_evaluate (self, x))
    return FALSE;
  for (gsize j = 0; j < self->d; j++)
    {
      self->wide[j] = self->slope[j] * v[j];
      growth += self->is_clocked ? self->R * copysign (1, self->w[j]) * self->wide[j] : 0;
    }
  pen_gemv (self->n, self->d, self->problem->X, self->wide, self->tall);
  pen_motion_curve (self, self->tall);
  pen_gemv_t (self->n, self->d, self->problem->X, self->tall, Jv);
  for (gsize j = 0; j < self->d; j++)
    Jv[j] =
        (self->rate_slope[j] * self->pull[j] * v[j] + self->rate[j] * Jv[j] / self->R - self->dx[j] * growth) / self->N;
  return TRUE;
}

gboolean
pen_ratio_jacobian (gpointer data, const double *x, double *J)
{
  PenMotion *self = data;
  g_autofree double *unit = g_new0 (double, self->d);

  for (gsize j = 0; j < self->d; j++)
    {
      unit[j] = 1;
      if (!pen_ratio_product (self, x, unit, J + j * self->d))
        return FALSE;
      unit[j] = 0;
    }
  return TRUE;
}

/* I − γJ without the two outer products of the clock is diagonal plus rank n: D + γ A Xᵀ C X B with A = rate/(RN), B =
 * dw/dq. Woodbury: (D + γ A Xᵀ C X B)⁻¹ = D⁻¹ − γ D⁻¹ A Xᵀ C½ S⁻¹ C½ X B D⁻¹, S = I + γ C½ X (B D⁻¹ A) Xᵀ C½. */
gboolean
pen_ratio_prepare (gpointer data, const double *x, double gamma)
{
  PenMotion *self = data;
  gsize n = self->n;

  if (!pen_motion_evaluate (self, x))
    return FALSE;
  if (self->capacity == NULL)
    self->capacity = g_new (double, n *n);
  self->gamma = gamma;
  for (gsize j = 0; j < self->d; j++)
    {
      double diagonal = 1 - gamma * self->rate_slope[j] * self->pull[j] / self->N;

      self->left[j] = 1 / fmax (diagonal, .1); /* S must stay positive; the Krylov space repairs the difference */
      self->wide[j] = gamma * self->slope[j] * self->left[j] * self->rate[j] / (self->R * self->N);
    }
  pen_gram_weighted (n, self->d, self->problem->X, self->wide, NULL, self->capacity);
  for (gsize i = 0; i < n; i++)
    self->roots[i] = sqrt (self->weight[i]);
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < n; k++)
      self->capacity[i * n + k] = self->capacity[i * n + k] * self->roots[i] * self->roots[k] + (i == k);
  return pen_cholesky (n, self->capacity);
}

gboolean
pen_ratio_solve (gpointer data, const double *r, double *z)
{
  PenMotion *self = data;

  for (gsize j = 0; j < self->d; j++)
    self->wide[j] = r[j] * self->left[j] * self->slope[j];
  pen_gemv (self->n, self->d, self->problem->X, self->wide, self->tall);
  for (gsize i = 0; i < self->n; i++)
    self->tall[i] *= self->roots[i];
  pen_cholesky_solve (self->n, self->capacity, self->tall);
  for (gsize i = 0; i < self->n; i++)
    self->tall[i] *= self->roots[i];
  pen_gemv_t (self->n, self->d, self->problem->X, self->tall, self->wide);
  for (gsize j = 0; j < self->d; j++)
    z[j] = self->left[j] * (r[j] - self->gamma * self->rate[j] / (self->R * self->N) * self->wide[j]);
  return TRUE;
}
