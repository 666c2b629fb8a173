/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

static const std::string network = "[features]\nbias=true\n[model]\nkind=relu-network\nwidth=2\n";

/* f(x) = 2 (x + 1)₊ − (−x + ½)₊: kinks at −1 and ½, where f is −3/2 and 3; ∫|f″| = 2 + 1. */
TEST (FunctionView, HasTheKinksOfTheNetwork)
{
  Bench bench (experiment ("x;y", "-2 0; 0 0; 1 3", "regression", network));
  const std::vector<double> theta = { 1, 1, -1, 0.5, 2, -1 };

  bench.frame (0, std::vector<double> (6));
  bench.frame (1, theta);
  bench.draw (PEN_VIEW_FUNCTION);
  double rounding = 0.03 * bench.pixel ();
  auto kinks = bench.points ("kinks"), curve = bench.points ("flow"), spline = bench.points ("spline");
  ASSERT_EQ (curve.size (), 4u);
  EXPECT_NEAR (curve[1].first, -1, rounding);
  EXPECT_NEAR (curve[1].second, -1.5, rounding);
  EXPECT_NEAR (curve[2].first, 0.5, rounding);
  EXPECT_NEAR (curve[2].second, 3, rounding);
  EXPECT_TRUE (bench.has ("kinks"));
  /* The points' polygon: flat up to (0, 0), then of slope 3. */
  ASSERT_EQ (spline.size (), 3u);
  EXPECT_NEAR (spline[0].second, 0, rounding);
  EXPECT_NEAR (spline[1].first, 0, rounding);
  EXPECT_NEAR (spline[1].second, 0, rounding);
  EXPECT_NEAR (spline[2].second, 3 * spline[2].first, 4 * rounding);
  EXPECT_TRUE (bench.says ("∫|f″| = 3, the least through the points 3"));
}

TEST (FunctionView, DrawsCentredAndScaledInputsWhereThePointsAre)
{
  Bench bench (experiment ("x;y", "10 0; 20 5; 30 0", "regression", "standardize=true\ncenter=true\n" + network));

  bench.frame (0, std::vector<double> (6));
  bench.frame (1, { 1, 0, 0, 1, 1, 1 }); /* (s)₊ + 1, s = (x − 20)/8.16…: a kink at 20 */
  bench.draw (PEN_VIEW_FUNCTION);
  double rounding = 0.03 * bench.pixel ();
  auto curve = bench.points ("flow"), spline = bench.points ("spline");
  ASSERT_EQ (curve.size (), 3u);
  EXPECT_NEAR (curve[1].first, 20, rounding);
  EXPECT_NEAR (curve[1].second, 1, rounding);
  ASSERT_EQ (spline.size (), 3u);
  EXPECT_NEAR (spline[1].second, 5, rounding);
  EXPECT_NEAR (spline[0].second, 0.5 * (spline[0].first - 10), 2 * rounding);
}

TEST (FunctionView, TwoHeightsAtOnePlaceHaveNoSpline)
{
  Bench bench (experiment ("x;y", "0 0; 0 1; 1 1", "regression", network));

  bench.frame (0, std::vector<double> (6));
  bench.frame (1, { 1, 1, -1, 0.5, 2, -1 });
  bench.draw (PEN_VIEW_FUNCTION);
  EXPECT_FALSE (bench.has ("spline"));
  EXPECT_TRUE (bench.has ("flow"));
  EXPECT_TRUE (bench.says ("two heights"));
}

TEST (FunctionView, SaysWhereItDoesNotApply)
{
  const std::pair<std::string, const char *> cases[] = {
    { experiment ("x;y", "0 0; 1 1", "regression"), "Choose a ReLU network" },
    { experiment ("x;y", "0 0; 1 1", "regression", "[model]\nkind=relu-network\nwidth=2\n"), "bias=true" },
    { experiment ("x1;x2;y", "0 0 1", "regression", network), "one input" },
    { experiment ("x;y", "0 -1; 1 1", "classification", network), "Choose regression" },
  };

  for (auto &each : cases)
    {
      Bench bench (each.first);
      const char *reason = "";

      EXPECT_FALSE (pen_view_applies (PEN_VIEW_FUNCTION, bench.input.experiment, &reason));
      EXPECT_NE (strstr (reason, each.second), nullptr) << reason;
      bench.draw (PEN_VIEW_FUNCTION);
      EXPECT_TRUE (bench.says (std::string (reason, 20))) << reason; /* the first of its lines */
    }
}
