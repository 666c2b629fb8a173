/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <penchant/views.h>

G_BEGIN_DECLS

#define PEN_TYPE_VIEW_CHOOSER (pen_view_chooser_get_type ())
G_DECLARE_FINAL_TYPE (PenViewChooser, pen_view_chooser, PEN, VIEW_CHOOSER, GtkPopover)

/* The views, one a row; those that have nothing to show for an experiment cannot be chosen and say why not. A click activates
 * "card.kind" with its view's nick. */
GtkWidget *pen_view_chooser_new (void);
/* @experiment: NULL for none, and every view can be chosen. */
void       pen_view_chooser_update (PenViewChooser *self, const PenExperiment *experiment, PenViewKind shown);
GtkWidget *pen_view_chooser_row (PenViewChooser *self, PenViewKind kind);

G_END_DECLS
