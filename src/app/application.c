/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "application.h"

#include "help.h"
#include "presets.h"
#include "window.h"

#include <glib/gi18n-lib.h>

struct _PenApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (PenApplication, pen_application, ADW_TYPE_APPLICATION)

static PenWindow *
open_window (PenApplication *self, const char *path)
{
  PenWindow *window = PEN_WINDOW (pen_window_new (ADW_APPLICATION (self)));

  pen_window_load (window, path);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
pen_application_activate (GApplication *application)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (application));
  g_autofree char *folder = pen_presets_folder ();
  g_autofree char *path = folder != NULL ? g_build_filename (folder, PEN_PRESET_FIRST, NULL) : NULL;
  GtkWidget *window;

  if (active != NULL)
    {
      gtk_window_present (active);
      return;
    }
  if (path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      PenWindow *first = open_window (PEN_APPLICATION (application), path);

      pen_window_welcome (first);
      pen_window_offer_recovery (first, TRUE);
      return;
    }
  window = pen_window_new (ADW_APPLICATION (application));
  gtk_widget_activate_action (window, "win.new", NULL);
  gtk_window_present (GTK_WINDOW (window));
  pen_window_offer_recovery (PEN_WINDOW (window), TRUE);
}

static void
pen_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  gboolean running = gtk_application_get_active_window (GTK_APPLICATION (application)) != NULL;
  PenWindow *window = NULL;

  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      g_autofree char *uri = g_file_get_uri (files[i]);

      /* A place without a path is given as it is, so that the message names it. */
      window = open_window (PEN_APPLICATION (application), path != NULL ? path : uri);
    }
  if (window != NULL && !running)
    pen_window_offer_recovery (window, FALSE);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  /* Each window asks about its own changes; the program ends with the last of them. */
  for (GList *window = windows; window != NULL; window = window->next)
    if (PEN_IS_WINDOW (window->data))
      gtk_window_close (window->data);
  g_list_free (windows);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (gtk_application_get_active_window (user_data), "application-name", _ ("Penchant"),
                         "application-icon", PEN_APPLICATION_ID, "version", PEN_VERSION, "comments",
                         _ ("A laboratory for the implicit regularization of gradient descent"), "license-type",
                         GTK_LICENSE_GPL_3_0, "developer-name", _ ("The Penchant developers"), NULL);
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *active = gtk_application_get_active_window (user_data);

  if (active != NULL)
    pen_help_present (PEN_IS_HELP (active) ? gtk_window_get_transient_for (active) : active);
}

static void
add_keys (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *const keys[3];
  } accels[] = {
    { "app.quit", { "<Control>q" } },
    { "win.open", { "<Control>o" } },
    { "win.new", { "<Control>n" } },
    { "win.gallery", { "<Control>p" } },
    { "win.save", { "<Control>s" } },
    { "win.save-as", { "<Control><Shift>s" } },
    { "win.undo", { "<Control>z" } },
    { "win.redo", { "<Control><Shift>z", "<Control>y" } },
    { "win.panel", { "F9" } },
    { "app.help", { "F1" } },
    { "win.why", { "<Shift>F1" } },
    { "win.show-help-overlay", { "<Control>question", "<Control>slash" } },
    { "win.figure", { "<Control>e" } },
    { "win.export::points:csv", { "<Control><Shift>e" } },
    { "win.copy-image", { "<Control><Shift>c" } },
    { "window.close", { "<Control>w" } },
    { "run.play", { "F5" } },
    { "run.reset", { "<Shift>F5" } },
    { "run.to-limit", { "F6" } },
    { "run.step(1)", { "F8" } },
    { "run.step(-1)", { "<Shift>F8" } },
    { "run.keep", { "<Control>k" } },
    { "data.add", { "<Control><Shift>n" } },
    { "data.tool::pan", { "<Control>1" } },
    { "data.tool::place", { "<Control>2" } },
    { "data.tool::select", { "<Control>3" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].keys);
}

static void
pen_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "quit", .activate = quit_cb },
    { .name = "about", .activate = about_cb },
    { .name = "help", .activate = help_cb },
  };

  G_APPLICATION_CLASS (pen_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  add_keys (GTK_APPLICATION (application));
}

static void
pen_application_class_init (PenApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = pen_application_startup;
  application_class->activate = pen_application_activate;
  application_class->open = pen_application_open;
}

static void
pen_application_init (PenApplication *self)
{
}

PenApplication *
pen_application_new (GApplicationFlags flags)
{
  return g_object_new (PEN_TYPE_APPLICATION, "application-id", PEN_APPLICATION_ID, "resource-base-path",
                       "/org/penchant/Penchant", "flags", flags | G_APPLICATION_HANDLES_OPEN, NULL);
}
