/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nnls.h"
#include "solve.h"

#include <penchant/linalg.h>

#include <cblas.h>
#include <float.h>
#include <math.h>
#include <string.h>

/* The columns with a > 0 and their thin QR factorization. */
typedef struct
{
  gsize m, n, capacity, p;
  const double *columns; /* n × m */
  gsize *index;          /* p: the column in each place */
  gboolean *active;      /* n */
  gboolean *blocked;     /* n: tried and found useless since the last gain */
  double *Q;             /* capacity × m, orthonormal rows */
  double *R;             /* capacity × capacity, row-major, upper */
  double *qf;            /* p: Qf */
  double *z;             /* p: the unconstrained solution on the active columns */
} Active;

static void
active_clear (Active *self)
{
  g_free (self->index);
  g_free (self->active);
  g_free (self->blocked);
  g_free (self->Q);
  g_free (self->R);
  g_free (self->qf);
  g_free (self->z);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Active, active_clear)

static void
active_init (Active *self, gsize m, gsize n, const double *columns)
{
  gsize capacity = MIN (m, n);

  *self = (Active){ .m = m, .n = n, .capacity = capacity, .columns = columns };
  self->index = g_new (gsize, capacity + 1);
  self->active = g_new0 (gboolean, n + 1);
  self->blocked = g_new0 (gboolean, n + 1);
  self->Q = g_new (double, capacity *m + 1);
  self->R = g_new0 (double, capacity *capacity + 1);
  self->qf = g_new (double, capacity + 1);
  self->z = g_new (double, capacity + 1);
}

/* v −= Qᵀ(Qv), its coefficients added to column p of R. */
static void
orthogonalize (Active *self, double *v, double *h)
{
  if (self->p == 0)
    return;
  pen_gemv (self->p, self->m, self->Q, v, h);
  cblas_dgemv (CblasRowMajor, CblasTrans, (int)self->p, (int)self->m, -1, self->Q, (int)self->m, h, 1, 1, v, 1);
  for (gsize i = 0; i < self->p; i++)
    self->R[i * self->capacity + self->p] += h[i];
}

/* FALSE, with nothing changed, where column j is a combination of the active ones to rounding. */
static gboolean
insert (Active *self, gsize j, const double *f)
{
  double *v = self->Q + self->p * self->m, *h = self->z, norm;

  if (self->p == self->capacity)
    return FALSE;
  memcpy (v, self->columns + j * self->m, self->m * sizeof *v);
  for (gsize i = 0; i < self->p; i++)
    self->R[i * self->capacity + self->p] = 0;
  orthogonalize (self, v, h);
  orthogonalize (self, v, h);
  norm = pen_norm2 (self->m, v);
  if (!(norm > 32 * DBL_EPSILON))
    return FALSE;
  for (gsize i = 0; i < self->m; i++)
    v[i] /= norm;
  self->R[self->p * self->capacity + self->p] = norm;
  self->qf[self->p] = pen_dot (self->m, v, f);
  self->index[self->p++] = j;
  self->active[j] = TRUE;
  return TRUE;
}

/* Takes the column at @place out and turns R upper triangular again by rotations of neighbouring rows. */
static void delete (Active *self, gsize place)
{
  gsize size = self->capacity, m = self->m;

  self->active[self->index[place]] = FALSE;
  self->p--;
  memmove (self->index + place, self->index + place + 1, (self->p - place) * sizeof *self->index);
  for (gsize i = 0; i <= self->p; i++)
    memmove (self->R + i * size + place, self->R + i * size + place + 1, (self->p - place) * sizeof *self->R);
  for (gsize i = place; i < self->p; i++)
    {
      double *row = self->R + i * size, *below = row + size;
      double length = hypot (row[i], below[i]), c, s, first = self->qf[i];

      if (length == 0)
        continue;
      c = row[i] / length;
      s = below[i] / length;
      cblas_drot ((int)(self->p - i), row + i, 1, below + i, 1, c, s);
      below[i] = 0;
      cblas_drot ((int)m, self->Q + i * m, 1, self->Q + (i + 1) * m, 1, c, s);
      self->qf[i] = c * first + s * self->qf[i + 1];
      self->qf[i + 1] = c * self->qf[i + 1] - s * first;
    }
}

static void
solve_active (Active *self)
{
  memcpy (self->z, self->qf, self->p * sizeof *self->z);
  if (self->p > 0)
    cblas_dtrsv (CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, (int)self->p, self->R, (int)self->capacity,
                 self->z, 1);
}

/* Walks a towards z, dropping every column that reaches 0 on the way, until z itself is positive. */
static void
settle (Active *self, double *a)
{
  for (;;)
    {
      double step = 1;
      gboolean dropped = FALSE;

      solve_active (self);
      for (gsize i = 0; i < self->p; i++)
        if (self->z[i] <= 0)
          step = fmin (step, a[self->index[i]] / (a[self->index[i]] - self->z[i]));
      for (gsize i = self->p; i-- > 0;)
        {
          double *at = a + self->index[i];
          gboolean leaves = self->z[i] <= 0 && *at <= step * (*at - self->z[i]) * (1 + 4 * DBL_EPSILON);

          *at = leaves ? 0 : *at + step * (self->z[i] - *at);
          if (leaves || (self->z[i] <= 0 && *at <= 0))
            {
              *at = 0;
              delete (self, i);
              dropped = TRUE;
            }
        }
      if (!dropped)
        return;
    }
}

/* r = f − Qᵀ(Qf), with the second pass that keeps it orthogonal to Q where it is small. Its norm. */
static double
find_residual (const Active *self, const double *f, double *r)
{
  g_autofree double *h = g_new (double, self->p + 1);

  memcpy (r, f, self->m * sizeof *r);
  for (int pass = 0; pass < 2 && self->p > 0; pass++)
    {
      pen_gemv (self->p, self->m, self->Q, r, h);
      cblas_dgemv (CblasRowMajor, CblasTrans, (int)self->p, (int)self->m, -1, self->Q, (int)self->m, h, 1, 1, r, 1);
    }
  return pen_norm2 (self->m, r);
}

/* The column that promises most, or n where none promises more than rounding. */
static gsize
find_entering (const Active *self, const double *r, double *gradient)
{
  gsize best = self->n;
  double most = 8 * DBL_EPSILON * pen_norm2 (self->m, r);

  pen_gemv (self->n, self->m, self->columns, r, gradient);
  for (gsize j = 0; j < self->n; j++)
    if (!self->active[j] && !self->blocked[j] && gradient[j] > most)
      {
        most = gradient[j];
        best = j;
      }
  return best;
}

static void
warm_start (Active *self, const double *f, double *a)
{
  for (gsize j = 0; j < self->n; j++)
    if (a[j] > 0 && !insert (self, j, f))
      a[j] = 0;
  settle (self, a);
}

gboolean
pen_nnls (gsize m, gsize n, const double *columns, const double *f, double *a, double *r, const PenCancel *cancel,
          GError **error)
{
  g_auto (Active) active = { 0 };
  g_autofree double *gradient = g_new (double, n + 1);
  double norm;
  gsize limit = 10 * (n + m) + 100; /* the method takes few more steps than p; past that it moves in rounding */

  active_init (&active, m, n, columns);
  warm_start (&active, f, a);
  norm = find_residual (&active, f, r);
  for (gsize step = 0; step < limit; step++)
    {
      gsize j = find_entering (&active, r, gradient);
      double last = norm;

      if (j == n || norm <= 4 * DBL_EPSILON * pen_norm2 (m, f))
        break;
      if (pen_solution_cancelled (cancel, error))
        return FALSE;
      if (insert (&active, j, f))
        settle (&active, a);
      norm = find_residual (&active, f, r);
      if (norm < last * (1 - DBL_EPSILON)) /* the finiteness proof needs a strict decrease: what gives none is not tried
                                              again before one */
        memset (active.blocked, 0, n * sizeof *active.blocked);
      active.blocked[j] = TRUE;
    }
  return TRUE;
}
