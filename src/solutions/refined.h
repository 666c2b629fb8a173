/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One QR factorization of A (m × p, m ≥ p, full column rank) for every polish of this room: the augmented system
 *     r + A x = b,   Aᵀ r = c,
 * refined with residuals in long double. c = 0: x is the least-squares solution of A x ≈ b, and r what is left.
 * b = 0: r is the shortest vector with Aᵀ r = c, and r = −A x. Else: r is the vector nearest b with Aᵀ r = c. */
typedef struct _PenRefined PenRefined;

/* @columns: A's p columns one after the other, m entries each; borrowed. NULL where A is not of full column rank
 * to rounding, or m < p. Cost: O(mp²), a solve O(mp). Source: Björck 1967, iterative refinement of least squares. */
PenRefined *pen_refined_new (gsize m, gsize p, const double *columns);
/* @b (m) and @c (p) may be NULL for 0; @r: m, @x: p. */
void   pen_refined_solve (const PenRefined *self, const double *b, const double *c, double *r, double *x);
/* Sets the entries of a solution @x (p) to 0 that are no more than the rounding of the others or of a b of length @size,
 * each with its column's length. */
void   pen_refined_round (const PenRefined *self, double size, double *x);
void   pen_refined_free (PenRefined *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenRefined, pen_refined_free)

G_END_DECLS
