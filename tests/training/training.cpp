/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

TEST (Training, ClosedFormByHand)
{
  /* x = (1, 2), y = 1: σ² = 5, w(t) = (0.2, 0.4)(1 − e^{−5t}). */
  Problem problem (PEN_TASK_REGRESSION, 1, 2, { 1, 2 }, { 1 });
  PenTrainingOptions options = options_for (2, PEN_MODEL_LINEAR, PEN_LOSS_SQUARED);
  g_autoptr (PenTraining) limit = run (problem, options);
  EXPECT_EQ (limit->status, PEN_TRAINING_CONVERGED);
  EXPECT_NEAR (limit->w[0], .2, 1e-15);
  EXPECT_NEAR (limit->w[1], .4, 1e-15);
  EXPECT_EQ (limit->log10_time, HUGE_VAL);
  EXPECT_EQ (limit->log10_loss, -HUGE_VAL);
  options.stop = PEN_STOP_TIME, options.time = .3;
  g_autoptr (PenTraining) part = run (problem, options);
  EXPECT_NEAR (part->w[0], -.2 * std::expm1 (-1.5), 1e-15);
  EXPECT_NEAR (part->log10_loss, std::log10 (.5 * std::exp (-3.)), 1e-13);
}

/* w₁ + 2w₂ = 1 with w = h(λ(1, 2)): λ by bisection, the flow's limit must be the same point. The flow's errors in q at
 * relative 1e-9 a step, some hundreds of steps, leave at most 1e-7. */
TEST (Training, DiagonalLimitIsThePotentials)
{
  for (guint depth : { 2u, 3u, 4u })
    for (double alpha : { .5, .2, .05 })
      {
        Problem problem (PEN_TASK_REGRESSION, 1, 2, { 1, 2 }, { 1 });
        PenTrainingOptions options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, depth, alpha);
        double low = 0, high = 1e4, w[2];
        for (int i = 0; i < 200; i++)
          {
            double mid = (low + high) / 2, z[2] = { mid, 2 * mid };
            bool fits = pen_model_map (&options.model, z, w, nullptr);
            (fits && w[0] + 2 * w[1] < 1 ? low : high) = mid;
          }
        double z[2] = { low, 2 * low };
        ASSERT_TRUE (pen_model_map (&options.model, z, w, nullptr));
        g_autoptr (PenTraining) training = run (problem, options);
        EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED);
        EXPECT_NEAR (training->w[0], w[0], 1e-7);
        EXPECT_NEAR (training->w[1], w[1], 1e-7);
      }
}

/* RK4 on u and v themselves, du/dt = L u^{L−1} Xᵀr; 20,000 steps make its own error far below 1e-9. */
static Vector
parameters_at (const Problem &problem, guint L, double alpha, PenLoss loss, double time)
{
  gsize n = problem.view.n, d = problem.view.d;
  auto weights = [&] (const Vector &p) {
    Vector w (d);
    for (gsize j = 0; j < d; j++)
      w[j] = std::pow (p[j], L) - std::pow (p[d + j], L);
    return w;
  };
  auto velocity = [&] (const Vector &p) {
    Vector w = weights (p), dp (2 * d, 0);
    for (gsize i = 0; i < n; i++)
      {
        double f = 0, y = problem.y[i];
        for (gsize j = 0; j < d; j++)
          f += problem.X[i * d + j] * w[j];
        double r = loss == PEN_LOSS_SQUARED       ? y - f
                   : loss == PEN_LOSS_EXPONENTIAL ? y * std::exp (-y * f)
                                                  : y / (1 + std::exp (y * f));
        for (gsize j = 0; j < d; j++)
          {
            dp[j] += r * problem.X[i * d + j] * L * std::pow (p[j], L - 1);
            dp[d + j] -= r * problem.X[i * d + j] * L * std::pow (p[d + j], L - 1);
          }
      }
    return dp;
  };
  Vector p (2 * d, alpha);
  int steps = 20000;
  double h = time / steps;
  auto moved = [&] (const Vector &k, double by) {
    Vector q = p;
    for (gsize j = 0; j < 2 * d; j++)
      q[j] += by * k[j];
    return q;
  };
  for (int i = 0; i < steps; i++)
    {
      Vector a = velocity (p), b = velocity (moved (a, h / 2)), c = velocity (moved (b, h / 2)),
             e = velocity (moved (c, h));
      for (gsize j = 0; j < 2 * d; j++)
        p[j] += h / 6 * (a[j] + 2 * b[j] + 2 * c[j] + e[j]);
    }
  return weights (p);
}

TEST (Training, TrajectoryIsTheParametersOwn)
{
  Vector X = { 1, .5, .7, 0, .5, 1, .1, .7 };
  for (PenLoss loss : { PEN_LOSS_SQUARED, PEN_LOSS_EXPONENTIAL, PEN_LOSS_LOGISTIC })
    for (guint L : { 2u, 3u, 4u })
      {
        Problem problem (PEN_TASK_CLASSIFICATION, 2, 4, X, { 1, -1 });
        PenTrainingOptions options = options_for (4, PEN_MODEL_DIAGONAL, loss, L, .3);
        options.stop = PEN_STOP_TIME, options.time = 2;
        g_autoptr (PenTraining) training = run (problem, options);
        Vector w = parameters_at (problem, L, .3, loss, 2);
        EXPECT_NEAR (training->log10_time, std::log10 (2.), 1e-14);
        for (gsize j = 0; j < 4; j++) /* relative 1e-9 a step, some hundreds of steps */
          EXPECT_NEAR (training->w[j], w[j], 2e-6) << L << loss;
      }
}

/* Soudry's four support vectors' truly logarithmic neighbour: (.5, 1.5) twice and (1.5, .5) once have angle·‖w‖ → ln
 * 2/√2, because the force ratio 2:1 must be made up by the difference of margins, ln 2, across the diagonal. */
TEST (Training, BoundedRestOfTheLogisticFlow)
{
  Problem problem (PEN_TASK_CLASSIFICATION, 3, 2, { .5, 1.5, .5, 1.5, 1.5, .5 }, { 1, 1, 1 });
  PenTrainingOptions options = options_for (2, PEN_MODEL_LINEAR, PEN_LOSS_LOGISTIC);
  g_autoptr (PenTraining) training = run (problem, options);
  const PenFrame *frame = nullptr;
  for (gsize i = 0; i < training->trace->n_frames; i++)
    if (frame == nullptr || pen_norm2 (2, frame->w) < 1e4)
      frame = training->trace->frames + i;
  /* angle·‖w‖ = |w₁ − w₂|/√2 to second order in an angle of 5e-5 */
  EXPECT_NEAR (std::fabs (frame->w[0] - frame->w[1]) / std::sqrt (2.), std::log (2.) / std::sqrt (2.), 1e-3);
  EXPECT_NEAR (training->direction[0], std::sqrt (.5), 1e-9);
}

TEST (Training, UnitsOnlyRescale)
{
  Vector X = { 1, .2, .3, 1.4, -.7, -1, -1, .2 }, y = { 1, 1, -1, -1 };
  Problem problem (PEN_TASK_CLASSIFICATION, 4, 2, X, y);
  PenTrainingOptions options = options_for (2, PEN_MODEL_LINEAR, PEN_LOSS_EXPONENTIAL);
  g_autoptr (PenTraining) training = run (problem, options);
  for (double unit : { 1e-6, 1e6 })
    {
      Vector scaled = X;
      for (double &x : scaled)
        x *= unit;
      Problem other (PEN_TASK_CLASSIFICATION, 4, 2, scaled, y);
      g_autoptr (PenTraining) again = run (other, options);
      for (int j = 0; j < 2; j++)
        EXPECT_NEAR (again->direction[j], training->direction[j], 1e-8);
    }
}

TEST (Training, NotSeparableConverges)
{
  /* yx = 1, 1, −1: Σ ρ yx = 0 ⇔ 2e^{−w} = e^{w} ⇔ w = ½ ln 2. */
  Problem problem (PEN_TASK_CLASSIFICATION, 3, 1, { 1, 1, 1 }, { 1, 1, -1 });
  g_autoptr (PenTraining) training = run (problem, options_for (1, PEN_MODEL_LINEAR, PEN_LOSS_EXPONENTIAL));
  EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED);
  EXPECT_NEAR (training->w[0], .5 * std::log (2.), 1e-10);
}

TEST (Training, CancelIsQuick)
{
  gsize n = 1000, d = 60;
  std::mt19937 random (7);
  std::normal_distribution<double> normal;
  Vector X (n * d), y (n);
  for (double &x : X)
    x = normal (random);
  for (double &t : y)
    t = normal (random);
  Problem problem (PEN_TASK_REGRESSION, n, d, X, y);
  PenTrainingOptions options = options_for (d, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, 1e-100);
  PenTraining *training = nullptr;
  EXPECT_LT (seconds_to_cancel (problem, options, 5e-3, &training), .05);
  ASSERT_NE (training, nullptr);
  EXPECT_EQ (training->status, PEN_TRAINING_CANCELLED);
  pen_training_free (training);
}

/* Frames are handed on in pieces, whose size decides how a matrix product rounds: the same whoever listens. */
TEST (Training, AListenerChangesNothing)
{
  const gsize n = 60, d = 200;

  pen_linalg_use_one_thread (); /* as the programs do: with several the order of a sum depends on who else is at work */
  for (unsigned seed = 1; seed <= 30; seed++)
    {
      std::mt19937 random (seed);
      std::normal_distribution<double> normal;
      Vector X (n * d), y (n);
      for (double &x : X)
        x = normal (random);
      for (double &t : y)
        t = normal (random);
      Problem problem (PEN_TASK_REGRESSION, n, d, X, y);
      PenTrainingOptions options = options_for (d, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, .005);
      auto count = [] (const PenFrame *, gpointer told) { ++*static_cast<gsize *> (told); };
      gsize told = 0;
      g_autoptr (PenTraining) alone = pen_training_run (&problem.view, &options, nullptr, nullptr, nullptr, nullptr);
      g_autoptr (PenTraining) heard = pen_training_run (&problem.view, &options, nullptr, count, &told, nullptr);

      ASSERT_EQ (alone->trace->n_frames, heard->trace->n_frames);
      EXPECT_EQ (told, heard->trace->n_frames);
      for (gsize k = 0; k < told; k++)
        {
          const PenFrame &a = alone->trace->frames[k], &b = heard->trace->frames[k];
          EXPECT_EQ (a.log10_time, b.log10_time) << k;
          EXPECT_EQ (a.log10_loss, b.log10_loss) << k;
          EXPECT_EQ (memcmp (a.w, b.w, d * sizeof *a.w), 0) << k;
        }
    }
}

TEST (Training, Errors)
{
  Problem problem (PEN_TASK_REGRESSION, 1, 2, { 1, 2 }, { 1 });
  auto fails = [&] (PenTrainingOptions options, PenError code) {
    GError *error = nullptr;
    EXPECT_EQ (pen_training_run (&problem.view, &options, nullptr, nullptr, nullptr, &error), nullptr);
    EXPECT_TRUE (g_error_matches (error, PEN_ERROR, code));
    g_clear_error (&error);
  };
  PenTrainingOptions options = options_for (2, PEN_MODEL_LINEAR, PEN_LOSS_LOGISTIC);
  fails (options, PEN_ERROR_UNSUPPORTED);
  options = options_for (3, PEN_MODEL_LINEAR, PEN_LOSS_SQUARED);
  fails (options, PEN_ERROR_DIMENSION);
  options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, -1);
  fails (options, PEN_ERROR_VALUE);
  options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 6, 1e-150);
  fails (options, PEN_ERROR_VALUE);
  options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED);
  options.stop = PEN_STOP_TIME;
  fails (options, PEN_ERROR_VALUE);
}

TEST (Trace, StaysBoundedAndOrdered)
{
  gsize capacity = pen_trace_capacity (1);
  EXPECT_EQ (pen_trace_capacity (100000), 256u);
  g_autoptr (PenTrace) trace = pen_trace_new (1);
  double w = 0;
  pen_trace_append (trace, -HUGE_VAL, 0, &w);
  for (int i = 0; i < 50000; i++)
    {
      w = i;
      pen_trace_append (trace, -10 + i * 1e-3, -w, &w);
      ASSERT_LE (trace->n_frames, capacity);
    }
  EXPECT_EQ (trace->frames[0].log10_time, -HUGE_VAL);
  EXPECT_EQ (trace->frames[trace->n_frames - 1].w[0], w);
  for (gsize i = 1; i < trace->n_frames; i++)
    EXPECT_GT (trace->frames[i].log10_time, trace->frames[i - 1].log10_time);
}
