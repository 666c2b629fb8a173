/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "presets.h"

G_BEGIN_DECLS

/* A preset in the gallery: its picture, once there is one, what it shows and what to try. */
#define PEN_TYPE_GALLERY_CARD (pen_gallery_card_get_type ())
G_DECLARE_FINAL_TYPE (PenGalleryCard, pen_gallery_card, PEN, GALLERY_CARD, GtkFlowBoxChild)

PenGalleryCard *pen_gallery_card_new (const PenPreset *preset);
const char     *pen_gallery_card_path (PenGalleryCard *self);
/* Is every word of @words, already casefolded, somewhere in what it says? */
gboolean        pen_gallery_card_matches (PenGalleryCard *self, const char *const *words);
gboolean        pen_gallery_card_title_matches (PenGalleryCard *self, const char *const *words);
/* Files, read behind the window's back; NULL: there is no picture. */
void            pen_gallery_card_set_pictures (PenGalleryCard *self, const char *light, const char *dark);
gboolean        pen_gallery_card_has_picture (PenGalleryCard *self);

G_END_DECLS
