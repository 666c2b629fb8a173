/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GTK 4.8 gives some of its widgets no name on the accessibility bus, and others theirs twice. This mends all below @root:
 * an underlined button says its text once, the button of a drop-down the title before it and what is chosen, a row and an
 * item of a list and what scrolls their first text, the cross of a toast and the search of the shortcuts what they do. Widgets made later are
 * mended by another call; the list of a drop-down is mended whenever it opens, and then takes the keys at what is chosen. */
void pen_accessible_mend (GtkWidget *root);

G_END_DECLS
