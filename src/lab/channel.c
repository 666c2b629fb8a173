/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "channel.h"

#include <pthread.h>

/* A batch is collected for half a frame of a 60 Hz screen, so that a fast run does not flood the main loop; a result is
 * waited for. */
#define BATCH_MICROSECONDS 8000
#define RESULT_MICROSECONDS 2000

struct _PenChannel
{
  pthread_mutex_t lock;
  guint references;
  gboolean closed, waking;
  gint64 wake_at;
  PenTrace *frames;
  GSource *source;
  PenChannelFunc wake;
  gpointer user_data;
};

typedef struct
{
  GSource parent;
  PenChannel *channel;
} ChannelSource;

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  PenChannel *self = pen_channel_ref (((ChannelSource *)source)->channel);

  pthread_mutex_lock (&self->lock);
  g_source_set_ready_time (source, -1);
  self->waking = FALSE;
  pthread_mutex_unlock (&self->lock);
  self->wake (self->user_data);
  pen_channel_unref (self);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .dispatch = source_dispatch };

PenChannel *
pen_channel_new (GMainContext *context, PenChannelFunc wake, gpointer user_data)
{
  PenChannel *self = g_new0 (PenChannel, 1);

  g_return_val_if_fail (wake != NULL, NULL);
  pthread_mutex_init (&self->lock, NULL);
  self->references = 1;
  self->wake = wake;
  self->user_data = user_data;
  self->source = g_source_new (&source_funcs, sizeof (ChannelSource));
  ((ChannelSource *)self->source)->channel = self;
  g_source_attach (self->source, context);
  return self;
}

PenChannel *
pen_channel_ref (PenChannel *self)
{
  pthread_mutex_lock (&self->lock);
  self->references++;
  pthread_mutex_unlock (&self->lock);
  return self;
}

void
pen_channel_unref (PenChannel *self)
{
  guint left;

  pthread_mutex_lock (&self->lock);
  left = --self->references;
  pthread_mutex_unlock (&self->lock);
  if (left > 0)
    return;
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_clear_pointer (&self->frames, pen_trace_free);
  pthread_mutex_destroy (&self->lock);
  g_free (self);
}

static void
wake_locked (PenChannel *self, gint64 delay)
{
  gint64 at = g_get_monotonic_time () + delay;

  if (self->waking && self->wake_at <= at)
    return;
  self->waking = TRUE;
  self->wake_at = at;
  g_source_set_ready_time (self->source, at);
}

void
pen_channel_post_frame (PenChannel *self, gsize d, const PenFrame *frame)
{
  pthread_mutex_lock (&self->lock);
  if (!self->closed)
    {
      if (self->frames == NULL)
        self->frames = pen_trace_new (d);
      pen_trace_append (self->frames, frame->log10_time, frame->log10_loss, frame->w);
      wake_locked (self, BATCH_MICROSECONDS);
    }
  pthread_mutex_unlock (&self->lock);
}

void
pen_channel_post (PenChannel *self)
{
  pthread_mutex_lock (&self->lock);
  if (!self->closed)
    wake_locked (self, RESULT_MICROSECONDS);
  pthread_mutex_unlock (&self->lock);
}

PenTrace *
pen_channel_take (PenChannel *self)
{
  PenTrace *frames;

  pthread_mutex_lock (&self->lock);
  frames = g_steal_pointer (&self->frames);
  pthread_mutex_unlock (&self->lock);
  return frames;
}

void
pen_channel_close (PenChannel *self)
{
  pthread_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_clear_pointer (&self->frames, pen_trace_free);
  g_source_destroy (self->source);
  pthread_mutex_unlock (&self->lock);
}
