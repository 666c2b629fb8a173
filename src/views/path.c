/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The two coordinates in which the solutions, or else the newest weights, are largest. */
void
pen_view_path_plane (const PenViewInput *input, gsize d, gsize plane[2])
{
  g_autofree double *largest = g_new0 (double, d);
  const double *newest = input->trace->frames[input->trace->n_frames - 1].w;

  for (gsize j = 0; j < d; j++)
    {
      largest[j] = 1e-9 * fabs (newest[j]);
      for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
        if (pen_view_solution_of (input, kind, d) != NULL)
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

static void
extend (PenViewport *box, double x, double y)
{
  if (!isfinite (x) || !isfinite (y))
    return;
  box->x_low = fmin (box->x_low, x);
  box->x_high = fmax (box->x_high, x);
  box->y_low = fmin (box->y_low, y);
  box->y_high = fmax (box->y_high, y);
}

/* The origin, the solutions, the balls they touch in a plane of two weights, and the path where it stays near: a
 * classifier's weights grow without end. */
static void
fit (const PenViewInput *input, const gsize plane[2], PenViewport *box)
{
  const PenTrace *trace = input->trace;
  gboolean found = FALSE, classes = input->problem != NULL && input->problem->task == PEN_TASK_CLASSIFICATION;
  double reach;

  *box = (PenViewport){ 0, 0, 0, 0 };
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, trace->d) != NULL)
      {
        const double *w = pen_view_solution (input, kind);

        double ball = trace->d == 2 ? fabs (w[0]) + fabs (w[1]) : 0;

        extend (box, w[plane[0]], w[plane[1]]);
        extend (box, -ball, -ball);
        extend (box, ball, ball);
        found = TRUE;
      }
  for (gsize i = 0; (!classes || !found) && i < trace->n_frames; i++)
    extend (box, trace->frames[i].w[plane[0]], trace->frames[i].w[plane[1]]);
  for (gsize k = 0; !classes && k < input->n_kept; k++)
    if (input->kept[k]->trace->d == trace->d)
      {
        const double *end = input->kept[k]->trace->frames[input->kept[k]->trace->n_frames - 1].w;

        extend (box, end[plane[0]], end[plane[1]]);
      }
  reach = fmax (box->x_high - box->x_low, box->y_high - box->y_low);
  reach = reach > 0 ? (trace->d == 2 && found ? 0.15 : classes && found ? 0.9 : 0.35) * reach : 1;
  *box = (PenViewport){ box->x_low - reach, box->x_high + reach, box->y_low - reach, box->y_high + reach };
}

static void
add_axes (const PenViewport *box, PenScene *scene)
{
  double far = 8 * fmax (box->x_high - box->x_low, box->y_high - box->y_low);
  double along[2] = { -far + box->x_low, far + box->x_high }, up[2] = { -far + box->y_low, far + box->y_high };

  pen_scene_add_line (scene, "zero", 2, along, (double[2]){ 0, 0 }, PEN_INK_AXIS, PEN_DASH_SOLID, 1);
  pen_scene_add_line (scene, NULL, 2, (double[2]){ 0, 0 }, up, PEN_INK_AXIS, PEN_DASH_SOLID, 1);
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
  pen_scene_add_line (scene, "path-ahead", n - now, x + now, y + now, PEN_INK_MUTED, PEN_DASH_DOTTED, 1.4);
  pen_scene_add_line (scene, "path", now + 1, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 2.4);
  pen_scene_add_points (scene, "now", 1, x + now, y + now, PEN_MARKER_DISC, PEN_INK_FLOW, 4.5);
}

static void
add_solutions (const PenViewInput *input, const gsize plane[2], PenScene *scene)
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, input->trace->d) != NULL)
      {
        const double *w = pen_view_solution (input, kind);

        pen_scene_add_points (scene, pen_solution_nick (kind), 1, &w[plane[0]], &w[plane[1]], pen_view_marker (kind),
                              pen_solution_ink (kind), pen_view_marker (kind) == PEN_MARKER_RING ? 8 : 5.5);
        pen_scene_add_legend (scene, pen_solution_name (input->solutions[kind]), pen_solution_ink (kind),
                              PEN_DASH_SOLID, FALSE, pen_view_marker (kind));
        pen_scene_bind_legend (scene, pen_solution_nick (kind), NULL);
      }
}

/* One weight has no plane: it is drawn over time. */
static void
show_one_weight (const PenViewInput *input, PenScene *scene)
{
  const PenTrace *trace = input->trace;
  g_autofree double *x = g_new (double, trace->n_frames);
  g_autofree double *y = g_new (double, trace->n_frames);
  PenViewport box = { 0, 0, 0, 0 };
  PenTimeAxis time;
  double pad;

  pen_time_axis_init (input, &time);
  pen_scene_set_axes (scene, pen_time_axis_name (&time), time.logarithmic, "w", FALSE);
  for (gsize i = 0; i < trace->n_frames; i++)
    {
      x[i] = pen_time_axis_place (&time, trace->frames[i].log10_time);
      y[i] = trace->frames[i].w[0];
      extend (&box, 0, y[i]);
    }
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, 1) != NULL)
      {
        double level = pen_view_solution (input, kind)[0];
        PenInk ink = pen_solution_ink (kind);

        extend (&box, 0, level);
        pen_scene_add_line (scene, pen_solution_nick (kind), 2, (double[2]){ time.low, time.high },
                            (double[2]){ level, level }, ink, pen_ink_dash (ink), 1.8);
        pen_scene_add_legend (scene, pen_solution_label (kind), ink, pen_ink_dash (ink), TRUE, PEN_MARKER_DISC);
        pen_scene_bind_legend (scene, pen_solution_nick (kind), NULL);
      }
  pad = box.y_high > box.y_low ? 0.08 * (box.y_high - box.y_low) : 1;
  box = (PenViewport){ time.low, time.high, box.y_low - pad, box.y_high + pad };
  pen_scene_set_viewport (scene, &box);
  pen_scene_add_line (scene, "path", trace->n_frames, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 2.2);
  pen_time_axis_mark (&time, input, box.y_high, scene);
}

static void
show_plane (const PenViewInput *input, PenScene *scene)
{
  gsize plane[2] = { 0, 1 }, d = input->trace->d;
  g_autofree char *x_name = NULL;
  g_autofree char *y_name = NULL;
  PenViewport box;

  pen_view_path_plane (input, d, plane);
  x_name = pen_view_weight_name (plane[0]);
  y_name = pen_view_weight_name (plane[1]);
  pen_scene_set_axes (scene, x_name, FALSE, y_name, FALSE);
  pen_scene_set_equal_aspect (scene, TRUE);
  fit (input, plane, &box);
  if (input->viewport != NULL)
    box = *input->viewport;
  pen_scene_set_viewport (scene, &box);
  pen_view_path_loss (input, &box, scene);
  add_axes (&box, scene);
  if (d == 2)
    pen_view_path_sets (input, &box, scene);
  else
    {
      g_autofree char *note = g_strdup_printf (_ ("projection on two of %zu weights"), d);

      pen_scene_set_note (scene, note);
    }
  pen_view_ghost_paths (input, plane, scene);
  add_trajectory (input, plane, scene);
  add_solutions (input, plane, scene);
}

void
pen_view_path_hover (const PenViewInput *input, PenScene *scene)
{
  const double *w = input->trace->frames[*input->hover].w;
  gsize plane[2] = { 0, 1 };

  pen_view_path_plane (input, input->trace->d, plane);
  pen_scene_add_points (scene, "hover", 1, w + plane[0], w + plane[1], PEN_MARKER_RING, PEN_HOVER_INK, 6);
}

void
pen_view_path (const PenViewInput *input, PenScene *scene)
{
  if (input->trace == NULL || input->trace->n_frames == 0)
    {
      pen_scene_set_axes (scene, "w₁", FALSE, "w₂", FALSE);
      pen_scene_set_message (scene, _ ("Training has not started"));
    }
  else if (input->trace->d == 1)
    show_one_weight (input, scene);
  else
    show_plane (input, scene);
}
