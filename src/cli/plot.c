/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <glib/gi18n-lib.h>
#include <penchant/error.h>
#include <string.h>

gboolean
pen_run_plot_split (const char *plot, PenViewKind *kind, const char **path, PenImage *format, GError **error)
{
  const char *colon = strchr (plot, ':');
  g_autofree char *nick = colon != NULL ? g_strndup (plot, (gsize)(colon - plot)) : g_strdup (plot);
  g_autoptr (GString) kinds = g_string_new (NULL);

  *kind = pen_view_from_nick (nick);
  if (colon != NULL && colon[1] != '\0' && *kind != PEN_N_VIEWS)
    {
      *path = colon + 1;
      return pen_export_format_of (*path, format, error);
    }
  for (int k = 0; k < PEN_N_VIEWS; k++)
    g_string_append_printf (kinds, "%s%s", k > 0 ? ", " : "", pen_view_nick ((PenViewKind)k));
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("--plot: “%s” is not KIND:OUT with KIND one of %s"), plot,
               kinds->str);
  return FALSE;
}

/* A sweep that was stopped is drawn as far as it got. */
static gboolean
find_sweep (const PenExperiment *experiment, PenRunSweep *sweep, const PenCancel *cancel, GError **error)
{
  PenSweepOptions options;

  if (sweep->n > 0 || !pen_sweep_choose (experiment, &options))
    return TRUE; /* where there is none to choose, the plot says so */
  pen_run_sweep_clear (sweep);
  sweep->key = g_strdup (options.key);
  return pen_sweep_run (experiment, &options, cancel, NULL, NULL, &sweep->rows, &sweep->n, error);
}

static gboolean
find_paths (const PenOutcome *outcome, PenPaths **paths, const PenCancel *cancel, GError **error)
{
  GError *local = NULL;

  *paths = pen_paths_solve (outcome->experiment, outcome->problem, cancel, &local);
  if (local == NULL)
    return TRUE;
  if (g_error_matches (local, PEN_ERROR, PEN_ERROR_CANCELLED))
    {
      g_error_free (local); /* what was reached is written without them */
      return TRUE;
    }
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
pen_run_plot (const PenOutcome *outcome, const char *plot, PenRunSweep *sweep, const PenCancel *cancel, GError **error)
{
  PenExport options = PEN_EXPORT_INIT;
  PenExperiment *experiment = outcome->experiment;
  PenViewInput input = { .experiment = experiment,
                         .data = experiment->data,
                         .problem = outcome->problem,
                         .trace = outcome->training->trace,
                         .title = experiment->title };
  PenSweepTable table;
  g_autoptr (PenPaths) paths = NULL;
  g_autoptr (PenScene) scene = NULL;
  PenViewKind kind;
  const char *path;

  if (!pen_run_plot_split (plot, &kind, &path, &options.format, error))
    return FALSE;
  if (kind == PEN_VIEW_REGULARIZATION && pen_view_applies (kind, experiment, NULL)
      && !find_paths (outcome, &paths, cancel, error))
    return FALSE;
  if (kind == PEN_VIEW_SWEEP && !find_sweep (experiment, sweep, cancel, error))
    return FALSE;
  table = (PenSweepTable){ sweep->key, sweep->rows, sweep->n };
  input.paths = paths;
  input.sweep = sweep->n > 0 ? &table : NULL;
  if (input.trace != NULL && input.trace->n_frames > 0)
    input.frame = input.trace->n_frames - 1;
  for (int k = 0; k < PEN_N_SOLUTIONS; k++)
    input.solutions[k] = experiment->solutions[k] ? outcome->solutions[k] : NULL;
  scene = pen_view_build (kind, &input);
  pen_scene_drop_mark (scene, PEN_VIEW_PLAYHEAD);
  return pen_scene_export (scene, &options, path, error);
}
