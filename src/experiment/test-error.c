/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/experiment.h>
#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

struct _PenTest
{
  PenTask task;
  gsize n, d;
  double *X, *y;       /* held-out rows after the feature map; n = 0 where a truth is known */
  const double *truth; /* d, borrowed from the experiment */
};

PenTest *
pen_test_new (const PenExperiment *experiment)
{
  const PenDataset *data = experiment->data;
  gsize n = pen_dataset_n (data), d = pen_dataset_d (data), held = experiment->held_out, width;
  g_autofree double *X = NULL;
  PenTest *self;

  if ((experiment->truth == NULL && (held == 0 || held >= n))
      || !pen_feature_map_width (&experiment->map, d, &width, NULL))
    return NULL;
  self = g_new0 (PenTest, 1);
  self->task = pen_dataset_task (data);
  self->d = width;
  self->truth = experiment->truth;
  if (self->truth != NULL)
    return self;
  X = g_new (double, MAX (held * width, 1));
  if (!pen_feature_map_apply (&experiment->map, held, d, pen_dataset_X (data) + (n - held) * d, X, NULL))
    {
      g_free (self);
      return NULL;
    }
  self->n = held;
  self->X = g_steal_pointer (&X);
  self->y = g_memdup2 (pen_dataset_y (data) + n - held, held * sizeof (double));
  return self;
}

double
pen_test_error (const PenTest *self, const PenModel *model, const double *w)
{
  g_autofree double *f = g_new (double, MAX (self->n, self->d));
  double sum = 0;

  if (self->truth != NULL)
    {
      if (pen_model_size (model) != self->d)
        return NAN;
      for (gsize j = 0; j < self->d; j++)
        sum += (w[j] - self->truth[j]) * (w[j] - self->truth[j]);
      return sum;
    }
  pen_model_predict (model, self->n, self->X, w, f);
  for (gsize i = 0; i < self->n; i++)
    sum += self->task == PEN_TASK_CLASSIFICATION ? !(self->y[i] * f[i] > 0) : (f[i] - self->y[i]) * (f[i] - self->y[i]);
  return sum / (double)self->n;
}

gsize
pen_test_best (const PenTest *self, const PenModel *model, const PenTrace *trace, double *error, double *log10_time)
{
  gsize best = 0;

  *error = *log10_time = NAN;
  for (gsize i = 0; i < trace->n_frames; i++)
    {
      double here = pen_test_error (self, model, trace->frames[i].w);

      if (here < *error || isnan (*error))
        {
          *error = here;
          *log10_time = trace->frames[i].log10_time;
          best = i;
        }
    }
  return best;
}

void
pen_test_free (PenTest *self)
{
  if (self == NULL)
    return;
  g_free (self->X);
  g_free (self->y);
  g_free (self);
}
