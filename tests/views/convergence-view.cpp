/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <chrono>

TEST (ConvergenceView, MeasuresDistancesAndKeepsZerosInSight)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));

  bench.frame (-HUGE_VAL, { 0, 0 });
  bench.frame (-1, { 0.1, 0.2 });
  bench.frame (0, { 0.18, 0.36 });
  bench.frame (1, { 0.2, 0.4 });
  bench.frame (HUGE_VAL, { 0.2, 0.4 });
  bench.solution (PEN_SOLUTION_MIN_L2, { 0.2, 0.4 });
  bench.draw (PEN_VIEW_CONVERGENCE);
  auto line = bench.points ("min-l2");
  ASSERT_EQ (line.size (), 4u); /* t = 0 has no place on the axis, t = ∞ one at its right edge */
  EXPECT_NEAR (line[0].first, -1, 0.01);
  EXPECT_NEAR (std::log10 (line[0].second), std::log10 (0.5), 0.01);
  EXPECT_NEAR (std::log10 (line[1].second), -1, 0.01);
  EXPECT_NEAR (std::log10 (line[2].second), -17, 0.01);
  EXPECT_GT (line[3].first, 1.05);
  ASSERT_TRUE (bench.has ("playhead"));
  EXPECT_NEAR (bench.points ("playhead")[0].first, line[3].first, 0.01);
  EXPECT_TRUE (bench.says ("t = ∞"));
  EXPECT_TRUE (bench.says ("relative distance"));
  EXPECT_FALSE (bench.has ("loss"));
}

/* The least potential is α's: a run of another one is not measured to it. */
TEST (ConvergenceView, AKeptRunIsMeasuredToItsOwnPotentialOnly)
{
  for (const char *scale : { "0.01", "1" })
    {
      Bench bench (experiment ("x1;x2;y", "1 2 1", "regression", "[model]\nkind=diagonal\ninit-scale=0.01\n"));
      Bench other (experiment ("x1;x2;y", "1 2 1", "regression",
                               (std::string ("[model]\nkind=diagonal\ninit-scale=") + scale + "\n").c_str ()));
      Kept kept (bench, "kept", { 0.25, 0.4 }, other.input.experiment);
      bool same = g_str_equal (scale, "0.01");

      bench.frame (-1, { 0, 0 });
      bench.frame (1, { 0.1, 0.45 });
      bench.solution (PEN_SOLUTION_MIN_POTENTIAL, { 0.1, 0.45 });
      bench.draw (PEN_VIEW_CONVERGENCE);
      EXPECT_EQ (bench.has ("kept-1"), same);
      bench.solution (PEN_SOLUTION_MIN_L1, { 0, 0.5 });
      bench.draw (PEN_VIEW_CONVERGENCE);
      EXPECT_TRUE (bench.has ("kept-1"));
    }
}

TEST (ConvergenceView, GoesByLogTOfTails)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1; 2 1 1", "classification"));

  bench.frame (-HUGE_VAL, { 0, 0 });
  bench.frame (0.5, { 1, 0 });
  for (int k = 1; k <= 9; k++) /* the angle 1/log t */
    bench.frame (std::pow (10, k), { std::cos (std::pow (10, -k)), std::sin (std::pow (10, -k)) }, -std::pow (10, k));
  bench.solution (PEN_SOLUTION_MAX_MARGIN, { 1, 0 });
  bench.draw (PEN_VIEW_CONVERGENCE);
  auto line = bench.points ("max-margin"), guide = bench.points ("rate");
  ASSERT_EQ (line.size (), 9u); /* log₁₀ t < 1 is before the axis begins */
  EXPECT_NEAR (std::log10 (line[0].first), 1, 0.01);
  EXPECT_NEAR (std::log10 (line[8].second), -9, 0.02);
  ASSERT_EQ (guide.size (), 2u);
  EXPECT_NEAR (std::log10 (guide[1].second / guide[0].second) / std::log10 (guide[1].first / guide[0].first), -1, 1e-3);
  EXPECT_TRUE (bench.says ("∝ 1/log t"));
  EXPECT_TRUE (bench.says ("angle (radians)"));
}

TEST (ConvergenceView, ShowsTheLossOnAnAxisOfItsOwn)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));

  bench.frame (-1, { 0.1, 0.2 }, -2);
  bench.frame (1, { 0.2, 0.4 }, -30);
  bench.frame (2, { 0.2, 0.4 }, -HUGE_VAL);
  bench.draw (PEN_VIEW_CONVERGENCE);
  auto line = bench.points ("loss");
  ASSERT_EQ (line.size (), 3u);
  EXPECT_NEAR (line[0].second, -2, 0.05);
  EXPECT_NEAR (line[1].second, -30, 0.05);
  EXPECT_NEAR (line[2].second, -30, 0.05);
  EXPECT_TRUE (bench.says ("log₁₀ loss"));
  EXPECT_FALSE (bench.says ("relative distance"));
}

TEST (Views, SayWhatIsMissing)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));
  PenViewInput nothing = {};

  for (int k = 0; k < PEN_N_VIEWS; k++)
    {
      PenViewKind kind = (PenViewKind)k;

      bench.draw (kind);
      EXPECT_TRUE (bench.says ("Training has not started") || k > PEN_VIEW_STEM
                   || !pen_view_applies (kind, bench.input.experiment, nullptr))
          << pen_view_nick (kind);
      g_autoptr (PenScene) scene = pen_view_build (kind, &nothing);
      EXPECT_NE (scene, nullptr);
      EXPECT_EQ (pen_view_from_nick (pen_view_nick (kind)), kind);
    }
  EXPECT_EQ (pen_view_from_nick ("nothing"), PEN_N_VIEWS);
}

TEST (Views, ShowTheRubberBandAndTheSelection)
{
  Bench bench (experiment ("x;y", "1 1; 2 3", "regression"));
  PenViewport band = { 1, 2, 1, 2 };
  guint8 selected[] = { 0, 1 };

  bench.input.band = &band;
  bench.input.selected = selected;
  bench.draw (PEN_VIEW_DATA);
  EXPECT_TRUE (bench.has ("band"));
  ASSERT_EQ (bench.points ("selected").size (), 1u);
  EXPECT_NEAR (bench.points ("selected")[0].second, 3, 0.02);
}

TEST (ConvergenceView, IsQuickForLongRuns)
{
  std::string columns, row;
  std::vector<double> w (200);
  double best = INFINITY;

  for (int j = 0; j < 200; j++)
    {
      columns += "x" + std::to_string (j) + ";";
      row += std::to_string (j % 7 - 3) + " ";
    }
  std::string truth = "truth=";
  for (int j = 0; j < 200; j++)
    truth += std::to_string (j % 5) + ";";
  Bench bench (experiment (columns + "y", row + "1", "regression", truth + "\n[model]\nkind=diagonal\n"));
  g_autoptr (PenPaths) paths = pen_paths_solve (bench.input.experiment, bench.input.problem, nullptr, nullptr);
  ASSERT_NE (paths, nullptr);
  bench.input.paths = paths;
  for (int i = 0; i < 4096; i++)
    {
      for (int j = 0; j < 200; j++)
        w[j] = j % 11 + 1.0 / (i + 1);
      bench.frame (i * 0.01, w);
    }
  for (PenSolutionKind kind :
       { PEN_SOLUTION_MIN_L2, PEN_SOLUTION_MIN_L1, PEN_SOLUTION_MIN_L1_NONNEGATIVE, PEN_SOLUTION_MIN_POTENTIAL })
    bench.solution (kind, w);
  for (int k = 0; k < PEN_N_VIEWS; k++)
    {
      PenViewKind kind = (PenViewKind)k;

      if (!pen_view_applies (kind, bench.input.experiment, nullptr))
        continue;
      best = INFINITY;
      for (int pass = 0; pass < 5; pass++)
        {
          auto start = std::chrono::steady_clock::now ();
          g_autoptr (PenScene) scene = pen_view_build (kind, &bench.input);

          best = std::fmin (best, std::chrono::duration<double> (std::chrono::steady_clock::now () - start).count ());
        }
      RecordProperty (std::string (pen_view_nick (kind)) + "-microseconds", (int)(1e6 * best));
      printf ("%s of %zu frames: %.2f ms\n", pen_view_nick (kind), (size_t)bench.trace->n_frames, 1e3 * best);
      EXPECT_LT (best, 0.02); /* 4 ms are the aim; a loaded machine is given five times that */
    }
}
