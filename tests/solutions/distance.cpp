/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/solution.h>

#include <cmath>
#include <gtest/gtest.h>

TEST (Distance, RelativeByHand)
{
  const double a[] = { 3, 4 }, b[] = { 0, 4 }, zero[] = { 0, 0 };

  EXPECT_DOUBLE_EQ (pen_distance_relative (2, a, b), .75);
  EXPECT_EQ (pen_distance_relative (2, a, a), 0);
  EXPECT_EQ (pen_distance_relative (2, zero, zero), 0);
  EXPECT_TRUE (std::isinf (pen_distance_relative (2, a, zero)));
}

/* Right near 0, near π and between, whatever the lengths: each angle to 4 ε of itself or of π. */
TEST (Distance, AngleAtEverySize)
{
  for (double angle : { 1e-15, 1e-12, 1e-8, 1e-3, .5, 1., 2., 3., G_PI - 1e-3, G_PI - 1e-8 })
    for (double length : { 1e-170, 1e-6, 1., 1e170 })
      {
        const double a[] = { length, 0 }, b[] = { 3 * std::cos (angle), 3 * std::sin (angle) };
        EXPECT_NEAR (pen_distance_angle (2, a, b), angle, 4 * 2.3e-16 * (angle < 1 ? 1 : G_PI))
            << angle << " " << length;
        if (angle < .1)
          {
            EXPECT_NEAR (pen_distance_angle (2, a, b), angle, 1e-14 * angle + 1.2e-16);
          }
      }
}

TEST (Distance, AngleOfNothing)
{
  const double a[] = { 1, 0 }, zero[] = { 0, 0 }, opposite[] = { -2, 0 };

  EXPECT_TRUE (std::isnan (pen_distance_angle (2, a, zero)));
  EXPECT_DOUBLE_EQ (pen_distance_angle (2, a, opposite), G_PI);
  EXPECT_EQ (pen_distance_angle (2, a, a), 0);
}

TEST (Distance, Names)
{
  EXPECT_STREQ (pen_solution_nick (PEN_SOLUTION_MIN_L1_NONNEGATIVE), "min-l1-nonnegative");
  EXPECT_STREQ (pen_solution_nick (PEN_SOLUTION_LINF_MAX_MARGIN), "linf-max-margin");
  EXPECT_STREQ (pen_solution_label (PEN_SOLUTION_MIN_L1), "min-ℓ₁");
  EXPECT_STREQ (pen_solution_status_nick (PEN_SOLUTION_INFEASIBLE), "infeasible");
}
