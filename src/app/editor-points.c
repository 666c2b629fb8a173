/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-points.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The column that moves up and down, or d for the target, or −1 for none. */
static gssize
vertical_column (const PenDataset *data)
{
  gsize d = pen_dataset_d (data);

  if (pen_dataset_task (data) != PEN_TASK_CLASSIFICATION)
    return (gssize)d;
  return d > 1 ? 1 : -1;
}

gboolean
pen_editor_editable (const PenExperiment *experiment, const char **why)
{
  const PenDataset *data = experiment->data;
  const char *reason = NULL;

  if (pen_dataset_task (data) == PEN_TASK_MATRIX_SENSING)
    reason = _ ("Measurements of a matrix have no place in the plane");
  else if (pen_dataset_task (data) == PEN_TASK_REGRESSION && pen_dataset_d (data) > 1)
    reason = _ ("A click says one input and the target; these points have more inputs");
  else if (pen_dataset_d (data) > 2)
    reason = _ ("A click says two features; these points have more");
  if (why != NULL)
    *why = reason;
  return reason == NULL;
}

gboolean
pen_editor_shows_points (const PenExperiment *experiment)
{
  return pen_dataset_task (experiment->data) == PEN_TASK_CLASSIFICATION || pen_dataset_d (experiment->data) == 1;
}

PenExperiment *
pen_editor_with_data (const PenExperiment *experiment, PenDataset *data)
{
  PenExperiment *next = pen_experiment_copy (experiment);

  pen_dataset_unref (next->data);
  next->data = data;
  return next;
}

PenExperiment *
pen_editor_add (const PenExperiment *experiment, gsize count, const double *xy, int sign, GError **error)
{
  const PenDataset *data = experiment->data;
  gboolean classes = pen_dataset_task (data) == PEN_TASK_CLASSIFICATION;
  gsize d = pen_dataset_d (data);
  g_autofree double *X = g_new (double, count *d + 1);
  g_autofree double *y = g_new (double, count + 1);
  PenDataset *next;

  g_return_val_if_fail (pen_editor_editable (experiment, NULL), NULL);
  for (gsize i = 0; i < count; i++)
    {
      for (gsize j = 0; j < d; j++)
        X[i * d + j] = xy[2 * i + j];
      y[i] = classes ? (sign < 0 ? -1 : 1) : xy[2 * i + 1];
    }
  next = pen_dataset_append (data, count, X, y, error);
  return next != NULL ? pen_editor_with_data (experiment, next) : NULL;
}

PenExperiment *
pen_editor_move (const PenExperiment *experiment, const guint8 *selected, double dx, double dy, GError **error)
{
  const PenDataset *data = experiment->data;
  gsize n = pen_dataset_n (data), d = pen_dataset_d (data), count = 0;
  gssize vertical = vertical_column (data);
  g_autofree gsize *rows = g_new (gsize, n + 1);
  g_autofree double *X = g_new (double, n *d + 1);
  g_autofree double *y = g_new (double, n + 1);
  PenDataset *next;

  for (gsize i = 0; i < n; i++)
    if (selected[i])
      {
        for (gsize j = 0; j < d; j++)
          X[count * d + j] = pen_dataset_X (data)[i * d + j];
        y[count] = pen_dataset_y (data)[i];
        X[count * d] += dx;
        if (vertical == (gssize)d)
          y[count] += dy;
        else if (vertical > 0)
          X[count * d + 1] += dy;
        rows[count++] = i;
      }
  next = pen_dataset_replace (data, rows, count, X, y, error);
  return next != NULL ? pen_editor_with_data (experiment, next) : NULL;
}

PenExperiment *
pen_editor_put (const PenExperiment *experiment, gsize row, double x, double y, GError **error)
{
  const PenDataset *data = experiment->data;
  gsize d = pen_dataset_d (data);
  gssize vertical = vertical_column (data);
  g_autofree double *inputs = g_memdup2 (pen_dataset_X (data) + row * d, d * sizeof *inputs);
  double target = pen_dataset_y (data)[row];
  PenDataset *next;

  inputs[0] = x;
  if (vertical == (gssize)d)
    target = y;
  else if (vertical > 0)
    inputs[vertical] = y;
  next = pen_dataset_replace (data, &row, 1, inputs, &target, error);
  return next != NULL ? pen_editor_with_data (experiment, next) : NULL;
}

PenExperiment *
pen_editor_remove (const PenExperiment *experiment, const guint8 *selected, GError **error)
{
  gsize n = pen_dataset_n (experiment->data), count = 0;
  g_autofree gsize *rows = g_new (gsize, n + 1);
  PenDataset *next;

  for (gsize i = 0; i < n; i++)
    if (selected[i])
      rows[count++] = i;
  next = pen_dataset_remove (experiment->data, rows, count, error);
  return next != NULL ? pen_editor_with_data (experiment, next) : NULL;
}

static double
distance_of (const PenExperiment *experiment, gsize row, const cairo_rectangle_t *area, const PenViewport *shown,
             double px, double py)
{
  double x, y;

  pen_view_point (experiment, experiment->data, row, &x, &y);
  x = area->x + (x - shown->x_low) / (shown->x_high - shown->x_low) * area->width;
  y = area->y + (shown->y_high - y) / (shown->y_high - shown->y_low) * area->height;
  return hypot (x - px, y - py);
}

gboolean
pen_editor_hit (const PenExperiment *experiment, const cairo_rectangle_t *area, const PenViewport *shown, double px,
                double py, double radius, gsize *row)
{
  double nearest = radius;
  gsize n = pen_editor_shows_points (experiment) ? pen_dataset_n (experiment->data) : 0;

  for (gsize i = 0; i < n; i++)
    {
      double distance = distance_of (experiment, i, area, shown, px, py);

      if (distance <= nearest)
        {
          nearest = distance;
          *row = i;
        }
    }
  return nearest < radius;
}

gsize
pen_editor_hit_all (const PenExperiment *experiment, const cairo_rectangle_t *area, const PenViewport *shown, double px,
                    double py, double radius, guint8 *hit)
{
  gsize n = pen_editor_shows_points (experiment) ? pen_dataset_n (experiment->data) : 0, count = 0;

  for (gsize i = 0; i < n; i++)
    {
      hit[i] = distance_of (experiment, i, area, shown, px, py) < radius;
      count += hit[i];
    }
  return count;
}

gboolean
pen_editor_inside (const PenViewport *box, double x, double y)
{
  return x >= box->x_low && x <= box->x_high && y >= box->y_low && y <= box->y_high;
}
