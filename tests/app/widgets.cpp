/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/flow-box.h"
#include "app/tour.h"
#include "app/wrap.h"
#include "window-support.h"

static GtkWidget *
block (int width, int height, bool expands = false)
{
  GtkWidget *made = gtk_drawing_area_new ();

  gtk_widget_set_size_request (made, width, height);
  gtk_widget_set_hexpand (made, expands);
  return made;
}

/* GTK 4.8 divides by the number of columns, which is 0 until the box is laid out. */
TEST (FlowBox, LeavesPagesToWhatIsAround)
{
  GtkWidget *box = GTK_WIDGET (g_object_ref_sink (gtk_flow_box_new ()));
  gboolean handled = TRUE;

  gtk_flow_box_insert (GTK_FLOW_BOX (box), block (10, 10), -1);
  pen_flow_box_leave_pages (GTK_FLOW_BOX (box));
  gtk_widget_child_focus (box, GTK_DIR_TAB_FORWARD);
  g_signal_emit_by_name (box, "move-cursor", GTK_MOVEMENT_PAGES, 1, FALSE, FALSE, &handled);
  EXPECT_FALSE (handled);
  g_object_unref (box);
}

struct Wrap : ::testing::Test
{
  GtkWidget *wrap = GTK_WIDGET (g_object_ref_sink (pen_wrap_new ())), *children[3];

  Wrap ()
  {
    children[0] = block (100, 20), children[1] = block (50, 30, true), children[2] = block (80, 10);
    for (GtkWidget *child : children)
      gtk_widget_set_parent (child, wrap);
    g_object_set (wrap, "spacing", 10, nullptr);
  }

  ~Wrap () override { g_object_unref (wrap); }

  int
  height_for (int width)
  {
    int least;

    gtk_widget_measure (wrap, GTK_ORIENTATION_VERTICAL, width, &least, nullptr, nullptr, nullptr);
    return least;
  }

  graphene_rect_t
  place (int child)
  {
    graphene_rect_t box;

    EXPECT_TRUE (gtk_widget_compute_bounds (children[child], wrap, &box));
    return box;
  }
};

TEST_F (Wrap, IsAsNarrowAsItsWidestAndAsWideAsAll)
{
  int least, wished;

  gtk_widget_measure (wrap, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wished, nullptr, nullptr);
  EXPECT_EQ (least, 100);
  EXPECT_EQ (wished, 100 + 10 + 50 + 10 + 80);
}

TEST_F (Wrap, StartsARowWhereOneIsFull)
{
  EXPECT_EQ (height_for (250), 30);
  EXPECT_EQ (height_for (249), 30 + 10 + 10);
  EXPECT_EQ (height_for (159), 20 + 10 + 30) << "the second and the third stand in one row: 50 + 10 + 80";
  EXPECT_EQ (height_for (100), 20 + 10 + 30 + 10 + 10);
}

TEST_F (Wrap, GivesWhatIsLeftToWhatExpands)
{
  GtkAllocation box = { 0, 0, 300, 30 };

  gtk_widget_measure (wrap, GTK_ORIENTATION_HORIZONTAL, -1, nullptr, nullptr, nullptr, nullptr);
  gtk_widget_size_allocate (wrap, &box, -1);
  EXPECT_EQ (place (1).size.width, 100);
  EXPECT_EQ (place (2).origin.x, 220);
  gtk_widget_set_direction (wrap, GTK_TEXT_DIR_RTL);
  gtk_widget_measure (wrap, GTK_ORIENTATION_HORIZONTAL, -1, nullptr, nullptr, nullptr, nullptr);
  gtk_widget_size_allocate (wrap, &box, -1);
  EXPECT_EQ (place (2).origin.x, 0) << "from right to left";
  EXPECT_EQ (place (0).origin.x, 200);
}

TEST (Tour, GoesThroughItsTipsAndEndsOnce)
{
  GtkWidget *widget = GTK_WIDGET (g_object_ref_sink (g_object_new (PEN_TYPE_TOUR, nullptr)));
  PenTour *tour = PEN_TOUR (widget);
  GtkWidget *places[PEN_TOUR_TIPS];
  int ended = 0;

  g_signal_connect_swapped (tour, "ended", G_CALLBACK (+[] (int *count) { ++*count; }), &ended);
  for (GtkWidget *&place : places)
    place = GTK_WIDGET (g_object_ref_sink (block (1, 1)));
  EXPECT_EQ (pen_tour_tip (tour), nullptr);
  pen_tour_close (tour);
  EXPECT_EQ (ended, 0);
  pen_tour_start (tour, places);
  for (int i = 0; i < PEN_TOUR_TIPS; i++)
    {
      ASSERT_NE (pen_tour_tip (tour), nullptr);
      for (int k = 0; k < PEN_TOUR_TIPS; k++)
        EXPECT_EQ (gtk_widget_has_css_class (places[k], "tour-place"), k == i);
      pen_tour_next (tour);
    }
  EXPECT_EQ (pen_tour_tip (tour), nullptr);
  EXPECT_EQ (ended, 1);
  EXPECT_FALSE (gtk_widget_has_css_class (places[PEN_TOUR_TIPS - 1], "tour-place"));
  pen_tour_start (tour, places);
  for (GtkWidget *place : places)
    g_object_unref (place); /* what it speaks of may go first */
  pen_tour_next (tour);
  pen_tour_close (tour);
  EXPECT_EQ (ended, 2);
  g_object_unref (widget);
}

int
main (int argc, char **argv)
{
  return run_with_display (argc, argv);
}
