/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/random.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

/* xoshiro256** from the state (1, 2, 3, 4), by hand: rotl(2·5, 7)·9 = 1280·9 = 11520, then s₁ = 0 gives 0. */
TEST (Random, FirstNumbersByHand)
{
  PenRandom random{ { 1, 2, 3, 4 }, 0, FALSE };

  EXPECT_EQ (pen_random_bits (&random), 11520u);
  EXPECT_EQ (pen_random_bits (&random), 0u);
  EXPECT_EQ (pen_random_bits (&random), 1509978240u);
}

TEST (Random, SameSeedSameStreamOtherSeedAnother)
{
  PenRandom a, b, c;

  pen_random_init (&a, 7);
  pen_random_init (&b, 7);
  pen_random_init (&c, 8);
  int equal = 0;
  for (int i = 0; i < 1000; i++)
    {
      double x = pen_random_normal (&a);
      EXPECT_EQ (x, pen_random_normal (&b));
      equal += x == pen_random_normal (&c);
    }
  EXPECT_EQ (equal, 0);
}

/* N = 200,000 draws: a mean is off by less than 5/√N times the standard deviation with probability 1 − 6e-7. */
TEST (Random, MomentsOfTheDistributions)
{
  const int N = 200000;
  const double five = 5 / std::sqrt (N);
  PenRandom random;
  double sum = 0, square = 0, fourth = 0, uniform = 0, beyond = 0;

  pen_random_init (&random, 1);
  for (int i = 0; i < N; i++)
    {
      double x = pen_random_normal (&random), u = pen_random_uniform (&random);
      ASSERT_TRUE (u >= 0 && u < 1);
      sum += x, square += x * x, fourth += x * x * x * x, uniform += u;
      beyond += std::fabs (x) > 2;
    }
  EXPECT_NEAR (sum / N, 0, five);
  EXPECT_NEAR (square / N, 1, five * std::sqrt (2));  /* Var x² = 2 */
  EXPECT_NEAR (fourth / N, 3, five * std::sqrt (96)); /* Var x⁴ = 105 − 9 */
  EXPECT_NEAR (uniform / N, .5, five * std::sqrt (1. / 12));
  EXPECT_NEAR (beyond / N, std::erfc (std::sqrt (2)), five * .21);
}

TEST (Random, BelowIsEvenAndShuffleAPermutation)
{
  PenRandom random;
  std::vector<int> counts (7);
  std::vector<gsize> items (50);

  pen_random_init (&random, 3);
  for (int i = 0; i < 70000; i++)
    counts[pen_random_below (&random, 7)]++;
  for (int count : counts) /* standard deviation √(70000·(1/7)(6/7)) = 92.6 */
    EXPECT_NEAR (count, 10000, 5 * 92.6);
  for (gsize i = 0; i < items.size (); i++)
    items[i] = i;
  pen_random_shuffle (&random, items.size (), items.data ());
  EXPECT_FALSE (std::is_sorted (items.begin (), items.end ()));
  std::sort (items.begin (), items.end ());
  for (gsize i = 0; i < items.size (); i++)
    EXPECT_EQ (items[i], i);
}
