/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "descent.h"

#include <penchant/linalg.h>

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Sums of n products: rounding leaves some ε of their terms' size. */
#define ROUNDING (16 * DBL_EPSILON)
/* A step this small against every parameter that counts changes nothing any more. */
#define STANDSTILL (8 * DBL_EPSILON)
#define SLOWEST 1e4
#define DIVERGED 30.0 /* the loss has grown by e³⁰: more than any transient of a stable step on data in doubles */
#define WORSE 3.0     /* of log loss between two looks: more than noise or momentum does on a stable step */
#define LEAST_CAUTION 1e-6
#define LEAST_ADAM DBL_EPSILON /* its steps do not shorten by themselves: caution is what brings them to rest */
#define FIRST_LOOKS 64
#define SPARSE_LOOKS 4
#define FARTHEST 1e140 /* weights whose squares are still numbers */
#define FRAME_GAP (1. / 32)
#define FRAME_LOSS .1
/* Towards a limit: some seconds of work, and never so many steps that rounding alone could move θ. */
#define WORK 4e9
#define FEWEST_STEPS 20000
#define MOST_STEPS 2000000
#define SETTLED_LOSS -30.0 /* before, a direction has hardly begun to turn */
#define LOOKS 4            /* a decade of the clock */
#define POWER_ROUNDS 100
#define SMALLEST_SHARE 1e-200 /* of a step of mirror descent, from where its map is still flat */
#define LEVEL 1e-9            /* of log loss: at the end it no longer falls */
#define SAME_TIME 1e-12       /* sums of many steps are no more exact */
#define CHECK_EVERY 16        /* looks: a check costs about a step */

/* Directions at the last decade's quarters, to see whether the newest still turns. */
typedef struct
{
  gsize size, n;
  double *kept; /* LOOKS × size */
  double next;  /* the clock at the next look */
} Looks;

typedef struct
{
  PenDescent *descent;
  Looks looks;
  double log_time, clock;
  double frame_clock, frame_loss, first_loss, last_loss;
  gsize most_steps, look_every;
  double *good; /* θ at the last look, to return to, and what the clocks showed */
  double good_log_time, good_clock;
} Course;

static void
record (Course *self)
{
  PenDescent *descent = self->descent;

  if (pen_descent_weights (descent))
    pen_recorder_frame (descent->recorder, self->log_time, descent->log_loss, descent->w);
  self->frame_clock = pen_trace_clock (self->log_time / G_LN10);
  self->frame_loss = descent->log_loss;
}

static gboolean
is_frame_due (const Course *self)
{
  return pen_trace_clock (self->log_time / G_LN10) - self->frame_clock > FRAME_GAP
         || (self->descent->options->loss == PEN_LOSS_SQUARED
             && fabs (self->descent->log_loss - self->frame_loss) > FRAME_LOSS);
}

/* Σ |force_i| ‖x_i‖ and the like: the size of the terms whose sum the gradient is. */
static double
terms_of_gradient (const PenDescent *self)
{
  double sum = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      double size = self->options->loss == PEN_LOSS_SQUARED ? fabs (self->problem->y[i]) + fabs (self->f[i])
                                                            : fabs (self->force[i]);

      sum += size * pen_norm2 (self->d, self->problem->X + i * self->d);
    }
  return sum;
}

/* What a step at the curvature's own pace would do, against each parameter that counts. A smaller pace stops sooner:
 * below ε|θ|/pace a gradient moves nothing, and down to a ten-thousandth of the curvature's pace that is near enough to
 * 0. */
static gboolean
stands_still (PenDescent *self)
{
  double largest = pen_norm_inf (self->p, self->theta), least;

  if (self->curvature <= 0)
    self->curvature = pen_descent_curvature (self, 40);
  least = STANDSTILL * self->curvature;
  if (self->pace > 0 && self->options->method != PEN_METHOD_ADAM) /* whose pace multiplies no gradient */
    least = fmax (least, fmin (DBL_EPSILON / self->pace, SLOWEST * least));
  for (gsize j = 0; j < self->p; j++)
    {
      double size = fabs (self->theta[j]);

      /* One that is 0, as an untied network's may be at first, counts by what it would be beside the others. */
      if (fabs (self->gradient[j]) > least * (size > DBL_EPSILON * largest ? size : largest))
        return FALSE;
    }
  return largest > 0 || pen_norm_inf (self->p, self->gradient) == 0;
}

/* Linear models and mirror descent: Xᵀr is at rounding. Others: θ does not move; a start near a saddle has small
 * gradients too, but moves. */
static gboolean
has_settled (Course *self)
{
  PenDescent *descent = self->descent;

  pen_descent_pull (descent, descent->theta);
  if (descent->model.kind == PEN_MODEL_LINEAR || descent->options->method == PEN_METHOD_MIRROR_DESCENT)
    return pen_norm2 (descent->p, descent->gradient) <= ROUNDING * terms_of_gradient (descent);
  return stands_still (descent);
}

static double
turned (gsize n, const double *direction, const double *w, double norm)
{
  double sum = 0;

  for (gsize j = 0; j < n; j++)
    sum += (w[j] / norm - direction[j]) * (w[j] / norm - direction[j]);
  return sqrt (sum);
}

/* The direction has moved less than the tolerance over the last decade of the clock. */
static gboolean
has_direction (Course *self)
{
  Looks *looks = &self->looks;
  PenDescent *descent = self->descent;
  double norm, *slot;
  gboolean stood = FALSE;

  if (self->clock < looks->next)
    return FALSE;
  looks->next = self->clock * pow (10, 1. / LOOKS);
  norm = pen_norm2 (looks->size, descent->w);
  slot = looks->kept + looks->n % LOOKS * looks->size;
  if (looks->n >= LOOKS && descent->log_loss < SETTLED_LOSS && norm > 0)
    stood = turned (looks->size, slot, descent->w, norm) <= descent->options->tolerance;
  for (gsize j = 0; j < looks->size; j++)
    slot[j] = norm > 0 ? descent->w[j] / norm : 0;
  looks->n++;
  return stood;
}

/* A deep network's gradient is a product of its small parameters, which no number may hold. */
static gboolean
is_too_small_to_start (const PenDescent *self)
{
  double largest;

  if (self->model.kind != PEN_MODEL_DIAGONAL || self->step > 0)
    return FALSE;
  largest = pen_norm_inf (self->p, self->theta);
  return largest > 0 && pow (largest, self->model.depth - 1) < DBL_MIN;
}

static gboolean
has_converged (Course *self)
{
  if (is_too_small_to_start (self->descent))
    {
      pen_recorder_end (self->descent->recorder, PEN_TRAINING_STOPPED,
                        _ ("The start is so small that its gradient is below the range of numbers; take a larger "
                           "initialization scale or a smaller depth"));
      return TRUE;
    }
  if (has_settled (self))
    {
      pen_recorder_end (self->descent->recorder, PEN_TRAINING_CONVERGED, _ ("The gradient is at rounding"));
      return TRUE;
    }
  if (self->descent->options->loss == PEN_LOSS_SQUARED || !pen_descent_weights (self->descent) || !has_direction (self))
    return FALSE;
  pen_recorder_end (self->descent->recorder, PEN_TRAINING_CONVERGED, _ ("The direction has stopped moving"));
  return TRUE;
}

static const char *
formula_of_limit (PenMethod method)
{
  return method == PEN_METHOD_MOMENTUM   ? "2(1 + β)/λₘₐₓ"
         : method == PEN_METHOD_NESTEROV ? "2(1 + β)/((1 + 2β) λₘₐₓ)"
                                         : "2/λₘₐₓ";
}

/* Steps of a given size are too long. Automatic ones, which went back each time the loss rose, only end where no
 * shorter one lowers it. */
static void
end_risen (Course *self)
{
  PenDescent *descent = self->descent;
  PenTraining *training = descent->recorder->training;
  g_autofree char *reason = NULL;
  char step[G_ASCII_DTOSTR_BUF_SIZE], limit[G_ASCII_DTOSTR_BUF_SIZE];

  if (descent->options->step_size <= 0 && self->last_loss < self->first_loss)
    {
      memcpy (descent->theta, self->good, descent->p * sizeof (double));
      self->log_time = self->good_log_time;
      pen_recorder_end (descent->recorder, PEN_TRAINING_STOPPED, _ ("No step, however short, lowers the loss further"));
      return;
    }
  g_ascii_formatd (step, sizeof step, "%.4g", training->step_size);
  if (training->step_limit > 0 && training->step_size > training->step_limit)
    reason = g_strdup_printf (_ ("Diverged: the step size %s is above the stability limit %s = %s; take a smaller one"),
                              step, formula_of_limit (descent->options->method),
                              g_ascii_formatd (limit, sizeof limit, "%.4g", training->step_limit));
  else
    reason = g_strdup_printf (_ ("Diverged at the step size %s; take a smaller one, or auto"), step);
  pen_recorder_end (descent->recorder, PEN_TRAINING_DIVERGED, reason);
}

/* A mirror map bends: far from where its slope was taken the loss may rise. An automatic step is halved until it does
 * not, and the next one begins at twice what was taken. */
static gboolean
step_downhill (PenDescent *self)
{
  g_autofree double *before = g_memdup2 (self->theta, self->p * sizeof (double));
  double loss = self->log_loss, most = self->pace, scale = self->log_scale;

  if (self->step > 0)
    most = fmin (most, 2 * self->last_pace);
  for (self->pace = most; self->pace > most * SMALLEST_SHARE; self->pace /= 2)
    {
      if (pen_descent_step (self) && pen_descent_evaluate (self, self->theta) && self->log_loss <= loss + LEVEL)
        break;
      memcpy (self->theta, before, self->p * sizeof (double));
      self->step--;
    }
  self->last_pace = self->pace;
  self->log_scale = scale;
  return self->pace > most * SMALLEST_SHARE;
}

/* log of what the gradient's unit makes of a step size. Adam's step is a length of θ whatever that unit is. */
static double
step_unit (const PenDescent *self)
{
  return self->options->method == PEN_METHOD_ADAM ? 0 : self->log_scale;
}

/* One step; FALSE where it left the numbers or the loss has exploded. */
static gboolean
take_step (Course *self)
{
  PenDescent *descent = self->descent;
  const PenTrainingOptions *options = descent->options;
  gboolean looks_ahead = options->method == PEN_METHOD_NESTEROV, went;

  if (looks_ahead)
    {
      memcpy (descent->ahead, descent->theta, descent->p * sizeof (double));
      pen_axpy (descent->p, options->momentum, descent->move, descent->ahead);
      if (!pen_descent_evaluate (descent, descent->ahead))
        return FALSE;
    }
  descent->pace =
      options->step_size > 0 ? options->step_size * exp (step_unit (descent)) : pen_descent_automatic_pace (descent);
  if (options->stop == PEN_STOP_TIME) /* the last step is cut to end there */
    descent->pace = fmin (descent->pace, (options->time - exp (self->log_time)) * exp (step_unit (descent)));
  if (options->method == PEN_METHOD_SGD)
    pen_descent_pull_batch (descent);
  else
    pen_descent_pull (descent, looks_ahead ? descent->ahead : descent->theta);
  went = options->method == PEN_METHOD_MIRROR_DESCENT && options->step_size <= 0 ? step_downhill (descent)
                                                                                 : pen_descent_step (descent);
  self->clock += descent->pace;
  self->log_time = pen_log_add_exp (self->log_time, log (descent->pace) - step_unit (descent));
  descent->recorder->training->step_size = descent->pace * exp (-step_unit (descent));
  return went;
}

static void
remember (Course *self)
{
  PenDescent *descent = self->descent;

  memcpy (self->good, descent->theta, descent->p * sizeof (double));
  self->good_log_time = self->log_time;
  self->good_clock = self->clock;
}

/* An automatic step that turned out too long is not the user's doing: back to the last look, more carefully. */
static gboolean
go_back (Course *self)
{
  PenDescent *descent = self->descent;
  gboolean is_adam = descent->options->method == PEN_METHOD_ADAM;

  if (descent->options->step_size > 0 || descent->caution < (is_adam ? LEAST_ADAM : LEAST_CAUTION))
    return FALSE;
  descent->caution /= 4;
  descent->curvature = 0;
  memcpy (descent->theta, self->good, descent->p * sizeof (double));
  memset (descent->move, 0, descent->p * sizeof (double));
  memset (descent->first, 0, descent->p * sizeof (double));
  memset (descent->second, 0, descent->p * sizeof (double));
  descent->moment_age = 0;
  self->log_time = self->good_log_time;
  self->clock = self->good_clock;
  return pen_descent_evaluate (descent, descent->theta);
}

/* Nesterov's gradients are not where θ is: its loss costs an evaluation of its own. */
static gboolean
is_look_due (const Course *self)
{
  const PenDescent *descent = self->descent;
  gboolean is_ahead = descent->options->method == PEN_METHOD_NESTEROV && descent->step > FIRST_LOOKS;

  return descent->step % (is_ahead ? SPARSE_LOOKS : self->look_every) == 0;
}

/* After a step: the loss where θ is now. SGD looks once an epoch. */
static gboolean
look (Course *self)
{
  PenDescent *descent = self->descent;
  gboolean monotone = descent->options->method != PEN_METHOD_SGD && descent->options->method != PEN_METHOD_MOMENTUM
                      && descent->options->method != PEN_METHOD_NESTEROV && descent->options->method != PEN_METHOD_ADAM;
  gboolean is_automatic = descent->options->step_size <= 0;

  if (!pen_descent_evaluate (descent, descent->theta)
      || descent->log_loss > (is_automatic ? self->last_loss + WORSE : self->first_loss + DIVERGED))
    return go_back (self);
  if (monotone && descent->log_loss > self->last_loss + 1e-6 && descent->caution > LEAST_CAUTION)
    descent->caution /= 2;
  self->last_loss = descent->log_loss;
  if (is_automatic)
    remember (self);
  if (is_frame_due (self))
    record (self);
  return TRUE;
}

/* Towards a direction weights grow for ever, and with a polynomial tail as fast as the steps do. */
static gboolean
is_far_out (const PenDescent *self)
{
  const PenModel *model = &self->model;
  double degree = model->kind == PEN_MODEL_DIAGONAL ? model->depth : pen_model_has_map (model) ? 1 : 2;

  if (self->options->loss == PEN_LOSS_SQUARED)
    return FALSE;
  if (self->options->method == PEN_METHOD_MIRROR_DESCENT) /* θ is ∇Q(w), and w is where the loss was evaluated */
    return pen_norm_inf (self->d, self->w) > FARTHEST;
  return pen_norm_inf (self->p, self->theta) > pow (FARTHEST, 1 / degree);
}

/* Steps this careful would never come to the time asked for. */
static gboolean
is_at_rest_early (const PenDescent *self)
{
  return self->options->method == PEN_METHOD_ADAM && self->caution < LEAST_CAUTION;
}

static gboolean
has_ended (Course *self)
{
  PenDescent *descent = self->descent;
  const PenTrainingOptions *options = descent->options;
  g_autofree char *reason = NULL;

  if (pen_cancel_requested (descent->recorder->cancel))
    pen_recorder_end (descent->recorder, PEN_TRAINING_CANCELLED, _ ("Cancelled"));
  else if (options->stop == PEN_STOP_TIME && self->log_time >= log (options->time) - SAME_TIME)
    pen_recorder_end (descent->recorder, PEN_TRAINING_STOPPED, _ ("Reached the time asked for"));
  else if (options->stop == PEN_STOP_STEPS && descent->step >= options->steps)
    pen_recorder_end (descent->recorder, PEN_TRAINING_STOPPED, _ ("Took the steps asked for"));
  else if (is_far_out (descent))
    pen_recorder_end (descent->recorder, PEN_TRAINING_STOPPED,
                      _ ("The weights are so large that the next step would leave the range of numbers"));
  else if (options->stop == PEN_STOP_LIMIT && descent->step >= self->most_steps)
    {
      reason = g_strdup_printf (_ ("Stopped after %zu steps, before the limit"), descent->step);
      pen_recorder_end (descent->recorder, PEN_TRAINING_STOPPED, reason);
    }
  else
    return (options->stop == PEN_STOP_LIMIT || is_at_rest_early (descent))
           && descent->step % (CHECK_EVERY * self->look_every) == 0 && has_converged (self);
  return TRUE;
}

static void
measure_limit (PenDescent *self)
{
  PenTraining *training = self->recorder->training;
  double curvature, momentum = self->options->momentum;

  if (self->model.kind == PEN_MODEL_LINEAR && self->options->loss == PEN_LOSS_SQUARED)
    curvature = self->problem->sigma[0] * self->problem->sigma[0];
  else
    curvature = pen_descent_curvature (self, POWER_ROUNDS) * exp (self->log_scale);
  /* Where the larger root of the recursion along that direction leaves the unit circle, through −1. */
  if (self->options->method == PEN_METHOD_MOMENTUM || self->options->method == PEN_METHOD_NESTEROV)
    curvature /= 1 + momentum;
  if (self->options->method == PEN_METHOD_NESTEROV)
    curvature *= 1 + 2 * momentum;
  training->step_limit = curvature > 0 ? 2 / curvature : (double)NAN;
}

static void
measure_effective_scale (PenDescent *self)
{
  PenTraining *training = self->recorder->training;
  const PenModel *model = &self->model;

  if (model->kind != PEN_MODEL_DIAGONAL || model->depth != 2 || !model->is_signed || model->is_untied
      || self->options->method == PEN_METHOD_MIRROR_DESCENT)
    return;
  training->effective_scale = g_new (double, self->d);
  for (gsize j = 0; j < self->d; j++)
    training->effective_scale[j] = sqrt (fabs (self->theta[j])) * sqrt (fabs (self->theta[self->d + j]));
}

void
pen_descent_run (PenRecorder *recorder)
{
  PenDescent descent;
  Course course = { .descent = &descent, .log_time = -HUGE_VAL };
  double work;

  pen_descent_init (&descent, recorder);
  work = (double)descent.n * (double)descent.d + 4 * (double)descent.p + (double)descent.n;
  course.most_steps = (gsize)CLAMP (WORK / work, FEWEST_STEPS, MOST_STEPS);
  course.look_every =
      recorder->options->method == PEN_METHOD_SGD ? MAX (1, descent.n / MAX (recorder->options->batch_size, 1)) : 1;
  course.looks = (Looks){ .size = pen_model_size (&descent.model) };
  course.looks.kept = g_new0 (double, LOOKS *course.looks.size);
  course.good = g_new (double, descent.p);
  if (!pen_descent_evaluate (&descent, descent.theta))
    pen_recorder_end (recorder, PEN_TRAINING_DIVERGED, _ ("The loss at the start is past the range of numbers"));
  else
    {
      course.first_loss = course.last_loss = descent.log_loss;
      record (&course);
      remember (&course);
      measure_limit (&descent);
      while (!has_ended (&course))
        if (take_step (&course) ? is_look_due (&course) && !look (&course) : !go_back (&course))
          {
            end_risen (&course);
            break;
          }
      if (recorder->training->status != PEN_TRAINING_DIVERGED)
        {
          if (pen_descent_evaluate (&descent, descent.theta))
            record (&course);
          measure_limit (&descent);
          measure_effective_scale (&descent);
        }
    }
  recorder->training->steps = descent.step;
  g_free (course.looks.kept);
  g_free (course.good);
  pen_descent_clear (&descent);
}
