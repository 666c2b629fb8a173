/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-support.h"

#include "app/editor-table.h"

#include <string>

/* The table of an editor, switched on. */
struct TableBench : Bench
{
  PenDataEditor *editor;
  PenEditorTable *table = nullptr;

  TableBench (PenTask task, gsize d, const std::vector<double> &X, const std::vector<double> &y) : Bench (task, d, X, y)
  {
    GtkWidget *widget = pen_data_editor_new ();

    editor = PEN_DATA_EDITOR (widget);
    show (widget);
    table = pen_data_editor_table (editor);
    g_action_group_activate_action (pen_data_editor_actions (editor), "table", nullptr);
    settle ();
  }

  PenEditorCell *
  cell (gsize row, gsize column)
  {
    PenEditorCell *found = nullptr;

    wait ([&] { return (found = pen_editor_table_cell (table, row, column)) != nullptr; });
    return found;
  }

  std::string
  undo_label ()
  {
    g_autofree char *text = nullptr;

    g_object_get (document, "undo-label", &text, nullptr);
    return text != nullptr ? text : "";
  }
};

static std::vector<double>
numbers (gsize n)
{
  std::vector<double> X;

  for (gsize i = 0; i < 2 * n; i++)
    X.push_back (double (i) / 8);
  return X;
}

static std::vector<double>
labels (gsize n)
{
  std::vector<double> y (n, 1);

  for (gsize i = 0; i < n; i += 2)
    y[i] = -1;
  return y;
}

TEST (EditorTable, ACellsEditIsOneNamedStep)
{
  TableBench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 2, 3, 4 }, { 1, -1 });
  PenEditorCell *cell = bench.cell (1, 0);

  ASSERT_NE (cell, nullptr);
  ASSERT_TRUE (pen_editor_cell_enter (cell, " 0,1 ")); /* a decimal comma */
  EXPECT_EQ (pen_dataset_X (bench.data ())[2], 0.1);
  EXPECT_EQ (pen_dataset_X (bench.data ())[3], 4);
  EXPECT_EQ (bench.undo_label (), "Undo change x₁ of point 2");
  ASSERT_TRUE (pen_editor_cell_enter (bench.cell (1, 2), "+1"));
  EXPECT_EQ (pen_dataset_y (bench.data ())[1], 1);
  EXPECT_EQ (bench.undo_label (), "Undo change y of point 2");
  pen_document_undo (bench.document);
  pen_document_undo (bench.document);
  EXPECT_EQ (pen_dataset_X (bench.data ())[2], 3);
}

TEST (EditorTable, WhatIsNoNumberIsRefusedInPlace)
{
  TableBench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 2, 3, 4 }, { 1, -1 });
  PenExperiment *before = pen_document_experiment (bench.document);
  static const struct
  {
    gsize column;
    const char *text, *part;
  } cases[] = {
    { 0, "blue", "“blue” is not a number" },
    { 0, "", "A number is needed" },
    { 1, "inf", "“inf”" },
    { 1, "1e999", "“1e999”" },
    { 2, "2", "“2” is no label; the labels are “-1” and “+1”" },
  };

  for (const auto &one : cases)
    {
      PenEditorCell *cell = bench.cell (0, one.column);

      EXPECT_FALSE (pen_editor_cell_enter (cell, one.text)) << one.text;
      EXPECT_TRUE (pen_editor_cell_editing (cell));
      ASSERT_NE (pen_editor_table_problem (bench.table), nullptr) << one.text;
      EXPECT_NE (std::string (pen_editor_table_problem (bench.table)).find (one.part), std::string::npos)
          << pen_editor_table_problem (bench.table);
      EXPECT_EQ (pen_document_experiment (bench.document), before);
    }
  EXPECT_TRUE (pen_editor_cell_enter (bench.cell (0, 2), "-1"));
  EXPECT_EQ (pen_editor_table_problem (bench.table), nullptr);
}

/* Cut off at its end, 1.2345678901e-5 would look like a number near 1. */
TEST (EditorTable, ALongNumberIsShownRoundedAndEditedWhole)
{
  TableBench bench (PEN_TASK_CLASSIFICATION, 2, { 1.2345678901e-05, 2 }, { 1 });
  PenEditorCell *cell = bench.cell (0, 0);
  ASSERT_NE (cell, nullptr);
  GtkWidget *shown = gtk_widget_get_first_child (GTK_WIDGET (cell));

  EXPECT_STREQ (gtk_inscription_get_text (GTK_INSCRIPTION (shown)), "1.2346e-5");
  EXPECT_STREQ (gtk_widget_get_tooltip_text (GTK_WIDGET (cell)), "1.2345678901e-5");
  pen_editor_cell_begin (cell);
  GtkWidget *entry = gtk_widget_get_last_child (GTK_WIDGET (cell));
  EXPECT_STREQ (gtk_editable_get_text (GTK_EDITABLE (entry)), "1.2345678901e-5");
  g_signal_emit_by_name (entry, "activate");
  EXPECT_EQ (bench.undo_label (), "") << "nothing was changed";
  EXPECT_EQ (pen_dataset_X (pen_document_experiment (bench.document)->data)[0], 1.2345678901e-05);
  GtkWidget *brief = gtk_widget_get_first_child (GTK_WIDGET (bench.cell (0, 1)));
  EXPECT_STREQ (gtk_inscription_get_text (GTK_INSCRIPTION (brief)), "2");
  EXPECT_EQ (gtk_widget_get_tooltip_text (GTK_WIDGET (bench.cell (0, 1))), nullptr);
}

TEST (EditorTable, TheSelectionIsTheCanvass)
{
  TableBench bench (PEN_TASK_CLASSIFICATION, 2, numbers (30), labels (30));
  PenEditorCell *cell = bench.cell (3, 1);
  const PenSelection *selection = pen_data_editor_selection (bench.editor);

  pen_editor_cell_begin (cell);
  EXPECT_EQ (selection->count, 1u);
  EXPECT_TRUE (pen_selection_has (selection, 3));
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (cell), GTK_TYPE_COLUMN_VIEW);
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (view));
  gtk_selection_model_select_range (model, 10, 5, TRUE);
  EXPECT_EQ (selection->count, 5u);
  EXPECT_TRUE (pen_selection_has (selection, 14));
  gtk_selection_model_unselect_item (model, 12);
  EXPECT_EQ (selection->count, 4u);
  pen_data_editor_select_only (bench.editor, 25);
  EXPECT_TRUE (gtk_selection_model_is_selected (model, 25));
  EXPECT_FALSE (gtk_selection_model_is_selected (model, 10));
}

TEST (EditorTable, RowsComeAndGo)
{
  TableBench bench (PEN_TASK_REGRESSION, 1, { 1, 2 }, { 3, 4 });

  EXPECT_EQ (pen_editor_table_n_rows (bench.table), 2u);
  ASSERT_TRUE (pen_data_editor_add_row (bench.editor));
  EXPECT_EQ (pen_editor_table_n_rows (bench.table), 3u);
  EXPECT_EQ (bench.undo_label (), "Undo add a point");
  ASSERT_TRUE (pen_editor_cell_enter (bench.cell (2, 1), "7.5"));
  EXPECT_EQ (pen_dataset_y (bench.data ())[2], 7.5);
  pen_data_editor_select_only (bench.editor, 0);
  g_action_group_activate_action (pen_data_editor_actions (bench.editor), "delete", nullptr);
  EXPECT_EQ (pen_editor_table_n_rows (bench.table), 2u);
  EXPECT_EQ (pen_dataset_X (bench.data ())[0], 2);
  ASSERT_TRUE (pen_editor_cell_enter (bench.cell (0, 0), "9"));
  EXPECT_EQ (pen_dataset_X (bench.data ())[0], 9);
}

/* What is on the screen costs, not what there is: the list of GTK 4.8 keeps some 200 rows of widgets. */
TEST (EditorTable, TenThousandRowsAreQuick)
{
  TableBench bench (PEN_TASK_CLASSIFICATION, 2, numbers (10000), labels (10000));
  gint64 start;
  double seconds;

  EXPECT_EQ (pen_editor_table_n_rows (bench.table), 10000u);
  start = g_get_monotonic_time ();
  ASSERT_NE (bench.cell (9999, 1), nullptr);
  seconds = double (g_get_monotonic_time () - start) / 1e6;
  /* A tenth of it on a machine of one's own; ten thousand rows of widgets would take a minute. */
  EXPECT_LT (seconds, 3);
  start = g_get_monotonic_time ();
  ASSERT_TRUE (pen_editor_cell_enter (bench.cell (9999, 1), "5"));
  seconds = double (g_get_monotonic_time () - start) / 1e6;
  EXPECT_LT (seconds, 1);
  EXPECT_EQ (pen_dataset_X (bench.data ())[19999], 5);
}

TEST (EditorTable, OfManyInputsTheFirstAreShown)
{
  std::vector<double> X (2 * 300, 0.5);
  TableBench bench (PEN_TASK_REGRESSION, 300, X, { 1, 2 });

  EXPECT_NE (bench.cell (0, PEN_EDITOR_TABLE_INPUTS - 1), nullptr);
  EXPECT_EQ (pen_editor_table_cell (bench.table, 0, PEN_EDITOR_TABLE_INPUTS), nullptr);
  ASSERT_TRUE (pen_editor_cell_enter (bench.cell (1, 300), "-4"));
  EXPECT_EQ (pen_dataset_y (bench.data ())[1], -4);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
