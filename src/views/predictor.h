/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "contour.h"
#include "view.h"

G_BEGIN_DECLS

/* f(x) = model(φ((x − mean)/scale)) in the units in which the points are drawn, for one or two inputs: the model itself
 * for the trained weights, ⟨w, φ⟩ (a neuron: ψ of it) for a solution. Of more inputs, f on the plane that the data view
 * shows, as a function of its two coordinates. Borrows the map and the trained weights. */
typedef struct
{
  const PenFeatureMap *map;
  gsize inputs, features;
  PenModel model;
  const double *trained; /* pen_model_size() weights under the playhead, or NULL */
  double mean[2], scale[2];
  double *slice;   /* origin, right, up of a plane of more inputs, 3 · inputs in the model's units; owned, or NULL */
  gboolean linear; /* f is affine in x */
  gboolean scaled; /* trained on centred or standardized inputs */
} PenPredictor;

/* All that does not depend on how many inputs there are; nothing to clear. FALSE where f is unknown. */
gboolean pen_predictor_begin (PenPredictor *self, const PenViewInput *input);
/* f of the @n rows of features, as the model takes them. */
void pen_predictor_predict (const PenPredictor *self, gsize n, const double *phi, const double *w, double *values);
/* What centring and scaling took from a column, and divided it by. */
void pen_predictor_find_scaling (const PenDataset *before, const PenDataset *after, gsize column, double *mean,
                                 double *scale);
/* FALSE where f is unknown: more than two inputs, or a problem of other features. */
gboolean pen_predictor_init (PenPredictor *self, const PenViewInput *input);
/* The same for any number of inputs ≥ 1, where it can be drawn within a frame. @shown: whose plane is drawn. Clear it in either
 * case. */
gboolean pen_predictor_init_plane (PenPredictor *self, const PenViewInput *input, const PenExperiment *shown);
void pen_predictor_clear (PenPredictor *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenPredictor, pen_predictor_clear)
/* Linear: f(x) = ⟨slope, x⟩ + bias. */
void pen_predictor_line (const PenPredictor *self, const double *w, double slope[2], double *bias);
/* f at one place for each of the weights. @phi: room for the features; NAN where they overflow. */
void pen_predictor_evaluate (const PenPredictor *self, const double *at, gsize n_weights, const double *const *weights,
                             double *phi, double *values);
/* Two coordinates: a grid for each of the weights, all with the nodes of the first. Cost: O(nodes·features·n_weights).
 */
void pen_predictor_fill (const PenPredictor *self, gsize n_weights, const double *const *weights,
                         PenGrid *const *grids);

/* boundary.c: the steps of a grid inside the viewport, as fine as 4 ms allow, since the cost is nodes × features × weights;
 * and those on each side of it. */
#define PEN_BOUNDARY_OUTSIDE 20
gsize pen_boundary_fineness (gsize features, gsize n_weights);
/* Where the trained f is 0: how many points, a NAN behind each line; borrowed until the next call. Costs nothing while the
 * viewport and the plane stay. */
gsize pen_boundary_find (PenBoundary *self, const PenPredictor *predictor, const PenViewport *box, const double **x,
                         const double **y);

G_END_DECLS
