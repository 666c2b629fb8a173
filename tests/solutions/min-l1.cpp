/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problems.h"

#include <chrono>
#include <thread>

TEST (MinL1, OnePointByHand)
{
  Solution solution = solve (PEN_SOLUTION_MIN_L1, { 1, 2, { 1, 2 }, { 1 } });

  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_EQ (solution->w[0], 0);
  EXPECT_NEAR (solution->w[1], .5, 1e-15);
  EXPECT_EQ (solution->unique, PEN_UNIQUE_YES);
  ASSERT_EQ (solution->n_support, 1u);
  EXPECT_EQ (solution->support[0], 1u);
}

/* 80/49 at (0, 0, 10/7, −10/49): .7 w₃ = 1 and .1 w₃ + .7 w₄ = 0. */
TEST (MinL1, TwoPointsByHand)
{
  Solution solution = solve (PEN_SOLUTION_MIN_L1, { 2, 4, { 1, .5, .7, 0, .5, 1, .1, .7 }, { 1, 0 } });

  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (solution->objective, 80. / 49, 1e-14);
  EXPECT_EQ (solution->w[0], 0);
  EXPECT_EQ (solution->w[1], 0);
  EXPECT_NEAR (solution->w[2], 10. / 7, 1e-14);
  EXPECT_NEAR (solution->w[3], -10. / 49, 1e-14);
}

/* w₁ + w₂ = 1 has every point between (1, 0) and (0, 1); with w₁ + 2w₂ = 2 the cheap one is alone. */
TEST (MinL1, SaysWhenNotUnique)
{
  Solution tie = solve (PEN_SOLUTION_MIN_L1, { 1, 2, { 1, 1 }, { 1 } });
  EXPECT_EQ (tie->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (tie->objective, 1, 1e-15);
  EXPECT_EQ (tie->unique, PEN_UNIQUE_NO);
  EXPECT_NE (tie->reason, nullptr);
  EXPECT_EQ (solve (PEN_SOLUTION_MIN_L1_NONNEGATIVE, { 1, 2, { 1, 1 }, { 1 } })->unique, PEN_UNIQUE_NO);
  EXPECT_EQ (solve (PEN_SOLUTION_MIN_L1, { 1, 2, { 1, 2 }, { 2 } })->unique, PEN_UNIQUE_YES);
}

/* Column 3 is the sum of the unit vectors: at ν = (1, 0) it has a reduced cost of 0, but to use it is to leave y. The
 * vertex is degenerate and still the only optimum. */
TEST (MinL1, DegenerateButUnique)
{
  Solution solution = solve (PEN_SOLUTION_MIN_L1, { 2, 3, { 1, 0, 1, 0, 1, 1 }, { 1, 0 } });

  EXPECT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (solution->w[0], 1, 1e-15);
  EXPECT_EQ (solution->unique, PEN_UNIQUE_YES);
}

TEST (MinL1, Infeasible)
{
  Data apart{ 2, 2, { 1, 1, 1, 1 }, { 1, 2 } }, negative{ 1, 2, { 1, 2 }, { -1 } };
  Solution solution = solve (PEN_SOLUTION_MIN_L1, apart);

  ASSERT_EQ (solution->status, PEN_SOLUTION_INFEASIBLE);
  expect_unreachable (apart, solution, false);
  solution = solve (PEN_SOLUTION_MIN_L1_NONNEGATIVE, negative);
  ASSERT_EQ (solution->status, PEN_SOLUTION_INFEASIBLE);
  expect_unreachable (negative, solution, true);
}

TEST (MinL1, ZeroTargetsAndZeroMatrix)
{
  for (PenSolutionKind kind : { PEN_SOLUTION_MIN_L1, PEN_SOLUTION_MIN_L1_NONNEGATIVE })
    {
      Solution solution = solve (kind, { 2, 2, { 1, 2, 3, 4 }, { 0, 0 } });
      EXPECT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
      EXPECT_EQ (norm1 (weights (solution)), 0);
      EXPECT_EQ (solution->n_support, 0u);
      EXPECT_EQ (solve (kind, { 2, 1, { 0, 0 }, { 0, 0 } })->status, PEN_SOLUTION_OPTIMAL);
      EXPECT_EQ (solve (kind, { 2, 1, { 0, 0 }, { 1, 0 } })->status, PEN_SOLUTION_INFEASIBLE);
    }
}

/* The conditions themselves: Xw = y, |Xᵀν| ≤ 1, ‖w‖₁ = yᵀν. */
static void
expect_optimal (const Data &data, const Solution &solution, bool nonnegative)
{
  Vector terms, w = weights (solution), image = transposed (data, solution->certificate.multipliers, &terms);
  double value = 0, sizes = 0;

  expect_interpolates (data, solution->w);
  for (gsize j = 0; j < data.d; j++)
    {
      EXPECT_LE (nonnegative ? image[j] : std::fabs (image[j]), 1 + unit_allowance (terms[j]));
      EXPECT_TRUE (!nonnegative || w[j] >= 0);
    }
  for (gsize i = 0; i < data.n; i++)
    {
      value += data.y[i] * solution->certificate.multipliers[i];
      sizes += std::fabs (data.y[i] * solution->certificate.multipliers[i]);
    }
  EXPECT_NEAR (value, norm1 (w), allowance (norm1 (w), sizes));
  EXPECT_NEAR (solution->objective, norm1 (w), 1e-14 * norm1 (w));
  gsize count = 0;
  for (gsize j = 0; j < data.d; j++)
    if (w[j] != 0)
      {
        ASSERT_LT (count, solution->n_support);
        EXPECT_EQ (solution->support[count++], j);
      }
  EXPECT_EQ (count, solution->n_support);
}

static void
try_random (PenSolutionKind kind, unsigned seed)
{
  std::mt19937 random (seed);
  bool nonnegative = kind == PEN_SOLUTION_MIN_L1_NONNEGATIVE;
  int optimal = 0, infeasible = 0;

  for (int turn = 0; turn < 200; turn++)
    {
      SCOPED_TRACE (turn);
      Data data = random_data (random, turn);
      add_targets (data, random, turn, nonnegative);
      Solution solution = solve (kind, data);

      ASSERT_NE (solution->status, PEN_SOLUTION_FAILED) << solution->reason;
      if (solution->status == PEN_SOLUTION_OPTIMAL)
        expect_optimal (data, solution, nonnegative);
      else
        expect_unreachable (data, solution, nonnegative);
      if (turn % 3 > 0 && (!nonnegative || turn % 2 == 0)) /* y was made from a w of this kind */
        {
          EXPECT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
        }
      (solution->status == PEN_SOLUTION_OPTIMAL ? optimal : infeasible)++;
    }
  EXPECT_GT (optimal, 80);
  EXPECT_GT (infeasible, 20);
}

TEST (MinL1, RandomProblems)
{
  try_random (PEN_SOLUTION_MIN_L1, 20240602);
}

TEST (MinL1, RandomNonnegativeProblems)
{
  try_random (PEN_SOLUTION_MIN_L1_NONNEGATIVE, 20240603);
}

/* Three nonzero weights of a hundred, twenty Gaussian samples: the sparse w is the answer, to rounding. */
TEST (MinL1, RecoversASparseVector)
{
  std::mt19937 random (20240604);
  std::normal_distribution<double> normal;
  Data data{ 20, 100, Vector (2000), Vector (20) };
  Vector truth (100);

  truth[7] = 1;
  truth[40] = -2;
  truth[91] = .5;
  for (double &x : data.X)
    x = normal (random);
  for (gsize i = 0; i < 20; i++)
    data.y[i] = product (data, i, truth.data ());
  Solution solution = solve (PEN_SOLUTION_MIN_L1, data);
  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_EQ (solution->n_support, 3u);
  EXPECT_EQ (solution->unique, PEN_UNIQUE_YES);
  for (gsize j = 0; j < 100; j++)
    EXPECT_NEAR (solution->w[j], truth[j], 1e-13); /* 20 products of size 1 to 2, and a condition near 2 */
}

TEST (MinL1, ScalesWithItsUnits)
{
  Data data{ 2, 4, { 1, .5, .7, 0, .5, 1, .1, .7 }, { 1, 0 } };

  for (double x : { 1e-6, 1e6 })
    for (double y : { 1e-6, 1e6 })
      {
        Data scaled = data;
        for (double &value : scaled.X)
          value *= x;
        for (double &value : scaled.y)
          value *= y;
        Solution solution = solve (PEN_SOLUTION_MIN_L1, scaled);
        ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
        EXPECT_NEAR (solution->objective, 80. / 49 * y / x, 1e-14 * y / x);
      }
}

/* A program of some hundred milliseconds, stopped after ten: the answer is an error, and soon. 500 ms leave a loaded
 * machine room; the whole program takes longer only where the flag is not looked at. */
TEST (MinL1, Cancels)
{
  std::mt19937 random (20240605);
  std::normal_distribution<double> normal;
  Data data{ 150, 6000, Vector (150 * 6000), Vector (150) };
  PenCancel cancel = { 0 };
  GError *error = nullptr;

  for (double &x : data.X)
    x = normal (random);
  for (double &x : data.y)
    x = normal (random);
  Problem problem = make_problem (data, PEN_TASK_REGRESSION);
  gint64 asked = 0;
  std::thread other ([&] {
    std::this_thread::sleep_for (std::chrono::milliseconds (10));
    asked = g_get_monotonic_time ();
    pen_cancel_request (&cancel);
  });
  PenSolution *solution = pen_solution_solve (PEN_SOLUTION_MIN_L1, problem.get (), nullptr, &cancel, &error);
  gint64 end = g_get_monotonic_time ();
  other.join ();
  EXPECT_EQ (solution, nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_CANCELLED));
  EXPECT_LT (end - asked, 500000);
  g_clear_error (&error);
}
