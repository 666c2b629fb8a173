/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/plot.h>

G_BEGIN_DECLS

/* All that the picture of thousands of points depends on. */
typedef struct
{
  PenMarker marker;
  PenColor color;
  double radius, scale; /* device pixels a pixel */
  cairo_rectangle_int_t clip; /* device pixels */
  gsize n;
  const double *xy; /* pixels */
} PenPointsKey;

/* Begins another drawing: the layers are asked for in the same order as in the one before. */
void             pen_point_layers_begin (PenPointLayers *self);
/* The layer of the same points in the same place of the order, borrowed, or NULL. They may have moved together by whole
 * device pixels: @x, @y: where the layer's corner is now, in device pixels. */
cairo_surface_t *pen_point_layers_find (PenPointLayers *self, const PenPointsKey *key, int *x, int *y);
/* Where one that is not found is to be drawn: beyond the clip, so that it can be moved. */
void             pen_point_layers_place (const PenPointsKey *key, cairo_rectangle_int_t *place);
/* What was not found, drawn there. Takes @surface. */
void             pen_point_layers_add (PenPointLayers *self, const PenPointsKey *key, cairo_surface_t *surface);
/* How many were added since the beginning. */
guint            pen_point_layers_drawn (const PenPointLayers *self);

G_END_DECLS
