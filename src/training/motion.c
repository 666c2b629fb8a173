/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

/* A dense Newton matrix is worth it while building and factoring it stay below 50 ms, the longest a cancel may wait. */
#define DENSE_SIZE 300
#define DENSE_WORK 2e8

static double
largest_row (const PenProblem *problem)
{
  double R = 0;

  for (gsize i = 0; i < problem->n; i++)
    R = fmax (R, pen_norm2 (problem->d, problem->X + i * problem->d));
  return R > 0 ? R : 1;
}

PenMotion *
pen_motion_new (const PenProblem *problem, const PenModel *model, PenLoss loss, gboolean is_clocked)
{
  PenMotion *self = g_new0 (PenMotion, 1);
  gsize n = problem->n, d = problem->d, r = problem->rank;

  self->problem = problem;
  self->model = *model;
  self->loss = loss;
  self->is_clocked = is_clocked;
  self->is_ratio = model->kind == PEN_MODEL_DIAGONAL && model->depth > 2;
  self->n = n;
  self->d = d;
  self->rank = r;
  self->size = self->is_ratio ? d : r;
  self->R = largest_row (problem);
  self->US = g_new (double, MAX (n * r, 1));
  self->USt = g_new (double, MAX (n * r, 1));
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < r; k++)
      self->US[i * r + k] = self->USt[k * n + i] = problem->U[i * problem->k + k] * (problem->sigma[k] / self->R);
  self->x = g_new0 (double, MAX (self->size, 1));
  self->dx = g_new0 (double, MAX (self->size, 1));
  self->w = g_new0 (double, d);
  self->slope = g_new0 (double, d);
  self->rate = g_new0 (double, d);
  self->rate_slope = g_new0 (double, d);
  self->pull = g_new0 (double, d);
  self->wide = g_new0 (double, d);
  self->left = g_new0 (double, d);
  self->f = g_new0 (double, n);
  self->force = g_new0 (double, n);
  self->weight = g_new0 (double, n);
  self->tall = g_new0 (double, n);
  self->roots = g_new0 (double, n);
  return self;
}

void
pen_motion_free (PenMotion *self)
{
  if (self == NULL)
    return;
  g_free (self->US);
  g_free (self->USt);
  g_free (self->x);
  g_free (self->dx);
  g_free (self->w);
  g_free (self->slope);
  g_free (self->rate);
  g_free (self->rate_slope);
  g_free (self->pull);
  g_free (self->wide);
  g_free (self->left);
  g_free (self->f);
  g_free (self->force);
  g_free (self->weight);
  g_free (self->tall);
  g_free (self->roots);
  g_free (self->capacity);
  g_free (self->gram);
  g_free (self->curve);
  g_free (self);
}

/* From the predictions f: forces and their slopes. */
static gboolean
evaluate_loss (PenMotion *self)
{
  const double *y = self->problem->y;

  self->log_force = 0;
  for (gsize i = 0; i < self->n; i++)
    {
      if (!isfinite (self->f[i]))
        return FALSE;
      self->force[i] =
          self->loss == PEN_LOSS_SQUARED ? y[i] - self->f[i] : pen_loss_log_force (self->loss, y[i] * self->f[i]);
      self->weight[i] = 1;
    }
  if (self->loss == PEN_LOSS_SQUARED)
    return TRUE;
  if (self->is_clocked)
    self->log_force = pen_log_sum_exp (self->n, self->force);
  for (gsize i = 0; i < self->n; i++)
    {
      double p = exp (self->force[i] - self->log_force);

      if (!isfinite (p))
        return FALSE;
      self->weight[i] = -p * pen_loss_log_force_slope (self->loss, y[i] * self->f[i]);
      self->force[i] = p * y[i];
    }
  return TRUE;
}

gboolean
pen_motion_evaluate (PenMotion *self, const double *x)
{
  if (self->is_known && memcmp (x, self->x, self->size * sizeof *x) == 0)
    return TRUE;
  self->is_known = FALSE;
  if (x != self->x)
    memcpy (self->x, x, self->size * sizeof *x);
  if (self->is_ratio)
    {
      if (!pen_model_ratio_map (&self->model, x, self->w, self->slope, self->rate, self->rate_slope))
        return FALSE;
      pen_gemv (self->n, self->d, self->problem->X, self->w, self->f);
    }
  else if (self->model.kind == PEN_MODEL_LINEAR)
    {
      pen_gemv (self->n, self->rank, self->US, x, self->f);
      if (self->model.start != NULL)
        {
          pen_gemv (self->n, self->d, self->problem->X, self->model.start, self->tall);
          pen_axpy (self->n, 1, self->tall, self->f);
        }
    }
  else
    {
      pen_gemv_t (self->rank, self->d, self->problem->Vt, x, self->wide);
      if (!pen_model_map (&self->model, self->wide, self->w, self->slope))
        return FALSE;
      pen_gemv (self->n, self->d, self->problem->X, self->w, self->f);
    }
  self->N = self->is_clocked && self->model.kind == PEN_MODEL_DIAGONAL ? 1 + self->R * pen_norm1 (self->d, self->w) : 1;
  self->is_known = evaluate_loss (self) && (self->is_ratio ? pen_ratio_evaluate (self) : pen_rank_evaluate (self));
  return self->is_known;
}

const double *
pen_motion_weights (PenMotion *self)
{
  if (self->model.kind == PEN_MODEL_LINEAR)
    {
      pen_gemv_t (self->rank, self->d, self->problem->Vt, self->x, self->w);
      for (gsize j = 0; j < self->d; j++)
        self->w[j] = self->w[j] / self->R + (self->model.start != NULL ? self->model.start[j] : 0);
    }
  return self->w;
}

void
pen_motion_curve (const PenMotion *self, double *df)
{
  double mean = 0;

  for (gsize i = 0; self->is_clocked && i < self->n; i++)
    mean -= self->weight[i] * self->problem->y[i] * df[i];
  for (gsize i = 0; i < self->n; i++)
    df[i] = -self->weight[i] * df[i] - (self->is_clocked ? self->force[i] * mean : 0);
}

static gboolean
derivative (gpointer data, const double *x, double *dx)
{
  PenMotion *self = data;

  if (!pen_motion_evaluate (self, x))
    return FALSE;
  memcpy (dx, self->dx, self->size * sizeof *dx);
  return TRUE;
}

PenFlow
pen_motion_flow (PenMotion *self)
{
  double size = (double)self->size;
  double work = self->is_ratio                           ? size * (double)self->n * size
                : self->model.kind == PEN_MODEL_DIAGONAL ? size * size * (double)MAX (self->n, self->d)
                                                         : size * size * (double)self->n;

  return (PenFlow){
    .size = self->size,
    .relative = 1e-9,
    .absolute = 1e-12,
    .is_dense = self->size <= DENSE_SIZE && work <= DENSE_WORK,
    .derivative = derivative,
    .jacobian = self->is_ratio ? pen_ratio_jacobian : pen_rank_jacobian,
    .product = self->is_ratio ? pen_ratio_product : pen_rank_product,
    .prepare = self->is_ratio && self->n <= DENSE_SIZE ? pen_ratio_prepare : NULL,
    .solve = pen_ratio_solve,
    .self = self,
  };
}

double
pen_motion_time_power (const PenMotion *self)
{
  return self->model.kind == PEN_MODEL_LINEAR ? 2 : 1;
}
