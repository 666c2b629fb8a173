/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <algorithm>

static double
rounding (const Bench &bench)
{
  return 0.01 * bench.pixel ();
}

TEST (PathView, HasTheSolutionSetAndTheBalls)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));

  bench.frame (-HUGE_VAL, { 0, 0 });
  bench.frame (1, { 0.1, 0.2 });
  bench.solution (PEN_SOLUTION_MIN_L2, { 0.2, 0.4 });
  bench.solution (PEN_SOLUTION_MIN_L1, { 0, 0.5 });
  bench.solution (PEN_SOLUTION_MIN_POTENTIAL, { 0.2, 0.4 });
  bench.draw (PEN_VIEW_PATH);
  ASSERT_EQ (bench.points ("solution-set").size (), 2u);
  for (auto &point : bench.points ("solution-set"))
    EXPECT_NEAR (point.first + 2 * point.second, 1, 3 * rounding (bench));
  ASSERT_GT (bench.points ("l2-ball").size (), 50u);
  for (auto &point : bench.points ("l2-ball")) /* clipped chords of a polygon of 180 sides lie 1 − cos 1° inside */
    EXPECT_NEAR (std::hypot (point.first, point.second), std::sqrt (0.2), 2e-4 + rounding (bench));
  ASSERT_TRUE (bench.has ("l1-ball"));
  for (auto &point : bench.points ("l1-ball"))
    EXPECT_NEAR (std::fabs (point.first) + std::fabs (point.second), 0.5, 2 * rounding (bench));
  /* The linear model's potential is ½‖w‖²: its level set is the circle again. */
  ASSERT_GT (bench.points ("potential-level").size (), 20u);
  for (auto &point : bench.points ("potential-level"))
    EXPECT_NEAR (std::hypot (point.first, point.second), std::sqrt (0.2), 2e-3);
  ASSERT_EQ (bench.points ("min-l2").size (), 1u);
  EXPECT_NEAR (bench.points ("min-l2")[0].second, 0.4, rounding (bench));
  EXPECT_TRUE (bench.says ("Xw = y"));
  EXPECT_NEAR (bench.points ("now")[0].first, 0.1, rounding (bench));
}

/* (w₁ + 2w₂ − 1)²: parallel to the solution set on both sides of it, at losses even in the logarithm. */
TEST (PathView, DrawsLinesOfEqualLoss)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));
  std::vector<double> levels;
  int sides[2] = { 0, 0 }, steps = 0;

  bench.frame (-HUGE_VAL, { 0, 0 });
  bench.frame (1, { 0.1, 0.2 });
  bench.solution (PEN_SOLUTION_MIN_L2, { 0.2, 0.4 });
  bench.draw (PEN_VIEW_PATH);
  for (auto &point : bench.points ("loss"))
    {
      double residual = point.first + 2 * point.second - 1;

      sides[residual > 0]++;
      levels.push_back (2 * std::log (std::fabs (residual)));
    }
  EXPECT_GT (sides[0], 0);
  EXPECT_GT (sides[1], 0);
  std::sort (levels.begin (), levels.end ());
  for (gsize i = 1; i < levels.size (); i++)
    if (levels[i] - levels[i - 1] > 0.5) /* a level's own points lie within what the grid's cells blur */
      steps++;
  EXPECT_GE (steps, 3);
  EXPECT_LE (steps, 6);
}

TEST (PathView, ShadesTheFeasibleSet)
{
  const double Z[4][2] = { { 0.6, 1.9 }, { 2.2, 0.5 }, { 1.4, 0.7 }, { 0.3, 2.1 } };
  Bench bench (experiment ("x1;x2;y", "0.6 1.9 1; 2.2 0.5 1; -1.4 -0.7 -1; -0.3 -2.1 -1", "classification"));
  double nearest = INFINITY;

  bench.frame (-HUGE_VAL, { 0, 0 });
  bench.frame (1e6, { 1e6, 2e6 });
  bench.solution (PEN_SOLUTION_MAX_MARGIN, { 0.513, 0.403 });
  bench.solution (PEN_SOLUTION_LINF_MAX_MARGIN, { 0.48, 0.48 });
  bench.draw (PEN_VIEW_PATH);
  auto set = bench.points ("feasible");
  ASSERT_GE (set.size (), 3u);
  for (auto &point : set)
    for (auto &row : Z)
      {
        double margin = row[0] * point.first + row[1] * point.second;

        EXPECT_GT (margin, 1 - 5 * rounding (bench));
        nearest = std::fmin (nearest, margin);
      }
  EXPECT_NEAR (nearest, 1, 5 * rounding (bench));
  EXPECT_TRUE (bench.says ("yᵢ⟨w, xᵢ⟩ ≥ 1"));
  ASSERT_TRUE (bench.has ("linf-ball"));
  for (auto &point : bench.points ("linf-ball"))
    EXPECT_NEAR (std::fmax (std::fabs (point.first), std::fabs (point.second)), 0.48, 2 * rounding (bench));
  EXPECT_FALSE (bench.has ("solution-set"));
  EXPECT_LT (bench.pixel (), 0.01); /* the view stays at the solutions though w has left it */
}

TEST (PathView, LeavesOutAnEmptySet)
{
  Bench bench (experiment ("x1;x2;y", "1 0 1; 1 0 -1", "classification"));

  bench.frame (1, { 1, 1 });
  bench.draw (PEN_VIEW_PATH);
  EXPECT_FALSE (bench.has ("feasible"));
}

TEST (PathView, SaysThatItIsAProjection)
{
  Bench bench (experiment ("a;b;c;y", "1 2 3 1", "regression"));

  bench.frame (1, { 0.1, 5, 0.2 });
  bench.solution (PEN_SOLUTION_MIN_L2, { 3, 0.1, -4 });
  bench.draw (PEN_VIEW_PATH);
  EXPECT_TRUE (bench.says ("projection on two of 3 weights"));
  EXPECT_TRUE (bench.says (">w₁ (a)</text>"));
  EXPECT_TRUE (bench.says (">w₃ (c)</text>"));
  EXPECT_FALSE (bench.has ("solution-set"));
  EXPECT_FALSE (bench.has ("l2-ball"));
}

TEST (PathView, DrawsOneWeightOverTime)
{
  Bench bench (experiment ("x;y", "2 1", "regression"));

  bench.frame (-HUGE_VAL, { 0 });
  bench.frame (-1, { 0.2 });
  bench.frame (1, { 0.5 });
  bench.frame (HUGE_VAL, { 0.5 });
  bench.solution (PEN_SOLUTION_MIN_L2, { 0.5 });
  bench.draw (PEN_VIEW_PATH);
  auto path = bench.points ("path");
  ASSERT_EQ (path.size (), 3u);
  EXPECT_NEAR (path[0].first, -1, 0.01);
  EXPECT_NEAR (path[0].second, 0.2, 0.01);
  EXPECT_GT (path[2].first, 1);
  EXPECT_TRUE (bench.says (">log₁₀ t</text>"));
  EXPECT_TRUE (bench.has ("min-l2"));
}

/* A kept run lies where its own weights went; one that differs in nothing is not drawn. */
TEST (PathView, DrawsKeptRunsByName)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));
  PenTrace *trace = pen_trace_new (2);
  const double start[] = { 0, 0 }, end[] = { 0.3, 0.35 };
  PenGhost ghost = { "α = 0.01", bench.input.experiment, trace, nullptr };
  const PenGhost *kept[] = { &ghost };

  pen_trace_append (trace, -HUGE_VAL, 0, start);
  pen_trace_append (trace, 0, -1, start);
  pen_trace_append (trace, 2, -8, end);
  bench.frame (-HUGE_VAL, { 0, 0 });
  bench.frame (1, { 0.1, 0.2 });
  bench.solution (PEN_SOLUTION_MIN_L2, { 0.2, 0.4 });
  bench.input.kept = kept;
  bench.input.n_kept = 1;
  bench.draw (PEN_VIEW_PATH);
  ASSERT_GE (bench.points ("kept-1").size (), 2u);
  EXPECT_NEAR (bench.points ("kept-1").back ().first, 0.3, rounding (bench));
  EXPECT_NEAR (bench.points ("kept-1").back ().second, 0.35, rounding (bench));
  EXPECT_TRUE (bench.says ("α = 0.01"));
  pen_scene_set_hidden (bench.scene, "kept-1 kept-1-end", TRUE);
  bench.write ();
  EXPECT_FALSE (bench.has ("kept-1"));
  EXPECT_FALSE (bench.has ("kept-1-end"));
  bench.draw (PEN_VIEW_CONVERGENCE);
  /* (0.3, 0.35) is hypot (0.1, 0.05) from (0.2, 0.4), whose norm is sqrt (0.2); the axis shows log₁₀ */
  ASSERT_EQ (bench.points ("kept-1").size (), 2u);
  EXPECT_NEAR (std::log10 (bench.points ("kept-1")[1].second), std::log10 (std::hypot (0.1, 0.05) / std::sqrt (0.2)),
               0.01);
  EXPECT_NEAR (bench.points ("kept-1")[1].first, 2, 0.01) << "the axis reaches to the longer run's end";
  ghost.name = "";
  bench.draw (PEN_VIEW_PATH);
  EXPECT_FALSE (bench.has ("kept-1"));
  EXPECT_FALSE (bench.says ("α = 0.01"));
  pen_trace_free (trace);
}

/* w = (1, 2, 2)/9 + …: the plane of two interpolating solutions meets {w : Xw = y} in the line through them. */
TEST (PathView, ShowsThePlaneOfTwoSolutions)
{
  Bench bench (experiment ("a;b;c;y", "1 2 2 1", "regression", "[view]\npath-right=min-l2\npath-up=min-l1"));
  const double l2[] = { 1 / 9.0, 2 / 9.0, 2 / 9.0 };

  bench.frame (-HUGE_VAL, { 0, 0, 0 });
  bench.frame (1, { l2[0] / 2, l2[1] / 2, l2[2] / 2 });
  bench.solution (PEN_SOLUTION_MIN_L2, { l2[0], l2[1], l2[2] });
  bench.solution (PEN_SOLUTION_MIN_L1, { 0, 0.5, 0 });
  bench.draw (PEN_VIEW_PATH);
  EXPECT_TRUE (bench.says ("3 weights"));
  EXPECT_TRUE (bench.says ("towards min"));
  /* The first axis is min-ℓ₂ with ‖w‖ = 1/3; min-ℓ₁ has ⟨w, e₁⟩ = 1/3 too, and the rest of its length ½ upwards. */
  EXPECT_NEAR (bench.points ("min-l2")[0].first, 1 / 3.0, rounding (bench));
  EXPECT_NEAR (bench.points ("min-l2")[0].second, 0, rounding (bench));
  /* Its marker is a square of at most six pixels to each side. */
  EXPECT_NEAR (bench.points ("min-l1")[0].first, 1 / 3.0, 6 * bench.pixel ());
  EXPECT_NEAR (bench.points ("min-l1")[0].second, std::sqrt (0.25 - 1 / 9.0), 6 * bench.pixel ());
  EXPECT_NEAR (bench.points ("now")[0].first, 1 / 6.0, rounding (bench));
  for (auto &point : bench.points ("solution-set"))
    EXPECT_NEAR (point.first, 1 / 3.0, 3 * rounding (bench));
  ASSERT_GT (bench.points ("l2-ball").size (), 50u);
  for (auto &point : bench.points ("l2-ball"))
    EXPECT_NEAR (std::hypot (point.first, point.second), 1 / 3.0, 2e-4 + rounding (bench));
  /* ℓ₁ on the plane by hand: e₁ = (1, 2, 2)/3, e₂ the rest of (0, ½, 0). */
  const double up[] = { -1 / 9.0, 0.5 - 2 / 9.0, -2 / 9.0 }, length = std::sqrt (0.25 - 1 / 9.0);
  ASSERT_GT (bench.points ("l1-ball").size (), 20u);
  for (auto &point : bench.points ("l1-ball"))
    {
      double sum = 0;

      for (int j = 0; j < 3; j++)
        sum += std::fabs (point.first * 3 * l2[j] + point.second * up[j] / length);
      EXPECT_NEAR (sum, 0.5, 0.02) << "half a cell of the grid at the corners";
    }
  EXPECT_TRUE (bench.has ("loss"));
}

TEST (PathView, ShowsTheWeightsAskedFor)
{
  Bench bench (experiment ("a;b;c;y", "1 2 3 1", "regression", "[view]\npath-right=w3\npath-up=w2"));

  bench.frame (1, { 0.1, 5, 0.2 });
  bench.draw (PEN_VIEW_PATH);
  EXPECT_TRUE (bench.says (">w₃ (c)</text>"));
  EXPECT_TRUE (bench.says (">w₂ (b)</text>"));
  EXPECT_NEAR (bench.points ("now")[0].first, 0.2, rounding (bench));
  EXPECT_NEAR (bench.points ("now")[0].second, 5, rounding (bench));
}

/* A weight beyond the last, or a solution that is not there, leaves the plane that is chosen by itself. */
TEST (PathView, ChoosesByItselfWhatCannotBeHad)
{
  Bench bench (experiment ("a;b;c;y", "1 2 3 1", "regression", "[view]\npath-right=w9\npath-up=min-l1"));

  bench.frame (1, { 3, 0, 4 });
  bench.draw (PEN_VIEW_PATH);
  EXPECT_TRUE (bench.says (">w₁ (a)</text>"));
  EXPECT_TRUE (bench.says (">w₃ (c)</text>"));
}

/* Of a linear model each line of flow of ½(w₁ + 2w₂ − 1)² goes along (1, 2); of u² − v² from a small α it turns to an
 * axis. */
TEST (PathView, DrawsLinesOfFlow)
{
  Bench linear (experiment ("x1;x2;y", "1 2 1", "regression"));
  Bench diagonal (experiment ("x1;x2;y", "1 2 1", "regression", "[model]\nkind=diagonal\ndepth=2\ninit-scale=1e-3"));
  int along = 0;

  linear.frame (1, { 0.1, 0.2 });
  linear.solution (PEN_SOLUTION_MIN_L2, { 0.2, 0.4 });
  linear.draw (PEN_VIEW_PATH);
  auto flow = linear.points ("flow-lines");
  ASSERT_GT (flow.size (), 100u);
  /* Five pieces of a line go along (1, 2) and to the set of solutions; two make its head, and one leads to the next
   * line. */
  for (gsize i = 1; i < flow.size (); i++)
    {
      double dx = flow[i].first - flow[i - 1].first, dy = flow[i].second - flow[i - 1].second;
      double from = flow[i - 1].first + 2 * flow[i - 1].second - 1, to = flow[i].first + 2 * flow[i].second - 1;

      if (std::hypot (dx, dy) > 5 * linear.pixel () && std::fabs (2 * dx - dy) < 0.02 * std::hypot (dx, dy)
          && std::fabs (to) < std::fabs (from))
        along++;
    }
  EXPECT_GT (along, 0.5 * (double)flow.size ());
  diagonal.frame (1, { 0.1, 0.2 });
  diagonal.solution (PEN_SOLUTION_MIN_L2, { 0.2, 0.4 });
  diagonal.draw (PEN_VIEW_PATH);
  EXPECT_GT (diagonal.points ("flow-lines").size (), 100u);
}
