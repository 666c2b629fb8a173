/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/cancel.h>
#include <penchant/model.h>
#include <penchant/problem.h>

G_BEGIN_DECLS

/* Every reference solution once: enumeration, file name, the name a person reads. */
#define PEN_SOLUTION_LIST(X)                                            \
  X (MIN_L2, "min-l2", N_ ("min-ℓ₂"))                                   \
  X (MIN_L1, "min-l1", N_ ("min-ℓ₁"))                                   \
  X (MIN_L1_NONNEGATIVE, "min-l1-nonnegative", N_ ("min-ℓ₁, w ≥ 0"))    \
  X (MIN_POTENTIAL, "min-potential", N_ ("min-potential"))              \
  X (MAX_MARGIN, "max-margin", N_ ("max-margin"))                       \
  X (L1_MAX_MARGIN, "l1-max-margin", N_ ("ℓ₁ max-margin"))              \
  X (LINF_MAX_MARGIN, "linf-max-margin", N_ ("ℓ∞ max-margin"))          \
  X (SOFT_MARGIN, "soft-margin", N_ ("soft margin"))                    \
  X (RIDGE, "ridge", N_ ("ridge"))                                      \
  X (LASSO, "lasso", N_ ("lasso"))                                      \
  X (MIN_NUCLEAR, "min-nuclear", N_ ("min-nuclear"))                    \
  X (TAIL_DIRECTION, "tail-direction", N_ ("tail direction"))

typedef enum
{
#define PEN_SOLUTION_ENTRY(name, nick, label) PEN_SOLUTION_##name,
  PEN_SOLUTION_LIST (PEN_SOLUTION_ENTRY)
#undef PEN_SOLUTION_ENTRY
  PEN_N_SOLUTIONS
} PenSolutionKind;

typedef enum
{
  PEN_SOLUTION_OPTIMAL,
  PEN_SOLUTION_INFEASIBLE,
  PEN_SOLUTION_FAILED,
} PenSolutionStatus;

typedef enum
{
  PEN_UNIQUE_UNKNOWN = -1,
  PEN_UNIQUE_NO,
  PEN_UNIQUE_YES,
} PenUnique;

/* What a reader needs to check the claim without trusting the solver. "Relative" goes to 1e-5 of the size of a sum's
 * terms where that is more than the right-hand side: 1e-9 of it is then the rounding of doubles. Where Xw = y has no
 * solution (w ≥ 0: none of that sign), multipliers are a ν with Xᵀν ≈ 0 (≤ 0) and yᵀν > 0. For infeasible max-margin, multipliers are
 * a ≥ 0 with Σa = 1 and ‖Zᵀa‖ = dual_residual ≈ 0: a convex combination of the z_i that is zero. */
typedef struct
{
  double primal, dual, gap; /* values of the problem and its dual, and |primal − dual| relative to the larger */
  double primal_residual;   /* largest violation of the constraints, relative to the right-hand side */
  double dual_residual;     /* largest violation of dual feasibility or stationarity, relative */
  gsize n_multipliers;      /* n */
  double *multipliers;      /* one a sample: Xᵀν = ∇Q(w) (min-l2: w − w0), |Xᵀν| ≤ 1 (min-l1), w = Zᵀa (max-margin), … */
} PenCertificate;

typedef struct
{
  PenSolutionKind kind;
  PenSolutionStatus status;
  char *reason; /* a finding in a sentence: "rank 6 of 14", "not separable: …"; NULL when there is none */
  PenUnique unique;
  gsize d;
  double *w;        /* d, or NULL when there is no solution */
  double objective; /* FORMAT.md's conventions; NAN when none */
  gboolean has_start; /* min-l2 from a start that is not 0: the nearest to it. min-potential of the starting α where finite
                         steps leave another */
  double margin;    /* max-margin kinds: in their own norm, 1/‖w‖; else NAN */
  gsize n_support;
  gsize *support;   /* 0-based, rising: columns with w_j ≠ 0 for min-l1 kinds; for max-margin kinds rows on the margin,
                       those of multiplier 0 (a duplicate's twin) too; NULL otherwise */
  PenCertificate certificate;
  double seconds;
} PenSolution;

typedef enum
{
  PEN_SOFT_LOSS_HINGE,
  PEN_SOFT_LOSS_EXPONENTIAL,
  PEN_SOFT_LOSS_LOGISTIC,
} PenSoftLoss;

/* What a solution needs beside the data; what its kind does not name is ignored. */
typedef struct
{
  const PenModel *model;     /* min-l2: the start w0 and a neuron's ψ; min-potential: the map; min-nuclear: rows and
                                columns. NULL: min-l2 from 0, and no potential */
  double ridge_mu;           /* ½‖w‖² + μ‖y − Xw‖², ≥ 0 */
  double lasso_kappa;        /* ½‖y − Xw‖² + κ‖w‖₁, ≥ 0; 0 is min-l1 */
  double soft_margin_c;      /* ½‖w‖² + C Σℓ, > 0 */
  PenSoftLoss soft_loss;
  double tail_exponent;      /* tail-direction: b > 0 of min Σ m_i^{−b} s.t. ‖w‖ ≤ 1 */
} PenSolutionOptions;

#define PEN_SOLUTION_OPTIONS_INIT { NULL, 1, 0.1, 1, PEN_SOFT_LOSS_HINGE, 1 }

/**
 * pen_solution_solve:
 * @kind: which of the list above, fitting @problem's task
 * @problem: X (n × d, units u_x), y (n, units u_y) and their SVD
 * @options: the model and the regularization; NULL for PEN_SOLUTION_OPTIONS_INIT
 * @cancel: honoured within about 50 ms, or NULL
 *
 * One reference solution with its certificate. Every mathematical outcome is a status: OPTIMAL is claimed only where
 * the certificate holds at 1e-9 relative; INFEASIBLE comes with the multipliers that prove it; FAILED says in reason
 * what accuracy was missed. A y that no w reaches makes min-l2 the least-squares solution nearest to w0, and says so.
 *
 * Units: w in u_y/u_x; margins w in 1/u_x.
 * Cost: min-l2 O(nd). max-margin O(p·n·min(n, d)) for p support vectors. min-l1: the lasso's path to κ = 0,
 * and where it meets ties, as the other margins, a dual simplex on n × 2d. min-potential: some 10 to 100 factorizations of n²d. Measured on 2 cores: min-l1 n=72, d=7129 0.02 s;
 * max-margin n=200, d=500 11 ms, n=1000, d=2 0.1 ms; min-potential n=20, d=100, α=1e-100 10 ms.
 * Errors: UNSUPPORTED (margins need classification, the others regression or matrix sensing; min-potential a model),
 * DIMENSION (a model of another d), VALUE (pen_model_check), CANCELLED.
 * Thread: any. Source: Lawson & Hanson 1974, ch. 23 (max-margin); Clp (linear programs); Woodworth et al. 2020
 * (potentials). Test: tests/solutions/
 */
PenSolution *pen_solution_solve (PenSolutionKind kind, const PenProblem *problem, const PenSolutionOptions *options,
                                 const PenCancel *cancel, GError **error);
/* A solution that could not be tried, FAILED for the @reason. */
PenSolution *pen_solution_new_failed (PenSolutionKind kind, gsize d, const char *reason);
void         pen_solution_free (PenSolution *self);
/* Margins, soft margins and tail directions for classification, the others for regression and matrix sensing. */
gboolean     pen_solution_fits (PenSolutionKind kind, PenTask task);
const char  *pen_solution_nick (PenSolutionKind kind);
const char  *pen_solution_label (PenSolutionKind kind); /* translated */
const char  *pen_solution_name (const PenSolution *self); /* its label, or what it is from a start; translated */
const char  *pen_solution_status_nick (PenSolutionStatus status);

/* ‖a − b‖/‖b‖ (0/0 is 0), and the angle between a and b in radians, right down to 1e-16: 2 atan2(‖â − b̂‖, ‖â + b̂‖).
 * NAN where a or b is 0. */
double pen_distance_relative (gsize d, const double *a, const double *b);
double pen_distance_angle (gsize d, const double *a, const double *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenSolution, pen_solution_free)

G_END_DECLS
