/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtest/gtest.h>

#include "canvas.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <vector>

static constexpr double width = 600, height = 400;

/* Two curves with their entries, the second in two marks, and a remark that belongs to neither. */
static PenScene *
sample ()
{
  PenScene *scene = pen_scene_new ();
  const double x[] = { 0, 1, 2, 3 }, rising[] = { 0, 1, 2, 3 }, falling[] = { 3, 2, 1, 0 };

  pen_scene_set_axes (scene, "x", FALSE, "y", FALSE);
  pen_scene_add_line (scene, "rising", 4, x, rising, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  pen_scene_add_legend (scene, "up", PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "rising", "height of up");
  pen_scene_add_line (scene, "falling", 4, x, falling, PEN_INK_MIN_L2, PEN_DASH_LONG, 2);
  pen_scene_add_label (scene, "words", 1, 2, PEN_INK_MIN_L2);
  pen_scene_name_mark (scene, "falling-label");
  pen_scene_add_legend (scene, "down", PEN_INK_MIN_L2, PEN_DASH_LONG, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "falling*", nullptr);
  pen_scene_add_vertical (scene, "now", 1.5, PEN_INK_ACCENT, PEN_DASH_SOLID, 1);
  pen_scene_add_legend (scene, "free", PEN_INK_ACCENT, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  return scene;
}

static std::string
svg_of (PenScene *scene, double wide = width, double tall = height)
{
  g_autofree char *folder = g_dir_make_tmp ("penchant-XXXXXX", nullptr);
  g_autofree char *path = g_build_filename (folder, "scene.svg", nullptr);
  g_autofree char *bytes = nullptr;
  PenExport options = PEN_EXPORT_INIT;

  options.format = PEN_IMAGE_SVG;
  options.width = wide;
  options.height = tall;
  EXPECT_TRUE (pen_scene_export (scene, &options, path, nullptr));
  EXPECT_TRUE (g_file_get_contents (path, &bytes, nullptr, nullptr));
  remove (path);
  remove (folder);
  return bytes;
}

static bool
says (const std::string &text, const char *what)
{
  return text.find (what) != std::string::npos;
}

static bool
same_box (const cairo_rectangle_t &a, const cairo_rectangle_t &b)
{
  return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height;
}

TEST (Entries, HideWhatTheyAreAbout)
{
  g_autoptr (PenScene) scene = sample ();
  cairo_rectangle_t before, after;
  PenViewport shown, still;
  PenSceneEntry entry;
  std::string svg;

  ASSERT_EQ (pen_scene_n_entries (scene), 3u);
  pen_scene_get_entry (scene, 2, &entry);
  EXPECT_EQ (entry.key, nullptr);
  pen_scene_plot_area (scene, width, height, &before, &shown);
  pen_scene_set_hidden (scene, "falling*", TRUE);
  pen_scene_plot_area (scene, width, height, &after, &still);
  EXPECT_TRUE (same_box (before, after));
  EXPECT_EQ (still.y_high, shown.y_high);
  svg = svg_of (scene);
  EXPECT_TRUE (says (svg, "id=\"rising\""));
  EXPECT_FALSE (says (svg, "id=\"falling\""));
  EXPECT_FALSE (says (svg, ">words<"));
  EXPECT_TRUE (says (svg, ">down<")) << "struck out, not gone";
  pen_scene_get_entry (scene, 1, &entry);
  EXPECT_TRUE (entry.hidden);
  EXPECT_STREQ (entry.key, "falling*");
  pen_scene_set_hidden (scene, "falling*", FALSE);
  EXPECT_TRUE (says (svg_of (scene), "id=\"falling\""));
  pen_scene_set_hidden (scene, "rising", TRUE);
  pen_scene_drop_hidden (scene);
  svg = svg_of (scene);
  EXPECT_FALSE (says (svg, ">up<"));
  EXPECT_FALSE (says (svg, "id=\"rising\""));
  EXPECT_TRUE (says (svg, ">down<"));
}

TEST (Entries, AreFoundWhereTheyAreDrawn)
{
  g_autoptr (PenScene) scene = sample ();
  cairo_rectangle_t area;
  std::vector<guint> met;
  guint index = 99;

  pen_scene_plot_area (scene, width, height, &area, nullptr);
  for (double x = 0; x < width; x++)
    if (pen_scene_entry_at (scene, width, height, x, area.y - 12, &index) && (met.empty () || met.back () != index))
      met.push_back (index);
  EXPECT_EQ (met, (std::vector<guint>{ 0, 1, 2 }));
  EXPECT_FALSE (pen_scene_entry_at (scene, width, height, area.x + 50, area.y + 50, &index));
  EXPECT_FALSE (pen_scene_entry_at (scene, 40, 30, 20, 8, &index)) << "no legend in so small a picture";
}

TEST (Nearest, NamesTheCurveAndItsVertex)
{
  g_autoptr (PenScene) scene = sample ();
  PenNearest found;
  double px, py;

  pen_scene_to_pixel (scene, width, height, 1, 1, &px, &py);
  ASSERT_TRUE (pen_scene_nearest (scene, width, height, px + 1, py, 12, &found));
  EXPECT_STREQ (found.reading, "height of up");
  EXPECT_EQ (found.ink, PEN_INK_FLOW);
  EXPECT_EQ (found.x, 1);
  EXPECT_EQ (found.y, 1);
  EXPECT_FALSE (found.plane);
  /* Far from any vertex the place on the line itself: (0.3, 0.3) to a pixel's rounding. */
  pen_scene_to_pixel (scene, width, height, 0.3, 0.3, &px, &py);
  ASSERT_TRUE (pen_scene_nearest (scene, width, height, px, py, 12, &found));
  EXPECT_NEAR (found.x, 0.3, 1e-9);
  EXPECT_NEAR (found.y, 0.3, 1e-9);
  pen_scene_to_pixel (scene, width, height, 1, 2, &px, &py);
  ASSERT_TRUE (pen_scene_nearest (scene, width, height, px, py, 12, &found));
  EXPECT_STREQ (found.reading, "down");
  pen_scene_set_hidden (scene, "falling*", TRUE);
  EXPECT_FALSE (pen_scene_nearest (scene, width, height, px, py, 12, &found));
  pen_scene_to_pixel (scene, width, height, 1.5, 0.1, &px, &py);
  EXPECT_FALSE (pen_scene_nearest (scene, width, height, px, py, 12, &found));
}

TEST (Nearest, ReadsACurveAtThePointersOwnX)
{
  g_autoptr (PenScene) scene = pen_scene_new ();
  const double x[] = { 0, 1, 1.1, 2 }, y[] = { 10, 10, 0, 0 };
  PenNearest found;
  double px, py, far_x, far_y;

  pen_scene_set_axes (scene, "x", FALSE, "y", FALSE);
  pen_scene_add_line (scene, "step", 4, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  pen_scene_add_legend (scene, "step", PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "step", nullptr);
  pen_scene_to_pixel (scene, width, height, 0.98, 5, &px, &py);
  pen_scene_to_pixel (scene, width, height, 1.05, 5, &far_x, &far_y);
  ASSERT_GT (far_x - px, 5); /* beside the step, and nearer to it than to the level above */
  ASSERT_TRUE (pen_scene_nearest (scene, width, height, px, py, 2 * (far_x - px), &found));
  EXPECT_NEAR (found.x, 0.98, 1e-9);
  EXPECT_NEAR (found.y, 10, 1e-9);
  /* In a plane the nearest place counts. */
  pen_scene_set_equal_aspect (scene, TRUE);
  pen_scene_to_pixel (scene, width, height, 0.5, 9.8, &px, &py);
  ASSERT_TRUE (pen_scene_nearest (scene, width, height, px, py, 30, &found));
  EXPECT_NEAR (found.y, 10, 1e-9);
  EXPECT_TRUE (found.plane);
}

TEST (Nearest, GoesByPixelsOnLogarithmicAxes)
{
  g_autoptr (PenScene) scene = pen_scene_new ();
  const double x[] = { 1, 10, 100, 1000 }, y[] = { 1, 1e-3, NAN, 1e-9 };
  PenNearest found;
  double px, py;

  pen_scene_set_axes (scene, "t", TRUE, "error", TRUE);
  pen_scene_add_line (scene, "error", 4, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  pen_scene_add_legend (scene, "error", PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "error", nullptr);
  pen_scene_to_pixel (scene, width, height, 10, 1e-3, &px, &py);
  ASSERT_TRUE (pen_scene_nearest (scene, width, height, px, py + 2, 12, &found));
  EXPECT_EQ (found.y, 1e-3);
  pen_scene_to_pixel (scene, width, height, std::sqrt (10), std::pow (10, -1.5), &px, &py);
  ASSERT_TRUE (pen_scene_nearest (scene, width, height, px, py, 12, &found));
  EXPECT_NEAR (found.x, std::sqrt (10), 1e-9);
}

TEST (Over, DrawsInsideTheOtherScenesAxes)
{
  g_autoptr (PenScene) scene = sample (), over = pen_scene_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)width, (int)height);
  cairo_t *cr = cairo_create (surface);
  std::vector<int> columns;
  double px, py;

  pen_scene_add_vertical (over, "hover", 2, PEN_INK_ACCENT, PEN_DASH_SOLID, 1);
  pen_scene_draw_over (scene, over, cr, width, height, PEN_THEME_LIGHT);
  cairo_surface_flush (surface);
  for (int x = 0; x < (int)width; x++)
    if (*(guint32 *)(gpointer)(cairo_image_surface_get_data (surface) + 200 * cairo_image_surface_get_stride (surface)
                               + 4 * x)
        != 0)
      columns.push_back (x);
  pen_scene_to_pixel (scene, width, height, 2, 0, &px, &py);
  /* A line of one pixel covers the two it lies on, and nothing else is drawn. */
  ASSERT_GE (columns.size (), 1u);
  EXPECT_LE (columns.size (), 2u);
  EXPECT_LE (std::fabs (columns[0] + 0.5 - px), 1.0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

struct Word
{
  double x, y;
  std::string text;
};

/* The texts of one group of an SVG. */
static std::vector<Word>
words_of (const std::string &svg, const std::string &group)
{
  std::vector<Word> words;
  size_t at = svg.find ("<g id=\"" + group + "\">"), end = svg.find ("</g>", at);

  while (at != std::string::npos && (at = svg.find ("<text x=\"", at)) < end)
    {
      size_t open = svg.find ('>', at);
      char *rest;
      double x = g_ascii_strtod (svg.c_str () + at + 9, &rest);
      double y = g_ascii_strtod (strstr (rest, "y=\"") + 3, nullptr);

      words.push_back ({ x, y, svg.substr (open + 1, svg.find ('<', open) - open - 1) });
      at = open;
    }
  return words;
}

static void
check_labels (PenScene *scene, double wide, double tall, const std::string &what)
{
  std::string svg = svg_of (scene, wide, tall);
  g_autoptr (PangoLayout) text = pen_text_layout_new ();
  auto across = words_of (svg, "x-axis"), up = words_of (svg, "y-axis");

  for (size_t i = 1; i < across.size (); i++)
    {
      double halves = pen_text_width (text, across[i].text.c_str (), 12, FALSE) / 2
                      + pen_text_width (text, across[i - 1].text.c_str (), 12, FALSE) / 2;

      EXPECT_NE (across[i].text, across[i - 1].text) << what;
      EXPECT_GT (across[i].x - across[i - 1].x, halves + 5) /* 6 pixels apart, written in hundredths */
          << across[i - 1].text << " " << across[i].text << what;
    }
  for (size_t i = 1; i < up.size (); i++)
    {
      EXPECT_NE (up[i].text, up[i - 1].text) << what;
      EXPECT_GE (std::fabs (up[i].y - up[i - 1].y), 12) << what;
    }
}

TEST (Labels, AreApartAtEveryZoom)
{
  std::mt19937_64 random (11);
  std::uniform_real_distribution<double> unit (0, 1);

  for (int i = 0; i < 300; i++)
    {
      g_autoptr (PenScene) scene = pen_scene_new ();
      gboolean x_log = i % 2, y_log = i / 2 % 2;
      double middle = std::pow (10, 12 * unit (random) - 6), narrow = std::pow (10, -11.5 * unit (random));
      double wide = 180 + 700 * unit (random), tall = 140 + 500 * unit (random);
      PenViewport box = { middle * (1 - narrow / 2), middle * (1 + narrow / 2), middle * (1 - narrow / 2),
                          middle * (1 + narrow / 2) };

      if (i % 3 == 0)
        box.x_high = box.y_high = box.x_low * std::pow (10, 0.05 + 30 * narrow); /* from part of a decade to thirty */
      pen_scene_set_axes (scene, nullptr, x_log, nullptr, y_log);
      pen_scene_set_viewport (scene, &box);
      check_labels (scene, wide, tall,
                    " in " + std::to_string (i) + ": " + std::to_string (box.x_low) + " + "
                        + std::to_string (box.x_high - box.x_low));
    }
}

TEST (Labels, OfDecadesArePowersHoweverFew)
{
  for (int first = -40; first < 3; first++)
    for (int last = first + 1; last < 9; last++)
      for (guint at_most = 2; at_most < 6; at_most++)
        {
          const PenScale scale = { 0.7 * std::pow (10, first), 1.3 * std::pow (10, last), TRUE };
          g_autoptr (GArray) ticks = pen_scale_ticks (&scale, at_most);
          guint labelled = 0;

          for (guint k = 0; k < ticks->len; k++)
            if (const char *label = g_array_index (ticks, PenTick, k).label)
              {
                labelled++;
                EXPECT_TRUE (g_str_has_prefix (label, "10")) << label << " from " << first << " to " << last;
              }
          EXPECT_GE (labelled, 2u) << first << " to " << last;
          EXPECT_LE (labelled, at_most) << first << " to " << last;
        }
}

TEST (Labels, OfPartsOfDecadesAreRound)
{
  const PenScale scales[] = { { 1.1, 95, TRUE }, { 2e-9, 3e-8, TRUE }, { 1.8e-3, 1.1e-2, TRUE }, { 1.1, 95, TRUE } };
  const guint at_most[] = { 9, 9, 2, 4 };
  /* Where not all have room, every second one: a logarithmic axis with one number has no scale. */
  const std::vector<std::string> expected[] = { { "2", "5", "10", "20", "50" },
                                                { "2·10⁻⁹", "5·10⁻⁹", "10⁻⁸", "2·10⁻⁸" },
                                                { "0.002", "0.01" },
                                                { "2", "10", "50" } };

  for (int i = 0; i < 4; i++)
    {
      g_autoptr (GArray) ticks = pen_scale_ticks (&scales[i], at_most[i]);
      std::vector<std::string> labels;

      for (guint k = 0; k < ticks->len; k++)
        if (g_array_index (ticks, PenTick, k).label != nullptr)
          labels.push_back (g_array_index (ticks, PenTick, k).label);
      EXPECT_EQ (labels, expected[i]);
    }
}
