/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot-view.h"

G_BEGIN_DECLS

/* What pointer and touchpad do to every plot: scroll and pinch zoom, drags pan, Space lends a pan, hovering reads values.
 * Owned by its plot, which it does not keep alive. */
typedef struct _PenPlotPointer PenPlotPointer;

PenPlotPointer *pen_plot_pointer_new (PenPlotView *plot);
void            pen_plot_pointer_free (PenPlotPointer *self); /* takes its controllers off the plot */
void            pen_plot_pointer_set_tool (PenPlotPointer *self, gboolean pan, const char *cursor);
void            pen_plot_pointer_set_on_entry (PenPlotPointer *self, gboolean on); /* on what a click toggles */
gboolean        pen_plot_pointer_pans (PenPlotPointer *self, guint button);

G_END_DECLS
