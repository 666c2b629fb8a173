/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Row-major dense algebra: thin, checked calls to OpenBLAS and LAPACKE. Vectors are contiguous.
 * Sizes past INT_MAX and LAPACK failures are errors; NaN in means an error out, never a silent NaN. */

double pen_dot (gsize n, const double *x, const double *y);
double pen_norm2 (gsize n, const double *x); /* scaled: no overflow or underflow */
double pen_norm1 (gsize n, const double *x);
double pen_norm_inf (gsize n, const double *x);
void   pen_axpy (gsize n, double a, const double *x, double *y); /* y += a x */
/* out (n) = A x, or out (d) = Aᵀ x; A: n × d */
void   pen_gemv (gsize n, gsize d, const double *A, const double *x, double *out);
void   pen_gemv_t (gsize n, gsize d, const double *A, const double *x, double *out);
/* C (n × n, both triangles) = A diag(h) Aᵀ, h ≥ 0 (NULL: ones); @work: n × d, or NULL to allocate */
void   pen_gram_weighted (gsize n, gsize d, const double *A, const double *h, double *work, double *C);
/* A = U diag(sigma) Vt, thin, k = min(n, d): U n × k, Vt k × d. Errors: NOT_FINITE, CONVERGENCE, DIMENSION. */
gboolean pen_svd (gsize n, gsize d, const double *A, double *U, double *sigma, double *Vt, GError **error);
/* Symmetric positive definite A (n × n) is overwritten by its factor; FALSE when not positive definite. */
gboolean pen_cholesky (gsize n, double *A);
void     pen_cholesky_solve (gsize n, const double *factor, double *b);
/* Least squares min ‖A x − b‖ of smallest norm for any shape and rank (dgelsd); @x: d. rank may be NULL. */
gboolean pen_least_squares (gsize n, gsize d, const double *A, const double *b, double *x, gsize *rank, GError **error);
/* log Σ exp(x_i), −HUGE_VAL for n = 0 or all −HUGE_VAL */
double pen_log_sum_exp (gsize n, const double *x);
double pen_log_add_exp (double a, double b);

G_END_DECLS
