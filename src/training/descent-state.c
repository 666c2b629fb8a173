/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "descent.h"

gboolean
pen_descent_weights (PenDescent *self)
{
  if (self->options->method == PEN_METHOD_MIRROR_DESCENT)
    return pen_model_map (&self->model, self->theta, self->w, NULL);
  pen_network_weights (&self->model, self->theta, self->w);
  return TRUE;
}

void
pen_descent_init (PenDescent *self, PenRecorder *recorder)
{
  const PenProblem *problem = recorder->problem;
  const PenTrainingOptions *options = recorder->options;
  gboolean mirror = options->method == PEN_METHOD_MIRROR_DESCENT;
  gsize batch = options->method == PEN_METHOD_SGD ? MAX (options->batch_size, 1) : 1;

  *self = (PenDescent){ .recorder = recorder,
                        .problem = problem,
                        .options = options,
                        .model = options->model,
                        .n = problem->n,
                        .d = problem->d,
                        .p = mirror ? problem->d : pen_network_size (&options->model),
                        .caution = 1 };
  self->theta = g_new0 (double, self->p);
  self->w = g_new0 (double, pen_model_size (&self->model));
  self->f = g_new0 (double, self->n);
  self->force = g_new0 (double, self->n);
  self->weight = g_new0 (double, self->n);
  self->gradient = g_new0 (double, self->p);
  self->move = g_new0 (double, self->p);
  self->first = g_new0 (double, self->p);
  self->second = g_new0 (double, self->p);
  self->ahead = g_new0 (double, self->p);
  self->slope = g_new0 (double, self->d);
  self->probe = g_new0 (double, self->p);
  self->image = g_new0 (double, self->p);
  self->bend = g_new0 (double, self->p);
  self->tall = g_new0 (double, MAX (self->n, batch));
  self->order = g_new0 (gsize, self->n);
  self->rows = g_new0 (double, batch * self->d);
  self->y = g_new0 (double, batch);
  pen_random_init (&self->random, options->seed);
  for (gsize i = 0; i < self->n; i++)
    self->order[i] = i;
  for (gsize j = 0; j < self->p; j++)
    self->probe[j] = pen_random_normal (&self->random);
  if (!mirror)
    pen_network_start (&self->model, self->theta);
}

void
pen_descent_clear (PenDescent *self)
{
  g_free (self->theta);
  g_free (self->w);
  g_free (self->f);
  g_free (self->force);
  g_free (self->weight);
  g_free (self->gradient);
  g_free (self->move);
  g_free (self->first);
  g_free (self->second);
  g_free (self->ahead);
  g_free (self->slope);
  g_free (self->probe);
  g_free (self->image);
  g_free (self->bend);
  g_free (self->tall);
  g_free (self->order);
  g_free (self->rows);
  g_free (self->y);
}
