/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accessible.h"

#include <glib/gi18n-lib.h>

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The first text shown at or below a widget, or NULL. */
static const char *
text_in (GtkWidget *widget)
{
  const char *text = NULL;

  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && text == NULL;
       child = gtk_widget_get_next_sibling (child))
    text = text_in (child);
  return text;
}

/* Its parts are its own affair; the first is the button that has the focus. */
static void
name_drop_down_cb (GtkWidget *drop)
{
  GtkWidget *title = gtk_widget_get_prev_sibling (drop), *button = gtk_widget_get_first_child (drop);
  GObject *item = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (drop));
  const char *chosen = GTK_IS_STRING_OBJECT (item) ? gtk_string_object_get_string (GTK_STRING_OBJECT (item)) : "";
  g_autofree char *name = NULL;

  if (button == NULL)
    return;
  /* Translators: "Model: linear" */
  name = GTK_IS_LABEL (title) ? g_strdup_printf (_ ("%s: %s"), gtk_label_get_text (GTK_LABEL (title)), chosen)
                              : g_strdup (chosen);
  set_name (button, name);
}

static GtkWidget *
list_in (GtkWidget *widget)
{
  GtkWidget *list = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && list == NULL;
       child = gtk_widget_get_next_sibling (child))
    list = list_in (child);
  return list;
}

/* A list whose items have been made anew since it was last open would not take the keys. */
static void
opened_cb (GtkWidget *drop, GtkWidget *popover)
{
  GtkWidget *list = list_in (popover), *item = list != NULL ? gtk_widget_get_first_child (list) : NULL;

  pen_accessible_mend (popover);
  for (guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (drop)); i > 0 && item != NULL; i--)
    item = gtk_widget_get_next_sibling (item);
  if (item != NULL)
    gtk_widget_grab_focus (item);
}

static void
mend_drop_down (GtkWidget *drop)
{
  GtkWidget *title = gtk_widget_get_prev_sibling (drop), *last = gtk_widget_get_last_child (drop);

  name_drop_down_cb (drop);
  if (g_object_get_data (G_OBJECT (drop), "pen-mended") != NULL)
    return;
  g_object_set_data (G_OBJECT (drop), "pen-mended", drop);
  g_signal_connect (drop, "notify::selected-item", G_CALLBACK (name_drop_down_cb), NULL);
  if (GTK_IS_LABEL (title))
    g_signal_connect_object (title, "notify::label", G_CALLBACK (name_drop_down_cb), drop, G_CONNECT_SWAPPED);
  if (GTK_IS_POPOVER (last))
    g_signal_connect_object (last, "map", G_CALLBACK (opened_cb), drop, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

static void
mend_button (GtkWidget *button)
{
  const char *icon = gtk_button_get_icon_name (GTK_BUTTON (button));

  if (gtk_button_get_use_underline (GTK_BUTTON (button)))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL); /* its label tells it too */
  else if (g_strcmp0 (icon, "window-close-symbolic") == 0)
    set_name (button, _ ("Close"));
  else if (g_strcmp0 (icon, "edit-find-symbolic") == 0)
    set_name (button, _ ("Search"));
}

/* Items of a list are of a type that GTK keeps to itself. */
static gboolean
is_item (GtkWidget *widget)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkListItemWidget")
         || G_OBJECT_TYPE (widget) == GTK_TYPE_FLOW_BOX_CHILD
         || (GTK_IS_LIST_BOX_ROW (widget) && gtk_widget_get_focusable (widget));
}

void
pen_accessible_mend (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));
  if (GTK_IS_DROP_DOWN (root))
    mend_drop_down (root);
  else if (GTK_IS_BUTTON (root))
    mend_button (root);
  else if ((is_item (root) || GTK_IS_SCROLLED_WINDOW (root)) && text_in (root) != NULL)
    set_name (root, text_in (root));
  else if (GTK_IS_SHORTCUTS_WINDOW (root))
    set_name (root, _ ("Keyboard shortcuts"));
  else if (GTK_IS_SEARCH_ENTRY (root) && gtk_widget_get_ancestor (root, GTK_TYPE_SHORTCUTS_WINDOW) != NULL)
    set_name (root, _ ("Search"));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    pen_accessible_mend (child);
}
