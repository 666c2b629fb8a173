/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

gboolean
pen_rank_evaluate (PenMotion *self)
{
  pen_gemv_t (self->n, self->rank, self->US, self->force, self->dx);
  for (gsize k = 0; k < self->rank; k++)
    self->dx[k] /= self->N;
  return TRUE;
}

/* curve = USᵀ ∂force US: minus a weighted Gram matrix, and one rank more from the softmax's normalisation. */
static void
build_curve (PenMotion *self)
{
  gsize r = self->rank;
  g_autofree double *mean = NULL;

  pen_gram_weighted (r, self->n, self->USt, self->loss == PEN_LOSS_SQUARED ? NULL : self->weight, NULL, self->curve);
  if (self->is_clocked)
    {
      mean = g_new (double, r);
      for (gsize i = 0; i < self->n; i++)
        self->tall[i] = self->weight[i] * self->problem->y[i];
      pen_gemv_t (self->n, r, self->US, self->tall, mean);
    }
  for (gsize k = 0; k < r; k++)
    for (gsize l = 0; l < r; l++)
      self->curve[k * r + l] = -self->curve[k * r + l] + (self->is_clocked ? self->dx[k] * self->N * mean[l] : 0);
}

gboolean
pen_rank_jacobian (gpointer data, const double *x, double *J)
{
  PenMotion *self = data;
  gsize r = self->rank;
  gboolean is_linear = self->model.kind == PEN_MODEL_LINEAR;
  g_autofree double *growth = g_new0 (double, r);

  if (!pen_motion_evaluate (self, x))
    return FALSE;
  if (self->gram == NULL)
    {
      self->gram = g_new (double, r *r);
      self->curve = g_new (double, r *r);
    }
  build_curve (self);
  if (is_linear)
    {
      for (gsize k = 0; k < r; k++)
        for (gsize l = 0; l < r; l++)
          J[l * r + k] = self->curve[k * r + l];
      return TRUE;
    }
  pen_gram_weighted (r, self->d, self->problem->Vt, self->slope, NULL, self->gram);
  if (self->is_clocked)
    {
      for (gsize j = 0; j < self->d; j++)
        self->wide[j] = self->R * copysign (self->slope[j], self->w[j]);
      pen_gemv (r, self->d, self->problem->Vt, self->wide, growth);
    }
  for (gsize l = 0; l < r; l++)
    for (gsize k = 0; k < r; k++) /* the Gram matrix is symmetric: its column l is its row l */
      J[l * r + k] =
          (self->R * pen_dot (r, self->curve + k * r, self->gram + l * r) - self->dx[k] * growth[l]) / self->N;
  return TRUE;
}

gboolean
pen_rank_product (gpointer data, const double *x, const double *v, double *Jv)
{
  PenMotion *self = data;
  double growth = 0;

  if (!pen_motion_evaluate (self, x))
    return FALSE;
  if (self->model.kind == PEN_MODEL_LINEAR)
    pen_gemv (self->n, self->rank, self->US, v, self->tall);
  else
    {
      pen_gemv_t (self->rank, self->d, self->problem->Vt, v, self->wide);
      for (gsize j = 0; j < self->d; j++)
        {
          self->wide[j] *= self->slope[j];
          growth += self->is_clocked ? self->R * copysign (1, self->w[j]) * self->wide[j] : 0;
        }
      pen_gemv (self->n, self->d, self->problem->X, self->wide, self->tall);
    }
  pen_motion_curve (self, self->tall);
  pen_gemv_t (self->n, self->rank, self->US, self->tall, Jv);
  for (gsize k = 0; k < self->rank; k++)
    Jv[k] = (Jv[k] - self->dx[k] * growth) / self->N;
  return TRUE;
}
