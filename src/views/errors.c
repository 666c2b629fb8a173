/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>

#define FLOOR 1e-17    /* stands for 0 */
#define PRODUCTS 1.5e6 /* about a millisecond */
#define FEWEST 48
#define FAR_BELOW 1e-3 /* of the least test error: nothing there matters for when to stop */
#define SOME 0.1       /* a share of errors that is shown even where there are none */

typedef struct
{
  const PenViewInput *input;
  const PenTest *test;
  PenModel model;
  PenTimeAxis time;
  PenFrameChoice frames;
  gboolean shares; /* of errors between two classes; else squares */
  PenRange range;
  gsize best; /* frame, not index of one */
  double least;
} Chart;

/* Products that one frame's two errors take. */
static double
cost_of (const Chart *self)
{
  const PenProblem *problem = self->input->problem;
  double rows = (double)(self->input->experiment->held_out + (self->shares ? problem->n : 0)) + 1;

  return rows * (double)problem->d * (self->model.kind == PEN_MODEL_RELU_NETWORK ? (double)self->model.width : 1);
}

static double
test_at (const Chart *self, gsize frame)
{
  return pen_test_error (self->test, &self->model, self->input->trace->frames[frame].w);
}

/* The loss is half the sum of the squares; how many points a classifier gets wrong has to be counted. */
static double
train_at (const Chart *self, gsize frame, double *f)
{
  const PenFrame *at = &self->input->trace->frames[frame];
  const PenProblem *problem = self->input->problem;
  gsize wrong = 0;

  if (!self->shares)
    return 2 * pow (10, at->log10_loss) / (double)problem->n;
  pen_model_predict (&self->model, problem->n, problem->X, at->w, f);
  for (gsize i = 0; i < problem->n; i++)
    wrong += problem->y[i] * f[i] > 0 ? 0 : 1;
  return (double)wrong / (double)problem->n;
}

static void
add_curve (Chart *self, const char *id, const char *label, const char *reading, double *y, PenInk ink, PenDash dash,
           PenScene *scene)
{
  for (gsize i = 0; i < self->frames.n; i++)
    {
      if (!self->shares && y[i] < FLOOR)
        y[i] = FLOOR;
      if (isfinite (self->frames.x[i]))
        pen_range_add (&self->range, y[i]);
    }
  pen_scene_add_line (scene, id, self->frames.n, self->frames.x, y, ink, dash, 2);
  pen_scene_add_legend (scene, label, ink, dash, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, id, reading);
}

/* Among the frames looked at, and then among those beside the best of them. */
static void
find_best (Chart *self, const double *test)
{
  gsize place = 0, from, to;

  for (gsize i = 1; i < self->frames.n; i++)
    if (test[i] < test[place] || isnan (test[place]))
      place = i;
  self->best = self->frames.index[place];
  self->least = test[place];
  from = self->frames.index[place > 0 ? place - 1 : 0];
  to = self->frames.index[MIN (place + 1, self->frames.n - 1)];
  for (gsize i = from; i <= to; i++)
    {
      double here = test_at (self, i);

      if (here < self->least)
        {
          self->least = here;
          self->best = i;
        }
    }
}

static void
add_best (const Chart *self, PenScene *scene)
{
  double log10_time = self->input->trace->frames[self->best].log10_time, x, y = self->least;
  g_autofree char *least = pen_view_number (self->least);
  g_autofree char *when = pen_view_number (log10_time);
  g_autofree char *note = NULL;

  if (!isfinite (self->least))
    return;
  x = pen_time_axis_place (&self->time, log10_time);
  if (!self->shares && y < FLOOR)
    y = FLOOR;
  if (isfinite (x))
    {
      /* From below: above may stand the words "t = ∞". */
      pen_scene_add_line (scene, "best-time", 2, (double[2]){ x, x },
                          (double[2]){ self->shares ? -1 : y * FAR_BELOW * FAR_BELOW, y }, PEN_INK_MIN_L2,
                          PEN_DASH_SHORT, 1.4);
      pen_scene_add_points (scene, "best", 1, &x, &y, PEN_MARKER_RING, PEN_INK_MIN_L2, 7);
      pen_scene_add_legend (scene, _ ("best time to stop"), PEN_INK_MIN_L2, PEN_DASH_SHORT, FALSE, PEN_MARKER_RING);
      pen_scene_bind_legend (scene, "best*", NULL);
    }
  if (log10_time == -HUGE_VAL)
    note = g_strdup_printf (_ ("least test error %s, at the start"), least);
  else if (log10_time == HUGE_VAL)
    note = g_strdup_printf (_ ("least test error %s, at t = ∞"), least);
  else
    note = g_strdup_printf (_ ("least test error %s, at log₁₀ t = %s"), least, when);
  pen_scene_set_note (scene, note);
}

/* The test errors of the kept runs, on what each held out itself. */
static void
add_ghosts (Chart *self, PenScene *scene)
{
  for (gsize k = 0; k < self->input->n_kept; k++)
    {
      PenViewInput input = pen_view_ghost_input (self->input, k);
      g_autoptr (PenTest) test = pen_test_new (input.experiment);
      Chart ghost = { .input = &input, .test = test };
      double y[PEN_FRAMES + 2];

      if (!pen_view_has_ghost (self->input, k) || test == NULL
          || (input.experiment->truth != NULL) != (self->input->experiment->truth != NULL))
        continue;
      pen_experiment_model (input.experiment, self->input->problem, &ghost.model);
      if (pen_model_size (&ghost.model) != input.trace->d)
        continue;
      pen_frame_choice_make (input.trace, &self->time, FEWEST, &ghost.frames);
      for (gsize i = 0; i < ghost.frames.n; i++)
        {
          double error = test_at (&ghost, ghost.frames.index[i]);

          y[i] = !self->shares && error < FLOOR ? FLOOR : error;
          if (isfinite (ghost.frames.x[i]))
            pen_range_add (&self->range, y[i]);
        }
      pen_view_ghost_line (k, ghost.frames.n, ghost.frames.x, y, PEN_DASH_LONG, scene);
      pen_view_ghost_entry (self->input, k, PEN_DASH_LONG, scene);
    }
}

static void
draw (Chart *self, PenScene *scene)
{
  g_autofree double *f = g_new (double, self->input->problem->n);
  gboolean truth = self->input->experiment->truth != NULL;
  gboolean log = !self->shares && self->input->scales[PEN_VIEW_AXIS_VALUE] != PEN_AXIS_LINEAR;
  double test[PEN_FRAMES + 2], train[PEN_FRAMES + 2];
  const char *name;

  pen_frame_choice_make (self->input->trace, &self->time, (gsize)CLAMP (PRODUCTS / cost_of (self), FEWEST, PEN_FRAMES),
                         &self->frames);
  for (gsize i = 0; i < self->frames.n; i++)
    {
      test[i] = test_at (self, self->frames.index[i]);
      train[i] = train_at (self, self->frames.index[i], f);
    }
  find_best (self, test);
  name = self->shares ? _ ("share of errors") : truth ? _ ("squared error") : _ ("mean squared error");
  pen_scene_set_axes (scene, pen_time_axis_name (&self->time), self->time.logarithmic, name, log);
  if (self->shares || !pen_view_is_classes (self->input))
    add_curve (self, "training-error", _ ("training"), _ ("training error"), train, PEN_INK_FLOW, PEN_DASH_SOLID,
               scene);
  add_curve (self, "test-error", truth ? _ ("‖w − truth‖²") : _ ("held out"), truth ? NULL : _ ("test error"), test,
             PEN_INK_NEGATIVE, PEN_DASH_LONG, scene);
  add_ghosts (self, scene);
  add_best (self, scene);
  if (self->shares)
    {
      pen_range_add (&self->range, 0);
      pen_range_add (&self->range, SOME);
    }
  else if (self->least > FLOOR)
    self->range.low = fmax (self->range.low, FAR_BELOW * self->least);
  pen_time_axis_show (&self->time, self->input, &self->range, log, 0, scene);
}

void
pen_view_errors (const PenViewInput *input, PenScene *scene)
{
  Chart chart = { .input = input, .range = PEN_RANGE_EMPTY };
  g_autoptr (PenTest) test = NULL;

  if (!pen_view_has_begun (input, scene))
    return;
  test = pen_test_new (input->experiment);
  if (input->problem == NULL || test == NULL)
    return;
  chart.test = test;
  chart.shares = pen_view_is_classes (input) && input->experiment->truth == NULL;
  pen_experiment_model (input->experiment, input->problem, &chart.model);
  if (pen_model_size (&chart.model) != input->trace->d)
    return;
  pen_time_axis_init (input, &chart.time);
  draw (&chart, scene);
}
