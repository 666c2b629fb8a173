/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file.h"
#include "inline-data.h"

#include <penchant/file.h>

#include <glib/gi18n-lib.h>
#include <string.h>

static void
set_number (GKeyFile *file, const char *group, const char *key, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_key_file_set_value (file, group, key, g_ascii_dtostr (text, sizeof text, value));
}

static void
set_numbers (GKeyFile *file, const char *group, const char *key, const double *values, gsize n)
{
  g_autoptr (GString) list = g_string_new (NULL);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ";" : "", g_ascii_dtostr (text, sizeof text, values[i]));
  g_key_file_set_value (file, group, key, list->str);
}

static void
set_text (GKeyFile *file, const char *group, const char *key, const char *text)
{
  if (text != NULL)
    g_key_file_set_string (file, group, key, text);
}

static char *
absolute (const char *path)
{
  return g_canonicalize_filename (path, NULL);
}

char *
pen_data_file_resolve (const char *data_file, const char *path)
{
  g_autofree char *folder = NULL;

  if (path == NULL)
    return absolute (data_file);
  folder = g_path_get_dirname (path);
  if (!g_path_is_absolute (folder))
    {
      g_autofree char *full = absolute (folder);

      return g_canonicalize_filename (data_file, full);
    }
  return g_canonicalize_filename (data_file, folder);
}

PenDataset *
pen_data_file_read (const PenExperiment *self, const PenTask *task, GError **error)
{
  g_autofree char *file = pen_data_file_resolve (self->data_file, self->path);
  PenCsvOptions options = { .task_given = task != NULL,
                            .task = task != NULL ? *task : PEN_TASK_REGRESSION,
                            .target = self->target,
                            .features = (const char *const *)self->features,
                            .positive = self->positive };

  return pen_csv_read (file, &options, NULL, error);
}

/* How a file at @path names the data file, or NULL when it no longer holds the data. */
static char *
data_file_for (const PenExperiment *self, const char *path)
{
  g_autoptr (PenDataset) held = NULL;
  g_autofree char *file = NULL, *folder = NULL, *full = NULL;
  PenTask task = pen_dataset_task (self->data);

  if (self->data_file == NULL)
    return NULL;
  held = pen_data_file_read (self, &task, NULL);
  if (held == NULL || !pen_dataset_equal (held, self->data))
    return NULL;
  if (g_strcmp0 (path, self->path) == 0)
    return g_strdup (self->data_file);
  file = pen_data_file_resolve (self->data_file, self->path);
  full = path != NULL ? absolute (path) : NULL;
  folder = full != NULL ? g_path_get_dirname (full) : NULL;
  if (folder != NULL && g_str_has_prefix (file, folder) && file[strlen (folder)] == G_DIR_SEPARATOR)
    return g_strdup (file + strlen (folder) + 1);
  return g_steal_pointer (&file);
}

static void
set_data (GKeyFile *file, const PenExperiment *self, const char *data_file, gboolean with_rows)
{
  if (data_file != NULL)
    {
      set_text (file, "data", "file", data_file);
      set_text (file, "data", "target", self->target);
      if (self->features != NULL)
        pen_inline_data_set_list (file, "data", "features", (const char *const *)self->features,
                                  g_strv_length (self->features));
      set_text (file, "data", "positive", self->positive);
    }
  else if (with_rows)
    pen_inline_data_format (self->data, file);
  g_key_file_set_value (file, "data", "task", pen_word_of (pen_task_words, (int)pen_dataset_task (self->data)));
  g_key_file_set_boolean (file, "data", "center", self->center);
  g_key_file_set_boolean (file, "data", "standardize", self->standardize);
  if (self->matrix_rows > 0)
    g_key_file_set_uint64 (file, "data", "matrix-rows", self->matrix_rows);
  if (self->matrix_columns > 0)
    g_key_file_set_uint64 (file, "data", "matrix-columns", self->matrix_columns);
  if (self->held_out > 0)
    g_key_file_set_uint64 (file, "data", "held-out", self->held_out);
  if (self->truth != NULL)
    set_numbers (file, "data", "truth", self->truth, self->n_truth);
}

static void
set_features (GKeyFile *file, const PenFeatureMap *map)
{
  PenFeatureMap plain = PEN_FEATURE_MAP_INIT;

  g_key_file_set_value (file, "features", "map", pen_word_of (pen_map_words, (int)map->kind));
  if (map->kind == PEN_FEATURES_POLYNOMIAL || map->degree != plain.degree)
    g_key_file_set_uint64 (file, "features", "degree", map->degree);
  if (map->kind == PEN_FEATURES_FOURIER || map->frequencies != plain.frequencies)
    g_key_file_set_uint64 (file, "features", "frequencies", map->frequencies);
  if (map->kind == PEN_FEATURES_FOURIER || map->kind == PEN_FEATURES_RBF || map->scale != plain.scale)
    set_number (file, "features", "scale", map->scale);
  if (map->kind == PEN_FEATURES_RBF || map->kind == PEN_FEATURES_RANDOM_RELU || map->centers != plain.centers)
    g_key_file_set_uint64 (file, "features", "centers", map->centers);
  if (map->kind == PEN_FEATURES_RBF || map->kind == PEN_FEATURES_RANDOM_RELU || map->seed != plain.seed)
    g_key_file_set_uint64 (file, "features", "seed", map->seed);
  g_key_file_set_boolean (file, "features", "bias", map->bias);
}

static void
set_model (GKeyFile *file, const PenExperiment *self)
{
  g_key_file_set_value (file, "model", "kind", pen_word_of (pen_model_words, (int)self->model));
  if (self->start != NULL)
    set_numbers (file, "model", "init", self->start, self->n_start);
  g_key_file_set_uint64 (file, "model", "depth", self->depth);
  g_key_file_set_boolean (file, "model", "signed", self->is_signed);
  set_number (file, "model", "init-scale", self->init_scale);
  if (self->init_shape != NULL)
    set_numbers (file, "model", "init-shape", self->init_shape, self->n_shape);
  if (self->is_untied)
    g_key_file_set_boolean (file, "model", "tied", FALSE);
  g_key_file_set_value (file, "model", "activation", pen_word_of (pen_activation_words, (int)self->activation));
  set_number (file, "model", "slope", self->slope);
  g_key_file_set_uint64 (file, "model", "width", self->width);
  g_key_file_set_uint64 (file, "model", "rank", self->rank);
  g_key_file_set_uint64 (file, "model", "seed", self->model_seed);
}

static void
set_training (GKeyFile *file, const PenExperiment *self)
{
  g_key_file_set_value (file, "loss", "kind", pen_word_of (pen_loss_words, (int)self->loss));
  set_number (file, "loss", "exponent", self->exponent);
  g_key_file_set_value (file, "training", "method", pen_word_of (pen_method_words, (int)self->method));
  if (self->step_size > 0)
    set_number (file, "training", "step-size", self->step_size);
  else
    g_key_file_set_value (file, "training", "step-size", "auto");
  g_key_file_set_uint64 (file, "training", "batch-size", self->batch_size);
  g_key_file_set_value (file, "training", "sampling", pen_word_of (pen_sampling_words, (int)self->sampling));
  set_number (file, "training", "momentum", self->momentum);
  g_key_file_set_uint64 (file, "training", "seed", self->seed);
  g_key_file_set_value (file, "training", "stop", pen_word_of (pen_stop_words, (int)self->stop));
  set_number (file, "training", "time", self->time);
  g_key_file_set_uint64 (file, "training", "steps", self->steps);
  set_number (file, "training", "tolerance", self->tolerance);
}

static void
set_reference (GKeyFile *file, const PenExperiment *self)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (self->solutions[kind])
      g_string_append_printf (list, "%s%s", list->len > 0 ? ";" : "", pen_word_of (pen_solution_words, kind));
  g_key_file_set_value (file, "reference", "solutions", list->str);
  set_number (file, "reference", "ridge-mu", self->ridge_mu);
  set_number (file, "reference", "lasso-kappa", self->lasso_kappa);
  set_number (file, "reference", "soft-margin-c", self->soft_margin_c);
  g_key_file_set_value (file, "reference", "soft-margin-loss", pen_word_of (pen_soft_loss_words, (int)self->soft_loss));
}

static void
set_view (GKeyFile *file, GKeyFile *view)
{
  g_auto (GStrv) keys = view != NULL ? g_key_file_get_keys (view, "view", NULL, NULL) : NULL;

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (view, "view", keys[i], NULL);

      g_key_file_set_value (file, "view", keys[i], value);
    }
}

static char *
format (const PenExperiment *self, const char *data_file, gboolean with_rows)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_value (file, "experiment", "format", "1");
  set_text (file, "experiment", "title", self->title);
  set_text (file, "experiment", "notes", self->notes);
  set_data (file, self, data_file, with_rows);
  set_features (file, &self->map);
  set_model (file, self);
  set_training (file, self);
  set_reference (file, self);
  set_view (file, self->view);
  return g_key_file_to_data (file, NULL, NULL);
}

char *
pen_experiment_format (const PenExperiment *self, const char *path)
{
  g_autofree char *data_file = NULL;

  g_return_val_if_fail (self != NULL && self->data != NULL, NULL);
  data_file = data_file_for (self, path);
  return format (self, data_file, TRUE);
}

gboolean
pen_experiment_write (const PenExperiment *self, const char *path, GError **error)
{
  g_autofree char *text = pen_experiment_format (self, path);

  return pen_file_write (path, text, -1, error);
}

gboolean
pen_experiment_equal (const PenExperiment *a, const PenExperiment *b)
{
  g_autofree char *text_a = NULL, *text_b = NULL;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);
  if (a == b)
    return TRUE;
  if (g_strcmp0 (a->data_file, b->data_file) != 0 || !pen_dataset_equal (a->data, b->data))
    return FALSE;
  /* The points are compared already, and writing many out would hold up the window. */
  text_a = format (a, a->data_file, FALSE);
  text_b = format (b, b->data_file, FALSE);
  return strcmp (text_a, text_b) == 0;
}
