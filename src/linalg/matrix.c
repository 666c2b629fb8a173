/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/linalg.h>

#include <cblas.h>
#include <lapacke.h>
#include <float.h>
#include <limits.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
pen_gemv (gsize n, gsize d, const double *A, const double *x, double *out)
{
  memset (out, 0, n * sizeof *out); /* dgemv refuses a leading dimension of 0 */
  if (n == 0 || d == 0)
    return;
  cblas_dgemv (CblasRowMajor, CblasNoTrans, (int)n, (int)d, 1, A, (int)d, x, 1, 0, out, 1);
}

void
pen_gemv_t (gsize n, gsize d, const double *A, const double *x, double *out)
{
  memset (out, 0, d * sizeof *out); /* dgemv leaves its output alone when n = 0 */
  if (n == 0 || d == 0)
    return;
  cblas_dgemv (CblasRowMajor, CblasTrans, (int)n, (int)d, 1, A, (int)d, x, 1, 0, out, 1);
}

void
pen_gram_weighted (gsize n, gsize d, const double *A, const double *h, double *work, double *C)
{
  g_autofree double *own = NULL;
  const double *scaled = A;

  memset (C, 0, n * n * sizeof *C);
  if (n == 0 || d == 0)
    return;
  if (h != NULL)
    {
      if (work == NULL)
        work = own = g_new (double, n *d);
      for (gsize j = 0; j < d; j++)
        work[j] = sqrt (h[j]);
      for (gsize i = n; i-- > 0;) /* backwards: row 0 of work holds the roots until it is overwritten */
        for (gsize j = 0; j < d; j++)
          work[i * d + j] = A[i * d + j] * work[j];
      scaled = work;
    }
  cblas_dsyrk (CblasRowMajor, CblasUpper, CblasNoTrans, (int)n, (int)d, 1, scaled, (int)d, 0, C, (int)n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++)
      C[i * n + j] = C[j * n + i];
}

void
pen_gemm (gsize m, gsize n, gsize k, const double *A, const double *B, double *C)
{
  if (m == 1)
    {
      pen_gemv_t (k, n, B, A, C); /* without the copy of B that dgemm makes */
      return;
    }
  memset (C, 0, m * n * sizeof *C);
  if (m == 0 || n == 0 || k == 0)
    return;
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)m, (int)n, (int)k, 1, A, (int)k, B, (int)n, 0, C,
               (int)n);
}

void
pen_gram_add (gsize n, gsize d, const double *A, double *C)
{
  if (n == 0 || d == 0)
    return;
  cblas_dsyrk (CblasRowMajor, CblasUpper, CblasTrans, (int)d, (int)n, 1, A, (int)d, 1, C, (int)d);
}

void
pen_linalg_use_one_thread (void)
{
  openblas_set_num_threads (1);
}

static gboolean
check_matrix (gsize n, gsize d, const double *A, GError **error)
{
  if (n > INT_MAX || d > INT_MAX || (d > 0 && n > G_MAXSIZE / sizeof (double) / d))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION, _ ("A matrix of %zu × %zu is too large"), n, d);
      return FALSE;
    }
  for (gsize i = 0; i < n * d; i++)
    if (!isfinite (A[i]))
      {
        g_set_error (error, PEN_ERROR, PEN_ERROR_NOT_FINITE,
                     _ ("Row %zu, column %zu of the matrix is not a finite number"), i / d + 1, i % d + 1);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_info (lapack_int info, const char *what, GError **error)
{
  if (info == 0)
    return TRUE;
  g_set_error (error, PEN_ERROR, PEN_ERROR_CONVERGENCE, _ ("The %s did not converge (LAPACK status %d)"), what,
               (int)info);
  return FALSE;
}

gboolean
pen_svd (gsize n, gsize d, const double *A, double *U, double *sigma, double *Vt, GError **error)
{
  gsize k = MIN (n, d);
  g_autofree double *copy = NULL;
  lapack_int info;

  if (!check_matrix (n, d, A, error))
    return FALSE;
  if (k == 0)
    return TRUE;
  copy = g_memdup2 (A, n * d * sizeof *A);
  /* A row-major n × d matrix is Aᵀ column-major: its left vectors are Vt's rows, so no transposed copies are made. */
  info = LAPACKE_dgesdd (LAPACK_COL_MAJOR, 'S', (int)d, (int)n, copy, (int)d, sigma, Vt, (int)d, U, (int)k);
  return check_info (info, "singular value decomposition", error);
}

gboolean
pen_cholesky (gsize n, double *A)
{
  /* The upper triangle by rows is the lower one by columns. A NaN can pass for a pivot, but not without reaching the
   * diagonal. */
  if (n > 0 && LAPACKE_dpotrf_work (LAPACK_COL_MAJOR, 'L', (int)n, A, (int)n) != 0)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!isfinite (A[i * n + i]))
      return FALSE;
  return TRUE;
}

void
pen_cholesky_solve (gsize n, const double *factor, double *b)
{
  if (n == 0)
    return;
  cblas_dtrsv (CblasRowMajor, CblasUpper, CblasTrans, CblasNonUnit, (int)n, factor, (int)n, b, 1);
  cblas_dtrsv (CblasRowMajor, CblasUpper, CblasNoTrans, CblasNonUnit, (int)n, factor, (int)n, b, 1);
}

gboolean
pen_lu (gsize n, double *A, int *pivots)
{
  G_STATIC_ASSERT (sizeof (lapack_int) == sizeof (int));
  return n == 0 || LAPACKE_dgetrf (LAPACK_COL_MAJOR, (int)n, (int)n, A, (int)n, pivots) == 0;
}

void
pen_lu_solve (gsize n, const double *factors, const int *pivots, double *b)
{
  if (n > 0)
    LAPACKE_dgetrs_work (LAPACK_COL_MAJOR, 'N', (int)n, 1, factors, (int)n, pivots, b, (int)n);
}

gboolean
pen_least_squares (gsize n, gsize d, const double *A, const double *b, double *x, gsize *rank, GError **error)
{
  gsize rows = MAX (n, d);
  g_autofree double *copy = NULL;
  g_autofree double *right = NULL;
  g_autofree double *sigma = NULL;
  lapack_int found = 0;

  if (!check_matrix (n, d, A, error) || !check_matrix (n, 1, b, error))
    return FALSE;
  memset (x, 0, d * sizeof *x);
  if (n > 0 && d > 0)
    {
      copy = g_memdup2 (A, n * d * sizeof *A);
      right = g_new0 (double, rows);
      memcpy (right, b, n * sizeof *b);
      sigma = g_new (double, MIN (n, d));
      if (!check_info (LAPACKE_dgelsd (LAPACK_ROW_MAJOR, (int)n, (int)d, 1, copy, (int)d, right, 1, sigma,
                                       (double)rows * DBL_EPSILON, &found),
                       "least-squares solution", error))
        return FALSE;
      memcpy (x, right, d * sizeof *x);
    }
  if (rank != NULL)
    *rank = (gsize)found;
  return TRUE;
}
