/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "least-distance.h"

#include <penchant/solution.h>

G_BEGIN_DECLS

/* What the kinds share inside the room. A kind's solver fills the solution it is given, which starts FAILED, w NULL
 * and numbers NAN; it returns FALSE with CANCELLED or a GError from linalg, and TRUE whatever the mathematics said. */

/* The accuracy an OPTIMAL certificate has, and the one below which a convex combination of points counts as 0. */
#define PEN_CERTIFICATE_TOLERANCE 1e-9
#define PEN_ZERO_COMBINATION 1e-13
/* A sum of doubles is known to some tens of ε of its terms' size. With the tolerance 1e-9 on what is relative to the
 * right-hand side, the terms' size counts as a scale from this share on: 1e-14 of it is taken as rounding. */
#define PEN_ROUNDING_SHARE 1e-5
/* … but where the right-hand side is a 1 whose sign decides (a margin, |x_jᵀν| ≤ 1), never to more than this. */
#define PEN_LARGEST_SCALE 1e3

gboolean pen_min_l2_solve (PenSolution *self, const PenProblem *problem, const PenModel *model, GError **error);
gboolean pen_min_l1_solve (PenSolution *self, const PenProblem *problem, const PenCancel *cancel, GError **error);
gboolean pen_min_nuclear_solve (PenSolution *self, const PenProblem *problem, const PenModel *model,
                                const PenCancel *cancel, GError **error);
gboolean pen_lasso_solve (PenSolution *self, const PenProblem *problem, double kappa, const PenCancel *cancel,
                          GError **error);
gboolean pen_ridge_solve (PenSolution *self, const PenProblem *problem, double mu);
gboolean pen_soft_margin_solve (PenSolution *self, const PenProblem *problem, double C, PenSoftLoss loss,
                                const PenCancel *cancel, GError **error);
gboolean pen_tail_direction_solve (PenSolution *self, const PenProblem *problem, double b, const PenCancel *cancel,
                                   GError **error);
gboolean pen_max_margin_solve (PenSolution *self, const PenProblem *problem, const PenCancel *cancel, GError **error);
gboolean pen_norm_margin_solve (PenSolution *self, const PenProblem *problem, const PenCancel *cancel, GError **error);
/* Where the lasso's path stands at one κ: the active columns, 0-based, and their weights; a 0 has the sign it comes
 * from. */
typedef struct
{
  gsize n;
  gsize *columns;
  double *values;
} PenLassoCorner;
gboolean pen_lasso_corner_at (const PenProblem *problem, double kappa, PenLassoCorner *corner, const PenCancel *cancel,
                              GError **error);
void pen_lasso_corner_clear (PenLassoCorner *self);
gboolean pen_min_potential_solve (PenSolution *self, const PenProblem *problem, const PenModel *model,
                                  const PenCancel *cancel, GError **error);

/* TRUE, with CANCELLED in @error, when the caller asked to stop. */
gboolean pen_solution_cancelled (const PenCancel *cancel, GError **error);
/* OPTIMAL where gap and both residuals are within the tolerance, else FAILED with the worst of them as the reason. */
void pen_solution_settle (PenSolution *self);
void pen_solution_fail (PenSolution *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void pen_solution_infeasible (PenSolution *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Takes the n entries of @multipliers over. */
void pen_solution_take_multipliers (PenSolution *self, gsize n, double *multipliers);
/* The claim that y is out of reach, with the residual of the least squares as its certificate: Xᵀν ≈ 0, yᵀν > 0. */
void pen_solution_not_interpolable (PenSolution *self, const PenProblem *problem);
/* The claim that no w separates, with the convex combination of signed points that is zero. */
void pen_solution_not_separable (PenSolution *self, gsize n, const PenLeastDistance *found);
/* Sets primal, dual and the gap between them, relative to the larger or to the rounding of sums of the size @terms. */
void pen_solution_set_values (PenSolution *self, double primal, double dual, double terms);
/* Σ a_j b_j; Σ |a_j b_j| in @scale. */
double pen_dot_with_scale (gsize d, const double *a, const double *b, double *scale);
/* Σ_i |A_ij x_i| for each of the d columns of A (n × d): the terms' size in Aᵀx. Free with g_free(). */
double *pen_terms_t (gsize n, gsize d, const double *A, const double *x);
/* The scale of a violated "≥ 1" or "≤ 1" whose sum has terms of this size. */
double pen_unit_scale (double terms);
/* max_i |x_iᵀw − y_i|, relative to the largest |y_i|, to @scale, or to the rounding of the sums, whichever is most. */
double pen_interpolation_residual (const PenProblem *problem, const double *w, double scale);

/* @Z (n × d) = diag(y) X. */
void pen_signed_rows (const PenProblem *problem, double *Z);
/* Whether no row but a zero one lies where doubles lose digits. */
gboolean pen_margin_has_digits (gsize n, gsize d, const double *Z);
/* Whether the w of the rows where @a > 0 (the shortest with margin 1 there) has every margin positive beyond its
 * sum's rounding: rows that combine to zero within their own rounding may still be apart, by less than that. */
gboolean pen_margin_separates (gsize n, gsize d, const double *rows, const double *a);
/* max_i (1 − z_iᵀw)₊, relative to pen_unit_scale(). */
double pen_margin_violation (gsize n, gsize d, const double *Z, const double *w);
/* Fills @self->support with the rows where a_i > 0 or z_iᵀw = 1. */
void pen_margin_support (PenSolution *self, gsize n, const double *Z, const double *a);

/* b_r = Σ⁻¹Uᵀy and back: V_rᵀ w = @b (rank) has the solutions of Xw = y and orthonormal rows. */
void pen_row_space_target (const PenProblem *problem, const double *y, double *b);
/* The ν (n) with Xᵀν = V_r @mu. */
void pen_row_space_multipliers (const PenProblem *problem, const double *mu, double *nu);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenLassoCorner, pen_lasso_corner_clear)

G_END_DECLS
