/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

const PenKey pen_keys[] = {
  { "experiment", "format", PEN_KEY_USED, NULL },
  { "experiment", "title", PEN_KEY_USED, NULL },
  { "experiment", "notes", PEN_KEY_USED, NULL },
  { "data", "file", PEN_KEY_USED, NULL },
  { "data", "columns", PEN_KEY_USED, NULL },
  { "data", "rows", PEN_KEY_USED, NULL },
  { "data", "target", PEN_KEY_USED, NULL },
  { "data", "features", PEN_KEY_USED, NULL },
  { "data", "task", PEN_KEY_USED, NULL },
  { "data", "positive", PEN_KEY_USED, NULL },
  { "data", "negative", PEN_KEY_USED, NULL },
  { "data", "center", PEN_KEY_USED, NULL },
  { "data", "standardize", PEN_KEY_USED, NULL },
  { "data", "matrix-rows", PEN_KEY_COUNT, NULL },
  { "data", "matrix-columns", PEN_KEY_COUNT, NULL },
  { "features", "map", PEN_KEY_USED, NULL },
  { "features", "degree", PEN_KEY_USED, NULL },
  { "features", "frequencies", PEN_KEY_USED, NULL },
  { "features", "centers", PEN_KEY_COUNT, NULL },
  { "features", "scale", PEN_KEY_USED, NULL },
  { "features", "seed", PEN_KEY_COUNT, NULL },
  { "features", "bias", PEN_KEY_USED, NULL },
  { "model", "kind", PEN_KEY_USED, NULL },
  { "model", "init", PEN_KEY_USED, NULL },
  { "model", "depth", PEN_KEY_USED, NULL },
  { "model", "signed", PEN_KEY_USED, NULL },
  { "model", "init-scale", PEN_KEY_USED, NULL },
  { "model", "init-shape", PEN_KEY_USED, NULL },
  { "model", "activation", PEN_KEY_WORD, "identity leaky-relu relu tanh sigmoid softplus" },
  { "model", "slope", PEN_KEY_NUMBER, NULL },
  { "model", "width", PEN_KEY_COUNT, NULL },
  { "model", "rank", PEN_KEY_COUNT, NULL },
  { "model", "seed", PEN_KEY_COUNT, NULL },
  { "loss", "kind", PEN_KEY_USED, NULL },
  { "loss", "exponent", PEN_KEY_NUMBER, NULL },
  { "training", "method", PEN_KEY_USED, NULL },
  { "training", "step-size", PEN_KEY_AUTO_OR_NUMBER, NULL },
  { "training", "batch-size", PEN_KEY_COUNT, NULL },
  { "training", "momentum", PEN_KEY_NUMBER, NULL },
  { "training", "seed", PEN_KEY_COUNT, NULL },
  { "training", "stop", PEN_KEY_USED, NULL },
  { "training", "time", PEN_KEY_USED, NULL },
  { "training", "steps", PEN_KEY_USED, NULL },
  { "training", "tolerance", PEN_KEY_USED, NULL },
  { "reference", "solutions", PEN_KEY_USED, NULL },
  { "reference", "ridge-mu", PEN_KEY_NUMBER, NULL },
  { "reference", "lasso-kappa", PEN_KEY_NUMBER, NULL },
  { "reference", "soft-margin-c", PEN_KEY_NUMBER, NULL },
  { "reference", "soft-margin-loss", PEN_KEY_WORD, "hinge exponential logistic" },
};
const gsize pen_n_keys = G_N_ELEMENTS (pen_keys);

/* Enough of a text to recognise it by, on one line: a whole binary line is not a message. */
char *
pen_key_excerpt (const char *text)
{
  g_autofree char *start = g_utf8_strlen (text, 200) > 40 ? g_utf8_substring (text, 0, 40) : g_strdup (text);
  g_autofree char *cut = strlen (start) < strlen (text) ? g_strconcat (start, "…", NULL) : g_strdup (start);

  for (char *c = cut; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return g_steal_pointer (&cut);
}

void
pen_key_error (GError **error, PenError code, const char *name, const char *group, const char *key, const char *format,
               ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, PEN_ERROR, (int)code, "%s%s[%s] %s: %s", name != NULL ? name : "", name != NULL ? ": " : "",
               group, key, message);
}

gboolean
pen_keys_check_known (const char *group, const char *key, const char *name, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  if (strcmp (group, "view") == 0)
    return TRUE;
  for (gsize i = 0; i < pen_n_keys; i++)
    if (strcmp (pen_keys[i].group, group) == 0)
      {
        if (strcmp (pen_keys[i].key, key) == 0)
          return TRUE;
        g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", pen_keys[i].key);
      }
  if (known->len == 0)
    g_set_error (
        error, PEN_ERROR, PEN_ERROR_UNKNOWN_KEY,
        _ ("%s: [%s]: no such group; there are experiment, data, features, model, loss, training, reference, view"),
        name, group);
  else
    pen_key_error (error, PEN_ERROR_UNKNOWN_KEY, name, group, key, _ ("no such key; the group has %s"), known->str);
  return FALSE;
}

static gboolean
check_group_line (const char *line, gsize number, const char *name, char **group, GError **error)
{
  gsize length = strlen (line);
  g_autofree char *shown = pen_key_excerpt (line);

  if (line[length - 1] != ']' || length < 3)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX, _ ("%s: line %zu: “%s” should end with ]"), name, number, shown);
      return FALSE;
    }
  g_free (*group);
  *group = g_strndup (line + 1, length - 2);
  if (strcmp (*group, "view") == 0)
    return TRUE;
  for (gsize i = 0; i < pen_n_keys; i++)
    if (strcmp (pen_keys[i].group, *group) == 0)
      return TRUE;
  g_free (*group);
  *group = g_strndup (shown + 1, strcspn (shown + 1, "]"));
  return pen_keys_check_known (*group, "", name, error);
}

static gboolean
check_key_line (const char *line, gsize number, const char *name, const char *group, GHashTable *seen, GError **error)
{
  const char *equals = strchr (line, '=');
  g_autofree char *shown = pen_key_excerpt (line);
  g_autofree char *key = NULL, *place = NULL;
  gsize first;

  if (group == NULL || equals == NULL || equals == line)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_SYNTAX,
                   group == NULL ? _ ("%s: line %zu: “%s” comes before any [group]")
                                 : _ ("%s: line %zu: “%s” is neither [group], key=value nor # comment"),
                   name, number, shown);
      return FALSE;
    }
  key = g_strstrip (g_strndup (line, (gsize)(equals - line)));
  if (strlen (key) > 64)
    key[g_utf8_find_prev_char (key, key + 64) - key] = '\0';
  if (!pen_keys_check_known (group, key, name, error))
    return FALSE;
  place = g_strdup_printf ("%s\n%s", group, key);
  first = GPOINTER_TO_SIZE (g_hash_table_lookup (seen, place));
  if (first != 0)
    {
      pen_key_error (error, PEN_ERROR_SYNTAX, name, group, key, _ ("given twice, on lines %zu and %zu; leave one"),
                     first, number);
      return FALSE;
    }
  g_hash_table_insert (seen, g_steal_pointer (&place), GSIZE_TO_POINTER (number));
  return TRUE;
}

gboolean
pen_keys_check_text (const char *text, const char *name, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *group = NULL;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (*line == '\0' || *line == '#')
        continue;
      if (*line == '[' ? !check_group_line (line, i + 1, name, &group, error)
                       : !check_key_line (line, i + 1, name, group, seen, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
pen_key_number (const char *text, double *number)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));
  char *end = NULL;
  double value = g_ascii_strtod (bare, &end);

  /* strtod also reads hexadecimal and nan(…), which no one means here. */
  if (*bare == '\0' || *end != '\0' || strpbrk (bare, "xX") != NULL)
    return FALSE;
  *number = value;
  return TRUE;
}

static gboolean
read_finite (const PenKeyReader *self, const char *group, const char *key, const char *text, double *value,
             GError **error)
{
  g_autofree char *shown = pen_key_excerpt (text);
  double number = 0;

  if (!pen_key_number (text, &number))
    {
      pen_key_error (error, PEN_ERROR_SYNTAX, self->name, group, key, _ ("“%s” is not a number"), shown);
      return FALSE;
    }
  if (!isfinite (number))
    {
      pen_key_error (error, PEN_ERROR_NOT_FINITE, self->name, group, key, _ ("“%s” is not a finite number"), shown);
      return FALSE;
    }
  *value = number;
  return TRUE;
}

/* FALSE with *text NULL where the key is missing. */
static gboolean
take_text (const PenKeyReader *self, const char *group, const char *key, char **text, GError **error)
{
  g_autoptr (GError) local = NULL;

  *text = NULL;
  if (!g_key_file_has_key (self->file, group, key, NULL))
    return TRUE;
  *text = g_key_file_get_string (self->file, group, key, &local);
  if (*text != NULL)
    return TRUE;
  pen_key_error (error, PEN_ERROR_SYNTAX, self->name, group, key,
                 _ ("a backslash begins \\n, \\t, \\r, \\s or \\\\; write \\\\ for the backslash itself"));
  return FALSE;
}

gboolean
pen_key_read_text (const PenKeyReader *self, const char *group, const char *key, char **value, GError **error)
{
  char *text;

  if (!take_text (self, group, key, &text, error))
    return FALSE;
  if (text != NULL)
    {
      g_free (*value);
      *value = text;
    }
  return TRUE;
}

gboolean
pen_key_read_list (const PenKeyReader *self, const char *group, const char *key, char ***value, GError **error)
{
  g_auto (GStrv) list = NULL;

  if (!g_key_file_has_key (self->file, group, key, NULL))
    return TRUE;
  list = g_key_file_get_string_list (self->file, group, key, NULL, NULL);
  if (list == NULL)
    {
      pen_key_error (error, PEN_ERROR_SYNTAX, self->name, group, key,
                     _ ("a backslash begins \\n, \\t, \\r, \\s, \\; or \\\\; write \\\\ for the backslash itself"));
      return FALSE;
    }
  g_strfreev (*value);
  *value = g_steal_pointer (&list);
  return TRUE;
}

gboolean
pen_key_read_boolean (const PenKeyReader *self, const char *group, const char *key, gboolean *value, GError **error)
{
  static const PenKeyWord words[] = { { "true", TRUE }, { "false", FALSE }, { NULL, 0 } };

  return pen_key_read_word (self, group, key, words, value, error);
}

gboolean
pen_key_read_number (const PenKeyReader *self, const char *group, const char *key, double *value, GError **error)
{
  g_autofree char *text = NULL;

  return take_text (self, group, key, &text, error)
         && (text == NULL || read_finite (self, group, key, text, value, error));
}

gboolean
pen_key_read_count (const PenKeyReader *self, const char *group, const char *key, gsize *value, GError **error)
{
  g_autofree char *text = NULL;
  double number = 0;

  if (!take_text (self, group, key, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (!read_finite (self, group, key, text, &number, error))
    return FALSE;
  if (number < 0 || number != floor (number) || number > 9e15) /* past 2^53 a double is no longer exact */
    {
      g_autofree char *shown = pen_key_excerpt (text);

      pen_key_error (error, PEN_ERROR_VALUE, self->name, group, key, _ ("“%s” is not a whole number from 0 to 9·10¹⁵"),
                     shown);
      return FALSE;
    }
  *value = (gsize)number;
  return TRUE;
}

gboolean
pen_key_read_numbers (const PenKeyReader *self, const char *group, const char *key, double **value, gsize *n,
                      GError **error)
{
  g_auto (GStrv) list = NULL;
  g_autofree double *numbers = NULL;
  gsize count;

  if (!pen_key_read_list (self, group, key, &list, error))
    return FALSE;
  if (list == NULL || list[0] == NULL)
    return TRUE;
  count = g_strv_length (list);
  numbers = g_new (double, count);
  for (gsize i = 0; i < count; i++)
    if (!read_finite (self, group, key, list[i], &numbers[i], error))
      return FALSE;
  *value = g_steal_pointer (&numbers);
  *n = count;
  return TRUE;
}

gboolean
pen_key_find_word (const char *text, const PenKeyWord *words, const char *name, const char *group, const char *key,
                   int *value, GError **error)
{
  g_autoptr (GString) available = g_string_new (NULL);
  g_autofree char *shown = pen_key_excerpt (text);
  gboolean later = FALSE;

  for (const PenKeyWord *word = words; word->word != NULL; word++)
    {
      gboolean same = strcmp (word->word, text) == 0;

      if (same && word->value >= 0)
        {
          *value = word->value;
          return TRUE;
        }
      later = later || same;
      if (word->value >= 0)
        g_string_append_printf (available, "%s%s", available->len > 0 ? ", " : "", word->word);
    }
  if (later)
    pen_key_error (error, PEN_ERROR_UNSUPPORTED, name, group, key, _ ("“%s” is not in this version; there are %s"),
                   shown, available->str);
  else
    pen_key_error (error, PEN_ERROR_VALUE, name, group, key, _ ("“%s” is none of %s"), shown, available->str);
  return FALSE;
}

gboolean
pen_key_read_word (const PenKeyReader *self, const char *group, const char *key, const PenKeyWord *words, int *value,
                   GError **error)
{
  g_autofree char *text = NULL;

  if (!take_text (self, group, key, &text, error))
    return FALSE;
  return text == NULL || pen_key_find_word (g_strstrip (text), words, self->name, group, key, value, error);
}

static gboolean
check_kept_word (const PenKeyReader *self, const PenKey *key, GError **error)
{
  g_auto (GStrv) split = g_strsplit (key->words, " ", -1);
  g_autofree PenKeyWord *words = g_new0 (PenKeyWord, g_strv_length (split) + 1);
  int found;

  for (gsize i = 0; split[i] != NULL; i++)
    words[i].word = split[i];
  return pen_key_read_word (self, key->group, key->key, words, &found, error);
}

gboolean
pen_keys_check_kept (const PenKeyReader *self, GError **error)
{
  for (gsize i = 0; i < pen_n_keys; i++)
    {
      const PenKey *key = &pen_keys[i];
      g_autofree char *text = NULL;
      double number;
      gsize count;

      if (key->use == PEN_KEY_NUMBER && !pen_key_read_number (self, key->group, key->key, &number, error))
        return FALSE;
      if (key->use == PEN_KEY_COUNT && !pen_key_read_count (self, key->group, key->key, &count, error))
        return FALSE;
      if (key->use == PEN_KEY_WORD && !check_kept_word (self, key, error))
        return FALSE;
      if (key->use != PEN_KEY_AUTO_OR_NUMBER)
        continue;
      if (!take_text (self, key->group, key->key, &text, error))
        return FALSE;
      if (text != NULL && strcmp (g_strstrip (text), "auto") != 0
          && !pen_key_read_number (self, key->group, key->key, &number, error))
        return FALSE;
    }
  return TRUE;
}
