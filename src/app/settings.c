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
pen_settings_task_refused (const PenExperiment *self, PenTask task)
{
  gboolean is_matrix = pen_dataset_task (self->data) == PEN_TASK_MATRIX_SENSING;

  if (is_matrix == (task == PEN_TASK_MATRIX_SENSING))
    return NULL;
  return is_matrix ? _ ("These data are measurements of a matrix")
                   : _ ("Matrix sensing needs measurements of a matrix: open or generate some");
}

const char *
pen_settings_model_refused (const PenExperiment *self, PenModelKind kind)
{
  if (kind == PEN_MODEL_FACTORIZATION && pen_dataset_task (self->data) != PEN_TASK_MATRIX_SENSING)
    return _ ("A factorization needs the task Matrix sensing");
  return NULL;
}

const char *
pen_settings_loss_refused (const PenExperiment *self, PenLoss loss)
{
  if (loss == PEN_LOSS_SQUARED)
    return NULL;
  if (pen_dataset_task (self->data) != PEN_TASK_CLASSIFICATION)
    return _ ("This loss needs labels of two classes: choose the task Classification");
  if (self->model == PEN_MODEL_NEURON)
    return _ ("A single neuron fits numbers: it goes with the squared loss");
  return NULL;
}

const char *
pen_settings_method_refused (const PenExperiment *self, PenMethod method)
{
  if (method == PEN_METHOD_MIRROR_DESCENT && self->model != PEN_MODEL_LINEAR && self->model != PEN_MODEL_DIAGONAL)
    return _ ("Mirror descent needs a model with a potential: linear or diagonal");
  if ((method == PEN_METHOD_COORDINATE_DESCENT || method == PEN_METHOD_SIGN_DESCENT) && self->model != PEN_MODEL_LINEAR)
    return _ ("Steepest descent in another norm is studied for the linear model");
  return NULL;
}

const char *
pen_settings_stop_refused (const PenExperiment *self, PenStop stop)
{
  if (stop != PEN_STOP_STEPS || self->method != PEN_METHOD_GRADIENT_FLOW || self->model != PEN_MODEL_LINEAR
      || self->loss != PEN_LOSS_SQUARED)
    return NULL;
  return _ ("A linear model with the squared loss is solved in closed form, without steps");
}

gboolean
pen_settings_has_start (const PenExperiment *self)
{
  return self->model == PEN_MODEL_LINEAR || self->model == PEN_MODEL_NEURON
         || (self->model == PEN_MODEL_DIAGONAL && self->is_untied);
}

static void
drop_misfit_arrays (PenExperiment *self)
{
  gsize width = pen_settings_features (self);

  if (self->start != NULL && (!pen_settings_has_start (self) || self->n_start != width))
    {
      g_clear_pointer (&self->start, g_free);
      self->n_start = 0;
    }
  if (self->init_shape != NULL && self->n_shape != width)
    {
      g_clear_pointer (&self->init_shape, g_free);
      self->n_shape = 0;
    }
  if (self->truth != NULL && self->n_truth != width)
    {
      g_clear_pointer (&self->truth, g_free);
      self->n_truth = 0;
    }
}

static void
repair_solutions (PenExperiment *self)
{
  gboolean any = FALSE;

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

void
pen_settings_repair (PenExperiment *self)
{
  gsize n = pen_dataset_n (self->data);

  if (pen_settings_model_refused (self, self->model) != NULL)
    self->model = PEN_MODEL_LINEAR;
  if (pen_settings_loss_refused (self, self->loss) != NULL)
    self->loss = PEN_LOSS_SQUARED;
  if (pen_settings_method_refused (self, self->method) != NULL)
    self->method = PEN_METHOD_GRADIENT_FLOW;
  if (pen_settings_stop_refused (self, self->stop) != NULL)
    self->stop = PEN_STOP_LIMIT;
  if (self->is_untied)
    self->depth = 2;
  if (self->model == PEN_MODEL_FACTORIZATION)
    {
      self->rank = CLAMP (self->rank, 1, MIN (self->matrix_rows, self->matrix_columns));
      self->is_signed = self->is_signed || self->matrix_rows != self->matrix_columns;
    }
  if (n > 0)
    self->batch_size = CLAMP (self->batch_size, 1, n);
  drop_misfit_arrays (self);
  repair_solutions (self);
}

static gboolean
same_features (const PenExperiment *a, const PenExperiment *b)
{
  const PenFeatureMap *left = &a->map, *right = &b->map;

  return a->center == b->center && a->standardize == b->standardize && left->kind == right->kind
         && left->degree == right->degree && left->frequencies == right->frequencies && left->scale == right->scale
         && left->bias == right->bias && left->centers == right->centers && left->seed == right->seed;
}

gboolean
pen_settings_drop_truth (PenExperiment *self, const PenExperiment *before)
{
  if (self->truth == NULL || same_features (self, before))
    return FALSE;
  g_clear_pointer (&self->truth, g_free);
  self->n_truth = 0;
  return TRUE;
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

  for (gsize j = 0; self->start != NULL && j < self->n_start; j++)
    {
      g_autofree char *number = pen_number_exact (self->start[j]);

      g_string_append_printf (text, "%s%s", j > 0 ? " " : "", number);
    }
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
                   _ ("The start needs a number for each weight, or 0: given %u, needed %zu"), numbers->len, width);
      return NULL;
    }
  next = pen_experiment_copy (self);
  g_free (next->start);
  next->n_start = zero ? 0 : numbers->len;
  next->start = zero ? NULL : g_memdup2 (numbers->data, numbers->len * sizeof (double));
  return next;
}

static char *
model_text (const PenExperiment *self)
{
  switch (self->model)
    {
    case PEN_MODEL_DIAGONAL:
      return self->is_untied ? g_strdup (_ ("untied diagonal network"))
                             : g_strdup_printf (_ ("diagonal network of depth %u"), self->depth);
    case PEN_MODEL_NEURON:
      return g_strdup (_ ("single neuron"));
    case PEN_MODEL_FACTORIZATION:
      return g_strdup_printf (_ ("factorization of rank %zu"), self->rank);
    case PEN_MODEL_RELU_NETWORK:
      return g_strdup_printf (_ ("ReLU network of width %zu"), self->width);
    case PEN_MODEL_LINEAR_NETWORK:
      return g_strdup_printf (_ ("linear network of width %zu"), self->width);
    case PEN_MODEL_LINEAR:
    case PEN_N_MODELS:
    default:
      return g_strdup (_ ("linear model"));
    }
}

char *
pen_settings_summary (const PenExperiment *self)
{
  static const char *const losses[] = { N_ ("squared loss"), N_ ("exponential loss"), N_ ("logistic loss"),
                                        N_ ("polynomial tail") };
  gulong width = pen_settings_features (self);
  g_autofree char *features =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu feature", "%lu features", width), width);
  g_autofree char *model = model_text (self);

  if (pen_dataset_is_against_rest (self->data))
    /* Translators: a label, features, model, loss */
    return g_strdup_printf (_ ("%s against the rest, %s, %s, %s"), pen_dataset_label (self->data, 1), features, model,
                            _ (losses[self->loss]));
  /* Translators: features, model, loss */
  return g_strdup_printf (_ ("%s, %s, %s"), features, model, _ (losses[self->loss]));
}

static char *
diagonal_equation (const PenExperiment *self)
{
  g_autofree char *power = NULL, *product = NULL;

  if (self->is_untied)
    return g_strdup (
        _ ("w = u∘v, entry by entry, with u² − v² = α² at the start. The difference u² − v² never changes and "
           "sets the metric."));
  power = pen_superscript (self->depth);
  if (self->loss != PEN_LOSS_SQUARED)
    return g_strdup (
        _ ("The weights grow without bound on separable points, multiplicatively; α decides how late they leave "
           "the ℓ₂ direction for the ℓ₁ one."));
  product = self->is_signed ? g_strdup_printf ("u%s − v%s", power, power) : g_strdup_printf ("u%s", power);
  return g_strdup_printf (self->is_signed
                              ? _ ("w = %s, entry by entry, from u = v = α. A small α leads to sparse weights, a "
                                   "large one to a small ‖w‖₂.")
                              : _ ("w = %s, entry by entry, from u = α: no weight ever becomes negative. A small α "
                                   "leads to sparse weights."),
                          product);
}

char *
pen_settings_equation (const PenExperiment *self)
{
  switch (self->model)
    {
    case PEN_MODEL_DIAGONAL:
      return diagonal_equation (self);
    case PEN_MODEL_NEURON:
      return g_strdup (_ ("f(x) = ψ(⟨w, x⟩). A strictly monotone ψ leaves w in the span of the points: least ‖w‖₂ with "
                          "ψ(Xw) = y."));
    case PEN_MODEL_FACTORIZATION:
      return g_strdup (self->is_signed
                           ? _ ("W = U Vᵀ, entries of U and V from N(0, α²). A small α leads to a low rank.")
                           : _ ("W = U Uᵀ, entries of U from N(0, α²). A small α leads to a low rank."));
    case PEN_MODEL_RELU_NETWORK:
      return g_strdup (
          _ ("f(x) = Σ aⱼ max(⟨wⱼ, x⟩, 0), parameters from N(0, α²). A small α lets few directions grow."));
    case PEN_MODEL_LINEAR_NETWORK:
      return g_strdup (_ ("f(x) = Σ aⱼ ⟨wⱼ, x⟩, parameters from N(0, α²): linear in x, not in its parameters."));
    case PEN_MODEL_LINEAR:
    case PEN_N_MODELS:
    default:
      return g_strdup (
          self->loss == PEN_LOSS_SQUARED
              ? _ ("f(x) = ⟨w, x⟩. The flow stays in the span of the points, so of all w of the least loss "
                   "it ends at the one nearest to its start.")
              : _ ("f(x) = ⟨w, x⟩. The weights grow without bound on separable points; only their "
                   "direction converges."));
    }
}
