/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/cancel.h>

G_BEGIN_DECLS

/* min ‖E a − f‖ subject to a ≥ 0. The residual r = f − E a has Eᵀr ≤ 0, with 0 where a > 0: both the optimality
 * conditions and, for r ≠ 0, Farkas' proof that E a = f has no solution a ≥ 0.
 *
 * @columns: n columns of E with m entries each, one after the other and of norm 1 or 0
 * @f: m      @a: n, in: a guess whose positive entries start the active set, out: the solution      @r: m, out
 *
 * FALSE with CANCELLED. What rounding left of the conditions is for the caller to check. Cost: about p steps of O(mn + mp), p the number of positive entries.
 * Source: Lawson & Hanson, Solving Least Squares Problems, ch. 23, with an updated QR by Gram–Schmidt twice (Daniel,
 * Gragg, Kaufman & Stewart 1976) in place of its Householder transformations. */
gboolean pen_nnls (gsize m, gsize n, const double *columns, const double *f, double *a, double *r,
                   const PenCancel *cancel, GError **error);

G_END_DECLS
