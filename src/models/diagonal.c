/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictor.h"

#include <math.h>
#include <string.h>

static double
power (double x, guint exponent)
{
  double product = 1;

  for (; exponent > 0; exponent /= 2, x *= x)
    if (exponent % 2 == 1)
      product *= x;
  return product;
}

static double
scale_of (const PenModel *self, gsize j)
{
  return self->init_scale * (self->init_shape != NULL ? self->init_shape[j] : 1);
}

/* u > 0 and v with u² − v² = a² and uv = w, in units in which nothing underflows. */
static void
start_untied (double a, double w, double *u, double *v)
{
  double unit = fmax (a, sqrt (2 * fabs (w)));
  double squared = unit > 0 ? (a / unit) * (a / unit) : 0;
  double product = unit > 0 ? 2 * w / unit / unit : 0;

  *u = unit * sqrt ((sqrt (squared * squared + product * product) + squared) / 2);
  *v = *u > 0 ? w / *u : 0;
}

void
pen_diagonal_start (const PenModel *self, double *theta)
{
  for (gsize j = 0; j < self->d; j++)
    if (self->is_untied)
      start_untied (scale_of (self, j), self->start != NULL ? self->start[j] : 0, theta + j, theta + self->d + j);
    else
      {
        theta[j] = scale_of (self, j);
        if (self->is_signed)
          theta[self->d + j] = theta[j];
      }
}

static void
weights (const PenModel *self, const double *theta, double *w)
{
  const double *u = theta, *v = theta + self->d;

  for (gsize j = 0; j < self->d; j++)
    w[j] =
        self->is_untied ? u[j] * v[j] : power (u[j], self->depth) - (self->is_signed ? power (v[j], self->depth) : 0);
}

static void
push (const PenModel *self, const double *theta, const double *v, double *dw)
{
  gsize d = self->d;
  guint L = self->depth;

  for (gsize j = 0; j < d; j++)
    if (self->is_untied)
      dw[j] = theta[d + j] * v[j] + theta[j] * v[d + j];
    else
      dw[j] = L * (power (theta[j], L - 1) * v[j] - (self->is_signed ? power (theta[d + j], L - 1) * v[d + j] : 0));
}

static void
pull (const PenModel *self, const double *theta, const double *z, double *g)
{
  gsize d = self->d;
  guint L = self->depth;

  for (gsize j = 0; j < d; j++)
    {
      g[j] = self->is_untied ? theta[d + j] * z[j] : L * power (theta[j], L - 1) * z[j];
      if (self->is_untied)
        g[d + j] = theta[j] * z[j];
      else if (self->is_signed)
        g[d + j] = -(L * power (theta[d + j], L - 1) * z[j]);
    }
}

static void
curve (const PenModel *self, const double *theta, const double *z, const double *v, double *Hv)
{
  gsize d = self->d;
  guint L = self->depth;
  double pairs = (double)L * (L - 1);

  for (gsize j = 0; j < d; j++)
    {
      Hv[j] = self->is_untied ? z[j] * v[d + j] : pairs * power (theta[j], L - 2) * z[j] * v[j];
      if (self->is_untied)
        Hv[d + j] = z[j] * v[j];
      else if (self->is_signed)
        Hv[d + j] = -pairs * power (theta[d + j], L - 2) * z[j] * v[d + j];
    }
}

const PenPredictor pen_diagonal_predictor = { weights, push, pull, curve };
