/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/experiment.h>

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

/* More equations than X has rank, so that no w fits: n × d of rank r < min(n, d), and y anywhere. */
static std::string
contradicting (guint32 seed, gsize n, gsize d, gsize r, std::vector<double> &X, std::vector<double> &y)
{
  std::mt19937 random (seed);
  std::normal_distribution<double> normal;
  std::vector<double> left (n * r), right (r * d);
  std::string rows;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (double &x : left)
    x = normal (random);
  for (double &x : right)
    x = normal (random);
  X.assign (n * d, 0);
  y.assign (n, 0);
  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < d; j++)
        {
          for (gsize k = 0; k < r; k++)
            X[i * d + j] += left[i * r + k] * right[k * d + j];
          rows += std::string (g_ascii_dtostr (number, sizeof number, X[i * d + j])) + " ";
        }
      y[i] = normal (random);
      rows += std::string (g_ascii_dtostr (number, sizeof number, y[i])) + (i + 1 < n ? "; " : "\n");
    }
  std::string columns = "columns=";
  for (gsize j = 0; j < d; j++)
    columns += "x" + std::to_string (j + 1) + ";";
  return "[data]\ntask=regression\n" + columns + "y\nrows=" + rows;
}

/* Of all least-squares w the diagonal network's flow ends at the one of least Q: Xᵀ(y − Xw) = 0, and ∇Q(w), elementwise
 * asinh(w/2α²)/4, in the row space of X. */
TEST (LeastSquares, TheDiagonalNetworkEndsAtTheLeastPotential)
{
  for (guint32 seed = 1; seed <= 20; seed++)
    {
      const gsize n = 6 + seed % 5, d = 5 + seed % 7, r = 2 + seed % 3;
      const double alpha = std::pow (10, -(double)(seed % 4));
      std::vector<double> X, y;
      g_autoptr (GError) error = nullptr;
      std::string text = contradicting (seed, n, d, r, X, y) + "[model]\nkind=diagonal\ninit-scale="
                         + std::to_string (alpha) + "\n[reference]\nsolutions=min-l2\n";
      g_autoptr (PenExperiment) experiment = pen_experiment_parse (text.c_str (), nullptr, nullptr, &error);
      ASSERT_NE (experiment, nullptr) << error->message;
      g_autoptr (PenOutcome) outcome = pen_experiment_run (experiment, nullptr, nullptr, nullptr, &error);
      ASSERT_NE (outcome, nullptr) << error->message;
      const PenTheorem *answer = pen_theory_answer (outcome->theory);
      ASSERT_NE (answer, nullptr);
      EXPECT_STREQ (answer->name, "potential-limit");
      EXPECT_EQ (answer->verdict, PEN_VERDICT_AGREES) << seed << " " << answer->sentence;

      const PenProblem *problem = outcome->problem;
      ASSERT_EQ (problem->rank, r);
      const double *w = outcome->training->w;
      std::vector<double> left (y), gradient (d), z (d);
      double size = 0, outside = 0, whole = 0;
      for (gsize i = 0; i < n; i++)
        for (gsize j = 0; j < d; j++)
          {
            left[i] -= X[i * d + j] * w[j];
            size = std::max (size, std::fabs (X[i * d + j]));
          }
      for (gsize j = 0; j < d; j++)
        {
          for (gsize i = 0; i < n; i++)
            gradient[j] += X[i * d + j] * left[i];
          EXPECT_NEAR (gradient[j], 0, 1e-8 * size * (double)n) << seed; /* the flow's own accuracy, and |r| about 1 */
          z[j] = std::asinh (w[j] / (2 * alpha * alpha)) / 4;
          whole += z[j] * z[j];
        }
      for (gsize k = 0; k < r; k++)
        {
          double share = 0;
          for (gsize j = 0; j < d; j++)
            share += problem->Vt[k * d + j] * z[j];
          for (gsize j = 0; j < d; j++)
            z[j] -= share * problem->Vt[k * d + j];
        }
      for (double x : z)
        outside += x * x;
      /* w is h(Xᵀλ) to rounding; where |w| is far below 2α² asinh keeps its digits */
      EXPECT_LT (std::sqrt (outside), 1e-10 * std::sqrt (whole)) << seed;
    }
}

/* Labels that can be fitted as numbers: the same theorem. */
TEST (LeastSquares, LabelsAreFittedAsNumbers)
{
  const char *text = "[data]\ntask=classification\ncolumns=a;b;c;y\nrows=1 2 0 1; 0 1 3 -1\n[model]\nkind=diagonal\n"
                     "init-scale=0.01\n[loss]\nkind=squared\n[reference]\nsolutions=max-margin\n";
  g_autoptr (GError) error = nullptr;
  g_autoptr (PenExperiment) experiment = pen_experiment_parse (text, nullptr, nullptr, &error);
  ASSERT_NE (experiment, nullptr) << error->message;
  g_autoptr (PenOutcome) outcome = pen_experiment_run (experiment, nullptr, nullptr, nullptr, &error);
  ASSERT_NE (outcome, nullptr) << error->message;
  const PenTheorem *answer = pen_theory_answer (outcome->theory);
  ASSERT_NE (answer, nullptr);
  EXPECT_STREQ (answer->name, "potential-limit");
  EXPECT_EQ (answer->verdict, PEN_VERDICT_AGREES) << answer->sentence;
}

/* Two ways to follow one flow, each to 1e-8 a step. From α = 100 on u² and v² are so much larger than their difference
 * that u and v themselves do not tell it to 1e-4. */
TEST (MirrorFlow, IsTheFlowOfUAndVFromEveryStart)
{
  for (const char *alpha : { "0.001", "0.1", "1", "2", "10", "100", "1000", "1e6" })
    for (const char *rows : { "1 2 1", "1 2 1; 1 2 -0.5", "-0.06 0.014 0.46; 0.05 0 -0.013" })
      {
        std::string text = std::string ("[data]\ntask=regression\ncolumns=a;b;y\nrows=") + rows
                           + "\n[model]\nkind=diagonal\ninit-scale=" + alpha + "\n";
        g_autoptr (GError) error = nullptr;
        g_autoptr (PenExperiment) experiment = pen_experiment_parse (text.c_str (), nullptr, nullptr, &error);
        ASSERT_NE (experiment, nullptr) << error->message;
        g_autoptr (PenOutcome) outcome = pen_experiment_run (experiment, nullptr, nullptr, nullptr, &error);
        ASSERT_NE (outcome, nullptr) << error->message;
        EXPECT_LT (outcome->mirror_difference, 1e-5) << alpha << ": " << rows;
        for (gsize i = 0; i < outcome->theory->n_theorems; i++)
          if (std::string ("mirror-flow") == outcome->theory->theorems[i].name)
            {
              EXPECT_EQ (outcome->theory->theorems[i].verdict, PEN_VERDICT_AGREES) << alpha << ": " << rows;
            }
      }
}
