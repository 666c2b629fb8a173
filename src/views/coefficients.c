/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <penchant/incremental.h>
#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#define GREY_LINES 60  /* of what has no colour; the rest lies in the band behind */
#define FEW_FRAMES 128 /* of those and of the kept runs */
#define COLUMN 0.022   /* of the width, a solution's ticks */
#define WHITE 1e-6

typedef struct
{
  const PenViewInput *input;
  PenTimeAxis time;
  PenFrameChoice frames;
  gsize d, coloured, *order; /* order: d, the largest at the end first */
  PenRange range;
} Chart;

/* The coloured weights of the chosen frames, n of each, frame by frame, since a frame's weights lie together. */
static double *
heights_of (Chart *self, const PenTrace *trace, const PenFrameChoice *frames)
{
  gsize n = frames->n;
  double *y = g_new (double, n * self->coloured);

  for (gsize i = 0; i < n; i++)
    {
      const double *w = trace->frames[frames->index[i]].w;
      double size = pen_view_size (self->input, self->d, w);

      for (gsize k = 0; k < self->coloured; k++)
        {
          y[k * n + i] = size * w[self->order[k]];
          if (isfinite (frames->x[i]))
            pen_range_add (&self->range, y[k * n + i]);
        }
    }
  return y;
}

/* The same weights of the kept runs, each with its dash, below the run's own. */
static void
add_ghosts (Chart *self, PenScene *scene)
{
  for (gsize k = 0; k < self->input->n_kept; k++)
    {
      const PenTrace *trace = self->input->kept[k]->trace;
      g_autofree double *y = NULL;
      PenFrameChoice few;

      if (!pen_view_is_comparable (self->input, k))
        continue;
      pen_frame_choice_make (trace, &self->time, FEW_FRAMES, &few);
      y = heights_of (self, trace, &few);
      for (gsize j = 0; j < self->coloured; j++)
        pen_view_ghost_line (k, few.n, few.x, y + j * few.n, pen_view_hue_dash (j), scene);
    }
}

static void
add_coloured (Chart *self, PenScene *scene)
{
  gsize n = self->frames.n;
  g_autofree double *y = heights_of (self, self->input->trace, &self->frames);

  for (gsize k = self->coloured; k-- > 0;)
    {
      g_autofree char *id = g_strdup_printf ("weight-%zu", self->order[k] + 1);

      pen_scene_add_line (scene, id, n, self->frames.x, y + k * n, pen_view_hue (k), pen_view_hue_dash (k), 2);
    }
  for (gsize k = 0; k < self->coloured; k++)
    {
      g_autofree char *name = pen_view_weight_short (self->input->experiment, self->d, self->order[k]);
      g_autofree char *reading = pen_view_weight_title (self->input->experiment, self->d, self->order[k]);
      g_autofree char *id = g_strdup_printf ("weight-%zu", self->order[k] + 1);

      pen_scene_add_legend (scene, name, pen_view_hue (k), pen_view_hue_dash (k), TRUE, PEN_MARKER_DISC);
      pen_scene_bind_legend (scene, id, reading);
    }
}

static void
add_band (const PenFrameChoice *few, const double *low, const double *high, PenScene *scene)
{
  double x[2 * (FEW_FRAMES + 2)], y[2 * (FEW_FRAMES + 2)];
  gsize n = 0;

  for (gsize i = 0; i < few->n; i++)
    if (isfinite (few->x[i]))
      {
        x[n] = few->x[i];
        y[n++] = low[i];
      }
  for (gsize i = few->n; i-- > 0;)
    if (isfinite (few->x[i]))
      {
        x[n] = few->x[i];
        y[n++] = high[i];
      }
  if (n > 2)
    pen_scene_add_polygon (scene, "others-band", n, x, y, PEN_INK_AXIS, 0.15);
}

/* Everything without a colour at one frame: its ends, and the largest of it at @y, @stride apart. */
static void
look_at_grey (Chart *self, const double *w, gsize lines, double *y, gsize stride, double *low, double *high)
{
  double size = pen_view_size (self->input, self->d, w);

  *low = INFINITY;
  *high = -INFINITY;
  for (gsize k = self->coloured; k < self->d; k++)
    {
      double value = size * w[self->order[k]];

      *low = fmin (*low, value);
      *high = fmax (*high, value);
      if (k - self->coloured < lines)
        y[(k - self->coloured) * stride] = value;
    }
}

static void
add_grey (Chart *self, PenScene *scene)
{
  gsize lines = MIN (self->d - self->coloured, GREY_LINES), n;
  PenFrameChoice few;
  g_autofree double *x = NULL;
  g_autofree double *y = NULL;
  double low[FEW_FRAMES + 2], high[FEW_FRAMES + 2];

  if (lines == 0)
    return;
  pen_frame_choice_make (self->input->trace, &self->time, FEW_FRAMES, &few);
  n = few.n + 1; /* and a gap */
  x = g_new (double, n *lines);
  y = g_new (double, n *lines);
  for (gsize i = 0; i < few.n; i++)
    {
      look_at_grey (self, self->input->trace->frames[few.index[i]].w, lines, y + i, n, &low[i], &high[i]);
      if (!isfinite (few.x[i]))
        continue;
      pen_range_add (&self->range, low[i]);
      pen_range_add (&self->range, high[i]);
    }
  for (gsize k = 0; k < lines; k++)
    {
      memcpy (x + k * n, few.x, few.n * sizeof *x);
      x[k * n + few.n] = y[k * n + few.n] = NAN;
    }
  add_band (&few, low, high, scene);
  pen_scene_add_line (scene, "others", n * lines, x, y, PEN_INK_AXIS, PEN_DASH_SOLID, 0.8);
}

/* Where the solutions have what the coloured weights grow to, each solution in a column of its own at the right edge.
 */
static void
add_ticks (Chart *self, PenSolutionKind kind, double column, PenScene *scene)
{
  const double *w = pen_view_solution (self->input, kind);
  double size = pen_view_size (self->input, self->d, w), x[3 * PEN_HUES], y[3 * PEN_HUES];
  double left = pen_time_axis_along (&self->time, 1 + column * COLUMN),
         right = pen_time_axis_along (&self->time, 1 + (column + 1) * COLUMN);

  for (gsize k = 0; k < self->coloured; k++)
    {
      double height = size * w[self->order[k]];

      pen_range_add (&self->range, height);
      x[3 * k] = left;
      x[3 * k + 1] = right;
      y[3 * k] = y[3 * k + 1] = height;
      x[3 * k + 2] = y[3 * k + 2] = NAN;
    }
  pen_scene_add_line (scene, pen_solution_nick (kind), 3 * self->coloured, x, y, pen_solution_ink (kind),
                      PEN_DASH_SOLID, 3.5);
  pen_scene_add_legend (scene, pen_solution_name (self->input->solutions[kind]), pen_solution_ink (kind),
                        PEN_DASH_SOLID, FALSE, PEN_MARKER_SQUARE);
  pen_scene_bind_legend (scene, pen_solution_nick (kind), NULL);
}

/* pen_incremental_predict() is about these data only. */
static gboolean
is_incremental (const PenViewInput *input)
{
  const PenExperiment *experiment = input->experiment;
  const PenProblem *problem = input->problem;

  return problem != NULL && problem->task != PEN_TASK_CLASSIFICATION && experiment->loss == PEN_LOSS_SQUARED
         && experiment->model == PEN_MODEL_DIAGONAL && experiment->method == PEN_METHOD_GRADIENT_FLOW
         && problem->rank == problem->d && fabs (problem->sigma[0] - 1) <= WHITE
         && fabs (problem->sigma[problem->d - 1] - 1) <= WHITE;
}

/* On whitened data w* = Xᵀy, and theory says when |w_j| reaches half of it. */
static void
add_told_times (const Chart *self, PenScene *scene)
{
  const PenProblem *problem = self->input->problem;
  g_autofree double *target = NULL;
  g_autofree double *told = NULL;
  double x[PEN_HUES], y[PEN_HUES];
  PenModel model;
  gsize n = 0;

  if (!is_incremental (self->input) || problem->d != self->d)
    return;
  target = g_new (double, self->d);
  told = g_new (double, self->d);
  pen_experiment_model (self->input->experiment, problem, &model);
  pen_gemv_t (problem->n, problem->d, problem->X, problem->y, target);
  pen_incremental_predict (&model, target, told);
  for (gsize k = 0; k < self->coloured; k++)
    if (isfinite (told[self->order[k]]))
      {
        x[n] = pen_time_axis_place (&self->time, log10 (told[self->order[k]]));
        y[n++] = target[self->order[k]] / 2;
      }
  if (n == 0)
    return;
  pen_scene_add_points (scene, "told", n, x, y, PEN_MARKER_RING, PEN_INK_TEXT, 6);
  pen_scene_add_legend (scene, _ ("half learnt, by theory"), PEN_INK_TEXT, PEN_DASH_SOLID, FALSE, PEN_MARKER_RING);
  pen_scene_bind_legend (scene, "told", NULL);
}

static void
add_zero (const Chart *self, PenScene *scene)
{
  pen_scene_add_line (scene, "zero", 2,
                      (double[2]){ self->time.low, pen_time_axis_along (&self->time, 1 + PEN_N_SOLUTIONS * COLUMN) },
                      (double[2]){ 0, 0 }, PEN_INK_AXIS, PEN_DASH_SOLID, 1);
}

static void
note_colours (const Chart *self, PenScene *scene)
{
  g_autofree char *note = NULL;

  if (self->coloured == self->d)
    return;
  note = g_strdup_printf (_ ("%zu of %zu weights in colour"), self->coloured, self->d);
  pen_scene_set_note (scene, note);
}

void
pen_view_coefficients (const PenViewInput *input, PenScene *scene)
{
  const PenTrace *trace = input->trace;
  Chart chart = { .input = input, .range = { 0, 0 } };
  double columns = 0;

  if (!pen_view_has_begun (input, scene))
    return;
  chart.d = trace->d;
  chart.order = g_new (gsize, chart.d);
  chart.coloured = pen_view_rank (chart.d, trace->frames[trace->n_frames - 1].w, chart.order);
  pen_time_axis_init (input, &chart.time);
  pen_frame_choice_make (trace, &chart.time, PEN_FRAMES, &chart.frames);
  pen_scene_set_axes (scene, pen_time_axis_name (&chart.time), chart.time.logarithmic,
                      pen_view_is_classes (input) ? "wⱼ/‖w‖₂" : "wⱼ", FALSE);
  add_zero (&chart, scene);
  add_grey (&chart, scene);
  add_ghosts (&chart, scene);
  add_coloured (&chart, scene);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, chart.d) != NULL)
      add_ticks (&chart, kind, columns++, scene);
  add_told_times (&chart, scene);
  pen_view_ghost_legend (input, scene);
  note_colours (&chart, scene);
  pen_time_axis_show (&chart.time, input, &chart.range, FALSE, columns * COLUMN, scene);
  g_free (chart.order);
}
