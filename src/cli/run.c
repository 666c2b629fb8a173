/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <penchant/error.h>
#include <string.h>
#include <unistd.h>

void
pen_run_options_clear (PenRunOptions *self)
{
  g_clear_pointer (&self->report, g_free);
  g_clear_pointer (&self->trace, g_free);
  g_clear_pointer (&self->plots, g_strfreev);
  g_clear_pointer (&self->overrides, g_strfreev);
  g_clear_pointer (&self->sweeps, g_strfreev);
  g_clear_pointer (&self->generators, g_strfreev);
}

/* A folder that cannot take the output is better known before a long run than after it. */
static gboolean
check_writable (const char *path, GError **error)
{
  g_autofree char *folder = NULL;

  if (path == NULL)
    return TRUE;
  folder = g_path_get_dirname (path);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("%s: cannot be written, there is no folder %s"), path, folder);
  else if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    /* Writing renames a finished file over the old one, which must not happen to /dev/null. */
    g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("%s: cannot be written, it is not a regular file"), path);
  else if (g_access (folder, W_OK) != 0 || (g_file_test (path, G_FILE_TEST_EXISTS) && g_access (path, W_OK) != 0))
    g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("%s: cannot be written, permission is missing"), path);
  else
    return TRUE;
  return FALSE;
}

static PenExperiment *
open_file (const PenRunOptions *self, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (self->file, -1);
  g_autoptr (PenExperiment) plain = NULL;
  g_autofree char *text = NULL;
  PenCsvOptions options = { 0 };

  if (!g_str_has_suffix (lower, ".csv"))
    return pen_experiment_read (self->file, (const char *const *)self->overrides, error);
  /* What decides how the table is read. */
  for (char **each = self->overrides; each != NULL && *each != NULL; each++)
    if (g_str_has_prefix (*each, "data.positive="))
      options.positive = *each + strlen ("data.positive=");
  plain = pen_experiment_from_csv (self->file, &options, NULL, error);
  if (plain == NULL || self->overrides == NULL)
    return g_steal_pointer (&plain);
  text = pen_experiment_format (plain, NULL);
  return pen_experiment_parse (text, NULL, (const char *const *)self->overrides, error);
}

static void
progress_cb (const PenFrame *frame, gpointer user_data)
{
  gint64 *last = user_data;
  gint64 now = g_get_monotonic_time ();

  if (now - *last < 100000)
    return;
  *last = now;
  g_printerr ("\rlog₁₀ t = %-12.4g log₁₀ L = %-12.4g", frame->log10_time, frame->log10_loss);
}

static gboolean
check_outputs (const PenRunOptions *self, int *status, GError **error)
{
  *status = 1;
  if (!check_writable (self->report, error) || !check_writable (self->trace, error))
    return FALSE;
  for (gsize i = 0; self->plots != NULL && self->plots[i] != NULL; i++)
    {
      PenViewKind kind;
      PenImage format;
      const char *path;

      *status = 2;
      if (!pen_run_plot_split (self->plots[i], &kind, &path, &format, error))
        return FALSE;
      *status = 1;
      if (!check_writable (path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_outputs (const PenRunOptions *self, const PenOutcome *outcome, PenRunSweep *sweep, const PenCancel *cancel,
               GError **error)
{
  if (self->report != NULL && !pen_report_write (outcome, self->report, error))
    return FALSE;
  if (self->trace != NULL && !pen_report_write_trace (outcome, self->trace, error))
    return FALSE;
  for (gsize i = 0; self->plots != NULL && self->plots[i] != NULL; i++)
    if (!pen_run_plot (outcome, self->plots[i], sweep, cancel, error))
      return FALSE;
  return TRUE;
}

/* One line: the theorem, or where the run stands and why no theorem says more. */
static void
print_answer (const PenOutcome *outcome)
{
  const PenTheorem *answer = pen_theory_answer (outcome->theory);
  const PenTraining *training = outcome->training;
  g_autofree char *none = pen_theory_no_answer (outcome->theory);

  if (answer != NULL)
    g_print ("%s\n", answer->sentence);
  else
    g_print ("%s. %s\n", training->reason != NULL ? training->reason : pen_training_status_nick (training->status),
             none);
}

int
pen_run_execute (const PenRunOptions *self, const PenCancel *cancel, GError **error)
{
  g_autoptr (PenExperiment) experiment = NULL;
  g_autoptr (PenOutcome) outcome = NULL;
  g_auto (PenRunSweep) sweep = { 0 };
  gboolean terminal = isatty (STDERR_FILENO);
  gint64 last = g_get_monotonic_time ();
  GError *local = NULL;
  int status;

  if (!check_outputs (self, &status, error))
    return status;
  for (gsize i = 0; self->generators != NULL && self->generators[i] != NULL; i++)
    if (!pen_run_generate (self->generators[i], error))
      return 1;
  if (self->file == NULL)
    return 0;
  experiment = open_file (self, error);
  if (experiment == NULL)
    return 1;
  for (gsize i = 0; self->sweeps != NULL && self->sweeps[i] != NULL; i++)
    if (!pen_run_sweep (experiment, self->sweeps[i], cancel, &sweep, error))
      return 1;
  outcome = pen_experiment_run (experiment, cancel, terminal ? progress_cb : NULL, &last, &local);
  if (terminal)
    g_printerr ("\r\033[K");
  if (outcome == NULL)
    {
      g_propagate_prefixed_error (error, local, "%s: ", self->file);
      return 1;
    }
  if (!write_outputs (self, outcome, &sweep, cancel, error))
    return 1;
  print_answer (outcome);
  return 0;
}
