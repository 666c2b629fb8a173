/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/experiment.h>
#include <penchant/linalg.h>

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <json-glib/json-glib.h>
#include <random>
#include <string>
#include <vector>

/* Whole experiments on random problems, odd ones among them: no crash, no hang, no claim that does not hold when it is
 * computed again here. PENCHANT_RANDOM=2000 tries more of them. */
namespace
{
using Random = std::mt19937;

struct Problem
{
  gsize n, d;
  std::vector<double> X, y;
};

Problem
draw (Random &random, bool classes)
{
  std::normal_distribution<double> normal;
  Problem p{ 1 + random () % 40, 1 + random () % (random () % 2 == 0 ? 120 : 5), {}, {} };
  double scale = std::pow (10., int (random () % 13) - 6);
  int oddity = random () % 12;

  if (oddity == 0)
    p.n = 1;
  if (oddity == 1)
    p.d = 1;
  p.X.resize (p.n * p.d);
  p.y.resize (p.n);
  for (double &x : p.X)
    x = scale * normal (random);
  std::vector<double> w (p.d);
  for (double &v : w)
    v = normal (random) / scale;
  bool planted = random () % 2 == 0;
  for (gsize i = 0; i < p.n; i++)
    {
      for (gsize j = 0; j < p.d; j++)
        p.y[i] += planted ? p.X[i * p.d + j] * w[j] : 0;
      p.y[i] += planted ? 0 : normal (random);
      if (classes)
        p.y[i] = p.y[i] > 0 ? 1 : -1;
    }
  for (gsize i = 1; i < p.n && oddity == 2; i++) /* rank one */
    for (gsize j = 0; j < p.d; j++)
      p.X[i * p.d + j] = p.X[j] * double (i + 1);
  for (gsize j = 0; j < p.d && oddity == 3; j++) /* a duplicate, maybe of another target */
    p.X[(p.n - 1) * p.d + j] = p.X[j];
  for (gsize j = 0; j < p.d && oddity == 4; j++) /* a zero row */
    p.X[j] = 0;
  for (gsize i = 0; i < p.n && oddity == 5; i++) /* one class, or all targets 0 */
    p.y[i] = classes ? 1 : 0;
  for (gsize i = 0; i < p.n && oddity == 6; i++) /* a constant column */
    p.X[i * p.d] = scale;
  return p;
}

PenExperiment *
experiment (Random &random, const Problem &p, bool classes)
{
  g_autoptr (PenDataset) data = pen_dataset_new (classes ? PEN_TASK_CLASSIFICATION : PEN_TASK_REGRESSION, p.n, p.d,
                                                 p.X.data (), p.y.data (), nullptr, nullptr, nullptr, nullptr);
  PenExperiment *self = pen_experiment_new (data);
  const guint depths[] = { 2, 3, 5 };

  self->model = random () % 2 == 0 ? PEN_MODEL_LINEAR : PEN_MODEL_DIAGONAL;
  self->depth = depths[random () % 3];
  self->is_signed = random () % 4 != 0;
  self->init_scale = std::pow (10., self->depth == 2 ? int (random () % 154) - 150 : int (random () % 6) - 4);
  self->loss = classes ? PenLoss (1 + random () % 2) : PEN_LOSS_SQUARED;
  /* A constant 1 beside features of 1e±6 makes XᵀX as ill-conditioned as 1e24: which w is meant is then rounding. */
  double size = pen_norm_inf (p.n * p.d, p.X.data ());
  self->map.bias = random () % 3 == 0 && size > .1 && size < 100;
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    self->solutions[kind] = pen_experiment_fits (self, PenSolutionKind (kind), nullptr);
  return self;
}

/* max_i (1 − y_i⟨w, x_i⟩): above 0 where a constraint is broken; @terms: the size of the sums. */
double
violation (const PenProblem *p, const double *w, double *terms)
{
  double worst = -HUGE_VAL;

  *terms = 0;
  for (gsize i = 0; i < p->n; i++)
    {
      double m = 0, size = 0;
      for (gsize j = 0; j < p->d; j++)
        {
          m += p->y[i] * p->X[i * p->d + j] * w[j];
          size += std::fabs (p->X[i * p->d + j] * w[j]);
        }
      worst = std::max (worst, 1 - m);
      *terms = std::max (*terms, size);
    }
  return worst;
}

double
misfit (const PenProblem *p, const double *w, double *terms)
{
  double worst = 0;

  *terms = 0;
  for (gsize i = 0; i < p->n; i++)
    {
      double f = 0, size = std::fabs (p->y[i]);
      for (gsize j = 0; j < p->d; j++)
        {
          f += p->X[i * p->d + j] * w[j];
          size += std::fabs (p->X[i * p->d + j] * w[j]);
        }
      worst = std::max (worst, std::fabs (f - p->y[i]));
      *terms = std::max (*terms, size);
    }
  return worst;
}

void
check_solution (const PenProblem *p, const PenSolution *s, const std::string &label)
{
  double terms;

  if (s->status == PEN_SOLUTION_INFEASIBLE)
    {
      ASSERT_EQ (s->w, nullptr) << label;
      ASSERT_NE (s->reason, nullptr) << label;
    }
  if (s->status != PEN_SOLUTION_OPTIMAL)
    return;
  ASSERT_NE (s->w, nullptr) << label;
  for (gsize j = 0; j < s->d; j++)
    ASSERT_TRUE (std::isfinite (s->w[j])) << label;
  ASSERT_LE (s->certificate.gap, 1e-9) << label;
  if (s->kind == PEN_SOLUTION_MAX_MARGIN || s->kind == PEN_SOLUTION_L1_MAX_MARGIN
      || s->kind == PEN_SOLUTION_LINF_MAX_MARGIN)
    {
      /* 1e-9 of the margin, or the rounding of the sums, whose share may be 1e-14 of their terms. */
      double broken = violation (p, s->w, &terms);
      EXPECT_LE (broken, 1e-9 + 1e-13 * terms) << label;
    }
  bool interpolates = s->kind == PEN_SOLUTION_MIN_L1 || s->kind == PEN_SOLUTION_MIN_L1_NONNEGATIVE
                      || s->kind == PEN_SOLUTION_MIN_POTENTIAL || (s->kind == PEN_SOLUTION_MIN_L2 && p->interpolable);
  if (interpolates && pen_norm_inf (p->n, p->y) > 0) /* y = 0 has no scale to be relative to */
    {
      double gap = misfit (p, s->w, &terms);
      EXPECT_LE (gap, 1e-9 * pen_norm_inf (p->n, p->y) + 1e-13 * terms) << label;
    }
}

/* What converged means: Xᵀr at rounding for the squared loss. */
void
check_training (const PenOutcome *outcome, const std::string &label)
{
  const PenProblem *p = outcome->problem;
  const PenTraining *t = outcome->training;
  double terms, gradient = 0, size = 0;

  ASSERT_NE (t->status, PEN_TRAINING_FAILED) << label << t->reason;
  for (gsize j = 0; j < t->d; j++)
    ASSERT_TRUE (std::isfinite (t->w[j]) && std::isfinite (t->direction[j])) << label << t->w[j] << " " << t->reason;
  if (t->status != PEN_TRAINING_CONVERGED || outcome->experiment->loss != PEN_LOSS_SQUARED
      || (outcome->experiment->model == PEN_MODEL_DIAGONAL && !outcome->experiment->is_signed))
    return;
  misfit (p, t->w, &terms);
  for (gsize j = 0; j < p->d; j++)
    {
      double g = 0, scale = 0;
      for (gsize i = 0; i < p->n; i++)
        {
          double r = p->y[i];
          for (gsize k = 0; k < p->d; k++)
            r -= p->X[i * p->d + k] * t->w[k];
          g += p->X[i * p->d + j] * r;
          scale += std::fabs (p->X[i * p->d + j]) * terms;
        }
      gradient = std::max (gradient, std::fabs (g));
      size = std::max (size, scale);
    }
  /* 512 ε of what the flow's own, more compact sums have as terms; X's columns here differ by up to 1e6 with a bias
   * beside them. */
  EXPECT_LE (gradient, 1e-10 * size) << label;
}

void
check_theory (const PenOutcome *outcome, const std::string &label)
{
  for (gsize i = 0; i < outcome->theory->n_theorems; i++)
    {
      const PenTheorem *theorem = &outcome->theory->theorems[i];
      EXPECT_NE (theorem->verdict, PEN_VERDICT_DISAGREES) << label << theorem->name << ": " << theorem->sentence;
      if (theorem->verdict != PEN_VERDICT_AGREES)
        continue;
      EXPECT_TRUE (theorem->applies) << label << theorem->name;
      EXPECT_EQ (outcome->training->status, PEN_TRAINING_CONVERGED) << label << theorem->name;
      EXPECT_LE (theorem->measured, theorem->threshold) << label << theorem->name;
      const PenSolution *told = theorem->predicts >= 0 ? outcome->solutions[theorem->predicts] : nullptr;
      if (told == nullptr || told->w == nullptr || outcome->experiment->loss != PEN_LOSS_SQUARED)
        continue;
      double size = pen_norm2 (told->d, told->w), gap = 0;
      for (gsize j = 0; j < told->d; j++)
        gap += std::pow (outcome->training->w[j] - told->w[j], 2);
      EXPECT_LE (std::sqrt (gap), theorem->threshold * (size > 0 ? size : 1) * (1 + 1e-9)) << label << theorem->name;
    }
}

void
run (bool classes, unsigned seed, int count)
{
  Random random (seed);
  for (int trial = 0; trial < count; trial++)
    {
      Problem p = draw (random, classes);
      g_autoptr (PenExperiment) self = experiment (random, p, classes);
      g_autofree char *title =
          g_strdup_printf ("trial %d: n %zu d %zu model %d depth %u signed %d α %g loss %d bias %d: ", trial, p.n, p.d,
                           self->model, self->depth, self->is_signed, self->init_scale, self->loss, self->map.bias);
      GError *error = nullptr;
      auto start = std::chrono::steady_clock::now ();
      g_autoptr (PenOutcome) outcome = pen_experiment_run (self, nullptr, nullptr, nullptr, &error);
      double seconds = std::chrono::duration<double> (std::chrono::steady_clock::now () - start).count ();
      if (outcome == nullptr)
        {
          /* Refused by name: a start whose first move takes longer than a double can say. */
          EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_VALUE)) << title << error->message;
          g_clear_error (&error);
          continue;
        }
      EXPECT_LT (seconds, 20) << title; /* a hang, not a measurement: the slowest here takes a tenth of a second */
      check_training (outcome, title);
      for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
        if (outcome->solutions[kind] != nullptr)
          check_solution (outcome->problem, outcome->solutions[kind],
                          std::string (title) + pen_solution_nick (PenSolutionKind (kind)) + ": ");
      check_theory (outcome, title);
      g_autofree char *report = pen_report_format (outcome);
      g_autoptr (JsonParser) parser = json_parser_new ();
      EXPECT_TRUE (json_parser_load_from_data (parser, report, -1, nullptr)) << title;
      if (testing::Test::HasFatalFailure ())
        return;
    }
}

int
count ()
{
  const char *more = std::getenv ("PENCHANT_RANDOM");
  return more != nullptr ? std::atoi (more) : 200;
}
}

TEST (Random, Regressions)
{
  run (false, 1, count ());
}

TEST (Random, Classifications)
{
  run (true, 2, count ());
}
