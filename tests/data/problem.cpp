/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/problem.h>

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <memory>
#include <random>
#include <thread>
#include <vector>

typedef std::vector<double> Vector;
typedef std::unique_ptr<PenProblem, decltype (&pen_problem_unref)> Problem;

static const double epsilon = std::numeric_limits<double>::epsilon ();

static Problem
make (size_t d, const Vector &X, const Vector &y, const PenFeatureMap *map = nullptr)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (PenDataset) data =
      pen_dataset_new (PEN_TASK_REGRESSION, y.size (), d, X.data (), y.data (), nullptr, nullptr, nullptr, &error);
  PenProblem *problem = pen_problem_new (data, map, &error);

  EXPECT_EQ (error, nullptr);
  return Problem (problem, pen_problem_unref);
}

static Vector
gaussian (size_t count, std::mt19937_64 &random)
{
  std::normal_distribution<double> normal;
  Vector x (count);

  for (double &entry : x)
    entry = normal (random);
  return x;
}

static Vector
product (size_t n, size_t r, size_t d, const Vector &A, const Vector &B)
{
  Vector C (n * d, 0);

  for (size_t i = 0; i < n; i++)
    for (size_t l = 0; l < r; l++)
      for (size_t j = 0; j < d; j++)
        C[i * d + j] += A[i * r + l] * B[l * d + j];
  return C;
}

TEST (Problem, ByHand)
{
  Problem problem = make (2, { 3, 0, 0, 2, 0, 0 }, { 1, 1, 5 });

  EXPECT_EQ (problem->n, 3u);
  EXPECT_EQ (problem->d, 2u);
  EXPECT_EQ (problem->k, 2u);
  EXPECT_EQ (problem->rank, 2u);
  EXPECT_NEAR (problem->sigma[0], 3, 4 * epsilon);
  EXPECT_NEAR (problem->sigma[1], 2, 4 * epsilon);
  EXPECT_NEAR (problem->residual, 5, 20 * epsilon);
  EXPECT_FALSE (problem->interpolable);
  EXPECT_NEAR (std::fabs (problem->U[0]), 1, 4 * epsilon); /* n × k: row 1 is the first left vector */
  EXPECT_NEAR (std::fabs (problem->Vt[0]), 1, 4 * epsilon);
}

TEST (Problem, UsesTheFeatureMap)
{
  PenFeatureMap map = PEN_FEATURE_MAP_INIT;
  map.kind = PEN_FEATURES_POLYNOMIAL;
  map.degree = 2;
  map.bias = TRUE;
  Problem parabola = make (1, { 0, 1, 2, 3 }, { 1, 3, 7, 13 }, &map); /* 1 + x + x² */

  EXPECT_EQ (parabola->d, 3u);
  EXPECT_EQ (Vector (parabola->X, parabola->X + 6), Vector ({ 0, 0, 1, 1, 1, 1 }));
  EXPECT_TRUE (parabola->interpolable);
  EXPECT_FALSE (make (1, { 0, 1, 2, 3 }, { 1, 3, 7, 13.001 }, &map)->interpolable);
}

TEST (Problem, SpecialCases)
{
  Problem zero = make (1, { 0, 0 }, { 0, 0 }), unreachable = make (1, { 0, 0 }, { 0, 1e-200 });
  Problem origin = make (2, { 1, 2, 2, 4 }, { 0, 0 }), contradiction = make (2, { 1, 2, 1, 2 }, { 1, -1 });

  EXPECT_EQ (zero->rank, 0u);
  EXPECT_TRUE (zero->interpolable);
  EXPECT_EQ (unreachable->residual, 1e-200);
  EXPECT_FALSE (unreachable->interpolable);
  EXPECT_EQ (origin->rank, 1u);
  EXPECT_TRUE (origin->interpolable);
  EXPECT_EQ (contradiction->rank, 1u);
  EXPECT_NEAR (contradiction->residual, std::sqrt (2.), 20 * epsilon);
  EXPECT_FALSE (contradiction->interpolable);
}

/* y = Xw is reachable and y + 1e-8 ‖y‖ off the range is not, for every shape, rank and scale. The noise is far above
 * rounding for these well-conditioned factors (condition below about 1e4) and far below √ε. */
TEST (Problem, InterpolableWhateverTheScale)
{
  std::mt19937_64 random (12);

  for (int round = 0; round < 200; round++)
    {
      size_t n = 1 + random () % 40, d = 1 + random () % 120, r = 1 + random () % std::min (n, d);
      double x_scale = std::pow (10., (double)(random () % 13) - 6);
      double y_scale = std::pow (10., (double)(random () % 13) - 6);
      Vector X = product (n, r, d, gaussian (n * r, random), gaussian (r * d, random));
      if (n > 1 && random () % 3 == 0) /* a point twice */
        std::copy (X.begin (), X.begin () + d, X.end () - d);
      for (double &entry : X)
        entry *= x_scale;
      Vector y = product (n, d, 1, X, gaussian (d, random));
      for (double &entry : y)
        entry *= y_scale;
      Problem problem = make (d, X, y);
      ASSERT_LE (problem->rank, r);
      EXPECT_TRUE (problem->interpolable) << n << " × " << d << " rank " << r << " residual " << problem->residual;
      if (problem->rank == n)
        {
          EXPECT_EQ (problem->residual, 0);
          continue;
        }
      double size = 0, off = 0;
      Vector noise = gaussian (n, random);
      for (size_t l = 0; l < problem->rank; l++)
        {
          double along = 0;
          for (size_t i = 0; i < n; i++)
            along += problem->U[i * problem->k + l] * noise[i];
          for (size_t i = 0; i < n; i++)
            noise[i] -= problem->U[i * problem->k + l] * along;
        }
      for (size_t i = 0; i < n; i++)
        {
          size += y[i] * y[i];
          off += noise[i] * noise[i];
        }
      size = std::sqrt (size);
      off = std::sqrt (off);
      for (size_t i = 0; i < n; i++)
        y[i] += 1e-8 * size * noise[i] / off;
      Problem noisy = make (d, X, y);
      EXPECT_FALSE (noisy->interpolable) << n << " × " << d << " rank " << r;
      EXPECT_NEAR (noisy->residual / (1e-8 * size), 1, 1e-3); /* y rounds at 1e-16 / 1e-8, times the condition */
    }
}

/* Two columns equal but for 1e-13: the weights that come nearest to y are about 1e13 and the backward-error bound past
 * ‖y‖, yet y is 7e-4 away from the range and must not count as reachable. */
TEST (Problem, NearlySingular)
{
  Problem problem = make (2, { 1, 1, 1, 1 + 1e-13, 1, 1 }, { 1, 2, 1 + 1e-3 });

  EXPECT_EQ (problem->rank, 2u);
  EXPECT_FALSE (problem->interpolable);
}

TEST (Problem, RealLabelsAndTask)
{
  const double X[] = { 1, 2, 3 }, y[] = { 1, -1, 1 };
  g_autoptr (PenDataset) data =
      pen_dataset_new (PEN_TASK_CLASSIFICATION, 3, 1, X, y, nullptr, nullptr, nullptr, nullptr);
  g_autoptr (PenProblem) problem = pen_problem_new (data, nullptr, nullptr);

  EXPECT_EQ (problem->task, PEN_TASK_CLASSIFICATION);
  EXPECT_EQ (problem->y[1], -1);
}

TEST (Problem, Errors)
{
  PenFeatureMap map = PEN_FEATURE_MAP_INIT;
  const double X[] = { 1e200, 1 }, y[] = { 1, 2 };
  g_autoptr (PenDataset) empty =
      pen_dataset_new (PEN_TASK_REGRESSION, 0, 2, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
  g_autoptr (PenDataset) data = pen_dataset_new (PEN_TASK_REGRESSION, 2, 1, X, y, nullptr, nullptr, nullptr, nullptr);
  Vector many (100, 1);
  g_autoptr (PenDataset) wide =
      pen_dataset_new (PEN_TASK_REGRESSION, 100, 1, many.data (), many.data (), nullptr, nullptr, nullptr, nullptr);
  g_autoptr (GError) none = nullptr, overflow = nullptr, value = nullptr, large = nullptr;

  EXPECT_FALSE (pen_problem_new (empty, &map, &none));
  EXPECT_TRUE (g_error_matches (none, PEN_ERROR, PEN_ERROR_DIMENSION));
  map.kind = PEN_FEATURES_POLYNOMIAL;
  map.degree = 2;
  EXPECT_FALSE (pen_problem_new (data, &map, &overflow));
  EXPECT_TRUE (g_error_matches (overflow, PEN_ERROR, PEN_ERROR_NOT_FINITE));
  map.degree = 0;
  EXPECT_FALSE (pen_problem_new (data, &map, &value));
  EXPECT_TRUE (g_error_matches (value, PEN_ERROR, PEN_ERROR_VALUE));
  map.degree = 9999999;
  EXPECT_FALSE (pen_problem_new (wide, &map, &large));
  EXPECT_TRUE (g_error_matches (large, PEN_ERROR, PEN_ERROR_DIMENSION));
}

TEST (Problem, SharedBetweenThreads)
{
  Problem problem = make (1, { 1, 2 }, { 3, 4 });
  std::vector<std::thread> threads;

  for (int t = 0; t < 4; t++)
    threads.emplace_back ([&] {
      for (int i = 0; i < 10000; i++)
        pen_problem_unref (pen_problem_ref (problem.get ()));
    });
  for (std::thread &thread : threads)
    thread.join ();
  EXPECT_EQ (problem->y[1], 4);
}
