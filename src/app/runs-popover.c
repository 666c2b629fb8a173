/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runs-popover.h"

#include "run-names.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

struct _PenRunsPopover
{
  GtkPopover parent_instance;
  GtkListBox *list;
  GtkWidget *clear;
  PenLaboratory *laboratory;
  GSignalGroup *laboratory_signals, *document_signals;
  gboolean naming;
};

enum
{
  PROP_LABORATORY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PenRunsPopover, pen_runs_popover, GTK_TYPE_POPOVER)

static gsize
index_of (GtkWidget *button)
{
  return (gsize)gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW)));
}

static void
restore_cb (GtkWidget *button, PenRunsPopover *self)
{
  pen_runs_popover_restore (self, index_of (button));
}

static void
drop_cb (GtkWidget *button, PenRunsPopover *self)
{
  pen_runs_popover_drop (self, index_of (button));
}

static void
draw_swatch_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer index)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  PenColor color =
      pen_ink_color (pen_view_ghost_ink (GPOINTER_TO_UINT (index)), dark ? PEN_THEME_DARK : PEN_THEME_LIGHT);

  cairo_set_source_rgba (cr, color.red, color.green, color.blue, 0.7);
  cairo_set_line_width (cr, 2);
  cairo_move_to (cr, 0, height / 2.0);
  cairo_line_to (cr, width, height / 2.0);
  cairo_stroke (cr);
}

static GtkWidget *
button_new (const char *icon, const char *tip, const char *name, GCallback clicked, PenRunsPopover *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  g_autofree char *label = g_strdup_printf ("%s: %s", tip, name);

  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", clicked, self);
  return button;
}

static GtkWidget *
row_new (PenRunsPopover *self, gsize index)
{
  const char *difference = pen_laboratory_kept (self->laboratory, index)->name;
  const char *name = *difference != '\0' ? difference : _ ("as it is now");
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gtk_drawing_area_new (), *label = gtk_label_new (name);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), 24);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), 10);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch_cb, GUINT_TO_POINTER (index), NULL);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button_new ("document-revert-symbolic", _ ("Restore its points and settings"), name,
                                             G_CALLBACK (restore_cb), self));
  gtk_box_append (GTK_BOX (box), button_new ("user-trash-symbolic", _ ("Let it go"), name, G_CALLBACK (drop_cb), self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
show_rows (PenRunsPopover *self)
{
  gsize n = self->laboratory != NULL ? pen_laboratory_n_kept (self->laboratory) : 0;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (gsize i = 0; i < n; i++)
    gtk_list_box_append (self->list, row_new (self, i));
  gtk_widget_set_visible (self->clear, n > 1);
}

/* A new name is itself a change of what is kept. */
static void
refresh_cb (PenRunsPopover *self)
{
  gsize n = self->laboratory != NULL ? pen_laboratory_n_kept (self->laboratory) : 0;
  g_autofree const PenExperiment **experiments = g_new (const PenExperiment *, n + 1);
  g_auto (GStrv) names = NULL;

  if (self->naming)
    return;
  self->naming = TRUE;
  for (gsize i = 0; i < n; i++)
    experiments[i] = pen_laboratory_kept (self->laboratory, i)->experiment;
  if (n > 0)
    names = pen_run_names (experiments, n, pen_document_experiment (pen_laboratory_document (self->laboratory)));
  for (gsize i = 0; i < n; i++)
    pen_laboratory_name_kept (self->laboratory, i, names[i]);
  self->naming = FALSE;
  show_rows (self);
}

static void
edited_cb (PenRunsPopover *self)
{
  if (pen_laboratory_n_kept (self->laboratory) > 0)
    refresh_cb (self);
}

static void
clear_cb (PenRunsPopover *self)
{
  for (gsize i = pen_laboratory_n_kept (self->laboratory); i-- > 0;)
    pen_laboratory_drop_kept (self->laboratory, i);
}

static void
set_laboratory (PenRunsPopover *self, PenLaboratory *laboratory)
{
  if (!g_set_object (&self->laboratory, laboratory))
    return;
  g_signal_group_set_target (self->laboratory_signals, laboratory);
  g_signal_group_set_target (self->document_signals, laboratory != NULL ? pen_laboratory_document (laboratory) : NULL);
  refresh_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABORATORY]);
}

static void
pen_runs_popover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    g_value_set_object (value, PEN_RUNS_POPOVER (object)->laboratory);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_runs_popover_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    set_laboratory (PEN_RUNS_POPOVER (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_runs_popover_dispose (GObject *object)
{
  PenRunsPopover *self = PEN_RUNS_POPOVER (object);

  g_clear_object (&self->laboratory_signals);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->laboratory);
  G_OBJECT_CLASS (pen_runs_popover_parent_class)->dispose (object);
}

static void
pen_runs_popover_class_init (PenRunsPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pen_runs_popover_get_property;
  object_class->set_property = pen_runs_popover_set_property;
  object_class->dispose = pen_runs_popover_dispose;
  properties[PROP_LABORATORY] =
      g_param_spec_object ("laboratory", NULL, NULL, PEN_TYPE_LABORATORY,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/runs-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, PenRunsPopover, list);
  gtk_widget_class_bind_template_child (widget_class, PenRunsPopover, clear);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
pen_runs_popover_init (PenRunsPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->laboratory_signals = g_signal_group_new (PEN_TYPE_LABORATORY);
  g_signal_group_connect_swapped (self->laboratory_signals, "kept-changed", G_CALLBACK (refresh_cb), self);
  self->document_signals = g_signal_group_new (PEN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::experiment", G_CALLBACK (edited_cb), self);
}

void
pen_runs_popover_restore (PenRunsPopover *self, gsize index)
{
  PenDocument *document;
  g_autoptr (PenExperiment) experiment = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PEN_IS_RUNS_POPOVER (self) && index < pen_laboratory_n_kept (self->laboratory));
  document = pen_laboratory_document (self->laboratory);
  experiment = pen_experiment_copy (pen_laboratory_kept (self->laboratory, index)->experiment);
  /* It ran, so it is valid. */
  if (!pen_document_apply (document, experiment, _ ("restore of a kept run"), NULL, &error))
    g_critical ("%s", error->message);
}

void
pen_runs_popover_drop (PenRunsPopover *self, gsize index)
{
  g_return_if_fail (PEN_IS_RUNS_POPOVER (self) && index < pen_laboratory_n_kept (self->laboratory));
  pen_laboratory_drop_kept (self->laboratory, index);
}
