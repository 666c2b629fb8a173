/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-plane.h"

#include <glib/gi18n-lib.h>
#include <penchant/linalg.h>
#include <string.h>

#define MOST_PRODUCTS 1000000 /* of frames and weights: a plane of solutions looks at all weights of a frame */
#define MOST_ROW_PRODUCTS 4000000

/* The two weights that are largest in the solutions, or else in the newest frame. */
static void
choose_weights (const PenViewInput *input, gsize d, gsize columns[2])
{
  g_autofree double *largest = g_new0 (double, d);
  const double *newest = input->trace->frames[input->trace->n_frames - 1].w;

  for (gsize j = 0; j < d; j++)
    {
      largest[j] = 1e-9 * fabs (newest[j]);
      for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
        if (pen_view_solution_of (input, kind, d) != NULL)
          largest[j] = fmax (largest[j], fabs (pen_view_solution (input, kind)[j]));
    }
  columns[0] = 0;
  for (gsize j = 1; j < d; j++)
    if (largest[j] > largest[columns[0]])
      columns[0] = j;
  columns[1] = columns[0] == 0 ? 1 : 0;
  for (gsize j = 0; j < d; j++)
    if (j != columns[0] && largest[j] > largest[columns[1]])
      columns[1] = j;
  if (columns[0] > columns[1])
    {
      gsize swap = columns[0];

      columns[0] = columns[1];
      columns[1] = swap;
    }
}

/* What an axis is to be: a weight, or else a solution; neither: FALSE. */
static gboolean
read_axis (const PenViewInput *input, gsize d, const char *key, gsize *column, int *kind)
{
  GKeyFile *view = input->experiment != NULL ? input->experiment->view : NULL;
  g_autofree char *value = view != NULL ? g_key_file_get_string (view, "view", key, NULL) : NULL;
  guint64 number;

  if (value == NULL)
    return FALSE;
  if (value[0] == 'w' && g_ascii_string_to_unsigned (value + 1, 10, 1, d, &number, NULL))
    {
      *column = (gsize)number - 1;
      return TRUE;
    }
  for (int k = 0; k < PEN_N_SOLUTIONS; k++)
    if (strcmp (value, pen_solution_nick (k)) == 0 && pen_view_solution_of (input, k, d) != NULL)
      {
        *kind = k;
        return TRUE;
      }
  return FALSE;
}

static void
name_axes (PenPathPlane *self, const PenViewInput *input)
{
  gboolean turned = FALSE;

  for (int k = 0; k < 2; k++)
    self->names[k] = self->kinds[k] < 0 ? pen_view_weight_title (input->experiment, self->d, self->columns[k])
                                        : g_strdup (pen_solution_name (input->solutions[self->kinds[k]]));
  if (self->vectors == NULL)
    return;
  /* The second direction as it was asked for, unless the first has a part of it. */
  for (gsize j = 0; j < self->d; j++)
    {
      double asked = self->kinds[1] < 0 ? j == self->columns[1] : pen_view_solution (input, self->kinds[1])[j];
      double first = self->vectors[j];

      turned = turned || fabs (asked * first) > 1e-12;
    }
  if (turned)
    {
      g_autofree char *name = self->names[1];

      self->names[1] = g_strdup_printf (_ ("towards %s"), name);
    }
}

static gboolean
span (PenPathPlane *self, const PenViewInput *input)
{
  gsize d = self->d;
  g_autofree double *vectors = g_new0 (double, 2 * d);

  for (int k = 0; k < 2; k++)
    if (self->kinds[k] < 0)
      vectors[(gsize)k * d + self->columns[k]] = 1;
    else
      memcpy (vectors + (gsize)k * d, pen_view_solution (input, self->kinds[k]), d * sizeof *vectors);
  if (!pen_view_make_orthonormal (d, NULL, vectors) || !pen_view_make_orthonormal (d, vectors, vectors + d))
    return FALSE;
  self->vectors = g_steal_pointer (&vectors);
  return TRUE;
}

void
pen_path_plane_init (PenPathPlane *self, const PenViewInput *input)
{
  gsize d = input->trace->d, standard[2];
  gboolean read[2];

  *self = (PenPathPlane){ .d = d, .kinds = { -1, -1 } };
  choose_weights (input, d, standard);
  memcpy (self->columns, standard, sizeof standard);
  read[0] = read_axis (input, d, "path-right", &self->columns[0], &self->kinds[0]);
  read[1] = read_axis (input, d, "path-up", &self->columns[1], &self->kinds[1]);
  for (int k = 0; k < 2; k++) /* the one that was not asked for gives way */
    if (!read[k] && self->kinds[1 - k] < 0 && self->columns[k] == self->columns[1 - k])
      self->columns[k] = standard[1 - k];
  if ((self->kinds[0] >= 0 || self->kinds[1] >= 0 || self->columns[0] == self->columns[1]) && !span (self, input))
    {
      memcpy (self->columns, standard, sizeof standard);
      self->kinds[0] = self->kinds[1] = -1;
    }
  name_axes (self, input);
}

void
pen_path_plane_clear (PenPathPlane *self)
{
  g_clear_pointer (&self->vectors, g_free);
  g_clear_pointer (&self->names[0], g_free);
  g_clear_pointer (&self->names[1], g_free);
}

void
pen_path_plane_place (const PenPathPlane *self, const double *w, double *x, double *y)
{
  *x = self->vectors != NULL ? pen_dot (self->d, self->vectors, w) : w[self->columns[0]];
  *y = self->vectors != NULL ? pen_dot (self->d, self->vectors + self->d, w) : w[self->columns[1]];
}

void
pen_path_plane_lift (const PenPathPlane *self, double x, double y, double *w)
{
  for (gsize j = 0; j < self->d; j++)
    w[j] = self->vectors != NULL ? x * self->vectors[j] + y * self->vectors[self->d + j]
                                 : (j == self->columns[0] ? x : 0) + (j == self->columns[1] ? y : 0);
}

gboolean
pen_path_plane_is_slice (const PenPathPlane *self)
{
  return self->vectors != NULL || self->d == 2;
}

gboolean
pen_path_plane_holds (const PenPathPlane *self, PenSolutionKind kind)
{
  return self->d == 2 || self->kinds[0] == (int)kind || self->kinds[1] == (int)kind;
}

double *
pen_path_plane_rows (const PenPathPlane *self, const PenProblem *problem)
{
  double *rows;

  if (!pen_path_plane_is_slice (self) || problem == NULL || problem->d != self->d
      || problem->n > MOST_ROW_PRODUCTS / self->d)
    return NULL;
  rows = g_new (double, 2 * MAX (problem->n, 1));
  for (gsize i = 0; i < problem->n; i++)
    pen_path_plane_place (self, problem->X + i * problem->d, rows + 2 * i, rows + 2 * i + 1);
  return rows;
}

gsize
pen_path_plane_stride (const PenPathPlane *self, gsize n_frames)
{
  return self->vectors != NULL ? 1 + n_frames / MAX (1, MOST_PRODUCTS / self->d) : 1;
}

gsize
pen_path_plane_trace (const PenPathPlane *self, const PenTrace *trace, gsize from, gsize to, double *x, double *y)
{
  gsize stride = pen_path_plane_stride (self, trace->n_frames), n = 0;

  for (gsize i = from; i <= to; i = i < to ? MIN (i + stride, to) : to + 1)
    {
      pen_path_plane_place (self, trace->frames[i].w, x + n, y + n);
      n++;
    }
  return n;
}
