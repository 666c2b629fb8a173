/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/error.h>
#include <penchant/linalg.h>

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* From a large start a signed network's q = log(u/v) stays as small as w/(L aᴸ), below any fixed tolerance, and comes
 * there in no time. So the unknown is x = q/unit, of order one where w is of the size that the data ask for, and the
 * clock is faster by what is left. Both are 1 where aᴸ is not large: there q itself is of order one. */
static void
find_units (PenMotion *self)
{
  double L = self->model.depth, log_w = pen_motion_log_weight (self);

  for (gsize j = 0; j < self->d; j++)
    {
      double log_a = log (self->model.init_scale) + (self->model.init_shape ? log (self->model.init_shape[j]) : 0);
      double log_unit = self->model.is_signed ? fmin (0, log_w - log (L) - L * log_a) : 0;

      self->unit[j] = exp (log_unit);
      self->per_unit[j] = -log_unit;
      if (self->model.is_signed)
        self->log_speed = fmax (self->log_speed, log (2 * L) + (L - 2) * log_a - log_unit);
    }
  for (gsize j = 0; j < self->d; j++)
    self->per_unit[j] = exp (self->per_unit[j] - self->log_speed);
}

static void
init (PenMotion *self)
{
  gsize d = self->d;

  self->size = d;
  self->unit = g_new (double, d);
  self->per_unit = g_new (double, d);
  self->q = g_new (double, d);
  self->rate = g_new0 (double, d);
  self->rate_slope = g_new0 (double, d);
  self->left = g_new0 (double, d);
  self->roots = g_new0 (double, self->n);
  find_units (self);
}

/* q, FALSE where its last digits would be below the smallest number. */
static gboolean
take_ratios (const PenMotion *self, const double *x, double *q)
{
  for (gsize j = 0; j < self->d; j++)
    {
      q[j] = self->unit[j] * x[j];
      if (self->unit[j] < DBL_MIN / DBL_EPSILON)
        return FALSE;
    }
  return TRUE;
}

static gboolean
evaluate (PenMotion *self)
{
  if (!take_ratios (self, self->x, self->q)
      || !pen_model_ratio_map (&self->model, self->q, self->w, self->slope, self->rate, self->rate_slope))
    return FALSE;
  for (gsize j = 0; j < self->d; j++)
    {
      self->slope[j] *= self->unit[j];
      self->rate[j] *= self->per_unit[j];
      self->rate_slope[j] *= self->per_unit[j] * self->unit[j];
    }
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

/* What the forces of a changed clock see of X: rows y_i x_i less their mean by weight, for a softmax does not feel what
 * all margins share. So KᵀK of the centred rows is their curvature, weight − weight weightᵀ/Σ weight, exact for e^{−m}.
 */
static void
center_rows (PenMotion *self)
{
  gsize n = self->n, d = self->d;
  const double *X = self->problem->X, *y = self->problem->y;
  double sum = 0;

  if (self->centered == NULL)
    self->centered = g_new (double, n *d);
  for (gsize i = 0; i < n; i++)
    sum += self->weight[i];
  for (gsize i = 0; i < n; i++)
    self->tall[i] = sum > 0 ? self->weight[i] * y[i] / sum : 0;
  pen_gemv_t (n, d, X, self->tall, self->wide);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      self->centered[i * d + j] = y[i] * X[i * d + j] - self->wide[j];
}

static const double *
sensed_rows (const PenMotion *self)
{
  return self->is_clocked ? self->centered : self->problem->X;
}

/* I − γJ is diagonal plus rank n, D + γ A Xᵀ C X B with A = rate/(RN), B = dw/dx; of a changed clock the slowing and
 * what center_rows() leaves out is left to a Krylov space. Woodbury: (D + γ A Xᵀ C X B)⁻¹ = D⁻¹ − γ D⁻¹ A Xᵀ C½ S⁻¹ C½
 * X B D⁻¹, S = I + γ C½ X (B D⁻¹ A) Xᵀ C½. Unlike a dense factorization it is not misled by rates 1e-20 of one another.
 */
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
  if (self->is_clocked)
    center_rows (self);
  for (gsize j = 0; j < self->d; j++)
    {
      double diagonal = 1 - gamma * self->rate_slope[j] * self->pull[j] / self->N;

      self->left[j] = 1 / fmax (diagonal, .1); /* S must stay positive; the next iteration repairs the difference */
      self->wide[j] = gamma * self->slope[j] * self->left[j] * self->rate[j] / (self->R * self->N);
    }
  pen_gram_weighted (n, self->d, sensed_rows (self), self->wide, self->rows, self->system);
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
  const double *X = sensed_rows (self);

  for (gsize j = 0; j < self->d; j++)
    self->wide[j] = b[j] * self->left[j] * self->slope[j];
  pen_gemv (self->n, self->d, X, self->wide, self->tall);
  for (gsize i = 0; i < self->n; i++)
    self->tall[i] *= self->roots[i];
  pen_cholesky_solve (self->n, self->system, self->tall);
  for (gsize i = 0; i < self->n; i++)
    self->tall[i] *= self->roots[i];
  pen_gemv_t (self->n, self->d, X, self->tall, self->wide);
  for (gsize j = 0; j < self->d; j++)
    b[j] = self->left[j] * (b[j] - self->gamma * self->rate[j] / (self->R * self->N) * self->wide[j]);
  return TRUE;
}

static void
lift (PenMotion *self, gsize k, const double *states, double *w)
{
  gsize d = self->d;
  g_autofree double *work = g_new (double, 3 * d);
  g_autofree double *q = g_new (double, d);

  for (gsize i = 0; i < k; i++)
    if (take_ratios (self, states + i * d, q))
      pen_model_ratio_map (&self->model, q, w + i * d, work, work + d, work + 2 * d);
}

gboolean
pen_ratio_refuse_start (const PenMotion *self, GError **error)
{
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
               _ ("The start, α = %g to the power of the depth %u, is larger than double precision can follow; take a "
                  "smaller initialization scale or a smaller depth"),
               self->model.init_scale, self->model.depth);
  return FALSE;
}

gboolean
pen_ratio_refuse_time (const PenMotion *self, GError **error)
{
  g_set_error (
      error, PEN_ERROR, PEN_ERROR_VALUE,
      _ ("From so large a start (depth %u, α = %g) the flow is over within 1e-300 of the time to stop at; stop "
         "at the limit, or take a smaller initialization scale or a smaller depth"),
      self->model.depth, self->model.init_scale);
  return FALSE;
}

const PenCoordinates pen_ratio_coordinates = { init, evaluate, factor, solve, product, lift };
