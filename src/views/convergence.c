/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FLOOR 1e-17 /* stands for 0, below the rounding of any distance */

typedef struct
{
  const PenViewInput *input;
  PenTimeAxis time;
  gboolean angles, log; /* log: heights on a log scale */
  PenFrameChoice frames;
  PenRange range; /* of what has been added */
  double last;    /* the newest distance to the largest margin, NAN for none */
} Chart;

typedef struct
{
  const double *solution;
  gboolean angle;
} Target;

static double
distance_to (gconstpointer user_data, gsize d, const PenFrame *frame)
{
  const Target *target = user_data;
  double distance = target->angle ? pen_distance_angle (d, frame->w, target->solution)
                                  : pen_distance_relative (d, frame->w, target->solution);

  return distance < FLOOR ? FLOOR : distance;
}

/* A colour for each run, the solution's own dash for each solution. Of another α the least potential is another w,
 * which says nothing of a run that was made for its own. */
static void
add_ghosts (Chart *self, PenScene *scene)
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (self->input, kind, self->input->trace->d) != NULL)
      {
        Target target = { pen_view_solution (self->input, kind), self->angles };

        pen_view_ghost_curves (self->input, &self->time,
                               kind == PEN_SOLUTION_MIN_POTENTIAL ? pen_view_shares_potential : NULL, distance_to,
                               &target, pen_ink_dash (pen_solution_ink (kind)), &self->range, scene);
      }
}

static void
add_distance (Chart *self, PenSolutionKind kind, PenScene *scene)
{
  const PenTrace *trace = self->input->trace;
  Target target = { pen_view_solution (self->input, kind), self->angles };
  double y[PEN_FRAMES + 2];
  PenInk ink = pen_solution_ink (kind);
  g_autofree char *reading = NULL;

  for (gsize i = 0; i < self->frames.n; i++)
    {
      y[i] = distance_to (&target, trace->d, &trace->frames[self->frames.index[i]]);
      if (isfinite (self->frames.x[i]))
        pen_range_add (&self->range, y[i]);
    }
  if (kind == PEN_SOLUTION_MAX_MARGIN)
    self->last = y[self->frames.n - 1];
  pen_scene_add_line (scene, pen_solution_nick (kind), self->frames.n, self->frames.x, y, ink, pen_ink_dash (ink), 2.2);
  reading = g_strdup_printf (self->angles ? _ ("angle to %s") : _ ("distance to %s"),
                             pen_solution_name (self->input->solutions[kind]));
  pen_scene_add_legend (scene, pen_solution_name (self->input->solutions[kind]), ink, pen_ink_dash (ink), TRUE,
                        PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, pen_solution_nick (kind), reading);
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
draw (const PenViewInput *input, gboolean angles, PenScene *scene)
{
  const PenTrace *trace = input->trace;
  Chart chart = { .input = input, .angles = angles, .range = PEN_RANGE_EMPTY, .last = NAN };

  pen_time_axis_init (input, &chart.time);
  pen_frame_choice_make (trace, &chart.time, PEN_FRAMES, &chart.frames);
  chart.log = input->scales[PEN_VIEW_AXIS_VALUE] != PEN_AXIS_LINEAR;
  pen_scene_set_axes (scene, pen_time_axis_name (&chart.time), chart.time.logarithmic,
                      angles ? _ ("angle (radians)") : _ ("relative distance"), chart.log);
  add_ghosts (&chart, scene);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, trace->d) != NULL)
      add_distance (&chart, kind, scene);
  pen_view_ghost_legend (input, scene);
  add_guide (&chart, scene);
  pen_time_axis_show (&chart.time, input, &chart.range, chart.log, 0, scene);
}

static gboolean
has_solutions (const PenViewInput *input)
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, input->trace->d) != NULL)
      return TRUE;
  return FALSE;
}

void
pen_view_convergence (const PenViewInput *input, PenScene *scene)
{
  if (!pen_view_has_begun (input, scene))
    return;
  if (has_solutions (input))
    draw (input, pen_view_is_classes (input), scene);
  else if (!pen_view_kkt (input, scene))
    pen_view_loss (input, scene);
}

void
pen_view_angle (const PenViewInput *input, PenScene *scene)
{
  if (!pen_view_has_begun (input, scene))
    return;
  if (has_solutions (input))
    draw (input, TRUE, scene);
  else
    pen_scene_set_message (scene, _ ("No solution is shown to measure the angle to: tick one in the panel"));
}
