/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <penchant/network.h>
#include <penchant/random.h>

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

static PenTrainingOptions
network (PenModelKind kind, gsize d, gsize width, PenLoss loss, double scale)
{
  PenTrainingOptions options = options_for (d, PEN_MODEL_LINEAR, loss);
  options.model.kind = kind;
  options.model.width = width;
  options.model.init_scale = scale;
  options.model.seed = 1;
  return options;
}

static PenTrainingOptions
factorization (gsize rows, gsize columns, gsize rank, double scale)
{
  PenTrainingOptions options = network (PEN_MODEL_FACTORIZATION, rows * columns, 0, PEN_LOSS_SQUARED, scale);
  options.model.rows = rows, options.model.columns = columns, options.model.rank = rank;
  options.model.is_signed = TRUE;
  return options;
}

/* y = ⟨W, A_i⟩ of a W of rank 2 */
static Problem
sensing (gsize n, gsize rows, gsize columns)
{
  Vector X = normal (n * rows * columns, 1), left = normal (rows * 2, 2), right = normal (2 * columns, 3);
  Vector W (rows * columns), y (n);
  pen_gemm (rows, columns, 2, left.data (), right.data (), W.data ());
  pen_gemv (n, rows * columns, X.data (), W.data (), y.data ());
  return Problem (PEN_TASK_MATRIX_SENSING, n, rows * columns, X, y);
}

/* Points on a circle with a bias, and a wave around it. */
static Problem
circle (gsize n)
{
  Vector X (n * 3), y (n);
  for (gsize i = 0; i < n; i++)
    {
      double angle = 2 * G_PI * (double)i / (double)n, wave = std::cos (2 * angle + .3);
      X[3 * i] = std::cos (angle), X[3 * i + 1] = std::sin (angle), X[3 * i + 2] = 1;
      y[i] = wave;
    }
  return Problem (PEN_TASK_REGRESSION, n, 3, X, y);
}

/* The classical method of fourth order with steps far below the flow's own time: for squared losses. */
static Vector
runge_kutta (const PenProblem &problem, const PenModel &model, double time, int steps)
{
  gsize p = pen_network_size (&model);
  Vector theta (p), f (problem.n);
  auto slope = [&] (const Vector &at) {
    Vector g (p);
    pen_network_forward (&model, problem.n, problem.X, at.data (), f.data ());
    for (gsize i = 0; i < problem.n; i++)
      f[i] = problem.y[i] - f[i];
    pen_network_pull (&model, problem.n, problem.X, at.data (), f.data (), g.data ());
    return g;
  };
  auto ahead = [&] (double h, const Vector &v) {
    Vector out = theta;
    pen_axpy (p, h, v.data (), out.data ());
    return out;
  };
  double h = time / steps;
  pen_network_start (&model, theta.data ());
  for (int step = 0; step < steps; step++)
    {
      Vector a = slope (theta), b = slope (ahead (h / 2, a)), c = slope (ahead (h / 2, b)), e = slope (ahead (h, c));
      for (gsize k = 0; k < p; k++)
        theta[k] += h / 6 * (a[k] + 2 * b[k] + 2 * c[k] + e[k]);
    }
  return theta;
}

TEST (ParameterFlow, FollowsTheFlowOfAnIndependentMethod)
{
  Problem problem = sensing (6, 3, 4), points = circle (9);
  for (int kind = 0; kind < 2; kind++)
    {
      gboolean is_factorization = kind == 0;
      Problem &data = is_factorization ? problem : points;
      PenTrainingOptions options = is_factorization ? factorization (3, 4, 2, .3)
                                                    : network (PEN_MODEL_LINEAR_NETWORK, 3, 6, PEN_LOSS_SQUARED, .3);
      options.stop = PEN_STOP_TIME;
      options.time = .5;
      g_autoptr (PenTraining) training = run (data, options);
      Vector theta = runge_kutta (data.view, options.model, .5, 20000), w (training->d);
      pen_network_weights (&options.model, theta.data (), w.data ());
      /* a few hundred steps at 1e-8 each */
      for (gsize k = 0; k < training->d; k++)
        EXPECT_NEAR (training->w[k], w[k], 1e-5 * pen_norm_inf (training->d, w.data ())) << kind << " " << k;
    }
}

TEST (ParameterFlow, SmallStartsFindALowRankMatrix)
{
  Problem problem = sensing (14, 4, 4);
  for (double scale : { 1e-4, 1e-12 })
    {
      g_autoptr (PenTraining) training = run (problem, factorization (4, 4, 4, scale));
      EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << training->reason;
      EXPECT_LT (training->log10_loss, -15); /* of targets of order one, squared */
      EXPECT_LT (training->seconds, 5);
    }
}

TEST (ParameterFlow, FactorsKeepTheirBalance)
{
  Problem problem = sensing (6, 3, 4);
  PenTrainingOptions options = network (PEN_MODEL_LINEAR_NETWORK, 12, 1, PEN_LOSS_SQUARED, .3);
  Vector start (13);
  pen_network_start (&options.model, start.data ());
  g_autoptr (PenTraining) training = run (problem, options);
  /* one unit: w = a W with ‖W‖² − a² kept, so that W and a follow from w: a² = (√(b² + 4‖w‖²) − b)/2. W turns towards
   * the data, and where the run rests Σ r_i a x_i = 0: a ≠ 0 makes it a least-squares solution */
  double balance = pen_dot (12, start.data (), start.data ()) - start[12] * start[12];
  double w2 = pen_dot (12, training->w, training->w), a2 = (std::sqrt (balance * balance + 4 * w2) - balance) / 2;
  /* off the row space of X only a changes W's start: (w/a)_⊥ = W(0)_⊥. A few hundred steps at 1e-8 */
  Vector W (12), part (6), back (12);
  for (gsize k = 0; k < 12; k++)
    W[k] = training->w[k] / (start[12] > 0 ? std::sqrt (a2) : -std::sqrt (a2)) - start[k];
  pen_gemv (6, 12, problem.Vt.data (), W.data (), part.data ());
  pen_gemv_t (6, 12, problem.Vt.data (), part.data (), back.data ());
  double sign = 0, same = 0;
  for (gsize k = 0; k < 12; k++)
    same = std::max (same, std::fabs (W[k] - back[k]));
  for (gsize k = 0; k < 12; k++)
    {
      W[k] = -(W[k] + start[k]) - start[k];
    }
  pen_gemv (6, 12, problem.Vt.data (), W.data (), part.data ());
  pen_gemv_t (6, 12, problem.Vt.data (), part.data (), back.data ());
  for (gsize k = 0; k < 12; k++)
    sign = std::max (sign, std::fabs (W[k] - back[k]));
  EXPECT_LT (std::min (same, sign), 1e-5); /* a may have changed its sign */
}

TEST (ParameterFlow, LargeSensingIsQuickAndCancels)
{
  Problem problem = sensing (200, 20, 20);
  PenTrainingOptions options = factorization (20, 20, 20, 1e-4);
  g_autoptr (PenTraining) training = run (problem, options);
  EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED);
  PenTraining *cancelled = nullptr;
  EXPECT_LT (seconds_to_cancel (problem, options, .05, &cancelled), .05);
  ASSERT_NE (cancelled, nullptr);
  EXPECT_EQ (cancelled->status, PEN_TRAINING_CANCELLED);
  pen_training_free (cancelled);
}

/* Mirror descent's flow and the parameters' own are the same path: w(t) at every t. */
TEST (ParameterFlow, DiagonalParametersFollowTheMirrorMap)
{
  for (guint depth : { 2u, 3u })
    {
      std::mt19937 random (5);
      std::normal_distribution<double> normal;
      Vector X (4 * 9), y (4);
      for (double &x : X)
        x = normal (random);
      for (double &t : y)
        t = normal (random);
      Problem problem (PEN_TASK_REGRESSION, 4, 9, X, y);
      PenTrainingOptions options = options_for (9, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, depth, .1);
      for (double time : { .01, .1, 1., 10. })
        {
          options.stop = PEN_STOP_TIME;
          options.time = time;
          options.model.in_parameters = FALSE;
          g_autoptr (PenTraining) mirror = run (problem, options);
          options.model.in_parameters = TRUE;
          g_autoptr (PenTraining) direct = run (problem, options);
          double gap = 0, size = 0;
          for (int j = 0; j < 9; j++)
            {
              gap = std::max (gap, std::fabs (mirror->w[j] - direct->w[j]));
              size = std::max (size, std::fabs (mirror->w[j]));
            }
          /* Each is exact to 1e-8 a step, and takes some hundred steps; where w grows fastest, errors in t count
           * tenfold. */
          EXPECT_LT (gap, 2e-5 * size) << depth << " " << time;
        }
    }
}
