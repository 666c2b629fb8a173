/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictions.h"

#include <glib/gi18n-lib.h>
#include <penchant/linalg.h>
#include <string.h>

static gboolean
is_classes (const PenDataset *data)
{
  return pen_dataset_task (data) == PEN_TASK_CLASSIFICATION;
}

static gboolean
choose_column (GKeyFile *view, const PenDataset *data, const char *key, gsize *column)
{
  g_autofree char *name = view != NULL ? g_key_file_get_string (view, "view", key, NULL) : NULL;

  for (gsize j = 0; name != NULL && j < pen_dataset_d (data); j++)
    if (strcmp (pen_dataset_name (data, j), name) == 0)
      {
        *column = j;
        return TRUE;
      }
  return FALSE;
}

void
pen_view_columns (const PenExperiment *experiment, const PenDataset *data, gsize columns[2])
{
  columns[0] = 0;
  columns[1] = pen_dataset_d (data) > 1 ? 1 : 0;
  if (experiment == NULL || pen_dataset_d (data) <= 2 || !is_classes (data))
    return;
  choose_column (experiment->view, data, "x-axis", &columns[0]);
  choose_column (experiment->view, data, "y-axis", &columns[1]);
}

static gboolean
read_vector (GKeyFile *view, const char *key, gsize d, double *out)
{
  gsize n = 0;
  g_autofree double *found = g_key_file_get_double_list (view, "view", key, &n, NULL);

  if (found == NULL || n != d)
    return FALSE;
  memcpy (out, found, d * sizeof *out);
  return TRUE;
}

/* Written with 17 digits; a hand may have written fewer. A place that is edited would drift by as much. */
static gboolean
is_unit (gsize d, const double *v)
{
  return fabs (pen_dot (d, v, v) - 1) < 1e-6;
}

static gboolean
is_orthonormal (gsize d, const double *right, const double *up)
{
  return is_unit (d, right) && is_unit (d, up) && fabs (pen_dot (d, right, up)) < 1e-6;
}

/* Twice, since the first pass leaves what it rounded. */
gboolean
pen_view_make_orthonormal (gsize d, const double *a, double *b)
{
  double size = sqrt (pen_dot (d, b, b));

  if (!(size > 0) || !isfinite (size))
    return FALSE;
  for (int pass = 0; pass < 2; pass++)
    {
      double along = a != NULL ? pen_dot (d, a, b) : 0, left;

      for (gsize j = 0; j < d && a != NULL; j++)
        b[j] -= along * a[j];
      left = sqrt (pen_dot (d, b, b));
      if (!(left > 1e-9 * size))
        return FALSE;
      for (gsize j = 0; j < d; j++)
        b[j] /= left;
      size = 1;
    }
  return TRUE;
}

/* Of a regression only the way to the right is asked for: upwards is the target. */
static double *
read_plane (GKeyFile *view, gsize d, gboolean classes)
{
  g_autofree double *vectors = NULL;

  if (view == NULL || !g_key_file_has_key (view, "view", "plane-right", NULL))
    return NULL;
  vectors = g_new0 (double, 3 * d);
  if (!read_vector (view, "plane-origin", d, vectors) || !read_vector (view, "plane-right", d, vectors + d))
    return NULL;
  if (classes ? !read_vector (view, "plane-up", d, vectors + 2 * d) || !is_orthonormal (d, vectors + d, vectors + 2 * d)
              : !is_unit (d, vectors + d))
    return NULL;
  return g_steal_pointer (&vectors);
}

void
pen_view_plane_init (PenViewPlane *self, const PenExperiment *experiment, const PenDataset *data)
{
  gsize d = pen_dataset_d (data);
  GKeyFile *view = experiment != NULL ? experiment->view : NULL;

  *self = (PenViewPlane){ .d = d, .classes = is_classes (data) };
  pen_view_columns (experiment, data, self->columns);
  if (!pen_view_is_fit (data))
    {
      if (d > 2)
        self->vectors = read_plane (view, d, TRUE);
      return;
    }
  self->columns[1] = self->columns[0];
  /* The entries of a measurement's matrix are no places of points. */
  self->predicted = pen_dataset_task (data) == PEN_TASK_MATRIX_SENSING;
  if (self->predicted)
    return;
  self->vectors = read_plane (view, d, FALSE);
  if (self->vectors == NULL && !choose_column (view, data, "x-axis", &self->columns[0]))
    self->predicted = pen_view_can_predict (experiment, data);
  self->columns[1] = self->columns[0];
}

void
pen_view_plane_init_shown (PenViewPlane *self, const PenViewInput *input)
{
  g_auto (PenPredictions) predictions = { 0 };

  pen_view_plane_init (self, input->experiment, input->data);
  if (!self->predicted || !pen_predictions_init (&predictions, input) || predictions.trained == NULL)
    return;
  self->across = g_new (double, predictions.n + 1);
  pen_predictions_make (&predictions, predictions.trained, self->across);
}

void
pen_view_plane_clear (PenViewPlane *self)
{
  g_clear_pointer (&self->vectors, g_free);
  g_clear_pointer (&self->across, g_free);
}

void
pen_view_plane_place (const PenViewPlane *self, const PenDataset *data, gsize row, double *x, double *y)
{
  const double *point = pen_dataset_X (data) + row * self->d, *origin = self->vectors;

  if (origin == NULL)
    {
      *x = !self->predicted ? point[self->columns[0]] : self->across != NULL ? self->across[row] : (double)NAN;
      *y = self->classes && self->d > 1 ? point[self->columns[1]] : pen_dataset_y (data)[row];
      return;
    }
  *x = *y = 0;
  for (gsize j = 0; j < self->d; j++)
    {
      *x += (point[j] - origin[j]) * origin[self->d + j];
      *y += (point[j] - origin[j]) * origin[2 * self->d + j];
    }
  if (!self->classes)
    *y = pen_dataset_y (data)[row];
}

void
pen_view_plane_span (const PenViewPlane *self, const PenDataset *data, double *vectors)
{
  gsize n = pen_dataset_n (data), d = self->d;

  if (self->vectors != NULL)
    {
      memcpy (vectors, self->vectors, 3 * d * sizeof *vectors);
      return;
    }
  memset (vectors, 0, 3 * d * sizeof *vectors);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      vectors[j] += pen_dataset_X (data)[i * d + j] / (double)n;
  for (int k = 0; k < 2; k++)
    {
      vectors[self->columns[k]] = 0;
      vectors[(gsize)(k + 1) * d + self->columns[k]] = 1;
    }
}

gboolean
pen_view_same_plane (const PenExperiment *a, const PenExperiment *b)
{
  PenViewPlane planes[2];
  gboolean same;

  pen_view_plane_init (&planes[0], a, a->data);
  pen_view_plane_init (&planes[1], b, b->data);
  same = planes[0].d == planes[1].d && planes[0].classes == planes[1].classes
         && planes[0].predicted == planes[1].predicted && (planes[0].vectors == NULL) == (planes[1].vectors == NULL);
  if (same && planes[0].vectors != NULL)
    same = memcmp (planes[0].vectors, planes[1].vectors, 3 * planes[0].d * sizeof (double)) == 0;
  else if (same)
    same = memcmp (planes[0].columns, planes[1].columns, sizeof planes[0].columns) == 0;
  pen_view_plane_clear (&planes[0]);
  pen_view_plane_clear (&planes[1]);
  return same;
}

void
pen_view_point (const PenExperiment *experiment, const PenDataset *data, gsize row, double *x, double *y)
{
  PenViewPlane plane;

  g_return_if_fail (row < pen_dataset_n (data));
  pen_view_plane_init (&plane, experiment, data);
  pen_view_plane_place (&plane, data, row, x, y);
  pen_view_plane_clear (&plane);
}

void
pen_view_plane_names (const PenViewPlane *self, const PenExperiment *experiment, const PenDataset *data, char *names[2])
{
  gsize n = 0;
  g_auto (GStrv) own =
      self->vectors != NULL ? g_key_file_get_string_list (experiment->view, "view", "plane-names", &n, NULL) : NULL;

  for (int k = 0; k < 2; k++)
    if (!self->classes && k == 1)
      names[k] = g_strdup (pen_dataset_target (data));
    else if (self->predicted)
      names[k] = g_strdup (pen_dataset_task (data) == PEN_TASK_MATRIX_SENSING ? _ ("prediction ⟨A, W⟩")
                                                                              : _ ("prediction f(x)"));
    else if (self->vectors != NULL)
      names[k] = g_strdup (n > (gsize)k ? own[k] : k == 0 ? "⟨x, e₁⟩" : "⟨x, e₂⟩");
    else
      names[k] = g_strdup (pen_dataset_name (data, self->columns[k]));
}
