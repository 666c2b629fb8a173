/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

TEST (StemView, SetsTheWeightsBesideTheSolutions)
{
  Bench bench (experiment ("x1;x2;x3;y", "1 2 2 1", "regression"));

  bench.frame (0, { 0, 0, 0 });
  bench.frame (1, { 0.1, -0.2, 0.3 });
  bench.solution (PEN_SOLUTION_MIN_L1, { 0, 0.5, 0 });
  bench.draw (PEN_VIEW_STEM);
  auto flow = bench.points ("flow"), stems = bench.points ("stems"), solution = bench.points ("min-l1");
  double rounding = 0.03 * bench.pixel ();
  ASSERT_EQ (flow.size (), 3u);
  ASSERT_EQ (stems.size (), 6u);
  const double w[] = { 0.1, -0.2, 0.3 };
  for (int j = 0; j < 3; j++)
    {
      EXPECT_NEAR (flow[j].first, j + 1, rounding);
      EXPECT_NEAR (flow[j].second, w[j], rounding);
      EXPECT_NEAR (stems[2 * j].second, 0, rounding);
    }
  EXPECT_TRUE (bench.has ("min-l1"));
  EXPECT_FALSE (bench.has ("min-l2"));
}

TEST (StemView, ShowsDirectionsOfClassifiers)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1; 2 1 1", "classification"));

  bench.frame (0, { 0, 0 });
  bench.frame (1, { 30, -40 });
  bench.solution (PEN_SOLUTION_MAX_MARGIN, { 0.06, 0.08 });
  bench.draw (PEN_VIEW_STEM);
  ASSERT_EQ (bench.points ("flow").size (), 2u);
  EXPECT_NEAR (bench.points ("flow")[0].second, 0.6, 0.03 * bench.pixel ());
  EXPECT_NEAR (bench.points ("flow")[1].second, -0.8, 0.03 * bench.pixel ());
  ASSERT_EQ (bench.points ("max-margin").size (), 2u);
  EXPECT_NEAR (bench.points ("max-margin")[1].second, 0.8, 0.03 * bench.pixel ());
}

/* Where a kept run ended, beside the run's own weights; the axis has room for both. */
TEST (StemView, SetsKeptRunsAside)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));
  const double end[] = { 0.25, 7 };
  Kept kept (bench, "α = 0.01", { end[0], end[1] });

  bench.draw (PEN_VIEW_STEM);
  EXPECT_FALSE (bench.has ("kept-1")) << "nothing to compare it with yet";
  bench.frame (-1, { 0, 0 });
  bench.frame (1, { 0.5, 2 });
  bench.draw (PEN_VIEW_STEM);
  auto stems = bench.points ("kept-1");
  ASSERT_EQ (stems.size (), 4u);
  for (int j = 0; j < 2; j++)
    {
      EXPECT_GT (stems[2 * j + 1].first, j + 1.05);
      EXPECT_LT (stems[2 * j + 1].first, j + 1.5);
      EXPECT_NEAR (stems[2 * j].second, 0, 0.03 * bench.pixel ());
      EXPECT_NEAR (stems[2 * j + 1].second, end[j], 0.03 * bench.pixel ());
    }
  EXPECT_TRUE (bench.says ("α = 0.01"));
}

TEST (StemView, SaysWhereItDoesNotApply)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression", "[model]\nkind=relu-network\nwidth=3\n"));
  Bench early (experiment ("x1;x2;y", "1 2 1", "regression"));

  bench.draw (PEN_VIEW_STEM);
  EXPECT_TRUE (bench.says ("ReLU network"));
  early.draw (PEN_VIEW_STEM);
  EXPECT_TRUE (early.says ("Training has not started"));
  EXPECT_TRUE (pen_view_applies (PEN_VIEW_STEM, early.input.experiment, nullptr));
}

TEST (StemView, ShowsMatricesAsHeatMaps)
{
  Bench bench (
      experiment ("x1;x2;x3;x4;x5;x6;y", "1 0 0 0 0 0 1", "matrix-sensing", "matrix-rows=2\nmatrix-columns=3\n"));
  PenCell cell;

  bench.frame (0, { 0, 0, 0, 0, 0, 0 });
  bench.frame (1, { 1, 2, 3, 4, 5, 6 });
  bench.frame (2, { 1, 2, 3, 4, 5, -1 });
  bench.solution (PEN_SOLUTION_MIN_NUCLEAR, { 1, 2, 3, 4, 5, 0 });
  bench.draw (PEN_VIEW_STEM);
  ASSERT_TRUE (pen_scene_get_cell (bench.scene, 0, 1, 2, &cell));
  EXPECT_STREQ (cell.name, "trained");
  EXPECT_EQ (cell.value, -1);
  ASSERT_TRUE (pen_scene_get_cell (bench.scene, 1, 1, 1, &cell)) << "row by row";
  EXPECT_EQ (cell.value, 5);
  EXPECT_FALSE (pen_scene_get_cell (bench.scene, 2, 0, 0, &cell));
  EXPECT_TRUE (bench.says (">min-nuclear<"));
  EXPECT_FALSE (bench.says ("weight number"));
  /* The colours keep still while the run is played, though its largest entry comes and goes. */
  std::string bar = bench.svg.substr (bench.svg.find ("id=\"colors\""));
  EXPECT_NE (bar.find (">5<"), std::string::npos);
  for (gsize frame : { 0, 1 })
    {
      bench.input.frame = frame;
      bench.draw (PEN_VIEW_STEM);
      EXPECT_EQ (bench.svg.substr (bench.svg.find ("id=\"colors\"")), bar);
      ASSERT_TRUE (pen_scene_get_cell (bench.scene, 0, 1, 2, &cell));
      EXPECT_EQ (cell.value, frame == 0 ? 0 : 6);
    }
}
