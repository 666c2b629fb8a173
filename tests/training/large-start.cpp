/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

/* Deep networks from starts so large that w is a small difference: as u^L − v^L it is lost from αᴸ ≈ 1e14 on. The
 * expectations are made in long double from the map's formula, or follow from the limit αᴸ → ∞, where the flow is that
 * of a linear model in another time. */

using Number = long double;

/* h(ζc) = aᴸ((1 − ζ)^−p − (1 + ζ)^−p), p = L/(L − 2). */
static Number
weight (guint L, Number a, Number zeta)
{
  Number p = (Number)L / (L - 2), less = log1pl (-zeta), more = log1pl (zeta);

  return std::exp (L * std::log (a) - p * more) * expm1l (p * (more - less));
}

template <typename Function>
static Number
root (Number low, Number high, Function is_above)
{
  for (int i = 0; i < 1500; i++) /* halvings from 1 down to what no double is below, and then all digits */
    {
      Number middle = low > 0 ? (low < high / 4 ? std::sqrt (low) * std::sqrt (high) : (low + high) / 2) : high / 2;

      (is_above (middle) ? high : low) = middle;
      if (low > 0 && high - low <= 1e-18L * high)
        break;
    }
  return low;
}

static Number
zeta_of (guint L, Number a, Number w)
{
  return root (0, 1 - 1e-19L, [&] (Number zeta) { return weight (L, a, zeta) > w; });
}

static const guint depths[] = { 3, 4, 7, 10, 20 };
static const double scales[] = { 1, 10, 100, 1000 };

/* ⟨x, h(sx)⟩ = target, s > 0; @x's largest entry is 1. */
static Vector
interpolate (guint L, double alpha, const Vector &x, double target)
{
  Vector w;
  auto value = [&] (Number s) {
    Number sum = 0;
    for (double entry : x)
      sum += entry * weight (L, alpha, s * entry);
    return sum;
  };
  Number s = root (0, 1 - 1e-19L, [&] (Number t) { return value (t) > target; });

  for (double entry : x)
    w.push_back ((double)weight (L, alpha, s * entry));
  return w;
}

/* Relative 1e-8 a step, and those late in a long rest leave the row space by as much as Newton's method may. */
static void
expect_weights (const PenTraining *training, const Vector &w)
{
  double size = pen_norm_inf (w.size (), w.data ());

  EXPECT_EQ (training->status, PEN_TRAINING_CONVERGED) << training->reason;
  for (gsize j = 0; j < w.size (); j++)
    EXPECT_NEAR (training->w[j], w[j], 1e-7 * size) << j;
}

TEST (LargeStart, EndsWhereThePotentialIsLeast)
{
  for (guint L : depths)
    for (double alpha : scales)
      {
        SCOPED_TRACE (::testing::Message () << "L = " << L << ", α = " << alpha);
        Problem one (PEN_TASK_REGRESSION, 1, 2, { .5, 1 }, { .5 });
        g_autoptr (PenTraining) fit = run (one, options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, L, alpha));
        expect_weights (fit, interpolate (L, alpha, { .5, 1 }, .5));

        /* The same sample with two targets: their mean is fitted. */
        Problem two (PEN_TASK_REGRESSION, 2, 3, { .75, -.5, 1, .75, -.5, 1 }, { -.5, 1 });
        g_autoptr (PenTraining) mean = run (two, options_for (3, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, L, alpha));
        expect_weights (mean, interpolate (L, alpha, { .75, -.5, 1 }, .25));
        EXPECT_NEAR (mean->log10_loss, std::log10 (.5625), 1e-12);
      }
}

/* The second weight's rate, a^{2L−2}, is 1e-24 of the first's. */
TEST (LargeStart, MayBeUneven)
{
  Problem problem (PEN_TASK_REGRESSION, 1, 2, { 1, 2 }, { 1 });
  Vector shape = { 1, .01 };
  PenTrainingOptions options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 7, 1000);
  options.model.init_shape = shape.data ();
  g_autoptr (PenTraining) training = run (problem, options);
  EXPECT_NEAR (training->w[0], 1, 1e-12);
  EXPECT_NEAR (training->w[1], 2e-24, 1e-32);
}

/* dw/dt = 2L² α^{2L−2} (1 − f) x, so that f = 1 − exp (−10 L² α^{2L−2} t), off by the square of w/αᴸ; and the loss of
 * each frame is its w's. */
TEST (LargeStart, GoesTheKernelsWay)
{
  for (guint L : { 2u, 3u, 4u, 7u, 10u, 20u, 50u })
    {
      Problem problem (PEN_TASK_REGRESSION, 1, 2, { 1, 2 }, { 1 });
      g_autoptr (PenTraining) training = run (problem, options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, L, 1000));
      int seen = 0;

      ASSERT_GT (training->trace->n_frames, 50u);
      for (gsize i = 1; i < training->trace->n_frames; i++)
        {
          const PenFrame &frame = training->trace->frames[i];
          double log10_rate = std::log10 (10. * L * L) + (2. * L - 2) * 3, misfit = 1 - (frame.w[0] + 2 * frame.w[1]);
          double told = -std::expm1 (-std::pow (10, frame.log10_time + log10_rate));

          EXPECT_NEAR (frame.w[0], .2 * told, 1e-6) << L << " " << frame.log10_time;
          EXPECT_NEAR (frame.w[1], .4 * told, 1e-6) << L << " " << frame.log10_time;
          if (misfit < 1e-3)
            continue;
          seen++;
          EXPECT_NEAR (frame.log10_loss, std::log10 (misfit * misfit / 2), 1e-4) << L << " " << frame.log10_time;
        }
      EXPECT_GT (seen, 20) << L;
    }
}

/* After so many times the flow's own time nothing moves any more. */
TEST (LargeStart, IsLongOverAtAnOrdinaryTime)
{
  Problem problem (PEN_TASK_REGRESSION, 1, 2, { 1, 2 }, { 1 });
  PenTrainingOptions options = options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_SQUARED, 20, 1000);
  options.stop = PEN_STOP_TIME, options.time = 10;
  g_autoptr (PenTraining) training = run (problem, options);
  EXPECT_EQ (training->status, PEN_TRAINING_STOPPED);
  EXPECT_NEAR (training->log10_time, 1, 1e-12);
  EXPECT_NEAR (training->w[0], .2, 1e-12);
  EXPECT_NEAR (training->w[1], .4, 1e-12);
}

TEST (LargeStart, IsRefusedPastTheLargestNumber)
{
  for (PenLoss loss : { PEN_LOSS_SQUARED, PEN_LOSS_EXPONENTIAL })
    {
      Problem problem (PEN_TASK_CLASSIFICATION, 1, 2, { 1, 2 }, { 1 });
      PenTrainingOptions options = options_for (2, PEN_MODEL_DIAGONAL, loss, 200, 1000);
      g_autoptr (GError) error = nullptr;
      g_autoptr (PenTraining) training = pen_training_run (&problem.view, &options, nullptr, nullptr, nullptr, &error);
      EXPECT_EQ (training, nullptr);
      ASSERT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
      EXPECT_NE (std::string (error->message).find ("smaller depth"), std::string::npos) << error->message;
    }
}

/* Rows y_i x_i; the second and the third hold both margins, the least of ‖w‖₂ at (2, 1). */
static const Vector rows = { 1.7, 1.9, 2.2, -.4, 1.5, 1, 2.5, -.3 };

static Number
log_loss (PenLoss loss, const double *w)
{
  Number sum = 0, least = HUGE_VALL;
  for (int i = 0; i < 4; i++)
    least = std::min (least, (Number)rows[2 * i] * w[0] + (Number)rows[2 * i + 1] * w[1]);
  for (int i = 0; i < 4; i++)
    {
      Number m = (Number)rows[2 * i] * w[0] + (Number)rows[2 * i + 1] * w[1];
      sum += loss == PEN_LOSS_LOGISTIC && least < 40 ? log1pl (std::exp (-m)) * std::exp (least) : std::exp (least - m);
    }
  return std::log (sum) - least;
}

/* While all weights are far below αᴸ the direction is the linear model's; the end, ‖w‖ = 1e10, may be far past that. */
TEST (LargeStart, TailsGoTheKernelsWay)
{
  for (PenLoss loss : { PEN_LOSS_EXPONENTIAL, PEN_LOSS_LOGISTIC })
    for (guint L : depths)
      for (double alpha : scales)
        {
          SCOPED_TRACE (::testing::Message () << "L = " << L << ", α = " << alpha << ", " << pen_loss_nick (loss));
          Problem problem (PEN_TASK_CLASSIFICATION, 4, 2, rows, { 1, 1, 1, 1 });
          g_autoptr (PenTraining) training = run (problem, options_for (2, PEN_MODEL_DIAGONAL, loss, L, alpha));
          double kernel = std::fmin (1e-3 * std::pow (alpha, L), 1e10);

          EXPECT_NE (training->status, PEN_TRAINING_FAILED) << training->reason;
          EXPECT_LT (training->steps, 20000u);
          EXPECT_GT (pen_norm2 (2, training->w), 3e9);
          for (gsize i = 1; i < training->trace->n_frames; i++)
            {
              const PenFrame &frame = training->trace->frames[i];
              double size = pen_norm2 (2, frame.w), told = (double)(log_loss (loss, frame.w) / std::log (10.L));

              /* the frame's loss is that of Newton's last iterate: w as accurate as a step is */
              EXPECT_NEAR (frame.log10_loss, told, 1e-5 * (1 + std::fabs (told)));
              /* the two margins differ by a bounded number, of order one */
              if (size > 1e3 && size < kernel)
                {
                  EXPECT_NEAR (frame.w[1] / frame.w[0], .5, 3 / size + 1e-6) << size;
                }
            }
        }
}

/* Past the kernel w stays on the line of equal margins as long as that asks both samples to push, the multiplier of the
 * second growing with the first's; from where it stops growing it stands still and the third sample pushes alone. All
 * but bounded parts of the margins, a share 1/w of it all at the corner. */
TEST (LargeStart, TailsLeaveTheKernelWhereTheyMust)
{
  struct
  {
    guint L;
    double alpha;
  } cases[] = { { 3, 100 }, { 3, 1000 }, { 4, 10 }, { 4, 100 }, { 7, 10 } };

  for (auto [L, alpha] : cases)
    {
      SCOPED_TRACE (::testing::Message () << "L = " << L << ", α = " << alpha);
      Problem problem (PEN_TASK_CLASSIFICATION, 4, 2, rows, { 1, 1, 1, 1 });
      g_autoptr (PenTraining) training =
          run (problem, options_for (2, PEN_MODEL_DIAGONAL, PEN_LOSS_EXPONENTIAL, L, alpha));
      auto multiplier = [&, L = L, alpha = alpha] (Number w) {
        return (zeta_of (L, alpha, w) - 1.5L * zeta_of (L, alpha, w / 2)) / 2.8L; /* of (2.2, −.4) beside (1.5, 1) */
      };
      Number low = 1e-2L * std::pow ((Number)alpha, L), high = 1e4L * low;
      for (int i = 0; i < 60; i++)
        {
          Number a = low + .382L * (high - low), b = low + .618L * (high - low);
          (multiplier (a) < multiplier (b) ? low : high) = multiplier (a) < multiplier (b) ? a : b;
        }
      Number second = multiplier (low), third = (zeta_of (L, alpha, training->w[0]) - 2.2L * second) / 1.5L;
      double told = (double)weight (L, alpha, third - .4L * second);

      ASSERT_GT (training->w[0], 2 * low);
      EXPECT_NEAR (training->w[1], told, (30 / low + 1e-6) * told);
    }
}
