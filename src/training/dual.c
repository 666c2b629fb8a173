/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

/* Samples with γw below this are left to the iteration, which they slow down by no more than this factor. */
#define PULLS 1e-4

static void
init (PenMotion *self)
{
  gsize n = self->n;

  self->size = n;
  self->G = g_new (double, n *n);
  pen_gram_weighted (n, self->d, self->problem->X, NULL, NULL, self->G);
  for (gsize i = 0; i < n * n; i++)
    self->G[i] /= self->R * self->R;
  self->rows = g_new (double, n *n);
  self->system = g_new (double, n *n);
  self->roots = g_new0 (double, n);
  self->probe = g_new0 (double, n);
  self->lean = g_new0 (double, n);
}

static gboolean
evaluate (PenMotion *self)
{
  pen_gemv (self->n, self->n, self->G, self->x, self->f);
  pen_axpy (self->n, 1, self->start_f, self->f);
  if (self->since > 0)
    pen_axpy (self->n, self->s - self->since, self->drift_f, self->f);
  if (!pen_motion_evaluate_loss (self))
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    self->dx[i] = self->force[i] - self->drift[i];
  return TRUE;
}

/* b turned into (I + γWG)⁻¹b = b − γ W½ K⁻¹ W½ Gb, K = I + γ W½ G W½, on the active samples. */
static void
solve_symmetric (PenMotion *self, double *b)
{
  gsize k = self->n_active;

  pen_gemv (k, self->n, self->rows, b, self->tall);
  for (gsize i = 0; i < k; i++)
    self->tall[i] *= self->roots[i];
  pen_cholesky_solve (k, self->system, self->tall);
  for (gsize i = 0; i < k; i++)
    b[self->active[i]] -= self->gamma * self->roots[i] * self->tall[i];
}

/* What the softmax adds to Newton's matrix, −γ p (Gq)ᵀ with q = w∘y, by Sherman and Morrison:
 *
 *   b ↦ u + t ((y − v)ᵀb) / pᵀv,  u = M⁻¹b, t = M⁻¹p, v = (I + γGW)⁻¹y, M = I + γWG,
 *
 * since γ M⁻ᵀGq = y − v, and 1 − γ qᵀGM⁻¹p = pᵀv, which unlike the left side does not cancel. */
static void
prepare_softmax (PenMotion *self)
{
  gsize k = self->n_active, n = self->n;
  const double *y = self->problem->y;
  double *v = self->lean;
  double scale = 0;

  memcpy (self->probe, self->force, n * sizeof (double));
  solve_symmetric (self, self->probe);
  for (gsize i = 0; i < k; i++)
    self->tall[i] = self->roots[i] * y[self->active[i]];
  pen_cholesky_solve (k, self->system, self->tall);
  for (gsize i = 0; i < k; i++)
    self->tall[i] *= self->roots[i];
  pen_gemv_t (k, n, self->rows, self->tall, v); /* GWv, since W½K⁻¹W½y = Wv */
  for (gsize i = 0; i < n; i++)
    v[i] = y[i] - self->gamma * v[i];
  for (gsize i = 0; i < k; i++) /* the same without the difference */
    v[self->active[i]] = self->tall[i] / (self->roots[i] * self->roots[i]);
  scale = 1 / pen_dot (n, self->force, v);
  for (gsize i = 0; i < n; i++)
    v[i] = (y[i] - v[i]) * scale;
}

static gboolean
factor (gpointer data, double s, const double *x, double gamma, gboolean may_reuse, gboolean *is_new)
{
  PenMotion *self = data;
  gsize n = self->n, k = 0;

  if (!pen_motion_evaluate (self, s, x))
    return FALSE;
  *is_new = TRUE;
  self->gamma = gamma;
  for (gsize i = 0; i < n; i++)
    if (gamma * self->weight[i] > PULLS)
      {
        self->roots[k] = sqrt (self->weight[i]);
        memcpy (self->rows + k * n, self->G + i * n, n * sizeof (double));
        self->active[k++] = i;
      }
  self->n_active = k;
  for (gsize i = 0; i < k; i++)
    for (gsize j = i; j < k; j++)
      self->system[i * k + j] =
          gamma * self->roots[i] * self->rows[i * n + self->active[j]] * self->roots[j] + (i == j);
  if (!pen_cholesky (k, self->system))
    return FALSE;
  if (self->is_clocked)
    prepare_softmax (self);
  return TRUE;
}

static gboolean
solve (gpointer data, double *b)
{
  PenMotion *self = data;
  double share = self->is_clocked ? pen_dot (self->n, self->lean, b) : 0;

  solve_symmetric (self, b);
  if (self->is_clocked)
    pen_axpy (self->n, share, self->probe, b);
  return isfinite (share);
}

static gboolean
product (gpointer data, double s, const double *x, const double *v, double *Jv)
{
  PenMotion *self = data;

  if (!pen_motion_evaluate (self, s, x))
    return FALSE;
  pen_gemv (self->n, self->n, self->G, v, Jv);
  pen_motion_curve (self, Jv);
  return TRUE;
}

static void
lift (PenMotion *self, gsize k, const double *states, double *w)
{
  const double *start = self->model.start;

  pen_gemm (k, self->d, self->n, states, self->problem->X, w);
  for (gsize i = 0; i < k; i++)
    for (gsize j = 0; j < self->d; j++)
      w[i * self->d + j] = w[i * self->d + j] / (self->R * self->R) + (start != NULL ? start[j] : 0);
}

const PenCoordinates pen_dual_coordinates = { init, evaluate, factor, solve, product, lift };
