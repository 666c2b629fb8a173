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

static GPtrArray *
files_of (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".penchant"))
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  return files;
}

/* In the gallery's order. [view] section= of a preset names one, and what names none stands in the last. */
static const struct
{
  const char *name, *label;
} sections[PEN_N_PRESET_SECTIONS] = {
  { "linear", N_ ("Linear models") },
  { "diagonal", N_ ("Diagonal networks") },
  { "methods", N_ ("Methods") },
  { "regularization", N_ ("Regularization") },
  { "networks", N_ ("Neurons, matrices, networks") },
};

const char *
pen_presets_section (gsize section)
{
  g_return_val_if_fail (section < PEN_N_PRESET_SECTIONS, NULL);
  return _ (sections[section].label);
}

static void
preset_free (gpointer data)
{
  PenPreset *self = data;

  g_free (self->path);
  g_free (self->title);
  g_free (self->about);
  g_free (self->attempt);
  g_free (self->source);
  g_free (self);
}

const char *
pen_presets_text (const char *text)
{
  return text != NULL && *text != '\0' ? g_dgettext (PEN_PRESETS_DOMAIN, text) : text;
}

/* Behind the first full stop that a capital follows, "1e-6..10 in it. Data" ends at "it.", or a Chinese one. */
static const char *
sentence_end (const char *text)
{
  const char *wide = strstr (text, "。"), *stop = text;

  if (wide != NULL)
    return wide + strlen ("。");

  while ((stop = strstr (stop, ". ")) != NULL)
    {
      if (g_unichar_isupper (g_utf8_get_char (stop + 2)))
        return stop + 1;
      stop += 2;
    }
  return text + strlen (text);
}

/* Where the notes turn to what can be tried: before and behind the words that say so. FALSE: they do not. */
static gboolean
find_attempt (const char *notes, const char *words, const char **before, const char **behind)
{
  g_autofree char *marker = g_strndup (words, strcspn (words, "%"));

  *before = strstr (notes, marker);
  *behind = *before != NULL ? *before + strlen (marker) : NULL;
  return *before != NULL;
}

void
pen_presets_split_notes (const char *notes, char **about, char **attempt, char **source)
{
  const char *before, *behind, *end;

  *attempt = NULL;
  *source = NULL;
  /* Notes without a translation are in English. */
  if (!find_attempt (notes, _ (PEN_PRESETS_TRY), &before, &behind)
      && !find_attempt (notes, PEN_PRESETS_TRY, &before, &behind))
    {
      *about = g_strdup (notes);
      return;
    }
  *about = g_strchomp (g_strndup (notes, (gsize)(before - notes)));
  end = sentence_end (behind);
  *attempt = g_strndup (behind, (gsize)(end - behind));
  *source = g_strstrip (g_strdup (end));
}

/* Only what the gallery shows is wanted here, not the data behind it. */
static PenPreset *
read_preset (const char *path)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *title = NULL, *name = NULL, *notes = NULL;
  PenPreset *self = g_new0 (PenPreset, 1);

  self->path = g_strdup (path);
  if (g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, NULL))
    {
      title = g_key_file_get_string (keys, "experiment", "title", NULL);
      notes = g_key_file_get_string (keys, "experiment", "notes", NULL);
      name = g_key_file_get_string (keys, "view", "section", NULL);
    }
  while (self->section + 1 < PEN_N_PRESET_SECTIONS && g_strcmp0 (name, sections[self->section].name) != 0)
    self->section++;
  self->title = title != NULL && *title != '\0' ? g_strdup (pen_presets_text (title)) : g_path_get_basename (path);
  pen_presets_split_notes (notes != NULL ? pen_presets_text (notes) : "", &self->about, &self->attempt, &self->source);
  return self;
}

/* The one to begin with comes first, then by section and file name. */
static int
by_section (gconstpointer a, gconstpointer b)
{
  const PenPreset *left = *(const PenPreset *const *)a, *right = *(const PenPreset *const *)b;
  gboolean first = g_str_has_suffix (left->path, G_DIR_SEPARATOR_S PEN_PRESET_FIRST);

  if (left->section != right->section)
    return left->section < right->section ? -1 : 1;
  if (first != g_str_has_suffix (right->path, G_DIR_SEPARATOR_S PEN_PRESET_FIRST))
    return first ? -1 : 1;
  return strcmp (left->path, right->path);
}

GPtrArray *
pen_presets_list (const char *folder)
{
  g_autoptr (GPtrArray) files = files_of (folder);
  GPtrArray *presets = g_ptr_array_new_with_free_func (preset_free);

  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (presets, read_preset (g_ptr_array_index (files, i)));
  g_ptr_array_sort (presets, by_section);
  return presets;
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
