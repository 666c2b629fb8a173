/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <penchant/linalg.h>
#include <penchant/relu.h>

#include <glib/gi18n-lib.h>

#define CIRCLE 181
#define TRAIL 64 /* frames */
#define MOST_TRAILS 100
#define EDGE 1.18
#define MOST_KKT 40000 /* p · n · min (n, p) products: some tenths of a millisecond */

/* Each neuron a_j σ(⟨w_j, x⟩) where w_j points, as far out as it weighs, |a_j|‖w_j‖; the heaviest of the moment is
 * at 1. */
typedef struct
{
  const PenViewInput *input;
  PenModel model;
  gsize axes[2]; /* of the d entries of w_j */
} Chart;

static void
choose_axes (Chart *self)
{
  const PenViewInput *input = self->input;
  const PenExperiment *experiment = input->experiment;

  self->axes[0] = 0;
  self->axes[1] = 1;
  if (experiment->map.kind == PEN_FEATURES_IDENTITY && pen_dataset_d (experiment->data) > 1)
    pen_view_columns (experiment, experiment->data, self->axes);
}

static double
outer_of (const Chart *self, const double *theta, gsize unit)
{
  return theta[self->model.width * self->model.d + unit];
}

static double
weight_of (const Chart *self, const double *theta, gsize unit)
{
  return fabs (outer_of (self, theta, unit)) * pen_norm2 (self->model.d, theta + unit * self->model.d);
}

static double
heaviest (const Chart *self, const double *theta)
{
  double largest = 0;

  for (gsize j = 0; j < self->model.width; j++)
    largest = fmax (largest, weight_of (self, theta, j));
  return largest > 0 ? largest : 1;
}

static void
place (const Chart *self, const double *theta, double unit, gsize neuron, double *x, double *y)
{
  const double *w = theta + neuron * self->model.d;
  double u = w[self->axes[0]], v = w[self->axes[1]], size = hypot (u, v), r = weight_of (self, theta, neuron) / unit;

  *x = size > 0 ? r * u / size : 0;
  *y = size > 0 ? r * v / size : 0;
}

static void
add_circle (PenScene *scene)
{
  double x[CIRCLE], y[CIRCLE];

  for (int i = 0; i < CIRCLE; i++)
    {
      x[i] = cos (2 * G_PI * i / (CIRCLE - 1));
      y[i] = sin (2 * G_PI * i / (CIRCLE - 1));
    }
  pen_scene_add_line (scene, "circle", CIRCLE, x, y, PEN_INK_AXIS, PEN_DASH_SOLID, 1);
  pen_scene_add_line (scene, NULL, 2, (double[2]){ -8, 8 }, (double[2]){ 0, 0 }, PEN_INK_AXIS, PEN_DASH_SOLID, 0.8);
  pen_scene_add_line (scene, NULL, 2, (double[2]){ 0, 0 }, (double[2]){ -8, 8 }, PEN_INK_AXIS, PEN_DASH_SOLID, 0.8);
}

/* The way each neuron came, up to the playhead. */
static void
add_trails (const Chart *self, PenScene *scene)
{
  const PenTrace *trace = self->input->trace;
  gsize units = MIN (self->model.width, MOST_TRAILS), last = MIN (self->input->frame, trace->n_frames - 1),
        n = TRAIL + 1;
  g_autofree double *x = g_new (double, n *units);
  g_autofree double *y = g_new (double, n *units);

  for (gsize i = 0; i < n; i++)
    {
      const double *theta = trace->frames[i < TRAIL ? i * last / (TRAIL - 1) : 0].w;
      double unit = heaviest (self, theta);

      for (gsize j = 0; j < units; j++)
        if (i < TRAIL)
          place (self, theta, unit, j, &x[j * n + i], &y[j * n + i]);
        else
          x[j * n + i] = y[j * n + i] = NAN;
    }
  pen_scene_add_line (scene, "trails", n * units, x, y, PEN_INK_AXIS, PEN_DASH_SOLID, 0.8);
}

static void
add_neurons (const Chart *self, const double *theta, int sign, PenScene *scene)
{
  gsize width = self->model.width, n = 0;
  g_autofree double *x = g_new (double, width);
  g_autofree double *y = g_new (double, width);
  g_autofree double *rays_x = g_new (double, 3 * width);
  g_autofree double *rays_y = g_new (double, 3 * width);
  PenInk ink = sign > 0 ? PEN_INK_POSITIVE : PEN_INK_NEGATIVE;
  PenMarker marker = sign > 0 ? PEN_MARKER_DISC : PEN_MARKER_DIAMOND;
  double unit = heaviest (self, theta);

  for (gsize j = 0; j < width; j++)
    if ((outer_of (self, theta, j) < 0) == (sign < 0))
      {
        place (self, theta, unit, j, &x[n], &y[n]);
        rays_x[3 * n] = rays_y[3 * n] = 0;
        rays_x[3 * n + 1] = x[n];
        rays_y[3 * n + 1] = y[n];
        rays_x[3 * n + 2] = rays_y[3 * n + 2] = NAN;
        n++;
      }
  if (n == 0)
    return;
  pen_scene_add_line (scene, sign > 0 ? "positive-rays" : "negative-rays", 3 * n, rays_x, rays_y, ink, PEN_DASH_SOLID,
                      1.4);
  pen_scene_add_points (scene, sign > 0 ? "positive" : "negative", n, x, y, marker, ink, width > 200 ? 3 : 4.5);
  pen_scene_add_legend (scene, sign > 0 ? "aⱼ > 0" : "aⱼ < 0", ink, PEN_DASH_SOLID, FALSE, marker);
  pen_scene_bind_legend (scene, sign > 0 ? "positive*" : "negative*", NULL);
}

/* Σ|a_j|‖w_j‖, and for two classes how far the direction is from the conditions of largest margin. */
static void
note_norm (const Chart *self, const double *theta, PenScene *scene)
{
  const PenProblem *problem = self->input->problem;
  double sum = 0, p = (double)pen_model_size (&self->model), n = (double)problem->n;
  g_autofree char *total = NULL;
  g_autofree char *note = NULL;
  g_auto (PenReluKkt) kkt = { 0 };

  for (gsize j = 0; j < self->model.width; j++)
    sum += weight_of (self, theta, j);
  total = pen_view_number (sum);
  if (problem->task == PEN_TASK_CLASSIFICATION && p * n * fmin (n, p) <= MOST_KKT
      && pen_relu_kkt_measure (&self->model, problem, theta, &kkt, NULL, NULL) && isfinite (kkt.residual))
    {
      g_autofree char *residual = pen_view_number (kkt.residual);
      g_autofree char *gap = pen_view_number (kkt.gap);

      note = g_strdup_printf (_ ("Σ|aⱼ|‖wⱼ‖ = %s; KKT residual %s, gap %s"), total, residual, gap);
    }
  else
    note = g_strdup_printf ("Σ|aⱼ|‖wⱼ‖ = %s", total);
  pen_scene_set_note (scene, note);
}

static void
name_axes (const Chart *self, PenScene *scene)
{
  const PenExperiment *experiment = self->input->experiment;
  char *names[2];

  for (int k = 0; k < 2; k++)
    {
      g_autofree char *plain =
          self->axes[k] + 1 == self->model.d && experiment->map.bias
              ? g_strdup (_ ("bias"))
              : pen_feature_map_name (&experiment->map, pen_dataset_d (experiment->data), NULL, self->axes[k]);
      g_autofree char *pretty = pen_view_axis_name (plain);

      names[k] = g_strdup_printf (_ ("|aⱼ|‖wⱼ‖ towards %s"), pretty);
    }
  pen_scene_set_axes (scene, names[0], FALSE, names[1], FALSE);
  g_free (names[0]);
  g_free (names[1]);
}

void
pen_view_neurons (const PenViewInput *input, PenScene *scene)
{
  const double *theta = pen_view_weights (input);
  Chart chart = { .input = input };

  if (!pen_view_has_begun (input, scene) || input->problem == NULL || theta == NULL)
    return;
  pen_experiment_model (input->experiment, input->problem, &chart.model);
  if (pen_model_size (&chart.model) != input->trace->d || chart.model.d < 2)
    return;
  choose_axes (&chart);
  name_axes (&chart, scene);
  pen_scene_set_equal_aspect (scene, TRUE);
  pen_scene_set_viewport (scene, &(PenViewport){ -EDGE, EDGE, -EDGE, EDGE });
  add_circle (scene);
  add_trails (&chart, scene);
  add_neurons (&chart, theta, 1, scene);
  add_neurons (&chart, theta, -1, scene);
  note_norm (&chart, theta, scene);
}

void
pen_view_neurons_hover (const PenViewInput *input, PenScene *scene)
{
  const double *theta = input->trace->frames[*input->hover].w;
  Chart chart = { .input = input };
  g_autofree double *x = NULL;
  g_autofree double *y = NULL;
  double unit;
  gsize width;

  if (input->problem == NULL)
    return;
  pen_experiment_model (input->experiment, input->problem, &chart.model);
  if (pen_model_size (&chart.model) != input->trace->d || chart.model.d < 2)
    return;
  choose_axes (&chart);
  width = chart.model.width;
  x = g_new (double, width);
  y = g_new (double, width);
  unit = heaviest (&chart, theta);
  for (gsize j = 0; j < width; j++)
    place (&chart, theta, unit, j, &x[j], &y[j]);
  pen_scene_add_points (scene, "hover", width, x, y, PEN_MARKER_RING, PEN_HOVER_INK, width > 200 ? 3 : 4.5);
}
