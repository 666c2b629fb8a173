/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "descent.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

#define ADAM_FIRST .9
#define ADAM_SECOND .999
/* The share of a stable step that an automatic one takes where the curvature changes on the way. */
#define SAFE .5
#define ADAM_PACE 1e-2
#define MOVED .05
/* Of what a diagonal network's largest weight would bend by if its samples pulled. */
#define LEAST_SHARE 1e-3

static double
sign (double x)
{
  return x > 0 ? 1 : x < 0 ? -1 : 0;
}

/* Steepest descent in ℓ₁: the coordinate of the largest gradient alone, by ‖g‖_∞. */
static void
move_one (PenDescent *self)
{
  gsize top = 0;

  for (gsize j = 1; j < self->p; j++)
    if (fabs (self->gradient[j]) > fabs (self->gradient[top]))
      top = j;
  memset (self->move, 0, self->p * sizeof (double));
  self->move[top] = self->pace * self->gradient[top];
}

/* Steepest descent in ℓ_∞: every coordinate alike, by ‖g‖₁. */
static void
move_all_alike (PenDescent *self)
{
  double size = 0;

  for (gsize j = 0; j < self->p; j++)
    size += fabs (self->gradient[j]);
  for (gsize j = 0; j < self->p; j++)
    self->move[j] = self->pace * size * sign (self->gradient[j]);
}

/* Adam without its ε, which would end it where gradients become small; a coordinate that never felt a force stays. The
 * moments are in the gradient's unit, which changes from step to step. */
static void
move_adam (PenDescent *self)
{
  double change = exp (self->moment_scale - self->log_scale);
  double age = (double)++self->moment_age, first = 1 - pow (ADAM_FIRST, age), second = 1 - pow (ADAM_SECOND, age);

  for (gsize j = 0; j < self->p; j++)
    {
      double g = self->gradient[j];

      self->first[j] = ADAM_FIRST * change * self->first[j] + (1 - ADAM_FIRST) * g;
      self->second[j] = ADAM_SECOND * change * change * self->second[j] + (1 - ADAM_SECOND) * g * g;
      self->move[j] = self->second[j] > 0 ? self->pace * (self->first[j] / first) / sqrt (self->second[j] / second) : 0;
    }
  self->moment_scale = self->log_scale;
}

static void
move_with_memory (PenDescent *self)
{
  for (gsize j = 0; j < self->p; j++)
    self->move[j] = self->options->momentum * self->move[j] + self->pace * self->gradient[j];
}

gboolean
pen_descent_step (PenDescent *self)
{
  switch (self->options->method)
    {
    case PEN_METHOD_COORDINATE_DESCENT:
      move_one (self);
      break;
    case PEN_METHOD_SIGN_DESCENT:
      move_all_alike (self);
      break;
    case PEN_METHOD_ADAM:
      move_adam (self);
      break;
    case PEN_METHOD_MOMENTUM:
    case PEN_METHOD_NESTEROV:
      move_with_memory (self);
      break;
    case PEN_METHOD_GRADIENT_DESCENT:
    case PEN_METHOD_SGD:
    case PEN_METHOD_MIRROR_DESCENT:
    case PEN_METHOD_GRADIENT_FLOW:
    case PEN_N_METHODS:
    default:
      for (gsize j = 0; j < self->p; j++)
        self->move[j] = self->pace * self->gradient[j];
    }
  pen_axpy (self->p, 1, self->move, self->theta);
  self->step++;
  return isfinite (pen_norm2 (self->p, self->theta));
}

/* The largest curvature that one sample of a batch can show, n over the batch's size times as large in an unbiased
 * step. */
static double
batch_curvature (const PenDescent *self)
{
  double largest = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      double norm = pen_norm2 (self->d, self->problem->X + i * self->d);

      largest = fmax (largest, norm * norm * self->weight[i]);
    }
  return largest * (double)self->n / (double)MAX (self->options->batch_size, 1);
}

/* What the curvature here may become a step further. A neuron's ψ' is at most 1, on the far side of a kink too. Where a
 * loss with a tail is held by contradicting samples, steps wear the weights between them down, and with them the
 * curvature: the pace would grow without end, for the sake of weights that are far out already. */
static double
least_curvature (const PenDescent *self, double flat)
{
  double size;

  if (self->model.kind == PEN_MODEL_NEURON)
    return flat;
  if (self->model.kind != PEN_MODEL_DIAGONAL || self->options->method == PEN_METHOD_MIRROR_DESCENT)
    return 0;
  size = pow (pen_norm_inf (self->p, self->theta), 2. * (self->model.depth - 1));
  return LEAST_SHARE * flat * size;
}

/* Linear models: σ₁² max ℓ'' bounds the Hessian, and is it for the squared loss. Others: the power method, a few rounds
 * from where it was. */
static double
stable_curvature (PenDescent *self)
{
  const PenProblem *problem = self->problem;
  double largest = 0;

  for (gsize i = 0; i < self->n; i++)
    largest = fmax (largest, self->weight[i]);
  largest *= problem->sigma[0] * problem->sigma[0];
  if (self->model.kind != PEN_MODEL_LINEAR)
    return fmax (pen_descent_curvature (self, self->step == 0 ? 40 : 6), least_curvature (self, largest));
  return self->options->method == PEN_METHOD_SGD ? fmax (largest, batch_curvature (self)) : largest;
}

/* Adam's step is a length of θ: a hundredth of what one sample would need. */
static double
adam_pace (const PenDescent *self)
{
  const PenProblem *problem = self->problem;
  double row = 0, target = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      row = fmax (row, pen_norm2 (self->d, problem->X + i * self->d));
      target = fmax (target, fabs (problem->y[i]));
    }
  return row > 0 && target > 0 ? ADAM_PACE * target / row : ADAM_PACE;
}

/* Leaving a saddle θ grows by a share of itself a step, and the curvature with a power of it. */
static gboolean
has_moved (const PenDescent *self)
{
  return fabs (pen_norm2 (self->p, self->theta) / self->curvature_at - 1) > MOVED;
}

double
pen_descent_automatic_pace (PenDescent *self)
{
  gboolean is_convex = self->model.kind == PEN_MODEL_LINEAR, is_even;

  if (self->options->method == PEN_METHOD_ADAM)
    return adam_pace (self) * self->caution;
  if (is_convex || self->step % 16 == 0 || !(self->curvature > 0) || has_moved (self))
    {
      self->curvature = stable_curvature (self);
      self->curvature_at = pen_norm2 (self->p, self->theta);
    }
  if (!(self->curvature > 0))
    return 0;
  if (self->options->method == PEN_METHOD_SIGN_DESCENT) /* ‖v‖₂² ≤ d ‖v‖_∞² */
    return self->caution / (self->curvature * (double)self->d);
  if (!is_convex && self->options->method == PEN_METHOD_SGD)
    return SAFE * self->caution * (double)MAX (self->options->batch_size, 1) / (double)self->n / self->curvature;
  is_even = is_convex && (self->options->loss == PEN_LOSS_SQUARED || self->options->method != PEN_METHOD_SGD);
  return (is_even ? 1 : SAFE) * self->caution / self->curvature;
}
