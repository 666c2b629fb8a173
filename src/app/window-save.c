/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include "presets.h"
#include "save-chooser.h"

#include <glib/gi18n-lib.h>

/* Something to do once there is nothing to lose any more, or a save. */
typedef struct
{
  PenWindow *window;
  PenWindowFunc next; /* NULL: nothing after the save */
  gpointer data;
  GDestroyNotify free_data;
  gboolean save; /* first */
  char *path;    /* where it is to be saved, or NULL: not known yet */
  PenDocument *document;
  PenExperiment *written; /* a document may go on and a window show another while it is written */
} Pending;

static void save_then (Pending *pending);
static void save_to (Pending *pending, const char *path);

static void
pending_free (Pending *self)
{
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self->path);
  g_clear_object (&self->document);
  g_clear_pointer (&self->written, pen_experiment_unref);
  g_object_unref (self->window);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pending, pending_free)

static Pending *
pending_new (PenWindow *self, PenWindowFunc next, gpointer data, GDestroyNotify free_data)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->window = g_object_ref (self);
  pending->next = next;
  pending->data = data;
  pending->free_data = free_data;
  return pending;
}

/* A file of the person's own: a preset is never written over. */
static const char *
own_path (PenWindow *self)
{
  const char *path = pen_document_path (pen_window_document (self));

  return path != NULL && !pen_presets_hold (path) ? path : NULL;
}

/* Runs on the worker: a hundred thousand rows must not hold up the window. */
static void
write_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Pending *pending = data;
  GError *error = NULL;

  if (pen_experiment_write (pending->written, pending->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Guarded again: there may be changes since. */
static void
go_on (Pending *pending)
{
  if (pending->next != NULL)
    pen_window_guard (pending->window, pending->next, pending->data, g_steal_pointer (&pending->free_data));
}

static void
say_saved (PenWindow *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *message = g_strdup_printf (_ ("Saved as %s"), name);

  pen_window_remember_file (self, path);
  pen_window_message (self, message);
}

/* What had to wait for the save that has ended. */
static void
resume (PenWindow *self)
{
  while (!self->saving && !g_queue_is_empty (&self->after_saving))
    {
      Pending *pending = g_queue_pop_head (&self->after_saving);

      if (pending->path != NULL)
        {
          g_autofree char *path = g_steal_pointer (&pending->path);

          save_to (pending, path);
        }
      else if (pending->save)
        save_then (pending);
      else
        {
          go_on (pending);
          pending_free (pending);
        }
    }
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PenWindow *self = PEN_WINDOW (source);
  g_autoptr (Pending) pending = user_data;
  g_autoptr (GError) error = NULL;
  gboolean written = g_task_propagate_boolean (G_TASK (result), &error);

  self->saving = FALSE;
  if (written)
    pen_document_end_save (pending->document, pending->written, pending->path);
  if (self->laboratory == NULL) /* destroyed meanwhile */
    g_queue_clear_full (&self->after_saving, (GDestroyNotify)pending_free);
  else if (written)
    {
      say_saved (self, pending->path);
      go_on (pending);
    }
  else
    pen_window_alert (self, _ ("The experiment was not saved"), error->message);
  resume (self);
}

/* Takes @pending. One at a time: what is saved last shall be what is there. */
static void
save_to (Pending *pending, const char *path)
{
  PenWindow *self = pending->window;
  g_autoptr (GTask) task = NULL;

  pending->path = g_strdup (path);
  if (self->saving)
    {
      g_queue_push_tail (&self->after_saving, pending);
      return;
    }
  self->saving = TRUE;
  pending->document = g_object_ref (pen_window_document (self));
  pending->written = pen_document_begin_save (pending->document);
  task = g_task_new (self, NULL, written_cb, pending);
  g_task_set_task_data (task, pending, NULL);
  g_task_run_in_thread (task, write_worker);
}

/* The chooser frees what it was given. */
static void
chosen_save_cb (const char *path, gpointer user_data)
{
  Pending *asked = user_data;

  save_to (pending_new (asked->window, asked->next, asked->data, g_steal_pointer (&asked->free_data)), path);
}

static char *
suggested_name (PenWindow *self)
{
  const char *path = pen_document_path (pen_window_document (self));
  const char *title = pen_presets_text (pen_document_experiment (pen_window_document (self))->title);
  g_autofree char *base = NULL;

  if (path != NULL)
    return g_path_get_basename (path);
  base = g_strdelimit (g_strdup (title != NULL && *title != '\0' ? title : _ ("Experiment")), "/", '-');
  return g_strconcat (base, ".penchant", NULL);
}

/* Takes @pending. */
static void
ask_where_to_save (Pending *pending)
{
  PenWindow *self = pending->window;
  g_autofree char *name = suggested_name (self);

  pen_save_chooser_show (GTK_WINDOW (self), _ ("Save experiment"), _ ("_Save"), name, chosen_save_cb, pending,
                         (GDestroyNotify)pending_free);
}

/* Saves under the name the experiment has, whatever is there, and goes on. */
static gboolean
save_here_cb (gpointer user_data)
{
  Pending *pending = user_data;

  save_to (pending, own_path (pending->window));
  return G_SOURCE_REMOVE;
}

static void
overtaken_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (Pending) pending = user_data;

  if (g_str_equal (response, "save-as"))
    ask_where_to_save (g_steal_pointer (&pending));
  else if (g_str_equal (response, "overwrite"))
    g_idle_add (save_here_cb, g_steal_pointer (&pending));
}

/* Takes @pending. */
static void
ask_whether_to_overwrite (Pending *pending)
{
  PenWindow *self = pending->window;
  g_autofree char *name = g_path_get_basename (own_path (self));
  g_autofree char *body = g_strdup_printf (_ ("Another program has changed %s since it was read. Saving here puts this "
                                              "experiment in the place of those changes."),
                                           name);
  AdwMessageDialog *dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _ ("The file has changed"), body));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "overwrite", _ ("_Overwrite"), "save-as",
                                    _ ("Save _As…"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save-as", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save-as");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (overtaken_cb), pending);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Takes @pending. */
static void
save_then (Pending *pending)
{
  PenWindow *self = pending->window;

  pending->save = TRUE;
  if (self->saving) /* what it has written by now would look like another program's */
    g_queue_push_tail (&self->after_saving, pending);
  else if (own_path (self) == NULL)
    ask_where_to_save (pending);
  else if (pen_document_overtaken (pen_window_document (self)))
    ask_whether_to_overwrite (pending);
  else
    save_here_cb (pending);
}

static gboolean
answered_cb (gpointer user_data)
{
  g_autoptr (Pending) pending = user_data;

  if (pending->save)
    save_then (g_steal_pointer (&pending));
  else
    pending->next (pending->window, pending->data);
  return G_SOURCE_REMOVE;
}

/* The dialog still needs the window it stands on, which what comes next may close. */
static void
guarded_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Pending *pending = user_data;

  if (g_str_equal (response, "cancel"))
    {
      pending_free (pending);
      return;
    }
  pending->save = g_str_equal (response, "save");
  g_idle_add (answered_cb, pending);
}

void
pen_window_guard (PenWindow *self, PenWindowFunc next, gpointer data, GDestroyNotify free_data)
{
  Pending *pending = pending_new (self, next, data, free_data);
  AdwMessageDialog *dialog;

  if (self->saving)
    {
      g_queue_push_tail (&self->after_saving, pending);
      return;
    }
  if (self->laboratory == NULL || !pen_document_modified (pen_window_document (self)))
    {
      next (self, data);
      pending_free (pending);
      return;
    }
  dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (self), _ ("Save changes?"),
                              _ ("This experiment has changes that are not saved. Without saving, they are lost.")));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "discard", _ ("_Discard"), "save", _ ("_Save"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (guarded_cb), pending);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ask_where_to_save (pending_new (user_data, NULL, NULL, NULL));
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  save_then (pending_new (user_data, NULL, NULL, NULL));
}

static void
save_to_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  save_to (pending_new (user_data, NULL, NULL, NULL), g_variant_get_string (parameter, NULL));
}

gboolean
pen_window_saving (PenWindow *self)
{
  g_return_val_if_fail (PEN_IS_WINDOW (self), FALSE);
  return self->saving;
}

void
pen_window_add_save_actions (PenWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "save", .activate = save_cb },
    { .name = "save-as", .activate = save_as_cb },
    { .name = "save-to", .parameter_type = "s", .activate = save_to_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
