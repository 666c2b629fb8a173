/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>

/* NULL: it applies. */

static const char *
why_no_weights (const PenExperiment *experiment)
{
  if (experiment->model == PEN_MODEL_RELU_NETWORK)
    return _ (
        "A ReLU network has no single weight for each feature. Choose a linear or diagonal model, a factorization or a "
        "linear network.");
  return NULL;
}

static const char *
why_no_angle (const PenExperiment *experiment)
{
  if (pen_dataset_task (experiment->data) == PEN_TASK_CLASSIFICATION)
    return _ ("Of two classes the view Convergence shows the angles.");
  return why_no_weights (experiment);
}

static const char *
why_no_margins (const PenExperiment *experiment)
{
  if (pen_dataset_task (experiment->data) != PEN_TASK_CLASSIFICATION)
    return _ ("Only points of two classes have a margin. Choose classification.");
  return why_no_weights (experiment);
}

static const char *
why_no_path (const PenExperiment *experiment)
{
  if (experiment->model == PEN_MODEL_RELU_NETWORK)
    return why_no_weights (experiment);
  if (experiment->model == PEN_MODEL_NEURON && experiment->activation != PEN_ACTIVATION_IDENTITY)
    return _ (
        "Ridge, lasso and soft margin are of linear predictors. Choose the neuron’s identity activation, or another "
        "model.");
  return NULL;
}

static const char *
why_no_sweep (const PenExperiment *experiment)
{
  PenSweepOptions options;

  if (experiment->model == PEN_MODEL_RELU_NETWORK && experiment->held_out == 0)
    return _ (
        "A ReLU network has no linear weights to measure. Hold out some of the rows (Problem, Rows held out) to go "
        "over its test error.");
  if (pen_sweep_choose (experiment, &options))
    return NULL;
  return _ ("Nothing of a single neuron with steps of its own choice can be gone over. Choose its identity activation, "
            "another "
            "method, or another model.");
}

static const char *
why_no_errors (const PenExperiment *experiment)
{
  gsize n = pen_dataset_n (experiment->data), held = experiment->held_out;

  if (experiment->truth != NULL && experiment->model == PEN_MODEL_RELU_NETWORK)
    return _ ("The true weights are known, but a ReLU network has none to compare. Hold out rows instead: "
              "Problem, Rows held out.");
  if (experiment->truth == NULL && (held == 0 || held >= n))
    return _ (
        "There is nothing to test on. Hold out some of the rows (Problem, Rows held out), or generate points whose "
        "true weights are known: a sparse linear model.");
  return NULL;
}

static const char *
why_no_spectrum (const PenExperiment *experiment)
{
  if (experiment->model == PEN_MODEL_RELU_NETWORK || experiment->matrix_rows > 0)
    return NULL;
  if (pen_dataset_task (experiment->data) == PEN_TASK_CLASSIFICATION)
    return _ ("The weights of a classifier grow without end, and no mode of them settles. Choose a regression, matrix "
              "sensing or a ReLU network.");
  if (experiment->model == PEN_MODEL_NEURON && experiment->activation != PEN_ACTIVATION_IDENTITY)
    return _ ("A neuron that bends has no modes of X. Choose its identity activation, or another model.");
  return NULL;
}

static const char *
why_no_function (const PenExperiment *experiment)
{
  if (experiment->model != PEN_MODEL_RELU_NETWORK)
    return _ ("Only ReLU networks have kinks. Choose a ReLU network on data of one input.");
  if (pen_dataset_d (experiment->data) != 1 || experiment->map.kind != PEN_FEATURES_IDENTITY)
    return _ ("Kinks lie on a line for data of one input only, without a feature map.");
  if (!experiment->map.bias)
    return _ ("Without a bias all kinks are at 0. Turn the bias on ([features] bias=true).");
  if (pen_dataset_task (experiment->data) == PEN_TASK_CLASSIFICATION)
    return _ ("The least ∫|f″| is of functions through given values. Choose regression.");
  return NULL;
}

static const char *
why_no_neurons (const PenExperiment *experiment)
{
  gsize width = 0;

  if (experiment->model != PEN_MODEL_RELU_NETWORK)
    return _ ("This model has no neurons to be told apart. Choose a ReLU network.");
  if (!pen_feature_map_width (&experiment->map, pen_dataset_d (experiment->data), &width, NULL) || width < 2)
    return _ ("With one input and no bias a neuron points left or right only. Turn the bias on ([features] bias=true) "
              "or add an input.");
  return NULL;
}

gboolean
pen_view_applies (PenViewKind kind, const PenExperiment *experiment, const char **reason)
{
  static const char *(*const why[PEN_N_VIEWS]) (const PenExperiment *) = {
    [PEN_VIEW_PATH] = why_no_weights,      [PEN_VIEW_ANGLE] = why_no_angle,
    [PEN_VIEW_MARGINS] = why_no_margins,   [PEN_VIEW_COEFFICIENTS] = why_no_weights,
    [PEN_VIEW_STEM] = why_no_weights,      [PEN_VIEW_REGULARIZATION] = why_no_path,
    [PEN_VIEW_SWEEP] = why_no_sweep,       [PEN_VIEW_ERRORS] = why_no_errors,
    [PEN_VIEW_SPECTRUM] = why_no_spectrum, [PEN_VIEW_FUNCTION] = why_no_function,
    [PEN_VIEW_NEURONS] = why_no_neurons,
  };
  const char *found;

  g_return_val_if_fail ((gsize)kind < PEN_N_VIEWS && experiment != NULL, FALSE);
  found = why[kind] != NULL ? why[kind](experiment) : NULL;
  if (found != NULL && reason != NULL)
    *reason = found;
  return found == NULL;
}
