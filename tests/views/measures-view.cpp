/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

/* Three decades of t, w = (1, 2)·10^k/10 of a regression with x = (1, 2), y = 1: its w of least norm is (0.2, 0.4). */
static void
grow (Bench &bench)
{
  bench.frame (-HUGE_VAL, { 0, 0 }, 0);
  for (int k = 0; k <= 3; k++)
    bench.frame (k, { 0.05 * (k + 1), 0.1 * (k + 1) }, -k);
}

static double
height (const std::vector<std::pair<double, double> > &line, size_t i)
{
  return line.at (i).second;
}

TEST (LossView, GoesByLogsAndAsItIs)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));
  PenAxisScale standard;

  grow (bench);
  bench.solution (PEN_SOLUTION_MIN_L2, { 0.2, 0.4 });
  bench.draw (PEN_VIEW_LOSS);
  auto line = bench.points ("loss");
  ASSERT_EQ (line.size (), 4u);
  EXPECT_NEAR (height (line, 2), -2, 0.02);
  EXPECT_TRUE (bench.says ("log₁₀ loss"));
  EXPECT_FALSE (bench.has ("min-l2")) << "the loss, beside no distance";
  ASSERT_TRUE (pen_view_has_scales (PEN_VIEW_LOSS, &bench.input, PEN_VIEW_AXIS_VALUE, &standard));
  bench.input.scales[PEN_VIEW_AXIS_VALUE] = PEN_AXIS_LINEAR;
  bench.draw (PEN_VIEW_LOSS);
  EXPECT_NEAR (height (bench.points ("loss"), 1), 0.1, 0.005);
}

/* One equation: σ² = 5, ⟨u, y⟩ = ±1, so that the loss is ½e^(−10t) at every t. */
TEST (LossView, TheSlowestModeOfOneEquationIsTheLossItself)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression", "[model]\nkind=linear\n"));
  const double ln10 = std::log (10);

  bench.frame (-HUGE_VAL, { 0, 0 }, std::log10 (0.5));
  for (int k = -30; k <= 5; k++)
    bench.frame (k / 10.0, { 0.1, 0.2 }, std::log10 (0.5) - 10 * std::pow (10, k / 10.0) / ln10);
  bench.draw (PEN_VIEW_LOSS);
  auto guide = bench.points ("rate");
  ASSERT_GT (guide.size (), 20u);
  for (auto [x, y] : guide)
    /* Pixels are rounded to hundredths; 10^x turns those of x into as many of the slope. */
    EXPECT_NEAR (y, std::log10 (0.5) - 10 * std::pow (10, x) / ln10, 0.02 * (1 + 10 * std::pow (10, x))) << x;
  EXPECT_TRUE (bench.says ("slowest mode"));
}

TEST (LossView, ATailFallsLikeOneOverT)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1; -2 -1 -1", "classification", "[model]\nkind=linear\n"));

  bench.frame (-HUGE_VAL, { 0, 0 }, 0.3);
  for (int k = 0; k <= 50; k++)
    bench.frame (k, { k + 1.0, k + 1.0 }, -k - 1);
  bench.draw (PEN_VIEW_LOSS);
  EXPECT_FALSE (bench.has ("rate")) << "without the margin that makes it true";
  bench.solution (PEN_SOLUTION_MAX_MARGIN, { 1.0 / 3, 1.0 / 3 });
  bench.draw (PEN_VIEW_LOSS);
  auto guide = bench.points ("rate");
  ASSERT_GT (guide.size (), 20u);
  EXPECT_NEAR ((guide.back ().second - guide.front ().second) / (guide.back ().first - guide.front ().first), -1, 0.01);
  EXPECT_TRUE (bench.says ("∝ 1/t"));
}

/* As far as only logs of logs go, −log₁₀ of it over log₁₀ t, both on log scales. */
TEST (LossView, IsTurnedOverLogsOfTime)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1; -2 -1 -1", "classification", "[model]\nkind=linear\n"));

  bench.frame (-HUGE_VAL, { 0, 0 }, 0.3);
  for (int k = 0; k <= 9; k++)
    bench.frame (std::pow (10, k), { std::pow (10, k), std::pow (10, k) }, -std::pow (10, k));
  bench.solution (PEN_SOLUTION_MAX_MARGIN, { 1.0 / 3, 1.0 / 3 });
  bench.draw (PEN_VIEW_LOSS);
  EXPECT_TRUE (bench.says ("−log₁₀ loss"));
  for (const char *id : { "loss", "rate" })
    for (auto [x, y] : bench.points (id))
      EXPECT_NEAR (std::log10 (y), std::log10 (x), 0.02) << id;
}

TEST (MarginsView, HoldsEachNormsMarginAgainstTheLargest)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1; -2 -1 -1", "classification"));

  bench.frame (-HUGE_VAL, { 0, 0 });
  bench.frame (0, { 0, 2 });
  bench.frame (1, { 3, 3 });
  bench.draw (PEN_VIEW_MARGINS);
  auto line = bench.points ("margin-l2");
  ASSERT_EQ (line.size (), 2u) << "w = 0 has none";
  EXPECT_NEAR (height (line, 0), 1, 0.02);                 /* min (2, 1) · 2/2 */
  EXPECT_NEAR (height (line, 1), 3 / std::sqrt (2), 0.02); /* 9/√18 */
  EXPECT_FALSE (bench.has ("margin-l1"));
  EXPECT_FALSE (bench.has ("max-margin"));
  bench.solution (PEN_SOLUTION_MAX_MARGIN, { 1.0 / 3, 1.0 / 3 }).margin = 3 / std::sqrt (2);
  bench.solution (PEN_SOLUTION_L1_MAX_MARGIN, { 1.0 / 3, 1.0 / 3 }).margin = 1.5;
  bench.draw (PEN_VIEW_MARGINS);
  EXPECT_NEAR (height (bench.points ("max-margin"), 0), 3 / std::sqrt (2), 0.02);
  EXPECT_NEAR (height (bench.points ("l1-max-margin"), 0), 1.5, 0.02);
  EXPECT_NEAR (height (bench.points ("margin-l1"), 0), 1, 0.02);
  EXPECT_TRUE (bench.says ("largest in ℓ₁"));
}

TEST (NormsView, HoldsTheNormsAgainstTheSolutions)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));
  PenAxisScale standard;

  grow (bench);
  bench.solution (PEN_SOLUTION_MIN_L2, { 0.2, 0.4 });
  bench.solution (PEN_SOLUTION_MIN_L1, { 0, 0.5 });
  bench.draw (PEN_VIEW_NORMS);
  EXPECT_NEAR (height (bench.points ("l2-norm"), 3), std::sqrt (0.2), 0.003);
  EXPECT_NEAR (height (bench.points ("l1-norm"), 3), 0.6, 0.003);
  EXPECT_NEAR (height (bench.points ("min-l2"), 0), std::sqrt (0.2), 0.003);
  EXPECT_NEAR (height (bench.points ("min-l1"), 0), 0.5, 0.003);
  ASSERT_TRUE (pen_view_has_scales (PEN_VIEW_NORMS, &bench.input, PEN_VIEW_AXIS_VALUE, &standard));
  EXPECT_EQ (standard, PEN_AXIS_LINEAR);
}

TEST (NormsView, OfAMatrixAreItsOwn)
{
  Bench bench (experiment ("a;b;c;d;y", "1 0 0 0 3; 0 0 0 1 4", "matrix-sensing",
                           "matrix-rows=2\nmatrix-columns=2\n[model]\nkind=factorization\nrank=2\n"));

  bench.frame (-HUGE_VAL, { 0, 0, 0, 0 });
  bench.frame (0, { 3, 0, 0, 4 });
  bench.frame (1, { 3, 0, 0, 4 });
  bench.draw (PEN_VIEW_NORMS);
  EXPECT_NEAR (height (bench.points ("l2-norm"), 1), 5, 0.05);
  EXPECT_NEAR (height (bench.points ("nuclear-norm"), 1), 7, 0.05);
}

/* ‖w*‖ = 2, and the axis of log₁₀ t and that of ‖w‖ are logarithmic: a line of slope 1. */
TEST (NormsView, ATailGrowsLikeLogT)
{
  Bench bench (experiment ("x1;x2;y", "0.5 0 1; -0.5 0 -1", "classification", "[model]\nkind=linear\n"));

  bench.frame (-HUGE_VAL, { 0, 0 });
  for (int k = 0; k <= 9; k++)
    bench.frame (std::pow (10, k), { 2 * std::log (10) * std::pow (10, k), 1 }, -std::pow (10, k));
  bench.solution (PEN_SOLUTION_MAX_MARGIN, { 2, 0 });
  bench.draw (PEN_VIEW_NORMS);
  auto guide = bench.points ("rate");
  ASSERT_GT (guide.size (), 20u);
  for (auto [x, y] : guide)
    EXPECT_NEAR (std::log10 (y), std::log10 (2 * std::log (10) * x), 0.02);
  EXPECT_TRUE (bench.says ("‖w*‖ log t"));
}

TEST (AngleView, IsOfARegression)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));
  Bench classes (experiment ("x1;x2;y", "1 2 1; -2 -1 -1", "classification"));
  const char *reason = nullptr;

  bench.frame (-HUGE_VAL, { 0, 0 });
  bench.frame (0, { 1, 0 });
  bench.frame (1, { 1, 1 });
  bench.draw (PEN_VIEW_ANGLE);
  EXPECT_TRUE (bench.says ("No solution is shown")) << bench.svg;
  bench.solution (PEN_SOLUTION_MIN_L2, { 0, 1 });
  bench.draw (PEN_VIEW_ANGLE);
  EXPECT_NEAR (height (bench.points ("min-l2"), 0), M_PI / 2, 0.02);
  EXPECT_NEAR (height (bench.points ("min-l2"), 1), M_PI / 4, 0.02);
  EXPECT_FALSE (pen_view_applies (PEN_VIEW_ANGLE, classes.input.experiment, &reason));
  EXPECT_FALSE (pen_view_applies (PEN_VIEW_MARGINS, bench.input.experiment, &reason));
  EXPECT_TRUE (pen_view_applies (PEN_VIEW_MARGINS, classes.input.experiment, &reason));
}
