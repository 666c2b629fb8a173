/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/error.h>
#include <penchant/file.h>
#include <penchant/generator.h>
#include <string.h>

/* Everything before the last colon, and the file after it; a text without both is refused with @form. */
static char *
split_output (const char *text, const char *option, const char *form, const char **path, GError **error)
{
  const char *colon = strrchr (text, ':');

  if (colon != NULL && colon != text && colon[1] != '\0')
    {
      *path = colon + 1;
      return g_strndup (text, (gsize)(colon - text));
    }
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s: “%s” is not %s"), option, text, form);
  return NULL;
}

static gboolean
read_number (const char *option, const char *text, double *value, GError **error)
{
  char *end = NULL;

  *value = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (*value))
    return TRUE;
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%s: “%s” is not a number"), option, text);
  return FALSE;
}

/* name=value of a generator's setting */
static gboolean
read_setting (PenGenerator *generator, const char *setting, GError **error)
{
  const char *equals = strchr (setting, '=');
  g_autofree char *name = equals != NULL ? g_strndup (setting, (gsize)(equals - setting)) : g_strdup (setting);
  gsize *counts[] = { &generator->n, &generator->d, &generator->sparsity };
  double *numbers[] = { &generator->noise, &generator->gap };
  static const char *const count_names[] = { "n", "d", "k", NULL }, *const number_names[] = { "noise", "gap", NULL };
  double value = 0;

  if (equals == NULL || !read_number ("--generate", equals + 1, &value, error))
    {
      if (equals == NULL)
        g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("--generate: “%s” is not NAME=NUMBER"), setting);
      return FALSE;
    }
  for (gsize i = 0; number_names[i] != NULL; i++)
    if (strcmp (name, number_names[i]) == 0)
      {
        *numbers[i] = value;
        return TRUE;
      }
  if (value < 0 || value != floor (value) || value > 1e15)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("--generate: %s is not a whole number"), setting);
      return FALSE;
    }
  for (gsize i = 0; count_names[i] != NULL; i++)
    if (strcmp (name, count_names[i]) == 0)
      {
        *counts[i] = (gsize)value;
        return TRUE;
      }
  if (strcmp (name, "seed") != 0)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("--generate: “%s” is none of n, d, k, noise, gap, seed"),
                   name);
      return FALSE;
    }
  generator->seed = (guint64)value;
  return TRUE;
}

static gboolean
find_kind (const char *nick, PenGeneratorKind *kind, GError **error)
{
  g_autoptr (GString) kinds = g_string_new (NULL);

  for (int k = 0; k < PEN_N_GENERATORS; k++)
    {
      if (strcmp (nick, pen_generator_nick ((PenGeneratorKind)k)) == 0)
        {
          *kind = (PenGeneratorKind)k;
          return TRUE;
        }
      g_string_append_printf (kinds, "%s%s", k > 0 ? ", " : "", pen_generator_nick ((PenGeneratorKind)k));
    }
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("--generate: “%s” is none of %s"), nick, kinds->str);
  return FALSE;
}

gboolean
pen_run_generate (const char *text, GError **error)
{
  const char *path = NULL;
  g_autofree char *what = split_output (text, "--generate", "KIND,n=…:OUT.csv", &path, error);
  g_auto (GStrv) parts = what != NULL ? g_strsplit (what, ",", -1) : NULL;
  PenGenerator generator = PEN_GENERATOR_INIT;
  g_autoptr (PenDataset) dataset = NULL;

  if (parts == NULL || !find_kind (parts[0], &generator.kind, error))
    return FALSE;
  for (gsize i = 1; parts[i] != NULL; i++)
    if (!read_setting (&generator, parts[i], error))
      return FALSE;
  dataset = pen_generator_make (&generator, NULL, error);
  return dataset != NULL && pen_csv_write (dataset, path, error);
}

/* KEY=FIRST..LAST/N: N values, in equal ratios where both ends are positive and far apart. */
static gboolean
read_range (const char *text, char **key, PenSweepOptions *options, GError **error)
{
  const char *equals = strchr (text, '='), *dots = equals != NULL ? strstr (equals, "..") : NULL,
             *slash = dots != NULL ? strrchr (dots, '/') : NULL;
  g_autofree char *first = NULL, *last = NULL;
  double n = 0;

  if (slash == NULL)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("--sweep: “%s” is not GROUP.KEY=FIRST..LAST/N"), text);
      return FALSE;
    }
  first = g_strndup (equals + 1, (gsize)(dots - equals - 1));
  last = g_strndup (dots + 2, (gsize)(slash - dots - 2));
  if (!read_number ("--sweep", first, &options->first, error) || !read_number ("--sweep", last, &options->last, error)
      || !read_number ("--sweep", slash + 1, &n, error))
    return FALSE;
  if (n < 1 || n != floor (n) || n > 1e6)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                   _ ("--sweep: the number of values is %s; it must be from 1 to 10⁶"), slash + 1);
      return FALSE;
    }
  options->n = (gsize)n;
  options->is_geometric = options->first > 0 && options->last > 0
                          && fmax (options->first, options->last) >= 100 * fmin (options->first, options->last);
  options->key = *key = g_strndup (text, (gsize)(equals - text));
  return TRUE;
}

void
pen_run_sweep_clear (PenRunSweep *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->rows, g_free);
  self->n = 0;
}

gboolean
pen_run_sweep (const PenExperiment *experiment, const char *text, const PenCancel *cancel, PenRunSweep *sweep,
               GError **error)
{
  const char *path = NULL;
  g_autofree char *what = split_output (text, "--sweep", "GROUP.KEY=FIRST..LAST/N:OUT.csv", &path, error);
  g_autofree char *table = NULL;
  PenSweepOptions options = { 0 };

  pen_run_sweep_clear (sweep);
  if (what == NULL || !read_range (what, &sweep->key, &options, error)
      || !pen_sweep_run (experiment, &options, cancel, NULL, NULL, &sweep->rows, &sweep->n, error))
    return FALSE;
  table = pen_sweep_format (sweep->key, sweep->rows, sweep->n);
  return pen_file_write (path, table, -1, error);
}
