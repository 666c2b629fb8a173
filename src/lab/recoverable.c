/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* flock */
#include "recovery-lock.h"
#include "recovery.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <penchant/error.h>
#include <penchant/file.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SAVED_AT "# saved at " /* the first line, a comment to a key file */

static char *
lock_name (const char *file)
{
  return g_strconcat (file, ".lock", NULL);
}

int
pen_recovery_lock (const char *file, GError **error)
{
  g_autofree char *name = lock_name (file);
  int lock = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (lock >= 0 && flock (lock, LOCK_EX | LOCK_NB) == 0)
    return lock;
  g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("%s: the file could not be locked: %s"), name, g_strerror (errno));
  if (lock >= 0)
    close (lock);
  return -1;
}

void
pen_recovery_unlock (const char *file, int lock)
{
  g_autofree char *name = lock_name (file);

  g_unlink (name);
  close (lock);
}

char *
pen_recovery_text (const char *text, const char *path)
{
  g_autofree char *full = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  g_autofree char *uri = full != NULL ? g_filename_to_uri (full, NULL, NULL) : NULL;

  return g_strconcat (SAVED_AT, uri != NULL ? uri : "", "\n", text, NULL);
}

static char *
saved_path (const char *text)
{
  const char *end = strchr (text, '\n');
  g_autofree char *uri = NULL;

  if (end == NULL || !g_str_has_prefix (text, SAVED_AT))
    return NULL;
  text += strlen (SAVED_AT);
  uri = g_strndup (text, (gsize)(end - text));
  return *uri != '\0' ? g_filename_from_uri (uri, NULL, NULL) : NULL;
}

void
pen_recoverable_free (PenRecoverable *self)
{
  /* The lock's file stays with the file it is for. */
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->file);
  g_free (self->path);
  g_free (self->title);
  g_free (self);
}

void
pen_recoverable_discard (PenRecoverable *self)
{
  g_return_if_fail (self != NULL && self->lock >= 0);
  g_unlink (self->file);
  pen_recovery_unlock (self->file, self->lock);
  self->lock = -1;
}

/* NULL where it belongs to a living program, or is gone. */
static PenRecoverable *
open_file (const char *file)
{
  int lock = pen_recovery_lock (file, NULL);
  g_autofree char *text = NULL;
  gsize length;
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  PenRecoverable *self;
  GStatBuf status;

  if (lock < 0)
    return NULL;
  text = pen_file_read (file, &length, NULL);
  if (text == NULL || g_stat (file, &status) != 0)
    {
      pen_recovery_unlock (file, lock);
      return NULL;
    }
  self = g_new0 (PenRecoverable, 1);
  self->file = g_strdup (file);
  self->path = saved_path (text);
  self->time = status.st_mtime;
  self->lock = lock;
  if (g_key_file_load_from_data (keys, text, strlen (text), G_KEY_FILE_NONE, NULL))
    self->title = g_key_file_get_string (keys, "experiment", "title", NULL);
  return self;
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  const PenRecoverable *left = *(const PenRecoverable *const *)a, *right = *(const PenRecoverable *const *)b;

  return (left->time < right->time) - (left->time > right->time);
}

static void
free_element (gpointer data)
{
  if (data != NULL)
    pen_recoverable_free (data);
}

/* What a program was still writing when it ended: never the whole of something. */
static void
remove_unfinished (const char *folder, const char *name)
{
  g_autofree char *unfinished = g_build_filename (folder, name, NULL);
  g_autofree char *file = g_strndup (unfinished, strlen (unfinished) - strlen (PEN_RECOVERY_UNFINISHED));
  int lock = pen_recovery_lock (file, NULL);

  if (lock < 0)
    return;
  g_unlink (unfinished);
  pen_recovery_unlock (file, lock);
}

GPtrArray *
pen_recoverable_find (const char *folder)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (free_element);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_val_if_fail (folder != NULL, found);
  dir = g_dir_open (folder, 0, NULL); /* none yet: nothing was left there */
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, PEN_RECOVERY_ENDING PEN_RECOVERY_UNFINISHED))
      remove_unfinished (folder, name);
  if (dir != NULL)
    g_dir_rewind (dir);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, PEN_RECOVERY_ENDING))
      {
        g_autofree char *file = g_build_filename (folder, name, NULL);
        PenRecoverable *one = open_file (file);

        if (one != NULL)
          g_ptr_array_add (found, one);
      }
  g_ptr_array_sort (found, newest_first);
  return found;
}

/* The same file by the same name, or undoing would never come back to what is saved. */
static void
name_data_alike (const PenExperiment *base, PenExperiment *changed)
{
  g_autofree char *folder = NULL, *full = NULL;

  if (base->data_file == NULL || changed->data_file == NULL || base->path == NULL)
    return;
  folder = g_path_get_dirname (base->path);
  full = g_canonicalize_filename (base->data_file, folder);
  if (!g_str_equal (full, changed->data_file))
    return;
  g_free (changed->data_file);
  changed->data_file = g_strdup (base->data_file);
}

gboolean
pen_recoverable_read (const PenRecoverable *self, PenExperiment **base, PenExperiment **changed, GError **error)
{
  PenExperiment *read = pen_experiment_read (self->file, NULL, error);

  if (read == NULL)
    return FALSE;
  *base = self->path != NULL ? pen_experiment_read (self->path, NULL, NULL) : NULL;
  *changed = read;
  if (*base != NULL)
    name_data_alike (*base, read);
  g_free (read->path);
  read->path = g_strdup (self->path);
  return TRUE;
}
