/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PEN_PRESET_FIRST "four-points.penchant"

/* The folder of presets: $PENCHANT_DATA_DIR, the installed one, or the source's. NULL when there is none. Free with g_free(). */
char *pen_presets_folder (void);

#define PEN_N_PRESET_SECTIONS 5

typedef struct
{
  char *path, *title;
  char *about;   /* what it shows, some sentences */
  char *attempt; /* something to try, or NULL */
  char *source;  /* where the data are from, or NULL */
  gsize section;
} PenPreset;

/* Of PenPreset, by section; never NULL. A file without a title has its name for one. Frees its presets. */
GPtrArray  *pen_presets_list (const char *folder);
const char *pen_presets_section (gsize section); /* translated */
/* "About it. Try: something. Where from." into its parts; @attempt and @source NULL where nothing is to be tried. */
void        pen_presets_split_notes (const char *notes, char **about, char **attempt, char **source);
/* Is @path one of them, never to be written over? */
gboolean pen_presets_hold (const char *path);

G_END_DECLS
