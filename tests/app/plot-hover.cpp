/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "area-support.h"

#include "app/presets.h"

#include <cmath>
#include <cstring>

TEST (Hover, ATimePointedAtIsMarkedInEveryView)
{
  Area area;
  const PenTrace *trace = pen_laboratory_trace (area.laboratory);
  gsize frame = 0, later = 0;
  double px, py, x, y_unused;

  area.inside (area.plot (1), 0.4, 0.9, &px, &py);
  EXPECT_FALSE (pen_laboratory_hover (area.laboratory, &frame));
  pen_plot_view_hover (area.plot (1), px, py);
  ASSERT_TRUE (pen_laboratory_hover (area.laboratory, &frame));
  pen_plot_view_to_data (area.plot (1), px, py, &x, &y_unused);
  /* The frame's neighbours are further from the pointer in the axis's own measure, log₁₀ of log₁₀ t. */
  auto away = [&] (gsize i) { return std::fabs (std::log10 (trace->frames[i].log10_time / x)); };
  EXPECT_LE (away (frame), away (frame - 1));
  EXPECT_LE (away (frame), away (frame + 1));
  area.inside (area.plot (1), 0.8, 0.9, &px, &py);
  pen_plot_view_hover (area.plot (1), px, py);
  ASSERT_TRUE (pen_laboratory_hover (area.laboratory, &later));
  EXPECT_GT (later, frame);
  pen_plot_view_hover (area.plot (1), NAN, NAN);
  EXPECT_FALSE (pen_laboratory_hover (area.laboratory, &frame));
  EXPECT_EQ (area.readout (area.plot (1)), "");
}

TEST (Hover, LeavingOneViewKeepsTheMarkOfAnother)
{
  Area area;
  gsize frame;
  double px, py;

  area.inside (area.plot (1), 0.4, 0.9, &px, &py);
  pen_plot_view_hover (area.plot (1), px, py);
  pen_plot_view_hover (pen_data_editor_plot (pen_views_area_editor (area.area)), NAN, NAN);
  EXPECT_TRUE (pen_laboratory_hover (area.laboratory, &frame));
  g_object_set (area.area, "laboratory", nullptr, nullptr);
  EXPECT_FALSE (pen_laboratory_hover (area.laboratory, &frame))
      << "the view that made the mark has gone to another run";
}

TEST (Hover, ANewRunForgetsIt)
{
  Area area;
  gsize frame;
  double px, py;

  area.inside (area.plot (1), 0.4, 0.9, &px, &py);
  pen_plot_view_hover (area.plot (1), px, py);
  pen_plot_view_hover (area.plot (1), NAN, NAN);
  pen_laboratory_set_hover (area.laboratory, 3);
  ASSERT_TRUE (pen_laboratory_hover (area.laboratory, &frame));
  g_autoptr (PenExperiment) next = pen_experiment_copy (pen_document_experiment (area.document));
  next->loss = next->loss == PEN_LOSS_LOGISTIC ? PEN_LOSS_EXPONENTIAL : PEN_LOSS_LOGISTIC;
  ASSERT_TRUE (pen_document_apply (area.document, next, "another loss", nullptr, nullptr));
  EXPECT_TRUE (area.wait ([&] { return !pen_laboratory_hover (area.laboratory, &frame); }, 30));
}

/* A ring is the solution's, but what it goes around is a point. */
TEST (Hover, NamesThePointInARing)
{
  Area area;
  PenPlotView *plot = pen_data_editor_plot (pen_views_area_editor (area.area));
  const PenSolution *solution = pen_laboratory_solution (area.laboratory, PEN_SOLUTION_MAX_MARGIN);
  g_autoptr (PenScene) scene = pen_plot_view_scene (plot);
  double px, py;
  size_t row;

  ASSERT_NE (solution, nullptr);
  ASSERT_GT (solution->n_support, 0u);
  row = solution->support[0];
  pen_scene_to_pixel (scene, gtk_widget_get_width (GTK_WIDGET (plot)), gtk_widget_get_height (GTK_WIDGET (plot)),
                      X[2 * row], X[2 * row + 1], &px, &py);
  pen_plot_view_hover (plot, px, py);
  EXPECT_EQ (
      area.readout (plot).find (
          "point " + std::to_string (row + 1) + ", "
          + pen_dataset_label (pen_document_experiment (pen_laboratory_document (area.laboratory))->data, int (y[row]))
          + ": x₁"),
      0u)
      << area.readout (plot);
}

TEST (Hover, ReadsTheNearestCurve)
{
  Area area;
  double px, py, x, y_value;
  PenNearest nearest;
  g_autoptr (PenScene) scene = pen_plot_view_scene (area.plot (1));
  int width = gtk_widget_get_width (GTK_WIDGET (area.plot (1))),
      height = gtk_widget_get_height (GTK_WIDGET (area.plot (1)));

  area.inside (area.plot (1), 0.5, 0.5, &px, &py);
  ASSERT_TRUE (pen_scene_nearest (scene, width, height, px, py, 1000, &nearest));
  pen_scene_to_pixel (scene, width, height, nearest.x, nearest.y, &x, &y_value);
  pen_plot_view_hover (area.plot (1), x + 2, y_value + 2);
  EXPECT_NE (area.readout (area.plot (1)).find ("angle to "), std::string::npos) << area.readout (area.plot (1));
  EXPECT_NE (area.readout (area.plot (1)).find (" at log₁₀ t = "), std::string::npos);
  area.inside (area.plot (1), 0.9, 0.02, &px, &py);
  pen_plot_view_hover (area.plot (1), px, py);
  EXPECT_EQ (area.readout (area.plot (1)).find ("log₁₀ t = "), 0u) << area.readout (area.plot (1));
}

static void
draw (PenPlotView *plot, cairo_surface_t *surface)
{
  GtkWidget *drawing = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (plot)));
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  ASSERT_TRUE (GTK_IS_DRAWING_AREA (drawing));
  GTK_WIDGET_GET_CLASS (drawing)->snapshot (drawing, snapshot);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  ASSERT_NE (node, nullptr);
  cairo_t *cr = cairo_create (surface);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
}

/* The least time of a move over a view with times, until it and the others are drawn again; in milliseconds for each
 * view. */
static double
cost_of_a_move (Area &area, PenPlotView *over)
{
  PenPlotView *plots[] = { pen_data_editor_plot (pen_views_area_editor (area.area)), area.plot (0), area.plot (1),
                           area.plot (2) };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 640, 520);
  double px = 0, py = 0, best = HUGE_VAL;

  for (int i = 0; i < 40; i++)
    {
      gint64 start;

      area.inside (over, 0.1 + 0.02 * i, 0.5, &px, &py);
      area.settle ();
      start = g_get_monotonic_time ();
      pen_plot_view_hover (over, px, py);
      for (PenPlotView *plot : plots)
        draw (plot, surface);
      best = std::fmin (best, double (g_get_monotonic_time () - start) / 1000);
    }
  pen_plot_view_hover (over, NAN, NAN);
  cairo_surface_destroy (surface);
  return best / 4;
}

TEST (Hover, CostsLittle)
{
  g_autofree char *folder = pen_presets_folder ();

  for (const char *name : { "four-points", "sparse-recovery", "radial", "relu-plane", "relu-line", "fourier", "iris" })
    {
      Area area;
      g_autofree char *path = g_strdup_printf ("%s/%s.penchant", folder, name);
      g_autoptr (PenExperiment) experiment = pen_experiment_read (path, nullptr, nullptr);

      ASSERT_NE (experiment, nullptr) << name;
      g_autoptr (PenDocument) document = pen_document_new (experiment);
      g_autoptr (PenLaboratory) laboratory = pen_laboratory_new (document);
      g_object_set (laboratory, "playing", FALSE, nullptr);
      pen_laboratory_to_limit (laboratory);
      g_object_set (area.area, "laboratory", laboratory, nullptr);
      ASSERT_TRUE (area.wait ([&] { return pen_laboratory_outcome (laboratory) != nullptr; }, 60)) << name;
      double cost = cost_of_a_move (area, area.plot (1));
      printf ("%s: %.2f ms a view\n", name, cost);
      EXPECT_LT (cost, 5) << name;
      g_object_set (area.area, "laboratory", nullptr, nullptr);
    }
}

TEST (Click, PinsThePlayheadAndASecondOneTakesItBack)
{
  Area area;
  double px, py;
  gsize frame;
  gboolean playing;

  pen_laboratory_seek (area.laboratory, 0.25);
  area.inside (area.plot (1), 0.6, 0.9, &px, &py);
  pen_plot_view_hover (area.plot (1), px, py);
  ASSERT_TRUE (pen_laboratory_hover (area.laboratory, &frame));
  g_object_set (area.laboratory, "playing", TRUE, nullptr);
  pen_plot_view_click (area.plot (1), px, py);
  g_object_get (area.laboratory, "playing", &playing, nullptr);
  EXPECT_FALSE (playing);
  EXPECT_EQ (pen_laboratory_frame (area.laboratory), frame);
  pen_plot_view_zoom (area.plot (1), 0.5);
  pen_plot_view_click_again (area.plot (1), px, py);
  g_object_get (area.laboratory, "playing", &playing, nullptr);
  EXPECT_TRUE (playing);
  EXPECT_NEAR (pen_laboratory_playhead (area.laboratory), 0.25, 1e-12);
  g_object_set (area.laboratory, "playing", FALSE, nullptr);
  /* A place without a time, the data view, pins nothing. */
  pen_plot_view_click (pen_data_editor_plot (pen_views_area_editor (area.area)), 100, 200);
  EXPECT_NEAR (pen_laboratory_playhead (area.laboratory), 0.25, 1e-12);
}

TEST (Click, ASecondOneFits)
{
  Area area;
  PenViewport start, zoomed, again;
  double px, py;

  pen_plot_view_area (area.plot (1), nullptr, &start);
  area.inside (area.plot (1), 0.5, 0.5, &px, &py);
  pen_plot_view_zoom (area.plot (1), 0.2);
  pen_plot_view_area (area.plot (1), nullptr, &zoomed);
  EXPECT_GT (zoomed.x_low, start.x_low);
  pen_plot_view_click_again (area.plot (1), px, py);
  pen_plot_view_area (area.plot (1), nullptr, &again);
  EXPECT_EQ (again.x_low, start.x_low);
  EXPECT_EQ (again.y_high, start.y_high);
}
/* One diagonal network on one row, a sweep of its scale beside it: a press on a value makes it the experiment's, and
 * the sweep stays. */
TEST (Click, TakesAValueOfASweep)
{
  g_autoptr (PenExperiment) experiment = pen_experiment_parse (
      "[data]\ncolumns=a;b;y\nrows=1 2 1\n[model]\nkind=diagonal\ninit-scale=0.01\n", nullptr, nullptr, nullptr);
  Bench bench (PEN_TASK_REGRESSION, 2, { 1, 2 }, { 1 });
  GtkWidget *plot = pen_plot_view_new ();
  PenPlotView *view = PEN_PLOT_VIEW (plot);
  gsize rows = 0;
  double low = INFINITY, px = NAN, py = NAN;

  pen_document_apply (bench.document, experiment, "model", nullptr, nullptr);
  g_object_set (plot, "kind", guint (PEN_VIEW_SWEEP), nullptr);
  gtk_widget_set_can_target (plot, FALSE);
  bench.show (plot);
  auto swept = [&] {
    PenViewInput input{};
    pen_study_fill (pen_plot_view_study (view), &input);
    rows = input.sweep != nullptr ? input.sweep->n : 0;
    if (rows > 0)
      low = input.sweep->rows[0].value;
    return rows == 15;
  };
  ASSERT_TRUE (bench.wait (swept, 60));
  /* Its leftmost place: the pointer goes down along that value until a reading says it has found it. */
  cairo_rectangle_t box;
  PenViewport shown;
  ASSERT_TRUE (bench.wait ([&] { return pen_plot_view_area (view, &box, &shown) && shown.x_low < low; }));
  px = box.x + box.width * std::log (low / shown.x_low) / std::log (shown.x_high / shown.x_low);
  for (py = box.y + 2; py < box.y + box.height; py += 3)
    {
      pen_plot_view_hover (view, px, py);
      pen_plot_view_click (view, px, py);
      if (pen_document_experiment (bench.document)->init_scale != 0.01)
        break;
    }
  EXPECT_EQ (pen_document_experiment (bench.document)->init_scale, low);
  bench.settle ();
  EXPECT_TRUE (swept ()) << "the rows are of that experiment, too";
  g_autofree char *label = nullptr;
  g_object_get (bench.document, "undo-label", &label, nullptr);
  EXPECT_STREQ (label, "Undo value of the sweep");
  pen_document_undo (bench.document);
  EXPECT_EQ (pen_document_experiment (bench.document)->init_scale, 0.01);
  EXPECT_TRUE (swept ());
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
