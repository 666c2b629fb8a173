/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-reading.h"

#define MOST_LABELS 100 /* a longer list nobody chooses from */

PenCsvRequest *
pen_csv_request_new (const char *path, gsize most)
{
  PenCsvRequest *self = g_new0 (PenCsvRequest, 1);

  self->path = g_strdup (path);
  self->most = most;
  return self;
}

void
pen_csv_request_columns (PenCsvRequest *self, const char *target, char **features, const char *positive)
{
  self->options.target = self->target = g_strdup (target);
  self->options.positive = self->positive = g_strdup (positive);
  self->features = features;
  self->options.features = (const char *const *)features;
}

void
pen_csv_request_free (PenCsvRequest *self)
{
  g_free (self->path);
  g_free (self->target);
  g_free (self->positive);
  g_strfreev (self->features);
  g_free (self);
}

void
pen_csv_reading_worker (GTask *task, gpointer source, gpointer request_data, GCancellable *cancellable)
{
  const PenCsvRequest *request = request_data;
  PenCsvReading *self = g_new0 (PenCsvReading, 1);

  self->preview = pen_csv_preview (request->path, &request->options, request->most, &self->error);
  if (self->preview != NULL)
    {
      self->experiment = pen_experiment_from_csv (request->path, &request->options, &self->choices, &self->error);
      self->labels = pen_csv_labels (request->path, &request->options, MOST_LABELS);
      self->features = g_strdupv (request->features);
      /* Without a header the experiment's target is called y, whichever column it was. */
      self->target = g_strdup (self->experiment != NULL && self->preview->header ? self->choices.target
                               : request->target != NULL                         ? request->target
                                                         : self->preview->names[self->preview->n_columns - 1]);
    }
  g_task_return_pointer (task, self, (GDestroyNotify)pen_csv_reading_free);
}

gboolean
pen_csv_reading_uses (const PenCsvReading *self, const char *name)
{
  return self->features == NULL || g_strv_contains ((const char *const *)self->features, name);
}

void
pen_csv_reading_free (PenCsvReading *self)
{
  if (self == NULL)
    return;
  pen_csv_preview_free (self->preview);
  g_clear_pointer (&self->experiment, pen_experiment_unref);
  pen_csv_choices_clear (&self->choices);
  g_clear_error (&self->error);
  g_free (self->target);
  g_strfreev (self->labels);
  g_strfreev (self->features);
  g_free (self);
}
