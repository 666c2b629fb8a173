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

struct Corner
{
  double kappa;
  Vector w;
};

static std::vector<Corner>
whole_path (const Data &data)
{
  Problem problem = make_problem (data, PEN_TASK_REGRESSION);
  std::vector<Corner> corners;
  struct
  {
    std::vector<Corner> *corners;
    gsize d;
  } keep = { &corners, data.d };
  auto corner_cb = [] (double kappa, gsize n, const gsize *columns, const double *values, gpointer user_data) {
    auto *self = static_cast<decltype (keep) *> (user_data);
    Vector w (self->d);
    for (gsize k = 0; k < n; k++)
      w[columns[k]] = values[k];
    self->corners->push_back ({ kappa, w });
  };
  GError *error = nullptr;
  EXPECT_TRUE (pen_lasso_path (problem.get (), 0, nullptr, corner_cb, &keep, &error)) << error->message;
  return corners;
}

/* x_jᵀ(y − Xw) = κ sgn w_j on the support and at most κ elsewhere, in long double. @share: of κ, beside the roundings
 * of the doubles the weights are, n + d of 2e-16 of each sum's terms. What is 1e-12 of the largest weight may be one
 * that is 0 at that corner. */
static void
expect_conditions (const Data &data, double kappa, const Vector &w, double share)
{
  std::vector<long double> left (data.n);
  long double fit = 0;

  for (gsize i = 0; i < data.n; i++)
    {
      long double terms = std::fabs (data.y[i]);
      left[i] = data.y[i];
      for (gsize j = 0; j < data.d; j++)
        {
          left[i] -= (long double)data.X[i * data.d + j] * w[j];
          terms += std::fabs (data.X[i * data.d + j] * w[j]);
        }
      fit = std::max (fit, terms);
    }
  for (gsize j = 0; j < data.d; j++)
    {
      long double c = 0, size = 0;
      for (gsize i = 0; i < data.n; i++)
        {
          c += data.X[i * data.d + j] * left[i];
          size += std::fabs (data.X[i * data.d + j]) * fit;
        }
      double allowed = share * kappa + double (data.n + data.d) * 2e-16 * double (size);
      if (std::fabs (w[j]) > 1e-12 * norm_inf (w))
        {
          EXPECT_NEAR (double (c), std::copysign (kappa, w[j]), allowed) << "column " << j << " κ " << kappa;
        }
      else
        {
          EXPECT_LE (std::fabs (double (c)), kappa + allowed) << "column " << j << " κ " << kappa;
        }
    }
}

/* Between corners w(κ) is the line; at chance places of it the conditions hold, through every tie. */
TEST (Lasso, WholePathOnStructuredData)
{
  std::mt19937 random (21);
  std::uniform_real_distribution<double> uniform;

  for (int turn = 0; turn < 240; turn++)
    {
      SCOPED_TRACE (turn);
      Data data = structured (random, turn % 6);
      if (norm1 (data.y) == 0)
        continue;
      std::vector<Corner> corners = whole_path (data);
      ASSERT_GE (corners.size (), 2u);
      EXPECT_EQ (corners.back ().kappa, 0);
      for (gsize i = 1; i < corners.size (); i++)
        {
          double share = uniform (random), kappa = 0;
          Vector w (data.d);
          ASSERT_LE (corners[i].kappa, corners[i - 1].kappa);
          kappa = corners[i].kappa + share * (corners[i - 1].kappa - corners[i].kappa);
          for (gsize j = 0; j < data.d; j++)
            w[j] = corners[i].w[j] + share * (corners[i - 1].w[j] - corners[i].w[j]);
          expect_conditions (data, kappa, w, promised);
        }
    }
}

/* Columns 1e-4 apart: a Gram matrix of condition 1e10 and more, which lost one path of seven here. */
TEST (Lasso, OptimalOnNearlyEqualColumns)
{
  std::mt19937 random (22);
  std::normal_distribution<double> normal;

  for (int turn = 0; turn < 120; turn++)
    {
      gsize n = 2 + random () % 15, d = 2 + random () % 40;
      Data data = gaussian (random, n, d, 1e-4);
      for (gsize i = 0; i < n; i++)
        {
          double common = normal (random);
          for (gsize j = 0; j < d; j++)
            data.X[i * d + j] += common;
        }
      double most = norm_inf (transposed (data, data.y.data ()));
      for (double share : { .5, 1e-2, 1e-4, 1e-6 })
        {
          Solution solution = lasso (data, share * most);
          ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << turn << " κ " << share << ": " << solution->reason;
          expect_conditions (data, share * most, weights (solution), promised);
        }
    }
}

/* At a corner itself what joins or leaves there is 0, not a rounding of it. */
TEST (Lasso, ZeroAtACornerIsZero)
{
  std::mt19937 random (23);

  for (int turn = 0; turn < 120; turn++)
    {
      Data data = structured (random, 1);
      if (norm1 (data.y) == 0)
        continue;
      for (const Corner &corner : whole_path (data))
        {
          if (corner.kappa == 0)
            continue;
          Solution solution = lasso (data, corner.kappa);
          ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << turn << ": " << solution->reason;
          for (gsize k = 0; k < solution->n_support; k++)
            EXPECT_GT (std::fabs (solution->w[solution->support[k]]), 1e-13 * norm_inf (weights (solution))) << turn;
        }
    }
}

/* X in a and y in b make w of b/a at κ of ab. Powers of two: no digit changes. */
TEST (Lasso, ScalesWithItsUnits)
{
  std::mt19937 random (24);

  for (int turn = 0; turn < 60; turn++)
    {
      Data data = structured (random, turn % 6), scaled = data;
      double a = std::ldexp (1, int (random () % 41) - 20), b = std::ldexp (1, int (random () % 41) - 20);
      if (norm1 (data.y) == 0)
        continue;
      for (double &x : scaled.X)
        x *= a;
      for (double &y : scaled.y)
        y *= b;
      double most = norm_inf (transposed (data, data.y.data ()));
      for (double kappa : { .3 * most, .01 * most, 0. })
        {
          Solution first = lasso (data, kappa), second = lasso (scaled, a * b * kappa);
          ASSERT_EQ (first->status, second->status) << turn;
          ASSERT_EQ (first->status, PEN_SOLUTION_OPTIMAL) << turn;
          /* Where there are more, either may come to another one. */
          for (gsize j = 0; j < data.d && first->unique == PEN_UNIQUE_YES; j++)
            EXPECT_NEAR (second->w[j] * a / b, first->w[j], 1e-9 * norm_inf (weights (first))) << turn;
          EXPECT_NEAR (norm1 (weights (second)) * a / b, norm1 (weights (first)), 1e-9 * norm1 (weights (first)));
        }
    }
}

/* Every column in a unit of its own: X = diag (1e7, 1e-7) and y = (1, 1) have w = (1e-7, 1e7), both of them seen. */
TEST (Lasso, ColumnsInUnitsOfTheirOwn)
{
  Data data{ 2, 2, { 1e7, 0, 0, 1e-7 }, { 1, 1 } };

  for (PenSolutionKind kind : { PEN_SOLUTION_LASSO, PEN_SOLUTION_MIN_L1 })
    {
      PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
      Problem problem = make_problem (data, PEN_TASK_REGRESSION);
      options.lasso_kappa = 0;
      Solution solution (pen_solution_solve (kind, problem.get (), &options, nullptr, nullptr));
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << solution->reason;
      EXPECT_NEAR (solution->w[0], 1e-7, 1e-21);
      EXPECT_NEAR (solution->w[1], 1e7, 1e-7);
    }
}

/* A y across the range of X, from samples that contradict each other: every fit is w = 0. */
TEST (Lasso, NothingToFit)
{
  Data data{ 4, 2, { .1, .7, .1, .7, .3, -.2, .3, -.2 }, { 1, -1, .3, -.3 } };
  Solution solution = lasso (data, 0);

  EXPECT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << solution->reason;
  EXPECT_EQ (solution->n_support, 0u);
}

/* The flag is looked at in every corner, of 0.1 ms here; 50 ms are what solution.h says. */
TEST (Lasso, CancelsSoon)
{
  std::mt19937 random (25);
  Problem problem = make_problem (gaussian (random, 200, 200, 1), PEN_TASK_REGRESSION);
  auto stop_cb = [] (double, gsize n, const gsize *, const double *, gpointer user_data) {
    auto *self = static_cast<std::pair<PenCancel, gint64> *> (user_data);
    if (n == 100 && self->second == 0)
      {
        self->second = g_get_monotonic_time ();
        pen_cancel_request (&self->first);
      }
  };
  std::pair<PenCancel, gint64> asked{};
  GError *error = nullptr;

  EXPECT_FALSE (pen_lasso_path (problem.get (), 0, &asked.first, stop_cb, &asked, &error));
  EXPECT_LT (g_get_monotonic_time () - asked.second, 50000);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_CANCELLED));
  g_clear_error (&error);
}
