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
  X (LINF_MAX_MARGIN, "linf-max-margin", N_ ("ℓ∞ max-margin"))

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

/* What a reader needs to check the claim without trusting the solver. For infeasible max-margin, multipliers are
 * a ≥ 0 with Σa = 1 and ‖Zᵀa‖ = dual_residual ≈ 0: a convex combination of the z_i that is zero. */
typedef struct
{
  double primal, dual, gap; /* objective values, and |primal − dual| / max(1, |primal|) */
  double primal_residual;   /* largest violation of the constraints, relative to their scale */
  double dual_residual;     /* largest violation of dual feasibility or stationarity, relative */
  gsize n_multipliers;
  double *multipliers;
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
  double margin;    /* max-margin kinds: in their own norm, 1/‖w‖; else NAN */
  gsize n_support;
  gsize *support;   /* 0-based, rising: rows for max-margin kinds, columns for min-l1 kinds; NULL otherwise */
  PenCertificate certificate;
  double seconds;
} PenSolution;

/* @model: for min-l2 its start w0, for min-potential its map; may be NULL for the others (and start 0).
 * Errors: UNSUPPORTED (a solution that does not fit the task: margins need classification, the others regression
 * or matrix sensing; min-potential a diagonal or linear model), CANCELLED. Infeasible is a status; FAILED says in
 * reason what accuracy was missed; OPTIMAL is claimed only where the certificate holds at 1e-9 relative. */
PenSolution *pen_solution_solve (PenSolutionKind kind, const PenProblem *problem, const PenModel *model,
                                 const PenCancel *cancel, GError **error);
void         pen_solution_free (PenSolution *self);
gboolean     pen_solution_fits (PenSolutionKind kind, PenTask task);
const char  *pen_solution_nick (PenSolutionKind kind);
const char  *pen_solution_label (PenSolutionKind kind); /* translated */
const char  *pen_solution_status_nick (PenSolutionStatus status);

/* ‖a − b‖/‖b‖, and the angle between a and b in radians, right down to 1e-16 (2 asin(‖â − b̂‖/2) and its complement). */
double pen_distance_relative (gsize d, const double *a, const double *b);
double pen_distance_angle (gsize d, const double *a, const double *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenSolution, pen_solution_free)

G_END_DECLS
