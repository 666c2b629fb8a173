/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PEN_TYPE_CHOICE_ROW (pen_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (PenChoiceRow, pen_choice_row, PEN, CHOICE_ROW, GtkListBoxRow)

/* A setting with a few named values. Property "title" (string, rw). Signal "chosen" (guint): a person chose another value;
 * setting it from code is silent. */
void  pen_choice_row_set_items (PenChoiceRow *self, const char *const *items); /* translated */
void  pen_choice_row_set_selected (PenChoiceRow *self, guint item);
guint pen_choice_row_selected (PenChoiceRow *self);
/* @why: translated, the item then cannot be chosen; NULL: it can. */
void  pen_choice_row_refuse (PenChoiceRow *self, guint item, const char *why);
void  pen_choice_row_choose (PenChoiceRow *self, guint item); /* as a person would; a refused item is not chosen */

G_END_DECLS
