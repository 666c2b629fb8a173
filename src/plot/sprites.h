/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* A new layer as large as @clip (device pixels), with the picture @sprite (ARGB32) centred on each of @n places of @xy, on whole
 * pixels. @scale: device pixels a unit of @xy. Cairo takes a microsecond and a record for each of thousands of paints; this
 * is one of them. Free with cairo_surface_destroy().
 * Cost: O(pixels of the clip + n · pixels of the sprite that are not empty). */
cairo_surface_t *pen_sprites_render (cairo_surface_t *sprite, const cairo_rectangle_int_t *clip, double scale, gsize n,
                                     const double *xy);

G_END_DECLS
