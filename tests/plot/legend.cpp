/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtest/gtest.h>
#include <penchant/plot.h>

#include <cmath>
#include <string>
#include <vector>

struct Box
{
  double left, right, y;
};

/* A curve, and an entry of each name. */
static PenScene *
scene_of (const std::vector<std::string> &names, const char *y_name)
{
  PenScene *scene = pen_scene_new ();
  const double x[] = { 0, 1 };

  pen_scene_set_axes (scene, "x", FALSE, y_name, FALSE);
  pen_scene_add_line (scene, "curve", 2, x, x, PEN_INK_FLOW, PEN_DASH_SOLID, 2);
  for (const std::string &name : names)
    pen_scene_add_legend (scene, name.c_str (), PEN_INK_FLOW, PEN_DASH_LONG, TRUE, PEN_MARKER_DISC);
  return scene;
}

/* Where a click meets each entry, to a pixel. */
static std::vector<Box>
boxes_of (PenScene *scene, double width, double height)
{
  std::vector<Box> boxes (pen_scene_n_entries (scene), Box{ NAN, NAN, NAN });
  cairo_rectangle_t area;

  pen_scene_plot_area (scene, width, height, &area, nullptr);
  for (double y = 0.5; y < area.y; y += 7) /* a row is three times as high */
    for (double x = 0; x < width; x++)
      {
        guint index;

        if (!pen_scene_entry_at (scene, width, height, x, y, &index))
          continue;
        if (std::isnan (boxes[index].left))
          boxes[index] = { x, x, y };
        boxes[index].right = std::fmax (boxes[index].right, x);
      }
  return boxes;
}

TEST (Legend, IsOneRowWithTheNameWhereThereIsRoom)
{
  g_autoptr (PenScene) scene = scene_of ({ "min-ℓ₂", "min-ℓ₁", "min-potential" }, "relative distance");
  g_autoptr (PenScene) bare = scene_of ({}, "relative distance");
  cairo_rectangle_t with, without;
  auto boxes = boxes_of (scene, 420, 240);

  pen_scene_plot_area (scene, 420, 240, &with, nullptr);
  pen_scene_plot_area (bare, 420, 240, &without, nullptr);
  EXPECT_EQ (with.y, without.y) << "the entries cost no row";
  ASSERT_EQ (boxes.size (), 3u);
  EXPECT_EQ (boxes[0].y, boxes[2].y);
  EXPECT_NEAR (boxes[1].left - boxes[0].right, boxes[2].left - boxes[1].right, 1) << "spaced evenly";
  EXPECT_LE (boxes[2].right, 420 - 14);
}

TEST (Legend, LeavesNoEntryOverInARowOfItsOwn)
{
  g_autoptr (PenScene) scene = scene_of ({ "one curve", "two curves", "3rd curve", "4th curve" }, nullptr);
  auto boxes = boxes_of (scene, 330, 300);

  ASSERT_EQ (boxes.size (), 4u);
  EXPECT_EQ (boxes[0].y, boxes[1].y) << "two and two, not three and one";
  EXPECT_GT (boxes[2].y, boxes[1].y);
  EXPECT_EQ (boxes[2].y, boxes[3].y);
}

TEST (Legend, PutsTheNameBelowWhereItWouldTakeARow)
{
  g_autoptr (PenScene) scene = scene_of ({ "min-ℓ₂", "min-ℓ₁" }, "a name that is about as long as the row is");
  auto boxes = boxes_of (scene, 300, 300);
  cairo_rectangle_t area;

  pen_scene_plot_area (scene, 300, 300, &area, nullptr);
  EXPECT_EQ (boxes[0].y, boxes[1].y);
  EXPECT_NEAR (boxes[0].left, 14, 1) << "from the edge";
  EXPECT_GT (area.y - boxes[0].y, 2 * 21 - 1) << "the name's row is between";
}

TEST (Legend, CutsAnEntryToTheRoom)
{
  g_autoptr (PenScene) scene = scene_of ({ std::string (200, 'm'), "second" }, "y");

  for (double width : { 300.0, 360.0, 900.0 })
    {
      auto boxes = boxes_of (scene, width, 300);

      ASSERT_EQ (boxes.size (), 2u);
      EXPECT_LE (boxes[0].right, width - 14) << width;
      EXPECT_LE (boxes[1].right, width - 14) << width;
      EXPECT_GT (boxes[1].y, boxes[0].y);
    }
}

TEST (Legend, ShowsTheFirstOfTooMany)
{
  std::vector<std::string> names;

  for (int i = 0; i < 30; i++)
    names.push_back ("curve " + std::to_string (i));
  g_autoptr (PenScene) scene = scene_of (names, "y");
  auto boxes = boxes_of (scene, 330, 240); /* a third of the height has room for three rows */
  guint shown = 0, index;
  cairo_rectangle_t area;

  while (shown < boxes.size () && !std::isnan (boxes[shown].left))
    shown++;
  EXPECT_GE (shown, 6u);
  EXPECT_LT (shown, 20u);
  for (guint i = shown; i < boxes.size (); i++)
    EXPECT_TRUE (std::isnan (boxes[i].left)) << "only the first";
  pen_scene_plot_area (scene, 330, 240, &area, nullptr);
  EXPECT_LE (area.y, 14 + 240 / 3 + 21 + 1);
  pen_scene_plot_area (scene, 330, 50, &area, nullptr);
  EXPECT_FALSE (pen_scene_entry_at (scene, 330, 50, 20, 20, &index)) << "no legend in so small a picture";
}
