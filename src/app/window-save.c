/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include "presets.h"
#include "save-chooser.h"

#include <glib/gi18n-lib.h>

/* Something to do once there is nothing to lose any more. */
typedef struct
{
  PenWindow *window;
  PenWindowFunc next;
  gpointer data;
  GDestroyNotify free_data;
  gboolean save; /* first */
} Pending;

static void
pending_free (Pending *self)
{
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_object_unref (self->window);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pending, pending_free)

/* A file of the person's own: a preset is never written over. */
static const char *
own_path (PenWindow *self)
{
  const char *path = pen_document_path (pen_window_document (self));

  return path != NULL && !pen_presets_hold (path) ? path : NULL;
}

static gboolean
save_to (PenWindow *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *message = NULL;

  if (!pen_document_save (pen_window_document (self), path, &error))
    {
      pen_window_alert (self, _ ("The experiment was not saved"), error->message);
      return FALSE;
    }
  pen_window_remember_file (self, path);
  name = g_path_get_basename (path);
  message = g_strdup_printf (_ ("Saved as %s"), name);
  pen_window_message (self, message);
  return TRUE;
}

static void
chosen_save_cb (const char *path, gpointer user_data)
{
  Pending *pending = user_data;

  if (save_to (pending->window, path) && pending->next != NULL)
    pending->next (pending->window, pending->data);
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

/* Saves under the name the experiment has, whatever is there, and goes on. */
static gboolean
save_here_cb (gpointer user_data)
{
  g_autoptr (Pending) pending = user_data;

  if (save_to (pending->window, own_path (pending->window)) && pending->next != NULL)
    pending->next (pending->window, pending->data);
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

  if (own_path (self) == NULL)
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
  save_to (user_data, g_variant_get_string (parameter, NULL));
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
