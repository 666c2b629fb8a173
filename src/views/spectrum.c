/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>

#define MODES 8     /* more of them would hide each other */
#define FLOOR 1e-17 /* stands for 0 */
#define MODE_FRAMES 256
#define FEWEST 40
#define SVD_PRODUCTS 3.6e6 /* what the singular values of all frames may take together */
#define UNREACHED 1e-12    /* of ‖y‖: a mode in which there is nothing to learn */

typedef struct
{
  const PenViewInput *input;
  PenTimeAxis time;
  PenFrameChoice frames;
  PenRange range;
  double least; /* singular values from here on are drawn */
} Chart;

static void
name_value (gsize k, double value, PenInk ink, PenDash dash, PenScene *scene)
{
  g_autofree char *id = g_strdup_printf (isnan (value) ? "value-%zu" : "mode-%zu", k + 1);
  g_autofree char *index = pen_view_indexed ("σ", k);
  g_autofree char *number = pen_view_number (value);
  g_autofree char *label = isnan (value) ? g_strdup (index) : g_strdup_printf ("%s = %s", index, number);

  g_autofree char *error = isnan (value) ? NULL : g_strdup_printf (_ ("error of mode %zu"), k + 1);

  pen_scene_add_legend (scene, label, ink, dash, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, id, error);
}

/* The values of least nuclear norm, at the right edge. */
static void
add_goal (Chart *self, gsize rows, gsize columns, gsize count, PenScene *scene)
{
  const double *w = pen_view_solution_of (self->input, PEN_SOLUTION_MIN_NUCLEAR, rows * columns);
  gsize k = MIN (rows, columns);
  g_autofree double *U = g_new (double, rows *k);
  g_autofree double *Vt = g_new (double, k *columns);
  g_autofree double *sigma = g_new (double, k);
  double x[3 * PEN_HUES], y[3 * PEN_HUES];
  PenInk ink = PEN_INK_MIN_NUCLEAR;

  if (w == NULL || !pen_svd (rows, columns, w, U, sigma, Vt, NULL))
    return;
  for (gsize i = 0; i < count; i++)
    {
      x[3 * i] = pen_time_axis_along (&self->time, 1);
      x[3 * i + 1] = pen_time_axis_along (&self->time, 1.03);
      y[3 * i] = y[3 * i + 1] = sigma[i] > self->least ? sigma[i] : (double)NAN;
      x[3 * i + 2] = y[3 * i + 2] = NAN;
      pen_range_add (&self->range, y[3 * i]);
    }
  pen_scene_add_line (scene, pen_solution_nick (PEN_SOLUTION_MIN_NUCLEAR), 3 * count, x, y, ink, PEN_DASH_SOLID, 3.5);
  pen_scene_add_legend (scene, pen_solution_label (PEN_SOLUTION_MIN_NUCLEAR), ink, PEN_DASH_SOLID, FALSE,
                        PEN_MARKER_SQUARE);
  pen_scene_bind_legend (scene, pen_solution_nick (PEN_SOLUTION_MIN_NUCLEAR), NULL);
}

/* The largest singular values of the first rows · columns entries of each frame, read as a matrix row by row. */
static void
draw_values (Chart *self, gsize rows, gsize columns, PenScene *scene)
{
  gsize k = MIN (rows, columns), count = MIN (k, PEN_HUES), n;
  g_autofree double *U = g_new (double, rows *k);
  g_autofree double *Vt = g_new (double, k *columns);
  g_autofree double *sigma = g_new (double, k);
  g_autofree double *y = NULL;
  double cost = 20 * (double)(rows * columns * k) + 4000;

  pen_frame_choice_make (self->input->trace, &self->time, (gsize)CLAMP (SVD_PRODUCTS / cost, FEWEST, PEN_FRAMES),
                         &self->frames);
  n = self->frames.n;
  y = g_new (double, n *count);
  for (gsize i = 0; i < n; i++)
    {
      gboolean found =
          isfinite (self->frames.x[i])
          && pen_svd (rows, columns, self->input->trace->frames[self->frames.index[i]].w, U, sigma, Vt, NULL);

      for (gsize j = 0; j < count; j++)
        {
          y[j * n + i] = found && sigma[j] > self->least ? sigma[j] : (double)NAN;
          pen_range_add (&self->range, y[j * n + i]);
        }
    }
  for (gsize j = count; j-- > 0;)
    {
      g_autofree char *id = g_strdup_printf ("value-%zu", j + 1);

      pen_scene_add_line (scene, id, n, self->frames.x, y + j * n, pen_view_hue (j), pen_view_hue_dash (j), 2);
    }
  for (gsize j = 0; j < count; j++)
    name_value (j, NAN, pen_view_hue (j), pen_view_hue_dash (j), scene);
  add_goal (self, rows, columns, count, scene);
}

static void
show_values (Chart *self, gsize rows, gsize columns, PenScene *scene)
{
  gboolean has_goal = pen_view_solution_of (self->input, PEN_SOLUTION_MIN_NUCLEAR, rows * columns) != NULL;

  gboolean log = self->input->scales[PEN_VIEW_AXIS_VALUE] == PEN_AXIS_LOGARITHMIC;

  self->range = log ? (PenRange)PEN_RANGE_EMPTY : (PenRange){ 0, 0 };
  self->least = log ? FLOOR : -1;
  pen_scene_set_axes (scene, pen_time_axis_name (&self->time), self->time.logarithmic, _ ("singular values of W"), log);
  draw_values (self, rows, columns, scene);
  pen_time_axis_show (&self->time, self->input, &self->range, log, has_goal ? 0.03 : 0, scene);
}

/* Gradient flow of a linear model from 0 forgets mode k like e^{−σ_k² t}. */
static gboolean
has_rates (const PenExperiment *experiment)
{
  return experiment->model == PEN_MODEL_LINEAR && experiment->start == NULL && experiment->loss == PEN_LOSS_SQUARED
         && experiment->method == PEN_METHOD_GRADIENT_FLOW;
}

/* Where each curve is to cross 1/e. */
static void
add_rates (const Chart *self, gsize count, const gsize *modes, PenScene *scene)
{
  double x[MODES], y[MODES];

  for (gsize i = 0; i < count; i++)
    {
      x[i] = pen_time_axis_place (&self->time, -2 * log10 (self->input->problem->sigma[modes[i]]));
      y[i] = exp (-1);
    }
  pen_scene_add_points (scene, "rates", count, x, y, PEN_MARKER_RING, PEN_INK_TEXT, 6);
  pen_scene_add_legend (scene, "t = 1/σ²", PEN_INK_TEXT, PEN_DASH_SOLID, FALSE, PEN_MARKER_RING);
  pen_scene_bind_legend (scene, "rates", NULL);
}

/* At most MODES of the modes in which y has something to learn, evenly many; @goal: ⟨v_k, w⟩ in the end. */
static gsize
choose_modes (const PenProblem *problem, gsize modes[MODES], double goal[MODES])
{
  g_autofree gsize *found = g_new (gsize, problem->rank + 1);
  g_autofree double *share = g_new (double, problem->k);
  double least = UNREACHED * pen_norm2 (problem->n, problem->y);
  gsize n = 0, count;

  pen_gemv_t (problem->n, problem->k, problem->U, problem->y, share);
  for (gsize k = 0; k < problem->rank; k++)
    if (fabs (share[k]) > least)
      found[n++] = k;
  count = MIN (n, MODES);
  for (gsize i = 0; i < count; i++)
    {
      modes[i] = found[n > MODES ? i * (n - 1) / (MODES - 1) : i];
      goal[i] = share[modes[i]] / problem->sigma[modes[i]];
    }
  return count;
}

static void
draw_modes (Chart *self, PenScene *scene)
{
  const PenProblem *problem = self->input->problem;
  double goal[MODES];
  gsize modes[MODES], count = choose_modes (problem, modes, goal), n;
  g_autofree double *y = NULL;

  pen_frame_choice_make (self->input->trace, &self->time, MODE_FRAMES, &self->frames);
  n = self->frames.n;
  y = g_new (double, n *MAX (count, 1));
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < count; j++)
      {
        const double *w = self->input->trace->frames[self->frames.index[i]].w;
        double reached = pen_dot (problem->d, problem->Vt + modes[j] * problem->d, w);

        y[j * n + i] = fmax (FLOOR, fabs (reached / goal[j] - 1));
        if (isfinite (self->frames.x[i]))
          pen_range_add (&self->range, y[j * n + i]);
      }
  for (gsize j = count; j-- > 0;)
    {
      g_autofree char *id = g_strdup_printf ("mode-%zu", modes[j] + 1);

      pen_scene_add_line (scene, id, n, self->frames.x, y + j * n, pen_view_hue (j), pen_view_hue_dash (j), 2);
    }
  for (gsize j = 0; j < count; j++)
    name_value (modes[j], problem->sigma[modes[j]], pen_view_hue (j), pen_view_hue_dash (j), scene);
  if (has_rates (self->input->experiment) && count > 0)
    add_rates (self, count, modes, scene);
}

static void
show_modes (Chart *self, PenScene *scene)
{
  gboolean log = self->input->scales[PEN_VIEW_AXIS_VALUE] != PEN_AXIS_LINEAR;

  pen_scene_set_axes (scene, pen_time_axis_name (&self->time), self->time.logarithmic,
                      _ ("relative error of each mode of X"), log);
  draw_modes (self, scene);
  pen_time_axis_show (&self->time, self->input, &self->range, log, 0, scene);
}

void
pen_view_spectrum (const PenViewInput *input, PenScene *scene)
{
  const PenExperiment *experiment = input->experiment;
  Chart chart = { .input = input, .range = PEN_RANGE_EMPTY };

  if (!pen_view_has_begun (input, scene) || input->problem == NULL)
    return;
  pen_time_axis_init (input, &chart.time);
  if (experiment->model == PEN_MODEL_RELU_NETWORK && input->trace->d == experiment->width * (input->problem->d + 1))
    show_values (&chart, experiment->width, input->problem->d, scene);
  else if (experiment->matrix_rows > 0 && input->trace->d == experiment->matrix_rows * experiment->matrix_columns)
    show_values (&chart, experiment->matrix_rows, experiment->matrix_columns, scene);
  else if (input->trace->d == input->problem->d)
    show_modes (&chart, scene);
}
