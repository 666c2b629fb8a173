/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contour.h"
#include "path-plane.h"

#include <math.h>

#define CIRCLE 181
#define NODES 56 /* across the viewport, for the level sets */
#define LEAST_NODES 24
#define MOST_WORK 60000 /* nodes × weights */
#define MOST_ROWS 20000 /* constraints cut one after the other */
#define MOST_LINES 12

typedef struct
{
  double x, y;
} Corner;

static void
add_circle (PenScene *scene, const double center[2], double radius, PenInk ink)
{
  double x[CIRCLE], y[CIRCLE];

  for (int i = 0; i < CIRCLE; i++)
    {
      x[i] = center[0] + radius * cos (2 * G_PI * i / (CIRCLE - 1));
      y[i] = center[1] + radius * sin (2 * G_PI * i / (CIRCLE - 1));
    }
  pen_scene_add_line (scene, "l2-ball", CIRCLE, x, y, ink, pen_ink_dash (ink), 1.4);
}

static void
add_diamond (PenScene *scene, double radius, PenInk ink)
{
  pen_scene_add_line (scene, "l1-ball", 5, (double[5]){ radius, 0, -radius, 0, radius },
                      (double[5]){ 0, radius, 0, -radius, 0 }, ink, pen_ink_dash (ink), 1.4);
}

static void
add_square (PenScene *scene, double radius, PenInk ink)
{
  pen_scene_add_line (scene, "linf-ball", 5, (double[5]){ radius, -radius, -radius, radius, radius },
                      (double[5]){ radius, radius, -radius, -radius, radius }, ink, pen_ink_dash (ink), 1.4);
}

typedef double (*SizeFunc) (gconstpointer user_data, gsize d, const double *w);

static double
potential (gconstpointer user_data, gsize d, const double *w)
{
  return pen_model_potential (user_data, w);
}

static double
l1_norm (gconstpointer user_data, gsize d, const double *w)
{
  double sum = 0;

  for (gsize j = 0; j < d; j++)
    sum += fabs (w[j]);
  return sum;
}

static double
linf_norm (gconstpointer user_data, gsize d, const double *w)
{
  double most = 0;

  for (gsize j = 0; j < d; j++)
    most = fmax (most, fabs (w[j]));
  return most;
}

/* Where @size is what it is at the solution: of a ball of many weights, the slice that lies in the plane. */
static void
add_level (const PenPathPlane *plane, SizeFunc size, gconstpointer user_data, const double *w, const PenViewport *box,
           const char *id, PenInk ink, PenScene *scene)
{
  g_autofree double *at = g_new (double, plane->d);
  g_autoptr (GArray) x = NULL;
  g_autoptr (GArray) y = NULL;
  gsize nodes = (gsize)CLAMP (sqrt (MOST_WORK / (double)plane->d), LEAST_NODES, NODES);
  PenGrid grid;

  pen_grid_init (&grid, nodes, nodes / 3, box->x_low, box->x_high, box->y_low, box->y_high);
  for (gsize j = 0; j < grid.rows; j++)
    for (gsize i = 0; i < grid.columns; i++)
      {
        pen_path_plane_lift (plane, grid.x[i], grid.y[j], at);
        grid.values[j * grid.columns + i] = size (user_data, plane->d, at);
      }
  pen_contour_trace (&grid, size (user_data, plane->d, w), FALSE, &x, &y);
  if (x->len > 0)
    pen_scene_add_line (scene, id, x->len, (const double *)(gpointer)x->data, (const double *)(gpointer)y->data, ink,
                        pen_ink_dash (ink), 1.4);
  pen_grid_clear (&grid);
}

/* The level set of Q, the potential whose minimum among the solutions the model's flow finds. */
static void
add_potential (const PenViewInput *input, const PenPathPlane *plane, const double *w, const PenViewport *box,
               PenScene *scene)
{
  PenModel model;

  if (input->experiment == NULL)
    return;
  pen_experiment_model (input->experiment, input->problem, &model);
  add_level (plane, potential, &model, w, box, "potential-level", PEN_INK_MIN_POTENTIAL, scene);
}

/* Around the start, to which this solution is the nearest. */
static void
add_round_ball (const PenViewInput *input, const PenPathPlane *plane, const double *w, gboolean nearest, PenInk ink,
                PenScene *scene)
{
  const PenExperiment *experiment = input->experiment;
  gboolean moved = nearest && experiment != NULL && experiment->model == PEN_MODEL_LINEAR && experiment->start != NULL
                   && experiment->n_start == plane->d;
  double center[2] = { 0, 0 }, at[2];

  if (moved && plane->d > 2) /* the plane goes through the origin, and need not meet the start */
    return;
  if (moved)
    pen_path_plane_place (plane, experiment->start, &center[0], &center[1]);
  pen_path_plane_place (plane, w, &at[0], &at[1]);
  add_circle (scene, center, hypot (at[0] - center[0], at[1] - center[1]), ink);
}

static void
add_balls (const PenViewInput *input, const PenPathPlane *plane, const PenViewport *box, PenScene *scene)
{
  gboolean turned = plane->vectors != NULL;

  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      const double *w = pen_view_solution_of (input, kind, plane->d);
      PenInk ink = pen_solution_ink (kind);

      if (w == NULL || !pen_path_plane_holds (plane, (PenSolutionKind)kind))
        continue;
      if (kind == PEN_SOLUTION_MIN_L2 || kind == PEN_SOLUTION_MAX_MARGIN)
        add_round_ball (input, plane, w, kind == PEN_SOLUTION_MIN_L2, ink, scene);
      else if (kind == PEN_SOLUTION_MIN_L1 || kind == PEN_SOLUTION_MIN_L1_NONNEGATIVE
               || kind == PEN_SOLUTION_L1_MAX_MARGIN)
        {
          if (turned)
            add_level (plane, l1_norm, NULL, w, box, "l1-ball", ink, scene);
          else
            add_diamond (scene, fabs (w[0]) + fabs (w[1]), ink);
        }
      else if (kind != PEN_SOLUTION_LINF_MAX_MARGIN)
        add_potential (input, plane, w, box, scene);
      else if (turned)
        add_level (plane, linf_norm, NULL, w, box, "linf-ball", ink, scene);
      else
        add_square (scene, fmax (fabs (w[0]), fabs (w[1])), ink);
    }
}

static gboolean
is_within (const GArray *polygon, const double *row, double bound)
{
  for (guint i = 0; i < polygon->len; i++)
    {
      const Corner *corner = &g_array_index (polygon, Corner, i);

      if (!(row[0] * corner->x + row[1] * corner->y >= bound))
        return FALSE;
    }
  return TRUE;
}

/* Keeps the part of a convex polygon with ⟨row, w⟩ ≥ bound. Of thousands of rows few cut anything. */
static GArray *
cut (GArray *polygon, const double *row, double bound)
{
  GArray *kept;

  if (is_within (polygon, row, bound))
    return polygon;
  kept = g_array_new (FALSE, FALSE, sizeof (Corner));
  for (guint i = 0; i < polygon->len; i++)
    {
      Corner a = g_array_index (polygon, Corner, i), b = g_array_index (polygon, Corner, (i + 1) % polygon->len);
      double u = row[0] * a.x + row[1] * a.y - bound, v = row[0] * b.x + row[1] * b.y - bound;

      if (u >= 0)
        g_array_append_val (kept, a);
      if ((u > 0 && v < 0) || (u < 0 && v > 0))
        {
          double t = u / (u - v);
          Corner between = { a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };

          g_array_append_val (kept, between);
        }
    }
  g_array_unref (polygon);
  return kept;
}

/* What is shown and far around it, since equal aspect shows more than was asked for. */
static GArray *
frame_of (const PenViewport *box)
{
  double far = 8 * fmax (box->x_high - box->x_low, box->y_high - box->y_low);
  Corner corners[4] = { { box->x_low - far, box->y_low - far },
                        { box->x_high + far, box->y_low - far },
                        { box->x_high + far, box->y_high + far },
                        { box->x_low - far, box->y_high + far } };
  GArray *polygon = g_array_new (FALSE, FALSE, sizeof (Corner));

  g_array_append_vals (polygon, corners, 4);
  return polygon;
}

/* In the middle of what is seen of the set, so that the words lie inside it. */
static void
label_feasible (GArray *seen, PenScene *scene)
{
  double x = 0, y = 0;

  for (guint i = 0; i < seen->len; i++)
    {
      x += g_array_index (seen, Corner, i).x / seen->len;
      y += g_array_index (seen, Corner, i).y / seen->len;
    }
  if (seen->len >= 3)
    pen_scene_add_label (scene, "yᵢ⟨w, xᵢ⟩ ≥ 1", x, y, PEN_INK_MUTED);
}

static void
add_feasible (const PenProblem *problem, const double *rows, const PenViewport *box, PenScene *scene)
{
  g_autoptr (GArray) set = frame_of (box);
  g_autoptr (GArray) seen = NULL;
  g_autofree double *x = NULL;
  g_autofree double *y = NULL;

  if (problem->n > MOST_ROWS)
    return;
  for (gsize i = 0; i < problem->n && set->len > 0; i++)
    set = cut (set, (double[2]){ problem->y[i] * rows[2 * i], problem->y[i] * rows[2 * i + 1] }, 1);
  if (set->len < 3)
    return;
  x = g_new (double, set->len + 1);
  y = g_new (double, set->len + 1);
  for (guint i = 0; i <= set->len; i++)
    {
      x[i] = g_array_index (set, Corner, i % set->len).x;
      y[i] = g_array_index (set, Corner, i % set->len).y;
    }
  pen_scene_add_polygon (scene, "feasible", set->len, x, y, PEN_INK_MAX_MARGIN, 0.14);
  pen_scene_add_line (scene, "feasible-edge", set->len + 1, x, y, PEN_INK_MAX_MARGIN, PEN_DASH_SOLID, 1.1);
  seen = cut (g_steal_pointer (&set), (double[2]){ 1, 0 }, box->x_low);
  seen = cut (g_steal_pointer (&seen), (double[2]){ -1, 0 }, -box->x_high);
  seen = cut (g_steal_pointer (&seen), (double[2]){ 0, 1 }, box->y_low);
  seen = cut (g_steal_pointer (&seen), (double[2]){ 0, -1 }, -box->y_high);
  label_feasible (seen, scene);
}

/* ⟨row, w⟩ = y as a line through the whole picture; its middle is the foot of the viewport's middle. */
static gboolean
add_equation (const double *row, double target, const char *id, const PenViewport *box, PenScene *scene, double *x_end,
              double *y_end)
{
  double size = hypot (row[0], row[1]), cx = box->x_low / 2 + box->x_high / 2, cy = box->y_low / 2 + box->y_high / 2;
  double reach = 8 * hypot (box->x_high - box->x_low, box->y_high - box->y_low), u = row[0] / size, v = row[1] / size;
  double away = target / size - u * cx - v * cy;

  if (!isfinite (away) || !(size > 0))
    return FALSE;
  cx += away * u;
  cy += away * v;
  pen_scene_add_line (scene, id, 2, (double[2]){ cx - reach * v, cx + reach * v },
                      (double[2]){ cy + reach * u, cy - reach * u }, PEN_INK_MUTED, PEN_DASH_SOLID, 1.4);
  *x_end = cx + (v > 0 ? -0.36 : 0.36) * v * (box->x_high - box->x_low);
  *y_end = cy + (v > 0 ? 0.36 : -0.36) * u * (box->x_high - box->x_low);
  return TRUE;
}

/* Two solutions of Xw = y have all of the line through them in common with the set, whatever the number of weights. */
static gboolean
is_interpolating (int kind)
{
  return kind == PEN_SOLUTION_MIN_L2 || kind == PEN_SOLUTION_MIN_L1 || kind == PEN_SOLUTION_MIN_L1_NONNEGATIVE
         || kind == PEN_SOLUTION_MIN_POTENTIAL;
}

/* The row that is seen best, of equations that are one line in the plane. */
static gsize
longest_row (gsize n, const double *rows)
{
  gsize best = 0;

  for (gsize i = 1; i < n; i++)
    if (hypot (rows[2 * i], rows[2 * i + 1]) > hypot (rows[2 * best], rows[2 * best + 1]))
      best = i;
  return best;
}

/* One line where the equations are one in the plane, and where they are not, the lines that meet in the one solution.
 */
static void
add_equations (const PenPathPlane *plane, const PenProblem *problem, const double *rows, const PenViewport *box,
               PenScene *scene)
{
  gboolean one =
      plane->d == 2 ? problem->rank == 1 : is_interpolating (plane->kinds[0]) && is_interpolating (plane->kinds[1]);
  double x, y;

  if (one && problem->interpolable)
    {
      gsize i = longest_row (problem->n, rows);

      if (add_equation (rows + 2 * i, problem->y[i], "solution-set", box, scene, &x, &y))
        pen_scene_add_label (scene, "Xw = y", x, y, PEN_INK_MUTED);
      return;
    }
  for (gsize i = 0; i < problem->n && problem->n <= MOST_LINES; i++)
    add_equation (rows + 2 * i, problem->y[i], NULL, box, scene, &x, &y);
}

void
pen_view_path_sets (const PenViewInput *input, const PenPathPlane *plane, const PenViewport *box, PenScene *scene)
{
  g_autofree double *rows = pen_path_plane_rows (plane, input->problem);

  if (rows == NULL)
    return;
  if (input->problem->task == PEN_TASK_CLASSIFICATION)
    add_feasible (input->problem, rows, box, scene);
  else
    add_equations (plane, input->problem, rows, box, scene);
  add_balls (input, plane, box, scene);
}
