/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <penchant/experiment.h>

G_BEGIN_DECLS

/* One reading of a table on a worker: what is asked for, with texts of its own, and what came of it. */
typedef struct
{
  char *path;
  gsize most; /* rows of the preview */
  PenCsvOptions options;
  char *target, *positive;
  char **features;
} PenCsvRequest;

typedef struct
{
  PenCsvPreview *preview;    /* NULL where the text is no table */
  PenExperiment *experiment; /* NULL on an error */
  PenCsvChoices choices;
  GError *error;
  char **labels;   /* to choose from, NULL: no classes */
  char *target;    /* as chosen or found; NULL without a preview */
  char **features; /* as chosen; NULL: all numeric ones */
} PenCsvReading;

PenCsvRequest *pen_csv_request_new (const char *path, gsize most);
/* @features: (transfer full) */
void pen_csv_request_columns (PenCsvRequest *self, const char *target, char **features, const char *positive);
void pen_csv_request_free (PenCsvRequest *self);
/* A GTaskThreadFunc over a PenCsvRequest; returns a PenCsvReading. */
void pen_csv_reading_worker (GTask *task, gpointer source, gpointer request, GCancellable *cancellable);
/* Is the column among the features? */
gboolean pen_csv_reading_uses (const PenCsvReading *self, const char *name);
void     pen_csv_reading_free (PenCsvReading *self);

G_END_DECLS
