/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FLOOR 1e-17 /* stands for 0, below the rounding of any distance */

typedef struct
{
  const PenViewInput *input;
  PenTimeAxis time;
  gboolean classes, log; /* log: heights on a log scale */
  PenFrameChoice frames;
  double low, high; /* of what has been added */
  double last;      /* the newest distance to the largest margin, NAN for none */
} Chart;

static void
note_height (Chart *self, gsize i, double value)
{
  if (!isfinite (self->frames.x[i]) || !isfinite (value))
    return;
  self->low = fmin (self->low, value);
  self->high = fmax (self->high, value);
}

typedef struct
{
  const double *solution;
  gboolean classes;
} Target;

static double
distance_to (gconstpointer user_data, gsize d, const double *w)
{
  const Target *target = user_data;
  double distance =
      target->classes ? pen_distance_angle (d, w, target->solution) : pen_distance_relative (d, w, target->solution);

  return distance < FLOOR ? FLOOR : distance;
}

/* A colour for each run, the solution's own dash for each solution. */
static void
add_ghosts (Chart *self, PenScene *scene)
{
  PenRange range = { self->low, self->high };

  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (self->input, kind, self->input->trace->d) != NULL)
      {
        Target target = { pen_view_solution (self->input, kind), self->classes };

        pen_view_ghost_curves (self->input, &self->time, distance_to, &target, pen_ink_dash (pen_solution_ink (kind)),
                               &range, scene);
      }
  self->low = range.low;
  self->high = range.high;
}

static void
add_distance (Chart *self, PenSolutionKind kind, PenScene *scene)
{
  const PenTrace *trace = self->input->trace;
  Target target = { pen_view_solution (self->input, kind), self->classes };
  double y[PEN_FRAMES + 2];
  PenInk ink = pen_solution_ink (kind);
  g_autofree char *reading = NULL;

  for (gsize i = 0; i < self->frames.n; i++)
    {
      y[i] = distance_to (&target, trace->d, trace->frames[self->frames.index[i]].w);
      note_height (self, i, y[i]);
    }
  if (kind == PEN_SOLUTION_MAX_MARGIN)
    self->last = y[self->frames.n - 1];
  pen_scene_add_line (scene, pen_solution_nick (kind), self->frames.n, self->frames.x, y, ink, pen_ink_dash (ink), 2.2);
  reading = g_strdup_printf (self->classes ? _ ("angle to %s") : _ ("distance to %s"),
                             pen_solution_name (self->input->solutions[kind]));
  pen_scene_add_legend (scene, pen_solution_name (self->input->solutions[kind]), ink, pen_ink_dash (ink), TRUE,
                        PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, pen_solution_nick (kind), reading);
}

/* Its own axis, since it has another unit: shown where there is no distance to show. */
static void
add_loss (Chart *self, PenScene *scene)
{
  double y[PEN_FRAMES + 2];

  for (gsize i = 0; i < self->frames.n; i++)
    {
      y[i] = self->input->trace->frames[self->frames.index[i]].log10_loss;
      y[i] = self->log ? y[i] : pow (10, y[i]);
      note_height (self, i, y[i]);
    }
  for (gsize i = 0; i < self->frames.n; i++)
    if (y[i] == -HUGE_VAL && isfinite (self->low))
      y[i] = self->low;
  pen_scene_add_line (scene, "loss", self->frames.n, self->frames.x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  pen_scene_add_legend (scene, _ ("loss"), PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "loss", self->log ? _ ("log₁₀ loss") : NULL);
}

/* The rate of the theory, set beside the curve it is the rate of. */
static void
add_guide (const Chart *self, PenScene *scene)
{
  double x[2] = { self->time.low, self->time.high }, y[2], middle;

  if (!self->time.logarithmic || !self->log || !(self->last > FLOOR))
    return;
  y[1] = 6 * self->last;
  y[0] = y[1] * x[1] / x[0];
  middle = pow (x[0], 0.45) * pow (x[1], 0.55);
  pen_scene_add_line (scene, "rate", 2, x, y, PEN_INK_MUTED, PEN_DASH_DOTTED, 1.3);
  pen_scene_add_label (scene, "∝ 1/log t", middle, y[1] * x[1] / middle, PEN_INK_MUTED);
}

static void
show (const Chart *self, gboolean distances, PenScene *scene)
{
  PenViewport box = { self->time.low, self->time.high, self->low, self->high };

  if (!(box.y_low <= box.y_high))
    box.y_low = box.y_high = distances ? 1 : 0;
  if (distances && self->log)
    {
      double pad = fmax (0.3, 0.06 * log10 (box.y_high / box.y_low));

      box.y_low *= pow (10, -pad);
      box.y_high *= pow (10, self->time.has_limit ? 2.5 * pad : pad); /* room for the words "t = ∞" */
    }
  else
    {
      double pad = box.y_high > box.y_low ? 0.06 * (box.y_high - box.y_low) : 1;

      box.y_low -= pad;
      box.y_high += pad;
    }
  pen_scene_set_viewport (scene, &box);
  pen_time_axis_mark (&self->time, self->input, box.y_high, scene);
}

void
pen_view_convergence (const PenViewInput *input, PenScene *scene)
{
  const PenTrace *trace = input->trace;
  Chart chart = { .input = input, .low = INFINITY, .high = -INFINITY, .last = NAN };
  gboolean distances = FALSE;
  const char *name;

  chart.classes = input->problem != NULL && input->problem->task == PEN_TASK_CLASSIFICATION;
  name = chart.classes ? _ ("angle (radians)") : _ ("relative distance");
  if (trace == NULL || trace->n_frames < 2)
    {
      pen_scene_set_axes (scene, "log₁₀ t", FALSE, name, TRUE);
      pen_scene_set_message (scene, _ ("Training has not started"));
      return;
    }
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    distances |= pen_view_solution_of (input, kind, trace->d) != NULL;
  if (!distances && pen_view_kkt (input, scene))
    return;
  pen_time_axis_init (input, &chart.time);
  pen_frame_choice_make (trace, &chart.time, PEN_FRAMES, &chart.frames);
  chart.log = input->scales[PEN_VIEW_AXIS_VALUE] != PEN_AXIS_LINEAR;
  name = distances ? name : chart.log ? _ ("log₁₀ loss") : _ ("loss");
  pen_scene_set_axes (scene, pen_time_axis_name (&chart.time), chart.time.logarithmic, name, distances && chart.log);
  if (!distances)
    add_loss (&chart, scene);
  add_ghosts (&chart, scene);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, trace->d) != NULL)
      add_distance (&chart, kind, scene);
  if (distances)
    pen_view_ghost_legend (input, scene);
  add_guide (&chart, scene);
  show (&chart, distances, scene);
}
