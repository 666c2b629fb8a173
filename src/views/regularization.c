/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST 6 /* weights, each drawn once for every path */
#define BEFORE                                                                                                         \
  100 /* of two classes the direction starts at ‖w‖ → 0; so many times below the last soft margin is enough */
#define BEYOND 10 /* and there training never ends; so many times past it */

/* Of a regression the weights over their ℓ₁ norm, that of the lasso's end being 1; of two classes, where ‖w‖ grows
 * without end, the direction over ‖w‖₂. */
typedef struct
{
  const PenViewInput *input;
  gboolean classes, logarithmic; /* x */
  gsize d, shown, order[MOST];
  double unit;
  PenRange x, y;
} Chart;

static const double *
end_of (const PenPath *path, gsize d)
{
  return path->n > 0 ? path->w + (path->n - 1) * d : NULL;
}

static void
choose (Chart *self)
{
  const PenPaths *paths = self->input->paths;
  g_autofree double *size = g_new0 (double, self->d);
  g_autofree gsize *order = g_new (gsize, self->d);
  const double *lasso = end_of (&paths->paths[PEN_PATH_LASSO], self->d);

  for (int kind = 0; kind < PEN_N_PATHS; kind++)
    for (gsize j = 0; j < self->d && paths->paths[kind].n > 0; j++)
      size[j] = fmax (size[j], fabs (end_of (&paths->paths[kind], self->d)[j]));
  self->shown = MIN (pen_view_rank (self->d, size, order), MOST);
  memcpy (self->order, order, self->shown * sizeof *order);
  self->unit = lasso != NULL ? pen_norm1 (self->d, lasso) : 1;
  self->unit = self->unit > 0 ? self->unit : 1;
}

static double
place (const Chart *self, const double *w)
{
  double norm = self->classes ? pen_norm2 (self->d, w) : pen_norm1 (self->d, w) / self->unit;

  return self->logarithmic && !(norm > 0) ? (double)NAN : norm;
}

/* @rows: n weight vectors. */
static void
add_path (Chart *self, const char *name, gsize n, const double *const *rows, PenDash dash, double width,
          PenScene *scene)
{
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n * self->shown);

  for (gsize i = 0; i < n; i++)
    {
      double size = pen_view_size (self->input, self->d, rows[i]);

      x[i] = place (self, rows[i]);
      for (gsize k = 0; k < self->shown; k++)
        y[k * n + i] = size * rows[i][self->order[k]];
    }
  for (gsize k = 0; k < self->shown; k++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%zu", name, self->order[k] + 1);

      for (gsize i = 0; i < n; i++)
        pen_range_add (&self->y, y[k * n + i]);
      pen_scene_add_line (scene, id, n, x, y + k * n, pen_view_hue (k), dash, width);
    }
}

static void
add_regularized (Chart *self, PenPathKind kind, PenScene *scene)
{
  const PenPath *path = &self->input->paths->paths[kind];
  PenSolutionKind solution = pen_path_solution (kind);
  PenDash dash = kind == PEN_PATH_LASSO ? PEN_DASH_DOTTED : PEN_DASH_SHORT;
  g_autofree const double **rows = g_new (const double *, path->n + 1);
  g_autofree char *marks = NULL;

  if (path->n == 0)
    return;
  for (gsize i = 0; i < path->n; i++)
    {
      rows[i] = path->w + i * self->d;
      pen_range_add (&self->x, place (self, rows[i]));
    }
  add_path (self, pen_solution_nick (solution), path->n, rows, dash, 1.6, scene);
  marks = g_strconcat (pen_solution_nick (solution), "-*", NULL);
  pen_scene_add_legend (scene, pen_solution_label (solution), PEN_INK_MUTED, dash, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, marks, NULL);
}

static void
add_training (Chart *self, PenScene *scene)
{
  const PenTrace *trace = self->input->trace;
  const double *rows[PEN_FRAMES + 2];
  PenFrameChoice frames;
  PenTimeAxis time;

  if (trace == NULL || trace->n_frames == 0 || trace->d != self->d)
    return;
  pen_time_axis_fit (trace, &time);
  pen_frame_choice_make (trace, &time, PEN_FRAMES, &frames);
  for (gsize i = 0; i < frames.n; i++)
    rows[i] = trace->frames[frames.index[i]].w;
  add_path (self, "training", frames.n, rows, PEN_DASH_SOLID, 2, scene);
  pen_scene_add_legend (scene, _ ("training"), PEN_INK_MUTED, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "training-*", NULL);
  if (self->classes)
    self->x.high = fmax (self->x.high, fmin (BEYOND * self->x.high, place (self, rows[frames.n - 1])));
  else
    for (gsize i = 0; i < frames.n; i++)
      pen_range_add (&self->x, place (self, rows[i]));
}

static void
add_now (const Chart *self, PenScene *scene)
{
  const double *w = pen_view_weights (self->input);
  double x, size;

  if (w == NULL || self->input->trace->d != self->d)
    return;
  x = place (self, w);
  size = pen_view_size (self->input, self->d, w);
  for (gsize k = 0; k < self->shown; k++)
    {
      double y = size * w[self->order[k]];

      pen_scene_add_points (scene, "now", 1, &x, &y, PEN_MARKER_DISC, pen_view_hue (k), 4.5);
    }
}

static void
name_weights (const Chart *self, PenScene *scene)
{
  for (gsize k = 0; k < self->shown; k++)
    {
      g_autofree char *name = pen_view_weight_short (self->input->experiment, self->d, self->order[k]);
      g_autofree char *reading = pen_view_weight_title (self->input->experiment, self->d, self->order[k]);
      g_autofree char *marks = g_strdup_printf ("*-%zu", self->order[k] + 1);

      pen_scene_add_legend (scene, name, pen_view_hue (k), PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
      pen_scene_bind_legend (scene, marks, reading);
    }
  if (self->shown < self->d)
    {
      g_autofree char *note = g_strdup_printf (_ ("the largest %zu of %zu weights"), self->shown, self->d);

      pen_scene_set_note (scene, note);
    }
}

static void
show (const Chart *self, PenScene *scene)
{
  double pad = self->y.high > self->y.low ? 0.06 * (self->y.high - self->y.low) : 1;
  PenViewport box = { self->x.low, self->x.high, self->y.low - pad, self->y.high + pad };

  if (!self->logarithmic)
    box.x_high += box.x_high > box.x_low ? 0.03 * (box.x_high - box.x_low) : 1;
  else
    box.x_low = fmax (box.x_low, box.x_high / BEFORE / BEYOND);
  if (self->logarithmic && !(box.x_high > box.x_low))
    box.x_high = 10 * box.x_low;
  pen_scene_set_viewport (scene, &box);
  pen_scene_add_line (scene, "zero", 2, (double[2]){ box.x_low, box.x_high }, (double[2]){ 0, 0 }, PEN_INK_AXIS,
                      PEN_DASH_SOLID, 1);
}

static gboolean
is_logarithmic (const PenViewInput *input)
{
  PenAxisScale wished = input->scales[PEN_VIEW_AXIS_TIME];

  return wished == PEN_AXIS_STANDARD ? pen_view_is_classes (input) : wished == PEN_AXIS_LOGARITHMIC;
}

void
pen_view_regularization (const PenViewInput *input, PenScene *scene)
{
  Chart chart = { .input = input,
                  .classes = pen_view_is_classes (input),
                  .logarithmic = is_logarithmic (input),
                  .x = PEN_RANGE_EMPTY,
                  .y = { 0, 0 } };

  if (input->paths == NULL)
    {
      pen_scene_set_message (scene, _ ("The regularization path is not known yet."));
      return;
    }
  chart.d = input->paths->d;
  choose (&chart);
  if (chart.classes)
    pen_scene_set_axes (scene, "‖w‖₂", chart.logarithmic, "wⱼ/‖w‖₂", FALSE);
  else
    pen_scene_set_axes (scene, _ ("‖w‖₁, relative to the lasso’s end"), chart.logarithmic, "wⱼ", FALSE);
  if (!chart.logarithmic)
    chart.x = (PenRange){ 0, 0 };
  name_weights (&chart, scene);
  for (int kind = 0; kind < PEN_N_PATHS; kind++)
    add_regularized (&chart, kind, scene);
  add_training (&chart, scene);
  add_now (&chart, scene);
  if (!(chart.x.low <= chart.x.high))
    chart.x = (PenRange){ 0.1, 10 };
  show (&chart, scene);
}

void
pen_view_regularization_hover (const PenViewInput *input, PenScene *scene)
{
  Chart chart = { .input = input, .classes = pen_view_is_classes (input), .logarithmic = is_logarithmic (input) };
  const double *w = input->trace->frames[*input->hover].w;
  double x[MOST], y[MOST];

  if (input->paths == NULL || input->paths->d != input->trace->d)
    return;
  chart.d = input->paths->d;
  choose (&chart);
  for (gsize k = 0; k < chart.shown; k++)
    {
      x[k] = place (&chart, w);
      y[k] = pen_view_size (input, chart.d, w) * w[chart.order[k]];
    }
  pen_scene_add_points (scene, "hover", chart.shown, x, y, PEN_MARKER_RING, PEN_HOVER_INK, 5.5);
}
