/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/cancel.h>
#include <penchant/loss.h>
#include <penchant/model.h>
#include <penchant/problem.h>

G_BEGIN_DECLS

/* Every way to train once: enumeration, file name, the name a person reads. */
#define PEN_METHOD_LIST(X)                                                    \
  X (GRADIENT_FLOW, "gradient-flow", N_ ("Gradient flow"))                    \
  X (GRADIENT_DESCENT, "gradient-descent", N_ ("Gradient descent"))           \
  X (SGD, "sgd", N_ ("Stochastic gradient descent"))                          \
  X (MOMENTUM, "momentum", N_ ("Momentum"))                                   \
  X (NESTEROV, "nesterov", N_ ("Nesterov’s acceleration"))                    \
  X (ADAM, "adam", N_ ("Adam"))                                               \
  X (COORDINATE_DESCENT, "coordinate-descent", N_ ("Coordinate descent"))     \
  X (SIGN_DESCENT, "sign-descent", N_ ("Sign descent"))                       \
  X (MIRROR_DESCENT, "mirror-descent", N_ ("Mirror descent"))

typedef enum
{
#define PEN_METHOD_ENTRY(name, nick, label) PEN_METHOD_##name,
  PEN_METHOD_LIST (PEN_METHOD_ENTRY)
#undef PEN_METHOD_ENTRY
  PEN_N_METHODS
} PenMethod;

typedef enum
{
  PEN_SAMPLING_REPLACEMENT, /* each batch drawn anew */
  PEN_SAMPLING_SHUFFLED,    /* each epoch every sample once */
} PenSampling;

typedef enum
{
  PEN_STOP_LIMIT,
  PEN_STOP_TIME,
  PEN_STOP_STEPS,
} PenStop;

typedef enum
{
  PEN_TRAINING_CONVERGED,
  PEN_TRAINING_STOPPED,
  PEN_TRAINING_DIVERGED,
  PEN_TRAINING_CANCELLED,
  PEN_TRAINING_FAILED,
} PenTrainingStatus;

/* One moment of a run. w is the effective linear predictor, a ReLU network's parameters (pen_model_size() entries, owned
 * by the trace). */
typedef struct
{
  double log10_time; /* −HUGE_VAL at t = 0; discrete methods: t = Σ step sizes */
  double log10_loss;
  double *w;
} PenFrame;

/* The frames of a run in rising time, the first at t = 0, spaced so that each decade of the run's own clock
 * (log t; log log t once an exponential-tailed loss has left log t behind) has its share. Bounded:
 * at most pen_trace_capacity (d) frames, thinned as it grows. */
typedef struct
{
  gsize d, n_frames;
  PenFrame *frames;
} PenTrace;

gsize     pen_trace_capacity (gsize d); /* 4096 for small d, falling like 1/d to no fewer than 256 */
PenTrace *pen_trace_new (gsize d);
PenTrace *pen_trace_copy (const PenTrace *self);
void      pen_trace_free (PenTrace *self);
/* Copies w. Thins by dropping every second frame of the densest part when full; never the first or the newest. */
void pen_trace_append (PenTrace *self, double log10_time, double log10_loss, const double *w);

typedef struct
{
  PenModel model;
  PenLoss loss;
  double exponent;  /* polynomial tail */
  PenMethod method;
  double step_size; /* discrete methods; 0: automatic */
  gsize batch_size; /* SGD; 0: 1 */
  PenSampling sampling;
  double momentum;  /* momentum, Nesterov: in [0, 1) */
  gsize seed;     /* SGD */
  PenStop stop;
  double time;      /* PEN_STOP_TIME: > 0 */
  gsize steps;      /* PEN_STOP_STEPS: ≥ 1 steps of the integrator or method */
  double tolerance; /* PEN_STOP_LIMIT: see NUMERICS, "converged"; 1e-10 */
} PenTrainingOptions;

/* Called on the training's own thread with each frame kept, in the order of time: steps too close to be told apart make
 * one frame, and frames come some at once, the fewer the longer a step takes. frame->w is valid during the call only. */
typedef void (*PenFrameFunc) (const PenFrame *frame, gpointer user_data);

typedef struct
{
  PenTrainingStatus status;
  PenMethod method;
  char *reason;       /* why it stopped, a sentence without a number format surprise; translatable */
  gsize d, steps;     /* steps: the integrator's; 0 for the closed form */
  double seconds;
  double log10_time;  /* HUGE_VAL for the limit t = ∞ itself (closed form) */
  double log10_loss;  /* −HUGE_VAL for a loss of 0 */
  double *w;          /* d */
  double *direction;  /* d; w/‖w‖₂, accurate even where ‖w‖ is 1e9; zero vector for w = 0 */
  double step_size;   /* discrete methods: the one used, of automatic ones the last; else NAN */
  gboolean is_automatic; /* discrete methods: steps chosen from the curvature */
  double step_limit;  /* beyond it gradient descent on the squared loss of a linear model diverges (2/λ_max), for other models
                         the same of the Hessian where the run ended; NAN where there is none */
  double tolerance;   /* the one asked for */
  double off_span;    /* linear models: largest part of w − w0 outside the row space along the path, relative to it; else NAN */
  double *effective_scale; /* diagonal, L = 2, trained in finite steps: √|u_j v_j| at the end, d; else NULL */
  PenTrace *trace;
} PenTraining;

/**
 * pen_training_run:
 * @problem: n × d data      @options: the model borrows its arrays, which must outlive the call
 * @cancel: may be NULL      @on_frame: may be NULL
 *
 * Gradient flow of the model's parameters, integrated in as few unknowns as carry it exactly (rank X; d for diagonal networks with
 * L ≥ 3); linear + squared in closed form, whose last frame is the limit t = ∞ itself. Converged: squared losses, ‖Xᵀr‖ at
 * rounding; separable data, the direction moved less than the tolerance over the last decade of the changed clock; not
 * separable, the gradient at rounding. Anything else is "stopped", with a reason. Cancelling is a status, with what was reached.
 *
 * Units: t as the loss and the parameters have it; w in u_y/u_x (tails: 1/u_x).  Cost: O(nd) a derivative; memory O(nd) and the trace.
 * Errors: DIMENSION, VALUE, UNSUPPORTED (a tail loss outside classification; steps of the closed form), CONVERGENCE.
 * Thread: any.  Source: Soudry et al. 2018; Woodworth et al. 2020; CVODE.  Test: tests/training/training.cpp, limits.cpp
 */
PenTraining *pen_training_run (const PenProblem *problem, const PenTrainingOptions *options, const PenCancel *cancel,
                               PenFrameFunc on_frame, gpointer user_data, GError **error);
void         pen_training_free (PenTraining *self);
const char  *pen_training_status_nick (PenTrainingStatus status);
const char  *pen_method_nick (PenMethod method);
const char  *pen_method_label (PenMethod method); /* translated */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenTrace, pen_trace_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenTraining, pen_training_free)

G_END_DECLS
