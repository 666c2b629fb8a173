/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <penchant/plot.h>

G_BEGIN_DECLS

typedef enum { PEN_UNIT_PIXEL, PEN_UNIT_MILLIMETRE, PEN_UNIT_INCH, PEN_UNIT_POINT, PEN_N_UNITS } PenUnit;

/* A column and a page of the usual journals. */
typedef enum { PEN_FIGURE_SCREEN, PEN_FIGURE_COLUMN, PEN_FIGURE_PAGE, PEN_FIGURE_SLIDE, PEN_N_FIGURE_SIZES } PenFigureSize;

/* How a person wants figures to come out. */
typedef struct
{
  PenImage format;
  double width, height; /* CSS pixels, 1/96 inch, whatever they are entered in */
  PenUnit unit;         /* a pixel is one of the image's in PNG, a CSS pixel in SVG and PDF */
  double dpi;           /* PNG */
  gboolean dark, transparent, titled;
} PenFigure;

#define PEN_FIGURE_INIT { PEN_IMAGE_PNG, 800, 600, PEN_UNIT_PIXEL, 192, FALSE, FALSE, TRUE }

/* CSS pixels in one of the unit's. */
double      pen_figure_unit (const PenFigure *self);
PenFigureSize pen_figure_size (const PenFigure *self); /* PEN_N_FIGURE_SIZES: none of them */
void        pen_figure_set_size (PenFigure *self, PenFigureSize size);
PenExport   pen_figure_options (const PenFigure *self);
const char *pen_figure_ending (PenImage format); /* "png" */
/* A length in the figure's unit, with the digits that matter to it. Free with g_free(). */
char       *pen_figure_length_text (const PenFigure *self, double pixels);
/* What a person has typed. Errors: VALUE (no number). */
gboolean    pen_figure_parse_number (const char *text, double *value, GError **error);
/* In the figure's unit, into pixels. A length that was filled in is rounded in its text, but keeps its digits. */
gboolean    pen_figure_parse_length (const PenFigure *self, const char *text, double *pixels, GError **error);
/* In words: "1600 × 1200 pixels, 212 × 159 mm". Free with g_free(). */
char       *pen_figure_size_text (const PenFigure *self);

/* @path, with the format's ending where it has none; an ending it has says the @format. Free with g_free(). Errors: VALUE
 * (another ending; or a file that is there already under a name that was not quite given). */
char       *pen_figure_path (const char *path, PenImage *format, GError **error);

/* From and to the keys "figure-…"; what is kept there and no figure could have is left as it is in @self. */
void pen_figure_load (PenFigure *self, GSettings *settings);
void pen_figure_store (const PenFigure *self, GSettings *settings);

/* Draws on a worker, which shares @scene. @path: where to write it to, or NULL to have the bytes. */
void     pen_figure_render_async (PenScene *scene, const PenExport *options, const char *path,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* @bytes: may be NULL; the image where no path was given. Errors: IO, VALUE. */
gboolean pen_figure_render_finish (GAsyncResult *result, GBytes **bytes, GError **error);

G_END_DECLS
