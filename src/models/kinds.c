/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/linalg.h>
#include <penchant/network.h>

#include <math.h>

static const char *const model_nicks[] = {
#define PEN_MODEL_ENTRY(name, nick) nick,
  PEN_MODEL_LIST (PEN_MODEL_ENTRY)
#undef PEN_MODEL_ENTRY
};
static const char *const activation_nicks[] = {
#define PEN_ACTIVATION_ENTRY(name, nick) nick,
  PEN_ACTIVATION_LIST (PEN_ACTIVATION_ENTRY)
#undef PEN_ACTIVATION_ENTRY
};

const char *
pen_model_nick (PenModelKind kind)
{
  g_return_val_if_fail ((gsize)kind < PEN_N_MODELS, NULL);
  return model_nicks[kind];
}

const char *
pen_activation_nick (PenActivation activation)
{
  g_return_val_if_fail ((gsize)activation < PEN_N_ACTIVATIONS, NULL);
  return activation_nicks[activation];
}

gboolean
pen_model_has_map (const PenModel *self)
{
  return !self->in_parameters
         && (self->kind == PEN_MODEL_LINEAR || self->kind == PEN_MODEL_DIAGONAL || self->kind == PEN_MODEL_NEURON);
}

gsize
pen_model_size (const PenModel *self)
{
  return self->kind == PEN_MODEL_RELU_NETWORK ? self->width * (self->d + 1) : self->d;
}

double
pen_activation_value (PenActivation activation, double slope, double z)
{
  switch (activation)
    {
    case PEN_ACTIVATION_LEAKY_RELU:
      return z > 0 ? z : slope * z;
    case PEN_ACTIVATION_RELU:
      return fmax (z, 0);
    case PEN_ACTIVATION_TANH:
      return tanh (z);
    case PEN_ACTIVATION_SIGMOID:
      return z > 0 ? 1 / (1 + exp (-z)) : exp (z) / (1 + exp (z));
    case PEN_ACTIVATION_SOFTPLUS:
      return z > 0 ? z + log1p (exp (-z)) : log1p (exp (z));
    case PEN_ACTIVATION_IDENTITY:
    case PEN_N_ACTIVATIONS:
    default:
      return z;
    }
}

double
pen_activation_slope (PenActivation activation, double slope, double z)
{
  double e;

  switch (activation)
    {
    case PEN_ACTIVATION_LEAKY_RELU:
      return z > 0 ? 1 : slope;
    case PEN_ACTIVATION_RELU:
      return z > 0 ? 1 : 0;
    case PEN_ACTIVATION_TANH:
      e = exp (-fabs (z));
      return pow (2 * e / (1 + e * e), 2); /* sech², without 1 − tanh² that cancels */
    case PEN_ACTIVATION_SIGMOID:
      e = exp (-fabs (z));
      return e / ((1 + e) * (1 + e));
    case PEN_ACTIVATION_SOFTPLUS:
      return z > 0 ? 1 / (1 + exp (-z)) : exp (z) / (1 + exp (z));
    case PEN_ACTIVATION_IDENTITY:
    case PEN_N_ACTIVATIONS:
    default:
      return 1;
    }
}

double
pen_activation_curvature (PenActivation activation, double slope, double z)
{
  switch (activation)
    {
    case PEN_ACTIVATION_TANH:
      return -2 * tanh (z) * pen_activation_slope (activation, slope, z);
    case PEN_ACTIVATION_SIGMOID:
      return -tanh (z / 2) * pen_activation_slope (activation, slope, z);
    case PEN_ACTIVATION_SOFTPLUS:
      return pen_activation_slope (PEN_ACTIVATION_SIGMOID, slope, z);
    case PEN_ACTIVATION_IDENTITY:
    case PEN_ACTIVATION_LEAKY_RELU:
    case PEN_ACTIVATION_RELU:
    case PEN_N_ACTIVATIONS:
    default:
      return 0;
    }
}

double
pen_activation_gap (PenActivation activation, double slope, double z, double y, double *noise)
{
  double edge = 0, beyond = pen_activation_value (activation, slope, z); /* ψ less the edge that it is close to */

  if (activation == PEN_ACTIVATION_TANH && fabs (z) > .5)
    {
      edge = copysign (1, z);
      beyond = -edge * 2 / (1 + exp (2 * fabs (z)));
    }
  else if (activation == PEN_ACTIVATION_SIGMOID && z > 0)
    {
      edge = 1;
      beyond = -1 / (1 + exp (z));
    }
  if (noise != NULL)
    *noise = fabs (y - edge) + fabs (beyond) + fabs (z) * pen_activation_slope (activation, slope, z);
  return (y - edge) - beyond;
}

gboolean
pen_activation_inverse (PenActivation activation, double slope, double y, double *z)
{
  switch (activation)
    {
    case PEN_ACTIVATION_LEAKY_RELU:
      *z = y > 0 ? y : y / slope;
      return isfinite (*z);
    case PEN_ACTIVATION_RELU:
      *z = y;
      return y > 0;
    case PEN_ACTIVATION_TANH:
      *z = atanh (y);
      return fabs (y) < 1;
    case PEN_ACTIVATION_SIGMOID:
      *z = log (y) - log1p (-y);
      return y > 0 && y < 1;
    case PEN_ACTIVATION_SOFTPLUS:
      *z = y > 30 ? y + log1p (-exp (-y)) : log (expm1 (y));
      return y > 0;
    case PEN_ACTIVATION_IDENTITY:
    case PEN_N_ACTIVATIONS:
    default:
      *z = y;
      return TRUE;
    }
}
