/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <float.h>
#include <math.h>
#include <string.h>

/* w += V_r Σ⁻¹ U_rᵀ (y − Xw), twice: the second pass removes the rounding of the first. The step stays in the row
 * space; @nu collects Σ⁻² so that Xᵀν = w − w0. */
static void
project (const PenProblem *problem, double *w, double *nu)
{
  gsize n = problem->n, d = problem->d, rank = problem->rank;
  g_autofree double *left = g_new (double, n);
  g_autofree double *b = g_new0 (double, problem->k);
  g_autofree double *step = g_new (double, d);

  memset (nu, 0, n * sizeof *nu);
  for (int pass = 0; pass < 2; pass++)
    {
      pen_gemv (n, d, problem->X, w, left);
      for (gsize i = 0; i < n; i++)
        left[i] = problem->y[i] - left[i];
      pen_row_space_target (problem, left, b);
      pen_gemv_t (rank, d, problem->Vt, b, step);
      pen_axpy (d, 1, step, w);
      pen_row_space_multipliers (problem, b, left);
      pen_axpy (n, 1, left, nu);
    }
}

/* ‖(I − V_r V_rᵀ) v‖ / max (‖v‖, ε-size of w): what of v gradient flow could not have added. */
static double
off_row_space (const PenProblem *problem, const double *v, double scale)
{
  g_autofree double *c = g_new (double, problem->k);
  g_autofree double *rest = g_new (double, problem->d);
  double size = fmax (pen_norm2 (problem->d, v), scale * PEN_ROUNDING_SHARE);

  pen_gemv (problem->rank, problem->d, problem->Vt, v, c);
  pen_gemv_t (problem->rank, problem->d, problem->Vt, c, rest);
  for (gsize j = 0; j < problem->d; j++)
    rest[j] = v[j] - rest[j];
  return size == 0 ? 0 : pen_norm2 (problem->d, rest) / size;
}

/* ‖Xᵀ(y − Xw)‖ relative to ‖X‖ times the sizes that cancel in y − Xw; @moved: ‖X(w − w0)‖. */
static double
normal_residual (const PenProblem *problem, const double *w, double moved)
{
  g_autofree double *left = g_new (double, problem->n);
  g_autofree double *gradient = g_new (double, problem->d);
  double sigma = problem->sigma[0], scale;

  pen_gemv (problem->n, problem->d, problem->X, w, left);
  for (gsize i = 0; i < problem->n; i++)
    left[i] = problem->y[i] - left[i];
  pen_gemv_t (problem->n, problem->d, problem->X, left, gradient);
  scale = fmax (pen_norm2 (problem->n, problem->y), PEN_ROUNDING_SHARE * sigma * pen_norm2 (problem->d, w));
  scale = sigma * fmax (scale, moved);
  return scale == 0 ? 0 : pen_norm2 (problem->d, gradient) / scale;
}

/* The dual of min ½‖w − w0‖² s.t. Xw = y is max νᵀ(y − Xw0) − ½‖Xᵀν‖². */
static void
certify (PenSolution *self, const PenProblem *problem, const double *start, const double *nu)
{
  g_autofree double *moved = g_memdup2 (self->w, self->d * sizeof *moved);
  g_autofree double *image = g_new (double, self->d);
  g_autofree double *reach = g_new (double, problem->n);
  double size, linear, terms;

  if (start != NULL)
    pen_axpy (self->d, -1, start, moved);
  pen_gemv_t (problem->n, self->d, problem->X, nu, image);
  pen_gemv (problem->n, self->d, problem->X, moved, reach); /* = y − Xw0, or its reachable part */
  linear = pen_dot_with_scale (problem->n, nu, reach, &terms);
  size = pen_norm2 (self->d, moved);
  pen_solution_set_values (self, size * size / 2, linear - pen_dot (self->d, image, image) / 2, terms);
  self->certificate.primal_residual =
      problem->interpolable ? pen_interpolation_residual (problem, self->w, pen_norm_inf (problem->n, reach))
                            : normal_residual (problem, self->w, pen_norm2 (problem->n, reach));
  self->certificate.dual_residual = off_row_space (problem, moved, pen_norm2 (self->d, self->w));
}

/* A label that no pre-activation gives, or ReLU's zeros, which are inequalities: NULL where every label has its ψ⁻¹(y),
 * which then is @target's y. */
static char *
neuron_targets (const PenProblem *problem, const PenModel *model, PenProblem *target)
{
  double below = 0;

  if (model->activation == PEN_ACTIVATION_RELU)
    return g_strdup (
        _ ("no norm characterises a ReLU neuron's limit: where a label is not positive, Xw is not determined"));
  for (gsize i = 0; i < problem->n; i++)
    if (!pen_activation_inverse (model->activation, model->slope, problem->y[i], target->y + i))
      return g_strdup_printf (_ ("the label %g of sample %zu is unreachable: %s never takes it"), problem->y[i], i + 1,
                              pen_activation_nick (model->activation));
  if (problem->interpolable && problem->rank == problem->n)
    return NULL;
  {
    g_autofree double *b = g_new0 (double, problem->k);
    g_autofree double *reached = g_new0 (double, problem->n);

    pen_gemv_t (problem->n, problem->k, problem->U, target->y, b);
    memset (b + problem->rank, 0, (problem->k - problem->rank) * sizeof *b);
    pen_gemv (problem->n, problem->k, problem->U, b, reached);
    pen_axpy (problem->n, -1, target->y, reached);
    target->residual = pen_norm2 (problem->n, reached);
    below = 8 * (double)MAX (problem->n, problem->d) * DBL_EPSILON * pen_norm2 (problem->n, target->y);
    target->interpolable = target->residual <= below;
  }
  return NULL;
}

static gboolean solve_linear (PenSolution *self, const PenProblem *problem, const PenModel *model, GError **error);

gboolean
pen_min_l2_solve (PenSolution *self, const PenProblem *problem, const PenModel *model, GError **error)
{
  PenProblem target = *problem; /* the same rows, and ψ⁻¹(y) */
  g_autofree double *y = g_new0 (double, MAX (problem->n, 1));
  char *reason;

  if (model == NULL || model->kind != PEN_MODEL_NEURON)
    return solve_linear (self, problem, model, error);
  target.y = y;
  reason = neuron_targets (problem, model, &target);
  if (reason == NULL && !target.interpolable)
    reason = g_strdup_printf (_ ("no w gives every label: Xw = ψ⁻¹(y) is missed by %.3g"), target.residual);
  if (reason == NULL)
    return solve_linear (self, &target, model, error);
  self->status = PEN_SOLUTION_INFEASIBLE;
  g_free (self->reason);
  self->reason = reason;
  return TRUE;
}

static gboolean
solve_linear (PenSolution *self, const PenProblem *problem, const PenModel *model, GError **error)
{
  const double *start =
      model != NULL && (model->kind == PEN_MODEL_LINEAR || model->kind == PEN_MODEL_NEURON) ? model->start : NULL;
  double *nu;

  if (self->kind == PEN_SOLUTION_MIN_POTENTIAL && !problem->interpolable)
    {
      pen_solution_not_interpolable (self, problem);
      return TRUE;
    }
  self->w = start != NULL ? g_memdup2 (start, self->d * sizeof *start) : g_new0 (double, self->d);
  nu = g_new (double, problem->n);
  pen_solution_take_multipliers (self, problem->n, nu);
  project (problem, self->w, nu);
  certify (self, problem, start, nu);
  self->objective = self->kind == PEN_SOLUTION_MIN_POTENTIAL ? self->certificate.primal : pen_norm2 (self->d, self->w);
  self->has_start = self->kind == PEN_SOLUTION_MIN_L2 && start != NULL && pen_norm_inf (self->d, start) > 0;
  self->unique = PEN_UNIQUE_YES;
  if (!problem->interpolable)
    self->reason = g_strdup_printf (_ ("no w reaches y; of all least-squares solutions, which leave %.3g, this is the "
                                       "nearest to the start (rank %zu of %zu)"),
                                    problem->residual, problem->rank, MIN (problem->n, problem->d));
  else if (problem->rank < MIN (problem->n, problem->d))
    self->reason = g_strdup_printf (_ ("rank %zu of %zu"), problem->rank, MIN (problem->n, problem->d));
  pen_solution_settle (self);
  return TRUE;
}
