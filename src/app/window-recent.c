/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include "menus.h"
#include "presets.h"
#include "recent-files.h"

#include <glib/gi18n-lib.h>

#define KEY "recent-files"

static void
fill_menu (const char *const *shown)
{
  g_autoptr (GMenu) files = g_menu_new (), more = g_menu_new ();
  GMenu *menu = pen_menu ("recent_menu");

  for (gsize i = 0; shown[i] != NULL; i++)
    {
      g_autofree char *label = pen_recent_files_label (shown, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.open-recent", "s", shown[i]);
      g_menu_append_item (files, item);
    }
  g_menu_append (more, _ ("_Clear List"), "win.clear-recent");
  g_menu_remove_all (menu);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  g_menu_append_section (menu, *shown == NULL ? _ ("No recent files") : NULL, G_MENU_MODEL (more));
}

static void
look_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, pen_recent_files_present (data), (GDestroyNotify)g_strfreev);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PenWindow *self = PEN_WINDOW (source);
  g_auto (GStrv) present = g_task_propagate_pointer (G_TASK (result), NULL);
  g_auto (GStrv) now = self->settings != NULL ? g_settings_get_strv (self->settings, KEY) : NULL;

  /* Another look at what the list has become since then is on its way. */
  if (now == NULL || !g_strv_equal ((const char *const *)now, g_task_get_task_data (G_TASK (result))))
    return;
  if (self->recent_shown != NULL
      && g_strv_equal ((const char *const *)self->recent_shown, (const char *const *)present))
    return;
  g_strfreev (self->recent_shown);
  self->recent_shown = g_steal_pointer (&present);
  fill_menu ((const char *const *)self->recent_shown);
}

/* On a worker: a file may be on a disk that takes its time to answer. */
static void
look (PenWindow *self)
{
  g_auto (GStrv) list = g_settings_get_strv (self->settings, KEY);
  g_autoptr (GTask) task = g_task_new (self, NULL, looked_cb, NULL);
  GAction *clear = g_action_map_lookup_action (G_ACTION_MAP (self), "clear-recent");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (clear), *list != NULL);
  g_task_set_task_data (task, g_steal_pointer (&list), (GDestroyNotify)g_strfreev);
  g_task_run_in_thread (task, look_worker);
}

/* Whoever comes back to the window may have removed files meanwhile. */
static void
active_cb (PenWindow *self)
{
  if (self->settings != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    look (self);
}

void
pen_window_watch_recent_files (PenWindow *self)
{
  static const char *const none[] = { NULL };

  fill_menu (none);
  if (self->settings == NULL)
    return;
  g_signal_connect_object (self->settings, "changed::" KEY, G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
  look (self);
}

void
pen_window_remember_file (PenWindow *self, const char *path)
{
  g_auto (GStrv) list = NULL, next = NULL;
  gboolean wanted;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-recent-files-enabled", &wanted, NULL);
  if (self->settings == NULL || !wanted || pen_presets_hold (path))
    return;
  list = g_settings_get_strv (self->settings, KEY);
  next = pen_recent_files_with ((const char *const *)list, path);
  g_settings_set_strv (self->settings, KEY, (const char *const *)next);
}

static void
forget (PenWindow *self, const char *uri)
{
  g_auto (GStrv) list = g_settings_get_strv (self->settings, KEY);
  g_auto (GStrv) next = pen_recent_files_without ((const char *const *)list, uri);

  g_settings_set_strv (self->settings, KEY, (const char *const *)next);
}

/* A file that is gone is told before anything is asked about what is open. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PenWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);
  g_autofree char *path = g_file_get_path (G_FILE (source)), *uri = g_file_get_uri (G_FILE (source));

  if (self->settings == NULL)
    return;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_autofree char *name = g_file_get_parse_name (G_FILE (source));
      g_autofree char *body =
          g_strdup_printf (_ ("%s has been moved, renamed or deleted. It is no longer among the recent files."), name);

      forget (self, uri);
      pen_window_alert (self, _ ("The file is gone"), body);
      return;
    }
  pen_window_open (self, path != NULL ? path : uri);
}

static void
open_recent_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL,
                           found_cb, g_object_ref (user_data));
}

static void
clear_recent_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_settings_reset (PEN_WINDOW (user_data)->settings, KEY);
}

void
pen_window_add_recent_actions (PenWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "open-recent", .parameter_type = "s", .activate = open_recent_cb },
    { .name = "clear-recent", .activate = clear_recent_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "clear-recent")),
                               FALSE);
}
