/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include "csv-dialog.h"
#include "gallery.h"
#include "presets.h"
#include "save-chooser.h"

#include <glib/gi18n-lib.h>

void
pen_window_alert (PenWindow *self, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  g_free (self->last_message);
  self->last_message = g_strdup (body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
is_table (const char *path)
{
  return !g_str_has_suffix (path, ".penchant");
}

/* A file on its way in. */
typedef struct
{
  char *path;
  PenExperiment *before; /* what was shown when it was asked for, or NULL */
  PenExperiment *read;
  gboolean is_open; /* a table of more labels than two: a person says which is which */
} Load;

static void
load_clear (gpointer data)
{
  Load *self = data;

  g_free (self->path);
  g_clear_pointer (&self->before, pen_experiment_unref);
  g_clear_pointer (&self->read, pen_experiment_unref);
}

static void
load_unref (gpointer data)
{
  g_rc_box_release_full (data, load_clear);
}

/* Runs on the worker: a large table must not hold up the window. */
static void
load_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Load *load = task_data;
  GError *error = NULL;
  PenExperiment *experiment = is_table (load->path) ? pen_experiment_from_csv (load->path, NULL, NULL, &error)
                                                    : pen_experiment_read (load->path, NULL, &error);

  if (experiment != NULL)
    {
      g_task_return_pointer (task, experiment, (GDestroyNotify)pen_experiment_unref);
      return;
    }
  if (is_table (load->path))
    {
      g_auto (GStrv) labels = pen_csv_labels (load->path, NULL, 3);

      load->is_open = labels != NULL && g_strv_length (labels) > 2;
    }
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
  if (pen_dataset_is_against_rest (data))
    return g_strdup_printf (_ ("Read %s; %s is +1, against the rest"), rows, pen_dataset_label (data, 1));
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
show_loaded (PenWindow *self, gpointer data)
{
  Load *load = data;

  pen_window_set_experiment (self, load->read);
  pen_window_remember_file (self, load->path);
  if (self->left == NULL && is_table (load->path))
    {
      g_autofree char *message = labels_text (load->read);

      pen_window_message (self, message);
    }
}

static void
imported_cb (PenCsvDialog *dialog, PenExperiment *experiment, PenWindow *self)
{
  g_autofree char *message = labels_text (experiment);

  pen_window_set_experiment (self, experiment);
  pen_window_remember_file (self, pen_csv_dialog_path (dialog));
  if (self->left == NULL)
    pen_window_message (self, message);
}

static void
ask_how_to_read (PenWindow *self, gpointer data)
{
  PenCsvDialog *dialog = pen_csv_dialog_new (GTK_WINDOW (self), data);

  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PenWindow *self = PEN_WINDOW (source);
  Load *load = g_task_get_task_data (G_TASK (result));
  gboolean current = self->loading != NULL && self->loading == g_task_get_cancellable (G_TASK (result));
  g_autoptr (GError) error = NULL;

  load->read = g_task_propagate_pointer (G_TASK (result), &error);
  if (current)
    g_clear_object (&self->loading);
  if (!current || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (load->read == NULL)
    {
      if (self->laboratory == NULL)
        new_now (self, NULL);
      if (load->is_open)
        ask_how_to_read (self, load->path);
      else
        pen_window_alert (self, _ ("The file was not opened"), error->message);
    }
  else if (self->laboratory == NULL || pen_document_experiment (pen_window_document (self)) == load->before)
    show_loaded (self, load);
  else /* edited meanwhile */
    pen_window_leave (self, show_loaded, g_rc_box_acquire (load), load_unref);
}

void
pen_window_load (PenWindow *self, const char *path)
{
  g_autoptr (GTask) task = NULL;
  Load *load;

  g_return_if_fail (PEN_IS_WINDOW (self) && path != NULL);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  load = g_rc_box_new0 (Load);
  load->path = g_strdup (path);
  if (self->laboratory != NULL)
    load->before = pen_experiment_ref (pen_document_experiment (pen_window_document (self)));
  self->loading = g_cancellable_new ();
  task = g_task_new (self, self->loading, loaded_cb, NULL);
  g_task_set_task_data (task, load, load_unref);
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

void
pen_window_open (PenWindow *self, const char *path)
{
  g_return_if_fail (PEN_IS_WINDOW (self) && path != NULL);
  pen_window_leave (self, is_table (path) ? ask_how_to_read : load_now, g_strdup (path), g_free);
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
  pen_window_leave (user_data, new_now, NULL, NULL);
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
  };
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
