/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
check_features (const PenExperiment *self, gsize *width, GError **error)
{
  GError *local = NULL;

  if (pen_feature_map_width (&self->map, pen_dataset_d (self->data), width, &local))
    return TRUE;
  g_propagate_prefixed_error (error, local, "[features] map: ");
  return FALSE;
}

/* @value shown as a person writes it. */
static void
refuse_number (GError **error, const char *group, const char *key, double value, const char *format)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *message = NULL;

  g_ascii_formatd (number, sizeof number, "%g", value);
  message = g_strdup_printf (_ ("is %s; %s"), number, format);
  pen_key_error (error, PEN_ERROR_VALUE, NULL, group, key, "%s", message);
}

static gboolean
check_start (const PenExperiment *self, gsize width, GError **error)
{
  if (self->start == NULL)
    return TRUE;
  if (self->model != PEN_MODEL_LINEAR && self->model != PEN_MODEL_NEURON
      && !(self->model == PEN_MODEL_DIAGONAL && self->is_untied))
    {
      pen_key_error (
          error, PEN_ERROR_UNSUPPORTED, NULL, "model", "init",
          _ ("belongs to kind=linear, neuron, and diagonal with tied=false; other models start from init-scale"));
      return FALSE;
    }
  if (self->n_start != width)
    {
      pen_key_error (error, PEN_ERROR_DIMENSION, NULL, "model", "init",
                     _ ("needs an entry for each feature: given %zu, needed %zu; leave the key out for 0"),
                     self->n_start, width);
      return FALSE;
    }
  for (gsize j = 0; j < width; j++)
    if (!isfinite (self->start[j]))
      {
        pen_key_error (error, PEN_ERROR_NOT_FINITE, NULL, "model", "init", _ ("entry %zu is not finite"), j + 1);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_shape (const PenExperiment *self, gsize width, GError **error)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->init_shape == NULL)
    return TRUE;
  if (self->n_shape != width)
    {
      pen_key_error (error, PEN_ERROR_DIMENSION, NULL, "model", "init-shape",
                     _ ("needs an entry for each feature: given %zu, needed %zu; leave the key out for 1"),
                     self->n_shape, width);
      return FALSE;
    }
  for (gsize j = 0; j < width; j++)
    if (!(self->init_shape[j] > 0) || !isfinite (self->init_shape[j]))
      {
        pen_key_error (error, PEN_ERROR_VALUE, NULL, "model", "init-shape",
                       _ ("entry %zu is %s; every entry must be positive"), j + 1,
                       g_ascii_formatd (number, sizeof number, "%g", self->init_shape[j]));
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_scale (const PenExperiment *self, GError **error)
{
  gboolean may_be_zero = self->model == PEN_MODEL_DIAGONAL && self->is_untied;

  if (isfinite (self->init_scale) && (self->init_scale > 0 || (may_be_zero && self->init_scale == 0)))
    return TRUE;
  refuse_number (error, "model", "init-scale", self->init_scale,
                 _ ("α must be positive, since from 0 the flow never moves (try 1e-6)"));
  return FALSE;
}

static gboolean
check_diagonal (const PenExperiment *self, gsize width, GError **error)
{
  if (self->depth < 2)
    {
      pen_key_error (error, PEN_ERROR_VALUE, NULL, "model", "depth",
                     _ ("is %u; a diagonal network has depth 2 or more (depth 1 is kind=linear)"), self->depth);
      return FALSE;
    }
  if (self->is_untied && self->depth != 2)
    {
      pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "model", "tied",
                     _ ("tied=false is u∘v, of depth 2; the depth is %u"), self->depth);
      return FALSE;
    }
  return check_scale (self, error) && check_shape (self, width, error);
}

static gboolean
check_neuron (const PenExperiment *self, GError **error)
{
  if (self->activation == PEN_ACTIVATION_LEAKY_RELU && !(self->slope > 0 && self->slope <= 1))
    {
      refuse_number (error, "model", "slope", self->slope,
                     _ ("the slope of a leaky ReLU lies above 0 and at most at 1"));
      return FALSE;
    }
  if (self->loss == PEN_LOSS_SQUARED)
    return TRUE;
  pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "loss", "kind",
                 _ ("%s does not go with a neuron, which fits numbers; set kind=squared"),
                 pen_word_of (pen_loss_words, (int)self->loss));
  return FALSE;
}

static gboolean
check_factorization (const PenExperiment *self, gsize width, GError **error)
{
  gsize rows = self->matrix_rows, columns = self->matrix_columns;

  if (pen_dataset_task (self->data) != PEN_TASK_MATRIX_SENSING)
    pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "model", "kind",
                   _ ("factorization needs task=matrix-sensing; other tasks have linear, diagonal, neuron, "
                      "relu-network, linear-network"));
  else if (self->loss != PEN_LOSS_SQUARED)
    pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "loss", "kind", _ ("a factorization takes kind=squared"));
  else if (!self->is_signed && rows != columns)
    pen_key_error (error, PEN_ERROR_DIMENSION, NULL, "model", "signed",
                   _ ("signed=false is U Uᵀ, which is square; W has %zu rows and %zu columns"), rows, columns);
  else if (self->rank < 1 || self->rank > MIN (rows, columns))
    pen_key_error (error, PEN_ERROR_VALUE, NULL, "model", "rank",
                   _ ("is %zu; it must be from 1 to %zu, the smaller side of W"), self->rank, MIN (rows, columns));
  else
    return check_scale (self, error);
  return FALSE;
}

static gboolean
check_width (const PenExperiment *self, GError **error)
{
  if (self->width >= 1 && self->width <= 100000)
    return check_scale (self, error);
  pen_key_error (error, PEN_ERROR_VALUE, NULL, "model", "width",
                 _ ("is %zu; a network has from 1 to 100000 hidden units"), self->width);
  return FALSE;
}

static gboolean
check_model (const PenExperiment *self, gsize width, GError **error)
{
  if (!check_start (self, width, error))
    return FALSE;
  switch (self->model)
    {
    case PEN_MODEL_DIAGONAL:
      return check_diagonal (self, width, error);
    case PEN_MODEL_NEURON:
      return check_neuron (self, error);
    case PEN_MODEL_FACTORIZATION:
      return check_factorization (self, width, error);
    case PEN_MODEL_RELU_NETWORK:
    case PEN_MODEL_LINEAR_NETWORK:
      return check_width (self, error);
    case PEN_MODEL_LINEAR:
    case PEN_N_MODELS:
    default:
      return TRUE;
    }
}

static gboolean
check_test (const PenExperiment *self, gsize width, GError **error)
{
  gsize n = pen_dataset_n (self->data);

  if (self->held_out > 0 && self->held_out >= n)
    pen_key_error (error, PEN_ERROR_VALUE, NULL, "data", "held-out",
                   _ ("is %zu of %zu rows; at least one row must be left to train on"), self->held_out, n);
  else if (self->held_out > 0 && (self->center || self->standardize))
    pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "data", "held-out",
                   _ ("does not go with center or standardize, which look at all rows; scale the file itself"));
  else if (self->truth != NULL && self->n_truth != width)
    pen_key_error (error, PEN_ERROR_DIMENSION, NULL, "data", "truth",
                   _ ("needs an entry for each feature: given %zu, needed %zu"), self->n_truth, width);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_matrix (const PenExperiment *self, gsize width, GError **error)
{
  if (pen_dataset_task (self->data) != PEN_TASK_MATRIX_SENSING)
    return TRUE;
  if (self->matrix_rows > 0 && self->matrix_columns > 0 && self->matrix_rows == width / self->matrix_columns
      && width % self->matrix_columns == 0)
    return TRUE;
  pen_key_error (error, PEN_ERROR_DIMENSION, NULL, "data", "matrix-rows",
                 _ ("times matrix-columns must be the number of features, %zu; they are %zu and %zu"), width,
                 self->matrix_rows, self->matrix_columns);
  return FALSE;
}

static gboolean
check_loss (const PenExperiment *self, GError **error)
{
  if (self->loss != PEN_LOSS_SQUARED && pen_dataset_task (self->data) != PEN_TASK_CLASSIFICATION)
    {
      pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "loss", "kind",
                     _ ("%s needs labels of two classes; set task=classification, or kind=squared for regression"),
                     pen_word_of (pen_loss_words, (int)self->loss));
      return FALSE;
    }
  if (self->loss != PEN_LOSS_POLYNOMIAL || (self->exponent > 0 && self->exponent <= 1000))
    return TRUE;
  refuse_number (error, "loss", "exponent", self->exponent,
                 _ ("the tail (1 + m)^(−exponent) needs one from 0 to 1000, not 0"));
  return FALSE;
}

static gboolean
check_method (const PenExperiment *self, GError **error)
{
  const char *method = pen_word_of (pen_method_words, (int)self->method);
  gsize n = pen_dataset_n (self->data);

  if (self->method == PEN_METHOD_MIRROR_DESCENT && self->model != PEN_MODEL_LINEAR && self->model != PEN_MODEL_DIAGONAL)
    pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "training", "method",
                   _ ("%s needs a model with a potential: linear or diagonal"), method);
  else if ((self->method == PEN_METHOD_COORDINATE_DESCENT || self->method == PEN_METHOD_SIGN_DESCENT)
           && self->model != PEN_MODEL_LINEAR)
    pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "training", "method",
                   _ ("%s is steepest descent of a linear model; set kind=linear"), method);
  else if (self->method != PEN_METHOD_GRADIENT_FLOW && (!(self->step_size >= 0) || !isfinite (self->step_size)))
    refuse_number (error, "training", "step-size", self->step_size, _ ("it must be positive, or auto"));
  else if (self->method == PEN_METHOD_SGD && n > 0 && (self->batch_size < 1 || self->batch_size > n))
    pen_key_error (error, PEN_ERROR_VALUE, NULL, "training", "batch-size",
                   _ ("is %zu; it must be from 1 to %zu, the number of points"), self->batch_size, n);
  else if ((self->method == PEN_METHOD_MOMENTUM || self->method == PEN_METHOD_NESTEROV)
           && !(self->momentum >= 0 && self->momentum < 1))
    refuse_number (error, "training", "momentum", self->momentum, _ ("it must be at least 0 and below 1"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_stop (const PenExperiment *self, GError **error)
{
  if (!(self->tolerance > 0) || !(self->tolerance < 1))
    refuse_number (error, "training", "tolerance", self->tolerance,
                   _ ("it must be between 0 and 1 (1e-10 when left out)"));
  else if (self->stop == PEN_STOP_TIME && (!(self->time > 0) || !isfinite (self->time)))
    refuse_number (error, "training", "time", self->time, _ ("with stop=time it must be positive"));
  else if (self->stop == PEN_STOP_STEPS && self->steps == 0)
    pen_key_error (error, PEN_ERROR_VALUE, NULL, "training", "steps",
                   _ ("is 0; with stop=steps it must be at least 1"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_regularization (const PenExperiment *self, GError **error)
{
  if (!(self->ridge_mu >= 0) || !isfinite (self->ridge_mu))
    refuse_number (error, "reference", "ridge-mu", self->ridge_mu, _ ("it must be 0 or more"));
  else if (!(self->lasso_kappa >= 0) || !isfinite (self->lasso_kappa))
    refuse_number (error, "reference", "lasso-kappa", self->lasso_kappa, _ ("it must be 0 or more"));
  else if (!(self->soft_margin_c > 0) || !isfinite (self->soft_margin_c))
    refuse_number (error, "reference", "soft-margin-c", self->soft_margin_c, _ ("it must be positive"));
  else
    return TRUE;
  return FALSE;
}

gboolean
pen_experiment_fits (const PenExperiment *self, PenSolutionKind kind, const char **why)
{
  PenTask task = pen_dataset_task (self->data);
  const char *reason = NULL;

  if (!pen_solution_fits (kind, task))
    reason = task == PEN_TASK_CLASSIFICATION    ? _ ("Interpolating numbers needs task=regression")
             : kind == PEN_SOLUTION_MIN_NUCLEAR ? _ ("The nuclear norm needs matrices (task=matrix-sensing)")
                                                : _ ("A margin needs labels of two classes (task=classification)");
  else if (kind == PEN_SOLUTION_MIN_POTENTIAL && self->model != PEN_MODEL_LINEAR && self->model != PEN_MODEL_DIAGONAL)
    reason = _ ("Only linear and diagonal models have a potential");
  else if (kind == PEN_SOLUTION_MIN_POTENTIAL && self->model == PEN_MODEL_DIAGONAL && self->is_untied
           && self->init_scale == 0)
    reason = _ ("The untied network’s potential is solved for where α > 0");
  if (why != NULL)
    *why = reason;
  return reason == NULL;
}

gboolean
pen_experiment_check (const PenExperiment *self, GError **error)
{
  gsize width = 0;

  g_return_val_if_fail (self != NULL && self->data != NULL, FALSE);
  if (!check_features (self, &width, error) || !check_matrix (self, width, error) || !check_test (self, width, error)
      || !check_model (self, width, error) || !check_loss (self, error) || !check_method (self, error)
      || !check_stop (self, error) || !check_regularization (self, error))
    return FALSE;
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      const char *why;

      if (!self->solutions[kind] || pen_experiment_fits (self, (PenSolutionKind)kind, &why))
        continue;
      pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "reference", "solutions",
                     _ ("%s does not apply: take it out. %s"), pen_word_of (pen_solution_words, kind), why);
      return FALSE;
    }
  return TRUE;
}
