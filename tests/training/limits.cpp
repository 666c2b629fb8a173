/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <numeric>

/* Labels by a random direction, points near its hyperplane left out: separable. */
static Problem
separable (gsize n, gsize d, unsigned seed, bool is_reversed = false)
{
  std::mt19937 random (seed);
  std::normal_distribution<double> normal;
  Vector direction (d), X, y;
  for (double &x : direction)
    x = normal (random);
  while (y.size () < n)
    {
      Vector x (d);
      for (double &entry : x)
        entry = normal (random);
      double side =
          std::inner_product (x.begin (), x.end (), direction.begin (), 0.) / pen_norm2 (d, direction.data ());
      if (std::fabs (side) < .1)
        continue;
      X.insert (is_reversed ? X.begin () : X.end (), x.begin (), x.end ());
      y.insert (is_reversed ? y.begin () : y.end (), side > 0 ? 1 : -1);
    }
  return Problem (PEN_TASK_CLASSIFICATION, n, d, X, y);
}

TEST (Steps, AreCountedAndRefused)
{
  Problem problem (PEN_TASK_REGRESSION, 1, 2, { 1, 2 }, { 1 });
  PenTrainingOptions options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED);
  GError *error = nullptr;
  options.stop = PEN_STOP_STEPS, options.steps = 7;
  g_autoptr (PenTraining) training = run (problem, options);
  EXPECT_EQ (training->steps, 7u);
  EXPECT_EQ (training->status, PEN_TRAINING_STOPPED);
  EXPECT_EQ (training->trace->frames[training->trace->n_frames - 1].log10_time, training->log10_time);
  options.steps = 0;
  EXPECT_EQ (pen_training_run (&problem.view, &options, nullptr, nullptr, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
  g_clear_error (&error);
  options.steps = 7, options.model.kind = PEN_MODEL_LINEAR;
  EXPECT_EQ (pen_training_run (&problem.view, &options, nullptr, nullptr, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED));
  g_clear_error (&error);
}

/* Each refusal names what it is about. */
TEST (Flow, RefusalsNameTheirCause)
{
  auto message = [] (const Problem &problem, const PenTrainingOptions &options) {
    g_autoptr (GError) error = nullptr;
    g_autoptr (PenTraining) training = pen_training_run (&problem.view, &options, nullptr, nullptr, nullptr, &error);
    EXPECT_EQ (training, nullptr);
    EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
    return std::string (error != nullptr ? error->message : "");
  };
  Problem plain (PEN_TASK_CLASSIFICATION, 2, 2, { 4, 3, -4, -3 }, { 1, -1 });
  Problem tiny (PEN_TASK_CLASSIFICATION, 2, 2, { 4e-300, 3e-300, 3e-300, -4e-300 }, { 1, -1 });
  PenTrainingOptions options = options_for (2, PEN_MODEL_LINEAR, PEN_LOSS_EXPONENTIAL);

  EXPECT_NE (message (tiny, options).find ("longest row of the features is 5e-300"), std::string::npos);
  options.stop = PEN_STOP_TIME, options.time = 1e308;
  EXPECT_NE (message (plain, options).find ("time 1e+308"), std::string::npos) << message (plain, options);
  options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 6, 1e-150);
  EXPECT_NE (message (plain, options).find ("initialization scale"), std::string::npos);
}

/* Soudry et al. 2018, figure 1: four support vectors around (1, 1)/√2 at margin √2 and twelve points beyond. */
TEST (Tail, GrowsByTheMarginPerDecade)
{
  Vector X = { .5,  1.5,  1.5,  .5,  2,    2,  1.5, 2.5, 3,  1,    2.5,  2,  1,  3,  3,    2.5,
               -.5, -1.5, -1.5, -.5, -2.2, -1, -1,  -2,  -3, -1.2, -1.5, -2, -2, -3, -2.6, -.7 };
  Vector y (16, 1);
  std::fill (y.begin () + 8, y.end (), -1);
  for (PenLoss loss : { PEN_LOSS_EXPONENTIAL, PEN_LOSS_LOGISTIC })
    {
      Problem problem (PEN_TASK_CLASSIFICATION, 16, 2, X, y);
      g_autoptr (PenTraining) training = run (problem, options_for (2, PEN_MODEL_LINEAR, loss));
      ASSERT_EQ (training->status, PEN_TRAINING_CONVERGED);
      EXPECT_NEAR (training->direction[0], std::sqrt (.5), 1e-9);
      const PenFrame *from = nullptr;
      for (gsize i = 0; i < training->trace->n_frames && from == nullptr; i++)
        if (training->trace->frames[i].log10_time > 20)
          from = training->trace->frames + i;
      ASSERT_NE (from, nullptr);
      double decades = training->log10_time - from->log10_time;
      ASSERT_GT (decades, 500);
      /* ‖w‖ − log t/γ and log (loss t) are bounded, here by less than ½, and divided by the decades */
      EXPECT_NEAR ((pen_norm2 (2, training->w) - pen_norm2 (2, from->w)) / decades, std::log (10) / std::sqrt (2),
                   1e-3);
      EXPECT_NEAR ((training->log10_loss - from->log10_loss) / decades, -1, 1e-3);
    }
}

/* Xᵀλ = z = h⁻¹(w) never leaves the row space: with one sample (1, 2), 2z₁ − z₂ stays what it is at the start. */
TEST (Path, KeepsToTheRowSpace)
{
  for (guint depth : { 2u, 3u, 5u })
    {
      Problem problem (PEN_TASK_REGRESSION, 1, 2, { 1, 2 }, { 1 });
      PenTrainingOptions options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, depth, .3);
      g_autoptr (PenTraining) training = run (problem, options);
      ASSERT_EQ (training->status, PEN_TRAINING_CONVERGED);
      for (gsize i = 0; i < training->trace->n_frames; i++)
        {
          double z[2];
          ASSERT_TRUE (pen_model_inverse (&options.model, training->trace->frames[i].w, z));
          /* relative 1e-8 a step, some hundreds of steps */
          EXPECT_NEAR (2 * z[0], z[1], 5e-6 * std::fabs (z[1]) + 1e-12) << depth;
        }
    }
}

TEST (Path, KeepsTheStartsOwnPart)
{
  /* w₀ = (2, −1) is orthogonal to both samples (1, 2) and (2, 4): it stays. */
  Problem problem (PEN_TASK_CLASSIFICATION, 2, 2, { 1, 2, 2, 4 }, { 1, 1 });
  PenTrainingOptions options = options_for (2, PEN_MODEL_LINEAR, PEN_LOSS_EXPONENTIAL);
  Vector start = { 2, -1 };
  options.model.start = start.data ();
  options.stop = PEN_STOP_TIME, options.time = 5;
  g_autoptr (PenTraining) training = run (problem, options);
  EXPECT_NEAR (2 * training->w[0] - training->w[1], 5, 1e-13);
}

/* The order of the samples changes every sum's rounding and nothing else; at the end margins are 1e11 times what the
 * softmax still tells apart. n > d, n < d, and both losses: all the coordinates of linear models. */
TEST (Tail, RoundingDoesNotStopIt)
{
  for (PenLoss loss : { PEN_LOSS_EXPONENTIAL, PEN_LOSS_LOGISTIC })
    for (gsize d : { 20u, 120u })
      {
        gsize n = 60;
        Problem problem = separable (n, d, 5), reversed = separable (n, d, 5, true);
        g_autoptr (PenTraining) one = run (problem, options_for (d, PEN_MODEL_LINEAR, loss));
        g_autoptr (PenTraining) other = run (reversed, options_for (d, PEN_MODEL_LINEAR, loss));
        EXPECT_EQ (one->status, PEN_TRAINING_CONVERGED) << one->reason;
        EXPECT_EQ (other->status, PEN_TRAINING_CONVERGED) << other->reason;
        EXPECT_LT (one->steps, 3000u);
        /* each is within ten times the tolerance (1e-10 over the last decade, falling like 1/s) of the limit */
        for (gsize j = 0; j < d; j++)
          EXPECT_NEAR (one->direction[j], other->direction[j], 1e-9);
        double least = HUGE_VAL;
        for (gsize i = 0; i < n; i++)
          least = std::fmin (least, problem.y[i] * pen_dot (d, problem.X.data () + i * d, one->direction));
        EXPECT_GT (least, .01);
      }
}

TEST (Network, SaysThatNoWeightsFit)
{
  /* ½(w + 1)², w ≥ 0: the pull is downwards at 0. */
  Problem problem (PEN_TASK_REGRESSION, 1, 1, { 1 }, { -1 });
  PenTrainingOptions options = options_for (1, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED);
  options.model.is_signed = FALSE;
  g_autoptr (PenTraining) training = run (problem, options);
  EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED);
  EXPECT_NE (std::string (training->reason).find ("w ≥ 0"), std::string::npos) << training->reason;
  EXPECT_NEAR (training->w[0], 0, 1e-12);
  EXPECT_NEAR (training->log10_loss, std::log10 (.5), 1e-12);
}

/* One equation twice, with two targets, and three unknowns: z = h⁻¹(w) is a multiple of x = (2, 1, −1), and ⟨w, x⟩ the
 * targets' mean. */
TEST (Network, DeepOnesEndInTheRowSpace)
{
  Problem problem (PEN_TASK_REGRESSION, 2, 3, { 2, 1, -1, 2, 1, -1 }, { 1.5, .25 });
  for (guint depth : { 3u, 5u, 7u, 10u })
    for (bool is_signed : { true, false })
      for (double alpha : { .3, .5, 1. })
        {
          PenTrainingOptions options = options_for (3, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, depth, alpha);
          options.model.is_signed = is_signed;
          g_autoptr (PenTraining) training = run (problem, options);
          double z[3];
          EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << training->reason;
          ASSERT_TRUE (pen_model_inverse (&options.model, training->w, z));
          /* a hundred times the rounding of the equation; the steps alone stray by 1e-8 */
          EXPECT_NEAR (z[0], 2 * z[1], 1e-10 * std::fabs (z[0])) << depth << ", " << alpha << ", " << is_signed;
          EXPECT_NEAR (z[0], -2 * z[2], 1e-10 * std::fabs (z[0])) << depth << ", " << alpha << ", " << is_signed;
          EXPECT_NEAR (2 * training->w[0] + training->w[1] - training->w[2], .875, 1e-12);
        }
}

/* Twenty equations, a hundred unknowns, three layers from 1e-4: rates from 1e-4 to 1 in one system. */
TEST (Network, DeepAndSmallConverges)
{
  gsize n = 20, d = 100;
  std::mt19937 random (11);
  std::normal_distribution<double> normal;
  Vector X (n * d), y (n);
  for (double &x : X)
    x = normal (random) / std::sqrt ((double)n);
  for (gsize i = 0; i < n; i++)
    y[i] = 1.5 * X[i * d + 3] - X[i * d + 40] + .7 * X[i * d + 77];
  Problem problem (PEN_TASK_REGRESSION, n, d, X, y);
  g_autoptr (PenTraining) training = run (problem, options_for (d, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 3, 1e-4));
  EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << training->reason;
  EXPECT_LT (training->log10_loss, -20);
  EXPECT_NEAR (training->w[3], 1.5, 1e-2); /* depth 3 from 1e-4 is within 1e-3 of the sparsest fit */
}

TEST (Large, ConvergesAndCancels)
{
  gsize n = 1000, d = 1000;
  Problem problem = separable (n, d, 3);
  PenTrainingOptions options = options_for (d, PEN_MODEL_LINEAR, PEN_LOSS_EXPONENTIAL);
  g_autoptr (PenTraining) whole = run (problem, options);
  EXPECT_EQ (whole->status, PEN_TRAINING_CONVERGED) << whole->reason;
  PenTraining *training = nullptr;
  EXPECT_LT (seconds_to_cancel (problem, options, whole->seconds / 2, &training), .05);
  ASSERT_NE (training, nullptr);
  EXPECT_EQ (training->status, PEN_TRAINING_CANCELLED);
  pen_training_free (training);
}

/* Depth 3 on these points: rounding would turn the direction at log₁₀ t = 6·10⁸, and the margin would fall by 4 ‰ at
 * once. */
TEST (Tail, ADeepNetworkStopsBeforeRoundingTurnsIt)
{
  Problem problem (PEN_TASK_CLASSIFICATION, 6, 2, { .5, 1.7, 1.9, .6, 2.3, 2, -.9, -1.1, -2, -.3, -.4, -2.2 },
                   { 1, 1, 1, -1, -1, -1 });
  g_autoptr (PenTraining) training = run (problem, options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_EXPONENTIAL, 3, .1));
  const PenTrace *trace = training->trace;
  double largest = 0;

  for (gsize k = 1; k < trace->n_frames; k++)
    {
      const double *w = trace->frames[k].w;
      double least = INFINITY;

      if (trace->frames[k].log10_loss > -100) /* ‖θ‖² is Σ|w|^(2/3) up to what is left of the start */
        continue;
      for (int i = 0; i < 6; i++)
        least = std::fmin (least, problem.y[i] * (problem.X[2 * i] * w[0] + problem.X[2 * i + 1] * w[1]));
      double margin = least / std::pow (std::cbrt (w[0] * w[0]) + std::cbrt (w[1] * w[1]), 1.5);
      largest = std::fmax (largest, margin);
      EXPECT_GT (margin, (1 - 2e-3) * largest) << k;
    }
  EXPECT_GT (training->log10_time, 1e8) << "and not long before";
  EXPECT_EQ (training->status, PEN_TRAINING_STOPPED);
}

/* ‖θ‖² of u² − v² is the sum of |w| but for what is left of the start; where rounding turned the direction, the worst
 * margin ended at −0.8 of it. */
TEST (Tail, AShallowNetworkStopsBeforeRoundingTurnsIt)
{
  Vector X = { 0.7236490231334424,  0.6972581900253083,  -1.3123336629533346, -0.3737574414663936,
               -0.5149955292041763, 0.20790465904469757, -1.6849419797309495, 1.2717528081338776,
               0.30013179535055773, 0.43483702547979786, -1.1841403768848728, -0.026420371368168806,
               1.3346502881568998,  -1.5696956024589206, 0.3057680573775562,  0.6988049143143882 };
  Problem problem (PEN_TASK_CLASSIFICATION, 4, 4, X, { -1, 1, -1, 1 });
  for (PenLoss loss : { PEN_LOSS_LOGISTIC, PEN_LOSS_EXPONENTIAL })
    {
      g_autoptr (PenTraining) training = run (problem, options_for (4, PEN_MODEL_DIAGONAL, loss, 2, .01));
      const PenTrace *trace = training->trace;
      double largest = 0;

      for (gsize k = 1; k < trace->n_frames; k++)
        {
          const double *w = trace->frames[k].w;
          double least = INFINITY;

          if (trace->frames[k].log10_loss > -100)
            continue;
          for (int i = 0; i < 4; i++)
            least = std::fmin (least, problem.y[i] * pen_dot (4, X.data () + 4 * i, w));
          double margin = least / pen_norm1 (4, w);
          largest = std::fmax (largest, margin);
          EXPECT_GT (margin, (1 - 2e-3) * largest) << k;
        }
      EXPECT_GT (largest, 0);
      EXPECT_GT (training->log10_time, 1e5) << "and not long before";
    }
}
