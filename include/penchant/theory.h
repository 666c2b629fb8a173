/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/solution.h>
#include <penchant/training.h>

G_BEGIN_DECLS

typedef enum
{
  PEN_VERDICT_AGREES,
  PEN_VERDICT_APPROACHING,
  PEN_VERDICT_DISAGREES,
  PEN_VERDICT_NOT_APPLICABLE,
} PenVerdict;

/* One statement, held against one run. */
typedef struct
{
  const char *name; /* stable: "min-l2-limit", "max-margin-limit", "potential-limit", "not-separable" */
  const char *source; /* who proved it, or measured it, and when */
  gboolean applies;
  char *why;        /* which hypothesis holds or fails, one sentence, translatable */
  int predicts;     /* a PenSolutionKind, or −1 */
  double measured;  /* distance, angle (radians) or gradient norm; NAN when not measured */
  double threshold; /* what `measured` had to be under to agree */
  PenVerdict verdict;
  char *sentence;   /* the answer line: what was predicted and found, with the numbers; translatable */
  char *argument;   /* "Why this limit?": the argument in the notation of the notes with this run's numbers; several lines */
} PenTheorem;

typedef struct
{
  gsize n_theorems;
  PenTheorem *theorems;      /* those about where runs end first, then those about the way there */
  const PenTheorem *closest; /* the one made for this model and loss, whether or not it applies; NULL where there is none */
} PenTheory;

typedef struct
{
  const PenProblem *problem;
  const PenModel *model;
  PenLoss loss;
  double exponent;              /* of a polynomial tail */
  const PenTraining *training;  /* or NULL */
  PenMethod method;             /* the one it trains by, while there is no training */
  PenSolution *const *solutions; /* PEN_N_SOLUTIONS, NULL where not computed */
  const PenSolution *effective; /* pen_experiment_solve_effective(), or NULL */
  double mirror_difference;     /* of mirror flow and parameter flow along the path, or NAN */
  gboolean has_test;            /* the three below are known */
  double test_error, least_test_error; /* at the end, and the least on the way */
  double least_log10_time;      /* and when that was */
} PenTheoryInput;

/* @training may be NULL or unfinished (its trace's newest frame is used): then at most "approaching".
 * Cost: O(nd). */
PenTheory *pen_theory_judge (const PenTheoryInput *input);
void       pen_theory_free (PenTheory *self);
/* The theorem the answer line speaks of: the first that applies and says where the run ends, or NULL. */
const PenTheorem *pen_theory_answer (const PenTheory *self);
/* "No theorem known here says where this run ends", and which hypothesis of the closest one fails; free with g_free(). */
char *pen_theory_no_answer (const PenTheory *self);
const char *pen_verdict_nick (PenVerdict verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenTheory, pen_theory_free)

G_END_DECLS
