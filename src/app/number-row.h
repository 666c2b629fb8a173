/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PEN_TYPE_NUMBER_ROW (pen_number_row_get_type ())
G_DECLARE_FINAL_TYPE (PenNumberRow, pen_number_row, PEN, NUMBER_ROW, GtkListBoxRow)

/* A setting that is a number, typed exactly; with pen_number_row_set_range() also dragged along its logarithm.
 * Properties (rw): "title" (string) and "integer" (boolean: a whole number, with − and +). Signal "entered" (double): a
 * person gave another value; setting it from code is silent. What is no number, below @lowest or above @highest, is not taken and is
 * marked, with the reason in a line below, until it is mended. */
void pen_number_row_set_value (PenNumberRow *self, double value);
double pen_number_row_value (PenNumberRow *self);
void pen_number_row_set_lowest (PenNumberRow *self, double lowest, gboolean included);
void pen_number_row_set_highest (PenNumberRow *self, double highest); /* of a whole number; else a million */
void pen_number_row_set_range (PenNumberRow *self, double log10_low, double log10_high);
void pen_number_row_set_note (PenNumberRow *self, const char *note); /* a line below, or NULL */
void pen_number_row_enter (PenNumberRow *self, const char *text);    /* as a person would */
const char *pen_number_row_problem (PenNumberRow *self);             /* the reason shown, or NULL */

G_END_DECLS
