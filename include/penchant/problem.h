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

/**
 * pen_problem_new:
 * @dataset: n ≥ 1 samples        @map: (nullable): features of the inputs; NULL: the inputs themselves
 *
 * y counts as reachable (interpolable) when its distance from the range of X is at most
 * 8·max(n, d)·ε·(‖y‖ + σ₁‖w‖), w the least-squares solution of smallest norm: what a backward error of the
 * decomposition and the rounding of y can make of an exact y = Xw. Independent of the units of X and y. Where X is so
 * nearly singular that this bound says nothing, ‖y‖√ε takes its place.
 *
 * Units: residual those of y.  Cost: O(nd·min(n, d)).  Errors: DIMENSION (n = 0, or X past 10⁸ numbers), NOT_FINITE,
 * VALUE (the map's settings), CONVERGENCE.  Thread: any.  Source: LAPACK dgesdd.  Test: tests/data/problem.cpp
 */
PenProblem *pen_problem_new (const PenDataset *dataset, const PenFeatureMap *map, GError **error);
PenProblem *pen_problem_ref (PenProblem *self);
void        pen_problem_unref (PenProblem *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenProblem, pen_problem_unref)

G_END_DECLS
