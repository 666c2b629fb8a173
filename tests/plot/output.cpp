/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtest/gtest.h>
#include <penchant/plot.h>

#include <cmath>
#include <cstdio>
#include <regex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

static PenScene *
sample ()
{
  PenScene *scene = pen_scene_new ();
  double x[] = { 0, 1, 2 }, y[] = { 0, 1, 2 };

  pen_scene_set_title (scene, "Überschrift: ℓ₁ und 勾配");
  pen_scene_set_axes (scene, "weight number j", FALSE, "‖w‖₂", FALSE);
  pen_scene_set_note (scene, "projection");
  pen_scene_add_line (scene, "line", 3, x, y, PEN_INK_FLOW, PEN_DASH_LONG, 2);
  pen_scene_add_points (scene, "points", 3, x, y, PEN_MARKER_RING, PEN_INK_ACCENT, 5);
  pen_scene_add_legend (scene, "first", PEN_INK_FLOW, PEN_DASH_LONG, TRUE, PEN_MARKER_DISC);
  pen_scene_add_legend (scene, "second", PEN_INK_ACCENT, PEN_DASH_SOLID, FALSE, PEN_MARKER_RING);
  return scene;
}

static guint32
pixel_of (PenScene *scene, int width, int height, double x, double y, gboolean background)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  double px, py;
  guint32 pixel;

  pen_scene_draw (scene, cr, width, height, PEN_THEME_LIGHT, background);
  EXPECT_EQ (cairo_status (cr), CAIRO_STATUS_SUCCESS);
  pen_scene_to_pixel (scene, width, height, x, y, &px, &py);
  cairo_surface_flush (surface);
  pixel = *(guint32 *)(gpointer)(cairo_image_surface_get_data (surface)
                                 + (int)py * cairo_image_surface_get_stride (surface) + 4 * (int)px);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return pixel;
}

/* The file's bytes, as written. */
static std::string
exported (PenScene *scene, const PenExport &options, const char *name)
{
  g_autofree char *folder = g_dir_make_tmp ("penchant-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize n = 0;

  EXPECT_TRUE (pen_scene_export (scene, &options, path, NULL));
  EXPECT_TRUE (g_file_get_contents (path, &bytes, &n, NULL));
  remove (path);
  remove (folder);
  return std::string (bytes, n);
}

TEST (Export, LeavesTheGroundOpen)
{
  g_autoptr (PenScene) scene = sample ();
  PenExport options = PEN_EXPORT_INIT;

  EXPECT_EQ (pixel_of (scene, 400, 300, 0.31, 1.83, FALSE) >> 24, 0u);
  EXPECT_EQ (pixel_of (scene, 400, 300, 0.31, 1.83, TRUE), 0xffffffffu);
  options.format = PEN_IMAGE_SVG;
  EXPECT_NE (exported (scene, options, "a.svg").find ("id=\"background\""), std::string::npos);
  options.transparent = TRUE;
  EXPECT_EQ (exported (scene, options, "a.svg").find ("id=\"background\""), std::string::npos);
}

TEST (Export, KeepsTextInPdf)
{
  g_autoptr (PenScene) scene = sample ();
  g_autofree char *tool = g_find_program_in_path ("pdftotext");
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  PenExport options = PEN_EXPORT_INIT;

  if (tool == NULL)
    GTEST_SKIP () << "pdftotext is not installed";
  folder = g_dir_make_tmp ("penchant-XXXXXX", NULL);
  path = g_build_filename (folder, "a.pdf", NULL);
  options.format = PEN_IMAGE_PDF;
  ASSERT_TRUE (pen_scene_export (scene, &options, path, NULL));
  const char *arguments[] = { tool, path, "-", NULL };
  ASSERT_TRUE (g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, NULL, NULL));
  EXPECT_NE (std::string (text).find ("weight number j"), std::string::npos);
  EXPECT_NE (std::string (text).find ("Überschrift"), std::string::npos);
  EXPECT_NE (std::string (text).find ("second"), std::string::npos);
  remove (path);
  remove (folder);
}

TEST (Export, KeepsLettersOfEveryAlphabet)
{
  g_autoptr (PenScene) scene = sample ();
  PenExport options = PEN_EXPORT_INIT;
  std::string svg;

  options.format = PEN_IMAGE_SVG;
  svg = exported (scene, options, "a.svg");
  EXPECT_NE (svg.find (">Überschrift: ℓ₁ und 勾配</text>"), std::string::npos);
  EXPECT_NE (svg.find (">‖w‖₂</text>"), std::string::npos);
  EXPECT_NE (svg.find (">projection</text>"), std::string::npos);
}

TEST (Export, KeepsTextInSvg)
{
  g_autoptr (PenScene) scene = sample ();
  PenExport options = PEN_EXPORT_INIT;
  std::string svg;

  options.format = PEN_IMAGE_SVG;
  svg = exported (scene, options, "a.svg");
  EXPECT_TRUE (std::regex_search (svg, std::regex ("<text [^>]*>weight number j</text>")));
  EXPECT_EQ (svg.find ("<symbol"), std::string::npos); /* what letters drawn as outlines would be */
}

static void
write_all (PenScene *scene, const char *folder)
{
  PenExport options = PEN_EXPORT_INIT;

  for (const char *ending : { "png", "svg", "pdf" })
    {
      g_autofree char *name = g_strconcat ("a.", ending, NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      ASSERT_TRUE (pen_export_format_of (path, &options.format, NULL));
      ASSERT_TRUE (pen_scene_export (scene, &options, path, NULL));
    }
}

/* The folder's three files behind one another; removes them and it. */
static std::string
take_all (const char *folder)
{
  std::string all;

  for (const char *name : { "a.png", "a.svg", "a.pdf" })
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize n = 0;

      EXPECT_TRUE (g_file_get_contents (path, &bytes, &n, NULL)) << name;
      all.append (bytes, n);
      remove (path);
    }
  remove (folder);
  return all;
}

#define CHILD_FOLDER "PENCHANT_TEST_EXPORT_TO"

/* Runs itself once more: there, hash tables, addresses and the time of day are others. */
TEST (Export, IsTheSameBytesInEveryProcess)
{
  g_autoptr (PenScene) scene = sample ();
  const char *given = g_getenv (CHILD_FOLDER);
  std::string first, again, other;
  char *folder;

  if (given != NULL)
    {
      write_all (scene, given);
      return;
    }
  for (std::string *bytes : { &first, &again, &other })
    {
      folder = g_dir_make_tmp ("penchant-XXXXXX", NULL);
      if (bytes == &other)
        {
          char filter[] = "--gtest_filter=Export.IsTheSameBytesInEveryProcess", self[] = "/proc/self/exe";
          g_autofree char *program = g_file_read_link (self, NULL);
          char *arguments[] = { program, filter, NULL };
          g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), CHILD_FOLDER, folder, TRUE);
          int status = -1;

          /* A test runner's own wishes would have the child write over its parent's report. */
          environment = g_environ_unsetenv (environment, "GTEST_OUTPUT");
          g_usleep (1100000); /* a date in a file is of whole seconds */
          ASSERT_TRUE (g_spawn_sync (NULL, arguments, environment, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                                     &status, NULL));
          ASSERT_EQ (status, 0);
        }
      else
        write_all (scene, folder);
      *bytes = take_all (folder);
      g_free (folder);
    }
  EXPECT_GT (first.size (), 10000u);
  EXPECT_TRUE (first == again);
  EXPECT_TRUE (first == other);
}

TEST (Export, PngCarriesItsResolution)
{
  g_autoptr (PenScene) scene = sample ();
  PenExport options = PEN_EXPORT_INIT;
  std::string png, chunk ("\0\0\0\tpHYs\0\0\x2e\x23\0\0\x2e\x23\1", 17);
  cairo_surface_t *surface;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "penchant-resolution.png", NULL);

  options.scale = 300 / 96.0;
  png = exported (scene, options, "a.png");
  EXPECT_EQ (png.substr (33, 17), chunk); /* 300 / 0.0254 = 11811 = 0x2e23 a metre */
  ASSERT_TRUE (g_file_set_contents (path, png.data (), (gssize)png.size (), NULL));
  surface = cairo_image_surface_create_from_png (path); /* libpng checks every chunk's sum */
  EXPECT_EQ (cairo_surface_status (surface), CAIRO_STATUS_SUCCESS);
  EXPECT_EQ (cairo_image_surface_get_width (surface), 2500); /* 800 · 300 / 96 */
  cairo_surface_destroy (surface);
  remove (path);
}

TEST (Export, RefusesWhatCannotBe)
{
  const struct
  {
    PenImage format;
    double width, height, scale;
    gboolean fits;
  } cases[] = {
    { PEN_IMAGE_PNG, 800, 600, 2, TRUE },       { PEN_IMAGE_PNG, 0, 600, 1, FALSE },
    { PEN_IMAGE_PNG, 800, -1, 1, FALSE },       { PEN_IMAGE_PNG, 800, NAN, 1, FALSE },
    { PEN_IMAGE_PNG, 800, 600, 0, FALSE },      { PEN_IMAGE_PNG, 32001, 10, 1, FALSE },
    { PEN_IMAGE_PNG, 16384, 16384, 1, TRUE },   { PEN_IMAGE_PNG, 16384, 16385, 1, FALSE }, /* 4 · 16384² is 1 GiB */
    { PEN_IMAGE_SVG, 32000, 32000, 1e9, TRUE }, { PEN_IMAGE_PDF, 32001, 32000, 1, FALSE },
    { PEN_IMAGE_PNG, 800, HUGE_VAL, 1, FALSE },
  };

  for (const auto &one : cases)
    {
      PenExport options = { one.format, one.width, one.height, one.scale, PEN_THEME_LIGHT, FALSE };
      g_autoptr (GError) error = NULL;

      EXPECT_EQ (pen_export_check (&options, &error), one.fits) << one.width << " × " << one.height;
      EXPECT_EQ (error == NULL, one.fits == TRUE);
    }
}

TEST (Draw, StandsEverySize)
{
  g_autoptr (PenScene) scene = sample ();

  for (int width : { 1, 7, 60, 333, 2000 })
    for (int height : { 1, 40, 90, 1500 })
      {
        cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
        cairo_t *cr = cairo_create (surface);
        double px, py;

        for (bool equal : { false, true })
          {
            pen_scene_set_equal_aspect (scene, equal);
            pen_scene_draw (scene, cr, width, height, PEN_THEME_DARK, TRUE);
          }
        EXPECT_EQ (cairo_status (cr), CAIRO_STATUS_SUCCESS) << width << " " << height;
        pen_scene_to_pixel (scene, width, height, 1, 1, &px, &py);
        EXPECT_TRUE (std::isfinite (px) && std::isfinite (py));
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

TEST (Ink, DiffersWhereItMust)
{
  std::set<int> dashes;

  for (int ink = 0; ink < PEN_N_INKS; ink++)
    for (auto pair : { std::make_pair (PEN_THEME_LIGHT, PEN_THEME_LIGHT_CONTRAST),
                       std::make_pair (PEN_THEME_DARK, PEN_THEME_DARK_CONTRAST) })
      {
        PenColor plain = pen_ink_color ((PenInk)ink, pair.first), strong = pen_ink_color ((PenInk)ink, pair.second);

        EXPECT_FALSE (plain.red == strong.red && plain.green == strong.green && plain.blue == strong.blue) << ink;
      }
  for (PenInk ink : { PEN_INK_MIN_L2, PEN_INK_MIN_L1, PEN_INK_MIN_L1_NONNEGATIVE, PEN_INK_MIN_POTENTIAL })
    EXPECT_TRUE (dashes.insert (pen_ink_dash (ink)).second);
}

/* WCAG's contrast of an ink with its ground. */
static double
contrast (PenInk ink, PenTheme theme, double ground)
{
  PenColor color = pen_ink_color (ink, theme);
  double parts[] = { color.red, color.green, color.blue }, shares[] = { 0.2126, 0.7152, 0.0722 }, light = 0;

  for (int k = 0; k < 3; k++)
    light += shares[k] * (parts[k] <= 0.04045 ? parts[k] / 12.92 : std::pow ((parts[k] + 0.055) / 1.055, 2.4));
  return (std::fmax (light, ground) + 0.05) / (std::fmin (light, ground) + 0.05);
}

TEST (Ink, CanBeReadInHighContrast)
{
  for (int ink = 0; ink < PEN_N_INKS; ink++)
    if (ink != PEN_INK_GRID)
      {
        EXPECT_GE (contrast ((PenInk)ink, PEN_THEME_LIGHT_CONTRAST, 1), 7) << ink;
        EXPECT_GE (contrast ((PenInk)ink, PEN_THEME_DARK_CONTRAST, 0), 7) << ink;
      }
}

TEST (Layout, LegendStandsAboveThePlot)
{
  g_autoptr (PenScene) few = sample ();
  g_autoptr (PenScene) many = sample ();
  cairo_rectangle_t one, more, small;

  for (int i = 0; i < 6; i++)
    pen_scene_add_legend (many, "another with a long name", PEN_INK_MIN_L1, PEN_DASH_DOTTED, TRUE, PEN_MARKER_DISC);
  pen_scene_plot_area (few, 500, 400, &one, NULL);
  pen_scene_plot_area (many, 500, 400, &more, NULL);
  EXPECT_GT (more.y, one.y + 20);
  /* It never takes more than a third of the height. */
  pen_scene_plot_area (many, 500, 150, &small, NULL);
  EXPECT_LT (small.y, one.y + 50);
}

TEST (Layout, CutsNamesToTheRoom)
{
  g_autoptr (PenScene) scene = sample ();
  std::string name (300, 'm'), svg;
  PenExport options = PEN_EXPORT_INIT;

  pen_scene_set_axes (scene, name.c_str (), FALSE, name.c_str (), FALSE);
  options.format = PEN_IMAGE_SVG;
  svg = exported (scene, options, "a.svg");
  EXPECT_EQ (svg.find (name), std::string::npos);
  EXPECT_NE (svg.find ("mmm…</text>"), std::string::npos);
}

TEST (Layout, CountsHaveNoLabelsBetween)
{
  g_autoptr (PenScene) scene = sample ();
  PenViewport two = { 0.4, 2.6, 0, 1 };
  PenExport options = PEN_EXPORT_INIT;

  options.format = PEN_IMAGE_SVG;
  pen_scene_set_viewport (scene, &two);
  EXPECT_NE (exported (scene, options, "a.svg").find (">1.5</text>"), std::string::npos);
  pen_scene_set_whole_x (scene, TRUE);
  EXPECT_EQ (exported (scene, options, "a.svg").find (">1.5</text>"), std::string::npos);
}

TEST (Draw, LeavesHolesInPolygons)
{
  g_autoptr (PenScene) scene = pen_scene_new ();
  double x[] = { 0, 10, 10, 0, NAN, 4, 6, 6, 4 }, y[] = { 0, 0, 10, 10, NAN, 4, 4, 6, 6 };
  PenColor ink = pen_ink_color (PEN_INK_ACCENT, PEN_THEME_LIGHT);

  pen_scene_add_polygon (scene, "ring", 9, x, y, PEN_INK_ACCENT, 1);
  EXPECT_EQ (pixel_of (scene, 400, 300, 2.1, 2.3, TRUE) & 255, (guint32)std::lround (ink.blue * 255));
  EXPECT_EQ (pixel_of (scene, 400, 300, 5.4, 5.3, TRUE), 0xffffffffu);
}

TEST (Draw, KeepsALineWhole)
{
  g_autoptr (PenScene) scene = pen_scene_new ();
  std::vector<double> x, y;
  PenExport options = PEN_EXPORT_INIT;
  std::string svg;
  size_t moves = 0, start;

  for (int i = 0; i < 1000; i++)
    {
      x.push_back (i * 0.1);
      y.push_back (std::sin (i * 0.1));
    }
  pen_scene_add_line (scene, "wave", x.size (), x.data (), y.data (), PEN_INK_FLOW, PEN_DASH_LONG, 2);
  options.format = PEN_IMAGE_SVG;
  svg = exported (scene, options, "a.svg");
  start = svg.find ("<g id=\"wave\">");
  for (size_t at = start; at < svg.find ("</g>", start); at++)
    moves += svg[at] == 'M';
  EXPECT_EQ (moves, 1u); /* dashes would begin again at each */
}

TEST (Draw, RingsAreWholeAfterADashedLine)
{
  g_autoptr (PenScene) scene = pen_scene_new ();
  double x[] = { 0, 10 }, low[] = { 1, 1 }, middle = 5;
  PenViewport box = { 0, 10, 0, 10 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 300);
  cairo_t *cr = cairo_create (surface);
  double px, py;

  pen_scene_set_viewport (scene, &box);
  pen_scene_add_line (scene, "dashes", 2, x, low, PEN_INK_FLOW, PEN_DASH_SHORT, 2);
  pen_scene_add_points (scene, "ring", 1, &middle, &middle, PEN_MARKER_RING, PEN_INK_FLOW, 20);
  pen_scene_draw (scene, cr, 400, 300, PEN_THEME_LIGHT, TRUE);
  pen_scene_to_pixel (scene, 400, 300, middle, middle, &px, &py);
  cairo_surface_flush (surface);
  for (int i = 0; i < 48; i++)
    {
      double angle = 2 * G_PI * i / 48;
      int column = (int)std::floor (px + 20 * std::cos (angle)), row = (int)std::floor (py + 20 * std::sin (angle));
      guint32 pixel = *(guint32 *)(gpointer)(cairo_image_surface_get_data (surface)
                                             + row * cairo_image_surface_get_stride (surface) + 4 * column);

      EXPECT_LT (pixel & 255, 0xb0u) << i; /* a stroke of 2 pixels covers half of each on its middle, and black is 27 */
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

TEST (Draw, BreaksAMessageIntoLines)
{
  g_autoptr (PenScene) scene = pen_scene_new ();
  PenExport options = PEN_EXPORT_INIT;
  std::string message, svg;

  for (int i = 10; i < 50; i++)
    message += "word" + std::to_string (i) + " ";
  pen_scene_set_message (scene, message.c_str ());
  options.format = PEN_IMAGE_SVG;
  svg = exported (scene, options, "a.svg");
  for (int i = 10; i < 50; i++)
    EXPECT_NE (svg.find ("word" + std::to_string (i)), std::string::npos);
  EXPECT_EQ (svg.find ("…"), std::string::npos);
  EXPECT_EQ (svg.find (message.substr (0, 200)), std::string::npos);
  EXPECT_EQ (svg.find ("\"grid\""), std::string::npos); /* no axes without a name around the words */
  pen_scene_set_axes (scene, "x", FALSE, "y", FALSE);
  EXPECT_NE (exported (scene, options, "a.svg").find ("\"grid\""), std::string::npos);
}

TEST (CurvesCsv, HasWhatIsShown)
{
  g_autoptr (PenScene) scene = pen_scene_new ();
  const double x[] = { 1, 2, NAN, 3 }, y[] = { 0.1, 1e-20, 5, -4 };
  PenExport options = PEN_EXPORT_INIT;

  pen_scene_set_axes (scene, "log₁₀ t", FALSE, "loss, squared", FALSE);
  pen_scene_add_line (scene, "a", 4, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  pen_scene_add_legend (scene, "the \"first\"", PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "a a-places", nullptr);
  pen_scene_add_points (scene, "a-places", 2, x, y, PEN_MARKER_DISC, PEN_INK_FLOW, 2);
  pen_scene_add_line (scene, "b", 2, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  pen_scene_add_legend (scene, "second", PEN_INK_FLOW, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "b", nullptr);
  pen_scene_add_line (scene, "zero", 2, x, y, PEN_INK_AXIS, PEN_DASH_SOLID, 1);
  pen_scene_add_points (scene, "positive", 1, x, y, PEN_MARKER_DISC, PEN_INK_POSITIVE, 3);
  pen_scene_set_hidden (scene, "b", TRUE);
  options.format = PEN_IMAGE_CSV;
  g_autoptr (GBytes) bytes = pen_scene_image (scene, &options, nullptr);
  ASSERT_NE (bytes, nullptr);
  gsize n;
  const char *data = static_cast<const char *> (g_bytes_get_data (bytes, &n));
  EXPECT_EQ (std::string (data, n), "curve,log₁₀ t,\"loss, squared\"\n"
                                    "\"the \"\"first\"\"\",1,0.10000000000000001\n"
                                    "\"the \"\"first\"\"\",2,9.9999999999999995e-21\n"
                                    "\"the \"\"first\"\"\",3,-4\n"
                                    "positive,1,0.10000000000000001\n");
}
