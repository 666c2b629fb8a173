/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report-json.h"

#include <penchant/error.h>
#include <penchant/file.h>
#include <penchant/experiment.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <penchant/linalg.h>
#include <string.h>

/* A neuron fits ψ⁻¹(y), which not every y has: its min-ℓ₂ solution knows. */
static int
interpolable (const PenOutcome *outcome)
{
  const PenSolution *neuron = outcome->solutions[PEN_SOLUTION_MIN_L2];

  if (outcome->experiment->model != PEN_MODEL_NEURON)
    return outcome->problem->interpolable;
  return neuron == NULL || neuron->status == PEN_SOLUTION_FAILED ? -1 : neuron->status == PEN_SOLUTION_OPTIMAL;
}

static void
add_data (JsonBuilder *json, const PenOutcome *outcome)
{
  static const char *const tasks[] = { "regression", "classification", "matrix-sensing" };
  const PenProblem *problem = outcome->problem;
  const PenSolution *margin = outcome->solutions[PEN_SOLUTION_MAX_MARGIN];
  int separable = -1;

  if (problem->task == PEN_TASK_CLASSIFICATION && margin != NULL && margin->status != PEN_SOLUTION_FAILED)
    separable = margin->status == PEN_SOLUTION_OPTIMAL;
  json_builder_set_member_name (json, "data");
  json_builder_begin_object (json);
  pen_json_count (json, "n", problem->n);
  pen_json_count (json, "d", problem->d);
  pen_json_text (json, "task", tasks[problem->task]);
  pen_json_count (json, "rank", problem->rank);
  pen_json_truth (json, "interpolable", interpolable (outcome));
  pen_json_truth (json, "separable", separable);
  json_builder_end_object (json);
}

/* min_i y_i⟨w, x_i⟩ of a unit direction, divided by its norm; NAN for w = 0 and where no w stands for the model */
static double
smallest_margin (const PenProblem *problem, gboolean is_linear, const double *direction, double norm)
{
  double smallest = HUGE_VAL;

  if (problem->task != PEN_TASK_CLASSIFICATION || !is_linear || !(norm > 0))
    return NAN;
  for (gsize i = 0; i < problem->n; i++)
    smallest = MIN (smallest, problem->y[i] * pen_dot (problem->d, problem->X + i * problem->d, direction));
  return smallest / norm;
}

/* Of the trained matrix; NAN for other tasks. */
static double
nuclear_norm (const PenOutcome *outcome)
{
  gsize rows = outcome->experiment->matrix_rows, columns = outcome->experiment->matrix_columns, k = MIN (rows, columns);
  g_autofree double *U = g_new (double, rows *k);
  g_autofree double *sigma = g_new0 (double, k);
  g_autofree double *Vt = g_new (double, k *columns);

  if (outcome->problem->task != PEN_TASK_MATRIX_SENSING || rows * columns != outcome->training->d
      || !pen_svd (rows, columns, outcome->training->w, U, sigma, Vt, NULL))
    return NAN;
  return pen_norm1 (k, sigma);
}

static void
add_training (JsonBuilder *json, const PenOutcome *outcome)
{
  const PenTraining *training = outcome->training;
  const PenProblem *problem = outcome->problem;
  gboolean is_linear =
      outcome->experiment->model != PEN_MODEL_RELU_NETWORK; /* else no linear predictor stands for it */
  const double *direction = training->direction;
  gsize d = training->d;

  json_builder_set_member_name (json, "training");
  json_builder_begin_object (json);
  pen_json_text (json, "status", pen_training_status_nick (training->status));
  pen_json_text (json, "method", pen_method_nick (training->method));
  pen_json_count (json, "steps", training->steps);
  pen_json_number (json, "seconds", training->seconds);
  pen_json_number (json, "time", pow (10, training->log10_time));
  pen_json_number (json, "log10_time", training->log10_time);
  pen_json_number (json, "loss", pow (10, training->log10_loss));
  pen_json_number (json, "log10_loss", training->log10_loss);
  pen_json_vector (json, "w", is_linear ? training->w : NULL, d);
  pen_json_vector (json, "direction", is_linear ? direction : NULL, d);
  pen_json_number (json, "l1-norm", pen_norm1 (d, training->w));
  pen_json_number (json, "l2-norm", pen_norm2 (d, training->w));
  pen_json_number (json, "nuclear-norm", nuclear_norm (outcome));
  pen_json_number (json, "margin", smallest_margin (problem, is_linear, direction, pen_norm2 (d, direction)));
  pen_json_number (json, "l1-margin", smallest_margin (problem, is_linear, direction, pen_norm1 (d, direction)));
  pen_json_number (json, "linf-margin", smallest_margin (problem, is_linear, direction, pen_norm_inf (d, direction)));
  json_builder_end_object (json);
  if (!is_linear)
    pen_report_add_relu (json, outcome);
}

static void
add_certificate (JsonBuilder *json, const PenCertificate *certificate)
{
  json_builder_set_member_name (json, "certificate");
  json_builder_begin_object (json);
  pen_json_number (json, "primal", certificate->primal);
  pen_json_number (json, "dual", certificate->dual);
  pen_json_number (json, "gap", certificate->gap);
  pen_json_vector (json, "multipliers", certificate->multipliers, certificate->n_multipliers);
  json_builder_end_object (json);
}

static void
add_solution (JsonBuilder *json, const PenSolution *solution, const PenTraining *training)
{
  double relative = NAN, angle = NAN;

  if (solution->w != NULL)
    {
      relative = pen_distance_relative (solution->d, training->w, solution->w);
      angle = pen_distance_angle (solution->d, training->direction, solution->w);
    }
  json_builder_begin_object (json);
  pen_json_text (json, "name", pen_solution_nick (solution->kind));
  pen_json_text (json, "status", pen_solution_status_nick (solution->status));
  pen_json_truth (json, "unique", (int)solution->unique);
  pen_json_vector (json, "w", solution->w, solution->d);
  pen_json_number (json, "objective", solution->objective);
  json_builder_set_member_name (json, "support");
  json_builder_begin_array (json);
  for (gsize i = 0; i < solution->n_support; i++)
    json_builder_add_int_value (json, (gint64)solution->support[i] + 1);
  json_builder_end_array (json);
  pen_json_number (json, "margin", solution->margin);
  pen_json_number (json, "seconds", solution->seconds);
  add_certificate (json, &solution->certificate);
  json_builder_set_member_name (json, "distance");
  json_builder_begin_object (json);
  pen_json_number (json, "relative", relative);
  pen_json_number (json, "angle", angle);
  json_builder_end_object (json);
  json_builder_end_object (json);
}

static void
add_theorem (JsonBuilder *json, const PenTheorem *theorem)
{
  json_builder_begin_object (json);
  pen_json_text (json, "name", theorem->name);
  pen_json_truth (json, "applies", theorem->applies ? 1 : 0);
  pen_json_text (json, "why", theorem->why);
  pen_json_text (json, "predicts",
                 theorem->predicts >= 0 ? pen_solution_nick ((PenSolutionKind)theorem->predicts) : NULL);
  pen_json_number (json, "measured", theorem->measured);
  pen_json_text (json, "verdict", pen_verdict_nick (theorem->verdict));
  json_builder_end_object (json);
}

/* json-glib gives a number without a point one more, “.0”, even after an exponent: 1e-12.0 is no JSON. */
static char *
mend_exponents (const char *text)
{
  GString *mended = g_string_sized_new (strlen (text));
  gboolean quoted = FALSE, escaped = FALSE, exponent = FALSE;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"' && !escaped)
        quoted = !quoted;
      escaped = quoted && *c == '\\' && !escaped;
      if (!quoted && (*c == 'e' || *c == 'E') && c > text && g_ascii_isdigit (c[-1]))
        exponent = TRUE;
      else if (quoted || !(g_ascii_isdigit (*c) || *c == '-' || *c == '+' || *c == '.'))
        exponent = FALSE;
      if (exponent && c[0] == '.' && c[1] == '0' && !g_ascii_isdigit (c[2]))
        c++;
      else
        g_string_append_c (mended, *c);
    }
  return g_string_free (mended, FALSE);
}

char *
pen_report_format (const PenOutcome *outcome)
{
  g_autofree char *written = NULL;
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (outcome != NULL, NULL);
  json_builder_begin_object (json);
  pen_json_count (json, "format", 1);
  pen_json_text (json, "title", outcome->experiment->title != NULL ? outcome->experiment->title : "");
  pen_json_text (json, "version", PEN_VERSION);
  add_data (json, outcome);
  add_training (json, outcome);
  json_builder_set_member_name (json, "solutions");
  json_builder_begin_array (json);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (outcome->experiment->solutions[kind] && outcome->solutions[kind] != NULL)
      add_solution (json, outcome->solutions[kind], outcome->training);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "theorems");
  json_builder_begin_array (json);
  for (gsize i = 0; outcome->theory != NULL && i < outcome->theory->n_theorems; i++)
    add_theorem (json, &outcome->theory->theorems[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  written = json_to_string (root, TRUE);
  return mend_exponents (written);
}

gboolean
pen_report_write (const PenOutcome *outcome, const char *path, GError **error)
{
  g_autofree char *text = pen_report_format (outcome);
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  return pen_file_write (path, line, -1, error);
}
