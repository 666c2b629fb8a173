/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/application.h"
#include "app/presets.h"
#include "app/views-area.h"
#include "app/window.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

/* A registered application without a loop of its own, a window in it, and a folder for its files. */
struct WindowBench
{
  PenApplication *application = nullptr;
  PenWindow *window = nullptr;
  std::string folder;

  WindowBench ()
  {
    g_autofree char *made = g_dir_make_tmp ("penchant-window-XXXXXX", nullptr);
    GError *error = nullptr;

    folder = made;
    application = pen_application_new (G_APPLICATION_NON_UNIQUE);
    EXPECT_TRUE (g_application_register (G_APPLICATION (application), nullptr, &error));
    window = PEN_WINDOW (pen_window_new (ADW_APPLICATION (application)));
    gtk_window_present (GTK_WINDOW (window));
  }

  ~WindowBench ()
  {
    g_autoptr (GDir) dir = g_dir_open (folder.c_str (), 0, nullptr);
    const char *name;

    if (window != nullptr)
      gtk_window_destroy (GTK_WINDOW (window));
    settle ();
    g_object_unref (application);
    while ((name = g_dir_read_name (dir)) != nullptr)
      g_unlink (path (name).c_str ());
    g_rmdir (folder.c_str ());
  }

  static void
  settle ()
  {
    while (g_main_context_iteration (nullptr, FALSE))
      ;
  }

  static bool
  wait (const std::function<bool ()> &done, double seconds = 20)
  {
    gint64 end = g_get_monotonic_time () + gint64 (seconds * 1e6);

    while (!done () && g_get_monotonic_time () < end)
      if (!g_main_context_iteration (nullptr, FALSE))
        g_usleep (1000);
    return done ();
  }

  std::string
  path (const char *name) const
  {
    return folder + "/" + name;
  }

  void
  act (const char *action, const char *target = nullptr)
  {
    ASSERT_TRUE (gtk_widget_activate_action_variant (GTK_WIDGET (window), action,
                                                     target != nullptr ? g_variant_new_string (target) : nullptr))
        << action;
    EXPECT_TRUE (wait ([this] { return !pen_window_saving (window); })) << action;
  }

  void
  load (const std::string &file)
  {
    pen_window_load (window, file.c_str ());
    ASSERT_TRUE (wait ([this] { return !pen_window_loading (window); }));
  }

  void
  preset (const char *name)
  {
    g_autofree char *presets = pen_presets_folder ();

    load (std::string (presets) + "/" + name);
  }

  void
  write (const char *name, const std::string &text)
  {
    ASSERT_TRUE (g_file_set_contents (path (name).c_str (), text.data (), gssize (text.size ()), nullptr));
  }

  std::string
  read (const char *name) const
  {
    g_autofree char *text = nullptr;
    gsize length = 0;

    if (!g_file_get_contents (path (name).c_str (), &text, &length, nullptr))
      return "";
    return std::string (text, length);
  }

  PenDocument *
  document () const
  {
    return pen_window_document (window);
  }

  PenExperiment *
  experiment () const
  {
    return pen_document_experiment (document ());
  }

  /* The first descendant of a type, in the order of the tree, for which @fits. */
  static GtkWidget *
  find (GtkWidget *root, const std::function<bool (GtkWidget *)> &fits)
  {
    if (fits (root))
      return root;
    for (GtkWidget *child = gtk_widget_get_first_child (root); child != nullptr;
         child = gtk_widget_get_next_sibling (child))
      if (GtkWidget *found = find (child, fits))
        return found;
    return nullptr;
  }

  GtkWidget *
  find_titled (GType type, const char *title) const
  {
    return find (GTK_WIDGET (window), [type, title] (GtkWidget *widget) {
      g_autofree char *text = nullptr;

      if (!g_type_is_a (G_OBJECT_TYPE (widget), type))
        return false;
      g_object_get (widget, "title", &text, nullptr);
      return g_strcmp0 (text, title) == 0;
    });
  }

  PenAnswerBar *
  answer () const
  {
    return PEN_ANSWER_BAR (find (GTK_WIDGET (window), [] (GtkWidget *widget) { return PEN_IS_ANSWER_BAR (widget); }));
  }

  PenViewsArea *
  views () const
  {
    return PEN_VIEWS_AREA (find (GTK_WIDGET (window), [] (GtkWidget *widget) { return PEN_IS_VIEWS_AREA (widget); }));
  }

  /* The dialog on top of the window, or NULL. */
  GtkWindow *
  dialog () const
  {
    g_autoptr (GListModel) tops = G_LIST_MODEL (g_object_ref (gtk_window_get_toplevels ()));

    for (guint i = 0; i < g_list_model_get_n_items (tops); i++)
      {
        g_autoptr (GtkWindow) top = GTK_WINDOW (g_list_model_get_item (tops, i));

        if (ADW_IS_MESSAGE_DIALOG (top) && gtk_widget_get_visible (GTK_WIDGET (top)))
          return top;
      }
    return nullptr;
  }

  /* As a press on one of its buttons does. */
  void
  respond (const char *response)
  {
    GtkWindow *asked = dialog ();

    adw_message_dialog_response (ADW_MESSAGE_DIALOG (asked), response);
    gtk_window_destroy (asked);
    settle ();
    EXPECT_TRUE (wait ([this] { return !pen_window_saving (window); })) << response;
    settle ();
  }
};

/* The run has come to its end. */
static inline bool
done (WindowBench &bench)
{
  return bench.wait ([&bench] { return pen_laboratory_outcome (pen_window_laboratory (bench.window)) != nullptr; });
}

static inline void
remove_folder (const std::string &folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder.c_str (), 0, nullptr);

  while (const char *name = dir != nullptr ? g_dir_read_name (dir) : nullptr)
    {
      std::string below = folder + "/" + name;

      if (g_file_test (below.c_str (), G_FILE_TEST_IS_DIR))
        remove_folder (below);
      else
        g_unlink (below.c_str ());
    }
  g_rmdir (folder.c_str ());
}

/* Without a display there is nothing to test: 77 is meson's word for skipped. */
static inline int
run_with_display (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("penchant-home-XXXXXX", nullptr);
  int result;

  testing::InitGoogleTest (&argc, argv);
  /* What the window keeps for the person who runs the tests is no test's business. */
  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_setenv ("XDG_STATE_HOME", home, TRUE);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  result = RUN_ALL_TESTS ();
  remove_folder (home);
  return result;
}
