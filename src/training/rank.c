/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

/* A softmax weight below this share of the largest is lost in the sums it belongs to. */
#define NEGLIGIBLE 1e-18

static void
init (PenMotion *self)
{
  const PenProblem *problem = self->problem;
  gsize n = self->n, r = self->rank;

  self->size = r;
  self->basis = problem->Vt;
  self->US = g_new (double, MAX (n * r, 1));
  for (gsize i = 0; i < n; i++)
    for (gsize k = 0; k < r; k++)
      self->US[i * r + k] = problem->U[i * problem->k + k] * (problem->sigma[k] / self->R);
  self->growth = g_new0 (double, MAX (r, 1));
}

static gboolean
evaluate (PenMotion *self)
{
  if (pen_motion_is_line (self))
    {
      pen_gemv (self->n, self->rank, self->US, self->x, self->f);
      pen_axpy (self->n, 1, self->start_f, self->f);
      if (self->since > 0)
        pen_axpy (self->n, self->s - self->since, self->drift_f, self->f);
    }
  else
    {
      pen_gemv_t (self->rank, self->d, self->basis, self->x, self->wide);
      if (!pen_model_map (&self->model, self->wide, self->w, self->slope))
        return FALSE;
      pen_gemv (self->n, self->d, self->problem->X, self->w, self->f);
      self->N = self->is_clocked ? 1 + self->R * pen_norm1 (self->d, self->w) : 1;
    }
  if (!pen_motion_evaluate_loss (self))
    return FALSE;
  pen_gemv_t (self->n, self->rank, self->US, self->force, self->dx);
  for (gsize k = 0; k < self->rank; k++)
    self->dx[k] = self->dx[k] / self->N - self->drift[k];
  return TRUE;
}

/* curve += sign USᵀ diag(weight) US over the samples whose weight has that sign (only a neuron's are ever negative),
 * upper triangle. */
static void
add_weights (PenMotion *self, double sign, double *curve)
{
  gsize r = self->rank, k = 0;
  double least = NEGLIGIBLE * pen_norm_inf (self->n, self->weight);

  for (gsize i = 0; i < self->n; i++)
    {
      double weight = sign * self->weight[i], root = sqrt (fmax (weight, 0));

      if (weight <= least)
        continue;
      for (gsize l = 0; l < r; l++)
        self->rows[k * r + l] = root * self->US[i * r + l];
      k++;
    }
  pen_gram_add (k, r, self->rows, curve);
}

/* curve = USᵀ ∂force US: minus a weighted Gram matrix, and one rank more from the softmax's normalisation. */
static void
build_curve (PenMotion *self, double *curve)
{
  gsize r = self->rank;

  memset (curve, 0, r * r * sizeof *curve);
  if (self->model.kind == PEN_MODEL_NEURON)
    {
      add_weights (self, -1, curve);
      for (gsize l = 0; l < r * r; l++)
        curve[l] = -curve[l];
    }
  add_weights (self, 1, curve);
  for (gsize i = 0; i < self->n; i++)
    self->tall[i] = self->is_clocked ? self->weight[i] * self->problem->y[i] : 0;
  pen_gemv_t (self->n, r, self->US, self->tall, self->growth);
  for (gsize l = 0; l < r; l++)
    for (gsize m = l; m < r; m++)
      {
        double product = curve[l * r + m];

        curve[m * r + l] = (self->dx[m] * self->N + self->drift[m]) * self->growth[l] - product;
        curve[l * r + m] = (self->dx[l] * self->N + self->drift[l]) * self->growth[m] - product;
      }
}

/* curve (dz's part of the curvature) R Vt diag(h') Vtᵀ, less the clock's own slowing, over N. */
static void
build_network (PenMotion *self, const double *curve, double *J)
{
  gsize r = self->rank;

  pen_gram_weighted (r, self->d, self->basis, self->slope, NULL, self->gram);
  pen_gemm (r, r, r, curve, self->gram, J);
  memset (self->growth, 0, r * sizeof *self->growth);
  if (self->is_clocked)
    {
      for (gsize j = 0; j < self->d; j++)
        self->wide[j] = self->R * copysign (self->slope[j], self->w[j]);
      pen_gemv (r, self->d, self->basis, self->wide, self->growth);
    }
  for (gsize k = 0; k < r; k++)
    for (gsize l = 0; l < r; l++)
      J[k * r + l] = (self->R * J[k * r + l] - self->dx[k] * self->growth[l]) / self->N;
}

static gboolean
factor (gpointer data, double s, const double *x, double gamma, gboolean may_reuse, gboolean *is_new)
{
  PenMotion *self = data;
  gsize r = self->rank, entries = r * r;
  gboolean is_linear = pen_motion_is_line (self);
  double *J;

  if (self->system == NULL)
    {
      self->rows = g_new (double, self->n *r);
      self->system = g_new (double, entries);
      self->gram = g_new (double, is_linear ? entries : 3 * entries);
      self->pivots = g_new (int, r);
    }
  J = self->gram + (is_linear ? 0 : 2 * entries);
  *is_new = !may_reuse;
  if (!may_reuse)
    {
      if (!pen_motion_evaluate (self, s, x))
        return FALSE;
      build_curve (self, is_linear ? J : self->gram + entries);
      if (!is_linear)
        build_network (self, self->gram + entries, J);
    }
  for (gsize k = 0; k < r; k++)
    for (gsize l = 0; l < r; l++)
      self->system[l * r + k] = (k == l) - gamma * J[k * r + l];
  return pen_lu (r, self->system, self->pivots);
}

static gboolean
solve (gpointer data, double *b)
{
  PenMotion *self = data;

  pen_lu_solve (self->rank, self->system, self->pivots, b);
  return TRUE;
}

static gboolean
product (gpointer data, double s, const double *x, const double *v, double *Jv)
{
  PenMotion *self = data;
  double growth = 0;

  if (!pen_motion_evaluate (self, s, x))
    return FALSE;
  if (pen_motion_is_line (self))
    pen_gemv (self->n, self->rank, self->US, v, self->tall);
  else
    {
      pen_gemv_t (self->rank, self->d, self->basis, v, self->wide);
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

static void
lift (PenMotion *self, gsize k, const double *states, double *w)
{
  gsize d = self->d;
  const double *start = self->model.start;

  pen_gemm (k, d, self->rank, states, self->basis, w);
  for (gsize i = 0; i < k; i++)
    if (self->model.kind == PEN_MODEL_DIAGONAL)
      pen_model_map (&self->model, w + i * d, w + i * d, NULL);
    else
      for (gsize j = 0; j < d; j++)
        w[i * d + j] = w[i * d + j] / self->R + (start != NULL ? start[j] : 0);
}

const PenCoordinates pen_rank_coordinates = { init, evaluate, factor, solve, product, lift };
