/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data-editor.h"
#include "plot-card.h"

G_BEGIN_DECLS

#define PEN_TYPE_VIEWS_AREA (pen_views_area_get_type ())
G_DECLARE_FINAL_TYPE (PenViewsArea, pen_views_area, PEN, VIEWS_AREA, GtkWidget)

/* The data editor and two or three plots: side by side where there is room, else one below the other, to be scrolled.
 * Properties: "laboratory" (PenLaboratory or NULL, rw), "third-view" (boolean, rw, notifying). */
GtkWidget     *pen_views_area_new (void);
PenDataEditor *pen_views_area_editor (PenViewsArea *self);
/* Plots that have nothing to show of @experiment show another view, that has. */
void           pen_views_area_suit (PenViewsArea *self, const PenExperiment *experiment);
PenPlotCard   *pen_views_area_card (PenViewsArea *self, guint index); /* 0 to 2; the last may be hidden */
/* The plot that shows a view, or NULL. */
PenPlotView   *pen_views_area_plot (PenViewsArea *self, PenViewKind kind);
/* The view a person last worked with: the one that had the focus, or was chosen for a plot. */
PenViewKind    pen_views_area_last (PenViewsArea *self);
/* What is shown of a view, at its zoom, without what is hidden and the playhead, as a figure wants it; a view that no plot shows is built afresh, with what @study has found (NULL: nothing).
 * NULL without a laboratory. Free with pen_scene_unref(). */
PenScene      *pen_views_area_scene (PenViewsArea *self, PenViewKind kind, PenStudy *study);

G_END_DECLS
