/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/linalg.h>
#include <penchant/loss.h>

#include <math.h>

/* Past this margin log(1 + e^{−m}) and e^{−m} are the same double: their ratio is 1 − e^{−m}/2, and e^{−38} < ε/4. */
#define SAME_TAIL 38.0

double
pen_loss_log_value (PenLoss loss, double exponent, double m)
{
  g_return_val_if_fail (loss != PEN_LOSS_SQUARED, NAN);
  if (loss == PEN_LOSS_POLYNOMIAL)
    return m >= 0 ? -exponent * log1p (m) : log1p (exponent * m * ((exponent + 1) / 2 * m - 1));
  if (loss == PEN_LOSS_EXPONENTIAL || m > SAME_TAIL)
    return -m;
  return m > 0 ? log (log1p (exp (-m))) : log (log1p (exp (m)) - m);
}

double
pen_loss_log_force (PenLoss loss, double exponent, double m)
{
  g_return_val_if_fail (loss != PEN_LOSS_SQUARED, NAN);
  if (loss == PEN_LOSS_POLYNOMIAL)
    return log (exponent) + (m >= 0 ? -(exponent + 1) * log1p (m) : log1p (-(exponent + 1) * m));
  if (loss == PEN_LOSS_EXPONENTIAL)
    return -m;
  return m > 0 ? -m - log1p (exp (-m)) : -log1p (exp (m));
}

double
pen_loss_log_force_slope (PenLoss loss, double exponent, double m)
{
  g_return_val_if_fail (loss != PEN_LOSS_SQUARED, NAN);
  if (loss == PEN_LOSS_POLYNOMIAL)
    return m >= 0 ? -(exponent + 1) / (1 + m) : -(exponent + 1) / (1 - (exponent + 1) * m);
  return loss == PEN_LOSS_EXPONENTIAL ? -1 : -1 / (1 + exp (-m));
}

double
pen_loss_log_total (PenLoss loss, double exponent, gsize n, const double *f, const double *y)
{
  g_autofree double *terms = g_new (double, MAX (n, 1));

  if (loss == PEN_LOSS_SQUARED)
    {
      for (gsize i = 0; i < n; i++)
        terms[i] = f[i] - y[i];
      return 2 * log (pen_norm2 (n, terms)) - G_LN2;
    }
  for (gsize i = 0; i < n; i++)
    terms[i] = pen_loss_log_value (loss, exponent, y[i] * f[i]);
  return pen_log_sum_exp (n, terms);
}

const char *
pen_loss_nick (PenLoss loss)
{
  static const char *const nicks[] = { "squared", "exponential", "logistic", "polynomial" };

  g_return_val_if_fail ((gsize)loss < G_N_ELEMENTS (nicks), NULL);
  return nicks[loss];
}
