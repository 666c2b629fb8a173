/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/network.h>
#include <penchant/random.h>
#include <penchant/relu-line.h>

#include <cmath>
#include <gtest/gtest.h>
#include <vector>

using Vector = std::vector<double>;

static PenModel
network (gsize width)
{
  PenModel model = pen_model_linear (2, nullptr);
  model.kind = PEN_MODEL_RELU_NETWORK;
  model.width = width;
  model.init_scale = 1;
  model.seed = 3;
  return model;
}

TEST (ReluLine, AHatByHand)
{
  /* σ(x + 1) − 2σ(x) + σ(x − 1), and a unit that looks left and lies flat on the right of −3 */
  PenModel model = network (4);
  Vector theta = { 1, 1, 2, 0, 1, -1, -.5, -1.5, 1, -1, 1, 4 };
  g_auto (PenReluLine) line = {};
  ASSERT_TRUE (pen_relu_line_of_network (&model, theta.data (), &line, nullptr));
  ASSERT_EQ (line.n_kinks, 4u);
  Vector kinks = { -3, -1, 0, 1 }, slopes = { -2, 0, 1, -1, 0 };
  for (gsize k = 0; k < 4; k++)
    EXPECT_DOUBLE_EQ (line.kinks[k], kinks[k]);
  for (gsize k = 0; k < 5; k++)
    EXPECT_NEAR (line.slopes[k], slopes[k], 1e-15); /* sums of a few numbers of order one */
  EXPECT_DOUBLE_EQ (line.variation, 6);
  EXPECT_DOUBLE_EQ (line.norm, std::sqrt (2) + 2 + std::sqrt (2) + 4 * std::hypot (.5, 1.5));
}

TEST (ReluLine, IsTheNetworksFunction)
{
  PenModel model = network (12);
  Vector theta (pen_network_size (&model));
  g_auto (PenReluLine) line = {};
  pen_network_start (&model, theta.data ());
  ASSERT_TRUE (pen_relu_line_of_network (&model, theta.data (), &line, nullptr));
  ASSERT_EQ (line.n_kinks, 12u);
  for (gsize k = 0; k <= line.n_kinks; k++)
    {
      double left = k > 0 ? line.kinks[k - 1] : line.kinks[0] - 1, right = k < 12 ? line.kinks[k] : left + 1, f[2];
      double X[4] = { left, 1, right, 1 };
      pen_network_forward (&model, 2, X, theta.data (), f);
      /* the rounding of two sums of 12 terms of order one, over the distance */
      EXPECT_NEAR (line.slopes[k], (f[1] - f[0]) / (right - left), 1e-13 / (right - left)) << k;
    }
}

TEST (ReluLine, UnitsAtOnePlaceAreOneKinkOrNone)
{
  PenModel model = network (3);
  Vector theta = { 1, -2, 3, -6, 2, -4, 1, 1, -2 }; /* all at 2: 1 + 3 − 4 = 0 */
  g_auto (PenReluLine) line = {};
  ASSERT_TRUE (pen_relu_line_of_network (&model, theta.data (), &line, nullptr));
  EXPECT_EQ (line.n_kinks, 0u);
  EXPECT_EQ (line.variation, 0);
}

TEST (ReluLine, TheSplineOfFourPoints)
{
  Vector x = { 2, 0, 3, 1 }, y = { 0, 0, 1, 1 };
  g_auto (PenReluLine) line = {};
  ASSERT_TRUE (pen_relu_line_of_spline (4, x.data (), y.data (), &line, nullptr));
  ASSERT_EQ (line.n_kinks, 2u);
  EXPECT_EQ (line.kinks[0], 1);
  EXPECT_EQ (line.kinks[1], 2);
  EXPECT_EQ (line.slopes[0], 1);
  EXPECT_EQ (line.slopes[1], -1);
  EXPECT_EQ (line.slopes[2], 1);
  EXPECT_EQ (line.variation, 4);
}

TEST (ReluLine, NoNetworkThroughThePointsVariesLess)
{
  /* the spline through what a random network does at random points: Jensen on each gap */
  PenModel model = network (30);
  Vector theta (pen_network_size (&model)), x (15), y (15), X (30);
  PenRandom random;
  pen_random_init (&random, 5);
  pen_network_start (&model, theta.data ());
  for (gsize i = 0; i < 15; i++)
    X[2 * i] = x[i] = pen_random_normal (&random), X[2 * i + 1] = 1;
  pen_network_forward (&model, 15, X.data (), theta.data (), y.data ());
  g_auto (PenReluLine) line = {}, spline = {}, large = {};
  ASSERT_TRUE (pen_relu_line_of_network (&model, theta.data (), &line, nullptr));
  ASSERT_TRUE (pen_relu_line_of_spline (15, x.data (), y.data (), &spline, nullptr));
  EXPECT_LT (spline.variation, line.variation);
  EXPECT_LE (spline.n_kinks, 13u);
  for (double &value : x)
    value *= 1024;
  ASSERT_TRUE (pen_relu_line_of_spline (15, x.data (), y.data (), &large, nullptr));
  EXPECT_DOUBLE_EQ (large.variation, spline.variation / 1024);
}

TEST (ReluLine, FewAndEqualPoints)
{
  Vector x = { 1, 1, 2 }, y = { 3, 3, 5 }, other = { 3, 4, 5 }, broken = { NAN, 0, 0 };
  g_auto (PenReluLine) line = {}, none = {};
  g_autoptr (GError) error = nullptr;
  ASSERT_TRUE (pen_relu_line_of_spline (3, x.data (), y.data (), &line, nullptr));
  EXPECT_EQ (line.n_kinks, 0u);
  EXPECT_EQ (line.slopes[0], 2);
  ASSERT_TRUE (pen_relu_line_of_spline (0, nullptr, nullptr, &none, nullptr));
  EXPECT_EQ (none.variation, 0);
  EXPECT_FALSE (pen_relu_line_of_spline (3, x.data (), other.data (), &none, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
  g_clear_error (&error);
  EXPECT_FALSE (pen_relu_line_of_spline (3, x.data (), broken.data (), &none, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_NOT_FINITE));
  g_clear_error (&error);
  PenModel linear = pen_model_linear (2, nullptr);
  EXPECT_FALSE (pen_relu_line_of_network (&linear, x.data (), &none, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED));
}
