/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

namespace
{
Problem
gaussian (PenTask task, gsize n, gsize d, unsigned seed)
{
  std::mt19937 random (seed);
  std::normal_distribution<double> normal;
  Vector X (n * d), y (n), w (d);
  for (double &x : X)
    x = normal (random);
  for (double &x : w)
    x = normal (random);
  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < d; j++)
        y[i] += X[i * d + j] * w[j];
      if (task == PEN_TASK_CLASSIFICATION)
        y[i] = y[i] > 0 ? 1 : -1;
    }
  return Problem (task, n, d, X, y);
}

PenTrainingOptions
with_method (PenTrainingOptions options, PenMethod method, double step_size = 0)
{
  options.method = method;
  options.step_size = step_size;
  options.batch_size = 1;
  options.momentum = .9;
  options.exponent = 1;
  options.seed = 1;
  return options;
}

double
relative (gsize d, const double *a, const double *b)
{
  double gap = 0, size = 0;
  for (gsize j = 0; j < d; j++)
    gap += (a[j] - b[j]) * (a[j] - b[j]), size += b[j] * b[j];
  return std::sqrt (gap / size);
}

/* w₀ + V Σ⁻¹ Uᵀ(y − Xw₀), from the problem's own decomposition. */
Vector
nearest (const Problem &problem, const Vector &start)
{
  const PenProblem &p = problem.view;
  Vector w = start;
  for (gsize k = 0; k < p.rank; k++)
    {
      double c = 0;
      for (gsize i = 0; i < p.n; i++)
        {
          double r = p.y[i];
          for (gsize j = 0; j < p.d; j++)
            r -= p.X[i * p.d + j] * start[j];
          c += p.U[i * p.k + k] * r;
        }
      for (gsize j = 0; j < p.d; j++)
        w[j] += c / p.sigma[k] * p.Vt[k * p.d + j];
    }
  return w;
}
}

/* x = 1, y = 2, η = ½: w goes 0, 1, 3/2, 7/4, …; t counts the steps' sizes. */
TEST (Descent, ValuesByHand)
{
  Problem problem (PEN_TASK_REGRESSION, 1, 1, { 1 }, { 2 });
  PenTrainingOptions options =
      with_method (options_for (1, PEN_MODEL_LINEAR, PEN_LOSS_SQUARED), PEN_METHOD_GRADIENT_DESCENT, .5);
  options.stop = PEN_STOP_STEPS;
  options.steps = 3;
  g_autoptr (PenTraining) training = run (problem, options);
  EXPECT_EQ (training->steps, 3u);
  EXPECT_EQ (training->status, PEN_TRAINING_STOPPED);
  EXPECT_DOUBLE_EQ (training->w[0], 1.75);
  EXPECT_NEAR (training->log10_time, std::log10 (1.5), 1e-14);
  EXPECT_NEAR (training->log10_loss, std::log10 (.5 * .0625), 1e-14);
  EXPECT_DOUBLE_EQ (training->step_limit, 2);
  /* Heavy ball, β = ½: Δ = 1, w = 1; Δ = ½ + ½, w = 2; Δ = ½ + 0, w = 2½. */
  options.method = PEN_METHOD_MOMENTUM;
  options.momentum = .5;
  g_autoptr (PenTraining) heavy = run (problem, options);
  EXPECT_DOUBLE_EQ (heavy->w[0], 2.5);
  EXPECT_DOUBLE_EQ (heavy->step_limit, 3); /* 2(1 + β)/λ */
  /* Nesterov: looks at w + Δ/2: Δ = 1, w = 1; at 1½: Δ = ½ + ¼, w = 1¾; at 2⅛: Δ = 3/8 − 1/16, w = 2 1/16. */
  options.method = PEN_METHOD_NESTEROV;
  g_autoptr (PenTraining) nesterov = run (problem, options);
  EXPECT_DOUBLE_EQ (nesterov->w[0], 2.0625);
}

/* Adam's first move is its step size along the gradient's signs whatever the gradient's size is: m/√v = g/|g|. The
 * force of the three points at w = 0 sums to 3/2 (logistic) or 3 (exponential). */
TEST (Descent, AdamsStepIsALength)
{
  Problem problem (PEN_TASK_CLASSIFICATION, 3, 2, { 3, -1, 2, -5, 4, -.5 }, { 1, 1, 1 });
  for (PenLoss loss : { PEN_LOSS_LOGISTIC, PEN_LOSS_EXPONENTIAL })
    {
      PenTrainingOptions options = with_method (options_for (2, PEN_MODEL_LINEAR, loss), PEN_METHOD_ADAM, .125);
      options.stop = PEN_STOP_STEPS;
      options.steps = 1;
      g_autoptr (PenTraining) training = run (problem, options);
      EXPECT_NEAR (training->w[0], .125, 1e-15);
      EXPECT_NEAR (training->w[1], -.125, 1e-15);
      EXPECT_NEAR (training->step_size, .125, 1e-15);
      EXPECT_NEAR (training->log10_time, std::log10 (.125), 1e-14);
    }
}

/* Kingma and Ba 2015 by hand, without ε, in the parameters of u² − v². */
TEST (Descent, AdamMovesParameters)
{
  const double X[2][2] = { { 1, 2 }, { -1, .5 } }, y[2] = { 1, 2 }, step = .01;
  double theta[4] = { .3, .3, .3, .3 }, m[4] = {}, v[4] = {};
  Problem problem (PEN_TASK_REGRESSION, 2, 2, { 1, 2, -1, .5 }, { 1, 2 });
  PenTrainingOptions options =
      with_method (options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, .3), PEN_METHOD_ADAM, step);

  options.stop = PEN_STOP_STEPS;
  for (int t = 1; t <= 40; t++)
    {
      double r[2], g[4];

      for (int i = 0; i < 2; i++)
        {
          r[i] = -y[i];
          for (int j = 0; j < 2; j++)
            r[i] += X[i][j] * (theta[j] * theta[j] - theta[2 + j] * theta[2 + j]);
        }
      for (int j = 0; j < 4; j++)
        g[j] = (j < 2 ? 2 : -2) * theta[j] * (r[0] * X[0][j % 2] + r[1] * X[1][j % 2]);
      for (int j = 0; j < 4; j++)
        {
          m[j] = .9 * m[j] + .1 * g[j];
          v[j] = .999 * v[j] + .001 * g[j] * g[j];
          theta[j] -= step * (m[j] / (1 - std::pow (.9, t))) / std::sqrt (v[j] / (1 - std::pow (.999, t)));
        }
      options.steps = t;
      g_autoptr (PenTraining) training = run (problem, options);
      for (int j = 0; j < 2; j++)
        EXPECT_NEAR (training->w[j], theta[j] * theta[j] - theta[2 + j] * theta[2 + j], 1e-13) << t;
    }
}

/* Its steps keep their length: automatic ones are shortened until the gradient is at rounding. */
TEST (Descent, AdamComesToRestByItself)
{
  Problem problem (PEN_TASK_REGRESSION, 1, 2, { 1, 2 }, { 1 });
  for (PenModelKind model : { PEN_MODEL_LINEAR, PEN_MODEL_DIAGONAL })
    for (PenStop stop : { PEN_STOP_LIMIT, PEN_STOP_TIME })
      {
        PenTrainingOptions options = with_method (options_for (2, model, PEN_LOSS_SQUARED, 2, .1), PEN_METHOD_ADAM);
        options.stop = stop;
        options.time = 1e6;
        g_autoptr (PenTraining) training = run (problem, options);
        EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << training->reason;
        EXPECT_NEAR (training->w[0] + 2 * training->w[1], 1, 1e-13);
        EXPECT_NEAR (training->w[0], training->w[1], 1e-13) << "signs know no length of x";
      }
}

/* At α = 1e-150 a step of depth 4 would be α³ long. */
TEST (Descent, SaysThatAStartIsTooSmall)
{
  Problem problem (PEN_TASK_REGRESSION, 1, 2, { 1, 2 }, { 1 });
  PenTrainingOptions options =
      with_method (options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 4, 1e-150), PEN_METHOD_GRADIENT_DESCENT);
  g_autoptr (PenTraining) training = run (problem, options);

  EXPECT_EQ (training->status, PEN_TRAINING_STOPPED);
  EXPECT_NE (std::string (training->reason).find ("initialization scale"), std::string::npos) << training->reason;
}

/* Every method that moves by gradients stays in w₀ + rowspace(X), and so ends at the same w (NUMERICS §8, 1 and 10). */
TEST (Descent, GradientMethodsEndAtTheNearestInterpolant)
{
  for (PenMethod method : { PEN_METHOD_GRADIENT_DESCENT, PEN_METHOD_SGD, PEN_METHOD_MOMENTUM, PEN_METHOD_NESTEROV,
                            PEN_METHOD_MIRROR_DESCENT })
    for (PenSampling sampling : { PEN_SAMPLING_REPLACEMENT, PEN_SAMPLING_SHUFFLED })
      {
        Problem problem = gaussian (PEN_TASK_REGRESSION, 5, 12, 3);
        PenTrainingOptions options = with_method (options_for (12, PEN_MODEL_LINEAR, PEN_LOSS_SQUARED), method);
        Vector start (12, .3);
        options.model.start = start.data ();
        options.sampling = sampling;
        g_autoptr (PenTraining) training = run (problem, options);
        EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << pen_method_nick (method) << " " << training->reason;
        /* The gradient stops at 16 ε of its terms; X⁺ X⁺ᵀ of a Gaussian 5 × 12 magnifies by less than 10. */
        EXPECT_LT (relative (12, training->w, nearest (problem, start).data ()), 1e-13) << pen_method_nick (method);
        EXPECT_LT (training->off_span, 1e-13);
      }
}

TEST (Descent, StepsByCoordinatesLeaveTheSpan)
{
  Problem problem = gaussian (PEN_TASK_REGRESSION, 5, 12, 3);
  g_autoptr (PenTraining) training =
      run (problem, with_method (options_for (12, PEN_MODEL_LINEAR, PEN_LOSS_SQUARED), PEN_METHOD_COORDINATE_DESCENT));
  EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED);
  EXPECT_GT (training->off_span, .1);
}

/* Just below 2/λ_max it converges, just above it diverges, and says which step size did it. */
TEST (Descent, StabilityLimitIsSharp)
{
  Problem problem = gaussian (PEN_TASK_REGRESSION, 5, 12, 4);
  double limit = 2 / (problem.view.sigma[0] * problem.view.sigma[0]);
  PenTrainingOptions options = options_for (12, PEN_MODEL_LINEAR, PEN_LOSS_SQUARED);
  g_autoptr (PenTraining) below = run (problem, with_method (options, PEN_METHOD_GRADIENT_DESCENT, .99 * limit));
  g_autoptr (PenTraining) above = run (problem, with_method (options, PEN_METHOD_GRADIENT_DESCENT, 1.01 * limit));
  EXPECT_EQ (below->status, PEN_TRAINING_CONVERGED) << below->reason;
  EXPECT_EQ (above->status, PEN_TRAINING_DIVERGED);
  EXPECT_NEAR (above->step_limit, limit, 1e-12 * limit);
  EXPECT_NE (std::string (above->reason).find ("stability limit"), std::string::npos) << above->reason;
}

/* Along the steepest direction heavy ball's step is w⁺ = (1 + β − ηλ) w − β w⁻, Nesterov's w⁺ = (1 − ηλ)((1 + β) w − β
 * w⁻): −1 is a root at ηλ = 2(1 + β) and at 2(1 + β)/(1 + 2β). */
TEST (Descent, MemoryMovesTheStabilityLimit)
{
  Problem problem = gaussian (PEN_TASK_REGRESSION, 5, 12, 4);
  double beta = .9, lambda = problem.view.sigma[0] * problem.view.sigma[0];
  PenTrainingOptions options = options_for (12, PEN_MODEL_LINEAR, PEN_LOSS_SQUARED);

  options.momentum = beta;
  for (PenMethod method : { PEN_METHOD_MOMENTUM, PEN_METHOD_NESTEROV })
    {
      double limit = 2 * (1 + beta) / lambda / (method == PEN_METHOD_NESTEROV ? 1 + 2 * beta : 1);
      g_autoptr (PenTraining) below = run (problem, with_method (options, method, .99 * limit));
      g_autoptr (PenTraining) above = run (problem, with_method (options, method, 1.01 * limit));

      EXPECT_EQ (below->status, PEN_TRAINING_CONVERGED) << below->reason;
      EXPECT_EQ (above->status, PEN_TRAINING_DIVERGED);
      EXPECT_NEAR (above->step_limit, limit, 1e-12 * limit);
      EXPECT_NE (std::string (above->reason).find ("2(1 + β)/"), std::string::npos) << above->reason;
    }
}

/* On a separable tail the automatic step is η_t = 1/(λ Σρ): the clock grows by a fixed length a step, so T steps are as
 * far as the flow's clock T, where the angle is about 1/T. */
TEST (Descent, TailsReachTheMaxMarginDirection)
{
  Problem problem = gaussian (PEN_TASK_CLASSIFICATION, 8, 12, 5);
  PenTrainingOptions options = options_for (12, PEN_MODEL_LINEAR, PEN_LOSS_EXPONENTIAL);
  g_autoptr (PenTraining) flow = run (problem, options);
  for (PenMethod method : { PEN_METHOD_GRADIENT_DESCENT, PEN_METHOD_MOMENTUM, PEN_METHOD_SGD })
    {
      PenTrainingOptions steps = with_method (options, method);
      steps.stop = PEN_STOP_STEPS;
      steps.steps = 200000;
      g_autoptr (PenTraining) training = run (problem, steps);
      EXPECT_LT (relative (12, training->direction, flow->direction), 2e-3) << pen_method_nick (method);
    }
}

/* Gunasekar et al. 2018: steepest descent in ℓ₁ and ℓ_∞ on a separable tail maximises that norm's margin. Adam follows.
 */
TEST (Descent, SteepestDescentMaximisesItsMargin)
{
  Problem problem = gaussian (PEN_TASK_CLASSIFICATION, 10, 6, 15);
  PenTrainingOptions options = options_for (6, PEN_MODEL_LINEAR, PEN_LOSS_EXPONENTIAL);
  auto margin = [&] (const PenTraining *training, bool is_l1) {
    double smallest = HUGE_VAL;
    for (gsize i = 0; i < 10; i++)
      smallest = std::min (smallest, problem.y[i] * pen_dot (6, &problem.X[i * 6], training->w));
    return smallest / (is_l1 ? pen_norm1 (6, training->w) : pen_norm_inf (6, training->w));
  };
  auto trained = [&] (PenMethod method) {
    PenTrainingOptions steps = with_method (options, method);
    steps.stop = PEN_STOP_STEPS;
    steps.steps = 300000;
    return run (problem, steps);
  };
  g_autoptr (PenTraining) flow = run (problem, options), one = trained (PEN_METHOD_COORDINATE_DESCENT),
                          sign = trained (PEN_METHOD_SIGN_DESCENT), adam = trained (PEN_METHOD_ADAM);
  EXPECT_GT (margin (one, true), margin (flow, true));
  EXPECT_GT (margin (one, true), margin (sign, true));
  EXPECT_GT (margin (sign, false), margin (flow, false));
  EXPECT_GT (margin (sign, false), margin (one, false));
  EXPECT_GT (margin (adam, false), margin (flow, false));
  EXPECT_NEAR (margin (adam, false), margin (sign, false), .02 * margin (sign, false));
}

/* u ← u(1 + 2ηg), v ← v(1 − 2ηg) shrinks |u v| by |1 − 4η²g²| a step: from one step by hand, and along a run. */
TEST (Descent, FiniteStepsShrinkTheProduct)
{
  Problem problem (PEN_TASK_REGRESSION, 1, 1, { 1 }, { 1 });
  PenTrainingOptions options =
      with_method (options_for (1, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, .5), PEN_METHOD_GRADIENT_DESCENT, .1);
  options.stop = PEN_STOP_STEPS;
  options.steps = 1;
  g_autoptr (PenTraining) one = run (problem, options);
  EXPECT_NEAR (one->w[0], .36 - .16, 1e-15); /* g = 1: u = .6, v = .4 */
  ASSERT_NE (one->effective_scale, nullptr);
  EXPECT_NEAR (one->effective_scale[0], std::sqrt (.24), 1e-15);
  options.stop = PEN_STOP_LIMIT;
  g_autoptr (PenTraining) whole = run (problem, options);
  EXPECT_EQ (whole->status, PEN_TRAINING_CONVERGED) << whole->reason;
  EXPECT_NEAR (whole->w[0], 1, 1e-14);
  EXPECT_LT (whole->effective_scale[0], std::sqrt (.24));
}

/* η → 0 follows the flow: halving the step halves the distance (first order). */
TEST (Descent, SmallStepsFollowTheFlow)
{
  Problem problem = gaussian (PEN_TASK_REGRESSION, 4, 8, 6);
  PenTrainingOptions options = options_for (8, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, .3);
  options.stop = PEN_STOP_TIME;
  options.time = .05;
  g_autoptr (PenTraining) flow = run (problem, options);
  for (PenMethod method : { PEN_METHOD_GRADIENT_DESCENT, PEN_METHOD_MIRROR_DESCENT })
    {
      g_autoptr (PenTraining) coarse = run (problem, with_method (options, method, 2e-4)),
                              fine = run (problem, with_method (options, method, 1e-4));
      double ratio = relative (8, coarse->w, flow->w) / relative (8, fine->w, flow->w);
      EXPECT_GT (ratio, 1.8) << pen_method_nick (method);
      EXPECT_LT (ratio, 2.2) << pen_method_nick (method);
    }
}

/* From a small start the mirror map is nearly flat at first and steep later: automatic steps must follow both. */
TEST (Descent, MirrorDescentReachesTheFlowsLimit)
{
  Problem problem = gaussian (PEN_TASK_REGRESSION, 4, 8, 6);
  PenTrainingOptions options = options_for (8, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, 1e-3);
  g_autoptr (PenTraining) flow = run (problem, options),
                          mirror = run (problem, with_method (options, PEN_METHOD_MIRROR_DESCENT));
  EXPECT_EQ (mirror->status, PEN_TRAINING_CONVERGED) << mirror->reason;
  /* z stays in the row space whatever the steps, and so the limit is the same least potential; the flow is exact to
   * 1e-8. */
  EXPECT_LT (relative (8, mirror->w, flow->w), 1e-7);
}

TEST (Descent, SgdIsSeeded)
{
  Problem problem = gaussian (PEN_TASK_REGRESSION, 6, 10, 8);
  PenTrainingOptions options =
      with_method (options_for (10, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, .1), PEN_METHOD_SGD, 1e-3);
  options.stop = PEN_STOP_STEPS;
  options.steps = 500;
  g_autoptr (PenTraining) a = run (problem, options), b = run (problem, options);
  options.seed = 2;
  g_autoptr (PenTraining) c = run (problem, options);
  options.batch_size = 6;
  options.sampling = PEN_SAMPLING_SHUFFLED;
  g_autoptr (PenTraining) all = run (problem, options);
  options.method = PEN_METHOD_GRADIENT_DESCENT;
  g_autoptr (PenTraining) descent = run (problem, options);
  EXPECT_EQ (relative (10, a->w, b->w), 0);
  EXPECT_GT (relative (10, a->w, c->w), 1e-6);
  EXPECT_LT (relative (10, all->w, descent->w),
             1e-10); /* a batch of everything is gradient descent, summed in another order */
}

TEST (Descent, CancelAndErrors)
{
  Problem problem = gaussian (PEN_TASK_CLASSIFICATION, 200, 300, 9);
  PenTrainingOptions options =
      with_method (options_for (300, PEN_MODEL_LINEAR, PEN_LOSS_LOGISTIC), PEN_METHOD_GRADIENT_DESCENT);
  PenTraining *training = nullptr;
  EXPECT_LT (seconds_to_cancel (problem, options, 5e-3, &training), .05);
  ASSERT_NE (training, nullptr);
  EXPECT_EQ (training->status, PEN_TRAINING_CANCELLED);
  pen_training_free (training);

  auto refused = [&] (PenTrainingOptions bad, PenError code) {
    GError *error = nullptr;
    EXPECT_EQ (pen_training_run (&problem.view, &bad, nullptr, nullptr, nullptr, &error), nullptr);
    EXPECT_TRUE (g_error_matches (error, PEN_ERROR, code));
    g_clear_error (&error);
  };
  refused (with_method (options, PEN_METHOD_GRADIENT_DESCENT, -1), PEN_ERROR_VALUE);
  PenTrainingOptions bad = with_method (options, PEN_METHOD_SGD);
  bad.batch_size = 201;
  refused (bad, PEN_ERROR_VALUE);
  bad = with_method (options, PEN_METHOD_MOMENTUM);
  bad.momentum = 1;
  refused (bad, PEN_ERROR_VALUE);
  bad = with_method (options_for (300, PEN_MODEL_LINEAR, PEN_LOSS_SQUARED), PEN_METHOD_MIRROR_DESCENT);
  bad.model.kind = PEN_MODEL_NEURON;
  refused (bad, PEN_ERROR_UNSUPPORTED);
}
