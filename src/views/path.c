/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-plane.h"

#include <glib/gi18n-lib.h>
#include <math.h>

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

static void
extend_to (const PenPathPlane *plane, const double *w, PenViewport *box)
{
  double x, y;

  pen_path_plane_place (plane, w, &x, &y);
  extend (box, x, y);
}

/* How far the largest ball through a solution that lies in the plane goes; 0: none is drawn. */
static double
ball_of (const PenPathPlane *plane, int kind, const double *w)
{
  double x, y;

  if (!pen_path_plane_is_slice (plane) || !pen_path_plane_holds (plane, (PenSolutionKind)kind))
    return 0;
  pen_path_plane_place (plane, w, &x, &y);
  return plane->vectors != NULL ? hypot (x, y) : fabs (x) + fabs (y);
}

/* The origin, the solutions, the balls they touch in the plane, and the path where it stays near: a classifier's
 * weights grow without end. */
static void
fit (const PenViewInput *input, const PenPathPlane *plane, PenViewport *box)
{
  const PenTrace *trace = input->trace;
  gboolean found = FALSE, classes = input->problem != NULL && input->problem->task == PEN_TASK_CLASSIFICATION;
  double reach;

  *box = (PenViewport){ 0, 0, 0, 0 };
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, trace->d) != NULL)
      {
        const double *w = pen_view_solution (input, kind);
        double ball = ball_of (plane, kind, w);

        extend_to (plane, w, box);
        extend (box, -ball, -ball);
        extend (box, ball, ball);
        found = TRUE;
      }
  for (gsize i = 0; (!classes || !found) && i < trace->n_frames; i += pen_path_plane_stride (plane, trace->n_frames))
    extend_to (plane, trace->frames[i].w, box);
  for (gsize k = 0; !classes && k < input->n_kept; k++)
    if (input->kept[k]->trace->d == trace->d)
      extend_to (plane, input->kept[k]->trace->frames[input->kept[k]->trace->n_frames - 1].w, box);
  reach = fmax (box->x_high - box->x_low, box->y_high - box->y_low);
  reach = reach > 0 ? (pen_path_plane_is_slice (plane) && found ? 0.15 : classes && found ? 0.9 : 0.35) * reach : 1;
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
add_trajectory (const PenViewInput *input, const PenPathPlane *plane, PenScene *scene)
{
  gsize n = input->trace->n_frames, now = MIN (input->frame, n - 1), drawn;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);

  drawn = pen_path_plane_trace (plane, input->trace, now, n - 1, x, y);
  pen_scene_add_line (scene, "path-ahead", drawn, x, y, PEN_INK_MUTED, PEN_DASH_DOTTED, 1.4);
  drawn = pen_path_plane_trace (plane, input->trace, 0, now, x, y);
  pen_scene_add_line (scene, "path", drawn, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 2.4);
  pen_scene_add_points (scene, "now", 1, x + drawn - 1, y + drawn - 1, PEN_MARKER_DISC, PEN_INK_FLOW, 4.5);
}

static void
add_solutions (const PenViewInput *input, const PenPathPlane *plane, PenScene *scene)
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, input->trace->d) != NULL)
      {
        double x, y;

        pen_path_plane_place (plane, pen_view_solution (input, kind), &x, &y);
        pen_scene_add_points (scene, pen_solution_nick (kind), 1, &x, &y, pen_view_marker (kind),
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

/* What is drawn behind the path where each place of the plane is a w. */
static void
add_landscape (const PenViewInput *input, const PenPathPlane *plane, const PenViewport *box, PenScene *scene)
{
  pen_view_path_loss (input, plane, box, scene);
  pen_view_path_flow (input, plane, box, scene);
  add_axes (box, scene);
  pen_view_path_sets (input, plane, box, scene);
}

static void
show_plane (const PenViewInput *input, PenScene *scene)
{
  g_auto (PenPathPlane) plane = { 0 };
  g_autofree char *note = NULL;
  gsize d = input->trace->d;
  PenViewport box;

  pen_path_plane_init (&plane, input);
  pen_scene_set_axes (scene, plane.names[0], FALSE, plane.names[1], FALSE);
  pen_scene_set_equal_aspect (scene, TRUE);
  fit (input, &plane, &box);
  if (input->viewport != NULL)
    box = *input->viewport;
  pen_scene_set_viewport (scene, &box);
  if (pen_path_plane_is_slice (&plane))
    add_landscape (input, &plane, &box, scene);
  else
    add_axes (&box, scene);
  if (d > 2)
    {
      note = g_strdup_printf (plane.vectors != NULL ? _ ("path projected on a plane; %zu weights")
                                                    : _ ("projection on two of %zu weights"),
                              d);
      pen_scene_set_note (scene, note);
    }
  pen_view_ghost_paths (input, &plane, scene);
  add_trajectory (input, &plane, scene);
  pen_scene_add_legend (scene, _ ("trained"), PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "path path-ahead now", NULL);
  add_solutions (input, &plane, scene);
  if (pen_path_plane_is_slice (&plane) && pen_view_path_has_flow (input, &plane))
    {
      pen_scene_add_legend (scene, _ ("flow from elsewhere"), PEN_INK_MUTED, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
      pen_scene_bind_legend (scene, "flow-lines", NULL);
    }
}

void
pen_view_path_hover (const PenViewInput *input, PenScene *scene)
{
  g_auto (PenPathPlane) plane = { 0 };
  double x, y;

  pen_path_plane_init (&plane, input);
  pen_path_plane_place (&plane, input->trace->frames[*input->hover].w, &x, &y);
  pen_scene_add_points (scene, "hover", 1, &x, &y, PEN_MARKER_RING, PEN_HOVER_INK, 6);
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
