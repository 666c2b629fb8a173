/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/sweep.h>

#include <math.h>
#include <string.h>

#define SEEDS 8
#define DEPTHS 6 /* the deepest: beyond, a start of small scale takes longer than anybody looks */

static gboolean
has_scale (const PenExperiment *self, PenSweepOptions *options)
{
  *options = (PenSweepOptions){ NULL, 1e-6, 10, 15, TRUE };
  return self->model != PEN_MODEL_LINEAR && self->model != PEN_MODEL_NEURON;
}

static gboolean
has_depth (const PenExperiment *self, PenSweepOptions *options)
{
  *options = (PenSweepOptions){ NULL, 2, DEPTHS, DEPTHS - 1, FALSE };
  return self->model == PEN_MODEL_DIAGONAL && !self->is_untied;
}

static gboolean
has_width (const PenExperiment *self, PenSweepOptions *options)
{
  *options = (PenSweepOptions){ NULL, 1, 64, 7, TRUE };
  return self->model == PEN_MODEL_RELU_NETWORK || self->model == PEN_MODEL_LINEAR_NETWORK;
}

static gboolean
has_rank (const PenExperiment *self, PenSweepOptions *options)
{
  double most = (double)MIN (self->matrix_rows, self->matrix_columns);

  *options = (PenSweepOptions){ NULL, 1, most, (gsize)fmin (most, 16), FALSE };
  return self->model == PEN_MODEL_FACTORIZATION && most > 1;
}

static gboolean
has_start_seed (const PenExperiment *self, PenSweepOptions *options)
{
  *options = (PenSweepOptions){ NULL, 1, SEEDS, SEEDS, FALSE };
  return self->model == PEN_MODEL_FACTORIZATION || self->model == PEN_MODEL_RELU_NETWORK
         || self->model == PEN_MODEL_LINEAR_NETWORK;
}

static gboolean
has_exponent (const PenExperiment *self, PenSweepOptions *options)
{
  *options = (PenSweepOptions){ NULL, 0.5, 8, 9, TRUE };
  return self->loss == PEN_LOSS_POLYNOMIAL;
}

static gboolean
has_steps (const PenExperiment *self, PenSweepOptions *options)
{
  double now = self->step_size > 0 ? self->step_size : 0.1;

  *options = (PenSweepOptions){ NULL, 0.01 * now, now, 9, TRUE };
  return self->method != PEN_METHOD_GRADIENT_FLOW;
}

static gboolean
has_batches (const PenExperiment *self, PenSweepOptions *options)
{
  gsize n = pen_dataset_n (self->data), trained = n > self->held_out ? n - self->held_out : n;

  *options = (PenSweepOptions){ NULL, 1, (double)trained, 8, TRUE };
  return self->method == PEN_METHOD_SGD && trained > 1;
}

static gboolean
has_momentum (const PenExperiment *self, PenSweepOptions *options)
{
  *options = (PenSweepOptions){ NULL, 0, 0.9, 10, FALSE };
  return self->method == PEN_METHOD_MOMENTUM;
}

static gboolean
has_batch_seed (const PenExperiment *self, PenSweepOptions *options)
{
  *options = (PenSweepOptions){ NULL, 1, SEEDS, SEEDS, FALSE };
  return self->method == PEN_METHOD_SGD;
}

static gboolean
has_time (const PenExperiment *self, PenSweepOptions *options)
{
  *options = (PenSweepOptions){ NULL, 1e-3 * self->time, 1e3 * self->time, 13, TRUE };
  return self->stop == PEN_STOP_TIME && self->time > 0;
}

static gboolean
has_strength (const PenExperiment *self, double now, PenTask task, PenSweepOptions *options)
{
  *options = (PenSweepOptions){ NULL, 1e-4 * now, 1e4 * now, 33, TRUE };
  return now > 0 && pen_dataset_task (self->data) == task && self->model != PEN_MODEL_RELU_NETWORK
         && (self->model != PEN_MODEL_NEURON || self->activation == PEN_ACTIVATION_IDENTITY);
}

static gboolean
has_ridge (const PenExperiment *self, PenSweepOptions *options)
{
  return has_strength (self, self->ridge_mu, PEN_TASK_REGRESSION, options);
}

static gboolean
has_lasso (const PenExperiment *self, PenSweepOptions *options)
{
  return has_strength (self, self->lasso_kappa, PEN_TASK_REGRESSION, options);
}

static gboolean
has_soft_margin (const PenExperiment *self, PenSweepOptions *options)
{
  return has_strength (self, self->soft_margin_c, PEN_TASK_CLASSIFICATION, options);
}

gboolean
pen_sweep_suggest (const PenExperiment *experiment, const char *key, PenSweepOptions *options)
{
  static const struct
  {
    const char *key;
    gboolean (*has) (const PenExperiment *, PenSweepOptions *);
  } suggestions[] = {
    { "model.init-scale", has_scale },      { "model.depth", has_depth },
    { "model.width", has_width },           { "model.rank", has_rank },
    { "model.seed", has_start_seed },       { "loss.exponent", has_exponent },
    { "training.step-size", has_steps },    { "training.batch-size", has_batches },
    { "training.momentum", has_momentum },  { "training.seed", has_batch_seed },
    { "training.time", has_time },          { "reference.ridge-mu", has_ridge },
    { "reference.lasso-kappa", has_lasso }, { "reference.soft-margin-c", has_soft_margin },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (suggestions); i++)
    if (strcmp (suggestions[i].key, key) == 0 && suggestions[i].has (experiment, options))
      {
        options->key = suggestions[i].key;
        return TRUE;
      }
  return FALSE;
}

gboolean
pen_sweep_choose (const PenExperiment *experiment, PenSweepOptions *options)
{
  if (pen_sweep_suggest (experiment, "model.init-scale", options))
    return TRUE;
  if (experiment->solutions[PEN_SOLUTION_RIDGE] && pen_sweep_suggest (experiment, "reference.ridge-mu", options))
    return TRUE;
  if (experiment->solutions[PEN_SOLUTION_LASSO] && pen_sweep_suggest (experiment, "reference.lasso-kappa", options))
    return TRUE;
  for (const char *const *key = pen_sweep_keys (); *key != NULL; key++)
    if (pen_sweep_suggest (experiment, *key, options))
      return TRUE;
  return FALSE;
}
