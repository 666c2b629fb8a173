/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "generate.h"

#include "settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
pen_generate_defaults (PenGeneratorKind kind, PenGenerator *generator)
{
  static const struct
  {
    gsize n, d, sparsity;
    double noise, gap;
  } first[PEN_N_GENERATORS] = {
    [PEN_GENERATOR_SEPARABLE] = { 20, 2, 1, 0, 1 },      [PEN_GENERATOR_OVERLAPPING] = { 60, 2, 1, 0, 2 },
    [PEN_GENERATOR_MOONS] = { 60, 2, 1, 0.1, 0 },        [PEN_GENERATOR_RINGS] = { 60, 2, 1, 0.1, 0 },
    [PEN_GENERATOR_SPARSE_LINEAR] = { 20, 40, 3, 0, 0 }, [PEN_GENERATOR_RANDOM_LABELS] = { 10, 2, 1, 0, 0 },
    [PEN_GENERATOR_FUNCTION] = { 10, 1, 1, 0, 0 },       [PEN_GENERATOR_LOW_RANK] = { 18, 5, 1, 0, 0 },
  };

  *generator =
      (PenGenerator){ kind, first[kind].n, first[kind].d, first[kind].sparsity, first[kind].noise, first[kind].gap, 1 };
}

/* Where the settings were made for data of another kind, what a new experiment has. */
static PenExperiment *
settings_for (const PenExperiment *before, PenDataset *data, gboolean fresh)
{
  PenTask task = pen_dataset_task (data);
  PenExperiment *next;

  if (!fresh && pen_dataset_task (before->data) == task
      && (pen_dataset_d (before->data) == 1) == (pen_dataset_d (data) == 1))
    {
      next = pen_experiment_copy (before);
      pen_dataset_unref (next->data);
      next->data = pen_dataset_ref (data);
      return next;
    }
  next = pen_experiment_new (data);
  next->view = before->view != NULL ? g_key_file_ref (before->view) : NULL;
  /* A line through the origin says little of samples of a curve. */
  if (task == PEN_TASK_REGRESSION && pen_dataset_d (data) == 1)
    {
      next->map.kind = PEN_FEATURES_FOURIER;
      next->map.frequencies = 12;
      next->map.bias = TRUE;
    }
  if (task == PEN_TASK_MATRIX_SENSING)
    {
      next->model = PEN_MODEL_FACTORIZATION;
      next->init_scale = 1e-4;
    }
  return next;
}

static PenExperiment *
build (const PenExperiment *before, const PenGenerator *generator, PenDataset *data, const double *truth,
       gboolean fresh)
{
  PenExperiment *next = settings_for (before, data, fresh);
  gboolean matrix = pen_dataset_task (data) == PEN_TASK_MATRIX_SENSING;
  gsize d = pen_dataset_d (data);

  /* What was said of the points there were. */
  g_clear_pointer (&next->data_file, g_free);
  g_clear_pointer (&next->target, g_free);
  g_clear_pointer (&next->features, g_strfreev);
  g_clear_pointer (&next->positive, g_free);
  g_clear_pointer (&next->notes, g_free);
  g_clear_pointer (&next->truth, g_free);
  g_clear_pointer (&next->title, g_free);
  next->title = g_strdup (pen_generator_label (generator->kind));
  next->path = next->path != NULL ? next->path : g_strdup (before->path);
  next->held_out = next->n_truth = 0;
  next->matrix_rows = next->matrix_columns = matrix ? generator->d : 0;
  if (matrix && fresh)
    next->rank = generator->d;
  if (truth != NULL && next->map.kind == PEN_FEATURES_IDENTITY && !next->center && !next->standardize)
    {
      next->n_truth = d + (gsize)next->map.bias; /* a bias comes last, and has no part in the targets */
      next->truth = g_new0 (double, next->n_truth);
      memcpy (next->truth, truth, d * sizeof *truth);
    }
  pen_settings_repair (next);
  return next;
}

PenExperiment *
pen_generate (const PenExperiment *experiment, const PenGenerator *generator, GError **error)
{
  g_autoptr (PenDataset) data = NULL;
  g_autofree double *truth = NULL;
  PenExperiment *next;

  g_return_val_if_fail (experiment != NULL && generator != NULL, NULL);
  data = pen_generator_make (generator, &truth, error);
  if (data == NULL)
    return NULL;
  next = build (experiment, generator, data, truth, FALSE);
  if (pen_experiment_check (next, NULL))
    return next;
  pen_experiment_unref (next);
  return build (experiment, generator, data, truth, TRUE);
}
