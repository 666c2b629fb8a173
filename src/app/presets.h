/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PEN_PRESET_FIRST "four-points.penchant"

/* The folder of presets: $PENCHANT_DATA_DIR, the installed one, or the source's. NULL when there is none. Free with g_free(). */
char *pen_presets_folder (void);

#define PEN_N_PRESET_SECTIONS 5

/* Their titles and notes have catalogues of their own (po/presets): xgettext reads key files by other rules than C. */
#define PEN_PRESETS_DOMAIN "penchant-presets"
/* Translators: "Try: drag a point through the margin." The same words stand in the translated notes of every preset. */
#define PEN_PRESETS_TRY N_ ("Try: %s")

/* What is shown for a preset's title or notes, whose file keeps its own words; @text itself where it is no preset's, or NULL. */
const char *pen_presets_text (const char *text);

/* All texts as they are shown. */
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
