/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include <glib/gi18n-lib.h>
#include <penchant/error.h>
#include <string.h>

typedef struct
{
  PenWindow *window;
  char *what; /* a view's nick, "report", "trace" or "points" */
} Export;

static void
export_free (Export *self)
{
  g_object_unref (self->window);
  g_free (self->what);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static gboolean
export_view (PenWindow *self, PenViewKind kind, const char *path, GError **error)
{
  PenExport options = PEN_EXPORT_INIT;
  g_autoptr (PenScene) scene = NULL;

  if (!pen_export_format_of (path, &options.format, error))
    return FALSE;
  scene = pen_views_area_scene (self->views, kind);
  pen_scene_set_title (scene, pen_document_experiment (pen_window_document (self))->title);
  return pen_scene_export (scene, &options, path, error);
}

static gboolean
export_to (PenWindow *self, const char *what, const char *path, GError **error)
{
  PenViewKind kind = pen_view_from_nick (what);
  PenOutcome *outcome;

  if (kind != PEN_N_VIEWS)
    return export_view (self, kind, path, error);
  if (g_str_equal (what, "points"))
    return pen_csv_write (pen_document_experiment (pen_window_document (self))->data, path, error);
  outcome = pen_laboratory_outcome (self->laboratory);
  if (outcome == NULL)
    {
      g_set_error_literal (error, PEN_ERROR, PEN_ERROR_VALUE,
                           _ ("The run has not ended yet. Wait for the answer line, then export again."));
      return FALSE;
    }
  if (g_str_equal (what, "report"))
    return pen_report_write (outcome, path, error);
  if (g_str_equal (what, "trace"))
    return pen_report_write_trace (outcome, path, error);
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("There is nothing called “%s” to export"), what);
  return FALSE;
}

static void
export_and_tell (PenWindow *self, const char *what, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path), *message = NULL;

  if (!export_to (self, what, path, &error))
    {
      pen_window_alert (self, _ ("Nothing was exported"), error->message);
      return;
    }
  message = g_strdup_printf (_ ("Exported as %s"), name);
  pen_window_message (self, message);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  gtk_native_dialog_hide (dialog);
  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      path = file != NULL ? g_file_get_path (file) : NULL;
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  if (path != NULL)
    export_and_tell (export->window, export->what, path);
}

/* "WHAT:REST" → what; *rest points behind the colon. NULL when there is none. */
static char *
split (const char *target, const char **rest)
{
  const char *colon = strchr (target, ':');

  if (colon == NULL)
    return NULL;
  *rest = colon + 1;
  return g_strndup (target, (gsize)(colon - target));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PenWindow *self = user_data;
  const char *ending = NULL;
  g_autofree char *what = split (g_variant_get_string (parameter, NULL), &ending);
  g_autofree char *name = NULL;
  GtkFileChooserNative *dialog;
  Export *export;

  if (what == NULL || self->laboratory == NULL)
    return;
  name = g_strdup_printf ("%s.%s", what, ending);
  dialog = gtk_file_chooser_native_new (_ ("Export"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"),
                                        _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  export = g_new (Export, 1);
  export->window = g_object_ref (self);
  export->what = g_steal_pointer (&what);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
export_to_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *path = NULL;
  g_autofree char *what = split (g_variant_get_string (parameter, NULL), &path);

  if (what != NULL && PEN_WINDOW (user_data)->laboratory != NULL)
    export_and_tell (user_data, what, path);
}

void
pen_window_add_export_actions (PenWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "export", .parameter_type = "s", .activate = export_cb },
    { .name = "export-to", .parameter_type = "s", .activate = export_to_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
