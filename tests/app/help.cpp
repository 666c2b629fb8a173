/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-support.h"

#include "app/help.h"

#include <set>
#include <string>

static GtkWindow *
help_of (PenWindow *window)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) one = GTK_WINDOW (g_list_model_get_item (all, i));
      if (PEN_IS_HELP (one) && gtk_window_get_transient_for (one) == GTK_WINDOW (window))
        return one;
    }
  return nullptr;
}

static void
read_texts (GtkWidget *widget, std::set<std::string> &texts)
{
  if (GTK_IS_LABEL (widget))
    texts.insert (gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != nullptr;
       child = gtk_widget_get_next_sibling (child))
    read_texts (child, texts);
}

TEST (Help, HasAPlaceForEveryViewAndTheoremOfTheProgram)
{
  WindowBench bench;
  g_autofree char *folder = pen_presets_folder (), *path = g_build_filename (folder, PEN_PRESET_FIRST, nullptr);
  g_autoptr (PenExperiment) experiment = pen_experiment_read (path, nullptr, nullptr);
  g_autoptr (PenOutcome) outcome = nullptr;
  std::set<std::string> texts;

  ASSERT_NE (experiment, nullptr);
  outcome = pen_experiment_run (experiment, nullptr, nullptr, nullptr, nullptr);
  ASSERT_NE (outcome, nullptr);
  pen_help_present (GTK_WINDOW (bench.window));
  read_texts (GTK_WIDGET (help_of (bench.window)), texts);
  for (int kind = 0; kind < PEN_N_VIEWS; kind++)
    EXPECT_TRUE (texts.count (pen_view_label (PenViewKind (kind)))) << pen_view_label (PenViewKind (kind));
  for (gsize i = 0; i < outcome->theory->n_theorems; i++)
    EXPECT_TRUE (texts.count (outcome->theory->theorems[i].source)) << outcome->theory->theorems[i].source;
}

TEST (Help, OpensOnceAndGoesWithItsWindow)
{
  GtkWindow *help;
  {
    WindowBench bench;

    pen_help_present (GTK_WINDOW (bench.window));
    help = help_of (bench.window);
    ASSERT_NE (help, nullptr);
    g_object_add_weak_pointer (G_OBJECT (help), reinterpret_cast<gpointer *> (&help));
    gtk_window_close (help);
    EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (help)));
    pen_help_present (GTK_WINDOW (bench.window));
    EXPECT_EQ (help_of (bench.window), help);
    EXPECT_TRUE (gtk_widget_get_visible (GTK_WIDGET (help)));
  }
  EXPECT_EQ (help, nullptr);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
