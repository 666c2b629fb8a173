/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
check_features (const PenExperiment *self, gsize *width, GError **error)
{
  GError *local = NULL;

  if (pen_feature_map_width (&self->map, pen_dataset_d (self->data), width, &local))
    return TRUE;
  g_propagate_prefixed_error (error, local, "[features] map: ");
  return FALSE;
}

static gboolean
check_linear (const PenExperiment *self, gsize width, GError **error)
{
  if (self->start == NULL)
    return TRUE;
  if (self->n_start != width)
    {
      pen_key_error (error, PEN_ERROR_DIMENSION, NULL, "model", "init",
                     _ ("has %zu entries for %zu features; give one for each, or leave the key out for 0"),
                     self->n_start, width);
      return FALSE;
    }
  for (gsize j = 0; j < width; j++)
    if (!isfinite (self->start[j]))
      {
        pen_key_error (error, PEN_ERROR_NOT_FINITE, NULL, "model", "init", _ ("entry %zu is not finite"), j + 1);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_shape (const PenExperiment *self, gsize width, GError **error)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->init_shape == NULL)
    return TRUE;
  if (self->n_shape != width)
    {
      pen_key_error (error, PEN_ERROR_DIMENSION, NULL, "model", "init-shape",
                     _ ("has %zu entries for %zu features; give one for each, or leave the key out for 1"),
                     self->n_shape, width);
      return FALSE;
    }
  for (gsize j = 0; j < width; j++)
    if (!(self->init_shape[j] > 0) || !isfinite (self->init_shape[j]))
      {
        pen_key_error (error, PEN_ERROR_VALUE, NULL, "model", "init-shape",
                       _ ("entry %zu is %s; every entry must be positive"), j + 1,
                       g_ascii_formatd (number, sizeof number, "%g", self->init_shape[j]));
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_diagonal (const PenExperiment *self, gsize width, GError **error)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->depth < 2)
    {
      pen_key_error (error, PEN_ERROR_VALUE, NULL, "model", "depth",
                     _ ("is %u; a diagonal network has depth 2 or more (depth 1 is kind=linear)"), self->depth);
      return FALSE;
    }
  if (!(self->init_scale > 0) || !isfinite (self->init_scale))
    {
      pen_key_error (error, PEN_ERROR_VALUE, NULL, "model", "init-scale",
                     _ ("is %s; α must be positive, since from 0 the flow never moves (try 1e-6)"),
                     g_ascii_formatd (number, sizeof number, "%g", self->init_scale));
      return FALSE;
    }
  return check_shape (self, width, error);
}

static gboolean
check_model (const PenExperiment *self, gsize width, GError **error)
{
  if (self->model == PEN_MODEL_LINEAR)
    return check_linear (self, width, error);
  if (self->start != NULL)
    {
      pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "model", "init",
                     _ ("belongs to kind=linear; a diagonal network starts from init-scale and init-shape"));
      return FALSE;
    }
  return check_diagonal (self, width, error);
}

static gboolean
check_training (const PenExperiment *self, GError **error)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->loss != PEN_LOSS_SQUARED && pen_dataset_task (self->data) != PEN_TASK_CLASSIFICATION)
    {
      pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "loss", "kind",
                     _ ("%s needs labels of two classes; set task=classification, or kind=squared for regression"),
                     pen_word_of (pen_loss_words, (int)self->loss));
      return FALSE;
    }
  if (!(self->tolerance > 0) || !(self->tolerance < 1))
    {
      pen_key_error (error, PEN_ERROR_VALUE, NULL, "training", "tolerance",
                     _ ("is %s; it must be between 0 and 1 (1e-10 when left out)"),
                     g_ascii_formatd (number, sizeof number, "%g", self->tolerance));
      return FALSE;
    }
  if (self->stop == PEN_STOP_TIME && (!(self->time > 0) || !isfinite (self->time)))
    {
      pen_key_error (error, PEN_ERROR_VALUE, NULL, "training", "time", _ ("is %s; with stop=time it must be positive"),
                     g_ascii_formatd (number, sizeof number, "%g", self->time));
      return FALSE;
    }
  if (self->stop == PEN_STOP_STEPS && self->steps == 0)
    {
      pen_key_error (error, PEN_ERROR_VALUE, NULL, "training", "steps",
                     _ ("is 0; with stop=steps it must be at least 1"));
      return FALSE;
    }
  return TRUE;
}

gboolean
pen_experiment_fits (const PenExperiment *self, PenSolutionKind kind, const char **why)
{
  gboolean margin =
      kind == PEN_SOLUTION_MAX_MARGIN || kind == PEN_SOLUTION_L1_MAX_MARGIN || kind == PEN_SOLUTION_LINF_MAX_MARGIN;
  gboolean classes = pen_dataset_task (self->data) == PEN_TASK_CLASSIFICATION;

  if (why != NULL)
    *why = NULL;
  if (margin == classes)
    return TRUE;
  if (why != NULL)
    *why = margin ? _ ("A margin needs labels of two classes (task=classification)")
                  : _ ("Interpolating numbers needs task=regression");
  return FALSE;
}

gboolean
pen_experiment_check (const PenExperiment *self, GError **error)
{
  gsize width = 0;

  g_return_val_if_fail (self != NULL && self->data != NULL, FALSE);
  if (!check_features (self, &width, error) || !check_model (self, width, error) || !check_training (self, error))
    return FALSE;
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      const char *why;

      if (!self->solutions[kind] || pen_experiment_fits (self, (PenSolutionKind)kind, &why))
        continue;
      pen_key_error (error, PEN_ERROR_UNSUPPORTED, NULL, "reference", "solutions", "%s: %s",
                     pen_word_of (pen_solution_words, kind), why);
      return FALSE;
    }
  return TRUE;
}
