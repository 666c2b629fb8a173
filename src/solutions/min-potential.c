/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "potential-map.h"
#include "solve.h"

#include <penchant/error.h>
#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <float.h>
#include <math.h>
#include <string.h>

/* min Q(w) s.t. Xw = y has w = h(Xᵀλ) with the λ that minimizes the convex Σ∫h(x_jᵀλ) − yᵀλ. The row space of X takes
 * the place of X: A = V_rᵀ, orthonormal rows, b = Σ⁻¹Uᵀy of norm 1 in the unit of w. Newton's method on ν, from a large
 * α down to the model's: as log α falls, the tangent J⁻¹b says where the solution goes, exactly for those w_j that
 * stay as they are. */

/* This near the edge ζ = 1 not even ν in quadruple precision tells w to 1e-9. */
#define SMALLEST_ROOM 1e-24
/* Closer to the edge than this, Aᵀν is computed in quadruple precision. */
#define NARROW_ROOM 1e-4

typedef struct
{
  gsize rank, d;
  const double *A; /* rank × d */
  double *b;       /* rank */
  PenPotentialMap map;
  _Float128 *nu; /* rank */
  PenPotentialPoint here, trial;
  double *gradient; /* rank: A w − b */
  double *J;        /* rank × rank: factor of A diag(w') Aᵀ */
  double *step;     /* rank */
  double *change;   /* d: of ζ along the step */
  double *work;     /* rank × d */
  double lift;      /* what the levels are raised by on the way */
} Path;

static void
path_clear (Path *self)
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

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Path, path_clear)

static void
path_init (Path *self, const PenProblem *problem, const PenModel *model, double log_unit)
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
set_zeta (const Path *self, gsize j, _Float128 zeta, PenPotentialPoint *point)
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
sum_in_quadruple (const Path *self, double t, PenPotentialPoint *point)
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
sum_in_pairs (const Path *self, double t, PenPotentialPoint *point)
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

static double
smallest_room (const Path *self, const PenPotentialPoint *point)
{
  double room = HUGE_VAL;

  for (gsize j = 0; j < self->d && self->map.p > 0; j++)
    room = fmin (room, self->map.is_signed ? fmin (point->ahead[j], point->behind[j]) : point->ahead[j]);
  return room;
}

/* On the way down ζ may be rough, except near the edge; at the model's own α every digit counts, since an uneven shape
 * makes ν large and ζ the small difference of large terms. */
static gboolean
needs_digits (const Path *self, const PenPotentialPoint *point)
{
  return self->lift == 0 || smallest_room (self, point) < NARROW_ROOM;
}

/* Evaluates @point at ν + t step; FALSE past the edge or on overflow. */
static gboolean
evaluate (const Path *self, double t, PenPotentialPoint *point)
{
  g_autofree double *nu = g_new (double, self->rank + 1);
  g_autofree double *zeta = g_new (double, self->d);

  for (gsize i = 0; i < self->rank; i++)
    nu[i] = (double)(self->nu[i] + (_Float128)t * (_Float128)self->step[i]);
  pen_gemv_t (self->rank, self->d, self->A, nu, zeta);
  for (gsize j = 0; j < self->d; j++)
    set_zeta (self, j, (_Float128)zeta[j] * (_Float128)self->map.stretch[j], point);
  if (needs_digits (self, point))
    (self->map.p > 0 ? sum_in_quadruple : sum_in_pairs) (self, t, point);
  return pen_potential_map_evaluate (&self->map, self->lift, point);
}

/* Takes the trial point over, ν and all. */
static void
accept (Path *self, double t)
{
  PenPotentialPoint swap = self->here;

  for (gsize i = 0; i < self->rank; i++)
    self->nu[i] += (_Float128)t * (_Float128)self->step[i];
  self->here = self->trial;
  self->trial = swap;
}

/* ‖A w − b‖ relative to ‖b‖ = 1, or to ‖w‖ where w is so large that b is in its rounding. */
static double
find_gradient (Path *self)
{
  pen_gemv (self->rank, self->d, self->A, self->here.w, self->gradient);
  pen_axpy (self->rank, -1, self->b, self->gradient);
  return pen_norm2 (self->rank, self->gradient) / fmax (1, pen_norm_inf (self->d, self->here.w));
}

/* The factor of A diag(w') Aᵀ. Where few w_j are at work it is singular to rounding, in directions that change no
 * w_j that counts; the smallest multiple of the identity that gives a factor keeps the step short there. */
static gboolean
factor (Path *self)
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
aim (Path *self, const double *right, double scale)
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
newton_step (Path *self)
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
correct (Path *self, double target, double *residual, const PenCancel *cancel, GError **error)
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
      if (waiting > 3 || smallest_room (self, &self->here) < SMALLEST_ROOM)
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
descend (Path *self)
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

/* To the solution at the model's own α; where that is not reached, the lift is not 0 or the residual not small. */
static gboolean
follow (Path *path, double *residual, const PenCancel *cancel, GError **error)
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

/* ∇Q(w) = Xᵀλ, both sides from w and λ alone; entries of w below the smallest double have no ∇Q to compare. */
static double
stationarity (const PenModel *model, const double *w, const double *z, const double *terms)
{
  PenModel one = *model;
  double worst = 0, scale = 0;

  one.d = 1;
  for (gsize j = 0; j < model->d; j++)
    {
      double back;

      if (model->init_shape != NULL)
        one.init_shape = model->init_shape + j;
      if (model->start != NULL)
        one.start = model->start + j;
      scale = fmax (scale, fmax (fabs (z[j]), PEN_ROUNDING_SHARE * terms[j]));
      if (fabs (w[j]) < 1e-290)
        continue;
      worst = fmax (worst, pen_model_inverse (&one, w + j, &back) ? fabs (back - z[j]) : HUGE_VAL);
    }
  return worst == 0 ? 0 : worst / scale;
}

/* What Xw is measured by where y = 0 has no size: the terms of Xw at the start, which a network not signed has left. */
static double
size_at_start (const PenProblem *problem, const PenModel *model)
{
  g_autofree double *start = g_new (double, problem->d);
  double largest = 0, terms;

  if (pen_norm_inf (problem->n, problem->y) > 0)
    return 0;
  pen_model_start (model, start);
  for (gsize i = 0; i < problem->n; i++)
    {
      pen_dot_with_scale (problem->d, problem->X + i * problem->d, start, &terms);
      largest = fmax (largest, terms);
    }
  return largest;
}

/* Q(w) − (yᵀλ − Q*(Xᵀλ)) = λᵀ(Xw − y) at w = h(Xᵀλ). */
static void
certify (PenSolution *self, const PenProblem *problem, const PenModel *model, const double *lambda)
{
  g_autofree double *left = g_new (double, problem->n);
  g_autofree double *z = g_new (double, self->d);
  g_autofree double *sizes = pen_terms_t (problem->n, self->d, problem->X, lambda);
  double terms, potential = pen_model_potential (model, self->w);

  pen_gemv (problem->n, self->d, problem->X, self->w, left);
  pen_axpy (problem->n, -1, problem->y, left);
  pen_dot_with_scale (problem->n, lambda, problem->y, &terms);
  pen_gemv_t (problem->n, self->d, problem->X, lambda, z);
  self->objective = potential;
  pen_solution_set_values (self, potential, potential - pen_dot (problem->n, lambda, left), terms / PEN_ROUNDING_SHARE);
  self->certificate.primal_residual = pen_interpolation_residual (problem, self->w, size_at_start (problem, model));
  self->certificate.dual_residual = stationarity (model, self->w, z, sizes);
}

static void
fill (PenSolution *self, const PenProblem *problem, const PenModel *model, const Path *path, double unit)
{
  g_autofree double *mu = g_new (double, path->rank + 1);
  double *lambda = g_new (double, problem->n);
  double force = exp (path->map.log_force);

  self->w = g_new (double, self->d);
  for (gsize j = 0; j < self->d; j++)
    self->w[j] = path->here.w[j] * unit;
  for (gsize i = 0; i < path->rank; i++)
    mu[i] = (double)path->nu[i] * force;
  pen_row_space_multipliers (problem, mu, lambda);
  pen_solution_take_multipliers (self, problem->n, lambda);
  self->unique = PEN_UNIQUE_YES;
  certify (self, problem, model, lambda);
  if (!isfinite (force))
    pen_solution_fail (self, _ ("α is so small for this depth that the multipliers exceed the largest number"));
  else
    pen_solution_settle (self);
}

/* Whether some w ≥ 0 solves Xw = y; where none does, the linear program's proof becomes @self's. */
static gboolean
check_reachable (PenSolution *self, const PenProblem *problem, gboolean *reachable, const PenCancel *cancel,
                 GError **error)
{
  g_autoptr (PenSolution) program = g_new0 (PenSolution, 1);

  program->kind = PEN_SOLUTION_MIN_L1_NONNEGATIVE;
  program->status = PEN_SOLUTION_FAILED;
  program->d = self->d;
  if (!pen_min_l1_solve (program, problem, cancel, error))
    return FALSE;
  *reachable = program->status != PEN_SOLUTION_INFEASIBLE;
  if (!*reachable)
    {
      self->status = PEN_SOLUTION_INFEASIBLE;
      self->certificate = program->certificate;
      program->certificate.multipliers = NULL;
      self->reason = g_steal_pointer (&program->reason);
    }
  return TRUE;
}

/* Where y = 0 gives no size, the start does; the signed network's is 0, as its w stays. */
static double
size_of_start (const PenModel *model)
{
  g_autofree double *start = g_new (double, model->d);
  double size;

  pen_model_start (model, start);
  size = pen_norm2 (model->d, start);
  return size > 0 ? size : 1;
}

gboolean
pen_min_potential_solve (PenSolution *self, const PenProblem *problem, const PenModel *model, const PenCancel *cancel,
                         GError **error)
{
  g_auto (Path) path = { 0 };
  g_autofree double *b = NULL;
  double unit, residual;
  gboolean reachable = TRUE;

  if (model->kind == PEN_MODEL_LINEAR || model->kind == PEN_MODEL_NEURON)
    return pen_min_l2_solve (self, problem, model, error);
  if (model->kind != PEN_MODEL_DIAGONAL || (model->is_untied && model->init_scale == 0))
    {
      g_set_error_literal (
          error, PEN_ERROR, PEN_ERROR_UNSUPPORTED,
          _ ("min-potential is solved for linear models, neurons and diagonal networks with α > 0; choose one of "
             "them"));
      return FALSE;
    }
  if (!problem->interpolable)
    {
      pen_solution_not_interpolable (self, problem);
      return TRUE;
    }
  if (!pen_model_is_two_sided (model) && !check_reachable (self, problem, &reachable, cancel, error))
    return FALSE;
  if (!reachable)
    return TRUE;
  b = g_new0 (double, problem->rank + 1);
  pen_row_space_target (problem, problem->y, b);
  unit = pen_norm2 (problem->rank, b);
  if (unit == 0)
    unit = size_of_start (model);
  path_init (&path, problem, model, log (unit));
  for (gsize i = 0; i < problem->rank; i++)
    path.b[i] = b[i] / unit;
  if (!follow (&path, &residual, cancel, error))
    return FALSE;
  if (smallest_room (&path, &path.here) < SMALLEST_ROOM)
    pen_solution_fail (self, _ ("α is so small for this depth that z is within %.0e of the edge of the mirror map"),
                       SMALLEST_ROOM);
  else if (path.lift > 0 || !(residual <= 1e-3))
    pen_solution_fail (self, _ ("Newton's method met Xw = y only to %.1e, relative"), residual);
  else
    fill (self, problem, model, &path, unit);
  return TRUE;
}
