/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lab/laboratory.h"

G_BEGIN_DECLS

#define PEN_TYPE_TRANSPORT (pen_transport_get_type ())
G_DECLARE_FINAL_TYPE (PenTransport, pen_transport, PEN, TRANSPORT, GtkWidget)

/* Playback: buttons for the window's "run" actions, a slider over the trace, and the figures at the playhead. It moves the
 * playhead on with the frame clock, and only while the laboratory plays. Property: "laboratory" (PenLaboratory or NULL, rw). */
GtkWidget *pen_transport_new (void);

G_END_DECLS
