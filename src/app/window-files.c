/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include "csv-dialog.h"
#include "gallery.h"
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

void
pen_window_alert (PenWindow *self, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  g_free (self->last_message);
  self->last_message = g_strdup (body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

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
  const char *title = pen_document_experiment (pen_window_document (self))->title;
  g_autofree char *base = NULL;

  if (path != NULL)
    return g_path_get_basename (path);
  base = g_strdelimit (g_strdup (title != NULL && *title != '\0' ? title : _ ("Experiment")), "/", '-');
  return g_strconcat (base, ".penchant", NULL);
}

/* Takes @pending. */
static void
ask_where_to_save (PenWindow *self, Pending *pending)
{
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

static gboolean
answered_cb (gpointer user_data)
{
  g_autoptr (Pending) pending = user_data;
  PenWindow *self = pending->window;
  const char *path = own_path (self);

  if (pending->save && path == NULL)
    ask_where_to_save (self, g_steal_pointer (&pending));
  else if (!pending->save || save_to (self, path))
    pending->next (self, pending->data);
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

/* Runs on the worker: a large table must not hold up the window. */
static void
load_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const char *path = task_data;
  GError *error = NULL;
  PenExperiment *experiment = g_str_has_suffix (path, ".penchant") ? pen_experiment_read (path, NULL, &error)
                                                                   : pen_experiment_from_csv (path, NULL, NULL, &error);

  if (experiment != NULL)
    g_task_return_pointer (task, experiment, (GDestroyNotify)pen_experiment_unref);
  else
    g_task_return_error (task, error);
}

static char *
labels_text (const PenExperiment *experiment)
{
  const PenDataset *data = experiment->data;
  gulong n = pen_dataset_n (data);
  g_autofree char *rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu row", "%lu rows", n), n);

  /* Labels that are ±1 already need no telling. */
  if (pen_dataset_task (data) == PEN_TASK_CLASSIFICATION && g_ascii_strtod (pen_dataset_label (data, 1), NULL) == 1
      && g_ascii_strtod (pen_dataset_label (data, -1), NULL) == -1)
    return g_strdup_printf (_ ("Read %s of two classes"), rows);
  if (pen_dataset_task (data) != PEN_TASK_CLASSIFICATION)
    return g_strdup_printf (_ ("Read %s; the target is %s"), rows, pen_dataset_target (data));
  return g_strdup_printf (_ ("Read %s; %s is +1 and %s is −1"), rows, pen_dataset_label (data, 1),
                          pen_dataset_label (data, -1));
}

PenExperiment *
pen_window_blank (void)
{
  g_autoptr (PenDataset) data = pen_dataset_new (PEN_TASK_CLASSIFICATION, 0, 2, NULL, NULL, NULL, NULL, NULL, NULL);
  PenExperiment *experiment = pen_experiment_new (data);

  experiment->title = g_strdup (_ ("Untitled experiment"));
  experiment->loss = PEN_LOSS_EXPONENTIAL;
  return experiment;
}

static void
new_now (PenWindow *self, gpointer data)
{
  g_autoptr (PenExperiment) blank = pen_window_blank ();

  pen_window_set_experiment (self, blank);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PenWindow *self = PEN_WINDOW (source);
  const char *path = g_task_get_task_data (G_TASK (result));
  gboolean current = self->loading != NULL && self->loading == g_task_get_cancellable (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (PenExperiment) experiment = g_task_propagate_pointer (G_TASK (result), &error);

  if (current)
    g_clear_object (&self->loading);
  if (!current || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (experiment == NULL)
    {
      pen_window_alert (self, _ ("The file was not opened"), error->message);
      if (self->laboratory == NULL)
        new_now (self, NULL);
      return;
    }
  pen_window_set_experiment (self, experiment);
  pen_window_remember_file (self, path);
  if (!g_str_has_suffix (path, ".penchant"))
    {
      g_autofree char *message = labels_text (experiment);

      pen_window_message (self, message);
    }
}

void
pen_window_load (PenWindow *self, const char *path)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PEN_IS_WINDOW (self) && path != NULL);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  task = g_task_new (self, self->loading, loaded_cb, NULL);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, load_worker);
}

gboolean
pen_window_loading (PenWindow *self)
{
  g_return_val_if_fail (PEN_IS_WINDOW (self), FALSE);
  return self->loading != NULL;
}

static void
load_now (PenWindow *self, gpointer data)
{
  pen_window_load (self, data);
}

static void
imported_cb (PenCsvDialog *dialog, PenExperiment *experiment, PenWindow *self)
{
  g_autofree char *message = labels_text (experiment);

  pen_window_set_experiment (self, experiment);
  pen_window_remember_file (self, pen_csv_dialog_path (dialog));
  pen_window_message (self, message);
}

static void
ask_how_to_read (PenWindow *self, gpointer data)
{
  PenCsvDialog *dialog = pen_csv_dialog_new (GTK_WINDOW (self), data);

  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
pen_window_open (PenWindow *self, const char *path)
{
  g_return_if_fail (PEN_IS_WINDOW (self) && path != NULL);
  pen_window_guard (self, g_str_has_suffix (path, ".penchant") ? load_now : ask_how_to_read, g_strdup (path), g_free);
}

static void
chosen_open_cb (const char *path, gpointer user_data)
{
  pen_window_open (user_data, path);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *const *suffixes)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (; *suffixes != NULL; suffixes++)
    gtk_file_filter_add_suffix (filter, *suffixes);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const all[] = { "penchant", "csv", "tsv", "txt", NULL };
  static const char *const tables[] = { "csv", "tsv", "txt", NULL };
  PenWindow *self = user_data;
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Open experiment or table"), GTK_WINDOW (self),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

  add_filter (GTK_FILE_CHOOSER (dialog), _ ("Experiments and tables"), all);
  add_filter (GTK_FILE_CHOOSER (dialog), _ ("Tables (CSV)"), tables);
  pen_file_chooser_show (dialog, chosen_open_cb, g_object_ref (self), g_object_unref);
}

static void
open_path_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pen_window_open (user_data, g_variant_get_string (parameter, NULL));
}

static void
preset_chosen_cb (PenGallery *gallery, const char *path, PenWindow *self)
{
  pen_window_open (self, path);
}

static void
gallery_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *folder = pen_presets_folder ();
  g_autofree char *cache = g_build_filename (g_get_user_cache_dir (), "penchant", "thumbnails", NULL);
  PenGallery *gallery = pen_gallery_new (user_data, folder, cache);

  g_signal_connect_object (gallery, "chosen", G_CALLBACK (preset_chosen_cb), user_data, 0);
  gtk_window_present (GTK_WINDOW (gallery));
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pen_window_guard (user_data, new_now, NULL, NULL);
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ask_where_to_save (user_data, pending_new (user_data, NULL, NULL, NULL));
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *path = own_path (user_data);

  if (path != NULL)
    save_to (user_data, path);
  else
    save_as_cb (action, parameter, user_data);
}

static void
save_to_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  save_to (user_data, g_variant_get_string (parameter, NULL));
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files != NULL ? g_file_get_path (files->data) : NULL;

  if (path == NULL)
    return FALSE;
  pen_window_open (user_data, path);
  return TRUE;
}

void
pen_window_add_file_actions (PenWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = open_cb },
    { .name = "open-path", .parameter_type = "s", .activate = open_path_cb },
    { .name = "gallery", .activate = gallery_cb },
    { .name = "preset", .parameter_type = "s", .activate = open_path_cb },
    { .name = "new", .activate = new_cb },
    { .name = "save", .activate = save_cb },
    { .name = "save-as", .activate = save_as_cb },
    { .name = "save-to", .parameter_type = "s", .activate = save_to_cb },
  };
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
