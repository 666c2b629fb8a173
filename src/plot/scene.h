/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "canvas.h"

G_BEGIN_DECLS

typedef enum { PEN_MARK_POINTS, PEN_MARK_LINE, PEN_MARK_POLYGON, PEN_MARK_LABEL, PEN_MARK_VERTICAL, PEN_MARK_RECTANGLE,
               PEN_MARK_CELLS } PenMarkKind;

typedef struct
{
  PenMarkKind kind;
  char *id, *text;
  gsize n;
  double *x, *y; /* rectangle, cells: two opposite corners, of cells the lower left one first; vertical: x[0] */
  PenMarker marker;
  PenInk ink;
  PenDash dash;
  double size; /* radius or line width */
  double opacity;
  gboolean hidden;
  gsize rows, columns;
  double *cells; /* rows × columns, row 0 at the top */
} PenMark;

typedef struct
{
  char *label;
  PenInk ink;
  PenDash dash;
  gboolean line;
  PenMarker marker;
  char *marks, *reading; /* NULL: none; as the label */
  gboolean hidden;
} PenLegendEntry;

typedef struct
{
  guint rows;      /* 0: there is no room for it */
  guint shown;     /* entries, the first of all */
  gboolean beside; /* the name of the y axis begins its lowest row */
  double limit;    /* of a row, at least spacing */
} PenLegendPlan;

/* Where everything goes, for one size. */
typedef struct
{
  cairo_rectangle_t area;
  PenViewport shown;
  PenScale x, y;
  guint x_ticks, y_ticks; /* how many labels there is room for */
  double caption;         /* baseline of the lowest row above the plot */
  PenLegendPlan legend;
  gboolean x_name;        /* there is room for it */
  guint x_name_rows;      /* of the names along x; 0: numbers */
  guint note_rows;        /* as with the legend */
  gboolean note_below;    /* the note has a row of its own */
} PenLayout;

struct _PenScene
{
  gatomicrefcount references;
  char *title, *x_label, *y_label, *note, *message;
  gboolean x_log, y_log, equal, whole_x, has_viewport;
  double opacity;     /* of what is added next */
  GPtrArray *x_names; /* or NULL: none */
  char *x_names_label;
  double color_limit; /* > 0: there are cells and a bar of colours, and no axes */
  PenViewport viewport;
  GArray *marks;  /* PenMark */
  GArray *legend; /* PenLegendEntry */

  GMutex lock; /* of what follows: for any thread may draw */
  gboolean has_layout;
  double width, height;
  PenLayout layout; /* the last one, which measured a dozen texts */
};

#define PEN_TEXT_SIZE 12.0
#define PEN_TITLE_SIZE 15.0
#define PEN_ROW 21.0 /* of captions */
#define PEN_NOTE_ROW (PEN_TEXT_SIZE + 6)
#define PEN_BAR 12.0 /* more than the numbers of an axis, for the bar of colours above its own */
#define PEN_EDGE 14.0 /* between text and the edge of the picture */

/* layout.c. @text: a layout to measure with, or NULL for one of its own. Remembers the last. */
void pen_scene_layout (PenScene *self, PangoLayout *text, double width, double height, PenLayout *layout);
GPtrArray *pen_scene_note_lines (const PenScene *self, PangoLayout *text, double width); /* in a picture of that width */
/* draw.c */
void pen_scene_render (PenScene *self, PenCanvas *canvas, PangoLayout *text, double width, double height,
                       PenTheme theme, gboolean background);
PenColor pen_theme_background (PenTheme theme);
/* marks.c: the marks, inside the area. */
void pen_scene_render_marks (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout,
                             PenTheme theme);
/* Cuts the segment to @area and @beyond around it; FALSE where nothing is left of it. */
gboolean pen_clip_segment (const cairo_rectangle_t *area, double beyond, double *x0, double *y0, double *x1, double *y1);
/* labels.c: a label beside its place, where it covers the fewest lines and points and none of the labels in @taken, of
 * cairo_rectangle_t, to which it is added. */
void pen_label_render (const PenScene *self, const PenMark *label, PenCanvas *canvas, PangoLayout *text,
                       const PenLayout *layout, GArray *taken, const PenColor *color);
/* x-names.c */
guint pen_x_names_rows (const PenScene *self, PangoLayout *text, const PenLayout *layout); /* 0: not all fit */
void  pen_x_names_render (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout, PenTheme theme);
/* cells.c */
void pen_cells_render (const PenScene *self, const PenMark *mark, PenCanvas *canvas, const PenLayout *layout, PenTheme theme);
void pen_cells_render_names (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout, PenTheme theme);
void pen_cells_render_bar (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout, PenTheme theme);
void pen_layout_pixel (const PenLayout *layout, double x, double y, double *px, double *py);
/* curves-csv.c: "curve,x,y" and a row for each vertex that is shown, of what the legend names and of all points; of heat maps
 * "matrix,row,column,value". */
void pen_scene_format_curves (const PenScene *self, GString *out);
/* entries.c: is the entry about this mark? */
gboolean pen_legend_entry_has (const PenLegendEntry *entry, const PenMark *mark);
/* legend.c: above the plot. @width: of the picture. */
void  pen_scene_plan_legend (const PenScene *self, PangoLayout *text, double width, guint most_rows, PenLegendPlan *plan);
void  pen_scene_render_legend (const PenScene *self, PenCanvas *canvas, PangoLayout *text, const PenLayout *layout,
                               double width, PenTheme theme);
/* Where the entries are, in their order; of cairo_rectangle_t, empty where there is no room for a legend. */
GArray *pen_scene_legend_boxes (const PenScene *self, PangoLayout *text, const PenLayout *layout, double width);

G_END_DECLS
