/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "problems.h"

/* z_i = y_i x_i. */
static inline Data
signed_rows (const Data &data)
{
  Data Z = data;

  for (gsize i = 0; i < data.n; i++)
    for (gsize j = 0; j < data.d; j++)
      Z.X[i * data.d + j] *= data.y[i];
  return Z;
}

/* Zw ≥ 1, with the support exactly where a multiplier works or equality holds. */
static inline void
expect_separates (const Data &Z, const Solution &solution)
{
  gsize count = 0;
  double size;

  for (gsize i = 0; i < Z.n; i++)
    {
      double margin = product (Z, i, solution->w, &size);
      bool listed = count < solution->n_support && solution->support[count] == i;

      EXPECT_GE (margin, 1 - unit_allowance (size)) << "row " << i;
      EXPECT_TRUE (listed || margin > 1 + .9 * promised) << "row " << i;
      if (listed)
        {
          count++;
          EXPECT_NEAR (margin, 1, 4 * unit_allowance (size)) << "row " << i;
        }
    }
  EXPECT_EQ (count, solution->n_support);
}

/* A convex combination of the z_i that is zero: no w can be positive on all of them. */
static inline void
expect_not_separable (const Data &data, const Solution &solution)
{
  Data Z = signed_rows (data);
  const double *a = solution->certificate.multipliers;
  Vector terms;
  double sum = 0, sizes = 0;

  ASSERT_EQ (solution->certificate.n_multipliers, data.n);
  EXPECT_EQ (solution->w, nullptr);
  ASSERT_NE (solution->reason, nullptr);
  for (gsize i = 0; i < Z.n; i++)
    {
      double norm = norm2 (Vector (Z.X.begin () + i * Z.d, Z.X.begin () + (i + 1) * Z.d));
      EXPECT_GE (a[i], 0);
      sum += a[i];
      sizes += a[i] * norm;
    }
  EXPECT_NEAR (sum, 1, 1e-12);
  EXPECT_LE (norm2 (transposed (Z, a)), 1e-12 * sizes);
}

/* 200 random problems; what was made separable must be found so. */
static inline void
try_random_margins (PenSolutionKind kind, unsigned seed, void (*expect_optimal) (const Data &, const Solution &))
{
  std::mt19937 random (seed);
  int optimal = 0, infeasible = 0;

  for (int turn = 0; turn < 200; turn++)
    {
      SCOPED_TRACE (turn);
      Data data = random_data (random, turn);
      add_labels (data, random, turn);
      Solution solution = solve (kind, data);

      ASSERT_NE (solution->status, PEN_SOLUTION_FAILED) << solution->reason;
      if (solution->status == PEN_SOLUTION_OPTIMAL)
        expect_optimal (data, solution);
      else
        expect_not_separable (data, solution);
      /* The labels of some w, and no row that rounding or the zero feature could have put on its boundary. */
      if (turn % 3 > 0 && turn % 11 > 0 && turn % 7 < 3)
        {
          EXPECT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
        }
      (solution->status == PEN_SOLUTION_OPTIMAL ? optimal : infeasible)++;
    }
  EXPECT_GT (optimal, 80);
  EXPECT_GT (infeasible, 20);
}
