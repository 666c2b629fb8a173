/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve.h"

#include <penchant/error.h>
#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <math.h>

static const char *const nicks[] = {
#define PEN_SOLUTION_ENTRY(name, nick, label) nick,
  PEN_SOLUTION_LIST (PEN_SOLUTION_ENTRY)
#undef PEN_SOLUTION_ENTRY
};
static const char *const labels[] = {
#define PEN_SOLUTION_ENTRY(name, nick, label) label,
  PEN_SOLUTION_LIST (PEN_SOLUTION_ENTRY)
#undef PEN_SOLUTION_ENTRY
};

const char *
pen_solution_nick (PenSolutionKind kind)
{
  g_return_val_if_fail ((gsize)kind < PEN_N_SOLUTIONS, NULL);
  return nicks[kind];
}

const char *
pen_solution_label (PenSolutionKind kind)
{
  g_return_val_if_fail ((gsize)kind < PEN_N_SOLUTIONS, NULL);
  return _ (labels[kind]);
}

const char *
pen_solution_name (const PenSolution *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  if (!self->has_start)
    return pen_solution_label (self->kind);
  return self->kind == PEN_SOLUTION_MIN_POTENTIAL ? _ ("min-potential, α₀") : _ ("nearest to start");
}

const char *
pen_solution_status_nick (PenSolutionStatus status)
{
  static const char *const words[] = { "optimal", "infeasible", "failed" };

  g_return_val_if_fail ((gsize)status < G_N_ELEMENTS (words), NULL);
  return words[status];
}

static gboolean
is_margin (PenSolutionKind kind)
{
  return kind == PEN_SOLUTION_MAX_MARGIN || kind == PEN_SOLUTION_L1_MAX_MARGIN || kind == PEN_SOLUTION_LINF_MAX_MARGIN
         || kind == PEN_SOLUTION_SOFT_MARGIN || kind == PEN_SOLUTION_TAIL_DIRECTION;
}

gboolean
pen_solution_fits (PenSolutionKind kind, PenTask task)
{
  if (kind == PEN_SOLUTION_MIN_NUCLEAR)
    return task == PEN_TASK_MATRIX_SENSING;
  return is_margin (kind) == (task == PEN_TASK_CLASSIFICATION);
}

static gboolean
check_request (PenSolutionKind kind, const PenProblem *problem, const PenModel *model, GError **error)
{
  if (!pen_solution_fits (kind, problem->task))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED,
                   is_margin (kind) ? _ ("%s needs data with two labels; change the task to classification")
                                    : _ ("%s needs numeric targets; change the task to regression"),
                   pen_solution_label (kind));
      return FALSE;
    }
  if (kind == PEN_SOLUTION_MIN_POTENTIAL && model == NULL)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED,
                   _ ("%s belongs to a linear or a diagonal model; choose one of them"), pen_solution_label (kind));
      return FALSE;
    }
  if (model != NULL && model->d != problem->d)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION,
                   _ ("The model has %zu weights, but the data have %zu features"), model->d, problem->d);
      return FALSE;
    }
  return model == NULL || pen_model_check (model, error);
}

static gboolean
solve_kind (PenSolution *self, const PenProblem *problem, const PenSolutionOptions *options, const PenCancel *cancel,
            GError **error)
{
  switch (self->kind)
    {
    case PEN_SOLUTION_MIN_L2:
      return pen_min_l2_solve (self, problem, options->model, error);
    case PEN_SOLUTION_MIN_L1:
    case PEN_SOLUTION_MIN_L1_NONNEGATIVE:
      return pen_min_l1_solve (self, problem, cancel, error);
    case PEN_SOLUTION_MIN_POTENTIAL:
      return pen_min_potential_solve (self, problem, options->model, cancel, error);
    case PEN_SOLUTION_MAX_MARGIN:
      return pen_max_margin_solve (self, problem, cancel, error);
    case PEN_SOLUTION_L1_MAX_MARGIN:
    case PEN_SOLUTION_LINF_MAX_MARGIN:
      return pen_norm_margin_solve (self, problem, cancel, error);
    case PEN_SOLUTION_RIDGE:
      return pen_ridge_solve (self, problem, options->ridge_mu);
    case PEN_SOLUTION_SOFT_MARGIN:
      return pen_soft_margin_solve (self, problem, options->soft_margin_c, options->soft_loss, cancel, error);
    case PEN_SOLUTION_TAIL_DIRECTION:
      return pen_tail_direction_solve (self, problem, options->tail_exponent, cancel, error);
    case PEN_SOLUTION_LASSO:
      return pen_lasso_solve (self, problem, options->lasso_kappa, cancel, error);
    case PEN_SOLUTION_MIN_NUCLEAR:
      return pen_min_nuclear_solve (self, problem, options->model, cancel, error);
    case PEN_N_SOLUTIONS:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* A claim without an optimum carries no w, objective, margin or support, nor the values of an attempt at one. */
static void
drop_weights (PenSolution *self)
{
  g_clear_pointer (&self->w, g_free);
  g_clear_pointer (&self->support, g_free);
  self->n_support = 0;
  self->objective = self->margin = NAN;
  self->certificate.primal = self->certificate.dual = self->certificate.gap = NAN;
}

PenSolution *
pen_solution_new_failed (PenSolutionKind kind, gsize d, const char *reason)
{
  PenSolution *self = g_new0 (PenSolution, 1);

  self->kind = kind;
  self->status = PEN_SOLUTION_FAILED;
  self->reason = g_strdup (reason);
  self->unique = PEN_UNIQUE_UNKNOWN;
  self->d = d;
  self->objective = self->margin = NAN;
  self->certificate.primal = self->certificate.dual = self->certificate.gap = NAN;
  self->certificate.primal_residual = self->certificate.dual_residual = NAN;
  return self;
}

PenSolution *
pen_solution_solve (PenSolutionKind kind, const PenProblem *problem, const PenSolutionOptions *options,
                    const PenCancel *cancel, GError **error)
{
  static const PenSolutionOptions plain = PEN_SOLUTION_OPTIONS_INIT;
  g_autoptr (PenSolution) self = NULL;
  gint64 start = g_get_monotonic_time ();

  g_return_val_if_fail ((gsize)kind < PEN_N_SOLUTIONS, NULL);
  g_return_val_if_fail (problem != NULL, NULL);
  options = options != NULL ? options : &plain;
  if (!check_request (kind, problem, options->model, error) || pen_solution_cancelled (cancel, error))
    return NULL;
  self = pen_solution_new_failed (kind, problem->d, NULL);
  if (!solve_kind (self, problem, options, cancel, error))
    return NULL;
  if (self->status == PEN_SOLUTION_INFEASIBLE)
    drop_weights (self);
  if (self->status != PEN_SOLUTION_OPTIMAL)
    self->unique = PEN_UNIQUE_UNKNOWN;
  self->seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  return g_steal_pointer (&self);
}

void
pen_solution_free (PenSolution *self)
{
  if (self == NULL)
    return;
  g_free (self->reason);
  g_free (self->w);
  g_free (self->support);
  g_free (self->certificate.multipliers);
  g_free (self);
}

gboolean
pen_solution_cancelled (const PenCancel *cancel, GError **error)
{
  if (!pen_cancel_requested (cancel))
    return FALSE;
  g_set_error (error, PEN_ERROR, PEN_ERROR_CANCELLED, _ ("The computation was stopped"));
  return TRUE;
}
