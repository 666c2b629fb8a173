/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "integrator.h"

#include <penchant/training.h>

G_BEGIN_DECLS

/* The flow of a model's parameters in as few unknowns as carry it exactly, in units that make max‖x_i‖ = R one.
 *
 * Rank coordinates, r = rank X unknowns c: the velocity of z = h⁻¹(w) never leaves the row space of X = UΣVᵀ, so z = Vᵀc.
 * Ratio coordinates, d unknowns q_j = log(u_j/v_j), for diagonal networks with L ≥ 3: there z runs into the edge of h's domain and
 * loses its digits (1 − |z|/c ~ α^{L−2}), q does not.
 *
 * The clock: τ = tR (linear: tR²), or with a changed clock ds = N Σ_i ρ_i dτ, N = 1 (linear) or 1 + R‖w‖₁. */
typedef struct
{
  const PenProblem *problem;
  PenModel model;
  PenLoss loss;
  gboolean is_clocked, is_ratio;
  gsize n, d, rank, size;
  double R;
  double *US, *USt;                       /* n × rank and its transpose: UΣ/R */
  double *x, *dx;                         /* size: where everything below was computed, and the velocity there */
  double *w, *slope, *rate, *rate_slope;  /* d */
  double *f, *force, *weight;             /* n: predictions; the force (softmax where clocked) with y's sign; −its slope, ≥ 0 */
  double *pull;                           /* d, ratio: Xᵀforce/R */
  double *wide, *tall;                    /* work: d and n */
  double log_force;                       /* log Σρ where clocked, else 0 */
  double N;
  double gamma, *left, *roots, *capacity; /* the preconditioner: d, n, n × n */
  double *gram, *curve;                   /* rank × rank */
  gboolean is_known;
} PenMotion;

PenMotion *pen_motion_new (const PenProblem *problem, const PenModel *model, PenLoss loss, gboolean is_clocked);
void       pen_motion_free (PenMotion *self);
/* Everything at x; FALSE out of bounds. */
gboolean pen_motion_evaluate (PenMotion *self, const double *x);
/* w where it was last evaluated: the linear model's is not needed by its flow, and only computed here. */
const double *pen_motion_weights (PenMotion *self);
/* ∂force along df, in place. */
void pen_motion_curve (const PenMotion *self, double *df);
PenFlow pen_motion_flow (PenMotion *self);
double pen_motion_time_power (const PenMotion *self); /* τ = t R^power */

/* The two coordinate systems' parts; x is known. */
gboolean pen_rank_evaluate (PenMotion *self);
gboolean pen_rank_jacobian (gpointer data, const double *x, double *J);
gboolean pen_rank_product (gpointer data, const double *x, const double *v, double *Jv);
gboolean pen_ratio_evaluate (PenMotion *self);
gboolean pen_ratio_jacobian (gpointer data, const double *x, double *J);
gboolean pen_ratio_product (gpointer data, const double *x, const double *v, double *Jv);
gboolean pen_ratio_prepare (gpointer data, const double *x, double gamma);
gboolean pen_ratio_solve (gpointer data, const double *r, double *z);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenMotion, pen_motion_free)

G_END_DECLS
