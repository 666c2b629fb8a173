/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/laboratory.h"
#include "lab/worker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

static PenExperiment *
example (double shift)
{
  const double X[] = { 1 + shift, 2, 2, 1, -1, -2 - shift, -2, -1 }, y[] = { 1, 1, -1, -1 };
  g_autoptr (PenDataset) data =
      pen_dataset_new (PEN_TASK_CLASSIFICATION, 4, 2, X, y, nullptr, nullptr, nullptr, nullptr);

  return pen_experiment_new (data);
}

static bool
settle (PenLaboratory *lab)
{
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < until)
    {
      if (pen_laboratory_outcome (lab) != nullptr || pen_laboratory_status (lab) == PEN_LAB_ERROR)
        return true;
      if (!g_main_context_iteration (nullptr, FALSE))
        g_usleep (500);
    }
  return false;
}

static void
wait (int milliseconds)
{
  gint64 until = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (nullptr, FALSE))
      g_usleep (500);
}

/* Every setting that a result depends on asks for another run; names and what is shown do not. */
TEST (Run, ServesOnlyWhatHasTheSameResults)
{
  g_autoptr (PenExperiment) first = example (0);
  PenRun *run = pen_run_new (
      first, [] (gpointer) {}, nullptr);
  auto changed = [&] (void (*change) (PenExperiment *)) {
    g_autoptr (PenExperiment) other = pen_experiment_copy (first);
    change (other);
    return !pen_run_serves (run, other);
  };

  EXPECT_FALSE (changed ([] (PenExperiment *) {}));
  EXPECT_FALSE (changed ([] (PenExperiment *e) { g_free (e->title), e->title = g_strdup ("another name"); }));
  EXPECT_FALSE (changed ([] (PenExperiment *e) { e->solutions[PEN_SOLUTION_SOFT_MARGIN] = TRUE; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->method = PEN_METHOD_SGD; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->step_size = .1; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->momentum = .5; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->seed = 9; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->exponent = 2; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->model = PEN_MODEL_RELU_NETWORK; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->width = 7; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->model_seed = 7; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->is_untied = TRUE; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->map.centers = 7; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->soft_margin_c = 7; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->ridge_mu = 7; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->held_out = 1; }));
  EXPECT_TRUE (changed ([] (PenExperiment *e) { e->init_scale = 3; }));
  pen_run_free (run);
}

TEST (Laboratory, EndsWithTheResultsOfTheLastEdit)
{
  std::mt19937 random (11);
  g_autoptr (PenExperiment) first = example (0);
  g_autoptr (PenDocument) document = pen_document_new (first);
  g_autoptr (PenLaboratory) lab = pen_laboratory_new (document);

  for (int i = 1; i <= 30; i++)
    {
      g_autoptr (PenExperiment) next = example (0.01 * i);

      ASSERT_TRUE (pen_document_apply (document, next, "move a point", "drag", nullptr));
      wait (int (random () % 25));
    }
  wait (20);
  ASSERT_TRUE (settle (lab));
  EXPECT_STREQ (pen_laboratory_message (lab), nullptr);
  ASSERT_NE (pen_laboratory_problem (lab), nullptr);
  EXPECT_DOUBLE_EQ (pen_laboratory_problem (lab)->X[0], 1 + 0.01 * 30);
  EXPECT_NE (pen_laboratory_solution (lab, PEN_SOLUTION_MAX_MARGIN), nullptr);
  EXPECT_NE (pen_laboratory_theory (lab), nullptr);
  EXPECT_GE (pen_laboratory_trace (lab)->n_frames, 2u);
}

/* At once after the edit, before another run can have begun. */
TEST (Laboratory, WhileARunIsReplacedTheViewsKnowHowOldItIs)
{
  g_autoptr (PenExperiment) first = example (0);
  g_autoptr (PenDocument) document = pen_document_new (first);
  g_autoptr (PenLaboratory) lab = pen_laboratory_new (document);
  const gsize row = 1;
  PenViewInput input;

  ASSERT_TRUE (settle (lab));
  pen_laboratory_view_input (lab, &input);
  EXPECT_FALSE (input.stale);
  EXPECT_EQ (input.former, nullptr);
  g_autoptr (PenExperiment) moved = example (0.5);
  ASSERT_TRUE (pen_document_apply (document, moved, "move a point", nullptr, nullptr));
  pen_laboratory_view_input (lab, &input);
  ASSERT_NE (input.problem, nullptr);
  EXPECT_TRUE (input.stale);
  g_autoptr (PenExperiment) fewer = pen_experiment_copy (moved);
  PenDataset *without = pen_dataset_remove (moved->data, &row, 1, nullptr);
  pen_dataset_unref (fewer->data);
  fewer->data = without;
  ASSERT_TRUE (pen_document_apply (document, fewer, "delete a point", nullptr, nullptr));
  pen_laboratory_view_input (lab, &input);
  EXPECT_EQ (input.trace, nullptr);
  ASSERT_EQ (input.n_former, 2u);
  EXPECT_EQ (input.former, pen_laboratory_trace (lab)->frames[pen_laboratory_frame (lab)].w);
  wait (60);
  ASSERT_TRUE (settle (lab));
  pen_laboratory_view_input (lab, &input);
  EXPECT_FALSE (input.stale);
  EXPECT_EQ (input.former, nullptr);
  EXPECT_NE (input.trace, nullptr);
}

TEST (Laboratory, WhatIsShownAloneRestartsNothing)
{
  g_autoptr (PenExperiment) first = example (0);
  g_autoptr (PenDocument) document = pen_document_new (first);
  g_autoptr (PenLaboratory) lab = pen_laboratory_new (document);
  ASSERT_TRUE (settle (lab));
  const PenTraining *training = pen_laboratory_training (lab);
  g_autoptr (PenExperiment) next = pen_experiment_copy (first);

  next->title = g_strdup ("another title");
  next->solutions[PEN_SOLUTION_LINF_MAX_MARGIN] = TRUE;
  ASSERT_TRUE (pen_document_apply (document, next, "show a solution", nullptr, nullptr));
  wait (30);
  ASSERT_TRUE (settle (lab));
  EXPECT_EQ (pen_laboratory_training (lab), training);
  EXPECT_NE (pen_laboratory_solution (lab, PEN_SOLUTION_LINF_MAX_MARGIN), nullptr);
}

TEST (Laboratory, ThePlayheadRunsToTheLimitAndBack)
{
  g_autoptr (PenExperiment) first = example (0);
  g_autoptr (PenDocument) document = pen_document_new (first);
  g_autoptr (PenLaboratory) lab = pen_laboratory_new (document);
  gboolean playing;

  EXPECT_EQ (pen_laboratory_playhead (lab), 0);
  ASSERT_TRUE (settle (lab));
  pen_laboratory_advance (lab, 3);
  EXPECT_DOUBLE_EQ (pen_laboratory_playhead (lab), 0.5);
  pen_laboratory_advance (lab, 4);
  EXPECT_EQ (pen_laboratory_playhead (lab), 1);
  g_object_get (lab, "playing", &playing, nullptr);
  EXPECT_FALSE (playing);
  EXPECT_EQ (pen_laboratory_frame (lab), pen_laboratory_trace (lab)->n_frames - 1);
  pen_laboratory_reset (lab);
  EXPECT_EQ (pen_laboratory_frame (lab), 0u);
}

TEST (Laboratory, NoPointsIsIdleWithAReason)
{
  g_autoptr (PenDataset) data =
      pen_dataset_new (PEN_TASK_CLASSIFICATION, 0, 2, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
  ASSERT_NE (data, nullptr);
  g_autoptr (PenExperiment) empty = pen_experiment_new (data);
  g_autoptr (PenDocument) document = pen_document_new (empty);
  g_autoptr (PenLaboratory) lab = pen_laboratory_new (document);

  wait (30);
  EXPECT_EQ (pen_laboratory_status (lab), PEN_LAB_IDLE);
  EXPECT_NE (pen_laboratory_message (lab), nullptr);
  EXPECT_EQ (pen_laboratory_trace (lab), nullptr);
}

static void
ignore_cb (gpointer)
{
}

TEST (Run, CancellingAndJoiningIsQuick)
{
  std::mt19937 random (3);
  g_autoptr (PenExperiment) experiment = example (0);
  std::vector<double> waits;

  for (int i = 0; i < 60; i++)
    {
      PenRun *run = pen_run_new (experiment, ignore_cb, nullptr);

      g_usleep (random () % 20000);
      gint64 before = g_get_monotonic_time ();
      pen_run_free (run);
      waits.push_back (double (g_get_monotonic_time () - before) / 1000);
    }
  std::sort (waits.begin (), waits.end ());
  std::printf ("cancel and join: median %.2f ms, largest %.2f ms\n", waits[30], waits.back ());
  EXPECT_LT (waits.back (), 500); /* 50 ms on a free machine; ten times that on a shared one */
}

TEST (Laboratory, KeepsRunsOnceEach)
{
  g_autoptr (PenExperiment) first = example (0), second = example (.5);
  g_autoptr (PenDocument) document = pen_document_new (first);
  g_autoptr (PenLaboratory) lab = pen_laboratory_new (document);
  int changes = 0;

  g_signal_connect_swapped (lab, "kept-changed", G_CALLBACK (+[] (int *count) { ++*count; }), &changes);
  EXPECT_FALSE (pen_laboratory_can_keep (lab));
  pen_laboratory_keep (lab);
  EXPECT_EQ (pen_laboratory_n_kept (lab), 0u);
  ASSERT_TRUE (settle (lab));
  pen_laboratory_keep (lab);
  pen_laboratory_keep (lab);
  ASSERT_EQ (pen_laboratory_n_kept (lab), 1u) << "the same run again takes the place of the first";
  EXPECT_EQ (changes, 2);
  ASSERT_TRUE (pen_document_apply (document, second, "move a point", nullptr, nullptr));
  wait (20);
  ASSERT_TRUE (settle (lab));
  pen_laboratory_keep (lab);
  ASSERT_EQ (pen_laboratory_n_kept (lab), 2u);
  EXPECT_TRUE (pen_experiment_equal (pen_laboratory_kept (lab, 0)->experiment, first));
  EXPECT_TRUE (pen_experiment_equal (pen_laboratory_kept (lab, 1)->experiment, second));
  const PenTrace *shown = pen_laboratory_trace (lab), *kept = pen_laboratory_kept (lab, 1)->trace;
  ASSERT_EQ (kept->n_frames, shown->n_frames);
  for (gsize j = 0; j < shown->d; j++)
    EXPECT_EQ (kept->frames[kept->n_frames - 1].w[j], shown->frames[shown->n_frames - 1].w[j]);
  pen_laboratory_name_kept (lab, 0, "first");
  EXPECT_STREQ (pen_laboratory_kept (lab, 0)->name, "first");
  EXPECT_EQ (changes, 4);
  PenViewInput input;
  pen_laboratory_view_input (lab, &input);
  EXPECT_EQ (input.n_kept, 2u);
  pen_laboratory_drop_kept (lab, 0);
  EXPECT_EQ (pen_laboratory_n_kept (lab), 1u);
}

/* While points are dragged the solutions found last stay until the next ones are there: never none at all. */
TEST (Laboratory, SolutionsStandUntilTheNextOnesAreFound)
{
  g_autoptr (PenExperiment) first = example (0);
  g_autoptr (PenDocument) document = pen_document_new (first);
  g_autoptr (PenLaboratory) lab = pen_laboratory_new (document);
  int gone = 0, seen = 0;

  ASSERT_TRUE (settle (lab));
  for (int i = 1; i <= 40; i++)
    {
      g_autoptr (PenExperiment) next = example (0.01 * i);

      ASSERT_TRUE (pen_document_apply (document, next, "move a point", "drag", nullptr));
      gint64 until = g_get_monotonic_time () + 12000;
      while (g_get_monotonic_time () < until)
        {
          g_main_context_iteration (nullptr, FALSE);
          PenViewInput input;
          pen_laboratory_view_input (lab, &input);
          const PenSolution *solution = input.solutions[PEN_SOLUTION_MAX_MARGIN];
          gone += solution == nullptr;
          seen += solution != nullptr && solution->w != nullptr;
        }
    }
  EXPECT_EQ (gone, 0);
  EXPECT_GT (seen, 40);
  ASSERT_TRUE (settle (lab));
}

static PenExperiment *
large_example (double shift)
{
  const gsize n = 200;
  std::mt19937_64 random (1);
  std::uniform_real_distribution<double> uniform (-1, 1);
  std::vector<double> X (n * n), y (n);
  PenExperiment *experiment;

  for (double &x : X)
    x = uniform (random);
  for (double &target : y)
    target = uniform (random);
  y[0] += shift;
  g_autoptr (PenDataset) data =
      pen_dataset_new (PEN_TASK_REGRESSION, n, n, X.data (), y.data (), nullptr, nullptr, nullptr, nullptr);
  experiment = pen_experiment_new (data);
  experiment->solutions[PEN_SOLUTION_MIN_L1] = TRUE;
  return experiment;
}

/* Its solutions take longer than the points rest between two motions of the pointer. */
TEST (Laboratory, SolutionsFollowEditsThatNeverRest)
{
  g_autoptr (PenExperiment) first = large_example (0);
  g_autoptr (PenDocument) document = pen_document_new (first);
  g_autoptr (PenLaboratory) lab = pen_laboratory_new (document);
  std::vector<double> seen;
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC; /* on a machine with much else to do */

  for (int step = 1; seen.size () < 3 && g_get_monotonic_time () < until; step++)
    {
      g_autoptr (PenExperiment) next = large_example (1e-3 * step);
      const PenSolution *solution;

      ASSERT_TRUE (pen_document_apply (document, next, "move", "move", nullptr));
      wait (4);
      solution = pen_laboratory_solution (lab, PEN_SOLUTION_MIN_L1);
      if (solution != nullptr && (seen.empty () || seen.back () != solution->objective))
        seen.push_back (solution->objective);
    }
  EXPECT_EQ (seen.size (), 3u);
}
