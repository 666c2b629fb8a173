/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "area-support.h"

#include "app/editor-points.h"

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

/* Whatever its shape, a figure has every point that the window shows. */
TEST (Area, AFigureHasAllThatIsSeen)
{
  Area area;
  PenPlotView *plot = pen_data_editor_plot (pen_views_area_editor (area.area));
  PenViewport start, seen, drawn;
  auto figure = [&] (double width, double height) {
    g_autoptr (PenScene) scene = pen_views_area_scene (area.area, PEN_VIEW_DATA, nullptr);
    pen_scene_plot_area (scene, width, height, nullptr, &drawn);
  };
  g_autoptr (GError) error = nullptr;
  double x[] = { 0.5, -7 }, label = -1;

  ASSERT_TRUE (pen_plot_view_area (plot, nullptr, &start));
  PenExperiment *experiment = pen_document_experiment (area.document);
  g_autoptr (PenExperiment) next =
      pen_editor_with_data (experiment, pen_dataset_append (experiment->data, 1, x, &label, &error));
  pen_document_apply (area.document, next, "a point far below", nullptr, nullptr);
  area.settle ();
  ASSERT_TRUE (pen_plot_view_area (plot, nullptr, &seen));
  EXPECT_EQ (seen.y_low, start.y_low) << "in the window the axes stay";
  figure (800, 600);
  EXPECT_LT (drawn.y_low, -7);
  pen_plot_view_zoom (plot, 0.5);
  ASSERT_TRUE (pen_plot_view_area (plot, nullptr, &seen));
  for (double width : { 300, 1200 })
    {
      figure (width, 600);
      EXPECT_LE (drawn.x_low, seen.x_low + 1e-9);
      EXPECT_GE (drawn.x_high, seen.x_high - 1e-9);
      EXPECT_LE (drawn.y_low, seen.y_low + 1e-9);
      EXPECT_GE (drawn.y_high, seen.y_high - 1e-9);
    }
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
