/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include "presets.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define UNREADABLE ".unreadable" /* what could not be recovered, so that it is not offered for ever */

/* What other programs left, asked about one after the other. */
typedef struct
{
  PenWindow *window;
  GPtrArray *found; /* PenRecoverable, the newest first */
  gboolean here;    /* the next goes into this window, others into new ones */
} Offer;

typedef struct
{
  PenRecoverable *from;
  PenExperiment *base, *changed;
} Reading;

static void ask_next (Offer *offer);

static void
offer_free (Offer *self)
{
  g_ptr_array_unref (self->found);
  g_object_unref (self->window);
  g_free (self);
}

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_clear_pointer (&self->from, pen_recoverable_free);
  g_clear_pointer (&self->base, pen_experiment_unref);
  g_clear_pointer (&self->changed, pen_experiment_unref);
  g_free (self);
}

static char *
folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "penchant", "unsaved", NULL);
}

static void
failed_cb (PenRecovery *recovery, const char *message, PenWindow *self)
{
  g_autofree char *all = g_strdup_printf (_ ("Unsaved changes cannot be kept for a crash: %s"), message);

  pen_window_message (self, all);
}

void
pen_window_keep_unsaved (PenWindow *self, PenRecoverable *from)
{
  g_autofree char *place = folder ();

  pen_window_stop_keeping (self);
  self->recovery = pen_recovery_new (place, pen_window_document (self), from);
  g_signal_connect_object (self->recovery, "failed", G_CALLBACK (failed_cb), self, 0);
}

void
pen_window_stop_keeping (PenWindow *self)
{
  if (self->recovery != NULL)
    pen_recovery_stop (self->recovery);
  g_clear_object (&self->recovery);
}

static void
read_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;

  if (pen_recoverable_read (reading->from, &reading->base, &reading->changed, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The file as it was last saved, with the changes as one step on top. */
static void
show_recovered (PenWindow *self, Reading *reading)
{
  g_autoptr (PenExperiment) blank = pen_window_blank ();
  g_autoptr (GError) error = NULL;

  pen_window_set_experiment (self, reading->base != NULL ? reading->base : blank);
  if (!pen_document_apply (pen_window_document (self), reading->changed, _ ("recovered changes"), NULL, &error))
    pen_window_alert (self, _ ("The changes could not be recovered"), error->message);
  else
    pen_window_keep_unsaved (self, g_steal_pointer (&reading->from));
}

static void
put_aside (PenWindow *self, const PenRecoverable *from, const GError *error)
{
  g_autofree char *aside = g_strconcat (from->file, UNREADABLE, NULL);
  g_autofree char *body = NULL;

  body = g_strdup_printf (_ ("%s\nThe file is kept as %s."), error->message,
                          g_rename (from->file, aside) == 0 ? aside : from->file);
  pen_window_alert (self, _ ("The changes could not be recovered"), body);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Offer *offer = data;
  Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    put_aside (offer->window, reading->from, error);
  else if (offer->here)
    show_recovered (offer->window, reading);
  else
    {
      GtkWidget *window = pen_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (offer->window))));

      show_recovered (PEN_WINDOW (window), reading);
      gtk_window_present (GTK_WINDOW (window));
    }
  offer->here = FALSE;
  ask_next (offer);
}

static void
answered_cb (AdwMessageDialog *dialog, const char *response, gpointer data)
{
  Offer *offer = data;
  PenRecoverable *from = g_ptr_array_steal_index (offer->found, 0);

  if (g_str_equal (response, "recover"))
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, read_cb, offer);
      Reading *reading = g_new0 (Reading, 1);

      reading->from = from;
      g_task_set_task_data (task, reading, reading_free);
      g_task_run_in_thread (task, read_worker);
      return;
    }
  if (g_str_equal (response, "discard"))
    pen_recoverable_discard (from);
  pen_recoverable_free (from);
  ask_next (offer);
}

static char *
body_text (const PenRecoverable *one)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (one->time);
  g_autofree char *time = when != NULL ? g_date_time_format (when, "%x %X") : g_strdup ("");
  const char *title =
      one->title != NULL && *one->title != '\0' ? pen_presets_text (one->title) : _ ("Untitled experiment");

  /* Translators: the experiment's title; a date and time */
  return g_strdup_printf (_ ("“%s” was last changed %s and not saved before Penchant ended."), title, time);
}

static void
ask_next (Offer *offer)
{
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;

  if (offer->found->len == 0)
    {
      offer_free (offer);
      return;
    }
  body = body_text (g_ptr_array_index (offer->found, 0));
  dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (offer->window), _ ("Recover unsaved changes?"), body));
  adw_message_dialog_add_responses (dialog, "later", _ ("_Not now"), "discard", _ ("_Discard"), "recover",
                                    _ ("_Recover"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "recover", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "recover");
  adw_message_dialog_set_close_response (dialog, "later");
  g_signal_connect (dialog, "response", G_CALLBACK (answered_cb), offer);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
find_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autofree char *place = folder ();

  g_task_return_pointer (task, pen_recoverable_find (place), (GDestroyNotify)g_ptr_array_unref);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PenWindow *self = PEN_WINDOW (source);
  g_autoptr (GPtrArray) found = g_task_propagate_pointer (G_TASK (result), NULL);
  gboolean edited = self->laboratory != NULL && pen_document_modified (pen_window_document (self));
  Offer *offer;

  /* Closed meanwhile: it is offered another time. */
  if (found->len == 0 || gtk_window_get_application (GTK_WINDOW (self)) == NULL)
    return;
  offer = g_new (Offer, 1);
  *offer = (Offer){ g_object_ref (self), g_steal_pointer (&found), GPOINTER_TO_INT (data) && !edited };
  ask_next (offer);
}

void
pen_window_offer_recovery (PenWindow *self, gboolean here)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PEN_IS_WINDOW (self));
  task = g_task_new (self, NULL, found_cb, GINT_TO_POINTER (here));
  g_task_run_in_thread (task, find_worker);
}
