/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refined.h"

#include <penchant/linalg.h>

#include <cblas.h>
#include <float.h>
#include <lapacke.h>
#include <limits.h>
#include <math.h>
#include <string.h>

struct _PenRefined
{
  gsize m, p;
  const double *columns; /* p × m */
  double *factor;        /* p × m: R above, Householder vectors below */
  double *tau;           /* p */
  double *scale;         /* p: powers of two that give every column a norm near 1 */
  double condition;
};

PenRefined *
pen_refined_new (gsize m, gsize p, const double *columns)
{
  g_autoptr (PenRefined) self = NULL;
  double largest = 0, smallest = HUGE_VAL;

  if (p > m || m > INT_MAX)
    return NULL;
  self = g_new0 (PenRefined, 1);
  self->m = m;
  self->p = p;
  self->columns = columns;
  self->factor = g_new (double, m *p + 1);
  self->tau = g_new0 (double, p + 1);
  self->scale = g_new (double, p + 1);
  for (gsize j = 0; j < p; j++)
    {
      double norm = pen_norm2 (m, columns + j * m);

      if (!(norm > 0) || !isfinite (norm))
        return NULL;
      self->scale[j] = ldexp (1, -ilogb (norm));
      for (gsize i = 0; i < m; i++)
        self->factor[j * m + i] = columns[j * m + i] * self->scale[j];
    }
  if (p > 0 && LAPACKE_dgeqrf (LAPACK_COL_MAJOR, (int)m, (int)p, self->factor, (int)m, self->tau) != 0)
    return NULL;
  for (gsize j = 0; j < p; j++)
    {
      largest = fmax (largest, fabs (self->factor[j * m + j]));
      smallest = fmin (smallest, fabs (self->factor[j * m + j]));
    }
  self->condition = p > 0 ? largest / smallest : 1;
  if (!(self->condition * DBL_EPSILON * (double)p < .1))
    return NULL;
  return g_steal_pointer (&self);
}

void
pen_refined_free (PenRefined *self)
{
  if (self == NULL)
    return;
  g_free (self->factor);
  g_free (self->tau);
  g_free (self->scale);
  g_free (self);
}

void
pen_refined_round (const PenRefined *self, double size, double *x)
{
  double largest = size, share = fmax (1e-13, 16 * DBL_EPSILON * self->condition);

  for (gsize j = 0; j < self->p; j++)
    largest = fmax (largest, fabs (x[j]) / self->scale[j]);
  for (gsize j = 0; j < self->p; j++)
    if (fabs (x[j]) / self->scale[j] <= share * largest)
      x[j] = 0;
}

static void
rotate (const PenRefined *self, char transpose, double *v)
{
  LAPACKE_dormqr (LAPACK_COL_MAJOR, 'L', transpose, (int)self->m, 1, (int)self->p, self->factor, (int)self->m,
                  self->tau, v, (int)self->m);
}

/* One unrefined solution, overwriting @b by r and @c by x. */
static void
solve_once (const PenRefined *self, double *b, double *c)
{
  int m = (int)self->m, p = (int)self->p;
  double *R = self->factor;

  for (int j = 0; j < p; j++)
    c[j] *= self->scale[j];
  cblas_dtrsv (CblasColMajor, CblasUpper, CblasTrans, CblasNonUnit, p, R, m, c, 1);
  rotate (self, 'T', b);
  for (int j = 0; j < p; j++) /* r keeps h = R⁻ᵀc in the column space; x takes the rest of Qᵀb */
    {
      double h = c[j];

      c[j] = b[j] - h;
      b[j] = h;
    }
  rotate (self, 'N', b);
  cblas_dtrsv (CblasColMajor, CblasUpper, CblasNoTrans, CblasNonUnit, p, R, m, c, 1);
  for (int j = 0; j < p; j++)
    c[j] *= self->scale[j];
}

/* f = b − r − A x and g = c − Aᵀ r: the extra bits are what makes refinement gain digits. */
static void
residuals (const PenRefined *self, const double *b, const double *c, const double *r, const double *x, long double *sum,
           double *f, double *g)
{
  for (gsize i = 0; i < self->m; i++)
    sum[i] = (b != NULL ? (long double)b[i] : 0) - (long double)r[i];
  for (gsize j = 0; j < self->p; j++)
    {
      const double *column = self->columns + j * self->m;
      long double left = c != NULL ? (long double)c[j] : 0;

      for (gsize i = 0; i < self->m; i++)
        {
          sum[i] -= (long double)column[i] * (long double)x[j];
          left -= (long double)column[i] * (long double)r[i];
        }
      g[j] = (double)left;
    }
  for (gsize i = 0; i < self->m; i++)
    f[i] = (double)sum[i];
}

void
pen_refined_solve (const PenRefined *self, const double *b, const double *c, double *r, double *x)
{
  g_autofree long double *sum = g_new (long double, self->m + 1);
  g_autofree double *f = g_new0 (double, self->m + 1);
  g_autofree double *g = g_new0 (double, self->p + 1);
  double last = HUGE_VAL;

  memset (r, 0, self->m * sizeof *r);
  memset (x, 0, self->p * sizeof *x);
  if (b != NULL)
    memcpy (f, b, self->m * sizeof *f);
  if (c != NULL)
    memcpy (g, c, self->p * sizeof *g);
  if (self->p == 0)
    {
      memcpy (r, f, self->m * sizeof *r);
      return;
    }
  for (int round = 0; round < 5; round++)
    {
      double step_r, step_x, size = HUGE_VAL;

      solve_once (self, f, g);
      step_r = pen_norm2 (self->m, f) / fmax (pen_norm2 (self->m, r), DBL_MIN);
      step_x = pen_norm2 (self->p, g) / fmax (pen_norm2 (self->p, x), DBL_MIN);
      if (round > 0) /* r is only rounding for a consistent A x = b */
        size = c == NULL ? step_x : b == NULL ? step_r : fmax (step_r, step_x);
      if (round > 1 && !(size < last / 2)) /* no digit gained: rounding, or too ill-conditioned to refine */
        break;
      last = size;
      for (gsize i = 0; i < self->m; i++)
        r[i] += f[i];
      for (gsize j = 0; j < self->p; j++)
        x[j] += g[j];
      if (size < DBL_EPSILON / 4)
        break;
      residuals (self, b, c, r, x, sum, f, g);
    }
}
