/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/views.h>

G_BEGIN_DECLS

typedef struct
{
  const char *file;
  char *report, *trace;
  char **plots;     /* KIND:OUT */
  char **overrides; /* GROUP.KEY=VALUE */
  char **sweeps;     /* GROUP.KEY=FIRST..LAST/N:OUT.csv */
  char **generators; /* KIND,NAME=NUMBER…:OUT.csv */
} PenRunOptions;

void pen_run_options_clear (PenRunOptions *self);
/* The exit code: 0 ran, 1 could not run, 2 the arguments make no sense; @error says why. */
int pen_run_execute (const PenRunOptions *self, const PenCancel *cancel, GError **error);

/* One of `generators`. Errors: VALUE, DIMENSION, IO. */
gboolean pen_run_generate (const char *text, GError **error);
/* The newest sweep, for the plot of it. */
typedef struct
{
  char *key;
  PenSweepRow *rows;
  gsize n;
} PenRunSweep;

void     pen_run_sweep_clear (PenRunSweep *self);
/* One of `sweeps`. Errors: VALUE, UNKNOWN_KEY, IO, and those of a run. @sweep: what it found, in place of what was there. */
gboolean pen_run_sweep (const PenExperiment *experiment, const char *text, const PenCancel *cancel, PenRunSweep *sweep,
                        GError **error);
/* plot.c: is `KIND:OUT` one? Errors: VALUE. */
gboolean pen_run_plot_split (const char *plot, PenViewKind *kind, const char **path, PenImage *format, GError **error);
/* What the plot needs beside the run, the regularization path or a sweep, is computed here; @sweep is used if there is one,
 * and filled if it was needed and empty. Errors: VALUE, IO, and those of a run. */
gboolean pen_run_plot (const PenOutcome *outcome, const char *plot, PenRunSweep *sweep, const PenCancel *cancel,
                       GError **error);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenRunSweep, pen_run_sweep_clear)

G_END_DECLS
