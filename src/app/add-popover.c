/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "add-popover.h"

#include "editor-points.h"
#include "editor-text.h"

#include <glib/gi18n-lib.h>

struct _PenAddPopover
{
  GtkPopover parent_instance;
  GtkLabel *x_name, *y_name, *message;
  GtkEntry *x, *y;
  GtkWidget *class_name;
  GtkDropDown *classes;
  PenDataEditor *editor;
  gboolean refused; /* the message says why */
};

G_DEFINE_FINAL_TYPE (PenAddPopover, pen_add_popover, GTK_TYPE_POPOVER)

static PenExperiment *
experiment_of (PenAddPopover *self)
{
  return self->editor != NULL ? pen_data_editor_experiment (self->editor) : NULL;
}

static gboolean
is_classes (const PenExperiment *experiment)
{
  return pen_dataset_task (experiment->data) == PEN_TASK_CLASSIFICATION;
}

static void
say (PenAddPopover *self, const char *text, gboolean refused)
{
  self->refused = refused;
  gtk_label_set_label (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), *text != '\0');
  (refused ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (GTK_WIDGET (self->message), "error");
}

static void
name_entry (GtkLabel *label, GtkEntry *entry, const char *name)
{
  g_autofree char *pretty = pen_plot_pretty_name (name);

  gtk_label_set_label (label, pretty);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, pretty, -1);
}

/* The axes of the plot, under their names. */
static void
name_fields (PenAddPopover *self, const PenExperiment *experiment)
{
  const PenDataset *data = experiment->data;
  gboolean classes = is_classes (experiment);
  PenViewPlane plane;
  char *names[2];

  pen_view_plane_init (&plane, experiment, data);
  pen_view_plane_names (&plane, experiment, data, names);
  pen_view_plane_clear (&plane);
  name_entry (self->x_name, self->x, names[0]);
  name_entry (self->y_name, self->y, names[1]);
  g_free (names[0]);
  g_free (names[1]);
  gtk_widget_set_visible (GTK_WIDGET (self->y), !classes || pen_dataset_d (data) > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->y_name), !classes || pen_dataset_d (data) > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->classes), classes);
  gtk_widget_set_visible (self->class_name, classes);
}

/* Empty, since a text that is selected when the popover goes makes GTK 4.8 warn of its cursor. */
static void
begin (PenAddPopover *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->x), "");
  gtk_editable_set_text (GTK_EDITABLE (self->y), "");
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->x));
}

static void
shown_cb (PenAddPopover *self)
{
  const PenExperiment *experiment = experiment_of (self);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  if (experiment == NULL)
    return;
  name_fields (self, experiment);
  for (int sign = 1; sign >= -1 && is_classes (experiment); sign -= 2)
    gtk_string_list_append (labels, pen_dataset_label (experiment->data, sign));
  gtk_drop_down_set_model (self->classes, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->classes, pen_data_editor_label (self->editor) < 0 ? 1 : 0);
  say (self, "", FALSE);
  begin (self);
}

static void
closed_cb (PenAddPopover *self)
{
  if (self->editor != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (pen_data_editor_plot (self->editor)));
}

static gboolean
read_entry (PenAddPopover *self, GtkEntry *entry, gsize column, double *value)
{
  g_autoptr (GError) error = NULL;

  if (pen_editor_text_cell (experiment_of (self)->data, column, gtk_editable_get_text (GTK_EDITABLE (entry)), value,
                            &error))
    return TRUE;
  say (self, error->message, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  return FALSE;
}

/* What lies outside would seem not to have come. */
static void
bring_into_sight (PenDataEditor *editor, double x, double y)
{
  cairo_rectangle_t area;
  PenViewport shown;

  if (pen_plot_view_area (pen_data_editor_plot (editor), &area, &shown) && !pen_editor_inside (&shown, x, y))
    pen_plot_view_fit (pen_data_editor_plot (editor));
}

gboolean
pen_add_popover_add (PenAddPopover *self)
{
  const PenExperiment *experiment = experiment_of (self);
  g_autofree char *done = NULL;
  double x, y = 0;
  gboolean classes, flat;
  gulong row;

  g_return_val_if_fail (PEN_IS_ADD_POPOVER (self), FALSE);
  if (experiment == NULL || !pen_data_editor_can_place (self->editor))
    return FALSE;
  classes = is_classes (experiment);
  flat = classes && pen_dataset_d (experiment->data) == 1; /* its height is its class */
  row = pen_dataset_n (experiment->data);
  if (!read_entry (self, self->x, 0, &x)
      || (!flat && !read_entry (self, self->y, classes ? 0 : pen_dataset_d (experiment->data), &y)))
    return FALSE;
  if (!pen_data_editor_place (self->editor, x, y, gtk_drop_down_get_selected (self->classes) == 1 ? -1 : 1, NULL))
    return FALSE;
  pen_data_editor_select_only (self->editor, row);
  bring_into_sight (self->editor, x, flat ? 0 : y);
  done = pen_data_editor_describe (self->editor);
  say (self, done, FALSE);
  begin (self);
  return TRUE;
}

static void
accept_cb (PenAddPopover *self)
{
  pen_add_popover_add (self);
}

static void
pen_add_popover_class_init (PenAddPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/add-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, PenAddPopover, x_name);
  gtk_widget_class_bind_template_child (widget_class, PenAddPopover, y_name);
  gtk_widget_class_bind_template_child (widget_class, PenAddPopover, x);
  gtk_widget_class_bind_template_child (widget_class, PenAddPopover, y);
  gtk_widget_class_bind_template_child (widget_class, PenAddPopover, class_name);
  gtk_widget_class_bind_template_child (widget_class, PenAddPopover, classes);
  gtk_widget_class_bind_template_child (widget_class, PenAddPopover, message);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
}

static void
pen_add_popover_init (PenAddPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
pen_add_popover_set_editor (PenAddPopover *self, PenDataEditor *editor)
{
  g_return_if_fail (PEN_IS_ADD_POPOVER (self));
  self->editor = editor;
}

void
pen_add_popover_enter (PenAddPopover *self, const char *x, const char *y, guint class_index)
{
  g_return_if_fail (PEN_IS_ADD_POPOVER (self) && x != NULL && y != NULL);
  shown_cb (self);
  gtk_editable_set_text (GTK_EDITABLE (self->x), x);
  gtk_editable_set_text (GTK_EDITABLE (self->y), y);
  gtk_drop_down_set_selected (self->classes, class_index);
}

const char *
pen_add_popover_problem (PenAddPopover *self)
{
  g_return_val_if_fail (PEN_IS_ADD_POPOVER (self), NULL);
  return self->refused ? gtk_label_get_label (self->message) : NULL;
}
