/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-import.h"

#include <math.h>
#include <string.h>

static gboolean
is_named (const char *text, gsize length)
{
  static const char *const words[] = { "nan", "inf", "infinity" };

  if (length > 0 && (*text == '+' || *text == '-'))
    {
      text++;
      length--;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (length == strlen (words[i]) && g_ascii_strncasecmp (text, words[i], length) == 0)
      return TRUE;
  return FALSE;
}

/* [+-] digits [decimal digits] [e [+-] digits], a digit on at least one side of the decimal sign: strtod reads
 * more (hexadecimal, nan with a payload), and less than the whole cell. */
static gboolean
is_decimal (const char *c, const char *end, char decimal)
{
  gsize digits = 0;

  if (c < end && (*c == '+' || *c == '-'))
    c++;
  for (; c < end && g_ascii_isdigit (*c); c++)
    digits++;
  if (c < end && *c == decimal)
    for (c++; c < end && g_ascii_isdigit (*c); c++)
      digits++;
  if (digits == 0)
    return FALSE;
  if (c < end && (*c == 'e' || *c == 'E'))
    {
      c++;
      if (c < end && (*c == '+' || *c == '-'))
        c++;
      if (c == end)
        return FALSE;
      while (c < end && g_ascii_isdigit (*c))
        c++;
    }
  return c == end;
}

static double
read_decimal (const char *text, gsize length, char decimal)
{
  char buffer[64];
  g_autofree char *heap = length < sizeof buffer ? NULL : g_malloc (length + 1);
  char *copy = heap != NULL ? heap : buffer, *sign;

  memcpy (copy, text, length);
  copy[length] = '\0';
  sign = decimal == '.' ? NULL : strchr (copy, decimal);
  if (sign != NULL)
    *sign = '.';
  return g_ascii_strtod (copy, NULL);
}

/* Too small for a double, though it is not 0. */
static gboolean
is_lost (const char *c, const char *end, double number)
{
  gboolean zero = number == 0;

  for (; zero && c < end && *c != 'e' && *c != 'E'; c++)
    zero = *c < '1' || *c > '9';
  return number == 0 && !zero;
}

PenCsvKind
pen_csv_number_parse (const char *cell, char decimal, double *value)
{
  const char *end = cell + strlen (cell);
  double number;

  while (g_ascii_isspace (*cell))
    cell++;
  while (end > cell && g_ascii_isspace (end[-1]))
    end--;
  if (cell == end)
    return PEN_CSV_MISSING;
  if (!is_decimal (cell, end, decimal))
    return is_named (cell, (gsize)(end - cell)) ? PEN_CSV_NOT_FINITE : PEN_CSV_TEXT;
  number = read_decimal (cell, (gsize)(end - cell), decimal);
  if (!isfinite (number) || is_lost (cell, end, number))
    return PEN_CSV_NOT_FINITE;
  *value = number;
  return PEN_CSV_NUMBER;
}

gboolean
pen_csv_is_numeric (PenCsvKind kind)
{
  return kind == PEN_CSV_NUMBER || kind == PEN_CSV_NOT_FINITE;
}
