/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/cancel.h>

G_BEGIN_DECLS

/* Of the rows of Z: the shortest w with Z w ≥ 1, or the convex combination of them that is zero. */
typedef struct
{
  gboolean separable; /* TRUE: a are the multipliers, w ∝ Zᵀa; FALSE: a ≥ 0, Σa = 1, Zᵀa = 0 */
  double *a;          /* n */
  double distance;    /* ‖Zᵀa‖ / Σ a_i ‖z_i‖ for Σa = 1: 0 to rounding where not separable */
} PenLeastDistance;

/* @Z: n × d, row-major, no scaling needed.
 *
 * The least-distance problem as min ‖E a − e_last‖ over a ≥ 0, E the columns (t z_i, 1): with residual r, w is
 * t² Zᵀa / r_last. The unit t is chosen so that t ≈ ‖w‖, where the problem is best conditioned, by solving again from
 * the last active set.
 *
 * Errors: CANCELLED. Source: Lawson & Hanson, ch. 23 §4. Test: tests/solutions/max-margin.cpp */
gboolean pen_least_distance_solve (gsize n, gsize d, const double *Z, PenLeastDistance *self, const PenCancel *cancel,
                                   GError **error);
/* ‖Zᵀa‖ relative to Σ a_i ‖z_i‖. */
double   pen_least_distance_of (gsize n, gsize d, const double *Z, const double *a);
void     pen_least_distance_clear (PenLeastDistance *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenLeastDistance, pen_least_distance_clear)

G_END_DECLS
