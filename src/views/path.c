/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The two coordinates in which the solutions, or the newest weights, are largest. */
static void
choose_plane (const PenViewInput *input, gsize d, gsize plane[2])
{
  g_autofree double *largest = g_new0 (double, d);

  for (gsize j = 0; j < d; j++)
    {
      largest[j] = 1e-300 * fabs (input->trace->frames[input->trace->n_frames - 1].w[j]);
      for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
        if (pen_view_solution (input, kind) != NULL)
          largest[j] = fmax (largest[j], fabs (pen_view_solution (input, kind)[j]));
    }
  plane[0] = 0;
  for (gsize j = 1; j < d; j++)
    if (largest[j] > largest[plane[0]])
      plane[0] = j;
  plane[1] = plane[0] == 0 ? 1 : 0;
  for (gsize j = 0; j < d; j++)
    if (j != plane[0] && largest[j] > largest[plane[1]])
      plane[1] = j;
  if (plane[0] > plane[1])
    {
      gsize swap = plane[0];

      plane[0] = plane[1];
      plane[1] = swap;
    }
}

static char *
weight_name (gsize index)
{
  g_autofree char *plain = g_strdup_printf ("%" G_GSIZE_FORMAT, index + 1);
  GString *name = g_string_new ("w");

  for (const char *c = plain; *c != '\0'; c++)
    g_string_append_unichar (name, 0x2080 + (gunichar)(*c - '0'));
  return g_string_free (name, FALSE);
}

/* Classification's weights grow without end: the picture stays around the solutions. */
static void
frame_solutions (const PenViewInput *input, const gsize plane[2], PenScene *scene)
{
  double reach = 0;

  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution (input, kind) != NULL)
      for (int k = 0; k < 2; k++)
        reach = fmax (reach, fabs (pen_view_solution (input, kind)[plane[k]]));
  for (gsize i = 0; input->problem->task != PEN_TASK_CLASSIFICATION && i < input->trace->n_frames; i++)
    for (int k = 0; k < 2; k++)
      reach = fmax (reach, fabs (input->trace->frames[i].w[plane[k]]));
  if (reach > 0)
    pen_scene_set_viewport (scene, &(PenViewport){ -1.6 * reach, 1.6 * reach, -1.6 * reach, 1.6 * reach });
}

static void
add_trajectory (const PenViewInput *input, const gsize plane[2], PenScene *scene)
{
  gsize n = input->trace->n_frames, now = MIN (input->frame, n - 1);
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      x[i] = input->trace->frames[i].w[plane[0]];
      y[i] = input->trace->frames[i].w[plane[1]];
    }
  pen_scene_add_line (scene, "path-ahead", n - now, x + now, y + now, PEN_INK_MUTED, PEN_DASH_DOTTED, 1.2);
  pen_scene_add_line (scene, "path", now + 1, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 2.2);
  pen_scene_add_points (scene, "now", 1, x + now, y + now, PEN_MARKER_DISC, PEN_INK_FLOW, 5);
}

static void
add_constraints (const PenViewInput *input, PenScene *scene)
{
  const PenProblem *problem = input->problem;

  if (problem == NULL || problem->d != 2 || problem->n > 200)
    return;
  for (gsize i = 0; i < problem->n; i++)
    {
      const double *row = problem->X + 2 * i;
      double square = row[0] * row[0] + row[1] * row[1], offset = problem->y[i] / square, reach, x[2], y[2];

      if (!(square > 0) || !isfinite (offset))
        continue;
      reach = 1e3 * (1 + fabs (offset));
      for (int k = 0; k < 2; k++)
        {
          double along = k == 0 ? -reach : reach;

          x[k] = offset * row[0] - along * row[1];
          y[k] = offset * row[1] + along * row[0];
        }
      pen_scene_add_line (scene, NULL, 2, x, y, PEN_INK_MUTED, PEN_DASH_SOLID, 1);
    }
}

void
pen_view_path (const PenViewInput *input, PenScene *scene)
{
  gsize plane[2] = { 0, 1 };
  g_autofree char *x_name = NULL;
  g_autofree char *y_name = NULL;

  if (input->trace == NULL || input->trace->n_frames == 0)
    {
      pen_scene_set_axes (scene, "w₁", FALSE, "w₂", FALSE);
      pen_scene_set_message (scene, _ ("Training has not started"));
      return;
    }
  if (input->trace->d < 2)
    {
      pen_scene_set_message (scene, _ ("A path needs at least two weights"));
      return;
    }
  choose_plane (input, input->trace->d, plane);
  x_name = weight_name (plane[0]);
  y_name = weight_name (plane[1]);
  pen_scene_set_axes (scene, x_name, FALSE, y_name, FALSE);
  pen_scene_set_equal_aspect (scene, TRUE);
  add_trajectory (input, plane, scene);
  if (input->problem != NULL)
    frame_solutions (input, plane, scene);
  if (input->problem != NULL && input->problem->task != PEN_TASK_CLASSIFICATION)
    add_constraints (input, scene);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution (input, kind) != NULL)
      {
        const double *w = pen_view_solution (input, kind);

        pen_scene_add_points (scene, pen_solution_nick (kind), 1, &w[plane[0]], &w[plane[1]], PEN_MARKER_SQUARE,
                              pen_solution_ink (kind), 5);
        pen_scene_add_legend (scene, pen_solution_label (kind), pen_solution_ink (kind), PEN_DASH_SOLID, FALSE,
                              PEN_MARKER_SQUARE);
      }
}
