/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PEN_RECENT_FILES_SHOWN 10
#define PEN_RECENT_FILES_KEPT 20 /* more, for those that are away with their disk for a while */

/* The files opened and saved last, the newest first, as URIs: a path need not be UTF-8. All results are the caller's,
 * with g_strfreev() or g_free(). Thread: any. Test: tests/app/recent-files.cpp */
GStrv pen_recent_files_with (const char *const *list, const char *path);
GStrv pen_recent_files_without (const char *const *list, const char *uri);
/* Those that are there now, as many as are shown. Asks the disk. */
GStrv pen_recent_files_present (const char *const *list);
/* The name of one of them for a menu, with its folder where another has the same name. */
char *pen_recent_files_label (const char *const *shown, gsize index);

G_END_DECLS
