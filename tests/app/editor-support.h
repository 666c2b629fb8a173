/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/data-editor.h"

#include <adwaita.h>
#include <gtest/gtest.h>

#include <functional>
#include <vector>

/* A document of @n points, its laboratory, and a window with the widget under test. */
struct Bench
{
  PenDocument *document = nullptr;
  PenLaboratory *laboratory = nullptr;
  GtkWidget *window = nullptr;

  Bench (PenTask task, gsize d, const std::vector<double> &X, const std::vector<double> &y)
  {
    g_autoptr (PenDataset) data =
        pen_dataset_new (task, y.size (), d, X.data (), y.data (), nullptr, nullptr, nullptr, nullptr);
    g_autoptr (PenExperiment) experiment = pen_experiment_new (data);

    document = pen_document_new (experiment);
    laboratory = pen_laboratory_new (document);
  }

  ~Bench ()
  {
    if (window != nullptr)
      gtk_window_destroy (GTK_WINDOW (window));
    g_object_unref (laboratory);
    g_object_unref (document);
    settle ();
  }

  static void
  settle ()
  {
    while (g_main_context_iteration (nullptr, FALSE))
      ;
  }

  static bool
  wait (const std::function<bool ()> &done, double seconds = 10)
  {
    gint64 end = g_get_monotonic_time () + gint64 (seconds * 1e6);

    while (!done () && g_get_monotonic_time () < end)
      if (!g_main_context_iteration (nullptr, FALSE))
        g_usleep (1000);
    return done ();
  }

  void
  show (GtkWidget *widget)
  {
    g_object_set (widget, "laboratory", laboratory, nullptr);
    window = gtk_window_new ();
    gtk_window_set_default_size (GTK_WINDOW (window), 640, 520);
    gtk_window_set_child (GTK_WINDOW (window), widget);
    gtk_window_present (GTK_WINDOW (window));
    ASSERT_TRUE (wait ([widget] { return gtk_widget_get_width (widget) > 0; }));
  }

  const PenDataset *
  data () const
  {
    return pen_document_experiment (document)->data;
  }
};

/* Without a display there is nothing to test: 77 is meson's word for skipped. */
static inline int
run_with_display (int argc, char **argv)
{
  testing::InitGoogleTest (&argc, argv);
  if (!gtk_init_check ())
    return 77;
  adw_init ();
  return RUN_ALL_TESTS ();
}
