/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "accessible.h"

struct _PenHelp
{
  GtkWindow parent_instance;
  GtkWidget *pages;
};

G_DEFINE_FINAL_TYPE (PenHelp, pen_help, GTK_TYPE_WINDOW)

/* What all texts of the pages have in common, once. */
static void
wrap_texts (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    {
      gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
      gtk_label_set_xalign (GTK_LABEL (widget), 0);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wrap_texts (child);
}

static void
pen_help_class_init (PenHelpClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/help.ui");
  gtk_widget_class_bind_template_child (widget_class, PenHelp, pages);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pen_help_init (PenHelp *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  wrap_texts (self->pages);
  pen_accessible_mend (GTK_WIDGET (self));
}

void
pen_help_present (GtkWindow *parent)
{
  static const char key[] = "pen-help";
  GtkWindow *help = g_object_get_data (G_OBJECT (parent), key);

  if (help == NULL)
    {
      help = g_object_new (PEN_TYPE_HELP, "destroy-with-parent", TRUE, "transient-for", parent, NULL);
      gtk_window_set_hide_on_close (help, TRUE);
      g_object_set_data (G_OBJECT (parent), key, help);
    }
  gtk_window_present (help);
}
