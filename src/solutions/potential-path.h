/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "potential-map.h"

#include <penchant/cancel.h>
#include <penchant/problem.h>

G_BEGIN_DECLS

/* This near the edge ζ = 1 not even ν in quadruple precision tells w to 1e-9. */
#define PEN_POTENTIAL_SMALLEST_ROOM 1e-24

/* min Q(w) s.t. Xw = y has w = h(Xᵀλ) with the λ that minimizes the convex Σ∫h(x_jᵀλ) − yᵀλ. The row space of X takes
 * the place of X: A = V_rᵀ, orthonormal rows, b = Σ⁻¹Uᵀy of norm 1 in the unit of w. Newton's method on ν, from a large
 * α down to the model's: as log α falls, the tangent J⁻¹b says where the solution goes, exactly for those w_j that
 * stay as they are. */

typedef struct
{
  gsize rank, d;
  const double *A; /* rank × d */
  double *b;       /* rank */
  PenPotentialMap map;
  _Float128 *nu; /* rank */
  PenPotentialPoint here, trial;
  double *gradient; /* rank: A w − b */
  double *J;        /* rank × rank: factor of A diag(w') Aᵀ */
  double *step;     /* rank */
  double *change;   /* d: of ζ along the step */
  double *work;     /* rank × d */
  double lift;      /* what the levels are raised by on the way */
} PenPotentialPath;

/* @log_unit: of w, what b is in. The problem is borrowed. */
void pen_potential_path_init (PenPotentialPath *self, const PenProblem *problem, const PenModel *model,
                              double log_unit);
void pen_potential_path_clear (PenPotentialPath *self);
/* To the solution at the model's own α; where that is not reached, the lift is not 0 or the residual not small.
 * FALSE after a cancel. */
gboolean pen_potential_path_follow (PenPotentialPath *self, double *residual, const PenCancel *cancel, GError **error);
/* The least distance of ζ from the edge of the map's domain; ∞ for L = 2. */
double pen_potential_path_room (const PenPotentialPath *self, const PenPotentialPoint *point);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenPotentialPath, pen_potential_path_clear)

G_END_DECLS
