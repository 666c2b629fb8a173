/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "document.h"

G_BEGIN_DECLS

/* What a program that ended without a word has left of an experiment: a file, no longer locked by anyone. */
typedef struct
{
  char *file;
  char *path;   /* of the experiment as last saved, or NULL */
  char *title;  /* or NULL */
  gint64 time;  /* of the last change kept, in seconds since 1970 */
  int lock;     /* held by us from now on */
} PenRecoverable;

void pen_recoverable_free (PenRecoverable *self);
/* All in @folder, the newest first; never NULL, frees its elements. What a running program keeps there is not among them. */
GPtrArray *pen_recoverable_find (const char *folder);
/* @base: the file as last saved, or NULL where there is none or it cannot be read; both the caller's. Thread: any. Errors:
 * those of reading an experiment. */
gboolean pen_recoverable_read (const PenRecoverable *self, PenExperiment **base, PenExperiment **changed, GError **error);
/* Its file goes. */
void     pen_recoverable_discard (PenRecoverable *self);

/* Keeps a document's unsaved changes in a file for as long as there are any: written by a worker a moment after the first
 * change, then every few seconds; removed once all is saved or undone, and by pen_recovery_stop(). A lock, which ends with
 * the process however that ends, tells a living program's files from the others.
 * Signal: "failed" (message), once, when changes cannot be kept. Thread: the main context's.
 * Test: tests/lab/recovery.cpp, tests/e2e/session.py */
#define PEN_TYPE_RECOVERY (pen_recovery_get_type ())
G_DECLARE_FINAL_TYPE (PenRecovery, pen_recovery, PEN, RECOVERY, GObject)

/* @folder: made if needed. @from: goes on in that file, taken; or NULL. */
PenRecovery *pen_recovery_new (const char *folder, PenDocument *document, PenRecoverable *from);
const char  *pen_recovery_file (PenRecovery *self); /* there may be nothing yet under this name */
/* The document is done with: nothing is kept any more. */
void         pen_recovery_stop (PenRecovery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenRecoverable, pen_recoverable_free)

G_END_DECLS
