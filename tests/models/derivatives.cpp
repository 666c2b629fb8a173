/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plain.h"

#include <penchant/linalg.h>
#include <penchant/network.h>

#include <gtest/gtest.h>

static const int rounds = 60;

static double
most (const Vector &v)
{
  return pen_norm_inf (v.size (), v.data ());
}

/* A random θ and random data for each model and round. */
template <typename Check>
static void
try_every_model (unsigned seed, Check check)
{
  std::mt19937 random (seed);
  for (int round = 0; round < rounds; round++)
    {
      gsize rows = 1 + random () % 3, columns = round % 2 == 0 ? rows : 1 + random () % 4;
      gsize rank = 1 + random () % std::min (rows, columns), n = 1 + random () % 6;
      for (const NamedModel &each : every_model (rows, columns, rank, 1 + random () % 5))
        {
          SCOPED_TRACE (each.name + ", round " + std::to_string (round));
          Vector X = normals (random, n * each.model.d), theta = normals (random, pen_network_size (&each.model));
          check (each.model, n, X, theta, random);
        }
    }
}

/* Against the definitions, whose complex derivatives are exact to rounding: sums of some fifty terms of at most
 * 4^5 · 5, where normal numbers stay below 4. */
TEST (Derivatives, PredictionsAndTheirSlopesAreTheDefinitions)
{
  try_every_model (1, [] (const PenModel &model, gsize n, const Vector &X, const Vector &theta, std::mt19937 &random) {
    Vector f (n), df (n), c = normals (random, n), v = normals (random, theta.size ()), g (theta.size ()),
                          want (theta.size ());
    pen_network_forward (&model, n, X.data (), theta.data (), f.data ());
    pen_network_pull (&model, n, X.data (), theta.data (), c.data (), g.data ());
    pen_network_push (&model, n, X.data (), theta.data (), v.data (), df.data ());
    for (gsize i = 0; i < n; i++)
      {
        const double *x = X.data () + i * model.d;
        EXPECT_NEAR (f[i], plain_prediction (model, theta, x), 1e-13 * (1 + most (f)));
        Vector slope = complex_gradient (theta, [&] (auto &at) { return plain_prediction (model, at, x); });
        EXPECT_NEAR (df[i], pen_dot (theta.size (), slope.data (), v.data ()), 1e-12 * (1 + most (df) + most (slope)));
        pen_axpy (theta.size (), c[i], slope.data (), want.data ());
      }
    for (gsize k = 0; k < theta.size (); k++)
      EXPECT_NEAR (g[k], want[k], 1e-12 * (1 + most (g))) << k;
  });
}

/* Hv against central differences of the definitions' gradient: h² = 1e-8 times its third derivatives, which are at most
 * 60 · 4² a term for L = 5, relative to second ones of 20 · 4³; and ε/h = 2e-12. */
TEST (Derivatives, CurvaturesAreDifferencesOfTheDefinitionsSlopes)
{
  const double h = 1e-4;
  try_every_model (2, [&] (const PenModel &model, gsize n, const Vector &X, const Vector &theta, std::mt19937 &random) {
    Vector c = normals (random, n), v = normals (random, theta.size ()), Hv (theta.size ());
    bool is_at_a_kink = false;
    auto gradient = [&] (double by) {
      Vector at = theta;
      pen_axpy (at.size (), by, v.data (), at.data ());
      return complex_gradient (at, [&] (auto &point) {
        Complex sum = 0;
        for (gsize i = 0; i < n; i++)
          sum += c[i] * plain_prediction (model, point, X.data () + i * model.d);
        return sum;
      });
    };
    auto kinks = [&] (double by) {
      std::vector<bool> on;
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j + model.d <= theta.size (); j += model.d)
          {
            double z = 0;
            for (gsize k = 0; k < model.d; k++)
              z += (theta[j + k] + by * v[j + k]) * X[i * model.d + k];
            on.push_back (z > 0);
          }
      return on;
    };
    is_at_a_kink = kinks (h) != kinks (-h) && (model.kind == PEN_MODEL_RELU_NETWORK || model.kind == PEN_MODEL_NEURON);
    if (is_at_a_kink)
      return;
    pen_network_curve (&model, n, X.data (), theta.data (), c.data (), v.data (), Hv.data ());
    Vector ahead = gradient (h), behind = gradient (-h);
    for (gsize k = 0; k < theta.size (); k++)
      EXPECT_NEAR (Hv[k], (ahead[k] - behind[k]) / (2 * h), 1e-6 * (1 + most (Hv) + most (ahead))) << k;
  });
}

/* w = h(z), its slope, and z = h⁻¹(w) = ∇Q(w), of every model that has them, with starts and shapes. h'' is at most
 * 16 w here (κ² for L = 2), or w over the squared distance to the edge of h's domain, kept to a half of c. */
TEST (Derivatives, MirrorMapsAndPotentials)
{
  std::mt19937 random (3);
  const double step = 1e-5;
  int tried = 0;
  for (int round = 0; round < 100; round++)
    for (NamedModel &each : every_model (2, 2, 1, 1))
      {
        PenModel &model = each.model;
        if (!pen_model_has_map (&model))
          continue;
        SCOPED_TRACE (each.name + ", round " + std::to_string (round));
        Vector start = normals (random, 4), shape = normals (random, 4);
        for (double &s : shape)
          s = .5 + std::fabs (s);
        model.init_shape = shape.data ();
        if (model.kind != PEN_MODEL_DIAGONAL || model.is_untied)
          model.start = start.data ();
        Vector z = normals (random, 4, .3), w (4), slope (4), back (4), high (4), low (4);
        if (!pen_model_map (&model, z.data (), w.data (), slope.data ()))
          continue; /* outside of its domain */
        tried++;
        ASSERT_TRUE (pen_model_inverse (&model, w.data (), back.data ()));
        for (gsize j = 0; j < 4; j++)
          {
            EXPECT_NEAR (back[j], z[j], 1e-12 * (1 + std::fabs (w[j] / slope[j])));
            Vector up = z, down = z;
            up[j] += step, down[j] -= step;
            if (!pen_model_map (&model, up.data (), high.data (), nullptr)
                || !pen_model_map (&model, down.data (), low.data (), nullptr))
              continue;
            /* h²h''' and ε w/h; near the edge of the domain h''' is what the slope says of its distance */
            double curved = slope[j] / std::max (std::fabs (w[j]), 1e-3);
            EXPECT_NEAR ((high[j] - low[j]) / (2 * step), slope[j],
                         slope[j] * step * step * 4 * (1 + curved * curved) + 1e-10 * (1 + std::fabs (w[j])));
            Vector above = w, below = w;
            double by = 1e-4 * std::fabs (w[j]); /* Q″ = 1/h′, and Q‴ of the size of Q″/w */
            above[j] += by, below[j] -= by;
            double q = pen_model_potential (&model, w.data ()), rise = pen_model_potential (&model, above.data ()),
                   fall = pen_model_potential (&model, below.data ());
            EXPECT_NEAR ((rise - fall) / (2 * by), z[j],
                         1e-7 * (std::fabs (w[j]) / slope[j] + std::fabs (z[j])) + 4e-16 * (1 + std::fabs (q)) / by);
          }
      }
  EXPECT_GT (tried, 1000);
}

/* ψ′ by a complex step, ψ″ by a difference of such slopes: third derivatives below 1. */
TEST (Derivatives, Activations)
{
  std::mt19937 random (4);
  for (const NamedModel &each : every_model (1, 1, 1, 1))
    for (double z : normals (random, each.model.kind == PEN_MODEL_NEURON ? 50 : 0, 3))
      {
        const PenModel &model = each.model;
        const double h = 1e-5;
        auto slope = [&] (double at) { return std::imag (plain_activation (model, Complex (at, 1e-30))) / 1e-30; };
        if (std::fabs (z) < 2 * h)
          continue;
        SCOPED_TRACE (each.name + " at " + std::to_string (z));
        EXPECT_NEAR (pen_activation_value (model.activation, model.slope, z), plain_activation (model, z),
                     1e-14 * (1 + std::fabs (z)));
        EXPECT_NEAR (pen_activation_slope (model.activation, model.slope, z), slope (z), 1e-14);
        EXPECT_NEAR (pen_activation_curvature (model.activation, model.slope, z),
                     (slope (z + h) - slope (z - h)) / (2 * h), 1e-9);
        double y = plain_activation (model, z), back;
        if (pen_activation_inverse (model.activation, model.slope, y, &back))
          EXPECT_NEAR (back, z, 1e-14 * (1 + std::fabs (y)) / std::max (slope (z), 1e-300) + 1e-15);
        else
          EXPECT_TRUE (model.activation == PEN_ACTIVATION_RELU && z <= 0);
      }
}

/* log ℓ, log ρ and d log ρ/dm of every tail at random margins and exponents. */
TEST (Derivatives, Losses)
{
  std::mt19937 random (5);
  std::uniform_real_distribution<double> uniform (-1, 1);
  for (int round = 0; round < 2000; round++)
    for (PenLoss loss : { PEN_LOSS_EXPONENTIAL, PEN_LOSS_LOGISTIC, PEN_LOSS_POLYNOMIAL })
      {
        double m = 30 * whole_power (uniform (random), 3), k = std::pow (10, uniform (random)), h = 1e-5;
        auto value = [&] (Complex at) { return plain_loss (loss, k, at, 1.); };
        auto force = [&] (double at) { return -std::imag (value (Complex (at, 1e-30))) / 1e-30; };
        if (std::fabs (m) < 2 * h)
          continue; /* the third derivative of the polynomial tail jumps at 0 */
        SCOPED_TRACE (std::string (pen_loss_nick (loss)) + " " + std::to_string (k) + " at " + std::to_string (m));
        /* log (1 + e^{−m}) as written here has ε of 1 in it, relative to e^{−m} */
        double rounding = 1e-14 + (loss == PEN_LOSS_LOGISTIC ? 4e-16 * std::exp (m) : 0);
        EXPECT_NEAR (std::exp (pen_loss_log_value (loss, k, m)) / std::real (value (m)), 1, 30 * rounding);
        EXPECT_NEAR (std::exp (pen_loss_log_force (loss, k, m)) / force (m), 1, 30 * rounding);
        /* h²/6 times the third derivative of log ρ, at most 2(k + 1)³, left of 0 */
        EXPECT_NEAR (pen_loss_log_force_slope (loss, k, m), std::log (force (m + h) / force (m - h)) / (2 * h),
                     h * h * whole_power (k + 1, 3) / 3 + rounding / h);
      }
}
