/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/cancel.h>
#include <penchant/model.h>
#include <penchant/problem.h>
#include <penchant/relu-line.h>

G_BEGIN_DECLS

/* What is known of two-layer ReLU networks f(x) = Σ_j a_j σ(⟨w_j, x⟩) that classify: how near a point is to the margin problem's
 * KKT points, and the largest margin of the functions of bounded variation norm. A bias is a constant feature 1 of x, and
 * counts in ‖θ‖ and Σ|a_j|‖w_j‖ (the norm of F₁), as the training sees it. */

/* A point's distance from the KKT conditions of min ½‖θ‖² s.t. y_i f(θ; x_i) ≥ 1. */
typedef struct
{
  double margin;        /* min_i y_i f(θ; x_i) of the θ given; the conditions are measured where it is 1: at θ/√margin */
  double residual;      /* min over a ≥ 0 of ‖θ − Σ_i a_i y_i ∇f_i‖, relative to ‖θ‖ */
  double gap;           /* Σ_i a_i (y_i f_i − 1), relative to ‖θ‖²; ≥ 0 */
  gsize n_multipliers;  /* n, or 0 where a margin is not positive: then residual and gap are NAN */
  double *multipliers;  /* a */
} PenReluKkt;

/**
 * pen_relu_kkt_measure:
 * @model: a ReLU network        @problem: classification, n × d
 * @theta: width·(d + 1)         @kkt: filled; free with pen_relu_kkt_clear()
 *
 * f has degree 2 in θ, so that θ/√margin has margin 1. The multipliers are the a ≥ 0 that make the residual and the
 * complementarity gap together least, Σ a_i (m_i − 1) being one more coordinate; a θ at a KKT point has both zero. At a
 * unit's kink (to 1e-7) any slope in [0, 1] will do, and the best is sought; the residual is an upper bound of the least.
 *
 * Units: none.  Cost: O(p·n·min(n, p)), p parameters.  Errors: DIMENSION, UNSUPPORTED (another model or task), CANCELLED.
 * Thread: any.  Source: Lyu & Li 2020.  Test: tests/solutions/relu-margin.cpp
 */
gboolean pen_relu_kkt_measure (const PenModel *model, const PenProblem *problem, const double *theta, PenReluKkt *kkt,
                               const PenCancel *cancel, GError **error);
void     pen_relu_kkt_clear (PenReluKkt *self);

/* max γ s.t. y_i f(x_i) ≥ γ, f = ∫ σ(⟨u, x⟩) dμ(u) over unit vectors u with ∫|dμ| ≤ 1. */
typedef struct
{
  gboolean is_separable;  /* γ > 0 */
  double margin;          /* γ, of a measure that is given: a lower bound of the true one */
  double upper;           /* what no measure exceeds: γ ≤ true γ ≤ upper */
  gsize n_units;          /* of the measure, below n + 1 */
  double *directions;     /* n_units × d, unit vectors */
  double *weights;        /* n_units; Σ|weights| ≤ 1 */
  gsize n_multipliers;    /* n */
  double *multipliers;    /* q ≥ 0, Σq = 1: upper = max_u |Σ_i q_i y_i σ(⟨u, x_i⟩)| over all u, bounded from the grid */
} PenReluMargin;

/**
 * pen_relu_margin_solve:
 * @problem: classification, d = 2 or 3 (in the plane with a bias: the third column)
 * @resolution: directions to a full turn, ≥ 8
 * @margin: filled; free with pen_relu_margin_clear()
 *
 * The linear program over a grid of directions: @resolution of them on the circle, about resolution²/π on the sphere. Between
 * grid directions Σ q_i y_i σ(⟨u, x_i⟩) changes by at most Σ q_i ‖x_i‖ times the distance: upper is the largest on the grid and
 * that much more.
 *
 * Units: γ those of x.  Cost: a dual simplex on n × the directions.  Errors: UNSUPPORTED, VALUE, CANCELLED, CONVERGENCE.
 * Thread: any.  Source: Bach 2017; Chizat & Bach 2020; Clp.  Test: tests/solutions/relu-margin.cpp
 */
gboolean pen_relu_margin_solve (const PenProblem *problem, gsize resolution, PenReluMargin *margin,
                                const PenCancel *cancel, GError **error);
void     pen_relu_margin_clear (PenReluMargin *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenReluKkt, pen_relu_kkt_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenReluMargin, pen_relu_margin_clear)

G_END_DECLS
