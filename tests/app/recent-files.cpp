/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-support.h"

#include "app/csv-dialog.h"
#include "app/recent-files.h"

#include <vector>

using Strings = std::vector<std::string>;

static Strings
strings (GStrv taken)
{
  Strings all;

  for (char **one = taken; *one != nullptr; one++)
    all.push_back (*one);
  g_strfreev (taken);
  return all;
}

TEST (RecentFiles, TheNewestIsFirstAndNoneIsTwice)
{
  const char *list[] = { "file:///a.csv", "file:///b%20c.penchant", nullptr };

  EXPECT_EQ (strings (pen_recent_files_with (list, "/new.csv")),
             (Strings{ "file:///new.csv", "file:///a.csv", "file:///b%20c.penchant" }));
  EXPECT_EQ (strings (pen_recent_files_with (list, "/b c.penchant")),
             (Strings{ "file:///b%20c.penchant", "file:///a.csv" }));
  EXPECT_EQ (strings (pen_recent_files_without (list, "file:///a.csv")), (Strings{ "file:///b%20c.penchant" }));
  EXPECT_EQ (strings (pen_recent_files_without (list, "file:///x")).size (), 2u);
}

TEST (RecentFiles, TheOldestGoWhenThereAreTooMany)
{
  g_auto (GStrv) list = g_new0 (char *, 1);

  for (int i = 0; i < PEN_RECENT_FILES_KEPT + 5; i++)
    {
      std::string path = "/" + std::to_string (i) + ".csv";
      GStrv next = pen_recent_files_with (const_cast<const char *const *> (list), path.c_str ());

      g_strfreev (list);
      list = next;
    }
  EXPECT_EQ (g_strv_length (list), guint (PEN_RECENT_FILES_KEPT));
  EXPECT_STREQ (list[0], "file:///24.csv");
  EXPECT_STREQ (list[PEN_RECENT_FILES_KEPT - 1], "file:///5.csv");
}

/* A name in Latin-1, as old disks have them. */
TEST (RecentFiles, ANameThatIsNotUnicodeComesBack)
{
  const char *none[] = { nullptr };
  Strings list = strings (pen_recent_files_with (none, "/l\xe4nge.csv"));
  g_autofree char *back = g_filename_from_uri (list[0].c_str (), nullptr, nullptr);

  EXPECT_TRUE (g_utf8_validate (list[0].c_str (), -1, nullptr));
  EXPECT_STREQ (back, "/l\xe4nge.csv");
}

static std::string
label (const char *const *shown, gsize index)
{
  g_autofree char *text = pen_recent_files_label (shown, index);

  return text;
}

TEST (RecentFiles, LabelsTellFilesApart)
{
  std::string longer = "file:///my%20" + std::string (90, 'x') + ".csv";
  const char *shown[] = { "file:///one/a.csv", "file:///my_table.csv", "file:///two/a.csv", longer.c_str (), nullptr };

  EXPECT_EQ (label (shown, 0), "a.csv — /one");
  EXPECT_EQ (label (shown, 1), "my__table.csv") << "one underline would become a mnemonic";
  EXPECT_EQ (label (shown, 2), "a.csv — /two");
  EXPECT_EQ (label (shown, 3), "my " + std::string (21, 'x') + "…" + std::string (19, 'x') + ".csv");
}

/* Settings that last as long as the process; before there is a window, which reads them. */
struct Settings
{
  GSettings *settings = g_settings_new (PEN_APPLICATION_ID);

  explicit Settings (bool fresh)
  {
    for (const char *key : { "recent-files", "first-plot", "second-plot", "third-plot", "third-view", "speed", "color-scheme" })
      if (fresh)
        g_settings_reset (settings, key);
  }

  ~Settings ()
  {
    g_object_unref (settings);
  }
};

struct Remembering : Settings, WindowBench
{
  explicit Remembering (bool fresh = true) : Settings (fresh)
  {
  }

  Strings
  kept () const
  {
    return strings (g_settings_get_strv (settings, "recent-files"));
  }

  GMenuModel *
  menu () const
  {
    return gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (find (GTK_WIDGET (window), [] (GtkWidget *widget) {
      return GTK_IS_MENU_BUTTON (widget)
             && g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget)), "pan-down-symbolic") == 0;
    })));
  }

  Strings
  shown () const
  {
    g_autoptr (GMenuModel) files = g_menu_model_get_item_link (menu (), 0, G_MENU_LINK_SECTION);
    Strings all;

    for (int i = 0; i < g_menu_model_get_n_items (files); i++)
      {
        g_autofree char *text = nullptr;

        g_menu_model_get_item_attribute (files, i, G_MENU_ATTRIBUTE_LABEL, "s", &text);
        all.push_back (text);
      }
    return all;
  }

  /* What stands there instead of files. */
  std::string
  heading () const
  {
    g_autofree char *text = nullptr;

    g_menu_model_get_item_attribute (menu (), 1, G_MENU_ATTRIBUTE_LABEL, "s", &text);
    return text != nullptr ? text : "";
  }

  bool
  shows (const Strings &names)
  {
    return wait ([&] { return shown () == names; });
  }

  /* As its item in the menu does. */
  void
  choose (int item)
  {
    g_autoptr (GMenuModel) files = g_menu_model_get_item_link (menu (), 0, G_MENU_LINK_SECTION);
    g_autofree char *action = nullptr, *uri = nullptr;

    g_menu_model_get_item_attribute (files, item, G_MENU_ATTRIBUTE_ACTION, "s", &action);
    g_menu_model_get_item_attribute (files, item, G_MENU_ATTRIBUTE_TARGET, "s", &uri);
    act (action, uri);
  }

  PenViewKind
  kind (guint card) const
  {
    return pen_plot_card_kind (pen_views_area_card (views (), card));
  }

  PenViewsArea *
  views () const
  {
    return PEN_VIEWS_AREA (find (GTK_WIDGET (window), [] (GtkWidget *widget) { return PEN_IS_VIEWS_AREA (widget); }));
  }

  double
  speed () const
  {
    double speed;

    g_object_get (pen_window_laboratory (window), "speed", &speed, nullptr);
    return speed;
  }
};

TEST (RecentFiles, WhatIsSavedOrOpenedIsInTheMenuAndPresetsAreNot)
{
  Remembering bench;

  EXPECT_FALSE (g_action_group_get_action_enabled (G_ACTION_GROUP (bench.window), "clear-recent"));
  EXPECT_EQ (bench.heading (), "No recent files");
  bench.preset ("lemma.penchant");
  EXPECT_EQ (bench.kept (), Strings{});
  bench.act ("win.save-to", bench.path ("one.penchant").c_str ());
  EXPECT_TRUE (bench.shows ({ "one.penchant" }));
  EXPECT_EQ (bench.heading (), "");
  bench.preset ("four-points.penchant");
  bench.act ("win.save-to", bench.path ("two.penchant").c_str ());
  EXPECT_TRUE (bench.shows ({ "two.penchant", "one.penchant" }));
  bench.choose (1);
  EXPECT_TRUE (bench.shows ({ "one.penchant", "two.penchant" }));
  EXPECT_EQ (pen_document_path (bench.document ()), bench.path ("one.penchant"));
  EXPECT_EQ (pen_dataset_n (bench.experiment ()->data), 1u);
  bench.act ("win.clear-recent");
  EXPECT_TRUE (bench.shows ({}));
  EXPECT_FALSE (g_action_group_get_action_enabled (G_ACTION_GROUP (bench.window), "clear-recent"));
}

static PenCsvDialog *
table_dialog ()
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *one = windows; one != nullptr; one = one->next)
    if (PEN_IS_CSV_DIALOG (one->data) && !pen_csv_dialog_busy (PEN_CSV_DIALOG (one->data)))
      return PEN_CSV_DIALOG (one->data);
  return nullptr;
}

TEST (RecentFiles, ATableIsThereOnceItIsImported)
{
  Remembering bench;

  bench.preset ("lemma.penchant");
  bench.write ("table.csv", "a,b,y\n1,2,1\n3,4,-1\n");
  bench.act ("win.open-path", bench.path ("table.csv").c_str ());
  ASSERT_TRUE (bench.wait ([] { return table_dialog () != nullptr; }));
  EXPECT_EQ (bench.kept (), Strings{});
  gtk_widget_activate_default (GTK_WIDGET (table_dialog ()));
  EXPECT_TRUE (bench.shows ({ "table.csv" }));
  bench.wait ([] { return table_dialog () == nullptr; });
  bench.choose (0);
  ASSERT_TRUE (bench.wait ([] { return table_dialog () != nullptr; })) << "and asks again how it is to be read";
  gtk_window_destroy (GTK_WINDOW (table_dialog ()));
}

TEST (RecentFiles, AFileThatIsGoneIsSaidAndForgotten)
{
  Remembering bench;
  g_autoptr (PenExperiment) next = nullptr;

  bench.preset ("lemma.penchant");
  bench.act ("win.save-to", bench.path ("one.penchant").c_str ());
  bench.act ("win.save-to", bench.path ("two.penchant").c_str ());
  ASSERT_TRUE (bench.shows ({ "two.penchant", "one.penchant" }));
  next = pen_experiment_copy (bench.experiment ());
  next->tolerance = 1e-6;
  ASSERT_TRUE (pen_document_apply (bench.document (), next, "edit", nullptr, nullptr));
  g_unlink (bench.path ("one.penchant").c_str ());
  bench.choose (1);
  ASSERT_TRUE (bench.wait ([&bench] { return bench.dialog () != nullptr; }));
  EXPECT_NE (std::string (pen_window_last_message (bench.window)).find (bench.path ("one.penchant")), std::string::npos)
      << "it is named, and nothing is asked about the changes";
  EXPECT_EQ (bench.experiment ()->tolerance, 1e-6);
  EXPECT_EQ (bench.kept ().size (), 1u);
  EXPECT_TRUE (bench.shows ({ "two.penchant" }));
  gtk_window_destroy (bench.dialog ());
}

/* They may be on a disk that comes back. */
TEST (RecentFiles, MissingFilesAreNotShownButKept)
{
  Remembering bench;

  bench.preset ("lemma.penchant");
  bench.act ("win.save-to", bench.path ("one.penchant").c_str ());
  ASSERT_TRUE (bench.shows ({ "one.penchant" }));
  g_unlink (bench.path ("one.penchant").c_str ());
  for (int i = 0; i < PEN_RECENT_FILES_SHOWN + 1; i++)
    bench.act ("win.save-to", bench.path ((std::to_string (i) + ".penchant").c_str ()).c_str ());
  ASSERT_TRUE (bench.wait ([&bench] { return bench.shown ().size () > 0 && bench.shown ().front () == "10.penchant"; }));
  EXPECT_EQ (bench.shown ().size (), gsize (PEN_RECENT_FILES_SHOWN));
  EXPECT_EQ (bench.shown ().back (), "1.penchant");
  EXPECT_EQ (bench.kept ().size (), PEN_RECENT_FILES_SHOWN + 2u);
}

/* The desktop's own switch for it. */
TEST (RecentFiles, NothingIsRememberedWhereAPersonWantsNone)
{
  Remembering bench;
  GtkSettings *desktop = gtk_settings_get_default ();

  g_object_set (desktop, "gtk-recent-files-enabled", FALSE, nullptr);
  bench.preset ("lemma.penchant");
  bench.act ("win.save-to", bench.path ("one.penchant").c_str ());
  EXPECT_EQ (bench.kept (), Strings{});
  gtk_settings_reset_property (desktop, "gtk-recent-files-enabled");
}

TEST (Remembered, TheNextWindowHasTheViewsAndTheSpeedOfTheLast)
{
  {
    Remembering bench;

    bench.preset ("lemma.penchant");
    EXPECT_EQ (bench.kind (0), PEN_VIEW_PATH);
    EXPECT_EQ (bench.kind (1), PEN_VIEW_CONVERGENCE);
    EXPECT_EQ (bench.kind (2), PEN_VIEW_COEFFICIENTS);
    EXPECT_EQ (bench.speed (), 1);
    g_object_set (pen_views_area_card (bench.views (), 0), "kind", guint (PEN_VIEW_LOSS), nullptr);
    g_object_set (pen_views_area_card (bench.views (), 1), "kind", guint (PEN_VIEW_STEM), nullptr);
    bench.act ("win.third-view");
    bench.act ("run.speed", "0.25");
  }
  Remembering next (false);

  next.preset ("four-points.penchant");
  EXPECT_EQ (next.kind (0), PEN_VIEW_LOSS);
  EXPECT_EQ (next.kind (1), PEN_VIEW_STEM);
  EXPECT_EQ (next.kind (2), PEN_VIEW_COEFFICIENTS);
  EXPECT_TRUE (gtk_widget_get_visible (GTK_WIDGET (pen_views_area_card (next.views (), 2))));
  EXPECT_EQ (next.speed (), 0.25);
}

TEST (Remembered, LightOrDarkIsChosenForAllWindows)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  {
    Remembering bench;

    bench.act ("win.color-scheme", "dark");
    EXPECT_TRUE (adw_style_manager_get_dark (manager));
  }
  {
    Remembering next (false);

    EXPECT_TRUE (adw_style_manager_get_dark (manager));
    next.act ("win.color-scheme", "light");
    EXPECT_FALSE (adw_style_manager_get_dark (manager));
    next.act ("win.color-scheme", "system");
    EXPECT_EQ (adw_style_manager_get_color_scheme (manager), ADW_COLOR_SCHEME_DEFAULT);
  }
}

TEST (Remembered, OneWindowDoesNotChangeAnother)
{
  Remembering bench;
  GtkWidget *second = pen_window_new (ADW_APPLICATION (bench.application));

  bench.preset ("lemma.penchant");
  g_settings_set_string (bench.settings, "first-plot", "spectrum");
  g_settings_set_boolean (bench.settings, "third-view", TRUE);
  EXPECT_EQ (bench.kind (0), PEN_VIEW_PATH);
  EXPECT_FALSE (gtk_widget_get_visible (GTK_WIDGET (pen_views_area_card (bench.views (), 2))));
  gtk_window_destroy (GTK_WINDOW (second));
}

TEST (Remembered, AViewThatIsNotKnownIsTheUsualOne)
{
  {
    Remembering bench;

    g_settings_set_string (bench.settings, "first-plot", "crystal-ball");
  }
  Remembering next (false);

  EXPECT_EQ (next.kind (0), PEN_VIEW_PATH);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
