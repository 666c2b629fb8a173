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
/* The layer of the same points in the same place of the order, borrowed, or NULL. */
cairo_surface_t *pen_point_layers_find (PenPointLayers *self, const PenPointsKey *key);
/* What was not found. Takes @surface. */
void             pen_point_layers_add (PenPointLayers *self, const PenPointsKey *key, cairo_surface_t *surface);

G_END_DECLS
