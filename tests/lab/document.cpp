/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/document.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

static PenExperiment *
example (double scale)
{
  const double X[] = { 1, 0, 0, 1 }, y[] = { 1, 2 };
  g_autoptr (PenDataset) data = pen_dataset_new (PEN_TASK_REGRESSION, 2, 2, X, y, nullptr, nullptr, nullptr, nullptr);
  PenExperiment *experiment = pen_experiment_new (data);

  experiment->model = PEN_MODEL_DIAGONAL;
  experiment->init_scale = scale;
  return experiment;
}

static void
count_cb (GObject *, GParamSpec *, gpointer data)
{
  ++*static_cast<int *> (data);
}

TEST (Document, RandomEditsFollowASimpleModel)
{
  std::mt19937 random (7);
  g_autoptr (PenExperiment) first = example (1);
  g_autoptr (PenDocument) document = pen_document_new (first);
  std::vector<double> steps = { 1 };
  size_t at = 0;
  std::string merge;
  int notified = 0, expected = 0;

  g_signal_connect (document, "notify::experiment", G_CALLBACK (count_cb), &notified);
  for (int i = 0; i < 3000; i++)
    {
      int action = int (random () % 6);
      double before = steps[at];

      if (action < 3)
        {
          double scale = 1 + double (random () % 4);
          const char *key = action == 0 ? nullptr : action == 1 ? "drag" : "slide";
          g_autoptr (PenExperiment) next = example (scale);

          ASSERT_TRUE (pen_document_apply (document, next, "set α", key, nullptr));
          if (scale != before)
            {
              steps.resize (at + 1);
              if (at > 0 && key != nullptr && merge == key)
                steps[at] = scale;
              else
                {
                  steps.push_back (scale);
                  at++;
                  merge = key != nullptr ? key : "";
                }
              expected++;
            }
        }
      else if (action == 3)
        {
          pen_document_end_merge (document);
          merge.clear ();
        }
      else if (action == 4 ? at > 0 : at + 1 < steps.size ())
        {
          (action == 4 ? pen_document_undo : pen_document_redo) (document);
          at += action == 4 ? size_t (-1) : 1;
          merge.clear ();
          expected++;
        }
      gboolean can_undo, can_redo;
      g_object_get (document, "can-undo", &can_undo, "can-redo", &can_redo, nullptr);
      ASSERT_EQ (pen_document_experiment (document)->init_scale, steps[at]);
      ASSERT_EQ (pen_document_modified (document), steps[at] != 1);
      ASSERT_EQ (can_undo, at > 0);
      ASSERT_EQ (can_redo, at + 1 < steps.size ());
      ASSERT_EQ (notified, expected);
    }
}

TEST (Document, ARefusedEditChangesNothing)
{
  g_autoptr (PenExperiment) first = example (1), bad = example (-1);
  g_autoptr (PenDocument) document = pen_document_new (first);
  g_autoptr (GError) error = nullptr;

  EXPECT_FALSE (pen_document_apply (document, bad, "set α", nullptr, &error));
  ASSERT_NE (error, nullptr);
  EXPECT_EQ (pen_document_experiment (document), first);
  EXPECT_FALSE (pen_document_modified (document));
}
