/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A row of settings with a switch. */
GtkWidget *pen_switch_row_new (const char *title);
GtkSwitch *pen_switch_row_switch (GtkWidget *row);

G_END_DECLS
