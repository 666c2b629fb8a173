/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/linalg.h>

#include <cblas.h>
#include <math.h>
#include <string.h>

double
pen_dot (gsize n, const double *x, const double *y)
{
  return cblas_ddot ((int)n, x, 1, y, 1);
}

/* Not cblas_dnrm2: OpenBLAS' kernels on some processors square without scaling, and 1e-170² underflows. */
double
pen_norm2 (gsize n, const double *x)
{
  double largest = pen_norm_inf (n, x);
  double sum = 0;

  if (largest == 0 || !isfinite (largest))
    return largest;
  for (gsize i = 0; i < n; i++)
    sum += (x[i] / largest) * (x[i] / largest);
  return largest * sqrt (sum);
}

double
pen_norm1 (gsize n, const double *x)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += fabs (x[i]);
  return sum;
}

double
pen_norm_inf (gsize n, const double *x)
{
  double largest = 0;

  for (gsize i = 0; i < n; i++)
    if (!(fabs (x[i]) <= largest)) /* a NaN wins and stays */
      {
        largest = fabs (x[i]);
        if (isnan (largest))
          break;
      }
  return largest;
}

void
pen_axpy (gsize n, double a, const double *x, double *y)
{
  cblas_daxpy ((int)n, a, x, 1, y, 1);
}

double
pen_log_add_exp (double a, double b)
{
  double high = fmax (a, b);

  if (isnan (a) || isnan (b)) /* fmax passes over a NaN */
    return NAN;
  if (isinf (high))
    return high;
  return high + log1p (exp (fmin (a, b) - high));
}

double
pen_log_sum_exp (gsize n, const double *x)
{
  double high = -HUGE_VAL, sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (isnan (x[i]))
        return NAN;
      high = fmax (high, x[i]);
    }
  if (!isfinite (high))
    return high;
  for (gsize i = 0; i < n; i++)
    sum += exp (x[i] - high);
  return high + log (sum);
}
