/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"
#include "relu-newton.h"

#include <penchant/linalg.h>
#include <penchant/network.h>

#include <math.h>
#include <string.h>

/* Factorizations and networks have no mirror map: the unknowns are θ itself. Predictions have degree 2 in θ, so that on
 * a tail the clock is also divided by 1 + R‖θ‖², and ‖θ‖² grows like s. */

/* Past this many parameters p products for Newton's matrix cost more than a Krylov space. */
#define DENSE_PARAMETERS 300 /* ReLU networks: samples */

/* A share of the accuracy asked of ‖θ‖/√p: an entry that passes through zero is not held to digits of its own, and a
 * mode still asleep at 1e-10 is not lost in the error of those awake. */
#define NEGLIGIBLE 1e-3

static void
forward (PenMotion *self)
{
  if (self->kinks != NULL)
    pen_kinks_forward (self->kinks, self->x, self->f);
  else
    pen_network_forward (&self->model, self->n, self->problem->X, self->x, self->f);
}

/* At x, where last evaluated. */
static void
pull (PenMotion *self, const double *c, double *g)
{
  if (self->kinks != NULL)
    pen_kinks_pull (self->kinks, self->x, c, g);
  else
    pen_network_pull (&self->model, self->n, self->problem->X, self->x, c, g);
}

static void
push (PenMotion *self, const double *v, double *df)
{
  if (self->kinks != NULL)
    pen_kinks_push (self->kinks, self->x, v, df);
  else
    pen_network_push (&self->model, self->n, self->problem->X, self->x, v, df);
}

static void
curve (PenMotion *self, const double *c, const double *v, double *Hv)
{
  if (self->kinks != NULL)
    pen_kinks_curve (self->kinks, self->x, c, v, Hv);
  else
    pen_network_curve (&self->model, self->n, self->problem->X, self->x, c, v, Hv);
}

static void
init (PenMotion *self)
{
  if (self->model.kind == PEN_MODEL_RELU_NETWORK)
    self->kinks = pen_kinks_new (self->problem, &self->model);
  self->size = pen_network_size (&self->model);
  self->parameters = g_new0 (double, 2 * self->size); /* a change of θ, and where rest began to be measured */
}

/* Of u∘v: what u makes of v's rounding must not count among the weights. */
static void
limit_noise (PenMotion *self)
{
  double least = NEGLIGIBLE * pen_parameter_accuracy (self) * exp (pen_motion_log_weight (self));

  for (gsize j = 0; j < self->d; j++)
    {
      double *u = self->noise + j, *v = self->noise + self->d + j;

      *u = fmin (*u, least / fabs (self->x[self->d + j]));
      *v = fmin (*v, least / fabs (self->x[j]));
    }
}

static gboolean
evaluate (PenMotion *self)
{
  double norm = pen_norm2 (self->size, self->x);

  if (!isfinite (norm * norm))
    return FALSE;
  forward (self);
  if (!pen_motion_evaluate_loss (self))
    return FALSE;
  self->N = self->is_clocked ? 1 + self->R * norm * norm : 1;
  pull (self, self->force, self->dx);
  for (gsize k = 0; k < self->size; k++)
    {
      self->dx[k] /= self->R * self->N;
      self->noise[k] = NEGLIGIBLE * pen_parameter_accuracy (self) * norm / sqrt ((double)self->size);
    }
  if (self->model.kind == PEN_MODEL_DIAGONAL && self->model.is_untied)
    limit_noise (self);
  return TRUE;
}

/* J = (∇fᵀ ∂force ∇f + Σ force_i ∇²f_i)/(RN), less dθ ⟨∇N, ·⟩/N. */
static gboolean
product (gpointer data, double s, const double *x, const double *v, double *Jv)
{
  PenMotion *self = data;
  double growth;

  if (!pen_motion_evaluate (self, s, x))
    return FALSE;
  growth = self->is_clocked ? 2 * self->R * pen_dot (self->size, self->x, v) / self->N : 0;
  push (self, v, self->tall);
  pen_motion_curve (self, self->tall);
  pull (self, self->tall, Jv);
  curve (self, self->force, v, self->parameters);
  for (gsize k = 0; k < self->size; k++)
    Jv[k] = (Jv[k] + self->parameters[k]) / (self->R * self->N) - self->dx[k] * growth;
  return TRUE;
}

static gboolean
build_jacobian (PenMotion *self, double s, const double *x)
{
  gsize p = self->size;
  double *unit = self->parameters + p;

  memset (unit, 0, p * sizeof *unit);
  for (gsize k = 0; k < p; k++)
    {
      unit[k] = 1;
      if (pen_cancel_requested (self->cancel) || !product (self, s, x, unit, self->gram + k * p))
        return FALSE;
      unit[k] = 0;
    }
  return TRUE;
}

static gboolean
factor (gpointer data, double s, const double *x, double gamma, gboolean may_reuse, gboolean *is_new)
{
  PenMotion *self = data;
  gsize p = self->size;

  if (self->kinks != NULL)
    {
      *is_new = TRUE;
      return pen_motion_evaluate (self, s, x) && pen_relu_newton_factor (self, gamma);
    }
  if (self->system == NULL)
    {
      self->gram = g_new (double, p *p);
      self->system = g_new (double, p *p);
      self->pivots = g_new (int, p);
      may_reuse = FALSE;
    }
  *is_new = !may_reuse;
  if (!may_reuse && !build_jacobian (self, s, x))
    return FALSE;
  for (gsize k = 0; k < p * p; k++)
    self->system[k] = (k % (p + 1) == 0 ? 1 : 0) - gamma * self->gram[k];
  return pen_lu (p, self->system, self->pivots);
}

static gboolean
solve (gpointer data, double *b)
{
  PenMotion *self = data;

  if (self->kinks != NULL)
    pen_relu_newton_solve (self, b);
  else
    pen_lu_solve (self->size, self->system, self->pivots, b);
  return TRUE;
}

static void
lift (PenMotion *self, gsize k, const double *states, double *w)
{
  for (gsize i = 0; i < k; i++)
    pen_network_weights (&self->model, states + i * self->size, w + i * pen_model_size (&self->model));
}

void
pen_parameter_start (PenMotion *self, double *theta)
{
  pen_network_start (&self->model, theta);
  if (self->kinks != NULL)
    pen_kinks_start (self->kinks, theta);
}

double
pen_parameter_accuracy (const PenMotion *self)
{
  return 1e-8;
}

gboolean
pen_parameter_is_dense (const PenMotion *self)
{
  return self->kinks != NULL ? self->n <= DENSE_PARAMETERS : self->size <= DENSE_PARAMETERS;
}

const PenCoordinates pen_parameter_coordinates = { init, evaluate, factor, solve, product, lift };
