/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/linalg.h>
#include <penchant/paths.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace
{
class Fixture
{
public:
  explicit Fixture (const std::string &data)
  {
    std::string text = "[experiment]\nformat=1\n[data]\n" + data + "\ntarget=y\n[loss]\nkind="
                       + (data.find ("classification") == std::string::npos ? "squared" : "logistic")
                       + "\n[reference]\nsoft-margin-loss=hinge\n";
    g_autoptr (GError) error = nullptr;

    experiment = pen_experiment_parse (text.c_str (), nullptr, nullptr, &error);
    EXPECT_EQ (error, nullptr) << (error != nullptr ? error->message : "");
    problem = pen_experiment_problem (experiment, nullptr);
  }

  Fixture (const Fixture &) = delete;
  Fixture &operator= (const Fixture &) = delete;

  ~Fixture ()
  {
    pen_problem_unref (problem);
    pen_experiment_unref (experiment);
  }

  PenExperiment *experiment;
  PenProblem *problem;
};

const char regression[] = "columns=x1;x2;x3;y\nrows=1 2 0.5 1; -1 0.5 1 0.3\ntask=regression";
const char classes[] = "columns=x1;x2;y\nrows=1.2 0.6 1; 0.3 1.4 1; -1.1 -0.8 -1; -0.3 -1.2 -1\ntask=classification";
}

/* Gradient of ½‖w‖² + μ‖y − Xw‖²: w = 2μXᵀ(y − Xw), with the products' rounding of 2μ‖X‖²‖w‖ε; and the ends. */
TEST (Paths, RidgeIsStationary)
{
  Fixture fixture (regression);
  g_autoptr (PenPaths) paths = pen_paths_solve (fixture.experiment, fixture.problem, nullptr, nullptr);
  const PenProblem *problem = fixture.problem;

  ASSERT_NE (paths, nullptr);
  const PenPath *ridge = &paths->paths[PEN_PATH_RIDGE];
  ASSERT_EQ (ridge->n, 97u);
  for (gsize i = 0; i < ridge->n; i++)
    {
      const double *w = ridge->w + 3 * i, mu = ridge->strength[i];
      double left[2], pull[3];

      EXPECT_TRUE (i == 0 || ridge->strength[i] > ridge->strength[i - 1]);
      pen_gemv (2, 3, problem->X, w, left);
      for (int k = 0; k < 2; k++)
        left[k] = problem->y[k] - left[k];
      pen_gemv_t (2, 3, problem->X, left, pull);
      for (int j = 0; j < 3; j++)
        EXPECT_NEAR (w[j], 2 * mu * pull[j], 1e-15 * (1 + 2 * mu * problem->sigma[0] * problem->sigma[0]));
    }
  g_autoptr (PenSolution) least =
      pen_experiment_solve (fixture.experiment, problem, PEN_SOLUTION_MIN_L2, nullptr, nullptr);
  EXPECT_LT (pen_norm2 (3, ridge->w), 1e-3 * pen_norm2 (3, least->w) * 3); /* 2μσ² ≤ 1e-3 there, σ₁/σ₂ < 3 */
  EXPECT_LT (pen_distance_relative (3, ridge->w + 3 * 96, least->w), 1e-4);
  EXPECT_EQ (paths->paths[PEN_PATH_SOFT_MARGIN].n, 0u);
}

TEST (Paths, LassoGoesFromZeroToTheLeastL1)
{
  Fixture fixture (regression);
  g_autoptr (PenPaths) paths = pen_paths_solve (fixture.experiment, fixture.problem, nullptr, nullptr);

  ASSERT_NE (paths, nullptr);
  const PenPath *lasso = &paths->paths[PEN_PATH_LASSO];
  ASSERT_GE (lasso->n, 3u);
  EXPECT_EQ (pen_norm1 (3, lasso->w), 0);
  for (gsize i = 1; i < lasso->n; i++)
    EXPECT_LT (lasso->strength[i], lasso->strength[i - 1]);
  g_autoptr (PenSolution) least =
      pen_experiment_solve (fixture.experiment, fixture.problem, PEN_SOLUTION_MIN_L1, nullptr, nullptr);
  EXPECT_NEAR (pen_norm1 (3, lasso->w + 3 * (lasso->n - 1)), pen_norm1 (3, least->w), 1e-12);
}

/* Past the largest multiplier of the hard margin, the hinge's soft margin is the hard one. */
TEST (Paths, SoftMarginEndsHard)
{
  Fixture fixture (classes);
  g_autoptr (PenPaths) paths = pen_paths_solve (fixture.experiment, fixture.problem, nullptr, nullptr);

  ASSERT_NE (paths, nullptr);
  const PenPath *soft = &paths->paths[PEN_PATH_SOFT_MARGIN];
  ASSERT_EQ (soft->n, 97u);
  g_autoptr (PenSolution) hard =
      pen_experiment_solve (fixture.experiment, fixture.problem, PEN_SOLUTION_MAX_MARGIN, nullptr, nullptr);
  EXPECT_LT (pen_distance_relative (2, soft->w + 2 * 96, hard->w), 1e-9); /* both certified to 1e-9 */
  EXPECT_LT (pen_norm2 (2, soft->w), 1e-2 * pen_norm2 (2, hard->w));
  EXPECT_EQ (paths->paths[PEN_PATH_RIDGE].n + paths->paths[PEN_PATH_LASSO].n, 0u);
}

TEST (Paths, Cancels)
{
  Fixture one (regression), other (classes);
  PenCancel cancel = {};

  pen_cancel_request (&cancel);
  for (Fixture *each : { &one, &other })
    {
      g_autoptr (GError) error = nullptr;

      EXPECT_EQ (pen_paths_solve (each->experiment, each->problem, &cancel, &error), nullptr);
      EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_CANCELLED));
    }
}

TEST (Paths, AreZeroWhereXIs)
{
  Fixture fixture ("columns=x1;x2;y\nrows=0 0 0; 0 0 0\ntask=regression");
  g_autoptr (PenPaths) paths = pen_paths_solve (fixture.experiment, fixture.problem, nullptr, nullptr);

  ASSERT_NE (paths, nullptr);
  for (const PenPath &path : paths->paths)
    EXPECT_EQ (path.n, 0u);
}
