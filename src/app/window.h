/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "answer-bar.h"
#include "model-panel.h"
#include "views-area.h"

G_BEGIN_DECLS

#define PEN_TYPE_WINDOW (pen_window_get_type ())
G_DECLARE_FINAL_TYPE (PenWindow, pen_window, PEN, WINDOW, AdwApplicationWindow)

/* One experiment in one window. Property: "laboratory" (PenLaboratory, read-only, notifying).
 * Actions "win": open, open-recent (s, a URI), clear-recent, new, save, save-as, undo, redo, panel (toggles), gallery, tour,
 * preset (s, a path), figure (the export dialog), copy-image, copy-svg, copy-command, export (s: "report:json", "trace:csv",
 * "points:csv"), and for what asks for a file a twin that is told it: open-path (s), save-to (s), export-to (s, "VIEW:PATH",
 * "report:PATH", …). "run": play (stateful), reset, to-limit, step (i), speed (s, a number). */
GtkWidget     *pen_window_new (AdwApplication *application);
PenLaboratory *pen_window_laboratory (PenWindow *self);
PenDocument   *pen_window_document (PenWindow *self);
/* Shows an experiment; what was shown is given up without a question. */
void           pen_window_set_experiment (PenWindow *self, PenExperiment *experiment);
/* Three tips, unless a person has had them already. */
void           pen_window_welcome (PenWindow *self);
/* Asks about what other programs left unsaved. @here: in place of what this window shows; else in new ones. */
void           pen_window_offer_recovery (PenWindow *self, gboolean here);
/* Reads a .penchant or CSV file in a thread and shows it; on failure a message and everything as it was. */
void           pen_window_load (PenWindow *self, const char *path);
gboolean       pen_window_loading (PenWindow *self);
gboolean       pen_window_saving (PenWindow *self); /* a thread writes; closing waits for it */
void           pen_window_message (PenWindow *self, const char *message); /* a toast */
const char    *pen_window_last_message (PenWindow *self);                 /* or NULL */

G_END_DECLS
