/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problems.h"

#include <penchant/linalg.h>

static Solution
tail (const Data &data, double b)
{
  GError *error = nullptr;
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  options.tail_exponent = b;
  Problem problem = make_problem (data, PEN_TASK_CLASSIFICATION);
  Solution solution (pen_solution_solve (PEN_SOLUTION_TAIL_DIRECTION, problem.get (), &options, nullptr, &error));
  EXPECT_EQ (error, nullptr);
  return solution;
}

/* Two orthogonal unit points: by symmetry (1, 1)/√2. With (2, 0) and (0, 1), b = 2: min 1/4u² + 1/v² on u² + v² = 1 has
 * 1/(4u⁴) = 1/v⁴: v² = 2u², u² = ⅓. */
TEST (TailDirection, ByHand)
{
  Solution even = tail ({ 2, 2, { 1, 0, 0, 1 }, { 1, 1 } }, 3), odd = tail ({ 2, 2, { 2, 0, 0, -1 }, { 1, -1 } }, 2);
  ASSERT_EQ (even->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (even->w[0], std::sqrt (.5), 1e-15 * 4);
  EXPECT_NEAR (odd->w[0], std::sqrt (1. / 3), 1e-15 * 4);
  EXPECT_NEAR (odd->w[1], std::sqrt (2. / 3), 1e-15 * 4);
  EXPECT_NEAR (odd->objective, std::sqrt (3. / 4 + 3. / 2), 1e-14);
}

TEST (TailDirection, DiffersFromMaxMarginAndTendsToIt)
{
  Data data{ 4, 2, { .4, 1.2, 2.6, .3, 3, .8, -.6, -1 }, { 1, 1, 1, -1 } };
  Solution margin = solve (PEN_SOLUTION_MAX_MARGIN, data);
  double last = HUGE_VAL;
  for (double b : { 1., 10., 100., 1000. })
    {
      double angle = pen_distance_angle (2, tail (data, b)->w, margin->w);
      EXPECT_LT (angle, last);
      last = angle;
      if (b == 1)
        {
          EXPECT_GT (angle, .1);
        }
    }
  EXPECT_LT (last, 2e-3); /* like 1/b */
}

/* Stationarity on the sphere, recomputed: w is parallel to Σ z_i m_i^{−b−1}. */
TEST (TailDirection, StationaryOnRandomProblems)
{
  std::mt19937 random (3);
  int separable = 0;
  for (int trial = 0; trial < 200; trial++)
    {
      std::normal_distribution<double> normal;
      gsize n = 1 + random () % 40, d = 1 + random () % 120;
      double scale = std::pow (10., int (random () % 13) - 6), b = std::pow (10., (int (random () % 5) - 1) / 2.);
      Data data{ n, d, Vector (n * d), Vector (n) };
      for (double &x : data.X)
        x = scale * normal (random);
      for (double &y : data.y)
        y = random () % 2 == 0 ? 1 : -1;
      Solution solution = tail (data, b), margin = solve (PEN_SOLUTION_MAX_MARGIN, data);
      if (margin->status == PEN_SOLUTION_INFEASIBLE)
        {
          EXPECT_EQ (solution->status, PEN_SOLUTION_INFEASIBLE);
          EXPECT_EQ (solution->certificate.n_multipliers, n);
          continue;
        }
      if (margin->status != PEN_SOLUTION_OPTIMAL)
        continue;
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << trial << " b " << b << ": " << solution->reason;
      separable++;
      Vector pull (d), logs (n);
      double most = -HUGE_VAL;
      for (gsize i = 0; i < n; i++)
        {
          double m = 0;
          for (gsize j = 0; j < d; j++)
            m += data.y[i] * data.X[i * d + j] * solution->w[j];
          ASSERT_GT (m, 0);
          logs[i] = -(b + 1) * std::log (m);
          most = std::max (most, logs[i]);
        }
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < d; j++)
          pull[j] += std::exp (logs[i] - most) * data.y[i] * data.X[i * d + j];
      EXPECT_LT (pen_distance_angle (d, pull.data (), solution->w), 1e-8) << trial << " b " << b;
      EXPECT_NEAR (pen_norm2 (d, solution->w), 1, 1e-14);
    }
  EXPECT_GT (separable, 80);
}

TEST (TailDirection, NotSeparableAndBadExponents)
{
  Solution solution = tail ({ 2, 1, { 1, 1 }, { 1, -1 } }, 1);
  EXPECT_EQ (solution->status, PEN_SOLUTION_INFEASIBLE);
  EXPECT_NE (solution->reason, nullptr);
  Problem problem = make_problem ({ 1, 1, { 2 }, { 1 } }, PEN_TASK_CLASSIFICATION);
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  GError *error = nullptr;
  options.tail_exponent = -1;
  EXPECT_EQ (pen_solution_solve (PEN_SOLUTION_TAIL_DIRECTION, problem.get (), &options, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
  g_clear_error (&error);
}
