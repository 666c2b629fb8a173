/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <penchant/incremental.h>

static Vector
gaussian (gsize size, unsigned seed)
{
  std::mt19937 random (seed);
  std::normal_distribution<double> normal;
  Vector x (size);
  for (double &entry : x)
    entry = normal (random);
  return x;
}

/* Positive labels, every point turned into the half plane of the first feature: separable. */
static Problem
tail_problem (gsize n, gsize d, unsigned seed)
{
  Vector X = gaussian (n * d, seed);
  for (gsize i = 0; i < n; i++)
    X[i * d] = std::fabs (X[i * d]) + .1;
  return Problem (PEN_TASK_CLASSIFICATION, n, d, X, Vector (n, 1));
}

/* At the direction that minimizes Σ m_i^{−k} on the sphere, Σ m_i^{−k−1} x_i points along w. The gradient's relative
 * error is (k + 1) times that of the margins, which are at least 1e-2 of their terms: 1e-10 · 11 · 100. */
TEST (PolynomialTail, ReachesItsOwnDirectionAtItsOwnPace)
{
  for (double k : { .5, 1., 2., 10. })
    {
      Problem problem = tail_problem (30, 3, 4);
      PenTrainingOptions options = options_for (3, PEN_MODEL_LINEAR, PEN_LOSS_POLYNOMIAL);
      options.exponent = k;
      g_autoptr (PenTraining) training = run (problem, options);
      ASSERT_EQ (training->status, PEN_TRAINING_CONVERGED) << k << training->reason;
      Vector m (30), weights (30), g (3);
      pen_gemv (30, 3, problem.X.data (), training->direction, m.data ());
      for (gsize i = 0; i < 30; i++)
        weights[i] = std::pow (m[i] / *std::min_element (m.begin (), m.end ()), -k - 1);
      pen_gemv_t (30, 3, problem.X.data (), weights.data (), g.data ());
      double along = pen_dot (3, g.data (), training->direction), size = pen_norm2 (3, g.data ());
      pen_axpy (3, -along, training->direction, g.data ());
      EXPECT_LT (pen_norm2 (3, g.data ()), 1e-7 * size) << k;
      /* ‖w‖ ~ t^{1/(k+2)}, up to 1/s and the clock's quadrature */
      const PenTrace *trace = training->trace;
      const PenFrame &late = trace->frames[trace->n_frames - 1], &mid = trace->frames[trace->n_frames * 3 / 4];
      EXPECT_NEAR ((k + 2) * std::log10 (pen_norm2 (3, late.w) / pen_norm2 (3, mid.w)), late.log10_time - mid.log10_time,
                   5e-3 * (late.log10_time - mid.log10_time));
      EXPECT_LT (training->off_span, 1e-13);
    }
}

/* The limit is w0 plus the smallest step to Xw = ψ⁻¹(y): here y = ψ(Xv), and w0 + X⁺X(v − w0). */
TEST (Neuron, EndsNearestToItsStart)
{
  const gsize n = 4, d = 7;
  for (PenActivation activation : { PEN_ACTIVATION_IDENTITY, PEN_ACTIVATION_LEAKY_RELU, PEN_ACTIVATION_TANH,
                                    PEN_ACTIVATION_SIGMOID, PEN_ACTIVATION_SOFTPLUS })
    {
      Vector X = gaussian (n * d, 1), v = gaussian (d, 2), start = gaussian (d, 3), f (n), c (n), want (d);
      pen_gemv (n, d, X.data (), v.data (), f.data ());
      for (double &y : f)
        y = pen_activation_value (activation, .3, y);
      Problem problem (PEN_TASK_REGRESSION, n, d, X, f);
      PenTrainingOptions options = options_for (d, PEN_MODEL_LINEAR, PEN_LOSS_SQUARED);
      options.model.kind = PEN_MODEL_NEURON, options.model.activation = activation, options.model.slope = .3;
      options.model.start = start.data ();
      g_autoptr (PenTraining) training = run (problem, options);
      EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << training->reason;
      for (gsize j = 0; j < d; j++)
        v[j] -= start[j];
      pen_gemv (n, d, problem.Vt.data (), v.data (), c.data ());
      pen_gemv_t (n, d, problem.Vt.data (), c.data (), want.data ());
      for (gsize j = 0; j < d; j++) /* the run's 512 ε over ψ'² ≥ 1e-5 */
        EXPECT_NEAR (training->w[j], want[j] + start[j], 1e-7) << activation;
    }
}

TEST (Neuron, NamesWhatItCannotDo)
{
  Problem problem (PEN_TASK_REGRESSION, 2, 2, { 1, 0, 0, 1 }, { .5, 1.5 });
  PenTrainingOptions options = options_for (2, PEN_MODEL_LINEAR, PEN_LOSS_SQUARED);
  options.model.kind = PEN_MODEL_NEURON, options.model.activation = PEN_ACTIVATION_TANH;
  g_autoptr (PenTraining) training = run (problem, options);
  EXPECT_EQ (training->status, PEN_TRAINING_STOPPED);
  EXPECT_NE (std::string (training->reason).find ("sample 2"), std::string::npos) << training->reason;
  EXPECT_NEAR (training->w[0], std::atanh (.5), 1e-7);
  options.model.activation = PEN_ACTIVATION_RELU;
  g_autoptr (PenTraining) dead = run (problem, options);
  EXPECT_EQ (std::string (dead->reason).find ("Dead start"), 0u) << dead->reason;
}

/* Against u' = v g, v' = u g, g = Xᵀ(y − Xw), by the classical Runge-Kutta method: its error (10⁻³)⁴ and the flow's 1e-8 a
 * step; u² − v² is δ all along. */
TEST (Untied, IsTheFlowOfItsTwoLayers)
{
  const gsize n = 2, d = 4;
  Vector X = gaussian (n * d, 7), start = { .3, -.2, 0, .5 };
  Problem problem (PEN_TASK_REGRESSION, n, d, X, { 1, -.5 });
  PenTrainingOptions options = options_for (d, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, .4);
  options.model.is_untied = TRUE, options.model.start = start.data ();
  options.stop = PEN_STOP_TIME, options.time = 1;
  g_autoptr (PenTraining) training = run (problem, options);
  Vector state (2 * d);
  for (gsize j = 0; j < d; j++)
    {
      state[j] = std::sqrt ((.16 + std::hypot (.16, 2 * start[j])) / 2);
      state[d + j] = start[j] / state[j];
    }
  auto rate = [&] (const Vector &s) {
    Vector w (d), r (n), g (d), ds (2 * d);
    for (gsize j = 0; j < d; j++)
      w[j] = s[j] * s[d + j];
    pen_gemv (n, d, X.data (), w.data (), r.data ());
    for (gsize i = 0; i < n; i++)
      r[i] = problem.y[i] - r[i];
    pen_gemv_t (n, d, X.data (), r.data (), g.data ());
    for (gsize j = 0; j < d; j++)
      ds[j] = s[d + j] * g[j], ds[d + j] = s[j] * g[j];
    return ds;
  };
  auto ahead = [] (Vector s, double h, const Vector &ds) {
    pen_axpy (s.size (), h, ds.data (), s.data ());
    return s;
  };
  const double h = 1e-3;
  for (int step = 0; step < 1000; step++)
    {
      Vector a = rate (state), b = rate (ahead (state, h / 2, a)), c = rate (ahead (state, h / 2, b)),
             e = rate (ahead (state, h, c));
      for (gsize j = 0; j < 2 * d; j++)
        state[j] += h / 6 * (a[j] + 2 * b[j] + 2 * c[j] + e[j]);
    }
  for (gsize j = 0; j < d; j++)
    {
      EXPECT_NEAR (training->w[j], state[j] * state[d + j], 1e-6);
      EXPECT_NEAR (state[j] * state[j] - state[d + j] * state[d + j], .16, 1e-9);
    }
}

/* The estimate leaves out what w is at its turn: of order 1/(4w), against log (w/α²)/(4w) with α = 1e-6, a 27th. */
TEST (Incremental, SwitchesOnLargestFirst)
{
  for (const Vector &target : { Vector{ 8, 4, 2, 1 }, Vector{ 1, 2, 3, 4 } })
    {
      Vector X (16), times (4), predicted (4);
      for (gsize i = 0; i < 4; i++)
        X[5 * i] = 1;
      Problem problem (PEN_TASK_REGRESSION, 4, 4, X, target);
      PenTrainingOptions options = options_for (4, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, 1e-6);
      g_autoptr (PenTraining) training = run (problem, options);
      pen_incremental_times (training->trace, times.data ());
      pen_incremental_predict (&options.model, training->w, predicted.data ());
      for (gsize j = 0; j < 4; j++)
        EXPECT_NEAR (times[j], predicted[j], .04 * predicted[j]);
    }
}
