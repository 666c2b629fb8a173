/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictor.h"

#include <penchant/linalg.h>

#include <math.h>

/* A boundary is drawn anew with every frame: the points are gone through once for their means, a network is evaluated
 * at some 4000 nodes. Beyond these either would take more than the 4 ms that a frame leaves. */
#define MOST_ENTRIES 1000000 /* of X */
#define MOST_WEIGHTS 10000

void
pen_predictor_predict (const PenPredictor *self, gsize n, const double *phi, const double *w, double *values)
{
  if (self->model.kind == PEN_MODEL_NEURON || (w == self->trained && self->model.kind == PEN_MODEL_RELU_NETWORK))
    pen_model_predict (&self->model, n, phi, w, values);
  else
    pen_gemv (n, self->features, phi, w, values);
}

/* Two entries of a column, before and after, tell its mean and its scale; the two furthest apart tell them best. */
void
pen_predictor_find_scaling (const PenDataset *before, const PenDataset *after, gsize column, double *mean,
                            double *scale)
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
pen_predictor_begin (PenPredictor *self, const PenViewInput *input)
{
  const PenExperiment *experiment = input->experiment;

  *self = (PenPredictor){ .scale = { 1, 1 } };
  if (experiment == NULL || experiment->data == NULL || input->data == NULL)
    return FALSE;
  self->map = &experiment->map;
  self->inputs = pen_dataset_d (input->data);
  if (self->inputs != pen_dataset_d (experiment->data)
      || !pen_feature_map_width (self->map, self->inputs, &self->features, NULL)
      || (input->problem != NULL && self->features != input->problem->d))
    return FALSE;
  pen_experiment_model (experiment, &(PenProblem){ .d = self->features }, &self->model);
  self->trained = pen_view_weights (input);
  if (self->trained != NULL && input->trace->d != pen_model_size (&self->model))
    self->trained = NULL;
  self->linear = self->map->kind == PEN_FEATURES_IDENTITY && self->model.kind != PEN_MODEL_RELU_NETWORK
                 && self->model.kind != PEN_MODEL_NEURON;
  self->scaled = (experiment->center || experiment->standardize) && pen_dataset_n (experiment->data) > 0;
  return TRUE;
}

gboolean
pen_predictor_init (PenPredictor *self, const PenViewInput *input)
{
  const PenExperiment *experiment = input->experiment;
  g_autoptr (PenDataset) scaled = NULL;

  if (!pen_predictor_begin (self, input) || self->inputs > 2)
    return FALSE;
  if (!self->scaled)
    return TRUE;
  scaled = pen_dataset_scaled (experiment->data, experiment->center, experiment->standardize, NULL);
  for (gsize j = 0; scaled != NULL && j < self->inputs; j++)
    pen_predictor_find_scaling (experiment->data, scaled, j, &self->mean[j], &self->scale[j]);
  return scaled != NULL;
}

/* From the units of the points to those of the model. */
static gboolean
scale_slice (PenPredictor *self, const PenExperiment *experiment)
{
  g_autoptr (PenDataset) scaled =
      pen_dataset_scaled (experiment->data, experiment->center, experiment->standardize, NULL);

  for (gsize j = 0; scaled != NULL && j < self->inputs; j++)
    {
      double mean, scale;

      pen_predictor_find_scaling (experiment->data, scaled, j, &mean, &scale);
      self->slice[j] = (self->slice[j] - mean) / scale;
      self->slice[self->inputs + j] /= scale;
      self->slice[2 * self->inputs + j] /= scale;
    }
  return scaled != NULL;
}

gboolean
pen_predictor_init_plane (PenPredictor *self, const PenViewInput *input, const PenExperiment *shown)
{
  PenViewPlane plane;

  *self = (PenPredictor){ 0 };
  if (input->data == NULL || pen_dataset_d (input->data) <= 2)
    return pen_predictor_init (self, input);
  if (!pen_predictor_begin (self, input) || pen_dataset_n (input->data) * self->inputs > MOST_ENTRIES
      || (!self->linear && MAX (self->features, pen_model_size (&self->model)) > MOST_WEIGHTS))
    return FALSE;
  self->slice = g_new (double, 3 * self->inputs);
  pen_view_plane_init (&plane, shown, input->data);
  pen_view_plane_span (&plane, input->data, self->slice);
  pen_view_plane_clear (&plane);
  return !self->scaled || scale_slice (self, input->experiment);
}

void
pen_predictor_clear (PenPredictor *self)
{
  g_clear_pointer (&self->slice, g_free);
}

/* The inputs as the model takes them, at a place in the plot. */
static void
inputs_at (const PenPredictor *self, const double *at, double *x)
{
  gsize d = self->inputs;

  for (gsize j = 0; j < d; j++)
    x[j] = self->slice != NULL ? self->slice[j] + at[0] * self->slice[d + j] + at[1] * self->slice[2 * d + j]
                               : (at[j] - self->mean[j]) / self->scale[j];
}

void
pen_predictor_line (const PenPredictor *self, const double *w, double slope[2], double *bias)
{
  *bias = self->map->bias ? w[self->features - 1] : 0;
  if (self->slice != NULL)
    {
      slope[0] = slope[1] = 0;
      for (gsize j = 0; j < self->inputs; j++)
        {
          *bias += w[j] * self->slice[j];
          slope[0] += w[j] * self->slice[self->inputs + j];
          slope[1] += w[j] * self->slice[2 * self->inputs + j];
        }
      return;
    }
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
  double two[2];
  g_autofree double *many = self->inputs > 2 ? g_new (double, self->inputs) : NULL;
  double *x = many != NULL ? many : two;

  inputs_at (self, at, x);
  /* A power that overflows: nothing can be drawn there. */
  if (!pen_feature_map_apply (self->map, 1, self->inputs, x, phi, NULL))
    for (gsize j = 0; j < self->features; j++)
      phi[j] = NAN;
  for (gsize k = 0; k < n_weights; k++)
    pen_predictor_predict (self, 1, phi, weights[k], values + k);
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
  g_autofree double *at = g_new (double, self->inputs * grid->columns);
  g_autofree double *values = g_new (double, n_weights);

  for (gsize i = 0; i < grid->columns; i++)
    inputs_at (self, (double[2]){ grid->x[i], grid->y[row] }, at + i * self->inputs);
  if (pen_feature_map_apply (self->map, grid->columns, self->inputs, at, phi, NULL))
    for (gsize k = 0; k < n_weights; k++)
      pen_predictor_predict (self, grid->columns, phi, weights[k], grids[k]->values + row * grid->columns);
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

  if (self->slice == NULL && self->map->kind == PEN_FEATURES_FOURIER && self->model.kind != PEN_MODEL_RELU_NETWORK
      && self->model.kind != PEN_MODEL_NEURON)
    {
      fill_sum (self, n_weights, weights, grids, phi);
      return;
    }
  for (gsize j = 0; j < grid->rows; j++)
    fill_row (self, j, n_weights, weights, grids, phi);
}
