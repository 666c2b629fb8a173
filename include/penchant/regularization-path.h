/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/solution.h>

G_BEGIN_DECLS

/* One corner of the lasso's path: between two of them w(κ) is linear in κ. @columns: 0-based, of the @n weights that are at
 * work there, with their @values; one that is 0 just there has the sign it has beside it. Valid during the call. */
typedef void (*PenLassoFunc) (double kappa, gsize n, const gsize *columns, const double *values, gpointer user_data);

/**
 * pen_lasso_path:
 * @problem: X (n × d, units u_x), y (n, units u_y)     @last: where to end, ≥ 0: 0 is the limit κ → 0
 * @on_corner: called in falling κ, from ‖Xᵀy‖_∞, where w = 0, to @last
 *
 * w(κ) = argmin ½‖y − Xw‖² + κ‖w‖₁ for all κ ≥ last by the exact homotopy: as κ falls a weight joins where |x_jᵀ(y − Xw)|
 * reaches κ, and leaves where it passes 0. At κ → 0 it ends in the min-ℓ₁ solution of least squares. A column that depends on
 * the active ones does not join: they can carry the same Xw.
 *
 * Units: κ in u_x u_y.  Cost: O(nd + np) a corner with p active columns.  Errors: VALUE (last < 0), CANCELLED, CONVERGENCE (ties
 * that rounding does not break). Thread: any. Source: Osborne, Presnell & Turlach 2000. Test: tests/solutions/lasso.cpp
 */
gboolean pen_lasso_path (const PenProblem *problem, double last, const PenCancel *cancel, PenLassoFunc on_corner,
                         gpointer user_data, GError **error);

G_END_DECLS
