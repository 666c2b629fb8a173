/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Its children one beside the other as long as their least widths allow, the others in rows below. What is left of a row goes to
 * natural widths first, then to those that expand; where none does, the row stands at the end. Property "spacing" (int, rw, pixels). */
#define PEN_TYPE_WRAP (pen_wrap_get_type ())
G_DECLARE_FINAL_TYPE (PenWrap, pen_wrap, PEN, WRAP, GtkWidget)

GtkWidget *pen_wrap_new (void);

G_END_DECLS
