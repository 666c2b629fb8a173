/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/experiment.h>
#include <penchant/paths.h>
#include <penchant/plot.h>
#include <penchant/sweep.h>

G_BEGIN_DECLS

/* The views: from an experiment and what is known of its run to a scene. The window and `penchant-run --plot=` share them. */
#define PEN_VIEW_LIST(X)                                             \
  X (DATA, "data", N_ ("Data"))                                      \
  X (PATH, "path", N_ ("Path in weight space"))                      \
  X (CONVERGENCE, "convergence", N_ ("Convergence"))                 \
  X (LOSS, "loss", N_ ("Loss"))                                      \
  X (ANGLE, "angle", N_ ("Angle to solutions"))                      \
  X (MARGINS, "margins", N_ ("Margins"))                             \
  X (NORMS, "norms", N_ ("Norms of the weights"))                    \
  X (COEFFICIENTS, "coefficients", N_ ("Weights over time"))         \
  X (STEM, "stem", N_ ("Weights beside solutions"))                  \
  X (REGULARIZATION, "regularization", N_ ("Regularization path"))   \
  X (SWEEP, "sweep", N_ ("Sweep"))                                   \
  X (ERRORS, "errors", N_ ("Training and test error"))               \
  X (SPECTRUM, "spectrum", N_ ("Spectrum"))                          \
  X (FUNCTION, "function", N_ ("Function and its kinks"))            \
  X (NEURONS, "neurons", N_ ("Neurons"))

#define PEN_VIEW_PLAYHEAD "playhead" /* the mark of it, which is in the way of a figure */

typedef enum
{
#define PEN_VIEW_ENTRY(name, nick, label) PEN_VIEW_##name,
  PEN_VIEW_LIST (PEN_VIEW_ENTRY)
#undef PEN_VIEW_ENTRY
  PEN_N_VIEWS
} PenViewKind;

/* A kept run's curved boundary as it was last found, since it stays while another run is watched. */
typedef struct _PenBoundary PenBoundary;

PenBoundary *pen_boundary_new (void);
void         pen_boundary_free (PenBoundary *self);

/* An earlier run that was kept, to be compared: drawn faintly where it has a place. */
typedef struct
{
  const char *name; /* what tells it from the others and from the run itself; "": nothing does, and it is not drawn */
  const PenExperiment *experiment;
  const PenTrace *trace;
  PenBoundary *boundary; /* written by pen_view_build(); NULL only where the data view shows no curved one */
} PenGhost;

/* How an axis goes; each view has its own way for both. */
typedef enum { PEN_AXIS_STANDARD, PEN_AXIS_LINEAR, PEN_AXIS_LOGARITHMIC } PenAxisScale;
/* TIME: the horizontal axis, over another setting or a norm too. */
typedef enum { PEN_VIEW_AXIS_TIME, PEN_VIEW_AXIS_VALUE, PEN_N_VIEW_AXES } PenViewAxis;

/* Everything borrowed for the duration of the call; what is not known yet is NULL and is simply not drawn. */
typedef struct
{
  const PenExperiment *experiment;
  const PenDataset *data;      /* what to draw as points: experiment->data, or the points while they are dragged */
  const PenProblem *problem;
  gboolean stale;              /* the problem is of an earlier state of the points: the next run has nothing to show yet */
  const PenTrace *trace;
  gsize frame;                 /* the playhead: index into trace->frames */
  const double *former;        /* where there is no trace, n_former weights of an earlier run, of other rows; or NULL */
  gsize n_former;
  const PenSolution *solutions[PEN_N_SOLUTIONS]; /* leave out (NULL) the ones not to be shown */
  const PenGhost *const *kept; /* n_kept of them */
  gsize n_kept;
  const PenPaths *paths;       /* of the same experiment, for the regularization path */
  const PenSweepTable *sweep;  /* as far as it has got */
  const PenViewport *viewport; /* NULL or not finite: fit what there is */
  const guint8 *selected;      /* n flags, or NULL */
  const PenViewport *band;     /* rubber band being drawn, or NULL */
  const char *title;           /* NULL: none (the window shows its own) */
  PenAxisScale scales[PEN_N_VIEW_AXES]; /* what a view cannot show so, it shows in its own way */
  const gsize *hover;          /* a frame that is pointed at, or NULL; for pen_view_build_hover() alone */
} PenViewInput;

/**
 * pen_view_build:
 * @kind: which view      @input: what is known, borrowed for the call
 *
 * Data: two classes of two inputs as points in the plane with sides, boundary and margins (exact lines where f is affine in
 * the inputs, contours of f on a grid elsewhere), of more inputs in the plane chosen; one input as curves; a regression of more
 * inputs as its targets over the predictions, beside the diagonal, or over an input, with lines to the predictions. Path: two weights, with the solution or feasible set and the balls through the
 * solutions where there are no others; one weight over time. Convergence: distance (two classes: angle) to each solution,
 * or the loss where none is shown (of a ReLU network that classifies, the KKT residual of the largest margin); log₁₀ t on a log scale
 * once a tail has left all ordinary times behind. Loss, margins (two classes) and norms of w over the same time, with the solutions' own
 * as levels and the rates of the theory as guides; angle: of a regression.
 * Weights over time, largest twelve in colours, and beside solutions; of two classes, their directions. Regularization path and
 * sweep: what @input brings. Weights of matrix sensing beside solutions: as heat maps. Errors: on the training data and off them, with the best time to stop. Spectrum: singular values of
 * W, or how far y is fitted in each singular direction of X. Function and neurons: of a ReLU network.
 * What cannot be drawn is left out; what a person could miss is said in the scene's message or note.
 *
 * Cost: at most about 3 ms (10,000 points; 4096 frames of 200 weights and four solutions; a grid of 114 × 114).
 * Errors: none.  Thread: any, one at a time for a kept run.  Test: tests/views/, a file a view
 */
PenScene   *pen_view_build (PenViewKind kind, const PenViewInput *input);
/**
 * pen_view_build_hover:
 * @kind: which view      @input: as for pen_view_build(), with its viewport
 *
 * Only the marks of the frame pointed at, thin and dashed, to be laid over the view with pen_scene_draw_over(): a place in time,
 * a place on the path, the boundary, curve, predictions or weights of that moment. Empty where the view has no such place or @input no frame.
 *
 * Cost: at most about 2 ms (a boundary on a grid), otherwise tenths.
 * Errors: none.  Thread: any.  Test: tests/views/hover.cpp
 */
PenScene   *pen_view_build_hover (PenViewKind kind, const PenViewInput *input);
/* A place in a view, and what a pixel there is worth. */
typedef struct
{
  double x, y, x_pixel, y_pixel;
} PenPointed;
/* The frame whose time is under @at, or, on a path, the one nearest to it within some pixels. FALSE: the view has no times, or none
 * near. */
gboolean    pen_view_frame_at (PenViewKind kind, const PenViewInput *input, const PenPointed *at, gsize *frame);
/* Whether this axis makes sense both ways. @standard: the view's own way; untouched otherwise. */
gboolean    pen_view_has_scales (PenViewKind kind, const PenViewInput *input, PenViewAxis axis, PenAxisScale *standard);
/* Whether there is anything to draw for this experiment, now or once it has run. @reason: translated, why not and what would
 * make it so; untouched otherwise. */
gboolean    pen_view_applies (PenViewKind kind, const PenExperiment *experiment, const char **reason);
/* The view an experiment's file asks for by [view] picture=, the data without it. */
PenViewKind pen_view_of (const PenExperiment *experiment);
PenViewKind pen_view_from_nick (const char *nick); /* PEN_N_VIEWS when unknown */
const char *pen_view_nick (PenViewKind kind);
const char *pen_view_label (PenViewKind kind); /* translated */
/* What weight @index of @d is of: "petal width", "bias", "sin 2x"; NULL where that says no more than the number. And with it,
 * "w₂ (petal width)" or "w₂". Free both with g_free(). */
char       *pen_view_feature_name (const PenExperiment *experiment, gsize d, gsize index);
char       *pen_view_weight_title (const PenExperiment *experiment, gsize d, gsize index);
PenInk      pen_solution_ink (PenSolutionKind kind);
PenInk      pen_view_ghost_ink (gsize index); /* of the kept run of that index */
/* The viewport that fits the data view's points with a margin; a fixed [-3, 3]² for none. Where predictions are to the right,
 * whose places a run is needed for, it is that of the targets in both directions. */
void        pen_view_fit_data (const PenExperiment *experiment, PenViewport *viewport);
/* Widens it sideways, in steps so large that they are few, until the predictions of the run so far are in it, those that are not
 * far away; where the data view shows no predictions it stays. Cost: that of at most 9 of them, of
 * many numbers of one. */
void        pen_view_fit_run (const PenViewInput *input, PenViewport *viewport);
/* Where the data view puts a point: for one input and two classes, the label is its height; NAN is the place of a prediction. */
void        pen_view_point (const PenExperiment *experiment, const PenDataset *data, gsize row, double *x, double *y);
/* The plane of the data view, found once for many points. Of two classes in more than two inputs it is that of two of them, or
 * the one that [view] plane-origin=, plane-right= and plane-up= span, d numbers each, the two last orthonormal; plane-names=
 * calls its axes. Points are projected on it. Of a regression the target is upwards; to the right, of more inputs than one, is the
 * prediction, or the input that x-axis= names, or the way along plane-right=, a unit; of matrix sensing always the prediction. */
typedef struct
{
  gsize d;
  gsize columns[2]; /* of a regression both are the input to the right */
  gboolean classes;
  gboolean predicted; /* to the right is f(x), which a place in the plane does not set */
  double *vectors; /* origin, right, up: 3 · d, of a regression up is 0; NULL: two of the inputs */
  double *across;  /* n predictions; NULL: not known, or not asked for */
} PenViewPlane;

void pen_view_plane_init (PenViewPlane *self, const PenExperiment *experiment, const PenDataset *data);
/* The same with the predictions at the playhead, where they are known: without them a point has no place to the right. */
void pen_view_plane_init_shown (PenViewPlane *self, const PenViewInput *input);
void pen_view_plane_clear (PenViewPlane *self);
void pen_view_plane_place (const PenViewPlane *self, const PenDataset *data, gsize row, double *x, double *y);
void pen_view_plane_names (const PenViewPlane *self, const PenExperiment *experiment, const PenDataset *data,
                           char *names[2]); /* free both with g_free() */
/* What stands for (x, y) of the plane: origin + x·right + y·up, 3 · d. For two of the inputs the others are at their means. */
void        pen_view_plane_span (const PenViewPlane *self, const PenDataset *data, double *vectors);
/* Makes @b a unit at right angles to the unit @a, or to nothing (NULL); both of @d numbers. FALSE: nothing is left. */
gboolean    pen_view_make_orthonormal (gsize d, const double *a, double *b);
/* Does the data view compare targets with predictions: a regression of more inputs than one, or matrix sensing? */
gboolean    pen_view_is_fit (const PenDataset *data);
/* Can all of them be predicted within each frame? Of some million numbers no longer. */
gboolean    pen_view_can_predict (const PenExperiment *experiment, const PenDataset *data);
/* A point of such a view and what is said of it. */
typedef struct
{
  gsize row;
  double x, y, prediction; /* its place; the prediction at the playhead, NAN where there is none */
} PenViewRow;
/* The one nearest to @at, no farther than @reach pixels. */
gboolean    pen_view_row_at (const PenViewInput *input, const PenPointed *at, double reach, PenViewRow *found);
gboolean    pen_view_same_plane (const PenExperiment *a, const PenExperiment *b);
/* The inputs on the data view's axes: the first two; of more than two, those that [view] x-axis= and y-axis= name. */
void        pen_view_columns (const PenExperiment *experiment, const PenDataset *data, gsize columns[2]);

G_END_DECLS
