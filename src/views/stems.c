/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LOOKED_AT 64 /* frames that say how high the axis must be, so that it keeps still while a run is played */

static gsize
count_weights (const PenViewInput *input)
{
  if (input->trace != NULL && input->trace->n_frames > 0)
    return input->trace->d;
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution (input, kind) != NULL)
      return input->solutions[kind]->d;
  return 0;
}

static void
extend (gsize d, const double *w, double *low, double *high)
{
  for (gsize j = 0; j < d; j++)
    if (isfinite (w[j]))
      {
        *low = fmin (*low, w[j]);
        *high = fmax (*high, w[j]);
      }
}

static void
fit (const PenViewInput *input, gsize d, PenScene *scene)
{
  double low = 0, high = 0, pad;

  for (gsize i = 0; input->trace != NULL && i < LOOKED_AT && input->trace->n_frames > 0; i++)
    extend (d, input->trace->frames[i * (input->trace->n_frames - 1) / (LOOKED_AT - 1)].w, &low, &high);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, d) != NULL)
      extend (d, pen_view_solution (input, kind), &low, &high);
  pad = high > low ? 0.08 * (high - low) : 1;
  pen_scene_set_viewport (scene, &(PenViewport){ 1 - fmax (0.6, 0.02 * (double)d),
                                                 (double)d + fmax (0.6, 0.02 * (double)d), low - pad, high + pad });
}

static void
add_stems (gsize d, const double *number, const double *w, double radius, PenScene *scene)
{
  g_autofree double *x = g_new (double, 3 * d);
  g_autofree double *y = g_new (double, 3 * d);

  for (gsize j = 0; j < d; j++)
    {
      x[3 * j] = x[3 * j + 1] = number[j];
      y[3 * j] = 0;
      y[3 * j + 1] = w[j];
      x[3 * j + 2] = y[3 * j + 2] = NAN;
    }
  pen_scene_add_line (scene, "stems", 3 * d, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 1.5);
  pen_scene_add_points (scene, "flow", d, number, w, PEN_MARKER_DISC, PEN_INK_FLOW, radius);
}

static gboolean
is_filled (PenSolutionKind kind)
{
  return pen_view_marker (kind) == PEN_MARKER_SQUARE || pen_view_marker (kind) == PEN_MARKER_DIAMOND;
}

static void
add_solution (const PenViewInput *input, gsize d, const double *number, PenSolutionKind kind, double radius,
              PenScene *scene)
{
  pen_scene_add_points (scene, pen_solution_nick (kind), d, number, pen_view_solution (input, kind),
                        pen_view_marker (kind), pen_solution_ink (kind), radius);
  pen_scene_add_legend (scene, pen_solution_label (kind), pen_solution_ink (kind), PEN_DASH_SOLID, FALSE,
                        pen_view_marker (kind));
}

void
pen_view_stems (const PenViewInput *input, PenScene *scene)
{
  const double *now = pen_view_weights (input);
  gsize d = count_weights (input);
  double radius = CLAMP (180.0 / (double)MAX (d, 1), 1.5, 4);
  g_autofree double *number = g_new (double, d + 1);

  pen_scene_set_axes (scene, _ ("weight number j"), FALSE, "wⱼ", FALSE);
  if (d == 0)
    {
      pen_scene_set_message (scene, _ ("Training has not started"));
      return;
    }
  for (gsize j = 0; j < d; j++)
    number[j] = (double)(j + 1);
  fit (input, d, scene);
  pen_scene_add_line (scene, "zero", 2, (double[2]){ -(double)d, 2 * (double)d + 1 }, (double[2]){ 0, 0 }, PEN_INK_AXIS,
                      PEN_DASH_SOLID, 1);
  if (now != NULL)
    pen_scene_add_legend (scene, _ ("trained"), PEN_INK_FLOW, PEN_DASH_SOLID, FALSE, PEN_MARKER_DISC);
  /* What is filled lies below the trained weights, what is open above. */
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, d) != NULL && is_filled (kind))
      add_solution (input, d, number, kind, radius + 2, scene);
  if (now != NULL)
    add_stems (d, number, now, radius, scene);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, d) != NULL && !is_filled (kind))
      add_solution (input, d, number, kind, pen_view_marker (kind) == PEN_MARKER_CROSS ? radius : radius + 2.5, scene);
}
