/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "figure.h"
#include "views-area.h"

G_BEGIN_DECLS

/* How a view is to come out as a figure, with the figure itself as it follows the choices and the run. What is exported
 * is what is shown when the button is pressed. A size that no image can have keeps the button insensitive and is said
 * below the preview, as is a file that cannot be written; the dialog then stays. Written on a worker.
 * Signal: "exported" (the path), after which the dialog closes. */
#define PEN_TYPE_EXPORT_DIALOG (pen_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PenExportDialog, pen_export_dialog, PEN, EXPORT_DIALOG, GtkWindow)

/* @base: what the file's suggested name begins with, or NULL. Begins with the view last worked with. */
PenExportDialog *pen_export_dialog_new (GtkWindow *parent, PenViewsArea *views, const PenFigure *figure,
                                        const char *base);
/* As after a choice of @path. Its ending says the kind of image, if it has one. */
void             pen_export_dialog_save (PenExportDialog *self, const char *path);
const PenFigure *pen_export_dialog_figure (PenExportDialog *self);
/* What stands below the preview: the size, or what is wrong. */
const char      *pen_export_dialog_message (PenExportDialog *self);

G_END_DECLS
