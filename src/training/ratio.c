/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

static void
init (PenMotion *self)
{
  gsize d = self->d;

  self->size = d;
  self->rate = g_new0 (double, d);
  self->rate_slope = g_new0 (double, d);
  self->left = g_new0 (double, d);
  self->roots = g_new0 (double, self->n);
}

static gboolean
evaluate (PenMotion *self)
{
  if (!pen_model_ratio_map (&self->model, self->x, self->w, self->slope, self->rate, self->rate_slope))
    return FALSE;
  pen_gemv (self->n, self->d, self->problem->X, self->w, self->f);
  self->N = self->is_clocked ? 1 + self->R * pen_norm1 (self->d, self->w) : 1;
  if (!pen_motion_evaluate_loss (self))
    return FALSE;
  pen_motion_pull (self);
  for (gsize j = 0; j < self->d; j++)
    self->dx[j] = self->rate[j] * self->pull[j] / self->N;
  return TRUE;
}

static gboolean
product (gpointer data, double s, const double *x, const double *v, double *Jv)
{
  PenMotion *self = data;
  double growth = 0;

  if (!pen_motion_evaluate (self, s, x))
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

/* I − γJ is diagonal plus rank n, D + γ A Xᵀ C X B with A = rate/(RN), B = dw/dq, but for the two outer products of a
 * changed clock, which are left to a Krylov space. Woodbury: (D + γ A Xᵀ C X B)⁻¹ = D⁻¹ − γ D⁻¹ A Xᵀ C½ S⁻¹ C½ X B D⁻¹,
 * S = I + γ C½ X (B D⁻¹ A) Xᵀ C½. Unlike a dense factorization it is not misled by rates 1e-20 of one another. */
static gboolean
factor (gpointer data, double s, const double *x, double gamma, gboolean may_reuse, gboolean *is_new)
{
  PenMotion *self = data;
  gsize n = self->n;

  if (!pen_motion_evaluate (self, s, x))
    return FALSE;
  *is_new = TRUE;
  if (self->system == NULL)
    {
      self->system = g_new (double, n *n);
      self->rows = g_new (double, n * self->d);
    }
  self->gamma = gamma;
  for (gsize j = 0; j < self->d; j++)
    {
      double diagonal = 1 - gamma * self->rate_slope[j] * self->pull[j] / self->N;

      self->left[j] = 1 / fmax (diagonal, .1); /* S must stay positive; the next iteration repairs the difference */
      self->wide[j] = gamma * self->slope[j] * self->left[j] * self->rate[j] / (self->R * self->N);
    }
  pen_gram_weighted (n, self->d, self->problem->X, self->wide, self->rows, self->system);
  for (gsize i = 0; i < n; i++)
    self->roots[i] = sqrt (self->weight[i]);
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < n; k++)
      self->system[i * n + k] = self->system[i * n + k] * self->roots[i] * self->roots[k] + (i == k);
  return pen_cholesky (n, self->system);
}

static gboolean
solve (gpointer data, double *b)
{
  PenMotion *self = data;

  for (gsize j = 0; j < self->d; j++)
    self->wide[j] = b[j] * self->left[j] * self->slope[j];
  pen_gemv (self->n, self->d, self->problem->X, self->wide, self->tall);
  for (gsize i = 0; i < self->n; i++)
    self->tall[i] *= self->roots[i];
  pen_cholesky_solve (self->n, self->system, self->tall);
  for (gsize i = 0; i < self->n; i++)
    self->tall[i] *= self->roots[i];
  pen_gemv_t (self->n, self->d, self->problem->X, self->tall, self->wide);
  for (gsize j = 0; j < self->d; j++)
    b[j] = self->left[j] * (b[j] - self->gamma * self->rate[j] / (self->R * self->N) * self->wide[j]);
  return TRUE;
}

static void
lift (PenMotion *self, gsize k, const double *states, double *w)
{
  gsize d = self->d;
  g_autofree double *work = g_new (double, 3 * d);

  for (gsize i = 0; i < k; i++)
    pen_model_ratio_map (&self->model, states + i * d, w + i * d, work, work + d, work + 2 * d);
}

const PenCoordinates pen_ratio_coordinates = { init, evaluate, factor, solve, product, lift };
