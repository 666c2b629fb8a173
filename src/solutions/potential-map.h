/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/model.h>

G_BEGIN_DECLS

/* A diagonal network's mirror map with every scale taken out, in the coordinate ζ:
 *   L = 2: ζ = κz;   w = e^{ℓ₊ + ζ} − e^{ℓ₋ − ζ}, κ and the levels ℓ± of pen_model_levels(), less log unit
 *   L ≥ 3: ζ = z/c;  w = e^ℓ ((1 − ζ)^{−p} − (1 + ζ)^{−p}),  p = L/(L − 2),  ℓ = log (a^L/unit)
 * without the second term when not signed; w is in that unit.
 * The model room's map takes z in double, where 1 − z/c, or z beside log α, has lost its digits when α is small; this
 * one takes those sums as they are. */
typedef struct
{
  gsize d;
  double p; /* 0 for L = 2 */
  gboolean is_signed;
  double *level;    /* d: ℓ at the model's own α; L = 2: ℓ₊ */
  double *below;    /* d: L = 2: ℓ₋, −HUGE_VAL when not signed */
  double *stretch;  /* d: ζ_j = stretch_j (Aᵀν)_j, largest entry 1 */
  double log_force; /* z = ζ-multipliers times exp (log_force) */
} PenPotentialMap;

typedef struct
{
  double *zeta;           /* d; L = 2: (ℓ₊ − ℓ₋)/2 + ζ, half of what lies between ahead and behind */
  double *ahead, *behind; /* d: L ≥ 3: 1 − ζ and 1 + ζ; L = 2: ℓ₊ + ζ and ℓ₋ − ζ, the lift included */
  double *w, *slope;      /* d: w and dw/dζ */
} PenPotentialPoint;

void pen_potential_map_init (PenPotentialMap *self, const PenModel *model, double log_unit);
void pen_potential_map_clear (PenPotentialMap *self);
void pen_potential_point_init (PenPotentialPoint *self, gsize d);
void pen_potential_point_clear (PenPotentialPoint *self);
/* Fills w and slope from ζ, ahead and behind at the levels raised by @lift. FALSE past the edge or on overflow. */
gboolean pen_potential_map_evaluate (const PenPotentialMap *self, double lift, PenPotentialPoint *point);
/* max_j |change_j| · |w''/w'|: below 1, a linear model of w is good to a factor. */
double pen_potential_map_reach (const PenPotentialMap *self, const PenPotentialPoint *point, const double *change);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenPotentialMap, pen_potential_map_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenPotentialPoint, pen_potential_point_clear)

G_END_DECLS
