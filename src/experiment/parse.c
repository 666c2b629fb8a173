/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file.h"
#include "inline-data.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const PenKeyWord pen_task_words[] = { { "regression", PEN_TASK_REGRESSION },
                                      { "classification", PEN_TASK_CLASSIFICATION },
                                      { "matrix-sensing", -1 },
                                      { NULL, 0 } };
const PenKeyWord pen_map_words[] = { { "identity", PEN_FEATURES_IDENTITY },
                                     { "polynomial", PEN_FEATURES_POLYNOMIAL },
                                     { "fourier", PEN_FEATURES_FOURIER },
                                     { "rbf", -1 },
                                     { "random-relu", -1 },
                                     { NULL, 0 } };
const PenKeyWord pen_model_words[] = {
  { "linear", PEN_MODEL_LINEAR }, { "diagonal", PEN_MODEL_DIAGONAL }, { "neuron", -1 }, { "factorization", -1 },
  { "relu-network", -1 },         { "linear-network", -1 },           { NULL, 0 }
};
const PenKeyWord pen_loss_words[] = { { "squared", PEN_LOSS_SQUARED },
                                      { "exponential", PEN_LOSS_EXPONENTIAL },
                                      { "logistic", PEN_LOSS_LOGISTIC },
                                      { "polynomial", -1 },
                                      { NULL, 0 } };
const PenKeyWord pen_method_words[] = { { "gradient-flow", 0 },
                                        { "gradient-descent", -1 },
                                        { "sgd", -1 },
                                        { "momentum", -1 },
                                        { "nesterov", -1 },
                                        { "adam", -1 },
                                        { "coordinate-descent", -1 },
                                        { "sign-descent", -1 },
                                        { "mirror-descent", -1 },
                                        { NULL, 0 } };
const PenKeyWord pen_stop_words[] = {
  { "limit", PEN_STOP_LIMIT }, { "time", PEN_STOP_TIME }, { "steps", PEN_STOP_STEPS }, { NULL, 0 }
};
const PenKeyWord pen_solution_words[] = {
#define PEN_SOLUTION_WORD(name, nick, label) { nick, PEN_SOLUTION_##name },
  PEN_SOLUTION_LIST (PEN_SOLUTION_WORD)
#undef PEN_SOLUTION_WORD
      { "soft-margin", -1 },
  { "ridge", -1 },
  { "lasso", -1 },
  { "min-nuclear", -1 },
  { "tail-direction", -1 },
  { NULL, 0 }
};

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
      || !pen_key_read_boolean (reader, "features", "bias", &self->map.bias, error))
    return FALSE;
  self->map.kind = (PenFeatureMapKind)kind;
  return TRUE;
}

static gboolean
read_model (const PenKeyReader *reader, PenExperiment *self, GError **error)
{
  int kind = (int)self->model;
  gsize depth = self->depth;

  if (!pen_key_read_word (reader, "model", "kind", pen_model_words, &kind, error)
      || !pen_key_read_numbers (reader, "model", "init", &self->start, &self->n_start, error)
      || !pen_key_read_count (reader, "model", "depth", &depth, error)
      || !pen_key_read_boolean (reader, "model", "signed", &self->is_signed, error)
      || !pen_key_read_number (reader, "model", "init-scale", &self->init_scale, error)
      || !pen_key_read_numbers (reader, "model", "init-shape", &self->init_shape, &self->n_shape, error))
    return FALSE;
  self->model = (PenModelKind)kind;
  self->depth = (guint)MIN (depth, G_MAXUINT);
  return TRUE;
}

static gboolean
read_training (const PenKeyReader *reader, PenExperiment *self, GError **error)
{
  int loss = (int)self->loss, stop = (int)self->stop, method = 0;

  if (!pen_key_read_word (reader, "loss", "kind", pen_loss_words, &loss, error)
      || !pen_key_read_word (reader, "training", "method", pen_method_words, &method, error)
      || !pen_key_read_word (reader, "training", "stop", pen_stop_words, &stop, error)
      || !pen_key_read_number (reader, "training", "time", &self->time, error)
      || !pen_key_read_count (reader, "training", "steps", &self->steps, error)
      || !pen_key_read_number (reader, "training", "tolerance", &self->tolerance, error))
    return FALSE;
  self->loss = (PenLoss)loss;
  self->stop = (PenStop)stop;
  return TRUE;
}

static gboolean
read_reference (const PenKeyReader *reader, PenExperiment *self, GError **error)
{
  g_auto (GStrv) list = NULL;

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
keep (GKeyFile **to, GKeyFile *from, const char *group, const char *key)
{
  g_autofree char *value = g_key_file_get_value (from, group, key, NULL);

  if (value == NULL)
    return;
  if (*to == NULL)
    *to = g_key_file_new ();
  g_key_file_set_value (*to, group, key, value);
}

static void
keep_the_rest (GKeyFile *file, PenExperiment *self)
{
  g_auto (GStrv) view = g_key_file_get_keys (file, "view", NULL, NULL);

  for (gsize i = 0; view != NULL && view[i] != NULL; i++)
    keep (&self->view, file, "view", view[i]);
  for (gsize i = 0; i < pen_n_keys; i++)
    if (pen_keys[i].use != PEN_KEY_USED)
      keep (&self->kept, file, pen_keys[i].group, pen_keys[i].key);
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
  if (!read_experiment (&reader, self, error) || !pen_keys_check_kept (&reader, error)
      || !read_data (&reader, self, error))
    return NULL;
  self->loss = pen_dataset_task (self->data) == PEN_TASK_CLASSIFICATION ? PEN_LOSS_LOGISTIC : PEN_LOSS_SQUARED;
  pen_default_solutions (pen_dataset_task (self->data), self->solutions);
  if (!read_features (&reader, self, error) || !read_model (&reader, self, error)
      || !read_training (&reader, self, error) || !read_reference (&reader, self, error))
    return NULL;
  keep_the_rest (file, self);
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
  g_autoptr (GError) local = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);
  if (!g_file_get_contents (path, &text, &length, &local))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_IO, "%s", local->message);
      return NULL;
    }
  return parse (text, length, path, overrides, error);
}
