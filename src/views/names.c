/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <string.h>

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
