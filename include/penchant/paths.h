/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/experiment.h>

G_BEGIN_DECLS

/* What explicit regularization finds as its strength falls: to hold a training path against. */
#define PEN_PATH_LIST(X)         \
  X (RIDGE, RIDGE)               \
  X (LASSO, LASSO)               \
  X (SOFT_MARGIN, SOFT_MARGIN)

typedef enum
{
#define PEN_PATH_ENTRY(name, solution) PEN_PATH_##name,
  PEN_PATH_LIST (PEN_PATH_ENTRY)
#undef PEN_PATH_ENTRY
  PEN_N_PATHS
} PenPathKind;

/* @strength: μ rising, κ falling, C rising: from w near 0 to the end. @w: n × d, row by row. n = 0: not of this task. */
typedef struct
{
  gsize n;
  double *strength, *w;
} PenPath;

typedef struct
{
  gsize d;
  PenPath paths[PEN_N_PATHS];
} PenPaths;

/**
 * pen_paths_solve:
 * @problem: of @experiment, n × d
 *
 * Regression and matrix sensing: ridge at 97 values of μ in equal ratios, past both ends of where anything happens, its last
 * w the min-ℓ₂ solution to 1e-4; and the lasso's corners, from w = 0 to the min-ℓ₁ solution (where there are more than 1024,
 * every second, fourth, … and the last; a straight line between two of them is the path itself where none was left out).
 * Classification: soft margins of the experiment's loss at 97 values of C in equal ratios, from 10⁻³/σ₁² to 10⁶/σ₁² with σ₁
 * of X; the hinge's end is the largest margin's w on most separable data.
 *
 * Units: those of w.  Cost: 97 products of n × d, O(nd + p³) a corner, 97 soft margins.  Errors: CANCELLED, and those of the
 * solutions; a value of C that fails is left out.  Thread: any.  Test: tests/experiment/paths.cpp
 */
PenPaths      *pen_paths_solve (const PenExperiment *experiment, const PenProblem *problem, const PenCancel *cancel,
                                GError **error);
void           pen_paths_free (PenPaths *self);
PenSolutionKind pen_path_solution (PenPathKind kind); /* whose path it is */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenPaths, pen_paths_free)

G_END_DECLS
