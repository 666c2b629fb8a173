/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SAMPLES 201

/* Vertical axis: the second feature of a classification, the target of a regression, 0 for points on a line. */
static double
height_of (const PenDataset *data, gsize row)
{
  gsize d = pen_dataset_d (data);

  if (pen_dataset_task (data) != PEN_TASK_CLASSIFICATION)
    return pen_dataset_y (data)[row];
  return d > 1 ? pen_dataset_X (data)[row * d + 1] : 0;
}

void
pen_view_fit_data (const PenExperiment *experiment, PenViewport *viewport)
{
  const PenDataset *data = experiment != NULL ? experiment->data : NULL;
  gsize n = data != NULL ? pen_dataset_n (data) : 0;
  double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY }, pad[2];

  *viewport = (PenViewport){ -3, 3, -3, 3 };
  if (n == 0)
    return;
  for (gsize i = 0; i < n; i++)
    {
      double at[2] = { pen_dataset_X (data)[i * pen_dataset_d (data)], height_of (data, i) };

      for (int k = 0; k < 2; k++)
        {
          low[k] = fmin (low[k], at[k]);
          high[k] = fmax (high[k], at[k]);
        }
    }
  for (int k = 0; k < 2; k++)
    pad[k] = high[k] > low[k] ? 0.12 * (high[k] - low[k]) : fmax (1, 0.1 * fabs (low[k]));
  *viewport = (PenViewport){ low[0] - pad[0], high[0] + pad[0], low[1] - pad[1], high[1] + pad[1] };
}

static void
add_class (const PenViewInput *input, PenScene *scene, int sign)
{
  gsize n = pen_dataset_n (input->data), d = pen_dataset_d (input->data), count = 0;
  g_autofree double *x = g_new (double, n + 1);
  g_autofree double *y = g_new (double, n + 1);
  gboolean regression = pen_dataset_task (input->data) != PEN_TASK_CLASSIFICATION;

  for (gsize i = 0; i < n; i++)
    if (regression || (pen_dataset_y (input->data)[i] < 0) == (sign < 0))
      {
        x[count] = pen_dataset_X (input->data)[i * d];
        y[count++] = height_of (input->data, i);
      }
  if (count > 0)
    pen_scene_add_points (scene, sign < 0 ? "negative" : "positive", count, x, y,
                          sign < 0 ? PEN_MARKER_DIAMOND : PEN_MARKER_DISC,
                          sign < 0 ? PEN_INK_NEGATIVE : PEN_INK_POSITIVE, 5);
}

static void
add_selected (const PenViewInput *input, PenScene *scene)
{
  for (gsize i = 0; input->selected != NULL && i < pen_dataset_n (input->data); i++)
    if (input->selected[i])
      {
        double x = pen_dataset_X (input->data)[i * pen_dataset_d (input->data)], y = height_of (input->data, i);

        pen_scene_add_points (scene, NULL, 1, &x, &y, PEN_MARKER_RING, PEN_INK_ACCENT, 9);
      }
}

/* The line w₁x₁ + w₂x₂ + b = level, long enough to cross any box around the viewport. */
static void
add_boundary (PenScene *scene, const char *id, const double *w, double bias, double level, const PenViewport *box,
              PenInk ink, double width)
{
  double square = w[0] * w[0] + w[1] * w[1], reach, cx, cy, x[2], y[2];

  if (!(square > 0) || !isfinite (square))
    return;
  reach = 4 * hypot (box->x_high - box->x_low, box->y_high - box->y_low) / sqrt (square);
  cx = (box->x_low + box->x_high) / 2;
  cy = (box->y_low + box->y_high) / 2;
  level = (level - bias - w[0] * cx - w[1] * cy) / square;
  for (int k = 0; k < 2; k++)
    {
      double along = k == 0 ? -reach : reach;

      x[k] = cx + level * w[0] - along * w[1];
      y[k] = cy + level * w[1] + along * w[0];
    }
  /* The side where the flow says +1 and the side where it says −1. */
  for (int sign = -1; ink == PEN_INK_FLOW && sign <= 1; sign += 2)
    {
      double shift_x = sign * reach * w[0], shift_y = sign * reach * w[1];
      double px[4] = { x[0], x[1], x[1] + shift_x, x[0] + shift_x };
      double py[4] = { y[0], y[1], y[1] + shift_y, y[0] + shift_y };

      pen_scene_add_polygon (scene, sign < 0 ? "side-negative" : "side-positive", 4, px, py,
                             sign < 0 ? PEN_INK_NEGATIVE : PEN_INK_POSITIVE, 0.07);
    }
  pen_scene_add_line (scene, id, 2, x, y, ink, pen_ink_dash (ink), width);
}

static void
add_curve (const PenViewInput *input, PenScene *scene, const char *id, const double *w, const PenViewport *box,
           PenInk ink, double width)
{
  double x[SAMPLES], y[SAMPLES];
  gsize features;

  if (!pen_feature_map_width (&input->experiment->map, 1, &features, NULL) || features != input->problem->d)
    return;
  for (int i = 0; i < SAMPLES; i++)
    {
      g_autofree double *row = g_new (double, features);

      x[i] = box->x_low + (box->x_high - box->x_low) * i / (SAMPLES - 1);
      y[i] = 0;
      if (!pen_feature_map_apply (&input->experiment->map, 1, 1, &x[i], row, NULL))
        y[i] = NAN; /* a power that overflows: the line breaks there */
      for (gsize j = 0; j < features; j++)
        y[i] += row[j] * w[j];
    }
  pen_scene_add_line (scene, id, SAMPLES, x, y, ink, pen_ink_dash (ink), width);
}

static gboolean
add_predictor (const PenViewInput *input, PenScene *scene, const char *id, const double *w, const PenViewport *box,
               PenInk ink, double width)
{
  gsize d = pen_dataset_d (input->data);
  const PenFeatureMap *map = &input->experiment->map;

  /* A centred or scaled problem has weights for other coordinates than the ones drawn. */
  if (input->problem == NULL || input->experiment->center || input->experiment->standardize)
    return FALSE;
  if (d == 1)
    {
      add_curve (input, scene, id, w, box, ink, width);
      return TRUE;
    }
  if (d == 2 && input->problem->task == PEN_TASK_CLASSIFICATION && map->kind == PEN_FEATURES_IDENTITY)
    {
      double bias = map->bias && input->problem->d == 3 ? w[2] : 0;

      add_boundary (scene, id, w, bias, 0, box, ink, width);
      if (ink == PEN_INK_MAX_MARGIN)
        {
          add_boundary (scene, "margin-positive", w, bias, 1, box, ink, 1);
          add_boundary (scene, "margin-negative", w, bias, -1, box, ink, 1);
        }
      return TRUE;
    }
  return FALSE;
}

static void
add_support (const PenViewInput *input, PenScene *scene)
{
  const PenSolution *solution = input->solutions[PEN_SOLUTION_MAX_MARGIN];

  if (pen_view_solution (input, PEN_SOLUTION_MAX_MARGIN) == NULL)
    return;
  for (gsize i = 0; i < solution->n_support; i++)
    if (solution->support[i] < pen_dataset_n (input->data))
      {
        gsize row = solution->support[i];
        double x = pen_dataset_X (input->data)[row * pen_dataset_d (input->data)], y = height_of (input->data, row);

        pen_scene_add_points (scene, NULL, 1, &x, &y, PEN_MARKER_RING, PEN_INK_MAX_MARGIN, 9);
      }
}

void
pen_view_data (const PenViewInput *input, PenScene *scene)
{
  const double *w = pen_view_weights (input);
  PenViewport box;
  gboolean classes, scaled;
  g_autofree char *label = NULL;

  pen_view_fit_data (input->experiment, &box);
  if (input->viewport != NULL)
    box = *input->viewport;
  pen_scene_set_viewport (scene, &box);
  if (input->data == NULL || pen_dataset_n (input->data) == 0)
    {
      pen_scene_set_axes (scene, "x₁", FALSE, "x₂", FALSE);
      pen_scene_set_message (scene, _ ("Click to place a point"));
      return;
    }
  classes = pen_dataset_task (input->data) == PEN_TASK_CLASSIFICATION;
  scaled = input->experiment->center || input->experiment->standardize;
  label = scaled ? g_strdup_printf (_ ("%s (before centring or scaling)"), pen_dataset_name (input->data, 0))
                 : g_strdup (pen_dataset_name (input->data, 0));
  pen_scene_set_axes (scene, label, FALSE,
                      !classes                          ? pen_dataset_target (input->data)
                      : pen_dataset_d (input->data) > 1 ? pen_dataset_name (input->data, 1)
                                                        : _ ("prediction"),
                      FALSE);
  pen_scene_set_equal_aspect (scene, classes && pen_dataset_d (input->data) > 1);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution (input, kind) != NULL)
      {
        PenInk ink = pen_solution_ink (kind);
        gboolean drawn =
            add_predictor (input, scene, pen_solution_nick (kind), pen_view_solution (input, kind), &box, ink, 1.6);

        if (drawn)
          pen_scene_add_legend (scene, pen_solution_label (kind), ink, pen_ink_dash (ink), TRUE, PEN_MARKER_DISC);
      }
  if (w != NULL)
    add_predictor (input, scene, "flow", w, &box, PEN_INK_FLOW, 2.2);
  add_support (input, scene);
  add_class (input, scene, 1);
  if (classes)
    add_class (input, scene, -1);
  add_selected (input, scene);
}
