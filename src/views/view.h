/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/views.h>

G_BEGIN_DECLS

/* Each fills a new scene. */
void pen_view_data (const PenViewInput *input, PenScene *scene);
void pen_view_path (const PenViewInput *input, PenScene *scene);
void pen_view_convergence (const PenViewInput *input, PenScene *scene);

/* The data view is one of these, by task and number of inputs. Each draws what stands behind the points. */
void pen_view_plane (const PenViewInput *input, const PenViewport *box, PenScene *scene);  /* two classes, two inputs */
void pen_view_curves (const PenViewInput *input, const PenViewport *box, PenScene *scene); /* one input */
void pen_view_stems (const PenViewInput *input, PenScene *scene);                          /* a weight a stem, no points */

/* path-sets.c: two weights, the solution or feasible set, and the balls through the solutions. @box: what is shown. */
void pen_view_path_sets (const PenViewInput *input, const PenViewport *box, PenScene *scene);

/* The weights under the playhead, or NULL. */
const double *pen_view_weights (const PenViewInput *input);
/* The solution's weights when it is to be shown and exists, or NULL. */
const double *pen_view_solution (const PenViewInput *input, PenSolutionKind kind);
/* The same where they are as many as @d. */
const double *pen_view_solution_of (const PenViewInput *input, PenSolutionKind kind, gsize d);
PenMarker     pen_view_marker (PenSolutionKind kind);

/* names.c: "w₇" for index 6; "x₁" for "x1", other names as they are. Free with g_free(). */
char *pen_view_weight_name (gsize index);
char *pen_view_axis_name (const char *name);

/* time-axis.c: log₁₀ t, itself on a log scale where a run has gone past all ordinary times; t = ∞ has a place at the right edge. */
typedef struct
{
  gboolean logarithmic, has_limit;
  double low, high; /* what is shown */
  double limit;     /* where t = ∞ is drawn */
} PenTimeAxis;

void   pen_time_axis_fit (const PenTrace *trace, PenTimeAxis *self);
/* NAN for what is before the axis begins. */
double pen_time_axis_place (const PenTimeAxis *self, double log10_time);
/* The playhead and t = ∞. @top: a height inside the plot for the label. */
void   pen_time_axis_mark (const PenTimeAxis *self, const PenViewInput *input, double top, PenScene *scene);

G_END_DECLS
