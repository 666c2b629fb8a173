/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/experiment.h>
#include <penchant/linalg.h>

#include <math.h>

void
pen_experiment_choose (const PenExperiment *self, gboolean solve[PEN_N_SOLUTIONS])
{
  PenTask task = pen_dataset_task (self->data);

  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    solve[kind] = self->solutions[kind];
  if (task == PEN_TASK_CLASSIFICATION)
    {
      solve[PEN_SOLUTION_MAX_MARGIN] = TRUE;
      if (self->loss == PEN_LOSS_POLYNOMIAL)
        solve[PEN_SOLUTION_TAIL_DIRECTION] = TRUE;
      if (self->method == PEN_METHOD_COORDINATE_DESCENT
          || ((self->loss == PEN_LOSS_EXPONENTIAL || self->loss == PEN_LOSS_LOGISTIC)
              && self->model == PEN_MODEL_DIAGONAL && self->depth == 2))
        solve[PEN_SOLUTION_L1_MAX_MARGIN] = TRUE;
      if (self->method == PEN_METHOD_SIGN_DESCENT || self->method == PEN_METHOD_ADAM)
        solve[PEN_SOLUTION_LINF_MAX_MARGIN] = TRUE;
    }
  else if (self->model == PEN_MODEL_FACTORIZATION)
    solve[PEN_SOLUTION_MIN_NUCLEAR] = TRUE;
  else if (self->model == PEN_MODEL_DIAGONAL)
    solve[PEN_SOLUTION_MIN_POTENTIAL] = pen_experiment_fits (self, PEN_SOLUTION_MIN_POTENTIAL, NULL);
  else
    solve[PEN_SOLUTION_MIN_L2] = TRUE;
}

/* Finite steps on u² − v² shrink the product that its limit remembers: α_eff at the end is not the α of the start. */
static gboolean
shrinks_scale (const PenExperiment *self)
{
  return self->model == PEN_MODEL_DIAGONAL && self->depth == 2 && self->is_signed && !self->is_untied
         && self->method != PEN_METHOD_GRADIENT_FLOW && self->method != PEN_METHOD_MIRROR_DESCENT;
}

PenSolution *
pen_experiment_solve (const PenExperiment *self, const PenProblem *problem, PenSolutionKind kind,
                      const PenCancel *cancel, GError **error)
{
  GError *local = NULL;
  PenModel model;
  PenSolutionOptions options = { .model = &model,
                                 .ridge_mu = self->ridge_mu,
                                 .lasso_kappa = self->lasso_kappa,
                                 .soft_margin_c = self->soft_margin_c,
                                 .soft_loss = self->soft_loss,
                                 .tail_exponent = self->exponent };
  PenSolution *solution;

  pen_experiment_model (self, problem, &model);
  solution = pen_solution_solve (kind, problem, &options, cancel, &local);
  if (solution == NULL)
    g_propagate_prefixed_error (error, local, "[reference] %s: ", pen_solution_nick (kind));
  else if (kind == PEN_SOLUTION_MIN_POTENTIAL)
    solution->has_start = shrinks_scale (self);
  return solution;
}

/* The same X with the part of y that X reaches, as numbers to fit whatever the task. */
static PenProblem *
reachable_problem (const PenProblem *problem, GError **error)
{
  gsize n = problem->n;
  g_autofree double *y = g_new0 (double, n);
  g_autoptr (PenDataset) data = NULL;

  for (gsize k = 0; k < problem->rank; k++)
    {
      double share = 0;

      for (gsize i = 0; i < n; i++)
        share += problem->U[i * problem->k + k] * problem->y[i];
      for (gsize i = 0; i < n; i++)
        y[i] += problem->U[i * problem->k + k] * share;
    }
  data = pen_dataset_new (PEN_TASK_REGRESSION, n, problem->d, problem->X, problem->interpolable ? problem->y : y, NULL,
                          NULL, NULL, error);
  return data != NULL ? pen_problem_new (data, NULL, error) : NULL;
}

/* A diagonal network's flow whose targets the plain min-potential does not take: labels, or some that no w fits. */
static gboolean
needs_reachable (const PenExperiment *self, const PenProblem *problem)
{
  gboolean is_two_sided = self->is_signed || self->is_untied;

  return self->model == PEN_MODEL_DIAGONAL && self->loss == PEN_LOSS_SQUARED && self->init_scale > 0
         && (self->method == PEN_METHOD_GRADIENT_FLOW || self->method == PEN_METHOD_MIRROR_DESCENT)
         && (problem->interpolable ? problem->task == PEN_TASK_CLASSIFICATION : is_two_sided);
}

PenSolution *
pen_experiment_solve_effective (const PenExperiment *self, const PenProblem *problem, const PenTraining *training,
                                const PenCancel *cancel, GError **error)
{
  g_autoptr (PenProblem) reachable = NULL;
  PenModel model;
  PenSolutionOptions options = { .model = &model };

  if (training->status == PEN_TRAINING_DIVERGED || self->loss != PEN_LOSS_SQUARED)
    return NULL;
  pen_experiment_model (self, problem, &model);
  if (needs_reachable (self, problem))
    {
      reachable = reachable_problem (problem, error);
      return reachable != NULL ? pen_solution_solve (PEN_SOLUTION_MIN_POTENTIAL, reachable, &options, cancel, error)
                               : NULL;
    }
  if (training->effective_scale == NULL)
    return NULL;
  model.init_scale = 1;
  model.init_shape = training->effective_scale;
  return pen_solution_solve (PEN_SOLUTION_MIN_POTENTIAL, problem, &options, cancel, error);
}

#define COMPARISONS 6
/* What the parameters' own flow does in a fraction of a second: u and v that begin at α² lose their digits below. */
#define SMALLEST_SCALE 1e-4
#define MOST_PARAMETERS 80

static gboolean
can_compare (const PenExperiment *self, const PenProblem *problem, const PenTraining *training)
{
  return self->model == PEN_MODEL_DIAGONAL && self->depth == 2 && self->loss == PEN_LOSS_SQUARED && !self->is_untied
         && self->method == PEN_METHOD_GRADIENT_FLOW && self->init_scale >= SMALLEST_SCALE
         && 2 * problem->d <= MOST_PARAMETERS && problem->n <= MOST_PARAMETERS && training->trace->n_frames > 1
         && (training->status == PEN_TRAINING_CONVERGED || training->status == PEN_TRAINING_STOPPED);
}

/* From a large start u² − v² is the small difference of two large numbers, and the flow of u and v loses it. But that
 * flow turned by 45°, p = u + v and m = u − v, is p∘m's from p = 2α and m = 0, in twice the time, and p∘m has no
 * difference. From a small start it is the other way round: there v = (p − m)/2 is small. */
static double
turn_large_start (const PenProblem *problem, PenModel *model)
{
  double longest = 0, largest = model->init_shape != NULL ? 0 : 1;

  for (gsize i = 0; i < problem->n; i++)
    longest = fmax (longest, pen_norm2 (problem->d, problem->X + i * problem->d));
  for (gsize j = 0; j < problem->d && model->init_shape != NULL; j++)
    largest = fmax (largest, model->init_shape[j]);
  largest *= model->init_scale;
  if (!model->is_signed || largest * largest * longest <= pen_norm_inf (problem->n, problem->y))
    return 1;
  model->is_untied = TRUE;
  model->init_scale *= 2;
  return 2;
}

double
pen_experiment_mirror_difference (const PenExperiment *self, const PenProblem *problem, const PenTraining *training,
                                  const PenCancel *cancel)
{
  PenTrainingOptions options = { .loss = self->loss, .stop = PEN_STOP_TIME, .tolerance = self->tolerance };
  const PenTrace *trace = training->trace;
  double worst = 0, size = 0, slower;

  if (!can_compare (self, problem, training))
    return NAN;
  pen_experiment_model (self, problem, &options.model);
  options.model.in_parameters = TRUE;
  slower = turn_large_start (problem, &options.model);
  for (gsize k = 1; k <= COMPARISONS; k++)
    {
      const PenFrame *frame = &trace->frames[k * (trace->n_frames - 1) / COMPARISONS];
      g_autoptr (PenTraining) direct = NULL;

      if (!isfinite (frame->log10_time))
        continue;
      options.time = slower * pow (10, frame->log10_time);
      direct = pen_training_run (problem, &options, cancel, NULL, NULL, NULL);
      if (direct == NULL || direct->status == PEN_TRAINING_CANCELLED || direct->status == PEN_TRAINING_FAILED)
        return NAN;
      pen_axpy (problem->d, -1, frame->w, direct->w);
      worst = fmax (worst, pen_norm2 (problem->d, direct->w));
      size = fmax (size, pen_norm2 (problem->d, frame->w));
    }
  return size > 0 ? worst / size : worst;
}

PenTheory *
pen_experiment_judge (const PenExperiment *self, const PenProblem *problem, const PenTraining *training,
                      PenSolution *const solutions[PEN_N_SOLUTIONS], const PenSolution *effective,
                      double mirror_difference)
{
  PenModel model;
  PenTheoryInput input = { .problem = problem,
                           .model = &model,
                           .loss = self->loss,
                           .method = self->method,
                           .exponent = self->exponent,
                           .training = training,
                           .solutions = solutions,
                           .effective = effective,
                           .mirror_difference = mirror_difference };

  pen_experiment_model (self, problem, &model);
  if (training != NULL && training->trace->n_frames > 0)
    {
      g_autoptr (PenTest) test = pen_test_new (self);

      input.has_test = test != NULL;
      if (test != NULL)
        {
          input.test_error = pen_test_error (test, &model, training->w);
          pen_test_best (test, &model, training->trace, &input.least_test_error, &input.least_log10_time);
        }
    }
  return pen_theory_judge (&input);
}

/* What was reached before the caller asked to stop is still worth writing down. */
static gboolean
end_solving (GError *local, GError **error)
{
  if (!g_error_matches (local, PEN_ERROR, PEN_ERROR_CANCELLED))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  g_error_free (local);
  return TRUE;
}

static gboolean
solve_all (PenOutcome *self, const PenCancel *cancel, GError **error)
{
  gboolean solve[PEN_N_SOLUTIONS];
  GError *local = NULL;

  pen_experiment_choose (self->experiment, solve);
  for (int kind = 0; kind < PEN_N_SOLUTIONS && local == NULL; kind++)
    if (solve[kind])
      self->solutions[kind] =
          pen_experiment_solve (self->experiment, self->problem, (PenSolutionKind)kind, cancel, &local);
  if (local == NULL)
    self->effective = pen_experiment_solve_effective (self->experiment, self->problem, self->training, cancel, &local);
  return local == NULL || end_solving (local, error);
}

PenOutcome *
pen_experiment_run (PenExperiment *self, const PenCancel *cancel, PenFrameFunc on_frame, gpointer user_data,
                    GError **error)
{
  g_autoptr (PenOutcome) outcome = g_new0 (PenOutcome, 1);

  g_return_val_if_fail (self != NULL, NULL);
  if (!pen_experiment_check (self, error))
    return NULL;
  outcome->experiment = pen_experiment_ref (self);
  outcome->problem = pen_experiment_problem (self, error);
  if (outcome->problem == NULL)
    return NULL;
  outcome->training = pen_experiment_train (self, outcome->problem, cancel, on_frame, user_data, error);
  if (outcome->training == NULL || !solve_all (outcome, cancel, error))
    return NULL;
  outcome->mirror_difference = pen_experiment_mirror_difference (self, outcome->problem, outcome->training, cancel);
  outcome->theory = pen_experiment_judge (self, outcome->problem, outcome->training, outcome->solutions,
                                          outcome->effective, outcome->mirror_difference);
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
  g_clear_pointer (&self->effective, pen_solution_free);
  g_clear_pointer (&self->training, pen_training_free);
  g_clear_pointer (&self->problem, pen_problem_unref);
  g_clear_pointer (&self->experiment, pen_experiment_unref);
  g_free (self);
}
