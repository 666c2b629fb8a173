/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/training.h>

G_BEGIN_DECLS

/* From a run's workers to the main context's thread: a bounded batch of frames and a wake-up. However much is posted, at
 * most one wake-up is in flight, and the reader takes the whole batch. Reference-counted under its own lock, which is a
 * pthread_mutex_t because ThreadSanitizer cannot see into an uninstrumented GLib's GMutex. */
typedef struct _PenChannel PenChannel;
typedef void (*PenChannelFunc) (gpointer user_data);

/* @wake: called in @context (NULL: the default one) some milliseconds after a post. Thread: the reader's. */
PenChannel *pen_channel_new (GMainContext *context, PenChannelFunc wake, gpointer user_data);
PenChannel *pen_channel_ref (PenChannel *self);
void        pen_channel_unref (PenChannel *self);
/* Copies the frame; a full batch is thinned, never blocked on. No-ops once closed. Thread: any. */
void pen_channel_post_frame (PenChannel *self, gsize d, const PenFrame *frame);
void pen_channel_post (PenChannel *self); /* only wakes: something else is ready to be looked at */
/* The frames since the last call, or NULL; free with pen_trace_free(). Thread: the reader's. */
PenTrace *pen_channel_take (PenChannel *self);
/* No wake-up comes after this, and what was not taken is gone. Thread: the reader's. */
void pen_channel_close (PenChannel *self);

G_END_DECLS
