/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recorder.h"

#include <penchant/network.h>
#include <penchant/random.h>

G_BEGIN_DECLS

/* Training in finite steps, in the model's own parameters θ (mirror descent: in z, with w = h(z)).
 *
 * Forces and gradients are kept as e^{log_scale} times numbers of order one: on a tail log_scale = log Σρ, so that
 * steps go on where e^{−m} has underflowed; on the squared loss it is 0. `pace` is the step size in that unit, η
 * e^{log_scale}. */
typedef struct
{
  PenRecorder *recorder;
  const PenProblem *problem;
  const PenTrainingOptions *options;
  PenModel model;
  gsize n, d, p;                 /* p: entries of θ */
  double *theta;                 /* p */
  double *w;                     /* pen_model_size() */
  double *f, *force, *weight;    /* n: predictions; −ℓ' and ℓ'' with respect to f, in units of e^{log_scale} */
  double *gradient;              /* p: Σ force_i ∇f_i, the way down */
  double *move, *ahead;          /* p: the last step; where Nesterov looks */
  double *first, *second;        /* p: Adam's moments */
  double *slope;                 /* d: h', mirror descent */
  double *probe, *image, *bend, *tall; /* p, p, p, n: power iteration */
  double log_scale, log_loss;
  double moment_scale;               /* Adam: log_scale when the moments were last written */
  gsize moment_age;                  /* Adam: steps that they remember */
  double pace, last_pace, curvature; /* curvature: λ_max in units of e^{log_scale} */
  double curvature_at;               /* ‖θ‖ where it was measured */
  double caution;                    /* automatic steps: halved each time the loss rose */
  gsize step;
  PenRandom random;
  gsize *order, at; /* SGD: rows in the order of this epoch */
  double *rows, *y; /* SGD: a batch */
} PenDescent;

/* At the start; the recorder is borrowed. */
void pen_descent_init (PenDescent *self, PenRecorder *recorder);
void pen_descent_clear (PenDescent *self);
/* Predictions, forces, their slopes and the loss at @theta over all samples; FALSE where something overflowed. */
gboolean pen_descent_evaluate (PenDescent *self, const double *theta);
/* `gradient` at where evaluated last: over all samples. */
void pen_descent_pull (PenDescent *self, const double *theta);
/* `gradient` over a batch of SGD, times n over its size, in units of e^{log_scale}. */
void pen_descent_pull_batch (PenDescent *self);
/* Largest eigenvalue of the Hessian (mirror descent: of Xh'(z)Xᵀ weighted by ℓ'') where evaluated last, by @rounds of
 * the power method from where it was left. */
double pen_descent_curvature (PenDescent *self, int rounds);
/* One step with pace; FALSE where it overflowed. */
gboolean pen_descent_step (PenDescent *self);
/* The pace an automatic step takes now. */
double pen_descent_automatic_pace (PenDescent *self);
/* The linear predictor, or θ. */
gboolean pen_descent_weights (PenDescent *self);

G_END_DECLS
