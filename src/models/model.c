/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "untied.h"

#include <penchant/error.h>
#include <penchant/model.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Everything about a diagonal network is kept as log u and log v: α² underflows at α = 1e-170, log α never does. */

/* w = w0 + z */
static gboolean
is_additive (const PenModel *self)
{
  return self->kind == PEN_MODEL_LINEAR || self->kind == PEN_MODEL_NEURON;
}

static gboolean
check_start (const PenModel *self, GError **error)
{
  for (gsize j = 0; self->start != NULL && j < self->d; j++)
    if (!isfinite (self->start[j]))
      {
        g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("Entry %zu of the start is not a finite number"), j + 1);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_diagonal (const PenModel *self, GError **error)
{
  if (self->depth < 2)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                   _ ("The depth of a diagonal network is %u; it must be at least 2"), self->depth);
      return FALSE;
    }
  if (self->is_untied && self->depth != 2)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("An untied network u∘v has depth 2, not %u"), self->depth);
      return FALSE;
    }
  if (self->is_untied && self->init_scale == 0)
    return check_start (self, error);
  if (!(self->init_scale > 0) || !isfinite (self->init_scale))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                   _ ("The initialization scale α is %g; it must be a positive finite number"), self->init_scale);
      return FALSE;
    }
  for (gsize j = 0; self->init_shape != NULL && j < self->d; j++)
    if (!(self->init_shape[j] > 0) || !isfinite (self->init_shape[j]))
      {
        g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                     _ ("Entry %zu of the initialization shape is %g; it must be a positive finite number"), j + 1,
                     self->init_shape[j]);
        return FALSE;
      }
  return !self->is_untied || check_start (self, error);
}

static gboolean
check_network (const PenModel *self, GError **error)
{
  gboolean is_factorization = self->kind == PEN_MODEL_FACTORIZATION;

  if (!(self->init_scale > 0) || !isfinite (self->init_scale))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                 _ ("The initialization scale is %g; it must be a positive finite number"), self->init_scale);
  else if (!is_factorization && self->width == 0)
    g_set_error_literal (error, PEN_ERROR, PEN_ERROR_VALUE,
                         _ ("The network has no hidden units; its width must be at least 1"));
  else if (!is_factorization)
    return TRUE;
  else if (self->rows * self->columns != self->d)
    g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION,
                 _ ("A matrix of %zu rows and %zu columns does not have %zu entries, as each sample does"), self->rows,
                 self->columns, self->d);
  else if (!self->is_signed && self->rows != self->columns)
    g_set_error_literal (error, PEN_ERROR, PEN_ERROR_DIMENSION,
                         _ ("U Uᵀ needs a square matrix; take U Vᵀ for another shape"));
  else if (self->rank == 0 || self->rank > MAX (self->rows, self->columns))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The rank of the factors is %zu; it must be between 1 and %zu"),
                 self->rank, MAX (self->rows, self->columns));
  else
    return TRUE;
  return FALSE;
}

gboolean
pen_model_check (const PenModel *self, GError **error)
{
  if (self->kind == PEN_MODEL_NEURON && self->activation == PEN_ACTIVATION_LEAKY_RELU
      && !(self->slope > 0 && self->slope <= 1))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                   _ ("The slope of the leaky ReLU is %g; it must be above 0 and at most 1"), self->slope);
      return FALSE;
    }
  if (is_additive (self))
    return check_start (self, error);
  return self->kind == PEN_MODEL_DIAGONAL ? check_diagonal (self, error) : check_network (self, error);
}

static double
log_scale (const PenModel *self, gsize j)
{
  return log (self->init_scale) + (self->init_shape != NULL ? log (self->init_shape[j]) : 0);
}

static double
start_of (const PenModel *self, gsize j)
{
  return self->start != NULL ? self->start[j] : 0;
}

void
pen_model_levels (const PenModel *self, gsize j, double *plus, double *minus)
{
  if (self->is_untied)
    {
      pen_untied_levels (start_of (self, j), 2 * log_scale (self, j), plus, minus);
      return;
    }
  *plus = 2 * log_scale (self, j);
  *minus = self->is_signed ? *plus : -HUGE_VAL;
}

/* log c, where L ≥ 3 blows up at |z| = c = a^{2−L}/(L(L−2)). */
static double
log_edge (const PenModel *self, double log_a)
{
  double L = self->depth;

  return (2 - L) * log_a - log (L * (L - 2));
}

/* log u and log v of one coordinate at z, both less log a so that near 0 no digit is lost to it; FALSE past the edge.
 */
static gboolean
log_parts (const PenModel *self, double log_a, double z, double *log_u, double *log_v)
{
  double k = self->depth - 2.0;
  double x;

  if (self->depth == 2)
    {
      *log_u = 2 * z;
      *log_v = -2 * z;
      return isfinite (z);
    }
  x = z == 0 ? 0 : copysign (exp (log (fabs (z)) - log_edge (self, log_a)), z);
  if (!(x < 1) || (self->is_signed && !(x > -1)))
    return FALSE;
  *log_u = -log1p (-x) / k;
  *log_v = self->is_signed ? -log1p (x) / k : 0;
  return TRUE;
}

/* u^L − v^L; by expm1 where the two are close. */
static double
difference (double L, double log_a, double log_u, double log_v)
{
  double gap = L * (log_u - log_v);

  if (fabs (gap) < 1)
    return exp (L * (log_a + log_v)) * expm1 (gap);
  return exp (L * (log_a + log_u)) - exp (L * (log_a + log_v));
}

/* One coordinate of a diagonal network; FALSE past the edge. */
static gboolean
map_one (const PenModel *self, double log_a, double z, double *w, double *slope)
{
  double L = self->depth, log_u, log_v, u, v;

  if (!log_parts (self, log_a, z, &log_u, &log_v))
    return FALSE;
  u = exp (L * (log_a + log_u));
  v = self->is_signed ? exp (L * (log_a + log_v)) : 0;
  *w = self->is_signed && fabs (L * (log_u - log_v)) < 1 ? difference (L, log_a, log_u, log_v) : u - v;
  if (slope != NULL && self->depth == 2) /* u^{2L−2} is u^L itself: no more exponentials */
    *slope = 4 * (u + v);
  else if (slope != NULL)
    *slope =
        L * L * (exp ((2 * L - 2) * (log_a + log_u)) + (self->is_signed ? exp ((2 * L - 2) * (log_a + log_v)) : 0));
  return isfinite (*w) && (slope == NULL || isfinite (*slope));
}

gboolean
pen_model_map (const PenModel *self, const double *z, double *w, double *slope)
{
  double log_alpha = self->kind == PEN_MODEL_DIAGONAL ? log (self->init_scale) : 0;

  for (gsize j = 0; j < self->d; j++)
    if (is_additive (self))
      {
        w[j] = start_of (self, j) + z[j];
        if (slope != NULL)
          slope[j] = 1;
        if (!isfinite (w[j]))
          return FALSE;
      }
    else if (self->is_untied)
      {
        if (!pen_untied_map (start_of (self, j), 2 * log_scale (self, j), z[j], w + j,
                             slope != NULL ? slope + j : NULL))
          return FALSE;
      }
    else if (!map_one (self, log_alpha + (self->init_shape != NULL ? log (self->init_shape[j]) : 0), z[j], w + j,
                       slope != NULL ? slope + j : NULL))
      return FALSE;
  return TRUE;
}

/* log cosh(x) without cancellation near 0 or overflow far away. */
static double
log_cosh (double x)
{
  double half = sinh (fabs (x) / 2);

  return fabs (x) < 1 ? log1p (2 * half * half) : fabs (x) + log1p (exp (-2 * fabs (x))) - G_LN2;
}

/* log v − log a of a signed network where log(u/v) = q; log u − log a is this at −q. */
static double
log_small_part (double k, double q)
{
  if (k == 0)
    return -q / 2;
  /* (1/k) log((1 + e^{−kq})/2) = −q/2 + (1/k) log cosh(kq/2) */
  return -q / 2 + log_cosh (k * q / 2) / k;
}

/* q = log(u/v) > 0 from log w: Newton in log q, where log w is convex and rising. */
static double
ratio_of (double L, double log_a, double log_w)
{
  double k = L - 2, relative = log_w - L * log_a;
  double theta = relative - log (L);

  if (L == 2)
    {
      double x = relative - G_LN2; /* w = 2a² sinh q, and asinh x → log 2x */
      return x > 20 ? x + G_LN2 : asinh (exp (x));
    }
  if (theta > 0)
    theta = log (fmax ((relative + L / k * G_LN2) / L, 1));
  for (int i = 0; i < 100; i++)
    {
      double q = exp (theta);
      double excess =
          L * log_small_part (k, q) - relative + (L * q < 1 ? log (expm1 (L * q)) : L * q + log1p (-exp (-L * q)));
      double slope = L * q * (1 / -expm1 (-L * q) - 1 / (1 + exp (k * q)));
      double step = excess / slope;

      theta -= step;
      if (fabs (step) < 1e-15)
        break;
    }
  return exp (theta);
}

/* Of one weight with log(u/v) = q; not signed: log(u/a) = q. By logarithms only where the edge has no number: they cost
 * digits. */
static double
z_of_ratio (const PenModel *self, gsize j, double q)
{
  double k = self->depth - 2., log_of_edge, edge;

  if (k == 0)
    return self->is_signed ? q / 4 : q / 2;
  log_of_edge = log_edge (self, log_scale (self, j));
  edge = exp (log_of_edge);
  if (!self->is_signed)
    return -edge * expm1 (-k * q);
  return isfinite (edge) ? edge * tanh (k * q / 2) : copysign (exp (log_of_edge + log (tanh (k * fabs (q) / 2))), q);
}

void
pen_model_ratio_inverse (const PenModel *self, const double *q, double *z)
{
  g_return_if_fail (self->kind == PEN_MODEL_DIAGONAL);
  for (gsize j = 0; j < self->d; j++)
    z[j] = z_of_ratio (self, j, q[j]);
}

gboolean
pen_model_inverse (const PenModel *self, const double *w, double *z)
{
  double L = self->depth;

  for (gsize j = 0; j < self->d; j++)
    {
      if (is_additive (self))
        z[j] = w[j] - start_of (self, j);
      else if (self->is_untied)
        {
          if (!pen_untied_inverse (start_of (self, j), 2 * log_scale (self, j), w[j], z + j))
            return FALSE;
        }
      else if (!self->is_signed)
        {
          if (!(w[j] > 0))
            return FALSE;
          z[j] = z_of_ratio (self, j, log (w[j]) / L - log_scale (self, j));
        }
      else if (w[j] == 0)
        z[j] = 0;
      else
        z[j] = z_of_ratio (self, j, copysign (ratio_of (L, log_scale (self, j), log (fabs (w[j]))), w[j]));
      if (!isfinite (z[j]))
        return FALSE;
    }
  return TRUE;
}

void
pen_model_start (const PenModel *self, double *w)
{
  for (gsize j = 0; j < self->d; j++)
    if (is_additive (self) || self->is_untied)
      w[j] = start_of (self, j);
    else
      w[j] = self->is_signed ? 0 : exp (self->depth * log_scale (self, j));
}

gboolean
pen_model_ratio_map (const PenModel *self, const double *q, double *w, double *slope, double *rate, double *rate_slope)
{
  double L = self->depth, k = L - 2;

  g_return_val_if_fail (self->kind == PEN_MODEL_DIAGONAL, FALSE);
  for (gsize j = 0; j < self->d; j++)
    {
      double log_a = log_scale (self, j);
      double log_u = self->is_signed ? log_small_part (k, -q[j]) : q[j];
      double log_v = self->is_signed ? log_small_part (k, q[j]) : 0;
      double share = self->is_signed ? 1 / (1 + exp (-k * q[j])) : 1; /* d log u/dq; −d log v/dq is the rest */
      double u = exp (k * (log_a + log_u)), v = self->is_signed ? exp (k * (log_a + log_v)) : 0;

      w[j] = self->is_signed ? difference (L, log_a, log_u, log_v) : exp (L * (log_a + log_u));
      slope[j] =
          L * (exp (L * (log_a + log_u)) * share + (self->is_signed ? exp (L * (log_a + log_v)) * (1 - share) : 0));
      rate[j] = L * (u + v);
      rate_slope[j] = L * k * (u * share - v * (1 - share));
      if (!isfinite (w[j]) || !isfinite (slope[j]) || !isfinite (rate[j]))
        return FALSE;
    }
  return TRUE;
}

/* ∫₀ᶻ h = (u² + v² − 2a²)/2L for every L (not signed: (u² − a²)/2L), the first as a sum of positive terms. */
static double
integral (const PenModel *self, gsize j, double w)
{
  double L = self->depth, k = L - 2, log_a = log_scale (self, j), q, growth;

  if (self->is_untied)
    return pen_untied_integral (start_of (self, j), 2 * log_a, w);
  if (!self->is_signed)
    return ((w == 0 ? 0 : exp (2 * log (w) / L)) - exp (2 * log_a)) / (2 * L);
  q = w == 0 ? 0 : ratio_of (L, log_a, log (fabs (w)));
  growth = (k == 0 ? 0 : 2 / k * log_cosh (k * q / 2)) + log_cosh (q);
  return (growth < 1 ? exp (2 * log_a) * expm1 (growth) : exp (2 * log_a + growth) - exp (2 * log_a)) / L;
}

double
pen_model_potential (const PenModel *self, const double *w)
{
  double sum = 0;
  PenModel one = *self;

  one.d = 1;
  for (gsize j = 0; j < self->d; j++)
    {
      double z = 0; /* not signed, w = 0: z is −∞ but z w → 0 */

      if (self->start != NULL)
        one.start = self->start + j;
      if (self->init_shape != NULL)
        one.init_shape = self->init_shape + j;
      if ((is_additive (self) || pen_model_is_two_sided (self) || w[j] != 0) && !pen_model_inverse (&one, w + j, &z))
        return NAN;
      sum += is_additive (self) ? z * z / 2 : z * w[j] - integral (self, j, w[j]);
    }
  return sum;
}
