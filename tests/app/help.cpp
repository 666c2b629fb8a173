/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-support.h"

#include "app/help.h"

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
