/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problems.h"

#include <penchant/linalg.h>

static Solution
soft (const Data &data, PenSoftLoss loss, double C)
{
  GError *error = nullptr;
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  options.soft_loss = loss;
  options.soft_margin_c = C;
  Problem problem = make_problem (data, PEN_TASK_CLASSIFICATION);
  Solution solution (pen_solution_solve (PEN_SOLUTION_SOFT_MARGIN, problem.get (), &options, nullptr, &error));
  EXPECT_EQ (error, nullptr);
  return solution;
}

static double
value (PenSoftLoss loss, double m)
{
  return loss == PEN_SOFT_LOSS_HINGE         ? std::max (1 - m, 0.)
         : loss == PEN_SOFT_LOSS_EXPONENTIAL ? std::exp (-m)
                                             : (m > 0 ? std::log1p (std::exp (-m)) : std::log1p (std::exp (m)) - m);
}

/* The dual value per multiplier a: −C ℓ*(−a/C). */
static double
dual (PenSoftLoss loss, double C, double a)
{
  double p = a / C;
  if (loss == PEN_SOFT_LOSS_HINGE)
    return p >= 0 && p <= 1 ? a : -HUGE_VAL;
  if (loss == PEN_SOFT_LOSS_EXPONENTIAL)
    return p > 0 ? C * (p - p * std::log (p)) : p == 0 ? 0 : -HUGE_VAL;
  return p < 0 || p > 1 ? -HUGE_VAL : -C * ((p > 0 ? p * std::log (p) : 0) + (p < 1 ? (1 - p) * std::log1p (-p) : 0));
}

/* One point x = 2, label +1: hinge with C = ⅛: w = a z, a = min (C, 1/4) = ⅛, w = ¼, value 1/32 + ½·⅛. C = 1: w = ½. */
TEST (SoftMargin, HingeByHand)
{
  Data data{ 1, 1, { 2 }, { 1 } };
  Solution bound = soft (data, PEN_SOFT_LOSS_HINGE, .125), held = soft (data, PEN_SOFT_LOSS_HINGE, 1);
  EXPECT_EQ (bound->w[0], .25);
  EXPECT_EQ (bound->objective, 1. / 32 + .0625);
  EXPECT_EQ (held->w[0], .5);
  EXPECT_EQ (held->n_support, 1u);
}

/* Exponential, x = 1, C = e: w = C e^{−w} has w = 1. Logistic, C = 2: w (1 + e^w) = 2 has w = ½ at C = ½(1 + √e). */
TEST (SoftMargin, SmoothLossesByHand)
{
  Data data{ 1, 1, { 1 }, { 1 } };
  EXPECT_NEAR (soft (data, PEN_SOFT_LOSS_EXPONENTIAL, std::exp (1.))->w[0], 1, 1e-15 * 4);
  EXPECT_NEAR (soft (data, PEN_SOFT_LOSS_LOGISTIC, .5 * (1 + std::sqrt (std::exp (1.))))->w[0], .5, 1e-15 * 4);
}

/* Primal value of w against the dual value of a, both recomputed: w is within the gap of the optimum whatever the
 * solver did. */
TEST (SoftMargin, DualityGapOnRandomProblems)
{
  std::mt19937 random (7);
  for (int trial = 0; trial < 240; trial++)
    {
      std::normal_distribution<double> normal;
      gsize n = 1 + random () % 40, d = 1 + random () % (trial % 2 == 0 ? 120 : 6);
      double scale = std::pow (10., int (random () % 13) - 6),
             C = std::pow (10., int (random () % 9) - 4) / scale / scale;
      PenSoftLoss loss = PenSoftLoss (trial % 3);
      Data data{ n, d, Vector (n * d), Vector (n) };
      for (double &x : data.X)
        x = scale * normal (random);
      for (double &y : data.y)
        y = random () % 2 == 0 ? 1 : -1;
      for (gsize j = 0; j < d && trial % 4 == 0; j++)
        data.X[(n - 1) * d + j] = data.X[j]; /* a duplicate, maybe of the other label */
      for (gsize j = 0; j < d && trial % 7 == 0; j++)
        data.X[j] = 0;
      Solution solution = soft (data, loss, C);
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL)
          << trial << " n " << n << " d " << d << " C " << C << " loss " << loss << ": " << solution->reason;
      ASSERT_EQ (solution->certificate.n_multipliers, n);
      double primal = 0, lower = 0, size = 0;
      Vector image (d);
      for (gsize j = 0; j < d; j++)
        primal += solution->w[j] * solution->w[j] / 2;
      for (gsize i = 0; i < n; i++)
        {
          double m = 0, a = solution->certificate.multipliers[i];
          for (gsize j = 0; j < d; j++)
            {
              m += data.y[i] * data.X[i * d + j] * solution->w[j];
              image[j] += a * data.y[i] * data.X[i * d + j];
            }
          primal += C * value (loss, m);
          lower += dual (loss, C, a);
        }
      for (double x : image)
        size += x * x / 2;
      EXPECT_LE (primal - (lower - size), 1e-9 * primal) << trial << " loss " << loss;
      EXPECT_NEAR (solution->objective, primal, 1e-9 * primal); /* C times a slack whose sum of products cancels */
    }
}

/* Every point with its opposite of the other label: the same row of Z twice, so that C becomes 2C. A pair may have to
 * share a multiplier between C and 2C, which one of the two cannot carry alone. Conditioned by the ridge ½‖w‖² alone,
 * the two agree to some n ε of the terms C‖Z‖₁ of w. */
TEST (SoftMargin, RepeatedRowsShareTheirMultiplier)
{
  std::mt19937 random (11);
  for (int trial = 0; trial < 60; trial++)
    {
      std::normal_distribution<double> normal;
      gsize n = 10 + random () % 60, d = 1 + random () % 6;
      Data once{ n, d, Vector (n * d), Vector (n) }, twice{ 2 * n, d, Vector (2 * n * d), Vector (2 * n) };
      double terms = 0;
      for (gsize i = 0; i < n; i++)
        {
          once.y[i] = random () % 2 == 0 ? 1 : -1;
          twice.y[2 * i] = once.y[i];
          twice.y[2 * i + 1] = -once.y[i];
          for (gsize j = 0; j < d; j++)
            {
              double x = normal (random) + (j == 0 ? once.y[i] : 0);
              once.X[i * d + j] = twice.X[2 * i * d + j] = x;
              twice.X[(2 * i + 1) * d + j] = -x;
              terms += std::abs (x);
            }
        }
      Solution plain = soft (once, PEN_SOFT_LOSS_HINGE, 2), shared = soft (twice, PEN_SOFT_LOSS_HINGE, 1);
      ASSERT_EQ (plain->status, PEN_SOLUTION_OPTIMAL) << trial;
      ASSERT_EQ (shared->status, PEN_SOLUTION_OPTIMAL) << trial << ": " << shared->reason;
      for (gsize j = 0; j < d; j++)
        EXPECT_NEAR (shared->w[j], plain->w[j], double (n) * 2.2e-16 * 2 * terms) << trial;
    }
}

/* C → ∞ on separable data: the direction and the norm of max margin. */
TEST (SoftMargin, LargeCIsTheHardMargin)
{
  Data data{ 4, 2, { .6, 1.9, 2.2, .5, -1.4, -.7, -.3, -2.1 }, { 1, 1, -1, -1 } };
  Solution hard = solve (PEN_SOLUTION_MAX_MARGIN, data), hinge = soft (data, PEN_SOFT_LOSS_HINGE, 1e6),
           logistic = soft (data, PEN_SOFT_LOSS_LOGISTIC, 1e10);
  EXPECT_LT (pen_distance_relative (2, hinge->w, hard->w), 1e-14);
  EXPECT_LT (pen_distance_angle (2, logistic->w, hard->w), .1); /* like 1/log C */
}

TEST (SoftMargin, RefusesCOfZero)
{
  Problem problem = make_problem ({ 1, 1, { 2 }, { 1 } }, PEN_TASK_CLASSIFICATION);
  PenSolutionOptions options = PEN_SOLUTION_OPTIONS_INIT;
  GError *error = nullptr;
  options.soft_margin_c = 0;
  EXPECT_EQ (pen_solution_solve (PEN_SOLUTION_SOFT_MARGIN, problem.get (), &options, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
  g_clear_error (&error);
}

/* From soft to hard: as C grows ‖w‖ grows and the sum of losses falls, at every one of the C. Hundreds of points that
 * no line separates have thousandfold more multipliers at C than between the bounds. */
TEST (SoftMargin, EveryCFromSoftToHard)
{
  std::mt19937 random (13);
  for (PenSoftLoss loss : { PEN_SOFT_LOSS_HINGE, PEN_SOFT_LOSS_EXPONENTIAL, PEN_SOFT_LOSS_LOGISTIC })
    for (double noise : { 0., 3. })
      {
        std::normal_distribution<double> normal;
        gsize n = 400, d = 2;
        Data data{ n, d, Vector (n * d), Vector (n) };
        for (gsize i = 0; i < n; i++)
          {
            data.y[i] = i % 2 == 0 ? 1 : -1;
            data.X[i * d] = data.y[i] * (.2 + std::fabs (normal (random))) + noise * normal (random);
            data.X[i * d + 1] = normal (random);
          }
        double last_size = 0, last_losses = HUGE_VAL, last_off = 0;
        for (double C = 1e-6; C < 1e4; C *= 2)
          {
            Solution solution = soft (data, loss, C);
            ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL)
                << "C " << C << " loss " << loss << ": " << solution->reason;
            double size = norm2 (weights (solution)) * norm2 (weights (solution)), losses = 0;
            double off = promised * solution->objective;
            for (gsize i = 0; i < n; i++)
              losses += value (loss, data.y[i] * product (data, i, solution->w));
            /* Each is within its off of the least value, also against the other's w; the two add up to this. */
            EXPECT_GE (size, last_size - 4 * last_off - 2 * off) << "C " << C << " loss " << loss;
            EXPECT_LE (losses, last_losses + (last_off + off) / (C / 2)) << "C " << C << " loss " << loss;
            last_size = size;
            last_losses = losses;
            last_off = off;
          }
        if (noise == 0 && loss == PEN_SOFT_LOSS_HINGE) /* its end is the hard margin itself */
          {
            EXPECT_LT (pen_distance_relative (d, soft (data, loss, 1e4)->w, solve (PEN_SOLUTION_MAX_MARGIN, data)->w),
                       1e-9);
          }
      }
}
