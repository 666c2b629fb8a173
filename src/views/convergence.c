/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define AT_MOST 512 /* more frames than pixels would only cost time */

static double
measure (const PenViewInput *input, gsize frame, int kind)
{
  const PenFrame *at = &input->trace->frames[frame];
  const double *w = kind >= 0 ? pen_view_solution (input, kind) : NULL;

  if (kind < 0)
    return pow (10, at->log10_loss);
  if (input->problem != NULL && input->problem->task == PEN_TASK_CLASSIFICATION)
    return pen_distance_angle (input->trace->d, at->w, w);
  return pen_distance_relative (input->trace->d, at->w, w);
}

static void
add_series (const PenViewInput *input, PenScene *scene, int kind)
{
  gsize n = input->trace->n_frames, stride = n / AT_MOST + 1, count = 0;
  double x[AT_MOST + 2], y[AT_MOST + 2];
  PenInk ink = kind < 0 ? PEN_INK_MUTED : pen_solution_ink (kind);
  const char *label = kind < 0 ? _ ("loss") : pen_solution_label (kind);

  for (gsize i = 1; i < n; i += stride)
    {
      gsize frame = i + stride >= n ? n - 1 : i;

      x[count] = input->trace->frames[frame].log10_time;
      y[count++] = measure (input, frame, kind);
    }
  if (count == 0)
    return;
  pen_scene_add_line (scene, kind < 0 ? "loss" : pen_solution_nick (kind), count, x, y, ink, pen_ink_dash (ink),
                      kind < 0 ? 1.2 : 2);
  pen_scene_add_legend (scene, label, ink, pen_ink_dash (ink), TRUE, PEN_MARKER_DISC);
}

void
pen_view_convergence (const PenViewInput *input, PenScene *scene)
{
  const PenTrace *trace = input->trace;
  gboolean classes = input->problem != NULL && input->problem->task == PEN_TASK_CLASSIFICATION;
  gboolean log_axis;

  pen_scene_set_axes (scene, "log₁₀ t", FALSE, classes ? _ ("angle (radians)") : _ ("relative distance"), TRUE);
  if (trace == NULL || trace->n_frames < 2)
    {
      pen_scene_set_message (scene, _ ("Training has not started"));
      return;
    }
  /* Exponential tails reach log t of a thousand million: then the axis is log t on a log scale. */
  log_axis =
      isfinite (trace->frames[trace->n_frames - 1].log10_time) && trace->frames[trace->n_frames - 1].log10_time > 400;
  pen_scene_set_axes (scene, "log₁₀ t", log_axis, classes ? _ ("angle (radians)") : _ ("relative distance"), TRUE);
  add_series (input, scene, -1);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution (input, kind) != NULL && input->solutions[kind]->d == trace->d)
      add_series (input, scene, kind);
  if (input->frame < trace->n_frames)
    pen_scene_add_vertical (scene, "playhead", trace->frames[input->frame].log10_time, PEN_INK_ACCENT, PEN_DASH_SOLID,
                            1.5);
}
