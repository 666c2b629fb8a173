/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <chrono>

#define DECADES 1e-3 /* hundredths of a pixel, a decade being at least 20 */

static const char matrix[] = "[experiment]\nformat=1\n[data]\ncolumns=a;b;c;d;y\nrows=1 0 0 0 3; 0 1 0 0 0; 0 0 1 0 0\n"
                             "target=y\ntask=matrix-sensing\nmatrix-rows=2\nmatrix-columns=2\n"
                             "[model]\nkind=factorization\nrank=2\nsigned=true\n[loss]\nkind=squared\n";

TEST (SpectrumView, HasTheSingularValuesOfAMatrix)
{
  Bench bench (matrix);

  bench.frame (0, { 0.1, 0, 0, 0.2 });
  bench.frame (1, { 3, 4, 0, 0 }); /* of rank 1: 5 and 0 */
  bench.solution (PEN_SOLUTION_MIN_NUCLEAR, { 3, 0, 0, 0 });
  bench.draw (PEN_VIEW_SPECTRUM);
  double rounding = 0.03 * bench.pixel ();
  auto first = bench.points ("value-1"), second = bench.points ("value-2"), goal = bench.points ("min-nuclear");
  ASSERT_EQ (first.size (), 2u);
  EXPECT_NEAR (first[0].second, 0.2, rounding);
  EXPECT_NEAR (second[0].second, 0.1, rounding);
  EXPECT_NEAR (first[1].second, 5, rounding);
  EXPECT_NEAR (second[1].second, 0, rounding);
  ASSERT_EQ (goal.size (), 4u);
  EXPECT_NEAR (goal[0].second, 3, rounding);
  EXPECT_NEAR (goal[2].second, 0, rounding);
}

/* W = (3 0; 0 4; 0 0) of three units, with their a behind it. */
TEST (SpectrumView, HasTheSingularValuesOfAHiddenLayer)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression", "[model]\nkind=relu-network\nwidth=3\n"));

  bench.frame (0, { 0, 0, 0, 0, 0, 0, 1, 1, 1 });
  bench.frame (1, { 3, 0, 0, 4, 0, 0, 1, 1, 1 });
  bench.draw (PEN_VIEW_SPECTRUM);
  EXPECT_NEAR (bench.points ("value-1")[1].second, 4, 0.03 * bench.pixel ());
  EXPECT_NEAR (bench.points ("value-2")[1].second, 3, 0.03 * bench.pixel ());
  EXPECT_FALSE (bench.has ("value-3"));
}

/* X = diag(2, 1/2), y = (2, 1): the modes are the weights themselves, with goals 1 and 2; the flow from 0 leaves e^{−σ²t} of
 * each. */
TEST (SpectrumView, HasTheModesOfX)
{
  Bench bench (experiment ("x1;x2;y", "2 0 2; 0 0.5 1", "regression"));

  for (int i = 0; i <= 20; i++)
    {
      double t = std::pow (10, -1 + 0.1 * i);

      bench.frame (-1 + 0.1 * i, { 1 - std::exp (-4 * t), 2 - 2 * std::exp (-t / 4) });
    }
  bench.draw (PEN_VIEW_SPECTRUM);
  auto first = bench.points ("mode-1"), second = bench.points ("mode-2"), rates = bench.points ("rates");
  ASSERT_EQ (first.size (), 21u);
  EXPECT_NEAR (std::log10 (first[10].second), -4 / G_LN10, 5 * DECADES);
  EXPECT_NEAR (std::log10 (second[20].second), -2.5 / G_LN10, 5 * DECADES);
  ASSERT_EQ (rates.size (), 2u);
  EXPECT_NEAR (rates[0].first, -std::log10 (4), 0.001);
  EXPECT_NEAR (rates[1].first, std::log10 (4), 0.001);
  EXPECT_NEAR (std::log10 (rates[0].second), -1 / G_LN10, 5 * DECADES);
  EXPECT_TRUE (bench.says ("σ₁ = 2"));
  EXPECT_TRUE (bench.says ("σ₂ = 0.5"));
}

TEST (SpectrumView, SaysWhereItDoesNotApply)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1; 2 1 -1", "classification"));

  bench.frame (0, { 0, 0 });
  bench.frame (1, { 1, 1 });
  bench.draw (PEN_VIEW_SPECTRUM);
  EXPECT_TRUE (bench.says ("Choose a regression"));
  EXPECT_FALSE (pen_view_applies (PEN_VIEW_SPECTRUM, bench.input.experiment, nullptr));
}

/* 14 × 14 = 196 weights. */
TEST (SpectrumView, IsQuickForLongRuns)
{
  std::string columns, row;
  std::vector<double> w (196);
  double best = INFINITY;

  for (int j = 0; j < 196; j++)
    {
      columns += "x" + std::to_string (j) + ";";
      row += std::to_string (j % 7 - 3) + " ";
    }
  Bench bench ("[experiment]\nformat=1\n[data]\ncolumns=" + columns + "y\nrows=" + row
               + "1\ntarget=y\ntask=matrix-sensing\nmatrix-rows=14\nmatrix-columns=14\n[model]\nkind=factorization\n"
                 "rank=14\n[loss]\nkind=squared\n");
  for (int i = 0; i < 4096; i++)
    {
      for (int j = 0; j < 196; j++)
        w[j] = std::sin (j * j + 1) / (i + 1) + (j % 15 == 0);
      bench.frame (i * 0.01, w);
    }
  for (int pass = 0; pass < 5; pass++)
    {
      auto start = std::chrono::steady_clock::now ();
      g_autoptr (PenScene) scene = pen_view_build (PEN_VIEW_SPECTRUM, &bench.input);

      best = std::fmin (best, std::chrono::duration<double> (std::chrono::steady_clock::now () - start).count ());
    }
  printf ("spectrum of %zu frames: %.2f ms\n", (size_t)bench.trace->n_frames, 1e3 * best);
  EXPECT_LT (best, 0.02); /* 4 ms are the aim; a loaded machine is given five times that */
}
