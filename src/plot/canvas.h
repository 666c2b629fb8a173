/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>
#include <penchant/plot.h>

G_BEGIN_DECLS

/* The few primitives a plot is drawn with. Two renderers: cairo (screen, PNG, PDF) and SVG text, where text stays
 * text and marks keep their names. Units: pixels at scale 1. */
typedef struct { double x, y; gboolean move; } PenVertex;

typedef enum { PEN_ALIGN_LEFT, PEN_ALIGN_CENTER, PEN_ALIGN_RIGHT } PenAlign;

typedef struct
{
  const PenColor *fill, *stroke; /* NULL: none */
  double width;
  PenDash dash;
  gboolean close;
} PenPaint;

#define PEN_SPRITES_FROM 400 /* marks; below it, paths: exact positions and a halo cost nothing */

typedef struct _PenCanvas PenCanvas;
struct _PenCanvas
{
  void (*begin) (PenCanvas *self, const char *id); /* id may be NULL */
  void (*end) (PenCanvas *self);
  void (*clip) (PenCanvas *self, const cairo_rectangle_t *area); /* until end */
  void (*path) (PenCanvas *self, gsize n, const PenVertex *vertices, const PenPaint *paint);
  void (*marks) (PenCanvas *self, gsize n, const double *xy, PenMarker marker, const PenColor *color,
                 const PenColor *halo, double radius);
  void (*text) (PenCanvas *self, const char *text, double x, double baseline, double size, gboolean bold,
                PenAlign align, const PenColor *color);
  cairo_t *cr;
  PenPointLayers *layers; /* of many marks, for which it wants those out of sight too; or NULL */
  PangoLayout *layout;
  GString *svg;
  guint n_clips;
};

/* Borrow cr / layout / svg. */
void pen_canvas_init_cairo (PenCanvas *self, cairo_t *cr, PangoLayout *layout);
void pen_canvas_init_svg (PenCanvas *self, GString *svg, double width, double height);
void pen_canvas_finish_svg (PenCanvas *self);

#define PEN_MARKER_VERTICES 8
/* Outline of the straight-sided markers around (x, y); 0 for disc and ring. */
gsize pen_marker_outline (PenMarker marker, double x, double y, double radius, PenVertex *out);
/* Lengths on and off, up to 6; the number of them, 0 for solid. */
guint pen_dash_lengths (PenDash dash, double width, double *out);

/* text.c. One layout measures for every renderer, unhinted, so that a plot is laid out alike on each. */
PangoLayout *pen_text_layout_new (void);
double       pen_text_width (PangoLayout *layout, const char *text, double size, gboolean bold);
/* @text, or its beginning and an ellipsis where it is wider than @room. Free with g_free(). */
char        *pen_text_fit (PangoLayout *layout, const char *text, double size, gboolean bold, double room);
/* The lines of @text, broken between words where it is wider than @room. */
GPtrArray   *pen_text_wrap (PangoLayout *layout, const char *text, double size, double room);
void         pen_text_set (PangoLayout *layout, const char *text, double size, gboolean bold);

G_END_DECLS
