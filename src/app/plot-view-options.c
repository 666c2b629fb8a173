/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-view-private.h"

#include "path-popover.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char *const axis_actions[PEN_N_VIEW_AXES] = { "log-time", "log-value" };

void
pen_plot_view_hide_in (PenPlotView *self, PenScene *scene)
{
  GHashTable *hidden = self->hidden[self->kind];
  GHashTableIter iter;
  gpointer key;

  if (hidden == NULL)
    return;
  g_hash_table_iter_init (&iter, hidden);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    pen_scene_set_hidden (scene, key, TRUE);
}

gboolean
pen_plot_view_entry_at (PenPlotView *self, double px, double py, guint *index)
{
  PenSceneEntry entry;

  if (self->laboratory == NULL
      || !pen_scene_entry_at (pen_plot_view_shown (self), gtk_widget_get_width (self->area),
                              gtk_widget_get_height (self->area), px, py, index))
    return FALSE;
  pen_scene_get_entry (pen_plot_view_shown (self), *index, &entry);
  return entry.key != NULL;
}

void
pen_plot_view_toggle_entry (PenPlotView *self, guint index)
{
  GHashTable **hidden = &self->hidden[self->kind];
  PenSceneEntry entry;

  g_return_if_fail (PEN_IS_PLOT_VIEW (self) && index < pen_scene_n_entries (pen_plot_view_shown (self)));
  pen_scene_get_entry (pen_plot_view_shown (self), index, &entry);
  if (entry.key == NULL)
    return;
  if (*hidden == NULL)
    *hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (entry.hidden)
    g_hash_table_remove (*hidden, entry.key);
  else
    g_hash_table_add (*hidden, g_strdup (entry.key));
  pen_plot_view_changed (self);
}

static gboolean
scale_of (PenPlotView *self, PenViewAxis axis, PenAxisScale *scale)
{
  PenViewInput input;

  if (!pen_plot_view_input (self, &input) || !pen_view_has_scales (self->kind, &input, axis, scale))
    return FALSE;
  if (input.scales[axis] != PEN_AXIS_STANDARD)
    *scale = input.scales[axis];
  return TRUE;
}

static void
entry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PenPlotView *self = user_data;
  guint index = (guint)g_ascii_strtoull (g_action_get_name (G_ACTION (action)) + strlen ("curve-"), NULL, 10);
  GVariant *state;

  /* The picture may have lost the curve while the menu was open. */
  if (index >= pen_scene_n_entries (pen_plot_view_shown (self)))
    return;
  pen_plot_view_toggle_entry (self, index);
  state = g_action_get_state (G_ACTION (action));
  g_simple_action_set_state (action, g_variant_new_boolean (!g_variant_get_boolean (state)));
  g_variant_unref (state);
}

static void
axis_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PenPlotView *self = user_data;
  PenViewAxis axis =
      g_str_equal (g_action_get_name (G_ACTION (action)), axis_actions[0]) ? PEN_VIEW_AXIS_TIME : PEN_VIEW_AXIS_VALUE;
  PenAxisScale scale;

  if (!scale_of (self, axis, &scale))
    return;
  scale = scale == PEN_AXIS_LOGARITHMIC ? PEN_AXIS_LINEAR : PEN_AXIS_LOGARITHMIC;
  self->scales[self->kind][axis] = scale;
  g_simple_action_set_state (action, g_variant_new_boolean (scale == PEN_AXIS_LOGARITHMIC));
  /* A box in the old scale's numbers means nothing in the new one's. */
  pen_plot_view_fit (self);
}

static void
add_action (PenPlotView *self, const char *name, gboolean state, gboolean enabled, GCallback callback)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (state));

  g_simple_action_set_enabled (action, enabled);
  g_signal_connect_object (action, "activate", callback, self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->options), G_ACTION (action));
}

/* Below the button of the menu it was chosen in. */
static void
plane_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PenPlotView *self = user_data;
  GdkRectangle at = { gtk_widget_get_width (GTK_WIDGET (self)) - 20, 0, 1, 1 };

  if (self->laboratory == NULL)
    return;
  if (self->plane == NULL)
    {
      self->plane = pen_path_popover_new (self->laboratory);
      gtk_widget_set_parent (self->plane, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->plane), &at);
  gtk_popover_popup (GTK_POPOVER (self->plane));
}

/* Of one weight there is none. */
static gboolean
add_plane_action (PenPlotView *self)
{
  g_autoptr (GSimpleAction) action = NULL;
  PenViewInput input;

  if (self->kind != PEN_VIEW_PATH || !pen_plot_view_input (self, &input) || input.trace == NULL || input.trace->d < 2)
    return FALSE;
  action = g_simple_action_new ("plane", NULL);
  g_signal_connect_object (action, "activate", G_CALLBACK (plane_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->options), G_ACTION (action));
  return TRUE;
}

static GMenu *
curves_menu (PenPlotView *self)
{
  PenScene *scene = pen_plot_view_shown (self);
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < pen_scene_n_entries (scene); i++)
    {
      g_autofree char *name = g_strdup_printf ("curve-%u", i);
      g_autofree char *detailed = g_strconcat ("view.", name, NULL);
      g_auto (GStrv) parts = NULL;
      g_autofree char *label = NULL;
      PenSceneEntry entry;

      pen_scene_get_entry (scene, i, &entry);
      if (entry.key == NULL)
        continue;
      parts = g_strsplit (entry.label, "_", -1); /* no mnemonic is meant */
      label = g_strjoinv ("__", parts);
      add_action (self, name, !entry.hidden, TRUE, G_CALLBACK (entry_cb));
      g_menu_append (menu, label, detailed);
    }
  return menu;
}

static GMenu *
axes_menu (PenPlotView *self)
{
  GMenu *menu = g_menu_new ();
  const gboolean over_time = self->kind != PEN_VIEW_SWEEP && self->kind != PEN_VIEW_REGULARIZATION;
  const char *const labels[] = { over_time ? _ ("Logarithmic time") : _ ("Logarithmic horizontal axis"),
                                 _ ("Logarithmic values") };

  for (int axis = 0; axis < PEN_N_VIEW_AXES; axis++)
    {
      PenAxisScale scale = PEN_AXIS_LINEAR;
      gboolean offered = scale_of (self, axis, &scale);
      g_autofree char *action = g_strconcat ("view.", axis_actions[axis], NULL);
      /* Translators: an axis that goes one way alone, so that its item is switched off */
      g_autofree char *label =
          offered ? g_strdup (labels[axis]) : g_strdup_printf (_ ("%s: not in this view"), labels[axis]);

      g_menu_append (menu, label, action);
      add_action (self, axis_actions[axis], scale == PEN_AXIS_LOGARITHMIC, offered, G_CALLBACK (axis_cb));
    }
  if (add_plane_action (self))
    g_menu_append (menu, _ ("Plane of the path…"), "view.plane");
  return menu;
}

GMenuModel *
pen_plot_view_menu (PenPlotView *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) curves = NULL;
  g_autoptr (GMenu) axes = NULL;
  g_auto (GStrv) old = NULL;

  g_return_val_if_fail (PEN_IS_PLOT_VIEW (self), NULL);
  old = g_action_group_list_actions (G_ACTION_GROUP (self->options));
  for (char **name = old; *name != NULL; name++)
    g_action_map_remove_action (G_ACTION_MAP (self->options), *name);
  curves = curves_menu (self);
  axes = axes_menu (self);
  if (g_menu_model_get_n_items (G_MENU_MODEL (curves)) > 0)
    g_menu_append_section (menu, _ ("Shown"), G_MENU_MODEL (curves));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (axes));
  return G_MENU_MODEL (menu);
}

GActionGroup *
pen_plot_view_options (PenPlotView *self)
{
  g_return_val_if_fail (PEN_IS_PLOT_VIEW (self), NULL);
  return G_ACTION_GROUP (self->options);
}

void
pen_plot_view_init_options (PenPlotView *self)
{
  self->options = g_simple_action_group_new ();
  gtk_widget_insert_action_group (GTK_WIDGET (self), "view", G_ACTION_GROUP (self->options));
}

void
pen_plot_view_pop_up (PenPlotView *self, double px, double py)
{
  g_autoptr (GMenuModel) model = NULL;
  GdkRectangle at = { gtk_widget_get_width (GTK_WIDGET (self)) / 2, gtk_widget_get_height (GTK_WIDGET (self)) / 2, 1,
                      1 };

  g_return_if_fail (PEN_IS_PLOT_VIEW (self));
  model = pen_plot_view_menu (self);
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (NULL);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  if (!isnan (px))
    at = (GdkRectangle){ (int)px, (int)py, 1, 1 };
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &at);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
