/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-points.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Adds a way in the plane to a point; a regression's way up is its target's. No input says where a prediction is. */
static void
shift (const PenViewPlane *plane, double dx, double dy, double *x, double *target)
{
  const double *right = plane->vectors != NULL ? plane->vectors + plane->d : NULL;

  for (gsize j = 0; right != NULL && j < plane->d; j++)
    x[j] += plane->classes ? dx * right[j] + dy * right[plane->d + j] : dx * right[j];
  if (!plane->classes)
    *target += dy;
  if (right != NULL || plane->predicted)
    return;
  x[plane->columns[0]] += dx;
  if (plane->classes && plane->d > 1)
    x[plane->columns[1]] += dy;
}

/* Where a new point begins: what the plane does not say of it is as in its origin, or the mean of the points. */
static void
begin (const PenViewPlane *plane, const PenDataset *data, double *x)
{
  gsize n = pen_dataset_n (data);

  memset (x, 0, plane->d * sizeof *x);
  if (plane->vectors != NULL)
    memcpy (x, plane->vectors, plane->d * sizeof *x);
  else if (plane->d > (plane->classes ? 2 : 1))
    for (gsize i = 0; i < n; i++)
      for (gsize j = 0; j < plane->d; j++)
        x[j] += pen_dataset_X (data)[i * plane->d + j] / (double)n;
  if (plane->vectors == NULL)
    x[plane->columns[0]] = x[plane->columns[1]] = 0;
}

gboolean
pen_editor_can_place (const PenExperiment *experiment, const char **why)
{
  const PenDataset *data = experiment->data;
  const char *reason = NULL;
  PenViewPlane plane;

  pen_view_plane_init (&plane, experiment, data);
  pen_view_plane_clear (&plane);
  if (pen_dataset_task (data) == PEN_TASK_MATRIX_SENSING)
    reason = _ ("A prediction does not say which matrix was measured: add measurements in the table");
  else if (plane.predicted)
    reason = _ ("A prediction does not say which inputs a point has: choose a feature for the horizontal axis");
  if (why != NULL)
    *why = reason;
  return reason == NULL;
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
  gsize d = pen_dataset_d (data);
  g_autofree double *X = g_new (double, count *d + 1);
  g_autofree double *y = g_new (double, count + 1);
  g_autofree double *first = g_new (double, d);
  PenViewPlane plane;
  PenDataset *next;

  g_return_val_if_fail (pen_editor_can_place (experiment, NULL), NULL);
  pen_view_plane_init (&plane, experiment, data);
  begin (&plane, data, first);
  for (gsize i = 0; i < count; i++)
    {
      memcpy (X + i * d, first, d * sizeof *X);
      y[i] = plane.classes ? (sign < 0 ? -1 : 1) : 0;
      shift (&plane, xy[2 * i], xy[2 * i + 1], X + i * d, &y[i]);
    }
  pen_view_plane_clear (&plane);
  next = pen_dataset_append (data, count, X, y, error);
  return next != NULL ? pen_editor_with_data (experiment, next) : NULL;
}

PenExperiment *
pen_editor_move (const PenExperiment *experiment, const guint8 *selected, double dx, double dy, GError **error)
{
  const PenDataset *data = experiment->data;
  gsize n = pen_dataset_n (data), d = pen_dataset_d (data), count = 0;
  g_autofree gsize *rows = g_new (gsize, n + 1);
  g_autofree double *X = g_new (double, n *d + 1);
  g_autofree double *y = g_new (double, n + 1);
  PenViewPlane plane;
  PenDataset *next;

  pen_view_plane_init (&plane, experiment, data);
  for (gsize i = 0; i < n; i++)
    if (selected[i])
      {
        memcpy (X + count * d, pen_dataset_X (data) + i * d, d * sizeof *X);
        y[count] = pen_dataset_y (data)[i];
        shift (&plane, dx, dy, X + count * d, &y[count]);
        rows[count++] = i;
      }
  pen_view_plane_clear (&plane);
  next = pen_dataset_replace (data, rows, count, X, y, error);
  return next != NULL ? pen_editor_with_data (experiment, next) : NULL;
}

PenExperiment *
pen_editor_put (const PenExperiment *experiment, gsize row, double x, double y, GError **error)
{
  const PenDataset *data = experiment->data;
  gsize d = pen_dataset_d (data);
  g_autofree double *inputs = g_memdup2 (pen_dataset_X (data) + row * d, d * sizeof *inputs);
  double target = pen_dataset_y (data)[row], x0, y0;
  PenViewPlane plane;
  PenDataset *next;

  pen_view_plane_init (&plane, experiment, data);
  if (plane.vectors != NULL)
    {
      pen_view_plane_place (&plane, data, row, &x0, &y0);
      shift (&plane, x - x0, y - y0, inputs, &target);
      if (!plane.classes)
        target = y; /* exactly */
    }
  else
    {
      if (!plane.predicted)
        inputs[plane.columns[0]] = x;
      if (!plane.classes)
        target = y;
      else if (d > 1)
        inputs[plane.columns[1]] = y;
    }
  pen_view_plane_clear (&plane);
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
distance_of (const PenDataset *data, const PenViewPlane *plane, gsize row, const cairo_rectangle_t *area,
             const PenViewport *shown, double px, double py)
{
  double x, y;

  pen_view_plane_place (plane, data, row, &x, &y);
  x = area->x + (x - shown->x_low) / (shown->x_high - shown->x_low) * area->width;
  y = area->y + (shown->y_high - y) / (shown->y_high - shown->y_low) * area->height;
  return hypot (x - px, y - py);
}

gboolean
pen_editor_hit (const PenViewInput *input, const cairo_rectangle_t *area, const PenViewport *shown, double px,
                double py, double radius, gsize *row)
{
  double nearest = radius;
  gsize n = pen_dataset_n (input->data);
  PenViewPlane plane;

  pen_view_plane_init_shown (&plane, input);
  for (gsize i = 0; i < n; i++)
    {
      double distance = distance_of (input->data, &plane, i, area, shown, px, py);

      if (distance <= nearest)
        {
          nearest = distance;
          *row = i;
        }
    }
  pen_view_plane_clear (&plane);
  return nearest < radius;
}

gsize
pen_editor_hit_all (const PenViewInput *input, const cairo_rectangle_t *area, const PenViewport *shown, double px,
                    double py, double radius, guint8 *hit)
{
  gsize n = pen_dataset_n (input->data), count = 0;
  PenViewPlane plane;

  pen_view_plane_init_shown (&plane, input);
  for (gsize i = 0; i < n; i++)
    {
      hit[i] = distance_of (input->data, &plane, i, area, shown, px, py) < radius;
      count += hit[i];
    }
  pen_view_plane_clear (&plane);
  return count;
}

gboolean
pen_editor_inside (const PenViewport *box, double x, double y)
{
  return x >= box->x_low && x <= box->x_high && y >= box->y_low && y <= box->y_high;
}
