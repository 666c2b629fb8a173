/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

static const std::string network = "[model]\nkind=relu-network\nwidth=3\n";

/* Units (3, 4), (0, −1) and (−1, 0) with a = 1, −2 and 0.5 weigh 5, 2 and ½: the heaviest is at (3, 4)/5. */
TEST (NeuronsView, PlacesNeuronsByDirectionAndWeight)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression", network));

  bench.frame (0, { 1, 0, 1, 0, 1, 0, 1, 1, 1 });
  bench.frame (1, { 3, 4, 0, -1, -1, 0, 1, -2, 0.5 });
  bench.draw (PEN_VIEW_NEURONS);
  double rounding = 0.03 * bench.pixel ();
  auto positive = bench.points ("positive"), negative = bench.points ("negative");
  ASSERT_EQ (positive.size (), 2u);
  EXPECT_NEAR (positive[0].first, 0.6, rounding);
  EXPECT_NEAR (positive[0].second, 0.8, rounding);
  EXPECT_NEAR (positive[1].first, -0.1, rounding);
  EXPECT_NEAR (positive[1].second, 0, rounding);
  ASSERT_GE (negative.size (), 4u); /* the corners of a diamond, around (0, −0.4) */
  double x = 0, y = 0;
  for (int k = 0; k < 4; k++)
    {
      x += negative[k].first / 4;
      y += negative[k].second / 4;
    }
  EXPECT_NEAR (x, 0, rounding);
  EXPECT_NEAR (y, -0.4, rounding);
  EXPECT_TRUE (bench.has ("trails"));
  EXPECT_TRUE (bench.says ("= 7.5"));
}

/* Three points that one unit classifies alike: θ = (w, a) with ‖w‖ = |a| and w along the max-margin w = (1, 0) is a KKT point,
 * and w turned away from it is not. */
TEST (NeuronsView, MeasuresTheConditionsOfLargestMargin)
{
  Bench bench (experiment ("x1;x2;y", "1 0 1; 2 1 1; 2 -1 1", "classification",
                           "[model]\nkind=relu-network\nwidth=1\n"));

  bench.frame (0, { 0.1, 0, 0.1 });
  bench.frame (1, { 5, 0, 5 });
  bench.draw (PEN_VIEW_NEURONS);
  size_t at = bench.svg.find ("KKT residual ");
  ASSERT_NE (at, std::string::npos);
  std::string exact = bench.svg.substr (at + strlen ("KKT residual "), 12);
  EXPECT_TRUE (exact[0] == '0' || exact.find ("·10⁻") != std::string::npos) << exact;
  bench.frame (2, { 5, 1, 5 });
  bench.draw (PEN_VIEW_NEURONS);
  at = bench.svg.find ("KKT residual ");
  ASSERT_NE (at, std::string::npos);
  EXPECT_GT (g_ascii_strtod (bench.svg.c_str () + at + strlen ("KKT residual "), nullptr), 0.01);
}

TEST (NeuronsView, SaysWhereItDoesNotApply)
{
  Bench linear (experiment ("x1;x2;y", "1 2 1", "regression"));
  Bench narrow (experiment ("x;y", "1 2; 2 3", "regression", network));
  Bench early (experiment ("x1;x2;y", "1 2 1", "regression", network));

  linear.draw (PEN_VIEW_NEURONS);
  EXPECT_TRUE (linear.says ("has no neurons"));
  narrow.draw (PEN_VIEW_NEURONS);
  EXPECT_TRUE (narrow.says ("bias=true"));
  early.draw (PEN_VIEW_NEURONS);
  EXPECT_TRUE (early.says ("Training has not started"));
  EXPECT_FALSE (pen_view_applies (PEN_VIEW_NEURONS, linear.input.experiment, nullptr));
  EXPECT_FALSE (pen_view_applies (PEN_VIEW_NEURONS, narrow.input.experiment, nullptr));
  EXPECT_TRUE (pen_view_applies (PEN_VIEW_NEURONS, early.input.experiment, nullptr));
}

TEST (ConvergenceView, FollowsTheConditionsOfLargestMargin)
{
  Bench bench (experiment ("x1;x2;y", "1 0 1; 2 1 1; 2 -1 1", "classification",
                           "[model]\nkind=relu-network\nwidth=1\n"));

  bench.frame (0, { -1, 0, 1 }); /* no margin yet: a gap */
  bench.frame (1, { 5, 1, 5 });
  bench.frame (2, { 5, 0.1, 5 });
  bench.frame (3, { 5, 0.001, 5 });
  bench.draw (PEN_VIEW_CONVERGENCE);
  auto residual = bench.points ("kkt-residual");
  ASSERT_EQ (residual.size (), 3u);
  for (size_t i = 1; i < 3; i++) /* it falls as the angle does */
    EXPECT_LT (residual[i].second, residual[i - 1].second / 5);
  EXPECT_FALSE (bench.has ("loss"));
}
