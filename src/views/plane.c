/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictor.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Shading, boundary and margins of one weight vector after another; the one under the playhead last, on top. */

/* The line slope·x + bias = level, long enough to cross any box around the viewport. */
typedef struct
{
  double normal[2], x[2], y[2], reach;
} Line;

static gboolean
find_line (const double slope[2], double bias, double level, const PenViewport *box, Line *line)
{
  double size = hypot (slope[0], slope[1]), cx = box->x_low / 2 + box->x_high / 2,
         cy = box->y_low / 2 + box->y_high / 2, away;

  if (!(size > 0) || !isfinite (size))
    return FALSE;
  line->normal[0] = slope[0] / size;
  line->normal[1] = slope[1] / size;
  away = (level - bias) / size - line->normal[0] * cx - line->normal[1] * cy;
  line->reach = 4 * hypot (box->x_high - box->x_low, box->y_high - box->y_low);
  if (!isfinite (away) || !isfinite (line->reach))
    return FALSE;
  for (int k = 0; k < 2; k++)
    {
      double along = k == 0 ? -line->reach : line->reach;

      line->x[k] = cx + away * line->normal[0] - along * line->normal[1];
      line->y[k] = cy + away * line->normal[1] + along * line->normal[0];
    }
  return TRUE;
}

static void
add_side (PenScene *scene, int sign, gsize n, const double *x, const double *y)
{
  pen_scene_add_polygon (scene, sign < 0 ? "side-negative" : "side-positive", n, x, y,
                         sign < 0 ? PEN_INK_NEGATIVE : PEN_INK_POSITIVE, 0.08);
}

static void
add_sides (PenScene *scene, const Line *line)
{
  for (int sign = -1; sign <= 1; sign += 2)
    {
      double dx = sign * line->reach * line->normal[0], dy = sign * line->reach * line->normal[1];

      add_side (scene, sign, 4, (double[4]){ line->x[0], line->x[1], line->x[1] + dx, line->x[0] + dx },
                (double[4]){ line->y[0], line->y[1], line->y[1] + dy, line->y[0] + dy });
    }
}

static gboolean
foot_of (const Line *line, double px, double py, const PenViewport *box, double *x, double *y)
{
  double away = line->normal[0] * (line->x[0] - px) + line->normal[1] * (line->y[0] - py);

  *x = px + away * line->normal[0];
  *y = py + away * line->normal[1];
  return *x > box->x_low && *x<box->x_high && * y> box->y_low && *y < box->y_high;
}

/* From the boundary to the side of +1, begun at the foot of the origin where that is in sight. */
static void
add_arrow (PenScene *scene, const Line *line, const PenViewport *box)
{
  double length = 0.17 * fmin (box->x_high - box->x_low, box->y_high - box->y_low), head = 0.13 * length;
  double u = line->normal[0], v = line->normal[1], x, y, tip_x, tip_y;

  if (!foot_of (line, 0, 0, box, &x, &y)
      && !foot_of (line, box->x_low / 2 + box->x_high / 2, box->y_low / 2 + box->y_high / 2, box, &x, &y))
    return;
  tip_x = x + length * u;
  tip_y = y + length * v;
  pen_scene_add_line (scene, "arrow", 5,
                      (double[5]){ x, tip_x, tip_x - head * (u + 0.6 * v), tip_x, tip_x - head * (u - 0.6 * v) },
                      (double[5]){ y, tip_y, tip_y - head * (v - 0.6 * u), tip_y, tip_y - head * (v + 0.6 * u) },
                      PEN_INK_FLOW, PEN_DASH_SOLID, 1.8);
  pen_scene_add_label (scene, "w/‖w‖", tip_x, tip_y, PEN_INK_FLOW);
  pen_scene_name_mark (scene, "arrow-label");
}

static void
add_linear (const PenPredictor *predictor, const PenViewInput *input, const PenViewport *box, const double *w, int kind,
            PenScene *scene)
{
  PenInk ink = kind < 0 ? PEN_INK_FLOW : pen_solution_ink (kind);
  double slope[2], bias;
  Line line;

  pen_predictor_line (predictor, w, slope, &bias);
  if (!find_line (slope, bias, 0, box, &line))
    return;
  if (kind < 0)
    add_sides (scene, &line);
  pen_scene_add_line (scene, kind < 0 ? "flow" : pen_solution_nick (kind), 2, line.x, line.y, ink, pen_ink_dash (ink),
                      kind < 0 ? 2.2 : 1.8);
  /* Scaled apart, w is not the normal that is seen; nor is it in a plane of many inputs. */
  if (kind < 0 && !input->experiment->standardize && predictor->slice == NULL)
    add_arrow (scene, &line, box);
  for (int sign = -1; kind == PEN_SOLUTION_MAX_MARGIN && sign <= 1; sign += 2)
    if (find_line (slope, bias, sign, box, &line))
      pen_scene_add_line (scene, sign < 0 ? "margin-negative" : "margin-positive", 2, line.x, line.y, ink,
                          pen_ink_dash (ink), 1.3);
}

/* The side of −1 is the whole without the side of +1. */
static void
add_regions (const PenGrid *grid, PenScene *scene)
{
  g_autoptr (GArray) x = NULL;
  g_autoptr (GArray) y = NULL;
  double left = grid->x[0], right = grid->x[grid->columns - 1], low = grid->y[0], high = grid->y[grid->rows - 1];

  pen_contour_trace (grid, 0, TRUE, &x, &y);
  add_side (scene, 1, x->len, (const double *)(gpointer)x->data, (const double *)(gpointer)y->data);
  g_array_append_vals (x, (double[4]){ left, right, right, left }, 4);
  g_array_append_vals (y, (double[4]){ low, low, high, high }, 4);
  add_side (scene, -1, x->len, (const double *)(gpointer)x->data, (const double *)(gpointer)y->data);
}

static void
add_level (const PenGrid *grid, const char *id, PenInk ink, PenDash dash, double width, PenScene *scene)
{
  g_autoptr (GArray) x = NULL;
  g_autoptr (GArray) y = NULL;

  pen_contour_trace (grid, 0, FALSE, &x, &y);
  if (x->len > 0)
    pen_scene_add_line (scene, id, x->len, (const double *)(gpointer)x->data, (const double *)(gpointer)y->data, ink,
                        dash, width);
}

static void
add_contours (const PenGrid *grid, int kind, PenScene *scene)
{
  PenInk ink = kind < 0 ? PEN_INK_FLOW : pen_solution_ink (kind);

  if (kind < 0)
    add_regions (grid, scene);
  add_level (grid, kind < 0 ? "flow" : pen_solution_nick (kind), ink, pen_ink_dash (ink), kind < 0 ? 2.2 : 1.8, scene);
}

static void
add_nonlinear (const PenPredictor *predictor, const PenViewport *box, gsize n, const double *const *weights,
               const int *kinds, PenScene *scene)
{
  PenGrid grids[PEN_N_SOLUTIONS + 1];
  PenGrid *pointers[PEN_N_SOLUTIONS + 1];

  for (gsize k = 0; k < n; k++)
    {
      pen_grid_init (&grids[k], pen_boundary_fineness (predictor->features, n), PEN_BOUNDARY_OUTSIDE, box->x_low,
                     box->x_high, box->y_low, box->y_high);
      pointers[k] = &grids[k];
    }
  pen_predictor_fill (predictor, n, weights, pointers);
  for (gsize k = 0; k < n; k++)
    {
      add_contours (&grids[k], kinds[k], scene);
      pen_grid_clear (&grids[k]);
    }
}

static void
add_ghost (const PenViewInput *input, gsize index, const PenPredictor *predictor, const PenViewport *box,
           PenScene *scene)
{
  const double *x, *y;
  double slope[2], bias;
  gsize n = 2;
  Line line;

  if (predictor->linear)
    {
      pen_predictor_line (predictor, predictor->trained, slope, &bias);
      if (!find_line (slope, bias, 0, box, &line))
        return;
      x = line.x;
      y = line.y;
    }
  else
    n = pen_boundary_find (input->kept[index]->boundary, predictor, box, &x, &y);
  if (n == 0)
    return;
  pen_view_ghost_line (index, n, x, y, PEN_DASH_SOLID, scene);
  pen_view_ghost_entry (input, index, PEN_DASH_SOLID, scene);
}

/* Where the kept runs ended. */
static void
add_ghosts (const PenViewInput *input, const PenViewport *box, PenScene *scene)
{
  for (gsize k = 0; k < input->n_kept; k++)
    {
      PenViewInput ghost = pen_view_ghost_input (input, k);
      g_auto (PenPredictor) predictor = { 0 };

      if (pen_view_has_ghost (input, k) && pen_predictor_init_plane (&predictor, &ghost, input->experiment)
          && predictor.trained != NULL)
        add_ghost (input, k, &predictor, box, scene);
    }
}

/* The points lie off the plane, on both sides of it: what f is there decides how they are classified. */
static void
note_slice (const PenViewInput *input, const PenPredictor *predictor, PenScene *scene)
{
  g_autofree char *note = NULL;
  PenViewPlane plane;

  pen_view_plane_init (&plane, input->experiment, input->data);
  note = g_strdup_printf (plane.vectors != NULL ? _ ("%zu inputs projected on a plane; boundary within it")
                                                : _ ("two of %zu inputs; boundary with the others at their means"),
                          predictor->inputs);
  pen_view_plane_clear (&plane);
  pen_scene_set_note (scene, note);
}

void
pen_view_plane (const PenViewInput *input, const PenViewport *box, PenScene *scene)
{
  const double *weights[PEN_N_SOLUTIONS + 1], *now;
  int kinds[PEN_N_SOLUTIONS + 1];
  g_auto (PenPredictor) predictor = { 0 };
  gsize n = 0;

  if (!pen_predictor_init_plane (&predictor, input, input->experiment))
    return;
  now = predictor.trained;
  if (now != NULL)
    {
      pen_scene_add_legend (scene, _ ("trained"), PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
      pen_scene_bind_legend (scene, "flow side-* arrow*", NULL);
    }
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, predictor.features) != NULL)
      {
        PenInk ink = pen_solution_ink (kind);

        weights[n] = pen_view_solution (input, kind);
        kinds[n++] = kind;
        pen_scene_add_legend (scene, pen_solution_name (input->solutions[kind]), ink, pen_ink_dash (ink), TRUE,
                              PEN_MARKER_DISC);
        pen_scene_bind_legend (
            scene, kind == PEN_SOLUTION_MAX_MARGIN ? "max-margin margin-* support" : pen_solution_nick (kind), NULL);
      }
  if (now != NULL)
    {
      weights[n] = now;
      kinds[n++] = -1;
    }
  if (n > 0 && predictor.slice != NULL)
    note_slice (input, &predictor, scene);
  add_ghosts (input, box, scene);
  if (n > 0 && !predictor.linear)
    add_nonlinear (&predictor, box, n, weights, kinds, scene);
  for (gsize k = 0; k < n && predictor.linear; k++)
    add_linear (&predictor, input, box, weights[k], kinds[k], scene);
}

void
pen_view_plane_hover (const PenViewInput *input, const PenViewport *box, PenScene *scene)
{
  PenPredictor predictor;
  PenGrid grid, *pointer = &grid;
  double slope[2], bias;
  Line line;

  if (!pen_predictor_init (&predictor, input) || predictor.trained == NULL)
    return;
  if (predictor.linear)
    {
      pen_predictor_line (&predictor, predictor.trained, slope, &bias);
      if (find_line (slope, bias, 0, box, &line))
        pen_scene_add_line (scene, "hover", 2, line.x, line.y, PEN_HOVER_INK, PEN_HOVER_DASH, PEN_HOVER_WIDTH);
      return;
    }
  pen_grid_init (&grid, pen_boundary_fineness (predictor.features, 1), PEN_BOUNDARY_OUTSIDE, box->x_low, box->x_high,
                 box->y_low, box->y_high);
  pen_predictor_fill (&predictor, 1, &predictor.trained, &pointer);
  add_level (&grid, "hover", PEN_HOVER_INK, PEN_HOVER_DASH, PEN_HOVER_WIDTH, scene);
  pen_grid_clear (&grid);
}
