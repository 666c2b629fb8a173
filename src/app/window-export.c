/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include "export-dialog.h"
#include "presets.h"
#include "save-chooser.h"

#include <glib/gi18n-lib.h>
#include <penchant/error.h>
#include <penchant/file.h>
#include <string.h>

typedef struct
{
  PenWindow *window;
  char *what; /* "report", "trace", "sweep-values" or "points"; of a view being written, its path */
} Export;

static void
export_free (Export *self)
{
  g_object_unref (self->window);
  g_free (self->what);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
tell (PenWindow *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path), *message = g_strdup_printf (_ ("Exported as %s"), name);

  pen_window_message (self, message);
}

static void
refuse (PenWindow *self, const GError *error)
{
  pen_window_alert (self, _ ("Nothing was exported"), error->message);
}

static void
view_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  gboolean written = pen_figure_render_finish (result, NULL, &error);

  if (export->window->laboratory == NULL) /* closed meanwhile */
    return;
  if (written)
    tell (export->window, export->what);
  else
    refuse (export->window, error);
}

/* On a worker, in the size and colours of the last figure. */
static void
export_view (PenWindow *self, PenViewKind kind, const char *path)
{
  PenFigure figure = self->figure;
  g_autoptr (PenScene) scene = NULL;
  g_autoptr (GError) error = NULL;
  PenExport options;
  Export *export;

  if (!pen_export_format_of (path, &figure.format, &error))
    {
      refuse (self, error);
      return;
    }
  options = pen_figure_options (&figure);
  scene = pen_views_area_scene (self->views, kind, NULL);
  if (figure.titled)
    pen_scene_set_title (scene, pen_presets_text (pen_document_experiment (pen_window_document (self))->title));
  export = g_new (Export, 1);
  *export = (Export){ g_object_ref (self), g_strdup (path) };
  pen_figure_render_async (scene, &options, path, NULL, view_written_cb, export);
}

/* The rows of the sweep that is shown; NULL with a reason. */
static const PenSweepTable *
sweep_of (PenWindow *self, GError **error)
{
  PenPlotView *plot = pen_views_area_plot (self->views, PEN_VIEW_SWEEP);
  PenViewInput input = { 0 };

  if (plot != NULL)
    pen_study_fill (pen_plot_view_study (plot), &input);
  if (plot == NULL)
    g_set_error_literal (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("No sweep is shown. Choose the view Sweep first."));
  else if (input.sweep == NULL || pen_study_busy (pen_plot_view_study (plot)))
    g_set_error_literal (error, PEN_ERROR, PEN_ERROR_VALUE,
                         _ ("The sweep has not ended yet. Wait for it or stop it, then export again."));
  else
    return input.sweep;
  return NULL;
}

static gboolean
export_sweep (PenWindow *self, const char *path, GError **error)
{
  const PenSweepTable *sweep = sweep_of (self, error);
  g_autofree char *text = sweep != NULL ? pen_sweep_format (sweep->key, sweep->rows, sweep->n) : NULL;

  return text != NULL && pen_file_write (path, text, -1, error);
}

static gboolean
export_numbers (PenWindow *self, const char *what, const char *path, GError **error)
{
  PenOutcome *outcome;

  if (g_str_equal (what, "points"))
    return pen_csv_write (pen_document_experiment (pen_window_document (self))->data, path, error);
  if (g_str_equal (what, "sweep-values"))
    return export_sweep (self, path, error);
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
  PenViewKind kind = pen_view_from_nick (what);
  g_autoptr (GError) error = NULL;

  if (kind != PEN_N_VIEWS)
    export_view (self, kind, path);
  else if (export_numbers (self, what, path, &error))
    tell (self, path);
  else
    refuse (self, error);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  Export *export = user_data;

  export_and_tell (export->window, export->what, path);
}

/* What the experiment's file is called, without its ending: exports are called after it. Or NULL. */
static char *
base_name (PenWindow *self)
{
  const char *path = pen_document_path (pen_window_document (self));
  char *base = path != NULL ? g_path_get_basename (path) : NULL;
  char *dot = base != NULL ? strrchr (base, '.') : NULL;

  if (dot != NULL && dot != base)
    *dot = '\0';
  return base;
}

static void
exported_cb (PenWindow *self, const char *path, PenExportDialog *dialog)
{
  self->figure = *pen_export_dialog_figure (dialog);
  if (self->settings != NULL)
    pen_figure_store (&self->figure, self->settings);
  tell (self, path);
}

static void
figure_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PenWindow *self = user_data;
  g_autofree char *base = NULL;
  PenExportDialog *dialog;

  if (self->laboratory == NULL)
    return;
  base = base_name (self);
  dialog = pen_export_dialog_new (GTK_WINDOW (self), self->views, &self->figure, base);
  g_signal_connect_object (dialog, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
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
  g_autofree char *base = NULL, *name = NULL;
  g_autoptr (GError) error = NULL;
  Export *export;

  if (what == NULL || self->laboratory == NULL)
    return;
  if (g_str_equal (what, "sweep-values") && sweep_of (self, &error) == NULL)
    {
      refuse (self, error);
      return;
    }
  base = base_name (self);
  name = g_strdup_printf ("%s%s%s.%s", base != NULL ? base : "", base != NULL ? "-" : "", what, ending);
  export = g_new (Export, 1);
  *export = (Export){ g_object_ref (self), g_steal_pointer (&what) };
  pen_save_chooser_show (GTK_WINDOW (self), _ ("Export"), _ ("_Export"), name, chosen_cb, export,
                         (GDestroyNotify)export_free);
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
    { .name = "figure", .activate = figure_cb },
    { .name = "export", .parameter_type = "s", .activate = export_cb },
    { .name = "export-to", .parameter_type = "s", .activate = export_to_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
