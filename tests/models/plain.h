/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/loss.h>
#include <penchant/model.h>

#include <cmath>
#include <complex>
#include <random>
#include <string>
#include <vector>

/* Every model and loss by its definition alone, in any scalar: a complex step 1e-30 i then gives a derivative to
 * rounding, with nothing of the library's own in it. */

using Vector = std::vector<double>;
using Complex = std::complex<double>;

template <typename T>
T
whole_power (T x, guint k)
{
  T out = 1;
  for (guint i = 0; i < k; i++)
    out *= x;
  return out;
}

template <typename T>
T
plain_activation (const PenModel &model, T z)
{
  switch (model.activation)
    {
    case PEN_ACTIVATION_LEAKY_RELU:
      return std::real (z) > 0 ? z : model.slope * z;
    case PEN_ACTIVATION_RELU:
      return std::real (z) > 0 ? z : T (0);
    case PEN_ACTIVATION_TANH:
      return std::tanh (z);
    case PEN_ACTIVATION_SIGMOID:
      return 1. / (1. + std::exp (-z));
    case PEN_ACTIVATION_SOFTPLUS:
      return std::log (1. + std::exp (z));
    case PEN_ACTIVATION_IDENTITY:
    case PEN_N_ACTIVATIONS:
    default:
      return z;
    }
}

/* Σ_j a_j φ(⟨w_j, x⟩) */
template <typename T>
T
plain_two_layers (const PenModel &model, const std::vector<T> &theta, const double *x)
{
  T f = 0;
  for (gsize j = 0; j < model.width; j++)
    {
      T z = 0;
      for (gsize k = 0; k < model.d; k++)
        z += theta[j * model.d + k] * x[k];
      if (model.kind == PEN_MODEL_LINEAR_NETWORK || std::real (z) > 0)
        f += theta[model.width * model.d + j] * z;
    }
  return f;
}

/* w_j of the models that have one, entry (row, column) = divmod (j, columns) of the factorizations'. */
template <typename T>
T
plain_weight (const PenModel &model, const std::vector<T> &theta, gsize j)
{
  if (model.kind == PEN_MODEL_DIAGONAL)
    return model.is_untied    ? theta[j] * theta[model.d + j]
           : !model.is_signed ? whole_power (theta[j], model.depth)
                              : whole_power (theta[j], model.depth) - whole_power (theta[model.d + j], model.depth);
  if (model.kind != PEN_MODEL_FACTORIZATION)
    return theta[j];
  const T *U = theta.data () + j / model.columns * model.rank,
          *V = theta.data () + (model.is_signed ? model.rows + j % model.columns : j % model.columns) * model.rank;
  T sum = 0;
  for (gsize r = 0; r < model.rank; r++)
    sum += U[r] * V[r];
  return sum;
}

template <typename T>
T
plain_prediction (const PenModel &model, const std::vector<T> &theta, const double *x)
{
  if (model.kind == PEN_MODEL_RELU_NETWORK || model.kind == PEN_MODEL_LINEAR_NETWORK)
    return plain_two_layers (model, theta, x);
  T f = 0;
  for (gsize j = 0; j < model.d; j++)
    f += plain_weight (model, theta, j) * x[j];
  return model.kind == PEN_MODEL_NEURON ? plain_activation (model, f) : f;
}

template <typename T>
T
plain_loss (PenLoss loss, double exponent, T f, double y)
{
  T m = y * f;
  switch (loss)
    {
    case PEN_LOSS_EXPONENTIAL:
      return std::exp (-m);
    case PEN_LOSS_LOGISTIC:
      return std::log (1. + std::exp (-m));
    case PEN_LOSS_POLYNOMIAL:
      return std::real (m) >= 0 ? std::pow (1. + m, -exponent)
                                : 1. - exponent * m + exponent * (exponent + 1) / 2 * m * m;
    case PEN_LOSS_SQUARED:
    case PEN_N_LOSSES:
    default:
      return .5 * (f - y) * (f - y);
    }
}

/* ∂ of @value (θ), entry by entry. */
template <typename Function>
Vector
complex_gradient (const Vector &theta, Function value)
{
  const double step = 1e-30;
  std::vector<Complex> at (theta.begin (), theta.end ());
  Vector g (theta.size ());
  for (gsize k = 0; k < theta.size (); k++)
    {
      at[k] = Complex (theta[k], step);
      g[k] = std::imag (value (at)) / step;
      at[k] = theta[k];
    }
  return g;
}

static inline Vector
normals (std::mt19937 &random, gsize size, double scale = 1)
{
  std::normal_distribution<double> normal;
  Vector out (size);
  for (double &x : out)
    x = scale * normal (random);
  return out;
}

struct NamedModel
{
  std::string name;
  PenModel model;
};

/* Every kind with every choice that changes its formula. U Uᵀ where rows = columns. */
static inline std::vector<NamedModel>
every_model (gsize rows, gsize columns, gsize rank, gsize width)
{
  std::vector<NamedModel> all;
  PenModel plain = pen_model_linear (rows * columns, nullptr);
  plain.rows = rows, plain.columns = columns, plain.rank = rank, plain.width = width;
  plain.depth = 2, plain.init_scale = .4, plain.slope = .3, plain.is_signed = TRUE;
  auto add = [&] (const std::string &name, PenModelKind kind, auto set) {
    PenModel model = plain;
    model.kind = kind;
    set (model);
    all.push_back ({ name, model });
  };
  auto nothing = [] (PenModel &) {};
  add ("linear", PEN_MODEL_LINEAR, nothing);
  for (guint depth : { 2u, 3u, 4u, 5u })
    for (bool is_signed : { true, false })
      add ("diagonal " + std::to_string (depth) + (is_signed ? " signed" : ""), PEN_MODEL_DIAGONAL,
           [&] (PenModel &model) { model.depth = depth, model.is_signed = is_signed; });
  add ("untied", PEN_MODEL_DIAGONAL, [] (PenModel &model) { model.is_signed = FALSE, model.is_untied = TRUE; });
  for (int activation = 0; activation < PEN_N_ACTIVATIONS; activation++)
    add (std::string ("neuron ") + pen_activation_nick (PenActivation (activation)), PEN_MODEL_NEURON,
         [&] (PenModel &model) { model.activation = PenActivation (activation); });
  add ("U Vᵀ", PEN_MODEL_FACTORIZATION, nothing);
  if (rows == columns)
    add ("U Uᵀ", PEN_MODEL_FACTORIZATION, [] (PenModel &model) { model.is_signed = FALSE; });
  add ("linear network", PEN_MODEL_LINEAR_NETWORK, nothing);
  add ("ReLU network", PEN_MODEL_RELU_NETWORK, nothing);
  return all;
}
