/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "settings.h"

#include "numbers.h"

#include <glib/gi18n-lib.h>
#include <penchant/error.h>

gsize
pen_settings_features (const PenExperiment *self)
{
  gsize width = 0;

  return pen_feature_map_width (&self->map, pen_dataset_d (self->data), &width, NULL) ? width : 0;
}

const char *
pen_settings_loss_refused (const PenExperiment *self, PenLoss loss)
{
  if (loss == PEN_LOSS_SQUARED || pen_dataset_task (self->data) == PEN_TASK_CLASSIFICATION)
    return NULL;
  return _ ("This loss needs labels of two classes: choose the task Classification");
}

const char *
pen_settings_stop_refused (const PenExperiment *self, PenStop stop)
{
  if (stop != PEN_STOP_STEPS || self->model != PEN_MODEL_LINEAR || self->loss != PEN_LOSS_SQUARED)
    return NULL;
  return _ ("A linear model with the squared loss is solved in closed form, without steps");
}

void
pen_settings_repair (PenExperiment *self)
{
  gsize width = pen_settings_features (self);
  gboolean any = FALSE;

  if (pen_settings_loss_refused (self, self->loss) != NULL)
    self->loss = PEN_LOSS_SQUARED;
  if (pen_settings_stop_refused (self, self->stop) != NULL)
    self->stop = PEN_STOP_LIMIT;
  if (self->start != NULL && (self->model != PEN_MODEL_LINEAR || self->n_start != width))
    {
      g_clear_pointer (&self->start, g_free);
      self->n_start = 0;
    }
  if (self->init_shape != NULL && self->n_shape != width)
    {
      g_clear_pointer (&self->init_shape, g_free);
      self->n_shape = 0;
    }
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      self->solutions[kind] = self->solutions[kind] && pen_experiment_fits (self, (PenSolutionKind)kind, NULL);
      any = any || self->solutions[kind];
    }
  if (!any)
    {
      g_autoptr (PenExperiment) fresh = pen_experiment_new (self->data);

      for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
        self->solutions[kind] = fresh->solutions[kind];
    }
}

PenExperiment *
pen_settings_with_task (const PenExperiment *self, PenTask task, GError **error)
{
  g_autoptr (PenDataset) data = pen_dataset_convert (self->data, task, error);
  PenExperiment *next;

  if (data == NULL)
    return NULL;
  next = pen_experiment_copy (self);
  pen_dataset_unref (next->data);
  next->data = g_steal_pointer (&data);
  if (task == PEN_TASK_CLASSIFICATION && next->loss == PEN_LOSS_SQUARED)
    next->loss = PEN_LOSS_EXPONENTIAL;
  pen_settings_repair (next);
  return next;
}

char *
pen_settings_start_text (const PenExperiment *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize j = 0; self->start != NULL && j < self->n_start; j++)
    g_string_append_printf (text, "%s%s", j > 0 ? " " : "", g_ascii_dtostr (number, sizeof number, self->start[j]));
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : g_strdup ("0");
}

PenExperiment *
pen_settings_with_start (const PenExperiment *self, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " ;\t\n", -1);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));
  gsize width = pen_settings_features (self);
  PenExperiment *next;
  gboolean zero = TRUE;

  for (char **word = words; *word != NULL; word++)
    {
      double value;

      if (**word == '\0')
        continue;
      if (!pen_number_parse (*word, &value))
        {
          g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("“%s” is not a number"), *word);
          return NULL;
        }
      zero = zero && value == 0;
      g_array_append_val (numbers, value);
    }
  if (numbers->len != width && !(zero && numbers->len <= 1))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION,
                   _ ("The start has %u numbers for %zu weights; give one for each, or 0"), numbers->len, width);
      return NULL;
    }
  next = pen_experiment_copy (self);
  g_free (next->start);
  next->n_start = zero ? 0 : numbers->len;
  next->start = zero ? NULL : g_memdup2 (numbers->data, numbers->len * sizeof (double));
  return next;
}

char *
pen_settings_summary (const PenExperiment *self)
{
  static const char *const losses[] = { N_ ("squared loss"), N_ ("exponential loss"), N_ ("logistic loss") };
  gulong width = pen_settings_features (self);
  g_autofree char *features =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu feature", "%lu features", width), width);
  g_autofree char *model = self->model == PEN_MODEL_LINEAR
                               ? g_strdup (_ ("linear model"))
                               : g_strdup_printf (_ ("diagonal network of depth %u"), self->depth);

  /* Translators: features, model, loss */
  return g_strdup_printf (_ ("%s, %s, %s"), features, model, _ (losses[self->loss]));
}

char *
pen_settings_equation (const PenExperiment *self)
{
  g_autofree char *power = NULL, *product = NULL;

  if (self->model == PEN_MODEL_LINEAR)
    return g_strdup (self->loss == PEN_LOSS_SQUARED
                         ? _ ("f(x) = ⟨w, x⟩. The flow stays in the span of the points, so it ends at the interpolant "
                              "nearest to its start.")
                         : _ ("f(x) = ⟨w, x⟩. The weights grow without bound on separable points; only their "
                              "direction converges."));
  power = pen_superscript (self->depth);
  product = self->is_signed ? g_strdup_printf ("u%s − v%s", power, power) : g_strdup_printf ("u%s", power);
  return g_strdup_printf (self->is_signed
                              ? _ ("w = %s, entry by entry, from u = v = α. A small α leads to sparse weights, a "
                                   "large one to a small ‖w‖₂.")
                              : _ ("w = %s, entry by entry, from u = α: no weight ever becomes negative. A small α "
                                   "leads to sparse weights."),
                          product);
}
