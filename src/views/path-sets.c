/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contour.h"
#include "view.h"

#include <math.h>

#define CIRCLE 181
#define NODES 56        /* across the viewport, for the level sets of the potential */
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

/* The level set of Q, the potential whose minimum among the solutions the model's flow finds. */
static void
add_potential (const PenViewInput *input, const double *w, const PenViewport *box, PenScene *scene)
{
  g_autoptr (GArray) x = NULL;
  g_autoptr (GArray) y = NULL;
  PenModel model;
  PenGrid grid;

  if (input->experiment == NULL)
    return;
  pen_experiment_model (input->experiment, input->problem, &model);
  pen_grid_init (&grid, NODES, 20, box->x_low, box->x_high, box->y_low, box->y_high);
  for (gsize j = 0; j < grid.rows; j++)
    for (gsize i = 0; i < grid.columns; i++)
      grid.values[j * grid.columns + i] = pen_model_potential (&model, (double[2]){ grid.x[i], grid.y[j] });
  pen_contour_trace (&grid, pen_model_potential (&model, w), FALSE, &x, &y);
  if (x->len > 0)
    pen_scene_add_line (scene, "potential-level", x->len, (const double *)(gpointer)x->data,
                        (const double *)(gpointer)y->data, PEN_INK_MIN_POTENTIAL, pen_ink_dash (PEN_INK_MIN_POTENTIAL),
                        1.4);
  pen_grid_clear (&grid);
}

static void
add_balls (const PenViewInput *input, const PenViewport *box, PenScene *scene)
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      const double *w = pen_view_solution_of (input, kind, 2);
      double center[2] = { 0, 0 };
      PenInk ink = pen_solution_ink (kind);

      if (w == NULL)
        continue;
      if (kind == PEN_SOLUTION_MIN_L2 && input->experiment != NULL && input->experiment->model == PEN_MODEL_LINEAR
          && input->experiment->start != NULL && input->experiment->n_start == 2)
        {
          center[0] = input->experiment->start[0]; /* the nearest to the start */
          center[1] = input->experiment->start[1];
        }
      if (kind == PEN_SOLUTION_MIN_L2 || kind == PEN_SOLUTION_MAX_MARGIN)
        add_circle (scene, center, hypot (w[0] - center[0], w[1] - center[1]), ink);
      else if (kind == PEN_SOLUTION_MIN_L1 || kind == PEN_SOLUTION_MIN_L1_NONNEGATIVE
               || kind == PEN_SOLUTION_L1_MAX_MARGIN)
        add_diamond (scene, fabs (w[0]) + fabs (w[1]), ink);
      else if (kind == PEN_SOLUTION_LINF_MAX_MARGIN)
        add_square (scene, fmax (fabs (w[0]), fabs (w[1])), ink);
      else
        add_potential (input, w, box, scene);
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
add_feasible (const PenProblem *problem, const PenViewport *box, PenScene *scene)
{
  g_autoptr (GArray) set = frame_of (box);
  g_autoptr (GArray) seen = NULL;
  g_autofree double *x = NULL;
  g_autofree double *y = NULL;

  if (problem->n > MOST_ROWS)
    return;
  for (gsize i = 0; i < problem->n && set->len > 0; i++)
    set = cut (set, (double[2]){ problem->y[i] * problem->X[2 * i], problem->y[i] * problem->X[2 * i + 1] }, 1);
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

/* One equation's line where X has rank 1, and where it has rank 2 the lines that meet in the one solution. */
static void
add_equations (const PenProblem *problem, const PenViewport *box, PenScene *scene)
{
  double x, y;

  if (problem->rank == 1 && problem->interpolable)
    {
      double target = 0;

      for (gsize i = 0; i < problem->n; i++)
        target += problem->U[i * problem->k] * problem->y[i] / problem->sigma[0];
      if (add_equation (problem->Vt, target, "solution-set", box, scene, &x, &y))
        pen_scene_add_label (scene, "Xw = y", x, y, PEN_INK_MUTED);
      return;
    }
  for (gsize i = 0; i < problem->n && problem->n <= MOST_LINES; i++)
    add_equation (problem->X + 2 * i, problem->y[i], NULL, box, scene, &x, &y);
}

void
pen_view_path_sets (const PenViewInput *input, const PenViewport *box, PenScene *scene)
{
  if (input->problem == NULL || input->problem->d != 2)
    return;
  if (input->problem->task == PEN_TASK_CLASSIFICATION)
    add_feasible (input->problem, box, scene);
  else
    add_equations (input->problem, box, scene);
  add_balls (input, box, scene);
}
