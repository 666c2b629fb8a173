/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "menus.h"

#include <glib/gi18n-lib.h>

GMenu *
pen_menu (const char *id)
{
  static GtkBuilder *builder; /* as long as the program lives */

  if (builder == NULL)
    {
      builder = gtk_builder_new_from_resource ("/org/penchant/Penchant/ui/menus.ui");
      /* The button has no room in a narrow window, the main menu has. */
      g_menu_append_submenu (pen_menu ("presets_section"), _ ("_Export"), G_MENU_MODEL (pen_menu ("export_menu")));
    }
  return G_MENU (gtk_builder_get_object (builder, id));
}

static void
popover_cb (GtkMenuButton *button)
{
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (popover != NULL)
    g_object_bind_property (popover, "visible", button, "has-tooltip", G_BINDING_INVERT_BOOLEAN);
}

void
pen_menu_button_hush (GtkMenuButton *button)
{
  g_signal_connect (button, "notify::popover", G_CALLBACK (popover_cb), NULL);
  popover_cb (button);
}

void
pen_menu_button_set (GtkMenuButton *button, const char *id)
{
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (pen_menu (id)));
}
