/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-support.h"

#include "app/csv-dialog.h"

#include <cmath>
#include <vector>

TEST (Window, EndsWithNothingLeftBehind)
{
  PenWindow *window;
  PenLaboratory *laboratory;
  {
    WindowBench bench;

    bench.preset ("four-points.penchant");
    ASSERT_TRUE (done (bench));
    window = bench.window;
    laboratory = pen_window_laboratory (window);
    g_object_add_weak_pointer (G_OBJECT (window), reinterpret_cast<gpointer *> (&window));
    g_object_add_weak_pointer (G_OBJECT (laboratory), reinterpret_cast<gpointer *> (&laboratory));
  }
  EXPECT_EQ (window, nullptr);
  EXPECT_EQ (laboratory, nullptr);
}

TEST (Window, TheFirstPresetNamesItsTheorem)
{
  WindowBench bench;

  bench.preset (PEN_PRESET_FIRST);
  ASSERT_TRUE (done (bench));
  EXPECT_STREQ (pen_answer_bar_verdict (bench.answer ()), "agrees");
  EXPECT_NE (std::string (pen_answer_bar_sentence (bench.answer ())).find ("max-margin"), std::string::npos);
}

TEST (Window, AnExperimentBringsTheViewItAsksFor)
{
  WindowBench bench;

  bench.preset ("ridge-lasso.penchant");
  EXPECT_NE (pen_views_area_plot (bench.views (), PEN_VIEW_REGULARIZATION), nullptr);
  bench.preset ("lemma.penchant");
  EXPECT_NE (pen_views_area_plot (bench.views (), PEN_VIEW_PATH), nullptr);
}

TEST (Window, EveryPresetOpensWithThePictureItWasChosenBy)
{
  WindowBench bench;
  g_autofree char *folder = pen_presets_folder ();
  g_autoptr (GPtrArray) presets = pen_presets_list (folder);

  ASSERT_GT (presets->len, 0u);
  for (guint i = 0; i < presets->len; i++)
    {
      const char *path = static_cast<PenPreset *> (g_ptr_array_index (presets, i))->path;

      bench.load (path);
      EXPECT_NE (pen_views_area_plot (bench.views (), pen_view_of (bench.experiment ())), nullptr) << path;
    }
}

TEST (Window, PlaybackActionsMoveThePlayhead)
{
  WindowBench bench;
  PenLaboratory *laboratory;
  gboolean playing;

  bench.preset ("lemma.penchant");
  ASSERT_TRUE (done (bench));
  laboratory = pen_window_laboratory (bench.window);
  bench.act ("run.to-limit");
  EXPECT_EQ (pen_laboratory_playhead (laboratory), 1);
  bench.act ("run.reset");
  EXPECT_EQ (pen_laboratory_playhead (laboratory), 0);
  ASSERT_TRUE (gtk_widget_activate_action (GTK_WIDGET (bench.window), "run.step", "i", 3));
  EXPECT_EQ (pen_laboratory_frame (laboratory), 3u);
  bench.act ("run.play");
  g_object_get (laboratory, "playing", &playing, nullptr);
  EXPECT_TRUE (playing);
  EXPECT_TRUE (bench.wait ([laboratory] { return pen_laboratory_frame (laboratory) > 4; })) << "the frame clock plays";
  bench.act ("run.play");
  g_object_get (laboratory, "playing", &playing, nullptr);
  EXPECT_FALSE (playing);
}

TEST (Window, SavesAndOpensTheSameExperiment)
{
  WindowBench bench;
  g_autoptr (PenExperiment) saved = nullptr;

  bench.preset ("fourier.penchant");
  bench.act ("win.save-to", bench.path ("mine.penchant").c_str ());
  saved = pen_experiment_ref (bench.experiment ());
  EXPECT_FALSE (pen_document_modified (bench.document ()));
  bench.preset ("lemma.penchant");
  bench.act ("win.open-path", bench.path ("mine.penchant").c_str ());
  ASSERT_TRUE (bench.wait ([&bench] { return !pen_window_loading (bench.window); }));
  EXPECT_TRUE (pen_experiment_equal (saved, bench.experiment ()));
}

TEST (Window, AFailedOpenSaysWhyAndKeepsEverything)
{
  WindowBench bench;
  PenExperiment *before;

  bench.preset ("lemma.penchant");
  before = bench.experiment ();
  bench.write ("ragged.csv", "a,b,y\n1,2,1\n3,4\n");
  bench.write ("empty.csv", "");
  bench.write ("unknown.penchant", "[experiment]\nformat=1\nflavour=sweet\n");
  for (const char *name : { "ragged.csv", "empty.csv", "unknown.penchant", "missing.penchant" })
    {
      bench.load (bench.path (name));
      EXPECT_EQ (bench.experiment (), before) << name;
      EXPECT_NE (std::string (pen_window_last_message (bench.window)).find (name), std::string::npos)
          << pen_window_last_message (bench.window);
      ASSERT_NE (bench.dialog (), nullptr);
      gtk_window_destroy (bench.dialog ());
    }
}

TEST (Window, ADroppedFileIsOpened)
{
  WindowBench bench;
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (bench.window));
  g_auto (GValue) value = G_VALUE_INIT;
  GtkDropTarget *target = nullptr;
  gboolean taken = FALSE;

  bench.preset ("lemma.penchant");
  bench.write ("dropped.csv", "a,b,y\n1,2,1\n3,4,-1\n5,6,-1\n");
  for (guint i = 0; i < g_list_model_get_n_items (controllers) && target == nullptr; i++)
    {
      g_autoptr (GObject) controller = G_OBJECT (g_list_model_get_item (controllers, i));

      if (GTK_IS_DROP_TARGET (controller))
        target = GTK_DROP_TARGET (controller);
    }
  ASSERT_NE (target, nullptr);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  GSList *files = g_slist_append (nullptr, g_file_new_for_path (bench.path ("dropped.csv").c_str ()));
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  g_slist_free_full (files, g_object_unref);
  g_signal_emit_by_name (target, "drop", &value, 1.0, 1.0, &taken);
  EXPECT_TRUE (taken);
  PenCsvDialog *dialog = nullptr;
  ASSERT_TRUE (bench.wait ([&dialog] {
    g_autoptr (GList) windows = gtk_window_list_toplevels ();
    for (GList *one = windows; one != nullptr; one = one->next)
      if (PEN_IS_CSV_DIALOG (one->data))
        dialog = PEN_CSV_DIALOG (one->data);
    return dialog != nullptr && !pen_csv_dialog_busy (dialog);
  })) << "a table asks how it is to be read";
  EXPECT_EQ (pen_dataset_n (bench.experiment ()->data), 1u) << "until then all stays";
  gtk_widget_activate_default (GTK_WIDGET (dialog));
  EXPECT_TRUE (bench.wait ([&bench] { return pen_dataset_n (bench.experiment ()->data) == 3; }));
}

TEST (Window, ClosesOverATableThatIsStillRead)
{
  WindowBench bench;

  bench.preset ("lemma.penchant");
  bench.write ("table.csv", "a,b,y\n1,2,1\n3,4,-1\n");
  gtk_window_present (GTK_WINDOW (pen_csv_dialog_new (GTK_WINDOW (bench.window), bench.path ("table.csv").c_str ())));
}

TEST (Window, ATableSaysWhichLabelIsWhich)
{
  WindowBench bench;

  bench.write ("words.csv", "a,b,kind\n1,2,cat\n3,4,dog\n");
  bench.load (bench.path ("words.csv"));
  EXPECT_STREQ (pen_window_last_message (bench.window), "Read 2 rows; dog is +1 and cat is −1");
  bench.write ("signs.csv", "a,b,y\n1,2,-1\n3,4,1\n");
  bench.load (bench.path ("signs.csv"));
  EXPECT_STREQ (pen_window_last_message (bench.window), "Read 2 rows of two classes");
}

/* What the file alone does not say is asked. */
TEST (Window, ATableOfThreeLabelsAsksHowToReadIt)
{
  WindowBench bench;
  GtkWindow *asked = nullptr;
  g_autoptr (GListModel) tops = G_LIST_MODEL (g_object_ref (gtk_window_get_toplevels ()));

  bench.write ("three.csv", "a,b,kind\n1,2,x\n3,4,y\n5,6,z\n");
  bench.load (bench.path ("three.csv"));
  for (guint i = 0; i < g_list_model_get_n_items (tops); i++)
    {
      g_autoptr (GtkWindow) top = GTK_WINDOW (g_list_model_get_item (tops, i));

      if (PEN_IS_CSV_DIALOG (top))
        asked = top;
    }
  ASSERT_NE (asked, nullptr);
  EXPECT_EQ (bench.dialog (), nullptr) << "no message beside it";
  EXPECT_STREQ (pen_csv_dialog_path (PEN_CSV_DIALOG (asked)), bench.path ("three.csv").c_str ());
  gtk_window_destroy (asked);
}

TEST (Window, AFailedSaveKeepsTheChanges)
{
  WindowBench bench;
  g_autoptr (PenExperiment) next = nullptr;

  bench.preset ("lemma.penchant");
  next = pen_experiment_copy (bench.experiment ());
  g_free (next->title);
  next->title = g_strdup ("Changed");
  ASSERT_TRUE (pen_document_apply (bench.document (), next, "rename", nullptr, nullptr));
  bench.act ("win.save-to", "/nowhere/at/all.penchant");
  EXPECT_TRUE (pen_document_modified (bench.document ()));
  EXPECT_STREQ (bench.experiment ()->title, "Changed");
  ASSERT_NE (bench.dialog (), nullptr);
  gtk_window_destroy (bench.dialog ());
}

/* Each answer of the dialog that stands before what would lose changes. */
TEST (Window, UnsavedChangesAreGuarded)
{
  for (const char *response : { "cancel", "discard", "save" })
    {
      WindowBench bench;
      g_autoptr (PenExperiment) next = nullptr, on_disk = nullptr;
      bool stays = g_str_equal (response, "cancel");

      bench.preset ("lemma.penchant");
      bench.act ("win.save-to", bench.path ("mine.penchant").c_str ());
      next = pen_experiment_copy (bench.experiment ());
      next->tolerance = 1e-6;
      ASSERT_TRUE (pen_document_apply (bench.document (), next, "edit", nullptr, nullptr));
      bench.act ("win.new");
      ASSERT_NE (bench.dialog (), nullptr);
      EXPECT_EQ (bench.experiment ()->tolerance, 1e-6) << "nothing happens before the answer";
      bench.respond (response);
      EXPECT_EQ (pen_dataset_n (bench.experiment ()->data), stays ? 1u : 0u) << response;
      on_disk = pen_experiment_read (bench.path ("mine.penchant").c_str (), nullptr, nullptr);
      EXPECT_EQ (on_disk->tolerance, g_str_equal (response, "save") ? 1e-6 : 1e-10) << response;
    }
}

/* What was tried on a preset is no reason to stop a lecture, but one step away, with its history. */
TEST (Window, AChangedPresetGivesWayAndCanBeBroughtBack)
{
  WindowBench bench;
  g_autofree char *folder = pen_presets_folder ();
  g_autoptr (PenExperiment) next = nullptr, other = nullptr;

  bench.preset ("lemma.penchant");
  next = pen_experiment_copy (bench.experiment ());
  next->tolerance = 1e-6;
  ASSERT_TRUE (pen_document_apply (bench.document (), next, "edit", nullptr, nullptr));
  bench.act ("win.preset", (std::string (folder) + "/" + PEN_PRESET_FIRST).c_str ());
  ASSERT_TRUE (bench.wait ([&bench] { return pen_dataset_n (bench.experiment ()->data) == 4; }));
  EXPECT_EQ (bench.dialog (), nullptr);
  EXPECT_NE (std::string (pen_window_last_message (bench.window)).find (next->title), std::string::npos);
  other = pen_experiment_copy (bench.experiment ());
  other->tolerance = 1e-5;
  ASSERT_TRUE (pen_document_apply (bench.document (), other, "edit", nullptr, nullptr));
  bench.act ("win.bring-back");
  ASSERT_TRUE (bench.wait ([&bench] { return bench.experiment ()->tolerance == 1e-6; }));
  EXPECT_TRUE (pen_document_modified (bench.document ()));
  pen_document_undo (bench.document ());
  EXPECT_FALSE (pen_document_modified (bench.document ()));
  bench.act ("win.bring-back");
  EXPECT_TRUE (bench.wait ([&bench] { return bench.experiment ()->tolerance == 1e-5; })) << "left in turn";
  bench.act ("win.new");
  EXPECT_EQ (bench.dialog (), nullptr);
  EXPECT_EQ (pen_dataset_n (bench.experiment ()->data), 0u);
}

TEST (Window, ClosingAsksToo)
{
  WindowBench bench;
  g_autoptr (PenExperiment) next = nullptr;

  bench.preset ("lemma.penchant");
  next = pen_experiment_copy (bench.experiment ());
  next->tolerance = 1e-6;
  ASSERT_TRUE (pen_document_apply (bench.document (), next, "edit", nullptr, nullptr));
  gtk_window_close (GTK_WINDOW (bench.window));
  ASSERT_NE (bench.dialog (), nullptr);
  g_object_add_weak_pointer (G_OBJECT (bench.window), reinterpret_cast<gpointer *> (&bench.window));
  bench.respond ("discard");
  EXPECT_TRUE (bench.wait ([&bench] { return bench.window == nullptr; }));
}

TEST (Window, ANewExperimentWaitsForPoints)
{
  WindowBench bench;

  bench.act ("win.new");
  bench.settle ();
  EXPECT_STREQ (pen_answer_bar_verdict (bench.answer ()), "idle");
  EXPECT_EQ (pen_dataset_n (bench.experiment ()->data), 0u);
}

/* Edits faster than runs, undo through all of them, and the window still ends at the answer of the first. */
TEST (Window, EditsWhileRunningAndUndoBack)
{
  WindowBench bench;

  bench.preset ("four-points.penchant");
  for (int i = 0; i < 30; i++)
    {
      g_autoptr (PenExperiment) next = pen_experiment_copy (bench.experiment ());

      next->map.bias = !next->map.bias;
      next->loss = i % 3 == 0 ? PEN_LOSS_LOGISTIC : PEN_LOSS_EXPONENTIAL;
      ASSERT_TRUE (pen_document_apply (bench.document (), next, "edit", nullptr, nullptr));
      for (int j = 0; j < i; j++)
        g_main_context_iteration (nullptr, FALSE);
    }
  for (int i = 0; i < 30; i++)
    bench.act ("win.undo");
  EXPECT_FALSE (pen_document_modified (bench.document ()));
  ASSERT_TRUE (done (bench));
  EXPECT_STREQ (pen_answer_bar_verdict (bench.answer ()), "agrees");
}

/* The weights an edit goes on from are part of the same step: of what is saved, and of what is undone. */
TEST (Window, EditsMayGoOnFromThePresentWeights)
{
  WindowBench bench;
  std::vector<double> w;

  bench.preset (PEN_PRESET_FIRST);
  ASSERT_TRUE (done (bench));
  ASSERT_TRUE (gtk_widget_activate_action (GTK_WIDGET (bench.window), "data.go-on", nullptr));
  bench.act ("run.reset");
  ASSERT_TRUE (gtk_widget_activate_action (GTK_WIDGET (bench.window), "run.step", "i", 9));
  {
    PenLaboratory *laboratory = pen_window_laboratory (bench.window);
    const double *now = pen_laboratory_trace (laboratory)->frames[pen_laboratory_frame (laboratory)].w;

    w.assign (now, now + 2);
  }
  ASSERT_GT (std::abs (w[0]) + std::abs (w[1]), 0);
  ASSERT_TRUE (gtk_widget_activate_action (GTK_WIDGET (bench.window), "data.step", "i", 1));
  bench.act ("data.delete");
  ASSERT_EQ (bench.experiment ()->n_start, 2u);
  EXPECT_EQ (bench.experiment ()->start[0], w[0]);
  EXPECT_EQ (bench.experiment ()->start[1], w[1]);
  ASSERT_TRUE (done (bench));
  EXPECT_STREQ (pen_answer_bar_verdict (bench.answer ()), "agrees") << "max-margin forgets the start";
  bench.act ("win.undo");
  EXPECT_EQ (bench.experiment ()->n_start, 0u);
}

TEST (Window, WhatIsStillReadDoesNotReplaceWhatCameAfter)
{
  WindowBench bench;
  g_autofree char *folder = pen_presets_folder ();

  bench.preset ("lemma.penchant");
  pen_window_load (bench.window, (std::string (folder) + "/" + PEN_PRESET_FIRST).c_str ());
  bench.act ("win.new");
  EXPECT_FALSE (pen_window_loading (bench.window));
  EXPECT_FALSE (bench.wait ([&bench] { return pen_dataset_n (bench.experiment ()->data) != 0; }, 1))
      << "reading four points takes some milliseconds";
}

/* What is done while a file is read is not lost when it comes. */
TEST (Window, EditsDuringALoadAreGuarded)
{
  for (const char *response : { "cancel", "discard" })
    {
      WindowBench bench;
      g_autofree char *folder = pen_presets_folder ();
      g_autoptr (PenExperiment) next = nullptr;

      bench.preset ("lemma.penchant");
      bench.act ("win.save-to", bench.path ("mine.penchant").c_str ());
      pen_window_load (bench.window, (std::string (folder) + "/" + PEN_PRESET_FIRST).c_str ());
      next = pen_experiment_copy (bench.experiment ());
      next->tolerance = 1e-6;
      ASSERT_TRUE (pen_document_apply (bench.document (), next, "edit", nullptr, nullptr));
      ASSERT_TRUE (bench.wait ([&bench] { return bench.dialog () != nullptr; }));
      EXPECT_EQ (bench.experiment ()->tolerance, 1e-6);
      bench.respond (response);
      EXPECT_EQ (pen_dataset_n (bench.experiment ()->data), g_str_equal (response, "cancel") ? 1u : 4u);
    }
}

TEST (Window, AFileThatAnotherProgramChangedIsNotWrittenOverUnasked)
{
  for (const char *response : { "cancel", "overwrite" })
    {
      WindowBench bench;
      std::string theirs = "[experiment]\nformat=1\ntitle=Theirs\n";
      g_autoptr (PenExperiment) next = nullptr;

      bench.preset ("lemma.penchant");
      bench.act ("win.save-to", bench.path ("mine.penchant").c_str ());
      next = pen_experiment_copy (bench.experiment ());
      next->tolerance = 1e-6;
      ASSERT_TRUE (pen_document_apply (bench.document (), next, "edit", nullptr, nullptr));
      bench.write ("mine.penchant", theirs);
      bench.act ("win.save");
      ASSERT_NE (bench.dialog (), nullptr);
      EXPECT_EQ (bench.read ("mine.penchant"), theirs);
      bench.respond (response);
      EXPECT_EQ (bench.read ("mine.penchant") == theirs, g_str_equal (response, "cancel"));
      EXPECT_EQ (pen_document_modified (bench.document ()), g_str_equal (response, "cancel"));
      bench.act ("win.save");
      EXPECT_EQ (bench.dialog () != nullptr, g_str_equal (response, "cancel")) << "its own file is no other's";
      if (bench.dialog () != nullptr)
        bench.respond ("cancel");
    }
}

static bool
says (GtkWidget *root, const std::string &text)
{
  return WindowBench::find (root,
                            [&text] (GtkWidget *widget) {
                              return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
                                     && text == gtk_label_get_label (GTK_LABEL (widget));
                            })
         != nullptr;
}

/* Faster than a toast comes, which takes it half a second where another leaves. */
TEST (Window, MessagesInARowReplaceEachOther)
{
  WindowBench bench;

  bench.preset ("lemma.penchant");
  for (int i = 0; i < 20; i++)
    {
      gint64 next = g_get_monotonic_time () + 80000;

      pen_window_message (bench.window, ("number " + std::to_string (i)).c_str ());
      bench.wait ([next] { return g_get_monotonic_time () > next; });
    }
  EXPECT_TRUE (bench.wait ([&bench] { return says (GTK_WIDGET (bench.window), "number 19"); }));
  EXPECT_TRUE (bench.wait ([&bench] { return !says (GTK_WIDGET (bench.window), "number 18"); }));
}

/* A long title gives way to the buttons, not they to it. */
TEST (Window, ALongTitleLeavesTheHeaderItsButtons)
{
  WindowBench bench;
  std::string title (200, 'm');
  int whole = 0, wide = 0;

  bench.preset ("four-points.penchant");
  bench.settle ();
  GtkWidget *button = WindowBench::find (GTK_WIDGET (bench.window), [] (GtkWidget *widget) {
    return GTK_IS_MENU_BUTTON (widget)
           && g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (widget)), "_Export") == 0;
  });
  ASSERT_NE (button, nullptr);
  ASSERT_TRUE (bench.wait ([&] { return (whole = gtk_widget_get_width (button)) > 0; }));
  bench.write ("long.penchant", "[experiment]\ntitle=" + title + "\n[data]\ncolumns=x;y\nrows=1 1\ntask=regression\n");
  bench.act ("win.open-path", bench.path ("long.penchant").c_str ());
  ASSERT_TRUE (bench.wait ([&] {
    return std::string (gtk_window_get_title (GTK_WINDOW (bench.window))).find (title) != std::string::npos;
  }));
  bench.wait ([] { return false; }, 0.3);
  wide = gtk_widget_get_width (button);
  EXPECT_EQ (wide, whole);
  EXPECT_TRUE (gtk_widget_get_child_visible (button));
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
