/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/file.h>

#include <penchant/error.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <errno.h>

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
