/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot-view.h"

G_BEGIN_DECLS

#define PEN_TYPE_PLOT_CARD (pen_plot_card_get_type ())
G_DECLARE_FINAL_TYPE (PenPlotCard, pen_plot_card, PEN, PLOT_CARD, GtkWidget)

/* A plot with a chooser for its view as its heading, and beside it a menu of its curves and axes. Properties: "laboratory" (PenLaboratory or NULL) and "kind" (guint, a
 * PenViewKind), both rw and notifying. Action: card.kind (string, a view's nick). */
GtkWidget   *pen_plot_card_new (void);
PenPlotView *pen_plot_card_plot (PenPlotCard *self);
PenViewKind  pen_plot_card_kind (PenPlotCard *self);

G_END_DECLS
