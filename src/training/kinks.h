/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/model.h>
#include <penchant/problem.h>

G_BEGIN_DECLS

/* A ReLU network f_i = Σ_j a_j σ(⟨w_j, x_i⟩) with its pattern written down: which units are on, off, or held at their kink by
 * which samples. With the pattern kept the flow is smooth, beyond the cell too where it belongs; where a unit meets a
 * kink the pattern changes.
 *
 * At a kink ⟨w_j, x_i⟩ = 0 the gradient flow is the subdifferential's (Filippov): where both sides lead to the kink the unit stays
 * there, and its slope there is the λ ∈ [0, 1] that keeps it: ẇ_j is the gradient of the units that are on, less its part along
 * the samples that hold it. It leaves where λ leaves [0, 1]. */

typedef enum
{
  PEN_UNIT_OFF,
  PEN_UNIT_ON,
  PEN_UNIT_HELD,
} PenUnitState;

typedef struct
{
  gsize n_held;
  gsize *held;   /* samples */
  double *basis; /* n_held × d: x_held made orthonormal, */
  double *R;     /* x of held k = Σ_{l ≤ k} R[l d + k] basis_l */
} PenUnitHold;

typedef struct
{
  const PenProblem *problem;
  gsize n, d, width;
  guint8 *state;     /* width × n */
  PenUnitHold *hold; /* width */
  gsize n_held;      /* all units' */
  double *Xt;        /* d × n */
  double *row_size;  /* n: ‖x_i‖ */
  double *H, *dH;    /* width × n: ⟨w_j, x_i⟩ where last evaluated */
  double *masked;    /* width × n: work */
} PenKinks;

/* One sample at which unit @unit is about to change, or has passed by. */
typedef struct
{
  gsize unit, sample;
} PenKink;

PenKinks *pen_kinks_new (const PenProblem *problem, const PenModel *model);
void      pen_kinks_free (PenKinks *self);
/* The pattern at θ. */
void pen_kinks_start (PenKinks *self, const double *theta);
/* pen_network_forward, …, with the pattern kept. pull and curve move held units along their kinks only; pull uses forward's H. */
void pen_kinks_forward (PenKinks *self, const double *theta, double *f);
void pen_kinks_pull (PenKinks *self, const double *theta, const double *c, double *g);
void pen_kinks_push (PenKinks *self, const double *theta, const double *v, double *df);
void pen_kinks_curve (PenKinks *self, const double *theta, const double *c, const double *v, double *Hv);
/* @G: n × p, the rows ∇f_i where last evaluated; @Q: the same, along the kinks that hold units. */
void      pen_kinks_rows (const PenKinks *self, const double *theta, double *G, double *Q);
/* @g: width × d, Σ_i c_i x_i over the samples where each unit is on; @along: its part along the kinks that hold it. */
void      pen_kinks_units (PenKinks *self, const double *c, double *g, double *along);
/* How far past the kink: ⟨w_j, x_i⟩/(‖(w_j, a_j)‖‖x_i‖) on the wrong side, less what is too little to matter. */
double pen_kinks_passed (const PenKinks *self, const double *theta, PenKink kink);
/* How far λ of unit @unit's @k-th held sample is outside of [0, 1], where the forces are @c; negative inside. */
double pen_kinks_strain (PenKinks *self, gsize unit, gsize k, const double *c);
/* Unit and sample have met at @theta, whose forces are @c: it crosses, or is held from now on, and θ is put right on the kink. */
void pen_kinks_meet (PenKinks *self, PenKink kink, double *theta, const double *c);
/* It crosses, whatever the forces. */
void      pen_kinks_cross (PenKinks *self, PenKink kink);
/* λ has left [0, 1]. */
void pen_kinks_release (PenKinks *self, PenKink kink, const double *c);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenKinks, pen_kinks_free)

G_END_DECLS
