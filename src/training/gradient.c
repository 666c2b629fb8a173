/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "descent.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

/* Margins whose e^{−m} are far from the ends of the range of numbers, sums of them too. */
#define FAR_OUT 600.0

static gboolean
is_mirror (const PenDescent *self)
{
  return self->options->method == PEN_METHOD_MIRROR_DESCENT;
}

static gboolean
all_finite (gsize n, const double *x)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += x[i] - x[i]; /* a NaN where one is not finite */
  return sum == 0;
}

static void
evaluate_squared (PenDescent *self)
{
  for (gsize i = 0; i < self->n; i++)
    {
      self->force[i] = self->problem->y[i] - self->f[i];
      self->weight[i] = 1;
    }
  self->log_scale = 0;
  self->log_loss =
      pen_loss_log_total (self->options->loss, self->options->exponent, self->n, self->f, self->problem->y);
}

/* Where no force can underflow beside the sum, one exp and one log1p a sample give all there is to know. FALSE past
 * that, and for other tails. */
static gboolean
evaluate_near_tail (PenDescent *self)
{
  gboolean is_logistic = self->options->loss == PEN_LOSS_LOGISTIC;
  const double *y = self->problem->y;
  double sum = 0, total = 0;

  if (!is_logistic && self->options->loss != PEN_LOSS_EXPONENTIAL)
    return FALSE;
  for (gsize i = 0; i < self->n; i++)
    {
      double m = y[i] * self->f[i], e;

      if (!(fabs (m) < FAR_OUT))
        return FALSE;
      e = exp (is_logistic ? -fabs (m) : -m);
      self->tall[i] = is_logistic && m > 0 ? 1 / (1 + e) : is_logistic ? e / (1 + e) : 1; /* −d log force/dm */
      self->force[i] = is_logistic ? (m > 0 ? e : 1) / (1 + e) : e;
      sum += self->force[i];
      total += is_logistic ? log1p (e) + fmax (-m, 0) : e;
    }
  for (gsize i = 0; i < self->n; i++)
    {
      double share = self->force[i] / sum;

      self->weight[i] = share * self->tall[i];
      self->force[i] = share * y[i];
    }
  self->log_scale = log (sum);
  self->log_loss = log (total);
  return TRUE;
}

static void
evaluate_far_tail (PenDescent *self)
{
  const double *y = self->problem->y;
  PenLoss loss = self->options->loss;
  double exponent = self->options->exponent;

  for (gsize i = 0; i < self->n; i++)
    self->force[i] = pen_loss_log_force (loss, exponent, y[i] * self->f[i]);
  self->log_scale = pen_log_sum_exp (self->n, self->force);
  for (gsize i = 0; i < self->n; i++)
    {
      double share = exp (self->force[i] - self->log_scale);

      self->weight[i] = -share * pen_loss_log_force_slope (loss, exponent, y[i] * self->f[i]);
      self->force[i] = share * y[i];
    }
  self->log_loss = pen_loss_log_total (loss, exponent, self->n, self->f, y);
}

gboolean
pen_descent_evaluate (PenDescent *self, const double *theta)
{
  const PenProblem *problem = self->problem;

  if (is_mirror (self))
    {
      if (!pen_model_map (&self->model, theta, self->w, self->slope))
        return FALSE;
      pen_gemv (self->n, self->d, problem->X, self->w, self->f);
    }
  else
    pen_network_forward (&self->model, self->n, problem->X, theta, self->f);
  if (!all_finite (self->n, self->f))
    return FALSE;
  if (self->options->loss == PEN_LOSS_SQUARED)
    evaluate_squared (self);
  else if (!evaluate_near_tail (self))
    evaluate_far_tail (self);
  return self->log_loss < HUGE_VAL && !isnan (self->log_loss) && isfinite (self->log_scale);
}

void
pen_descent_pull (PenDescent *self, const double *theta)
{
  if (is_mirror (self))
    pen_gemv_t (self->n, self->d, self->problem->X, self->force, self->gradient);
  else
    pen_network_pull (&self->model, self->n, self->problem->X, theta, self->force, self->gradient);
}

static gsize
next_row (PenDescent *self)
{
  if (self->options->sampling == PEN_SAMPLING_REPLACEMENT)
    return pen_random_below (&self->random, self->n);
  if (self->at == 0)
    pen_random_shuffle (&self->random, self->n, self->order);
  self->at = (self->at + 1) % self->n;
  return self->order[self->at];
}

void
pen_descent_pull_batch (PenDescent *self)
{
  gsize size = MAX (self->options->batch_size, 1);
  double scale = (double)self->n / (double)size;

  for (gsize b = 0; b < size; b++)
    {
      gsize row = next_row (self);

      memcpy (self->rows + b * self->d, self->problem->X + row * self->d, self->d * sizeof (double));
      self->y[b] = self->problem->y[row];
    }
  pen_network_forward (&self->model, size, self->rows, self->theta, self->tall);
  for (gsize b = 0; b < size; b++)
    if (self->options->loss == PEN_LOSS_SQUARED)
      self->tall[b] = scale * (self->y[b] - self->tall[b]);
    else
      self->tall[b] =
          scale * self->y[b]
          * exp (pen_loss_log_force (self->options->loss, self->options->exponent, self->y[b] * self->tall[b])
                 - self->log_scale);
  pen_network_pull (&self->model, size, self->rows, self->theta, self->tall, self->gradient);
}

/* image = (Hessian of the loss) probe. */
static void
apply_hessian (PenDescent *self)
{
  const PenProblem *problem = self->problem;
  gsize n = self->n;

  if (is_mirror (self))
    {
      for (gsize j = 0; j < self->d; j++)
        self->bend[j] = self->slope[j] * self->probe[j];
      pen_gemv (n, self->d, problem->X, self->bend, self->tall);
    }
  else
    pen_network_push (&self->model, n, problem->X, self->theta, self->probe, self->tall);
  for (gsize i = 0; i < n; i++)
    self->tall[i] *= self->weight[i];
  if (is_mirror (self))
    {
      pen_gemv_t (n, self->d, problem->X, self->tall, self->image);
      return;
    }
  pen_network_curve (&self->model, n, problem->X, self->theta, self->force, self->probe, self->bend);
  pen_network_pull (&self->model, n, problem->X, self->theta, self->tall, self->image);
  pen_axpy (self->p, -1, self->bend, self->image);
}

double
pen_descent_curvature (PenDescent *self, int rounds)
{
  double norm = 0;

  for (int i = 0; i < rounds; i++)
    {
      apply_hessian (self);
      norm = pen_norm2 (self->p, self->image);
      if (!(norm > 0) || !isfinite (norm))
        return norm;
      for (gsize j = 0; j < self->p; j++)
        self->probe[j] = self->image[j] / norm;
    }
  return norm;
}
