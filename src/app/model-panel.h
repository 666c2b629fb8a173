/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "lab/laboratory.h"

G_BEGIN_DECLS

#define PEN_TYPE_MODEL_PANEL (pen_model_panel_get_type ())
G_DECLARE_FINAL_TYPE (PenModelPanel, pen_model_panel, PEN, MODEL_PANEL, GtkWidget)

/* The experiment's settings, each change one pen_document_apply(), and its reference solutions. It follows the document,
 * so undo shows here too. Property: "laboratory" (PenLaboratory or NULL, rw). Signal: "message" (const char *), a
 * sentence about a change that was refused. */
GtkWidget *pen_model_panel_new (void);

G_END_DECLS
