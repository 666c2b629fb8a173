/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/linalg.h>
#include <penchant/solution.h>

#include <math.h>

double
pen_distance_relative (gsize d, const double *a, const double *b)
{
  g_autofree double *difference = g_new (double, d + 1);
  double distance, size = pen_norm2 (d, b);

  for (gsize j = 0; j < d; j++)
    difference[j] = a[j] - b[j];
  distance = pen_norm2 (d, difference);
  return distance == 0 && size == 0 ? 0 : distance / size;
}

/* 2 atan2(‖â − b̂‖, ‖â + b̂‖) (Kahan): acos would lose half the digits near 0 and near π. */
double
pen_distance_angle (gsize d, const double *a, const double *b)
{
  g_autofree double *difference = g_new (double, d + 1);
  g_autofree double *sum = g_new (double, d + 1);
  double size_a = pen_norm2 (d, a), size_b = pen_norm2 (d, b);

  if (!(size_a > 0) || !(size_b > 0) || !isfinite (size_a) || !isfinite (size_b))
    return NAN;
  for (gsize j = 0; j < d; j++)
    {
      difference[j] = a[j] / size_a - b[j] / size_b;
      sum[j] = a[j] / size_a + b[j] / size_b;
    }
  return 2 * atan2 (pen_norm2 (d, difference), pen_norm2 (d, sum));
}
