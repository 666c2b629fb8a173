/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictor.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SAMPLES 501
#define MOST_STICKS 2000

/* A regression's curves as they are. A classifier's weights may have any size: its curve is scaled until it touches the
 * nearest label, or, where it errs, until its largest prediction is 1. */
static double
size_of (const PenPredictor *predictor, const PenViewInput *input, const double *w, double *phi)
{
  double nearest = INFINITY, largest = 0;

  if (pen_dataset_task (input->data) != PEN_TASK_CLASSIFICATION)
    return 1;
  for (gsize i = 0; i < pen_dataset_n (input->data); i++)
    {
      double value;

      pen_predictor_evaluate (predictor, pen_dataset_X (input->data) + i, 1, &w, phi, &value);
      nearest = fmin (nearest, value * pen_dataset_y (input->data)[i]);
      largest = fmax (largest, fabs (value));
    }
  return nearest > 0 ? nearest : largest > 0 ? largest : 1;
}

static void
add_sticks (const PenPredictor *predictor, const PenViewInput *input, const double *w, double *phi, PenScene *scene)
{
  gsize n = pen_dataset_n (input->data);
  g_autofree double *x = g_new (double, 3 * n);
  g_autofree double *y = g_new (double, 3 * n);

  if (n > MOST_STICKS || pen_dataset_task (input->data) == PEN_TASK_CLASSIFICATION)
    return;
  for (gsize i = 0; i < n; i++)
    {
      x[3 * i] = x[3 * i + 1] = pen_dataset_X (input->data)[i];
      y[3 * i] = pen_dataset_y (input->data)[i];
      pen_predictor_evaluate (predictor, &x[3 * i], 1, &w, phi, &y[3 * i + 1]);
      x[3 * i + 2] = y[3 * i + 2] = NAN;
    }
  pen_scene_add_line (scene, "residuals", 3 * n, x, y, PEN_INK_MUTED, PEN_DASH_SOLID, 0.8);
}

static void
sample (const PenPredictor *predictor, const PenViewInput *input, const PenViewport *box, const double *w, double *phi,
        double x[SAMPLES], double y[SAMPLES])
{
  double size = size_of (predictor, input, w, phi);

  for (int i = 0; i < SAMPLES; i++)
    {
      double t = (double)i / (SAMPLES - 1);

      x[i] = (1 - t) * box->x_low + t * box->x_high;
      pen_predictor_evaluate (predictor, &x[i], 1, &w, phi, &y[i]);
      y[i] /= size;
    }
}

static void
add_curve (const PenPredictor *predictor, const PenViewInput *input, const PenViewport *box, const double *w, int kind,
           double *phi, PenScene *scene)
{
  PenInk ink = kind < 0 ? PEN_INK_FLOW : pen_solution_ink (kind);
  double x[SAMPLES], y[SAMPLES];

  sample (predictor, input, box, w, phi, x, y);
  pen_scene_add_line (scene, kind < 0 ? "flow" : pen_solution_nick (kind), SAMPLES, x, y, ink, pen_ink_dash (ink),
                      kind < 0 ? 2.2 : 2);
  pen_scene_add_legend (scene, kind < 0 ? _ ("trained") : pen_solution_name (input->solutions[kind]), ink,
                        pen_ink_dash (ink), TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene,
                         kind < 0                          ? "flow residuals"
                         : kind == PEN_SOLUTION_MAX_MARGIN ? "max-margin support"
                                                           : pen_solution_nick (kind),
                         NULL);
}

void
pen_view_curves_hover (const PenViewInput *input, const PenViewport *box, PenScene *scene)
{
  double x[SAMPLES], y[SAMPLES];
  PenPredictor predictor;
  g_autofree double *phi = NULL;

  if (!pen_predictor_init (&predictor, input) || predictor.trained == NULL)
    return;
  phi = g_new (double, predictor.features + 1);
  sample (&predictor, input, box, predictor.trained, phi, x, y);
  pen_scene_add_line (scene, "hover", SAMPLES, x, y, PEN_HOVER_INK, PEN_HOVER_DASH, PEN_HOVER_WIDTH);
}

/* As the kept runs ended. */
static void
add_ghosts (const PenViewInput *input, const PenViewport *box, PenScene *scene)
{
  for (gsize k = 0; k < input->n_kept; k++)
    {
      PenViewInput ghost = pen_view_ghost_input (input, k);
      g_autofree double *phi = NULL;
      double x[SAMPLES], y[SAMPLES];
      PenPredictor predictor;

      if (!pen_view_has_ghost (input, k) || !pen_predictor_init (&predictor, &ghost) || predictor.trained == NULL)
        continue;
      phi = g_new (double, predictor.features + 1);
      sample (&predictor, &ghost, box, predictor.trained, phi, x, y);
      pen_view_ghost_line (k, SAMPLES, x, y, PEN_DASH_SOLID, scene);
      pen_view_ghost_entry (input, k, PEN_DASH_SOLID, scene);
    }
}

void
pen_view_curves (const PenViewInput *input, const PenViewport *box, PenScene *scene)
{
  const double *now;
  PenPredictor predictor;
  g_autofree double *phi = NULL;

  if (!pen_predictor_init (&predictor, input))
    return;
  phi = g_new (double, predictor.features + 1);
  now = predictor.trained;
  add_ghosts (input, box, scene);
  if (now != NULL)
    {
      add_sticks (&predictor, input, now, phi, scene);
      add_curve (&predictor, input, box, now, -1, phi, scene);
    }
  /* On top, since their dashes let the trained curve be seen below. */
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, predictor.features) != NULL)
      add_curve (&predictor, input, box, pen_view_solution (input, kind), kind, phi, scene);
}
