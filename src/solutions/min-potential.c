/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "potential-path.h"
#include "solve.h"

#include <penchant/error.h>
#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <math.h>

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
fill (PenSolution *self, const PenProblem *problem, const PenModel *model, const PenPotentialPath *path, double unit)
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
  g_auto (PenPotentialPath) path = { 0 };
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
  pen_potential_path_init (&path, problem, model, log (unit));
  for (gsize i = 0; i < problem->rank; i++)
    path.b[i] = b[i] / unit;
  if (!pen_potential_path_follow (&path, &residual, cancel, error))
    return FALSE;
  if (pen_potential_path_room (&path, &path.here) < PEN_POTENTIAL_SMALLEST_ROOM)
    pen_solution_fail (self, _ ("α is so small for this depth that z is within %.0e of the edge of the mirror map"),
                       PEN_POTENTIAL_SMALLEST_ROOM);
  else if (path.lift > 0 || !(residual <= 1e-3))
    pen_solution_fail (self, _ ("Newton's method met Xw = y only to %.1e, relative"), residual);
  else
    fill (self, problem, model, &path, unit);
  return TRUE;
}
