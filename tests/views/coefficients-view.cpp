/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

/* The SVG has hundredths of pixels, and three vertices' errors may add up. */
static double
rounding (const Bench &bench)
{
  return 0.03 * bench.pixel ();
}

TEST (CoefficientsView, DrawsEachWeightOverTime)
{
  Bench bench (experiment ("x1;x2;x3;y", "1 2 3 1", "regression"));

  bench.frame (-HUGE_VAL, { 0, 0, 0 });
  bench.frame (-1, { 0.1, 0.2, -1 });
  bench.frame (1, { 0.5, 2, -3 });
  bench.solution (PEN_SOLUTION_MIN_L2, { 0.25, 1.5, -2 });
  bench.draw (PEN_VIEW_COEFFICIENTS);
  auto third = bench.points ("weight-3"), ticks = bench.points ("min-l2");
  ASSERT_EQ (third.size (), 2u); /* t = 0 has no place on the axis */
  EXPECT_NEAR (third[0].first, -1, rounding (bench));
  EXPECT_NEAR (third[0].second, -1, rounding (bench));
  EXPECT_NEAR (third[1].second, -3, rounding (bench));
  EXPECT_NEAR (bench.points ("weight-1")[1].second, 0.5, rounding (bench));
  /* The solution's values, largest weight first, at the right edge: past the last time. */
  ASSERT_EQ (ticks.size (), 6u);
  const double heights[] = { -2, 1.5, 0.25 };
  for (int k = 0; k < 3; k++)
    {
      EXPECT_NEAR (ticks[2 * k].second, heights[k], rounding (bench));
      EXPECT_GE (ticks[2 * k].first, 1 - rounding (bench));
      EXPECT_GT (ticks[2 * k + 1].first, ticks[2 * k].first);
    }
  EXPECT_TRUE (bench.has ("playhead"));
  EXPECT_TRUE (bench.says ("w₃"));
  EXPECT_FALSE (bench.has ("others"));
}

TEST (CoefficientsView, ColoursTheTwelveLargest)
{
  std::string columns, row;
  std::vector<double> w (40);

  for (int j = 0; j < 40; j++)
    {
      columns += "x" + std::to_string (j + 1) + ";";
      row += "1 ";
      w[j] = j < 20 ? 20 - j : 0.01;
    }
  Bench bench (experiment (columns + "y", row + "1", "regression"));
  bench.frame (0, std::vector<double> (40));
  bench.frame (1, w);
  bench.draw (PEN_VIEW_COEFFICIENTS);
  EXPECT_TRUE (bench.has ("weight-1"));
  EXPECT_TRUE (bench.has ("weight-12"));
  EXPECT_FALSE (bench.has ("weight-13"));
  EXPECT_EQ (bench.points ("others").size (), 2 * 28u);
  EXPECT_TRUE (bench.has ("others-band"));
  EXPECT_TRUE (bench.says ("12 of 40 weights in colour"));
}

/* The weights that have a colour, of the kept run, and the axis reaches to the longer run's end. */
TEST (CoefficientsView, DrawsKeptRunsBelow)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));
  Kept kept (bench, "α = 0.01", { 0.25, 7 });

  bench.frame (-1, { 0, 0 });
  bench.frame (1, { 0.5, 2 });
  bench.draw (PEN_VIEW_COEFFICIENTS);
  auto largest = bench.points ("kept-1");
  ASSERT_EQ (largest.size (), 2u);
  EXPECT_NEAR (largest[1].first, 2, rounding (bench));
  EXPECT_NEAR (largest[1].second, 7, rounding (bench));
  EXPECT_TRUE (bench.says ("α = 0.01"));
  EXPECT_LT (bench.svg.find ("\"kept-1\""), bench.svg.find ("\"weight-2\""));
  kept.ghost.name = "";
  bench.draw (PEN_VIEW_COEFFICIENTS);
  EXPECT_FALSE (bench.has ("kept-1"));
}

/* However many are kept, the legend leaves the plot its room. */
TEST (CoefficientsView, NamesTheNewestOfManyKeptRuns)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));
  PenTrace *trace = pen_trace_new (2);
  const double start[] = { 0, 0 }, end[] = { 0.25, 7 };
  std::vector<std::string> names;
  std::vector<PenGhost> ghosts;
  std::vector<const PenGhost *> kept;

  pen_trace_append (trace, 0, -1, start);
  pen_trace_append (trace, 2, -8, end);
  for (int k = 0; k < 25; k++)
    names.push_back ("run number " + std::to_string (k + 1));
  for (const std::string &name : names)
    ghosts.push_back ({ name.c_str (), bench.input.experiment, trace, nullptr });
  for (const PenGhost &ghost : ghosts)
    kept.push_back (&ghost);
  bench.frame (-1, { 0, 0 });
  bench.frame (1, { 0.5, 2 });
  bench.input.kept = kept.data ();
  bench.input.n_kept = kept.size ();
  bench.draw (PEN_VIEW_COEFFICIENTS);
  EXPECT_TRUE (bench.has ("kept-1")) << "drawn all the same";
  EXPECT_TRUE (bench.has ("kept-25"));
  EXPECT_TRUE (bench.says ("21 earlier"));
  EXPECT_FALSE (bench.says ("run number 21"));
  EXPECT_TRUE (bench.says ("run number 22"));
  EXPECT_TRUE (bench.says ("run number 25"));
  for (gsize i = 0; i < 5; i++)
    for (gsize j = 0; j < i; j++)
      EXPECT_NE (pen_view_ghost_ink (i), pen_view_ghost_ink (j));
  pen_trace_free (trace);
}

/* On whitened data |w_j| = w*_j/2 at t_j = log (w*_j/α²)/(4 w*_j), Gissin et al. 2020: for w* = (4, 1) and α = 0.01 at
 * log (40000)/16 and log (10000)/4. */
TEST (CoefficientsView, MarksWhenTheoryHasHalfOfAWeight)
{
  Bench bench (experiment ("x1;x2;y", "1 0 4; 0 1 1", "regression", "[model]\nkind=diagonal\ninit-scale=0.01\n"));
  Bench other (experiment ("x1;x2;y", "1 1 4; 0 1 1", "regression", "[model]\nkind=diagonal\ninit-scale=0.01\n"));

  for (Bench *each : { &bench, &other })
    {
      each->frame (-1, { 0, 0 });
      each->frame (1, { 4, 1 });
      each->draw (PEN_VIEW_COEFFICIENTS);
    }
  auto told = bench.points ("told");
  ASSERT_EQ (told.size (), 2u);
  EXPECT_NEAR (told[0].first, std::log10 (std::log (40000) / 16), rounding (bench));
  EXPECT_NEAR (told[0].second, 2, rounding (bench));
  EXPECT_NEAR (told[1].first, std::log10 (std::log (10000) / 4), rounding (bench));
  EXPECT_NEAR (told[1].second, 0.5, rounding (bench));
  EXPECT_FALSE (other.has ("told")); /* not whitened */
}

TEST (CoefficientsView, ShowsDirectionsOfClassifiers)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1; 2 1 1", "classification"));

  bench.frame (0, { 3, 4 });
  bench.frame (1, { 60, 80 });
  bench.draw (PEN_VIEW_COEFFICIENTS);
  for (auto &point : bench.points ("weight-2"))
    EXPECT_NEAR (point.second, 0.8, rounding (bench));
  EXPECT_TRUE (bench.says ("wⱼ/‖w‖₂"));
}

TEST (CoefficientsView, SaysWhereItDoesNotApply)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression", "[model]\nkind=relu-network\nwidth=3\n"));
  const char *reason = nullptr;

  EXPECT_FALSE (pen_view_applies (PEN_VIEW_COEFFICIENTS, bench.input.experiment, &reason));
  ASSERT_NE (reason, nullptr);
  bench.draw (PEN_VIEW_COEFFICIENTS);
  EXPECT_TRUE (bench.says ("ReLU network"));
  EXPECT_TRUE (bench.says ("linear"));
  EXPECT_FALSE (bench.says ("grid"));
}
