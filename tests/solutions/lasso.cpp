/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problems.h"

#include <penchant/linalg.h>
#include <penchant/regularization-path.h>

static Solution
lasso (const Data &data, double kappa)
{
  GError *error = nullptr;
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  options.lasso_kappa = kappa;
  Problem problem = make_problem (data, PEN_TASK_REGRESSION);
  Solution solution (pen_solution_solve (PEN_SOLUTION_LASSO, problem.get (), &options, nullptr, &error));
  EXPECT_EQ (error, nullptr);
  return solution;
}

static Data
gaussian (std::mt19937 &random, gsize n, gsize d, double scale)
{
  std::normal_distribution<double> normal;
  Data data{ n, d, Vector (n * d), Vector (n) };
  for (double &x : data.X)
    x = scale * normal (random);
  for (double &y : data.y)
    y = normal (random);
  return data;
}

/* X = I: soft thresholding. y = (3, −1, ½), κ = 1: w = (2, 0, 0). */
TEST (Lasso, SoftThresholdingByHand)
{
  Data data{ 3, 3, { 1, 0, 0, 0, 1, 0, 0, 0, 1 }, { 3, -1, .5 } };
  Solution solution = lasso (data, 1), none = lasso (data, 3), some = lasso (data, .25);
  EXPECT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (solution->w[0], 2, 1e-15);
  EXPECT_EQ (solution->w[1], 0);
  EXPECT_EQ (solution->w[2], 0);
  EXPECT_NEAR (solution->objective, .5 * (1 + 1 + .25) + 2, 1e-15);
  EXPECT_EQ (none->n_support, 0u);
  EXPECT_NEAR (some->w[1], -.75, 1e-15);
  EXPECT_NEAR (some->w[2], .25, 1e-15);
  EXPECT_EQ (some->unique, PEN_UNIQUE_YES);
}

/* x_jᵀ(y − Xw) = κ sgn w_j on the support and at most κ elsewhere, recomputed; each sum is off by roundings of its
 * terms. */
TEST (Lasso, OptimalOnRandomProblems)
{
  std::mt19937 random (11);
  for (int trial = 0; trial < 240; trial++)
    {
      gsize n = 1 + random () % 40, d = 1 + random () % 120;
      double scale = std::pow (10., int (random () % 13) - 6);
      Data data = gaussian (random, n, d, scale);
      for (gsize i = 0; i < n && trial % 4 == 0 && d > 1; i++)
        data.X[i * d + d - 1] = data.X[i * d]; /* a twin column */
      for (gsize i = 0; i < n && trial % 6 == 0 && d > 2; i++)
        data.X[i * d + 1] = data.X[i * d] + data.X[i * d + d - 1];
      for (gsize j = 0; j < d && trial % 5 == 0 && n > 1; j++)
        data.X[(n - 1) * d + j] = data.X[j]; /* a repeated sample, with another target */
      double most = 0;
      for (gsize j = 0; j < d; j++)
        {
          double c = 0;
          for (gsize i = 0; i < n; i++)
            c += data.X[i * d + j] * data.y[i];
          most = std::max (most, std::fabs (c));
        }
      double kappa = most * std::pow (10., -.5 * (random () % 12)) * .9;
      Solution solution = lasso (data, kappa);
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL)
          << trial << " n " << n << " d " << d << " scale " << scale << ": " << solution->reason;
      Vector left = data.y;
      double primal = 0, fit = 0;
      for (gsize i = 0; i < n; i++)
        {
          double terms = std::fabs (data.y[i]);
          for (gsize j = 0; j < d; j++)
            {
              left[i] -= data.X[i * d + j] * solution->w[j];
              terms += std::fabs (data.X[i * d + j] * solution->w[j]);
            }
          fit = std::max (fit, terms);
          primal += left[i] * left[i] / 2;
        }
      for (gsize j = 0; j < d; j++)
        {
          double c = 0, size = 0;
          primal += kappa * std::fabs (solution->w[j]);
          for (gsize i = 0; i < n; i++)
            {
              c += data.X[i * d + j] * left[i];
              size += std::fabs (data.X[i * d + j]) * fit;
            }
          double rounding = double (n + d) * 2e-16 * size;
          if (solution->w[j] != 0)
            {
              EXPECT_NEAR (c, std::copysign (kappa, solution->w[j]), 1e-9 * kappa + rounding) << trial;
            }
          else
            {
              EXPECT_LE (std::fabs (c), kappa * (1 + 1e-9) + rounding) << trial;
            }
        }
      EXPECT_NEAR (solution->objective, primal, 1e-10 * primal);
    }
}

TEST (Lasso, EndsInTheLeastNorm)
{
  std::mt19937 random (5);
  for (int trial = 0; trial < 20; trial++)
    {
      Data data = gaussian (random, 10, 30, 1);
      Solution limit = lasso (data, 0), least = solve (PEN_SOLUTION_MIN_L1, data);
      ASSERT_EQ (limit->status, PEN_SOLUTION_OPTIMAL) << limit->reason;
      EXPECT_NEAR (pen_norm1 (30, limit->w), least->objective, 1e-12 * least->objective);
      EXPECT_LT (pen_distance_relative (30, limit->w, least->w), 1e-10);
    }
}

/* Corners fall in κ, begin at ‖Xᵀy‖_∞ with w = 0, and ‖w‖₁ rises along the path. */
TEST (Lasso, PathFallsAndItsNormRises)
{
  std::mt19937 random (6);
  Data data = gaussian (random, 12, 40, 1);
  Problem problem = make_problem (data, PEN_TASK_REGRESSION);
  struct Seen
  {
    Vector kappa, norm;
  } seen;
  auto keep = [] (double kappa, gsize n, const gsize *, const double *values, gpointer user_data) {
    Seen *self = static_cast<Seen *> (user_data);
    self->kappa.push_back (kappa);
    self->norm.push_back (pen_norm1 (n, values));
  };
  ASSERT_TRUE (pen_lasso_path (problem.get (), 0, nullptr, keep, &seen, nullptr));
  ASSERT_GE (seen.kappa.size (), 12u);
  EXPECT_EQ (seen.norm[0], 0);
  EXPECT_EQ (seen.kappa.back (), 0);
  for (gsize i = 1; i < seen.kappa.size (); i++)
    {
      EXPECT_LE (seen.kappa[i], seen.kappa[i - 1]);
      EXPECT_GE (seen.norm[i], seen.norm[i - 1] * (1 - 1e-12));
    }
}

TEST (Lasso, RefusesNegativeKappaAndIsCancelled)
{
  Problem problem = make_problem ({ 1, 1, { 2 }, { 1 } }, PEN_TASK_REGRESSION);
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  PenCancel cancel{};
  GError *error = nullptr;
  options.lasso_kappa = -1;
  EXPECT_EQ (pen_solution_solve (PEN_SOLUTION_LASSO, problem.get (), &options, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
  g_clear_error (&error);
  options.lasso_kappa = .1;
  pen_cancel_request (&cancel);
  EXPECT_EQ (pen_solution_solve (PEN_SOLUTION_LASSO, problem.get (), &options, &cancel, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_CANCELLED));
  g_clear_error (&error);
}

/* Prints; nothing depends on the machine. */
TEST (Lasso, TimeAgainstTheLinearProgram)
{
  std::mt19937 random (9);
  for (auto size :
       { std::pair<gsize, gsize> (72, 7129), std::pair<gsize, gsize> (200, 200), std::pair<gsize, gsize> (100, 400) })
    {
      Data data = gaussian (random, size.first, size.second, 1);
      Solution path = lasso (data, 0), program = solve (PEN_SOLUTION_MIN_L1, data);
      printf ("n %zu d %zu: homotopy %.3f s, linear program %.3f s\n", size.first, size.second, path->seconds,
              program->seconds);
      EXPECT_NEAR (pen_norm1 (size.second, path->w), program->objective, 1e-9 * program->objective);
    }
}

/* Kinds of trouble for a path: signs, small integers, twins and opposites, zero columns, strong correlation; y from a
 * sparse w, so that fewer columns than equations are at work in the end. */
static Data
structured (std::mt19937 &random, int kind)
{
  std::normal_distribution<double> normal;
  gsize n = 2 + random () % 18, d = n + random () % 40;
  Data data{ n, d, Vector (n * d), Vector (n) };
  Vector common (n), w (d);

  for (double &x : common)
    x = normal (random);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < d; j++)
      {
        double &x = data.X[i * d + j], z = normal (random);
        gsize twin = j - d / 2;

        x = kind == 1   ? std::copysign (1, z)
            : kind == 2 ? std::round (2 * z)
            : kind == 4 ? (j % 3 ? z : 0)
            : kind == 5 ? common[i] + .3 * z
                        : z;
        if (kind == 3 && j >= d / 2 && twin < d / 2)
          x = (twin % 2 ? 1 : -1) * data.X[i * d + twin];
      }
  for (gsize j = 0; j < d; j++)
    w[j] = random () % 5 ? 0 : std::round (3 * normal (random));
  for (gsize i = 0; i < n; i++)
    data.y[i] = product (data, i, w.data ());
  return data;
}

/* λ proves ‖w‖₁ least: |Xᵀλ| ≤ 1 and λᵀy = ‖w‖₁, with Xw = y. All to the 1e-9 that "optimal" promises. */
TEST (Lasso, EndsInACertifiedMinL1)
{
  std::mt19937 random (20);

  for (int turn = 0; turn < 300; turn++)
    {
      Data data = structured (random, turn % 6);
      if (norm1 (data.y) == 0)
        continue;
      for (PenSolutionKind kind : { PEN_SOLUTION_LASSO, PEN_SOLUTION_MIN_L1 })
        {
          GError *error = nullptr;
          Problem problem = make_problem (data, PEN_TASK_REGRESSION);
          PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
          options.lasso_kappa = 0;
          Solution solution (pen_solution_solve (kind, problem.get (), &options, nullptr, &error));
          ASSERT_EQ (error, nullptr);
          ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << turn << " " << solution->reason;
          const double *lambda = solution->certificate.multipliers;
          double value = 0, size = norm1 (weights (solution)), largest = 0;
          for (double y : data.y)
            largest = std::max (largest, std::fabs (y));
          for (gsize i = 0; i < data.n; i++)
            {
              double terms, f = product (data, i, solution->w, &terms);
              EXPECT_NEAR (f, data.y[i], promised * std::max (largest, terms)) << turn;
              value += lambda[i] * data.y[i];
            }
          EXPECT_NEAR (value, size, promised * size) << turn;
          for (gsize j = 0; j < data.d; j++)
            {
              double pull = 0, terms = 0;
              for (gsize i = 0; i < data.n; i++)
                {
                  pull += lambda[i] * data.X[i * data.d + j];
                  terms += std::fabs (lambda[i] * data.X[i * data.d + j]);
                }
              EXPECT_LE (std::fabs (pull), 1 + promised * std::max (1., terms * 1e-5))
                  << turn; /* rounding of a sum: its share in solve.h */
            }
        }
    }
}

TEST (Lasso, SaysWhereTheLimitIsNotTheOnlyOne)
{
  Data twins{ 1, 3, { 1, 1, .5 }, { 2 } }; /* any share of the two first columns */
  GError *error = nullptr;
  Problem problem = make_problem (twins, PEN_TASK_REGRESSION);
  Solution least (pen_solution_solve (PEN_SOLUTION_MIN_L1, problem.get (), nullptr, nullptr, &error));
  EXPECT_EQ (least->unique, PEN_UNIQUE_NO);
  EXPECT_NEAR (least->objective, 2, 1e-15);
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  options.lasso_kappa = 0;
  Solution lasso (pen_solution_solve (PEN_SOLUTION_LASSO, problem.get (), &options, nullptr, &error));
  EXPECT_NE (lasso->unique, PEN_UNIQUE_YES);
}
