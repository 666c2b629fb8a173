/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/point-layers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

static PenScene *
crowd (double moved)
{
  PenScene *scene = pen_scene_new ();
  const PenViewport box = { 0, 1, 0, 1 };
  std::vector<double> x (1000), y (1000);

  for (gsize i = 0; i < x.size (); i++)
    {
      x[i] = std::fmod (double (i) * 0.618, 1);
      y[i] = double (i) / 1000;
    }
  pen_scene_set_viewport (scene, &box);
  pen_scene_add_points (scene, "still", x.size (), x.data (), y.data (), PEN_MARKER_DIAMOND, PEN_INK_NEGATIVE, 3);
  x[500] += moved;
  pen_scene_add_points (scene, "moving", x.size (), x.data (), y.data (), PEN_MARKER_RING, PEN_INK_POSITIVE, 5);
  return scene;
}

static std::vector<guint8>
drawn (PenScene *scene, int width, double scale, PenTheme theme, PenPointLayers *layers)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, int (width * scale), int (200 * scale));
  cairo_t *cr;
  std::vector<guint8> bytes;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  if (layers != nullptr)
    pen_scene_draw_layered (scene, cr, width, 200, theme, layers);
  else
    pen_scene_draw (scene, cr, width, 200, theme, FALSE);
  EXPECT_EQ (cairo_status (cr), CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes.assign (cairo_image_surface_get_data (surface),
                cairo_image_surface_get_data (surface)
                    + cairo_image_surface_get_stride (surface) * cairo_image_surface_get_height (surface));
  cairo_surface_destroy (surface);
  return bytes;
}

/* Bytes, since nothing but the same drawing is right. */
TEST (Layers, KeptOrNotThePictureIsTheSame)
{
  PenScene *before = crowd (0), *after = crowd (0.2);
  g_autoptr (PenPointLayers) layers = pen_point_layers_new ();

  EXPECT_EQ (drawn (before, 300, 1, PEN_THEME_LIGHT, layers), drawn (before, 300, 1, PEN_THEME_LIGHT, nullptr));
  EXPECT_EQ (drawn (before, 300, 1, PEN_THEME_LIGHT, layers), drawn (before, 300, 1, PEN_THEME_LIGHT, nullptr));
  EXPECT_EQ (drawn (after, 300, 1, PEN_THEME_LIGHT, layers), drawn (after, 300, 1, PEN_THEME_LIGHT, nullptr));
  EXPECT_NE (drawn (after, 300, 1, PEN_THEME_LIGHT, layers), drawn (before, 300, 1, PEN_THEME_LIGHT, nullptr));
  EXPECT_EQ (drawn (after, 300, 1, PEN_THEME_DARK, layers), drawn (after, 300, 1, PEN_THEME_DARK, nullptr));
  EXPECT_EQ (drawn (after, 340, 1, PEN_THEME_DARK, layers), drawn (after, 340, 1, PEN_THEME_DARK, nullptr));
  EXPECT_EQ (drawn (after, 340, 2, PEN_THEME_DARK, layers), drawn (after, 340, 2, PEN_THEME_DARK, nullptr));
  pen_scene_unref (before);
  pen_scene_unref (after);
}

/* Of the crowd only the rings go, by whole pixels or not, and the view over all of it. */
static PenScene *
drifted (double right, double up, double viewed)
{
  PenScene *scene = pen_scene_new (), *measured = crowd (0);
  std::vector<double> x (1000), y (1000);
  cairo_rectangle_t area;
  PenViewport box;

  pen_scene_plot_area (measured, 300, 200, &area, &box);
  pen_scene_unref (measured);
  for (gsize i = 0; i < x.size (); i++)
    {
      x[i] = std::fmod (double (i) * 0.6180339887, 1.4) - 0.2; /* beyond the area too */
      y[i] = std::fmod (double (i) * 0.7548777, 1); /* no place is half a pixel, which rounding might take either way */
    }
  box = { viewed / area.width, 1 + viewed / area.width, 0, 1 };
  pen_scene_set_viewport (scene, &box);
  pen_scene_add_points (scene, "still", x.size (), x.data (), y.data (), PEN_MARKER_DIAMOND, PEN_INK_NEGATIVE, 3);
  for (gsize i = 0; i < x.size (); i++)
    {
      x[i] += right / area.width;
      y[i] += up / area.height;
    }
  pen_scene_add_points (scene, "moving", x.size (), x.data (), y.data (), PEN_MARKER_RING, PEN_INK_POSITIVE, 5);
  return scene;
}

TEST (Layers, WhatGoesTogetherIsMovedAndNotDrawn)
{
  g_autoptr (PenPointLayers) layers = pen_point_layers_new ();
  const struct
  {
    double right, up, viewed;
    guint drawn; /* layers, so far */
  } steps[] = { { 0, 0, 0, 2 },    { 0, 0, 0, 2 },     { 7, -4, 0, 2 },    { 30, 25, 0, 2 },
                { 30, 25, 12, 2 }, { 30, 25, -20, 2 }, { 0, 0, 0, 2 },     { 80, 0, 0, 3 },
                { 90, 0, 0, 3 },   { 90.5, 0, 0, 4 },  { 90.5, 0, 70, 6 }, { 90.5, 3, 70, 6 } };

  for (auto &step : steps)
    {
      PenScene *scene = drifted (step.right, step.up, step.viewed);

      EXPECT_EQ (drawn (scene, 300, 1, PEN_THEME_LIGHT, layers), drawn (scene, 300, 1, PEN_THEME_LIGHT, nullptr))
          << step.right << " " << step.up << " " << step.viewed;
      EXPECT_EQ (pen_point_layers_drawn (layers), step.drawn) << step.right << " " << step.up << " " << step.viewed;
      pen_scene_unref (scene);
    }
}
