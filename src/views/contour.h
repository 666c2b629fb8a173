/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A function known on a rectangular, not necessarily even, grid. */
typedef struct
{
  gsize columns, rows;
  double *x, *y;  /* columns, rows; rising */
  double *values; /* rows × columns; not finite: the cells around it are left out */
} PenGrid;

/* Nodes even inside [low, high] and, further apart, on both sides of it, since equal aspect shows more than was asked for. */
void pen_grid_init (PenGrid *self, gsize inside, gsize outside, double x_low, double x_high, double y_low, double y_high);
void pen_grid_clear (PenGrid *self);

/**
 * pen_contour_trace:
 * @x, @y: filled with arrays of double: the points of each line, a NAN behind each line
 *
 * The lines on which the function has @level, by marching squares; each line is whole, so that it can be dashed. A saddle
 * is resolved by the mean of its corners. @closed: everything outside counts as below the level, so that each line is a ring.
 *
 * Cost: O(rows·columns).  Thread: any.  Source: Lorensen & Cline 1987, in the plane.  Test: tests/views/contour.cpp
 */
void pen_contour_trace (const PenGrid *self, double level, gboolean closed, GArray **x, GArray **y);

G_END_DECLS
