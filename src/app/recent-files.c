/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recent-files.h"

#define LONGEST 48 /* characters of a name in a menu, which does not cut it by itself */

static GStrv
take_strv (GPtrArray *array)
{
  g_ptr_array_add (array, NULL);
  return (GStrv)g_ptr_array_free (array, FALSE);
}

GStrv
pen_recent_files_without (const char *const *list, const char *uri)
{
  GPtrArray *array = g_ptr_array_new ();

  for (; *list != NULL; list++)
    if (!g_str_equal (*list, uri))
      g_ptr_array_add (array, g_strdup (*list));
  return take_strv (array);
}

GStrv
pen_recent_files_with (const char *const *list, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  GPtrArray *array = g_ptr_array_new ();

  g_ptr_array_add (array, g_strdup (uri));
  for (; *list != NULL && array->len < PEN_RECENT_FILES_KEPT; list++)
    if (!g_str_equal (*list, uri))
      g_ptr_array_add (array, g_strdup (*list));
  return take_strv (array);
}

GStrv
pen_recent_files_present (const char *const *list)
{
  GPtrArray *array = g_ptr_array_new ();

  for (; *list != NULL && array->len < PEN_RECENT_FILES_SHOWN; list++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (*list);

      if (g_file_query_exists (file, NULL))
        g_ptr_array_add (array, g_strdup (*list));
    }
  return take_strv (array);
}

/* The ends say more than the middle: what it begins with and the ending. */
static char *
shortened (const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  g_autofree char *head = NULL, *tail = NULL;

  if (length <= LONGEST)
    return g_strdup (text);
  head = g_utf8_substring (text, 0, LONGEST / 2);
  tail = g_utf8_substring (text, length - LONGEST / 2 + 1, length);
  return g_strconcat (head, "…", tail, NULL);
}

static char *
base_name (const char *uri)
{
  g_autofree char *path = g_filename_from_uri (uri, NULL, NULL);

  return g_filename_display_basename (path != NULL ? path : uri);
}

static char *
folder_name (const char *uri)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autoptr (GFile) parent = g_file_get_parent (file);

  return parent != NULL ? g_file_get_parse_name (parent) : g_strdup ("");
}

char *
pen_recent_files_label (const char *const *shown, gsize index)
{
  g_autofree char *name = base_name (shown[index]);
  g_autofree char *folder = NULL, *short_name = shortened (name), *label = NULL;
  g_auto (GStrv) parts = NULL;

  for (gsize i = 0; shown[i] != NULL && folder == NULL; i++)
    {
      g_autofree char *other = base_name (shown[i]);

      if (i != index && g_str_equal (other, name))
        folder = folder_name (shown[index]);
    }
  if (folder != NULL)
    {
      g_autofree char *short_folder = shortened (folder);

      label = g_strdup_printf ("%s — %s", short_name, short_folder);
    }
  else
    label = g_steal_pointer (&short_name);
  /* In a menu one underline marks the letter to press. */
  parts = g_strsplit (label, "_", -1);
  return g_strjoinv ("__", parts);
}
