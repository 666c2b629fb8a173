/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtest/gtest.h>
#include <penchant/plot.h>

#include <algorithm>
#include <cmath>
#include <string>

static const double matrix[] = { 1, 0.5, 0, -0.5, -1, NAN };

/* Two rows and three columns, twice beside each other. */
static PenScene *
sample ()
{
  PenScene *scene = pen_scene_new ();
  const PenViewport left = { 0, 3, 0, 2 }, right = { 4, 7, 0, 2 }, all = { -0.1, 7.1, -0.1, 2.1 };

  pen_scene_add_cells (scene, "first", "trained", 2, 3, matrix, &left);
  pen_scene_add_cells (scene, "second", "solution", 2, 3, matrix, &right);
  pen_scene_set_colors (scene, 1);
  pen_scene_set_axes (scene, "W", FALSE, nullptr, FALSE);
  pen_scene_set_equal_aspect (scene, TRUE);
  pen_scene_set_viewport (scene, &all);
  return scene;
}

static double
luminance (PenColor color)
{
  auto linear = [] (double c) { return c <= 0.03928 ? c / 12.92 : std::pow ((c + 0.055) / 1.055, 2.4); };

  return 0.2126 * linear (color.red) + 0.7152 * linear (color.green) + 0.0722 * linear (color.blue);
}

TEST (Cells, SizeIsReadWithoutColour)
{
  for (PenTheme theme : { PEN_THEME_LIGHT, PEN_THEME_DARK })
    for (double sign : { -1.0, 1.0 })
      {
        double before = luminance (pen_cell_color (0, theme));

        for (double share = 0.1; share <= 1; share += 0.1)
          {
            double now = luminance (pen_cell_color (sign * share, theme));

            EXPECT_TRUE (theme == PEN_THEME_LIGHT ? now < before : now > before) << sign * share;
            before = now;
          }
      }
}

/* Blue against orange: the one channel that no kind of colour-blind eye lacks tells them apart, whatever the lightness.
 */
TEST (Cells, SignIsReadByEveryEye)
{
  for (PenTheme theme : { PEN_THEME_LIGHT, PEN_THEME_DARK })
    for (double share : { 0.25, 0.5, 1.0 })
      {
        PenColor positive = pen_cell_color (share, theme), negative = pen_cell_color (-share, theme);

        EXPECT_GT (positive.blue - negative.blue, 0.15) << share;
        EXPECT_GT (negative.red - positive.red, 0.15) << share;
      }
}

TEST (Cells, AreFoundInEveryHeatMap)
{
  g_autoptr (PenScene) scene = sample ();
  double px, py;
  gsize row, column;
  PenCell cell;

  for (double x : { 1.5, 5.5 })
    {
      pen_scene_to_pixel (scene, 500, 300, x, 0.5, &px, &py);
      ASSERT_TRUE (pen_scene_cell_at (scene, 500, 300, px, py, &row, &column));
      EXPECT_EQ (row, 1u);
      EXPECT_EQ (column, 1u);
    }
  ASSERT_TRUE (pen_scene_get_cell (scene, 1, 0, 2, &cell));
  EXPECT_STREQ (cell.name, "solution");
  EXPECT_EQ (cell.value, matrix[2]);
  EXPECT_EQ (cell.box.x_low, 6);
  EXPECT_EQ (cell.box.y_high, 2);
  EXPECT_FALSE (pen_scene_get_cell (scene, 2, 0, 0, &cell));
  EXPECT_FALSE (pen_scene_get_cell (scene, 0, 2, 0, &cell));
  pen_scene_to_pixel (scene, 500, 300, 3.5, 0.5, &px, &py);
  EXPECT_FALSE (pen_scene_cell_at (scene, 500, 300, px, py, &row, &column)) << "between the two";
}

TEST (Cells, AreVectorsOnWholePixels)
{
  g_autoptr (PenScene) scene = sample ();
  PenExport options = PEN_EXPORT_INIT;
  g_autoptr (GBytes) bytes = nullptr;
  std::string svg, group;
  size_t from;

  options.format = PEN_IMAGE_SVG;
  options.width = 503;
  options.height = 307;
  bytes = pen_scene_image (scene, &options, nullptr);
  ASSERT_NE (bytes, nullptr);
  svg.assign (static_cast<const char *> (g_bytes_get_data (bytes, nullptr)), g_bytes_get_size (bytes));
  from = svg.find ("<g id=\"first\">");
  group = svg.substr (from, svg.find ("</g>", from) - from);
  EXPECT_EQ (std::count (group.begin (), group.end (), 'M'), 5 + 1) << "five finite cells and the outline";
  group = group.substr (0, group.find ("stroke=\"#"));
  group = group.substr (0, group.rfind ("<path"));
  for (size_t at = group.find ("d=\""); at != std::string::npos; at = group.find ("d=\"", at + 1))
    EXPECT_EQ (group.substr (at, group.find ('"', at + 3) - at).find ('.'), std::string::npos);
  EXPECT_NE (svg.find (">trained<"), std::string::npos);
  EXPECT_NE (svg.find (">solution<"), std::string::npos);
  EXPECT_NE (svg.find (">−0.5<"), std::string::npos) << "the bar of colours has numbers";
  EXPECT_EQ (svg.find ("id=\"x-axis\""), std::string::npos);
}

/* From a thumbnail to a matrix of more cells than pixels. */
TEST (Cells, StandEverySize)
{
  const gsize side = 300;
  g_autofree double *values = g_new0 (double, side *side);
  const double sizes[][2] = { { 1, 1 }, { 30, 20 }, { 120, 90 }, { 360, 240 }, { 1900, 1000 } };

  for (gsize i = 0; i < side * side; i++)
    values[i] = std::sin ((double)i);
  for (const double *size : sizes)
    {
      g_autoptr (PenScene) scene = pen_scene_new ();
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)size[0], (int)size[1]);
      cairo_t *cr = cairo_create (surface);
      const PenViewport box = { 0, 300, 0, 300 };

      pen_scene_add_cells (scene, "many", "a name", side, side, values, &box);
      pen_scene_set_colors (scene, 1);
      pen_scene_draw (scene, cr, size[0], size[1], PEN_THEME_DARK, TRUE);
      EXPECT_EQ (cairo_status (cr), CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}
