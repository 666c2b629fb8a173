/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file.h"

void
pen_default_solutions (PenTask task, gboolean solutions[PEN_N_SOLUTIONS])
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    solutions[kind] = FALSE;
  if (task == PEN_TASK_CLASSIFICATION)
    solutions[PEN_SOLUTION_MAX_MARGIN] = TRUE;
  else if (task == PEN_TASK_MATRIX_SENSING)
    solutions[PEN_SOLUTION_MIN_NUCLEAR] = TRUE;
  else
    solutions[PEN_SOLUTION_MIN_L2] = solutions[PEN_SOLUTION_MIN_L1] = TRUE;
}

PenExperiment *
pen_experiment_new (PenDataset *data)
{
  PenExperiment *self = g_new0 (PenExperiment, 1);
  PenTask task = data != NULL ? pen_dataset_task (data) : PEN_TASK_REGRESSION;

  g_atomic_ref_count_init (&self->references);
  self->data = data != NULL ? pen_dataset_ref (data) : NULL;
  self->map = (PenFeatureMap)PEN_FEATURE_MAP_INIT;
  self->model = PEN_MODEL_LINEAR;
  self->depth = 2;
  self->is_signed = TRUE;
  self->init_scale = 0.01;
  self->slope = 0.1;
  self->width = 50;
  self->rank = 2;
  self->model_seed = 1;
  self->loss = task == PEN_TASK_CLASSIFICATION ? PEN_LOSS_LOGISTIC : PEN_LOSS_SQUARED;
  self->exponent = 1;
  self->batch_size = 1;
  self->momentum = 0.9;
  self->seed = 1;
  self->stop = PEN_STOP_LIMIT;
  self->time = 1;
  self->steps = 1000;
  self->tolerance = 1e-10;
  pen_default_solutions (task, self->solutions);
  self->ridge_mu = self->soft_margin_c = 1;
  self->lasso_kappa = 0.1;
  return self;
}

static GKeyFile *
copy_keys (GKeyFile *keys)
{
  g_autofree char *text = NULL;
  GKeyFile *copy;

  if (keys == NULL)
    return NULL;
  copy = g_key_file_new ();
  text = g_key_file_to_data (keys, NULL, NULL);
  g_key_file_load_from_data (copy, text, (gsize)-1, G_KEY_FILE_NONE, NULL);
  return copy;
}

PenExperiment *
pen_experiment_copy (const PenExperiment *self)
{
  PenExperiment *copy;

  g_return_val_if_fail (self != NULL, NULL);
  copy = g_memdup2 (self, sizeof *self);
  g_atomic_ref_count_init (&copy->references);
  copy->title = g_strdup (self->title);
  copy->notes = g_strdup (self->notes);
  copy->path = g_strdup (self->path);
  copy->data_file = g_strdup (self->data_file);
  copy->target = g_strdup (self->target);
  copy->features = g_strdupv (self->features);
  copy->positive = g_strdup (self->positive);
  copy->data = self->data != NULL ? pen_dataset_ref (self->data) : NULL;
  copy->start = g_memdup2 (self->start, self->n_start * sizeof *self->start);
  copy->init_shape = g_memdup2 (self->init_shape, self->n_shape * sizeof *self->init_shape);
  copy->truth = g_memdup2 (self->truth, self->n_truth * sizeof *self->truth);
  copy->view = copy_keys (self->view);
  return copy;
}

PenExperiment *
pen_experiment_ref (PenExperiment *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
pen_experiment_unref (PenExperiment *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->title);
  g_free (self->notes);
  g_free (self->path);
  g_free (self->data_file);
  g_free (self->target);
  g_strfreev (self->features);
  g_free (self->positive);
  g_clear_pointer (&self->data, pen_dataset_unref);
  g_free (self->start);
  g_free (self->init_shape);
  g_free (self->truth);
  g_clear_pointer (&self->view, g_key_file_unref);
  g_free (self);
}

PenExperiment *
pen_experiment_from_csv (const char *path, const PenCsvOptions *options, PenCsvChoices *choices, GError **error)
{
  const PenCsvOptions found = { 0 };
  g_autoptr (PenDataset) data = pen_csv_read (path, options != NULL ? options : &found, choices, error);
  g_autofree char *name = NULL;
  PenExperiment *self;
  char *dot;

  if (data == NULL)
    return NULL;
  self = pen_experiment_new (data);
  self->data_file = g_canonicalize_filename (path, NULL);
  if (options != NULL)
    {
      self->target = g_strdup (options->target);
      self->features = g_strdupv ((char **)options->features);
      self->positive = g_strdup (options->positive);
    }
  name = g_path_get_basename (path);
  dot = g_strrstr (name, ".");
  if (dot != NULL && dot != name)
    *dot = '\0';
  self->title = g_filename_display_name (name);
  return self;
}

/* The rows that are trained on. */
static PenDataset *
training_rows (const PenExperiment *self, GError **error)
{
  gsize n = pen_dataset_n (self->data);
  g_autofree gsize *rows = NULL;

  if (self->held_out == 0)
    return pen_dataset_ref (self->data);
  rows = g_new (gsize, self->held_out);
  for (gsize i = 0; i < self->held_out; i++)
    rows[i] = n - 1 - i;
  return pen_dataset_remove (self->data, rows, self->held_out, error);
}

PenProblem *
pen_experiment_problem (const PenExperiment *self, GError **error)
{
  g_autoptr (PenDataset) kept = NULL, scaled = NULL;

  g_return_val_if_fail (self != NULL && self->data != NULL, NULL);
  kept = training_rows (self, error);
  if (kept == NULL)
    return NULL;
  if (!self->center && !self->standardize)
    return pen_problem_new (kept, &self->map, error);
  scaled = pen_dataset_scaled (kept, self->center, self->standardize, error);
  return scaled != NULL ? pen_problem_new (scaled, &self->map, error) : NULL;
}

void
pen_experiment_model (const PenExperiment *self, const PenProblem *problem, PenModel *model)
{
  *model = (PenModel){ .kind = self->model,
                       .d = problem->d,
                       .start = self->n_start == problem->d ? self->start : NULL,
                       .depth = self->depth,
                       .is_signed = self->is_signed,
                       .init_scale = self->init_scale,
                       .init_shape = self->n_shape == problem->d ? self->init_shape : NULL,
                       .is_untied = self->is_untied,
                       .activation = self->activation,
                       .slope = self->slope,
                       .rows = self->matrix_rows,
                       .columns = self->matrix_columns,
                       .rank = self->rank,
                       .width = self->width,
                       .seed = self->model_seed };
}

PenTraining *
pen_experiment_train (const PenExperiment *self, const PenProblem *problem, const PenCancel *cancel,
                      PenFrameFunc on_frame, gpointer user_data, GError **error)
{
  PenTrainingOptions options = {
    .loss = self->loss,
    .exponent = self->exponent,
    .method = self->method,
    .step_size = self->step_size,
    .batch_size = self->batch_size,
    .sampling = self->sampling,
    .momentum = self->momentum,
    .seed = self->seed,
    .stop = self->stop,
    .time = self->time,
    .steps = self->steps,
    .tolerance = self->tolerance,
  };

  pen_experiment_model (self, problem, &options.model);
  return pen_training_run (problem, &options, cancel, on_frame, user_data, error);
}
