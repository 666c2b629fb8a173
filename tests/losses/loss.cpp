/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/loss.h>

#include <cmath>
#include <gtest/gtest.h>

TEST (Loss, ValuesByHand)
{
  EXPECT_DOUBLE_EQ (pen_loss_log_value (PEN_LOSS_EXPONENTIAL, 1, 3), -3);
  EXPECT_DOUBLE_EQ (pen_loss_log_value (PEN_LOSS_LOGISTIC, 1, 0), std::log (std::log (2.0)));
  EXPECT_DOUBLE_EQ (pen_loss_log_force (PEN_LOSS_LOGISTIC, 1, 0), -std::log (2.0));
  EXPECT_DOUBLE_EQ (pen_loss_log_force (PEN_LOSS_LOGISTIC, 1, 1e9), -1e9);
  EXPECT_DOUBLE_EQ (pen_loss_log_value (PEN_LOSS_LOGISTIC, 1, -1e9), std::log (1e9));
  EXPECT_EQ (pen_loss_log_force (PEN_LOSS_LOGISTIC, 1, -1e9), 0);
}

/* Central differences with h = 1e-5 are wrong by h²/6 · f''' + ε|f|/h, both below 1e-9 for |m| ≤ 40. */
TEST (Loss, DerivativesMatchDifferences)
{
  for (PenLoss loss : { PEN_LOSS_EXPONENTIAL, PEN_LOSS_LOGISTIC })
    for (double m : { -40., -3., -.1, 0., .2, 5., 37.9, 38.1, 39. })
      {
        double h = 1e-5;
        double slope = (pen_loss_log_force (loss, 1, m + h) - pen_loss_log_force (loss, 1, m - h)) / (2 * h);
        EXPECT_NEAR (slope, pen_loss_log_force_slope (loss, 1, m), 1e-8);
        double value_slope = (pen_loss_log_value (loss, 1, m + h) - pen_loss_log_value (loss, 1, m - h)) / (2 * h);
        EXPECT_NEAR (-value_slope, std::exp (pen_loss_log_force (loss, 1, m) - pen_loss_log_value (loss, 1, m)), 1e-8);
      }
}

/* (1 + m)^{−k} on the right; on the left the quadratic with the same value 1, slope −k and curvature k(k + 1) at 0. */
TEST (Loss, PolynomialTailByHand)
{
  for (double k : { .5, 1., 3., 10. })
    {
      EXPECT_NEAR (pen_loss_log_value (PEN_LOSS_POLYNOMIAL, k, 1), -k * std::log (2.), 1e-14);
      EXPECT_NEAR (std::exp (pen_loss_log_value (PEN_LOSS_POLYNOMIAL, k, -2)), 1 + 2 * k + 2 * k * (k + 1), 1e-11);
      for (double edge : { 1e-12, -1e-12 })
        {
          EXPECT_NEAR (pen_loss_log_value (PEN_LOSS_POLYNOMIAL, k, edge), 0, 1e-10);
          EXPECT_NEAR (pen_loss_log_force (PEN_LOSS_POLYNOMIAL, k, edge), std::log (k), 1e-10);
          EXPECT_NEAR (pen_loss_log_force_slope (PEN_LOSS_POLYNOMIAL, k, edge), -(k + 1), 1e-9);
        }
      for (double m : { 1e9, -1e9 })
        {
          double size = m > 0 ? -k * std::log (1e9) : std::log (k * (k + 1) / 2) + 2 * std::log (1e9);
          EXPECT_NEAR (pen_loss_log_value (PEN_LOSS_POLYNOMIAL, k, m), size, 1e-8 * (k + 1));
        }
      for (double m : { -50., -.3, .2, 4., 1e3 })
        {
          double h = 1e-5, up = m + h, down = m - h;
          EXPECT_NEAR ((pen_loss_log_force (PEN_LOSS_POLYNOMIAL, k, up) - pen_loss_log_force (PEN_LOSS_POLYNOMIAL, k, down)) / (2 * h),
                       pen_loss_log_force_slope (PEN_LOSS_POLYNOMIAL, k, m), 1e-7 * (k + 1));
          EXPECT_NEAR (-(pen_loss_log_value (PEN_LOSS_POLYNOMIAL, k, up) - pen_loss_log_value (PEN_LOSS_POLYNOMIAL, k, down)) / (2 * h),
                       std::exp (pen_loss_log_force (PEN_LOSS_POLYNOMIAL, k, m) - pen_loss_log_value (PEN_LOSS_POLYNOMIAL, k, m)),
                       1e-7 * (k + 1));
        }
    }
}

TEST (Loss, Totals)
{
  const double f[] = { 1, 2 }, y[] = { 1, -1 };
  EXPECT_DOUBLE_EQ (pen_loss_log_total (PEN_LOSS_SQUARED, 1, 2, f, y), std::log (4.5));
  EXPECT_DOUBLE_EQ (pen_loss_log_total (PEN_LOSS_EXPONENTIAL, 1, 2, f, y), std::log (std::exp (-1.) + std::exp (2.)));
  EXPECT_EQ (pen_loss_log_total (PEN_LOSS_SQUARED, 1, 2, y, y), -HUGE_VAL);
  EXPECT_STREQ (pen_loss_nick (PEN_LOSS_LOGISTIC), "logistic");
}
