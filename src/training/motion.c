/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/linalg.h>

#include <float.h>
#include <math.h>
#include <string.h>

/* A dense Newton matrix is worth it while building and factoring it stay below 50 ms, the longest a cancel may wait. */
#define DENSE_SIZE 1000
#define DENSE_WORK 1e9
#define DUAL_SIZE 1000

/* σ_r/σ₁ below this: λ may have to be so much larger than the w it makes that the sum loses what rank coordinates keep.
 */
#define INDEPENDENT 1e-4

/* What a rebase leaves of the smallest margin: enough that every tail is exponential there, little enough to keep
 * digits. */
#define LEAST_MARGIN 64.0
#define STEADY 1e-5 /* in margins: a softmax does not notice, and of a state of 1e8 and more it is rounding */
/* A step of size s adds drift times s, give or take the rounding of the softmax's sum; a hundred times as far until
 * the next rebase. */
#define KINK 1e-6 /* of the largest label */
#define ABSOLUTE 1e-12
#define NOISE (1600 * DBL_EPSILON)
/* In units of the start's own time: the error of a first step of order one, its square, is then rounding. */
#define FIRST_STEP 1e-6

static double
largest_row (const PenProblem *problem)
{
  double R = 0;

  for (gsize i = 0; i < problem->n; i++)
    R = fmax (R, pen_norm2 (problem->d, problem->X + i * problem->d));
  return R > 0 ? R : 1;
}

static const PenCoordinates *
choose (const PenProblem *problem, const PenModel *model, PenLoss loss)
{
  if (!pen_model_has_map (model))
    return &pen_parameter_coordinates;
  if (model->kind == PEN_MODEL_DIAGONAL && model->depth > 2)
    return &pen_ratio_coordinates;
  if (model->kind == PEN_MODEL_DIAGONAL && loss == PEN_LOSS_SQUARED)
    return &pen_rotated_coordinates;
  if (model->kind == PEN_MODEL_LINEAR && problem->rank == problem->n && problem->n <= DUAL_SIZE
      && problem->sigma[problem->n - 1] > INDEPENDENT * problem->sigma[0])
    return &pen_dual_coordinates;
  return &pen_rank_coordinates;
}

static double
largest_level (const PenModel *model)
{
  double largest = 0, level[2];

  for (gsize j = 0; pen_model_keeps_signs (model) && model->depth == 2 && j < model->d; j++)
    {
      pen_model_levels (model, j, level, level + 1);
      for (int i = 0; i < 2; i++)
        largest = isfinite (level[i]) ? fmax (largest, fabs (level[i])) : largest;
    }
  return largest;
}

PenMotion *
pen_motion_new (const PenProblem *problem, const PenModel *model, PenLoss loss, double exponent, gboolean is_clocked,
                const PenCancel *cancel)
{
  PenMotion *self = g_new0 (PenMotion, 1);
  gsize n = problem->n, d = problem->d;

  self->problem = problem;
  self->cancel = cancel;
  self->model = *model;
  self->loss = loss;
  self->exponent = exponent;
  self->is_clocked = is_clocked;
  self->coordinates = choose (problem, model, loss);
  self->n = n;
  self->d = d;
  self->rank = problem->rank;
  self->R = largest_row (problem);
  self->N = 1;
  self->w = g_new0 (double, d);
  self->slope = g_new0 (double, d);
  self->pull = g_new0 (double, d);
  self->wide = g_new0 (double, d);
  self->f = g_new0 (double, n);
  self->force = g_new0 (double, n);
  self->weight = g_new0 (double, n);
  self->tall = g_new0 (double, n);
  self->active = g_new0 (gsize, MAX (n, d));
  self->start_f = g_new0 (double, n);
  self->drift_f = g_new0 (double, n);
  self->gap = g_new0 (double, n);
  if (pen_motion_is_line (self) && model->start != NULL)
    pen_gemv (n, d, problem->X, model->start, self->start_f);
  self->coordinates->init (self);
  self->exponent_size = largest_level (model);
  if (self->coordinates == &pen_rank_coordinates || self->coordinates == &pen_rotated_coordinates)
    self->turn_at = 1;
  self->x = g_new0 (double, MAX (self->size, 1));
  self->dx = g_new0 (double, MAX (self->size, 1));
  self->base = g_new0 (double, MAX (self->size, 1));
  self->drift = g_new0 (double, MAX (self->size, 1));
  self->noise = g_new0 (double, MAX (self->size, 1));
  if (self->coordinates == &pen_parameter_coordinates)
    pen_parameter_start (self, self->x);
  return self;
}

void
pen_motion_free (PenMotion *self)
{
  if (self == NULL)
    return;
  g_free (self->US);
  g_free (self->base);
  g_free (self->drift);
  g_free (self->noise);
  g_free (self->start_f);
  g_free (self->drift_f);
  g_free (self->x);
  g_free (self->dx);
  g_free (self->w);
  g_free (self->slope);
  g_free (self->rate);
  g_free (self->rate_slope);
  g_free (self->pull);
  g_free (self->wide);
  g_free (self->f);
  g_free (self->force);
  g_free (self->weight);
  g_free (self->tall);
  g_free (self->mode);
  g_free (self->gram);
  g_free (self->rows);
  g_free (self->growth);
  g_free (self->system);
  g_free (self->pivots);
  g_free (self->G);
  g_free (self->probe);
  g_free (self->lean);
  g_free (self->active);
  g_free (self->turned);
  g_free (self->Bt);
  g_free (self->target);
  g_free (self->plus);
  g_free (self->minus);
  g_free (self->lean_at_start);
  g_free (self->gap);
  g_free (self->left);
  g_free (self->roots);
  g_free (self->q);
  g_free (self->centered);
  g_free (self->unit);
  g_free (self->per_unit);
  g_free (self->parameters);
  pen_kinks_free (self->kinks);
  g_free (self);
}

/* force holds log ρ, and is turned into ρ or the softmax. */
static void
take_exponentials (PenMotion *self)
{
  double top = 0, sum = 0;

  if (self->is_clocked)
    {
      top = -HUGE_VAL;
      for (gsize i = 0; i < self->n; i++)
        top = fmax (top, self->force[i]);
    }
  for (gsize i = 0; i < self->n; i++)
    {
      self->force[i] = exp (self->force[i] - top);
      sum += self->force[i];
    }
  self->log_force = self->is_clocked ? top + log (sum) : 0;
  for (gsize i = 0; self->is_clocked && i < self->n; i++)
    self->force[i] /= sum;
}

/* ψ' and ψ''; a kink's jump is spread over a short @width above 0, so that a flow that both sides lead to the kink goes
 * along it as the subgradient's flow does, instead of crossing to and fro. */
static void
neuron_slopes (const PenMotion *self, double width, double z, double *slope, double *curvature)
{
  PenActivation activation = self->model.activation;
  double leak = activation == PEN_ACTIVATION_RELU ? 0 : self->model.slope;

  *slope = pen_activation_slope (activation, self->model.slope, z);
  *curvature = pen_activation_curvature (activation, self->model.slope, z);
  if ((activation != PEN_ACTIVATION_RELU && activation != PEN_ACTIVATION_LEAKY_RELU) || !(z > 0 && z < width))
    return;
  *slope = leak + (1 - leak) * (z / width);
  *curvature = (1 - leak) / width;
}

/* −∂/∂f of ½(ψ(f) − y)², and its slope. */
static gboolean
evaluate_neuron (PenMotion *self)
{
  PenActivation activation = self->model.activation;
  double leak = self->model.slope, sum = 0, width = KINK * pen_norm_inf (self->n, self->problem->y);

  self->misfit = 0;

  self->log_force = 0;
  for (gsize i = 0; i < self->n; i++)
    {
      double slope, curvature, noise;

      neuron_slopes (self, width, self->f[i], &slope, &curvature);
      self->gap[i] = pen_activation_gap (activation, leak, self->f[i], self->problem->y[i], &noise);
      self->force[i] = slope * self->gap[i];
      self->weight[i] = slope * slope - curvature * self->gap[i];
      if (!isfinite (self->f[i]) || !isfinite (self->force[i]) || !isfinite (self->weight[i]))
        return FALSE;
      sum = hypot (sum, slope * noise);
      self->misfit = fmax (self->misfit, noise > 0 ? fabs (self->gap[i]) / noise : 0);
    }
  self->rounding = sum;
  return TRUE;
}

gboolean
pen_motion_evaluate_loss (PenMotion *self)
{
  const double *y = self->problem->y;
  gboolean is_exponential = self->loss == PEN_LOSS_EXPONENTIAL;

  if (self->model.kind == PEN_MODEL_NEURON)
    return evaluate_neuron (self);
  self->log_force = 0;
  for (gsize i = 0; i < self->n; i++)
    {
      if (!isfinite (self->f[i]))
        return FALSE;
      self->force[i] = self->loss == PEN_LOSS_SQUARED ? y[i] - self->f[i]
                       : is_exponential               ? -y[i] * self->f[i]
                                        : pen_loss_log_force (self->loss, self->exponent, y[i] * self->f[i]);
      self->weight[i] = 1;
    }
  if (self->loss == PEN_LOSS_SQUARED)
    return TRUE;
  take_exponentials (self);
  for (gsize i = 0; i < self->n; i++)
    {
      double p = self->force[i];

      if (!isfinite (p))
        return FALSE;
      self->weight[i] =
          is_exponential ? p : -p * pen_loss_log_force_slope (self->loss, self->exponent, y[i] * self->f[i]);
      self->force[i] = p * y[i];
    }
  return TRUE;
}

gboolean
pen_motion_evaluate (PenMotion *self, double s, const double *x)
{
  if (self->is_known && (s == self->s || self->since == 0) && memcmp (x, self->x, self->size * sizeof *x) == 0)
    return TRUE;
  if (x != self->x)
    memcpy (self->x, x, self->size * sizeof *x);
  self->s = s;
  self->is_known = self->coordinates->evaluate (self);
  return self->is_known;
}

void
pen_motion_state (const PenMotion *self, double s, const double *x, double *state)
{
  for (gsize k = 0; k < self->size; k++)
    state[k] = self->base[k] + (s - self->since) * self->drift[k] + x[k];
}

void
pen_motion_rebase (PenMotion *self)
{
  gsize bytes = self->size * sizeof (double);
  const double *y = self->problem->y;
  double least = HUGE_VAL;

  pen_motion_state (self, self->s, self->x, self->base);
  for (gsize i = 0; i < self->n; i++)
    least = fmin (least, y[i] * self->f[i]);
  for (gsize i = 0; i < self->n; i++)
    self->start_f[i] = self->f[i] - y[i] * (least - LEAST_MARGIN);
  self->lead += self->lead_rate * (self->s - self->since) + least - LEAST_MARGIN;
  self->since = self->s;
  for (gsize k = 0; k < self->size; k++)
    {
      self->drift[k] += self->dx[k];
      self->noise[k] = STEADY + NOISE * self->s * fabs (self->drift[k]);
    }
  memset (self->x, 0, bytes);
  memset (self->dx, 0, bytes);
  pen_gemv (self->n, self->size, self->coordinates == &pen_dual_coordinates ? self->G : self->US, self->drift,
            self->drift_f);
  self->lead_rate = HUGE_VAL;
  for (gsize i = 0; i < self->n; i++)
    self->lead_rate = fmin (self->lead_rate, y[i] * self->drift_f[i]);
  for (gsize i = 0; i < self->n; i++)
    self->drift_f[i] -= y[i] * self->lead_rate;
}

double
pen_motion_lead (const PenMotion *self)
{
  return self->lead + self->lead_rate * (self->s - self->since);
}

double
pen_motion_log_pace (const PenMotion *self)
{
  return (self->is_clocked ? pen_motion_lead (self) - self->log_force - log (self->N) : 0) - self->log_speed;
}

double
pen_motion_log_time_passed (const PenMotion *self, double from, double log_pace, double s)
{
  gboolean is_power = self->loss == PEN_LOSS_POLYNOMIAL && from > 0;
  double stretch = is_power ? log (s / from) : 0; /* s e^g is then what is integrated over log s */
  double rise = pen_motion_log_pace (self) - log_pace + stretch, gap = fabs (rise);
  double high = fmax (0, rise) + log_pace;
  double mean = gap < 1e-8 ? 0 : log (-expm1 (-gap) / gap);

  return (is_power ? log (from) + log (stretch) : log (s - from)) + high + mean;
}

double
pen_motion_log_loss (const PenMotion *self)
{
  if (self->coordinates == &pen_rotated_coordinates)
    {
      double reachable = pen_norm2 (self->size, self->dx);

      return 2 * log (hypot (reachable, self->problem->interpolable ? 0 : self->problem->residual)) - G_LN2;
    }
  if (self->model.kind == PEN_MODEL_NEURON)
    return 2 * log (pen_norm2 (self->n, self->gap)) - G_LN2;
  return pen_loss_log_total (self->loss, self->exponent, self->n, self->f, self->problem->y) - pen_motion_lead (self);
}

double
pen_motion_pull (PenMotion *self)
{
  if (self->coordinates == &pen_rotated_coordinates)
    pen_gemv (self->d, self->rank, self->Bt, self->dx, self->pull);
  else
    {
      pen_gemv_t (self->n, self->d, self->problem->X, self->force, self->pull);
      for (gsize j = 0; j < self->d; j++)
        self->pull[j] /= self->R;
    }
  return pen_norm_inf (self->d, self->pull);
}

void
pen_motion_curve (const PenMotion *self, double *df)
{
  double mean = 0;

  for (gsize i = 0; self->is_clocked && i < self->n; i++)
    mean -= self->weight[i] * self->problem->y[i] * df[i];
  for (gsize i = 0; i < self->n; i++)
    df[i] = -self->weight[i] * df[i] - (self->is_clocked ? self->force[i] * mean : 0);
}

static gboolean
derivative (gpointer data, double s, const double *x, double *dx)
{
  PenMotion *self = data;

  if (!pen_motion_evaluate (self, s, x))
    return FALSE;
  memcpy (dx, self->dx, self->size * sizeof *dx);
  return TRUE;
}

/* One step of the power method a call: the flow changes slowly enough for the estimate to keep up. */
static double
stiffness (gpointer data)
{
  PenMotion *self = data;
  double size;

  if (self->mode == NULL)
    {
      self->mode = g_new (double, 2 * self->size);
      for (gsize k = 0; k < self->size; k++)
        self->mode[k] = 1 + (double)(k % 7); /* no mode of any data is likely to be orthogonal to it */
    }
  else
    memcpy (self->mode, self->mode + self->size, self->size * sizeof (double));
  size = pen_norm2 (self->size, self->mode);
  if (!(size > 0) || !isfinite (size))
    return HUGE_VAL;
  for (gsize k = 0; k < self->size; k++)
    self->mode[k] /= size;
  self->coordinates->product (self, self->s, self->x, self->mode, self->mode + self->size);
  return pen_norm2 (self->size, self->mode + self->size);
}

double
pen_motion_log_weight (const PenMotion *self)
{
  double top = pen_norm_inf (self->n, self->problem->y);

  return (self->loss == PEN_LOSS_SQUARED && top > 0 ? log (top) : 0) - log (self->R);
}

/* In the unknowns' own units. In z all that the data ask of a signed network of depth 2 may be far below 1, for it
 * makes 8a² of z; in v it is w/u. Deeper networks have a unit for it, and what the others make is as large as their
 * start. */
static double
absolute_accuracy (const PenMotion *self)
{
  const PenModel *model = &self->model;
  gboolean is_parameters = self->coordinates == &pen_parameter_coordinates;
  double log_w = pen_motion_log_weight (self), log_slope = 0;

  if (model->kind != PEN_MODEL_DIAGONAL || model->depth > 2 || !pen_model_is_two_sided (model))
    return is_parameters ? ABSOLUTE * model->init_scale : ABSOLUTE;
  if (is_parameters)
    return ABSOLUTE * fmin (model->init_scale, exp (log_w) / model->init_scale);
  for (gsize j = 0; j < self->d && !model->is_untied; j++)
    {
      double plus, minus;

      pen_model_levels (model, j, &plus, &minus);
      log_slope = fmax (log_slope, log (8) + plus - log_w);
    }
  return ABSOLUTE * exp (-log_slope);
}

PenFlow
pen_motion_flow (PenMotion *self)
{
  const PenCoordinates *coordinates = self->coordinates;
  double size = (double)self->size, n = (double)self->n, d = (double)self->d;
  gboolean is_parameters = coordinates == &pen_parameter_coordinates;
  gboolean is_ratio = coordinates == &pen_ratio_coordinates, is_direct, is_preconditioned;

  if (is_parameters)
    is_preconditioned = pen_parameter_is_dense (self);
  else if (is_ratio)
    is_preconditioned = self->n <= DENSE_SIZE && n * n * d <= DENSE_WORK;
  else
    is_preconditioned =
        self->size <= DENSE_SIZE && size * size * (size + (coordinates == &pen_rank_coordinates ? n : 0)) <= DENSE_WORK;
  is_direct = is_preconditioned && !(is_ratio && self->is_clocked);
  return (PenFlow){
    .size = self->size,
    .relative = is_parameters                       ? pen_parameter_accuracy (self)
                : self->loss == PEN_LOSS_POLYNOMIAL ? 1e-11
                                                    : 1e-8, /* a direction is a ratio of states that grow like s */
    .absolute = absolute_accuracy (self),
    .noise = self->noise,
    .first_step = self->log_speed > 0 ? FIRST_STEP / fmax (1, pen_norm_inf (self->size, self->dx)) : 0,
    .is_direct = is_direct || coordinates == &pen_dual_coordinates,
    .derivative = derivative,
    .factor = is_preconditioned ? coordinates->factor : NULL,
    .solve = coordinates->solve,
    .product = coordinates->product,
    .stiffness = self->model.kind == PEN_MODEL_LINEAR ? stiffness : NULL,
    .self = self,
  };
}

double
pen_motion_time_power (const PenMotion *self)
{
  return pen_motion_is_line (self) ? 2 : 1;
}
