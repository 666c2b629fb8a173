/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PEN_TOUR_TIPS 3

/* A line of three tips, one after the other, each with an outline around what it speaks of. Nothing is blocked meanwhile.
 * Signal "ended", when the last tip was read or the line was closed. */
#define PEN_TYPE_TOUR (pen_tour_get_type ())
G_DECLARE_FINAL_TYPE (PenTour, pen_tour, PEN, TOUR, GtkWidget)

/* @places: what the tips are about: where points are placed, where the run is played, where the answer stands. */
void pen_tour_start (PenTour *self, GtkWidget *const places[PEN_TOUR_TIPS]);
/* As a person would. */
void        pen_tour_next (PenTour *self);
void        pen_tour_close (PenTour *self);
const char *pen_tour_tip (PenTour *self); /* the one shown, or NULL */

G_END_DECLS
