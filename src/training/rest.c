/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <penchant/linalg.h>

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* ‖Xᵀr‖ and the gradients of the tails are sums of n products: rounding leaves a few hundred ε of their terms' size. */
#define ROUNDING (512 * DBL_EPSILON)
/* ℓ + κz is a sum of a few numbers of ℓ's size, ε of which each is rounded: of w = e^{ℓ + κz} the same is a share. */
#define EXPONENT_ROUNDING (16 * DBL_EPSILON)
#define TAIL_ROUNDING 16 /* a force e^{−m} has m ≲ 30 times the rounding of its margin */
#define SATURATED_ROUNDING 1e-11
#define FAR_LOSS -1e6 /* margins so large that their differences, which the softmax sees, lose digits */
#define FITS 1e-6     /* a share of the targets left over: far above rounding, far below a misfit */

/* No weights of the signs that the model keeps fit targets that others would. */
static gboolean
misses_by_sign (const PenMotion *motion)
{
  return pen_model_keeps_signs (&motion->model) && motion->problem->interpolable
         && pen_motion_log_loss (motion) > 2 * log (FITS * pen_norm2 (motion->n, motion->problem->y)) - G_LN2;
}

static gboolean
is_invertible (const PenMotion *motion)
{
  double unused;

  for (gsize i = 0; i < motion->n; i++)
    if (!pen_activation_inverse (motion->model.activation, motion->model.slope, motion->problem->y[i], &unused))
      return FALSE;
  return motion->model.activation != PEN_ACTIVATION_RELU;
}

/* Whether @pull takes weight @j to a zero that it can only approach. */
static gboolean
may_rest_at_zero (const PenModel *model, gsize j, double pull)
{
  double plus, minus;

  if (!model->is_untied)
    return !model->is_signed && pull < 0;
  pen_model_levels (model, j, &plus, &minus);
  return (minus == -HUGE_VAL && pull < 0) || (plus == -HUGE_VAL && pull > 0);
}

/* ‖∇f_i‖ ≤ R‖θ‖ for all of degree 2. */
static gboolean
are_parameters_at_rest (const PenMotion *motion)
{
  gboolean is_squared = motion->loss == PEN_LOSS_SQUARED;
  double scale = is_squared ? pen_norm2 (motion->n, motion->problem->y) + pen_norm2 (motion->n, motion->f)
                            : TAIL_ROUNDING * pen_norm1 (motion->n, motion->force);

  return pen_norm2 (motion->size, motion->dx) * motion->N <= ROUNDING * scale * pen_norm2 (motion->size, motion->x);
}

/* Whether the parameters stand still at rounding: a signed network (and a line) only where Xᵀr = 0, since u = v is a
 * saddle it leaves; u^L, and u∘v from δ = 0, also where a weight is zero and its pull not away from there. */
gboolean
pen_motion_is_at_rest (PenMotion *motion)
{
  gboolean is_squared = motion->loss == PEN_LOSS_SQUARED;
  double scale, top, digits;

  if (motion->coordinates == &pen_parameter_coordinates)
    return are_parameters_at_rest (motion);
  if (motion->coordinates == &pen_dual_coordinates)
    return FALSE; /* the rows are independent */
  if (motion->since > 0)
    return FALSE; /* separable, or it would not have come so far */
  digits = 1 + EXPONENT_ROUNDING / ROUNDING * motion->exponent_size;
  scale = is_squared ? pen_norm2 (motion->n, motion->problem->y) + motion->R * pen_norm2 (motion->d, motion->w) * digits
                     : TAIL_ROUNDING * pen_norm1 (motion->n, motion->force);
  if (motion->model.kind == PEN_MODEL_NEURON)
    {
      scale = motion->rounding;
      /* where every label can be met, a saturated sample's small force must not pass for rounding of the others' */
      if (motion->rank == motion->n && is_invertible (motion) && motion->misfit > SATURATED_ROUNDING)
        return FALSE;
    }
  if (pen_motion_is_line (motion))
    return pen_norm_inf (motion->size, motion->dx) <= ROUNDING * scale;
  if (motion->coordinates == &pen_rotated_coordinates && !pen_model_keeps_signs (&motion->model)
      && motion->problem->sigma[motion->rank - 1] * pen_norm2 (motion->size, motion->dx)
             > motion->R * sqrt ((double)motion->d) * ROUNDING * scale)
    return FALSE; /* ‖Bᵀρ‖∞ ≥ σ_min ‖ρ‖₂/√d: no need to look at every weight */
  if (motion->coordinates != &pen_ratio_coordinates)
    pen_motion_pull (motion);
  /* a weight that is rounding of this adds rounding to the predictions, whatever its pull */
  top = fmax (pen_norm_inf (motion->d, motion->w),
              is_squared ? pen_norm2 (motion->n, motion->problem->y) / motion->R : 0);
  for (gsize j = 0; j < motion->d; j++)
    {
      double pull = motion->pull[j];

      if (fabs (pull) > ROUNDING * scale
          && !(may_rest_at_zero (&motion->model, j, pull) && fabs (motion->w[j]) <= ROUNDING * top))
        return FALSE;
    }
  return TRUE;
}

/* ‖θ‖², up to a factor that stays: Σ dw/dz for L = 2, and for others from log (u/v) = q, with u²⁻ᴸ + v²⁻ᴸ that of the
 * start (not signed: q = log (u/u₀)). */
static double
parameters_squared (const PenMotion *motion)
{
  const PenModel *model = &motion->model;
  double square = 0, L = model->depth;

  for (gsize j = 0; j < motion->d; j++)
    if (L == 2)
      square += motion->slope[j];
    else
      {
        double q = motion->q[j], shape = model->init_shape != NULL ? fabs (model->init_shape[j]) : 1;
        double log_least = log (model->init_scale * shape);

        if (pen_model_is_two_sided (model))
          {
            q = fabs (q);
            log_least -= (G_LN2 - log1p (exp (-q * (L - 2)))) / (L - 2);
            square += exp (2 * log_least);
          }
        square += exp (2 * (log_least + q));
      }
  return square;
}

gboolean
pen_motion_has_parameter_margin (const PenMotion *motion)
{
  return motion->model.kind == PEN_MODEL_DIAGONAL && motion->coordinates != &pen_parameter_coordinates
         && motion->loss != PEN_LOSS_SQUARED && motion->loss != PEN_LOSS_POLYNOMIAL;
}

double
pen_motion_parameter_margin (const PenMotion *motion)
{
  return -pen_motion_log_loss (motion) / pow (parameters_squared (motion), motion->model.depth / 2.);
}

/* A label that ψ never takes, whose sample's pre-activation goes on for ever; 0, or its number from 1. */
static gsize
drifting_sample (const PenMotion *motion)
{
  const PenModel *model = &motion->model;
  double unused;

  if (model->kind != PEN_MODEL_NEURON || model->activation == PEN_ACTIVATION_RELU)
    return 0;
  for (gsize i = 0; i < motion->n; i++)
    if (!pen_activation_inverse (model->activation, model->slope, motion->problem->y[i], &unused)
        && fabs (motion->force[i]) <= ROUNDING * motion->rounding)
      return i + 1;
  return 0;
}

static char *
unreachable_reason (const PenMotion *motion, gsize sample)
{
  return g_strdup_printf (_ ("The label %g of sample %zu is unreachable: %s never takes it, so the weights "
                             "grow for ever, ever more slowly"),
                          motion->problem->y[sample - 1], sample, pen_activation_nick (motion->model.activation));
}

/* A ReLU's samples that have a positive target and no slope. */
static gsize
count_dead (const PenMotion *motion)
{
  gsize dead = 0;

  if (motion->model.kind == PEN_MODEL_NEURON && motion->model.activation == PEN_ACTIVATION_RELU)
    for (gsize i = 0; i < motion->n; i++)
      dead += motion->problem->y[i] > 0 && motion->f[i] <= 0;
  return dead;
}

char *
pen_motion_drift_reason (const PenMotion *motion)
{
  double unused;

  if (motion->model.kind == PEN_MODEL_RELU_NETWORK && motion->is_clocked && pen_motion_log_loss (motion) < FAR_LOSS)
    return NULL;
  if (motion->model.kind == PEN_MODEL_RELU_NETWORK)
    return g_strdup (_ (
        "Hidden units cross their ReLU’s kinks so often that the flow cannot be followed further in a bounded number "
        "of steps; train by gradient descent, or from another seed"));
  if (motion->model.kind != PEN_MODEL_NEURON)
    return NULL;
  if (motion->model.activation == PEN_ACTIVATION_RELU)
    return NULL;
  for (gsize i = 0; i < motion->n; i++)
    if (!pen_activation_inverse (motion->model.activation, motion->model.slope, motion->problem->y[i], &unused))
      return unreachable_reason (motion, i + 1);
  return NULL;
}

char *
pen_motion_rest_reason (PenMotion *motion, gboolean is_start, PenTrainingStatus *status)
{
  gsize dead = count_dead (motion), drifting = drifting_sample (motion);

  *status = PEN_TRAINING_CONVERGED;
  if (is_start && dead > 0)
    return g_strdup_printf (_ ("Dead start: the gradient is zero, and %zu samples with positive targets have "
                               "pre-activations at or below 0, where the ReLU has no slope; start elsewhere"),
                            dead);
  if (motion->loss == PEN_LOSS_SQUARED && misses_by_sign (motion))
    return g_strdup (
        motion->model.is_untied
            ? _ ("The gradient is at rounding, the loss is not: no weights of the start’s signs fit the data")
            : _ ("The gradient is at rounding, the loss is not: no weights w ≥ 0 fit the data"));
  if (is_start)
    return g_strdup (_ ("The start is stationary: the gradient is at rounding there"));
  if (motion->loss != PEN_LOSS_SQUARED)
    return g_strdup (_ ("The gradient is at rounding"));
  if (drifting > 0)
    {
      *status = PEN_TRAINING_STOPPED;
      return unreachable_reason (motion, drifting);
    }
  if (dead > 0)
    return g_strdup_printf (_ ("The gradient is at rounding; %zu samples with positive targets are dead: the "
                               "ReLU has no slope there"),
                            dead);
  return g_strdup (_ ("The gradient is at rounding"));
}
