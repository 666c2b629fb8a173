/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*PenSaveFunc) (const char *path, gpointer user_data);

/* Asks where to write a file. @name: suggested. @chosen is called with a path, or not at all; then @data is freed. */
void pen_save_chooser_show (GtkWindow *parent, const char *title, const char *accept, const char *name,
                            PenSaveFunc chosen, gpointer data, GDestroyNotify free_data);

G_END_DECLS
