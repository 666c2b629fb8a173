/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictor.h"

#include <penchant/linalg.h>
#include <penchant/random.h>

#include <string.h>

/* w = θ */
static void
copy_weights (const PenModel *self, const double *theta, double *w)
{
  memcpy (w, theta, self->d * sizeof *w);
}

static void
copy_vector (const PenModel *self, const double *theta, const double *v, double *out)
{
  memcpy (out, v, self->d * sizeof *out);
}

static void
no_curve (const PenModel *self, const double *theta, const double *z, const double *v, double *Hv)
{
  memset (Hv, 0, self->d * sizeof *Hv);
}

static const PenPredictor linear_predictor = { copy_weights, copy_vector, copy_vector, no_curve };

/* NULL where no linear predictor stands for the model; a neuron's is what ψ takes. */
static const PenPredictor *
predictor_of (const PenModel *self)
{
  switch (self->kind)
    {
    case PEN_MODEL_DIAGONAL:
      return &pen_diagonal_predictor;
    case PEN_MODEL_FACTORIZATION:
      return &pen_factorization_predictor;
    case PEN_MODEL_LINEAR_NETWORK:
      return &pen_linear_network_predictor;
    case PEN_MODEL_RELU_NETWORK:
      return NULL;
    case PEN_MODEL_LINEAR:
    case PEN_MODEL_NEURON:
    case PEN_N_MODELS:
    default:
      return &linear_predictor;
    }
}

gsize
pen_network_size (const PenModel *self)
{
  switch (self->kind)
    {
    case PEN_MODEL_DIAGONAL:
      return pen_model_is_two_sided (self) ? 2 * self->d : self->d;
    case PEN_MODEL_FACTORIZATION:
      return (self->is_signed ? self->rows + self->columns : self->rows) * self->rank;
    case PEN_MODEL_LINEAR_NETWORK:
    case PEN_MODEL_RELU_NETWORK:
      return self->width * (self->d + 1);
    case PEN_MODEL_LINEAR:
    case PEN_MODEL_NEURON:
    case PEN_N_MODELS:
    default:
      return self->d;
    }
}

void
pen_network_start (const PenModel *self, double *theta)
{
  PenRandom random;

  if (self->kind == PEN_MODEL_DIAGONAL)
    pen_diagonal_start (self, theta);
  else if (self->kind == PEN_MODEL_LINEAR || self->kind == PEN_MODEL_NEURON)
    for (gsize j = 0; j < self->d; j++)
      theta[j] = self->start != NULL ? self->start[j] : 0;
  else
    {
      pen_random_init (&random, self->seed);
      for (gsize k = 0; k < pen_network_size (self); k++)
        theta[k] = self->init_scale * pen_random_normal (&random);
    }
}

/* What a neuron's ψ takes: n numbers. */
static double *
neuron_inputs (const PenModel *self, gsize n, const double *X, const double *theta)
{
  double *z = g_new (double, n);

  pen_gemv (n, self->d, X, theta, z);
  return z;
}

void
pen_network_forward (const PenModel *self, gsize n, const double *X, const double *theta, double *f)
{
  const PenPredictor *predictor = predictor_of (self);
  g_autofree double *w = NULL;

  if (predictor == NULL)
    {
      pen_relu_forward (self, n, X, theta, f);
      return;
    }
  w = g_new (double, self->d);
  predictor->weights (self, theta, w);
  pen_gemv (n, self->d, X, w, f);
  for (gsize i = 0; self->kind == PEN_MODEL_NEURON && i < n; i++)
    f[i] = pen_activation_value (self->activation, self->slope, f[i]);
}

void
pen_network_pull (const PenModel *self, gsize n, const double *X, const double *theta, const double *c, double *g)
{
  const PenPredictor *predictor = predictor_of (self);
  g_autofree double *z = NULL;
  g_autofree double *weighted = NULL;

  if (predictor == NULL)
    {
      pen_relu_pull (self, n, X, theta, c, g);
      return;
    }
  if (self->kind == PEN_MODEL_NEURON)
    {
      weighted = neuron_inputs (self, n, X, theta);
      for (gsize i = 0; i < n; i++)
        weighted[i] = c[i] * pen_activation_slope (self->activation, self->slope, weighted[i]);
    }
  z = g_new (double, self->d);
  pen_gemv_t (n, self->d, X, weighted != NULL ? weighted : c, z);
  predictor->pull (self, theta, z, g);
}

void
pen_network_push (const PenModel *self, gsize n, const double *X, const double *theta, const double *v, double *df)
{
  const PenPredictor *predictor = predictor_of (self);
  g_autofree double *dw = NULL;
  g_autofree double *inputs = NULL;

  if (predictor == NULL)
    {
      pen_relu_push (self, n, X, theta, v, df);
      return;
    }
  dw = g_new (double, self->d);
  predictor->push (self, theta, v, dw);
  pen_gemv (n, self->d, X, dw, df);
  if (self->kind != PEN_MODEL_NEURON)
    return;
  inputs = neuron_inputs (self, n, X, theta);
  for (gsize i = 0; i < n; i++)
    df[i] *= pen_activation_slope (self->activation, self->slope, inputs[i]);
}

static void
curve_neuron (const PenModel *self, gsize n, const double *X, const double *theta, const double *c, const double *v,
              double *Hv)
{
  g_autofree double *inputs = neuron_inputs (self, n, X, theta);
  g_autofree double *moved = neuron_inputs (self, n, X, v);

  for (gsize i = 0; i < n; i++)
    moved[i] *= c[i] * pen_activation_curvature (self->activation, self->slope, inputs[i]);
  pen_gemv_t (n, self->d, X, moved, Hv);
}

void
pen_network_curve (const PenModel *self, gsize n, const double *X, const double *theta, const double *c,
                   const double *v, double *Hv)
{
  const PenPredictor *predictor = predictor_of (self);
  g_autofree double *z = NULL;

  if (predictor == NULL)
    {
      pen_relu_curve (self, n, X, theta, c, v, Hv);
      return;
    }
  if (self->kind == PEN_MODEL_NEURON)
    {
      curve_neuron (self, n, X, theta, c, v, Hv);
      return;
    }
  z = g_new (double, self->d);
  pen_gemv_t (n, self->d, X, c, z);
  predictor->curve (self, theta, z, v, Hv);
}

void
pen_network_weights (const PenModel *self, const double *theta, double *w)
{
  const PenPredictor *predictor = predictor_of (self);

  if (predictor == NULL)
    memcpy (w, theta, pen_network_size (self) * sizeof *w);
  else
    predictor->weights (self, theta, w);
}

void
pen_model_predict (const PenModel *self, gsize n, const double *x, const double *w, double *f)
{
  if (self->kind == PEN_MODEL_RELU_NETWORK)
    {
      pen_relu_forward (self, n, x, w, f);
      return;
    }
  pen_gemv (n, self->d, x, w, f);
  for (gsize i = 0; self->kind == PEN_MODEL_NEURON && i < n; i++)
    f[i] = pen_activation_value (self->activation, self->slope, f[i]);
}
