/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contour.h"
#include "path-plane.h"

#include <math.h>

#define MOST_ROWS 200    /* of data: every node of the grid looks at all of them, at every frame */
#define MOST_WORK 150000 /* rows × nodes */
#define LEAST_NODES 20   /* across the viewport */
#define MOST_NODES 48
#define LEVELS 7
#define DEEPEST 9.2 /* log 10⁴: how far below the highest loss the lines go, which a minimum's would have no end */

/* log of the loss at a place of the plane, for predictors ⟨w, x⟩. @rows: n × 2  @f: n */
static double
log_loss (const PenExperiment *experiment, const PenProblem *problem, const double *rows, const double at[2], double *f)
{
  for (gsize i = 0; i < problem->n; i++)
    f[i] = rows[2 * i] * at[0] + rows[2 * i + 1] * at[1];
  return pen_loss_log_total (experiment->loss, experiment->exponent, problem->n, f, problem->y);
}

/* Even in the logarithm, over what the viewport itself has. */
static void
add_levels (const PenGrid *grid, const PenViewport *box, PenScene *scene)
{
  g_autoptr (GArray) all_x = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) all_y = g_array_new (FALSE, FALSE, sizeof (double));
  double low = HUGE_VAL, high = -HUGE_VAL;

  for (gsize j = 0; j < grid->rows; j++)
    for (gsize i = 0; i < grid->columns; i++)
      if (grid->x[i] >= box->x_low && grid->x[i] <= box->x_high && grid->y[j] >= box->y_low
          && grid->y[j] <= box->y_high)
        {
          low = fmin (low, grid->values[j * grid->columns + i]);
          high = fmax (high, grid->values[j * grid->columns + i]);
        }
  low = fmax (low, high - DEEPEST);
  for (int k = 1; k <= LEVELS && high > low; k++)
    {
      g_autoptr (GArray) x = NULL;
      g_autoptr (GArray) y = NULL;

      pen_contour_trace (grid, low + (high - low) * k / (LEVELS + 1), FALSE, &x, &y);
      g_array_append_vals (all_x, x->data, x->len);
      g_array_append_vals (all_y, y->data, y->len);
    }
  if (all_x->len > 0)
    pen_scene_add_line (scene, "loss", all_x->len, (const double *)(gpointer)all_x->data,
                        (const double *)(gpointer)all_y->data, PEN_INK_GRID, PEN_DASH_SOLID, 1);
}

void
pen_view_path_loss (const PenViewInput *input, const PenPathPlane *plane, const PenViewport *box, PenScene *scene)
{
  const PenExperiment *experiment = input->experiment;
  const PenProblem *problem = input->problem;
  g_autofree double *rows = NULL;
  g_autofree double *f = NULL;
  gsize nodes;
  PenGrid grid;

  if (experiment == NULL || problem == NULL || problem->n == 0 || problem->n > MOST_ROWS
      || (experiment->model != PEN_MODEL_LINEAR && experiment->model != PEN_MODEL_DIAGONAL))
    return;
  rows = pen_path_plane_rows (plane, problem);
  if (rows == NULL)
    return;
  f = g_new (double, problem->n);
  nodes = (gsize)CLAMP (sqrt (MOST_WORK / (double)problem->n), LEAST_NODES, MOST_NODES);
  pen_grid_init (&grid, nodes, nodes / 3, box->x_low, box->x_high, box->y_low, box->y_high);
  for (gsize j = 0; j < grid.rows; j++)
    for (gsize i = 0; i < grid.columns; i++)
      grid.values[j * grid.columns + i] = log_loss (experiment, problem, rows, (double[2]){ grid.x[i], grid.y[j] }, f);
  add_levels (&grid, box, scene);
  pen_grid_clear (&grid);
}
