/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include <numeric>

/* Networks whose weights keep their signs, u² and u∘v from δ = 0: where the targets ask for the other sign a weight
 * falls like e^{−ct} for ever. Their loss is convex in w, so that the Karush–Kuhn–Tucker conditions alone say that w is
 * least. */

struct Draw
{
  Problem problem;
  Vector start, shape;
};

static Draw
draw (unsigned seed, PenTask task)
{
  std::mt19937 random (seed);
  std::normal_distribution<double> normal;
  gsize n = 1 + random () % 10, d = 1 + random () % 9;
  bool is_whole = random () % 2;
  auto number = [&] { return is_whole ? std::round (2 * normal (random)) : normal (random); };
  Vector X (n * d), y (n), start (d), shape (d);
  for (double &x : X)
    x = number ();
  X[0] += X[0] == 0;
  for (double &t : y)
    t = task == PEN_TASK_CLASSIFICATION ? (random () % 2 ? 1 : -1) : number ();
  y[0] += y[0] == 0;
  for (double &w : start)
    w = normal (random);
  for (double &s : shape)
    s = std::exp (normal (random));
  return { Problem (task, n, d, X, y), start, shape };
}

static double
loss_of (const Problem &problem, PenLoss loss, const double *w)
{
  double sum = 0;
  for (gsize i = 0; i < problem.view.n; i++)
    {
      double f = pen_dot (problem.view.d, problem.X.data () + i * problem.view.d, w), y = problem.y[i];
      sum += loss == PEN_LOSS_SQUARED    ? (f - y) * (f - y) / 2
             : loss == PEN_LOSS_LOGISTIC ? std::fmax (0, -y * f) + std::log1p (std::exp (-std::fabs (y * f)))
                                         : std::exp (-y * f);
    }
  return sum;
}

/* No sum of n terms of this size is known better than to 1e-12 of it; the run's own limit is 512 ε, and 16 times that
 * on tails; 16 ε log α² are the rounding of w = α² e^{4z} where the exponent cancels. */
static void
expect_least (const Problem &problem, PenLoss loss, double alpha, const PenTraining *training, const Vector &sign,
              const char *what)
{
  gsize n = problem.view.n, d = problem.view.d;
  double R = 0, scale, top = pen_norm_inf (d, training->w), tolerance;
  Vector force (n), pull (d);
  tolerance = loss == PEN_LOSS_SQUARED ? 1e-12 + 32 * 2.2e-16 * std::fabs (std::log (alpha)) : 1e-11;
  for (gsize i = 0; i < n; i++)
    {
      double f = pen_dot (d, problem.X.data () + i * d, training->w), y = problem.y[i];
      R = std::fmax (R, pen_norm2 (d, problem.X.data () + i * d));
      force[i] = loss == PEN_LOSS_SQUARED    ? y - f
                 : loss == PEN_LOSS_LOGISTIC ? y / (1 + std::exp (y * f))
                                             : y * std::exp (-y * f);
    }
  scale = loss == PEN_LOSS_SQUARED ? pen_norm2 (n, problem.y.data ()) + R * pen_norm2 (d, training->w)
                                   : pen_norm1 (n, force.data ());
  top = std::fmax (top, loss == PEN_LOSS_SQUARED ? pen_norm2 (n, problem.y.data ()) / R : 0);
  pen_gemv_t (n, d, problem.X.data (), force.data (), pull.data ());
  for (gsize j = 0; j < d; j++)
    {
      double w = sign[j] * training->w[j], g = sign[j] * pull[j];
      EXPECT_GE (w, 0) << what;
      EXPECT_LE (g, tolerance * R * scale) << what << ", weight " << j << " = " << w;
      EXPECT_TRUE (w <= 1e-12 * top || g >= -tolerance * R * scale)
          << what << ", weight " << j << " = " << w << ", " << g;
    }
}

/* The loss that is reported is that of the weights beside it, at the end and all along, and it never rises. */
static void
expect_descent (const Problem &problem, PenLoss loss, const PenTraining *training, const char *what)
{
  double before = HUGE_VAL, unit = loss_of (problem, loss, Vector (problem.view.d).data ());
  double first = loss_of (problem, loss, training->trace->frames[0].w);
  for (gsize k = 0; k < training->trace->n_frames; k++)
    {
      const PenFrame *frame = training->trace->frames + k;
      double here = loss_of (problem, loss, frame->w);
      /* on the way the loss is that of Newton's last iterate; it and the steps are right to 1e-8 of log w, which is
       * down to −700 and below, of weights that may have been large before */
      EXPECT_NEAR (std::pow (10, frame->log10_loss), here, 1e-2 * (here + unit) + 1e-13 * first)
          << what << ", frame " << k;
      EXPECT_LE (here, before + 1e-5 * unit + 1e-13 * first) << what << ", frame " << k;
      before = std::fmin (before, here);
    }
  double end = loss_of (problem, loss, training->w);
  EXPECT_NEAR (std::pow (10, training->log10_loss), end, 1e-10 * (end + unit)) << what;
}

/* (1, −1, 1) w₁ + (3, 2, 2) w₂ = (1, −2, 1): at w = (4/3, 0) the residual is −(1, 2, 1)/3, whose product with the first
 * column is 0 and with the second −3. */
TEST (Nonnegative, EndsAtTheHandWorkedPoint)
{
  Problem problem (PEN_TASK_REGRESSION, 3, 2, { 1, 3, -1, 2, 1, 2 }, { 1, -2, 1 });
  for (double alpha : { 1e-150, 1e-8, .1, 10., 1e3 })
    for (guint depth : { 2u, 3u })
      {
        if (depth > 2 && (alpha < 1e-8 || alpha > 10))
          continue;
        PenTrainingOptions options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, depth, alpha);
        options.model.is_signed = FALSE;
        g_autoptr (PenTraining) training = run (problem, options);
        EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << alpha << ": " << training->reason;
        EXPECT_NEAR (training->w[0], 4. / 3, 1e-12) << alpha;
        EXPECT_NEAR (training->w[1], 0, 1e-12) << alpha;
        EXPECT_NEAR (training->log10_loss, std::log10 (1. / 3), 1e-12) << alpha;
      }
}

/* y = (−1, −1) and columns (1, 0), (1, 1): nothing helps, and w = 0. */
TEST (Nonnegative, SaysFromAnyStartThatNothingFits)
{
  Problem problem (PEN_TASK_REGRESSION, 2, 2, { 1, 1, 0, 1 }, { -1, -1 });
  for (double alpha : { 1e-150, .1, 10. })
    {
      PenTrainingOptions options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, alpha);
      options.model.is_signed = FALSE;
      g_autoptr (PenTraining) training = run (problem, options);
      EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED);
      EXPECT_NE (std::string (training->reason).find ("w ≥ 0"), std::string::npos) << training->reason;
      EXPECT_NEAR (pen_norm_inf (2, training->w), 0, 1e-12);
      Vector start = { .5, -2 };
      options.model.is_untied = TRUE, options.model.init_scale = 0, options.model.start = start.data ();
      g_autoptr (PenTraining) untied = run (problem, options); /* w₂ ≤ 0 fits: w = (0, −1) */
      EXPECT_EQ (untied->status, PEN_TRAINING_CONVERGED);
      EXPECT_NEAR (untied->w[0], 0, 1e-12);
      EXPECT_NEAR (untied->w[1], -1, 1e-12);
    }
}

/* The first feature is 0, and its weight stays for ever at the start, the largest of all: of the others only w₃ ≤ 0 is
 * left at the end, −1/6, where ½ Σ (x₃ w₃ − y)² over x₃ = (0, 3, 3), y = (0, −2, 1) is least. */
TEST (Nonnegative, AFeatureOfZerosStays)
{
  Problem problem (PEN_TASK_REGRESSION, 3, 3, { 0, -1, 0, 0, -1, 3, 0, 3, 3 }, { 0, -2, 1 });
  Vector start = { 1.375072485272689, -2.3108570521600664, -0.3098519101835608 };
  PenTrainingOptions options = options_for (3, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, 0);
  options.model.is_signed = FALSE, options.model.is_untied = TRUE, options.model.start = start.data ();
  g_autoptr (PenTraining) training = run (problem, options);
  EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << training->reason;
  EXPECT_NEAR (training->w[0], start[0], 1e-12);
  EXPECT_NEAR (training->w[1], 0, 1e-12);
  EXPECT_NEAR (training->w[2], -1. / 6, 1e-12);
}

TEST (Nonnegative, RandomTargetsEndInLeastSquares)
{
  const double alphas[] = { 1e-150, 1e-20, 1e-4, .01, .3, 1, 3, 1e3 };
  unsigned misses = 0;
  for (unsigned seed = 0; seed < 300; seed++)
    {
      Draw one = draw (seed, seed % 5 == 0 ? PEN_TASK_CLASSIFICATION : PEN_TASK_REGRESSION);
      gsize d = one.problem.view.d;
      PenTrainingOptions options = options_for (d, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, alphas[seed % 8]);
      g_autofree char *what = g_strdup_printf ("seed %u, α = %g", seed, alphas[seed % 8]);
      Vector sign (d, 1);
      options.model.is_signed = FALSE;
      if (seed % 3 == 1)
        options.model.init_shape = one.shape.data ();
      if (seed % 3 == 2)
        {
          options.model.is_untied = TRUE, options.model.init_scale = 0, options.model.start = one.start.data ();
          for (gsize j = 0; j < d; j++)
            sign[j] = one.start[j] > 0 ? 1 : -1;
        }
      g_autoptr (PenTraining) training = run (one.problem, options);
      EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << what << ": " << training->reason;
      expect_least (one.problem, PEN_LOSS_SQUARED, options.model.init_scale > 0 ? options.model.init_scale : 1,
                    training, sign, what);
      expect_descent (one.problem, PEN_LOSS_SQUARED, training, what);
      misses += training->log10_loss > -10;
    }
  EXPECT_GT (misses, 100u);
  EXPECT_LT (misses, 250u);
}

/* The tails of data that no w separates: their loss has a least point too. */
TEST (Nonnegative, RandomLabelsEndInTheLeastLoss)
{
  unsigned least = 0;
  for (PenLoss loss : { PEN_LOSS_LOGISTIC, PEN_LOSS_EXPONENTIAL })
    for (unsigned seed = 0; seed < 100; seed++)
      {
        Draw one = draw (seed, PEN_TASK_CLASSIFICATION);
        gsize d = one.problem.view.d;
        PenTrainingOptions options = options_for (d, PEN_MODEL_DIAGONAL, loss, 2, seed % 2 ? .3 : 1e-4);
        g_autofree char *what = g_strdup_printf ("loss %d, seed %u", (int)loss, seed);
        options.model.is_signed = FALSE;
        g_autoptr (PenTraining) training = run (one.problem, options);
        bool grows = pen_norm_inf (d, training->w) > 20; /* separable, or a part is: the loss has no least point */
        EXPECT_TRUE (grows || training->status == PEN_TRAINING_CONVERGED) << what << ": " << training->reason;
        if (grows)
          continue;
        least++;
        expect_least (one.problem, loss, 1, training, Vector (d, 1), what);
        expect_descent (one.problem, loss, training, what);
      }
  EXPECT_GT (least, 100u);
}

/* Many more features than samples and many more samples than features, with and without a fit. */
TEST (Nonnegative, WideAndTall)
{
  const gsize sizes[][2] = { { 20, 300 }, { 300, 20 } };
  for (auto [n, d] : sizes)
    for (bool is_feasible : { true, false })
      {
        std::mt19937 random (7);
        std::normal_distribution<double> normal;
        Vector X (n * d), y (n), truth (d);
        for (double &x : X)
          x = is_feasible ? normal (random) : std::fabs (normal (random)) - .1;
        for (gsize j = 0; j < d; j += 5)
          truth[j] = 1 + j % 3;
        pen_gemv (n, d, X.data (), truth.data (), y.data ());
        for (double &t : y)
          t = is_feasible ? t : normal (random);
        Problem problem (PEN_TASK_REGRESSION, n, d, X, y);
        PenTrainingOptions options = options_for (d, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 2, 1e-3);
        g_autofree char *what = g_strdup_printf ("n = %zu, d = %zu", n, d);
        options.model.is_signed = FALSE;
        g_autoptr (PenTraining) training = run (problem, options);
        EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << what << ": " << training->reason;
        expect_least (problem, PEN_LOSS_SQUARED, 1e-3, training, Vector (d, 1), what);
        EXPECT_EQ (training->log10_loss < -20, is_feasible) << what;
      }
}
