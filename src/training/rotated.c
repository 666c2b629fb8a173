/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

/* de/dτ = Uᵀy − R B h(Bᵀe): one pass over B's columns gives z, w and the sum, so that a block of them is read once. */
#define BLOCK 64

/* A weight below this share of what the targets ask for adds nothing to a double, whatever their number. */
#define NEGLIGIBLE 1e-20
/* Newton's matrix may leave out columns that change it by less than this. */
#define COARSE 1e-6
#define TINY_LEVELS -1380.0 /* ℓ₊ + ℓ₋ where e to half of it, or a ratio with it, would underflow */

static void
init (PenMotion *self)
{
  const PenProblem *problem = self->problem;
  gsize r = self->rank, d = self->d;
  g_autofree double *rotated = g_new (double, problem->k);

  self->size = r;
  self->Bt = g_new (double, MAX (d * r, 1));
  self->target = g_new0 (double, MAX (r, 1));
  self->plus = g_new (double, d);
  self->minus = g_new (double, d);
  self->lean_at_start = g_new (double, d);
  self->kappa = self->model.is_untied ? 2 : 4;
  self->left = g_new (double, d);
  self->probe = g_new0 (double, MAX (r, 1));
  for (gsize k = 0; k < r; k++)
    for (gsize j = 0; j < d; j++)
      self->Bt[j * r + k] = problem->Vt[k * d + j] * (problem->sigma[k] / self->R);
  for (gsize j = 0; j < d; j++)
    {
      pen_model_levels (&self->model, j, self->plus + j, self->minus + j);
      self->left[j] = exp ((self->plus[j] + self->minus[j]) / 2);
      self->lean_at_start[j] = self->plus[j] == self->minus[j] ? 0 : self->plus[j] - self->minus[j];
    }
  pen_gemv_t (self->n, problem->k, problem->U, problem->y, rotated);
  memcpy (self->target, rotated, r * sizeof *rotated);
  self->system = g_new (double, MAX (r * r, 1));
  self->gram = g_new (double, MAX (r * r, 1));
  self->rows = g_new (double, MAX (BLOCK * r, 1));
}

/* w = e^{ℓ₊ + κz} − e^{ℓ₋ − κz}, or the first term alone, and its slope, with one exponential where that is exact
 * enough. */
static inline void
map (const PenMotion *self, gsize j, double z, double floor)
{
  double turn = self->kappa * z, high = self->plus[j] + turn, low = self->minus[j] - turn, gap, big, small;

  if (fmax (high, low) < floor)
    {
      self->w[j] = self->slope[j] = 0;
      return;
    }
  if (!pen_model_is_two_sided (&self->model))
    {
      self->w[j] = exp (high);
      self->slope[j] = self->kappa * self->w[j];
      return;
    }
  gap = self->lean_at_start[j] + 2 * turn;
  big = exp (fmax (high, low));
  if (self->plus[j] + self->minus[j] < TINY_LEVELS)
    small = exp (fmin (high, low));
  else
    small = self->left[j] * (self->left[j] / big);
  self->w[j] = copysign (fabs (gap) < 1 ? small * expm1 (fabs (gap)) : big - small, gap);
  self->slope[j] = self->kappa * (big + small);
}

static gboolean
evaluate (PenMotion *self)
{
  gsize r = self->rank, d = self->d;
  double floor = log (NEGLIGIBLE * pen_norm_inf (r, self->target) / self->R);

  memcpy (self->dx, self->target, r * sizeof *self->dx);
  for (gsize j = 0; j < d; j += BLOCK)
    {
      gsize count = MIN (BLOCK, d - j);
      double any = 0;

      pen_gemv (count, r, self->Bt + j * r, self->x, self->wide + j);
      for (gsize k = j; k < j + count; k++)
        {
          map (self, k, self->wide[k], floor);
          any += self->slope[k];
        }
      if (!isfinite (any))
        return FALSE;
      if (any == 0)
        continue;
      pen_gemv_t (count, r, self->Bt + j * r, self->w + j, self->probe);
      pen_axpy (r, -self->R, self->probe, self->dx);
    }
  return isfinite (pen_norm_inf (r, self->dx));
}

/* B diag(h') Bᵀ from the columns that matter to I + γ R B diag(h') Bᵀ: no column of B is longer than 1. */
static gboolean
build_gram (PenMotion *self, double gamma)
{
  gsize r = self->rank, d = self->d, k = 0;
  double least = fmax (COARSE / (gamma * self->R * (double)d), COARSE / (double)d * pen_norm_inf (d, self->slope));

  memset (self->gram, 0, r * r * sizeof *self->gram);
  for (gsize j = 0; j <= d; j++)
    {
      if (k == BLOCK || j == d)
        {
          if (pen_cancel_requested (self->cancel))
            return FALSE;
          pen_gram_add (k, r, self->rows, self->gram);
          k = 0;
        }
      if (j < d && self->slope[j] > least)
        {
          double root = sqrt (self->slope[j]);

          for (gsize i = 0; i < r; i++)
            self->rows[k * r + i] = root * self->Bt[j * r + i];
          k++;
        }
    }
  return TRUE;
}

static gboolean
factor (gpointer data, double s, const double *x, double gamma, gboolean may_reuse, gboolean *is_new)
{
  PenMotion *self = data;
  gsize r = self->rank;

  *is_new = !may_reuse;
  if (!may_reuse && (!pen_motion_evaluate (self, s, x) || !build_gram (self, gamma)))
    return FALSE;
  for (gsize i = 0; i < r; i++)
    for (gsize k = i; k < r; k++)
      self->system[i * r + k] = gamma * self->R * self->gram[i * r + k] + (i == k);
  return pen_cholesky (r, self->system);
}

static gboolean
solve (gpointer data, double *b)
{
  PenMotion *self = data;

  pen_cholesky_solve (self->rank, self->system, b);
  return TRUE;
}

static gboolean
product (gpointer data, double s, const double *x, const double *v, double *Jv)
{
  PenMotion *self = data;

  if (!pen_motion_evaluate (self, s, x))
    return FALSE;
  pen_gemv (self->d, self->rank, self->Bt, v, self->wide);
  for (gsize j = 0; j < self->d; j++)
    self->wide[j] *= -self->R * self->slope[j];
  pen_gemv_t (self->d, self->rank, self->Bt, self->wide, Jv);
  return TRUE;
}

static void
lift (PenMotion *self, gsize k, const double *states, double *w)
{
  gsize r = self->rank, d = self->d;
  g_autofree double *c = self->turned == NULL ? g_new (double, MAX (k * r, 1)) : NULL;

  for (gsize i = 0; i < k && c != NULL; i++)
    for (gsize l = 0; l < r; l++)
      c[i * r + l] = states[i * r + l] * (self->problem->sigma[l] / self->R);
  pen_gemm (k, d, r, c != NULL ? c : states, c != NULL ? self->problem->Vt : self->turned, w);
  for (gsize i = 0; i < k; i++)
    pen_model_map (&self->model, w + i * d, w + i * d, NULL);
}

const PenCoordinates pen_rotated_coordinates = { init, evaluate, factor, solve, product, lift };
