/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#define DECADES 1e-3 /* hundredths of a pixel, a decade being at least 20 */

/* w(t) passes the truth (1, 0) on its way to (1, 0.8): least error at the third frame. */
TEST (ErrorsView, MarksTheBestTimeToStop)
{
  Bench bench (experiment ("x1;x2;y", "1 1 2; 0 1 1", "regression", "truth=1;0\n"));

  bench.frame (-HUGE_VAL, { 0, 0 }, std::log10 (2.5));
  bench.frame (-1, { 0.5, 0 }, std::log10 (1.5));
  bench.frame (0.25, { 1, 0.1 }, std::log10 (0.5));
  bench.frame (2, { 1, 0.8 }, -1);
  bench.draw (PEN_VIEW_ERRORS);
  auto train = bench.points ("training-error"), test = bench.points ("test-error"), best = bench.points ("best");
  ASSERT_EQ (test.size (), 3u);
  EXPECT_NEAR (std::log10 (test[0].second), std::log10 (0.25), DECADES);
  EXPECT_NEAR (std::log10 (test[1].second), -2, DECADES);
  EXPECT_NEAR (std::log10 (test[2].second), std::log10 (0.64), DECADES);
  /* Twice the loss over the two rows. */
  EXPECT_NEAR (std::log10 (train[2].second), -1, DECADES);
  ASSERT_EQ (best.size (), 1u);
  EXPECT_NEAR (best[0].first, 0.25, 0.01);
  EXPECT_NEAR (std::log10 (best[0].second), -2, DECADES);
  EXPECT_NEAR (bench.points ("best-time")[0].first, 0.25, 0.01);
  EXPECT_TRUE (bench.says ("least test error 0.01, at log₁₀ t = 0.25"));
}

TEST (ErrorsView, FindsTheBestAmongFramesThatAreNotDrawn)
{
  Bench bench (experiment ("x1;x2;y", "1 1 2", "regression", "truth=1;0\n"));

  for (int i = 0; i < 2000; i++)
    bench.frame (i * 0.001, { 1, 0.001 * std::abs (i - 1001) + 0.001 });
  bench.draw (PEN_VIEW_ERRORS);
  EXPECT_TRUE (bench.says ("log₁₀ t = 1")) << bench.svg.substr (bench.svg.find ("least test"), 80);
  EXPECT_NEAR (bench.points ("best")[0].first, 1.001, 1e-4 + 0.03 * 2.0 / 700);
}

/* Two rows are held out, of which w = (1, −2) gets one wrong, and of the two others none. */
TEST (ErrorsView, CountsTheErrorsOfClassifiers)
{
  Bench bench (experiment ("x1;x2;y", "1 0 1; -1 0 -1; 1 0.1 1; 1 1 1", "classification", "held-out=2\n"));

  bench.frame (0, { -1, 0 });
  bench.frame (1, { 1, -2 });
  bench.draw (PEN_VIEW_ERRORS);
  ASSERT_EQ (bench.points ("test-error").size (), 2u);
  EXPECT_NEAR (bench.points ("test-error")[0].second, 1, 1e-3);
  EXPECT_NEAR (bench.points ("test-error")[1].second, 0.5, 1e-3);
  EXPECT_NEAR (bench.points ("training-error")[0].second, 1, 1e-3);
  EXPECT_NEAR (bench.points ("training-error")[1].second, 0, 1e-3);
  EXPECT_TRUE (bench.says ("share of errors"));
}

TEST (ErrorsView, SaysWhereItDoesNotApply)
{
  Bench bench (experiment ("x1;x2;y", "1 1 2", "regression"));
  const char *reason = nullptr;

  EXPECT_FALSE (pen_view_applies (PEN_VIEW_ERRORS, bench.input.experiment, &reason));
  bench.draw (PEN_VIEW_ERRORS);
  EXPECT_TRUE (bench.says ("nothing to test on"));
  EXPECT_TRUE (bench.says ("Rows held out"));
}
