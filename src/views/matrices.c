/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LOOKED_AT 64 /* frames that say how far the colours go, so that they keep still while a run is played */
#define IN_A_ROW 3   /* heat maps; four are two and two */
#define APART 0.12   /* of a heat map's side, between two of them */
#define ABOVE 0.3    /* the same between rows, where a name stands */

typedef struct
{
  const char *id, *name;
  const double *w;
} Matrix;

gboolean
pen_view_is_matrix (const PenViewInput *input, gsize d)
{
  const PenExperiment *experiment = input->experiment;

  return experiment != NULL && d > 0 && experiment->matrix_rows * experiment->matrix_columns == d;
}

static double
largest (gsize d, const double *w)
{
  double most = 0;

  for (gsize j = 0; j < d; j++)
    most = isfinite (w[j]) ? fmax (most, fabs (w[j])) : most;
  return most;
}

static double
limit_of (const PenViewInput *input, gsize d, const GPtrArray *matrices)
{
  const PenTrace *trace = input->trace;
  double limit = 0;

  for (gsize i = 0; trace != NULL && trace->n_frames > 0 && i < LOOKED_AT; i++)
    limit = fmax (limit, largest (d, trace->frames[i * (trace->n_frames - 1) / (LOOKED_AT - 1)].w));
  for (guint i = 0; i < matrices->len; i++)
    limit = fmax (limit, largest (d, ((const Matrix *)g_ptr_array_index (matrices, i))->w));
  return limit > 0 ? limit : 1;
}

static void
add (GPtrArray *matrices, const char *id, const char *name, const double *w)
{
  Matrix matrix = { id, name, w };

  if (w != NULL)
    g_ptr_array_add (matrices, g_memdup2 (&matrix, sizeof matrix));
}

static GPtrArray *
list (const PenViewInput *input, gsize d)
{
  const PenExperiment *experiment = input->experiment;
  GPtrArray *matrices = g_ptr_array_new_with_free_func (g_free);

  add (matrices, "flow", _ ("trained"), pen_view_weights (input));
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, d) != NULL)
      add (matrices, pen_solution_nick (kind), pen_solution_name (input->solutions[kind]),
           pen_view_solution (input, kind));
  if (experiment->n_truth == d)
    add (matrices, "truth", _ ("truth"), experiment->truth);
  return matrices;
}

void
pen_view_matrices (const PenViewInput *input, gsize d, PenScene *scene)
{
  gsize rows = input->experiment->matrix_rows, columns = input->experiment->matrix_columns;
  g_autoptr (GPtrArray) matrices = list (input, d);
  gsize across = matrices->len <= IN_A_ROW ? MAX (matrices->len, 1) : (matrices->len + 1) / 2;
  gsize lines = matrices->len > IN_A_ROW ? 2 : 1;
  double wide = (double)columns, high = (double)rows, right = wide + fmax (0.5, APART * wide),
         down = high + fmax (1, ABOVE * high);
  double height = (double)(lines - 1) * down + high;

  for (guint i = 0; i < matrices->len; i++)
    {
      const Matrix *matrix = g_ptr_array_index (matrices, i);
      double x = (double)(i % across) * right, y = height - (double)(i / across) * down;

      pen_scene_add_cells (scene, matrix->id, matrix->name, rows, columns, matrix->w,
                           &(PenViewport){ x, x + wide, y - high, y });
    }
  pen_scene_set_colors (scene, limit_of (input, d, matrices));
  pen_scene_set_axes (scene, "Wᵢⱼ", FALSE, NULL, FALSE);
  pen_scene_set_equal_aspect (scene, TRUE);
  /* Half a pixel's worth more, for the outlines. */
  pen_scene_set_viewport (scene, &(PenViewport){ -0.01 * wide, (double)(across - 1) * right + 1.01 * wide, -0.01 * high,
                                                 height + 0.01 * high });
}
