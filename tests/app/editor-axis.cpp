/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/editor-points.h"
#include "app/planes.h"

#include <gtest/gtest.h>
#include <penchant/error.h>

#include <cmath>
#include <vector>

/* Points of a regression of more inputs, over what its horizontal axis shows. */
static PenExperiment *
regression (gsize d, const std::vector<double> &X, const std::vector<double> &y)
{
  g_autoptr (PenDataset) data =
      pen_dataset_new (PEN_TASK_REGRESSION, y.size (), d, X.data (), y.data (), nullptr, nullptr, nullptr, nullptr);

  return pen_experiment_new (data);
}

static double
max_difference (const double *a, const std::vector<double> &b)
{
  double most = 0;

  for (size_t j = 0; j < b.size (); j++)
    most = std::max (most, std::abs (a[j] - b[j]));
  return most;
}

/* The inputs have the means 1, 2 and 6; they vary along (1, 0, 0) alone. */
static const std::vector<double> rail = { 0, 2, 6, 3, 2, 6, -3, 2, 6, 4, 2, 6 };

TEST (EditorAxis, OverAFeatureARegressionIsEditedAsOfOneInput)
{
  g_autoptr (PenExperiment) space = regression (3, rail, { 1, 2, 3, 4 });
  g_autoptr (PenExperiment) shown = pen_plane_of_input (space, 2);
  g_autoptr (PenExperiment) component = pen_plane_of_component (space, nullptr);
  const double place[] = { 0.25, -2 };
  const guint8 second[] = { 0, 1, 0, 0 };

  g_autoptr (PenExperiment) added = pen_editor_add (shown, 1, place, -1, nullptr);
  ASSERT_EQ (pen_dataset_n (added->data), 5u);
  EXPECT_EQ (max_difference (pen_dataset_X (added->data) + 12, { 1, 2, 0.25 }), 0); /* means of whole numbers */
  EXPECT_EQ (pen_dataset_y (added->data)[4], -2);
  g_autoptr (PenExperiment) moved = pen_editor_move (shown, second, 0.5, -1.5, nullptr);
  EXPECT_EQ (max_difference (pen_dataset_X (moved->data) + 3, { 3, 2, 6.5 }), 0);
  EXPECT_EQ (pen_dataset_y (moved->data)[1], 0.5);
  EXPECT_EQ (pen_dataset_y (moved->data)[0], 1);
  g_autoptr (PenExperiment) put = pen_editor_put (shown, 0, 9, 8, nullptr);
  EXPECT_EQ (max_difference (pen_dataset_X (put->data), { 0, 2, 9 }), 0);
  EXPECT_EQ (pen_dataset_y (put->data)[0], 8);
  ASSERT_NE (component, nullptr);
  g_autoptr (PenExperiment) along = pen_editor_add (component, 1, place, -1, nullptr);
  /* From the mean along the unit in which they vary, which is found to 1e-10 a round. */
  EXPECT_LT (max_difference (pen_dataset_X (along->data) + 12, { 1.25, 2, 6 }), 1e-9);
  EXPECT_EQ (pen_dataset_y (along->data)[4], -2);
  g_autoptr (PenExperiment) there = pen_editor_put (component, 0, 0.25, -2, nullptr);
  EXPECT_LT (max_difference (pen_dataset_X (there->data), { 1.25, 2, 6 }), 1e-9);
  EXPECT_EQ (pen_dataset_y (there->data)[0], -2);
}

TEST (EditorAxis, OverThePredictionOnlyTargetsAreEdited)
{
  g_autoptr (PenExperiment) space = regression (3, rail, { 1, 2, 3, 4 });
  const guint8 ends[] = { 1, 0, 0, 1 };
  g_autoptr (PenExperiment) moved = pen_editor_move (space, ends, 7, -0.5, nullptr);
  g_autoptr (PenExperiment) put = pen_editor_put (space, 2, NAN, 8, nullptr);

  EXPECT_EQ (max_difference (pen_dataset_X (moved->data), rail), 0);
  EXPECT_EQ (max_difference (pen_dataset_y (moved->data), { 0.5, 2, 3, 3.5 }), 0);
  EXPECT_EQ (max_difference (pen_dataset_X (put->data), rail), 0);
  EXPECT_EQ (max_difference (pen_dataset_y (put->data), { 1, 2, 8, 4 }), 0);
}

TEST (EditorAxis, TheAxisIsOneOfThreeAndSavedWithTheFile)
{
  g_autoptr (PenExperiment) space = regression (3, rail, { 1, 2, 3, 4 });
  g_autoptr (PenExperiment) input = pen_plane_of_input (space, 1);
  g_autoptr (PenExperiment) component = pen_plane_of_component (input, nullptr);
  g_autoptr (PenExperiment) prediction = pen_plane_of_prediction (component);
  g_autoptr (GError) error = nullptr;

  EXPECT_TRUE (pen_view_same_plane (space, prediction));
  for (PenExperiment *shown : { input, component, prediction })
    {
      g_autofree char *text = pen_experiment_format (shown, nullptr);
      g_autoptr (PenExperiment) back = pen_experiment_parse (text, nullptr, nullptr, nullptr);

      ASSERT_NE (back, nullptr);
      EXPECT_TRUE (pen_view_same_plane (shown, back));
      for (PenExperiment *other : { input, component, prediction })
        EXPECT_EQ (pen_view_same_plane (shown, other), other == shown);
    }
  g_autoptr (PenExperiment) still = regression (2, { 1, 2, 1, 2 }, { 1, 2 });
  EXPECT_EQ (pen_plane_of_component (still, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
}

/* 10 pixels a unit. Predictions 2·x₁: points at (4, 1) and (−2, 3), and nowhere before there is a run. */
TEST (EditorAxis, OverThePredictionAHitIsWhereThePredictionIs)
{
  g_autoptr (PenExperiment) surface = regression (2, { 2, 7, -1, 7 }, { 1, 3 });
  const cairo_rectangle_t area = { 0, 0, 100, 100 };
  const PenViewport shown = { -5, 5, -5, 5 };
  const double w[] = { 2, 0 };
  PenViewInput input = {};
  gsize row = 99;
  guint8 hit[2];

  input.experiment = surface;
  input.data = surface->data;
  EXPECT_FALSE (pen_editor_hit (&input, &area, &shown, 90, 40, 200, &row));
  PenTrace *trace = pen_trace_new (2);
  pen_trace_append (trace, 0, 0, w);
  input.trace = trace;
  ASSERT_TRUE (pen_editor_hit (&input, &area, &shown, 89, 41, 5, &row));
  EXPECT_EQ (row, 0u);
  ASSERT_EQ (pen_editor_hit_all (&input, &area, &shown, 30, 20, 5, hit), 1u);
  EXPECT_EQ (hit[1], 1);
  /* Where a row was taken away, the former run's weights say it until there are others. */
  input.trace = nullptr;
  input.former = w;
  input.n_former = 2;
  ASSERT_TRUE (pen_editor_hit (&input, &area, &shown, 89, 41, 5, &row));
  EXPECT_EQ (row, 0u);
  pen_trace_free (trace);
}
