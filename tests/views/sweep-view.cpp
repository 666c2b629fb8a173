/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

/* A decade takes at least 20 pixels here, of which the SVG has hundredths. */
#define DECADES 1e-3

static PenSweepRow
row (double value, double excess_l1, double excess_l2)
{
  return { value, PEN_TRAINING_CONVERGED, 1, -30, 1, 1, excess_l1, excess_l2, NAN, NAN, NAN, 0.1 };
}

class SweepView : public ::testing::Test
{
protected:
  Bench bench{ experiment ("x1;x2;y", "1 2 1", "regression", "[model]\nkind=diagonal\ninit-scale=0.01\n") };
  PenSweepRow rows[3] = { row (1e-4, 1e-3, 0.5), row (1e-2, 1e-2, 0.3), row (1, 0.4, -1e-16) };
  PenSweepTable table = { "model.init-scale", rows, 3 };
};

TEST_F (SweepView, DrawsTheExcessNormsAndNamesTheRegimes)
{
  bench.input.sweep = &table;
  bench.draw (PEN_VIEW_SWEEP);
  auto l1 = bench.points ("excess-l1"), l2 = bench.points ("excess-l2"), now = bench.points ("now");
  ASSERT_EQ (l1.size (), 3u);
  for (int i = 0; i < 3; i++)
    {
      EXPECT_NEAR (std::log10 (l1[i].first), std::log10 (rows[i].value), DECADES);
      EXPECT_NEAR (std::log10 (l1[i].second), std::log10 (rows[i].excess_l1), 5 * DECADES);
    }
  EXPECT_NEAR (std::log10 (l2[2].second), -12, 5 * DECADES); /* rounding below 0 stands at the bottom */
  auto rings = bench.points ("excess-l2-low");
  ASSERT_EQ (rings.size (), 1u) << "and is ringed";
  EXPECT_NEAR (std::log10 (rings[0].first), 0, DECADES);
  EXPECT_FALSE (bench.has ("excess-l1-low"));
  EXPECT_TRUE (bench.says ("ringed: below 10⁻¹², which is rounding"));
  EXPECT_TRUE (bench.says ("rich regime"));
  EXPECT_TRUE (bench.says ("kernel regime"));
  EXPECT_TRUE (bench.says ("α"));
  EXPECT_NEAR (std::log10 (now[0].first), -2, DECADES);
}

TEST_F (SweepView, LeavesOutWhatDiverged)
{
  rows[1].status = PEN_TRAINING_DIVERGED;
  bench.input.sweep = &table;
  bench.draw (PEN_VIEW_SWEEP);
  EXPECT_EQ (bench.points ("excess-l1-places").size (), 2 * 4u) << "corners of squares";
}

TEST_F (SweepView, EitherAxisIsLinearOrLogarithmic)
{
  PenAxisScale standard = PEN_AXIS_STANDARD;

  EXPECT_FALSE (pen_view_has_scales (PEN_VIEW_SWEEP, &bench.input, PEN_VIEW_AXIS_VALUE, &standard));
  bench.input.sweep = &table;
  for (PenViewAxis axis : { PEN_VIEW_AXIS_TIME, PEN_VIEW_AXIS_VALUE })
    {
      ASSERT_TRUE (pen_view_has_scales (PEN_VIEW_SWEEP, &bench.input, axis, &standard));
      EXPECT_EQ (standard, PEN_AXIS_LOGARITHMIC);
      bench.input.scales[axis] = PEN_AXIS_LINEAR;
    }
  bench.draw (PEN_VIEW_SWEEP);
  auto l1 = bench.points ("excess-l1"), l2 = bench.points ("excess-l2");
  ASSERT_EQ (l1.size (), 3u);
  for (int i = 0; i < 3; i++) /* the SVG has hundredths of pixels */
    {
      EXPECT_NEAR (l1[i].first, rows[i].value, 0.01 * bench.pixel ());
      EXPECT_NEAR (l1[i].second, rows[i].excess_l1, 0.01 * bench.pixel ());
    }
  EXPECT_NEAR (l2[2].second, 0, 0.01 * bench.pixel ()) << "0 has a place on a linear axis";
  rows[0].value = 0;
  EXPECT_FALSE (pen_view_has_scales (PEN_VIEW_SWEEP, &bench.input, PEN_VIEW_AXIS_TIME, &standard));
}

TEST_F (SweepView, DrawsPartsAsTheyAre)
{
  bench.draw (PEN_VIEW_SWEEP);
  EXPECT_TRUE (bench.says ("no results yet"));
  bench.input.sweep = &table;
  for (gsize n : { 1, 2 })
    {
      table.n = n;
      bench.draw (PEN_VIEW_SWEEP);
      EXPECT_EQ (bench.points ("excess-l1").size (), n == 1 ? 0u : n); /* a line has two ends; the marker is there */
      EXPECT_TRUE (bench.says ("excess ‖w‖₁"));
    }
}

/* Ridge and lasso are smaller than what fits: "excess" would be negative, so their norms are drawn, with the test
 * error. */
TEST_F (SweepView, DrawsNormsBelowTheLeast)
{
  PenSweepRow ridge[2] = { row (1e-2, -0.9, -0.8), row (1e2, -0.01, -0.01) };
  PenSweepTable norms = { "reference.ridge-mu", ridge, 2 };

  ridge[0].l1_norm = 0.1;
  ridge[0].test_error = 2;
  ridge[1].test_error = 0.5;
  bench.input.sweep = &norms;
  bench.draw (PEN_VIEW_SWEEP);
  EXPECT_FALSE (bench.has ("excess-l1"));
  EXPECT_NEAR (std::log10 (bench.points ("norm-l1")[0].second), -1, DECADES);
  EXPECT_NEAR (std::log10 (bench.points ("test-error")[1].second), std::log10 (0.5), DECADES);
  EXPECT_FALSE (bench.says ("rich regime"));
}

TEST_F (SweepView, SaysWhereItDoesNotApply)
{
  Bench linear (experiment ("x1;x2;y", "1 2 1", "regression"));
  const char *reason = nullptr;
  PenSweepOptions options;

  Bench neuron (experiment ("x1;x2;y", "1 2 0.5", "regression") + "[model]\nkind=neuron\nactivation=tanh\n");

  neuron.draw (PEN_VIEW_SWEEP);
  EXPECT_TRUE (neuron.says ("single neuron"));
  EXPECT_FALSE (pen_view_applies (PEN_VIEW_SWEEP, neuron.input.experiment, &reason));
  EXPECT_TRUE (pen_view_applies (PEN_VIEW_SWEEP, linear.input.experiment, &reason));
  ASSERT_TRUE (pen_sweep_choose (linear.input.experiment, &options));
  EXPECT_STREQ (options.key, "reference.ridge-mu");
  EXPECT_TRUE (pen_view_applies (PEN_VIEW_SWEEP, bench.input.experiment, &reason));
  ASSERT_TRUE (pen_sweep_choose (bench.input.experiment, &options));
  EXPECT_STREQ (options.key, "model.init-scale");
  EXPECT_EQ (pen_sweep_value (bench.input.experiment, options.key), 0.01);
  linear.input.sweep = &table; /* a sweep that was asked for by its key is drawn all the same */
  linear.draw (PEN_VIEW_SWEEP);
  EXPECT_TRUE (linear.has ("excess-l1"));
}
