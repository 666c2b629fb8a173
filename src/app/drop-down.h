/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets the choice be cut where it is long, so that what is around @self keeps its place; the list shows it whole. */
void pen_drop_down_shorten (GtkDropDown *self);

G_END_DECLS
