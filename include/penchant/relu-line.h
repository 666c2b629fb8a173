/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/model.h>

G_BEGIN_DECLS

/* What function of one input a ReLU network is. The bias, a constant feature 1 of x, counts in Σ|a_j|‖(w_j, b_j)‖ as the
 * training sees it; it does not count in ∫|f''|, which is Σ|a_j||w_j| where no two units share a kink. */

/* A continuous piecewise linear function of one variable: slope k is right of kink k − 1, and left of kink k. */
typedef struct
{
  gsize n_kinks;
  double *kinks;    /* n_kinks, rising */
  double *slopes;   /* n_kinks + 1 */
  double variation; /* ∫|f''| = Σ|slope changes| */
  double norm;      /* Σ_j |a_j|‖w_j‖, with the bias; NAN where no network is behind it */
} PenReluLine;

/* The function of a ReLU network of one input and its bias, X's two columns (input, 1). Units whose kinks are nearer than
 * rounding to each other share one, and kinks where nothing bends are left out.
 * Errors: UNSUPPORTED (another model, or d ≠ 2). Cost: O(width log width). Thread: any. Test: tests/models/relu-line.cpp */
gboolean pen_relu_line_of_network (const PenModel *model, const double *theta, PenReluLine *line, GError **error);
/* The natural linear spline through (x_i, y_i): straight between neighbours and beyond the ends. Its ∫|f''| is the least of
 * all functions through the points, and not the only one's. @x: in any order; equal points with equal y count once.
 * Errors: VALUE (one x with two y), NOT_FINITE. Cost: O(n log n). Source: Savarese et al. 2019. */
gboolean pen_relu_line_of_spline (gsize n, const double *x, const double *y, PenReluLine *line, GError **error);
void     pen_relu_line_clear (PenReluLine *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenReluLine, pen_relu_line_clear)

G_END_DECLS
