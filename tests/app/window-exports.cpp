/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-support.h"

#include <vector>

TEST (Window, ExportsEveryViewAndTheNumbers)
{
  WindowBench bench;

  bench.preset ("four-points.penchant");
  ASSERT_TRUE (done (bench));
  for (const char *view : { "data", "path", "convergence" })
    for (const char *ending : { "svg", "png", "pdf" })
      {
        std::string name = std::string (view) + "." + ending;

        bench.act ("win.export-to", (std::string (view) + ":" + bench.path (name.c_str ())).c_str ());
        ASSERT_TRUE (bench.wait ([&] {
          return g_strcmp0 (pen_window_last_message (bench.window), ("Exported as " + name).c_str ()) == 0;
        })) << name;
        EXPECT_GT (bench.read (name.c_str ()).size (), 1000u) << name;
      }
  EXPECT_EQ (bench.read ("convergence.svg").find ("id=\"playhead\""), std::string::npos);
  EXPECT_EQ (bench.read ("data.png").substr (1, 3), "PNG");
  EXPECT_EQ (bench.read ("path.pdf").substr (0, 4), "%PDF");
  EXPECT_NE (bench.read ("data.svg").find ("<svg"), std::string::npos);
  bench.act ("win.export-to", ("report:" + bench.path ("report.json")).c_str ());
  EXPECT_NE (bench.read ("report.json").find ("\"max-margin\""), std::string::npos);
  bench.act ("win.export-to", ("trace:" + bench.path ("trace.csv")).c_str ());
  EXPECT_EQ (bench.read ("trace.csv").substr (0, 10), "log10_time");
  bench.act ("win.export-to", ("points:" + bench.path ("points.csv")).c_str ());
  bench.load (bench.path ("points.csv"));
  EXPECT_EQ (pen_dataset_n (bench.experiment ()->data), 4u);
}

/* Without the last column: how long each took. */
static std::string
without_seconds (const std::string &table)
{
  std::string kept;

  for (size_t from = 0, to; (to = table.find ('\n', from)) != std::string::npos; from = to + 1)
    kept += table.substr (from, table.rfind (',', to) - from) + "\n";
  return kept;
}

/* What the runner's --sweep writes: pen_sweep_run() and pen_sweep_format() of the same values. */
TEST (Window, ExportsTheSweepThatIsShown)
{
  WindowBench bench;
  PenPlotCard *card = pen_views_area_card (bench.views (), 0);
  const PenSweepOptions options = { "model.init-scale", 1e-3, 1, 4, TRUE };
  PenStudy *study;
  g_autofree PenSweepRow *rows = nullptr;
  g_autofree char *expected = nullptr;
  gsize n = 0;

  bench.preset ("woodworth-2020.penchant");
  bench.act ("win.export", "sweep-values:csv");
  ASSERT_NE (bench.dialog (), nullptr);
  EXPECT_STREQ (pen_window_last_message (bench.window), "No sweep is shown. Choose the view Sweep first.");
  gtk_window_destroy (bench.dialog ());
  g_object_set (card, "kind", (guint)PEN_VIEW_SWEEP, nullptr);
  study = pen_plot_view_study (pen_plot_card_plot (card));
  pen_study_set_sweep (study, &options);
  ASSERT_TRUE (bench.wait ([study] {
    PenStudyProgress progress;

    pen_study_progress (study, &progress);
    return !progress.busy && progress.done == 4;
  }));
  bench.act ("win.export-to", ("sweep-values:" + bench.path ("sweep.csv")).c_str ());
  EXPECT_STREQ (pen_window_last_message (bench.window), "Exported as sweep.csv");
  ASSERT_TRUE (pen_sweep_run (bench.experiment (), &options, nullptr, nullptr, nullptr, &rows, &n, nullptr));
  expected = pen_sweep_format (options.key, rows, n);
  EXPECT_EQ (without_seconds (bench.read ("sweep.csv")), without_seconds (expected));
  EXPECT_EQ (bench.read ("sweep.csv").substr (0, 24), "model.init-scale,status,");
}

TEST (Window, AnExportThatCannotBeIsSaid)
{
  WindowBench bench;

  bench.preset ("lemma.penchant");
  for (const char *target : { "data:/nowhere/at/all.svg", "data:/tmp/figure.bmp", "nothing:/tmp/x.csv" })
    {
      ASSERT_TRUE (done (bench));
      bench.act ("win.export-to", target);
      ASSERT_TRUE (bench.wait ([&bench] { return bench.dialog () != nullptr; })) << target;
      gtk_window_destroy (bench.dialog ());
    }
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
