/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#define REST 500 /* ms without a change before it is written */

static const char *const plots[] = { "first-plot", "second-plot", "third-plot" };

static GSettings *
find_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, PEN_APPLICATION_ID, TRUE) : NULL;

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/* A view that another version had: the default one. */
static gboolean
kind_from_setting (GValue *value, GVariant *nick, gpointer user_data)
{
  PenViewKind kind = pen_view_from_nick (g_variant_get_string (nick, NULL));

  if (kind == PEN_N_VIEWS)
    return FALSE;
  g_value_set_uint (value, kind);
  return TRUE;
}

static GVariant *
kind_to_setting (const GValue *value, const GVariantType *type, gpointer user_data)
{
  return g_variant_new_string (pen_view_nick ((PenViewKind)g_value_get_uint (value)));
}

/* What one window shows is no other's business until it starts. */
static void
bind_views (PenWindow *self)
{
  const GSettingsBindFlags flags = G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_GET_NO_CHANGES;

  g_settings_bind (self->settings, "third-view", self->views, "third-view", flags);
  for (guint i = 0; i < G_N_ELEMENTS (plots); i++)
    g_settings_bind_with_mapping (self->settings, plots[i], pen_views_area_card (self->views, i), "kind", flags,
                                  kind_from_setting, kind_to_setting, NULL, NULL);
}

static gboolean
keep_cb (gpointer user_data)
{
  PenWindow *self = user_data;

  self->keeping = 0;
  pen_window_keep_state (self);
  return G_SOURCE_REMOVE;
}

/* A window that is dragged to another size changes with every frame. */
static void
changed_cb (PenWindow *self)
{
  g_clear_handle_id (&self->keeping, g_source_remove);
  self->keeping = g_timeout_add (REST, keep_cb, self);
}

/* Before the end, since a program that is killed has none. */
static void
watch_changes (PenWindow *self)
{
  static const char *const ours[] = { "notify::default-width", "notify::default-height", "notify::maximized" };

  for (gsize i = 0; i < G_N_ELEMENTS (ours); i++)
    g_signal_connect (self, ours[i], G_CALLBACK (changed_cb), NULL);
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static gboolean
scheme_from_setting (GValue *value, GVariant *scheme, gpointer user_data)
{
  const char *name = g_variant_get_string (scheme, NULL);

  g_value_set_enum (value, g_str_equal (name, "dark")    ? ADW_COLOR_SCHEME_FORCE_DARK
                           : g_str_equal (name, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                                         : ADW_COLOR_SCHEME_DEFAULT);
  return TRUE;
}

/* Of all windows, and at once: the style manager is one. */
static void
bind_color_scheme (PenWindow *self)
{
  g_autoptr (GAction) action = g_settings_create_action (self->settings, "color-scheme");

  g_action_map_add_action (G_ACTION_MAP (self), action);
  g_settings_bind_with_mapping (self->settings, "color-scheme", adw_style_manager_get_default (), "color-scheme",
                                G_SETTINGS_BIND_GET, scheme_from_setting, NULL, NULL, NULL);
}

void
pen_window_restore_state (PenWindow *self)
{
  char speed[G_ASCII_DTOSTR_BUF_SIZE];
  int width, height;

  self->figure = (PenFigure)PEN_FIGURE_INIT;
  self->settings = find_settings ();
  if (self->settings == NULL)
    return;
  pen_figure_load (&self->figure, self->settings);
  width = g_settings_get_int (self->settings, "window-width");
  height = g_settings_get_int (self->settings, "window-height");
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (self->settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (self->flap, g_settings_get_boolean (self->settings, "panel-visible"));
  bind_views (self);
  bind_color_scheme (self);
  g_ascii_formatd (speed, sizeof speed, "%g", g_settings_get_double (self->settings, "speed"));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->run), "speed")),
                             g_variant_new_string (speed));
  watch_changes (self);
}

void
pen_window_keep_state (PenWindow *self)
{
  int width, height;

  g_clear_handle_id (&self->keeping, g_source_remove);
  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width > 0 && height > 0)
    {
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
  g_settings_set_boolean (self->settings, "maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  /* Folded, the panel hides by itself: that says nothing about what the person wants. */
  if (!adw_flap_get_folded (self->flap))
    g_settings_set_boolean (self->settings, "panel-visible", adw_flap_get_reveal_flap (self->flap));
}

void
pen_window_keep_speed (PenWindow *self, double speed)
{
  if (self->settings != NULL)
    g_settings_set_double (self->settings, "speed", speed);
}
