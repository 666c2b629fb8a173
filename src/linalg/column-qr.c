/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/column-qr.h>
#include <penchant/linalg.h>

#include <cblas.h>
#include <limits.h>
#include <math.h>
#include <string.h>

void
pen_column_qr_init (PenColumnQr *self, gsize n, gsize capacity)
{
  g_return_if_fail (capacity <= n && n <= INT_MAX);
  *self = (PenColumnQr){ .n = n, .capacity = capacity };
  self->Q = g_new (double, MAX (capacity * n, 1));
  self->R = g_new0 (double, MAX (capacity * capacity, 1));
  self->work = g_new (double, MAX (capacity, 1));
}

void
pen_column_qr_clear (PenColumnQr *self)
{
  g_clear_pointer (&self->Q, g_free);
  g_clear_pointer (&self->R, g_free);
  g_clear_pointer (&self->work, g_free);
  self->p = 0;
}

gboolean
pen_column_qr_append (PenColumnQr *self, const double *column, double independent)
{
  gsize n = self->n, p = self->p, size = self->capacity;
  double *q, length = pen_norm2 (n, column), own;

  if (p == size)
    return FALSE;
  q = self->Q + p * n;
  memcpy (q, column, n * sizeof *q);
  for (gsize a = 0; a < p; a++)
    self->R[a * size + p] = 0;
  for (int pass = 0; pass < 2 && p > 0; pass++) /* the second makes q orthogonal to rounding */
    {
      pen_gemv (p, n, self->Q, q, self->work);
      cblas_dgemv (CblasRowMajor, CblasTrans, (int)p, (int)n, -1, self->Q, (int)n, self->work, 1, 1, q, 1);
      for (gsize a = 0; a < p; a++)
        self->R[a * size + p] += self->work[a];
    }
  own = pen_norm2 (n, q);
  if (!(own > independent * length))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    q[i] /= own;
  self->R[p * size + p] = own;
  self->p++;
  return TRUE;
}

void
pen_column_qr_remove (PenColumnQr *self, gsize k)
{
  gsize n = self->n, p = self->p, size = self->capacity;

  g_return_if_fail (k < p);
  for (gsize a = 0; a < p; a++)
    {
      gsize from = MAX (a, k + 1);

      if (from < p)
        memmove (self->R + a * size + from - 1, self->R + a * size + from, (p - from) * sizeof (double));
    }
  self->p = --p;
  for (gsize a = k; a < p; a++) /* turns what is left below the diagonal away, row by row */
    {
      double *top = self->R + a * size, *low = top + size, length = hypot (top[a], low[a]), c = top[a] / length,
             s = low[a] / length;

      cblas_drot ((int)(p - a), top + a, 1, low + a, 1, c, s);
      cblas_drot ((int)n, self->Q + a * n, 1, self->Q + (a + 1) * n, 1, c, s);
    }
}

static void
solve (const PenColumnQr *self, CBLAS_TRANSPOSE transpose, double *x)
{
  if (self->p > 0)
    cblas_dtrsv (CblasRowMajor, CblasUpper, transpose, CblasNonUnit, (int)self->p, self->R, (int)self->capacity, x, 1);
}

void
pen_column_qr_solve (const PenColumnQr *self, double *x)
{
  solve (self, CblasNoTrans, x);
}

void
pen_column_qr_solve_t (const PenColumnQr *self, double *x)
{
  solve (self, CblasTrans, x);
}
