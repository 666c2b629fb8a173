/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <penchant/experiment.h>

G_BEGIN_DECLS

/* The boxed type of the "experiment" property; copying takes a reference. */
#define PEN_TYPE_EXPERIMENT (pen_experiment_get_type ())
GType pen_experiment_get_type (void);

#define PEN_TYPE_DOCUMENT (pen_document_get_type ())
G_DECLARE_FINAL_TYPE (PenDocument, pen_document, PEN, DOCUMENT, GObject)

/* The experiment being edited and its history. An experiment is an immutable value, so a step of undo is one reference.
 * Properties, all read-only and notifying: "experiment" (boxed), "title", "path", "modified", "can-undo", "can-redo",
 * "undo-label", "redo-label" (translated: "Undo move 3 points"). */
PenDocument   *pen_document_new (PenExperiment *experiment); /* takes a reference; not modified */
PenExperiment *pen_document_experiment (PenDocument *self);  /* borrowed, never written to */
/* A new current state. @what: translated, in the lower case of "Undo %s". @merge: edits in a row with the same non-NULL
 * string become one step (a drag, a slider) named after the last, until pen_document_end_merge(). Refused unchanged when pen_experiment_check() fails. */
gboolean    pen_document_apply (PenDocument *self, PenExperiment *next, const char *what, const char *merge, GError **error);
void        pen_document_end_merge (PenDocument *self);
void        pen_document_undo (PenDocument *self);
void        pen_document_redo (PenDocument *self);
gboolean    pen_document_modified (PenDocument *self); /* compared with what was last saved: undoing back to it clears it */
gboolean    pen_document_save (PenDocument *self, const char *path, GError **error);
/* The same in two halves, between which another thread writes what the first returned, the caller's; the document may change
 * meanwhile, and what changes is not saved. Where writing fails, there is no second half. */
PenExperiment *pen_document_begin_save (PenDocument *self);
void        pen_document_end_save (PenDocument *self, PenExperiment *written, const char *path);
const char *pen_document_path (PenDocument *self);
/* Whether the file there is another than the one that was read or last saved: some other program wrote it. */
gboolean    pen_document_overtaken (PenDocument *self);

G_END_DECLS
