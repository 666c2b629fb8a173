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
  GtkMenuButton *main_button, *export_button, *recent_button;

  PenLaboratory *laboratory;
  GSignalGroup *document_signals, *laboratory_signals;
  PenRecovery *recovery; /* of the document's unsaved changes */
  GSimpleActionGroup *run;
  GSettings *settings; /* NULL when the schema is not installed */
  PenFigure figure;    /* as the last one was exported */
  GStrv recent_shown; /* in the menu, or NULL */
  GCancellable *loading; /* of the file being read, or NULL */
  gboolean saving;
  GQueue after_saving; /* what waits for it: window-save.c */
  AdwToast *toast;   /* weak: the message that is shown, or NULL */
  guint toast_timer; /* till it goes */
  guint keeping;     /* till the window's state is written, or 0 */
  PenDocument *left; /* a preset with changes that the message can bring back, or NULL */
  char *last_message;
  gboolean closing;
};

typedef void (*PenWindowFunc) (PenWindow *self, gpointer user_data);

/* window.c: in place of what is shown, without a question */
void pen_window_show_document (PenWindow *self, PenDocument *document);

/* window-message.c */
void pen_window_add_message_actions (PenWindow *self);
void pen_window_stop_messages (PenWindow *self);
/* Whether a preset is shown that was changed: something tried, which gives way without a question but can be brought back. */
gboolean pen_window_tries_preset (PenWindow *self);
void pen_window_say_left (PenWindow *self, PenDocument *left);
/* As pen_window_guard(), but asks about a person's own work only. */
void pen_window_leave (PenWindow *self, PenWindowFunc next, gpointer data, GDestroyNotify free_data);

/* window-save.c */
void pen_window_add_save_actions (PenWindow *self);
/* Calls @next at once when there is nothing to lose, or after a save under way; otherwise asks, and calls it after saving or discarding. @data is
 * freed with @free_data whatever happens. */
void pen_window_guard (PenWindow *self, PenWindowFunc next, gpointer data, GDestroyNotify free_data);

/* window-files.c */
void pen_window_add_file_actions (PenWindow *self);
/* As by the file dialog: asks about changes first, and about how a table is to be read. */
void pen_window_open (PenWindow *self, const char *path);
/* No points and two classes to place them with; the caller's. */
PenExperiment *pen_window_blank (void);
/* Large: a dialog with the whole message, for what a toast would cut. */
void pen_window_alert (PenWindow *self, const char *heading, const char *body);

/* window-recovery.c: what is not saved outlives the program, however that ends. @from: goes on in that file, taken; or NULL. */
void pen_window_keep_unsaved (PenWindow *self, PenRecoverable *from);
void pen_window_stop_keeping (PenWindow *self);

/* window-recent.c: a menu of the files opened and saved last, those of them that are there */
void pen_window_add_recent_actions (PenWindow *self);
void pen_window_watch_recent_files (PenWindow *self); /* from the settings, which are there by now */
void pen_window_remember_file (PenWindow *self, const char *path); /* unless it is a preset's */

/* window-state.c: what the next window takes over from this one */
void pen_window_restore_state (PenWindow *self);
void pen_window_keep_state (PenWindow *self);
void pen_window_keep_speed (PenWindow *self, double speed);

/* window-export.c */
void pen_window_add_export_actions (PenWindow *self);

/* window-copy.c */
void pen_window_add_copy_actions (PenWindow *self);

G_END_DECLS
