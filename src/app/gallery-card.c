/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gallery-card.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include "lab/thumbnails.h"
#include <string.h>

struct _PenGalleryCard
{
  GtkFlowBoxChild parent_instance;
  GtkPicture *picture;
  GtkWidget *stack;
  GtkLabel *title, *about, *attempt;

  char *path, *text; /* casefolded, of all that is said */
  char *light, *dark;
  GCancellable *reading; /* of the picture shown next, or NULL */
};

G_DEFINE_FINAL_TYPE (PenGalleryCard, pen_gallery_card, GTK_TYPE_FLOW_BOX_CHILD)

static void
read_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GdkTexture *texture = gdk_texture_new_from_filename (task_data, &error);

  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PenGalleryCard *self = PEN_GALLERY_CARD (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->reading == NULL || self->reading != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->reading);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), texture != NULL ? "picture" : "missing");
}

static void
show_picture (PenGalleryCard *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const char *file = dark ? self->dark : self->light;
  g_autoptr (GTask) task = NULL;

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (file == NULL)
    return;
  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, read_cb, NULL);
  g_task_set_task_data (task, g_strdup (file), g_free);
  g_task_run_in_thread (task, read_worker);
}

static void
pen_gallery_card_dispose (GObject *object)
{
  PenGalleryCard *self = PEN_GALLERY_CARD (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  G_OBJECT_CLASS (pen_gallery_card_parent_class)->dispose (object);
}

static void
pen_gallery_card_finalize (GObject *object)
{
  PenGalleryCard *self = PEN_GALLERY_CARD (object);

  g_free (self->path);
  g_free (self->text);
  g_free (self->light);
  g_free (self->dark);
  G_OBJECT_CLASS (pen_gallery_card_parent_class)->finalize (object);
}

static void
pen_gallery_card_class_init (PenGalleryCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pen_gallery_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = pen_gallery_card_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/gallery-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PenGalleryCard, picture);
  gtk_widget_class_bind_template_child (widget_class, PenGalleryCard, stack);
  gtk_widget_class_bind_template_child (widget_class, PenGalleryCard, title);
  gtk_widget_class_bind_template_child (widget_class, PenGalleryCard, about);
  gtk_widget_class_bind_template_child (widget_class, PenGalleryCard, attempt);
}

static void
pen_gallery_card_init (PenGalleryCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (self->stack, PEN_THUMBNAIL_WIDTH, PEN_THUMBNAIL_HEIGHT);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (show_picture), self,
                           G_CONNECT_SWAPPED);
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

PenGalleryCard *
pen_gallery_card_new (const PenPreset *preset)
{
  PenGalleryCard *self;
  g_autofree char *all = NULL, *attempt = NULL;

  g_return_val_if_fail (preset != NULL, NULL);
  self = g_object_new (PEN_TYPE_GALLERY_CARD, NULL);
  self->path = g_strdup (preset->path);
  attempt = preset->attempt != NULL ? g_strdup_printf (_ (PEN_PRESETS_TRY), preset->attempt) : NULL;
  set_text (self->title, preset->title);
  set_text (self->about, preset->about);
  set_text (self->attempt, attempt);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), preset->source);
  all = g_strjoin (" ", preset->title, preset->about, attempt != NULL ? attempt : "",
                   preset->source != NULL ? preset->source : "", pen_presets_section (preset->section), NULL);
  self->text = g_utf8_casefold (all, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, preset->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, preset->about, -1);
  return self;
}

const char *
pen_gallery_card_path (PenGalleryCard *self)
{
  g_return_val_if_fail (PEN_IS_GALLERY_CARD (self), NULL);
  return self->path;
}

static gboolean
has_all (const char *text, const char *const *words)
{
  for (; *words != NULL; words++)
    if (strstr (text, *words) == NULL)
      return FALSE;
  return TRUE;
}

gboolean
pen_gallery_card_matches (PenGalleryCard *self, const char *const *words)
{
  g_return_val_if_fail (PEN_IS_GALLERY_CARD (self), FALSE);
  return has_all (self->text, words);
}

gboolean
pen_gallery_card_title_matches (PenGalleryCard *self, const char *const *words)
{
  g_autofree char *title = NULL;

  g_return_val_if_fail (PEN_IS_GALLERY_CARD (self), FALSE);
  title = g_utf8_casefold (gtk_label_get_label (self->title), -1);
  return has_all (title, words);
}

void
pen_gallery_card_set_pictures (PenGalleryCard *self, const char *light, const char *dark)
{
  g_return_if_fail (PEN_IS_GALLERY_CARD (self));
  g_free (self->light);
  g_free (self->dark);
  self->light = g_strdup (light);
  self->dark = g_strdup (dark);
  if (light == NULL)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "missing");
  show_picture (self);
}

gboolean
pen_gallery_card_has_picture (PenGalleryCard *self)
{
  g_return_val_if_fail (PEN_IS_GALLERY_CARD (self), FALSE);
  return gtk_picture_get_paintable (self->picture) != NULL;
}
