/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/column-qr.h>
#include <penchant/linalg.h>

#include <float.h>
#include <math.h>
#include <string.h>

/* Where no w of the signs that a network keeps fits, z of the weights that vanish runs off like −t for ever, and so do
 * the unknowns; z of the weights that stay is then a difference of large numbers, and the integrator's errors, which
 * are relative to the unknowns, are soon larger than it. The basis of the row space is free: taken by Gram–Schmidt from
 * the columns of the weights, the largest first, it gives each z as few unknowns as there are larger weights, and what
 * runs off has no part in those that stay. */

/* Unknowns so many times what they come to cost the integrator's 1e-8 two digits. */
#define LOSS 100
#define COUNTS 1e-12               /* a weight below this share of the largest */
#define NOTHING (64 * DBL_EPSILON) /* of the longest column: what the SVD leaves of a feature that is 0 */
#define DEPENDENT 1e-12            /* of a column: rounding of the others' combination */

/* Entry (@k, @j) of what unknown k has in z_j: B's, or Vᵀ's. */
static double
entry (const PenMotion *self, gsize k, gsize j)
{
  return self->Bt != NULL ? self->Bt[j * self->rank + k] : self->basis[k * self->d + j];
}

gboolean
pen_motion_cancels (const PenMotion *self)
{
  double top = pen_norm_inf (self->d, self->w), terms = 0, sums = 0;

  for (gsize j = 0; j < self->d; j++)
    {
      double share = fabs (self->w[j]) / top, size = 0, sum = 0;

      if (!(share > COUNTS))
        continue;
      for (gsize k = 0; k < self->rank; k++)
        {
          double term = entry (self, k, j) * self->x[k];

          sum += term;
          size += fabs (term);
        }
      terms = fmax (terms, share * size);
      sums = fmax (sums, share * fabs (sum));
    }
  return terms > LOSS * (1 + sums);
}

typedef struct
{
  double size;
  gsize j;
} Weight;

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const Weight *one = a, *other = b;

  return one->size != other->size ? (one->size < other->size ? 1 : -1) : (one->j > other->j) - (one->j < other->j);
}

/* @columns: d × rank. @extent: d, the unknowns that each weight is left with. */
static void
find_basis (const PenMotion *self, const double *columns, PenColumnQr *qr, gsize *extent)
{
  gsize r = self->rank, d = self->d;
  g_autofree Weight *weights = g_new (Weight, d);
  g_autofree double *unit = g_new0 (double, r);
  double longest = 0;

  for (gsize j = 0; j < d; j++)
    {
      weights[j] = (Weight){ fabs (self->w[j]), j };
      longest = fmax (longest, pen_norm2 (r, columns + j * r));
    }
  qsort (weights, d, sizeof *weights, compare_cb);
  for (gsize i = 0; i < d; i++)
    {
      gsize j = weights[i].j;

      extent[j] = pen_norm2 (r, columns + j * r) > NOTHING * longest ? r : 0;
      if (qr->p == r || extent[j] == 0)
        continue;
      pen_column_qr_append (qr, columns + j * r, DEPENDENT);
      extent[j] = qr->p;
    }
  for (gsize k = 0; k < r && qr->p < r; k++)
    {
      unit[k] = 1;
      pen_column_qr_append (qr, unit, .5 / sqrt ((double)r));
      unit[k] = 0;
    }
}

static void
turn_vector (gsize r, const double *Q, double *work, double *x)
{
  pen_gemv (r, r, Q, x, work);
  memcpy (x, work, r * sizeof *x);
}

/* @columns: what they were; in place. */
static void
take_basis (PenMotion *self, const double *Q, double *columns, const gsize *extent, double *x)
{
  gsize r = self->rank, d = self->d;
  g_autofree double *work = g_new (double, r);

  if (self->turned == NULL)
    self->turned = g_new (double, r *d);
  for (gsize j = 0; j < d; j++)
    {
      turn_vector (r, Q, work, columns + j * r);
      for (gsize k = 0; k < r; k++)
        {
          double value = k < extent[j] ? columns[j * r + k] : 0;

          self->turned[k * d + j] = value;
          if (self->Bt != NULL)
            self->Bt[j * r + k] = value;
        }
    }
  for (gsize i = 0; i < self->n && self->US != NULL; i++)
    turn_vector (r, Q, work, self->US + i * r);
  if (self->target != NULL)
    turn_vector (r, Q, work, self->target);
  turn_vector (r, Q, work, x);
  self->basis = self->turned;
}

gboolean
pen_motion_turn (PenMotion *self, double *x)
{
  gsize r = self->rank, d = self->d;
  g_autofree double *columns = g_new (double, d *r);
  g_autofree gsize *extent = g_new (gsize, d);
  PenColumnQr qr;
  gboolean is_full;

  for (gsize j = 0; j < d; j++)
    for (gsize k = 0; k < r; k++)
      columns[j * r + k] = entry (self, k, j);
  pen_column_qr_init (&qr, r, r);
  find_basis (self, columns, &qr, extent);
  is_full = qr.p == r;
  if (is_full)
    take_basis (self, qr.Q, columns, extent, x);
  self->is_known = FALSE;
  pen_column_qr_clear (&qr);
  return is_full;
}
