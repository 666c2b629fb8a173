/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-support.h"

#include "app/plot-card.h"
#include "app/view-chooser.h"
#include "app/views-area.h"

#include <string>

static GtkWidget *
find (GtkWidget *root, GType type, const char *icon = nullptr)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type)
      && (icon == nullptr || g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (root)), icon) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != nullptr;
       child = gtk_widget_get_next_sibling (child))
    if (GtkWidget *found = find (child, type, icon))
      return found;
  return nullptr;
}

/* The words of a row that can be seen. */
static std::string
words (GtkWidget *row)
{
  std::string all;

  if (GTK_IS_LABEL (row) && gtk_widget_get_visible (row))
    all += std::string (gtk_label_get_label (GTK_LABEL (row))) + "\n";
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != nullptr;
       child = gtk_widget_get_next_sibling (child))
    all += words (child);
  return all;
}

TEST (ViewChooser, SaysWhyAViewCannotBeChosen)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  GtkWidget *card = pen_plot_card_new ();
  const PenExperiment *experiment = pen_document_experiment (bench.document);

  g_object_set (card, "kind", guint (PEN_VIEW_CONVERGENCE), nullptr);
  bench.show (card);
  PenViewChooser *chooser = PEN_VIEW_CHOOSER (find (card, PEN_TYPE_VIEW_CHOOSER));
  gtk_popover_popup (GTK_POPOVER (chooser));
  for (int kind = 0; kind < PEN_N_VIEWS; kind++)
    {
      GtkWidget *row = pen_view_chooser_row (chooser, PenViewKind (kind));
      const char *reason = "";
      bool applies = pen_view_applies (PenViewKind (kind), experiment, &reason);

      EXPECT_EQ (gtk_widget_get_sensitive (row) != FALSE, applies) << pen_view_nick (PenViewKind (kind));
      EXPECT_NE (words (row).find (pen_view_label (PenViewKind (kind))), std::string::npos);
      EXPECT_EQ (words (row), std::string (pen_view_label (PenViewKind (kind))) + "\n"
                                  + (applies ? "" : std::string (reason) + "\n"));
    }
  EXPECT_FALSE (gtk_widget_get_sensitive (pen_view_chooser_row (chooser, PEN_VIEW_NEURONS)));
  g_signal_emit_by_name (pen_view_chooser_row (chooser, PEN_VIEW_STEM), "clicked");
  EXPECT_EQ (pen_plot_card_kind (PEN_PLOT_CARD (card)), PEN_VIEW_STEM);
  bench.settle ();
}

TEST (ViewsArea, APlotWithNothingToShowShowsAnotherView)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  GtkWidget *area = pen_views_area_new ();
  PenViewsArea *views = PEN_VIEWS_AREA (area);
  PenExperiment *experiment = pen_document_experiment (bench.document);
  g_autoptr (PenExperiment) network = pen_experiment_copy (experiment);

  bench.show (area);
  g_object_set (pen_views_area_card (views, 0), "kind", guint (PEN_VIEW_NEURONS), nullptr);
  g_object_set (pen_views_area_card (views, 1), "kind", guint (PEN_VIEW_MARGINS), nullptr);
  pen_views_area_suit (views, experiment);
  EXPECT_EQ (pen_plot_card_kind (pen_views_area_card (views, 0)), PEN_VIEW_PATH) << "no neurons here";
  EXPECT_EQ (pen_plot_card_kind (pen_views_area_card (views, 1)), PEN_VIEW_MARGINS) << "stays";
  network->model = PEN_MODEL_RELU_NETWORK;
  pen_views_area_suit (views, network);
  EXPECT_EQ (pen_plot_card_kind (pen_views_area_card (views, 0)), PEN_VIEW_NEURONS);
  for (guint i = 0; i < 3; i++)
    EXPECT_TRUE (pen_view_applies (pen_plot_card_kind (pen_views_area_card (views, i)), network, nullptr)) << i;
  bench.settle ();
}

TEST (PlotCard, ItsMenuHasCurvesAxesAndExport)
{
  Bench bench (PEN_TASK_CLASSIFICATION, 2, { 1, 1, -1, -1 }, { 1, -1 });
  GtkWidget *card = pen_plot_card_new ();

  g_object_set (card, "kind", guint (PEN_VIEW_CONVERGENCE), nullptr);
  bench.show (card);
  ASSERT_TRUE (bench.wait ([&] { return pen_laboratory_outcome (bench.laboratory) != nullptr; }, 60));
  GtkMenuButton *button = GTK_MENU_BUTTON (find (card, GTK_TYPE_MENU_BUTTON, "view-more-symbolic"));
  gtk_menu_button_popup (button);
  GMenuModel *menu = gtk_menu_button_get_menu_model (button);
  ASSERT_NE (menu, nullptr);
  EXPECT_EQ (g_menu_model_get_n_items (menu), 3);
  g_autoptr (GMenuModel) curves = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  g_autoptr (GMenuModel) axes = g_menu_model_get_item_link (menu, 1, G_MENU_LINK_SECTION);
  EXPECT_GE (g_menu_model_get_n_items (curves), 1);
  EXPECT_EQ (g_menu_model_get_n_items (axes), 2);
  EXPECT_TRUE (gtk_widget_activate_action (card, "view.curve-0", nullptr)) << "the card knows the plot's actions";
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (pen_plot_view_options (pen_plot_card_plot (PEN_PLOT_CARD (card))), "curve-0");
  EXPECT_FALSE (g_variant_get_boolean (state));
  gtk_menu_button_popdown (button);
  bench.settle ();
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
