/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problems.h"

#include <penchant/linalg.h>

static Solution
nuclear (const Data &data, gsize rows, gsize columns)
{
  GError *error = nullptr;
  PenModel model = pen_model_linear (data.d, nullptr);
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  model.rows = rows;
  model.columns = columns;
  options.model = &model;
  Problem problem = make_problem (data, PEN_TASK_MATRIX_SENSING);
  Solution solution (pen_solution_solve (PEN_SOLUTION_MIN_NUCLEAR, problem.get (), &options, nullptr, &error));
  EXPECT_EQ (error, nullptr) << error->message;
  return solution;
}

static Vector
singular_values (gsize rows, gsize columns, const Vector &A)
{
  gsize k = std::min (rows, columns);
  Vector U (rows * k), sigma (k), Vt (k * columns);
  EXPECT_TRUE (pen_svd (rows, columns, A.data (), U.data (), sigma.data (), Vt.data (), nullptr));
  return sigma;
}

/* W₁₁ = 2 alone: W = diag (2, 0), norm 2, with ν = 1. */
TEST (MinNuclear, OneEntryByHand)
{
  Solution solution = nuclear ({ 1, 4, { 1, 0, 0, 0 }, { 2 } }, 2, 2);
  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << solution->reason;
  EXPECT_NEAR (solution->objective, 2, 1e-14);
  EXPECT_NEAR (solution->w[0], 2, 1e-14);
  EXPECT_NEAR (solution->w[3], 0, 1e-14);
  EXPECT_NEAR (solution->certificate.multipliers[0], 1, 1e-9);
}

/* ‖Σ ν_i A_i‖ ≤ 1 and yᵀν = ‖W‖_*, recomputed: W is optimal whatever the solver did. */
TEST (MinNuclear, CertifiedOnRandomProblems)
{
  std::mt19937 random (2);
  std::normal_distribution<double> normal;
  for (int trial = 0; trial < 60; trial++)
    {
      gsize rows = 1 + random () % 7, columns = 1 + random () % 7, rank = 1 + random () % std::min (rows, columns);
      gsize d = rows * columns, n = 1 + random () % d;
      double scale = std::pow (10., int (random () % 9) - 4);
      Data data{ n, d, Vector (n * d), Vector (n) };
      Vector truth (d);
      for (gsize r = 0; r < rank; r++)
        {
          Vector u (rows), v (columns);
          for (double &x : u)
            x = normal (random);
          for (double &x : v)
            x = normal (random);
          for (gsize i = 0; i < rows; i++)
            for (gsize j = 0; j < columns; j++)
              truth[i * columns + j] += u[i] * v[j];
        }
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < d; j++)
          {
            data.X[i * d + j] = scale * normal (random);
            data.y[i] += data.X[i * d + j] * truth[j];
          }
      Solution solution = nuclear (data, rows, columns);
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL)
          << trial << ": " << rows << " × " << columns << " rank " << rank << " n " << n << ": " << solution->reason;
      EXPECT_EQ (solution->reason, nullptr) << trial;
      Vector N (d), W (solution->w, solution->w + d);
      double dual = 0, norm = 0, worst = 0, size = 0;
      for (gsize i = 0; i < n; i++)
        {
          double f = 0;
          dual += solution->certificate.multipliers[i] * data.y[i];
          for (gsize j = 0; j < d; j++)
            {
              N[j] += solution->certificate.multipliers[i] * data.X[i * d + j];
              f += data.X[i * d + j] * W[j];
            }
          worst = std::max (worst, std::fabs (f - data.y[i]));
          size = std::max (size, std::fabs (data.y[i]));
        }
      for (double s : singular_values (rows, columns, W))
        norm += s;
      EXPECT_LE (singular_values (rows, columns, N)[0], 1 + 1e-9) << trial;
      EXPECT_NEAR (dual, norm, 2e-9 * norm) << trial;
      EXPECT_LE (worst, 1e-9 * size) << trial;
    }
}

/* A row or a column: the nuclear norm is the ℓ₂ norm. Diagonal measurements: it is the ℓ₁ norm of the diagonal. */
TEST (MinNuclear, RowsAndDiagonals)
{
  std::mt19937 random (4);
  std::normal_distribution<double> normal;
  Data data{ 2, 5, Vector (10), { 1, -2 } };
  for (double &x : data.X)
    x = normal (random);
  Solution l2 = solve (PEN_SOLUTION_MIN_L2, data), row = nuclear (data, 1, 5), column = nuclear (data, 5, 1);
  EXPECT_LT (pen_distance_relative (5, row->w, l2->w), 1e-12);
  EXPECT_LT (pen_distance_relative (5, column->w, l2->w), 1e-12);
  Solution l1 = solve (PEN_SOLUTION_MIN_L1, data);
  Data diagonal{ 2, 25, Vector (50), data.y };
  for (gsize i = 0; i < 2; i++)
    for (gsize j = 0; j < 5; j++)
      diagonal.X[i * 25 + j * 6] = data.X[i * 5 + j];
  EXPECT_NEAR (nuclear (diagonal, 5, 5)->objective, l1->objective, 1e-9 * l1->objective);
}

TEST (MinNuclear, ZeroInfeasibleAndMisshapen)
{
  Solution zero = nuclear ({ 1, 4, { 1, 2, 3, 4 }, { 0 } }, 2, 2);
  EXPECT_EQ (zero->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_EQ (zero->objective, 0);
  Solution none = nuclear ({ 2, 4, { 1, 0, 0, 0, 2, 0, 0, 0 }, { 1, 1 } }, 2, 2);
  EXPECT_EQ (none->status, PEN_SOLUTION_INFEASIBLE);
  GError *error = nullptr;
  Problem problem = make_problem ({ 1, 4, { 1, 2, 3, 4 }, { 1 } }, PEN_TASK_MATRIX_SENSING);
  EXPECT_EQ (pen_solution_solve (PEN_SOLUTION_MIN_NUCLEAR, problem.get (), nullptr, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_DIMENSION));
  g_clear_error (&error);
}

/* Many W have trace 3 and norm 3; a matrix with W₁₁ = W₂₂ = 1 and nothing else known may have any W₁₂ = W₂₁ in [−1, 1].
 * With W₁₂ known too, and 1, W₂₁ = 1 is the only one of norm 2: any other adds to ‖W‖_F. */
TEST (MinNuclear, SaysWhetherItIsTheOnlyOne)
{
  Solution trace = nuclear ({ 1, 9, { 1, 0, 0, 0, 1, 0, 0, 0, 1 }, { 3 } }, 3, 3);
  ASSERT_EQ (trace->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (trace->objective, 3, 1e-12);
  EXPECT_EQ (trace->unique, PEN_UNIQUE_NO);
  Solution diagonal = nuclear ({ 2, 4, { 1, 0, 0, 0, 0, 0, 0, 1 }, { 1, 1 } }, 2, 2);
  EXPECT_EQ (diagonal->unique, PEN_UNIQUE_NO);
  Solution filled = nuclear ({ 3, 4, { 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0 }, { 1, 1, 1 } }, 2, 2);
  ASSERT_EQ (filled->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (filled->objective, 2, 1e-9); /* what "optimal" promises */
  EXPECT_NE (filled->unique, PEN_UNIQUE_NO);
  Solution all = nuclear ({ 4, 4, { 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1 }, { 1, 2, 3, 5 } }, 2, 2);
  EXPECT_EQ (all->unique, PEN_UNIQUE_YES);
}

/* Random measurements of a matrix of low rank leave one solution almost surely, and W scales with y. */
TEST (MinNuclear, OnlyOneFromRandomMeasurementsInAnyUnit)
{
  std::mt19937 random (5);
  std::normal_distribution<double> normal;
  for (int trial = 0; trial < 20; trial++)
    {
      gsize m = 3 + trial % 4, n = 2 * m + trial % 3;
      Vector u (m), v (m);
      Data data{ n, m * m, Vector (n * m * m), Vector (n) };
      for (gsize i = 0; i < m; i++)
        {
          u[i] = normal (random);
          v[i] = normal (random);
        }
      for (gsize e = 0; e < n; e++)
        for (gsize i = 0; i < m; i++)
          for (gsize j = 0; j < m; j++)
            {
              double a = normal (random);
              data.X[e * m * m + i * m + j] = a;
              data.y[e] += a * u[i] * v[j];
            }
      Solution one = nuclear (data, m, m);
      ASSERT_EQ (one->status, PEN_SOLUTION_OPTIMAL) << trial;
      EXPECT_EQ (one->unique, PEN_UNIQUE_YES) << trial;
      Data large = data;
      for (double &y : large.y)
        y *= 1048576; /* 2²⁰: exact */
      Solution scaled = nuclear (large, m, m);
      EXPECT_NEAR (scaled->objective / 1048576, one->objective, 2e-9 * one->objective); /* each is right to 1e-9 */
    }
}

/* 30 × 30 with 450 measurements: a fraction of a second's work, and told to stop 20 ms after its start. */
TEST (MinNuclear, IsCancelledSoon)
{
  std::mt19937 random (6);
  std::normal_distribution<double> normal;
  const gsize m = 30, n = 450;
  Data data{ n, m * m, Vector (n * m * m), Vector (n) };
  for (double &x : data.X)
    x = normal (random);
  for (double &y : data.y)
    y = normal (random);
  Problem problem = make_problem (data, PEN_TASK_MATRIX_SENSING);
  PenModel model = pen_model_linear (data.d, nullptr);
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  g_autoptr (GError) error = nullptr;
  PenCancel cancel = {};
  struct Clock
  {
    PenCancel *cancel;
    gint64 at;
  } clock{ &cancel, 0 };
  model.rows = model.columns = m;
  options.model = &model;
  GThread *thread = g_thread_new (
      "stop",
      [] (gpointer data) -> gpointer {
        auto *self = static_cast<Clock *> (data);
        g_usleep (20000);
        self->at = g_get_monotonic_time ();
        pen_cancel_request (self->cancel);
        return nullptr;
      },
      &clock);
  PenSolution *solution = pen_solution_solve (PEN_SOLUTION_MIN_NUCLEAR, problem.get (), &options, &cancel, &error);
  gint64 end = g_get_monotonic_time ();
  g_thread_join (thread);
  ASSERT_EQ (solution, nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_CANCELLED));
  /* its promise is 50 ms of its own; a busy machine adds its time slices */
  EXPECT_LT ((double)(end - clock.at) / 1e3, 500);
}
