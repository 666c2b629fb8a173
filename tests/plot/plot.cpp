/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtest/gtest.h>
#include <penchant/error.h>
#include <penchant/plot.h>

#include <cmath>
#include <cstring>
#include <random>
#include <set>
#include <string>
#include <vector>

/* Over random ranges of every size and place: inside, rising, no more than asked, no label twice. */
static void
check_ticks (const PenScale &scale, guint at_most)
{
  g_autoptr (GArray) ticks = pen_scale_ticks (&scale, at_most);
  std::set<std::string> labels;
  guint labelled = 0;

  for (guint i = 0; i < ticks->len; i++)
    {
      const PenTick &tick = g_array_index (ticks, PenTick, i);

      EXPECT_GE (tick.value, scale.low);
      EXPECT_LE (tick.value, scale.high);
      if (i > 0)
        {
          EXPECT_GT (tick.value, g_array_index (ticks, PenTick, i - 1).value) << scale.low << " " << scale.high;
        }
      if (tick.label != NULL)
        {
          labelled++;
          EXPECT_TRUE (labels.insert (tick.label).second) << tick.label << " " << scale.low << " " << scale.high;
        }
    }
  EXPECT_LE (labelled, at_most);
}

TEST (Ticks, HoldForRandomRanges)
{
  std::mt19937_64 random (7);
  std::uniform_real_distribution<double> exponent (-280, 280), sign (-1, 1), offset (0, 12);

  for (int i = 0; i < 3000; i++)
    {
      double width = std::pow (10, exponent (random));
      double low = sign (random) * width * std::pow (10, offset (random));
      double a = exponent (random), b = exponent (random);

      check_ticks ({ low, low + width, FALSE }, 2 + i % 9);
      check_ticks ({ std::pow (10, std::fmin (a, b)), std::pow (10, std::fmax (a, b)), TRUE }, 2 + i % 9);
    }
  check_ticks ({ 1e-300, 1e300, TRUE }, 6);
  check_ticks ({ -1e308, 1e308, FALSE }, 6);
}

TEST (Ticks, PowersAreSuperscripts)
{
  PenScale scale = { 1e-6, 1, TRUE };
  g_autoptr (GArray) ticks = pen_scale_ticks (&scale, 8);

  EXPECT_STREQ (g_array_index (ticks, PenTick, 0).label, "10⁻⁶");
}

TEST (Scale, GoesThereAndBack)
{
  PenScale linear = { -2, 6, FALSE }, powers = { 1e-300, 1e300, TRUE };

  EXPECT_EQ (pen_scale_to_unit (&linear, 0), 0.25);
  EXPECT_EQ (pen_scale_from_unit (&linear, 0.25), 0);
  EXPECT_NEAR (pen_scale_to_unit (&powers, 1), 0.5, 1e-15);
  EXPECT_TRUE (std::isnan (pen_scale_to_unit (&powers, 0)));
}

static PenScene *
sample ()
{
  PenScene *scene = pen_scene_new ();
  double x[] = { 0, 1, 2 }, y[] = { 0, 1, NAN }, far[] = { -1e12, 1e12 };

  pen_scene_set_title (scene, "a < b & c");
  pen_scene_set_axes (scene, "x₁", FALSE, "x₂", FALSE);
  PenViewport viewport = { -3, 3, -3, 3 };
  pen_scene_set_viewport (scene, &viewport);
  pen_scene_set_equal_aspect (scene, TRUE);
  pen_scene_add_points (scene, "points", 3, x, y, PEN_MARKER_DISC, PEN_INK_POSITIVE, 6);
  pen_scene_add_line (scene, "far", 2, far, far, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  return scene;
}

TEST (Layout, PointerAndDataAgree)
{
  g_autoptr (PenScene) scene = sample ();
  double px, py, x, y;

  pen_scene_to_pixel (scene, 800, 600, 1.25, -0.5, &px, &py);
  pen_scene_to_data (scene, 800, 600, px, py, &x, &y);
  EXPECT_NEAR (x, 1.25, 1e-12);
  EXPECT_NEAR (y, -0.5, 1e-12);
}

TEST (Draw, PutsTheInkAtThePoint)
{
  g_autoptr (PenScene) scene = sample ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 800, 600);
  cairo_t *cr = cairo_create (surface);
  double px, py;
  std::vector<double> x (10000), y (10000);
  PenColor ink = pen_ink_color (PEN_INK_ACCENT, PEN_THEME_LIGHT);
  guint32 pixel;

  for (size_t i = 0; i < x.size (); i++)
    x[i] = y[i] = 6.0 * (double)i / 9999 - 3;
  pen_scene_add_points (scene, "many", x.size (), x.data (), y.data (), PEN_MARKER_DISC, PEN_INK_ACCENT, 5);
  pen_scene_draw (scene, cr, 800, 600, PEN_THEME_LIGHT, TRUE);
  gint64 start = g_get_monotonic_time ();
  pen_scene_draw (scene, cr, 800, 600, PEN_THEME_LIGHT, TRUE);
  RecordProperty ("microseconds", (int)(g_get_monotonic_time () - start));
  printf ("10000 points: %d us\n", (int)(g_get_monotonic_time () - start));
  pen_scene_to_pixel (scene, 800, 600, 1, 1, &px, &py);
  cairo_surface_flush (surface);
  pixel = *(guint32 *)(gpointer)(cairo_image_surface_get_data (surface)
                                 + (int)py * cairo_image_surface_get_stride (surface) + 4 * (int)px);
  EXPECT_EQ (pixel >> 16 & 255, (guint32)std::lround (ink.red * 255));
  EXPECT_EQ (pixel & 255, (guint32)std::lround (ink.blue * 255));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

TEST (Export, WritesEachFormatTheSameTwice)
{
  g_autoptr (PenScene) scene = sample ();
  g_autofree char *folder = g_dir_make_tmp ("penchant-XXXXXX", NULL);
  const char *starts[] = { "\x89PNG", "<?xml", "%PDF" };
  const char *names[] = { "a.png", "a.svg", "a.pdf" };

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;
      PenExport options = PEN_EXPORT_INIT;
      gsize n = 0, m = 0;

      ASSERT_TRUE (pen_export_format_of (path, &options.format, NULL));
      ASSERT_TRUE (pen_scene_export (scene, &options, path, NULL));
      ASSERT_TRUE (g_file_get_contents (path, &first, &n, NULL));
      ASSERT_TRUE (pen_scene_export (scene, &options, path, NULL));
      ASSERT_TRUE (g_file_get_contents (path, &second, &m, NULL));
      EXPECT_TRUE (g_str_has_prefix (first, starts[i]));
      EXPECT_TRUE (std::string (first, n) == std::string (second, m)) << names[i];
      if (i == 1)
        {
          GMarkupParser parser = {};
          GMarkupParseContext *context = g_markup_parse_context_new (&parser, (GMarkupParseFlags)0, NULL, NULL);

          EXPECT_TRUE (g_markup_parse_context_parse (context, first, (gssize)n, NULL));
          EXPECT_TRUE (g_markup_parse_context_end_parse (context, NULL));
          g_markup_parse_context_free (context);
          EXPECT_NE (strstr (first, ">a &lt; b &amp; c</text>"), nullptr);
          EXPECT_NE (strstr (first, "<g id=\"points\">"), nullptr);
        }
      remove (path);
    }
  remove (folder);
}

TEST (Scene, StrippedHasNumbersAndNoWords)
{
  g_autoptr (PenScene) scene = pen_scene_new ();
  const double x[] = { 1, 2 };
  const PenExport options = { PEN_IMAGE_SVG, 300, 200, 1, PEN_THEME_LIGHT, FALSE };
  g_autofree char *folder = g_dir_make_tmp ("penchant-plot-XXXXXX", NULL);
  const std::string path = std::string (folder) + "/stripped.svg";
  g_autofree char *svg = NULL;

  pen_scene_set_title (scene, "Title");
  pen_scene_set_axes (scene, "abscissa", FALSE, "ordinate", FALSE);
  pen_scene_set_note (scene, "remark");
  pen_scene_add_line (scene, "curve", 2, x, x, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  pen_scene_add_label (scene, "label", 1.5, 1.5, PEN_INK_TEXT);
  pen_scene_add_legend (scene, "legend", PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_strip (scene);
  ASSERT_TRUE (pen_scene_export (scene, &options, path.c_str (), NULL));
  ASSERT_TRUE (g_file_get_contents (path.c_str (), &svg, NULL, NULL));
  for (const char *word : { "Title", "abscissa", "ordinate", "remark", "label", "legend" })
    EXPECT_EQ (strstr (svg, word), nullptr) << word;
  EXPECT_NE (strstr (svg, "id=\"curve\""), nullptr);
  EXPECT_NE (strstr (svg, ">1.5</text>"), nullptr) << "a number on an axis";
  remove (path.c_str ());
  remove (folder);
}

/* Words take at most 0.55 of the height: first the note goes, then the name of the x axis; the legend stays. */
TEST (Layout, InASmallPlotTheDataComeFirst)
{
  g_autoptr (PenScene) scene = pen_scene_new ();
  const double x[] = { 1, 2 };
  const char *note = "a remark of about half the width of this plot";
  const char *notes[] = { NULL, NULL, note,
                          "a remark that is too long for a plot of this width, so that it goes on in a second row" };
  cairo_rectangle_t area;
  double room[4];

  pen_scene_add_line (scene, "curve", 2, x, x, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  pen_scene_add_legend (scene, "legend", PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  for (int words = 0; words < 4; words++)
    {
      pen_scene_set_axes (scene, words > 0 ? "abscissa" : NULL, FALSE, "ordinate", FALSE);
      pen_scene_set_note (scene, notes[words]);
      pen_scene_plot_area (scene, 500, 400, &area, NULL);
      room[words] = 400 - area.height;
    }
  ASSERT_LT (room[0], room[1]);
  ASSERT_LT (room[1], room[2]) << "the note has a row of its own";
  ASSERT_LT (room[2], room[3]) << "two rows of it";
  pen_scene_set_note (scene, note);
  for (int words = 2; words >= 0; words--)
    {
      double height = room[words] / 0.55;

      pen_scene_plot_area (scene, 500, height + 1, &area, NULL);
      EXPECT_NEAR (area.height, height + 1 - room[words], 1e-9);
      pen_scene_plot_area (scene, 500, height - 1, &area, NULL);
      EXPECT_NEAR (area.height, height - 1 - room[MAX (words, 1) - 1], 1e-9);
    }
}

/* Where the words of a label are in a picture of 400 × 300: the left end of their baseline. */
static void
find_words (PenScene *scene, const char *words, double *x, double *y)
{
  const PenExport options = { PEN_IMAGE_SVG, 400, 300, 1, PEN_THEME_LIGHT, FALSE };
  g_autofree char *folder = g_dir_make_tmp ("penchant-plot-XXXXXX", NULL);
  const std::string path = std::string (folder) + "/label.svg";
  g_autofree char *svg = NULL;

  ASSERT_TRUE (pen_scene_export (scene, &options, path.c_str (), NULL));
  ASSERT_TRUE (g_file_get_contents (path.c_str (), &svg, NULL, NULL));
  std::string text = svg;
  size_t at = text.rfind ("<text", text.find (std::string (">") + words + "<"));
  ASSERT_NE (at, std::string::npos);
  *x = g_ascii_strtod (strstr (svg + at, "x=\"") + 3, NULL);
  *y = g_ascii_strtod (strstr (svg + at, "y=\"") + 3, NULL);
  remove (path.c_str ());
  remove (folder);
}

/* Beside its place; off the lines and points that are there, and off another label; not off what is hidden. */
TEST (Label, StandsWhereItCoversNothing)
{
  g_autoptr (PenScene) scene = pen_scene_new ();
  const PenViewport box = { 0, 4, 0, 4 };
  const double x[] = { 0, 4 }, y[] = { 0.5, 3.5 };
  double px, py, free_x, free_y, off_x, off_y, other_x, other_y;

  pen_scene_set_viewport (scene, &box);
  pen_scene_add_legend (scene, "rising", PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "line", NULL);
  pen_scene_add_label (scene, "word", 2, 2, PEN_INK_TEXT);
  pen_scene_to_pixel (scene, 400, 300, 2, 2, &px, &py);
  find_words (scene, "word", &free_x, &free_y);
  EXPECT_GT (free_x, px);
  EXPECT_LT (free_x, px + 12);
  EXPECT_LT (free_y, py);
  EXPECT_GT (free_y, py - 16);
  pen_scene_add_line (scene, "line", 2, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  find_words (scene, "word", &off_x, &off_y);
  EXPECT_GT (off_x, px);
  EXPECT_GT (off_y - 10, py) << "below a line that rises";
  pen_scene_add_label (scene, "again", 2, 2, PEN_INK_TEXT);
  find_words (scene, "again", &other_x, &other_y);
  EXPECT_GT (std::fabs (other_x - off_x) + std::fabs (other_y - off_y), 14);
  pen_scene_set_hidden (scene, "line", TRUE);
  find_words (scene, "word", &off_x, &off_y);
  EXPECT_EQ (off_x, free_x);
  EXPECT_EQ (off_y, free_y) << "what is hidden is not in the way";
}

TEST (Export, SaysWhatIsWrong)
{
  g_autoptr (PenScene) scene = sample ();
  g_autoptr (GError) ending = NULL;
  g_autoptr (GError) folder = NULL;
  PenExport options = PEN_EXPORT_INIT;

  EXPECT_FALSE (pen_export_format_of ("a.gif", &options.format, &ending));
  EXPECT_TRUE (g_error_matches (ending, PEN_ERROR, PEN_ERROR_VALUE));
  EXPECT_FALSE (pen_scene_export (scene, &options, "/nowhere/at/all.png", &folder));
  EXPECT_TRUE (g_error_matches (folder, PEN_ERROR, PEN_ERROR_IO));
}
