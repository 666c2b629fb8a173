/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/linalg.h>

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <vector>

typedef std::vector<double> Vector;

static const double epsilon = std::numeric_limits<double>::epsilon ();
static const double nan_value = std::numeric_limits<double>::quiet_NaN ();

static Vector
gaussian (size_t count, unsigned seed)
{
  std::mt19937_64 random (seed);
  std::normal_distribution<double> normal;
  Vector x (count);

  for (double &entry : x)
    entry = normal (random);
  return x;
}

/* n × d as a product of n × r and r × d */
static Vector
of_rank (size_t n, size_t d, size_t r, double scale, unsigned seed)
{
  Vector left = gaussian (n * r, seed), right = gaussian (r * d, seed + 1000), A (n * d, 0);

  for (size_t i = 0; i < n; i++)
    for (size_t l = 0; l < r; l++)
      for (size_t j = 0; j < d; j++)
        A[i * d + j] += scale * left[i * r + l] * right[l * d + j];
  return A;
}

TEST (Products, ByHand)
{
  const double A[] = { 1, 2, 3, 4, 5, 6 }, x[] = { 1, 0, -1 }, y[] = { 1, -1 }, h[] = { 1, 0, 4 };
  double out[3] = { nan_value, nan_value, nan_value }, C[4] = { nan_value, nan_value, nan_value, nan_value };

  pen_gemv (2, 3, A, x, out);
  EXPECT_EQ (out[0], -2);
  EXPECT_EQ (out[1], -2);
  std::fill (out, out + 3, nan_value);
  pen_gemv_t (2, 3, A, y, out);
  EXPECT_EQ (out[0], -3);
  EXPECT_EQ (out[1], -3);
  EXPECT_EQ (out[2], -3);
  pen_gram_weighted (2, 3, A, nullptr, nullptr, C);
  EXPECT_EQ (Vector (C, C + 4), Vector ({ 14, 32, 32, 77 }));
  std::fill (C, C + 4, nan_value);
  pen_gram_weighted (2, 3, A, h, nullptr, C);
  EXPECT_EQ (Vector (C, C + 4), Vector ({ 37, 76, 76, 160 }));
}

/* Every entry of C is a sum of d products of roots taken twice: d + 4 roundings of terms that sum to C's diagonal. */
TEST (Products, WeightedGram)
{
  for (size_t n : { 1, 2, 7, 40 })
    for (size_t d : { 1, 3, 60 })
      {
        Vector A = gaussian (n * d, 7 * n + d), h = gaussian (d, d), work (n * d), C (n * n, nan_value), D (n * n);

        for (double &weight : h)
          weight = weight * weight;
        pen_gram_weighted (n, d, A.data (), h.data (), work.data (), C.data ());
        pen_gram_weighted (n, d, A.data (), h.data (), nullptr, D.data ());
        EXPECT_EQ (C, D);
        for (size_t i = 0; i < n; i++)
          for (size_t k = 0; k < n; k++)
            {
              double sum = 0, size = 0;
              for (size_t j = 0; j < d; j++)
                {
                  sum += A[i * d + j] * h[j] * A[k * d + j];
                  size += std::fabs (A[i * d + j] * h[j] * A[k * d + j]);
                }
              EXPECT_NEAR (C[i * n + k], sum, 2 * (d + 4) * epsilon * size);
              EXPECT_EQ (C[i * n + k], C[k * n + i]);
            }
      }
}

TEST (Products, EmptyShapes)
{
  double out[2] = { nan_value, nan_value }, C[4] = { nan_value, nan_value, nan_value, nan_value }, work[2] = { 5, 5 };
  const double h[] = { 1, 1 };

  pen_gemv (2, 0, nullptr, nullptr, out);
  EXPECT_EQ (out[0], 0);
  EXPECT_EQ (out[1], 0);
  out[0] = out[1] = nan_value;
  pen_gemv_t (0, 2, nullptr, nullptr, out);
  EXPECT_EQ (out[0], 0);
  EXPECT_EQ (out[1], 0);
  pen_gram_weighted (2, 0, nullptr, nullptr, nullptr, C);
  EXPECT_EQ (Vector (C, C + 4), Vector (4, 0));
  pen_gram_weighted (0, 2, nullptr, h, work, C);
  EXPECT_EQ (work[0], 5);
}

TEST (Svd, ByHand)
{
  const double A[] = { 0, 2, 0, 3, 0, 0 }; /* rows (0, 2, 0) and (3, 0, 0) */
  double U[4], sigma[2], Vt[6];
  g_autoptr (GError) error = nullptr;

  ASSERT_TRUE (pen_svd (2, 3, A, U, sigma, Vt, &error));
  EXPECT_NEAR (sigma[0], 3, 4 * epsilon);
  EXPECT_NEAR (sigma[1], 2, 4 * epsilon);
  EXPECT_NEAR (std::fabs (U[2]), 1, 4 * epsilon); /* the first left vector is row 2 */
  EXPECT_NEAR (std::fabs (Vt[0]), 1, 4 * epsilon);
  EXPECT_NEAR (U[2] * Vt[0], 1, 8 * epsilon);
}

/* A = U diag(σ) Vt, orthonormal on both sides, σ falling: backward error within p(n, d) ε σ₁, p = 20 max(n, d). */
TEST (Svd, ReproducesTheMatrix)
{
  for (size_t n : { 1, 2, 5, 30 })
    for (size_t d : { 1, 3, 5, 70 })
      for (double scale : { 1e-200, 1e-6, 1., 1e6, 1e200 })
        {
          size_t k = std::min (n, d);
          Vector A = of_rank (n, d, (k + 1) / 2, scale, n + 100 * d), before = A;
          Vector U (n * k), sigma (k), Vt (k * d);
          g_autoptr (GError) error = nullptr;
          double bound = 20 * std::max (n, d) * epsilon;

          ASSERT_TRUE (pen_svd (n, d, A.data (), U.data (), sigma.data (), Vt.data (), &error));
          EXPECT_EQ (A, before);
          EXPECT_TRUE (std::is_sorted (sigma.rbegin (), sigma.rend ()));
          EXPECT_GE (sigma[k - 1], 0);
          for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < d; j++)
              {
                double sum = 0;
                for (size_t l = 0; l < k; l++)
                  sum += U[i * k + l] * (sigma[l] / sigma[0]) * Vt[l * d + j];
                EXPECT_NEAR (sum, A[i * d + j] / sigma[0], bound);
              }
          for (size_t l = 0; l < k; l++)
            for (size_t m = 0; m < k; m++)
              {
                double left = 0, right = 0;
                for (size_t i = 0; i < n; i++)
                  left += U[i * k + l] * U[i * k + m];
                for (size_t j = 0; j < d; j++)
                  right += Vt[l * d + j] * Vt[m * d + j];
                EXPECT_NEAR (left, l == m, bound);
                EXPECT_NEAR (right, l == m, bound);
              }
          for (size_t l = (k + 1) / 2; l < k; l++) /* beyond its rank; the product itself rounds k times more */
            EXPECT_LE (sigma[l] / sigma[0], bound * k);
        }
}

TEST (Svd, RefusesWhatIsNotFinite)
{
  for (double bad : { nan_value, std::numeric_limits<double>::infinity () })
    {
      const double A[] = { 1, 2, 3, bad };
      double U[4], sigma[2], Vt[4];
      g_autoptr (GError) error = nullptr;

      EXPECT_FALSE (pen_svd (2, 2, A, U, sigma, Vt, &error));
      ASSERT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_NOT_FINITE));
      EXPECT_NE (std::string (error->message).find ("Row 2, column 2"), std::string::npos);
    }
}

TEST (Svd, RefusesSizesPastInt)
{
  g_autoptr (GError) error = nullptr, other = nullptr;
  double nothing = 0;

  EXPECT_FALSE (pen_svd ((gsize)G_MAXINT + 1, 1, &nothing, &nothing, &nothing, &nothing, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_DIMENSION));
  EXPECT_FALSE (pen_least_squares (1, (gsize)G_MAXINT + 1, &nothing, &nothing, &nothing, nullptr, &other));
  EXPECT_TRUE (g_error_matches (other, PEN_ERROR, PEN_ERROR_DIMENSION));
}

/* The residual of a Cholesky solution is within a few n ε ‖A‖‖x‖, whatever the condition. */
TEST (Cholesky, Solves)
{
  for (size_t n : { 1, 2, 9, 50 })
    {
      Vector root = gaussian (n * (n + 3), n), A (n * n), b = gaussian (n, n + 1);

      pen_gram_weighted (n, n + 3, root.data (), nullptr, nullptr, A.data ());
      Vector factor = A, x = b;
      ASSERT_TRUE (pen_cholesky (n, factor.data ()));
      pen_cholesky_solve (n, factor.data (), x.data ());
      double size = pen_norm2 (n * n, A.data ()) * pen_norm2 (n, x.data ());
      for (size_t i = 0; i < n; i++)
        EXPECT_NEAR (pen_dot (n, &A[i * n], x.data ()), b[i], 10 * n * epsilon * size);
    }
}

TEST (Cholesky, SaysWhenNotPositiveDefinite)
{
  double indefinite[] = { 1, 2, 2, 1 }, singular[] = { 1, 1, 1, 1 }, with_nan[] = { 1, nan_value, nan_value, 1 };

  EXPECT_FALSE (pen_cholesky (2, indefinite));
  EXPECT_FALSE (pen_cholesky (2, singular));
  EXPECT_FALSE (pen_cholesky (2, with_nan));
  EXPECT_TRUE (pen_cholesky (0, nullptr));
}

TEST (Products, MatricesAndGramSums)
{
  /* (1 2; 3 4)(5 6 7; 8 9 10), and (1 2)ᵀ(1 2) + (3 4)ᵀ(3 4), one row at a time */
  Vector A = { 1, 2, 3, 4 }, B = { 5, 6, 7, 8, 9, 10 }, C (6, nan_value), gram = { 0, 0, -7, 0 };

  pen_gemm (2, 3, 2, A.data (), B.data (), C.data ());
  EXPECT_EQ (C, (Vector{ 21, 24, 27, 47, 54, 61 }));
  pen_gram_add (1, 2, A.data (), gram.data ());
  pen_gram_add (1, 2, A.data () + 2, gram.data ());
  EXPECT_EQ (gram, (Vector{ 10, 14, -7, 20 })); /* the lower triangle is left alone */
  pen_gemm (2, 3, 0, A.data (), B.data (), C.data ());
  EXPECT_EQ (C, Vector (6, 0));
  pen_gram_add (0, 2, A.data (), gram.data ());
  EXPECT_EQ (gram[0], 10);
}

TEST (Lu, Solves)
{
  const size_t n = 30;
  Vector A = gaussian (n * n, 4), factors = A, x = gaussian (n, 5), b (n, 0);
  std::vector<int> pivots (n);

  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < n; k++)
      b[i] += A[k * n + i] * x[k]; /* by columns */
  ASSERT_TRUE (pen_lu (n, factors.data (), pivots.data ()));
  pen_lu_solve (n, factors.data (), pivots.data (), b.data ());
  for (size_t i = 0; i < n; i++)
    EXPECT_NEAR (b[i], x[i], 1e5 * epsilon); /* the condition of a Gaussian matrix of this size is some hundreds */
  EXPECT_TRUE (pen_lu (0, nullptr, nullptr));
}

TEST (Lu, SaysWhenSingular)
{
  Vector A = { 1, 2, 2, 4 };
  std::vector<int> pivots (2);

  EXPECT_FALSE (pen_lu (2, A.data (), pivots.data ()));
}

TEST (Cholesky, LetsNoNanPass)
{
  for (size_t at : { 0, 1, 3 })
    {
      Vector A = { 4, 1, 1, 3 };

      A[at] = nan_value;
      EXPECT_FALSE (pen_cholesky (2, A.data ())) << at;
    }
}

TEST (LeastSquares, ByHand)
{
  const double wide[] = { 1, 1 }, tall[] = { 1, 1, 1 }, b1[] = { 4 }, b3[] = { 1, 2, 6 };
  double x[2];
  gsize rank;
  g_autoptr (GError) error = nullptr;

  ASSERT_TRUE (pen_least_squares (1, 2, wide, b1, x, &rank, &error));
  EXPECT_NEAR (x[0], 2, 8 * epsilon);
  EXPECT_NEAR (x[1], 2, 8 * epsilon);
  EXPECT_EQ (rank, 1u);
  ASSERT_TRUE (pen_least_squares (3, 1, tall, b3, x, nullptr, &error));
  EXPECT_NEAR (x[0], 3, 16 * epsilon);
}

/* The defining property, independent of the solver: Aᵀ(Ax − b) = 0, and x has no part that A does not see, x = Aᵀz
 * (tested as: x is unchanged by least squares of Ax). Both within 100 max(n, d) ε of the sizes that cancel, times
 * the condition, which is below 1e3 for these seeds. */
TEST (LeastSquares, NormalEquationsAndRowSpace)
{
  for (size_t n : { 3, 12, 40 })
    for (size_t d : { 2, 12, 90 })
      for (double scale : { 1e-6, 1., 1e6 })
        {
          size_t r = std::max<size_t> (1, std::min (n, d) / 2);
          Vector A = of_rank (n, d, r, scale, n * 31 + d), b = gaussian (n, 5), x (d), again (d), fit (n), normal (d);
          gsize rank;
          g_autoptr (GError) error = nullptr;
          double bound = 1e5 * std::max (n, d) * epsilon;

          ASSERT_TRUE (pen_least_squares (n, d, A.data (), b.data (), x.data (), &rank, &error));
          EXPECT_EQ (rank, r);
          pen_gemv (n, d, A.data (), x.data (), fit.data ());
          ASSERT_TRUE (pen_least_squares (n, d, A.data (), fit.data (), again.data (), nullptr, &error));
          double size = pen_norm2 (d, x.data ());
          for (size_t j = 0; j < d; j++)
            EXPECT_NEAR (again[j] / size, x[j] / size, bound);
          pen_axpy (n, -1, b.data (), fit.data ());
          pen_gemv_t (n, d, A.data (), fit.data (), normal.data ());
          EXPECT_LE (pen_norm2 (d, normal.data ()), bound * pen_norm2 (n * d, A.data ()) * pen_norm2 (n, b.data ()));
        }
}

TEST (LeastSquares, ErrorsAndEmptyShapes)
{
  const double A[] = { 1, 2 }, bad[] = { nan_value }, b[] = { 1 };
  double x[2] = { 7, 7 };
  gsize rank = 9;
  g_autoptr (GError) error = nullptr, other = nullptr;

  EXPECT_FALSE (pen_least_squares (1, 2, A, bad, x, nullptr, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_NOT_FINITE));
  EXPECT_FALSE (pen_least_squares (1, 1, bad, b, x, nullptr, &other));
  EXPECT_TRUE (g_error_matches (other, PEN_ERROR, PEN_ERROR_NOT_FINITE));
  EXPECT_TRUE (pen_least_squares (0, 2, nullptr, nullptr, x, &rank, nullptr));
  EXPECT_EQ (x[0], 0);
  EXPECT_EQ (rank, 0u);
}

TEST (Errors, NamesAreThoseOfTheList)
{
  EXPECT_STREQ (g_quark_to_string (PEN_ERROR), "pen-error-quark");
  EXPECT_STREQ (pen_error_nick (PEN_ERROR_DIMENSION), "dimension");
  EXPECT_STREQ (pen_error_nick (PEN_ERROR_CANCELLED), "cancelled");
  EXPECT_STREQ (pen_error_meaning (PEN_ERROR_NOT_FINITE), "a NaN or an infinity in the data");
}
