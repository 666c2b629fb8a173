/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/solution.h>

G_BEGIN_DECLS

/* min costᵀx s.t. row_lower ≤ A x ≤ row_upper, lower ≤ x ≤ upper; infinities allowed, entries of A best near 1. */
typedef struct
{
  gsize rows, columns;
  const double *A;                      /* rows × columns, row-major */
  const double *row_lower, *row_upper;  /* rows */
  const double *lower, *upper, *cost;   /* columns */
} PenLp;

typedef enum
{
  PEN_LP_OPTIMAL,
  PEN_LP_INFEASIBLE,
  PEN_LP_FAILED,
} PenLpStatus;

/* The vertex the simplex method ended in, re-solved to full precision from its basis. */
typedef struct
{
  PenLpStatus status;
  double *x;        /* columns */
  double *duals;    /* rows: cost − Aᵀ duals are the reduced costs */
  gboolean *basic;  /* columns */
  PenUnique unique; /* whether x is the only optimum; decided by a second program where a reduced cost is 0 */
} PenLpSolution;

/* Errors: DIMENSION (more entries than Clp counts), CANCELLED (honoured within about 50 ms). Thread: any. */
gboolean pen_lp_solve (const PenLp *lp, PenLpSolution *solution, const PenCancel *cancel, GError **error);
void     pen_lp_solution_clear (PenLpSolution *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenLpSolution, pen_lp_solution_clear)

G_END_DECLS
