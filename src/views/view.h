/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/views.h>

#include <math.h>

G_BEGIN_DECLS

/* Each fills a new scene. */
void pen_view_data (const PenViewInput *input, PenScene *scene);
void pen_view_path (const PenViewInput *input, PenScene *scene);
void pen_view_convergence (const PenViewInput *input, PenScene *scene);
void pen_view_loss (const PenViewInput *input, PenScene *scene);
void pen_view_angle (const PenViewInput *input, PenScene *scene);
void pen_view_margins (const PenViewInput *input, PenScene *scene);
void pen_view_norms (const PenViewInput *input, PenScene *scene);
void pen_view_stems (const PenViewInput *input, PenScene *scene);
void pen_view_coefficients (const PenViewInput *input, PenScene *scene);
void pen_view_regularization (const PenViewInput *input, PenScene *scene);
void pen_view_sweep (const PenViewInput *input, PenScene *scene);
void pen_view_errors (const PenViewInput *input, PenScene *scene);
void pen_view_spectrum (const PenViewInput *input, PenScene *scene);
void pen_view_function (const PenViewInput *input, PenScene *scene);
void pen_view_neurons (const PenViewInput *input, PenScene *scene);

/* The data view is one of these, by task and number of inputs. Each draws what stands behind the points. */
void pen_view_plane (const PenViewInput *input, const PenViewport *box, PenScene *scene);  /* two classes, two inputs or more */
void pen_view_curves (const PenViewInput *input, const PenViewport *box, PenScene *scene); /* one input */
/* A regression of more inputs, or matrix sensing: all predictions are made once for what lies below the points and above them. */
typedef struct _PenFitted PenFitted;
PenFitted *pen_fitted_new (const PenViewInput *input, const PenViewPlane *plane, const PenViewport *box); /* borrows the first two */
void       pen_fitted_free (PenFitted *self);
void       pen_fitted_draw_below (const PenFitted *self, const PenViewport *box, PenScene *scene);
void       pen_fitted_draw_above (const PenFitted *self, PenScene *scene);

/* matrices.c: the weights of matrix sensing as heat maps beside each other. */
gboolean pen_view_is_matrix (const PenViewInput *input, gsize d); /* are d weights the entries of W? */
void     pen_view_matrices (const PenViewInput *input, gsize d, PenScene *scene);

/* kkt.c: of a ReLU network with two classes, how far the path is from the conditions of the largest margin; FALSE, and nothing
 * drawn, for anything else, where no margin is positive, and where it would take too long. */
gboolean pen_view_kkt (const PenViewInput *input, PenScene *scene);

/* sweep.c: whether the values swept over can stand on either axis, and on which they do by themselves. */
gboolean pen_view_sweep_scale (const PenSweepTable *table, PenAxisScale *standard);

/* What hovering adds to each. */
void pen_view_path_hover (const PenViewInput *input, PenScene *scene);
void pen_view_plane_hover (const PenViewInput *input, const PenViewport *box, PenScene *scene);
void pen_view_curves_hover (const PenViewInput *input, const PenViewport *box, PenScene *scene);
void pen_view_fitted_hover (const PenViewInput *input, PenScene *scene);
void pen_view_stems_hover (const PenViewInput *input, PenScene *scene);
void pen_view_regularization_hover (const PenViewInput *input, PenScene *scene);
void pen_view_neurons_hover (const PenViewInput *input, PenScene *scene);
/* What is pointed at looks alike everywhere, and unlike the playhead. */
#define PEN_HOVER_INK PEN_INK_ACCENT
#define PEN_HOVER_DASH PEN_DASH_SHORT
#define PEN_HOVER_WIDTH 1.3
/* The weights under the playhead, or NULL. */
const double *pen_view_weights (const PenViewInput *input);
/* The solution's weights when it is to be shown and exists, or NULL. */
const double *pen_view_solution (const PenViewInput *input, PenSolutionKind kind);
/* The same where they are as many as @d. */
const double *pen_view_solution_of (const PenViewInput *input, PenSolutionKind kind, gsize d);
PenMarker     pen_view_marker (PenSolutionKind kind);
gboolean      pen_view_is_filled (PenSolutionKind kind); /* a marker that hides what lies below it */

/* Has the run begun? If not, the scene says so. */
gboolean pen_view_has_begun (const PenViewInput *input, PenScene *scene);
gboolean pen_view_is_classes (const PenViewInput *input);
/* What a w is drawn times: 1, and for two classes, where only its direction means anything, 1/‖w‖₂ (0 for w = 0). */
double pen_view_size (const PenViewInput *input, gsize d, const double *w);

/* What has been drawn, so as to frame it. */
typedef struct
{
  double low, high;
} PenRange;

#define PEN_RANGE_EMPTY { INFINITY, -INFINITY }

static inline void
pen_range_add (PenRange *self, double value)
{
  if (!isfinite (value))
    return;
  self->low = fmin (self->low, value);
  self->high = fmax (self->high, value);
}

/* palette.c: @count indices of the largest |values|, falling; returns how many of them are to have a colour, those of some
 * size and at most PEN_HUES. */
#define PEN_HUES 12
gsize   pen_view_rank (gsize n, const double *values, gsize *order);
/* A colour and a dash for each of PEN_HUES things, no two alike in both. */
PenInk  pen_view_hue (gsize index);
PenDash pen_view_hue_dash (gsize index);

/* names.c: "w₇" for index 6; "x₁" for "x1", other names as they are. Free with g_free(). */
char *pen_view_weight_name (gsize index);
char *pen_view_weight_short (const PenExperiment *experiment, gsize d, gsize index); /* its feature's name, or "w₇" */
char *pen_view_axis_name (const char *name);
char *pen_view_indexed (const char *letter, gsize index); /* "σ₇" for index 6 */
char *pen_view_number (double value);                     /* "−0.123", "1.23·10⁻⁷" */

/* time-axis.c: log₁₀ t, itself on a log scale where a run has gone past all ordinary times; t = ∞ has a place at the right edge.
 * Or t, where that is wished for and a number. */
typedef struct
{
  gboolean logarithmic, has_limit, linear; /* logarithmic: in log₁₀ t; linear: in t */
  double low, high; /* what is shown */
  double limit;     /* where t = ∞ is drawn */
} PenTimeAxis;

void        pen_time_axis_fit (const PenTrace *trace, PenTimeAxis *self);
void        pen_time_axis_init (const PenViewInput *input, PenTimeAxis *self); /* as wished for, with the kept runs of as many weights */
const char *pen_time_axis_name (const PenTimeAxis *self);
gboolean    pen_time_axis_can_be_linear (const PenViewInput *input); /* is every t a number? */
/* NAN for what is before the axis begins. */
double pen_time_axis_place (const PenTimeAxis *self, double log10_time);
/* The playhead and t = ∞. @top: a height inside the plot for the label. */
void   pen_time_axis_mark (const PenTimeAxis *self, const PenViewInput *input, double top, PenScene *scene);
/* The place @share of the way from the left edge to the right one, or past it. */
double pen_time_axis_along (const PenTimeAxis *self, double share);
/* Shows @range over time with a margin, and marks the playhead. @beyond: what is shown past the right edge, a share of the
 * width. */
void   pen_time_axis_show (const PenTimeAxis *self, const PenViewInput *input, const PenRange *range, gboolean logarithmic,
                           double beyond, PenScene *scene);

/* ghosts.c: the kept runs, each faintly in a colour of its own that the legend names. */
/* One that differs from the run itself in nothing would only lie below it. */
gboolean pen_view_has_ghost (const PenViewInput *input, gsize index);
gboolean pen_view_is_comparable (const PenViewInput *input, gsize index); /* and has as many weights as the run itself */
/* The same view of the kept run at its end, with no problem. */
PenViewInput pen_view_ghost_input (const PenViewInput *input, gsize index);
void pen_view_ghost_line (gsize index, gsize n, const double *x, const double *y, PenDash dash, PenScene *scene);
void pen_view_ghost_ends (gsize index, gsize n, const double *x, const double *y, double radius, PenScene *scene);
void pen_view_ghost_entry (const PenViewInput *input, gsize index, PenDash dash, PenScene *scene); /* in the legend */
/* Of those that have as many weights as the run itself. */
void pen_view_ghost_legend (const PenViewInput *input, PenScene *scene);
/* What is drawn of a moment over time. */
typedef double (*PenHeightFunc) (gconstpointer user_data, gsize d, const PenFrame *frame);
typedef gboolean (*PenGhostFunc) (const PenViewInput *input, gsize index);
/* @wanted: NULL: all that have as many weights. */
void pen_view_ghost_curves (const PenViewInput *input, const PenTimeAxis *time, PenGhostFunc wanted, PenHeightFunc height,
                            gconstpointer user_data, PenDash dash, PenRange *range, PenScene *scene);
/* Is the potential of the run itself the kept run's, too? It is α's, the depth's and the shape's. */
gboolean pen_view_shares_potential (const PenViewInput *input, gsize index);

/* More frames than pixels would only cost time: evenly many of them and the newest, with their places. */
#define PEN_FRAMES 512
typedef struct
{
  gsize n, index[PEN_FRAMES + 2];
  double x[PEN_FRAMES + 2];
} PenFrameChoice;

/* @at_most: ≤ PEN_FRAMES */
void pen_frame_choice_make (const PenTrace *trace, const PenTimeAxis *time, gsize at_most, PenFrameChoice *self);

G_END_DECLS
