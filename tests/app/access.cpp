/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/add-popover.h"
#include "app/planes.h"
#include "editor-support.h"

#include <string>

/* Points without a pointer, planes that an undo turns back, and windows read from right to left. */

static PenDataEditor *
shown (Bench &bench)
{
  GtkWidget *editor = pen_data_editor_new ();

  bench.show (editor);
  return PEN_DATA_EDITOR (editor);
}

static std::string
description (PenDataEditor *editor)
{
  g_autofree char *text = pen_data_editor_describe (editor);

  return text;
}

TEST (Access, APointComesByItsCoordinates)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 0, 0 }, { 1 });
  PenDataEditor *editor = shown (bench);
  PenAddPopover *add = pen_data_editor_add (editor);

  pen_add_popover_enter (add, "1,25", "-3", 1);
  ASSERT_TRUE (pen_add_popover_add (add));
  ASSERT_EQ (pen_dataset_n (bench.data ()), 2u);
  EXPECT_EQ (pen_dataset_X (bench.data ())[2], 1.25);
  EXPECT_EQ (pen_dataset_X (bench.data ())[3], -3);
  EXPECT_EQ (pen_dataset_y (bench.data ())[1], -1);
  EXPECT_EQ (description (editor), "Point 2: x₁ = 1.25, x₂ = −3, class -1");
  pen_add_popover_enter (add, "2", "far", 0);
  EXPECT_FALSE (pen_add_popover_add (add));
  EXPECT_STREQ (pen_add_popover_problem (add), "“far” is not a number");
  EXPECT_EQ (pen_dataset_n (bench.data ()), 2u);
}

TEST (Access, APointFarAwayIsBroughtIntoSight)
{
  Bench bench (PEN_TASK_REGRESSION, 1, { 0, 1 }, { 0, 1 });
  PenDataEditor *editor = shown (bench);
  cairo_rectangle_t area;
  PenViewport box;

  pen_add_popover_enter (pen_data_editor_add (editor), "1000", "2000", 0);
  ASSERT_TRUE (pen_add_popover_add (pen_data_editor_add (editor)));
  EXPECT_EQ (pen_dataset_y (bench.data ())[2], 2000);
  ASSERT_TRUE (pen_plot_view_area (pen_data_editor_plot (editor), &area, &box));
  EXPECT_GT (box.x_high, 1000);
  EXPECT_GT (box.y_high, 2000);
}

TEST (Access, StepsGoAroundThePoints)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 0, 0, 1, 1, 2, 2 }, { 1, -1, 1 });
  PenDataEditor *editor = shown (bench);
  const PenSelection *selection = pen_data_editor_selection (editor);

  EXPECT_EQ (description (editor), "");
  for (gsize row : { 0, 1, 2, 0 })
    {
      pen_data_editor_step (editor, 1);
      EXPECT_EQ (selection->count, 1u);
      EXPECT_TRUE (pen_selection_has (selection, row)) << row;
    }
  pen_data_editor_step (editor, -1);
  EXPECT_TRUE (pen_selection_has (selection, 2));
  g_action_group_activate_action (pen_data_editor_actions (editor), "select-all", nullptr);
  EXPECT_EQ (description (editor), "");
  pen_data_editor_step (editor, -1);
  EXPECT_EQ (selection->count, 1u);
  EXPECT_TRUE (pen_selection_has (selection, 2)); /* before the first of those that were chosen */
}

TEST (Access, AnUndoOfThePlaneFitsItAgain)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 3, { 0, 0, 100, 1, 1, 300 }, { 1, -1 });
  PenDataEditor *editor = shown (bench);
  g_autoptr (PenExperiment) turned = pen_plane_of_inputs (pen_document_experiment (bench.document), 0, 2);
  cairo_rectangle_t area;
  PenViewport before, after, again;

  ASSERT_TRUE (pen_plot_view_area (pen_data_editor_plot (editor), &area, &before));
  ASSERT_TRUE (pen_data_editor_apply (editor, pen_experiment_ref (turned), "change of plane", nullptr, nullptr));
  ASSERT_TRUE (pen_plot_view_area (pen_data_editor_plot (editor), &area, &after));
  EXPECT_GT (after.y_high, 300);
  pen_document_undo (bench.document);
  ASSERT_TRUE (pen_plot_view_area (pen_data_editor_plot (editor), &area, &again));
  EXPECT_EQ (again.y_high, before.y_high);
  EXPECT_EQ (again.x_low, before.x_low);
}

TEST (Access, FromRightToLeftThePlotIsAsItWas)
{
  double x[2], y[2];

  for (int rtl = 0; rtl < 2; rtl++)
    {
      gtk_widget_set_default_direction (rtl != 0 ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
      Bench bench (PEN_TASK_CLASSIFICATION, 2, { 0, 0, 1, 2 }, { 1, -1 });
      PenDataEditor *editor = shown (bench);
      cairo_rectangle_t area;

      ASSERT_TRUE (pen_plot_view_area (pen_data_editor_plot (editor), &area, nullptr));
      pen_plot_view_to_data (pen_data_editor_plot (editor), area.x + area.width / 4, area.y + area.height / 4, &x[rtl],
                             &y[rtl]);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  EXPECT_EQ (x[0], x[1]);
  EXPECT_EQ (y[0], y[1]);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
