/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/file.h>

#include <penchant/error.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define FILE_LIMIT 1073741824 /* bytes */

static gboolean
check (const char *path, const char *shown, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    {
      int reason = errno;

      g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("Cannot open %s: %s"), shown, g_strerror (reason));
    }
  else if (S_ISDIR (status.st_mode))
    g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("Cannot open %s: it is a folder, not a file"), shown);
  else if (!S_ISREG (status.st_mode))
    g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("Cannot open %s: it is not a regular file"), shown);
  else if (status.st_size > FILE_LIMIT)
    g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("Cannot open %s: it is larger than 1 GiB"), shown);
  else
    return TRUE;
  return FALSE;
}

char *
pen_file_read (const char *path, gsize *length, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) local = NULL;
  char *text = NULL;

  if (check (path, shown, error) && !g_file_get_contents (path, &text, length, &local))
    g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("Cannot read %s: %s"), shown, local->message);
  return text;
}

/* Why a file that is there cannot be written over, or NULL; @mode: its permissions. */
static const char *
why_kept (const char *path, int *mode)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return NULL;
  *mode = (int)(status.st_mode & 07777);
  return S_ISDIR (status.st_mode)       ? _ ("it is a folder")
         : !S_ISREG (status.st_mode)    ? _ ("it is not a regular file")
         : g_access (path, W_OK) != 0   ? _ ("it may only be read")
         : (status.st_mode & 0222) == 0 ? _ ("it may only be read") /* which does not stop root */
                                        : NULL;
}

gboolean
pen_file_write (const char *path, const char *text, gssize length, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  char *target = realpath (path, NULL); /* NULL where there is no such file yet */
  const char *place = target != NULL ? target : path, *why;
  g_autoptr (GError) local = NULL;
  gboolean is_written = FALSE;
  int mode = 0666;

  why = why_kept (place, &mode);
  if (why != NULL)
    g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("Cannot write %s: %s"), shown, why);
  else if (!g_file_set_contents_full (place, text, length, G_FILE_SET_CONTENTS_CONSISTENT, mode, &local))
    g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("Cannot write %s: %s"), shown, local->message);
  else
    is_written = TRUE;
  free (target);
  return is_written;
}
