/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/model.h>

#include <cmath>
#include <gtest/gtest.h>

static PenModel
diagonal (guint depth, gboolean is_signed, double alpha)
{
  return pen_model_diagonal (1, depth, is_signed, alpha, nullptr);
}

TEST (Model, ValuesByHand)
{
  double z = .3, w, slope;
  PenModel model = diagonal (2, TRUE, .5);
  ASSERT_TRUE (pen_model_map (&model, &z, &w, &slope));
  EXPECT_NEAR (w, .5 * std::sinh (1.2), 1e-15);
  EXPECT_NEAR (slope, 2 * std::cosh (1.2), 1e-14);
  model = diagonal (2, FALSE, .5);
  ASSERT_TRUE (pen_model_map (&model, &z, &w, &slope));
  EXPECT_NEAR (w, .25 * std::exp (1.2), 1e-15);
  model = diagonal (4, TRUE, .5); /* c = .5⁻²/8 = .5, p = 2: w = a⁴ (.4⁻² − 1.6⁻²) */
  ASSERT_TRUE (pen_model_map (&model, &z, &w, &slope));
  EXPECT_NEAR (w, .0625 * (1 / .16 - 1 / 2.56), 1e-14);
  z = .5000001;
  EXPECT_FALSE (pen_model_map (&model, &z, &w, &slope));
}

/* The inverse returns z to a few ε of its conditioning w/(z h'), and every slope is a central difference. */
TEST (Model, InverseAndSlopes)
{
  for (guint depth : { 2u, 3u, 4u, 6u })
    for (gboolean is_signed : { 1, 0 })
      for (double alpha : { 2., .1, 1e-5, 1e-40 })
        for (double target : { 1e-12, .7, 30. })
          {
            PenModel model = diagonal (depth, is_signed, alpha);
            double z, w, slope, q, rate, rate_slope, below, above, unused;

            ASSERT_TRUE (pen_model_inverse (&model, &target, &z));
            if (depth == 2 || alpha > .05) /* elsewhere z is within ε of the edge, where only q keeps the digits */
              {
                ASSERT_TRUE (pen_model_map (&model, &z, &w, &slope));
                EXPECT_NEAR (w, target, 1e-11 * (target + std::fabs (slope * z)));
                double h = 1e-5 * target / slope, high = z + h, low = z - h;
                if (h < 1e-10 * std::fabs (z)) /* rounding of z ± h would show */
                  continue;
                ASSERT_TRUE (pen_model_map (&model, &high, &above, nullptr));
                ASSERT_TRUE (pen_model_map (&model, &low, &below, nullptr));
                EXPECT_NEAR ((above - below) / (high - low), slope, 1e-4 * slope) << depth << is_signed << alpha << target;
              }
            q = .8;
            if (!pen_model_ratio_map (&model, &q, &w, &slope, &rate, &rate_slope) || slope < 1e-290)
              continue;
            double rates[2], d = 1e-5, high = q + d, low = q - d;
            pen_model_ratio_map (&model, &high, &above, &unused, rates, &unused);
            pen_model_ratio_map (&model, &low, &below, &unused, rates + 1, &unused);
            EXPECT_NEAR ((above - below) / (2 * d), slope, 1e-7 * slope);
            EXPECT_NEAR ((rates[0] - rates[1]) / (2 * d), rate_slope, 1e-7 * rate);
          }
}

/* ∇Q = h⁻¹, by a central difference. */
TEST (Model, PotentialGradient)
{
  for (guint depth : { 2u, 3u, 5u })
    for (gboolean is_signed : { 1, 0 })
      for (double alpha : { 1.5, .3 })
        {
          PenModel model = diagonal (depth, is_signed, alpha);
          double w = .9, h = 1e-5, z, high = w + h, low = w - h;
          ASSERT_TRUE (pen_model_inverse (&model, &w, &z));
          EXPECT_NEAR ((pen_model_potential (&model, &high) - pen_model_potential (&model, &low)) / (2 * h), z,
                       1e-8 * (1 + std::fabs (z)));
        }
}

TEST (Model, TinyScaleIsAsGoodAsOne)
{
  PenModel model = diagonal (2, TRUE, 1e-170);
  double w = -1, z, back;
  ASSERT_TRUE (pen_model_inverse (&model, &w, &z));
  EXPECT_NEAR (z, -(340 * std::log (10.)) / 4, 1e-12);
  ASSERT_TRUE (pen_model_map (&model, &z, &back, nullptr));
  EXPECT_NEAR (back, w, 1e-12);
  z = 1e6;
  EXPECT_FALSE (pen_model_map (&model, &z, &back, nullptr));
}

TEST (Model, Errors)
{
  double bad = -1;
  PenModel models[] = { diagonal (1, TRUE, 1), diagonal (2, TRUE, 0), diagonal (2, TRUE, NAN), diagonal (2, TRUE, 1) };
  models[3].init_shape = &bad;
  for (PenModel &model : models)
    {
      GError *error = nullptr;
      EXPECT_FALSE (pen_model_check (&model, &error));
      EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
      g_clear_error (&error);
    }
}
