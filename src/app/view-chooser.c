/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view-chooser.h"

typedef struct
{
  GtkWidget *row, *mark, *reason;
} Choice;

struct _PenViewChooser
{
  GtkPopover parent_instance;
  GtkBox *list;
  Choice choices[PEN_N_VIEWS];
};

G_DEFINE_FINAL_TYPE (PenViewChooser, pen_view_chooser, GTK_TYPE_POPOVER)

static void
clicked_cb (GtkWidget *row, PenViewChooser *self)
{
  for (int kind = 0; kind < PEN_N_VIEWS; kind++)
    if (self->choices[kind].row == row)
      gtk_widget_activate_action (GTK_WIDGET (self), "card.kind", "s", pen_view_nick (kind));
  gtk_popover_popdown (GTK_POPOVER (self));
}

static GtkWidget *
label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

static void
add_choice (PenViewChooser *self, PenViewKind kind)
{
  Choice *choice = &self->choices[kind];
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  choice->row = g_object_new (GTK_TYPE_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_MENU_ITEM, NULL);
  choice->mark = gtk_image_new_from_icon_name ("object-select-symbolic");
  choice->reason = label_new ("");
  gtk_label_set_wrap (GTK_LABEL (choice->reason), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (choice->reason), 48);
  gtk_widget_add_css_class (choice->reason, "caption");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (choice->mark, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (words), label_new (pen_view_label (kind)));
  gtk_box_append (GTK_BOX (words), choice->reason);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line), choice->mark);
  gtk_button_set_child (GTK_BUTTON (choice->row), line);
  gtk_widget_add_css_class (choice->row, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice->row), GTK_ACCESSIBLE_PROPERTY_LABEL, pen_view_label (kind),
                                  -1);
  g_signal_connect (choice->row, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_box_append (self->list, choice->row);
}

static void
pen_view_chooser_class_init (PenViewChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/view-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, PenViewChooser, list);
}

static void
pen_view_chooser_init (PenViewChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int kind = 0; kind < PEN_N_VIEWS; kind++)
    add_choice (self, kind);
}

GtkWidget *
pen_view_chooser_new (void)
{
  return g_object_new (PEN_TYPE_VIEW_CHOOSER, NULL);
}

void
pen_view_chooser_update (PenViewChooser *self, const PenExperiment *experiment, PenViewKind shown)
{
  g_return_if_fail (PEN_IS_VIEW_CHOOSER (self));
  for (int kind = 0; kind < PEN_N_VIEWS; kind++)
    {
      Choice *choice = &self->choices[kind];
      const char *reason = NULL;
      gboolean applies = experiment == NULL || pen_view_applies (kind, experiment, &reason);

      gtk_widget_set_sensitive (choice->row, applies);
      gtk_widget_set_visible (choice->reason, !applies);
      gtk_label_set_label (GTK_LABEL (choice->reason), applies ? "" : reason);
      gtk_accessible_update_property (GTK_ACCESSIBLE (choice->row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      applies ? "" : reason, -1);
      gtk_widget_set_opacity (choice->mark, kind == (int)shown ? 1 : 0);
    }
}

GtkWidget *
pen_view_chooser_row (PenViewChooser *self, PenViewKind kind)
{
  g_return_val_if_fail (PEN_IS_VIEW_CHOOSER (self) && (gsize)kind < PEN_N_VIEWS, NULL);
  return self->choices[kind].row;
}
