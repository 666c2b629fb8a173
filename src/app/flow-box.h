/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Leaves Page Up and Page Down to what is around @box: GTK 4.8 divides by its columns, of which there are none before its first
 * layout. Source: gtkflowbox.c, move-cursor. Test: tests/app/widgets.cpp */
void pen_flow_box_leave_pages (GtkFlowBox *box);

G_END_DECLS
