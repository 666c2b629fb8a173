/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/dataset.h>
#include <penchant/feature-map.h>

G_BEGIN_DECLS

/* X and y after the feature map, and the one thin SVD that everything shares, X = U diag(sigma) Vt, with
 * k = min(n, d). Immutable and reference-counted (atomically): share it between threads freely. Read the fields. */
typedef struct
{
  gatomicrefcount references;
  PenTask task;
  gsize n, d, k;
  double *X;     /* n × d, row-major */
  double *y;     /* n */
  double *U;     /* n × k */
  double *sigma; /* k, falling */
  double *Vt;    /* k × d */
  gsize rank;    /* of sigma > max(n, d) ε sigma[0] */
  double residual; /* ‖y − U_r U_rᵀ y‖₂: the distance of y from what Xw can reach */
  gboolean interpolable; /* residual at rounding */
} PenProblem;

/* Errors: DIMENSION (n = 0), NOT_FINITE, VALUE, CONVERGENCE. Cost: O(nd·min(n, d)). Thread: any. */
PenProblem *pen_problem_new (const PenDataset *dataset, const PenFeatureMap *map, GError **error);
PenProblem *pen_problem_ref (PenProblem *self);
void        pen_problem_unref (PenProblem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenProblem, pen_problem_unref)

G_END_DECLS
