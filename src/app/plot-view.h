/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lab/laboratory.h"
#include "lab/study.h"

G_BEGIN_DECLS

#define PEN_TYPE_PLOT_VIEW (pen_plot_view_get_type ())
G_DECLARE_FINAL_TYPE (PenPlotView, pen_plot_view, PEN, PLOT_VIEW, GtkWidget)

/* One view of a laboratory, drawn from its scene at most once a frame, with zoom, pan and a read-out under the pointer.
 * Properties: "laboratory" (PenLaboratory or NULL) and "kind" (guint, a PenViewKind), both rw and notifying.
 * Actions: plot.fit, plot.zoom-in, plot.zoom-out, plot.menu. The zoom survives edits; a new laboratory, kind, task or number of
 * inputs fits again. Thread: the main context's, as for everything in this room. */
GtkWidget *pen_plot_view_new (void);
PenStudy  *pen_plot_view_study (PenPlotView *self); /* what it shows beside the run; the view's */
/* A new scene of what is shown, at the present zoom, without selection and rubber band. Free with pen_scene_unref(). */
PenScene  *pen_plot_view_scene (PenPlotView *self);
/* The same for a figure of another shape: all the data where nobody has zoomed, and else all that is seen. */
PenScene  *pen_plot_view_figure (PenPlotView *self);
void       pen_plot_view_fit (PenPlotView *self);
void       pen_plot_view_set_viewport (PenPlotView *self, const PenViewport *viewport);

/* plot-view-zoom.c: in pixels of the widget, whatever the axes' scales. Ignored beyond what doubles resolve. */
#define PEN_PLOT_ZOOM_STEP 1.25 /* of one press of a key */
void pen_plot_view_zoom (PenPlotView *self, double factor); /* about the middle; below 1 comes closer */
/* What is under (px, py) stays under it. */
void pen_plot_view_zoom_at (PenPlotView *self, double px, double py, double factor);
/* The pixels of @box in @scene, a scene of this view, become the whole view. */
void pen_plot_view_show_box (PenPlotView *self, PenScene *scene, const cairo_rectangle_t *box);

/* For an editor on top. @pan: a drag with the primary button pans (as it does from the start); @cursor otherwise. */
void     pen_plot_view_set_tool (PenPlotView *self, gboolean pan, const char *cursor);
gboolean pen_plot_view_pans (PenPlotView *self, guint button); /* would a drag with @button pan now? Space counts */
/* @selected: n flags, copied, drawn while the data have n points; NULL and 0 for none. @band: NULL for none. */
void     pen_plot_view_set_marks (PenPlotView *self, const guint8 *selected, gsize n, const PenViewport *band);
/* In the widget's pixels. FALSE while there is no size yet. */
gboolean pen_plot_view_area (PenPlotView *self, cairo_rectangle_t *area, PenViewport *shown);
void     pen_plot_view_to_data (PenPlotView *self, double px, double py, double *x, double *y);

/* plot-view-hover.c. Reads the values at (px, py) and, in a view with times, makes the laboratory mark the one there; NAN: none. */
void     pen_plot_view_hover (PenPlotView *self, double px, double py);
/* The same a moment later: GTK tells of a pointer that comes or goes while it lays out, when no text may change. */
void     pen_plot_view_cross (PenPlotView *self, double px, double py);
/* A click on a legend entry hides or shows its curve, one in a view with times pins the playhead there; a second one takes
 * that back and fits. */
void pen_plot_view_click (PenPlotView *self, double px, double py);
void pen_plot_view_click_again (PenPlotView *self, double px, double py);

/* plot-view-options.c: what a person chooses for a view; kept for each kind. */
gboolean      pen_plot_view_entry_at (PenPlotView *self, double px, double py, guint *index); /* one that can be hidden */
void          pen_plot_view_toggle_entry (PenPlotView *self, guint index);
GMenuModel   *pen_plot_view_menu (PenPlotView *self);    /* its curves and axes as they are now, of actions "view.…"; the caller's */
GActionGroup *pen_plot_view_options (PenPlotView *self); /* "view"; what is not below the plot needs it inserted */
/* That menu at (px, py); NAN: in the middle. */
void          pen_plot_view_pop_up (PenPlotView *self, double px, double py);

/* plot-view-readout.c: "x₁ = 0.52, x₂ = −1.3" with the digits that one pixel tells apart, @steps being a pixel's worth.
 * A name may be NULL. Free with g_free(). */
char *pen_plot_readout (const char *x_name, double x, double x_step, const char *y_name, double y, double y_step);
/* "x₁ = 0.52", or the number alone. Free with g_free(). */
char *pen_plot_reading (const char *name, double value, double step);
/* "x12" → "x₁₂"; other names as they are. Free with g_free(). */
char *pen_plot_pretty_name (const char *name);

G_END_DECLS
