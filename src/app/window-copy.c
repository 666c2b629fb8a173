/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window-private.h"

#include "presets.h"

#include <glib/gi18n-lib.h>

/* A view on its way to the clipboard. */
typedef struct
{
  PenWindow *window;
  PenViewKind kind;
  PenImage format;
} Copy;

static void
copy_free (Copy *self)
{
  g_object_unref (self->window);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Copy, copy_free)

/* The bytes as they would be in a file for who takes PNG, pixels for everyone else. */
static GdkContentProvider *
offer_image (GBytes *png, GError **error)
{
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (png, error);
  GdkContentProvider *offers[2];

  if (texture == NULL)
    return NULL;
  offers[0] = gdk_content_provider_new_for_bytes ("image/png", png);
  offers[1] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
  return gdk_content_provider_new_union (offers, G_N_ELEMENTS (offers));
}

/* As a drawing for drawing programs, as text for editors. */
static GdkContentProvider *
offer_svg (GBytes *svg)
{
  gsize n;
  const char *data = g_bytes_get_data (svg, &n);
  g_autofree char *text = g_strndup (data, n);
  GdkContentProvider *offers[] = { gdk_content_provider_new_for_bytes ("image/svg+xml", svg),
                                   gdk_content_provider_new_typed (G_TYPE_STRING, text) };

  return gdk_content_provider_new_union (offers, G_N_ELEMENTS (offers));
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Copy) copy = user_data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkContentProvider) offer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  if (copy->window->laboratory == NULL) /* closed meanwhile */
    return;
  if (pen_figure_render_finish (result, &bytes, &error))
    offer = copy->format == PEN_IMAGE_PNG ? offer_image (bytes, &error) : offer_svg (bytes);
  if (offer == NULL)
    {
      pen_window_alert (copy->window, _ ("Nothing was copied"), error->message);
      return;
    }
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (copy->window)), offer);
  message = g_strdup_printf (copy->format == PEN_IMAGE_PNG ? _ ("Copied as an image: %s") : _ ("Copied as SVG: %s"),
                             pen_view_label (copy->kind));
  pen_window_message (copy->window, message);
}

/* In the size and colours of the last figure. */
static void
copy_view (PenWindow *self, PenImage format)
{
  PenFigure figure = self->figure;
  g_autoptr (PenScene) scene = NULL;
  PenExport options;
  Copy *copy;

  if (self->laboratory == NULL)
    return;
  figure.format = format;
  options = pen_figure_options (&figure);
  copy = g_new (Copy, 1);
  *copy = (Copy){ g_object_ref (self), pen_views_area_last (self->views), format };
  scene = pen_views_area_scene (self->views, copy->kind, NULL);
  if (figure.titled)
    pen_scene_set_title (scene, pen_presets_text (pen_document_experiment (pen_window_document (self))->title));
  pen_figure_render_async (scene, &options, NULL, NULL, rendered_cb, copy);
}

static void
copy_image_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  copy_view (user_data, PEN_IMAGE_PNG);
}

static void
copy_svg_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  copy_view (user_data, PEN_IMAGE_SVG);
}

static void
copy_command_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PenWindow *self = user_data;
  PenDocument *document = pen_window_document (self);
  const char *path = document != NULL ? pen_document_path (document) : NULL;
  g_autofree char *whole = NULL, *quoted = NULL, *command = NULL, *message = NULL;

  if (document == NULL)
    return;
  if (path == NULL || pen_document_modified (document))
    {
      pen_window_message (self, _ ("Save the experiment first (Ctrl+S): the command names its file"));
      return;
    }
  whole = g_canonicalize_filename (path, NULL);
  quoted = g_shell_quote (whole);
  command = g_strdup_printf ("penchant-run %s", quoted);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
  message = g_strdup_printf (_ ("Copied: %s"), command);
  pen_window_message (self, message);
}

void
pen_window_add_copy_actions (PenWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "copy-image", .activate = copy_image_cb },
    { .name = "copy-svg", .activate = copy_svg_cb },
    { .name = "copy-command", .activate = copy_command_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
