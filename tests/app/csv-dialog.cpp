/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-support.h"

#include "app/csv-dialog.h"

static const char *const awkward = "länge;breite;note;art\n1,5;2,5;a;rot\n2,25;3;b;blau\n-0,5;1e1;c;rot\n;4;d;blau\n";

/* A table, the dialog over it, and what it imported. */
struct DialogBench
{
  WindowBench bench;
  std::string path;
  PenCsvDialog *dialog;
  PenExperiment *imported = nullptr;

  explicit DialogBench (const std::string &text) : path (bench.path ("table.csv"))
  {
    bench.write ("table.csv", text);
    dialog = pen_csv_dialog_new (GTK_WINDOW (bench.window), path.c_str ());
    g_object_add_weak_pointer (G_OBJECT (dialog), reinterpret_cast<gpointer *> (&dialog));
    g_signal_connect (dialog, "imported",
                      G_CALLBACK (+[] (PenCsvDialog *, PenExperiment *experiment, DialogBench *self) {
                        self->imported = pen_experiment_ref (experiment);
                      }),
                      this);
    gtk_window_present (GTK_WINDOW (dialog));
    settle ();
  }
  ~DialogBench ()
  {
    if (dialog != nullptr)
      gtk_window_destroy (GTK_WINDOW (dialog));
    g_clear_pointer (&imported, pen_experiment_unref);
  }
  void
  settle ()
  {
    EXPECT_TRUE (bench.wait ([this] { return !pen_csv_dialog_busy (dialog); }));
  }
  template <typename Widget>
  Widget *
  child (const char *name)
  {
    return reinterpret_cast<Widget *> (gtk_widget_get_template_child (GTK_WIDGET (dialog), PEN_TYPE_CSV_DIALOG, name));
  }
  void
  choose (const char *name, guint item)
  {
    gtk_drop_down_set_selected (child<GtkDropDown> (name), item);
    settle ();
  }
  guint
  chosen (const char *name)
  {
    return gtk_drop_down_get_selected (child<GtkDropDown> (name));
  }
  bool
  ready ()
  {
    return gtk_widget_get_sensitive (child<GtkWidget> ("import"));
  }
  std::string
  message ()
  {
    return pen_csv_dialog_message (dialog);
  }
  std::string
  cell (int column, int row)
  {
    GtkWidget *label = gtk_grid_get_child_at (child<GtkGrid> ("preview"), column, row);
    return label != nullptr ? gtk_label_get_text (GTK_LABEL (label)) : "";
  }
};

TEST (CsvDialog, FindsTheCutsAndShowsTheRows)
{
  DialogBench table (awkward);

  EXPECT_EQ (table.chosen ("delimiter"), 1u);
  EXPECT_EQ (table.chosen ("decimal"), 1u);
  EXPECT_EQ (table.chosen ("header"), 0u);
  EXPECT_EQ (table.chosen ("target"), 3u);
  EXPECT_EQ (table.cell (0, 0), "länge");
  EXPECT_EQ (table.cell (0, 2), "2,25");
  EXPECT_EQ (table.cell (3, 4), "blau");
}

TEST (CsvDialog, WithoutAHeaderAnyColumnCanBeTheTarget)
{
  DialogBench table ("1.5,2,0.25\n2.5,4,1\n3,-1,4\n0.5,0,2\n");

  EXPECT_EQ (table.chosen ("header"), 1u);
  EXPECT_EQ (table.chosen ("target"), 2u);
  EXPECT_NE (table.message ().find ("2 features"), std::string::npos) << table.message ();
  table.choose ("target", 1);
  EXPECT_EQ (table.chosen ("target"), 1u) << "it stays";
  EXPECT_NE (table.message ().find ("2 features"), std::string::npos) << table.message ();
  ASSERT_TRUE (table.ready ());
  g_signal_emit_by_name (table.child<GtkWidget> ("import"), "clicked");
  ASSERT_NE (table.imported, nullptr);
  EXPECT_EQ (pen_dataset_y (table.imported->data)[1], 4);
  EXPECT_EQ (pen_dataset_X (table.imported->data)[3], 1) << "the third column is a feature";
}

TEST (CsvDialog, ABadCellKeepsTheTableOutUntilItIsDealtWith)
{
  DialogBench table (awkward);

  EXPECT_FALSE (table.ready ());
  EXPECT_NE (table.message ().find ("line 5, column 1 (länge)"), std::string::npos) << table.message ();
  table.choose ("missing", 1);
  ASSERT_TRUE (table.ready ()) << table.message ();
  EXPECT_NE (table.message ().find ("1 left out"), std::string::npos) << table.message ();
  EXPECT_EQ (table.chosen ("task"), 1u);
  g_signal_emit_by_name (table.child<GtkWidget> ("import"), "clicked");
  ASSERT_NE (table.imported, nullptr);
  EXPECT_EQ (pen_dataset_n (table.imported->data), 3u);
  EXPECT_EQ (pen_dataset_d (table.imported->data), 2u);
  EXPECT_EQ (pen_dataset_X (table.imported->data)[0], 1.5);
  EXPECT_EQ (pen_dataset_task (table.imported->data), PEN_TASK_CLASSIFICATION);
}

TEST (CsvDialog, TargetLabelAndFeaturesAreChosen)
{
  DialogBench table (awkward);

  table.choose ("missing", 1);
  GtkWidget *first = gtk_widget_get_first_child (table.child<GtkWidget> ("features"));
  GtkWidget *check = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (first));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE); /* länge, and its empty cell with it */
  table.settle ();
  table.choose ("missing", 0);
  ASSERT_TRUE (table.ready ()) << table.message ();
  table.choose ("positive", 1);
  g_signal_emit_by_name (table.child<GtkWidget> ("import"), "clicked");
  ASSERT_NE (table.imported, nullptr);
  EXPECT_EQ (pen_dataset_n (table.imported->data), 4u);
  EXPECT_EQ (pen_dataset_d (table.imported->data), 1u);
  EXPECT_STREQ (pen_dataset_name (table.imported->data, 0), "breite");
  EXPECT_STREQ (pen_dataset_label (table.imported->data, 1), "blau");
}

TEST (CsvDialog, ANumericTargetIsARegression)
{
  DialogBench table (awkward);

  table.choose ("missing", 1);
  table.choose ("target", 1);
  ASSERT_TRUE (table.ready ()) << table.message ();
  EXPECT_EQ (table.chosen ("task"), 0u);
  EXPECT_FALSE (gtk_widget_get_sensitive (table.child<GtkWidget> ("positive")));
}

TEST (CsvDialog, WhatIsNoTableIsSaidAndClosingImportsNothing)
{
  DialogBench table ("a,b\n1,2\n3\n");

  EXPECT_FALSE (table.ready ());
  EXPECT_NE (table.message ().find ("line 3"), std::string::npos) << table.message ();
  gtk_window_close (GTK_WINDOW (table.dialog));
  EXPECT_EQ (table.imported, nullptr);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}

/* Nothing is imported until a label is chosen; then it stands against the two others, and every place says so. */
TEST (CsvDialog, OneOfThreeLabelsIsChosen)
{
  DialogBench table ("a,b,y\n1,2,u\n2,1,v\n-1,0,w\n-2,1,v\n");

  EXPECT_FALSE (table.ready ());
  EXPECT_EQ (table.chosen ("positive"), GTK_INVALID_LIST_POSITION);
  EXPECT_NE (table.message ().find ("3 labels"), std::string::npos) << table.message ();
  table.choose ("positive", 1);
  ASSERT_TRUE (table.ready ()) << table.message ();
  EXPECT_EQ (table.chosen ("positive"), 1u);
  EXPECT_NE (table.message ().find ("v against the rest"), std::string::npos) << table.message ();
  table.choose ("positive", 2);
  EXPECT_NE (table.message ().find ("w against the rest"), std::string::npos) << table.message ();
  g_signal_emit_by_name (table.child<GtkWidget> ("import"), "clicked");
  ASSERT_NE (table.imported, nullptr);
  EXPECT_STREQ (pen_dataset_label (table.imported->data, 1), "w");
  EXPECT_TRUE (pen_dataset_is_against_rest (table.imported->data));
}
