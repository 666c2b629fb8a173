/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"
#include "recorder.h"

#include <penchant/error.h>
#include <penchant/linalg.h>

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* ‖Xᵀr‖ and the gradients of the tails are sums of n products: rounding leaves a few hundred ε of their terms' size. */
#define ROUNDING (512 * DBL_EPSILON)
#define TAIL_ROUNDING 16     /* a force e^{−m} has m ≲ 30 times the rounding of its margin */
#define LONGEST 1e25         /* squared losses: in units of the start's own time */
#define LONGEST_CLOCK 1e14   /* tails: margins of this size are known to 1e-3, just enough for a softmax */
#define LARGEST_LINE 1e13    /* ‖w‖ in units of the data, where margins are sums of n terms */
#define LARGEST_NETWORK 1e10 /* where they come through e^{4z}, and lose log w more digits */
/* A direction is only asked to stand still once the loss is e^{−30}: before, the flow has hardly begun. */
#define SETTLED_LOSS -30.0
#define LOOKS 4 /* a decade */
/* So many steps for so little of the clock: the integrator is fighting rounding, not following the flow. */
#define STALL_STEPS 2000
#define MOST_STEPS 30000 /* ten times what the longest runs that arrive have taken */
#define STALL_GROWTH 1.001

typedef struct
{
  PenRecorder *recorder;
  PenMotion *motion;
  double s, log_tau, log_pace; /* the clock, log τ, and log dτ/ds there */
  double *looks;               /* LOOKS × d: directions, one each quarter decade of the clock */
  double *previous;            /* d: the direction a step ago */
  gssize last_look;
  gsize n_looks;
  double stall_s;
} Run;

static double
log_time (const Run *self)
{
  return self->log_tau - pen_motion_time_power (self->motion) * log (self->motion->R);
}

static double
log_pace (const PenMotion *motion)
{
  return motion->is_clocked ? -motion->log_force - log (motion->N) : 0;
}

/* ∫ e^g over the step, g taken linear between its ends. */
static void
advance_clock (Run *self, double s)
{
  double pace = log_pace (self->motion);
  double high = fmax (pace, self->log_pace), gap = fabs (pace - self->log_pace);
  double mean = gap < 1e-8 ? 0 : log (-expm1 (-gap) / gap);

  self->log_tau = self->motion->is_clocked ? pen_log_add_exp (self->log_tau, log (s - self->s) + high + mean) : log (s);
  self->log_pace = pace;
  self->s = s;
}

static double
record (Run *self)
{
  PenMotion *motion = self->motion;
  double loss = pen_loss_log_total (motion->loss, motion->n, motion->f, motion->problem->y);

  pen_recorder_frame (self->recorder, self->s > 0 ? log_time (self) : -HUGE_VAL, loss, pen_motion_weights (motion));
  return loss;
}

/* Whether the parameters stand still at rounding: a signed network (and a line) only where Xᵀr = 0, since u = v is a
 * saddle it leaves; u^L also where a weight is zero and its pull not upwards. */
static gboolean
is_stationary (const Run *self)
{
  PenMotion *motion = self->motion;
  const double *w = pen_motion_weights (motion);
  gboolean is_squared = motion->loss == PEN_LOSS_SQUARED;
  double scale = is_squared ? pen_norm2 (motion->n, motion->problem->y) + motion->R * pen_norm2 (motion->d, w)
                            : TAIL_ROUNDING * pen_norm1 (motion->n, motion->force);
  gboolean may_rest_at_zero = motion->model.kind == PEN_MODEL_DIAGONAL && !motion->model.is_signed;
  double top = pen_norm_inf (motion->d, w);

  if (motion->model.kind == PEN_MODEL_LINEAR)
    return pen_norm_inf (motion->size, motion->dx) <= ROUNDING * scale;
  if (!motion->is_ratio)
    pen_gemv_t (motion->n, motion->d, motion->problem->X, motion->force, motion->pull);
  for (gsize j = 0; j < motion->d; j++)
    {
      double pull = motion->is_ratio ? motion->pull[j] : motion->pull[j] / motion->R;
      gboolean rests = may_rest_at_zero && pull < 0 && w[j] * -pull <= ROUNDING * scale * top;

      if (fabs (pull) > ROUNDING * scale && !rests)
        return FALSE;
    }
  return TRUE;
}

static double *
look_slot (const Run *self, gssize look)
{
  return self->looks + (gsize)(((look % LOOKS) + LOOKS) % LOOKS) * self->recorder->training->d;
}

/* How far the direction moved over the last decade of the clock (a little more, where a step passed over a look: the
 * direction before the step stands in for it), HUGE_VAL until there is one. */
static double
movement (Run *self)
{
  const double *direction = self->recorder->training->direction;
  gsize d = self->recorder->training->d;
  gssize look = (gssize)floor (LOOKS * log10 (self->s));
  double moved = HUGE_VAL;

  if (self->n_looks == 0)
    self->last_look = look - 1;
  for (gssize passed = MAX (self->last_look + 1, look - LOOKS + 1); passed < look; passed++, self->n_looks++)
    memcpy (look_slot (self, passed), self->previous, d * sizeof *direction);
  if (look > self->last_look)
    {
      double *slot = look_slot (self, look);

      for (gsize j = 0; j < d; j++)
        slot[j] -= direction[j];
      if (self->n_looks >= LOOKS)
        moved = pen_norm2 (d, slot);
      memcpy (slot, direction, d * sizeof *slot);
      self->n_looks++;
      self->last_look = look;
    }
  memcpy (self->previous, direction, d * sizeof *direction);
  return moved;
}

static gboolean
is_stalled (Run *self)
{
  double before = self->stall_s;

  if (self->recorder->training->steps >= MOST_STEPS)
    return TRUE;
  if (self->recorder->training->steps % STALL_STEPS != 0)
    return FALSE;
  self->stall_s = self->s;
  return self->s < STALL_GROWTH * before;
}

/* Whether the run is over, and why. */
static gboolean
is_over (Run *self, double loss)
{
  PenRecorder *recorder = self->recorder;
  const PenTrainingOptions *options = recorder->options;
  PenMotion *motion = self->motion;

  if (options->stop == PEN_STOP_STEPS && recorder->training->steps >= options->steps)
    pen_recorder_end (recorder, PEN_TRAINING_STOPPED, _ ("Took the steps asked for"));
  else if (options->stop != PEN_STOP_LIMIT)
    return FALSE;
  else if (motion->loss == PEN_LOSS_SQUARED)
    {
      gboolean is_stalling = is_stalled (self);

      if (is_stationary (self))
        pen_recorder_end (recorder, PEN_TRAINING_CONVERGED, _ ("The gradient is at rounding"));
      else if (is_stalling)
        pen_recorder_end (recorder, PEN_TRAINING_STOPPED,
                          _ ("The flow cannot be followed further in double precision"));
      else
        return FALSE;
    }
  else if (loss < SETTLED_LOSS && movement (self) <= options->tolerance)
    pen_recorder_end (recorder, PEN_TRAINING_CONVERGED, _ ("The direction stands still over a decade of the clock"));
  else if (is_stationary (self))
    pen_recorder_end (recorder, PEN_TRAINING_CONVERGED, _ ("The gradient is at rounding: the data are not separable"));
  else if (motion->R * pen_norm2 (motion->d, recorder->training->w)
           > (motion->model.kind == PEN_MODEL_LINEAR ? LARGEST_LINE : LARGEST_NETWORK))
    pen_recorder_end (recorder, PEN_TRAINING_STOPPED,
                      _ ("The weights are so large that double precision cannot tell the margins apart"));
  else if (is_stalled (self))
    pen_recorder_end (recorder, PEN_TRAINING_STOPPED, _ ("The flow cannot be followed further in double precision"));
  else
    return FALSE;
  return TRUE;
}

static void
end_of_clock (Run *self)
{
  PenRecorder *recorder = self->recorder;

  if (recorder->options->stop == PEN_STOP_TIME)
    pen_recorder_end (recorder, PEN_TRAINING_STOPPED, _ ("Reached the time asked for"));
  else if (self->motion->loss == PEN_LOSS_SQUARED)
    pen_recorder_end (recorder, PEN_TRAINING_STOPPED,
                      _ ("The residual still moves at the longest time that is followed"));
  else
    pen_recorder_end (recorder, PEN_TRAINING_STOPPED,
                      _ ("The direction still moves at the end of what double precision can follow"));
}

static void
follow (Run *self, PenIntegrator *integrator)
{
  PenTraining *training = self->recorder->training;
  double s = 0, loss = record (self);

  while (TRUE)
    {
      PenStep step = pen_integrator_step (integrator, &s);

      if (step == PEN_STEP_CANCELLED)
        {
          pen_recorder_end (self->recorder, PEN_TRAINING_CANCELLED, _ ("Cancelled"));
          return;
        }
      if (step == PEN_STEP_EXHAUSTED || !pen_motion_evaluate (self->motion, pen_integrator_x (integrator)))
        {
          pen_recorder_end (self->recorder, training->steps > 0 ? PEN_TRAINING_STOPPED : PEN_TRAINING_FAILED,
                            _ ("The flow cannot be followed further in double precision"));
          return;
        }
      training->steps++;
      advance_clock (self, s);
      loss = record (self);
      if (is_over (self, loss))
        return;
      if (step == PEN_STEP_AT_END)
        {
          end_of_clock (self);
          return;
        }
    }
}

/* Where the integration ends at the latest, in units of its clock; 0 when it cannot be said in a double. */
static double
last_moment (const Run *self)
{
  PenMotion *motion = self->motion;
  const PenTrainingOptions *options = self->recorder->options;
  double speed = pen_norm_inf (motion->size, motion->dx), end;

  if (options->stop == PEN_STOP_TIME)
    end = exp (log (options->time) + pen_motion_time_power (motion) * log (motion->R));
  else if (motion->loss != PEN_LOSS_SQUARED)
    end = motion->is_ratio ? LONGEST_CLOCK / fmin (1, speed) : LONGEST_CLOCK;
  else
    end = LONGEST / speed;
  return isfinite (end) && end > 0 ? end : 0;
}

gboolean
pen_flow_run (PenRecorder *recorder, GError **error)
{
  const PenTrainingOptions *options = recorder->options;
  gboolean is_clocked = options->loss != PEN_LOSS_SQUARED && options->stop != PEN_STOP_TIME;
  g_autoptr (PenMotion) motion = pen_motion_new (recorder->problem, &options->model, options->loss, is_clocked);
  g_autoptr (PenIntegrator) integrator = NULL;
  g_autofree double *looks = g_new0 (double, LOOKS * recorder->problem->d);
  g_autofree double *previous = g_new0 (double, recorder->problem->d);
  Run run = { .recorder = recorder, .motion = motion, .looks = looks, .previous = previous, .log_tau = -HUGE_VAL };
  PenFlow flow;
  double end;

  if (!pen_motion_evaluate (motion, motion->x))
    {
      g_set_error_literal (
          error, PEN_ERROR, PEN_ERROR_VALUE,
          _ ("The flow's start overflows double precision; take a smaller initialization scale or start"));
      return FALSE;
    }
  if (motion->size == 0 || is_stationary (&run))
    {
      record (&run);
      pen_recorder_end (recorder, PEN_TRAINING_CONVERGED, _ ("The start is stationary: the gradient is zero there"));
      return TRUE;
    }
  end = last_moment (&run);
  if (end == 0)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                   _ ("The start is so small that leaving it takes a time past 1e300, which no double holds (depth %u, "
                      "α = %g); take a larger initialization scale or a smaller depth"),
                   options->model.depth, options->model.init_scale);
      return FALSE;
    }
  run.log_pace = log_pace (motion);
  flow = pen_motion_flow (motion);
  integrator = pen_integrator_new (&flow, motion->x, end, recorder->cancel, error);
  if (integrator == NULL)
    return FALSE;
  follow (&run, integrator);
  return TRUE;
}
