/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numbers.h"

#include <math.h>
#include <string.h>

#define PLAIN_FROM -4.0 /* powers of ten between which a number is written without an exponent */
#define PLAIN_TO 5.0
#define TOWER_FROM 1e5 /* exponents that are themselves written with an exponent */

char *
pen_superscript (guint number)
{
  static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *digits = g_strdup_printf ("%u", number);
  GString *text = g_string_new (NULL);

  for (const char *digit = digits; *digit != '\0'; digit++)
    g_string_append (text, superscripts[*digit - '0']);
  return g_string_free (text, FALSE);
}

char *
pen_number_exact (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE], form[8];
  char *exponent, *digits;

  if (value == trunc (value) && fabs (value) < 1e6) /* not "1e1" */
    return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.0f", value));
  for (int count = 1; count <= 17; count++)
    {
      g_snprintf (form, sizeof form, "%%.%dg", count);
      g_ascii_formatd (buffer, sizeof buffer, form, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }
  exponent = strchr (buffer, 'e');
  if (exponent == NULL)
    return g_strdup (buffer);
  digits = exponent + 2;
  while (*digits == '0')
    digits++;
  *exponent = '\0';
  return g_strdup_printf (exponent[1] == '-' ? "%se-%s" : "%se%s", buffer, digits);
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
  double exponent = floor (log10_value);
  g_autofree char *shown = NULL, *power = NULL;

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
  if (fabs (log10_value) >= TOWER_FROM)
    {
      power = pen_number_text (log10_value, digits);
      return g_strdup_printf ("10^(%s)", power);
    }
  shown = formatted (pow (10, log10_value - exponent), digits);
  if (strcmp (shown, "10") == 0)
    {
      g_free (shown);
      shown = g_strdup ("1");
      exponent++;
    }
  power = pen_superscript ((guint)fabs (exponent));
  return g_strdup_printf ("%s%s10%s%s", strcmp (shown, "1") != 0 ? shown : "", strcmp (shown, "1") != 0 ? "×" : "",
                          exponent < 0 ? "⁻" : "", power);
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
  if (strpbrk (copy, "xX") != NULL) /* no file takes 0x10 either */
    return FALSE;
  *value = g_ascii_strtod (copy, &end);
  return *end == '\0' && isfinite (*value);
}
