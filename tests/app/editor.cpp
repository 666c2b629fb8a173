/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-support.h"

#include "app/plane-popover.h"

#include <string>

static PenDataEditor *
editor_of (Bench &bench)
{
  GtkWidget *editor = pen_data_editor_new ();

  bench.show (editor);
  return PEN_DATA_EDITOR (editor);
}

static void
act (PenDataEditor *editor, const char *name)
{
  g_action_group_activate_action (pen_data_editor_actions (editor), name, nullptr);
}

static void
choose (PenDataEditor *editor, const char *name, const char *value)
{
  g_action_group_activate_action (pen_data_editor_actions (editor), name, g_variant_new_string (value));
}

static bool
enabled (PenDataEditor *editor, const char *name)
{
  return g_action_group_get_action_enabled (pen_data_editor_actions (editor), name);
}

static std::string
state (PenDataEditor *editor, const char *name)
{
  g_autoptr (GVariant) value = g_action_group_get_action_state (pen_data_editor_actions (editor), name);

  return g_variant_get_string (value, nullptr);
}

static std::string
text_of (gpointer object, const char *property)
{
  g_autofree char *text = nullptr;

  g_object_get (object, property, &text, nullptr);
  return text != nullptr ? text : "";
}

static std::string
summary (PenDataEditor *editor)
{
  g_autofree char *text = pen_data_editor_summary (editor);

  return text;
}

static void
remember_cb (PenDataEditor *, const char *message, gpointer last)
{
  *static_cast<std::string *> (last) = message;
}

TEST (Editor, APointStaysWhereItWasPlaced)
{
  /* From an empty canvas too, where the first point gives the view its aspect. */
  for (bool empty : { true, false })
    {
      Bench bench (PEN_TASK_CLASSIFICATION, 2, empty ? std::vector<double> () : std::vector<double> { 5, 1, -3, 2 },
                   empty ? std::vector<double> () : std::vector<double> { 1, -1 });
      PenDataEditor *editor = editor_of (bench);
      PenPlotView *plot = pen_data_editor_plot (editor);
      double x, y, px, py;
      gsize n = pen_dataset_n (bench.data ());

      bench.settle ();
      pen_plot_view_to_data (plot, 123, 145, &x, &y);
      ASSERT_TRUE (pen_data_editor_place (editor, x, y, -1, nullptr));
      ASSERT_EQ (pen_dataset_n (bench.data ()), n + 1);
      EXPECT_EQ (pen_dataset_X (bench.data ())[2 * n], x);
      EXPECT_EQ (pen_dataset_X (bench.data ())[2 * n + 1], y);
      EXPECT_EQ (pen_dataset_y (bench.data ())[n], -1);
      g_autoptr (PenScene) scene = pen_plot_view_scene (plot);
      pen_scene_to_pixel (scene, gtk_widget_get_width (GTK_WIDGET (plot)), gtk_widget_get_height (GTK_WIDGET (plot)), x,
                          y, &px, &py);
      /* Two roundings of coordinates around 500 pixels. */
      EXPECT_NEAR (px, 123, 1e-9);
      EXPECT_NEAR (py, 145, 1e-9);
    }
}

TEST (Editor, EveryEditIsOneStepWithAName)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1, 2, 2 }, { 1, -1, 1 });
  PenDataEditor *editor = editor_of (bench);
  g_autoptr (PenExperiment) base = nullptr;

  ASSERT_TRUE (pen_data_editor_place (editor, 0, 0, 1, "place-1"));
  EXPECT_EQ (text_of (bench.document, "undo-label"), "Undo add a point");
  pen_data_editor_end_edit (editor);
  pen_data_editor_select_only (editor, 0);
  pen_data_editor_toggle (editor, 1);
  base = pen_experiment_ref (pen_document_experiment (bench.document));
  for (int i = 1; i <= 10; i++)
    ASSERT_TRUE (pen_data_editor_move (editor, base, nullptr, 0.1 * i, 0.25 * i, "move-1"));
  pen_data_editor_end_edit (editor);
  EXPECT_EQ (text_of (bench.document, "undo-label"), "Undo move 2 points");
  EXPECT_EQ (pen_dataset_X (bench.data ())[0], 2);
  EXPECT_EQ (pen_dataset_X (bench.data ())[3], 1.5);
  EXPECT_EQ (pen_dataset_X (bench.data ())[4], 2);
  act (editor, "delete");
  EXPECT_EQ (text_of (bench.document, "undo-label"), "Undo delete 2 points");
  EXPECT_EQ (pen_dataset_n (bench.data ()), 2u);
  for (int i = 0; i < 3; i++)
    pen_document_undo (bench.document);
  EXPECT_EQ (pen_dataset_n (bench.data ()), 3u);
  EXPECT_EQ (pen_dataset_X (bench.data ())[0], 1);
}

TEST (Editor, TheSelectionFollowsUndo)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1, 2, 2 }, { 1, -1, 1 });
  PenDataEditor *editor = editor_of (bench);
  const PenSelection *selection = pen_data_editor_selection (editor);
  const PenViewport box = { -2, 1.5, -2, 1.5 };

  EXPECT_EQ (summary (editor), "Data: 3 points");
  EXPECT_FALSE (enabled (editor, "delete"));
  pen_data_editor_select_box (editor, &box, nullptr, FALSE);
  EXPECT_EQ (summary (editor), "Data: 3 points, 2 selected");
  EXPECT_TRUE (enabled (editor, "delete"));
  act (editor, "delete");
  EXPECT_EQ (summary (editor), "Data: 1 point");
  pen_document_undo (bench.document);
  EXPECT_EQ (selection->count, 2u);
  EXPECT_TRUE (pen_selection_has (selection, 0));
  EXPECT_FALSE (pen_selection_has (selection, 2));
  act (editor, "select-all");
  EXPECT_EQ (selection->count, 3u);
  pen_document_redo (bench.document);
  EXPECT_EQ (summary (editor), "Data: 1 point, 1 selected");
  act (editor, "select-none");
  EXPECT_EQ (selection->count, 0u);
}

TEST (Editor, ANudgeIsAPixel)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  PenDataEditor *editor = editor_of (bench);
  cairo_rectangle_t area;
  PenViewport shown;

  ASSERT_TRUE (pen_plot_view_area (pen_data_editor_plot (editor), &area, &shown));
  pen_data_editor_select_only (editor, 1);
  for (int i = 0; i < 3; i++)
    g_action_group_activate_action (pen_data_editor_actions (editor), "nudge", g_variant_new ("(ii)", 1, -10));
  EXPECT_NEAR (pen_dataset_X (bench.data ())[2], -1 + 3 * (shown.x_high - shown.x_low) / area.width, 1e-12);
  EXPECT_NEAR (pen_dataset_X (bench.data ())[3], -1 - 30 * (shown.y_high - shown.y_low) / area.height, 1e-12);
  /* A key held down is one step; after another selection the next begins. */
  pen_document_undo (bench.document);
  EXPECT_EQ (pen_dataset_X (bench.data ())[2], -1);
}

TEST (Editor, ToolsAndLabelsShareTheirStates)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  PenDataEditor *editor = editor_of (bench);

  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_PLACE);
  choose (editor, "place", "negative");
  EXPECT_EQ (pen_data_editor_label (editor), -1);
  EXPECT_EQ (state (editor, "label"), "negative");
  choose (editor, "tool", "pan");
  EXPECT_EQ (state (editor, "place"), "");
  EXPECT_TRUE (pen_plot_view_pans (pen_data_editor_plot (editor), GDK_BUTTON_PRIMARY));
  choose (editor, "label", "positive");
  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_PAN);
  choose (editor, "tool", "nonsense");
  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_PAN);
  choose (editor, "place", "positive");
  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_PLACE);
  EXPECT_FALSE (pen_plot_view_pans (pen_data_editor_plot (editor), GDK_BUTTON_PRIMARY));
  EXPECT_TRUE (pen_plot_view_pans (pen_data_editor_plot (editor), GDK_BUTTON_MIDDLE));
}

TEST (Editor, PointsOfMoreFeaturesAreEditedInThePlaneShown)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 3, { 1, 1, 1, -1, -1, 2, 0, 3, -2, 2, 2, 5 }, { 1, -1, 1, 1 });
  Bench predicted (PEN_TASK_REGRESSION, 3, { 1, 1, 1, -1, -1, 2 }, { 1, -1 });
  PenDataEditor *editor = editor_of (bench);
  PenPlanePopover *plane = pen_data_editor_plane (editor);
  double x, y;

  EXPECT_TRUE (enabled (editor, "place"));
  pen_plane_popover_choose (plane, PEN_PLANE_COMPONENTS, 0, 0);
  EXPECT_EQ (pen_plane_popover_problem (plane), nullptr);
  EXPECT_EQ (text_of (bench.document, "undo-label"), "Undo change of plane");
  ASSERT_TRUE (pen_data_editor_place (editor, 0.5, 0.75, -1, nullptr));
  pen_view_point (pen_document_experiment (bench.document), bench.data (), 4, &x, &y);
  EXPECT_NEAR (x, 0.5, 1e-14);
  EXPECT_NEAR (y, 0.75, 1e-14);
  pen_plane_popover_choose (plane, PEN_PLANE_INPUTS, 2, 0);
  EXPECT_EQ (text_of (bench.document, "undo-label"), "Undo change of plane");
  pen_view_point (pen_document_experiment (bench.document), bench.data (), 1, &x, &y);
  EXPECT_EQ (x, 2);
  EXPECT_EQ (y, -1);
  g_object_set (editor, "laboratory", predicted.laboratory, nullptr);
  EXPECT_FALSE (enabled (editor, "place"));
  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_SELECT);
  choose (editor, "tool", "place");
  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_SELECT);
  g_object_set (editor, "laboratory", bench.laboratory, nullptr);
  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_PLACE);
  g_object_set (editor, "laboratory", nullptr, nullptr);
  EXPECT_FALSE (enabled (editor, "place"));
  EXPECT_FALSE (enabled (editor, "paste"));
}

TEST (Editor, ARegressionHasNoOtherLabel)
{
  Bench bench (PEN_TASK_REGRESSION, 1, { 1, 2 }, { 10, 20 });
  PenDataEditor *editor = editor_of (bench);

  EXPECT_FALSE (enabled (editor, "label"));
  choose (editor, "place", "negative");
  EXPECT_EQ (pen_data_editor_label (editor), 1);
  ASSERT_TRUE (pen_data_editor_place (editor, 1.5, 17, 1, nullptr));
  EXPECT_EQ (pen_dataset_X (bench.data ())[2], 1.5);
  EXPECT_EQ (pen_dataset_y (bench.data ())[2], 17);
}

static void
nudge (PenDataEditor *editor, int right, int up)
{
  g_action_group_activate_action (pen_data_editor_actions (editor), "nudge", g_variant_new ("(ii)", right, up));
}

TEST (Editor, OverThePredictionPointsMoveUpAndDown)
{
  Bench bench (PEN_TASK_REGRESSION, 2, { 1, 2, 3, 4 }, { 10, 20 });
  PenDataEditor *editor = editor_of (bench);
  g_autoptr (PenDataset) first = pen_dataset_ref (const_cast<PenDataset *> (bench.data ()));
  std::string said;

  g_signal_connect (editor, "message", G_CALLBACK (remember_cb), &said);
  EXPECT_FALSE (enabled (editor, "place"));
  EXPECT_FALSE (enabled (editor, "add"));
  EXPECT_EQ (summary (editor), "Data: 2 points");
  pen_data_editor_select_only (editor, 1);
  nudge (editor, 0, 10);
  EXPECT_EQ (memcmp (pen_dataset_X (bench.data ()), pen_dataset_X (first), 4 * sizeof (double)), 0);
  EXPECT_GT (pen_dataset_y (bench.data ())[1], 20);
  EXPECT_EQ (pen_dataset_y (bench.data ())[0], 10);
  g_autoptr (PenDataset) moved = pen_dataset_ref (const_cast<PenDataset *> (bench.data ()));
  nudge (editor, 10, 0);
  EXPECT_EQ (bench.data (), moved);
  EXPECT_NE (said.find ("choose a feature for the horizontal axis"), std::string::npos);
  pen_document_undo (bench.document);
  EXPECT_EQ (bench.data (), first);
  /* Everything lies inside this box once there are predictions. */
  ASSERT_TRUE (bench.wait ([&] { return pen_laboratory_outcome (bench.laboratory) != nullptr; }, 60));
  PenViewport box = { -1e9, 1e9, 15, 25 };
  pen_data_editor_select_box (editor, &box, nullptr, FALSE);
  EXPECT_EQ (summary (editor), "Data: 2 points, 1 selected");
  act (editor, "delete");
  EXPECT_EQ (pen_dataset_n (bench.data ()), 1u);
  ASSERT_TRUE (pen_data_editor_paste_text (editor, "5\t6\t30"));
  EXPECT_EQ (pen_dataset_n (bench.data ()), 2u);
}

TEST (Editor, TheAxisOfARegressionIsChosenUndoneAndEdited)
{
  Bench bench (PEN_TASK_REGRESSION, 3, { 1, 2, 0, 3, 4, 0, 5, 0, 3 }, { 10, 20, 15 });
  PenDataEditor *editor = editor_of (bench);
  PenPlanePopover *plane = pen_data_editor_plane (editor);
  PenPlotView *plot = pen_data_editor_plot (editor);
  PenExperiment *first = pen_experiment_ref (pen_document_experiment (bench.document));
  PenViewport shown;

  pen_plane_popover_choose (plane, PEN_PLANE_INPUTS, 1, 0);
  EXPECT_EQ (pen_plane_popover_problem (plane), nullptr);
  EXPECT_EQ (text_of (bench.document, "undo-label"), "Undo change of axis");
  EXPECT_TRUE (enabled (editor, "place"));
  /* The viewport is that feature's: 0 … 4 with a margin of 0.12 on each side. */
  ASSERT_TRUE (pen_plot_view_area (plot, nullptr, &shown));
  EXPECT_NEAR (shown.x_low, -0.48, 1e-12);
  EXPECT_NEAR (shown.x_high, 4.48, 1e-12);
  ASSERT_TRUE (pen_data_editor_place (editor, 2.5, 17, 1, nullptr));
  EXPECT_EQ (pen_dataset_X (bench.data ())[9], 3);
  EXPECT_EQ (pen_dataset_X (bench.data ())[10], 2.5);
  EXPECT_EQ (pen_dataset_X (bench.data ())[11], 1);
  EXPECT_EQ (pen_dataset_y (bench.data ())[3], 17);
  pen_plane_popover_choose (plane, PEN_PLANE_COMPONENTS, 0, 0);
  EXPECT_EQ (pen_plane_popover_problem (plane), nullptr);
  EXPECT_TRUE (enabled (editor, "place"));
  pen_plane_popover_choose (plane, PEN_PLANE_PREDICTION, 0, 0);
  EXPECT_FALSE (enabled (editor, "place"));
  ASSERT_TRUE (pen_plot_view_area (plot, nullptr, &shown));
  EXPECT_LT (shown.y_high, 25);
  for (int i = 0; i < 4; i++)
    pen_document_undo (bench.document);
  EXPECT_EQ (pen_document_experiment (bench.document), first);
  EXPECT_FALSE (enabled (editor, "place"));
  pen_experiment_unref (first);
}

TEST (Editor, CopiesAndPastesThroughTheClipboard)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 0.1, 1, -1, 1e-300 }, { 1, -1 });
  PenDataEditor *editor = editor_of (bench);

  act (editor, "select-all");
  act (editor, "copy");
  act (editor, "paste");
  ASSERT_TRUE (bench.wait ([&] { return pen_dataset_n (bench.data ()) == 4; }));
  EXPECT_EQ (pen_dataset_X (bench.data ())[4], 0.1);
  EXPECT_EQ (pen_dataset_X (bench.data ())[7], 1e-300);
  EXPECT_EQ (pen_dataset_y (bench.data ())[3], -1);
  EXPECT_EQ (text_of (bench.document, "undo-label"), "Undo paste 2 points");
  EXPECT_EQ (summary (editor), "Data: 4 points, 2 selected");
}

/* The text is made by a thread: of the points as they were, and the last copy is what there is to paste. */
TEST (Editor, CopiesWhatWasSelectedThen)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 0.5, 1, -1, 2 }, { 1, -1 });
  PenDataEditor *editor = editor_of (bench);

  act (editor, "select-all");
  act (editor, "copy");
  pen_data_editor_select_only (editor, 1);
  act (editor, "copy");
  act (editor, "select-all");
  act (editor, "delete");
  act (editor, "paste");
  ASSERT_TRUE (bench.wait ([&] { return pen_dataset_n (bench.data ()) > 0; }));
  EXPECT_EQ (pen_dataset_n (bench.data ()), 1u);
  EXPECT_EQ (pen_dataset_X (bench.data ())[1], 2);
}

TEST (Editor, WhatCannotBeDoneIsSaidAndChangesNothing)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1e308, 1, -1, -1 }, { 1, -1 });
  PenDataEditor *editor = editor_of (bench);
  PenExperiment *before = pen_document_experiment (bench.document);
  std::string said;

  g_signal_connect (editor, "message", G_CALLBACK (remember_cb), &said);
  EXPECT_FALSE (pen_data_editor_paste_text (editor, "1\t2\tred\n"));
  EXPECT_NE (said.find ("Nothing was pasted: line 1: “red”"), std::string::npos) << said;
  said.clear ();
  pen_data_editor_select_only (editor, 0);
  EXPECT_FALSE (pen_data_editor_move (editor, before, nullptr, 1e308, 0, nullptr));
  EXPECT_NE (said, "");
  EXPECT_EQ (pen_document_experiment (bench.document), before);
}

TEST (Editor, AStrokeIsOneStepNamedAfterAllOfIt)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 5, 5 }, { 1 });
  PenDataEditor *editor = editor_of (bench);
  g_autoptr (PenExperiment) base = pen_experiment_ref (pen_document_experiment (bench.document));
  g_autoptr (PenExperiment) sprayed = nullptr;
  cairo_rectangle_t area;
  PenViewport shown;

  for (int i = 0; i < 12; i++)
    {
      const double xy[] = { 0.1 * i, 1 };

      ASSERT_TRUE (pen_data_editor_spray (editor, base, 1, xy, -1, "stroke-1"));
    }
  pen_data_editor_end_edit (editor);
  EXPECT_EQ (pen_dataset_n (bench.data ()), 13u);
  EXPECT_EQ (pen_dataset_y (bench.data ())[12], -1);
  EXPECT_EQ (text_of (bench.document, "undo-label"), "Undo add 12 points");
  sprayed = pen_experiment_ref (pen_document_experiment (bench.document));
  pen_plot_view_fit (pen_data_editor_plot (editor));
  ASSERT_TRUE (pen_plot_view_area (pen_data_editor_plot (editor), &area, &shown));
  for (int i = 0; i < 12; i++)
    {
      double px = area.x + (0.1 * i - shown.x_low) / (shown.x_high - shown.x_low) * area.width;
      double py = area.y + (shown.y_high - 1) / (shown.y_high - shown.y_low) * area.height;

      pen_data_editor_erase (editor, sprayed, px, py, 2, "stroke-2");
    }
  pen_data_editor_end_edit (editor);
  EXPECT_EQ (pen_dataset_n (bench.data ()), 1u);
  EXPECT_EQ (text_of (bench.document, "undo-label"), "Undo delete 12 points");
  pen_document_undo (bench.document);
  pen_document_undo (bench.document);
  EXPECT_EQ (pen_dataset_n (bench.data ()), 1u);
}

TEST (Editor, TheBrushKeepsItsKeysAndWaitsWhereItCannotPaint)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  Bench space (PEN_TASK_REGRESSION, 3, { 1, 1, 1, -1, -1, 2 }, { 1, -1 });
  PenDataEditor *editor = editor_of (bench);

  choose (editor, "tool", "brush");
  choose (editor, "choose", "negative");
  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_BRUSH);
  EXPECT_EQ (pen_data_editor_label (editor), -1);
  EXPECT_EQ (state (editor, "place"), "");
  g_object_set (editor, "laboratory", space.laboratory, nullptr);
  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_SELECT);
  choose (editor, "tool", "brush");
  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_SELECT);
  g_object_set (editor, "laboratory", bench.laboratory, nullptr);
  EXPECT_EQ (pen_data_editor_tool (editor), PEN_EDITOR_BRUSH);
  choose (editor, "tool", "place");
  choose (editor, "choose", "positive");
  EXPECT_EQ (state (editor, "place"), "positive");
}

TEST (Editor, TheGridHasRoundPlaces)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  PenDataEditor *editor = editor_of (bench);
  PenPlotView *plot = pen_data_editor_plot (editor);
  double x = 0.123456789, y = -0.987654321;

  pen_data_editor_snap (editor, &x, &y);
  EXPECT_EQ (x, 0.123456789);
  act (editor, "snap");
  EXPECT_TRUE (pen_data_editor_snaps (editor));
  for (double size : { 1e-9, 0.37, 1.0, 5.0, 1e6 })
    {
      const PenViewport box = { -size, size, -size, size };

      pen_plot_view_set_viewport (plot, &box);
      x = 0.123456789 * size;
      pen_data_editor_snap (editor, &x, &y);
      g_autofree char *text = g_strdup_printf ("%.17g", x);
      /* A 25th of the width and a bit, half of it away at most. */
      EXPECT_NEAR (x, 0.123456789 * size, 4 * size / 25) << size;
      double again = x;
      pen_data_editor_snap (editor, &again, &y);
      EXPECT_EQ (again, x);
      g_autofree char *few = g_strdup_printf ("%.3g", x);
      EXPECT_EQ (g_ascii_strtod (few, nullptr), x) << text;
    }
}

TEST (Editor, AMoveToAPlaceEndsExactlyThere)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 5.123456789012345, 1, -1.7, 0.3 }, { 1, -1 });
  PenDataEditor *editor = editor_of (bench);
  g_autoptr (PenExperiment) base = pen_experiment_ref (pen_document_experiment (bench.document));
  const guint8 both[] = { 1, 1 };

  /* As a sum of a start and a way, 0.2 could not be had: its last bits are below those of 5.1. */
  ASSERT_TRUE (pen_data_editor_move_to (editor, base, both, 0, 0.2, -0.6, "move-1"));
  EXPECT_EQ (pen_dataset_X (bench.data ())[0], 0.2);
  EXPECT_EQ (pen_dataset_X (bench.data ())[1], -0.6);
  /* A rounding of each of the two differences near 5. */
  EXPECT_NEAR (pen_dataset_X (bench.data ())[2], -1.7 + (0.2 - 5.123456789012345), 2e-15);
  EXPECT_EQ (text_of (bench.document, "undo-label"), "Undo move 2 points");
}

TEST (Editor, IsFinalizedInTheMiddleOfEverything)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  gpointer editor = editor_of (bench);
  g_autoptr (GObject) kept = G_OBJECT (g_object_ref (pen_data_editor_actions (PEN_DATA_EDITOR (editor))));
  GActionGroup *actions = G_ACTION_GROUP (kept);

  pen_data_editor_place (PEN_DATA_EDITOR (editor), 0, 0, 1, "place-1");
  act (PEN_DATA_EDITOR (editor), "select-all");
  act (PEN_DATA_EDITOR (editor), "copy");
  act (PEN_DATA_EDITOR (editor), "paste");
  g_object_add_weak_pointer (G_OBJECT (editor), &editor);
  gtk_window_set_child (GTK_WINDOW (bench.window), nullptr);
  /* The paste under way holds on to it, and finds nothing to paste into. */
  ASSERT_TRUE (bench.wait ([&] { return editor == nullptr; }));
  EXPECT_EQ (pen_dataset_n (bench.data ()), 3u);
  g_action_group_activate_action (actions, "delete", nullptr);
  g_action_group_activate_action (actions, "tool", g_variant_new_string ("pan"));
  pen_document_undo (bench.document);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
