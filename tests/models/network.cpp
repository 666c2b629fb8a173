/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/linalg.h>
#include <penchant/network.h>
#include <penchant/random.h>

#include <cmath>
#include <gtest/gtest.h>
#include <vector>

using Vector = std::vector<double>;

static constexpr gsize n = 7, d = 6;

static Vector
normal (gsize size, guint64 seed)
{
  PenRandom random;
  Vector out (size);
  pen_random_init (&random, seed);
  for (double &x : out)
    x = pen_random_normal (&random);
  return out;
}

static PenModel
model_of (PenModelKind kind)
{
  PenModel model = pen_model_linear (d, nullptr);
  model.kind = kind;
  model.init_scale = .5;
  model.depth = 2;
  model.is_signed = TRUE;
  model.rows = 2, model.columns = 3, model.rank = 2;
  model.width = 5;
  model.seed = 3;
  return model;
}

static std::vector<PenModel>
models ()
{
  std::vector<PenModel> all;
  for (int kind = 0; kind < PEN_N_MODELS; kind++)
    if (kind != PEN_MODEL_NEURON)
      all.push_back (model_of ((PenModelKind)kind));
  for (guint depth : { 2u, 3u, 5u })
    for (bool is_signed : { false, true })
      {
        all.push_back (model_of (PEN_MODEL_DIAGONAL));
        all.back ().depth = depth, all.back ().is_signed = is_signed;
      }
  all.push_back (model_of (PEN_MODEL_DIAGONAL));
  all.back ().is_signed = FALSE, all.back ().is_untied = TRUE;
  for (int activation = 0; activation < PEN_N_ACTIVATIONS; activation++)
    {
      all.push_back (model_of (PEN_MODEL_NEURON));
      all.back ().activation = (PenActivation)activation, all.back ().slope = .2;
    }
  return all;
}

static Vector
forward (const PenModel &model, const Vector &X, const Vector &theta)
{
  Vector f (n);
  pen_network_forward (&model, n, X.data (), theta.data (), f.data ());
  return f;
}

static Vector
pull (const PenModel &model, const Vector &X, const Vector &theta, const Vector &c)
{
  Vector g (theta.size ());
  pen_network_pull (&model, n, X.data (), theta.data (), c.data (), g.data ());
  return g;
}

static Vector
moved (const Vector &theta, double h, const Vector &v)
{
  Vector out = theta;
  pen_axpy (out.size (), h, v.data (), out.data ());
  return out;
}

/* Central differences with h = 1e-5: h² times third derivatives (below 1e4 here) and ε/h: 1e-6 of what is compared. No
 * ReLU of these seeds is within 1e-4 of its kink. */
static constexpr double h = 1e-5, near = 1e-6;

TEST (Network, DerivativesAreThoseOfThePredictions)
{
  Vector X = normal (n * d, 1), c = normal (n, 2);
  for (const PenModel &model : models ())
    {
      SCOPED_TRACE (std::string (pen_model_nick (model.kind)) + " " + std::to_string (model.depth));
      gsize p = pen_network_size (&model);
      Vector theta = normal (p, 5), v = normal (p, 6), df (n), Hv (p);
      pen_network_push (&model, n, X.data (), theta.data (), v.data (), df.data ());
      pen_network_curve (&model, n, X.data (), theta.data (), c.data (), v.data (), Hv.data ());
      Vector ahead = moved (theta, h, v), behind = moved (theta, -h, v);
      Vector f1 = forward (model, X, ahead), f0 = forward (model, X, behind);
      for (gsize i = 0; i < n; i++)
        EXPECT_NEAR (df[i], (f1[i] - f0[i]) / (2 * h), near * (1 + pen_norm_inf (n, df.data ())));
      Vector g1 = pull (model, X, ahead, c), g0 = pull (model, X, behind, c);
      for (gsize k = 0; k < p; k++)
        EXPECT_NEAR (Hv[k], (g1[k] - g0[k]) / (2 * h), near * (1 + pen_norm_inf (p, Hv.data ()))) << k;
    }
}

TEST (Network, PushAndPullAreAdjoint)
{
  Vector X = normal (n * d, 1), c = normal (n, 2);
  for (const PenModel &model : models ())
    {
      gsize p = pen_network_size (&model);
      Vector theta = normal (p, 5), v = normal (p, 6), df (n), g = pull (model, X, theta, c);
      pen_network_push (&model, n, X.data (), theta.data (), v.data (), df.data ());
      double left = pen_dot (n, df.data (), c.data ()), right = pen_dot (p, v.data (), g.data ());
      /* some hundred products of numbers below 1e3 */
      EXPECT_NEAR (left, right, 1e-12 * (pen_norm2 (n, df.data ()) * pen_norm2 (n, c.data ())
                                         + pen_norm2 (p, v.data ()) * pen_norm2 (p, g.data ())));
    }
}

TEST (Network, TheLinearPredictorPredicts)
{
  Vector X = normal (n * d, 1);
  for (const PenModel &model : models ())
    {
      Vector theta = normal (pen_network_size (&model), 5), w (pen_model_size (&model)), f (n);
      pen_network_weights (&model, theta.data (), w.data ());
      pen_model_predict (&model, n, X.data (), w.data (), f.data ());
      Vector direct = forward (model, X, theta);
      for (gsize i = 0; i < n; i++)
        EXPECT_DOUBLE_EQ (f[i], direct[i]);
    }
}

TEST (Network, SmallOnesByHand)
{
  PenModel model = model_of (PEN_MODEL_RELU_NETWORK);
  Vector x = { 1, 2, 0, 0, 0, 0 }, theta (2 * (d + 1)), f (1);
  model.width = 2;
  theta[0] = 3, theta[d + 1] = -1, theta[2 * d] = 2, theta[2 * d + 1] = 5; /* 2·(3·1)₊ + 5·(−1·2)₊ */
  pen_network_forward (&model, 1, x.data (), theta.data (), f.data ());
  EXPECT_EQ (f[0], 6);
  model.kind = PEN_MODEL_LINEAR_NETWORK; /* 2·3 − 5·2 */
  pen_network_forward (&model, 1, x.data (), theta.data (), f.data ());
  EXPECT_EQ (f[0], -4);
  model = model_of (PEN_MODEL_FACTORIZATION);
  model.rank = 1;
  Vector factors = { 1, 2, 3, 4, 5 }, W (d);
  pen_network_weights (&model, factors.data (), W.data ());
  EXPECT_EQ (W, (Vector{ 3, 4, 5, 6, 8, 10 }));
}

TEST (Network, StartsAreSeeded)
{
  PenModel model = model_of (PEN_MODEL_RELU_NETWORK);
  gsize p = pen_network_size (&model);
  Vector one (p), again (p), other (p), expected = normal (p, model.seed);
  pen_network_start (&model, one.data ());
  pen_network_start (&model, again.data ());
  model.seed++;
  pen_network_start (&model, other.data ());
  EXPECT_EQ (one, again);
  EXPECT_NE (one, other);
  for (gsize k = 0; k < p; k++)
    EXPECT_EQ (one[k], .5 * expected[k]);
}

TEST (Network, UntiedStartsHaveTheirProductAndImbalance)
{
  Vector shape = { 1, 2, .5, 1, 3, 1 }, start = { 0, 1, -2, 1e-30, 4, -1e-3 }, w (d);
  for (double alpha : { 0., 1e-170, 1e-3, 1. })
    {
      PenModel model = model_of (PEN_MODEL_DIAGONAL);
      model.is_signed = FALSE, model.is_untied = TRUE, model.init_scale = alpha;
      model.init_shape = shape.data (), model.start = start.data ();
      Vector theta (2 * d);
      pen_network_start (&model, theta.data ());
      pen_network_weights (&model, theta.data (), w.data ());
      for (gsize j = 0; j < d; j++)
        {
          double u = theta[j], v = theta[d + j];
          EXPECT_NEAR (w[j], start[j], 1e-15 * std::fabs (start[j]));
          /* a difference of squares keeps ε of the larger */
          EXPECT_NEAR ((u - v) * (u + v), std::pow (alpha * shape[j], 2), 1e-15 * (u * u + v * v));
        }
    }
}
