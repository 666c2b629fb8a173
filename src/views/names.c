/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LONGEST 20 /* letters of a name in a legend */

static void
append_index (GString *name, const char *digits)
{
  for (const char *c = digits; *c != '\0'; c++)
    g_string_append_unichar (name, 0x2080 + (gunichar)(*c - '0'));
}

char *
pen_view_indexed (const char *letter, gsize index)
{
  g_autofree char *digits = g_strdup_printf ("%zu", index + 1);
  GString *name = g_string_new (letter);

  append_index (name, digits);
  return g_string_free (name, FALSE);
}

char *
pen_view_weight_name (gsize index)
{
  return pen_view_indexed ("w", index);
}

static void
append_power (GString *text, int power)
{
  static const char *const above[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *digits = g_strdup_printf ("%d", power);

  g_string_append (text, "·10");
  for (const char *c = digits; *c != '\0'; c++)
    g_string_append (text, *c == '-' ? "⁻" : above[*c - '0']);
}

char *
pen_view_number (double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  int power = value != 0 && isfinite (value) ? (int)floor (log10 (fabs (value))) : 0;
  gboolean plain = power >= -3 && power < 6;
  GString *text;

  if (!isfinite (value))
    return g_strdup (isnan (value) ? "–" : value > 0 ? "∞" : "−∞");
  text = g_string_new (NULL);
  if (plain)
    g_ascii_formatd (digits, sizeof digits, power >= 3 ? "%.0f" : "%.3g", fabs (value));
  else
    g_ascii_formatd (digits, sizeof digits, "%.2f", fabs (value) / pow (10, power));
  g_string_append (text, value < 0 ? "−" : "");
  g_string_append (text, digits);
  if (!plain)
    append_power (text, power);
  return g_string_free (text, FALSE);
}

char *
pen_view_axis_name (const char *name)
{
  gsize letters = 0, digits;
  GString *pretty;

  while (g_ascii_isalpha (name[letters]))
    letters++;
  digits = strspn (name + letters, "0123456789");
  if (letters == 0 || letters > 2 || digits == 0 || name[letters + digits] != '\0')
    return g_strdup (name);
  pretty = g_string_new_len (name, (gssize)letters);
  append_index (pretty, name + letters);
  return g_string_free (pretty, FALSE);
}

/* The features of a seeded map have no names that tell more than their numbers. */
static char *
made_name (const PenFeatureMap *map, const PenDataset *data, gsize index)
{
  gsize inputs = pen_dataset_d (data);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (map->kind == PEN_FEATURES_RBF || map->kind == PEN_FEATURES_RANDOM_RELU)
    return NULL;
  for (gsize j = 0; j < inputs; j++)
    g_ptr_array_add (names, pen_view_axis_name (pen_dataset_name (data, j)));
  return pen_feature_map_name (map, inputs, (const char *const *)names->pdata, index);
}

char *
pen_view_feature_name (const PenExperiment *experiment, gsize d, gsize index)
{
  const PenDataset *data = experiment != NULL ? experiment->data : NULL;
  g_autofree char *name = NULL;
  g_autofree char *number = pen_view_indexed ("x", index);
  gsize width;

  if (data == NULL || experiment->matrix_rows > 0 || index >= d
      || !pen_feature_map_width (&experiment->map, pen_dataset_d (data), &width, NULL) || width != d)
    return NULL;
  if (experiment->map.bias && index + 1 == width)
    return g_strdup (_ ("bias"));
  if (experiment->map.kind == PEN_FEATURES_IDENTITY)
    name = pen_view_axis_name (pen_dataset_name (data, index));
  else
    name = made_name (&experiment->map, data, index);
  return g_strcmp0 (name, number) != 0 ? g_steal_pointer (&name) : NULL;
}

char *
pen_view_weight_title (const PenExperiment *experiment, gsize d, gsize index)
{
  g_autofree char *weight = pen_view_weight_name (index);
  g_autofree char *feature = pen_view_feature_name (experiment, d, index);

  return feature != NULL ? g_strdup_printf ("%s (%s)", weight, feature) : g_steal_pointer (&weight);
}

char *
pen_view_weight_short (const PenExperiment *experiment, gsize d, gsize index)
{
  g_autofree char *feature = pen_view_feature_name (experiment, d, index);
  g_autofree char *start = NULL;

  if (feature == NULL)
    return pen_view_weight_name (index);
  if (g_utf8_strlen (feature, -1) <= LONGEST)
    return g_steal_pointer (&feature);
  start = g_utf8_substring (feature, 0, LONGEST - 1);
  return g_strconcat (start, "…", NULL);
}
