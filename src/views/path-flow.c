/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-plane.h"

#define MOST_ROWS 100 /* of data: every piece of every line looks at all of them, at every frame */
#define ACROSS 7      /* lines across the viewport */
#define PIECES 5
#define LENGTH 0.7 /* of a line, a share of their distance */

typedef struct
{
  const PenExperiment *experiment;
  const PenProblem *problem;
  const PenPathPlane *plane;
  PenModel model;
} Field;

/* log ρ and the sign of −∂L/∂f of one sample. */
static double
force (const PenExperiment *experiment, double f, double y, double *sign)
{
  if (experiment->loss == PEN_LOSS_SQUARED)
    {
      *sign = y > f ? 1 : -1;
      return log (fabs (y - f));
    }
  *sign = y;
  return pen_loss_log_force (experiment->loss, experiment->exponent, y * f);
}

/* −∇L of two weights but for a factor, which a direction does not need and which could overflow. */
static void
descend (const Field *self, const double w[2], double out[2])
{
  const PenProblem *problem = self->problem;
  double logs[MOST_ROWS], signs[MOST_ROWS], largest = -HUGE_VAL;

  for (gsize i = 0; i < problem->n; i++)
    {
      const double *row = problem->X + 2 * i;

      logs[i] = force (self->experiment, row[0] * w[0] + row[1] * w[1], problem->y[i], &signs[i]);
      largest = fmax (largest, logs[i]);
    }
  out[0] = out[1] = 0;
  for (gsize i = 0; i < problem->n && isfinite (largest); i++)
    for (int j = 0; j < 2; j++)
      out[j] += signs[i] * exp (logs[i] - largest) * problem->X[2 * i + (gsize)j];
}

/* ẇ = h′(z)·(−∇L) as a unit in the plane. FALSE: outside the range of h, or at rest. */
static gboolean
direction (const Field *self, double x, double y, double out[2])
{
  double w[2], z[2], at[2], slope[2], rate[2], size;

  pen_path_plane_lift (self->plane, x, y, w);
  if (!pen_model_inverse (&self->model, w, z) || !pen_model_map (&self->model, z, at, slope))
    return FALSE;
  descend (self, w, rate);
  size = fmax (slope[0], slope[1]);
  rate[0] *= slope[0] / size;
  rate[1] *= slope[1] / size;
  pen_path_plane_place (self->plane, rate, &out[0], &out[1]);
  size = hypot (out[0], out[1]);
  out[0] /= size;
  out[1] /= size;
  return isfinite (out[0]) && isfinite (out[1]);
}

static void
append (GArray *x, GArray *y, double px, double py)
{
  g_array_append_val (x, px);
  g_array_append_val (y, py);
}

/* By the midpoint rule, with a head where it ends. */
static void
add_line (const Field *self, double px, double py, double length, GArray *x, GArray *y)
{
  double step = length / PIECES, u[2], middle[2], head = 0.16 * length;
  guint from = x->len;

  append (x, y, px, py);
  for (int i = 0; i < PIECES && direction (self, px, py, u); i++)
    {
      if (!direction (self, px + step / 2 * u[0], py + step / 2 * u[1], middle))
        break;
      if (u[0] * middle[0] + u[1] * middle[1] < 0) /* across the place of rest */
        break;
      px += step * middle[0];
      py += step * middle[1];
      append (x, y, px, py);
    }
  if (x->len < from + 3) /* at rest, or nearly: a head alone would point nowhere */
    {
      g_array_set_size (x, from);
      g_array_set_size (y, from);
      return;
    }
  append (x, y, px - head * (u[0] + 0.6 * u[1]), py - head * (u[1] - 0.6 * u[0]));
  append (x, y, px, py);
  append (x, y, px - head * (u[0] - 0.6 * u[1]), py - head * (u[1] + 0.6 * u[0]));
  append (x, y, NAN, NAN);
}

static gboolean
follows_gradient (PenMethod method)
{
  return method == PEN_METHOD_GRADIENT_FLOW || method == PEN_METHOD_GRADIENT_DESCENT || method == PEN_METHOD_SGD;
}

gboolean
pen_view_path_has_flow (const PenViewInput *input, const PenPathPlane *plane)
{
  const PenExperiment *experiment = input->experiment;
  const PenProblem *problem = input->problem;

  return experiment != NULL && problem != NULL && plane->d == 2 && problem->d == 2 && problem->n > 0
         && problem->n <= MOST_ROWS && follows_gradient (experiment->method)
         && (experiment->model == PEN_MODEL_LINEAR || experiment->model == PEN_MODEL_DIAGONAL);
}

void
pen_view_path_flow (const PenViewInput *input, const PenPathPlane *plane, const PenViewport *box, PenScene *scene)
{
  Field field = { .experiment = input->experiment, .problem = input->problem, .plane = plane };
  double gap = fmax (box->x_high - box->x_low, box->y_high - box->y_low) / ACROSS;
  g_autoptr (GArray) x = NULL;
  g_autoptr (GArray) y = NULL;

  if (!pen_view_path_has_flow (input, plane))
    return;
  pen_experiment_model (field.experiment, field.problem, &field.model);
  x = g_array_new (FALSE, FALSE, sizeof (double));
  y = g_array_new (FALSE, FALSE, sizeof (double));
  /* Beside the viewport too, since equal aspect shows more than was asked for; but not both beside and above it. */
  for (int i = -ACROSS; i < 2 * ACROSS; i++)
    for (int j = -ACROSS; j < 2 * ACROSS; j++)
      if ((i >= 0 && i < ACROSS) || (j >= 0 && j < ACROSS))
        add_line (&field, box->x_low + (i + 0.5) * gap, box->y_low + (j + 0.5) * gap, LENGTH * gap, x, y);
  if (x->len == 0)
    return;
  pen_scene_set_opacity (scene, 0.45);
  pen_scene_add_line (scene, "flow-lines", x->len, (const double *)(gpointer)x->data, (const double *)(gpointer)y->data,
                      PEN_INK_MUTED, PEN_DASH_SOLID, 1);
  pen_scene_set_opacity (scene, 1);
}
