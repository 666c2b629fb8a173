/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/study.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

static PenExperiment *
parse (const std::string &text)
{
  g_autoptr (GError) error = nullptr;
  PenExperiment *self = pen_experiment_parse (text.c_str (), nullptr, nullptr, &error);
  EXPECT_NE (self, nullptr) << (error ? error->message : "");
  return self;
}

static const char *const regression = "[data]\ncolumns=a;b;y\nrows=1 2 1; 0.5 -1 2\n[model]\nkind=diagonal\n"
                                      "init-scale=0.01\n[reference]\nsolutions=min-l1\n";

static bool
wait (PenStudy *study, double seconds = 30)
{
  gint64 end = g_get_monotonic_time () + gint64 (seconds * 1e6);

  while (pen_study_busy (study) && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (nullptr, FALSE))
      g_usleep (1000);
  while (g_main_context_iteration (nullptr, FALSE))
    ;
  return !pen_study_busy (study);
}

TEST (Study, FindsTheRegularizationPath)
{
  g_autoptr (PenExperiment) experiment = parse (regression);
  g_autoptr (PenStudy) study = pen_study_new ();
  PenViewInput input{};

  pen_study_follow (study, PEN_VIEW_REGULARIZATION, experiment);
  ASSERT_TRUE (wait (study));
  pen_study_fill (study, &input);
  ASSERT_NE (input.paths, nullptr);
  EXPECT_EQ (input.paths->d, 2u);
  EXPECT_GT (input.paths->paths[PEN_PATH_RIDGE].n, 10u);
  EXPECT_EQ (input.sweep, nullptr);
  pen_study_follow (study, PEN_VIEW_DATA, experiment);
  pen_study_fill (study, &input);
  EXPECT_EQ (input.paths, nullptr);
}

TEST (Study, ShowsASweepAsItsRowsArrive)
{
  g_autoptr (PenExperiment) experiment = parse (regression);
  g_autoptr (PenStudy) study = pen_study_new ();
  PenViewInput input{};
  struct Seen
  {
    PenStudy *study;
    gsize last = 0, times = 0;
    bool falls = false;
  } seen{ study };

  g_signal_connect (study, "changed", G_CALLBACK (+[] (PenStudy *study, Seen *seen) {
                      PenViewInput now{};
                      pen_study_fill (study, &now);
                      seen->falls |= now.sweep != nullptr && now.sweep->n < seen->last;
                      seen->last = now.sweep != nullptr ? now.sweep->n : seen->last;
                      seen->times++;
                    }),
                    &seen);
  pen_study_follow (study, PEN_VIEW_SWEEP, experiment);
  ASSERT_TRUE (wait (study));
  pen_study_fill (study, &input);
  ASSERT_NE (input.sweep, nullptr);
  EXPECT_STREQ (input.sweep->key, "model.init-scale");
  EXPECT_EQ (input.sweep->n, 15u);
  EXPECT_GE (seen.times, 1u);
  EXPECT_FALSE (seen.falls);
}

/* Moved along what is swept, the experiment has the same sweep; moved otherwise, another. */
TEST (Study, KeepsASweepThatTheExperimentMovesAlong)
{
  g_autoptr (PenExperiment) experiment = parse (regression);
  g_autoptr (PenExperiment) along = pen_sweep_experiment (experiment, "model.init-scale", 0.5);
  g_autoptr (PenExperiment) deeper = pen_sweep_experiment (experiment, "model.depth", 3);
  g_autoptr (PenStudy) study = pen_study_new ();
  PenViewInput input{};
  double first;

  pen_study_follow (study, PEN_VIEW_SWEEP, experiment);
  ASSERT_TRUE (wait (study));
  pen_study_fill (study, &input);
  ASSERT_NE (input.sweep, nullptr);
  first = input.sweep->rows[0].excess_l1;
  pen_study_follow (study, PEN_VIEW_SWEEP, along);
  EXPECT_FALSE (pen_study_busy (study));
  pen_study_fill (study, &input);
  ASSERT_NE (input.sweep, nullptr);
  EXPECT_EQ (input.sweep->rows[0].excess_l1, first);
  pen_study_follow (study, PEN_VIEW_SWEEP, deeper);
  EXPECT_TRUE (pen_study_busy (study));
  ASSERT_TRUE (wait (study));
  pen_study_fill (study, &input);
  ASSERT_NE (input.sweep, nullptr);
  EXPECT_NE (input.sweep->rows[0].excess_l1, first);
}

/* Edits far quicker than the work: what is no longer wanted is cancelled, tells nobody, and the last one is shown. */
TEST (Study, IsOnlyOfTheLastExperiment)
{
  g_autoptr (PenStudy) study = pen_study_new ();
  PenViewInput input{};

  for (int turn = 0; turn < 40; turn++)
    {
      g_autoptr (PenExperiment) experiment = parse (std::string ("[data]\ncolumns=a;b;y\nrows=1 2 1; 0.5 -1 ")
                                                    + std::to_string (turn + 1) + "\n[model]\nkind=diagonal\n");
      pen_study_follow (study, turn % 2 ? PEN_VIEW_SWEEP : PEN_VIEW_REGULARIZATION, experiment);
      for (int k = 0; k < turn % 7; k++)
        {
          g_usleep (60000);
          g_main_context_iteration (nullptr, FALSE);
        }
    }
  ASSERT_TRUE (wait (study));
  pen_study_fill (study, &input);
  EXPECT_NE (input.sweep, nullptr);
  EXPECT_EQ (input.paths, nullptr);
}

TEST (Study, EndsWhileItsWorkerStillWorks)
{
  g_autoptr (PenExperiment) experiment = parse (regression);
  PenStudy *study = pen_study_new ();

  pen_study_follow (study, PEN_VIEW_SWEEP, experiment);
  for (int k = 0; k < 40; k++)
    {
      g_usleep (10000);
      g_main_context_iteration (nullptr, FALSE);
    }
  g_object_add_weak_pointer (G_OBJECT (study), reinterpret_cast<gpointer *> (&study));
  g_object_unref (study);
  EXPECT_EQ (study, nullptr);
  for (int k = 0; k < 100; k++) /* a wake-up in flight finds nobody */
    {
      g_usleep (2000);
      g_main_context_iteration (nullptr, FALSE);
    }
}

TEST (Study, GoesOverWhatAPersonChoosesAndStopsWhenTold)
{
  g_autoptr (PenExperiment) experiment = parse (regression);
  g_autoptr (PenStudy) study = pen_study_new ();
  PenSweepOptions options = { "model.depth", 2, 4, 3, FALSE }, now;
  PenStudyProgress progress;
  PenViewInput input{};

  pen_study_follow (study, PEN_VIEW_SWEEP, experiment);
  pen_study_set_sweep (study, &options);
  pen_study_progress (study, &progress);
  EXPECT_TRUE (progress.busy);
  EXPECT_EQ (progress.total, 3u);
  EXPECT_TRUE (std::isnan (progress.seconds_left));
  ASSERT_TRUE (wait (study));
  pen_study_fill (study, &input);
  ASSERT_EQ (input.sweep->n, 3u);
  EXPECT_STREQ (input.sweep->key, "model.depth");
  EXPECT_EQ (input.sweep->rows[2].value, 4);
  pen_study_progress (study, &progress);
  EXPECT_FALSE (progress.busy);
  EXPECT_EQ (progress.done, 3u);
  EXPECT_EQ (progress.seconds_left, 0);
  EXPECT_EQ (progress.message, nullptr);

  /* A sweep that would take for ever: stopped after its first rows, which stay. */
  options = { "model.init-scale", 1e-6, 1, 1000000, TRUE };
  pen_study_set_sweep (study, &options);
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  do
    {
      g_main_context_iteration (nullptr, FALSE);
      g_usleep (500);
      pen_study_progress (study, &progress);
    }
  while (progress.done < 2 && g_get_monotonic_time () < end);
  EXPECT_GT (progress.seconds_left, 0);
  pen_study_stop (study);
  EXPECT_FALSE (pen_study_busy (study));
  pen_study_fill (study, &input);
  ASSERT_NE (input.sweep, nullptr);
  EXPECT_GE (input.sweep->n, 2u);
  EXPECT_LT (input.sweep->n, 1000000u);

  /* What was chosen stays while it fits, and gives way to what does. */
  ASSERT_TRUE (pen_study_sweep (study, &now));
  EXPECT_EQ (now.n, 1000000u);
  g_autoptr (PenExperiment) linear = pen_experiment_copy (experiment);
  linear->model = PEN_MODEL_LINEAR;
  pen_study_follow (study, PEN_VIEW_SWEEP, linear);
  ASSERT_TRUE (pen_study_sweep (study, &now));
  EXPECT_STREQ (now.key, "reference.ridge-mu");
}

/* A network of depth 1 is none: the rows before it stay. */
TEST (Study, SaysWhyASweepEnded)
{
  g_autoptr (PenExperiment) experiment = parse (regression);
  g_autoptr (PenStudy) study = pen_study_new ();
  const PenSweepOptions options = { "model.depth", 3, 1, 3, FALSE };
  PenStudyProgress progress;

  pen_study_follow (study, PEN_VIEW_SWEEP, experiment);
  pen_study_set_sweep (study, &options);
  ASSERT_TRUE (wait (study));
  pen_study_progress (study, &progress);
  EXPECT_EQ (progress.done, 2u);
  ASSERT_NE (progress.message, nullptr);
  EXPECT_NE (std::string (progress.message).find ("depth"), std::string::npos) << progress.message;
}
