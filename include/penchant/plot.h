/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Scenes: plain arrays in data coordinates, drawn to any cairo_t of any size. One scene serves the screen, PNG,
 * SVG and PDF. Values are copied. Not finite, or not positive on a log axis: the mark is left out, a line breaks.
 * A scene is filled by one thread; once filled, any thread may draw or export it.
 * Test: tests/plot/plot.cpp, tests/plot/output.cpp */

/* What a mark is, not what colour it is: the theme decides. */
typedef enum
{
  PEN_INK_TEXT, PEN_INK_GRID, PEN_INK_AXIS, PEN_INK_MUTED, PEN_INK_ACCENT,
  PEN_INK_POSITIVE, PEN_INK_NEGATIVE, PEN_INK_FLOW,
  PEN_INK_MIN_L2, PEN_INK_MIN_L1, PEN_INK_MIN_L1_NONNEGATIVE, PEN_INK_MIN_POTENTIAL,
  PEN_INK_MAX_MARGIN, PEN_INK_L1_MAX_MARGIN, PEN_INK_LINF_MAX_MARGIN,
  PEN_INK_SOFT_MARGIN, PEN_INK_RIDGE, PEN_INK_LASSO, PEN_INK_MIN_NUCLEAR, PEN_INK_TAIL_DIRECTION,
  PEN_N_INKS
} PenInk;

typedef enum { PEN_THEME_LIGHT, PEN_THEME_DARK, PEN_THEME_LIGHT_CONTRAST, PEN_THEME_DARK_CONTRAST } PenTheme;
typedef enum { PEN_MARKER_DISC, PEN_MARKER_DIAMOND, PEN_MARKER_RING, PEN_MARKER_CROSS, PEN_MARKER_SQUARE } PenMarker;
typedef enum { PEN_DASH_SOLID, PEN_DASH_LONG, PEN_DASH_SHORT, PEN_DASH_DOTTED, PEN_DASH_DASH_DOT, PEN_DASH_DASH_DOT_DOT, PEN_DASH_LONG_SHORT } PenDash;

typedef struct { double red, green, blue, alpha; } PenColor;
PenColor pen_ink_color (PenInk ink, PenTheme theme);
PenDash  pen_ink_dash (PenInk ink); /* each solution has a dash of its own */

/* scale.c: [low, high] in data ↔ [0, 1]. */
typedef struct
{
  double low, high; /* low < high; both > 0 when logarithmic */
  gboolean logarithmic;
} PenScale;

double pen_scale_to_unit (const PenScale *self, double value);
double pen_scale_from_unit (const PenScale *self, double unit);

typedef struct { double value; char *label; gboolean major; } PenTick; /* label NULL on minor ticks; "10⁻⁶", "2.5", "0" */
/* Round positions, never more than @at_most labelled, at least two wherever the range has two; labels distinct. Within few
 * decades of a logarithmic scale some may be too close for their labels: the drawing leaves those out. */
GArray *pen_scale_ticks (const PenScale *self, guint at_most); /* of PenTick; frees its labels */

/* What is visible, in data coordinates. */
typedef struct { double x_low, x_high, y_low, y_high; } PenViewport;

typedef struct _PenScene PenScene;

PenScene *pen_scene_new (void);
PenScene *pen_scene_ref (PenScene *self); /* a scene being shared is no longer added to */
void      pen_scene_unref (PenScene *self);
void pen_scene_set_title (PenScene *self, const char *title);
void pen_scene_set_axes (PenScene *self, const char *x_label, gboolean x_log, const char *y_label, gboolean y_log);
/* What the axes are named, borrowed, NULL for none: for a read-out beside the pointer. */
void pen_scene_axis_names (const PenScene *self, const char **x_label, const char **y_label);
void pen_scene_set_viewport (PenScene *self, const PenViewport *viewport);
void pen_scene_set_equal_aspect (PenScene *self, gboolean equal); /* a unit of x as long as a unit of y, widening one range */
void pen_scene_set_whole_x (PenScene *self, gboolean whole); /* x counts something: no labels between whole numbers */
/* Names for x = 1 … n and for the axis, in place of numbers where all that are in sight fit, in two lines at most. */
void pen_scene_set_x_names (PenScene *self, const char *x_label, gsize n, const char *const *names);
/* Marks are drawn in the order they are added. @id (may be NULL) becomes the SVG group's id. Sizes in pixels at scale 1. */
/* Points and lines added from now on are drawn with this opacity, 1 at first. */
void pen_scene_set_opacity (PenScene *self, double opacity);
void pen_scene_add_points (PenScene *self, const char *id, gsize n, const double *x, const double *y, PenMarker marker, PenInk ink, double radius);
void pen_scene_add_line (PenScene *self, const char *id, gsize n, const double *x, const double *y, PenInk ink, PenDash dash, double width);
/* A point that is not finite ends one ring and begins the next; inside an odd number of rings is filled. */
void pen_scene_add_polygon (PenScene *self, const char *id, gsize n, const double *x, const double *y, PenInk ink, double opacity);
void pen_scene_add_label (PenScene *self, const char *text, double x, double y, PenInk ink);
void pen_scene_name_mark (PenScene *self, const char *id); /* the mark added last, for one that has no name of its own */
void pen_scene_add_vertical (PenScene *self, const char *id, double x, PenInk ink, PenDash dash, double width);
void pen_scene_add_rectangle (PenScene *self, const char *id, const PenViewport *box, PenInk ink); /* the rubber band: outline and a faint fill */
/* cells.c: a matrix as a heat map, row 0 at the top, with its name above it, in colours from −limit to limit. A scene of heat maps
 * has a bar of these colours in place of axes, named as the x axis is. What is not finite has no colour. */
void pen_scene_add_cells (PenScene *self, const char *id, const char *name, gsize rows, gsize columns, const double *values,
                          const PenViewport *box);
void pen_scene_set_colors (PenScene *self, double limit); /* > 0 */
PenColor pen_cell_color (double share, PenTheme theme);   /* of the limit, −1 … 1 */
/* The legend's entries, in rows above the plot; the first of them, and dots, where they would take more than a third of the height. */
void pen_scene_add_legend (PenScene *self, const char *label, PenInk ink, PenDash dash, gboolean line, PenMarker marker);
/* What the newest legend entry is about. @marks: names of marks separated by spaces, "*" standing for any letters: what hiding
 * the entry hides, and, as it stands, the entry's key. @reading: what a value of it is called, NULL: as in the legend. An entry
 * without marks cannot be hidden. */
void pen_scene_bind_legend (PenScene *self, const char *marks, const char *reading);
void pen_scene_set_message (PenScene *self, const char *message); /* shown in the middle of a plot with nothing to draw */
void pen_scene_set_note (PenScene *self, const char *note); /* a remark on what is shown, at the bottom right; NULL: none */
void pen_scene_strip (PenScene *self); /* takes away all words: what is left, with the numbers on the axes, is for small pictures */

/* Draws into (0, 0, width, height). Pointer ↔ data go through the same layout. */
void pen_scene_draw (PenScene *self, cairo_t *cr, double width, double height, PenTheme theme, gboolean background);
/* point-layers.c: the points as they were drawn last, of a picture that is drawn again and again. Thread: one at a time. */
typedef struct _PenPointLayers PenPointLayers;
PenPointLayers *pen_point_layers_new (void);
void            pen_point_layers_free (PenPointLayers *self);
/* The same drawing on no background; thousands of points that did not change are not drawn anew. */
void pen_scene_draw_layered (PenScene *self, cairo_t *cr, double width, double height, PenTheme theme, PenPointLayers *layers);
void pen_scene_to_data (PenScene *self, double width, double height, double px, double py, double *x, double *y);
void pen_scene_to_pixel (PenScene *self, double width, double height, double x, double y, double *px, double *py);
/* The plotting rectangle's inside, in pixels, and the viewport really shown (equal aspect widens it). */
void pen_scene_plot_area (PenScene *self, double width, double height, cairo_rectangle_t *area, PenViewport *shown);

/* The marks of @over, another scene, inside the plotting rectangle of this one, which is not drawn: for what follows the
 * pointer over a picture that stays. */
void pen_scene_draw_over (PenScene *self, const PenScene *over, cairo_t *cr, double width, double height, PenTheme theme);

/* entries.c: the legend. Borrowed until the scene is changed. */
typedef struct { const char *key, *label; gboolean hidden; } PenSceneEntry;
guint    pen_scene_n_entries (const PenScene *self);
void     pen_scene_get_entry (const PenScene *self, guint index, PenSceneEntry *entry);
/* Only while the scene is filled. A hidden entry stays in the legend, struck out. Hiding moves no axis. */
void     pen_scene_set_hidden (PenScene *self, const char *key, gboolean hidden);
void     pen_scene_drop_mark (PenScene *self, const char *id); /* all of that name */
void     pen_scene_drop_hidden (PenScene *self); /* takes them out of the legend too, as a figure wants it */
/* Which entry is drawn at (px, py)? */
gboolean pen_scene_entry_at (PenScene *self, double width, double height, double px, double py, guint *index);

typedef struct { const char *name; double value; PenViewport box; } PenCell; /* name: of its heat map, borrowed */
/* Row and column of the heat map under (px, py). */
gboolean pen_scene_cell_at (PenScene *self, double width, double height, double px, double py, gsize *row, gsize *column);
gboolean pen_scene_get_cell (const PenScene *self, guint index, gsize row, gsize column, PenCell *cell); /* of one heat map of several */

/* nearest.c: what a legend entry is about and is not hidden, where it comes closest to (px, py). */
typedef struct
{
  const char *reading; /* of the entry, borrowed */
  PenInk ink;
  double x, y;    /* data: of a line in a plane where it is nearest, else where it is above or below; a vertex that is as near */
  gboolean plane; /* axes of equal aspect: neither is a function of the other */
} PenNearest;
gboolean pen_scene_nearest (PenScene *self, double width, double height, double px, double py, double reach, PenNearest *found);

/* CSV: the numbers of the curves and points that are shown, which have no size and no colours. */
typedef enum { PEN_IMAGE_PNG, PEN_IMAGE_SVG, PEN_IMAGE_PDF, PEN_IMAGE_CSV } PenImage;
typedef struct
{
  PenImage format;
  double width, height; /* CSS pixels (1/96 inch) */
  double scale;         /* PNG: device pixels per pixel, 2 for 192 dpi; 1 otherwise */
  PenTheme theme;
  gboolean transparent;
} PenExport;
#define PEN_EXPORT_INIT { PEN_IMAGE_PNG, 800, 600, 2, PEN_THEME_LIGHT, FALSE }
/* From the ending of @path. Errors: VALUE (an ending that is not png, svg, pdf or csv), listing them. */
gboolean pen_export_format_of (const char *path, PenImage *format, GError **error);
/* Whether there can be such an image. Errors: VALUE (no size, a side of more than 32,000 pixels, or more than 1 GiB in memory). */
gboolean pen_export_check (const PenExport *options, GError **error);
/* The same bytes each time; text stays text in SVG and PDF; a PNG carries its resolution. Errors: IO, VALUE. */
GBytes  *pen_scene_image (PenScene *self, const PenExport *options, GError **error);
/* The same to a file, atomic (a temporary beside @path, renamed). Errors: IO, VALUE. */
gboolean pen_scene_export (PenScene *self, const PenExport *options, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenScene, pen_scene_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenPointLayers, pen_point_layers_free)

G_END_DECLS
