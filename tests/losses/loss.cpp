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

TEST (Loss, Totals)
{
  const double f[] = { 1, 2 }, y[] = { 1, -1 };
  EXPECT_DOUBLE_EQ (pen_loss_log_total (PEN_LOSS_SQUARED, 1, 2, f, y), std::log (4.5));
  EXPECT_DOUBLE_EQ (pen_loss_log_total (PEN_LOSS_EXPONENTIAL, 1, 2, f, y), std::log (std::exp (-1.) + std::exp (2.)));
  EXPECT_EQ (pen_loss_log_total (PEN_LOSS_SQUARED, 1, 2, y, y), -HUGE_VAL);
  EXPECT_STREQ (pen_loss_nick (PEN_LOSS_LOGISTIC), "logistic");
}
