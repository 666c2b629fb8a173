/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "integrator.h"
#include "kinks.h"

#include <penchant/training.h>

G_BEGIN_DECLS

typedef struct _PenMotion PenMotion;

/* One choice of unknowns. evaluate: everything at motion->x, FALSE out of bounds. factor, solve, product: PenFlow's.
 * lift: k states (k × size) to k predictors (k × d), whatever was evaluated last. */
typedef struct
{
  void (*init) (PenMotion *self);
  gboolean (*evaluate) (PenMotion *self);
  gboolean (*factor) (gpointer self, double s, const double *x, double gamma, gboolean may_reuse, gboolean *is_new);
  gboolean (*solve) (gpointer self, double *b);
  gboolean (*product) (gpointer self, double s, const double *x, const double *v, double *Jv);
  void (*lift) (PenMotion *self, gsize k, const double *states, double *w);
} PenCoordinates;

/* The flow of a model's parameters in as few unknowns as carry it exactly, in units that make max‖x_i‖ = R one. The
 * velocity of z = h⁻¹(w) never leaves the row space of X = UΣVᵀ, r = rank X. Four ways to say where in it z is:
 *
 * Rank, r unknowns c: z = Vᵀc. Fits everything but the depths below.
 * Dual, n unknowns λ: w = w₀ + Xᵀλ/R², for tails of linear models with independent rows: predictions are one product with
 * the Gram matrix, Newton's matrix concerns only the samples that still pull, and the data are separable, so that no
 * combination of rows cancels for ever while λ grows.
 * Rotated, r unknowns e: z = Bᵀe, B = ΣVᵀ/R, for L = 2 on the squared loss, which does not see the rotation U: a symmetric
 * Newton matrix.
 * Ratio, d unknowns q_j = log(u_j/v_j), for diagonal networks with L ≥ 3: there z runs into the edge of h's domain and
 * loses its digits (1 − |z|/c ~ α^{L−2}), q does not. From a large start q is tiny, and the unknown is q/unit.
 *
 * Rank and rotated unknowns run off where weights that keep their signs vanish for ever; pen_motion_turn() then chooses
 * others in which the weights that stay have no part of that.
 *
 * Parameters, θ itself: networks and factorizations, which have no z; clocked, N = 1 + R‖θ‖².
 *
 * Late on a tail a linear model's states grow like s while what the softmax sees stays of order one, and a sum of numbers
 * of size s has lost it. So pen_motion_rebase() takes the growth out: the state is base + (s − s₀) drift + x with x small
 * again, and predictions leave out the growth that all margins share, `lead`.
 *
 * The clock: τ = tR (linear: tR²), or with a changed clock ds = N Σ_i ρ_i dτ, N = 1 (linear) or 1 + R‖w‖₁; ratio: from a
 * large start e^{log_speed} times as much. */
struct _PenMotion
{
  const PenProblem *problem;
  const PenCancel *cancel;
  const PenCoordinates *coordinates;
  PenModel model;
  PenLoss loss;
  double exponent; /* of a polynomial tail */
  gboolean is_clocked;
  gsize n, d, rank, size;
  double R;
  double *US;                             /* n × rank: UΣ/R */
  double s, since, lead, lead_rate;       /* where x belongs; s₀; the margins' shared growth until s₀, and its rate since */
  double *base, *drift, *noise;           /* size */
  double *start_f, *drift_f;              /* n: predictions of base and drift, less the shared growth */
  double *x, *dx;                         /* size: where everything below was computed, and the velocity there */
  double *w, *slope, *rate, *rate_slope;  /* d; linear: not kept */
  double *f, *force, *weight;             /* n: predictions; the force (softmax where clocked) with y's sign; −its slope, ≥ 0 */
  double *pull;                           /* d: Xᵀforce/R, where evaluate needs it */
  double *mode;                           /* 2 × size: the stiffest direction so far, and J times it */
  double *wide, *tall;                    /* work: d and n */
  double log_force;                       /* log Σρ where clocked, else 0 */
  double *gap;                            /* neuron: n, y − ψ(f) */
  double misfit;                          /* neuron: the largest gap, relative to what it was made of */
  double rounding;                        /* neuron: ‖·‖₂ of what the forces were made of, ε of which is their rounding */
  double N;
  gboolean is_known;

  double gamma;
  double *gram, *rows, *growth, *system;  /* Newton's matrix and what it is made of, sized by the coordinates */
  int *pivots;
  double *G, *probe, *lean;               /* dual: n × n, and two n-vectors of the last factorization */
  gsize *active;                          /* the rows or columns that pull */
  gsize n_active;
  const double *basis;                    /* rank, of networks: rank × d, Vᵀ until a turn */
  double exponent_size;                   /* where turns may be: the largest |ℓ±|, whose rounding e^{ℓ + κz} magnifies */
  double turn_at;                         /* unknowns of this size are looked at; 0: never */
  double *turned;                         /* rank × d: B or Vᵀ after a turn; NULL before */
  double *Bt, *target, *plus, *minus;     /* rotated: d × rank; Uᵀy; d, pen_model_levels */
  double *lean_at_start, kappa;           /* rotated: d, ℓ₊ − ℓ₋; κ */
  double *left, *roots;                   /* ratio: d and n */
  double *centered;                       /* ratio, clocked: n × d, the rows as a softmax sees them */
  double *q, *unit, *per_unit;            /* ratio: d, log(u/v); what it is measured in; 1/unit in the clock's time */
  double log_speed;                       /* ratio: of the clock, which is so many times faster; else 0 */
  double *parameters, rest_since;         /* parameters: 2 × size; when they were first seen at rest */
  PenKinks *kinks;                        /* ReLU network: its pattern, kept until relu-flow.c changes it; else NULL */
  double pair_gamma;                      /* ReLU network: γ/(RN) of Newton's matrix */
};

/* w = w₀ + z: linear models and neurons. */
static inline gboolean
pen_motion_is_line (const PenMotion *self)
{
  return self->model.kind == PEN_MODEL_LINEAR || self->model.kind == PEN_MODEL_NEURON;
}

/* @cancel: may be NULL; long factorizations watch it */
PenMotion *pen_motion_new (const PenProblem *problem, const PenModel *model, PenLoss loss, double exponent, gboolean is_clocked,
                           const PenCancel *cancel);
void       pen_motion_free (PenMotion *self);
/* Everything at x; FALSE out of bounds. */
gboolean pen_motion_evaluate (PenMotion *self, double s, const double *x);
/* Where last evaluated becomes the base, its velocity the drift; the state goes on from x = 0. Linear, clocked. */
void pen_motion_rebase (PenMotion *self);
/* Rank and rotated coordinates, where last evaluated: whether weights that count come of unknowns that nearly cancel. */
gboolean pen_motion_cancels (const PenMotion *self);
/* Other unknowns of the same row space, the fewer a weight the larger it is; @x is turned with them. FALSE: as before. */
gboolean pen_motion_turn (PenMotion *self, double *x);
/* Ratio coordinates, where last evaluated: takes @x back to the row space of X, from which its steps stray; FALSE, and
 * nothing done, where rounding is no better than they are. */
gboolean pen_motion_return (PenMotion *self, double *x);
/* base + (s − s₀) drift + x. @state: size */
void pen_motion_state (const PenMotion *self, double s, const double *x, double *state);
/* From the predictions f: forces and their slopes; FALSE out of bounds. */
gboolean pen_motion_evaluate_loss (PenMotion *self);
/* What the margins are more than y∘f says. */
double pen_motion_lead (const PenMotion *self);
/* log dτ/ds where last evaluated: without a change of clock what it is for ever, 0 but for ratios. */
double pen_motion_log_pace (const PenMotion *self);
/* log ∫ e^g over the step from @from, where g = log dτ/ds was @log_pace, to @s, where last evaluated: g is taken linear between
 * them; on a polynomial tail linear in log s, which its powers are. */
double pen_motion_log_time_passed (const PenMotion *self, double from, double log_pace, double s);
/* log of the loss where last evaluated. */
double pen_motion_log_loss (const PenMotion *self);
/* Fills pull where last evaluated, and says its largest entry. */
double pen_motion_pull (PenMotion *self);
/* ∂force along df, in place. */
void pen_motion_curve (const PenMotion *self, double *df);
/* Whether the parameters stand still at rounding where last evaluated. */
gboolean pen_motion_is_at_rest (PenMotion *motion);
/* −log L/‖θ‖ᴸ of a diagonal network on an exponential tail, up to a factor that stays. */
gboolean pen_motion_has_parameter_margin (const PenMotion *motion);
double   pen_motion_parameter_margin (const PenMotion *motion);
/* What that means, translated: at rest, and where the flow could not be followed to rest (NULL: nothing more to say). */
char    *pen_motion_rest_reason (PenMotion *motion, gboolean is_start, PenTrainingStatus *status);
char    *pen_motion_drift_reason (const PenMotion *motion);
PenFlow pen_motion_flow (PenMotion *self);
/* Say why nothing can be evaluated at the start, or when its clock would have to run past the range of numbers. FALSE. */
gboolean pen_motion_refuse_start (const PenMotion *self, GError **error);
gboolean pen_motion_refuse_time (const PenMotion *self, const PenTrainingOptions *options, GError **error);
/* log of how large a weight must be to count: one that moves the largest row's prediction by the largest target, or by a
 * margin of 1. */
double pen_motion_log_weight (const PenMotion *self);
double pen_motion_time_power (const PenMotion *self); /* τ = t R^power */

extern const PenCoordinates pen_rank_coordinates, pen_dual_coordinates, pen_rotated_coordinates, pen_ratio_coordinates,
    pen_parameter_coordinates;

/* Ratio: why there is no flow from so large a start, or not until the time to stop at. FALSE. */
gboolean pen_ratio_refuse_start (const PenMotion *self, GError **error);
gboolean pen_ratio_refuse_time (const PenMotion *self, GError **error);
/* Parameters: θ(0), and a ReLU network's pattern there; the integrator's relative accuracy; whether Newton's matrix is
 * formed. */
void     pen_parameter_start (PenMotion *self, double *theta);
double   pen_parameter_accuracy (const PenMotion *self);
gboolean pen_parameter_is_dense (const PenMotion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenMotion, pen_motion_free)

G_END_DECLS
