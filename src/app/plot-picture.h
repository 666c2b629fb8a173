/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <penchant/plot.h>

G_BEGIN_DECLS

/* A scene as it was last drawn: what did not change is painted again as one picture. Begins as zeros. */
typedef struct
{
  PenScene *scene;
  cairo_surface_t *surface, *previous; /* which GTK holds until the next frame */
  PenPointLayers *layers;
  int width, height, scale;
  PenTheme theme;
  PenViewport axes; /* left to the owner, to find it by */
} PenPlotPicture;

/* @scale: device pixels a pixel. */
void pen_plot_picture_draw (PenPlotPicture *self, PenScene *scene, cairo_t *cr, int width, int height, int scale,
                            PenTheme theme);
/* What was drawn last, if it had these axes and this size; otherwise NULL. */
PenScene *pen_plot_picture_find (const PenPlotPicture *self, const PenViewport *axes, double width, double height);
void pen_plot_picture_clear (PenPlotPicture *self);
/* The frame of a plot that has the keyboard's focus. */
void pen_plot_picture_draw_focus (cairo_t *cr, double width, double height, PenTheme theme);

G_END_DECLS
