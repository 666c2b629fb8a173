/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/plot.h>

#include <math.h>
#include <string.h>

static void
clear_tick (gpointer data)
{
  g_free (((PenTick *)data)->label);
}

static void
append_superscript (GString *text, int value)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  char plain[16];

  g_snprintf (plain, sizeof plain, "%d", value);
  for (const char *c = plain; *c != '\0'; c++)
    g_string_append (text, *c == '-' ? "⁻" : digits[*c - '0']);
}

static char *
power_label (int exponent)
{
  GString *text = g_string_new ("10");

  append_superscript (text, exponent);
  return g_string_free (text, FALSE);
}

/* All labels of an axis share one form: plain decimals, or a mantissa times one power of ten. */
static char *
value_label (double value, int exponent, int step_exponent)
{
  gboolean plain = exponent < 6 && (step_exponent >= -5 || exponent >= -2);
  int decimals = plain ? MAX (0, -step_exponent) : CLAMP (exponent - step_exponent, 0, 17);
  double shown = plain ? value : value / pow (10, exponent / 2) / pow (10, exponent - exponent / 2);
  char format[16], number[400];
  GString *text;

  if (value == 0)
    return g_strdup ("0");
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (number, sizeof number, format, fabs (shown));
  text = g_string_new (value < 0 ? "−" : "");
  g_string_append (text, number);
  if (!plain)
    {
      g_string_append (text, "·10");
      append_superscript (text, exponent);
    }
  return g_string_free (text, FALSE);
}

static double
multiple (double index, int digit, int exponent)
{
  /* Dividing by a power of ten gives the double nearest to the decimal; multiplying by 0.1 does not. */
  if (exponent >= 0)
    return index * digit * pow (10, exponent);
  if (exponent >= -300)
    return index * digit / pow (10, -exponent);
  return index * digit / 1e300 / pow (10, -exponent - 300);
}

static guint
count_multiples (const PenScale *self, double step, double *first, double *last)
{
  *first = ceil (self->low / step - 1e-9);
  *last = floor (self->high / step + 1e-9);
  return *last < *first ? 0 : (guint)MIN (*last - *first + 1, 1e6);
}

static void
linear_ticks (const PenScale *self, guint at_most, GArray *ticks)
{
  static const int digits[] = { 1, 2, 5 };
  double half = self->high / 2 - self->low / 2, largest = fmax (fabs (self->low), fabs (self->high));
  int exponent, start;

  start = (int)floor (log10 (half) + log10 (2.0 / at_most)) - 1;
  exponent = largest > 0 ? (int)floor (log10 (largest)) : 0;
  for (int k = 0; k < 12; k++)
    {
      int digit = digits[k % 3], power = start + k / 3;
      double step = multiple (1, digit, power), first, last;
      guint count;

      if (!(step > 0) || !isfinite (step))
        continue;
      count = count_multiples (self, step, &first, &last);
      if (count > at_most)
        continue;
      for (guint i = 0; i < count; i++)
        {
          PenTick tick = { multiple (first + i, digit, power), NULL, TRUE };
          const PenTick *previous = ticks->len > 0 ? &g_array_index (ticks, PenTick, ticks->len - 1) : NULL;

          if (tick.value < self->low || tick.value > self->high || (previous != NULL && tick.value <= previous->value))
            continue;
          tick.label = value_label (tick.value, exponent, power);
          if (previous != NULL && strcmp (previous->label, tick.label) == 0)
            g_free (tick.label); /* closer than a double can tell apart */
          else
            g_array_append_val (ticks, tick);
        }
      return;
    }
}

static void
append_minor (const PenScale *self, double value, GArray *ticks)
{
  PenTick tick = { value, NULL, FALSE };

  if (value >= self->low && value <= self->high)
    g_array_append_val (ticks, tick);
}

static int
decade_stride (int count, guint at_most)
{
  static const int strides[] = { 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300 };

  for (gsize i = 0; i < G_N_ELEMENTS (strides); i++)
    if ((guint)(count / strides[i] + 1) <= at_most)
      return strides[i];
  return 1000;
}

static gboolean
decade_ticks (const PenScale *self, guint at_most, GArray *ticks)
{
  int first = (int)ceil (log10 (self->low) - 1e-12), last = (int)floor (log10 (self->high) + 1e-12);
  int stride = decade_stride (last - first, at_most), offset, labelled = 0;

  offset = ((first % stride) + stride) % stride == 0 ? first : first + stride - ((first % stride) + stride) % stride;
  for (int k = offset; k <= last; k += stride)
    labelled++;
  /* Round exponents may miss a range that has room for two labels only. */
  if (labelled < 2 && last > first && at_most > 1)
    {
      stride = (last - first - 1) / ((int)at_most - 1) + 1;
      offset = first;
    }
  else if (labelled < 2)
    return FALSE;
  for (int k = first - 1; k <= last; k++)
    {
      PenTick tick = { pow (10, k), NULL, TRUE };
      gboolean inside = tick.value >= self->low && tick.value <= self->high;

      if (inside && (k - offset) % stride == 0)
        {
          tick.label = power_label (k);
          g_array_append_val (ticks, tick);
        }
      else if (inside && last - first < 60)
        append_minor (self, tick.value, ticks);
      for (int digit = 2; stride == 1 && digit < 10; digit++)
        append_minor (self, multiple (1, digit, k), ticks);
    }
  return TRUE;
}

static char *
few_label (int digit, int exponent)
{
  g_autofree char *power = power_label (exponent);

  return digit == 1 ? g_steal_pointer (&power) : g_strdup_printf ("%d·%s", digit, power);
}

/* Within two decades round numbers evenly apart would crowd at the upper end: 1, 2 and 5 lie about as far apart as each
 * other. */
static gboolean
octave_ticks (const PenScale *self, guint at_most, GArray *ticks)
{
  static const int digits[] = { 1, 2, 5 };
  int first = (int)floor (log10 (self->low)), last = (int)floor (log10 (self->high));
  gboolean plain = first >= -3 && last <= 5;
  guint stride;

  if (last - first > 2)
    return FALSE;
  for (int k = first; k <= last; k++)
    for (gsize i = 0; i < G_N_ELEMENTS (digits); i++)
      {
        PenTick tick = { multiple (1, digits[i], k), NULL, TRUE };

        if (!(tick.value >= self->low && tick.value <= self->high))
          continue;
        tick.label = plain ? value_label (tick.value, k, k) : few_label (digits[i], k);
        g_array_append_val (ticks, tick);
      }
  if (ticks->len < 2 || at_most < 2)
    {
      g_array_set_size (ticks, 0);
      return FALSE;
    }
  stride = (ticks->len - 2) / (at_most - 1) + 1;
  for (guint i = ticks->len; i-- > 0;)
    if (i % stride != 0)
      g_array_remove_index (ticks, i);
  return TRUE;
}

GArray *
pen_scale_ticks (const PenScale *self, guint at_most)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (PenTick));

  g_array_set_clear_func (ticks, clear_tick);
  if (at_most == 0 || !(self->low < self->high) || !isfinite (self->low) || !isfinite (self->high))
    return ticks;
  if (self->logarithmic && !(self->low > 0))
    return ticks;
  if (!self->logarithmic || (!decade_ticks (self, at_most, ticks) && !octave_ticks (self, at_most, ticks)))
    linear_ticks (self, at_most, ticks);
  return ticks;
}
