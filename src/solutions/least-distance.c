/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nnls.h"
#include "solve.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

/* Past this many changes of unit, each by a factor of at least 4, the margin is below 1e-14 of the points' size. */
#define UNIT_CHANGES 40

void
pen_least_distance_clear (PenLeastDistance *self)
{
  g_clear_pointer (&self->a, g_free);
}

/* The columns (t z_i, 1) at norm 1, and the norms they had. */
static void
set_columns (gsize n, gsize d, const double *Z, double t, double *columns, double *norms)
{
  for (gsize i = 0; i < n; i++)
    {
      double *column = columns + i * (d + 1);

      for (gsize j = 0; j < d; j++)
        column[j] = t * Z[i * d + j];
      column[d] = 1;
      norms[i] = pen_norm2 (d + 1, column);
      for (gsize j = 0; j <= d; j++)
        column[j] /= norms[i];
    }
}

double
pen_least_distance_of (gsize n, gsize d, const double *Z, const double *a)
{
  g_autofree double *image = g_new (double, d);
  gboolean any = FALSE;
  double scale = 0;

  pen_gemv_t (n, d, Z, a, image);
  for (gsize i = 0; i < n; i++)
    if (a[i] > 0)
      {
        any = TRUE;
        scale += a[i] * pen_norm2 (d, Z + i * d);
      }
  if (!any) /* past what doubles hold */
    return HUGE_VAL;
  return scale == 0 ? 0 : pen_norm2 (d, image) / scale;
}

static void
normalize (gsize n, double *a)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i];
  for (gsize i = 0; i < n; i++)
    a[i] /= sum;
}

/* One pass in the unit t; @size: ‖w‖/t. @a is both the guess and the answer. */
static gboolean
solve_in_unit (gsize n, gsize d, const double *Z, double t, double *a, double *size, const PenCancel *cancel,
               GError **error)
{
  g_autofree double *columns = g_new (double, n *(d + 1));
  g_autofree double *norms = g_new (double, n);
  g_autofree double *f = g_new0 (double, d + 1);
  g_autofree double *r = g_new (double, d + 1);

  set_columns (n, d, Z, t, columns, norms);
  f[d] = 1;
  for (gsize i = 0; i < n; i++)
    a[i] *= norms[i];
  if (!pen_nnls (d + 1, n, columns, f, a, r, cancel, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    a[i] /= norms[i];
  *size = r[d] > 0 ? pen_norm2 (d, r) / r[d] : HUGE_VAL;
  return TRUE;
}

gboolean
pen_least_distance_solve (gsize n, gsize d, const double *Z, PenLeastDistance *self, const PenCancel *cancel,
                          GError **error)
{
  g_autofree double *a = g_new0 (double, n);
  double smallest = HUGE_VAL, t, size = HUGE_VAL;

  for (gsize i = 0; i < n; i++)
    {
      double norm = pen_norm2 (d, Z + i * d);

      if (norm == 0)
        {
          self->separable = FALSE;
          self->distance = 0;
          a[i] = 1;
          self->a = g_steal_pointer (&a);
          return TRUE;
        }
      smallest = fmin (smallest, norm);
    }
  t = ldexp (1, -ilogb (smallest)); /* ‖w‖ is at least 1/smallest; powers of two change no digit */
  for (int change = 0; change < UNIT_CHANGES; change++)
    {
      if (!solve_in_unit (n, d, Z, t, a, &size, cancel, error))
        return FALSE;
      self->distance = pen_least_distance_of (n, d, Z, a);
      if (size < 8 || self->distance <= PEN_ZERO_COMBINATION)
        break;
      t *= isfinite (size) ? ldexp (1, MIN (ilogb (size), 20)) : 1024;
    }
  normalize (n, a);
  self->separable = self->distance > PEN_ZERO_COMBINATION;
  self->a = g_steal_pointer (&a);
  return TRUE;
}
