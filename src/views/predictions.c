/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictions.h"

#include <math.h>

/* Of plain inputs a frame reads them once: 32 MB, which takes 4 ms. A map's features are made anew while the points
 * they were made of are edited, which takes some four times as long. */
#define MOST_ENTRIES 4000000
#define MOST_FEATURES 1000000

gboolean
pen_view_is_fit (const PenDataset *data)
{
  PenTask task = pen_dataset_task (data);

  return task == PEN_TASK_MATRIX_SENSING || (task == PEN_TASK_REGRESSION && pen_dataset_d (data) > 1);
}

gboolean
pen_view_can_predict (const PenExperiment *experiment, const PenDataset *data)
{
  gsize n = pen_dataset_n (data), width;
  PenModel model;

  if (experiment == NULL || !pen_feature_map_width (&experiment->map, pen_dataset_d (data), &width, NULL))
    return FALSE;
  pen_experiment_model (experiment, &(PenProblem){ .d = width }, &model);
  return n == 0
         || MAX (width, pen_model_size (&model))
                <= (experiment->map.kind == PEN_FEATURES_IDENTITY ? MOST_ENTRIES : MOST_FEATURES) / n;
}

/* The points in the units of the model. */
static double *
scale_rows (const PenExperiment *experiment, const PenDataset *data)
{
  gsize n = pen_dataset_n (data), d = pen_dataset_d (data);
  g_autoptr (PenDataset) scaled =
      pen_dataset_scaled (experiment->data, experiment->center, experiment->standardize, NULL);
  double *rows;

  if (scaled == NULL)
    return NULL;
  rows = g_memdup2 (pen_dataset_X (data), n * d * sizeof *rows);
  for (gsize j = 0; j < d; j++)
    {
      double mean, scale;

      pen_predictor_find_scaling (experiment->data, scaled, j, &mean, &scale);
      for (gsize i = 0; i < n; i++)
        rows[i * d + j] = (rows[i * d + j] - mean) / scale;
    }
  return rows;
}

static gboolean
make_features (PenPredictions *self, const PenViewInput *input)
{
  const PenFeatureMap *map = self->predictor.map;
  gsize d = pen_dataset_d (input->data);
  g_autofree double *rows = self->predictor.scaled ? scale_rows (input->experiment, input->data) : NULL;
  const double *X = rows != NULL ? rows : pen_dataset_X (input->data);

  if (self->predictor.scaled && rows == NULL)
    return FALSE;
  if (map->kind == PEN_FEATURES_IDENTITY && !map->bias)
    {
      self->own = g_steal_pointer (&rows);
      self->phi = X;
      return TRUE;
    }
  self->own = g_new (double, self->n * self->predictor.features);
  self->phi = self->own;
  return pen_feature_map_apply (map, self->n, d, X, self->own, NULL);
}

gboolean
pen_predictions_init (PenPredictions *self, const PenViewInput *input)
{
  *self = (PenPredictions){ 0 };
  if (!pen_predictor_begin (&self->predictor, input))
    return FALSE;
  self->n = pen_dataset_n (input->data);
  if (self->n == 0)
    return FALSE;
  if (self->predictor.trained == NULL && input->former != NULL && pen_predictions_takes (self, input->n_former))
    self->predictor.trained = input->former;
  self->trained = self->predictor.trained;
  /* Rows that are held out are no part of the problem. */
  if (input->problem == NULL || input->stale || input->problem->n != self->n || input->data != input->experiment->data)
    return make_features (self, input);
  self->phi = input->problem->X;
  return TRUE;
}

void
pen_predictions_clear (PenPredictions *self)
{
  g_clear_pointer (&self->own, g_free);
}

void
pen_predictions_make (const PenPredictions *self, const double *w, double *f)
{
  pen_predictor_predict (&self->predictor, self->n, self->phi, w, f);
}

gboolean
pen_predictions_takes (const PenPredictions *self, gsize d)
{
  return d == pen_model_size (&self->predictor.model);
}
