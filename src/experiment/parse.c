/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file.h"
#include "inline-data.h"

#include <penchant/file.h>

#include <glib/gi18n-lib.h>
#include <string.h>

const PenKeyWord pen_task_words[] = { { "regression", PEN_TASK_REGRESSION },
                                      { "classification", PEN_TASK_CLASSIFICATION },
                                      { "matrix-sensing", PEN_TASK_MATRIX_SENSING },
                                      { NULL, 0 } };
const PenKeyWord pen_map_words[] = {
  { "identity", PEN_FEATURES_IDENTITY },       { "polynomial", PEN_FEATURES_POLYNOMIAL },
  { "fourier", PEN_FEATURES_FOURIER },         { "rbf", PEN_FEATURES_RBF },
  { "random-relu", PEN_FEATURES_RANDOM_RELU }, { NULL, 0 }
};
const PenKeyWord pen_model_words[] = {
#define PEN_MODEL_WORD(name, nick) { nick, PEN_MODEL_##name },
  PEN_MODEL_LIST (PEN_MODEL_WORD)
#undef PEN_MODEL_WORD
      { NULL, 0 }
};
const PenKeyWord pen_activation_words[] = {
#define PEN_ACTIVATION_WORD(name, nick) { nick, PEN_ACTIVATION_##name },
  PEN_ACTIVATION_LIST (PEN_ACTIVATION_WORD)
#undef PEN_ACTIVATION_WORD
      { NULL, 0 }
};
const PenKeyWord pen_loss_words[] = { { "squared", PEN_LOSS_SQUARED },
                                      { "exponential", PEN_LOSS_EXPONENTIAL },
                                      { "logistic", PEN_LOSS_LOGISTIC },
                                      { "polynomial", PEN_LOSS_POLYNOMIAL },
                                      { NULL, 0 } };
const PenKeyWord pen_method_words[] = {
#define PEN_METHOD_WORD(name, nick, label) { nick, PEN_METHOD_##name },
  PEN_METHOD_LIST (PEN_METHOD_WORD)
#undef PEN_METHOD_WORD
      { NULL, 0 }
};
const PenKeyWord pen_sampling_words[] = { { "replacement", PEN_SAMPLING_REPLACEMENT },
                                          { "shuffled", PEN_SAMPLING_SHUFFLED },
                                          { NULL, 0 } };
const PenKeyWord pen_stop_words[] = {
  { "limit", PEN_STOP_LIMIT }, { "time", PEN_STOP_TIME }, { "steps", PEN_STOP_STEPS }, { NULL, 0 }
};
const PenKeyWord pen_solution_words[] = {
#define PEN_SOLUTION_WORD(name, nick, label) { nick, PEN_SOLUTION_##name },
  PEN_SOLUTION_LIST (PEN_SOLUTION_WORD)
#undef PEN_SOLUTION_WORD
      { NULL, 0 }
};
const PenKeyWord pen_soft_loss_words[] = { { "hinge", PEN_SOFT_LOSS_HINGE },
                                           { "exponential", PEN_SOFT_LOSS_EXPONENTIAL },
                                           { "logistic", PEN_SOFT_LOSS_LOGISTIC },
                                           { NULL, 0 } };

const char *
pen_word_of (const PenKeyWord *words, int value)
{
  for (; words->word != NULL; words++)
    if (words->value == value)
      return words->word;
  return NULL;
}

static gboolean
read_experiment (const PenKeyReader *reader, PenExperiment *self, GError **error)
{
  gsize format = 1;

  if (!pen_key_read_count (reader, "experiment", "format", &format, error)
      || !pen_key_read_text (reader, "experiment", "title", &self->title, error)
      || !pen_key_read_text (reader, "experiment", "notes", &self->notes, error))
    return FALSE;
  if (format == 1)
    return TRUE;
  pen_key_error (error, PEN_ERROR_UNSUPPORTED, reader->name, "experiment", "format",
                 _ ("%zu is not a format this version reads; there is 1"), format);
  return FALSE;
}

static gboolean
check_distinct (const PenKeyReader *reader, const char *group, const char *key, char *const *list, GError **error)
{
  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    for (gsize j = 0; j < i; j++)
      if (strcmp (list[i], list[j]) == 0)
        {
          g_autofree char *shown = pen_key_excerpt (list[i]);

          pen_key_error (error, PEN_ERROR_VALUE, reader->name, group, key, _ ("“%s” is listed twice; leave one"),
                         shown);
          return FALSE;
        }
  return TRUE;
}

static gboolean
read_data_keys (const PenKeyReader *reader, PenExperiment *self, int *task, char **negative, GError **error)
{
  gboolean rows = g_key_file_has_key (reader->file, "data", "rows", NULL)
                  || g_key_file_has_key (reader->file, "data", "columns", NULL);

  if (!pen_key_read_text (reader, "data", "file", &self->data_file, error)
      || !pen_key_read_text (reader, "data", "target", &self->target, error)
      || !pen_key_read_list (reader, "data", "features", &self->features, error)
      || !pen_key_read_text (reader, "data", "positive", &self->positive, error)
      || !pen_key_read_text (reader, "data", "negative", negative, error)
      || !pen_key_read_word (reader, "data", "task", pen_task_words, task, error)
      || !pen_key_read_boolean (reader, "data", "center", &self->center, error)
      || !pen_key_read_boolean (reader, "data", "standardize", &self->standardize, error)
      || !pen_key_read_count (reader, "data", "matrix-rows", &self->matrix_rows, error)
      || !pen_key_read_count (reader, "data", "matrix-columns", &self->matrix_columns, error)
      || !pen_key_read_count (reader, "data", "held-out", &self->held_out, error)
      || !pen_key_read_numbers (reader, "data", "truth", &self->truth, &self->n_truth, error)
      || !check_distinct (reader, "data", "features", self->features, error))
    return FALSE;
  if (self->data_file != NULL && rows)
    {
      pen_key_error (error, PEN_ERROR_VALUE, reader->name, "data", "file",
                     _ ("data are given twice, by file= and by columns= and rows=; leave one"));
      return FALSE;
    }
  if (self->data_file == NULL && !rows)
    {
      pen_key_error (error, PEN_ERROR_VALUE, reader->name, "data", "file",
                     _ ("no data: give file=, or columns= and rows="));
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_data (const PenKeyReader *reader, PenExperiment *self, GError **error)
{
  g_autofree char *negative = NULL;
  int task = -1;
  PenTask known;

  if (!read_data_keys (reader, self, &task, &negative, error))
    return FALSE;
  known = task >= 0 ? (PenTask)task : PEN_TASK_REGRESSION;
  if (self->data_file != NULL)
    {
      self->data = pen_data_file_read (self, task >= 0 ? &known : NULL, error);
      if (self->data == NULL)
        g_prefix_error (error, "%s: [data] file: ", reader->name);
    }
  else
    {
      PenInlineOptions options = { .task_given = task >= 0,
                                   .task = known,
                                   .target = self->target,
                                   .features = self->features,
                                   .positive = self->positive,
                                   .negative = negative };

      self->data = pen_inline_data_parse (reader, &options, error);
    }
  return self->data != NULL;
}

static gboolean
read_features (const PenKeyReader *reader, PenExperiment *self, GError **error)
{
  int kind = (int)self->map.kind;

  if (!pen_key_read_word (reader, "features", "map", pen_map_words, &kind, error)
      || !pen_key_read_count (reader, "features", "degree", &self->map.degree, error)
      || !pen_key_read_count (reader, "features", "frequencies", &self->map.frequencies, error)
      || !pen_key_read_number (reader, "features", "scale", &self->map.scale, error)
      || !pen_key_read_boolean (reader, "features", "bias", &self->map.bias, error)
      || !pen_key_read_count (reader, "features", "centers", &self->map.centers, error)
      || !pen_key_read_count (reader, "features", "seed", &self->map.seed, error))
    return FALSE;
  self->map.kind = (PenFeatureMapKind)kind;
  return TRUE;
}

static gboolean
read_model (const PenKeyReader *reader, PenExperiment *self, GError **error)
{
  int kind = (int)self->model, activation = (int)self->activation;
  gboolean tied = !self->is_untied;
  gsize depth = self->depth;

  if (!pen_key_read_word (reader, "model", "kind", pen_model_words, &kind, error)
      || !pen_key_read_numbers (reader, "model", "init", &self->start, &self->n_start, error)
      || !pen_key_read_count (reader, "model", "depth", &depth, error)
      || !pen_key_read_boolean (reader, "model", "signed", &self->is_signed, error)
      || !pen_key_read_number (reader, "model", "init-scale", &self->init_scale, error)
      || !pen_key_read_numbers (reader, "model", "init-shape", &self->init_shape, &self->n_shape, error)
      || !pen_key_read_boolean (reader, "model", "tied", &tied, error)
      || !pen_key_read_word (reader, "model", "activation", pen_activation_words, &activation, error)
      || !pen_key_read_number (reader, "model", "slope", &self->slope, error)
      || !pen_key_read_count (reader, "model", "width", &self->width, error)
      || !pen_key_read_count (reader, "model", "rank", &self->rank, error)
      || !pen_key_read_count (reader, "model", "seed", &self->model_seed, error))
    return FALSE;
  self->model = (PenModelKind)kind;
  self->activation = (PenActivation)activation;
  self->is_untied = !tied;
  self->depth = (guint)depth;
  if (self->depth == depth)
    return TRUE;
  pen_key_error (error, PEN_ERROR_VALUE, reader->name, "model", "depth", _ ("%zu is past the %u that a depth can be"),
                 depth, G_MAXUINT);
  return FALSE;
}

/* "auto" is 0. */
static gboolean
read_step_size (const PenKeyReader *reader, double *step_size, GError **error)
{
  g_autofree char *text = NULL;

  if (!pen_key_read_text (reader, "training", "step-size", &text, error))
    return FALSE;
  if (text == NULL || strcmp (text, "auto") == 0)
    {
      *step_size = 0;
      return TRUE;
    }
  if (!pen_key_read_number (reader, "training", "step-size", step_size, error))
    return FALSE;
  if (*step_size > 0)
    return TRUE;
  pen_key_error (error, PEN_ERROR_VALUE, reader->name, "training", "step-size",
                 _ ("is %s; it must be positive, or auto"), text);
  return FALSE;
}

static gboolean
read_training (const PenKeyReader *reader, PenExperiment *self, GError **error)
{
  int loss = (int)self->loss, stop = (int)self->stop, method = (int)self->method, sampling = (int)self->sampling;

  if (!pen_key_read_word (reader, "loss", "kind", pen_loss_words, &loss, error)
      || !pen_key_read_number (reader, "loss", "exponent", &self->exponent, error)
      || !pen_key_read_word (reader, "training", "method", pen_method_words, &method, error)
      || !read_step_size (reader, &self->step_size, error)
      || !pen_key_read_count (reader, "training", "batch-size", &self->batch_size, error)
      || !pen_key_read_word (reader, "training", "sampling", pen_sampling_words, &sampling, error)
      || !pen_key_read_number (reader, "training", "momentum", &self->momentum, error)
      || !pen_key_read_count (reader, "training", "seed", &self->seed, error)
      || !pen_key_read_word (reader, "training", "stop", pen_stop_words, &stop, error)
      || !pen_key_read_number (reader, "training", "time", &self->time, error)
      || !pen_key_read_count (reader, "training", "steps", &self->steps, error)
      || !pen_key_read_number (reader, "training", "tolerance", &self->tolerance, error))
    return FALSE;
  self->loss = (PenLoss)loss;
  self->method = (PenMethod)method;
  self->sampling = (PenSampling)sampling;
  self->stop = (PenStop)stop;
  return TRUE;
}

static gboolean
read_reference (const PenKeyReader *reader, PenExperiment *self, GError **error)
{
  g_auto (GStrv) list = NULL;
  int soft_loss = (int)self->soft_loss;

  if (!pen_key_read_number (reader, "reference", "ridge-mu", &self->ridge_mu, error)
      || !pen_key_read_number (reader, "reference", "lasso-kappa", &self->lasso_kappa, error)
      || !pen_key_read_number (reader, "reference", "soft-margin-c", &self->soft_margin_c, error)
      || !pen_key_read_word (reader, "reference", "soft-margin-loss", pen_soft_loss_words, &soft_loss, error))
    return FALSE;
  self->soft_loss = (PenSoftLoss)soft_loss;
  if (!pen_key_read_list (reader, "reference", "solutions", &list, error)
      || !check_distinct (reader, "reference", "solutions", list, error))
    return FALSE;
  if (list == NULL)
    return TRUE;
  memset (self->solutions, 0, sizeof self->solutions);
  for (gsize i = 0; list[i] != NULL; i++)
    {
      int kind;

      if (!pen_key_find_word (g_strstrip (list[i]), pen_solution_words, reader->name, "reference", "solutions", &kind,
                              error))
        return FALSE;
      self->solutions[kind] = TRUE;
    }
  return TRUE;
}

static void
keep_view (GKeyFile *file, PenExperiment *self)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, "view", NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, "view", keys[i], NULL);

      if (self->view == NULL)
        self->view = g_key_file_new ();
      g_key_file_set_value (self->view, "view", keys[i], value);
    }
}

static gboolean
apply_overrides (GKeyFile *file, const char *const *overrides, GError **error)
{
  for (gsize i = 0; overrides != NULL && overrides[i] != NULL; i++)
    {
      const char *dot = strchr (overrides[i], '.'), *equals = strchr (overrides[i], '=');
      g_autofree char *group = NULL, *key = NULL;

      if (!g_utf8_validate (overrides[i], -1, NULL))
        {
          g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("--set: the text is not in UTF-8"));
          return FALSE;
        }
      if (dot == NULL || equals == NULL || dot > equals || dot == overrides[i] || equals == dot + 1
          || strpbrk (overrides[i], "\r\n") != NULL)
        {
          g_autofree char *shown = pen_key_excerpt (overrides[i]);

          g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("--set: “%s” is not GROUP.KEY=VALUE"), shown);
          return FALSE;
        }
      group = g_strndup (overrides[i], (gsize)(dot - overrides[i]));
      key = g_strndup (dot + 1, (gsize)(equals - dot - 1));
      if (!pen_keys_check_known (group, key, "--set", error))
        return FALSE;
      /* The other way of giving data would contradict this one. */
      if (strcmp (group, "data") == 0 && strcmp (key, "file") == 0)
        {
          g_key_file_remove_key (file, "data", "rows", NULL);
          g_key_file_remove_key (file, "data", "columns", NULL);
        }
      g_key_file_set_value (file, group, key, equals + 1);
    }
  return TRUE;
}

static PenExperiment *
build (GKeyFile *file, const char *name, const char *path, GError **error)
{
  g_autoptr (PenExperiment) self = pen_experiment_new (NULL);
  PenKeyReader reader = { file, name };
  GError *local = NULL;

  self->path = g_strdup (path);
  if (!read_experiment (&reader, self, error) || !read_data (&reader, self, error))
    return NULL;
  self->loss = pen_dataset_task (self->data) == PEN_TASK_CLASSIFICATION ? PEN_LOSS_LOGISTIC : PEN_LOSS_SQUARED;
  pen_default_solutions (pen_dataset_task (self->data), self->solutions);
  if (!read_features (&reader, self, error) || !read_model (&reader, self, error)
      || !read_training (&reader, self, error) || !read_reference (&reader, self, error))
    return NULL;
  keep_view (file, self);
  if (!pen_experiment_check (self, &local))
    {
      g_propagate_prefixed_error (error, local, "%s: ", name);
      return NULL;
    }
  return g_steal_pointer (&self);
}

static PenExperiment *
parse (const char *text, gsize length, const char *path, const char *const *overrides, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *name = path != NULL ? g_filename_display_name (path) : g_strdup (_ ("experiment"));
  const char *end = text;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  if (length >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("%s is in UTF-16; save it as UTF-8"), name);
      return NULL;
    }
  if (!g_utf8_validate (text, (gssize)length, &end))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX,
                   _ ("%s: byte %zu is not text in UTF-8; an experiment file is plain text"), name,
                   (gsize)(end - text) + 1);
      return NULL;
    }
  if (strspn (text, " \t\r\n") == length)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX,
                   _ ("%s: the file is empty; an experiment begins with [experiment]"), name);
      return NULL;
    }
  if (!pen_keys_check_text (text, name, error))
    return NULL;
  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, &local))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, "%s: %s", name, local->message);
      return NULL;
    }
  if (!apply_overrides (file, overrides, error))
    return NULL;
  return build (file, name, path, error);
}

PenExperiment *
pen_experiment_parse (const char *text, const char *path, const char *const *overrides, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  return parse (text, strlen (text), path, overrides, error);
}

PenExperiment *
pen_experiment_read (const char *path, const char *const *overrides, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);
  text = pen_file_read (path, &length, error);
  return text != NULL ? parse (text, length, path, overrides, error) : NULL;
}
