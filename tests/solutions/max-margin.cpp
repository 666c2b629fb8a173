/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "margins.h"

/* (.5, 1.5), (1.5, .5) and their mirror images: direction (1, 1)/√2, margin √2, w = (½, ½). */
TEST (MaxMargin, FourPointsByHand)
{
  Solution solution =
      solve (PEN_SOLUTION_MAX_MARGIN, { 4, 2, { .5, 1.5, 1.5, .5, -.5, -1.5, -1.5, -.5 }, { 1, 1, -1, -1 } });

  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (solution->w[0], .5, 1e-15);
  EXPECT_NEAR (solution->w[1], .5, 1e-15);
  EXPECT_NEAR (solution->objective, .25, 1e-15);
  EXPECT_NEAR (solution->margin, std::sqrt (2), 1e-15);
  EXPECT_EQ (solution->n_support, 4u); /* every point on the margin, mirror images too */
}

TEST (MaxMargin, OnePointAndOneFeature)
{
  Solution solution = solve (PEN_SOLUTION_MAX_MARGIN, { 1, 2, { 3, 4 }, { -1 } });
  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (solution->w[0], -.12, 1e-16);
  EXPECT_NEAR (solution->w[1], -.16, 1e-16);
  EXPECT_NEAR (solution->margin, 5, 1e-15);
  solution = solve (PEN_SOLUTION_MAX_MARGIN, { 3, 1, { 2, 5, -4 }, { 1, 1, -1 } });
  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_DOUBLE_EQ (solution->w[0], .5);
  ASSERT_EQ (solution->n_support, 1u);
  EXPECT_EQ (solution->support[0], 0u);
}

TEST (MaxMargin, NotSeparable)
{
  const Data cases[] = {
    { 2, 1, { 1, 2 }, { 1, -1 } },                              /* both on one side */
    { 4, 2, { 1, 1, -1, -1, 1, -1, -1, 1 }, { 1, 1, -1, -1 } }, /* exclusive or */
    { 2, 2, { 1, 2, 1, 2 }, { 1, -1 } },                        /* one point with both labels */
    { 2, 2, { 0, 0, 1, 0 }, { 1, 1 } },                         /* the zero vector */
    { 2, 2, { 0, 0, 0, 0 }, { 1, -1 } },                        /* nothing at all */
    { 2, 2, { 1, 0, -1, 0 }, { 1, 1 } },                        /* all labels equal, opposite points */
  };

  for (const Data &data : cases)
    for (PenSolutionKind kind : { PEN_SOLUTION_MAX_MARGIN, PEN_SOLUTION_L1_MAX_MARGIN, PEN_SOLUTION_LINF_MAX_MARGIN })
      {
        Solution solution = solve (kind, data);
        ASSERT_EQ (solution->status, PEN_SOLUTION_INFEASIBLE);
        expect_not_separable (data, solution);
        EXPECT_TRUE (std::isnan (solution->objective));
      }
}

/* ½‖w‖² = Σa − ½‖Zᵀa‖², w = Zᵀa, a ≥ 0. */
static void
expect_optimal (const Data &data, const Solution &solution)
{
  Data Z = signed_rows (data);
  Vector terms, w = weights (solution), image = transposed (Z, solution->certificate.multipliers, &terms);
  double sum = 0;

  expect_separates (Z, solution);
  for (gsize i = 0; i < data.n; i++)
    {
      EXPECT_GE (solution->certificate.multipliers[i], 0);
      sum += solution->certificate.multipliers[i];
    }
  for (gsize j = 0; j < data.d; j++)
    EXPECT_NEAR (image[j], w[j], allowance (norm2 (w), norm2 (terms)));
  double dual = sum - norm2 (image) * norm2 (image) / 2;
  EXPECT_NEAR (solution->objective, dual, promised * solution->objective);
  EXPECT_NEAR (solution->margin, 1 / norm2 (w), 1e-14 * solution->margin);
}

TEST (MaxMargin, RandomProblems)
{
  try_random_margins (PEN_SOLUTION_MAX_MARGIN, 20240606, expect_optimal);
}

/* Each point five times over: nothing to choose between, and the same w. */
TEST (MaxMargin, Duplicates)
{
  std::mt19937 random (20240607);
  for (int turn = 1; turn < 40; turn += 3)
    {
      Data data = random_data (random, 7 * turn, false);
      add_labels (data, random, turn);
      Data many = data;
      many.n = 5 * data.n;
      for (int copy = 1; copy < 5; copy++)
        {
          many.X.insert (many.X.end (), data.X.begin (), data.X.end ());
          many.y.insert (many.y.end (), data.y.begin (), data.y.end ());
        }
      Solution once = solve (PEN_SOLUTION_MAX_MARGIN, data), often = solve (PEN_SOLUTION_MAX_MARGIN, many);
      ASSERT_EQ (once->status, PEN_SOLUTION_OPTIMAL);
      ASSERT_EQ (often->status, PEN_SOLUTION_OPTIMAL);
      EXPECT_LT (pen_distance_relative (data.d, often->w, once->w), 1e-9);
      EXPECT_EQ (often->n_support, 5 * once->n_support);
    }
}

/* Two points at angle π − 2φ: the margin is sin φ, down to where doubles end. */
TEST (MaxMargin, NarrowMargins)
{
  for (double phi : { 1e-2, 1e-5, 1e-8, 1e-11 })
    {
      double s = std::sin (phi), c = std::cos (phi);
      Solution solution = solve (PEN_SOLUTION_MAX_MARGIN, { 2, 2, { c, s, -c, s }, { 1, 1 } });
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << phi << ": " << solution->reason;
      EXPECT_NEAR (solution->margin, s, 1e-12 * s);
    }
}

/* Separated by (1, −2/δ), however small δ: what is below the rounding of the data is not "not separable". */
TEST (MaxMargin, NeverCallsSeparableDataInseparable)
{
  for (double delta : { 1e-12, 1e-13, 1e-14, 1e-15, 1e-17, 1e-19 })
    EXPECT_NE (solve (PEN_SOLUTION_MAX_MARGIN, { 2, 2, { 1, 0, 1, delta }, { 1, -1 } })->status,
               PEN_SOLUTION_INFEASIBLE)
        << delta;
  for (double unit : { 1e-310, 1e-315, 1e-320 })
    for (PenSolutionKind kind : { PEN_SOLUTION_MAX_MARGIN, PEN_SOLUTION_L1_MAX_MARGIN, PEN_SOLUTION_LINF_MAX_MARGIN })
      EXPECT_NE (solve (kind, { 2, 2, { .5 * unit, 1.5 * unit, 1.5 * unit, .5 * unit }, { 1, 1 } })->status,
                 PEN_SOLUTION_INFEASIBLE)
          << unit;
}

TEST (MaxMargin, ScalesWithItsUnits)
{
  for (double unit : { 1e-6, 1e-3, 1e3, 1e6 })
    {
      Solution solution =
          solve (PEN_SOLUTION_MAX_MARGIN, { 2, 2, { .5 * unit, 1.5 * unit, 1.5 * unit, .5 * unit }, { 1, 1 } });
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
      EXPECT_NEAR (solution->margin, std::sqrt (2) * unit, 1e-15 * unit);
    }
}

/* n = 200, d = 500 within a second even under a sanitizer: plainly solved it takes some ten milliseconds. */
TEST (MaxMargin, ManyFeaturesAreFast)
{
  std::mt19937 random (20240608);
  std::normal_distribution<double> normal;
  Data data{ 200, 500, Vector (200 * 500), Vector (200) };

  for (double &x : data.X)
    x = normal (random);
  for (double &x : data.y)
    x = normal (random) < 0 ? -1 : 1;
  Solution solution = solve (PEN_SOLUTION_MAX_MARGIN, data);
  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  expect_optimal (data, solution);
  EXPECT_LT (solution->seconds, 1);
}
