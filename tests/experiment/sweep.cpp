/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/generator.h>
#include <penchant/sweep.h>

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

namespace
{
/* y = Xw* of a sparse w*, 10 points of 30 features, trained as u² − v². */
PenExperiment *
sparse (double noise = 0)
{
  PenGenerator settings = PEN_GENERATOR_INIT;
  settings.kind = PEN_GENERATOR_SPARSE_LINEAR;
  settings.n = 10;
  settings.d = 30;
  settings.sparsity = 2;
  settings.noise = noise;
  double *truth = nullptr;
  g_autoptr (PenDataset) data = pen_generator_make (&settings, &truth, nullptr);
  PenExperiment *self = pen_experiment_new (data);
  self->model = PEN_MODEL_DIAGONAL;
  self->truth = truth;
  self->n_truth = settings.d;
  return self;
}

std::vector<PenSweepRow>
sweep (const PenExperiment *self, PenSweepOptions options, GError **error = nullptr, const PenCancel *cancel = nullptr,
       PenSweepFunc on_row = nullptr, gpointer user_data = nullptr)
{
  g_autofree PenSweepRow *rows = nullptr;
  gsize n = 0;

  if (!pen_sweep_run (self, &options, cancel, on_row, user_data, &rows, &n, error))
    return {};
  return { rows, rows + n };
}
}

/* The least potential falls in ‖w‖₁ and rises in ‖w‖₂ as α falls, and its two ends are the two least norms: within
 * 1/log(1/α) of the first, and α⁻² of the second (Woodworth et al. 2020, theorem 2). */
TEST (Sweep, FromTheKernelToTheRichRegime)
{
  g_autoptr (PenExperiment) self = sparse ();
  auto rows = sweep (self, { "model.init-scale", 1e-8, 1e2, 11, TRUE });

  ASSERT_EQ (rows.size (), 11u);
  EXPECT_EQ (rows.front ().value, 1e-8);
  EXPECT_EQ (rows.back ().value, 1e2);
  EXPECT_NEAR (rows[4].value, 1e-4, 1e-4 * 1e-12); /* exp and log of numbers up to 23: 23 ε, and a margin */
  for (gsize i = 0; i < rows.size (); i++)
    {
      EXPECT_EQ (rows[i].status, PEN_TRAINING_CONVERGED);
      EXPECT_GE (rows[i].excess_l1, -1e-8);
      EXPECT_GE (rows[i].excess_l2, -1e-8);
      if (i > 0)
        {
          EXPECT_GE (rows[i].excess_l1, rows[i - 1].excess_l1 - 1e-8);
          EXPECT_LE (rows[i].excess_l2, rows[i - 1].excess_l2 + 1e-8);
        }
    }
  EXPECT_LT (rows.front ().excess_l1, 1 / std::log (1e8));
  EXPECT_LT (rows.back ().excess_l2, 1e-4);
  EXPECT_GT (rows.back ().excess_l1, .1);
  EXPECT_LT (rows.front ().test_error, rows.back ().test_error / 10);
}

TEST (Sweep, BestTimeOfNoisyTargetsIsBeforeTheEnd)
{
  g_autoptr (PenExperiment) self = sparse (.5);
  self->init_scale = 1e-3;
  auto rows = sweep (self, { "model.init-scale", 1e-3, 1e-3, 1, FALSE });

  ASSERT_EQ (rows.size (), 1u);
  EXPECT_LT (rows[0].least_test_error, rows[0].test_error);
  EXPECT_LT (rows[0].least_log10_time, rows[0].log10_time);
  EXPECT_TRUE (std::isfinite (rows[0].least_log10_time));
}

/* Depths are whole and each is tried once, though eleven steps from 2 to 4 name each several times. */
TEST (Sweep, CountsAreWholeAndNotRepeated)
{
  g_autoptr (PenExperiment) self = sparse ();
  auto rows = sweep (self, { "model.depth", 2, 4, 11, FALSE });

  ASSERT_EQ (rows.size (), 3u);
  for (gsize i = 0; i < 3; i++)
    EXPECT_EQ (rows[i].value, 2. + double (i));
  EXPECT_LT (rows[2].excess_l1, rows[0].excess_l1); /* depth needs less of α */
}

TEST (Sweep, CancelKeepsWhatIsThere)
{
  g_autoptr (PenExperiment) self = sparse ();
  static PenCancel cancel;
  cancel.requested = 0;
  auto stop = [] (const PenSweepRow *, gpointer count) {
    if (++*static_cast<int *> (count) == 3)
      pen_cancel_request (&cancel);
  };
  int count = 0;
  GError *error = nullptr;
  auto rows = sweep (self, { "model.init-scale", 1e-4, 1, 20, TRUE }, &error, &cancel, stop, &count);

  EXPECT_EQ (error, nullptr);
  EXPECT_EQ (rows.size (), 3u);
  EXPECT_EQ (count, 3);
}

TEST (Sweep, RefusesWhatItCannotDo)
{
  g_autoptr (PenExperiment) self = sparse ();
  auto refused = [&] (PenSweepOptions options, PenError code, const char *part) {
    GError *error = nullptr;
    EXPECT_TRUE (sweep (self, options, &error).empty ());
    ASSERT_TRUE (g_error_matches (error, PEN_ERROR, code)) << options.key;
    EXPECT_NE (strstr (error->message, part), nullptr) << error->message;
    g_clear_error (&error);
  };
  refused ({ "model.colour", 1, 2, 3, FALSE }, PEN_ERROR_UNKNOWN_KEY, "model.init-scale");
  refused ({ "model.init-scale", 0, 1, 3, TRUE }, PEN_ERROR_VALUE, "positive");
  refused ({ "model.init-scale", -1, 1, 3, FALSE }, PEN_ERROR_VALUE, "init-scale");
  refused ({ "model.init-scale", 1, NAN, 3, FALSE }, PEN_ERROR_VALUE, "finite");
  refused ({ "model.init-scale", 1, 2, 0, FALSE }, PEN_ERROR_VALUE, "at least 1");
}

TEST (Sweep, TableHasARowAValue)
{
  g_autoptr (PenExperiment) self = sparse ();
  auto rows = sweep (self, { "model.init-scale", .01, 1, 2, TRUE });
  g_autofree char *text = pen_sweep_format ("model.init-scale", rows.data (), rows.size ());
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  ASSERT_EQ (g_strv_length (lines), 4u); /* the last is empty */
  EXPECT_EQ (std::string (lines[0]).rfind ("model.init-scale,status,log10_time", 0), 0u);
  for (int i = 1; i < 3; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      EXPECT_EQ (g_strv_length (cells), 12u);
      EXPECT_EQ (g_ascii_strtod (cells[0], nullptr), rows[i - 1].value);
      EXPECT_EQ (g_ascii_strtod (cells[6], nullptr), rows[i - 1].excess_l1);
    }
}
