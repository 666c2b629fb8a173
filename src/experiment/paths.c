/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/paths.h>
#include <penchant/regularization-path.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define RIDGES 97
#define SOFT_MARGINS 97
#define MOST_CORNERS 1024 /* a path of thousands of weights would take gigabytes */

typedef struct
{
  gsize d, seen, stride; /* one corner in so many is kept */
  GArray *strength, *w;
  double last;    /* the newest corner, kept or not */
  double *newest; /* d */
} Corners;

static void
append (GArray *strength, GArray *w, gsize d, double here, const double *values)
{
  g_array_append_val (strength, here);
  g_array_append_vals (w, values, (guint)d);
}

static void
drop_every_second (Corners *self)
{
  double *strength = (double *)(gpointer)self->strength->data, *w = (double *)(gpointer)self->w->data;
  guint kept = 0;

  for (guint i = 0; i < self->strength->len; i += 2, kept++)
    {
      strength[kept] = strength[i];
      memmove (w + kept * self->d, w + i * self->d, self->d * sizeof *w);
    }
  g_array_set_size (self->strength, kept);
  g_array_set_size (self->w, (guint)(kept * self->d));
  self->stride *= 2;
}

static void
corner_cb (double kappa, gsize n, const gsize *columns, const double *values, gpointer user_data)
{
  Corners *self = user_data;
  guint kept = self->strength->len;

  memset (self->newest, 0, self->d * sizeof *self->newest);
  for (gsize i = 0; i < n; i++)
    self->newest[columns[i]] = values[i];
  /* A weight that joins or leaves just there makes another corner at the same κ, of the same w. */
  if (self->seen > 0 && kappa == self->last)
    {
      if (g_array_index (self->strength, double, kept - 1) == kappa)
        memcpy ((double *)(gpointer)self->w->data + (kept - 1) * self->d, self->newest, self->d * sizeof (double));
      return;
    }
  self->last = kappa;
  if (self->seen++ % self->stride != 0)
    return;
  append (self->strength, self->w, self->d, kappa, self->newest);
  if (self->strength->len >= MOST_CORNERS)
    drop_every_second (self);
}

static void
take (PenPath *path, GArray *strength, GArray *w)
{
  path->n = strength->len;
  path->strength = (double *)(gpointer)g_array_free (strength, FALSE);
  path->w = (double *)(gpointer)g_array_free (w, FALSE);
}

static gboolean
solve_lasso (PenPaths *self, const PenProblem *problem, const PenCancel *cancel, GError **error)
{
  g_autofree double *newest = g_new0 (double, problem->d);
  Corners corners = { .d = problem->d,
                      .stride = 1,
                      .strength = g_array_new (FALSE, FALSE, sizeof (double)),
                      .w = g_array_new (FALSE, FALSE, sizeof (double)),
                      .newest = newest };
  gboolean done = pen_lasso_path (problem, 0, cancel, corner_cb, &corners, error);

  if (corners.seen > 0 && g_array_index (corners.strength, double, corners.strength->len - 1) != corners.last)
    append (corners.strength, corners.w, corners.d, corners.last, newest);
  take (&self->paths[PEN_PATH_LASSO], corners.strength, corners.w);
  return done;
}

/* One solution at @n values of @strength, a field of @options, from @first to @last in equal ratios. */
static gboolean
solve_many (PenPath *path, PenSolutionKind kind, const PenProblem *problem, PenSolutionOptions *options,
            double *strength, double first, double last, gsize n, const PenCancel *cancel, GError **error)
{
  GArray *strengths = g_array_new (FALSE, FALSE, sizeof (double)), *w = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean done = TRUE;

  for (gsize i = 0; i < n && done; i++)
    {
      g_autoptr (PenSolution) solution = NULL;

      *strength = first * pow (last / first, (double)i / (double)(n - 1));
      if (pen_cancel_requested (cancel))
        g_set_error_literal (error, PEN_ERROR, PEN_ERROR_CANCELLED, _ ("The computation was stopped"));
      else
        solution = pen_solution_solve (kind, problem, options, cancel, error);
      done = solution != NULL;
      if (done && solution->status == PEN_SOLUTION_OPTIMAL)
        append (strengths, w, problem->d, *strength, solution->w);
    }
  take (path, strengths, w);
  return done;
}

static gboolean
solve_ridge (PenPaths *self, const PenProblem *problem, const PenCancel *cancel, GError **error)
{
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  double largest = problem->sigma[0], least = problem->sigma[problem->rank - 1];

  return solve_many (&self->paths[PEN_PATH_RIDGE], PEN_SOLUTION_RIDGE, problem, &options, &options.ridge_mu,
                     5e-4 / (largest * largest), 5e3 / (least * least), RIDGES, cancel, error);
}

static gboolean
solve_soft_margins (PenPaths *self, const PenExperiment *experiment, const PenProblem *problem, const PenCancel *cancel,
                    GError **error)
{
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  double unit = 1 / (problem->sigma[0] * problem->sigma[0]);

  options.soft_loss = experiment->soft_loss;
  return solve_many (&self->paths[PEN_PATH_SOFT_MARGIN], PEN_SOLUTION_SOFT_MARGIN, problem, &options,
                     &options.soft_margin_c, 1e-3 * unit, 1e6 * unit, SOFT_MARGINS, cancel, error);
}

PenPaths *
pen_paths_solve (const PenExperiment *experiment, const PenProblem *problem, const PenCancel *cancel, GError **error)
{
  g_autoptr (PenPaths) self = g_new0 (PenPaths, 1);
  gboolean done;

  g_return_val_if_fail (experiment != NULL && problem != NULL, NULL);
  self->d = problem->d;
  if (problem->rank == 0)
    return g_steal_pointer (&self); /* X = 0: every path is w = 0 */
  if (problem->task == PEN_TASK_CLASSIFICATION)
    done = solve_soft_margins (self, experiment, problem, cancel, error);
  else
    done = solve_ridge (self, problem, cancel, error) && solve_lasso (self, problem, cancel, error);
  return done ? g_steal_pointer (&self) : NULL;
}

void
pen_paths_free (PenPaths *self)
{
  if (self == NULL)
    return;
  for (int kind = 0; kind < PEN_N_PATHS; kind++)
    {
      g_free (self->paths[kind].strength);
      g_free (self->paths[kind].w);
    }
  g_free (self);
}

PenSolutionKind
pen_path_solution (PenPathKind kind)
{
  static const PenSolutionKind solutions[PEN_N_PATHS] = {
#define PEN_PATH_ENTRY(name, solution) [PEN_PATH_##name] = PEN_SOLUTION_##solution,
    PEN_PATH_LIST (PEN_PATH_ENTRY)
#undef PEN_PATH_ENTRY
  };

  g_return_val_if_fail ((gsize)kind < PEN_N_PATHS, PEN_SOLUTION_RIDGE);
  return solutions[kind];
}
