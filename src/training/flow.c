/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "flow-frames.h"
#include "relu-flow.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define LONGEST 1e25       /* squared losses: in units of the start's own time */
#define LONGEST_CLOCK 1e14 /* tails of networks: margins of this size are known to 1e-3, just enough for a softmax */
#define LONGEST_LINE_CLOCK 1e16  /* of linear models, whose growth is taken out: what solving with I − γJ allows */
#define MOST_FASTER 600.0        /* log; no tail is followed so long */
#define LONGEST_POWER_CLOCK 1e13 /* polynomial tails: the direction's error falls like 1/s, and is rounding by then */
#define LARGEST_LINE 1e15        /* ‖w‖ in units of the data */
#define LARGEST_NETWORK 1e10     /* where margins come through e^{4z}, and lose log w digits */
/* A direction is only asked to stand still once the loss is e^{−30}: before, the flow has hardly begun. */
#define SETTLED_LOSS -30.0
#define SETTLED_MARGIN 1e3 /* of polynomial tails, which see no size but this */
#define LOOKS 4            /* a decade */
/* A frame is kept where the trace's clock moved on by so much (a changed clock has hundreds of such units), or the
 * squared loss by so large a share. */
#define FRAME_GAP (1. / 32)
#define LONG_FRAME_GAP 3.
#define LONG_CLOCK 30.0
#define FRAME_LOSS .1
#define SADDLE_STAY 100 /* parameters leave a saddle within so many times the time it took to come there */
#define REBASE 1e8      /* rounding in numbers of this size is still far below what a softmax notices */
#define REBASE_RATIO 100
#define EXPONENTIAL_LOSS -70.0
#define MARGIN_FALL 1e-4 /* what errors of 1e-8 a step can add up to in ten thousand; true turns cost more at once */
#define STALL_STEPS 2000 /* so many for so little of the clock: it fights rounding and does not follow the flow */
#define MOST_STEPS 30000 /* ten times what the longest runs that arrive have taken */
#define MOST_KINK_STEPS 300000 /* a step may end at each of the units' kinks */
#define STALL_GROWTH 1.001

typedef struct
{
  PenRecorder *recorder;
  PenMotion *motion;
  double s, log_tau, log_pace; /* the clock, log τ, and log dτ/ds there */
  double *x;                   /* size: the integrator's own unknowns after the last step */
  double *state, *before;      /* size: the whole state after the last step and after the one before */
  double rebase;               /* the clock when growth is next taken out */
  double *looks;               /* LOOKS × d: directions, one each quarter decade of the clock */
  double *direction;           /* d */
  gssize last_look, last_seen; /* the last direction kept, and the last look at all */
  gsize n_looks;
  double stall_s;
  gboolean has_returned, is_moved; /* to the row space, once; x is elsewhere than the integrator is */
  double margin;                   /* the largest −log L/‖θ‖ᴸ so far */
  PenFlowFrames frames;
} Run;

static double
log_time (const Run *self)
{
  return self->s > 0 ? self->log_tau - pen_motion_time_power (self->motion) * log (self->motion->R) : -HUGE_VAL;
}

static void
advance_clock (Run *self, double s)
{
  const PenMotion *motion = self->motion;
  double passed = motion->is_clocked ? pen_motion_log_time_passed (motion, self->s, self->log_pace, s) : 0;

  self->log_pace = pen_motion_log_pace (motion);
  self->log_tau = motion->is_clocked ? pen_log_add_exp (self->log_tau, passed) : log (s) + self->log_pace;
  self->s = s;
}

static void
record (Run *self)
{
  double time = log_time (self);
  double clock = pen_trace_clock (time / G_LN10);
  double gap = clock - pen_trace_clock (self->frames.last.log_time / G_LN10);
  gboolean is_due = gap >= (clock > LONG_CLOCK ? LONG_FRAME_GAP : FRAME_GAP);
  gboolean is_squared = self->motion->loss == PEN_LOSS_SQUARED;
  double loss;

  if ((!is_squared && !is_due) || time <= self->frames.last.log_time)
    return;
  loss = pen_motion_log_loss (self->motion);
  if (is_due || fabs (loss - self->frames.last.log_loss) >= FRAME_LOSS)
    pen_flow_frames_keep (&self->frames, self->state, (PenMoment){ time, loss });
}

/* The last state, exactly: until here the loss was that of Newton's last iterate. Where it has no loss, what was kept
 * before it stands. */
static void
record_end (Run *self)
{
  PenMoment moment = { .log_time = log_time (self) };
  gboolean is_known = pen_motion_evaluate (self->motion, self->s, self->x);

  if (is_known)
    moment.log_loss = pen_motion_log_loss (self->motion);
  pen_flow_frames_end (&self->frames, is_known ? self->state : NULL, moment);
}

static void
end (Run *self, PenTrainingStatus status, const char *reason)
{
  record_end (self);
  pen_recorder_end (self->recorder, status, reason);
}

/* At Newton's last iterate, which is at hand; then where the step ended. */
static gboolean
has_come_to_rest (Run *self)
{
  PenMotion *motion = self->motion;

  if (!pen_motion_is_at_rest (motion) || !pen_motion_evaluate (motion, self->s, self->x)
      || !pen_motion_is_at_rest (motion))
    {
      motion->rest_since = 0;
      return FALSE;
    }
  if (motion->rest_since == 0)
    motion->rest_since = self->s;
  return motion->coordinates != &pen_parameter_coordinates || self->s >= SADDLE_STAY * motion->rest_since;
}

static double *
look_slot (const Run *self, gssize look)
{
  return self->looks + (gsize)(((look % LOOKS) + LOOKS) % LOOKS) * pen_model_size (&self->motion->model);
}

/* w/‖w‖ of a state, and ‖w‖. */
static double
direction_of (Run *self, const double *state)
{
  gsize d = pen_model_size (&self->motion->model);
  double norm;

  self->motion->coordinates->lift (self->motion, 1, state, self->direction);
  norm = pen_norm2 (d, self->direction);
  for (gsize j = 0; j < d; j++)
    self->direction[j] = norm > 0 ? self->direction[j] / norm : 0;
  return norm;
}

/* How far the direction (of the state) moved over the last decade of the clock (a little more, where a step passed over
 * a look: the direction before the step stands in for it), HUGE_VAL until there is one. */
static double
movement (Run *self, gssize look)
{
  gsize d = pen_model_size (&self->motion->model);
  double moved = HUGE_VAL, *slot;

  if (self->n_looks == 0)
    self->last_look = look - 1;
  if (self->last_look + 1 < look)
    {
      direction_of (self, self->before);
      for (gssize passed = MAX (self->last_look + 1, look - LOOKS + 1); passed < look; passed++, self->n_looks++)
        memcpy (look_slot (self, passed), self->direction, d * sizeof (double));
      direction_of (self, self->state);
    }
  slot = look_slot (self, look);
  for (gsize j = 0; j < d; j++)
    slot[j] -= self->direction[j];
  if (self->n_looks >= LOOKS)
    moved = pen_norm2 (d, slot);
  memcpy (slot, self->direction, d * sizeof *slot);
  self->n_looks++;
  self->last_look = look;
  return moved;
}

static gboolean
is_stalled (Run *self)
{
  double before = self->stall_s;

  if (self->recorder->training->steps >= (self->motion->kinks != NULL ? MOST_KINK_STEPS : MOST_STEPS))
    return TRUE;
  if (self->recorder->training->steps % STALL_STEPS != 0)
    return FALSE;
  self->stall_s = self->s;
  return self->s < STALL_GROWTH * before;
}

static gboolean
has_left_start (const PenMotion *motion)
{
  if (motion->loss == PEN_LOSS_POLYNOMIAL)
    return pen_motion_log_loss (motion) < -motion->exponent * log (SETTLED_MARGIN);
  return pen_motion_log_loss (motion) < SETTLED_LOSS;
}

/* Tails: what is looked at each quarter decade of the clock. */
static gboolean
is_over_at_look (Run *self)
{
  PenMotion *motion = self->motion;
  gssize look = (gssize)floor (LOOKS * log10 (self->s));
  gboolean is_line = pen_motion_is_line (motion), has_settled;
  double norm;

  if (self->last_seen != G_MINSSIZE && look <= self->last_seen)
    return FALSE;
  self->last_seen = look;
  has_settled = has_left_start (motion);
  if (!has_settled && is_line)
    return FALSE; /* and R‖w‖ ≤ s is not large */
  norm = direction_of (self, self->state);
  if (has_settled && movement (self, look) <= self->recorder->options->tolerance)
    end (self, PEN_TRAINING_CONVERGED, _ ("The direction stands still over a decade of the clock"));
  else if (motion->loss != PEN_LOSS_POLYNOMIAL && motion->R * norm > (is_line ? LARGEST_LINE : LARGEST_NETWORK))
    end (self, PEN_TRAINING_STOPPED,
         _ ("The weights are so large that double precision cannot tell the margins apart"));
  else
    return FALSE;
  return TRUE;
}

/* −log L/‖θ‖ᴸ of a homogeneous network never falls once its loss is small (Lyu & Li 2020, theorem 4.1): where it does,
 * rounding turns the direction. */
static gboolean
turns_back (Run *self)
{
  const PenMotion *motion = self->motion;
  double margin;

  if (!pen_motion_has_parameter_margin (motion))
    return FALSE;
  if (pen_motion_log_loss (motion) > SETTLED_LOSS)
    return self->margin > 0; /* it was small before, and no flow's loss grows */
  margin = pen_motion_parameter_margin (motion);
  if (margin < (1 - MARGIN_FALL) * self->margin)
    return TRUE;
  self->margin = fmax (self->margin, margin);
  return FALSE;
}

static void
end_of_precision (Run *self)
{
  g_autofree char *reason = pen_motion_drift_reason (self->motion);

  end (self, self->recorder->training->steps > 0 ? PEN_TRAINING_STOPPED : PEN_TRAINING_FAILED,
       reason != NULL ? reason : _ ("The flow cannot be followed further in double precision"));
}

static void
end_at_rest (Run *self)
{
  PenTrainingStatus status;
  g_autofree char *reason = pen_motion_rest_reason (self->motion, self->s == 0, &status);

  end (self, status, reason);
}

/* Once, at rest: from there it comes to rest again, where the flow itself would. */
static gboolean
return_to_row_space (Run *self)
{
  if (self->has_returned)
    return FALSE;
  self->has_returned = TRUE;
  return self->is_moved = self->motion->loss == PEN_LOSS_SQUARED && pen_motion_return (self->motion, self->x);
}

static void
end_of_clock (Run *self)
{
  if (self->recorder->options->stop == PEN_STOP_TIME)
    end (self, PEN_TRAINING_STOPPED, _ ("Reached the time asked for"));
  else if (self->motion->loss == PEN_LOSS_SQUARED)
    {
      g_autofree char *reason = pen_motion_drift_reason (self->motion);

      end (self, PEN_TRAINING_STOPPED,
           reason != NULL ? reason : _ ("The residual still moves at the longest time that is followed"));
    }
  else
    end (self, PEN_TRAINING_STOPPED, _ ("The direction still moves at the end of what double precision can follow"));
}

/* Where the integration ends at the latest, in units of its clock; 0 when it cannot be said in a double. */
static double
last_moment (const Run *self)
{
  PenMotion *motion = self->motion;
  const PenTrainingOptions *options = self->recorder->options;
  double speed = motion->coordinates == &pen_rotated_coordinates ? pen_motion_pull (motion)
                                                                 : pen_norm_inf (motion->size, motion->dx);
  double faster = exp (fmin (motion->log_speed, MOST_FASTER)), end;

  if (options->stop == PEN_STOP_TIME)
    end = exp (log (options->time) + pen_motion_time_power (motion) * log (motion->R) + motion->log_speed);
  else if (motion->loss != PEN_LOSS_SQUARED)
    end = motion->coordinates == &pen_ratio_coordinates ? LONGEST_CLOCK * faster / fmin (1, speed * faster)
          : motion->loss == PEN_LOSS_POLYNOMIAL         ? LONGEST_POWER_CLOCK
          : pen_motion_is_line (motion)                 ? LONGEST_LINE_CLOCK
                                                        : LONGEST_CLOCK;
  else
    end = LONGEST / speed;
  return isfinite (end) && end > 0 ? end : 0;
}

/* Whether the time to stop at is so many times the flow's own that only rounding would still move w until then. */
static gboolean
is_past_motion (Run *self)
{
  return self->recorder->options->stop == PEN_STOP_TIME && self->motion->loss == PEN_LOSS_SQUARED
         && self->motion->log_speed > 0 && has_come_to_rest (self);
}

/* Whether the run is over, and why. */
static gboolean
is_over (Run *self)
{
  const PenTrainingOptions *options = self->recorder->options;
  gboolean is_parameters = self->motion->coordinates == &pen_parameter_coordinates;

  if (options->stop == PEN_STOP_STEPS && self->recorder->training->steps >= options->steps)
    end (self, PEN_TRAINING_STOPPED, _ ("Took the steps asked for"));
  else if (is_parameters && is_stalled (self))
    end_of_precision (self);
  else if (is_past_motion (self))
    {
      advance_clock (self, last_moment (self));
      end_of_clock (self);
    }
  else if (options->stop != PEN_STOP_LIMIT)
    return FALSE;
  else if (self->motion->loss != PEN_LOSS_SQUARED && is_over_at_look (self))
    return TRUE;
  else if (turns_back (self))
    end (self, PEN_TRAINING_STOPPED, _ ("Rounding would turn the direction from here on"));
  else if (has_come_to_rest (self) && !return_to_row_space (self))
    end_at_rest (self);
  else if (!is_parameters && is_stalled (self))
    end_of_precision (self);
  else
    return FALSE;
  return TRUE;
}

/* Only where all margins are so large that leaving out a shared part changes no exponential tail's force. */
static void
take_out_growth (Run *self, PenIntegrator *integrator)
{
  PenMotion *motion = self->motion;

  if (self->s < self->rebase || !motion->is_clocked || !pen_motion_is_line (motion)
      || motion->loss == PEN_LOSS_POLYNOMIAL || pen_motion_log_loss (motion) > EXPONENTIAL_LOSS)
    return;
  if (!pen_motion_evaluate (motion, self->s, self->x))
    return;
  pen_motion_rebase (motion);
  memset (self->x, 0, motion->size * sizeof *self->x);
  pen_integrator_restart (integrator, self->x);
  self->rebase = REBASE_RATIO * self->s;
}

/* Depth 2, weights that keep their signs: before digits are lost in unknowns that cancel. */
static void
turn (Run *self, PenIntegrator *integrator)
{
  PenMotion *motion = self->motion;
  gsize bytes = motion->size * sizeof (double);
  double size;

  if (self->is_moved)
    {
      self->is_moved = FALSE;
      memcpy (self->state, self->x, bytes);
      pen_integrator_restart (integrator, self->x);
    }
  if (!pen_model_keeps_signs (&motion->model) || motion->turn_at == 0
      || (size = pen_norm_inf (motion->size, self->x)) < motion->turn_at)
    return;
  motion->turn_at = 2 * size;
  if (!pen_motion_evaluate (motion, self->s, self->x) || !pen_motion_cancels (motion))
    return;
  pen_flow_frames_flush (&self->frames);
  if (!pen_motion_turn (motion, self->x))
    return;
  memcpy (self->state, self->x, bytes);
  pen_integrator_restart (integrator, self->x);
}

/* @relu: instead of @integrator, or NULL */
static void
follow (Run *self, PenIntegrator *integrator, PenReluFlow *relu)
{
  PenTraining *training = self->recorder->training;
  gsize bytes = self->motion->size * sizeof (double);
  double s = 0;

  pen_flow_frames_keep (&self->frames, self->state, (PenMoment){ -HUGE_VAL, pen_motion_log_loss (self->motion) });
  while (TRUE)
    {
      PenStep step = relu != NULL ? pen_relu_flow_step (relu, &s) : pen_integrator_step (integrator, &s);

      if (step == PEN_STEP_CANCELLED)
        {
          end (self, PEN_TRAINING_CANCELLED, _ ("Cancelled"));
          return;
        }
      if (step == PEN_STEP_EXHAUSTED)
        {
          end_of_precision (self);
          return;
        }
      training->steps++;
      memcpy (self->before, self->state, bytes);
      memcpy (self->x, relu != NULL ? pen_relu_flow_x (relu) : pen_integrator_x (integrator), bytes);
      pen_motion_state (self->motion, s, self->x, self->state);
      advance_clock (self, s);
      record (self);
      if (is_over (self))
        return;
      if (step == PEN_STEP_AT_END)
        {
          end_of_clock (self);
          return;
        }
      take_out_growth (self, integrator);
      turn (self, integrator);
    }
}

static void
run_init (Run *self, PenRecorder *recorder, PenMotion *motion)
{
  gsize d = pen_model_size (&motion->model), size = MAX (motion->size, 1);

  *self =
      (Run){ .recorder = recorder, .motion = motion, .log_tau = -HUGE_VAL, .last_seen = G_MINSSIZE, .rebase = REBASE };
  pen_flow_frames_init (&self->frames, recorder, motion);
  self->state = g_memdup2 (motion->x, size * sizeof (double));
  self->x = g_memdup2 (motion->x, size * sizeof (double));
  self->before = g_memdup2 (motion->x, size * sizeof (double));
  self->looks = g_new0 (double, LOOKS *d);
  self->direction = g_new0 (double, d);
}

static void
run_clear (Run *self)
{
  g_free (self->x);
  g_free (self->state);
  g_free (self->before);
  g_free (self->looks);
  g_free (self->direction);
  pen_flow_frames_clear (&self->frames);
}

static gboolean
run_from_start (Run *self, GError **error)
{
  PenMotion *motion = self->motion;
  g_autoptr (PenIntegrator) integrator = NULL;
  g_autoptr (PenReluFlow) relu = NULL;
  PenFlow flow;
  double end_moment;

  if (!pen_motion_evaluate (motion, 0, motion->x))
    return pen_motion_refuse_start (motion, error);
  if (motion->size == 0 || pen_motion_is_at_rest (motion))
    {
      end_at_rest (self);
      return TRUE;
    }
  end_moment = last_moment (self);
  if (end_moment == 0)
    return pen_motion_refuse_time (motion, self->recorder->options, error);
  self->log_pace = pen_motion_log_pace (motion);
  flow = pen_motion_flow (motion);
  if (motion->kinks != NULL)
    relu = pen_relu_flow_new (motion, &flow, end_moment, self->recorder->cancel);
  else if ((integrator = pen_integrator_new (&flow, motion->x, end_moment, self->recorder->cancel, error)) == NULL)
    return FALSE;
  follow (self, integrator, relu);
  return TRUE;
}

gboolean
pen_flow_run (PenRecorder *recorder, GError **error)
{
  const PenTrainingOptions *options = recorder->options;
  gboolean is_clocked = options->loss != PEN_LOSS_SQUARED && options->stop != PEN_STOP_TIME;
  g_autoptr (PenMotion) motion = pen_motion_new (recorder->problem, &options->model, options->loss, options->exponent,
                                                 is_clocked, recorder->cancel);
  Run run;
  gboolean is_run;

  run_init (&run, recorder, motion);
  is_run = run_from_start (&run, error);
  run_clear (&run);
  return is_run;
}
