/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/experiment.h>

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
/* One of `sweeps`. Errors: VALUE, UNKNOWN_KEY, IO, and those of a run. */
gboolean pen_run_sweep (const PenExperiment *experiment, const char *text, const PenCancel *cancel, GError **error);

G_END_DECLS
