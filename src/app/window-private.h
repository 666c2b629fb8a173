/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "window.h"

#include "figure.h"
#include "lab/recovery.h"
#include "tour.h"
#include "transport.h"

G_BEGIN_DECLS

/* Shared by window.c, window-copy.c, window-export.c and window-files.c, and by no other file. */
struct _PenWindow
{
  AdwApplicationWindow parent_instance;
  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  AdwFlap *flap;
  PenModelPanel *panel;
  PenViewsArea *views;
  PenTransport *transport;
  PenTour *tour;
  PenAnswerBar *answer;
  GtkWidget *undo, *redo;
  GMenu *export_menu, *presets_section;

  PenLaboratory *laboratory;
  GSignalGroup *document_signals, *laboratory_signals;
  PenRecovery *recovery; /* of the document's unsaved changes */
  GSimpleActionGroup *run;
  GSettings *settings; /* NULL when the schema is not installed */
  PenFigure figure;    /* as the last one was exported */
  GCancellable *loading; /* of the file being read, or NULL */
  AdwToast *toast; /* weak: the message last shown */
  char *last_message;
  gboolean closing;
};

typedef void (*PenWindowFunc) (PenWindow *self, gpointer user_data);

/* window-files.c */
void pen_window_add_file_actions (PenWindow *self);
/* Calls @next at once when there is nothing to lose; otherwise asks, and calls it after saving or discarding. @data is
 * freed with @free_data whatever happens. */
void pen_window_guard (PenWindow *self, PenWindowFunc next, gpointer data, GDestroyNotify free_data);
/* No points and two classes to place them with; the caller's. */
PenExperiment *pen_window_blank (void);
/* Large: a dialog with the whole message, for what a toast would cut. */
void pen_window_alert (PenWindow *self, const char *heading, const char *body);

/* window-recovery.c: what is not saved outlives the program, however that ends. @from: goes on in that file, taken; or NULL. */
void pen_window_keep_unsaved (PenWindow *self, PenRecoverable *from);
void pen_window_stop_keeping (PenWindow *self);

/* window-export.c */
void pen_window_add_export_actions (PenWindow *self);

/* window-copy.c */
void pen_window_add_copy_actions (PenWindow *self);

G_END_DECLS
