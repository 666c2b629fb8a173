/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/views.h>

#include "document.h"

G_BEGIN_DECLS

#define PEN_TYPE_LABORATORY (pen_laboratory_get_type ())
G_DECLARE_FINAL_TYPE (PenLaboratory, pen_laboratory, PEN, LABORATORY, GObject)

/* Follows a document: whenever its experiment changes, cancels what runs and starts a training worker and a solutions
 * worker on the new one (edits coalesced to one restart a frame; the old results stay visible until new ones arrive).
 * Everything here is for the main context's thread; the workers only write into the channel.
 * Signals: "trace-changed", "solutions-changed", "theory-changed", "playhead-changed", "status-changed", "kept-changed", all
 * without arguments.
 * Properties: "playing" (rw), "speed" (rw, decades of the run's own clock per second, default 1 = the whole run in 6 s). */
PenLaboratory *pen_laboratory_new (PenDocument *document);
PenDocument   *pen_laboratory_document (PenLaboratory *self);

typedef enum { PEN_LAB_IDLE, PEN_LAB_TRAINING, PEN_LAB_DONE, PEN_LAB_ERROR } PenLabStatus;
PenLabStatus pen_laboratory_status (PenLaboratory *self);
const char  *pen_laboratory_message (PenLaboratory *self); /* error of the last run, a sentence, or NULL */
gboolean     pen_laboratory_solving (PenLaboratory *self);

/* Borrowed until the next signal. */
const PenProblem  *pen_laboratory_problem (PenLaboratory *self);
const PenTrace    *pen_laboratory_trace (PenLaboratory *self);    /* grows while training */
const PenTraining *pen_laboratory_training (PenLaboratory *self); /* NULL until it ended */
const PenSolution *pen_laboratory_solution (PenLaboratory *self, PenSolutionKind kind);
const PenTheory   *pen_laboratory_theory (PenLaboratory *self);
PenOutcome        *pen_laboratory_outcome (PenLaboratory *self);  /* for report and trace export; NULL while unfinished */

/* The playhead runs over [0, 1] of the trace's frames; advance() is called once a frame with the seconds gone by. */
double pen_laboratory_playhead (PenLaboratory *self);
gsize  pen_laboratory_frame (PenLaboratory *self);
void   pen_laboratory_seek (PenLaboratory *self, double position);
void   pen_laboratory_advance (PenLaboratory *self, double seconds);
void   pen_laboratory_reset (PenLaboratory *self);       /* playhead to t = 0, paused */
void   pen_laboratory_to_limit (PenLaboratory *self);    /* to the newest frame, following it */
void   pen_laboratory_step (PenLaboratory *self, int frames);

/* Runs that a person keeps to compare the next ones with: as far as they had got, with their settings. "kept-changed" when one
 * comes, goes or gets a name. */
gboolean        pen_laboratory_can_keep (PenLaboratory *self);
void            pen_laboratory_keep (PenLaboratory *self); /* in place of one of the same settings and data */
gsize           pen_laboratory_n_kept (PenLaboratory *self);
const PenGhost *pen_laboratory_kept (PenLaboratory *self, gsize index); /* borrowed until the next "kept-changed" */
void            pen_laboratory_name_kept (PenLaboratory *self, gsize index, const char *name);
void            pen_laboratory_drop_kept (PenLaboratory *self, gsize index);

/* What the views need, filled with what is known and should be shown (experiment->solutions decides which). */
void   pen_laboratory_view_input (PenLaboratory *self, PenViewInput *input);

G_END_DECLS
