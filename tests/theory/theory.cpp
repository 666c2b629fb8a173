/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/theory.h>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace
{
/* A run made by hand: the theory sees only what it is given. */
struct Scenario
{
  PenProblem *problem = nullptr;
  PenModel model = pen_model_linear (0, nullptr);
  PenLoss loss = PEN_LOSS_SQUARED;
  PenTraining training = {};
  PenSolution slots[PEN_N_SOLUTIONS] = {};
  PenSolution *solutions[PEN_N_SOLUTIONS] = {};
  std::vector<double> w, direction;
  PenTheory *theory = nullptr;

  Scenario (PenTask task, gsize d, std::vector<double> X, std::vector<double> y)
  {
    g_autoptr (GError) error = nullptr;
    PenFeatureMap map = PEN_FEATURE_MAP_INIT;
    g_autoptr (PenDataset) data =
        pen_dataset_new (task, y.size (), d, X.data (), y.data (), nullptr, nullptr, nullptr, &error);

    problem = pen_problem_new (data, &map, &error);
    EXPECT_NE (problem, nullptr) << (error ? error->message : "");
    model.d = d;
  }
  ~Scenario ()
  {
    pen_theory_free (theory);
    pen_problem_unref (problem);
  }

  void
  end_at (std::vector<double> at, PenTrainingStatus status = PEN_TRAINING_CONVERGED)
  {
    double norm = 0;

    w = direction = at;
    for (double x : w)
      norm += x * x;
    for (double &x : direction)
      x = norm > 0 ? x / std::sqrt (norm) : 0;
    training.status = status;
    training.d = w.size ();
    training.w = w.data ();
    training.direction = direction.data ();
    training.log10_time = 1e6;
  }
  void
  solved (PenSolutionKind kind, PenSolutionStatus status, double *at, double margin = NAN)
  {
    slots[kind] = PenSolution{};
    slots[kind].kind = kind;
    slots[kind].status = status;
    slots[kind].d = problem->d;
    slots[kind].w = at;
    slots[kind].margin = margin;
    solutions[kind] = &slots[kind];
  }
  const PenTheorem &
  judge (const std::string &name, bool run = true)
  {
    PenTheoryInput input{};

    pen_theory_free (theory);
    input.problem = problem;
    input.model = &model;
    input.loss = loss;
    input.exponent = 1;
    input.mirror_difference = NAN;
    input.training = run ? &training : nullptr;
    input.solutions = solutions;
    theory = pen_theory_judge (&input);
    for (gsize i = 0; i < theory->n_theorems; i++)
      if (name == theory->theorems[i].name)
        return theory->theorems[i];
    ADD_FAILURE () << name;
    return theory->theorems[0];
  }
  const char *
  answer ()
  {
    const PenTheorem *theorem = pen_theory_answer (theory);
    return theorem != nullptr ? theorem->name : "";
  }
};

TEST (MinL2, OneEquationTwoWeights)
{
  Scenario run (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 1 });

  run.end_at ({ 0.2, 0.4 });
  const PenTheorem &theorem = run.judge ("min-l2-limit");
  EXPECT_TRUE (theorem.applies);
  EXPECT_EQ (theorem.predicts, PEN_SOLUTION_MIN_L2);
  EXPECT_EQ (theorem.verdict, PEN_VERDICT_AGREES) << theorem.measured;
  EXPECT_LE (theorem.measured, 1e-15);
  EXPECT_STREQ (run.answer (), "min-l2-limit");
  EXPECT_NE (std::string (theorem.sentence).find ("has reached"), std::string::npos);
}

TEST (MinL2, AStartHasAnotherLimit)
{
  Scenario run (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 1 });
  const double start[] = { 2, -1 }; /* in the null space of X, so it is kept whole */

  run.model.start = start;
  run.end_at ({ 2.2, -0.6 });
  EXPECT_EQ (run.judge ("min-l2-limit").verdict, PEN_VERDICT_AGREES);
  run.end_at ({ 0.2, 0.4 });
  EXPECT_EQ (run.judge ("min-l2-limit").verdict, PEN_VERDICT_DISAGREES);
}

TEST (MinL2, UnconvergedIsAtMostApproaching)
{
  Scenario run (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 1 });

  for (PenTrainingStatus status : { PEN_TRAINING_STOPPED, PEN_TRAINING_CANCELLED, PEN_TRAINING_FAILED })
    for (double scale : { 0.0, 1.0, 3.0 })
      {
        run.end_at ({ 0.2 * scale, 0.4 * scale }, status);
        EXPECT_EQ (run.judge ("min-l2-limit").verdict, PEN_VERDICT_APPROACHING);
      }
  EXPECT_EQ (run.judge ("min-l2-limit", false).verdict, PEN_VERDICT_APPROACHING);
}

TEST (Theory, ADivergedRunIsOnItsWayToNothing)
{
  Scenario run (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 1 });

  run.end_at ({ 1e9, 2e9 }, PEN_TRAINING_DIVERGED);
  EXPECT_FALSE (run.judge ("min-l2-limit").applies);
  EXPECT_EQ (run.judge ("min-l2-limit").verdict, PEN_VERDICT_NOT_APPLICABLE);
  g_autofree char *text = pen_theory_no_answer (run.theory);
  EXPECT_NE (std::string (text).find ("do not diverge"), std::string::npos) << text;
}

TEST (MinL2, InconsistentDataAndZeroNorm)
{
  Scenario twice (PEN_TASK_REGRESSION, 1, { 1, 1 }, { 0, 2 });
  Scenario zero (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 0 });

  twice.end_at ({ 1 });
  EXPECT_EQ (twice.judge ("min-l2-limit").verdict, PEN_VERDICT_AGREES);
  zero.end_at ({ 0, 0 });
  EXPECT_EQ (zero.judge ("min-l2-limit").verdict, PEN_VERDICT_AGREES);
}

TEST (MinL2, SquaredLossOnLabelsIsTheRegressionTheorem)
{
  Scenario run (PEN_TASK_CLASSIFICATION, 1, { 1, -1 }, { 1, -1 });

  run.end_at ({ 1 });
  EXPECT_EQ (run.judge ("min-l2-limit").verdict, PEN_VERDICT_AGREES);
  EXPECT_FALSE (run.judge ("max-margin-limit").applies);
  EXPECT_FALSE (run.judge ("not-separable").applies);
}

TEST (MaxMargin, ReachedNearAndWrong)
{
  Scenario run (PEN_TASK_CLASSIFICATION, 2, { 1, 0, -1, 0 }, { 1, -1 });
  double best[] = { 1, 0 };

  run.loss = PEN_LOSS_LOGISTIC;
  run.solved (PEN_SOLUTION_MAX_MARGIN, PEN_SOLUTION_OPTIMAL, best, 1);
  run.end_at ({ 1e9, 1 });
  EXPECT_EQ (run.judge ("max-margin-limit").verdict, PEN_VERDICT_AGREES);
  EXPECT_STREQ (run.answer (), "max-margin-limit");
  EXPECT_NEAR (run.judge ("max-margin-limit").measured, 1e-9, 1e-15);
  run.end_at ({ 1e9, 1e5 }); /* 1e-4 rad: past every threshold, yet no counterexample */
  EXPECT_EQ (run.judge ("max-margin-limit").verdict, PEN_VERDICT_APPROACHING);
  EXPECT_NE (std::string (run.judge ("max-margin-limit").sentence).find ("come to rest near"), std::string::npos);
  run.end_at ({ 1e9, 1e9 });
  EXPECT_EQ (run.judge ("max-margin-limit").verdict, PEN_VERDICT_DISAGREES);
  run.training.tolerance = 0.9; /* whoever asks for so little is not told of a counterexample */
  EXPECT_EQ (run.judge ("max-margin-limit").verdict, PEN_VERDICT_APPROACHING);
  EXPECT_NE (std::string (run.judge ("max-margin-limit").sentence).find ("ended by its tolerance"), std::string::npos);
  run.training.tolerance = 0;
  run.end_at ({ 0, 0 }, PEN_TRAINING_STOPPED);
  EXPECT_EQ (run.judge ("max-margin-limit").verdict, PEN_VERDICT_APPROACHING);
  EXPECT_FALSE (run.judge ("not-separable").applies);
  run.solutions[PEN_SOLUTION_MAX_MARGIN] = nullptr;
  EXPECT_FALSE (run.judge ("max-margin-limit").applies);
  EXPECT_FALSE (run.judge ("not-separable").applies);
}

TEST (NotSeparable, MinimiserAndEscape)
{
  /* log(1 + e^−w) + log(1 + e^−w) + log(1 + e^w): stationary where 2σ(−w) = σ(w), w = log 2. */
  Scenario run (PEN_TASK_CLASSIFICATION, 1, { 1, 1, 1 }, { 1, 1, -1 });

  run.loss = PEN_LOSS_LOGISTIC;
  run.solved (PEN_SOLUTION_MAX_MARGIN, PEN_SOLUTION_INFEASIBLE, nullptr);
  run.end_at ({ std::log (2.0) });
  const PenTheorem &theorem = run.judge ("not-separable");
  EXPECT_EQ (theorem.verdict, PEN_VERDICT_AGREES);
  EXPECT_LE (theorem.measured, 1e-15); /* three terms, each right to ε */
  EXPECT_STREQ (run.answer (), "not-separable");

  /* The answer names what proves it, in the points that take part. */
  double a[] = { .5, 0, .5 };
  PenCertificate &certificate = run.solutions[PEN_SOLUTION_MAX_MARGIN]->certificate;
  certificate.dual_residual = 3e-17;
  certificate.n_multipliers = 3;
  certificate.multipliers = a;
  const PenTheorem &proved = run.judge ("not-separable");
  for (const std::string text : { proved.sentence, proved.argument })
    EXPECT_NE (text.find ("a weighted average of 2 points yᵢ xᵢ is zero, to 3×10⁻¹⁷"), std::string::npos) << text;
  EXPECT_NE (std::string (proved.argument).find ("soft margin"), std::string::npos);
  run.end_at ({ 0 });
  EXPECT_EQ (run.judge ("not-separable").verdict, PEN_VERDICT_DISAGREES);

  /* x₁ carries a separable point, x₂ two that contradict each other: w₁ grows for ever. */
  Scenario part (PEN_TASK_CLASSIFICATION, 2, { 1, 0, 0, 1, 0, 1 }, { 1, 1, -1 });
  part.loss = PEN_LOSS_LOGISTIC;
  part.solved (PEN_SOLUTION_MAX_MARGIN, PEN_SOLUTION_INFEASIBLE, nullptr);
  part.end_at ({ 40, 0 });
  EXPECT_EQ (part.judge ("not-separable").verdict, PEN_VERDICT_APPROACHING);

  /* The third row pulls along δ only: the gradient is small at w₁ = log 2, and the loss far from its least. */
  Scenario narrow (PEN_TASK_CLASSIFICATION, 2, { 1, 0, 1, 0, 1, 1e-10 }, { 1, 1, -1 });
  narrow.loss = PEN_LOSS_LOGISTIC;
  narrow.solved (PEN_SOLUTION_MAX_MARGIN, PEN_SOLUTION_INFEASIBLE, nullptr);
  narrow.end_at ({ std::log (2.0), 0 });
  EXPECT_LE (narrow.judge ("not-separable").measured, 1e-10);
  EXPECT_EQ (narrow.judge ("not-separable").verdict, PEN_VERDICT_APPROACHING);
}

TEST (Potential, AppliesOnlyToTheDiagonalSquaredFlow)
{
  Scenario run (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 1 });
  double limit[] = { 0.1, 0.45 };

  run.end_at ({ 0.1, 0.45 });
  EXPECT_FALSE (run.judge ("potential-limit").applies);
  run.model = pen_model_diagonal (2, 2, TRUE, .01, nullptr);
  EXPECT_EQ (run.judge ("potential-limit").verdict, PEN_VERDICT_APPROACHING); /* nothing to compare with */
  run.solved (PEN_SOLUTION_MIN_POTENTIAL, PEN_SOLUTION_FAILED, nullptr);
  char reason[] = "Newton’s method stopped";
  run.slots[PEN_SOLUTION_MIN_POTENTIAL].reason = reason;
  EXPECT_NE (std::string (run.judge ("potential-limit").sentence).find (reason), std::string::npos);
  run.solved (PEN_SOLUTION_MIN_POTENTIAL, PEN_SOLUTION_OPTIMAL, limit);
  EXPECT_EQ (run.judge ("potential-limit").verdict, PEN_VERDICT_AGREES);
  EXPECT_EQ (run.judge ("potential-limit").predicts, PEN_SOLUTION_MIN_POTENTIAL);
  EXPECT_FALSE (run.judge ("min-l2-limit").applies);
  run.solved (PEN_SOLUTION_MIN_POTENTIAL, PEN_SOLUTION_INFEASIBLE, nullptr);
  EXPECT_FALSE (run.judge ("potential-limit").applies);
}

TEST (L1MaxMargin, ExponentialTailsAndDepthTwoOnly)
{
  Scenario run (PEN_TASK_CLASSIFICATION, 2, { 2, 1, -2, -1 }, { 1, -1 });
  double best2[] = { 0.4, 0.2 }, best1[] = { 0.5, 0 };

  run.loss = PEN_LOSS_EXPONENTIAL;
  run.model = pen_model_diagonal (2, 2, TRUE, .01, nullptr);
  run.solved (PEN_SOLUTION_MAX_MARGIN, PEN_SOLUTION_OPTIMAL, best2, std::sqrt (5.0));
  run.solved (PEN_SOLUTION_L1_MAX_MARGIN, PEN_SOLUTION_OPTIMAL, best1, 2);
  run.end_at ({ 1e7, 0 });
  EXPECT_EQ (run.judge ("l1-max-margin-limit").verdict, PEN_VERDICT_AGREES);
  run.end_at ({ 1e7, 1e5 });
  EXPECT_EQ (run.judge ("l1-max-margin-limit").verdict, PEN_VERDICT_APPROACHING);
  EXPECT_FALSE (run.judge ("max-margin-limit").applies);
  run.loss = PEN_LOSS_LOGISTIC;
  EXPECT_TRUE (run.judge ("l1-max-margin-limit").applies);
  run.model.is_untied = TRUE;
  EXPECT_TRUE (run.judge ("l1-max-margin-limit").applies);
  run.model.init_scale = 0; /* u = v = 0 somewhere: a weight that never moves */
  EXPECT_FALSE (run.judge ("l1-max-margin-limit").applies);
  run.model = pen_model_diagonal (2, 2, FALSE, .01, nullptr); /* w ≥ 0 only */
  EXPECT_FALSE (run.judge ("l1-max-margin-limit").applies);
  run.model = pen_model_diagonal (2, 2, TRUE, .01, nullptr);
  run.loss = PEN_LOSS_POLYNOMIAL;
  EXPECT_FALSE (run.judge ("l1-max-margin-limit").applies);
  run.loss = PEN_LOSS_EXPONENTIAL;
  run.model.depth = 3;
  EXPECT_FALSE (run.judge ("l1-max-margin-limit").applies);
  EXPECT_STREQ (run.answer (), "");
}

TEST (Theory, EveryTheoremSpeaks)
{
  Scenario run (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 1 });

  run.end_at ({ 0.2, 0.4 });
  run.judge ("min-l2-limit");
  for (gsize i = 0; i < run.theory->n_theorems; i++)
    for (const char *text :
         { run.theory->theorems[i].why, run.theory->theorems[i].sentence, run.theory->theorems[i].argument })
      {
        ASSERT_NE (text, nullptr);
        EXPECT_TRUE (g_utf8_validate (text, -1, nullptr));
        EXPECT_NE (*text, '\0');
      }
}
}

TEST (Potential, WithFullColumnRankEveryAlphaEndsAtLeastSquares)
{
  Scenario run (PEN_TASK_REGRESSION, 2, { 1, 0, 0, 1, 1, 1 }, { 1, 2, 0 });

  for (double alpha : { 1e-9, 1., 100. })
    {
      run.model = pen_model_diagonal (2, 2, TRUE, alpha, nullptr);
      run.end_at ({ 0, 1 }); /* XᵀX = [2 1; 1 2], Xᵀy = [1; 2] */
      EXPECT_EQ (run.judge ("potential-limit").verdict, PEN_VERDICT_AGREES) << alpha;
      EXPECT_EQ (run.judge ("potential-limit").predicts, PEN_SOLUTION_MIN_L2);
      run.end_at ({ .1, 1 });
      EXPECT_EQ (run.judge ("potential-limit").verdict, PEN_VERDICT_DISAGREES) << alpha;
    }
  run.model = pen_model_diagonal (2, 2, FALSE, .1, nullptr); /* w ≥ 0: the least squares may be out of reach */
  EXPECT_FALSE (run.judge ("potential-limit").applies);
}

TEST (Potential, TargetsOutsideTheRangeOfXAreNoDisagreement)
{
  Scenario run (PEN_TASK_REGRESSION, 2, { 1, 2, 1, 2 }, { 3e8, -3e8 });

  run.end_at ({ 1e-8, -1e-8 }); /* rounding of a sum of terms of 10⁸ */
  EXPECT_EQ (run.judge ("min-l2-limit").verdict, PEN_VERDICT_AGREES);
  run.end_at ({ 1e6, 2e6 });
  EXPECT_EQ (run.judge ("min-l2-limit").verdict, PEN_VERDICT_DISAGREES);
}

TEST (Neuron, SpeaksOnlyOfRunsThatFit)
{
  Scenario run (PEN_TASK_REGRESSION, 2, { 1, 2 }, { .5 });
  double z = std::atanh (.5);

  run.model.kind = PEN_MODEL_NEURON;
  run.model.activation = PEN_ACTIVATION_TANH;
  run.end_at ({ z / 5, 2 * z / 5 });
  EXPECT_EQ (run.judge ("neuron-limit").verdict, PEN_VERDICT_AGREES);
  run.end_at ({ z, 0 }); /* fits, but is not the nearest to 0 */
  EXPECT_EQ (run.judge ("neuron-limit").verdict, PEN_VERDICT_DISAGREES);
  run.end_at ({ 9, 9 }); /* at rest where the loss is not 0 */
  EXPECT_FALSE (run.judge ("neuron-limit").applies);

  Scenario beyond (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 1 });
  beyond.model.kind = PEN_MODEL_NEURON;
  beyond.model.activation = PEN_ACTIVATION_TANH;
  beyond.end_at ({ 4, 8 });
  EXPECT_FALSE (beyond.judge ("neuron-limit").applies);
  EXPECT_NE (std::string (beyond.judge ("neuron-limit").why).find ("never takes"), std::string::npos);

  Scenario torn (PEN_TASK_REGRESSION, 1, { 1, 1 }, { .5, -.5 });
  torn.model.kind = PEN_MODEL_NEURON;
  torn.model.activation = PEN_ACTIVATION_TANH;
  torn.end_at ({ 0 });
  EXPECT_FALSE (torn.judge ("neuron-limit").applies);
}

TEST (Theory, WhereNoneAppliesTheClosestSaysWhy)
{
  Scenario run (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 1 });

  run.model.kind = PEN_MODEL_NEURON;
  run.model.activation = PEN_ACTIVATION_RELU;
  run.end_at ({ 0, 0 });
  EXPECT_STREQ (run.answer (), "");
  run.judge ("neuron-limit");
  g_autofree char *text = pen_theory_no_answer (run.theory);
  EXPECT_NE (std::string (text).find ("ReLU is not strictly monotone"), std::string::npos);
}
