/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/channel.h"

#include <gtest/gtest.h>

#include <thread>

static void
count_cb (gpointer data)
{
  ++*static_cast<int *> (data);
}

static void
turn (int milliseconds)
{
  gint64 until = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < until)
    {
      g_main_context_iteration (nullptr, FALSE);
      g_usleep (500);
    }
}

static void
post (PenChannel *channel, int count)
{
  for (int i = 0; i < count; i++)
    {
      double w[2] = { double (i), 0 };
      PenFrame frame = { double (i), -double (i), w };

      pen_channel_post_frame (channel, 2, &frame);
    }
}

TEST (Channel, ManyPostsAreOneWakeUpAndABoundedBatch)
{
  int wakes = 0;
  PenChannel *channel = pen_channel_new (nullptr, count_cb, &wakes);
  std::thread writer (post, channel, 20000);

  writer.join ();
  turn (50);
  EXPECT_EQ (wakes, 1);
  PenTrace *frames = pen_channel_take (channel);
  ASSERT_NE (frames, nullptr);
  EXPECT_LE (frames->n_frames, pen_trace_capacity (2));
  EXPECT_EQ (frames->frames[0].w[0], 0);
  EXPECT_EQ (frames->frames[frames->n_frames - 1].w[0], 19999);
  EXPECT_EQ (pen_channel_take (channel), nullptr);
  pen_trace_free (frames);
  pen_channel_close (channel);
  pen_channel_unref (channel);
}

TEST (Channel, NothingArrivesAfterClosing)
{
  for (int round = 0; round < 50; round++)
    {
      int wakes = 0;
      PenChannel *channel = pen_channel_new (nullptr, count_cb, &wakes);
      std::thread writer (post, channel, 2000);

      g_usleep (gulong (20 * round));
      pen_channel_close (channel);
      int before = wakes;
      turn (2);
      EXPECT_EQ (wakes, before);
      writer.join ();
      EXPECT_EQ (pen_channel_take (channel), nullptr);
      pen_channel_unref (channel);
    }
}
