/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* The picture @sprite (ARGB32) centred on each of @n places, on whole pixels, within the clip of @cr. @scale: pixels of the picture
 * a unit of @cr. Cairo takes a microsecond and a record for each of thousands of paints; this is one of them.
 * Cost: O(pixels of the clip + n · pixels of the sprite). */
void pen_sprites_draw (cairo_t *cr, cairo_surface_t *sprite, double scale, gsize n, const double *xy);

G_END_DECLS
