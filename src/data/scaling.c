/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/dataset.h>
#include <penchant/linalg.h>

#include <math.h>

/* Divided by the largest entry first, so that no sum of finite numbers overflows. */
static double
mean_of (gsize n, const double *x)
{
  double largest = pen_norm_inf (n, x), sum = 0, correction = 0;

  if (largest == 0)
    return 0;
  for (gsize i = 0; i < n; i++)
    sum += x[i] / largest;
  sum /= (double)n;
  for (gsize i = 0; i < n; i++)
    correction += x[i] / largest - sum;
  return largest * (sum + correction / (double)n);
}

static gboolean
is_constant (gsize n, const double *x)
{
  for (gsize i = 1; i < n; i++)
    if (x[i] != x[0])
      return FALSE;
  return TRUE;
}

static void
scale_column (gsize n, double *x, double *centred, gboolean center, gboolean standardize)
{
  gboolean constant = is_constant (n, x);
  double mean = constant ? x[0] : mean_of (n, x);
  double deviation;

  for (gsize i = 0; i < n; i++)
    centred[i] = x[i] - mean;
  deviation = constant || !standardize ? 1 : pen_norm2 (n, centred) / sqrt ((double)n);
  for (gsize i = 0; i < n; i++)
    x[i] = (center ? centred[i] : x[i]) / deviation;
}

PenDataset *
pen_dataset_scaled (const PenDataset *self, gboolean center, gboolean standardize, GError **error)
{
  gsize n = pen_dataset_n (self), d = pen_dataset_d (self);
  g_autofree double *X = g_memdup2 (pen_dataset_X (self), MAX (n * d, 1) * sizeof *X);
  g_autofree double *column = g_new (double, n + 1);
  g_autofree double *centred = g_new (double, n + 1);
  g_autofree const char **names = g_new0 (const char *, d + 1);
  const char *labels[2] = { pen_dataset_label (self, -1), pen_dataset_label (self, 1) };

  for (gsize j = 0; j < d; j++)
    {
      names[j] = pen_dataset_name (self, j);
      if (n == 0 || (!center && !standardize))
        continue;
      for (gsize i = 0; i < n; i++)
        column[i] = X[i * d + j];
      scale_column (n, column, centred, center, standardize);
      for (gsize i = 0; i < n; i++)
        X[i * d + j] = column[i];
    }
  return pen_dataset_new (pen_dataset_task (self), n, d, X, pen_dataset_y (self), names, pen_dataset_target (self),
                          labels, error);
}
