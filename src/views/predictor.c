/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictor.h"

#include <penchant/linalg.h>

#include <math.h>

/* f of the @n rows of features. */
static void
predict (const PenPredictor *self, gsize n, const double *phi, const double *w, double *values)
{
  if (self->model.kind == PEN_MODEL_NEURON || (w == self->trained && self->model.kind == PEN_MODEL_RELU_NETWORK))
    pen_model_predict (&self->model, n, phi, w, values);
  else
    pen_gemv (n, self->features, phi, w, values);
}

/* Two entries of a column, before and after, tell its mean and its scale; the two furthest apart tell them best. */
static void
find_scaling (const PenDataset *before, const PenDataset *after, gsize column, double *mean, double *scale)
{
  gsize n = pen_dataset_n (before), d = pen_dataset_d (before), low = 0, high = 0;
  const double *x = pen_dataset_X (before) + column, *s = pen_dataset_X (after) + column;

  for (gsize i = 1; i < n; i++)
    {
      if (x[i * d] < x[low * d])
        low = i;
      if (x[i * d] > x[high * d])
        high = i;
    }
  *scale = s[high * d] > s[low * d] ? (x[high * d] / 2 - x[low * d] / 2) / (s[high * d] / 2 - s[low * d] / 2) : 1;
  *mean = x[low * d] - *scale * s[low * d];
}

gboolean
pen_predictor_init (PenPredictor *self, const PenViewInput *input)
{
  const PenExperiment *experiment = input->experiment;
  g_autoptr (PenDataset) scaled = NULL;

  if (experiment == NULL || experiment->data == NULL || input->problem == NULL || input->data == NULL)
    return FALSE;
  *self = (PenPredictor){ .map = &experiment->map, .inputs = pen_dataset_d (input->data), .scale = { 1, 1 } };
  if (self->inputs > 2 || self->inputs != pen_dataset_d (experiment->data)
      || !pen_feature_map_width (self->map, self->inputs, &self->features, NULL) || self->features != input->problem->d)
    return FALSE;
  pen_experiment_model (experiment, input->problem, &self->model);
  self->trained = pen_view_weights (input);
  if (self->trained != NULL && input->trace->d != pen_model_size (&self->model))
    self->trained = NULL;
  self->linear = self->map->kind == PEN_FEATURES_IDENTITY && self->model.kind != PEN_MODEL_RELU_NETWORK
                 && self->model.kind != PEN_MODEL_NEURON;
  self->scaled = (experiment->center || experiment->standardize) && pen_dataset_n (experiment->data) > 0;
  if (!self->scaled)
    return TRUE;
  scaled = pen_dataset_scaled (experiment->data, experiment->center, experiment->standardize, NULL);
  for (gsize j = 0; scaled != NULL && j < self->inputs; j++)
    find_scaling (experiment->data, scaled, j, &self->mean[j], &self->scale[j]);
  return scaled != NULL;
}

void
pen_predictor_line (const PenPredictor *self, const double *w, double slope[2], double *bias)
{
  *bias = self->map->bias ? w[self->features - 1] : 0;
  for (gsize j = 0; j < self->inputs; j++)
    {
      slope[j] = w[j] / self->scale[j];
      *bias -= slope[j] * self->mean[j];
    }
}

void
pen_predictor_evaluate (const PenPredictor *self, const double *at, gsize n_weights, const double *const *weights,
                        double *phi, double *values)
{
  double x[2];

  for (gsize j = 0; j < self->inputs; j++)
    x[j] = (at[j] - self->mean[j]) / self->scale[j];
  /* A power that overflows: nothing can be drawn there. */
  if (!pen_feature_map_apply (self->map, 1, self->inputs, x, phi, NULL))
    for (gsize j = 0; j < self->features; j++)
      phi[j] = NAN;
  for (gsize k = 0; k < n_weights; k++)
    predict (self, 1, phi, weights[k], values + k);
}

/* Waves of one input each add up: f(x, y) = f(x, y₀) + f(x₀, y) − f(x₀, y₀) needs the nodes of two edges only. */
static void
fill_sum (const PenPredictor *self, gsize n_weights, const double *const *weights, PenGrid *const *grids, double *phi)
{
  const PenGrid *grid = grids[0];
  g_autofree double *bottom = g_new (double, grid->columns *n_weights);
  g_autofree double *left = g_new (double, n_weights);

  for (gsize i = 0; i < grid->columns; i++)
    pen_predictor_evaluate (self, (double[2]){ grid->x[i], grid->y[0] }, n_weights, weights, phi,
                            bottom + i * n_weights);
  for (gsize j = 0; j < grid->rows; j++)
    {
      pen_predictor_evaluate (self, (double[2]){ grid->x[0], grid->y[j] }, n_weights, weights, phi, left);
      for (gsize k = 0; k < n_weights; k++)
        for (gsize i = 0; i < grid->columns; i++)
          grids[k]->values[j * grid->columns + i] = bottom[i * n_weights + k] + left[k] - bottom[k];
    }
}

/* A whole row at once, or, where a power overflows somewhere in it, one place after the other. */
static void
fill_row (const PenPredictor *self, gsize row, gsize n_weights, const double *const *weights, PenGrid *const *grids,
          double *phi)
{
  const PenGrid *grid = grids[0];
  g_autofree double *at = g_new (double, 2 * grid->columns);
  g_autofree double *values = g_new (double, n_weights);

  for (gsize i = 0; i < grid->columns; i++)
    {
      at[2 * i] = (grid->x[i] - self->mean[0]) / self->scale[0];
      at[2 * i + 1] = (grid->y[row] - self->mean[1]) / self->scale[1];
    }
  if (pen_feature_map_apply (self->map, grid->columns, 2, at, phi, NULL))
    for (gsize k = 0; k < n_weights; k++)
      predict (self, grid->columns, phi, weights[k], grids[k]->values + row * grid->columns);
  else
    for (gsize i = 0; i < grid->columns; i++)
      {
        pen_predictor_evaluate (self, (double[2]){ grid->x[i], grid->y[row] }, n_weights, weights, phi, values);
        for (gsize k = 0; k < n_weights; k++)
          grids[k]->values[row * grid->columns + i] = values[k];
      }
}

void
pen_predictor_fill (const PenPredictor *self, gsize n_weights, const double *const *weights, PenGrid *const *grids)
{
  const PenGrid *grid = grids[0];
  g_autofree double *phi = g_new (double, grid->columns * self->features);

  if (self->map->kind == PEN_FEATURES_FOURIER && self->model.kind != PEN_MODEL_RELU_NETWORK
      && self->model.kind != PEN_MODEL_NEURON)
    {
      fill_sum (self, n_weights, weights, grids, phi);
      return;
    }
  for (gsize j = 0; j < grid->rows; j++)
    fill_row (self, j, n_weights, weights, grids, phi);
}
