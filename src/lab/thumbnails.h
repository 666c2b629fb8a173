/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <penchant/views.h>

G_BEGIN_DECLS

/* Pictures of experiment files, each run to its end and drawn, light and dark, by a worker behind everything else, and
 * kept as PNG files in a folder. A picture is drawn again only where its experiment, its data or the program has
 * changed; what nothing asks for any more is removed. The view is the one [view] picture= names, the data without one.
 * Signal: "drawn" (path, light, dark: file names, NULL for an experiment that cannot be run), once for each path, in
 * their order. Thread: the main context's. Test: tests/lab/thumbnails.cpp */
#define PEN_TYPE_THUMBNAILS (pen_thumbnails_get_type ())
G_DECLARE_FINAL_TYPE (PenThumbnails, pen_thumbnails, PEN, THUMBNAILS, GObject)

#define PEN_THUMBNAIL_WIDTH 256 /* at scale 1; the files have twice as many pixels */
#define PEN_THUMBNAIL_HEIGHT 160

/* @folder: made if needed. Begins with the next turn of the main loop; the last reference cancels and does not wait. */
PenThumbnails *pen_thumbnails_new (const char *folder, const char *const *paths);
gboolean       pen_thumbnails_busy (PenThumbnails *self);

G_END_DECLS
