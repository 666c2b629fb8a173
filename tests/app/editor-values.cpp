/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/editor-points.h"
#include "app/editor-selection.h"
#include "app/editor-text.h"
#include "app/planes.h"
#include "app/plot-view.h"

#include <gtest/gtest.h>
#include <penchant/error.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

static PenDataset *
points (PenTask task, gsize d, const std::vector<double> &X, const std::vector<double> &y)
{
  return pen_dataset_new (task, y.size (), d, X.data (), y.data (), nullptr, nullptr, nullptr, nullptr);
}

static PenExperiment *
experiment (PenTask task, gsize d, const std::vector<double> &X, const std::vector<double> &y)
{
  g_autoptr (PenDataset) data = points (task, d, X, y);

  return pen_experiment_new (data);
}

TEST (EditorPoints, OnlyWhatAClickSaysCompletelyIsEditable)
{
  g_autoptr (PenExperiment) plane = experiment (PEN_TASK_CLASSIFICATION, 2, { 1, 2 }, { 1 });
  g_autoptr (PenExperiment) line = experiment (PEN_TASK_REGRESSION, 1, { 1 }, { 5 });
  g_autoptr (PenExperiment) space = experiment (PEN_TASK_CLASSIFICATION, 3, { 1, 2, 3 }, { 1 });
  g_autoptr (PenExperiment) surface = experiment (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 5 });
  const char *why = "";

  EXPECT_TRUE (pen_editor_can_place (plane, &why));
  EXPECT_EQ (why, nullptr);
  EXPECT_TRUE (pen_editor_can_place (line, nullptr));
  EXPECT_TRUE (pen_editor_can_place (space, nullptr)); /* in the plane that is shown */
  EXPECT_FALSE (pen_editor_can_place (surface, &why));
  EXPECT_NE (std::string (why).find ("choose a feature for the horizontal axis"), std::string::npos);
  for (auto made : { pen_plane_of_input (surface, 1), pen_plane_of_prediction (surface) })
    {
      g_autoptr (PenExperiment) shown = made;
      g_autoptr (PenExperiment) sensing = pen_experiment_copy (shown);

      EXPECT_EQ (pen_editor_can_place (shown, nullptr), g_key_file_has_key (shown->view, "view", "x-axis", nullptr));
      pen_dataset_unref (sensing->data);
      sensing->data = points (PEN_TASK_MATRIX_SENSING, 2, { 1, 2 }, { 5 });
      EXPECT_FALSE (pen_editor_can_place (sensing, &why));
      EXPECT_NE (std::string (why).find ("in the table"), std::string::npos);
    }
}

TEST (EditorPoints, EditsMakeNewExperiments)
{
  g_autoptr (PenExperiment) first = experiment (PEN_TASK_CLASSIFICATION, 2, { 1, 2, 3, 4 }, { 1, -1 });
  const double place[] = { 0.1, -0.2 };
  g_autoptr (PenExperiment) added = pen_editor_add (first, 1, place, -1, nullptr);
  const guint8 ends[] = { 1, 0, 1 };
  g_autoptr (PenExperiment) moved = pen_editor_move (added, ends, 0.5, -1, nullptr);
  g_autoptr (PenExperiment) removed = pen_editor_remove (moved, ends, nullptr);
  const double *X = pen_dataset_X (moved->data);

  EXPECT_EQ (pen_dataset_n (first->data), 2u);
  ASSERT_EQ (pen_dataset_n (added->data), 3u);
  EXPECT_EQ (pen_dataset_X (added->data)[4], 0.1);
  EXPECT_EQ (pen_dataset_X (added->data)[5], -0.2);
  EXPECT_EQ (pen_dataset_y (added->data)[2], -1);
  EXPECT_EQ (X[0], 1.5);
  EXPECT_EQ (X[1], 1);
  EXPECT_EQ (X[2], 3);
  EXPECT_EQ (X[3], 4);
  EXPECT_EQ (X[4], 0.1 + 0.5);
  EXPECT_EQ (pen_dataset_y (moved->data)[2], -1);
  ASSERT_EQ (pen_dataset_n (removed->data), 1u);
  EXPECT_EQ (pen_dataset_X (removed->data)[0], 3);
}

TEST (EditorPoints, ARegressionsHeightIsItsTarget)
{
  g_autoptr (PenExperiment) first = experiment (PEN_TASK_REGRESSION, 1, { 1 }, { 5 });
  const double place[] = { 2, 7 };
  g_autoptr (PenExperiment) added = pen_editor_add (first, 1, place, -1, nullptr);
  const guint8 last[] = { 0, 1 };
  g_autoptr (PenExperiment) moved = pen_editor_move (added, last, 1, -3, nullptr);
  double x, y;

  pen_view_point (moved, moved->data, 1, &x, &y);
  EXPECT_EQ (x, 3);
  EXPECT_EQ (y, 4);
  EXPECT_EQ (pen_dataset_X (moved->data)[1], 3);
  EXPECT_EQ (pen_dataset_y (moved->data)[1], 4);
}

TEST (EditorPoints, AMoveOutOfTheDoublesIsRefused)
{
  g_autoptr (PenExperiment) first = experiment (PEN_TASK_CLASSIFICATION, 2, { 1e308, 0 }, { 1 });
  const guint8 all[] = { 1 };
  g_autoptr (GError) error = nullptr;

  EXPECT_EQ (pen_editor_move (first, all, 1e308, 0, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_NOT_FINITE));
}

TEST (EditorPoints, AHitTakesTheNearestAndTheUppermost)
{
  /* 100 pixels for [0, 10]: a unit is 10 pixels, and y grows upwards. */
  g_autoptr (PenExperiment) data =
      experiment (PEN_TASK_CLASSIFICATION, 2, { 2, 2, 3, 2, 8, 8, 8, 8 }, { 1, 1, 1, -1 });
  const cairo_rectangle_t area = { 50, 20, 100, 100 };
  const PenViewport shown = { 0, 10, 0, 10 };
  PenViewInput input = {};
  gsize row = 99;

  input.experiment = data;
  input.data = data->data;
  EXPECT_TRUE (pen_editor_hit (&input, &area, &shown, 50 + 24, 120 - 20, 10, &row));
  EXPECT_EQ (row, 0u);
  EXPECT_TRUE (pen_editor_hit (&input, &area, &shown, 50 + 26, 120 - 20, 10, &row));
  EXPECT_EQ (row, 1u);
  EXPECT_TRUE (pen_editor_hit (&input, &area, &shown, 50 + 80, 120 - 80, 10, &row));
  EXPECT_EQ (row, 3u);
  EXPECT_FALSE (pen_editor_hit (&input, &area, &shown, 50 + 80, 120 - 60, 10, &row));
}

TEST (EditorPoints, OfMoreFeaturesEditsStayInThePlane)
{
  std::vector<double> X = { 1, 2, 3, 4, -1, 0, 5, 2, 0, 7, 1, 1 };
  g_autoptr (PenExperiment) space = experiment (PEN_TASK_CLASSIFICATION, 4, X, { 1, -1, 1 });
  g_autoptr (PenExperiment) inputs = pen_plane_of_inputs (space, 3, 1);
  g_autoptr (PenExperiment) components = pen_plane_of_components (space, nullptr);
  const double a[] = { 3, 0, 4, 0 }, b[] = { 3, 5, 4, 0 }, place[] = { 0.25, -2 };
  g_autoptr (PenExperiment) weights = pen_plane_of_weights (space, a, "a", b, "b", nullptr);
  const guint8 ends[] = { 1, 0, 1 };

  for (PenExperiment *shown : { inputs, components, weights })
    {
      g_autoptr (PenExperiment) moved = pen_editor_move (shown, ends, 0.5, -0.125, nullptr);
      g_autoptr (PenExperiment) added = pen_editor_add (shown, 1, place, -1, nullptr);
      g_autoptr (PenExperiment) put = pen_editor_put (shown, 1, 9, 8, nullptr);
      double x0, y0, x, y, way = 0;

      for (gsize i = 0; i < 3; i++)
        {
          pen_view_point (shown, shown->data, i, &x0, &y0);
          pen_view_point (moved, moved->data, i, &x, &y);
          /* Four products of numbers up to 8, rounded. */
          EXPECT_NEAR (x - x0, ends[i] ? 0.5 : 0, 2e-14);
          EXPECT_NEAR (y - y0, ends[i] ? -0.125 : 0, 2e-14);
        }
      for (gsize j = 0; j < 4; j++)
        way += std::pow (pen_dataset_X (moved->data)[j] - X[j], 2);
      /* No way off the plane: as long as what was asked for. */
      EXPECT_NEAR (way, 0.25 + 0.015625, 1e-13);
      pen_view_point (added, added->data, 3, &x, &y);
      EXPECT_NEAR (x, 0.25, 1e-14);
      EXPECT_NEAR (y, -2, 1e-14);
      pen_view_point (put, put->data, 1, &x, &y);
      EXPECT_NEAR (x, 9, 1e-13);
      EXPECT_NEAR (y, 8, 1e-13);
    }
  g_autoptr (PenExperiment) added = pen_editor_add (inputs, 1, place, -1, nullptr);
  /* What the plane does not say is the mean of the points. */
  EXPECT_NEAR (pen_dataset_X (added->data)[12], 0, 1e-15);
  EXPECT_NEAR (pen_dataset_X (added->data)[14], 3, 1e-15);
  EXPECT_EQ (pen_dataset_X (added->data)[15], 0.25);
  EXPECT_EQ (pen_dataset_X (added->data)[13], -2);
}

TEST (EditorPoints, PrincipalComponentsHoldMostOfTheVariation)
{
  std::mt19937 random (3);
  std::normal_distribution<double> normal;
  std::vector<double> X, y;

  for (int i = 0; i < 200; i++)
    {
      double u = 5 * normal (random), v = 2 * normal (random);

      /* Along (3, 4, 0)/5 and (0, 0, 1), with little besides. */
      X.insert (X.end (), { 0.6 * u + 0.01 * normal (random) + 7, 0.8 * u + 0.01 * normal (random), v });
      y.push_back (i % 2 ? 1 : -1);
    }
  g_autoptr (PenExperiment) space = experiment (PEN_TASK_CLASSIFICATION, 3, X, y);
  g_autoptr (PenExperiment) shown = pen_plane_of_components (space, nullptr);
  PenViewPlane plane;

  pen_view_plane_init (&plane, shown, shown->data);
  ASSERT_NE (plane.vectors, nullptr);
  /* The sample's own directions differ from those it was drawn with by about 1/√200 of the ratio of the sizes. */
  EXPECT_NEAR (std::abs (plane.vectors[3] * 0.6 + plane.vectors[4] * 0.8), 1, 0.02);
  EXPECT_NEAR (std::abs (plane.vectors[8]), 1, 0.02);
  pen_view_plane_clear (&plane);
  /* It is saved with the file, and the same again. */
  g_autofree char *text = pen_experiment_format (shown, nullptr);
  g_autoptr (PenExperiment) back = pen_experiment_parse (text, nullptr, nullptr, nullptr);
  ASSERT_NE (back, nullptr);
  for (gsize i = 0; i < 200; i++)
    {
      double x0, y0, x1, y1;

      pen_view_point (shown, shown->data, i, &x0, &y0);
      pen_view_point (back, back->data, i, &x1, &y1);
      ASSERT_EQ (x0, x1);
      ASSERT_EQ (y0, y1);
    }
}

TEST (EditorPoints, APlaneNeedsTwoDirections)
{
  g_autoptr (PenExperiment) line = experiment (PEN_TASK_CLASSIFICATION, 3, { 1, 2, 3, 2, 4, 6, 3, 6, 9 }, { 1, -1, 1 });
  const double a[] = { 1, 2, 2 }, b[] = { -2, -4, -4 };
  g_autoptr (GError) error = nullptr;

  EXPECT_EQ (pen_plane_of_components (line, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
  g_clear_error (&error);
  EXPECT_EQ (pen_plane_of_weights (line, a, "a", b, "b", &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
}

TEST (EditorPoints, OfOneInputTheLabelIsTheHeight)
{
  g_autoptr (PenExperiment) line = experiment (PEN_TASK_CLASSIFICATION, 1, { 2 }, { -1 });
  const cairo_rectangle_t area = { 0, 0, 100, 100 };
  const PenViewport shown = { 0, 10, -5, 5 };
  PenViewInput input = {};
  gsize row;

  input.experiment = line;
  input.data = line->data;
  EXPECT_TRUE (pen_editor_hit (&input, &area, &shown, 20, 60, 5, &row));
}

TEST (EditorSelection, FollowsRowsThroughRandomEdits)
{
  std::mt19937 random (11);

  for (int round = 0; round < 300; round++)
    {
      std::vector<double> all, few, all_X, few_X;
      std::vector<bool> kept, chosen;
      PenSelection selection = { 0, 0, nullptr };
      gsize n = random () % 20;

      for (gsize i = 0; i < n; i++)
        {
          kept.push_back (random () % 3 != 0);
          chosen.push_back (random () % 2 != 0);
          all_X.insert (all_X.end (), { double (i), double (random () % 3) });
          all.push_back (1);
          if (kept[i])
            {
              few_X.insert (few_X.end (), all_X.end () - 2, all_X.end ());
              few.push_back (1);
            }
        }
      g_autoptr (PenDataset) before = points (PEN_TASK_CLASSIFICATION, 2, all_X, all);
      g_autoptr (PenDataset) after = points (PEN_TASK_CLASSIFICATION, 2, few_X, few);

      pen_selection_resize (&selection, n);
      for (gsize i = 0; i < n; i++)
        pen_selection_set (&selection, i, chosen[i]);
      pen_selection_follow (&selection, before, after);
      ASSERT_EQ (selection.n, few.size ());
      for (gsize i = 0, j = 0; i < n; i++)
        {
          if (!kept[i])
            continue;
          ASSERT_EQ (pen_selection_has (&selection, j), chosen[i]);
          j++;
        }
      /* Undone, exactly the rows that came back are selected. */
      pen_selection_follow (&selection, after, before);
      ASSERT_EQ (selection.n, n);
      gsize count = 0;
      for (gsize i = 0; i < n && few.size () < n; i++)
        {
          ASSERT_EQ (pen_selection_has (&selection, i), !kept[i]);
          count += !kept[i];
        }
      if (few.size () < n)
        {
          ASSERT_EQ (selection.count, count);
        }
      pen_selection_clear (&selection);
    }
}

TEST (EditorSelection, OtherPointsSelectNothing)
{
  g_autoptr (PenDataset) before = points (PEN_TASK_CLASSIFICATION, 1, { 1, 2, 3 }, { 1, 1, 1 });
  g_autoptr (PenDataset) after = points (PEN_TASK_CLASSIFICATION, 1, { 7, 8 }, { 1, 1 });
  PenSelection selection = { 0, 0, nullptr };

  pen_selection_resize (&selection, 3);
  pen_selection_set_all (&selection, TRUE);
  EXPECT_EQ (selection.count, 3u);
  pen_selection_follow (&selection, before, after);
  EXPECT_EQ (selection.n, 2u);
  EXPECT_EQ (selection.count, 0u);
  pen_selection_clear (&selection);
}

TEST (EditorText, GoesOutAndComesBackBitForBit)
{
  std::mt19937 random (5);
  std::vector<double> X, y;

  for (int i = 0; i < 200; i++)
    {
      double exponent = double (int (random () % 600)) - 300;

      X.push_back (std::ldexp (double (random ()) - 2e9, int (exponent)));
      X.push_back (0.1 * i);
      y.push_back (i % 2 ? 1 : -1);
    }
  g_autoptr (PenDataset) data = points (PEN_TASK_CLASSIFICATION, 2, X, y);
  g_autoptr (PenDataset) nothing = points (PEN_TASK_CLASSIFICATION, 2, {}, {});
  std::vector<guint8> all (200, 1);
  g_autofree char *text = pen_editor_text_of (data, all.data ());
  g_autoptr (PenDataset) back = pen_editor_text_append (nothing, text, 1, nullptr);

  ASSERT_NE (back, nullptr);
  EXPECT_TRUE (pen_dataset_equal (data, back));
  EXPECT_NE (std::string (text).find ("\t0.1\t"), std::string::npos); /* the shortest digits */
}

TEST (EditorText, TakesWhatSpreadsheetsGive)
{
  g_autoptr (PenDataset) data = points (PEN_TASK_CLASSIFICATION, 2, { 9, 9 }, { 1 });
  const char *const texts[] = { "a\tb\tclass\r\n0,5\t-1\t-1\r\n", "0.5;-1;-1", "0.5, -1, -1\n\n", "  0.5   -1  -1",
                                "0.5\t-1" };

  for (const char *text : texts)
    {
      g_autoptr (PenDataset) next = pen_editor_text_append (data, text, -1, nullptr);

      ASSERT_NE (next, nullptr) << text;
      ASSERT_EQ (pen_dataset_n (next), 2u);
      EXPECT_EQ (pen_dataset_X (next)[2], 0.5) << text;
      EXPECT_EQ (pen_dataset_X (next)[3], -1);
      EXPECT_EQ (pen_dataset_y (next)[1], -1);
    }
}

TEST (EditorText, RefusesTheWholeTextAndSaysWhere)
{
  g_autoptr (PenDataset) data = points (PEN_TASK_CLASSIFICATION, 2, { 9, 9 }, { 1 });
  static const struct
  {
    const char *text, *part;
  } cases[] = {
    { "", "no points" },
    { "x\ty\n", "no points" },
    { "1\t2\t1\n1\tblue\t1\n", "line 2, column 2: “blue”" },
    { "1\t2\t1\n1\t2\t3\n", "line 2: “3” is no label" },
    { "1\t2\t1\t5\n", "line 1 has 4 cells; a point here takes 3" },
    { "1\tnan\t1\n", "“nan”" },
    { "1\t1e400\t1\n", "“1e400”" },
    { "1\t0x10\t1\n", "“0x10”" },
  };

  for (const auto &one : cases)
    {
      g_autoptr (GError) error = nullptr;

      EXPECT_EQ (pen_editor_text_append (data, one.text, 1, &error), nullptr) << one.text;
      ASSERT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_SYNTAX)) << one.text;
      EXPECT_NE (std::string (error->message).find (one.part), std::string::npos) << error->message;
    }
}

static std::string
readout (double x, double x_step, double y, double y_step)
{
  g_autofree char *text = pen_plot_readout ("x1", x, x_step, "target", y, y_step);

  return text;
}

TEST (PlotReadout, ShowsTheDigitsOfAPixel)
{
  EXPECT_EQ (readout (0.5234, 0.01, -1.3333, 0.2), "x₁ = 0.52, target = −1.3");
  EXPECT_EQ (readout (1e-9, 0.01, 12345.6, 20), "x₁ = 0.00, target = 12346");
  EXPECT_EQ (readout (1.234e-12, 2e-14, -4.56e9, 3e7), "x₁ = 1.23 × 10⁻¹², target = −4.56 × 10⁹");
  EXPECT_EQ (readout (NAN, 1, 0, 0), "x₁ = –, target = –");
}

TEST (PlotReadout, LowersTheNumbersOfNames)
{
  g_autofree char *index = pen_plot_pretty_name ("x120"), *plain = pen_plot_pretty_name ("petal 2"),
                  *none = pen_plot_pretty_name ("7");

  EXPECT_STREQ (index, "x₁₂₀");
  EXPECT_STREQ (plain, "petal 2");
  EXPECT_STREQ (none, "7");
}
