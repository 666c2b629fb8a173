/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <penchant/experiment.h>

G_BEGIN_DECLS

/* How a table is to be read, with its first rows as they come out of each choice. Reading is a worker's; the window stays
 * as it is until the signal "imported" hands over an experiment (a PenExperiment *, to be referenced). */
#define PEN_TYPE_CSV_DIALOG (pen_csv_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PenCsvDialog, pen_csv_dialog, PEN, CSV_DIALOG, GtkWindow)

PenCsvDialog *pen_csv_dialog_new (GtkWindow *parent, const char *path);
const char   *pen_csv_dialog_path (PenCsvDialog *self);
/* What stands below the preview: the rows read, or the error. */
const char   *pen_csv_dialog_message (PenCsvDialog *self);
gboolean      pen_csv_dialog_busy (PenCsvDialog *self);

G_END_DECLS
