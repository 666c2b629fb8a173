/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Row-major dense algebra: thin, checked calls to OpenBLAS and LAPACKE. Vectors are contiguous.
 * Sizes past INT_MAX and LAPACK failures are errors where there is a GError; NaN in means an error or a NaN out, never a
 * number that hides it. Sizes of 0 are allowed everywhere. Thread: any. Test: tests/linalg/ */

double pen_dot (gsize n, const double *x, const double *y);
double pen_norm2 (gsize n, const double *x); /* scaled: no overflow or underflow */
double pen_norm1 (gsize n, const double *x);
double pen_norm_inf (gsize n, const double *x);
void   pen_axpy (gsize n, double a, const double *x, double *y); /* y += a x */
/* out (n) = A x, or out (d) = Aᵀ x; A: n × d */
void   pen_gemv (gsize n, gsize d, const double *A, const double *x, double *out);
void   pen_gemv_t (gsize n, gsize d, const double *A, const double *x, double *out);
/* C (n × n, both triangles) = A diag(h) Aᵀ, h ≥ 0 (NULL: ones); @work: n × d, or NULL to allocate. Cost: O(n²d). */
void   pen_gram_weighted (gsize n, gsize d, const double *A, const double *h, double *work, double *C);
/* C (m × n) = A B, A: m × k, B: k × n. */
void pen_gemm (gsize m, gsize n, gsize k, const double *A, const double *B, double *C);
/* The upper triangle of C (d × d) += AᵀA, A: n × d. Cost: O(nd²). */
void pen_gram_add (gsize n, gsize d, const double *A, double *C);
/**
 * pen_svd:
 * @n: rows                 @d: columns
 * @A: n × d, untouched     @U: n × k, k = min(n, d)
 * @sigma: k, falling, ≥ 0  @Vt: k × d
 *
 * A = U diag(sigma) Vt, thin, to a backward error of about max(n, d) ε sigma[0]: small singular values are right in
 * that absolute sense only.
 *
 * Units: sigma those of A.  Cost: O(nd·min(n, d)).  Errors: DIMENSION, NOT_FINITE (naming row and column), CONVERGENCE.
 * Thread: any.  Source: LAPACK dgesdd.  Test: tests/linalg/matrix.cpp
 */
gboolean pen_svd (gsize n, gsize d, const double *A, double *U, double *sigma, double *Vt, GError **error);
/* Symmetric positive definite A (n × n) is overwritten by its factor, for pen_cholesky_solve() to turn b into A⁻¹b.
 * FALSE, and A spoilt, when it is not positive definite or holds a NaN. Cost: O(n³), then O(n²). */
gboolean pen_cholesky (gsize n, double *A);
void     pen_cholesky_solve (gsize n, const double *factor, double *b);
/* Square A (n × n, column-major) is overwritten by its factors, for pen_lu_solve() to turn b into A⁻¹b. FALSE, and A
 * spoilt, when it is singular or holds a NaN. @pivots: n. Cost: O(n³), then O(n²). */
gboolean pen_lu (gsize n, double *A, int *pivots);
void     pen_lu_solve (gsize n, const double *factors, const int *pivots, double *b);
/**
 * pen_least_squares:
 * @n: rows               @d: columns
 * @A: n × d, untouched   @b: n
 * @x: d, filled          @rank: (out) (nullable): singular values above max(n, d) ε σ₁
 *
 * x = A⁺b: of all minimisers of ‖Ax − b‖₂ the one of smallest ‖x‖₂, for any shape and rank.
 *
 * Units: x those of b over those of A.  Cost: O(nd·min(n, d)).  Errors: DIMENSION, NOT_FINITE, CONVERGENCE.
 * Thread: any.  Source: LAPACK dgelsd.  Test: tests/linalg/matrix.cpp
 */
gboolean pen_least_squares (gsize n, gsize d, const double *A, const double *b, double *x, gsize *rank, GError **error);
/* One thread for each call, process-wide, from now on: at these sizes a second one waits more than it works, and the two
 * workers of the laboratory would fight for the processors. Call it once, at the program's start. */
void pen_linalg_use_one_thread (void);
/* log Σ exp(x_i) without overflow or underflow; −HUGE_VAL for n = 0 or all −HUGE_VAL. */
double pen_log_sum_exp (gsize n, const double *x);
double pen_log_add_exp (double a, double b);

G_END_DECLS
