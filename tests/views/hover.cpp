/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <chrono>
#include <set>

/* A regression of two weights on its way to (0.2, 0.4). */
static void
fill (Bench &bench)
{
  bench.frame (-HUGE_VAL, { 0, 0 }, 0);
  bench.frame (-1, { 0.1, 0.2 }, -1);
  bench.frame (0, { 0.18, 0.36 }, -3);
  bench.frame (1, { 0.199, 0.398 }, -6);
  bench.frame (2, { 0.2, 0.4 }, -30);
  bench.solution (PEN_SOLUTION_MIN_L2, { 0.2, 0.4 });
  bench.solution (PEN_SOLUTION_MIN_L1, { 0, 0.5 });
}

static std::string
regression ()
{
  return experiment ("x1;x2;y", "1 2 1", "regression", "truth=0;0.5");
}

static const PenViewKind over_time[] = { PEN_VIEW_CONVERGENCE, PEN_VIEW_COEFFICIENTS, PEN_VIEW_ERRORS,
                                         PEN_VIEW_SPECTRUM };

TEST (Hover, PlacesInTimeGoThereAndBack)
{
  for (PenAxisScale scale : { PEN_AXIS_STANDARD, PEN_AXIS_LINEAR })
    for (PenViewKind kind : over_time)
      {
        Bench bench (regression ());
        bool y_log = kind != PEN_VIEW_COEFFICIENTS;

        fill (bench);
        bench.input.scales[PEN_VIEW_AXIS_TIME] = scale;
        for (gsize frame = 1; frame < 5; frame++)
          {
            double log10_time = bench.trace->frames[frame].log10_time;
            double x = scale == PEN_AXIS_LINEAR ? std::pow (10, log10_time) : log10_time;
            PenPointed at = { x, 0, 0.01, 0.01 };
            gsize found = 99;

            bench.draw_hover (kind, frame, false, y_log);
            ASSERT_TRUE (bench.has ("hover")) << pen_view_nick (kind);
            EXPECT_NEAR (bench.points ("hover")[0].first, x, bench.pixel ()) << pen_view_nick (kind);
            ASSERT_TRUE (pen_view_frame_at (kind, &bench.input, &at, &found));
            EXPECT_EQ (found, frame) << pen_view_nick (kind);
          }
      }
}

TEST (Hover, TailsGoByTheLogarithmOfLogT)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1; 2 1 1", "classification"));
  gsize found = 99;

  bench.frame (-HUGE_VAL, { 0, 0 });
  for (int k = 1; k <= 9; k++)
    bench.frame (std::pow (10, k), { 1, std::pow (10, -k) }, -std::pow (10, k));
  bench.solution (PEN_SOLUTION_MAX_MARGIN, { 1, 0 });
  /* 10^4.4 is nearer to 10⁴ than to 10⁵, though not on a linear axis of log₁₀ t. */
  PenPointed at = { std::pow (10, 4.4), 0, 1, 1 };
  ASSERT_TRUE (pen_view_frame_at (PEN_VIEW_CONVERGENCE, &bench.input, &at, &found));
  EXPECT_EQ (found, 4u);
  bench.draw_hover (PEN_VIEW_CONVERGENCE, 4, true, true);
  EXPECT_NEAR (std::log10 (bench.points ("hover")[0].first), 4, 0.02);
}

TEST (Hover, FindsTheNearestFrameOfAPath)
{
  Bench bench (regression ());
  PenPointed near = { 0.175, 0.361, 0.001, 0.001 }, between = { 0.12, 0.24, 0.001, 0.001 },
             far = { 0.3, 0.1, 0.001, 0.001 };
  gsize found = 99;

  fill (bench);
  ASSERT_TRUE (pen_view_frame_at (PEN_VIEW_PATH, &bench.input, &near, &found));
  EXPECT_EQ (found, 2u);
  /* On the straight way from frame 1 to frame 2, a quarter of it gone. */
  ASSERT_TRUE (pen_view_frame_at (PEN_VIEW_PATH, &bench.input, &between, &found));
  EXPECT_EQ (found, 1u);
  EXPECT_FALSE (pen_view_frame_at (PEN_VIEW_PATH, &bench.input, &far, &found));
  bench.draw_hover (PEN_VIEW_PATH, 2, false, false);
  ASSERT_EQ (bench.points ("hover").size (), 1u);
  EXPECT_NEAR (bench.points ("hover")[0].first, 0.18, bench.pixel ());
  EXPECT_NEAR (bench.points ("hover")[0].second, 0.36, bench.pixel ());
}

TEST (Hover, DrawsTheBoundaryOfThatMoment)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1; -2 -1 -1", "classification"));

  bench.frame (-HUGE_VAL, { 1, 0 });
  bench.frame (0, { 0, 1 });
  bench.frame (1, { 1, 1 });
  bench.draw_hover (PEN_VIEW_DATA, 1, false, false);
  auto line = bench.points ("hover");
  ASSERT_EQ (line.size (), 2u);
  /* w = (0, 1): x₂ = 0. */
  EXPECT_NEAR (line[0].second, 0, bench.pixel ());
  EXPECT_NEAR (line[1].second, 0, bench.pixel ());
  EXPECT_GT (std::fabs (line[1].first - line[0].first), 2);
}

TEST (Hover, DrawsTheWeightsOfThatMoment)
{
  Bench bench (regression ());

  fill (bench);
  bench.draw_hover (PEN_VIEW_STEM, 2, false, false);
  auto rings = bench.points ("hover");
  ASSERT_EQ (rings.size (), 2u);
  EXPECT_NEAR (rings[1].first, 2, bench.pixel ());
  EXPECT_NEAR (rings[1].second, 0.36, bench.pixel ());
}

TEST (Hover, MarksTheWeightsOnTheRegularizationPath)
{
  Bench bench (regression ());
  g_autoptr (PenPaths) paths = pen_paths_solve (bench.input.experiment, bench.input.problem, nullptr, nullptr);

  ASSERT_NE (paths, nullptr);
  fill (bench);
  bench.input.paths = paths;
  bench.draw_hover (PEN_VIEW_REGULARIZATION, 2, false, false);
  auto rings = bench.points ("hover");
  ASSERT_EQ (rings.size (), 2u);
  /* The lasso ends at (0, 0.5), whose ℓ₁ norm is the unit: 0.54 of it is 1.08. */
  for (auto &ring : rings)
    EXPECT_NEAR (ring.first, 1.08, bench.pixel ());
  EXPECT_NEAR (std::fmax (rings[0].second, rings[1].second), 0.36, bench.pixel ());
}

TEST (Hover, DrawsNothingForNoFrame)
{
  Bench bench (regression ()), empty (regression ());
  gsize beyond = 5, found;
  PenPointed at = { 0, 0, 1, 1 };

  fill (bench);
  for (int k = 0; k < PEN_N_VIEWS; k++)
    {
      PenViewKind kind = (PenViewKind)k;

      for (gsize *hover : { (gsize *)nullptr, &beyond })
        for (Bench *each : { &bench, &empty })
          {
            each->input.hover = hover;
            g_autoptr (PenScene) scene = pen_view_build_hover (kind, &each->input);
            std::swap (scene, each->scene);
            each->write ();
            EXPECT_FALSE (each->has ("hover")) << pen_view_nick (kind);
            std::swap (scene, each->scene);
          }
      EXPECT_FALSE (pen_view_frame_at (kind, &empty.input, &at, &found)) << pen_view_nick (kind);
    }
}

TEST (Scales, OfTimeAndValueAreChosen)
{
  Bench bench (regression ());
  PenAxisScale standard = PEN_AXIS_STANDARD;

  fill (bench);
  bench.input.scales[PEN_VIEW_AXIS_TIME] = PEN_AXIS_LINEAR;
  bench.input.scales[PEN_VIEW_AXIS_VALUE] = PEN_AXIS_LINEAR;
  bench.draw (PEN_VIEW_CONVERGENCE);
  auto line = bench.points ("min-l2");
  ASSERT_EQ (line.size (), 5u); /* t = 0 has a place here */
  EXPECT_NEAR (line[0].first, 0, bench.pixel ());
  EXPECT_NEAR (line[0].second, 1, bench.pixel ());
  EXPECT_NEAR (line[4].first, 100, bench.pixel ());
  EXPECT_TRUE (bench.says (">t<"));
  EXPECT_FALSE (bench.says ("log₁₀ t"));
  EXPECT_TRUE (pen_view_has_scales (PEN_VIEW_CONVERGENCE, &bench.input, PEN_VIEW_AXIS_TIME, &standard));
  EXPECT_EQ (standard, PEN_AXIS_LOGARITHMIC);
  EXPECT_TRUE (pen_view_has_scales (PEN_VIEW_CONVERGENCE, &bench.input, PEN_VIEW_AXIS_VALUE, &standard));
  EXPECT_TRUE (pen_view_has_scales (PEN_VIEW_COEFFICIENTS, &bench.input, PEN_VIEW_AXIS_TIME, &standard));
  EXPECT_FALSE (pen_view_has_scales (PEN_VIEW_COEFFICIENTS, &bench.input, PEN_VIEW_AXIS_VALUE, &standard))
      << "weights have signs";
  EXPECT_FALSE (pen_view_has_scales (PEN_VIEW_PATH, &bench.input, PEN_VIEW_AXIS_TIME, &standard));
  for (PenViewKind kind : { PEN_VIEW_ERRORS, PEN_VIEW_SPECTRUM })
    {
      bench.draw (kind);
      double top = 0;
      for (const char *id : { "test-error", "mode-1" })
        for (auto &point : bench.points (id))
          top = std::fmax (top, point.second);
      /* ‖truth‖² = 0.25, and a mode begins with all of its error: the SVG is in linear heights. */
      EXPECT_NEAR (top, kind == PEN_VIEW_ERRORS ? 0.25 : 1, bench.pixel ()) << pen_view_nick (kind);
    }
}

TEST (Scales, TheLossItselfIsLinear)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1", "regression"));

  bench.frame (-1, { 0.1, 0.2 }, -1);
  bench.frame (1, { 0.2, 0.4 }, -30);
  bench.input.scales[PEN_VIEW_AXIS_VALUE] = PEN_AXIS_LINEAR;
  bench.draw (PEN_VIEW_CONVERGENCE);
  ASSERT_EQ (bench.points ("loss").size (), 2u);
  EXPECT_NEAR (bench.points ("loss")[0].second, 0.1, 0.001);
  EXPECT_NEAR (bench.points ("loss")[1].second, 0, 0.001);
  EXPECT_FALSE (bench.says ("log₁₀ loss"));
}

TEST (Scales, SingularValuesMayGoByLogarithms)
{
  Bench bench ("[experiment]\nformat=1\n[data]\ncolumns=a;b;c;d;y\nrows=1 0 0 0 3; 0 1 0 0 0; 0 0 1 0 0\ntarget=y\n"
               "task=matrix-sensing\nmatrix-rows=2\nmatrix-columns=2\n[model]\nkind=factorization\nrank=2\n"
               "signed=true\n[loss]\nkind=squared\n");
  PenAxisScale standard = PEN_AXIS_STANDARD;

  bench.frame (-1, { 1e-3, 0, 0, 1e-6 });
  bench.frame (1, { 1, 0, 0, 0 });
  ASSERT_TRUE (pen_view_has_scales (PEN_VIEW_SPECTRUM, &bench.input, PEN_VIEW_AXIS_VALUE, &standard));
  EXPECT_EQ (standard, PEN_AXIS_LINEAR);
  bench.input.scales[PEN_VIEW_AXIS_VALUE] = PEN_AXIS_LOGARITHMIC;
  bench.draw (PEN_VIEW_SPECTRUM);
  ASSERT_EQ (bench.points ("value-1").size (), 2u);
  EXPECT_NEAR (std::log10 (bench.points ("value-1")[0].second), -3, 0.02);
  EXPECT_TRUE (bench.points ("value-2").empty ()) << "a line needs two values, and 0 has no logarithm";
}

TEST (Scales, ARunPastAllNumbersStaysLogarithmic)
{
  Bench bench (experiment ("x1;x2;y", "1 2 1; 2 1 1", "classification"));
  PenAxisScale standard = PEN_AXIS_STANDARD;

  bench.frame (0, { 1, 1 });
  bench.frame (1e6, { 1, 0 });
  bench.solution (PEN_SOLUTION_MAX_MARGIN, { 1, 0 });
  bench.input.scales[PEN_VIEW_AXIS_TIME] = PEN_AXIS_LINEAR;
  EXPECT_FALSE (pen_view_has_scales (PEN_VIEW_CONVERGENCE, &bench.input, PEN_VIEW_AXIS_TIME, &standard));
  bench.draw (PEN_VIEW_CONVERGENCE);
  EXPECT_TRUE (bench.says ("log₁₀ t"));
}

/* Hides one entry after the other: what the picture loses. */
static void
check_entries (Bench &bench, PenViewKind kind)
{
  std::set<std::string> keys;

  bench.draw (kind);
  for (guint i = 0; i < pen_scene_n_entries (bench.scene); i++)
    {
      PenSceneEntry entry;

      pen_scene_get_entry (bench.scene, i, &entry);
      ASSERT_NE (entry.key, nullptr) << pen_view_nick (kind) << ": " << entry.label;
      EXPECT_TRUE (keys.insert (entry.key).second) << pen_view_nick (kind) << ": " << entry.key;
    }
  EXPECT_FALSE (keys.empty ()) << pen_view_nick (kind);
  bench.write ();
  std::string whole = bench.svg;
  for (const std::string &key : keys)
    {
      size_t ids = 0, before = 0;

      pen_scene_set_hidden (bench.scene, key.c_str (), TRUE);
      bench.write ();
      for (size_t at = 0; (at = whole.find ("<g id=", at)) != std::string::npos; at++)
        before++;
      for (size_t at = 0; (at = bench.svg.find ("<g id=", at)) != std::string::npos; at++)
        ids++;
      EXPECT_LT (ids, before) << pen_view_nick (kind) << ": " << key;
      pen_scene_set_hidden (bench.scene, key.c_str (), FALSE);
      bench.write ();
      EXPECT_EQ (bench.svg, whole) << key;
    }
}

TEST (Entries, OfEveryViewHideSomething)
{
  Bench bench (regression ());
  Bench plane (experiment ("x1;x2;y", "1 2 1; -2 -1 -1", "classification"));
  g_autoptr (PenPaths) paths = pen_paths_solve (bench.input.experiment, bench.input.problem, nullptr, nullptr);
  PenSweepRow rows[2] = {};
  const PenSweepTable table = { .key = "model.init-scale", .rows = rows, .n = 2 };

  fill (bench);
  for (int i = 0; i < 2; i++)
    {
      rows[i].value = i + 1;
      rows[i].excess_l1 = 0.1 + i;
      rows[i].excess_l2 = 0.2 - 0.1 * i;
    }
  ASSERT_NE (paths, nullptr);
  bench.input.paths = paths;
  bench.input.sweep = &table;
  for (PenViewKind kind : { PEN_VIEW_DATA, PEN_VIEW_PATH, PEN_VIEW_CONVERGENCE, PEN_VIEW_COEFFICIENTS, PEN_VIEW_STEM,
                            PEN_VIEW_REGULARIZATION, PEN_VIEW_SWEEP, PEN_VIEW_ERRORS, PEN_VIEW_SPECTRUM })
    check_entries (bench, kind);
  plane.frame (0, { 1, 1 });
  plane.frame (1, { 1, 2 });
  plane.solution (PEN_SOLUTION_MAX_MARGIN, { 1, 1 });
  plane.solution (PEN_SOLUTION_L1_MAX_MARGIN, { 1, 0 });
  check_entries (plane, PEN_VIEW_DATA);
  pen_scene_set_hidden (plane.scene, "flow side-* arrow*", TRUE);
  plane.write ();
  EXPECT_FALSE (plane.says ("w/‖w‖"));
  EXPECT_FALSE (plane.has ("side-positive"));
  EXPECT_TRUE (plane.has ("max-margin"));
}

TEST (Hover, IsQuick)
{
  std::string rows;
  double best = INFINITY;
  gsize frame = 2000;

  for (int i = 0; i < 200; i++)
    rows += std::to_string (std::cos (i)) + " " + std::to_string (std::sin (i)) + (i % 2 != 0 ? " 1;" : " -1;");
  rows.pop_back ();
  Bench bench (experiment ("x1;x2;y", rows, "classification", "\n[features]\nmap=polynomial\ndegree=5\nbias=true"));
  std::vector<double> w (bench.input.problem->d);
  for (int i = 0; i < 4096; i++)
    {
      for (size_t j = 0; j < w.size (); j++)
        w[j] = std::cos (i + (double)j);
      bench.frame (i * 0.01, w);
    }
  bench.solution (PEN_SOLUTION_MAX_MARGIN, w);
  bench.input.hover = &frame;
  for (PenViewKind kind : { PEN_VIEW_DATA, PEN_VIEW_PATH, PEN_VIEW_CONVERGENCE, PEN_VIEW_COEFFICIENTS, PEN_VIEW_STEM })
    {
      best = INFINITY;
      for (int pass = 0; pass < 5; pass++)
        {
          auto start = std::chrono::steady_clock::now ();
          g_autoptr (PenScene) scene = pen_view_build_hover (kind, &bench.input);

          best = std::fmin (best, std::chrono::duration<double> (std::chrono::steady_clock::now () - start).count ());
        }
      printf ("%s: %.2f ms\n", pen_view_nick (kind), 1e3 * best);
      EXPECT_LT (best, 0.01); /* 2 ms are the aim; a loaded machine is given five times that */
    }
}
