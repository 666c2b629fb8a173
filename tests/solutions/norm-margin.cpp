/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "margins.h"

/* x = (1, 2): the cheapest w with w₁ + 2w₂ = 1 is (0, ½) in ℓ₁ and (⅓, ⅓) in ℓ∞. */
TEST (NormMargin, OnePointByHand)
{
  Solution solution = solve (PEN_SOLUTION_L1_MAX_MARGIN, { 1, 2, { 1, 2 }, { 1 } });
  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_EQ (solution->w[0], 0);
  EXPECT_NEAR (solution->w[1], .5, 1e-15);
  EXPECT_NEAR (solution->margin, 2, 1e-15);
  EXPECT_EQ (solution->unique, PEN_UNIQUE_YES);
  solution = solve (PEN_SOLUTION_LINF_MAX_MARGIN, { 1, 2, { 1, 2 }, { 1 } });
  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (solution->w[0], 1. / 3, 1e-15);
  EXPECT_NEAR (solution->w[1], 1. / 3, 1e-15);
  EXPECT_NEAR (solution->objective, 1. / 3, 1e-15);
  EXPECT_EQ (solution->unique, PEN_UNIQUE_YES);
}

/* x = (1, 1) in ℓ₁ has every point of a segment; x = (1, 0) in ℓ∞ leaves w₂ free. */
TEST (NormMargin, SaysWhenNotUnique)
{
  EXPECT_EQ (solve (PEN_SOLUTION_L1_MAX_MARGIN, { 1, 2, { 1, 1 }, { 1 } })->unique, PEN_UNIQUE_NO);
  EXPECT_EQ (solve (PEN_SOLUTION_LINF_MAX_MARGIN, { 1, 2, { 1, 0 }, { 1 } })->unique, PEN_UNIQUE_NO);
}

/* ‖w‖ = Σa with ‖Zᵀa‖ ≤ 1 in the dual norm, a ≥ 0. */
static void
expect_optimal (const Data &data, const Solution &solution)
{
  bool l1 = solution->kind == PEN_SOLUTION_L1_MAX_MARGIN;
  Data Z = signed_rows (data);
  Vector terms, w = weights (solution), image = transposed (Z, solution->certificate.multipliers, &terms);
  double size = l1 ? norm1 (w) : norm_inf (w), sum = 0;

  expect_separates (Z, solution);
  for (gsize i = 0; i < data.n; i++)
    {
      EXPECT_GE (solution->certificate.multipliers[i], 0);
      sum += solution->certificate.multipliers[i];
    }
  EXPECT_LE (l1 ? norm_inf (image) : norm1 (image), 1 + unit_allowance (l1 ? norm_inf (terms) : norm1 (terms)));
  EXPECT_NEAR (sum, size, promised * size);
  EXPECT_NEAR (solution->objective, size, 1e-14 * size);
  EXPECT_NEAR (solution->margin, 1 / size, 1e-14 / size);
}

TEST (NormMargin, RandomProblemsInL1)
{
  try_random_margins (PEN_SOLUTION_L1_MAX_MARGIN, 20240609, expect_optimal);
}

TEST (NormMargin, RandomProblemsInLInfinity)
{
  try_random_margins (PEN_SOLUTION_LINF_MAX_MARGIN, 20240610, expect_optimal);
}

/* ‖w‖_∞ ≤ ‖w‖₂ ≤ ‖w‖₁ for every w, so the optima are ordered alike; and the three agree on who is separable. */
TEST (NormMargin, OrderedLikeTheirNorms)
{
  std::mt19937 random (20240611);

  for (int turn = 0; turn < 100; turn++)
    {
      Data data = random_data (random, turn);
      add_labels (data, random, turn);
      Solution l1 = solve (PEN_SOLUTION_L1_MAX_MARGIN, data), l2 = solve (PEN_SOLUTION_MAX_MARGIN, data),
               linf = solve (PEN_SOLUTION_LINF_MAX_MARGIN, data);
      ASSERT_EQ (l1->status, l2->status) << turn;
      ASSERT_EQ (linf->status, l2->status) << turn;
      if (l2->status != PEN_SOLUTION_OPTIMAL)
        continue;
      EXPECT_LE (l2->margin, linf->margin * std::sqrt ((double)data.d) * (1 + 1e-9));
      EXPECT_LE (l1->objective, l2->margin > 0 ? std::sqrt ((double)data.d) / l2->margin * (1 + 1e-9) : 0);
      EXPECT_LE (linf->objective, 1 / l2->margin * (1 + 1e-9));
      EXPECT_LE (1 / l2->margin, l1->objective * (1 + 1e-9));
    }
}

TEST (NormMargin, ScalesWithItsUnits)
{
  for (double unit : { 1e-6, 1e6 })
    {
      Data data{ 1, 2, { unit, 2 * unit }, { 1 } };
      EXPECT_NEAR (solve (PEN_SOLUTION_L1_MAX_MARGIN, data)->margin, 2 * unit, 1e-15 * unit);
      EXPECT_NEAR (solve (PEN_SOLUTION_LINF_MAX_MARGIN, data)->margin, 3 * unit, 1e-15 * unit);
    }
}
