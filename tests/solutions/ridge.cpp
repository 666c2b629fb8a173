/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problems.h"

#include <penchant/linalg.h>

static Solution
ridge (const Data &data, double mu)
{
  GError *error = nullptr;
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  options.ridge_mu = mu;
  Problem problem = make_problem (data, PEN_TASK_REGRESSION);
  Solution solution (pen_solution_solve (PEN_SOLUTION_RIDGE, problem.get (), &options, nullptr, &error));
  EXPECT_EQ (error, nullptr);
  return solution;
}

/* x = 2, y = 3, μ = ½: ½w² + ½(3 − 2w)² has w = 6/5, value ½(36/25) + ½(9/25) = 9/10, ν = 2μ·(3/5). */
TEST (Ridge, ValueByHand)
{
  Solution solution = ridge ({ 1, 1, { 2 }, { 3 } }, .5);
  EXPECT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (solution->w[0], 1.2, 1e-15);
  EXPECT_NEAR (solution->objective, .9, 1e-15);
  EXPECT_NEAR (solution->certificate.multipliers[0], .6, 1e-15);
}

/* Stationarity w = 2μXᵀ(y − Xw), recomputed, at scales and weights far apart; each sum is off by n + d roundings of its
 * terms. */
TEST (Ridge, StationaryOnRandomProblems)
{
  std::mt19937 random (1);
  for (int trial = 0; trial < 200; trial++)
    {
      gsize n = 1 + random () % 40, d = 1 + random () % 120;
      double scale = std::pow (10., int (random () % 13) - 6), mu = std::pow (10., int (random () % 13) - 6);
      std::normal_distribution<double> normal;
      Data data{ n, d, std::vector<double> (n * d), std::vector<double> (n) };
      for (double &x : data.X)
        x = scale * normal (random);
      for (double &y : data.y)
        y = normal (random);
      if (trial % 5 == 0)
        for (gsize j = 0; j < d; j++)
          data.X[(n - 1) * d + j] = data.X[j]; /* a duplicate */
      Solution solution = ridge (data, mu);
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << trial << " " << (solution->reason ? solution->reason : "");
      EXPECT_LE (solution->certificate.gap, 1e-9);
      double gap = 0, terms = 0;
      std::vector<double> left = data.y;
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < d; j++)
          left[i] -= data.X[i * d + j] * solution->w[j];
      for (gsize j = 0; j < d; j++)
        {
          double pull = 0, size = 0;
          for (gsize i = 0; i < n; i++)
            {
              double fit = 0;
              for (gsize k = 0; k < d; k++)
                fit += std::fabs (data.X[i * d + k] * solution->w[k]);
              pull += 2 * mu * data.X[i * d + j] * left[i];
              size += 2 * mu * std::fabs (data.X[i * d + j]) * (std::fabs (data.y[i]) + fit);
            }
          gap = std::max (gap, std::fabs (pull - solution->w[j]));
          terms = std::max (terms, size + std::fabs (solution->w[j]));
        }
      EXPECT_LE (gap, double (n + d) * 4e-16 * terms) << trial;
    }
}

TEST (Ridge, LimitsAreZeroAndTheLeastNorm)
{
  Data data{ 2, 3, { 1, 2, 0, 0, 1, -1 }, { 1, 2 } };
  Solution none = ridge (data, 0), all = ridge (data, 1e300);
  Solution least = solve (PEN_SOLUTION_MIN_L2, data);
  EXPECT_EQ (none->status, PEN_SOLUTION_OPTIMAL);
  for (int j = 0; j < 3; j++)
    {
      EXPECT_EQ (none->w[j], 0);
      EXPECT_NEAR (all->w[j], least->w[j], 1e-14);
    }
}
