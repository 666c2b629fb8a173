/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-view.h"

#include <math.h>
#include <string.h>

static void
append_index (GString *out, const char *digits, gboolean below)
{
  static const char *const above[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

  for (; *digits != '\0'; digits++)
    if (*digits == '-')
      g_string_append (out, "⁻");
    else if (below)
      g_string_append_unichar (out, 0x2080 + (gunichar)(*digits - '0'));
    else
      g_string_append (out, above[*digits - '0']);
}

char *
pen_plot_pretty_name (const char *name)
{
  gsize letters = 0, digits;
  GString *out;

  g_return_val_if_fail (name != NULL, NULL);
  while (g_ascii_isalpha (name[letters]))
    letters++;
  digits = strspn (name + letters, "0123456789");
  if (letters == 0 || digits == 0 || name[letters + digits] != '\0')
    return g_strdup (name);
  out = g_string_new_len (name, (gssize)letters);
  append_index (out, name + letters, TRUE);
  return g_string_free (out, FALSE);
}

/* Digits finer than a pixel would only flicker. */
static void
append_number (GString *out, double value, double step)
{
  char text[64], shape[16];
  int unit, size;

  if (!isfinite (value) || !(step > 0) || !isfinite (step))
    {
      g_string_append (out, "–");
      return;
    }
  if (fabs (value) < step / 2)
    value = 0;
  unit = (int)floor (log10 (step));
  size = value != 0 ? (int)floor (log10 (fabs (value))) : 0;
  if (signbit (value) && value != 0)
    g_string_append (out, "−");
  value = fabs (value);
  if (size >= -4 && size < 6)
    {
      g_snprintf (shape, sizeof shape, "%%.%df", CLAMP (-unit, 0, 15));
      g_string_append (out, g_ascii_formatd (text, sizeof text, shape, value));
      return;
    }
  g_snprintf (shape, sizeof shape, "%%.%df", CLAMP (size - unit, 0, 15));
  g_string_append (out, g_ascii_formatd (text, sizeof text, shape, value / pow (10, size)));
  g_string_append (out, " × 10");
  g_snprintf (text, sizeof text, "%d", size);
  append_index (out, text, FALSE);
}

static void
append_named (GString *out, const char *name, double value, double step)
{
  if (name != NULL)
    {
      g_autofree char *pretty = pen_plot_pretty_name (name);

      g_string_append_printf (out, "%s = ", pretty);
    }
  append_number (out, value, step);
}

char *
pen_plot_readout (const char *x_name, double x, double x_step, const char *y_name, double y, double y_step)
{
  GString *out = g_string_new (NULL);

  append_named (out, x_name, x, x_step);
  g_string_append (out, ", ");
  append_named (out, y_name, y, y_step);
  return g_string_free (out, FALSE);
}

char *
pen_plot_reading (const char *name, double value, double step)
{
  GString *out = g_string_new (NULL);

  append_named (out, name, value, step);
  return g_string_free (out, FALSE);
}
