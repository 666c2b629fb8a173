/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "potential-path.h"
#include "solve.h"

#include <penchant/linalg.h>

#include <float.h>
#include <math.h>
#include <string.h>

/* Closer to the edge than this, Aᵀν is computed in quadruple precision. */
#define NARROW_ROOM 1e-4
/* The rows of A have norm at most 1: up to this ‖ν‖, ζ is off by 1e-13 at most, and w by that share of itself. */
#define LONG 1e3

void
pen_potential_path_clear (PenPotentialPath *self)
{
  g_free (self->b);
  pen_potential_map_clear (&self->map);
  pen_potential_point_clear (&self->here);
  pen_potential_point_clear (&self->trial);
  g_free (self->nu);
  g_free (self->gradient);
  g_free (self->J);
  g_free (self->step);
  g_free (self->change);
  g_free (self->work);
}

void
pen_potential_path_init (PenPotentialPath *self, const PenProblem *problem, const PenModel *model, double log_unit)
{
  gsize rank = problem->rank, d = problem->d;

  self->rank = rank;
  self->d = d;
  self->A = problem->Vt;
  self->b = g_new0 (double, rank + 1);
  pen_potential_map_init (&self->map, model, log_unit);
  pen_potential_point_init (&self->here, d);
  pen_potential_point_init (&self->trial, d);
  self->nu = g_new0 (_Float128, rank + 1);
  self->gradient = g_new0 (double, rank + 1);
  self->J = g_new0 (double, rank *rank + 1);
  self->step = g_new0 (double, rank + 1);
  self->change = g_new0 (double, d);
  self->work = g_new (double, rank *d + 1);
}

/* What the map needs of ζ beside ζ itself, from ζ to more than double precision. */
static void
set_zeta (const PenPotentialPath *self, gsize j, _Float128 zeta, PenPotentialPoint *point)
{
  if (self->map.p > 0)
    {
      point->zeta[j] = (double)zeta;
      point->ahead[j] = (double)(1 - zeta);
      point->behind[j] = (double)(1 + zeta);
    }
  else
    {
      _Float128 level = self->map.level[j], below = self->map.below[j];

      point->zeta[j] = (double)((level - below) / 2 + zeta);
      point->ahead[j] = (double)(level + (_Float128)self->lift + zeta);
      point->behind[j] = (double)(below + (_Float128)self->lift - zeta);
    }
}

/* For depths above 2, where 1 − ζ may leave nothing of ζ but its last digits. */
static void
sum_in_quadruple (const PenPotentialPath *self, double t, PenPotentialPoint *point)
{
  g_autofree _Float128 *sum = g_new0 (_Float128, self->d);

  for (gsize i = 0; i < self->rank; i++)
    {
      _Float128 nu = self->nu[i] + (_Float128)t * (_Float128)self->step[i];

      for (gsize j = 0; j < self->d; j++)
        sum[j] += nu * (_Float128)self->A[i * self->d + j];
    }
  for (gsize j = 0; j < self->d; j++)
    set_zeta (self, j, sum[j] * (_Float128)self->map.stretch[j], point);
}

/* sum + rest += nu · a for all j, the rounding of each product and of each sum kept in rest (Dekker 1971; Knuth). */
static void
add_row (gsize d, double nu, double nu_rest, const double *a, double *restrict sum, double *restrict rest)
{
  const double split = 134217729; /* 2²⁷ + 1 */
  double nu_high = split * nu - (split * nu - nu), nu_low = nu - nu_high;

  for (gsize j = 0; j < d; j++)
    {
      double product = nu * a[j], high = split * a[j] - (split * a[j] - a[j]), low = a[j] - high;
      double lost = ((nu_high * high - product) + nu_high * low + nu_low * high) + nu_low * low;
      double next = sum[j] + product, part = next - sum[j];

      rest[j] += (sum[j] - (next - part)) + (product - part) + lost + nu_rest * a[j];
      sum[j] = next;
    }
}

/* Twice double precision: a tenth of the time of quadruple, which has no instructions of its own. */
static void
sum_in_pairs (const PenPotentialPath *self, double t, PenPotentialPoint *point)
{
  g_autofree double *sum = g_new0 (double, self->d), *rest = g_new0 (double, self->d);

  for (gsize i = 0; i < self->rank; i++)
    {
      _Float128 nu = self->nu[i] + (_Float128)t * (_Float128)self->step[i];

      add_row (self->d, (double)nu, (double)(nu - (_Float128)(double)nu), self->A + i * self->d, sum, rest);
    }
  for (gsize j = 0; j < self->d; j++)
    set_zeta (self, j, ((_Float128)sum[j] + (_Float128)rest[j]) * (_Float128)self->map.stretch[j], point);
}

double
pen_potential_path_room (const PenPotentialPath *self, const PenPotentialPoint *point)
{
  double room = HUGE_VAL;

  for (gsize j = 0; j < self->d && self->map.p > 0; j++)
    room = fmin (room, self->map.is_signed ? fmin (point->ahead[j], point->behind[j]) : point->ahead[j]);
  return room;
}

/* L = 2, in doubles. */
static void
set_zeta_roughly (const PenPotentialPath *self, gsize j, double zeta, PenPotentialPoint *point)
{
  double level = self->map.level[j], below = self->map.below[j];

  point->zeta[j] = (level - below) / 2 + zeta;
  point->ahead[j] = level + self->lift + zeta;
  point->behind[j] = below + self->lift - zeta;
}

/* On the way down ζ may be rough, except near the edge; at the model's own α every digit counts where ν is large, as an
 * uneven shape makes it, and ζ the small difference of large terms. */
static gboolean
needs_digits (const PenPotentialPath *self, const double *nu, const PenPotentialPoint *point)
{
  if (self->map.p > 0)
    return self->lift == 0 || pen_potential_path_room (self, point) < NARROW_ROOM;
  return self->lift == 0 && pen_norm2 (self->rank, nu) > LONG;
}

/* Evaluates @point at ν + t step; FALSE past the edge or on overflow. */
static gboolean
evaluate (const PenPotentialPath *self, double t, PenPotentialPoint *point)
{
  g_autofree double *nu = g_new (double, self->rank + 1);
  g_autofree double *zeta = g_new (double, self->d);

  for (gsize i = 0; i < self->rank; i++)
    nu[i] = (double)(self->nu[i] + (_Float128)t * (_Float128)self->step[i]);
  pen_gemv_t (self->rank, self->d, self->A, nu, zeta);
  for (gsize j = 0; j < self->d; j++)
    if (self->map.p > 0)
      set_zeta (self, j, (_Float128)zeta[j] * (_Float128)self->map.stretch[j], point);
    else
      set_zeta_roughly (self, j, zeta[j] * self->map.stretch[j], point);
  if (needs_digits (self, nu, point))
    (self->map.p > 0 ? sum_in_quadruple : sum_in_pairs) (self, t, point);
  return pen_potential_map_evaluate (&self->map, self->lift, point);
}

/* Takes the trial point over, ν and all. */
static void
accept (PenPotentialPath *self, double t)
{
  PenPotentialPoint swap = self->here;

  for (gsize i = 0; i < self->rank; i++)
    self->nu[i] += (_Float128)t * (_Float128)self->step[i];
  self->here = self->trial;
  self->trial = swap;
}

/* ‖A w − b‖ relative to ‖b‖ = 1, or to ‖w‖ where w is so large that b is in its rounding. */
static double
find_gradient (PenPotentialPath *self)
{
  pen_gemv (self->rank, self->d, self->A, self->here.w, self->gradient);
  pen_axpy (self->rank, -1, self->b, self->gradient);
  return pen_norm2 (self->rank, self->gradient) / fmax (1, pen_norm_inf (self->d, self->here.w));
}

/* The factor of A diag(w') Aᵀ. Where few w_j are at work it is singular to rounding, in directions that change no
 * w_j that counts; the smallest multiple of the identity that gives a factor keeps the step short there. */
static gboolean
factor (PenPotentialPath *self)
{
  g_autofree double *slope = g_new (double, self->d);
  g_autofree double *clean = NULL;
  double largest = 0;

  for (gsize j = 0; j < self->d; j++)
    slope[j] = self->here.slope[j] * self->map.stretch[j];
  pen_gram_weighted (self->rank, self->d, self->A, slope, self->work, self->J);
  for (gsize i = 0; i < self->rank; i++)
    largest = fmax (largest, self->J[i * self->rank + i]);
  if (!isfinite (largest))
    return FALSE;
  clean = g_memdup2 (self->J, self->rank * self->rank * sizeof *clean);
  for (double share = 4 * DBL_EPSILON; share < 1; share *= 16)
    {
      for (gsize i = 0; i < self->rank; i++)
        self->J[i * self->rank + i] += share * largest + DBL_MIN;
      if (pen_cholesky (self->rank, self->J))
        return TRUE;
      memcpy (self->J, clean, self->rank * self->rank * sizeof *clean);
    }
  return FALSE;
}

/* step = scale · J⁻¹ right, change = what it does to ζ; how far that reaches. */
static double
aim (PenPotentialPath *self, const double *right, double scale)
{
  for (gsize i = 0; i < self->rank; i++)
    self->step[i] = scale * right[i];
  pen_cholesky_solve (self->rank, self->J, self->step);
  pen_gemv_t (self->rank, self->d, self->A, self->step, self->change);
  for (gsize j = 0; j < self->d; j++)
    self->change[j] *= self->map.stretch[j];
  return pen_potential_map_reach (&self->map, &self->here, self->change);
}

/* One damped Newton step. log(1 + δ)/δ is the step a function with |w''| ≤ w'·(reach per step) is sure to gain from. */
static gboolean
newton_step (PenPotentialPath *self)
{
  double reach, t;

  if (!factor (self))
    return FALSE;
  reach = aim (self, self->gradient, -1);
  t = reach > 1e-8 ? log1p (reach) / reach : 1;
  for (int halving = 0; halving < 60; halving++, t /= 2)
    if (evaluate (self, t, &self->trial))
      {
        accept (self, t);
        return TRUE;
      }
  return FALSE;
}

/* Newton's method at the present level until ‖A w − b‖ ≤ @target or no longer falls. Leaves a factored J. */
static gboolean
correct (PenPotentialPath *self, double target, double *residual, const PenCancel *cancel, GError **error)
{
  /* A start raised with its level comes down by about a factor e a step. */
  double best = HUGE_VAL, most = 500 + 2 * self->lift;
  int waiting = 0;

  for (int step = 0; step < most; step++)
    {
      *residual = find_gradient (self);
      if (*residual <= target)
        break;
      waiting = *residual < .7 * best || *residual > 1e-9 ? 0 : waiting + 1;
      best = fmin (best, *residual);
      if (waiting > 3 || pen_potential_path_room (self, &self->here) < PEN_POTENTIAL_SMALLEST_ROOM)
        break;
      if (pen_solution_cancelled (cancel, error))
        return FALSE;
      if (!newton_step (self))
        break;
    }
  return TRUE;
}

/* Lowers the levels along the tangent, as far as no weight grows much. FALSE where not even a small step is possible.
 */
static gboolean
descend (PenPotentialPath *self)
{
  double p = self->map.p, lift = self->lift, size = fmax (pen_norm_inf (self->d, self->here.w), DBL_MIN);

  if (!factor (self))
    return FALSE;
  for (double drop = lift; drop > 1e-4; drop /= 2)
    {
      aim (self, self->b, p == 0 ? drop : -p * expm1 (-drop / p));
      self->lift = drop == lift ? 0 : lift - drop;
      if (evaluate (self, 1, &self->trial) && pen_norm_inf (self->d, self->trial.w) <= 3 * size)
        {
          accept (self, 1);
          return TRUE;
        }
    }
  self->lift = lift;
  return FALSE;
}

gboolean
pen_potential_path_follow (PenPotentialPath *path, double *residual, const PenCancel *cancel, GError **error)
{
  double lowest = HUGE_VAL;

  for (gsize j = 0; j < path->d; j++)
    lowest = fmin (lowest, path->map.p == 0 && path->map.is_signed ? (path->map.level[j] + path->map.below[j]) / 2
                                                                   : path->map.level[j]);
  path->lift = fmax (0, -lowest);
  if (!evaluate (path, 0, &path->here))
    {
      *residual = HUGE_VAL;
      return TRUE;
    }
  while (path->lift > 0)
    {
      if (!correct (path, 1e-3, residual, cancel, error))
        return FALSE;
      if (!(*residual <= .1) || !descend (path))
        return TRUE;
    }
  return correct (path, DBL_EPSILON, residual, cancel, error);
}
