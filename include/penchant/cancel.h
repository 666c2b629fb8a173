/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A request to stop, set by one thread and read by another. Long computations take a `const PenCancel *`
 * (NULL: never cancelled), read it at least every 20 ms and return PEN_ERROR_CANCELLED or a cancelled status. */
typedef struct
{
  int requested;
} PenCancel;

static inline void
pen_cancel_request (PenCancel *self)
{
  __atomic_store_n (&self->requested, 1, __ATOMIC_RELEASE);
}

static inline gboolean
pen_cancel_requested (const PenCancel *self)
{
  return self != NULL && __atomic_load_n (&self->requested, __ATOMIC_ACQUIRE);
}

G_END_DECLS
