/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "presets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static char *
usable (const char *base, const char *below)
{
  g_autofree char *folder = base != NULL ? g_build_filename (base, below, NULL) : NULL;

  return folder != NULL && g_file_test (folder, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&folder) : NULL;
}

char *
pen_presets_folder (void)
{
  const char *given = g_getenv ("PENCHANT_DATA_DIR");
  char *folder = usable (given, "presets");

  if (folder == NULL)
    folder = usable (given, NULL);
  if (folder == NULL)
    folder = usable (PEN_PKGDATADIR, "presets");
  return folder != NULL ? folder : usable (PEN_SOURCE_DATADIR, "presets");
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *
files_of (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".penchant"))
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (files, by_name);
  return files;
}

/* Of the menu: [view] section= of a preset names one, and what names none stands in the last. */
static const struct
{
  const char *name, *label;
} sections[] = {
  { "linear", N_ ("Linear models") },
  { "diagonal", N_ ("Diagonal networks") },
  { "methods", N_ ("Methods") },
  { "regularization", N_ ("Regularization") },
  { "networks", N_ ("Neurons, matrices, networks") },
};

/* Only the title and the section are wanted here, not the data behind them. */
static char *
title_of (const char *path, gsize *section)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *title = NULL, *name = NULL;

  if (g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, NULL))
    {
      title = g_key_file_get_string (keys, "experiment", "title", NULL);
      name = g_key_file_get_string (keys, "view", "section", NULL);
    }
  for (*section = 0; *section + 1 < G_N_ELEMENTS (sections) && g_strcmp0 (name, sections[*section].name) != 0;)
    ++*section;
  return title != NULL && *title != '\0' ? g_steal_pointer (&title) : g_path_get_basename (path);
}

GMenuModel *
pen_presets_menu (const char *folder, const char *action)
{
  g_autoptr (GPtrArray) files = files_of (folder);
  GMenu *menu = g_menu_new (), *parts[G_N_ELEMENTS (sections)];

  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    parts[i] = g_menu_new ();
  for (guint i = 0; i < files->len; i++)
    {
      const char *path = g_ptr_array_index (files, i);
      gsize section;
      g_autofree char *title = title_of (path, &section);
      g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);

      g_menu_item_set_action_and_target (item, action, "s", path);
      g_menu_append_item (parts[section], item);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      if (g_menu_model_get_n_items (G_MENU_MODEL (parts[i])) > 0)
        g_menu_append_section (menu, _ (sections[i].label), G_MENU_MODEL (parts[i]));
      g_object_unref (parts[i]);
    }
  return G_MENU_MODEL (menu);
}

gboolean
pen_presets_hold (const char *path)
{
  g_autofree char *folder = pen_presets_folder ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) parent = g_file_get_parent (file);
  g_autoptr (GFile) presets = folder != NULL ? g_file_new_for_path (folder) : NULL;

  return parent != NULL && presets != NULL && g_file_equal (parent, presets);
}
