/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/feature-map.h>

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

typedef std::vector<double> Vector;

static const double epsilon = std::numeric_limits<double>::epsilon ();

static PenFeatureMap
polynomial (gsize degree, gboolean bias)
{
  PenFeatureMap map = PEN_FEATURE_MAP_INIT;

  map.kind = PEN_FEATURES_POLYNOMIAL;
  map.degree = degree;
  map.bias = bias;
  return map;
}

static PenFeatureMap
fourier (gsize frequencies, double scale, gboolean bias)
{
  PenFeatureMap map = PEN_FEATURE_MAP_INIT;

  map.kind = PEN_FEATURES_FOURIER;
  map.frequencies = frequencies;
  map.scale = scale;
  map.bias = bias;
  return map;
}

static gsize
width_of (const PenFeatureMap &map, gsize d)
{
  g_autoptr (GError) error = nullptr;
  gsize width = 0;

  EXPECT_TRUE (pen_feature_map_width (&map, d, &width, &error));
  return width;
}

static Vector
apply (const PenFeatureMap &map, gsize d, const Vector &X)
{
  g_autoptr (GError) error = nullptr;
  gsize n = X.size () / d;
  Vector out (n * width_of (map, d));

  EXPECT_TRUE (pen_feature_map_apply (&map, n, d, X.data (), out.data (), &error));
  return out;
}

static std::string
names_of (const PenFeatureMap &map, gsize d, const char *const *names = nullptr)
{
  std::string all;

  for (gsize k = 0; k < width_of (map, d); k++)
    {
      g_autofree char *name = pen_feature_map_name (&map, d, names, k);
      all += (k > 0 ? " | " : "") + std::string (name);
    }
  return all;
}

TEST (FeatureMap, IdentityAndBias)
{
  PenFeatureMap map = PEN_FEATURE_MAP_INIT;

  EXPECT_EQ (apply (map, 2, { 1, 2, 3, 4 }), Vector ({ 1, 2, 3, 4 }));
  EXPECT_EQ (names_of (map, 2), "x1 | x2");
  map.bias = TRUE;
  EXPECT_EQ (apply (map, 2, { 5, 2, 3, 4 }), Vector ({ 5, 2, 1, 3, 4, 1 }));
  EXPECT_EQ (names_of (map, 2), "x1 | x2 | 1");
}

TEST (FeatureMap, PolynomialByHand)
{
  const char *names[] = { "length", "width" };

  EXPECT_EQ (apply (polynomial (3, TRUE), 2, { 2, 3 }), Vector ({ 2, 3, 4, 6, 9, 8, 12, 18, 27, 1 }));
  EXPECT_EQ (names_of (polynomial (3, TRUE), 2), "x1 | x2 | x1² | x1·x2 | x2² | x1³ | x1²·x2 | x1·x2² | x2³ | 1");
  EXPECT_EQ (names_of (polynomial (2, FALSE), 2, names), "length | width | length² | length·width | width²");
  EXPECT_EQ (names_of (polynomial (2, FALSE), 3), "x1 | x2 | x3 | x1² | x1·x2 | x1·x3 | x2² | x2·x3 | x3²");
  EXPECT_EQ (apply (polynomial (4, FALSE), 1, { 2, -1 }), Vector ({ 2, 4, 8, 16, -1, 1, -1, 1 }));
  g_autofree char *twelfth = nullptr;
  PenFeatureMap high = polynomial (12, FALSE);
  twelfth = pen_feature_map_name (&high, 1, nullptr, 11);
  EXPECT_STREQ (twelfth, "x1¹²");
}

/* The name and the value of every monomial agree: inputs that are primes give each monomial its own integer. */
TEST (FeatureMap, PolynomialNamesAreTheValues)
{
  const double primes[] = { 2, 3, 5, 7 };
  static const char *const superscripts[] = { "", "", "²", "³", "⁴", "⁵" };

  for (gsize d = 1; d <= 4; d++)
    for (gsize degree = 1; degree <= 5; degree++)
      {
        PenFeatureMap map = polynomial (degree, FALSE);
        Vector out = apply (map, d, Vector (primes, primes + d));
        size_t expected = 1;
        for (size_t i = 1; i <= degree; i++)
          expected = expected * (d + i) / i;
        EXPECT_EQ (out.size (), expected - 1);
        for (size_t k = 0; k < out.size (); k++)
          {
            std::string name;
            long rest = (long)out[k];
            for (gsize j = 0; j < d; j++)
              {
                size_t power = 0;
                for (; rest % (long)primes[j] == 0; rest /= (long)primes[j])
                  power++;
                if (power > 0)
                  name += (name.empty () ? "x" : "·x") + std::to_string (j + 1) + superscripts[power];
              }
            g_autofree char *said = pen_feature_map_name (&map, d, nullptr, k);
            EXPECT_EQ (name, said);
            EXPECT_EQ (rest, 1);
          }
      }
}

TEST (FeatureMap, FourierByHand)
{
  Vector out = apply (fourier (2, 2, TRUE), 2, { 1, 3 });
  const double expected[] = { std::cos (.5), std::sin (.5),  std::cos (1.),
                              std::sin (1.), std::cos (1.5), std::sin (1.5),
                              std::cos (3.), std::sin (3.),  1 };

  ASSERT_EQ (out.size (), 9u);
  for (size_t k = 0; k < 9; k++)
    EXPECT_NEAR (out[k], expected[k], 4 * epsilon);
  EXPECT_EQ (names_of (fourier (2, 1, TRUE), 2), "cos x1 | sin x1 | cos 2x1 | sin 2x1 | cos x2 | sin x2 | cos 2x2 | "
                                                 "sin 2x2 | 1");
  EXPECT_EQ (names_of (fourier (1, 0.5, FALSE), 1), "cos x1/0.5 | sin x1/0.5");
}

TEST (FeatureMap, Widths)
{
  PenFeatureMap identity = PEN_FEATURE_MAP_INIT;

  EXPECT_EQ (width_of (identity, 10000000), 10000000u);
  EXPECT_EQ (width_of (polynomial (2, TRUE), 100), 5151u);
  EXPECT_EQ (width_of (polynomial (10000000, FALSE), 1), 10000000u);
  EXPECT_EQ (width_of (fourier (500, 1, FALSE), 10000), 10000000u);
}

TEST (FeatureMap, RefusesSettingsOutOfRange)
{
  const double infinity = std::numeric_limits<double>::infinity ();
  PenFeatureMap wide = PEN_FEATURE_MAP_INIT;
  wide.bias = TRUE;
  const struct
  {
    PenFeatureMap map;
    gsize d;
  } cases[] = {
    { polynomial (0, FALSE), 2 },
    { fourier (0, 1, FALSE), 2 },
    { fourier (3, 0, FALSE), 2 },
    { fourier (3, -1, FALSE), 2 },
    { fourier (3, infinity, FALSE), 2 },
    { fourier (3, NAN, FALSE), 2 },
    { wide, 10000000 },
    { polynomial (10, FALSE), 100 },
    { polynomial (G_MAXSIZE, FALSE), 1 },
    { polynomial (G_MAXSIZE, FALSE), 2 },
    { polynomial (2, FALSE), 10000000 },
    { fourier (G_MAXSIZE, 1, FALSE), 2 },
    { fourier (500, 1, TRUE), 10000 },
  };

  for (const auto &one : cases)
    {
      g_autoptr (GError) error = nullptr, applied = nullptr;
      gsize width = 77;
      const double x[] = { 1, 1 };
      double out[2];

      EXPECT_FALSE (pen_feature_map_width (&one.map, one.d, &width, &error));
      ASSERT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
      EXPECT_EQ (width, 77u);
      EXPECT_FALSE (pen_feature_map_apply (&one.map, 1, one.d, x, out, &applied));
      EXPECT_TRUE (g_error_matches (applied, PEN_ERROR, PEN_ERROR_VALUE));
    }
}

TEST (FeatureMap, RefusesPowersThatOverflow)
{
  PenFeatureMap cube = polynomial (3, FALSE), wave = fourier (10, 1e-5, FALSE);
  const double X[] = { 1, 1e200 }, far[] = { 1e304 };
  double out[20];
  g_autoptr (GError) error = nullptr, angle = nullptr;

  EXPECT_FALSE (pen_feature_map_apply (&cube, 2, 1, X, out, &error));
  ASSERT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_NOT_FINITE));
  EXPECT_NE (std::string (error->message).find ("Row 2: the feature x1² "), std::string::npos) << error->message;
  EXPECT_FALSE (pen_feature_map_apply (&wave, 1, 1, far, out, &angle));
  EXPECT_TRUE (g_error_matches (angle, PEN_ERROR, PEN_ERROR_NOT_FINITE));
}

/* A radial feature is 1 at its centre, which the other feature of a fine grid finds, and depends on the distance alone.
 */
TEST (FeatureMap, RadialFeaturesDependOnDistance)
{
  PenFeatureMap map = PEN_FEATURE_MAP_INIT;
  map.kind = PEN_FEATURES_RBF;
  map.centers = 5;
  map.scale = .7;
  const int N = 60001; /* [−3, 3] in steps of 1e-4 */
  std::vector<double> x (N), out (N * 5);
  for (int i = 0; i < N; i++)
    x[i] = -3 + i * 1e-4;
  ASSERT_TRUE (pen_feature_map_apply (&map, N, 1, x.data (), out.data (), nullptr));
  for (int c = 0; c < 5; c++)
    {
      int top = 0;
      for (int i = 0; i < N; i++)
        top = out[i * 5 + c] > out[top * 5 + c] ? i : top;
      EXPECT_NEAR (out[top * 5 + c], 1, 1e-8); /* at most half a step, 5e-5, away: 1 − (5e-5/.7)²/2 */
      for (int step : { 5000, 9000 })
        {
          int at = top + step < N ? top + step : top - step;
          EXPECT_NEAR (out[at * 5 + c], std::exp (-std::pow (step * 1e-4 / .7, 2) / 2), 1e-4);
        }
    }
  map.scale = 0;
  EXPECT_FALSE (pen_feature_map_apply (&map, 1, 1, x.data (), out.data (), nullptr));
}

/* (⟨a, x⟩ + b)₊ with a² + b² = 1: the value at 0 is b₊, the slope far out a₊, on the other side (−a)₊. */
TEST (FeatureMap, RandomReluIsAUnitHinge)
{
  PenFeatureMap map = PEN_FEATURE_MAP_INIT;
  map.kind = PEN_FEATURES_RANDOM_RELU;
  map.centers = 200;
  double x[] = { -1e6, -1e6 - 1, 1e6, 1e6 + 1, 0 };
  std::vector<double> out (5 * 200), again (5 * 200);
  ASSERT_TRUE (pen_feature_map_apply (&map, 5, 1, x, out.data (), nullptr));
  int units = 0;
  for (int c = 0; c < 200; c++)
    {
      double left = out[200 + c] - out[c], right = out[600 + c] - out[400 + c], b = out[800 + c];
      double a = std::max (left, right);
      EXPECT_NEAR (std::min (left, right), 0, 1e-9);
      EXPECT_LE (a * a + b * b, 1 + 1e-9); /* b < 0 shows as 0; 1e6 rounds to 1e-10 */
      units += std::fabs (a * a + b * b - 1) < 1e-9;
    }
  EXPECT_NEAR (units, 100, 5 * std::sqrt (50)); /* half of the b are positive */
  ASSERT_TRUE (pen_feature_map_apply (&map, 5, 1, x, again.data (), nullptr));
  EXPECT_EQ (out, again);
  map.seed++;
  ASSERT_TRUE (pen_feature_map_apply (&map, 5, 1, x, again.data (), nullptr));
  EXPECT_NE (out, again);
  map.centers = 0;
  EXPECT_FALSE (pen_feature_map_apply (&map, 5, 1, x, again.data (), nullptr));
}
