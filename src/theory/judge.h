/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/theory.h>

G_BEGIN_DECLS

/* One run as every statement sees it. */
typedef struct
{
  const PenProblem *problem;
  const PenModel *model;
  PenLoss loss;
  double exponent; /* of a polynomial tail */
  const PenTraining *training; /* or NULL */
  PenMethod method;
  PenSolution *const *solutions;
  const PenSolution *effective; /* or NULL */
  const double *w, *direction; /* of the newest frame; NULL when nothing has run */
  double *unit;                /* owned: direction where the training has none */
  double norm;                 /* ‖w‖₂ */
  double log10_time;
  gboolean converged;
  double tolerance; /* of the direction it stopped at; 0: of none */
  double condition; /* σ₁/σ_r of X */
  const PenTheoryInput *input;
} PenRun;

void pen_judge_min_l2 (const PenRun *run, PenTheorem *theorem);
void pen_judge_max_margin (const PenRun *run, PenTheorem *theorem);
void pen_judge_potential (const PenRun *run, PenTheorem *theorem);
void pen_judge_l1_max_margin (const PenRun *run, PenTheorem *theorem);
void pen_judge_not_separable (const PenRun *run, PenTheorem *theorem);
void pen_judge_tail_direction (const PenRun *run, PenTheorem *theorem);
void pen_judge_steepest_descent (const PenRun *run, PenTheorem *theorem);
void pen_judge_neuron (const PenRun *run, PenTheorem *theorem);
void pen_judge_nuclear (const PenRun *run, PenTheorem *theorem);
void pen_judge_relu_kkt (const PenRun *run, PenTheorem *theorem);
void pen_judge_finite_steps (const PenRun *run, PenTheorem *theorem);
void pen_judge_early_stopping (const PenRun *run, PenTheorem *theorem);
void pen_judge_mirror_flow (const PenRun *run, PenTheorem *theorem);
void pen_judge_incremental (const PenRun *run, PenTheorem *theorem);

/* Common hypotheses; each rejects the theorem where it fails. */
gboolean pen_theorem_needs_tail (const PenRun *run, PenTheorem *theorem);
gboolean pen_theorem_needs_separable (const PenRun *run, PenTheorem *theorem);
/* min_i y_i⟨direction, x_i⟩ */
double pen_run_margin (const PenRun *run);
/* ‖w − b‖ by the largest of ‖b‖, ‖w(0)‖ and, where b cancels to rounding, ‖y‖/σ_r: what w's digits are lost in. */
double pen_run_distance (const PenRun *run, const double *b);
/* w₀ + X⁺(targets − Xw₀), from the problem's own SVD; @start NULL: 0. d entries, free with g_free(). */
double *pen_nearest_to_start (const PenProblem *problem, const double *targets, const double *start);

void pen_theorem_reject (PenTheorem *theorem, const char *why); /* whatever it said before */
/* agrees under the threshold; disagrees only when far over it; unconverged: at most approaching */
PenVerdict pen_theorem_verdict (const PenRun *run, double measured, double threshold);
/* "Gradient flow has reached", …: the beginning of a sentence; free with g_free() */
char *pen_run_verdict (const PenRun *run, const PenTheorem *theorem);
/* Is every move a combination of gradients met so far? */
gboolean pen_run_moves_by_gradients (const PenRun *run);
/* −1 unknown, 0, 1 */
int pen_run_separable (const PenRun *run);
/* "0.658726", "3.4×10⁻⁹" */
char *pen_number_format (double value, int digits);

/* The relative tolerance of the integrator behind every flow (NUMERICS §3, §4). */
#define PEN_FLOW_ACCURACY 1e-8
/* A flow ends where Xᵀr is this small against the terms it is a sum of. */
#define PEN_GRADIENT_ROUNDING 1e-10
/* Whatever the conditioning allows, a limit is not called reached further away than this. */
#define PEN_REACHED_AT_MOST 1e-6
/* Between the threshold and this a converged run is called near, not wrong: slow directions look like this. */
#define PEN_DISAGREES_FROM 1e-3

G_END_DECLS
