/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

/* On y = w the lasso shrinks every weight by κ, and ridge by 2μ/(1 + 2μ): paths that can be written down. */
class RegularizationView : public ::testing::Test
{
protected:
  Bench bench { experiment ("x1;x2;y", "1 0 3; 0 1 -1", "regression") };
  PenPaths *paths = pen_paths_solve (bench.input.experiment, bench.input.problem, nullptr, nullptr);

  ~RegularizationView () override
  {
    pen_paths_free (paths);
  }
};

TEST_F (RegularizationView, DrawsThePathsOverTheNorm)
{
  ASSERT_NE (paths, nullptr);
  bench.input.paths = paths;
  bench.frame (0, { 0, 0 });
  bench.frame (1, { 1.5, -0.5 });
  bench.draw (PEN_VIEW_REGULARIZATION);
  double rounding = 0.03 * bench.pixel ();
  auto first = bench.points ("lasso-1"), second = bench.points ("lasso-2"), ridge = bench.points ("ridge-1");
  /* Corners at κ = 3, 1, 0: w = (0, 0), (2, 0), (3, −1), and ‖w‖₁ of the last is 4. */
  ASSERT_EQ (first.size (), 3u);
  EXPECT_NEAR (first[1].first, 0.5, rounding);
  EXPECT_NEAR (first[1].second, 2, rounding);
  EXPECT_NEAR (second[1].second, 0, rounding);
  EXPECT_NEAR (first[2].first, 1, rounding);
  EXPECT_NEAR (second[2].second, -1, rounding);
  /* Ridge keeps the ratio: w₁ = 3‖w‖₁/4. */
  ASSERT_GT (ridge.size (), 50u);
  for (auto &point : ridge)
    EXPECT_NEAR (point.second, 3 * point.first, 4 * rounding);
  ASSERT_EQ (bench.points ("training-2").size (), 2u);
  EXPECT_NEAR (bench.points ("training-2")[1].first, 0.5, rounding);
  EXPECT_NEAR (bench.points ("training-2")[1].second, -0.5, rounding);
  EXPECT_NEAR (bench.points ("now")[0].second, 1.5, rounding);
}

TEST_F (RegularizationView, TheNormMayGoByItsLogarithm)
{
  PenAxisScale standard = PEN_AXIS_STANDARD;

  EXPECT_FALSE (pen_view_has_scales (PEN_VIEW_REGULARIZATION, &bench.input, PEN_VIEW_AXIS_TIME, &standard));
  bench.input.paths = paths;
  EXPECT_TRUE (pen_view_has_scales (PEN_VIEW_REGULARIZATION, &bench.input, PEN_VIEW_AXIS_TIME, &standard));
  EXPECT_EQ (standard, PEN_AXIS_LINEAR);
  EXPECT_FALSE (pen_view_has_scales (PEN_VIEW_REGULARIZATION, &bench.input, PEN_VIEW_AXIS_VALUE, &standard))
      << "weights have signs";
  bench.frame (0, { 0, 0 });
  bench.frame (1, { 1.5, -0.5 });
  bench.input.scales[PEN_VIEW_AXIS_TIME] = PEN_AXIS_LOGARITHMIC;
  bench.draw (PEN_VIEW_REGULARIZATION);
  auto first = bench.points ("lasso-1");
  ASSERT_EQ (first.size (), 2u) << "w = 0 has no place on a log axis";
  /* Corners at ‖w‖₁/4 = ½ and 1; hundredths of pixels of 200 a decade. */
  EXPECT_NEAR (std::log10 (first[0].first), std::log10 (0.5), 1e-3);
  EXPECT_NEAR (std::log10 (first[1].first), 0, 1e-3);
}

TEST_F (RegularizationView, SaysWhatIsMissing)
{
  bench.frame (0, { 0, 0 });
  bench.draw (PEN_VIEW_REGULARIZATION);
  EXPECT_TRUE (bench.says ("not known yet"));
  Bench neuron (
      experiment ("x1;x2;y", "1 2 0.5", "regression", "[model]\nkind=neuron\nactivation=tanh\n"));
  const char *reason = nullptr;
  EXPECT_FALSE (pen_view_applies (PEN_VIEW_REGULARIZATION, neuron.input.experiment, &reason));
  neuron.draw (PEN_VIEW_REGULARIZATION);
  EXPECT_TRUE (neuron.says ("identity activation"));
}

TEST_F (RegularizationView, SetsDirectionsOfClassifiersOverTheirNorm)
{
  Bench classes (experiment ("x1;x2;y", "1 0 1; 0 1 1", "classification"));
  g_autoptr (PenPaths) soft = pen_paths_solve (classes.input.experiment, classes.input.problem, nullptr, nullptr);

  ASSERT_NE (soft, nullptr);
  classes.input.paths = soft;
  classes.frame (0, { 0, 0 }); /* has no place on a log axis */
  classes.frame (1, { 0.3, 0.4 });
  classes.frame (2, { 0.6, 0.8 });
  classes.draw (PEN_VIEW_REGULARIZATION);
  auto first = classes.points ("soft-margin-1"), trained = classes.points ("training-2");
  ASSERT_GT (first.size (), 10u);
  /* The two points are alike, so every soft margin's direction is (1, 1)/√2; its end is the hard margin (1, 1). */
  for (auto &point : first)
    EXPECT_NEAR (point.second, std::sqrt (0.5), 1e-3);
  EXPECT_NEAR (std::log10 (first.back ().first), 0.5 * std::log10 (2), 1e-3); /* hundredths of pixels of 200 a decade */
  ASSERT_EQ (trained.size (), 2u);
  EXPECT_NEAR (trained.back ().second, 0.8, 1e-3);
}
