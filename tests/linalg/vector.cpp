/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/linalg.h>

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <vector>

static const double infinity = std::numeric_limits<double>::infinity ();
static const double nan_value = std::numeric_limits<double>::quiet_NaN ();
static const double epsilon = std::numeric_limits<double>::epsilon ();

TEST (Vector, ValuesByHand)
{
  const double x[] = { 3, -4, 0 }, y[] = { 1, 2, 5 };
  double z[] = { 1, 1, 1 };

  EXPECT_EQ (pen_dot (3, x, y), -5);
  EXPECT_EQ (pen_norm1 (3, x), 7);
  EXPECT_DOUBLE_EQ (pen_norm2 (3, x), 5);
  EXPECT_EQ (pen_norm_inf (3, x), 4);
  pen_axpy (3, 2, x, z);
  EXPECT_EQ (z[0], 7);
  EXPECT_EQ (z[1], -7);
  EXPECT_EQ (z[2], 1);
}

TEST (Vector, Empty)
{
  EXPECT_EQ (pen_dot (0, nullptr, nullptr), 0);
  EXPECT_EQ (pen_norm1 (0, nullptr), 0);
  EXPECT_EQ (pen_norm2 (0, nullptr), 0);
  EXPECT_EQ (pen_norm_inf (0, nullptr), 0);
  EXPECT_EQ (pen_log_sum_exp (0, nullptr), -infinity);
}

/* Squares of these overflow or underflow. A subnormal has few digits, but 3 and 4 units have a norm of 5 of them. */
TEST (Vector, NormAtTheEndsOfTheRange)
{
  for (double unit : { 1e-170, 1e-300, 1e170, 1e307, 64 * std::numeric_limits<double>::denorm_min () })
    {
      const double x[] = { 3 * unit, 4 * unit };
      EXPECT_NEAR (pen_norm2 (2, x) / unit, 5, 20 * epsilon) << unit;
    }
}

TEST (Vector, NormsShowNotANumberAndInfinity)
{
  const double with_nan[] = { 1, nan_value, infinity, 2 }, with_infinity[] = { 1, -infinity };

  EXPECT_TRUE (std::isnan (pen_norm2 (4, with_nan)));
  EXPECT_TRUE (std::isnan (pen_norm1 (4, with_nan)));
  EXPECT_TRUE (std::isnan (pen_norm_inf (4, with_nan)));
  EXPECT_EQ (pen_norm2 (2, with_infinity), infinity);
  EXPECT_EQ (pen_norm_inf (2, with_infinity), infinity);
}

TEST (LogSumExp, ValuesByHand)
{
  const double logs[] = { std::log (1.), std::log (2.), std::log (3.) };

  EXPECT_NEAR (pen_log_sum_exp (3, logs), std::log (6.), 4 * epsilon);
  EXPECT_NEAR (pen_log_add_exp (logs[1], logs[2]), std::log (5.), 4 * epsilon);
}

/* A shift of the arguments is a shift of the result: rounding of 1e9 itself is 1e9 ε = 2e-7. */
TEST (LogSumExp, ShiftsPastTheRangeOfExp)
{
  for (double shift : { -1e9, -800., 800., 1e9 })
    {
      const double x[] = { shift, shift + 1, shift - 2 };
      double expected = std::log (1 + std::exp (1.) + std::exp (-2.));
      EXPECT_NEAR (pen_log_sum_exp (3, x) - shift, expected, 2 * std::fabs (shift) * epsilon);
      EXPECT_NEAR (pen_log_add_exp (shift, shift + 1) - shift, std::log1p (std::exp (1.)),
                   2 * std::fabs (shift) * epsilon);
    }
}

TEST (LogSumExp, Infinities)
{
  const double none[] = { -infinity, -infinity }, one[] = { -infinity, 3 }, over[] = { infinity, 3, infinity };

  EXPECT_EQ (pen_log_sum_exp (2, none), -infinity);
  EXPECT_EQ (pen_log_sum_exp (2, one), 3);
  EXPECT_EQ (pen_log_sum_exp (3, over), infinity);
  EXPECT_EQ (pen_log_add_exp (-infinity, -infinity), -infinity);
  EXPECT_EQ (pen_log_add_exp (-infinity, 2), 2);
  EXPECT_EQ (pen_log_add_exp (2, -infinity), 2);
  EXPECT_EQ (pen_log_add_exp (infinity, infinity), infinity);
  EXPECT_EQ (pen_log_add_exp (infinity, 0), infinity);
}

TEST (LogSumExp, NotANumberIsNotHidden)
{
  const double first[] = { nan_value, 1 }, last[] = { -infinity, nan_value }, only[] = { nan_value },
               beside[] = { infinity, nan_value };

  EXPECT_TRUE (std::isnan (pen_log_sum_exp (2, first)));
  EXPECT_TRUE (std::isnan (pen_log_sum_exp (2, last)));
  EXPECT_TRUE (std::isnan (pen_log_sum_exp (1, only)));
  EXPECT_TRUE (std::isnan (pen_log_sum_exp (2, beside)));
  EXPECT_TRUE (std::isnan (pen_log_add_exp (nan_value, -infinity)));
  EXPECT_TRUE (std::isnan (pen_log_add_exp (infinity, nan_value)));
}
