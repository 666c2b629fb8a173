/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-dialog.h"

#include "drop-down.h"
#include "figure-preview.h"
#include "flow-box.h"
#include "numbers.h"
#include "save-chooser.h"

#include <glib/gi18n-lib.h>
#include <penchant/error.h>

struct _PenExportDialog
{
  GtkWindow parent_instance;
  GtkDropDown *view, *format, *size, *colours, *unit;
  GtkEditable *width, *height, *dpi;
  GtkCheckButton *titled, *transparent;
  GtkButton *cancel;
  GtkWidget *export, *preview;
  GtkFlowBox *choices;
  GtkLabel *message;

  PenViewsArea *views;
  GSignalGroup *laboratory_signals, *study_signals;
  PenStudy *study;  /* of a view that no plot shows */
  PenStudy *follow; /* that one, or the plot's; borrowed from either */
  PenViewKind kinds[PEN_N_VIEWS];
  PenViewKind kind;
  PenFigure figure;
  PenScene *scene;  /* NULL when what it shows has changed */
  char *base;       /* or NULL */
  char *path;       /* being written to */
  gboolean filling; /* the widgets, from the figure: no choice of a person's */
  gboolean valid, writing;
};

G_DEFINE_FINAL_TYPE (PenExportDialog, pen_export_dialog, GTK_TYPE_WINDOW)

enum
{
  SIGNAL_EXPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static PenExperiment *
experiment_of (PenExportDialog *self)
{
  g_autoptr (PenLaboratory) laboratory = NULL;

  g_object_get (self->views, "laboratory", &laboratory, NULL);
  return laboratory != NULL ? pen_document_experiment (pen_laboratory_document (laboratory)) : NULL;
}

static PenScene *
scene_of (PenExportDialog *self)
{
  PenExperiment *experiment = experiment_of (self);

  if (self->scene != NULL || experiment == NULL)
    return self->scene;
  self->scene = pen_views_area_scene (self->views, self->kind, self->follow);
  if (self->figure.titled)
    pen_scene_set_title (self->scene, experiment->title);
  return self->scene;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  PenExportDialog *self = user_data;
  PenScene *scene = self->valid ? scene_of (self) : NULL;

  if (scene != NULL)
    pen_figure_draw_preview (&self->figure, scene, cr, width, height);
}

static void
show_message (PenExportDialog *self, const char *text, gboolean wrong)
{
  gtk_label_set_text (self->message, text);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
}

static gboolean
is_drawn (PenExportDialog *self)
{
  return self->figure.format != PEN_IMAGE_CSV;
}

static gboolean
read_entries (PenExportDialog *self, GError **error)
{
  PenFigure next = self->figure;
  PenExport options;

  if (!is_drawn (self))
    return TRUE;
  if (next.format == PEN_IMAGE_PNG && !pen_figure_parse_number (gtk_editable_get_text (self->dpi), &next.dpi, error))
    return FALSE;
  if (!(next.dpi > 0))
    {
      g_set_error_literal (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("There must be more than 0 pixels per inch"));
      return FALSE;
    }
  if (!pen_figure_parse_length (&next, gtk_editable_get_text (self->width), &next.width, error)
      || !pen_figure_parse_length (&next, gtk_editable_get_text (self->height), &next.height, error))
    return FALSE;
  options = pen_figure_options (&next);
  if (!pen_export_check (&options, error))
    return FALSE;
  self->figure = next;
  return TRUE;
}

static void
refresh_size (PenExportDialog *self)
{
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->size, pen_figure_size (&self->figure));
  self->filling = FALSE;
}

/* What makes no difference to numbers is not asked for. */
static void
refresh_sensitive (PenExportDialog *self)
{
  GtkWidget *looks[] = { GTK_WIDGET (self->size), GTK_WIDGET (self->width),   GTK_WIDGET (self->height),
                         GTK_WIDGET (self->unit), GTK_WIDGET (self->colours), GTK_WIDGET (self->transparent) };

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_set_sensitive (looks[i], is_drawn (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->dpi), self->figure.format == PEN_IMAGE_PNG);
  gtk_widget_set_sensitive (self->export, self->valid && !self->writing);
}

static void
refresh (PenExportDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  self->valid = read_entries (self, &error);
  if (self->valid)
    {
      refresh_size (self);
      text = pen_figure_size_text (&self->figure);
      if (pen_study_busy (self->follow))
        {
          g_autofree char *size = g_steal_pointer (&text);

          /* Translators: "1600 × 1200 pixels. Still being computed: …" */
          text = g_strdup_printf (_ ("%s. Still being computed: the figure shows what there is."), size);
        }
    }
  show_message (self, self->valid ? text : error->message, !self->valid);
  refresh_sensitive (self);
  gtk_widget_queue_draw (self->preview);
}

static void
set_text (GtkEditable *entry, char *text)
{
  gtk_editable_set_text (entry, text);
  g_free (text);
}

static void
fill_lengths (PenExportDialog *self)
{
  self->filling = TRUE;
  set_text (self->width, pen_figure_length_text (&self->figure, self->figure.width));
  set_text (self->height, pen_figure_length_text (&self->figure, self->figure.height));
  set_text (self->dpi, pen_number_exact (self->figure.dpi));
  self->filling = FALSE;
}

static void
changed_cb (PenExportDialog *self)
{
  g_clear_pointer (&self->scene, pen_scene_unref);
  refresh (self);
}

static void
set_kind (PenExportDialog *self, PenViewKind kind)
{
  PenPlotView *plot = pen_views_area_plot (self->views, kind);

  self->kind = kind;
  pen_study_follow (self->study, kind, plot == NULL ? experiment_of (self) : NULL);
  self->follow = plot != NULL ? pen_plot_view_study (plot) : self->study;
  g_signal_group_set_target (self->study_signals, self->follow);
  changed_cb (self);
}

static void
view_cb (PenExportDialog *self)
{
  guint at = gtk_drop_down_get_selected (self->view);

  if (!self->filling && at < PEN_N_VIEWS)
    set_kind (self, self->kinds[at]);
}

static void
run_cb (PenExportDialog *self)
{
  g_clear_pointer (&self->scene, pen_scene_unref);
  gtk_widget_queue_draw (self->preview);
}

/* The figure keeps its size, whatever it is measured in. */
static void
measure_cb (PenExportDialog *self)
{
  if (self->filling)
    return;
  self->figure.format = (PenImage)gtk_drop_down_get_selected (self->format);
  self->figure.unit = (PenUnit)gtk_drop_down_get_selected (self->unit);
  fill_lengths (self);
  refresh (self);
}

static void
size_cb (PenExportDialog *self)
{
  guint at = gtk_drop_down_get_selected (self->size);

  if (self->filling || at >= PEN_N_FIGURE_SIZES)
    return;
  pen_figure_set_size (&self->figure, (PenFigureSize)at);
  fill_lengths (self);
  refresh (self);
}

static void
length_cb (PenExportDialog *self)
{
  if (!self->filling)
    refresh (self);
}

static void
look_cb (PenExportDialog *self)
{
  if (self->filling)
    return;
  self->figure.dark = gtk_drop_down_get_selected (self->colours) == 1;
  self->figure.transparent = gtk_check_button_get_active (self->transparent);
  self->figure.titled = gtk_check_button_get_active (self->titled);
  changed_cb (self);
}

static void
fill (PenExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  PenExperiment *experiment = experiment_of (self);
  PenViewKind last = pen_views_area_last (self->views);
  guint n = 0, at = 0;

  for (int kind = 0; kind < PEN_N_VIEWS; kind++)
    if (pen_view_applies ((PenViewKind)kind, experiment, NULL))
      {
        if ((PenViewKind)kind == last)
          at = n;
        self->kinds[n++] = (PenViewKind)kind;
        gtk_string_list_append (names, pen_view_label ((PenViewKind)kind));
      }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->view, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->view, at);
  gtk_drop_down_set_selected (self->format, self->figure.format);
  gtk_drop_down_set_selected (self->unit, self->figure.unit);
  gtk_drop_down_set_selected (self->colours, self->figure.dark ? 1 : 0);
  gtk_check_button_set_active (self->transparent, self->figure.transparent);
  gtk_check_button_set_active (self->titled, self->figure.titled);
  self->filling = FALSE;
  fill_lengths (self);
  set_kind (self, self->kinds[at]);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PenExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *message = NULL;
  gboolean written = pen_figure_render_finish (result, NULL, &error);

  self->writing = FALSE;
  if (self->views == NULL) /* the program ended meanwhile */
    return;
  if (!written)
    {
      refresh (self);
      show_message (self, error->message, TRUE);
      return;
    }
  refresh (self);
  name = g_path_get_basename (self->path);
  message = g_strdup_printf (_ ("Exported as %s"), name);
  show_message (self, message, FALSE);
  gtk_button_set_label (self->cancel, _ ("_Close"));
  g_signal_emit (self, signals[SIGNAL_EXPORTED], 0, self->path);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  pen_export_dialog_save (user_data, path);
}

static void
export_cb (PenExportDialog *self)
{
  g_autofree char *name =
      g_strdup_printf ("%s%s%s.%s", self->base != NULL ? self->base : "", self->base != NULL ? "-" : "",
                       pen_view_nick (self->kind), pen_figure_ending (self->figure.format));

  pen_save_chooser_show (GTK_WINDOW (self), _ ("Export"), _ ("_Export"), name, chosen_cb, g_object_ref (self),
                         g_object_unref);
}

static gboolean
pen_export_dialog_close_request (GtkWindow *window)
{
  return PEN_EXPORT_DIALOG (window)->writing
         || GTK_WINDOW_CLASS (pen_export_dialog_parent_class)->close_request (window);
}

static void
pen_export_dialog_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pen_export_dialog_parent_class)->unrealize (widget);
  /* A figure that is still written holds the dialog longer than its parent lives. */
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
pen_export_dialog_dispose (GObject *object)
{
  PenExportDialog *self = PEN_EXPORT_DIALOG (object);

  g_clear_object (&self->laboratory_signals);
  g_clear_object (&self->study_signals);
  self->follow = NULL;
  g_clear_object (&self->study);
  g_clear_object (&self->views);
  g_clear_pointer (&self->scene, pen_scene_unref);
  if (self->preview != NULL)
    gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->preview), NULL, NULL, NULL);
  self->preview = NULL;
  G_OBJECT_CLASS (pen_export_dialog_parent_class)->dispose (object);
}

static void
pen_export_dialog_finalize (GObject *object)
{
  PenExportDialog *self = PEN_EXPORT_DIALOG (object);

  g_free (self->base);
  g_free (self->path);
  G_OBJECT_CLASS (pen_export_dialog_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PenExportDialog, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/export-dialog.ui");
  BIND (choices);
  BIND (view);
  BIND (format);
  BIND (size);
  BIND (colours);
  BIND (unit);
  BIND (width);
  BIND (height);
  BIND (dpi);
  BIND (titled);
  BIND (transparent);
  BIND (cancel);
  BIND (export);
  BIND (preview);
  BIND (message);
  gtk_widget_class_bind_template_callback (widget_class, view_cb);
  gtk_widget_class_bind_template_callback (widget_class, size_cb);
  gtk_widget_class_bind_template_callback (widget_class, measure_cb);
  gtk_widget_class_bind_template_callback (widget_class, length_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_cb);
}

static void
pen_export_dialog_class_init (PenExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pen_export_dialog_dispose;
  object_class->finalize = pen_export_dialog_finalize;
  widget_class->unrealize = pen_export_dialog_unrealize;
  GTK_WINDOW_CLASS (klass)->close_request = pen_export_dialog_close_request;
  signals[SIGNAL_EXPORTED] = g_signal_new ("exported", PEN_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  bind_template (widget_class);
}

static void
pen_export_dialog_init (PenExportDialog *self)
{
  static const char *const run_signals[] = { "trace-changed", "solutions-changed", "playhead-changed" };

  gtk_widget_init_template (GTK_WIDGET (self));
  pen_flow_box_leave_pages (self->choices);
  pen_drop_down_shorten (self->view);
  pen_drop_down_shorten (self->size);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->preview), draw_cb, self, NULL);
  self->study = pen_study_new ();
  self->laboratory_signals = g_signal_group_new (PEN_TYPE_LABORATORY);
  for (gsize i = 0; i < G_N_ELEMENTS (run_signals); i++)
    g_signal_group_connect_swapped (self->laboratory_signals, run_signals[i], G_CALLBACK (run_cb), self);
  self->study_signals = g_signal_group_new (PEN_TYPE_STUDY);
  g_signal_group_connect_swapped (self->study_signals, "changed", G_CALLBACK (changed_cb), self);
}

PenExportDialog *
pen_export_dialog_new (GtkWindow *parent, PenViewsArea *views, const PenFigure *figure, const char *base)
{
  PenExportDialog *self =
      g_object_new (PEN_TYPE_EXPORT_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  g_autoptr (PenLaboratory) laboratory = NULL;

  g_object_get (views, "laboratory", &laboratory, NULL);
  g_return_val_if_fail (laboratory != NULL, self);
  self->views = g_object_ref (views);
  self->figure = *figure;
  self->base = g_strdup (base);
  g_signal_group_set_target (self->laboratory_signals, laboratory);
  fill (self);
  return self;
}

void
pen_export_dialog_save (PenExportDialog *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = NULL;
  PenFigure figure;
  PenExport options;

  g_return_if_fail (PEN_IS_EXPORT_DIALOG (self) && path != NULL);
  if (!self->valid || self->writing)
    return;
  figure = self->figure;
  whole = pen_figure_path (path, &figure.format, &error);
  if (whole == NULL)
    {
      show_message (self, error->message, TRUE);
      return;
    }
  g_free (self->path);
  self->path = g_steal_pointer (&whole);
  options = pen_figure_options (&figure);
  self->writing = TRUE;
  gtk_widget_set_sensitive (self->export, FALSE);
  pen_figure_render_async (scene_of (self), &options, self->path, NULL, written_cb, g_object_ref (self));
}

const PenFigure *
pen_export_dialog_figure (PenExportDialog *self)
{
  g_return_val_if_fail (PEN_IS_EXPORT_DIALOG (self), NULL);
  return &self->figure;
}

const char *
pen_export_dialog_message (PenExportDialog *self)
{
  g_return_val_if_fail (PEN_IS_EXPORT_DIALOG (self), NULL);
  return gtk_label_get_text (self->message);
}
