/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictor.h"

#include <penchant/linalg.h>

/* W = U Vᵀ, or U Uᵀ: then V is U, and each derivative has its transpose added. */

static const double *
right_factor (const PenModel *self, const double *theta)
{
  return self->is_signed ? theta + self->rows * self->rank : theta;
}

/* W = U Vᵀ */
static void
product (const PenModel *self, const double *U, const double *V, double *W)
{
  g_autofree double *Vt = pen_transposed (self->columns, self->rank, V);

  pen_gemm (self->rows, self->columns, self->rank, U, Vt, W);
}

/* A covector Z on W met with factors: G_U = Z V, G_V = Zᵀ U; their sum where V is U. */
static void
meet (const PenModel *self, const double *Z, const double *U, const double *V, double *G)
{
  gsize m = self->rows, k = self->columns, r = self->rank;
  g_autofree double *Zt = pen_transposed (m, k, Z);

  if (!self->is_signed)
    for (gsize i = 0; i < m * k; i++)
      Zt[i] += Z[i];
  if (self->is_signed)
    pen_gemm (m, r, k, Z, V, G);
  pen_gemm (k, r, m, Zt, U, self->is_signed ? G + m * r : G);
}

static void
weights (const PenModel *self, const double *theta, double *w)
{
  product (self, theta, right_factor (self, theta), w);
}

static void
push (const PenModel *self, const double *theta, const double *v, double *dw)
{
  g_autofree double *other = g_new (double, self->d);

  product (self, v, right_factor (self, theta), dw);
  product (self, theta, right_factor (self, v), other);
  pen_axpy (self->d, 1, other, dw);
}

static void
pull (const PenModel *self, const double *theta, const double *z, double *g)
{
  meet (self, z, theta, right_factor (self, theta), g);
}

static void
curve (const PenModel *self, const double *theta, const double *z, const double *v, double *Hv)
{
  meet (self, z, v, right_factor (self, v), Hv);
}

const PenPredictor pen_factorization_predictor = { weights, push, pull, curve };
