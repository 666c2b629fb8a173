/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "untied.h"

#include <math.h>

void
pen_untied_levels (double start, double log_delta, double *plus, double *minus)
{
  double large, small;

  if (start == 0)
    {
      *plus = *minus = log_delta - 2 * G_LN2;
      return;
    }
  large = log (fabs (start) / 2 + hypot (start, exp (log_delta) / 2) / 2);
  small = 2 * log_delta - 4 * G_LN2 - large; /* their product is δ²/16 */
  *plus = start > 0 ? large : small;
  *minus = start > 0 ? small : large;
}

gboolean
pen_untied_map (double start, double log_delta, double z, double *w, double *slope)
{
  double plus, minus, up, down, gap;

  pen_untied_levels (start, log_delta, &plus, &minus);
  up = exp (plus + 2 * z);
  down = exp (minus - 2 * z);
  gap = start == 0 ? 4 * z : plus - minus + 4 * z;
  *w = fabs (gap) < 1 ? down * expm1 (gap) : up - down;
  if (z == 0)
    *w = start;
  if (slope != NULL)
    *slope = 2 * (up + down);
  return isfinite (*w) && isfinite (up + down);
}

gboolean
pen_untied_inverse (double start, double log_delta, double w, double *z)
{
  double from[2], to[2];

  if (log_delta == -HUGE_VAL && (start > 0) - (start < 0) != (w > 0) - (w < 0))
    return FALSE;
  if (w == start)
    {
      *z = 0;
      return TRUE;
    }
  if (start == 0 && log (fabs (w)) - log_delta < 0) /* where logs would lose z's leading digits */
    {
      *z = asinh (2 * copysign (exp (log (fabs (w)) - log_delta), w)) / 2;
      return TRUE;
    }
  pen_untied_levels (start, log_delta, from, from + 1);
  pen_untied_levels (w, log_delta, to, to + 1);
  *z = w > 0 ? (to[0] - from[0]) / 2 : (from[1] - to[1]) / 2;
  return isfinite (*z);
}

double
pen_untied_integral (double start, double log_delta, double w)
{
  double half = exp (log_delta) / 2, sum = hypot (w, half) + hypot (start, half);

  return sum > 0 ? (w - start) * ((w + start) / sum) / 2 : 0;
}
