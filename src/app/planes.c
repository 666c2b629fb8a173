/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planes.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/error.h>
#include <penchant/views.h>
#include <string.h>

#define MOST_ROUNDS 500
#define AT_REST 1e-10 /* a direction that turns by less in a round is drawn alike */

static const char *const keys[] = { "plane-origin", "plane-right", "plane-up", "plane-names", "x-axis", "y-axis" };

static PenExperiment *
begin (const PenExperiment *experiment)
{
  PenExperiment *next = pen_experiment_copy (experiment);

  if (next->view == NULL)
    next->view = g_key_file_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_key_file_remove_key (next->view, "view", keys[i], NULL);
  return next;
}

PenExperiment *
pen_plane_of_prediction (const PenExperiment *experiment)
{
  return begin (experiment);
}

PenExperiment *
pen_plane_of_input (const PenExperiment *experiment, gsize x)
{
  PenExperiment *next;

  g_return_val_if_fail (x < pen_dataset_d (experiment->data), NULL);
  next = begin (experiment);
  g_key_file_set_string (next->view, "view", "x-axis", pen_dataset_name (next->data, x));
  return next;
}

PenExperiment *
pen_plane_of_inputs (const PenExperiment *experiment, gsize x, gsize y)
{
  PenExperiment *next;

  g_return_val_if_fail (x != y && MAX (x, y) < pen_dataset_d (experiment->data), NULL);
  next = begin (experiment);
  g_key_file_set_string (next->view, "view", "x-axis", pen_dataset_name (next->data, x));
  g_key_file_set_string (next->view, "view", "y-axis", pen_dataset_name (next->data, y));
  return next;
}

static PenExperiment *
finish (const PenExperiment *experiment, const double *origin, const double *right, const double *up,
        const char *right_name, const char *up_name)
{
  const char *const names[] = { right_name, up_name };
  gsize d = pen_dataset_d (experiment->data);
  PenExperiment *next = begin (experiment);

  g_key_file_set_double_list (next->view, "view", "plane-origin", (double *)origin, d);
  g_key_file_set_double_list (next->view, "view", "plane-right", (double *)right, d);
  g_key_file_set_double_list (next->view, "view", "plane-up", (double *)up, d);
  g_key_file_set_string_list (next->view, "view", "plane-names", names, 2);
  return next;
}

/* One round: out = Σ (x − mean)(x − mean)ᵀ v. */
static void
multiply (const PenDataset *data, const double *mean, const double *v, double *out)
{
  gsize n = pen_dataset_n (data), d = pen_dataset_d (data);

  for (gsize j = 0; j < d; j++)
    out[j] = 0;
  for (gsize i = 0; i < n; i++)
    {
      const double *x = pen_dataset_X (data) + i * d;
      double along = 0;

      for (gsize j = 0; j < d; j++)
        along += (x[j] - mean[j]) * v[j];
      for (gsize j = 0; j < d; j++)
        out[j] += along * (x[j] - mean[j]);
    }
}

/* The direction in which the points vary most, of those at right angles to @before (NULL: of all). */
static gboolean
find_component (const PenDataset *data, const double *mean, const double *before, double *v)
{
  gsize d = pen_dataset_d (data), largest = 0;
  g_autofree double *next = g_new (double, d);

  /* A beginning that is at right angles to no direction anybody would choose. */
  for (gsize j = 0; j < d; j++)
    v[j] = cos (1 + 1.7 * (double)j);
  if (!pen_view_make_orthonormal (d, before, v))
    return FALSE;
  for (int round = 0; round < MOST_ROUNDS; round++)
    {
      double turned = 0;

      multiply (data, mean, v, next);
      if (!pen_view_make_orthonormal (d, before, next))
        return FALSE;
      for (gsize j = 0; j < d; j++)
        turned = fmax (turned, fabs (next[j] - v[j]));
      memcpy (v, next, d * sizeof *v);
      if (turned < AT_REST)
        break;
    }
  for (gsize j = 1; j < d; j++)
    if (fabs (v[j]) > fabs (v[largest]))
      largest = j;
  if (v[largest] < 0)
    for (gsize j = 0; j < d; j++)
      v[j] = -v[j];
  return TRUE;
}

static void
find_mean (const PenDataset *data, double *mean)
{
  gsize n = pen_dataset_n (data), d = pen_dataset_d (data);

  memset (mean, 0, d * sizeof *mean);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      mean[j] += pen_dataset_X (data)[i * d + j] / (double)n;
}

PenExperiment *
pen_plane_of_component (const PenExperiment *experiment, GError **error)
{
  const PenDataset *data = experiment->data;
  const char *const names[] = { _ ("1st component") };
  gsize d = pen_dataset_d (data);
  g_autofree double *vectors = g_new (double, 2 * d);
  PenExperiment *next;

  find_mean (data, vectors);
  if (!find_component (data, vectors, NULL, vectors + d))
    {
      g_set_error_literal (error, PEN_ERROR, PEN_ERROR_VALUE,
                           _ ("These points do not vary: there is no principal component"));
      return NULL;
    }
  next = begin (experiment);
  g_key_file_set_double_list (next->view, "view", "plane-origin", vectors, d);
  g_key_file_set_double_list (next->view, "view", "plane-right", vectors + d, d);
  g_key_file_set_string_list (next->view, "view", "plane-names", names, 1);
  return next;
}

PenExperiment *
pen_plane_of_components (const PenExperiment *experiment, GError **error)
{
  const PenDataset *data = experiment->data;
  gsize d = pen_dataset_d (data);
  g_autofree double *vectors = g_new0 (double, 3 * d);

  find_mean (data, vectors);
  if (find_component (data, vectors, NULL, vectors + d) && find_component (data, vectors, vectors + d, vectors + 2 * d))
    return finish (experiment, vectors, vectors + d, vectors + 2 * d, _ ("1st component"), _ ("2nd component"));
  g_set_error_literal (error, PEN_ERROR, PEN_ERROR_VALUE,
                       _ ("These points do not vary in two directions: there are no two principal components"));
  return NULL;
}

PenExperiment *
pen_plane_of_weights (const PenExperiment *experiment, const double *a, const char *a_name, const double *b,
                      const char *b_name, GError **error)
{
  gsize d = pen_dataset_d (experiment->data);
  g_autofree double *origin = g_new0 (double, d);
  g_autofree double *right = g_memdup2 (a, d * sizeof *a);
  g_autofree double *up = g_memdup2 (b, d * sizeof *b);
  g_autofree char *up_name = g_strdup_printf (_ ("towards %s"), b_name);

  if (pen_view_make_orthonormal (d, NULL, right) && pen_view_make_orthonormal (d, right, up))
    return finish (experiment, origin, right, up, a_name, up_name);
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s and %s span no plane: they point the same way, or one is 0"),
               a_name, b_name);
  return NULL;
}
