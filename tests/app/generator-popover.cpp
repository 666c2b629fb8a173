/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-support.h"

#include "app/generate.h"
#include "app/generator-popover.h"

#include <penchant/views.h>
#include <string>

struct GeneratorBench : Bench
{
  PenDataEditor *editor;
  PenGeneratorPopover *popover;

  GeneratorBench () : Bench (PEN_TASK_CLASSIFICATION, 2, { 1, 2, 3, 4 }, { 1, -1 })
  {
    GtkWidget *widget = pen_data_editor_new ();

    editor = PEN_DATA_EDITOR (widget);
    show (widget);
    popover = pen_data_editor_generator (editor);
  }

  std::string
  undo_label ()
  {
    g_autofree char *text = nullptr;

    g_object_get (document, "undo-label", &text, nullptr);
    return text != nullptr ? text : "";
  }

  PenExperiment *
  experiment ()
  {
    return pen_document_experiment (document);
  }
};

TEST (Generator, EveryKindMakesAnExperimentThatHolds)
{
  GeneratorBench bench;
  g_autoptr (PenExperiment) first = pen_experiment_ref (bench.experiment ());

  for (int kind = 0; kind < PEN_N_GENERATORS; kind++)
    {
      PenGenerator settings;

      pen_generator_popover_choose (bench.popover, PenGeneratorKind (kind));
      EXPECT_EQ (pen_generator_popover_problem (bench.popover), nullptr);
      settings = *pen_generator_popover_settings (bench.popover);
      g_autoptr (PenDataset) made = pen_generator_make (&settings, nullptr, nullptr);
      EXPECT_TRUE (pen_dataset_equal (made, bench.data ())) << kind;
      EXPECT_EQ (pen_data_editor_selection (bench.editor)->count, 0u);
      EXPECT_TRUE (pen_experiment_check (bench.experiment (), nullptr));
      EXPECT_EQ (bench.undo_label (), std::string ("Undo generate data: ") + pen_generator_label (PenGeneratorKind (kind)));
    }
  /* All of it between opening and closing is one step. */
  g_signal_emit_by_name (bench.popover, "closed");
  pen_document_undo (bench.document);
  EXPECT_EQ (bench.experiment (), first);
}

TEST (Generator, EachOpeningIsAStepOfItsOwn)
{
  GeneratorBench bench;

  pen_generator_popover_choose (bench.popover, PEN_GENERATOR_MOONS);
  g_signal_emit_by_name (bench.popover, "closed");
  g_autoptr (PenExperiment) moons = pen_experiment_ref (bench.experiment ());
  pen_generator_popover_next_seed (bench.popover);
  EXPECT_NE (bench.experiment (), moons);
  EXPECT_EQ (pen_generator_popover_settings (bench.popover)->seed, 2u);
  pen_document_undo (bench.document);
  EXPECT_EQ (bench.experiment (), moons);
}

TEST (Generator, SettingsThatStillFitAreKept)
{
  GeneratorBench bench;
  g_autoptr (PenExperiment) mine = pen_experiment_copy (bench.experiment ());

  mine->model = PEN_MODEL_DIAGONAL;
  mine->init_scale = 0.5;
  mine->loss = PEN_LOSS_EXPONENTIAL;
  ASSERT_TRUE (pen_document_apply (bench.document, mine, "settings", nullptr, nullptr));
  pen_generator_popover_choose (bench.popover, PEN_GENERATOR_LOW_RANK);
  EXPECT_EQ (bench.experiment ()->model, PEN_MODEL_FACTORIZATION);
  EXPECT_EQ (bench.experiment ()->matrix_rows, 5u);
  EXPECT_EQ (bench.experiment ()->n_truth, 25u);
  /* On to other points of the first kind, they come back. */
  pen_generator_popover_choose (bench.popover, PEN_GENERATOR_RINGS);
  EXPECT_EQ (bench.experiment ()->model, PEN_MODEL_DIAGONAL);
  EXPECT_EQ (bench.experiment ()->init_scale, 0.5);
  EXPECT_EQ (bench.experiment ()->loss, PEN_LOSS_EXPONENTIAL);
  EXPECT_EQ (bench.experiment ()->truth, nullptr);
}

TEST (Generator, ASparseModelBringsItsTruth)
{
  GeneratorBench bench;
  PenGenerator settings;
  gsize nonzero = 0;

  pen_generate_defaults (PEN_GENERATOR_SPARSE_LINEAR, &settings);
  settings.n = 15;
  settings.d = 30;
  settings.sparsity = 4;
  settings.noise = 0;
  pen_generator_popover_enter (bench.popover, &settings);
  ASSERT_EQ (bench.experiment ()->n_truth, 30u);
  for (gsize i = 0; i < 15; i++)
    {
      double y = 0;

      for (gsize j = 0; j < 30; j++)
        y += pen_dataset_X (bench.data ())[30 * i + j] * bench.experiment ()->truth[j];
      /* Thirty products of size about 1, each rounded by 1e-16. */
      EXPECT_NEAR (pen_dataset_y (bench.data ())[i], y, 1e-14);
    }
  for (gsize j = 0; j < 30; j++)
    nonzero += bench.experiment ()->truth[j] != 0;
  EXPECT_EQ (nonzero, 4u);
}

/* y = ⟨w*, x⟩ has no constant: the bias, which comes last, has the true weight 0. Other features have none. */
TEST (Generator, ABiasHasNoPartInTheTruth)
{
  GeneratorBench bench;
  g_autoptr (PenExperiment) biased = nullptr;

  pen_generator_popover_choose (bench.popover, PEN_GENERATOR_SPARSE_LINEAR);
  ASSERT_EQ (bench.experiment ()->n_truth, 40u);
  EXPECT_TRUE (pen_view_applies (PEN_VIEW_ERRORS, bench.experiment (), nullptr));
  g_signal_emit_by_name (bench.popover, "closed");
  biased = pen_experiment_copy (bench.experiment ());
  g_clear_pointer (&biased->truth, g_free);
  biased->n_truth = 0;
  biased->map.bias = TRUE;
  ASSERT_TRUE (pen_document_apply (bench.document, biased, "bias", nullptr, nullptr));
  pen_generator_popover_next_seed (bench.popover);
  ASSERT_EQ (bench.experiment ()->n_truth, 41u);
  EXPECT_EQ (bench.experiment ()->truth[40], 0);
  EXPECT_TRUE (pen_view_applies (PEN_VIEW_ERRORS, bench.experiment (), nullptr));
}

TEST (Generator, WhatCannotBeMadeIsSaidInPlace)
{
  GeneratorBench bench;
  g_autoptr (PenExperiment) before = pen_experiment_ref (bench.experiment ());
  PenGenerator settings;

  pen_generate_defaults (PEN_GENERATOR_SPARSE_LINEAR, &settings);
  settings.sparsity = settings.d + 1;
  pen_generator_popover_enter (bench.popover, &settings);
  EXPECT_NE (pen_generator_popover_problem (bench.popover), nullptr);
  EXPECT_EQ (bench.experiment (), before);
  settings.sparsity = 1;
  settings.n = 100000;
  settings.d = 500;
  pen_generator_popover_enter (bench.popover, &settings);
  EXPECT_NE (std::string (pen_generator_popover_problem (bench.popover)).find ("press Generate"), std::string::npos);
  EXPECT_EQ (bench.experiment (), before);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
