/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A menu of ui/menus.ui; borrowed, the same for every window. Inside a template GtkBuilder 4.8 would make a new one for each window
 * and never free it. */
GMenu *pen_menu (const char *id);
void   pen_menu_button_set (GtkMenuButton *button, const char *id);

/* Keeps the button's tooltip from lying over what it opens. */
void   pen_menu_button_hush (GtkMenuButton *button);

G_END_DECLS
