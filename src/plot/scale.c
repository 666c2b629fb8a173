/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/plot.h>

#include <math.h>

double
pen_scale_to_unit (const PenScale *self, double value)
{
  double low = self->low, high = self->high;

  if (self->logarithmic)
    {
      if (!(value > 0))
        return NAN;
      low = log10 (low);
      high = log10 (high);
      value = log10 (value);
    }
  /* Halves: the width of [-1e308, 1e308] is not a double. */
  return (value / 2 - low / 2) / (high / 2 - low / 2);
}

double
pen_scale_from_unit (const PenScale *self, double unit)
{
  if (self->logarithmic)
    return pow (10, (1 - unit) * log10 (self->low) + unit * log10 (self->high));
  return (1 - unit) * self->low + unit * self->high;
}
