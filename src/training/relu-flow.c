/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relu-flow.h"

#include "kinks.h"

#include <penchant/linalg.h>

#include <float.h>
#include <math.h>
#include <string.h>

#define STAGES 7
#define FIRST_STEP 1e-3 /* of the time in which the fastest unit changes by its own size */
#define SAFETY .9
#define LEAST_FACTOR .2
#define MOST_FACTOR 5.
#define OUT_OF_BOUNDS .25
/* hλ at the edge of the method's stability; held there for so many steps, the flow is stiff. */
#define STIFF 3.25
#define STIFF_LOOKS 15
/* So many steps must double the clock, kinks or none: at the edge of stability it is the method's own noise that units
 * near their kinks cross to and fro. */
#define SLOW_STEPS 100
/* The stiff integrator's start is worth it where kinks are at least so many steps apart. */
#define SHORT_RUN 10
#define SHORT_RUNS 8
#define NEGLIGIBLE 1e-3 /* a unit so much smaller than the mean one need not have digits of its own */
#define IDLE 1e-15      /* of all samples' force */
#define ROOT_STEPS 60
#define ROOT_WIDTH 1e-12 /* of the step */

static const double nodes[STAGES][STAGES - 1] = {
  { 0 },
  { 1. / 5 },
  { 3. / 40, 9. / 40 },
  { 44. / 45, -56. / 15, 32. / 9 },
  { 19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729 },
  { 9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656 },
  { 35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84 },
};
static const double error_weights[STAGES] = { 71. / 57600,      0,         -71. / 16695, 71. / 1920,
                                              -17253. / 339200, 22. / 525, -1. / 40 };
/* The interpolant of fourth order: θ² of the fifth-order weights' correction. */
static const double bend[STAGES] = { -12715105075. / 11282082432.,  0,
                                     87487479700. / 32700410799.,   -10690763975. / 1880347072.,
                                     701980252875. / 199316789632., -1453857185. / 822651844.,
                                     69997945. / 29380423. };

struct _PenReluFlow
{
  PenMotion *motion;
  PenFlow flow;
  const PenCancel *cancel;
  gsize size;
  double s, end, step;
  double *x;               /* size: where the flow has come to */
  double *stage[STAGES];   /* size: the slopes of the explicit step */
  double *trial, *there;   /* size: its end, and a place on the way */
  gboolean is_slope_known; /* stage[0] */
  int stiff_looks;
  int slow_steps;                  /* explicit, since the clock was last seen to double */
  int stiff_steps, short_runs;     /* of the stiff integrator since the last kink; runs in a row that were short */
  double slow_s;                   /* the clock when last seen to double */
  PenIntegrator *stiff;            /* or NULL; from the clock offset on */
  double offset, local, local_end; /* and its own clock at the step's ends, which rounding keeps apart from s */
  GArray *kinks;                   /* PenKink: passed by within the step */
  GArray *strains;                 /* Strain */
};

typedef struct
{
  PenKink kink;
  double before, after; /* at the step's ends */
} Strain;

PenReluFlow *
pen_relu_flow_new (PenMotion *motion, const PenFlow *flow, double end, const PenCancel *cancel)
{
  PenReluFlow *self = g_new0 (PenReluFlow, 1);

  self->motion = motion;
  self->flow = *flow;
  self->cancel = cancel;
  self->size = flow->size;
  self->end = end;
  self->x = g_memdup2 (motion->x, self->size * sizeof (double));
  self->trial = g_new (double, self->size);
  self->there = g_new (double, self->size);
  for (int k = 0; k < STAGES; k++)
    self->stage[k] = g_new (double, self->size);
  self->kinks = g_array_new (FALSE, FALSE, sizeof (PenKink));
  self->strains = g_array_new (FALSE, FALSE, sizeof (Strain));
  return self;
}

void
pen_relu_flow_free (PenReluFlow *self)
{
  if (self == NULL)
    return;
  g_free (self->x);
  g_free (self->trial);
  g_free (self->there);
  for (int k = 0; k < STAGES; k++)
    g_free (self->stage[k]);
  g_array_unref (self->kinks);
  g_array_unref (self->strains);
  pen_integrator_free (self->stiff);
  g_free (self);
}

const double *
pen_relu_flow_x (const PenReluFlow *self)
{
  return self->x;
}

/* ‖(w_j, a_j)‖ */
static double
unit_size (const PenMotion *motion, const double *theta, gsize j)
{
  return hypot (pen_norm2 (motion->d, theta + j * motion->d), theta[motion->model.width * motion->d + j]);
}

/* The largest, over the units, of |v| relative to the unit itself. */
static double
relative_size (const PenReluFlow *self, const double *v)
{
  const PenMotion *motion = self->motion;
  gsize width = motion->model.width;
  double mean = pen_norm2 (self->size, self->x) / sqrt ((double)width), largest = 0;

  for (gsize j = 0; j < width; j++)
    {
      double size = fmax (unit_size (motion, self->x, j), NEGLIGIBLE * mean);

      largest = fmax (largest, size > 0 ? unit_size (motion, v, j) / size : 0);
    }
  return largest;
}

/* trial = x + step Σ weights_k stage_k */
static void
advance (const PenReluFlow *self, int stages, const double *weights, double step, double *x)
{
  memcpy (x, self->x, self->size * sizeof *x);
  for (int k = 0; k < stages; k++)
    if (weights[k] != 0)
      pen_axpy (self->size, step * weights[k], self->stage[k], x);
}

/* On the way, at the share @at of the step. */
static void
interpolate (PenReluFlow *self, double length, double at, double *x)
{
  double weights[STAGES], rest = at * (1 - at), last[STAGES] = { 0 };

  if (at >= 1 || self->stiff != NULL)
    {
      memcpy (x, self->trial, self->size * sizeof *x);
      if (at < 1)
        pen_integrator_interpolate (self->stiff, self->local + at * (self->local_end - self->local), x);
      return;
    }
  memcpy (last, nodes[STAGES - 1], sizeof nodes[0]);
  for (int k = 0; k < STAGES; k++)
    {
      double first = k == 0, end = k == STAGES - 1;
      double up = first - last[k], down = last[k] - end - up;

      weights[k] = at * last[k] + rest * (up + at * (down + (1 - at) * bend[k]));
    }
  advance (self, STAGES, weights, length, x);
}

/* What the step from x to @trial passed by. */
static void
find_passed (PenReluFlow *self)
{
  PenKinks *kinks = self->motion->kinks;

  g_array_set_size (self->kinks, 0);
  pen_gemm (kinks->width, kinks->n, kinks->d, self->trial, kinks->Xt, kinks->dH);
  for (gsize j = 0; j < kinks->width; j++)
    for (gsize i = 0; i < kinks->n; i++)
      {
        guint8 state = kinks->state[j * kinks->n + i];
        double height = kinks->dH[j * kinks->n + i];
        PenKink kink = { j, i };

        if (state == PEN_UNIT_HELD)
          continue;
        if ((state == PEN_UNIT_ON ? height < 0 : height > 0) && pen_kinks_passed (kinks, self->trial, kink) > 0
            && pen_kinks_passed (kinks, self->trial, kink) > pen_kinks_passed (kinks, self->x, kink))
          g_array_append_val (self->kinks, kink);
      }
}

/* λ of all held units, at the step's beginning or (adding only what is out of bounds) its end. */
static void
find_strains (PenReluFlow *self, gboolean is_end)
{
  PenKinks *kinks = self->motion->kinks;

  if (!is_end)
    g_array_set_size (self->strains, 0);
  for (gsize j = 0, at = 0; kinks->n_held > 0 && j < kinks->width; j++)
    for (gsize k = 0; k < kinks->hold[j].n_held; k++, at++)
      {
        Strain strain = { { j, kinks->hold[j].held[k] }, pen_kinks_strain (kinks, j, k, self->motion->force), 0 };

        if (is_end)
          g_array_index (self->strains, Strain, at).after = strain.before;
        else
          g_array_append_val (self->strains, strain);
      }
}

static double
strain_at (const Strain *strain, double at)
{
  return strain->after > 0 ? strain->before + at * (strain->after - strain->before) : -1;
}

/* > 0 where anything has been passed by. */
static double
passed_at (PenReluFlow *self, double length, double at)
{
  double passed = -HUGE_VAL;

  if (self->kinks->len > 0)
    interpolate (self, length, at, self->there);
  for (guint k = 0; k < self->kinks->len; k++)
    passed =
        fmax (passed, pen_kinks_passed (self->motion->kinks, self->there, g_array_index (self->kinks, PenKink, k)));
  for (guint k = 0; k < self->strains->len; k++)
    passed = fmax (passed, strain_at (&g_array_index (self->strains, Strain, k), at));
  return passed;
}

/* The share of the step at which the first kink is met, a little late: the side is then the right one. Regula falsi
 * (Illinois). */
static double
first_passed (PenReluFlow *self, double length)
{
  double low = 0, high = 1, at_low = passed_at (self, length, 0), at_high = passed_at (self, length, 1);
  int side = 0;

  if (at_low >= 0)
    return 0;
  for (int k = 0; k < ROOT_STEPS && high - low > ROOT_WIDTH; k++)
    {
      double share = CLAMP (at_low / (at_low - at_high), ROOT_WIDTH, 1 - ROOT_WIDTH);
      double middle = k % 8 == 7 ? (low + high) / 2 : low + (high - low) * share;
      double value = passed_at (self, length, middle);

      if (value >= 0)
        {
          high = middle;
          at_high = value;
          at_low *= side == 1 ? .5 : 1;
          side = 1;
        }
      else
        {
          low = middle;
          at_low = value;
          at_high *= side == -1 ? .5 : 1;
          side = -1;
        }
    }
  return high;
}

/* The pattern changes at the place found on the way. */
static void
change_pattern (PenReluFlow *self, double at)
{
  PenMotion *motion = self->motion;
  PenKinks *kinks = motion->kinks;

  for (guint k = 0; k < self->kinks->len; k++)
    {
      PenKink kink = g_array_index (self->kinks, PenKink, k);

      if (pen_kinks_passed (kinks, self->x, kink) >= 0)
        pen_kinks_meet (kinks, kink, self->x, motion->force);
    }
  for (guint k = 0; k < self->strains->len; k++)
    {
      const Strain *strain = &g_array_index (self->strains, Strain, k);

      if (strain_at (strain, at) >= 0
          && kinks->state[strain->kink.unit * kinks->n + strain->kink.sample] == PEN_UNIT_HELD)
        pen_kinks_release (kinks, strain->kink, motion->force);
    }
  motion->is_known = FALSE;
}

/* On a tail a sample far from the smallest margin pulls at nothing: its kinks are crossed without a stop. */
static void
cross_idle (PenReluFlow *self)
{
  guint kept = 0;

  for (guint k = 0; k < self->kinks->len; k++)
    {
      PenKink kink = g_array_index (self->kinks, PenKink, k);

      if (self->motion->is_clocked && fabs (self->motion->force[kink.sample]) < IDLE)
        pen_kinks_cross (self->motion->kinks, kink);
      else
        g_array_index (self->kinks, PenKink, kept++) = kink;
    }
  if (kept < self->kinks->len)
    self->motion->is_known = self->is_slope_known = FALSE;
  g_array_set_size (self->kinks, kept);
}

/* From x to trial, or to the first kink on the way. FALSE: that place is out of bounds. */
static gboolean
arrive (PenReluFlow *self, double length)
{
  double from = self->s, at = 1;
  gboolean is_strained = FALSE;

  find_strains (self, TRUE);
  for (guint k = 0; k < self->strains->len; k++)
    is_strained = is_strained || g_array_index (self->strains, Strain, k).after > 0;
  find_passed (self);
  cross_idle (self);
  if (self->kinks->len == 0 && !is_strained)
    {
      memcpy (self->x, self->trial, self->size * sizeof (double));
      self->s = from + length;
      memcpy (self->stage[0], self->stage[STAGES - 1], self->size * sizeof (double));
      return TRUE;
    }
  at = first_passed (self, length);
  interpolate (self, length, at, self->there);
  memcpy (self->x, self->there, self->size * sizeof (double));
  self->s = from + at * length;
  self->is_slope_known = FALSE;
  if (self->stiff != NULL)
    self->short_runs = self->stiff_steps < SHORT_RUN ? self->short_runs + 1 : 0;
  self->stiff_looks = self->stiff != NULL && self->short_runs < SHORT_RUNS ? STIFF_LOOKS : 0;
  g_clear_pointer (&self->stiff, pen_integrator_free);
  if (!pen_motion_evaluate (self->motion, self->s, self->x))
    return FALSE;
  change_pattern (self, at);
  return TRUE;
}

static gboolean
know_slope (PenReluFlow *self)
{
  if (!self->is_slope_known && !self->flow.derivative (self->flow.self, self->s, self->x, self->stage[0]))
    return FALSE;
  if (!self->is_slope_known)
    find_strains (self, FALSE);
  self->is_slope_known = TRUE;
  return TRUE;
}

/* The stages, trial, and the error relative to what is asked; HUGE_VAL out of bounds. */
static double
try_step (PenReluFlow *self, double step)
{
  for (int k = 1; k < STAGES; k++)
    {
      if (k == STAGES - 1) /* the last but one serves to feel the stiffness */
        memcpy (self->there, self->trial, self->size * sizeof (double));
      advance (self, k, nodes[k], step, self->trial);
      if (!self->flow.derivative (self->flow.self, self->s, self->trial, self->stage[k]))
        return HUGE_VAL;
    }
  return 0;
}

static double
error_of (PenReluFlow *self, double step)
{
  g_autofree double *error = g_new0 (double, self->size);

  for (int k = 0; k < STAGES; k++)
    pen_axpy (self->size, step * error_weights[k], self->stage[k], error);
  return relative_size (self, error) / self->flow.relative;
}

static void
feel_stiffness (PenReluFlow *self, double step)
{
  double apart = 0, change = 0;

  for (gsize k = 0; k < self->size; k++)
    {
      apart = hypot (apart, self->trial[k] - self->there[k]);
      change = hypot (change, self->stage[STAGES - 1][k] - self->stage[STAGES - 2][k]);
    }
  if (step * change > STIFF * apart)
    self->stiff_looks++;
  else
    self->stiff_looks = MAX (0, self->stiff_looks - 3);
  if (self->s >= 2 * self->slow_s)
    {
      self->slow_steps = 0;
      self->slow_s = self->s;
    }
  else if (++self->slow_steps >= SLOW_STEPS)
    self->stiff_looks = STIFF_LOOKS;
}

static PenStep
step_explicitly (PenReluFlow *self)
{
  if (!know_slope (self))
    return PEN_STEP_EXHAUSTED;
  if (self->step == 0)
    {
      double speed = relative_size (self, self->stage[0]);

      self->step = speed > 0 ? FIRST_STEP / speed : self->end;
    }
  while (TRUE) /* each failure shortens the step */
    {
      double step = fmin (self->step, self->end - self->s), error;
      gboolean is_last = step >= self->end - self->s;

      if (pen_cancel_requested (self->cancel))
        return PEN_STEP_CANCELLED;
      if (self->s + step == self->s)
        return PEN_STEP_EXHAUSTED;
      error = try_step (self, step);
      error = error == 0 ? error_of (self, step) : error;
      if (!isfinite (error))
        {
          self->step = OUT_OF_BOUNDS * step;
          continue;
        }
      self->step = step * CLAMP (SAFETY * pow (error, -.2), LEAST_FACTOR, MOST_FACTOR);
      if (error > 1)
        continue;
      feel_stiffness (self, step);
      if (!arrive (self, step))
        return PEN_STEP_EXHAUSTED;
      if (self->is_slope_known)
        find_strains (self, FALSE);
      return is_last && self->s >= self->end ? PEN_STEP_AT_END : PEN_STEP_TAKEN;
    }
}

static PenStep
step_implicitly (PenReluFlow *self)
{
  PenStep step;

  self->local = self->local_end;
  step = pen_integrator_step (self->stiff, &self->local_end);
  self->stiff_steps++;
  if (step != PEN_STEP_TAKEN && step != PEN_STEP_AT_END)
    return step;
  memcpy (self->trial, pen_integrator_x (self->stiff), self->size * sizeof (double));
  if (!pen_motion_evaluate (self->motion, self->offset + self->local_end, self->trial))
    return PEN_STEP_EXHAUSTED;
  if (!arrive (self, self->offset + self->local_end - self->s))
    return PEN_STEP_EXHAUSTED;
  self->is_slope_known = FALSE;
  if (self->stiff == NULL)
    return PEN_STEP_TAKEN;
  find_strains (self, FALSE);
  return step;
}

static gboolean
turn_stiff (PenReluFlow *self)
{
  self->stiff_looks = self->slow_steps = self->stiff_steps = 0;
  self->short_runs = self->short_runs >= SHORT_RUNS ? 0 : self->short_runs;
  self->offset = self->s;
  self->local_end = 0;
  if (!pen_motion_evaluate (self->motion, self->s, self->x))
    return FALSE;
  find_strains (self, FALSE);
  self->stiff = pen_integrator_new (&self->flow, self->x, self->end - self->s, self->cancel, NULL);
  return self->stiff != NULL;
}

PenStep
pen_relu_flow_step (PenReluFlow *self, double *s)
{
  PenStep step;

  if (pen_cancel_requested (self->cancel))
    return PEN_STEP_CANCELLED;
  if (self->stiff == NULL && self->stiff_looks >= STIFF_LOOKS && !turn_stiff (self))
    return PEN_STEP_EXHAUSTED;
  step = self->stiff != NULL ? step_implicitly (self) : step_explicitly (self);
  *s = self->s;
  return step;
}
