/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/numbers.h"
#include "app/presets.h"
#include "app/run-names.h"
#include "app/settings.h"

#include <glib/gi18n-lib.h>
#include <gtest/gtest.h>
#include <penchant/error.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

static std::string
take (char *text)
{
  std::string copy = text;

  g_free (text);
  return copy;
}

TEST (Numbers, AreShortAndRounded)
{
  EXPECT_EQ (take (pen_number_text (0.65872, 4)), "0.6587");
  EXPECT_EQ (take (pen_number_text (0, 3)), "0");
  EXPECT_EQ (take (pen_number_text (-4, 3)), "−4");
  EXPECT_EQ (take (pen_number_text (3.2e-9, 2)), "3.2×10⁻⁹");
  EXPECT_EQ (take (pen_number_text (1e-12, 2)), "10⁻¹²");
  EXPECT_EQ (take (pen_number_text (12345, 3)), "12345") << "no exponent where the digits fit";
  EXPECT_EQ (take (pen_number_text (NAN, 3)), "–");
  EXPECT_EQ (take (pen_number_text (HUGE_VAL, 3)), "∞");
}

TEST (Numbers, RoundingUpNeverWritesAMantissaOfTen)
{
  EXPECT_EQ (take (pen_number_text (9.999e-9, 2)), "10⁻⁸");
  EXPECT_EQ (take (pen_log10_text (std::log10 (9.96) + 30, 2)), "10³¹");
}

TEST (Numbers, LogarithmsGoFarBeyondDoubles)
{
  EXPECT_EQ (take (pen_log10_text (-400, 3)), "10⁻⁴⁰⁰");
  EXPECT_EQ (take (pen_log10_text (-2e10, 2)), "10^(−2×10¹⁰)");
  EXPECT_EQ (take (pen_log10_text (-HUGE_VAL, 2)), "0");
}

TEST (Numbers, ExactTextReadsBackBitForBit)
{
  std::mt19937_64 random (7);
  double value;

  EXPECT_EQ (take (pen_number_exact (1e-6)), "1e-6");
  EXPECT_EQ (take (pen_number_exact (0.1)), "0.1");
  EXPECT_EQ (take (pen_number_exact (10)), "10");
  EXPECT_EQ (take (pen_number_exact (-400000)), "-400000");
  EXPECT_EQ (take (pen_number_exact (1e-150)), "1e-150");
  for (int i = 0; i < 2000; i++)
    {
      double drawn = std::ldexp (std::uniform_real_distribution<> (-1, 1) (random), int (random () % 1800) - 900);

      ASSERT_TRUE (pen_number_parse (take (pen_number_exact (drawn)).c_str (), &value));
      ASSERT_EQ (value, drawn);
    }
}

TEST (Numbers, ParsingTakesAWholeFiniteNumberOnly)
{
  double value = 0;

  EXPECT_TRUE (pen_number_parse (" 2,5 ", &value));
  EXPECT_EQ (value, 2.5);
  for (const char *text : { "", "x", "1 2", "1e400", "nan", "1,000.5", "0x10" })
    EXPECT_FALSE (pen_number_parse (text, &value)) << text;
}

static PenExperiment *
experiment_of (PenTask task)
{
  const double X[] = { 1, 2, -1, 0.5, 0.3, -2 }, y[] = { 1, -1, 1 };
  g_autoptr (PenDataset) data = pen_dataset_new (task, 3, 2, X, y, nullptr, nullptr, nullptr, nullptr);

  return pen_experiment_new (data);
}

/* Whatever is chosen, the settings come back as an experiment that its own check accepts. */
TEST (Settings, RepairMakesEveryChoiceFit)
{
  std::mt19937 random (11);
  auto one_of = [&random] (int n) { return int (random () % unsigned (n)); };

  for (int round = 0; round < 400; round++)
    {
      g_autoptr (PenExperiment) next = experiment_of (one_of (2) ? PEN_TASK_CLASSIFICATION : PEN_TASK_REGRESSION);
      GError *error = nullptr;

      next->map.kind = PenFeatureMapKind (one_of (3));
      next->map.degree = gsize (1 + one_of (4));
      next->map.bias = one_of (2);
      next->model = PenModelKind (one_of (2));
      next->loss = PenLoss (one_of (3));
      next->stop = PenStop (one_of (3));
      next->n_start = gsize (one_of (4));
      next->start = next->n_start > 0 ? g_new0 (double, next->n_start) : nullptr;
      for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
        next->solutions[kind] = one_of (2);
      pen_settings_repair (next);
      ASSERT_TRUE (pen_experiment_check (next, &error)) << error->message;
      ASSERT_EQ (pen_settings_loss_refused (next, next->loss), nullptr);
      ASSERT_EQ (pen_settings_stop_refused (next, next->stop), nullptr);
    }
}

TEST (Settings, RepairLeavesWhatFitsAlone)
{
  g_autoptr (PenExperiment) before = experiment_of (PEN_TASK_CLASSIFICATION);
  g_autoptr (PenExperiment) after = nullptr;

  before->loss = PEN_LOSS_SQUARED;
  before->start = g_new0 (double, 2);
  before->start[1] = 3;
  before->n_start = 2;
  after = pen_experiment_copy (before);
  pen_settings_repair (after);
  EXPECT_TRUE (pen_experiment_equal (before, after));
}

TEST (Settings, TaskBringsLossAndSolutionsAlong)
{
  g_autoptr (PenExperiment) regression = experiment_of (PEN_TASK_REGRESSION);
  g_autoptr (PenExperiment) classes = pen_settings_with_task (regression, PEN_TASK_CLASSIFICATION, nullptr);
  g_autoptr (PenExperiment) back = nullptr;

  ASSERT_NE (classes, nullptr);
  EXPECT_EQ (classes->loss, PEN_LOSS_EXPONENTIAL);
  EXPECT_TRUE (classes->solutions[PEN_SOLUTION_MAX_MARGIN]);
  EXPECT_FALSE (classes->solutions[PEN_SOLUTION_MIN_L2]);
  back = pen_settings_with_task (classes, PEN_TASK_REGRESSION, nullptr);
  EXPECT_EQ (back->loss, PEN_LOSS_SQUARED);
  EXPECT_TRUE (back->solutions[PEN_SOLUTION_MIN_L2]);
  EXPECT_EQ (regression->loss, PEN_LOSS_SQUARED) << "the experiment it came from is as it was";
}

TEST (Settings, StartIsOneNumberForEachWeight)
{
  g_autoptr (PenExperiment) before = experiment_of (PEN_TASK_REGRESSION);
  g_autoptr (PenExperiment) two = pen_settings_with_start (before, " 0.5; -1e-3", nullptr);
  g_autoptr (PenExperiment) zero = pen_settings_with_start (two, "0", nullptr);
  g_autoptr (GError) count = nullptr, word = nullptr;

  ASSERT_NE (two, nullptr);
  ASSERT_EQ (two->n_start, 2u);
  EXPECT_EQ (two->start[0], 0.5);
  EXPECT_EQ (two->start[1], -1e-3);
  EXPECT_EQ (take (pen_settings_start_text (two)), "0.5 -0.001");
  EXPECT_EQ (zero->start, nullptr);
  EXPECT_EQ (take (pen_settings_start_text (zero)), "0");
  EXPECT_EQ (pen_settings_with_start (before, "1 2 3", &count), nullptr);
  EXPECT_TRUE (g_error_matches (count, PEN_ERROR, PEN_ERROR_DIMENSION));
  EXPECT_EQ (pen_settings_with_start (before, "1 two", &word), nullptr);
  EXPECT_TRUE (g_error_matches (word, PEN_ERROR, PEN_ERROR_SYNTAX));
  EXPECT_NE (std::string (word->message).find ("two"), std::string::npos);
}

TEST (Settings, SummaryNamesFeaturesModelAndLoss)
{
  g_autoptr (PenExperiment) experiment = experiment_of (PEN_TASK_CLASSIFICATION);

  experiment->loss = PEN_LOSS_EXPONENTIAL;
  EXPECT_EQ (take (pen_settings_summary (experiment)), "2 features, linear model, exponential loss");
  experiment->model = PEN_MODEL_DIAGONAL;
  experiment->depth = 12;
  experiment->map.bias = TRUE;
  EXPECT_EQ (take (pen_settings_summary (experiment)), "3 features, diagonal network of depth 12, exponential loss");
  experiment->loss = PEN_LOSS_SQUARED;
  EXPECT_NE (take (pen_settings_equation (experiment)).find ("u¹² − v¹²"), std::string::npos);
}

TEST (Presets, EveryPresetReadsAndSaysWhatToTry)
{
  g_autofree char *folder = pen_presets_folder ();
  g_autoptr (GPtrArray) presets = nullptr;
  gsize sections = 0, before = 0;

  ASSERT_NE (folder, nullptr);
  presets = pen_presets_list (folder);
  ASSERT_GE (presets->len, 25u);
  for (guint i = 0; i < presets->len; i++)
    {
      const PenPreset *preset = static_cast<PenPreset *> (g_ptr_array_index (presets, i));
      GError *error = nullptr;
      g_autoptr (PenExperiment) experiment = pen_experiment_read (preset->path, nullptr, &error);

      ASSERT_NE (experiment, nullptr) << error->message;
      EXPECT_STREQ (preset->title, experiment->title);
      EXPECT_TRUE (pen_presets_hold (preset->path));
      EXPECT_GE (preset->section, before) << "grouped";
      sections += i == 0 || preset->section != before;
      before = preset->section;
      ASSERT_NE (preset->attempt, nullptr) << preset->path;
      EXPECT_TRUE (g_str_has_suffix (preset->attempt, ".")) << preset->attempt;
      EXPECT_GT (strlen (preset->about), 40u) << preset->path;
      EXPECT_EQ (strstr (preset->attempt, "Data"), nullptr) << preset->attempt;
      EXPECT_STRNE (preset->source, "") << preset->path;
    }
  EXPECT_EQ (sections, gsize (PEN_N_PRESET_SECTIONS)) << "none is empty";
  EXPECT_TRUE (
      g_str_has_suffix (static_cast<PenPreset *> (g_ptr_array_index (presets, 0))->path, PEN_PRESET_FIRST));
  EXPECT_FALSE (pen_presets_hold ("/tmp/mine.penchant"));
}

TEST (Presets, NotesFallIntoThreeParts)
{
  g_autofree char *about = nullptr, *attempt = nullptr, *source = nullptr, *plain = nullptr, *nothing = nullptr;

  pen_presets_split_notes ("One. Two. Try: α = 0.5 e.g. in it. Data made.", &about, &attempt, &source);
  EXPECT_STREQ (about, "One. Two.");
  EXPECT_STREQ (attempt, "α = 0.5 e.g. in it.");
  EXPECT_STREQ (source, "Data made.");
  g_clear_pointer (&source, g_free);
  pen_presets_split_notes ("Only this.", &plain, &nothing, &source);
  EXPECT_STREQ (plain, "Only this.");
  EXPECT_EQ (nothing, nullptr);
  EXPECT_EQ (source, nullptr);
}

/* In French, as in Chinese, where no blank follows a full stop; the file is not touched. */
TEST (Presets, AreShownInTheReadersLanguage)
{
  g_autofree char *folder = pen_presets_folder (), *about = nullptr, *attempt = nullptr, *source = nullptr;
  g_autofree char *catalogues = g_build_filename (PEN_CATALOGUES, "presets", nullptr);
  g_autoptr (GPtrArray) presets = nullptr;
  const PenPreset *first;

  bindtextdomain (GETTEXT_PACKAGE, PEN_CATALOGUES);
  bindtextdomain (PEN_PRESETS_DOMAIN, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  bind_textdomain_codeset (PEN_PRESETS_DOMAIN, "UTF-8");
  ASSERT_NE (setlocale (LC_MESSAGES, "C.UTF-8"), nullptr); /* in C no catalogue is read */
  g_setenv ("LANGUAGE", "fr", TRUE);
  presets = pen_presets_list (folder);
  first = static_cast<PenPreset *> (g_ptr_array_index (presets, 0));
  EXPECT_STREQ (first->title, "Quatre points, deux classes");
  EXPECT_TRUE (g_str_has_prefix (first->attempt, "glisser un point")) << first->attempt;
  EXPECT_TRUE (g_str_has_suffix (first->attempt, "la tiennent.")) << first->attempt;
  EXPECT_TRUE (g_str_has_prefix (first->source, "Données")) << first->source;
  EXPECT_STREQ (pen_presets_text ("An experiment of one’s own"), "An experiment of one’s own");
  EXPECT_STREQ (pen_presets_text (""), "");
  EXPECT_EQ (pen_presets_text (nullptr), nullptr);
  g_setenv ("LANGUAGE", "zh_CN", TRUE);
  setlocale (LC_MESSAGES, "C"); /* a change, for LANGUAGE to be looked at again */
  setlocale (LC_MESSAGES, "C.UTF-8");
  pen_presets_split_notes ("一。二。试试：α = 0.5。数据。", &about, &attempt, &source);
  EXPECT_STREQ (about, "一。二。");
  EXPECT_STREQ (attempt, "α = 0.5。");
  EXPECT_STREQ (source, "数据。");
  g_unsetenv ("LANGUAGE");
  setlocale (LC_MESSAGES, "C");
}

TEST (Presets, AFolderThatIsNotThereHasNone)
{
  g_autoptr (GPtrArray) presets = pen_presets_list ("/nowhere");

  EXPECT_EQ (presets->len, 0u);
}

static std::vector<std::string>
names (const std::vector<PenExperiment *> &kept, const PenExperiment *now)
{
  std::vector<const PenExperiment *> all (kept.begin (), kept.end ());
  g_auto (GStrv) made = pen_run_names (all.data (), all.size (), now);
  std::vector<std::string> found;

  for (char **name = made; *name != nullptr; name++)
    found.push_back (*name);
  return found;
}

/* Of two kept runs and the present one, each name says what the others do not share. */
TEST (RunNames, SayWhatDiffers)
{
  const double X[] = { 1, 2, -1, -2 }, y[] = { 1, -1 };
  g_autoptr (PenDataset) data =
      pen_dataset_new (PEN_TASK_CLASSIFICATION, 2, 2, X, y, nullptr, nullptr, nullptr, nullptr);
  g_autoptr (PenDataset) fewer =
      pen_dataset_new (PEN_TASK_CLASSIFICATION, 1, 2, X, y, nullptr, nullptr, nullptr, nullptr);
  g_autoptr (PenExperiment) now = pen_experiment_new (data);
  g_autoptr (PenExperiment) same = pen_experiment_copy (now);
  g_autoptr (PenExperiment) deep = pen_experiment_copy (now);
  g_autoptr (PenExperiment) other = pen_experiment_new (fewer);

  same->title = g_strdup ("another title");
  deep->model = PEN_MODEL_DIAGONAL;
  deep->depth = 3;
  deep->init_scale = 0.01;
  EXPECT_EQ (names ({ same }, now), std::vector<std::string> { "" });
  EXPECT_EQ (names ({ same, deep }, now)[0], "Linear");
  EXPECT_EQ (names ({ deep }, now)[0].find ("Diagonal network, L = 3, α = 0.01"), 0u);
  EXPECT_EQ (names ({ other }, now), std::vector<std::string> { "1 point" });
  EXPECT_TRUE (names ({}, now).empty ());
}
