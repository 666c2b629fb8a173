/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report-json.h"

#include <math.h>
#include <penchant/linalg.h>
#include <penchant/relu.h>

/* To a full turn: the bound of the margin is then within about 2π/720 max‖x_i‖ of it, and in space, where as many would
 * be 165,000 directions, three times that. */
#define DIRECTIONS_IN_THE_PLANE 720
#define DIRECTIONS_IN_SPACE 240

static void
add_kkt (JsonBuilder *json, const PenOutcome *outcome, const PenModel *model)
{
  const PenTraining *training = outcome->training;
  g_auto (PenReluKkt) kkt = { 0 };
  double size = pen_norm2 (training->d, training->w);
  gboolean known = pen_relu_kkt_measure (model, outcome->problem, training->w, &kkt, NULL, NULL);
  gboolean positive = known && kkt.n_multipliers > 0;

  pen_json_number (json, "margin", known ? kkt.margin : (double)NAN);
  pen_json_number (json, "normalized-margin", known && size > 0 ? kkt.margin / (size * size) : (double)NAN);
  pen_json_number (json, "kkt-residual", positive ? kkt.residual : (double)NAN);
  pen_json_number (json, "kkt-gap", positive ? kkt.gap : (double)NAN);
  pen_json_vector (json, "kkt-multipliers", kkt.multipliers, kkt.n_multipliers);
}

static void
add_f1_margin (JsonBuilder *json, const PenProblem *problem)
{
  g_auto (PenReluMargin) best = { 0 };
  gsize resolution = problem->d == 2 ? DIRECTIONS_IN_THE_PLANE : DIRECTIONS_IN_SPACE;
  gboolean known =
      (problem->d == 2 || problem->d == 3) && pen_relu_margin_solve (problem, resolution, &best, NULL, NULL);

  pen_json_number (json, "f1-margin", known ? best.margin : (double)NAN);
  pen_json_number (json, "f1-margin-bound", known ? best.upper : (double)NAN);
}

/* One input and its bias: X's columns are (input, 1). */
static gboolean
is_a_line (const PenProblem *problem)
{
  for (gsize i = 0; problem->d == 2 && i < problem->n; i++)
    if (problem->X[2 * i + 1] != 1)
      return FALSE;
  return problem->d == 2;
}

static void
add_line (JsonBuilder *json, const PenOutcome *outcome, const PenModel *model)
{
  const PenProblem *problem = outcome->problem;
  g_auto (PenReluLine) line = { 0 }, spline = { 0 };
  g_autofree double *x = g_new (double, problem->n);
  gboolean least;

  if (!is_a_line (problem) || !pen_relu_line_of_network (model, outcome->training->w, &line, NULL))
    return;
  for (gsize i = 0; i < problem->n; i++)
    x[i] = problem->X[2 * i];
  least = problem->task == PEN_TASK_REGRESSION && pen_relu_line_of_spline (problem->n, x, problem->y, &spline, NULL);
  pen_json_vector (json, "kinks", line.kinks, line.n_kinks);
  pen_json_vector (json, "slopes", line.slopes, line.n_kinks + 1);
  pen_json_number (json, "variation", line.variation);
  pen_json_number (json, "least-variation", least ? spline.variation : (double)NAN);
}

void
pen_report_add_relu (JsonBuilder *json, const PenOutcome *outcome)
{
  PenModel model;

  pen_experiment_model (outcome->experiment, outcome->problem, &model);
  json_builder_set_member_name (json, "relu");
  json_builder_begin_object (json);
  pen_json_vector (json, "theta", outcome->training->w, outcome->training->d);
  if (outcome->problem->task == PEN_TASK_CLASSIFICATION)
    {
      add_kkt (json, outcome, &model);
      add_f1_margin (json, outcome->problem);
    }
  add_line (json, outcome, &model);
  json_builder_end_object (json);
}
