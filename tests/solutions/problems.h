/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/error.h>
#include <penchant/solution.h>

#include <cmath>
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <string>
#include <vector>

using Vector = std::vector<double>;

/* Data of a problem in the plain form every check below recomputes from. */
struct Data
{
  gsize n, d;
  Vector X, y;
};

struct Unref
{
  void
  operator() (PenProblem *problem) const
  {
    pen_problem_unref (problem);
  }
  void
  operator() (PenSolution *solution) const
  {
    pen_solution_free (solution);
  }
};
using Problem = std::unique_ptr<PenProblem, Unref>;
using Solution = std::unique_ptr<PenSolution, Unref>;

static inline Problem
make_problem (const Data &data, PenTask task)
{
  GError *error = nullptr;
  PenDataset *dataset =
      pen_dataset_new (task, data.n, data.d, data.X.data (), data.y.data (), nullptr, nullptr, nullptr, &error);
  EXPECT_EQ (error, nullptr) << error->message;
  Problem problem (pen_problem_new (dataset, nullptr, &error));
  EXPECT_EQ (error, nullptr) << error->message;
  pen_dataset_unref (dataset);
  return problem;
}

static inline bool
is_margin (PenSolutionKind kind)
{
  return kind == PEN_SOLUTION_MAX_MARGIN || kind == PEN_SOLUTION_L1_MAX_MARGIN || kind == PEN_SOLUTION_LINF_MAX_MARGIN
         || kind == PEN_SOLUTION_SOFT_MARGIN || kind == PEN_SOLUTION_TAIL_DIRECTION;
}

static inline Solution
solve (PenSolutionKind kind, const Data &data, const PenModel *model = nullptr)
{
  GError *error = nullptr;
  Problem problem = make_problem (data, is_margin (kind) ? PEN_TASK_CLASSIFICATION : PEN_TASK_REGRESSION);
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  options.model = model;
  Solution solution (pen_solution_solve (kind, problem.get (), &options, nullptr, &error));
  EXPECT_EQ (error, nullptr) << error->message;
  return solution;
}

/* The sum of a row's products, and of their sizes. */
static inline double
product (const Data &data, gsize i, const double *w, double *size = nullptr)
{
  double sum = 0, sizes = 0;

  for (gsize j = 0; j < data.d; j++)
    {
      sum += data.X[i * data.d + j] * w[j];
      sizes += std::fabs (data.X[i * data.d + j] * w[j]);
    }
  if (size != nullptr)
    *size = sizes;
  return sum;
}

/* Xᵀa, and the sizes of its sums. */
static inline Vector
transposed (const Data &data, const double *a, Vector *sizes = nullptr)
{
  Vector image (data.d), size (data.d);

  for (gsize i = 0; i < data.n; i++)
    for (gsize j = 0; j < data.d; j++)
      {
        image[j] += data.X[i * data.d + j] * a[i];
        size[j] += std::fabs (data.X[i * data.d + j] * a[i]);
      }
  if (sizes != nullptr)
    *sizes = size;
  return image;
}

static inline double
norm1 (const Vector &v)
{
  double sum = 0;
  for (double x : v)
    sum += std::fabs (x);
  return sum;
}

static inline double
norm2 (const Vector &v)
{
  double sum = 0, largest = 0;
  for (double x : v)
    largest = std::fmax (largest, std::fabs (x));
  for (double x : v)
    sum += largest > 0 ? x / largest * (x / largest) : 0;
  return largest * std::sqrt (sum);
}

static inline double
norm_inf (const Vector &v)
{
  double largest = 0;
  for (double x : v)
    largest = std::fmax (largest, std::fabs (x));
  return largest;
}

static inline Vector
weights (const Solution &solution)
{
  return Vector (solution->w, solution->w + solution->d);
}

/* The accuracy solution.h promises: 1e-9 of the right-hand side, or 1e-14 of the terms of a sum where they are so
 * large that doubles do not hold more. */
static const double promised = 1e-9;

static inline double
allowance (double right, double terms)
{
  return promised * right + 1e-14 * terms;
}

/* Where the right-hand side is a 1 whose sign decides, never more than 1e-6. */
static inline double
unit_allowance (double terms)
{
  return std::fmin (allowance (1, terms), 1e-6);
}

/* Xw = y, row by row, relative to the largest |y|. */
static inline void
expect_interpolates (const Data &data, const double *w)
{
  double largest = norm_inf (data.y), most = 0, size;

  for (gsize i = 0; i < data.n; i++)
    {
      product (data, i, w, &size);
      most = std::fmax (most, size);
    }
  for (gsize i = 0; i < data.n; i++)
    EXPECT_NEAR (product (data, i, w), data.y[i], allowance (largest, most)) << "row " << i;
}

/* A linear functional that no solution of Xw = y can have: Xᵀν = 0 (w ≥ 0: ≤ 0), yᵀν > 0. */
static inline void
expect_unreachable (const Data &data, const Solution &solution, bool nonnegative)
{
  const double *nu = solution->certificate.multipliers;
  double value = 0, sizes = 0, largest = norm_inf (data.X) * norm_inf (Vector (nu, nu + data.n));
  Vector image = transposed (data, nu);

  ASSERT_EQ (solution->certificate.n_multipliers, data.n);
  EXPECT_EQ (solution->w, nullptr);
  ASSERT_NE (solution->reason, nullptr);
  for (gsize i = 0; i < data.n; i++)
    {
      value += data.y[i] * nu[i];
      sizes += std::fabs (data.y[i] * nu[i]);
    }
  EXPECT_GT (value, 1e-12 * sizes);
  for (gsize j = 0; j < data.d; j++)
    EXPECT_LE (nonnegative ? image[j] : std::fabs (image[j]), promised * largest) << "column " << j;
}

/* Kinds of trouble, by turns: plain, rank-deficient, duplicated points, small integers, a zero row or column, rows of
 * very different size; and always units from 1e-6 to 1e6, n ≤ 40, d ≤ 120, n > d every fifth time. */
static inline Data
random_data (std::mt19937 &random, int turn, bool with_zero_row = true)
{
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  gsize n = 1 + random () % 40, d = 1 + random () % 120, rank;
  double unit = std::pow (10, 12 * uniform (random) - 6);

  if (turn % 5 == 4)
    d = 1 + random () % n;
  Data data{ n, d, Vector (n * d), Vector (n) };
  rank = turn % 7 == 1 ? std::max<gsize> (1, std::min (n, d) / 2) : 0;
  for (double &x : data.X)
    x = normal (random);
  if (rank > 0)
    {
      Vector left (n * rank), right (rank * d);
      for (double &x : left)
        x = normal (random);
      for (double &x : right)
        x = normal (random);
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < d; j++)
          {
            data.X[i * d + j] = 0;
            for (gsize k = 0; k < rank; k++)
              data.X[i * d + j] += left[i * rank + k] * right[k * d + j];
          }
    }
  for (gsize i = 0; i < n; i++)
    {
      double row = turn % 7 == 6 ? std::pow (10, 6 * uniform (random) - 3) : 1;
      for (gsize j = 0; j < d; j++)
        {
          double &x = data.X[i * d + j];
          if (turn % 7 == 2 && i >= (n + 1) / 2)
            x = data.X[(i - (n + 1) / 2) * d + j] / unit;
          if (turn % 7 == 3)
            x = std::round (x);
          if ((turn % 7 == 4 && i == 0 && with_zero_row) || (turn % 7 == 5 && j == 0))
            x = 0;
          x *= row * unit;
        }
    }
  return data;
}

/* y that a sparse w reaches two times of three, and numbers of no relation to X the third. */
static inline void
add_targets (Data &data, std::mt19937 &random, int turn, bool nonnegative = false)
{
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  double unit = std::pow (10, 12 * uniform (random) - 6);
  Vector w (data.d);

  for (double &x : w)
    x = uniform (random) < .3 ? normal (random) : 0;
  if (nonnegative && turn % 2 == 0)
    for (double &x : w)
      x = std::fabs (x);
  for (gsize i = 0; i < data.n; i++)
    data.y[i] = unit * (turn % 3 > 0 ? product (data, i, w.data ()) : normal (random));
}

/* Labels of a separating w two times of three, by chance the third, all equal now and then. */
static inline void
add_labels (Data &data, std::mt19937 &random, int turn)
{
  std::normal_distribution<double> normal;
  Vector w (data.d);

  for (double &x : w)
    x = normal (random);
  for (gsize i = 0; i < data.n; i++)
    {
      data.y[i] = (turn % 3 > 0 ? product (data, i, w.data ()) : normal (random)) < 0 ? -1 : 1;
      if (turn % 11 == 0)
        data.y[i] = 1;
    }
}
