/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-popover.h"

#include "choice-row.h"
#include "plot-view.h"

#include <glib/gi18n-lib.h>

struct _PenPathPopover
{
  GtkPopover parent_instance;
  PenChoiceRow *axes[2];
  GtkLabel *problem;
  PenLaboratory *laboratory;
  GPtrArray *values; /* what an item is called in a file; NULL for the first, which is chosen by itself */
};

G_DEFINE_FINAL_TYPE (PenPathPopover, pen_path_popover, GTK_TYPE_POPOVER)

#define NAMED 200 /* weights: making more names would be felt when it opens */

static const char *const keys[2] = { "path-right", "path-up" };

static PenDocument *
document_of (PenPathPopover *self)
{
  return pen_laboratory_document (self->laboratory);
}

static void
add_item (PenPathPopover *self, GPtrArray *labels, char *label, char *value)
{
  g_ptr_array_add (labels, label);
  g_ptr_array_add (self->values, value);
}

static guint
item_of (PenPathPopover *self, const char *key)
{
  GKeyFile *view = pen_document_experiment (document_of (self))->view;
  g_autofree char *value = view != NULL ? g_key_file_get_string (view, "view", key, NULL) : NULL;

  for (guint i = 1; i < self->values->len; i++)
    if (g_strcmp0 (value, g_ptr_array_index (self->values, i)) == 0)
      return i;
  return 0;
}

static void
fill (PenPathPopover *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  PenViewInput input;

  pen_laboratory_view_input (self->laboratory, &input);
  g_ptr_array_set_size (self->values, 0);
  add_item (self, labels, g_strdup (_ ("Chosen by itself")), NULL);
  for (int kind = 0; kind < PEN_N_SOLUTIONS && input.trace != NULL; kind++)
    if (input.solutions[kind] != NULL && input.solutions[kind]->w != NULL && input.solutions[kind]->d == input.trace->d)
      add_item (self, labels, g_strdup (pen_solution_name (input.solutions[kind])),
                g_strdup (pen_solution_nick (kind)));
  for (gsize j = 0; input.trace != NULL && j < input.trace->d; j++)
    {
      char *value = g_strdup_printf ("w%zu", j + 1);

      add_item (self, labels,
                input.trace->d <= NAMED ? pen_view_weight_title (input.experiment, input.trace->d, j)
                                        : pen_plot_pretty_name (value),
                value);
    }
  g_ptr_array_add (labels, NULL);
  for (int axis = 0; axis < 2; axis++)
    {
      pen_choice_row_set_items (self->axes[axis], (const char *const *)labels->pdata);
      pen_choice_row_set_selected (self->axes[axis], item_of (self, keys[axis]));
    }
}

static void
apply (PenPathPopover *self, int axis, guint item)
{
  const char *value = item < self->values->len ? g_ptr_array_index (self->values, item) : NULL;
  g_autoptr (PenExperiment) next = pen_experiment_copy (pen_document_experiment (document_of (self)));
  g_autoptr (GError) error = NULL;

  if (next->view == NULL)
    next->view = g_key_file_new ();
  if (value == NULL)
    g_key_file_remove_key (next->view, "view", keys[axis], NULL);
  else
    g_key_file_set_string (next->view, "view", keys[axis], value);
  pen_document_apply (document_of (self), next, _ ("change of plane"), NULL, &error);
  gtk_label_set_label (self->problem, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
}

static void
right_cb (PenPathPopover *self, guint item)
{
  apply (self, 0, item);
}

static void
up_cb (PenPathPopover *self, guint item)
{
  apply (self, 1, item);
}

static void
shown_cb (PenPathPopover *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  fill (self);
}

static void
pen_path_popover_dispose (GObject *object)
{
  PenPathPopover *self = PEN_PATH_POPOVER (object);

  g_clear_object (&self->laboratory);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  G_OBJECT_CLASS (pen_path_popover_parent_class)->dispose (object);
}

static void
pen_path_popover_class_init (PenPathPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pen_path_popover_dispose;
  g_type_ensure (PEN_TYPE_CHOICE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/path-popover.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "right", FALSE, G_STRUCT_OFFSET (PenPathPopover, axes[0]));
  gtk_widget_class_bind_template_child_full (widget_class, "up", FALSE, G_STRUCT_OFFSET (PenPathPopover, axes[1]));
  gtk_widget_class_bind_template_child (widget_class, PenPathPopover, problem);
  gtk_widget_class_bind_template_callback (widget_class, right_cb);
  gtk_widget_class_bind_template_callback (widget_class, up_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
}

static void
pen_path_popover_init (PenPathPopover *self)
{
  self->values = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pen_path_popover_new (PenLaboratory *laboratory)
{
  PenPathPopover *self = g_object_new (PEN_TYPE_PATH_POPOVER, NULL);

  g_return_val_if_fail (PEN_IS_LABORATORY (laboratory), GTK_WIDGET (self));
  self->laboratory = g_object_ref (laboratory);
  return GTK_WIDGET (self);
}

void
pen_path_popover_choose (PenPathPopover *self, int axis, guint item)
{
  g_return_if_fail (PEN_IS_PATH_POPOVER (self) && (axis == 0 || axis == 1));
  fill (self);
  pen_choice_row_choose (self->axes[axis], item);
}
