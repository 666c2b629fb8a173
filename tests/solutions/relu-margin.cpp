/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problems.h"

#include <penchant/linalg.h>
#include <penchant/network.h>
#include <penchant/random.h>
#include <penchant/relu.h>

static PenModel
network (gsize d, gsize width)
{
  PenModel model = pen_model_linear (d, nullptr);
  model.kind = PEN_MODEL_RELU_NETWORK;
  model.width = width;
  model.init_scale = 1;
  return model;
}

TEST (ReluKkt, AKktPointByHand)
{
  /* one unit a sample, on for it alone: w = (2, 0), a = 1/2 has margin 1 but unequal halves; w = a x̂ with a² = 1/‖x‖ is
   * the least norm */
  Problem problem = make_problem ({ 2, 2, { 1, 0, 0, 4 }, { 1, -1 } }, PEN_TASK_CLASSIFICATION);
  PenModel model = network (2, 2);
  Vector best = { 1, 0, 0, .5, 1, -.5 }, lopsided = { 2, 0, 0, .5, .5, -.5 };
  g_auto (PenReluKkt) kkt = {}, other = {}, scaled = {};
  ASSERT_TRUE (pen_relu_kkt_measure (&model, problem.get (), best.data (), &kkt, nullptr, nullptr));
  EXPECT_DOUBLE_EQ (kkt.margin, 1);
  EXPECT_LT (kkt.residual, 1e-14); /* two exact columns */
  EXPECT_LT (kkt.gap, 1e-14);
  /* θ = Σ λ_i y_i ∇f_i: unit j gives w_j = λ a x, so λ = 1/(a²... ) = 1 and 1/4 */
  EXPECT_NEAR (kkt.multipliers[0], 1, 1e-14);
  EXPECT_NEAR (kkt.multipliers[1], .25, 1e-14);
  ASSERT_TRUE (pen_relu_kkt_measure (&model, problem.get (), lopsided.data (), &other, nullptr, nullptr));
  /* unit 1 is (2, ½) against λ(½, 2): λ = 2/(4 + ¼), rest² = 4¼ − 4/4¼; ‖θ‖² = 4¼ + ½ */
  EXPECT_NEAR (other.residual, std::sqrt ((4.25 - 4 / 4.25) / 4.75), 1e-14);
  for (double &value : best)
    value *= 1e5;
  ASSERT_TRUE (pen_relu_kkt_measure (&model, problem.get (), best.data (), &scaled, nullptr, nullptr));
  EXPECT_DOUBLE_EQ (scaled.margin, 1e10);
  EXPECT_LT (scaled.residual, 1e-14);
}

TEST (ReluKkt, SlackSamplesMakeAGapAndWrongOnesNothing)
{
  Problem problem = make_problem ({ 2, 1, { 1, 3 }, { 1, 1 } }, PEN_TASK_CLASSIFICATION);
  PenModel model = network (1, 1);
  Vector theta = { 1, 1 }, wrong = { 1, -1 };
  g_auto (PenReluKkt) kkt = {}, none = {};
  ASSERT_TRUE (pen_relu_kkt_measure (&model, problem.get (), theta.data (), &kkt, nullptr, nullptr));
  EXPECT_LT (kkt.residual, 1e-14); /* sample 1 alone carries it */
  EXPECT_NEAR (kkt.multipliers[1], 0, 1e-14);
  ASSERT_TRUE (pen_relu_kkt_measure (&model, problem.get (), wrong.data (), &none, nullptr, nullptr));
  EXPECT_EQ (none.n_multipliers, 0u);
  EXPECT_TRUE (std::isnan (none.residual));
}

TEST (ReluKkt, TheResidualIsWhatTheMultipliersLeave)
{
  PenRandom random;
  Data data = { 8, 3, Vector (24), Vector (8) };
  pen_random_init (&random, 2);
  for (double &x : data.X)
    x = pen_random_normal (&random);
  PenModel model = network (3, 20);
  Vector theta (80), f (8);
  pen_network_start (&model, theta.data ());
  pen_network_forward (&model, 8, data.X.data (), theta.data (), f.data ());
  for (gsize i = 0; i < 8; i++)
    data.y[i] = f[i] > 0 ? 1 : -1;
  Problem problem = make_problem (data, PEN_TASK_CLASSIFICATION);
  g_auto (PenReluKkt) kkt = {};
  ASSERT_TRUE (pen_relu_kkt_measure (&model, problem.get (), theta.data (), &kkt, nullptr, nullptr));
  double scale = 1 / std::sqrt (kkt.margin), gap = 0;
  Vector c (8), g (80);
  for (double &value : theta)
    value *= scale;
  for (gsize i = 0; i < 8; i++)
    {
      EXPECT_GE (kkt.multipliers[i], 0);
      c[i] = kkt.multipliers[i] * data.y[i];
      gap += kkt.multipliers[i] * (data.y[i] * f[i] * scale * scale - 1);
    }
  pen_network_pull (&model, 8, data.X.data (), theta.data (), c.data (), g.data ());
  double size = pen_norm2 (80, theta.data ());
  for (gsize k = 0; k < 80; k++)
    g[k] = theta[k] - g[k];
  /* sums of 8 terms of the size of θ, which a small margin makes large */
  EXPECT_NEAR (kkt.residual, pen_norm2 (80, g.data ()) / size, 1e-12);
  EXPECT_NEAR (kkt.gap, gap / (size * size), 1e-12);
  EXPECT_GT (kkt.residual, .01); /* a random network is none */
}

/* Everything claimed, from the data alone: the margin of the measure, and an upper bound at ten times the resolution. */
static void
check_margin (const Data &data, const PenReluMargin &margin)
{
  double mass = 0, least = HUGE_VAL, most = 0;
  auto on = [&] (const double *u, gsize i) {
    return std::fmax (0, pen_dot (data.d, u, data.X.data () + i * data.d));
  };
  for (gsize k = 0; k < margin.n_units; k++)
    {
      mass += std::fabs (margin.weights[k]);
      EXPECT_NEAR (pen_norm2 (data.d, margin.directions + k * data.d), 1, 1e-15);
    }
  EXPECT_LE (mass, 1 + 1e-9); /* the simplex method's tolerance */
  for (gsize i = 0; i < data.n; i++)
    {
      double f = 0;
      for (gsize k = 0; k < margin.n_units; k++)
        f += margin.weights[k] * on (margin.directions + k * data.d, i);
      least = std::min (least, data.y[i] * f);
      EXPECT_GE (margin.multipliers[i], 0);
    }
  EXPECT_NEAR (margin.margin, least, 1e-12);
  PenRandom random;
  pen_random_init (&random, 9);
  for (int trial = 0; trial < 20000; trial++)
    {
      double u[3], sum = 0;
      for (gsize k = 0; k < data.d; k++)
        u[k] = pen_random_normal (&random);
      double size = pen_norm2 (data.d, u);
      for (gsize k = 0; k < data.d; k++)
        u[k] /= size;
      for (gsize i = 0; i < data.n; i++)
        sum += margin.multipliers[i] * data.y[i] * on (u, i);
      most = std::max (most, std::fabs (sum));
    }
  EXPECT_LE (most, margin.upper);
  EXPECT_LE (margin.margin, margin.upper);
}

TEST (ReluMargin, TwoOppositePointsByHand)
{
  /* ½ of the mass each way: γ = ½, upper from q = (½, ½) */
  Data data = { 2, 2, { 1, 0, -1, 0 }, { 1, -1 } };
  Problem problem = make_problem (data, PEN_TASK_CLASSIFICATION);
  g_auto (PenReluMargin) margin = {};
  ASSERT_TRUE (pen_relu_margin_solve (problem.get (), 360, &margin, nullptr, nullptr));
  EXPECT_TRUE (margin.is_separable);
  EXPECT_NEAR (margin.margin, .5, 1e-9); /* both directions are on the grid; the simplex method's tolerance */
  EXPECT_LE (margin.upper, .5 + G_PI / 360 + 1e-9);
  check_margin (data, margin);
}

TEST (ReluMargin, SeparatesWhatNoLineDoes)
{
  Data data = { 4, 3, { 1, 1, 1, -1, -1, 1, 1, -1, 1, -1, 1, 1 }, { 1, 1, -1, -1 } };
  Problem problem = make_problem (data, PEN_TASK_CLASSIFICATION);
  g_auto (PenReluMargin) coarse = {}, fine = {};
  ASSERT_TRUE (pen_relu_margin_solve (problem.get (), 24, &coarse, nullptr, nullptr));
  ASSERT_TRUE (pen_relu_margin_solve (problem.get (), 96, &fine, nullptr, nullptr));
  check_margin (data, coarse);
  check_margin (data, fine);
  EXPECT_TRUE (fine.is_separable);
  EXPECT_LT (fine.upper - fine.margin, .35 * (coarse.upper - coarse.margin)); /* a quarter of the step */
  /* q = ¼ each: with one of two equal labels on, it adds √3/4 at most; with both, the other two take away what they add */
  EXPECT_LE (fine.margin, std::sqrt (3) / 4 + 1e-9);
}

TEST (ReluMargin, ContradictoryLabelsHaveNone)
{
  Data data = { 2, 2, { 1, 1, 1, 1 }, { 1, -1 } };
  Problem problem = make_problem (data, PEN_TASK_CLASSIFICATION);
  g_auto (PenReluMargin) margin = {};
  ASSERT_TRUE (pen_relu_margin_solve (problem.get (), 60, &margin, nullptr, nullptr));
  EXPECT_LE (margin.margin, 1e-12);
  check_margin (data, margin);
}

TEST (ReluMargin, RefusesWhatItCannotDo)
{
  Problem problem = make_problem ({ 2, 1, { 1, -1 }, { 1, -1 } }, PEN_TASK_CLASSIFICATION);
  Problem plane = make_problem ({ 2, 2, { 1, 0, -1, 0 }, { 1, -1 } }, PEN_TASK_CLASSIFICATION);
  Problem other = make_problem ({ 2, 2, { 1, 0, -1, 0 }, { 1, -1 } }, PEN_TASK_REGRESSION);
  PenModel model = network (2, 1), wide = network (3, 1);
  Vector theta (4, 1);
  g_auto (PenReluMargin) margin = {};
  g_auto (PenReluKkt) kkt = {};
  g_autoptr (GError) error = nullptr;
  PenCancel cancel = {};
  EXPECT_FALSE (pen_relu_margin_solve (problem.get (), 60, &margin, nullptr, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED));
  g_clear_error (&error);
  EXPECT_FALSE (pen_relu_margin_solve (plane.get (), 7, &margin, nullptr, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
  g_clear_error (&error);
  EXPECT_FALSE (pen_relu_kkt_measure (&model, other.get (), theta.data (), &kkt, nullptr, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED));
  g_clear_error (&error);
  EXPECT_FALSE (pen_relu_kkt_measure (&wide, plane.get (), theta.data (), &kkt, nullptr, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_DIMENSION));
  g_clear_error (&error);
  pen_cancel_request (&cancel);
  EXPECT_FALSE (pen_relu_margin_solve (plane.get (), 60, &margin, &cancel, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_CANCELLED));
}
