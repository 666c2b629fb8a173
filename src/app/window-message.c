/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include "accessible.h"
#include "presets.h"

#include <glib/gi18n-lib.h>

#define MESSAGE_SECONDS 6
#define LEFT_SECONDS 20 /* to find that what was left is missed */

static gboolean
toast_over_cb (gpointer user_data)
{
  PenWindow *self = user_data;

  self->toast_timer = 0;
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  return G_SOURCE_REMOVE;
}

void
pen_window_stop_messages (PenWindow *self)
{
  g_clear_handle_id (&self->toast_timer, g_source_remove);
  g_clear_weak_pointer (&self->toast);
  g_clear_object (&self->left);
}

static void
dismissed_cb (AdwToast *toast, PenWindow *self)
{
  pen_window_stop_messages (self);
}

static void
show (PenWindow *self, const char *message, guint seconds)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);
  gboolean is_new = self->toast == NULL;

  g_free (self->last_message);
  self->last_message = g_strdup (message);
  g_clear_handle_id (&self->toast_timer, g_source_remove);
  self->toast_timer = g_timeout_add_seconds (seconds, toast_over_cb, self);
  /* What was said before is past, and gives its place: libadwaita 1.2 crashes where toasts are dismissed while they
   * come. */
  if (is_new)
    {
      g_set_weak_pointer (&self->toast, adw_toast_new (escaped));
      adw_toast_set_timeout (self->toast, 0); /* it cannot be begun anew */
      adw_toast_set_action_name (self->toast, "win.bring-back");
      g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (dismissed_cb), self, 0);
    }
  adw_toast_set_title (self->toast, escaped);
  adw_toast_set_button_label (self->toast, self->left != NULL ? _ ("Bring back") : NULL);
  if (is_new)
    adw_toast_overlay_add_toast (self->toasts, self->toast);
  pen_accessible_mend (GTK_WIDGET (self->toasts));
}

void
pen_window_message (PenWindow *self, const char *message)
{
  g_return_if_fail (PEN_IS_WINDOW (self) && message != NULL);
  g_clear_object (&self->left);
  show (self, message, MESSAGE_SECONDS);
}

const char *
pen_window_last_message (PenWindow *self)
{
  g_return_val_if_fail (PEN_IS_WINDOW (self), NULL);
  return self->last_message;
}

gboolean
pen_window_tries_preset (PenWindow *self)
{
  PenDocument *document = pen_window_document (self);
  const char *path = document != NULL ? pen_document_path (document) : NULL;

  return path != NULL && pen_presets_hold (path) && pen_document_modified (document);
}

void
pen_window_say_left (PenWindow *self, PenDocument *left)
{
  g_autofree char *message =
      g_strdup_printf (_ ("Your changes to “%s” are not saved"), pen_document_experiment (left)->title);

  g_set_object (&self->left, left);
  show (self, message, LEFT_SECONDS);
}

/* With its history; what came in its place is left in turn, where it has been changed. */
static void
bring_back (PenWindow *self, gpointer data)
{
  g_autoptr (PenDocument) left = pen_window_tries_preset (self) ? g_object_ref (pen_window_document (self)) : NULL;

  pen_window_show_document (self, data);
  if (left != NULL)
    pen_window_say_left (self, left);
}

/* The button dismisses its message after the action: the next must come after that. */
static gboolean
bring_back_later_cb (gpointer user_data)
{
  PenWindow *self = user_data;
  PenDocument *left = g_object_steal_data (G_OBJECT (self), "bring-back");

  if (left != NULL && self->laboratory != NULL)
    pen_window_leave (self, bring_back, left, g_object_unref);
  else
    g_clear_object (&left);
  return G_SOURCE_REMOVE;
}

static void
bring_back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PenWindow *self = user_data;

  if (self->left == NULL)
    return;
  g_object_set_data_full (G_OBJECT (self), "bring-back", g_steal_pointer (&self->left), g_object_unref);
  g_idle_add_full (G_PRIORITY_DEFAULT, bring_back_later_cb, g_object_ref (self), g_object_unref);
}

void
pen_window_add_message_actions (PenWindow *self)
{
  static const GActionEntry entries[] = { { .name = "bring-back", .activate = bring_back_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
pen_window_leave (PenWindow *self, PenWindowFunc next, gpointer data, GDestroyNotify free_data)
{
  if (!pen_window_tries_preset (self))
    {
      pen_window_guard (self, next, data, free_data);
      return;
    }
  next (self, data);
  if (free_data != NULL)
    free_data (data);
}
