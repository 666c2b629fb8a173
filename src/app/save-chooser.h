/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*PenFileFunc) (const char *path, gpointer user_data);

/* Shows @dialog, taken, over its window. @chosen is called with a path, or not at all; then @data is freed. */
void pen_file_chooser_show (GtkFileChooserNative *dialog, PenFileFunc chosen, gpointer data, GDestroyNotify free_data);
/* The same, asking where to write a file. @name: suggested. */
void pen_save_chooser_show (GtkWindow *parent, const char *title, const char *accept, const char *name,
                            PenFileFunc chosen, gpointer data, GDestroyNotify free_data);

G_END_DECLS
