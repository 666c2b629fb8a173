/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-support.h"

#include "app/presets.h"
#include "app/views-area.h"

#include <glib/gstdio.h>

#include <cmath>
#include <cstring>
#include <string>

static const std::vector<double> X = { 1, 1, 2, 0.5, -1, -1, -0.5, -2 }, y = { 1, 1, -1, -1 };

/* An area of three plots with its run at the end. */
struct Area : Bench
{
  PenViewsArea *area;

  Area () : Bench (PEN_TASK_CLASSIFICATION, 2, X, y)
  {
    GtkWidget *widget = pen_views_area_new ();

    area = PEN_VIEWS_AREA (widget);
    g_object_set (widget, "third-view", TRUE, nullptr);
    g_object_set (laboratory, "playing", FALSE, nullptr);
    gtk_widget_set_can_target (widget, FALSE); /* the display's own pointer rests somewhere in the window */
    show (widget);
    gtk_window_set_default_size (GTK_WINDOW (window), 1000, 800);
    EXPECT_TRUE (wait ([&] { return pen_laboratory_outcome (laboratory) != nullptr; }, 60));
    EXPECT_TRUE (wait ([&] { return gtk_widget_get_width (GTK_WIDGET (plot (0))) > 200; }));
    settle ();
  }

  PenPlotView *
  plot (guint card) const
  {
    return pen_plot_card_plot (pen_views_area_card (area, card));
  }

  /* The pixel of a share of a plot's width and height. */
  static void
  inside (PenPlotView *plot, double u, double v, double *px, double *py)
  {
    cairo_rectangle_t box;

    ASSERT_TRUE (pen_plot_view_area (plot, &box, nullptr));
    *px = box.x + u * box.width;
    *py = box.y + v * box.height;
  }

  std::string
  readout (PenPlotView *plot) const
  {
    GtkWidget *overlay = gtk_widget_get_first_child (GTK_WIDGET (plot));

    for (GtkWidget *child = gtk_widget_get_first_child (overlay); child != nullptr;
         child = gtk_widget_get_next_sibling (child))
      if (GTK_IS_LABEL (child))
        return gtk_label_get_label (GTK_LABEL (child));
    return "";
  }
};

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

static std::string
svg_of (PenScene *scene)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "penchant-plot-hover.svg", nullptr);
  g_autofree char *text = nullptr;
  PenExport options = PEN_EXPORT_INIT;

  options.format = PEN_IMAGE_SVG;
  EXPECT_TRUE (pen_scene_export (scene, &options, path, nullptr));
  EXPECT_TRUE (g_file_get_contents (path, &text, nullptr, nullptr));
  g_remove (path);
  return text;
}

static std::string
exported (const Area &area, PenViewKind kind)
{
  g_autoptr (PenScene) scene = pen_views_area_scene (area.area, kind, nullptr);

  return svg_of (scene);
}

static bool
says (const std::string &text, const char *what)
{
  return text.find (what) != std::string::npos;
}

/* The pixel of an entry of the legend. */
static bool
find_entry (PenPlotView *plot, const char *key, double *px, double *py)
{
  g_autoptr (PenScene) scene = pen_plot_view_scene (plot);
  guint index;

  for (*py = 2; *py < 100; *py += 4)
    for (*px = 2; *px < gtk_widget_get_width (GTK_WIDGET (plot)); *px += 4)
      if (pen_plot_view_entry_at (plot, *px, *py, &index))
        {
          PenSceneEntry entry;

          pen_scene_get_entry (scene, index, &entry);
          if (g_str_equal (entry.key, key))
            return true;
        }
  return false;
}

TEST (Legend, AClickHidesACurveInThatViewAlone)
{
  Area area;
  double px, py;

  ASSERT_TRUE (says (exported (area, PEN_VIEW_CONVERGENCE), "id=\"max-margin\""));
  ASSERT_TRUE (find_entry (area.plot (1), "max-margin", &px, &py));
  pen_plot_view_click (area.plot (1), px, py);
  std::string svg = exported (area, PEN_VIEW_CONVERGENCE);
  EXPECT_FALSE (says (svg, "id=\"max-margin\""));
  EXPECT_FALSE (says (svg, ">max-margin<")) << "a figure names only what it shows";
  EXPECT_TRUE (find_entry (area.plot (1), "max-margin", &px, &py)) << "the window still has the entry";
  EXPECT_TRUE (says (exported (area, PEN_VIEW_DATA), "id=\"max-margin\""));
  EXPECT_TRUE (says (exported (area, PEN_VIEW_PATH), "id=\"max-margin\""));
  /* Kept for this kind of view while another one is shown. */
  g_object_set (area.plot (1), "kind", guint (PEN_VIEW_COEFFICIENTS), nullptr);
  g_object_set (area.plot (1), "kind", guint (PEN_VIEW_CONVERGENCE), nullptr);
  EXPECT_FALSE (says (exported (area, PEN_VIEW_CONVERGENCE), "id=\"max-margin\""));
  ASSERT_TRUE (find_entry (area.plot (1), "max-margin", &px, &py));
  pen_plot_view_click (area.plot (1), px, py);
  EXPECT_TRUE (says (exported (area, PEN_VIEW_CONVERGENCE), "id=\"max-margin\""));
}

static void
activate (PenPlotView *plot, const char *name)
{
  g_autoptr (GMenuModel) menu = pen_plot_view_menu (plot);

  g_action_group_activate_action (pen_plot_view_options (plot), name, nullptr);
}

static bool
state_of (PenPlotView *plot, const char *name)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (pen_plot_view_options (plot), name);

  return g_variant_get_boolean (state);
}

TEST (Options, TheMenuHidesCurvesToo)
{
  Area area;

  activate (area.plot (1), "curve-0");
  EXPECT_FALSE (state_of (area.plot (1), "curve-0"));
  EXPECT_FALSE (says (exported (area, PEN_VIEW_CONVERGENCE), "id=\"max-margin\""));
  activate (area.plot (1), "curve-0");
  EXPECT_TRUE (state_of (area.plot (1), "curve-0"));
  EXPECT_TRUE (says (exported (area, PEN_VIEW_CONVERGENCE), "id=\"max-margin\""));
}

TEST (Options, AxesGoLinearAndBackInTheExportToo)
{
  Bench bench (PEN_TASK_REGRESSION, 2, { 1, 2, 2, -1 }, { 1, 1 });
  GtkWidget *plot = pen_plot_view_new ();
  PenPlotView *view = PEN_PLOT_VIEW (plot);
  PenViewport shown;

  g_object_set (plot, "kind", guint (PEN_VIEW_CONVERGENCE), nullptr);
  bench.show (plot);
  ASSERT_TRUE (bench.wait ([&] { return pen_laboratory_outcome (bench.laboratory) != nullptr; }, 60));
  for (const char *action : { "log-time", "log-value" })
    {
      {
        g_autoptr (PenScene) scene = pen_plot_view_scene (view);
        EXPECT_TRUE (says (svg_of (scene), ">log₁₀ t<") == (g_str_equal (action, "log-time") != FALSE));
      }
      activate (view, action);
      EXPECT_FALSE (state_of (view, action));
    }
  ASSERT_TRUE (pen_plot_view_area (view, nullptr, &shown));
  EXPECT_LE (shown.x_low, 0);
  EXPECT_LE (shown.y_low, 0) << "a linear axis begins below 0";
  g_autoptr (PenScene) scene = pen_plot_view_scene (view);
  EXPECT_TRUE (says (svg_of (scene), ">t<"));
  activate (view, "log-time");
  activate (view, "log-value");
  EXPECT_TRUE (state_of (view, "log-time"));
  ASSERT_TRUE (pen_plot_view_area (view, nullptr, &shown));
  EXPECT_GT (shown.y_low, 0);
  g_object_set (plot, "kind", guint (PEN_VIEW_PATH), nullptr);
  g_autoptr (GMenuModel) menu = pen_plot_view_menu (view);
  EXPECT_FALSE (g_action_group_get_action_enabled (pen_plot_view_options (view), "log-time"));
}

TEST (Options, ARegularizationPathGoesByTheLogarithmOfItsNorm)
{
  Bench bench (PEN_TASK_REGRESSION, 2, { 1, 2, 2, -1 }, { 1, 1 });
  GtkWidget *plot = pen_plot_view_new ();
  PenPlotView *view = PEN_PLOT_VIEW (plot);
  PenViewport shown;

  g_object_set (plot, "kind", guint (PEN_VIEW_REGULARIZATION), nullptr);
  bench.show (plot);
  ASSERT_TRUE (bench.wait (
      [&] {
        g_autoptr (GMenuModel) menu = pen_plot_view_menu (view);
        return g_action_group_get_action_enabled (pen_plot_view_options (view), "log-time");
      },
      60));
  ASSERT_TRUE (pen_plot_view_area (view, nullptr, &shown));
  EXPECT_LE (shown.x_low, 0);
  activate (view, "log-time");
  EXPECT_TRUE (state_of (view, "log-time"));
  ASSERT_TRUE (pen_plot_view_area (view, nullptr, &shown));
  EXPECT_GT (shown.x_low, 0);
  EXPECT_FALSE (g_action_group_get_action_enabled (pen_plot_view_options (view), "log-value"));
}

static GtkWidget *
find_menu (GtkWidget *root)
{
  if (GTK_IS_MENU_BUTTON (root)
      && g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (root)), "view-more-symbolic") == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != nullptr;
       child = gtk_widget_get_next_sibling (child))
    if (GtkWidget *found = find_menu (child))
      return found;
  return nullptr;
}

TEST (Options, TheMenuIsOfThePlotThatAFigureIsMadeOf)
{
  Area area;

  for (guint i : { 2u, 0u, 1u })
    {
      /* Where a press on it, or the way to it by keys, puts the focus. */
      ASSERT_TRUE (gtk_widget_grab_focus (find_menu (GTK_WIDGET (pen_views_area_card (area.area, i)))));
      EXPECT_EQ (pen_views_area_last (area.area), pen_plot_card_kind (pen_views_area_card (area.area, i)));
    }
  gtk_widget_grab_focus (GTK_WIDGET (area.plot (2)));
  EXPECT_EQ (pen_views_area_last (area.area), PEN_VIEW_COEFFICIENTS);
  g_object_set (area.area, "third-view", FALSE, nullptr);
  EXPECT_EQ (pen_views_area_last (area.area), PEN_VIEW_DATA) << "a view that has gone is not worked with";
}

TEST (Area, HasAThirdViewWhereItIsWishedFor)
{
  Area area;
  GtkWidget *third = GTK_WIDGET (pen_views_area_card (area.area, 2));
  PenLaboratory *laboratory;
  int tall;

  EXPECT_TRUE (gtk_widget_get_visible (third));
  EXPECT_EQ (pen_plot_card_kind (pen_views_area_card (area.area, 2)), PEN_VIEW_COEFFICIENTS);
  tall = gtk_widget_get_height (GTK_WIDGET (area.plot (0)));
  g_object_set (area.area, "third-view", FALSE, nullptr);
  EXPECT_FALSE (gtk_widget_get_visible (third));
  EXPECT_TRUE (area.wait ([&] { return gtk_widget_get_height (GTK_WIDGET (area.plot (0))) > tall; }));
  g_object_get (third, "laboratory", &laboratory, nullptr);
  EXPECT_EQ (laboratory, nullptr);
  g_object_set (area.area, "third-view", TRUE, nullptr);
  EXPECT_TRUE (area.wait ([&] { return gtk_widget_get_height (GTK_WIDGET (area.plot (0))) == tall; }));
}

/* Below the editor, in a row with the second, unless three below each other are as high as in a narrow window. */
TEST (Area, AThirdViewStandsWhereItIsTallEnough)
{
  Area area;
  GtkWidget *widget = GTK_WIDGET (area.area);
  graphene_rect_t editor, cards[3];

  auto place = [&] (int height) {
    gtk_widget_allocate (widget, 1000, height, -1, nullptr);
    ASSERT_TRUE (gtk_widget_compute_bounds (GTK_WIDGET (pen_views_area_editor (area.area)), widget, &editor));
    for (guint i = 0; i < 3; i++)
      ASSERT_TRUE (gtk_widget_compute_bounds (GTK_WIDGET (pen_views_area_card (area.area, i)), widget, &cards[i]));
  };

  place (620); /* as in a window of 800 */
  EXPECT_EQ (cards[2].origin.x, editor.origin.x);
  EXPECT_EQ (cards[2].origin.y, cards[1].origin.y);
  EXPECT_EQ (cards[0].size.height, editor.size.height);
  EXPECT_GE (cards[2].size.height, 280);
  place (960);
  EXPECT_EQ (cards[2].origin.x, cards[0].origin.x);
  EXPECT_GT (cards[2].origin.y, cards[1].origin.y + cards[1].size.height);
  EXPECT_GT (editor.size.height, 900);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
