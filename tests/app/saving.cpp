/* SPDX-License-Identifier: GPL-3.0-or-later */
/* While a thread writes the file: it can only say that it is done when the main loop goes on, so that what a test does
 * before that comes during the save, however short that is. */
#include "window-support.h"

class Saving : public testing::Test
{
protected:
  WindowBench bench;
  std::string mine;

  void
  SetUp () override
  {
    mine = bench.path ("mine.penchant");
    bench.preset ("lemma.penchant");
    set_tolerance (1e-6);
  }

  void
  set_tolerance (double value)
  {
    g_autoptr (PenExperiment) next = pen_experiment_copy (bench.experiment ());

    next->tolerance = value;
    ASSERT_TRUE (pen_document_apply (bench.document (), next, "edit", nullptr, nullptr));
  }

  double
  on_disk () const
  {
    g_autoptr (PenExperiment) read = pen_experiment_read (mine.c_str (), nullptr, nullptr);

    return read != nullptr ? read->tolerance : 0;
  }

  void
  begin (const std::string &path)
  {
    gtk_widget_activate_action (GTK_WIDGET (bench.window), "win.save-to", "s", path.c_str ());
    ASSERT_TRUE (pen_window_saving (bench.window));
  }

  bool
  ended ()
  {
    return bench.wait ([this] { return !pen_window_saving (bench.window); });
  }

  bool
  is_open ()
  {
    return gtk_window_get_application (GTK_WINDOW (bench.window)) != nullptr;
  }
};

TEST_F (Saving, AChangeMeanwhileStaysUnsaved)
{
  begin (mine);
  EXPECT_TRUE (pen_document_modified (bench.document ())) << "not before it is there";
  set_tolerance (1e-7);
  ASSERT_TRUE (ended ());
  EXPECT_EQ (on_disk (), 1e-6);
  EXPECT_STREQ (pen_document_path (bench.document ()), mine.c_str ());
  EXPECT_TRUE (pen_document_modified (bench.document ()));
  EXPECT_EQ (bench.experiment ()->tolerance, 1e-7);
  pen_document_undo (bench.document ());
  EXPECT_FALSE (pen_document_modified (bench.document ())) << "back to what was saved";
}

TEST_F (Saving, TheLastOfTwoIsThere)
{
  begin (mine);
  set_tolerance (1e-7);
  begin (mine);
  ASSERT_TRUE (ended ());
  EXPECT_EQ (on_disk (), 1e-7);
  EXPECT_FALSE (pen_document_modified (bench.document ()));
  /* What the first has written is no other program's, even before that has been heard of. */
  set_tolerance (1e-8);
  begin (mine);
  set_tolerance (1e-9);
  gtk_widget_activate_action (GTK_WIDGET (bench.window), "win.save", nullptr);
  ASSERT_TRUE (bench.wait ([this] { return on_disk () == 1e-9 || bench.dialog () != nullptr; }));
  EXPECT_EQ (bench.dialog (), nullptr);
  ASSERT_TRUE (ended ());
  EXPECT_FALSE (pen_document_modified (bench.document ()));
}

TEST_F (Saving, ClosingWaitsForIt)
{
  begin (mine);
  gtk_window_close (GTK_WINDOW (bench.window));
  EXPECT_TRUE (is_open ());
  EXPECT_EQ (bench.dialog (), nullptr) << "there is nothing to ask yet";
  g_object_ref (bench.window);
  EXPECT_TRUE (bench.wait ([this] { return !is_open (); }));
  EXPECT_EQ (on_disk (), 1e-6);
  g_object_unref (bench.window);
  bench.window = nullptr;
}

TEST_F (Saving, ClosingAsksAboutAChangeMeanwhile)
{
  begin (mine);
  set_tolerance (1e-7);
  gtk_window_close (GTK_WINDOW (bench.window));
  ASSERT_TRUE (bench.wait ([this] { return bench.dialog () != nullptr; }));
  EXPECT_TRUE (is_open ());
  EXPECT_EQ (on_disk (), 1e-6);
  bench.respond ("cancel");
  EXPECT_EQ (bench.experiment ()->tolerance, 1e-7);
}

TEST_F (Saving, AfterASaveThatFailsNothingIsClosedUnasked)
{
  begin ("/nowhere/at/all.penchant");
  gtk_window_close (GTK_WINDOW (bench.window));
  ASSERT_TRUE (ended ());
  EXPECT_TRUE (is_open ());
  EXPECT_NE (std::string (pen_window_last_message (bench.window)).find ("/nowhere"), std::string::npos);
  EXPECT_TRUE (pen_document_modified (bench.document ()));
  while (GtkWindow *dialog = bench.dialog ())
    gtk_window_destroy (dialog);
}

/* The answer "save" of the question before what would lose changes, and a change while that is written. */
TEST_F (Saving, WhatComesAfterItAsksAboutAChangeMeanwhile)
{
  begin (mine);
  ASSERT_TRUE (ended ());
  set_tolerance (1e-7);
  bench.act ("win.new");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (bench.dialog ()), "save");
  gtk_window_destroy (bench.dialog ());
  while (!pen_window_saving (bench.window))
    g_main_context_iteration (nullptr, FALSE);
  set_tolerance (1e-8);
  ASSERT_TRUE (ended ());
  EXPECT_EQ (on_disk (), 1e-7);
  EXPECT_EQ (bench.experiment ()->tolerance, 1e-8);
  ASSERT_NE (bench.dialog (), nullptr);
  bench.respond ("discard");
  EXPECT_EQ (pen_dataset_n (bench.experiment ()->data), 0u);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
