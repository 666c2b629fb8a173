/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problems.h"

TEST (MinL2, OnePointByHand)
{
  Data data{ 1, 2, { 1, 2 }, { 1 } };
  Solution solution = solve (PEN_SOLUTION_MIN_L2, data);

  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (solution->w[0], .2, 1e-15);
  EXPECT_NEAR (solution->w[1], .4, 1e-15);
  EXPECT_NEAR (solution->objective, std::sqrt (.2), 1e-15);
  EXPECT_EQ (solution->unique, PEN_UNIQUE_YES);
  EXPECT_EQ (solution->reason, nullptr);
}

/* Two equations in four unknowns, worked with exact fractions elsewhere to five digits. */
TEST (MinL2, TwoPointsPublished)
{
  Data data{ 2, 4, { 1, .5, .7, 0, .5, 1, .1, .7 }, { 1, 0 } };
  const double expected[] = { .63944, -.10263, .58839, -.39419 };
  Solution solution = solve (PEN_SOLUTION_MIN_L2, data);

  for (int j = 0; j < 4; j++)
    EXPECT_NEAR (solution->w[j], expected[j], 5e-6); /* half a unit of its last digit */
}

/* From w0 the limit is the point of the solution set nearest to w0. */
TEST (MinL2, ProjectsTheStart)
{
  Data data{ 1, 2, { 3, 4 }, { 10 } };
  const double start[] = { 4, -3 }; /* orthogonal to the row: stays whole */
  PenModel model = pen_model_linear (2, start);
  Solution solution = solve (PEN_SOLUTION_MIN_L2, data, &model);

  EXPECT_NEAR (solution->w[0], 4 + 1.2, 1e-14);
  EXPECT_NEAR (solution->w[1], -3 + 1.6, 1e-14);
  EXPECT_NEAR (solution->certificate.primal, 2, 1e-14); /* ½‖w − w0‖² */
  EXPECT_STREQ (pen_solution_name (solution.operator-> ()), "nearest to start");
  EXPECT_STREQ (pen_solution_name (solve (PEN_SOLUTION_MIN_L2, data).operator-> ()), "min-ℓ₂");
}

TEST (MinL2, NotInterpolableIsLeastSquares)
{
  Data data{ 2, 2, { 1, 0, 1, 0 }, { 1, 3 } };
  Solution solution = solve (PEN_SOLUTION_MIN_L2, data);

  ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
  EXPECT_NEAR (solution->w[0], 2, 1e-15);
  EXPECT_EQ (solution->w[1], 0);
  ASSERT_NE (solution->reason, nullptr);
  EXPECT_NE (std::string (solution->reason).find ("1.41"), std::string::npos) << solution->reason;
}

TEST (MinL2, ZeroTargetsAndZeroMatrix)
{
  for (Data data : { Data{ 2, 2, { 1, 2, 3, 4 }, { 0, 0 } }, Data{ 2, 2, { 0, 0, 0, 0 }, { 1, -1 } } })
    {
      Solution solution = solve (PEN_SOLUTION_MIN_L2, data);
      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
      EXPECT_EQ (norm2 (weights (solution)), 0);
    }
}

/* The defining property: the normal equations hold and w − w0 = Xᵀν. */
TEST (MinL2, RandomProblems)
{
  std::mt19937 random (20240601);
  std::normal_distribution<double> normal;

  for (int turn = 0; turn < 200; turn++)
    {
      Data data = random_data (random, turn);
      add_targets (data, random, turn);
      Vector start (data.d), left (data.n), terms;
      for (double &x : start)
        x = turn % 2 ? normal (random) : 0;
      PenModel model = pen_model_linear (data.d, start.data ());
      Solution solution = solve (PEN_SOLUTION_MIN_L2, data, &model);

      ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL) << turn << ": " << solution->reason;
      double sizes = norm_inf (data.y), size;
      for (gsize i = 0; i < data.n; i++)
        {
          left[i] = data.y[i] - product (data, i, solution->w, &size);
          sizes = std::fmax (sizes, size);
          product (data, i, start.data (), &size); /* w is what is left of the start */
          sizes = std::fmax (sizes, size);
        }
      Vector gradient = transposed (data, left.data ());
      double largest = norm_inf (data.X);
      EXPECT_LE (norm_inf (gradient), promised * data.n * largest * sizes) << turn;
      Vector image = transposed (data, solution->certificate.multipliers, &terms);
      for (gsize j = 0; j < data.d; j++)
        EXPECT_NEAR (image[j], solution->w[j] - start[j], 1e-9 * norm2 (weights (solution)) + 1e-12 * norm_inf (terms))
            << turn;
      if (data.n <= data.d && turn % 7 == 0)
        expect_interpolates (data, solution->w);
    }
}

TEST (MinL2, ScalesWithItsUnits)
{
  Data data{ 2, 4, { 1, .5, .7, 0, .5, 1, .1, .7 }, { 1, 0 } };
  Solution plain = solve (PEN_SOLUTION_MIN_L2, data);

  for (double x : { 1e-6, 1e6 })
    for (double y : { 1e-6, 1e6 })
      {
        Data scaled = data;
        for (double &value : scaled.X)
          value *= x;
        for (double &value : scaled.y)
          value *= y;
        Solution solution = solve (PEN_SOLUTION_MIN_L2, scaled);
        ASSERT_EQ (solution->status, PEN_SOLUTION_OPTIMAL);
        for (int j = 0; j < 4; j++)
          EXPECT_NEAR (solution->w[j], plain->w[j] * y / x, 1e-14 * y / x); /* a few ε of ‖w‖ ≈ 1 */
      }
}

TEST (MinL2, Errors)
{
  GError *error = nullptr;
  Data data{ 2, 1, { 1, -1 }, { 1, -1 } };
  Problem labels = make_problem (data, PEN_TASK_CLASSIFICATION), numbers = make_problem (data, PEN_TASK_REGRESSION);
  PenModel wide = pen_model_linear (3, nullptr);
  PenModel bad = pen_model_diagonal (1, 2, TRUE, -1, nullptr);
  PenSolutionOptions wide_options = PEN_SOLUTION_OPTIONS_INIT, bad_options = PEN_SOLUTION_OPTIONS_INIT;

  wide_options.model = &wide;
  bad_options.model = &bad;
  PenCancel cancel = { 1 };

  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      PenSolutionKind at = (PenSolutionKind)kind;
      EXPECT_EQ (pen_solution_fits (at, PEN_TASK_REGRESSION), !is_margin (at) && at != PEN_SOLUTION_MIN_NUCLEAR);
      EXPECT_EQ (pen_solution_fits (at, PEN_TASK_MATRIX_SENSING), !is_margin (at));
      EXPECT_EQ (pen_solution_fits (at, PEN_TASK_CLASSIFICATION), is_margin (at));
      EXPECT_EQ (pen_solution_solve (at, is_margin (at) ? numbers.get () : labels.get (), nullptr, nullptr, &error),
                 nullptr);
      EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED));
      g_clear_error (&error);
    }
  EXPECT_EQ (pen_solution_solve (PEN_SOLUTION_MIN_POTENTIAL, numbers.get (), nullptr, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED));
  g_clear_error (&error);
  EXPECT_EQ (pen_solution_solve (PEN_SOLUTION_MIN_L2, numbers.get (), &wide_options, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_DIMENSION));
  g_clear_error (&error);
  EXPECT_EQ (pen_solution_solve (PEN_SOLUTION_MIN_POTENTIAL, numbers.get (), &bad_options, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE));
  g_clear_error (&error);
  EXPECT_EQ (pen_solution_solve (PEN_SOLUTION_MIN_L2, numbers.get (), nullptr, &cancel, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_CANCELLED));
  g_clear_error (&error);
}
