/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contour.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <utility>
#include <vector>

using Line = std::vector<std::pair<double, double> >;

static std::vector<Line>
trace (const std::function<double (double, double)> &f, double level, bool closed, gsize outside = 0)
{
  g_autoptr (GArray) x = nullptr;
  g_autoptr (GArray) y = nullptr;
  std::vector<Line> lines (1);
  PenGrid grid;

  pen_grid_init (&grid, 60, outside, -1.5, 1.5, -1.5, 1.5);
  for (gsize j = 0; j < grid.rows; j++)
    for (gsize i = 0; i < grid.columns; i++)
      grid.values[j * grid.columns + i] = f (grid.x[i], grid.y[j]);
  pen_contour_trace (&grid, level, closed, &x, &y);
  pen_grid_clear (&grid);
  for (guint k = 0; k < x->len; k++)
    if (std::isnan (g_array_index (x, double, k)))
      lines.emplace_back ();
    else
      lines.back ().emplace_back (g_array_index (x, double, k), g_array_index (y, double, k));
  EXPECT_TRUE (lines.back ().empty ()); /* a NAN behind each line, the last too */
  lines.pop_back ();
  return lines;
}

static double
area (const Line &ring)
{
  double sum = 0;

  for (size_t i = 0; i + 1 < ring.size (); i++)
    sum += (ring[i].first * ring[i + 1].second - ring[i + 1].first * ring[i].second) / 2;
  return std::fabs (sum);
}

TEST (Contour, CircleHasItsRadius)
{
  auto lines = trace ([] (double x, double y) { return x * x + y * y; }, 1, false);

  ASSERT_EQ (lines.size (), 1u);
  EXPECT_EQ (lines[0].front (), lines[0].back ());
  EXPECT_GT (lines[0].size (), 120u);
  /* On an edge of h = 0.05 the line through two values of x² misses by h²/4 at most; |∇f| = 2 makes h²/8 of it. */
  for (auto &point : lines[0])
    EXPECT_NEAR (std::hypot (point.first, point.second), 1, 1.01 * 0.05 * 0.05 / 8);
}

TEST (Contour, LinesAreExactForAPlane)
{
  auto lines = trace ([] (double x, double y) { return 2 * x - y; }, 0.3, false, 20);

  ASSERT_EQ (lines.size (), 1u);
  EXPECT_NE (lines[0].front (), lines[0].back ());
  for (auto &point : lines[0])
    EXPECT_NEAR (2 * point.first - point.second, 0.3, 1e-13);
  /* Twenty steps growing by 1.15 reach (1.15²⁰ − 1)/0.15 = 102 steps of 0.05 past 1.5. */
  EXPECT_NEAR (std::fmax (std::fabs (lines[0].front ().second), std::fabs (lines[0].back ().second)),
               1.5 + 0.05 * (std::pow (1.15, 20) - 1) / 0.15, 1e-9);
}

TEST (Contour, SaddleKeepsItsBranchesApart)
{
  EXPECT_EQ (trace ([] (double x, double y) { return x * y; }, 1e-4, false).size (), 2u);
  EXPECT_EQ (trace ([] (double x, double y) { return x * y; }, -1e-4, false).size (), 2u);
}

TEST (Contour, ClosedRingsHoldWhatIsAbove)
{
  auto half = trace ([] (double x, double y) { return x + 1e-3 * y; }, 0, true);
  auto disc = trace ([] (double x, double y) { return 1 - x * x - y * y; }, 0, true);

  ASSERT_EQ (half.size (), 1u);
  EXPECT_EQ (half[0].front (), half[0].back ());
  EXPECT_NEAR (area (half[0]), 4.5, 3 * 2 * 0.05); /* within a step of the border on each side */
  ASSERT_EQ (disc.size (), 1u);
  EXPECT_NEAR (area (disc[0]), M_PI, 2 * M_PI * 0.05 * 0.05); /* an inscribed polygon lacks O(h²) */
}

TEST (Contour, LeavesOutWhatIsUnknown)
{
  auto lines = trace ([] (double x, double y) { return x > 0.5 ? NAN : y; }, 0.01, false);

  ASSERT_EQ (lines.size (), 1u);
  for (auto &point : lines[0])
    EXPECT_LE (point.first, 0.5 + 1e-12);
  EXPECT_TRUE (trace ([] (double, double) { return 1.0; }, 0, false).empty ());
  EXPECT_TRUE (trace ([] (double, double) { return NAN; }, 0, true).empty ());
}
