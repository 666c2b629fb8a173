/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The help pages in a window of their own, so that they can stay open beside the laboratory. */
#define PEN_TYPE_HELP (pen_help_get_type ())
G_DECLARE_FINAL_TYPE (PenHelp, pen_help, PEN, HELP, GtkWindow)

/* Shows @parent's help, opening it where it is not open yet. */
void pen_help_present (GtkWindow *parent);

G_END_DECLS
