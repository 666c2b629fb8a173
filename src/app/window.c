/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include "accessible.h"
#include "menus.h"
#include "presets.h"
#include "settings.h"
#include "tooltip.h"

#include <glib/gi18n-lib.h>

#define LONG_TITLE 44 /* characters */

enum
{
  PROP_LABORATORY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PenWindow, pen_window, ADW_TYPE_APPLICATION_WINDOW)

static void
enable (GActionMap *map, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, name)), enabled);
}

/* "Undo move (Ctrl+Z)", in the words and with the keys of the reader's keyboard. */
static void
set_tip (PenWindow *self, GtkWidget *button, const char *step, const char *name, const char *action)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_auto (GStrv) accels = application != NULL ? gtk_application_get_accels_for_action (application, action) : NULL;
  g_autofree char *keys = NULL, *tip = NULL;
  GdkModifierType modifiers;
  guint key;

  if (accels != NULL && *accels != NULL && gtk_accelerator_parse (*accels, &key, &modifiers))
    keys = gtk_accelerator_get_label (key, modifiers);
  tip = keys != NULL ? g_strdup_printf ("%s (%s)", step != NULL ? step : name, keys)
                     : g_strdup (step != NULL ? step : name);
  pen_set_tooltip (button, tip);
}

static void
refresh_history (PenWindow *self)
{
  PenDocument *document = pen_window_document (self);
  g_autofree char *undo = NULL, *redo = NULL;
  gboolean can_undo = FALSE, can_redo = FALSE;

  if (document != NULL)
    g_object_get (document, "undo-label", &undo, "redo-label", &redo, "can-undo", &can_undo, "can-redo", &can_redo,
                  NULL);
  set_tip (self, self->undo, undo, _ ("Undo"), "win.undo");
  set_tip (self, self->redo, redo, _ ("Redo"), "win.redo");
  enable (G_ACTION_MAP (self), "undo", can_undo);
  enable (G_ACTION_MAP (self), "redo", can_redo);
}

/* The header's buttons would make room for all of it. */
static char *
shortened (const char *title)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (title, -1) <= LONG_TITLE)
    return g_strdup (title);
  start = g_utf8_substring (title, 0, LONG_TITLE - 1);
  return g_strconcat (g_strchomp (start), "…", NULL);
}

static void
refresh_title (PenWindow *self)
{
  PenExperiment *experiment = pen_document_experiment (pen_window_document (self));
  g_autofree char *summary = pen_settings_summary (experiment);
  g_autofree char *subtitle = NULL, *window_title = NULL, *header = NULL;
  const char *title = pen_presets_text (experiment->title);

  if (title == NULL || *title == '\0')
    title = _ ("Untitled experiment");
  /* Translators: "edited · 2 features, linear model, exponential loss" */
  subtitle = pen_document_modified (pen_window_document (self)) ? g_strdup_printf (_ ("edited · %s"), summary)
                                                                : g_steal_pointer (&summary);
  window_title = g_strdup_printf (_ ("%s — Penchant"), title);
  header = shortened (title);
  adw_window_title_set_title (self->title, header);
  pen_set_tooltip (GTK_WIDGET (self->title), g_str_equal (header, title) ? NULL : title);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), window_title);
}

static void
refresh (PenWindow *self)
{
  refresh_history (self);
  refresh_title (self);
}

static void
playing_cb (PenWindow *self)
{
  gboolean playing;

  g_object_get (self->laboratory, "playing", &playing, NULL);
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->run), "play")),
                             g_variant_new_boolean (playing));
}

/* The speed is the person's, not the experiment's. */
static void
take_speed (PenWindow *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self->run), "speed");

  g_object_set (self->laboratory, "speed", g_ascii_strtod (g_variant_get_string (state, NULL), NULL), NULL);
}

static void
set_laboratory (PenWindow *self, PenLaboratory *laboratory)
{
  pen_window_stop_keeping (self);
  g_set_object (&self->laboratory, laboratory);
  g_signal_group_set_target (self->document_signals, laboratory != NULL ? pen_laboratory_document (laboratory) : NULL);
  g_signal_group_set_target (self->laboratory_signals, laboratory);
  g_object_set (self->panel, "laboratory", laboratory, NULL);
  g_object_set (self->views, "laboratory", laboratory, NULL);
  if (laboratory != NULL)
    take_speed (self);
  g_object_set (self->transport, "laboratory", laboratory, NULL);
  g_object_set (self->answer, "laboratory", laboratory, NULL);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pen_document_undo (pen_window_document (user_data));
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pen_document_redo (pen_window_document (user_data));
}

static void
play_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  PenWindow *self = user_data;

  if (self->laboratory != NULL)
    g_object_set (self->laboratory, "playing", g_variant_get_boolean (state), NULL);
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (PEN_WINDOW (user_data)->laboratory != NULL)
    pen_laboratory_reset (PEN_WINDOW (user_data)->laboratory);
}

static void
to_limit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (PEN_WINDOW (user_data)->laboratory != NULL)
    pen_laboratory_to_limit (PEN_WINDOW (user_data)->laboratory);
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (PEN_WINDOW (user_data)->laboratory != NULL)
    pen_laboratory_step (PEN_WINDOW (user_data)->laboratory, g_variant_get_int32 (parameter));
}

static void
keep_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PenWindow *self = user_data;

  if (self->laboratory == NULL)
    return;
  if (pen_laboratory_can_keep (self->laboratory))
    {
      pen_laboratory_keep (self->laboratory);
      pen_window_message (self, _ ("This run is kept in the plots while the window is open; Runs lists it"));
    }
  else
    pen_window_message (self, _ ("There is no run to keep yet"));
}

static void
speed_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  PenWindow *self = user_data;
  double speed = g_ascii_strtod (g_variant_get_string (state, NULL), NULL);

  if (self->laboratory != NULL)
    g_object_set (self->laboratory, "speed", speed, NULL);
  g_simple_action_set_state (action, state);
  pen_window_keep_speed (self, speed);
}

static void
message_cb (GObject *sender, const char *message, gpointer user_data)
{
  pen_window_message (user_data, message);
}

static void
why_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pen_answer_bar_explain (PEN_WINDOW (user_data)->answer);
}

static void
tour_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PenWindow *self = user_data;
  GtkWidget *const places[PEN_TOUR_TIPS] = { GTK_WIDGET (pen_views_area_editor (self->views)),
                                             GTK_WIDGET (self->transport), GTK_WIDGET (self->answer) };

  pen_tour_start (self->tour, places);
}

static void
tour_ended_cb (PenWindow *self)
{
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, "tour-taken", TRUE);
}

static void
close_now (PenWindow *self, gpointer user_data)
{
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static gboolean
pen_window_close_request (GtkWindow *window)
{
  PenWindow *self = PEN_WINDOW (window);

  if (!self->closing && self->laboratory != NULL
      && (self->saving || pen_document_modified (pen_window_document (self))))
    {
      pen_window_guard (self, close_now, NULL, NULL);
      return TRUE;
    }
  pen_window_keep_state (self);
  return GTK_WINDOW_CLASS (pen_window_parent_class)->close_request (window);
}

static void
pen_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    g_value_set_object (value, PEN_WINDOW (object)->laboratory);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_window_dispose (GObject *object)
{
  PenWindow *self = PEN_WINDOW (object);

  if (self->laboratory != NULL)
    set_laboratory (self, NULL);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  pen_window_stop_messages (self);
  g_clear_handle_id (&self->keeping, g_source_remove);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->laboratory_signals);
  g_clear_object (&self->run);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pen_window_parent_class)->dispose (object);
}

static void
pen_window_finalize (GObject *object)
{
  g_free (PEN_WINDOW (object)->last_message);
  g_strfreev (PEN_WINDOW (object)->recent_shown);
  G_OBJECT_CLASS (pen_window_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PenWindow, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/window.ui");
  BIND (toasts);
  BIND (title);
  BIND (flap);
  BIND (panel);
  BIND (views);
  BIND (transport);
  BIND (tour);
  BIND (answer);
  BIND (undo);
  BIND (redo);
  BIND (main_button);
  BIND (export_button);
  BIND (recent_button);
  gtk_widget_class_bind_template_callback (widget_class, message_cb);
  gtk_widget_class_bind_template_callback (widget_class, tour_ended_cb);
}

static void
pen_window_class_init (PenWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pen_window_get_property;
  object_class->dispose = pen_window_dispose;
  object_class->finalize = pen_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = pen_window_close_request;
  properties[PROP_LABORATORY] =
      g_param_spec_object ("laboratory", NULL, NULL, PEN_TYPE_LABORATORY, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (PEN_TYPE_MODEL_PANEL);
  g_type_ensure (PEN_TYPE_VIEWS_AREA);
  g_type_ensure (PEN_TYPE_TOUR);
  g_type_ensure (PEN_TYPE_TRANSPORT);
  g_type_ensure (PEN_TYPE_ANSWER_BAR);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
add_actions (PenWindow *self)
{
  static const GActionEntry window_entries[] = {
    { .name = "undo", .activate = undo_cb },
    { .name = "redo", .activate = redo_cb },
    { .name = "why", .activate = why_cb },
    { .name = "tour", .activate = tour_cb },
  };
  static const GActionEntry run_entries[] = {
    { .name = "play", .state = "false", .change_state = play_cb },
    { .name = "reset", .activate = reset_cb },
    { .name = "to-limit", .activate = to_limit_cb },
    { .name = "step", .parameter_type = "i", .activate = step_cb },
    { .name = "keep", .activate = keep_cb },
    { .name = "speed", .parameter_type = "s", .state = "'1'", .change_state = speed_cb },
  };
  g_autoptr (GPropertyAction) panel = g_property_action_new ("panel", self->flap, "reveal-flap");
  g_autoptr (GPropertyAction) third = g_property_action_new ("third-view", self->views, "third-view");

  g_action_map_add_action_entries (G_ACTION_MAP (self), window_entries, G_N_ELEMENTS (window_entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (panel));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (third));
  pen_window_add_file_actions (self);
  pen_window_add_save_actions (self);
  pen_window_add_copy_actions (self);
  pen_window_add_export_actions (self);
  pen_window_add_recent_actions (self);
  pen_window_add_message_actions (self);
  self->run = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->run), run_entries, G_N_ELEMENTS (run_entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "run", G_ACTION_GROUP (self->run));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "data",
                                  pen_data_editor_actions (pen_views_area_editor (self->views)));
}

static gboolean
narrow_cb (gpointer user_data)
{
  PenWindow *self = user_data;

  if (self->answer != NULL)
    pen_answer_bar_set_narrow (self->answer, adw_flap_get_folded (self->flap));
  return G_SOURCE_REMOVE;
}

/* It folds while the window is laid out, which nothing must change meanwhile. */
static void
folded_cb (PenWindow *self)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, narrow_cb, g_object_ref (self), g_object_unref);
}

static void
pen_window_init (PenWindow *self)
{
  g_queue_init (&self->after_saving);
  gtk_widget_init_template (GTK_WIDGET (self));
  pen_menu_button_set (self->main_button, "primary_menu");
  pen_menu_button_set (self->export_button, "export_menu");
  pen_menu_button_set (self->recent_button, "recent_menu");
  add_actions (self);
  g_signal_connect_object (pen_views_area_editor (self->views), "message", G_CALLBACK (message_cb), self, 0);
  self->document_signals = g_signal_group_new (PEN_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify", G_CALLBACK (refresh), self);
  self->laboratory_signals = g_signal_group_new (PEN_TYPE_LABORATORY);
  g_signal_group_connect_swapped (self->laboratory_signals, "notify::playing", G_CALLBACK (playing_cb), self);
  g_signal_connect_object (self->flap, "notify::folded", G_CALLBACK (folded_cb), self, G_CONNECT_SWAPPED);
  pen_window_restore_state (self);
  pen_window_watch_recent_files (self);
  pen_accessible_mend (GTK_WIDGET (self));
}

void
pen_window_welcome (PenWindow *self)
{
  g_return_if_fail (PEN_IS_WINDOW (self));
  if (self->settings != NULL && !g_settings_get_boolean (self->settings, "tour-taken"))
    tour_cb (NULL, NULL, self);
}

GtkWidget *
pen_window_new (AdwApplication *application)
{
  GtkWidget *self = g_object_new (PEN_TYPE_WINDOW, "application", application, NULL);
  GtkShortcutsWindow *shortcuts = gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (self));

  if (shortcuts != NULL)
    pen_accessible_mend (GTK_WIDGET (shortcuts));
  return self;
}

PenLaboratory *
pen_window_laboratory (PenWindow *self)
{
  g_return_val_if_fail (PEN_IS_WINDOW (self), NULL);
  return self->laboratory;
}

PenDocument *
pen_window_document (PenWindow *self)
{
  g_return_val_if_fail (PEN_IS_WINDOW (self), NULL);
  return self->laboratory != NULL ? pen_laboratory_document (self->laboratory) : NULL;
}

void
pen_window_show_document (PenWindow *self, PenDocument *document)
{
  g_autoptr (PenLaboratory) laboratory = pen_laboratory_new (document);
  PenExperiment *experiment = pen_document_experiment (document);

  /* A file that is still being read would take the place of what is shown from now on, and of its changes. */
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  set_laboratory (self, laboratory);
  if (pen_views_area_plot (self->views, pen_view_of (experiment)) == NULL)
    g_object_set (pen_views_area_card (self->views, 0), "kind", (guint)pen_view_of (experiment), NULL);
  pen_views_area_suit (self->views, experiment);
  pen_window_keep_unsaved (self, NULL);
  refresh (self);
  playing_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABORATORY]);
}

void
pen_window_set_experiment (PenWindow *self, PenExperiment *experiment)
{
  g_autoptr (PenDocument) document = NULL, left = NULL;

  g_return_if_fail (PEN_IS_WINDOW (self) && experiment != NULL);
  if (pen_window_tries_preset (self))
    left = g_object_ref (pen_window_document (self));
  document = pen_document_new (experiment);
  pen_window_show_document (self, document);
  if (left != NULL)
    pen_window_say_left (self, left);
}
