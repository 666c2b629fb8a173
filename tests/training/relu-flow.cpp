/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <penchant/network.h>
#include <penchant/relu-line.h>

static PenTrainingOptions
network (gsize d, gsize width, PenLoss loss, double scale)
{
  PenTrainingOptions options = options_for (d, PEN_MODEL_LINEAR, loss);
  options.model.kind = PEN_MODEL_RELU_NETWORK;
  options.model.width = width;
  options.model.init_scale = scale;
  options.model.seed = 1;
  return options;
}

/* Points on a circle with a bias, and a wave around it, or its sign. */
static Problem
circle (gsize n, PenTask task)
{
  Vector X (n * 3), y (n);
  for (gsize i = 0; i < n; i++)
    {
      double angle = 2 * G_PI * (double)i / (double)n, wave = std::cos (2 * angle + .3);
      X[3 * i] = std::cos (angle), X[3 * i + 1] = std::sin (angle), X[3 * i + 2] = 1;
      y[i] = task == PEN_TASK_REGRESSION ? wave : wave > 0 ? 1 : -1;
    }
  return Problem (task, n, 3, X, y);
}

static std::vector<bool>
pattern (const PenProblem &problem, gsize width, const double *theta)
{
  std::vector<bool> on;
  for (gsize j = 0; j < width; j++)
    for (gsize i = 0; i < problem.n; i++)
      on.push_back (pen_dot (problem.d, theta + j * problem.d, problem.X + i * problem.d) > 0);
  return on;
}

/* The classical method of fourth order with steps far below the flow's own time; a kink costs it one step's jump. */
static Vector
runge_kutta (const PenProblem &problem, const PenTrainingOptions &options, int steps)
{
  gsize p = pen_network_size (&options.model);
  Vector theta (p), f (problem.n);
  double h = options.time / steps;
  auto slope = [&] (const Vector &at) {
    Vector g (p);
    pen_network_forward (&options.model, problem.n, problem.X, at.data (), f.data ());
    for (gsize i = 0; i < problem.n; i++)
      f[i] = options.loss == PEN_LOSS_SQUARED ? problem.y[i] - f[i] : problem.y[i] * std::exp (-problem.y[i] * f[i]);
    pen_network_pull (&options.model, problem.n, problem.X, at.data (), f.data (), g.data ());
    return g;
  };
  auto ahead = [&] (double step, const Vector &v) {
    Vector out = theta;
    pen_axpy (p, step, v.data (), out.data ());
    return out;
  };
  pen_network_start (&options.model, theta.data ());
  for (int step = 0; step < steps; step++)
    {
      Vector a = slope (theta), b = slope (ahead (h / 2, a)), c = slope (ahead (h / 2, b)), e = slope (ahead (h, c));
      for (gsize k = 0; k < p; k++)
        theta[k] += h / 6 * (a[k] + 2 * b[k] + 2 * c[k] + e[k]);
    }
  return theta;
}

TEST (ReluFlow, FollowsTheFlowOfAnIndependentMethod)
{
  struct
  {
    PenLoss loss;
    double time;
    bool crosses;
    double tolerance;
  } cases[] = {
    { PEN_LOSS_SQUARED, .002, false, 1e-9 }, /* a few steps at 1e-8 each, over a short way */
    { PEN_LOSS_SQUARED, 2, true, 2e-4 },     /* RK4's own jumps: 20 kinks or more, each h = 2e-5 times a force of 10 */
    { PEN_LOSS_EXPONENTIAL, 2, true, 2e-4 },
  };
  for (const auto &each : cases)
    {
      Problem problem = circle (9, each.loss == PEN_LOSS_SQUARED ? PEN_TASK_REGRESSION : PEN_TASK_CLASSIFICATION);
      PenTrainingOptions options = network (3, 6, each.loss, .3);
      options.stop = PEN_STOP_TIME;
      options.time = each.time;
      g_autoptr (PenTraining) training = run (problem, options);
      Vector theta = runge_kutta (problem.view, options, each.crosses ? 100000 : 1000), start (theta.size ());
      pen_network_start (&options.model, start.data ());
      EXPECT_EQ (pattern (problem.view, 6, start.data ()) != pattern (problem.view, 6, theta.data ()), each.crosses);
      for (gsize k = 0; k < training->d; k++)
        EXPECT_NEAR (training->w[k], theta[k], each.tolerance) << each.time << " " << k;
    }
}

/* Boursier, Pillaud-Vivien & Flammarion 2022: two points; a small start finds the least Σ|a|‖(w, b)‖. */
TEST (ReluFlow, TwoPointsFromASmallAndALargeStart)
{
  Problem problem (PEN_TASK_REGRESSION, 2, 2, { -.5, 1, 2, 1 }, { -1, 1 });
  PenTrainingOptions options = network (2, 60, PEN_LOSS_SQUARED, 1e-6);
  g_auto (PenReluLine) line = {}, smooth = {};
  g_autoptr (PenTraining) small = run (problem, options);
  EXPECT_EQ (small->status, PEN_TRAINING_CONVERGED) << small->reason;
  EXPECT_LT (small->log10_loss, -28); /* rounding of residuals of order one, squared */
  ASSERT_TRUE (pen_relu_line_of_network (&options.model, small->w, &line, nullptr));
  /* units that the data never moved are 1e-12 of it, and one that left with the others by 1e-6 of its direction */
  EXPECT_NEAR (line.norm, .6 * std::sqrt (5), 1e-5);
  double X[] = { -3, 1, -1, 1, -.4, 1, 1.9, 1, 2.1, 1, 3, 1 }, f[6];
  pen_network_forward (&options.model, 6, X, small->w, f);
  EXPECT_NEAR ((f[1] - f[0]) / 2, .4, 1e-5);
  EXPECT_NEAR ((f[3] - f[2]) / 2.3, .8, 1e-5);
  EXPECT_NEAR ((f[5] - f[4]) / .9, .4, 1e-5);
  options.model.init_scale = 1;
  g_autoptr (PenTraining) large = run (problem, options);
  EXPECT_EQ (large->status, PEN_TRAINING_CONVERGED) << large->reason;
  ASSERT_TRUE (pen_relu_line_of_network (&options.model, large->w, &smooth, nullptr));
  EXPECT_GT (smooth.norm, 10 * line.norm);
}

TEST (ReluFlow, FitsToRoundingAndKeepsTheBalance)
{
  for (gsize width : { 6, 50 })
    {
      Problem problem = circle (width == 6 ? 9 : 20, PEN_TASK_REGRESSION);
      PenTrainingOptions options = network (3, width, PEN_LOSS_SQUARED, width == 6 ? .3 : .1);
      Vector start (pen_network_size (&options.model));
      pen_network_start (&options.model, start.data ());
      g_autoptr (PenTraining) training = run (problem, options);
      EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << training->reason;
      EXPECT_LT (training->log10_loss, -28);
      EXPECT_LT (training->seconds, 20);
      double size = pen_norm2 (training->d, training->w);
      auto balance = [&] (const double *theta, gsize j) {
        return pen_dot (3, theta + 3 * j, theta + 3 * j) - theta[3 * width + j] * theta[3 * width + j];
      };
      /* ‖w_j‖² − a_j²: a few thousand steps at 1e-8 each, most of them far smaller */
      for (gsize j = 0; j < width; j++)
        EXPECT_NEAR (balance (training->w, j), balance (start.data (), j), 1e-6 * size * size) << j;
      for (gsize k = 1; k < training->trace->n_frames; k++)
        EXPECT_GT (training->trace->frames[k].log10_time, training->trace->frames[k - 1].log10_time);
    }
}

TEST (ReluFlow, TailsAreFollowedFarAndTheDirectionSettles)
{
  for (PenLoss loss : { PEN_LOSS_EXPONENTIAL, PEN_LOSS_LOGISTIC })
    {
      Problem problem = circle (12, PEN_TASK_CLASSIFICATION);
      PenTrainingOptions options = network (3, 20, loss, .01);
      g_autoptr (PenTraining) training = run (problem, options);
      Vector f (12);
      EXPECT_NE (training->status, PEN_TRAINING_FAILED);
      EXPECT_LT (training->log10_loss, -1000) << training->reason;
      pen_network_forward (&options.model, 12, problem.view.X, training->w, f.data ());
      for (gsize i = 0; i < 12; i++)
        EXPECT_GT (problem.y[i] * f[i], 0);
      /* log ℓ + log t is bounded up to the square of log t: with degree 2, 1/ℓ grows like t (log t) */
      EXPECT_NEAR (training->log10_loss / training->log10_time, -1, .01);
    }
}

TEST (ReluFlow, CancelsAtOnceAndStopsWhereAsked)
{
  Problem problem = circle (100, PEN_TASK_REGRESSION);
  PenTrainingOptions options = network (3, 200, PEN_LOSS_SQUARED, .01);
  PenTraining *cancelled = nullptr;
  EXPECT_LT (seconds_to_cancel (problem, options, .3, &cancelled), .05);
  ASSERT_NE (cancelled, nullptr);
  EXPECT_EQ (cancelled->status, PEN_TRAINING_CANCELLED);
  pen_training_free (cancelled);
  options.stop = PEN_STOP_STEPS;
  options.steps = 20;
  g_autoptr (PenTraining) few = run (problem, options);
  EXPECT_EQ (few->status, PEN_TRAINING_STOPPED);
  EXPECT_EQ (few->steps, 20u);
}
