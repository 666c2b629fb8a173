/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/theory.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

/* Two samples, each with a unit of its own; a run made by hand. */
struct HandMade
{
  PenProblem *problem = nullptr;
  PenModel model = pen_model_linear (2, nullptr);
  PenLoss loss = PEN_LOSS_EXPONENTIAL;
  PenTraining training = {};
  PenSolution *solutions[PEN_N_SOLUTIONS] = {};
  std::vector<double> w;
  PenTheory *theory = nullptr;

  HandMade ()
  {
    double X[] = { 1, 0, 0, 4 }, y[] = { 1, -1 };
    PenFeatureMap map = PEN_FEATURE_MAP_INIT;
    g_autoptr (PenDataset) data =
        pen_dataset_new (PEN_TASK_CLASSIFICATION, 2, 2, X, y, nullptr, nullptr, nullptr, nullptr);
    problem = pen_problem_new (data, &map, nullptr);
    model.kind = PEN_MODEL_RELU_NETWORK;
    model.width = 2;
    model.init_scale = 1;
  }
  ~HandMade ()
  {
    pen_theory_free (theory);
    pen_problem_unref (problem);
  }

  const PenTheorem &
  judge (std::vector<double> theta, PenTrainingStatus status)
  {
    PenTheoryInput input{};
    pen_theory_free (theory);
    w = theta;
    training.status = status;
    training.d = w.size ();
    training.w = w.data ();
    training.log10_time = 100;
    input.problem = problem;
    input.model = &model;
    input.loss = loss;
    input.exponent = 1;
    input.training = &training;
    input.solutions = solutions;
    theory = pen_theory_judge (&input);
    for (gsize i = 0; i < theory->n_theorems; i++)
      if (std::string ("relu-kkt-limit") == theory->theorems[i].name)
        return theory->theorems[i];
    ADD_FAILURE ();
    return theory->theorems[0];
  }
};

/* w_j = a_j x̂_j, a_j² = 1/‖x_j‖: the least norm of margin 1, times 1000 */
static const std::vector<double> best = { 1000, 0, 0, 500, 1000, -500 };

TEST (ReluTheory, AKktPointAgreesWhenTheRunHasConverged)
{
  HandMade run;
  const PenTheorem &theorem = run.judge (best, PEN_TRAINING_CONVERGED);
  EXPECT_TRUE (theorem.applies);
  EXPECT_LT (theorem.measured, 1e-14); /* exact columns */
  EXPECT_EQ (theorem.verdict, PEN_VERDICT_AGREES);
  EXPECT_NE (std::string (theorem.argument).find ("2 of 2"), std::string::npos);
  EXPECT_STREQ (pen_theory_answer (run.theory)->name, "relu-kkt-limit");
}

TEST (ReluTheory, AnUnfinishedRunIsOnItsWay)
{
  HandMade run;
  EXPECT_EQ (run.judge (best, PEN_TRAINING_STOPPED).verdict, PEN_VERDICT_APPROACHING);
  std::vector<double> lopsided = { 2000, 0, 0, 500, 500, -500 };
  for (PenTrainingStatus status : { PEN_TRAINING_STOPPED, PEN_TRAINING_CONVERGED })
    {
      const PenTheorem &theorem = run.judge (lopsided, status);
      EXPECT_NEAR (theorem.measured, std::sqrt ((4.25 - 4 / 4.25) / 4.75), 1e-14); /* worked in relu-margin.cpp */
      EXPECT_EQ (theorem.verdict, PEN_VERDICT_APPROACHING);
    }
}

TEST (ReluTheory, HypothesesThatFail)
{
  HandMade run;
  EXPECT_FALSE (run.judge ({ 1, 0, 0, 1, 1, 1 }, PEN_TRAINING_CONVERGED).applies); /* sample 2 is wrong */
  EXPECT_FALSE (run.judge ({ 0, 0, 0, 0, 0, 0 }, PEN_TRAINING_CONVERGED).applies);
  run.loss = PEN_LOSS_SQUARED;
  EXPECT_FALSE (run.judge (best, PEN_TRAINING_CONVERGED).applies);
  run.loss = PEN_LOSS_LOGISTIC;
  EXPECT_TRUE (run.judge (best, PEN_TRAINING_CONVERGED).applies);
  run.training.method = PEN_METHOD_ADAM;
  EXPECT_FALSE (run.judge (best, PEN_TRAINING_CONVERGED).applies);
  run.training.method = PEN_METHOD_GRADIENT_FLOW;
  run.model.kind = PEN_MODEL_LINEAR;
  EXPECT_FALSE (run.judge ({ 1, -1 }, PEN_TRAINING_CONVERGED).applies);
}

TEST (ReluTheory, ATrainedNetworkApproachesAKktPoint)
{
  double X[] = { 1, 1, 1, -1, -1, 1, 1, -1, 1, -1, 1, 1 }, y[] = { 1, 1, -1, -1 };
  PenFeatureMap map = PEN_FEATURE_MAP_INIT;
  g_autoptr (PenDataset) data =
      pen_dataset_new (PEN_TASK_CLASSIFICATION, 4, 3, X, y, nullptr, nullptr, nullptr, nullptr);
  g_autoptr (PenProblem) problem = pen_problem_new (data, &map, nullptr);
  PenTrainingOptions options = {};
  options.model = pen_model_linear (3, nullptr);
  options.model.kind = PEN_MODEL_RELU_NETWORK;
  options.model.width = 12;
  options.model.init_scale = .1;
  options.model.seed = 1;
  options.loss = PEN_LOSS_EXPONENTIAL;
  options.tolerance = 1e-10;
  g_autoptr (PenTraining) training = pen_training_run (problem, &options, nullptr, nullptr, nullptr, nullptr);
  ASSERT_NE (training, nullptr);
  PenSolution *solutions[PEN_N_SOLUTIONS] = {};
  PenTheoryInput input{};
  input.problem = problem;
  input.model = &options.model;
  input.loss = options.loss;
  input.exponent = 1;
  input.training = training;
  input.solutions = solutions;
  g_autoptr (PenTheory) theory = pen_theory_judge (&input);
  const PenTheorem *theorem = pen_theory_answer (theory);
  ASSERT_NE (theorem, nullptr);
  EXPECT_STREQ (theorem->name, "relu-kkt-limit");
  EXPECT_NE (theorem->verdict, PEN_VERDICT_DISAGREES);
  EXPECT_LT (theorem->measured, 1e-4) << theorem->sentence; /* the softmax's share, one over margins past 1e6 */
}
