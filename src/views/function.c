/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictor.h"

#include <penchant/relu-line.h>

#include <glib/gi18n-lib.h>

/* A piecewise linear function in the units of the points: kinks and heights inside the box, and the box's two ends. */
typedef struct
{
  gsize n;
  double *x, *y;
} Curve;

static void
curve_clear (Curve *self)
{
  g_free (self->x);
  g_free (self->y);
}

/* @kinks: n, rising, in the units the network sees. Everything but the heights. */
static void
curve_init (Curve *self, const PenPredictor *predictor, const PenViewport *box, gsize n, const double *kinks)
{
  self->x = g_new (double, n + 2);
  self->y = g_new (double, n + 2);
  self->n = 0;
  self->x[self->n++] = box->x_low;
  for (gsize k = 0; k < n; k++)
    {
      double x = predictor->mean[0] + predictor->scale[0] * kinks[k];

      if (x > box->x_low && x < box->x_high)
        self->x[self->n++] = x;
    }
  self->x[self->n++] = box->x_high;
}

static void
add_network (const PenPredictor *predictor, const PenReluLine *line, const PenViewport *box, PenRange *range,
             PenScene *scene)
{
  g_autofree double *phi = g_new (double, predictor->features);
  Curve curve;

  curve_init (&curve, predictor, box, line->n_kinks, line->kinks);
  for (gsize i = 0; i < curve.n; i++)
    {
      pen_predictor_evaluate (predictor, &curve.x[i], 1, &predictor->trained, phi, &curve.y[i]);
      pen_range_add (range, curve.y[i]);
    }
  pen_scene_add_line (scene, "flow", curve.n, curve.x, curve.y, PEN_INK_FLOW, PEN_DASH_SOLID, 2.2);
  if (curve.n > 2)
    pen_scene_add_points (scene, "kinks", curve.n - 2, curve.x + 1, curve.y + 1, PEN_MARKER_DIAMOND, PEN_INK_ACCENT, 3);
  pen_scene_add_legend (scene, _ ("trained"), PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "flow", NULL);
  pen_scene_add_legend (scene, _ ("kinks"), PEN_INK_ACCENT, PEN_DASH_SOLID, FALSE, PEN_MARKER_DIAMOND);
  pen_scene_bind_legend (scene, "kinks", NULL);
  curve_clear (&curve);
}

/* Through the points: from the first one the slopes lead to all others. */
static void
add_spline (const PenPredictor *predictor, const PenProblem *problem, const PenReluLine *line, const PenViewport *box,
            PenRange *range, PenScene *scene)
{
  double x = predictor->mean[0] + predictor->scale[0] * problem->X[0], y = problem->y[0];
  Curve curve;

  curve_init (&curve, predictor, box, line->n_kinks, line->kinks);
  for (gsize i = 0; i < curve.n; i++)
    {
      double at = x, to = curve.x[i], height = y;

      for (gsize k = 0; k <= line->n_kinks; k++)
        {
          double low = k > 0 ? predictor->mean[0] + predictor->scale[0] * line->kinks[k - 1] : -HUGE_VAL;
          double high = k < line->n_kinks ? predictor->mean[0] + predictor->scale[0] * line->kinks[k] : HUGE_VAL;
          double run = CLAMP (to, low, high) - CLAMP (at, low, high);

          height += line->slopes[k] / predictor->scale[0] * run;
        }
      curve.y[i] = height;
      pen_range_add (range, height);
    }
  pen_scene_add_line (scene, "spline", curve.n, curve.x, curve.y, PEN_INK_MIN_L1, PEN_DASH_DOTTED, 2);
  pen_scene_add_legend (scene, _ ("least ∫|f″|"), PEN_INK_MIN_L1, PEN_DASH_DOTTED, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "spline", NULL);
  curve_clear (&curve);
}

static gboolean
find_spline (const PenProblem *problem, PenReluLine *line, GError **error)
{
  g_autofree double *x = g_new (double, problem->n);

  for (gsize i = 0; i < problem->n; i++)
    x[i] = problem->X[i * problem->d];
  return pen_relu_line_of_spline (problem->n, x, problem->y, line, error);
}

static void
note_variation (const PenReluLine *network, const PenReluLine *spline, double scale, PenScene *scene)
{
  g_autofree char *has = network != NULL ? pen_view_number (network->variation / scale) : NULL;
  g_autofree char *least = spline != NULL ? pen_view_number (spline->variation / scale) : NULL;
  g_autofree char *note = NULL;

  if (has != NULL && least != NULL)
    note = g_strdup_printf (_ ("∫|f″| = %s, the least through the points %s"), has, least);
  else if (has != NULL)
    note = g_strdup_printf (_ ("∫|f″| = %s; no function goes through two heights at one x"), has);
  pen_scene_set_note (scene, note);
}

static void
add_points (const PenViewInput *input, PenRange *range, PenScene *scene)
{
  const double *y = pen_dataset_y (input->data);
  gsize n = pen_dataset_n (input->data);

  for (gsize i = 0; i < n; i++)
    pen_range_add (range, y[i]);
  pen_scene_add_points (scene, "positive", n, pen_dataset_X (input->data), y, PEN_MARKER_DISC, PEN_INK_POSITIVE, 5.5);
}

static void
draw (const PenViewInput *input, const PenPredictor *predictor, PenViewport *box, PenScene *scene)
{
  g_auto (PenReluLine) network = { 0 };
  g_auto (PenReluLine) spline = { 0 };
  gboolean has_spline = find_spline (input->problem, &spline, NULL), has_network = FALSE;
  PenRange range = PEN_RANGE_EMPTY;
  double pad;

  if (predictor->trained != NULL)
    has_network = pen_relu_line_of_network (&predictor->model, predictor->trained, &network, NULL);
  if (has_network)
    add_network (predictor, &network, box, &range, scene);
  /* On top, since its dots let the trained curve be seen below. */
  if (has_spline)
    add_spline (predictor, input->problem, &spline, box, &range, scene);
  add_points (input, &range, scene);
  pad = range.high > range.low ? 0.08 * (range.high - range.low) : 1;
  box->y_low = range.low - pad;
  box->y_high = range.high + pad;
  note_variation (has_network ? &network : NULL, has_spline ? &spline : NULL, predictor->scale[0], scene);
}

void
pen_view_function (const PenViewInput *input, PenScene *scene)
{
  PenPredictor predictor;
  PenViewport box;
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  if (input->problem == NULL || !pen_predictor_init (&predictor, input))
    {
      pen_view_has_begun (input, scene);
      return;
    }
  x = pen_view_axis_name (pen_dataset_name (input->data, 0));
  y = pen_view_axis_name (pen_dataset_target (input->data));
  pen_scene_set_axes (scene, x, FALSE, y, FALSE);
  pen_view_fit_data (input->experiment, &box);
  if (input->viewport != NULL)
    {
      box.x_low = input->viewport->x_low;
      box.x_high = input->viewport->x_high;
    }
  draw (input, &predictor, &box, scene);
  pen_scene_set_viewport (scene, &box);
}
