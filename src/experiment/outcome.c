/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/experiment.h>

/* Besides those asked for: what the run's theorem predicts, and max-margin, which decides whether the data separate. */
static void
choose_solutions (const PenExperiment *self, gboolean solve[PEN_N_SOLUTIONS])
{
  gboolean classes = pen_dataset_task (self->data) == PEN_TASK_CLASSIFICATION;

  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    solve[kind] = self->solutions[kind];
  if (classes)
    solve[PEN_SOLUTION_MAX_MARGIN] = TRUE;
  if (classes && self->loss == PEN_LOSS_EXPONENTIAL && self->model == PEN_MODEL_DIAGONAL && self->depth == 2)
    solve[PEN_SOLUTION_L1_MAX_MARGIN] = TRUE;
  if (!classes && self->loss == PEN_LOSS_SQUARED)
    solve[self->model == PEN_MODEL_LINEAR ? PEN_SOLUTION_MIN_L2 : PEN_SOLUTION_MIN_POTENTIAL] = TRUE;
}

static gboolean
solve_all (PenOutcome *self, const PenModel *model, const PenCancel *cancel, GError **error)
{
  gboolean solve[PEN_N_SOLUTIONS];

  choose_solutions (self->experiment, solve);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      GError *local = NULL;

      if (!solve[kind])
        continue;
      self->solutions[kind] = pen_solution_solve ((PenSolutionKind)kind, self->problem, model, cancel, &local);
      if (self->solutions[kind] != NULL)
        continue;
      if (g_error_matches (local, PEN_ERROR, PEN_ERROR_CANCELLED))
        {
          /* What was reached is still worth writing down. */
          g_error_free (local);
          return TRUE;
        }
      g_propagate_prefixed_error (error, local, "[reference] %s: ", pen_solution_nick ((PenSolutionKind)kind));
      return FALSE;
    }
  return TRUE;
}

PenOutcome *
pen_experiment_run (PenExperiment *self, const PenCancel *cancel, PenFrameFunc on_frame, gpointer user_data,
                    GError **error)
{
  g_autoptr (PenOutcome) outcome = g_new0 (PenOutcome, 1);
  PenModel model;

  g_return_val_if_fail (self != NULL, NULL);
  if (!pen_experiment_check (self, error))
    return NULL;
  outcome->experiment = pen_experiment_ref (self);
  outcome->problem = pen_experiment_problem (self, error);
  if (outcome->problem == NULL)
    return NULL;
  pen_experiment_model (self, outcome->problem, &model);
  outcome->training = pen_experiment_train (self, outcome->problem, cancel, on_frame, user_data, error);
  if (outcome->training == NULL || !solve_all (outcome, &model, cancel, error))
    return NULL;
  outcome->theory = pen_theory_judge (outcome->problem, &model, self->loss, outcome->training, outcome->solutions);
  return g_steal_pointer (&outcome);
}

void
pen_outcome_free (PenOutcome *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->theory, pen_theory_free);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    g_clear_pointer (&self->solutions[kind], pen_solution_free);
  g_clear_pointer (&self->training, pen_training_free);
  g_clear_pointer (&self->problem, pen_problem_unref);
  g_clear_pointer (&self->experiment, pen_experiment_unref);
  g_free (self);
}
