/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot-view.h"

#include "plot-picture.h"
#include "plot-view-pointer.h"

G_BEGIN_DECLS

/* Shared by the files plot-view*.c, and by no other. */
struct _PenPlotView
{
  GtkWidget parent_instance;
  GtkWidget *overlay, *area;
  GtkLabel *readout;
  GtkWidget *menu; /* popped up by a key, or NULL */
  GtkWidget *plane; /* chooses that of a path; NULL: not asked for yet */
  PenLaboratory *laboratory;
  GSignalGroup *laboratory_signals, *document_signals;
  PenStudy *study; /* what this view needs beside the run */
  PenViewKind kind;

  PenPlotPicture picture;
  PenScene *scene; /* NULL when what it shows has changed */
  PenScene *over;  /* what follows the pointer; NULL when that has changed */
  PenViewport viewport;
  gboolean has_viewport; /* otherwise the scene fits itself, and follows a growing run */
  gboolean follows_run;  /* the viewport is nobody's choice yet, and is widened to what the run predicts */
  PenTask fitted_task;
  gsize fitted_inputs, fitted_columns[2];

  guint8 *selected;
  gsize n_selected;
  PenViewport band;
  gboolean has_band;

  /* What a person chose for each kind of view. */
  GHashTable *hidden[PEN_N_VIEWS]; /* keys of legend entries; NULL: none */
  PenAxisScale scales[PEN_N_VIEWS][PEN_N_VIEW_AXES];
  GSimpleActionGroup *options;

  PenPlotPointer *pointer;
  guint look_id; /* to read again what is under the pointer, now that the picture has changed */
  double at_x, at_y;  /* of the pointer */
  gboolean hovering;  /* the frame the laboratory marks is this view's */
  PenNearest nearest; /* its reading goes with the scene */
  gboolean has_nearest;
  PenViewRow row; /* the point that nearest is, where row.row is not G_MAXSIZE */
  gsize cell_row, cell_column; /* of the heat maps, under the pointer */
  gboolean has_cell;
  double pinned_from; /* the playhead before the last click pinned it; NAN: there was none */
  gboolean pinned_playing;
};

/* plot-view.c */
PenExperiment *pen_plot_view_experiment (PenPlotView *self); /* NULL: none */
gboolean pen_plot_view_input (PenPlotView *self, PenViewInput *input);
PenScene *pen_plot_view_shown (PenPlotView *self); /* borrowed, made anew where needed */
void pen_plot_view_changed (PenPlotView *self);
/* plot-view-hover.c */
PenScene *pen_plot_view_over (PenPlotView *self); /* borrowed, made anew where needed */
void pen_plot_view_forget_over (PenPlotView *self);
void pen_plot_view_stop_hovering (PenPlotView *self); /* takes its mark off the other views */
void pen_plot_view_look_again (PenPlotView *self); /* before the next frame */
gboolean pen_plot_view_place_readout (PenPlotView *self, GtkWidget *child, GdkRectangle *place);
/* plot-view-options.c */
void pen_plot_view_init_options (PenPlotView *self);
void pen_plot_view_hide_in (PenPlotView *self, PenScene *scene);

G_END_DECLS
