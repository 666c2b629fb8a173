/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measures.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <math.h>

/* A matrix read row by row. */
typedef struct
{
  gsize rows, columns;
  double *U, *sigma, *Vt;
} Matrix;

static double
l2_of (gconstpointer user_data, gsize d, const PenFrame *frame)
{
  return pen_norm2 (d, frame->w);
}

static double
l1_of (gconstpointer user_data, gsize d, const PenFrame *frame)
{
  return pen_norm1 (d, frame->w);
}

static double
nuclear_of (gconstpointer user_data, gsize d, const PenFrame *frame)
{
  const Matrix *self = user_data;

  if (d != self->rows * self->columns
      || !pen_svd (self->rows, self->columns, frame->w, self->U, self->sigma, self->Vt, NULL))
    return NAN;
  return pen_norm1 (MIN (self->rows, self->columns), self->sigma);
}

/* ‖w‖ → ‖w*‖ log t, w* of margin 1. */
static double
growth (gconstpointer user_data, double log10_time)
{
  const double *size = user_data;

  return *size * log10_time * G_LN10;
}

static void
add_norm (PenMeasures *chart, const char *id, const char *label, PenHeightFunc norm, gconstpointer user_data,
          PenSolutionKind least)
{
  const PenTrace *trace = chart->input->trace;
  const double *w = pen_view_solution_of (chart->input, least, trace->d);
  PenFrame end = { 0, 0, (double *)w };

  pen_measures_add (chart, id, label, norm, user_data, pen_solution_ink (least));
  if (w != NULL)
    pen_measures_add_level (chart, least, pen_solution_name (chart->input->solutions[least]),
                            norm (user_data, trace->d, &end));
}

static void
add_nuclear (PenMeasures *chart, gsize rows, gsize columns)
{
  gsize k = MIN (rows, columns);
  Matrix matrix = { rows, columns, g_new (double, rows *k), g_new (double, k), g_new (double, k *columns) };

  add_norm (chart, "nuclear-norm", "‖W‖_*", nuclear_of, &matrix, PEN_SOLUTION_MIN_NUCLEAR);
  g_free (matrix.U);
  g_free (matrix.sigma);
  g_free (matrix.Vt);
}

void
pen_view_norms (const PenViewInput *input, PenScene *scene)
{
  const PenExperiment *experiment = input->experiment;
  gsize rows = experiment != NULL ? experiment->matrix_rows : 0, columns = rows > 0 ? experiment->matrix_columns : 0;
  gboolean network = experiment != NULL && experiment->model == PEN_MODEL_RELU_NETWORK;
  double cost = rows > 0 ? 20 * (double)(rows * columns * MIN (rows, columns)) + 4000 : 1;
  PenMeasures chart;

  if (!pen_measures_init (&chart, input, cost, scene))
    return;
  chart.log = input->scales[PEN_VIEW_AXIS_VALUE] == PEN_AXIS_LOGARITHMIC
              || (input->scales[PEN_VIEW_AXIS_VALUE] == PEN_AXIS_STANDARD && pen_view_is_classes (input));
  pen_scene_set_axes (scene, pen_time_axis_name (&chart.time), chart.time.logarithmic, _ ("norm"), chart.log);
  add_norm (&chart, "l2-norm", network ? "‖θ‖₂" : rows > 0 ? "‖W‖_F" : "‖w‖₂", l2_of, NULL, PEN_SOLUTION_MIN_L2);
  if (rows > 0)
    add_nuclear (&chart, rows, columns);
  else if (!network)
    add_norm (&chart, "l1-norm", "‖w‖₁", l1_of, NULL, PEN_SOLUTION_MIN_L1);
  if (input->problem != NULL && pen_measures_has_tail (input))
    {
      double size = pen_norm2 (input->trace->d, pen_view_solution (input, PEN_SOLUTION_MAX_MARGIN));

      pen_measures_add_guide (&chart, "‖w*‖ log t", growth, &size);
    }
  pen_measures_show (&chart);
}
