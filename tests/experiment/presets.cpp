/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/incremental.h>
#include <penchant/linalg.h>
#include <penchant/sweep.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

/* The presets show what the papers found: each published finding is an assertion on the preset that shows it. */
namespace
{
std::string
path_of (const std::string &name)
{
  return std::string (PRESETS) + "/" + name + ".penchant";
}

PenOutcome *
run (const std::string &name, const char *override_with = nullptr, const char *another = nullptr)
{
  GError *error = nullptr;
  const char *overrides[] = { override_with, another, nullptr };
  g_autoptr (PenExperiment) experiment = pen_experiment_read (path_of (name).c_str (), overrides, &error);
  EXPECT_NE (experiment, nullptr) << (error != nullptr ? error->message : "");
  if (experiment == nullptr)
    return nullptr;
  PenOutcome *outcome = pen_experiment_run (experiment, nullptr, nullptr, nullptr, &error);
  EXPECT_NE (outcome, nullptr) << name << ": " << (error != nullptr ? error->message : "");
  return outcome;
}

const PenTheorem *
theorem (const PenOutcome *outcome, const std::string &name)
{
  for (gsize i = 0; i < outcome->theory->n_theorems; i++)
    if (name == outcome->theory->theorems[i].name)
      return &outcome->theory->theorems[i];
  return nullptr;
}

double
l1_margin (const PenOutcome *outcome, bool is_l1)
{
  const PenProblem *problem = outcome->problem;
  const double *w = outcome->training->w;
  double smallest = HUGE_VAL;
  for (gsize i = 0; i < problem->n; i++)
    smallest = std::min (smallest, problem->y[i] * pen_dot (problem->d, problem->X + i * problem->d, w));
  return smallest / (is_l1 ? pen_norm1 (problem->d, w) : pen_norm_inf (problem->d, w));
}
}

/* Every preset runs, nothing disagrees with a theorem, and every solution that it shows is certified or says why not.
 */
TEST (Presets, AllRunAndNoneDisagrees)
{
  g_autoptr (GDir) folder = g_dir_open (PRESETS, 0, nullptr);
  const char *name;
  int count = 0;

  while ((name = g_dir_read_name (folder)) != nullptr)
    if (g_str_has_suffix (name, ".penchant"))
      {
        std::string stem (name, strlen (name) - strlen (".penchant"));
        g_autoptr (PenOutcome) outcome = run (stem);
        ASSERT_NE (outcome, nullptr) << stem;
        count++;
        EXPECT_NE (outcome->training->status, PEN_TRAINING_DIVERGED) << stem;
        EXPECT_NE (outcome->training->status, PEN_TRAINING_FAILED) << stem;
        for (gsize i = 0; i < outcome->theory->n_theorems; i++)
          EXPECT_NE (outcome->theory->theorems[i].verdict, PEN_VERDICT_DISAGREES)
              << stem << ": " << outcome->theory->theorems[i].sentence;
        for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
          if (outcome->experiment->solutions[kind])
            {
              ASSERT_NE (outcome->solutions[kind], nullptr);
              EXPECT_NE (outcome->solutions[kind]->status, PEN_SOLUTION_FAILED)
                  << stem << " " << pen_solution_nick ((PenSolutionKind)kind) << ": "
                  << outcome->solutions[kind]->reason;
            }
      }
  EXPECT_GE (count, 25);
}

/* Soudry et al. 2018, fig. 1: support vectors (½, 1½), (1½, ½) and their negatives: direction (1, 1)/√2, margin √2; ‖w‖
 * gains ln 10/√2 a decade of t; the loss falls like 1/t. */
TEST (Presets, SoudryGrowsByItsLogarithm)
{
  g_autoptr (PenOutcome) outcome = run ("soudry-2018");
  const PenTrace *trace = outcome->training->trace;
  const PenFrame *last = &trace->frames[trace->n_frames - 1], *before = last;
  while (before > trace->frames && last->log10_time - before->log10_time < 1)
    before--;
  double decades = last->log10_time - before->log10_time;

  EXPECT_NEAR (outcome->solutions[PEN_SOLUTION_MAX_MARGIN]->margin, std::sqrt (2), 1e-12);
  EXPECT_EQ (outcome->solutions[PEN_SOLUTION_MAX_MARGIN]->n_support, 4u);
  EXPECT_NEAR ((pen_norm2 (2, last->w) - pen_norm2 (2, before->w)) / decades, std::log (10.) / std::sqrt (2.), .05);
  EXPECT_NEAR ((last->log10_loss - before->log10_loss) / decades, -1, .02);
  EXPECT_LT (theorem (outcome, "max-margin-limit")->measured, 2e-3);
}

/* The truly logarithmic case: a point of weight 2 against one of weight 1 at the same margin. The rest w − w* log t
 * tends to the difference of log a_i along the edge: angle · ‖w‖ → ln 2/√2 (half the log of the weights' ratio over
 * half the edge). */
TEST (Presets, LogRateIsReached)
{
  g_autoptr (PenOutcome) outcome = run ("log-rate");
  const PenTraining *training = outcome->training;
  double angle = std::fabs (std::atan2 (training->direction[1], training->direction[0]) - G_PI / 4);

  EXPECT_NEAR (angle * pen_norm2 (2, training->w), std::log (2.) / std::sqrt (2.), 1e-3);
}

/* Woodworth et al. 2020: from the kernel to the rich regime the excess ℓ₁ falls, the excess ℓ₂ rises, and a sparse
 * truth is predicted better. */
TEST (Presets, WoodworthChangesItsRegime)
{
  GError *error = nullptr;
  g_autoptr (PenExperiment) experiment = pen_experiment_read (path_of ("woodworth-2020").c_str (), nullptr, &error);
  PenSweepOptions options = { "model.init-scale", 1e-4, 1, 5, TRUE };
  g_autofree PenSweepRow *rows = nullptr;
  gsize n = 0;
  ASSERT_NE (experiment, nullptr) << error->message;
  ASSERT_TRUE (pen_sweep_run (experiment, &options, nullptr, nullptr, nullptr, &rows, &n, &error));
  ASSERT_EQ (n, 5u);
  for (gsize i = 1; i < n; i++)
    {
      EXPECT_GT (rows[i].excess_l1, rows[i - 1].excess_l1);
      EXPECT_LT (rows[i].excess_l2, rows[i - 1].excess_l2);
    }
  EXPECT_LT (rows[0].excess_l1, .02);
  EXPECT_GT (rows[0].excess_l2, .3);
  EXPECT_LT (rows[4].excess_l2, .05);
  EXPECT_GT (rows[4].excess_l1, .5);
}

/* Gissin et al. 2020: one weight after the other, the largest first, each near t = log(|w_j|/α²)/(4|w_j|). */
TEST (Presets, GissinLearnsOneWeightAfterTheOther)
{
  g_autoptr (PenOutcome) outcome = run ("gissin-2020");
  const double target[] = { 8, 4, 2, 1 };
  const PenTrace *trace = outcome->training->trace;
  double last = -HUGE_VAL;

  for (int j = 0; j < 4; j++)
    {
      gsize i = 0;
      while (trace->frames[i].w[j] < target[j] / 2)
        i++;
      double seen = std::pow (10, trace->frames[i].log10_time), told = std::log (target[j] / 1e-8) / (4 * target[j]);
      EXPECT_GT (seen, last);
      EXPECT_NEAR (seen, told, .1 * told); /* frames stand 1/32 of a decade apart: 7.5 % */
      last = seen;
    }
}

/* Li et al. 2021: the test error has its minimum before the noise is interpolated; deeper networks keep near it for
 * longer. */
TEST (Presets, LiStopsEarlyAndDepthWidensTheWindow)
{
  double width[2];
  for (int depth : { 2, 3 })
    {
      std::string text = "model.depth=" + std::to_string (depth);
      g_autoptr (PenOutcome) outcome = run ("li-2021", text.c_str ());
      g_autoptr (PenTest) test = pen_test_new (outcome->experiment);
      PenModel model;
      double least, when, low = HUGE_VAL, high = -HUGE_VAL;
      pen_experiment_model (outcome->experiment, outcome->problem, &model);
      pen_test_best (test, &model, outcome->training->trace, &least, &when);
      EXPECT_LT (least, .5 * pen_test_error (test, &model, outcome->training->w)) << depth;
      EXPECT_EQ (theorem (outcome, "early-stopping")->verdict, PEN_VERDICT_AGREES);
      for (gsize i = 1; i < outcome->training->trace->n_frames; i++)
        if (pen_test_error (test, &model, outcome->training->trace->frames[i].w) < .2)
          {
            low = std::min (low, outcome->training->trace->frames[i].log10_time);
            high = std::max (high, outcome->training->trace->frames[i].log10_time);
          }
      width[depth - 2] = std::pow (10, high) - std::pow (10, low);
    }
  EXPECT_GT (width[1], width[0]);
}

/* Gunasekar et al. 2017: from a small start the factorization recovers the matrix of rank 2, the one of least nuclear
 * norm. */
TEST (Presets, GunasekarRecoversALowRank)
{
  g_autoptr (PenOutcome) outcome = run ("gunasekar-2017");
  double U[36], sigma[6], Vt[36];
  ASSERT_TRUE (pen_svd (6, 6, outcome->training->w, U, sigma, Vt, nullptr));
  EXPECT_LT (sigma[2], .02 * sigma[1]);
  EXPECT_EQ (theorem (outcome, "nuclear-norm-limit")->verdict, PEN_VERDICT_AGREES);
  EXPECT_LT (theorem (outcome, "nuclear-norm-limit")->measured, .01);
}

/* Gunasekar et al. 2018: steepest descent in a norm maximises that norm's margin. */
TEST (Presets, SteepestDescentMaximisesItsOwnMargin)
{
  g_autoptr (PenOutcome) one = run ("gunasekar-2018-coordinate"), sign = run ("gunasekar-2018-sign");

  EXPECT_NEAR (l1_margin (one, true), one->solutions[PEN_SOLUTION_L1_MAX_MARGIN]->margin, 1e-4);
  EXPECT_NEAR (l1_margin (sign, false), sign->solutions[PEN_SOLUTION_LINF_MAX_MARGIN]->margin, 1e-4);
  EXPECT_LT (l1_margin (sign, true), l1_margin (one, true));
}

/* As the answer writes one between 1e-4 and 1: two digits. */
std::string
distance (const PenOutcome *outcome, const PenSolution *solution)
{
  g_autofree char *text =
      g_strdup_printf ("%.2g", pen_distance_relative (outcome->problem->d, outcome->training->w, solution->w));
  return text;
}

/* Pesme et al. 2021: what finite steps change is told by α_eff. */
TEST (Presets, FiniteStepsAreExplainedByTheEffectiveScale)
{
  for (const auto &[method, step] : { std::pair{ "training.method=sgd", "training.step-size=0.001" },
                                      std::pair{ "training.method=gradient-descent", "training.step-size=0.005" } })
    {
      g_autoptr (PenOutcome) outcome = run ("finite-steps", method, step);
      const PenTheorem *found = theorem (outcome, "finite-steps-limit");
      ASSERT_NE (outcome->effective, nullptr);
      EXPECT_TRUE (found->applies);
      EXPECT_EQ (found->verdict, PEN_VERDICT_AGREES) << found->sentence;

      /* Two solutions of one name: the plots' says that it is the start's, and the answer gives both distances. */
      const PenSolution *plain = outcome->solutions[PEN_SOLUTION_MIN_POTENTIAL];
      EXPECT_STREQ (pen_solution_name (plain), "min-potential, α₀");
      const std::string near = distance (outcome, outcome->effective), far = distance (outcome, plain);
      EXPECT_NE (near, far);
      for (const std::string text : { found->sentence, found->argument })
        {
          EXPECT_NE (text.find (near), std::string::npos) << text;
          EXPECT_NE (text.find (far), std::string::npos) << text;
        }

      for (gsize j = 0; j < outcome->problem->d; j++)
        EXPECT_LE (outcome->training->effective_scale[j], .1 * (1 + 1e-9));
    }
}
