/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numbers.h"

#include <math.h>
#include <string.h>

#define PLAIN_FROM -4.0 /* powers of ten between which a number is written without an exponent */
#define PLAIN_TO 5.0

static void
append_exponent (GString *text, double exponent)
{
  static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *digits = g_strdup_printf ("%.0f", fabs (exponent));

  g_string_append (text, exponent < 0 ? "10⁻" : "10");
  for (const char *digit = digits; *digit != '\0'; digit++)
    g_string_append (text, superscripts[*digit - '0']);
}

static char *
formatted (double value, int digits)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE], form[16];

  g_snprintf (form, sizeof form, "%%.%dg", digits);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, form, value));
}

char *
pen_log10_text (double log10_value, int digits)
{
  GString *text;
  double exponent = floor (log10_value), mantissa;
  g_autofree char *shown = NULL;

  if (isnan (log10_value))
    return g_strdup ("–");
  if (isinf (log10_value))
    return g_strdup (log10_value > 0 ? "∞" : "0");
  if (log10_value >= PLAIN_FROM && log10_value < PLAIN_TO)
    {
      /* Not %g alone: it would write 12345 at three digits with an exponent of its own. */
      int integer = (int)fmax (exponent, 0) + 1;

      return formatted (pow (10, log10_value), MAX (digits, integer));
    }
  mantissa = pow (10, log10_value - exponent);
  shown = formatted (mantissa, digits);
  if (strcmp (shown, "10") == 0)
    {
      g_free (shown);
      shown = g_strdup ("1");
      exponent++;
    }
  text = g_string_new (NULL);
  if (strcmp (shown, "1") != 0)
    g_string_append_printf (text, "%s×", shown);
  append_exponent (text, exponent);
  return g_string_free (text, FALSE);
}

char *
pen_number_text (double value, int digits)
{
  g_autofree char *size = NULL;

  if (isnan (value))
    return g_strdup ("–");
  size = pen_log10_text (log10 (fabs (value)), digits);
  return value < 0 ? g_strconcat ("−", size, NULL) : g_steal_pointer (&size);
}

gboolean
pen_number_parse (const char *text, double *value)
{
  g_autofree char *copy = g_strstrip (g_strdup (text));
  char *end;

  if (*copy == '\0')
    return FALSE;
  if (strchr (copy, '.') == NULL)
    g_strdelimit (copy, ",", '.');
  *value = g_ascii_strtod (copy, &end);
  return *end == '\0' && isfinite (*value);
}
