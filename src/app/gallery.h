/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The presets, by section, each with a picture drawn by the program itself; searched by typing, walked by the arrow
 * keys. Signal: "chosen" (s, the path), after which it closes. */
#define PEN_TYPE_GALLERY (pen_gallery_get_type ())
G_DECLARE_FINAL_TYPE (PenGallery, pen_gallery, PEN, GALLERY, GtkWindow)

/* @folder: of the presets, or NULL; @cache: of their pictures. */
PenGallery *pen_gallery_new (GtkWindow *parent, const char *folder, const char *cache);
/* How many presets the search leaves. */
guint       pen_gallery_shown (PenGallery *self);
gboolean    pen_gallery_busy (PenGallery *self); /* still drawing */

G_END_DECLS
