/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "laboratory.h"

#include "worker.h"

G_BEGIN_DECLS

/* Shared by the files laboratory*.c, and by no other. */
typedef enum
{
  TRACE_CHANGED,
  SOLUTIONS_CHANGED,
  THEORY_CHANGED,
  PLAYHEAD_CHANGED,
  STATUS_CHANGED,
  KEPT_CHANGED,
  HOVER_CHANGED,
  N_SIGNALS
} PenLabSignal;

struct _PenLaboratory
{
  GObject parent_instance;
  PenDocument *document;
  gulong changed_id;
  guint restart_id, reap_id;
  gint64 restarted;   /* when `run` began */
  GPtrArray *retired; /* PenRun, cancelled, until their workers end */
  PenRun *run;        /* of the newest experiment; its results are shown as they come */
  PenRun *shown;      /* the one before, while `run` has no frame yet; or NULL */
  PenRun *stand_in;   /* an earlier one whose solutions stand until those of `run` are found; or NULL */
  PenTrace *trace;    /* frames of the run shown, until its training ends */
  PenTheory *theory;
  PenRunState state;  /* of the run shown */
  PenOutcome outcome; /* borrowed fields */
  PenLabStatus status;
  gboolean solving, playing, following;
  char *message;
  double speed, position;
  gsize hover;        /* a frame that is pointed at */
  gboolean has_hover;
  GPtrArray *kept; /* PenGhost, which own what they name */
};

void pen_laboratory_emit (PenLaboratory *self, PenLabSignal signal);
/* laboratory-playhead.c */
void pen_laboratory_set_playing (PenLaboratory *self, gboolean playing);
void pen_laboratory_set_position (PenLaboratory *self, double position);
/* A trace that has grown or been thinned meanwhile: the playhead stays at its time. @log10_time: NAN for none. */
double pen_laboratory_time (PenLaboratory *self);
void   pen_laboratory_hold_time (PenLaboratory *self, double log10_time);
/* laboratory-kept.c */
void pen_laboratory_ghost_free (gpointer ghost);
/* laboratory-results.c: whether what was found for @of can be drawn with the points of @now. */
gboolean pen_laboratory_fits (const PenExperiment *of, const PenExperiment *now);

G_END_DECLS
