/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <penchant/views.h>

G_BEGIN_DECLS

/* Edits of an experiment's points in the plane of the data view, as new experiments; the old one stays as it was. */

/* Does a place in the plane say all of a point, so that one can be put there? Where a prediction is to the right, it does not, and
 * points are moved up and down only. @why: translated, what would make it so, or NULL. */
gboolean pen_editor_can_place (const PenExperiment *experiment, const char **why);
/* @xy: @count pairs. @sign: the label of a classification; a regression takes y for the target. Errors: NOT_FINITE. */
PenExperiment *pen_editor_add (const PenExperiment *experiment, gsize count, const double *xy, int sign, GError **error);
/* @selected: n flags. Errors: NOT_FINITE. */
PenExperiment *pen_editor_move (const PenExperiment *experiment, const guint8 *selected, double dx, double dy,
                                GError **error);
/* One point exactly there. */
PenExperiment *pen_editor_put (const PenExperiment *experiment, gsize row, double x, double y, GError **error);
PenExperiment *pen_editor_remove (const PenExperiment *experiment, const guint8 *selected, GError **error);
/* The same experiment on other points; takes @data. */
PenExperiment *pen_editor_with_data (const PenExperiment *experiment, PenDataset *data);
/* The drawn point nearest to a pixel, no farther than @radius; the later of two in one place, which is drawn on top. */
gboolean pen_editor_hit (const PenViewInput *input, const cairo_rectangle_t *area, const PenViewport *shown, double px,
                         double py, double radius, gsize *row);
/* All of them: n flags. Returns how many. */
gsize    pen_editor_hit_all (const PenViewInput *input, const cairo_rectangle_t *area, const PenViewport *shown,
                             double px, double py, double radius, guint8 *hit);
gboolean pen_editor_inside (const PenViewport *box, double x, double y);

G_END_DECLS
