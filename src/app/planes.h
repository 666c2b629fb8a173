/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/experiment.h>

G_BEGIN_DECLS

/* The plane in which points of more than two inputs are drawn and edited, as new experiments: it is written into [view], so
 * that it stays where it is while points move, and is saved with them. */

/* Of a regression, whose target is upwards: to the right is the prediction, the input @x, or, through the mean, the direction in
 * which the points vary most. Errors: VALUE (points that do not vary). */
PenExperiment *pen_plane_of_prediction (const PenExperiment *experiment);
PenExperiment *pen_plane_of_input (const PenExperiment *experiment, gsize x);
PenExperiment *pen_plane_of_component (const PenExperiment *experiment, GError **error);
/* @x and @y: two different inputs. */
PenExperiment *pen_plane_of_inputs (const PenExperiment *experiment, gsize x, gsize y);
/* Through the mean, along the two directions in which the points vary most. Cost: some hundred times O(nd). Errors: VALUE
 * (points that do not vary in two directions). */
PenExperiment *pen_plane_of_components (const PenExperiment *experiment, GError **error);
/* Through 0, along @a and at right angles to it towards @b. Errors: VALUE (one of them 0, or parallel). */
PenExperiment *pen_plane_of_weights (const PenExperiment *experiment, const double *a, const char *a_name,
                                     const double *b, const char *b_name, GError **error);

G_END_DECLS
