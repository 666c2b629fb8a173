/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/linalg.h>
#include <penchant/problem.h>

#include <glib/gi18n-lib.h>
#include <float.h>
#include <math.h>
#include <string.h>

/* 0.8 GB for X alone; its decomposition needs as much again several times. */
#define SIZE_LIMIT 100000000

static gsize
find_rank (const PenProblem *self)
{
  double threshold = self->k > 0 ? (double)MAX (self->n, self->d) * DBL_EPSILON * self->sigma[0] : 0;
  gsize rank = 0;

  while (rank < self->k && self->sigma[rank] > threshold)
    rank++;
  return rank;
}

/* c = U_rᵀ v, then v −= U_r c */
static void
project (const PenProblem *self, double *v, double *c, double *reach)
{
  pen_gemv_t (self->n, self->k, self->U, v, c);
  memset (c + self->rank, 0, (self->k - self->rank) * sizeof *c);
  pen_gemv (self->n, self->k, self->U, c, reach);
  pen_axpy (self->n, -1, reach, v);
}

/* The computed decomposition is that of some X + E with ‖E‖ ≤ c·max(n, d)·ε·σ₁. If y = Xw exactly, y is at most
 * ‖E‖‖w‖ away from the range of X + E, its own rounding adds ε‖y‖, and cutting the singular values below the rank
 * threshold max(n, d)·ε·σ₁‖w‖ more. So y counts as reachable when its distance is below
 * c·max(n, d)·ε·(‖y‖ + σ₁‖w‖), w the solution of smallest norm: a bound that scales with X and with y. c = 8 covers
 * dgesdd's constant and the sum. For a nearly singular X the bound can grow past y itself and say nothing; then half
 * of the digits of y must still be met. */
static void
measure_reach (PenProblem *self)
{
  g_autofree double *v = g_memdup2 (self->y, self->n * sizeof *v);
  g_autofree double *c = g_new (double, self->k);
  g_autofree double *again = g_new (double, self->k);
  g_autofree double *reach = g_new (double, self->n);
  double norm = pen_norm2 (self->n, self->y), sigma = self->sigma[0], bound;

  project (self, v, c, reach);
  project (self, v, again, reach); /* the first pass leaves ε‖y‖ of y inside the range */
  self->residual = self->rank == self->n ? 0 : pen_norm2 (self->n, v);
  for (gsize j = 0; j < self->rank; j++)
    c[j] *= sigma / self->sigma[j];
  bound = 8 * (double)MAX (self->n, self->d) * DBL_EPSILON * (norm + pen_norm2 (self->rank, c));
  self->interpolable = self->residual <= fmin (bound, sqrt (DBL_EPSILON) * norm);
}

static gboolean
check_size (gsize n, gsize width, GError **error)
{
  if (n == 0)
    g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION, _ ("There are no data points; add at least one"));
  else if (width > SIZE_LIMIT / n)
    g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION,
                 _ ("%zu points with %zu features are more than 10⁸ numbers; use fewer points or features"), n, width);
  else
    return TRUE;
  return FALSE;
}

PenProblem *
pen_problem_new (const PenDataset *dataset, const PenFeatureMap *map, GError **error)
{
  const PenFeatureMap identity = PEN_FEATURE_MAP_INIT;
  gsize n = pen_dataset_n (dataset), inputs = pen_dataset_d (dataset), width;
  g_autoptr (PenProblem) self = NULL;

  if (map == NULL)
    map = &identity;
  if (!pen_feature_map_width (map, inputs, &width, error) || !check_size (n, width, error))
    return NULL;
  self = g_new0 (PenProblem, 1);
  g_atomic_ref_count_init (&self->references);
  self->task = pen_dataset_task (dataset);
  self->n = n;
  self->d = width;
  self->k = MIN (n, width);
  self->X = g_new (double, n *width);
  self->y = g_memdup2 (pen_dataset_y (dataset), n * sizeof *self->y);
  self->U = g_new (double, n * self->k);
  self->sigma = g_new (double, self->k);
  self->Vt = g_new (double, self->k *width);
  if (!pen_feature_map_apply (map, n, inputs, pen_dataset_X (dataset), self->X, error)
      || !pen_svd (n, width, self->X, self->U, self->sigma, self->Vt, error))
    return NULL;
  self->rank = find_rank (self);
  measure_reach (self);
  return g_steal_pointer (&self);
}

PenProblem *
pen_problem_ref (PenProblem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
pen_problem_unref (PenProblem *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->X);
  g_free (self->y);
  g_free (self->U);
  g_free (self->sigma);
  g_free (self->Vt);
  g_free (self);
}
