/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictor.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

/* θ is W (width × d), then a (width). The linear network's predictor is Wᵀa. */

static const double *
outer (const PenModel *self, const double *theta)
{
  return theta + self->width * self->d;
}

/* G (width × d) = a zᵀ */
static void
spread (const PenModel *self, const double *a, const double *z, double *G)
{
  for (gsize j = 0; j < self->width; j++)
    for (gsize k = 0; k < self->d; k++)
      G[j * self->d + k] = a[j] * z[k];
}

static void
weights (const PenModel *self, const double *theta, double *w)
{
  pen_gemv_t (self->width, self->d, theta, outer (self, theta), w);
}

static void
push (const PenModel *self, const double *theta, const double *v, double *dw)
{
  g_autofree double *other = g_new (double, self->d);

  pen_gemv_t (self->width, self->d, v, outer (self, theta), dw);
  pen_gemv_t (self->width, self->d, theta, outer (self, v), other);
  pen_axpy (self->d, 1, other, dw);
}

static void
pull (const PenModel *self, const double *theta, const double *z, double *g)
{
  spread (self, outer (self, theta), z, g);
  pen_gemv (self->width, self->d, theta, z, g + self->width * self->d);
}

static void
curve (const PenModel *self, const double *theta, const double *z, const double *v, double *Hv)
{
  spread (self, outer (self, v), z, Hv);
  pen_gemv (self->width, self->d, v, z, Hv + self->width * self->d);
}

const PenPredictor pen_linear_network_predictor = { weights, push, pull, curve };

/* width × n: ⟨w_j, x_i⟩ */
static double *
inner_products (const PenModel *self, gsize n, const double *X, const double *W)
{
  double *H = g_new (double, self->width *n);
  g_autofree double *Xt = pen_transposed (n, self->d, X);

  pen_gemm (self->width, n, self->d, W, Xt, H);
  return H;
}

void
pen_relu_forward (const PenModel *self, gsize n, const double *X, const double *theta, double *f)
{
  const double *a = outer (self, theta);
  g_autofree double *H = inner_products (self, n, X, theta);

  for (gsize i = 0; i < self->width * n; i++)
    H[i] = H[i] > 0 || isnan (H[i]) ? H[i] : 0;
  pen_gemv_t (self->width, n, H, a, f);
}

/* G (width × d): row j is a_j Σ_i c_i x_i over the samples where unit j is on. */
static void
pull_inner (const PenModel *self, gsize n, const double *X, const double *H, const double *a, const double *c,
            double *G)
{
  g_autofree double *masked = g_new (double, self->width *n);

  for (gsize j = 0; j < self->width; j++)
    for (gsize i = 0; i < n; i++)
      masked[j * n + i] = H[j * n + i] > 0 ? a[j] * c[i] : 0;
  pen_gemm (self->width, self->d, n, masked, X, G);
}

void
pen_relu_pull (const PenModel *self, gsize n, const double *X, const double *theta, const double *c, double *g)
{
  g_autofree double *H = inner_products (self, n, X, theta);

  pull_inner (self, n, X, H, outer (self, theta), c, g);
  for (gsize i = 0; i < self->width * n; i++)
    H[i] = fmax (H[i], 0);
  pen_gemv (self->width, n, H, c, g + self->width * self->d);
}

void
pen_relu_push (const PenModel *self, gsize n, const double *X, const double *theta, const double *v, double *df)
{
  const double *a = outer (self, theta), *da = outer (self, v);
  g_autofree double *H = inner_products (self, n, X, theta);
  g_autofree double *dH = inner_products (self, n, X, v);

  memset (df, 0, n * sizeof *df);
  for (gsize j = 0; j < self->width; j++)
    for (gsize i = 0; i < n; i++)
      if (H[j * n + i] > 0)
        df[i] += da[j] * H[j * n + i] + a[j] * dH[j * n + i];
}

void
pen_relu_curve (const PenModel *self, gsize n, const double *X, const double *theta, const double *c, const double *v,
                double *Hv)
{
  g_autofree double *H = inner_products (self, n, X, theta);
  g_autofree double *dH = inner_products (self, n, X, v);

  pull_inner (self, n, X, H, outer (self, v), c, Hv);
  for (gsize i = 0; i < self->width * n; i++)
    dH[i] = H[i] > 0 ? dH[i] : 0;
  pen_gemv (self->width, n, dH, c, Hv + self->width * self->d);
}
