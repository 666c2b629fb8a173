/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view.h"

G_BEGIN_DECLS

/* The plane in which a path is seen: two of the weights, or, where [view] path-right= or path-up= names a solution, what the
 * origin and these directions span. "w3" is the third weight, "min-l2" that solution; what cannot be had is chosen by itself. */
typedef struct
{
  gsize d;
  gsize columns[2];
  int kinds[2];    /* a PenSolutionKind, or −1: the weight of columns[] */
  double *vectors; /* right, up, orthonormal: 2 · d; NULL: two of the weights */
  char *names[2];
} PenPathPlane;

void pen_path_plane_init (PenPathPlane *self, const PenViewInput *input); /* of a trace of at least one frame and two weights */
void pen_path_plane_clear (PenPathPlane *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenPathPlane, pen_path_plane_clear)

/* The foot of w, d numbers, in the plane; and the w at a place of it. */
void pen_path_plane_place (const PenPathPlane *self, const double *w, double *x, double *y);
void pen_path_plane_lift (const PenPathPlane *self, double x, double y, double *w);
/* Is a place of the plane a w of its own, rather than the shadow of many? Balls, sets and the loss can then be drawn. */
gboolean pen_path_plane_is_slice (const PenPathPlane *self);
gboolean pen_path_plane_holds (const PenPathPlane *self, PenSolutionKind kind); /* does the solution lie in it by its making? */
/* ⟨w, xᵢ⟩ = ⟨rowsᵢ, (x, y)⟩ in the plane: n × 2, free with g_free(). NULL: no slice, or too much to look at for each frame. */
double *pen_path_plane_rows (const PenPathPlane *self, const PenProblem *problem);
/* The frames @from … @to, every so many of them where they are many. @x, @y: room for to − from + 1. Returns how many. */
gsize pen_path_plane_trace (const PenPathPlane *self, const PenTrace *trace, gsize from, gsize to, double *x, double *y);
gsize pen_path_plane_stride (const PenPathPlane *self, gsize n_frames);

/* path-sets.c: the solution or feasible set, and the balls through the solutions. @box: what is shown. */
void pen_view_path_sets (const PenViewInput *input, const PenPathPlane *plane, const PenViewport *box, PenScene *scene);
/* path-loss.c: lines of equal loss, where the loss is a function of the plane. */
void pen_view_path_loss (const PenViewInput *input, const PenPathPlane *plane, const PenViewport *box, PenScene *scene);
/* path-flow.c: where gradient flow would go from other places, where two weights are all it follows. */
gboolean pen_view_path_has_flow (const PenViewInput *input, const PenPathPlane *plane);
void pen_view_path_flow (const PenViewInput *input, const PenPathPlane *plane, const PenViewport *box, PenScene *scene);
/* ghosts.c: where the kept runs went, of those that have as many weights. */
void pen_view_ghost_paths (const PenViewInput *input, const PenPathPlane *plane, PenScene *scene);

G_END_DECLS
