/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-support.h"

#include <glib/gstdio.h>

#include <cmath>
#include <string>

static PenPlotView *
view_of (Bench &bench, PenViewKind kind)
{
  GtkWidget *view = pen_plot_view_new ();

  g_object_set (view, "kind", guint (kind), nullptr);
  bench.show (view);
  return PEN_PLOT_VIEW (view);
}

static PenViewport
shown_in (PenPlotView *view)
{
  PenViewport shown;

  EXPECT_TRUE (pen_plot_view_area (view, nullptr, &shown));
  return shown;
}

static void
expect_same (const PenViewport &a, const PenViewport &b)
{
  /* Corners go to pixels and back: some roundings of 1e-16 of the range. */
  EXPECT_NEAR (a.x_low, b.x_low, 1e-12);
  EXPECT_NEAR (a.x_high, b.x_high, 1e-12);
  EXPECT_NEAR (a.y_low, b.y_low, 1e-12);
  EXPECT_NEAR (a.y_high, b.y_high, 1e-12);
}

static void
add_far_point (Bench &bench)
{
  const double X[] = { 50, 60 }, y = 1;
  g_autoptr (PenExperiment) next = pen_experiment_copy (pen_document_experiment (bench.document));
  PenDataset *data = pen_dataset_append (next->data, 1, X, &y, nullptr);

  pen_dataset_unref (next->data);
  next->data = data;
  ASSERT_TRUE (pen_document_apply (bench.document, next, "add a point", nullptr, nullptr));
}

TEST (PlotView, AnEditKeepsTheZoomAndFitDoesNot)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  PenPlotView *view = view_of (bench, PEN_VIEW_DATA);
  PenViewport start = shown_in (view), zoomed;

  EXPECT_LT (start.x_low, -1);
  EXPECT_GT (start.x_high, 1);
  add_far_point (bench);
  expect_same (shown_in (view), start);
  pen_plot_view_zoom (view, 0.5);
  zoomed = shown_in (view);
  EXPECT_NEAR (zoomed.y_high - zoomed.y_low, (start.y_high - start.y_low) / 2, 1e-9);
  pen_document_undo (bench.document);
  expect_same (shown_in (view), zoomed);
  pen_document_redo (bench.document);
  gtk_widget_activate_action (GTK_WIDGET (view), "plot.fit", nullptr);
  EXPECT_GT (shown_in (view).x_high, 50);
  EXPECT_GT (shown_in (view).y_high, 60);
}

TEST (PlotView, ZoomsAboutThePointer)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  PenPlotView *view = view_of (bench, PEN_VIEW_DATA);
  double x, y, after_x, after_y;

  pen_plot_view_to_data (view, 200, 150, &x, &y);
  for (int i = 0; i < 10; i++)
    pen_plot_view_zoom_at (view, 200, 150, 0.8);
  pen_plot_view_to_data (view, 200, 150, &after_x, &after_y);
  /* Wider tick labels move the plot by some pixels, which is put right: at most half of one remains. */
  EXPECT_NEAR (after_x, x, 0.5 * (shown_in (view).x_high - shown_in (view).x_low) / 640);
  EXPECT_NEAR (after_y, y, 0.5 * (shown_in (view).y_high - shown_in (view).y_low) / 520);
}

TEST (PlotView, StopsWhereDoublesEnd)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  PenPlotView *view = view_of (bench, PEN_VIEW_DATA);
  PenViewport shown;

  for (int i = 0; i < 60; i++)
    pen_plot_view_zoom_at (view, 200, 150, 0.5);
  shown = shown_in (view);
  EXPECT_GT (shown.x_high, shown.x_low);
  EXPECT_GT (shown.y_high, shown.y_low);
  for (int i = 0; i < 1100; i++)
    pen_plot_view_zoom_at (view, 200, 150, 2);
  shown = shown_in (view);
  EXPECT_TRUE (std::isfinite (shown.x_low) && std::isfinite (shown.x_high));
}

static double
decades (const PenViewport &shown)
{
  return std::log10 (shown.y_high) - std::log10 (shown.y_low);
}

TEST (PlotView, ALogarithmicAxisZoomsInItsLogarithm)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  PenPlotView *view = view_of (bench, PEN_VIEW_CONVERGENCE);
  PenViewport start, zoomed;

  ASSERT_TRUE (bench.wait ([&] { return pen_laboratory_status (bench.laboratory) == PEN_LAB_DONE; }, 30));
  start = shown_in (view);
  pen_plot_view_zoom (view, 0.5);
  zoomed = shown_in (view);
  ASSERT_GT (start.y_low, 0);
  /* Tick labels of another width move the plot by some of its hundreds of pixels, so the decades are not halved exactly. */
  EXPECT_NEAR (decades (zoomed) / decades (start), 0.5, 0.02);
}

TEST (PlotView, ExportLeavesSelectionAndBandOut)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  PenPlotView *view = view_of (bench, PEN_VIEW_DATA);
  const guint8 selected[] = { 1, 0 };
  const PenViewport band = { 0, 1, 0, 1 };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "penchant-plot-view.svg", nullptr);
  PenExport options = PEN_EXPORT_INIT;
  g_autofree char *before = nullptr, *after = nullptr;

  options.format = PEN_IMAGE_SVG;
  for (char **text : { &before, &after })
    {
      g_autoptr (PenScene) scene = pen_plot_view_scene (view);

      ASSERT_TRUE (pen_scene_export (scene, &options, path, nullptr));
      ASSERT_TRUE (g_file_get_contents (path, text, nullptr, nullptr));
      pen_plot_view_set_marks (view, selected, 2, &band);
    }
  g_remove (path);
  EXPECT_STREQ (before, after);
  EXPECT_EQ (std::string (after).find ("band"), std::string::npos);
}

TEST (PlotView, OtherAxesFitAgain)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  Bench other (PEN_TASK_REGRESSION, 1, { 100, 200 }, { -7, 7 });
  PenPlotView *view = view_of (bench, PEN_VIEW_DATA);

  pen_plot_view_zoom (view, 0.1);
  g_object_set (view, "laboratory", other.laboratory, nullptr);
  EXPECT_LT (shown_in (view).x_low, 100);
  EXPECT_GT (shown_in (view).x_low, 0);
  EXPECT_GT (shown_in (view).y_high, 7);
  g_object_set (view, "laboratory", nullptr, nullptr);
  pen_plot_view_fit (view);
  bench.settle ();
}

TEST (PlotView, IsFinalized)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  gpointer view = view_of (bench, PEN_VIEW_PATH);

  g_object_add_weak_pointer (G_OBJECT (view), &view);
  gtk_window_set_child (GTK_WINDOW (bench.window), nullptr);
  EXPECT_TRUE (bench.wait ([&] { return view == nullptr; }));
  /* Nothing of it listens any more. */
  add_far_point (bench);
  pen_laboratory_seek (bench.laboratory, 0.5);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
