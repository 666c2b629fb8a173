/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PEN_PRESET_FIRST "four-points.penchant"

/* The folder of presets: $PENCHANT_DATA_DIR, the installed one, or the source's. NULL when there is none. Free with g_free(). */
char *pen_presets_folder (void);
/* A menu of the presets' titles that activates @action with the preset's path. Never NULL; a file without a title shows its name. */
GMenuModel *pen_presets_menu (const char *folder, const char *action);
/* Is @path one of them, never to be written over? */
gboolean pen_presets_hold (const char *path);

G_END_DECLS
