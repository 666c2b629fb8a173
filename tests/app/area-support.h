/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "editor-support.h"

#include "app/views-area.h"

#include <glib/gstdio.h>

#include <cmath>
#include <string>

inline const std::vector<double> X = { 1, 1, 2, 0.5, -1, -1, -0.5, -2 }, y = { 1, 1, -1, -1 };

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

    *px = *py = NAN;
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

inline std::string
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

inline std::string
exported (const Area &area, PenViewKind kind)
{
  g_autoptr (PenScene) scene = pen_views_area_scene (area.area, kind, nullptr);

  return svg_of (scene);
}

inline bool
says (const std::string &text, const char *what)
{
  return text.find (what) != std::string::npos;
}
