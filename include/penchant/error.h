/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Every code once: the enumeration, its names and the tests are made from this list.
 * A legitimate mathematical outcome (infeasible, not separable, …) is a status in a result, never one of these. */
#define PEN_ERROR_LIST(X)                                                              \
  X (DIMENSION, "dimension", "sizes that do not fit together")                         \
  X (NOT_FINITE, "not-finite", "a NaN or an infinity in the data")                     \
  X (VALUE, "value", "a setting outside its range")                                    \
  X (SYNTAX, "syntax", "a file that cannot be read as what it should be")              \
  X (UNKNOWN_KEY, "unknown-key", "a group or key that no experiment file has")         \
  X (UNSUPPORTED, "unsupported", "choices that make no sense together")                \
  X (IO, "io", "a file that cannot be opened or written")                              \
  X (CONVERGENCE, "convergence", "a numerical method that did not reach its accuracy") \
  X (CANCELLED, "cancelled", "the caller asked to stop")

typedef enum
{
#define PEN_ERROR_ENTRY(name, nick, meaning) PEN_ERROR_##name,
  PEN_ERROR_LIST (PEN_ERROR_ENTRY)
#undef PEN_ERROR_ENTRY
} PenError;

#define PEN_ERROR (pen_error_quark ())

GQuark      pen_error_quark (void);
const char *pen_error_nick (PenError code);
const char *pen_error_meaning (PenError code);

G_END_DECLS
