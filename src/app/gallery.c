/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gallery.h"

#include "flow-box.h"
#include "accessible.h"
#include "gallery-card.h"

#include "lab/thumbnails.h"

struct _PenGallery
{
  GtkWindow parent_instance;
  GtkSearchEntry *search;
  GtkStack *stack;
  GtkBox *sections;
  GtkScrolledWindow *scrolled;

  GtkWidget *headings[PEN_N_PRESET_SECTIONS];
  GtkFlowBox *boxes[PEN_N_PRESET_SECTIONS];
  GHashTable *cards; /* path → its card, borrowed */
  char **words;      /* searched for, casefolded */
  PenThumbnails *thumbnails;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PenGallery, pen_gallery, GTK_TYPE_WINDOW)

static gboolean
filter_cb (GtkFlowBoxChild *child, gpointer user_data)
{
  return pen_gallery_card_matches (PEN_GALLERY_CARD (child), (const char *const *)PEN_GALLERY (user_data)->words);
}

/* The first card of a section that the search leaves, or the last. */
static GtkWidget *
shown_card (PenGallery *self, gsize section, gboolean last)
{
  GtkWidget *card = last ? gtk_widget_get_last_child (GTK_WIDGET (self->boxes[section]))
                         : gtk_widget_get_first_child (GTK_WIDGET (self->boxes[section]));

  while (card != NULL && !pen_gallery_card_matches (PEN_GALLERY_CARD (card), (const char *const *)self->words))
    card = last ? gtk_widget_get_prev_sibling (card) : gtk_widget_get_next_sibling (card);
  return card;
}

static void
search_cb (PenGallery *self)
{
  g_autofree char *folded = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gboolean any = FALSE;

  g_strfreev (self->words);
  self->words = g_strsplit_set (folded, " \t", -1);
  for (gsize i = 0; i < PEN_N_PRESET_SECTIONS; i++)
    {
      gboolean shown = shown_card (self, i, FALSE) != NULL;

      gtk_flow_box_invalidate_filter (self->boxes[i]);
      gtk_widget_set_visible (self->headings[i], shown);
      gtk_widget_set_visible (GTK_WIDGET (self->boxes[i]), shown);
      any |= shown;
    }
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  gtk_stack_set_visible_child_name (self->stack, any ? "presets" : "nothing");
}

static void
choose (PenGallery *self, PenGalleryCard *card)
{
  g_autofree char *path = g_strdup (pen_gallery_card_path (card));

  g_object_ref (self);
  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, path);
  g_object_unref (self);
}

static void
activated_cb (GtkFlowBox *box, GtkFlowBoxChild *child, PenGallery *self)
{
  choose (self, PEN_GALLERY_CARD (child));
}

/* Enter in the search: the first whose title it is in, or the first that is left. */
static void
first_cb (PenGallery *self)
{
  const char *const *words = (const char *const *)self->words;
  PenGalleryCard *found = NULL;
  gboolean by_title = FALSE;

  for (gsize i = 0; i < PEN_N_PRESET_SECTIONS && !by_title; i++)
    for (GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->boxes[i])); card != NULL && !by_title;
         card = gtk_widget_get_next_sibling (card))
      if (pen_gallery_card_matches (PEN_GALLERY_CARD (card), words))
        {
          by_title = pen_gallery_card_title_matches (PEN_GALLERY_CARD (card), words);
          if (found == NULL || by_title)
            found = PEN_GALLERY_CARD (card);
        }
  if (found != NULL)
    choose (self, found);
}

/* Escape empties the search, then leaves. */
static void
stop_cb (PenGallery *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* The arrows go on from one section to the next. */
static gboolean
edge_cb (GtkFlowBox *box, GtkDirectionType direction, PenGallery *self)
{
  gboolean back = direction == GTK_DIR_UP || direction == GTK_DIR_LEFT;
  gssize at = 0;

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return FALSE;
  while (self->boxes[at] != box)
    at++;
  for (at += back ? -1 : 1; at >= 0 && at < PEN_N_PRESET_SECTIONS; at += back ? -1 : 1)
    {
      GtkWidget *card = shown_card (self, (gsize)at, back);

      if (card != NULL)
        return gtk_widget_grab_focus (card);
    }
  return back && gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
drawn_cb (PenThumbnails *thumbnails, const char *path, const char *light, const char *dark, PenGallery *self)
{
  PenGalleryCard *card = g_hash_table_lookup (self->cards, path);

  if (card != NULL)
    pen_gallery_card_set_pictures (card, light, dark);
}

static void
pen_gallery_dispose (GObject *object)
{
  PenGallery *self = PEN_GALLERY (object);

  if (self->thumbnails != NULL)
    g_signal_handlers_disconnect_by_data (self->thumbnails, self);
  g_clear_object (&self->thumbnails);
  for (gsize i = 0; i < PEN_N_PRESET_SECTIONS; i++)
    if (self->boxes[i] != NULL)
      gtk_flow_box_set_filter_func (self->boxes[i], NULL, NULL, NULL);
  memset (self->boxes, 0, sizeof self->boxes);
  G_OBJECT_CLASS (pen_gallery_parent_class)->dispose (object);
}

static void
pen_gallery_finalize (GObject *object)
{
  g_hash_table_unref (PEN_GALLERY (object)->cards);
  g_strfreev (PEN_GALLERY (object)->words);
  G_OBJECT_CLASS (pen_gallery_parent_class)->finalize (object);
}

static void
pen_gallery_class_init (PenGalleryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pen_gallery_dispose;
  G_OBJECT_CLASS (klass)->finalize = pen_gallery_finalize;
  signals[SIGNAL_CHOSEN] =
      g_signal_new ("chosen", PEN_TYPE_GALLERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/gallery.ui");
  gtk_widget_class_bind_template_child (widget_class, PenGallery, search);
  gtk_widget_class_bind_template_child (widget_class, PenGallery, stack);
  gtk_widget_class_bind_template_child (widget_class, PenGallery, sections);
  gtk_widget_class_bind_template_child (widget_class, PenGallery, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, first_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
add_section (PenGallery *self, gsize section)
{
  GtkWidget *heading = gtk_label_new (pen_presets_section (section));
  GtkWidget *box = gtk_flow_box_new ();

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "title-4");
  gtk_widget_add_css_class (heading, "gallery-heading");
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 5);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (box), TRUE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (box), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (box), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, pen_presets_section (section),
                                  -1);
  pen_flow_box_leave_pages (GTK_FLOW_BOX (box));
  g_signal_connect (box, "child-activated", G_CALLBACK (activated_cb), self);
  g_signal_connect (box, "keynav-failed", G_CALLBACK (edge_cb), self);
  gtk_flow_box_set_filter_func (GTK_FLOW_BOX (box), filter_cb, self, NULL);
  gtk_box_append (self->sections, heading);
  gtk_box_append (self->sections, box);
  self->headings[section] = heading;
  self->boxes[section] = GTK_FLOW_BOX (box);
}

static void
pen_gallery_init (PenGallery *self)
{
  self->cards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->words = g_new0 (char *, 1);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < PEN_N_PRESET_SECTIONS; i++)
    add_section (self, i);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  pen_accessible_mend (GTK_WIDGET (self));
}

PenGallery *
pen_gallery_new (GtkWindow *parent, const char *folder, const char *cache)
{
  PenGallery *self;
  g_autoptr (GPtrArray) presets = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  g_return_val_if_fail (cache != NULL, NULL);
  self = g_object_new (PEN_TYPE_GALLERY, "transient-for", parent, NULL);
  presets = pen_presets_list (folder);
  for (guint i = 0; i < presets->len; i++)
    {
      const PenPreset *preset = g_ptr_array_index (presets, i);
      PenGalleryCard *card = pen_gallery_card_new (preset);

      gtk_flow_box_append (self->boxes[preset->section], GTK_WIDGET (card));
      g_hash_table_insert (self->cards, g_strdup (preset->path), card);
      g_ptr_array_add (paths, preset->path);
    }
  g_ptr_array_add (paths, NULL);
  search_cb (self);
  self->thumbnails = pen_thumbnails_new (cache, (const char *const *)paths->pdata);
  g_signal_connect (self->thumbnails, "drawn", G_CALLBACK (drawn_cb), self);
  return self;
}

guint
pen_gallery_shown (PenGallery *self)
{
  GHashTableIter iter;
  gpointer card;
  guint shown = 0;

  g_return_val_if_fail (PEN_IS_GALLERY (self), 0);
  g_hash_table_iter_init (&iter, self->cards);
  while (g_hash_table_iter_next (&iter, NULL, &card))
    shown += pen_gallery_card_matches (card, (const char *const *)self->words);
  return shown;
}

gboolean
pen_gallery_busy (PenGallery *self)
{
  g_return_val_if_fail (PEN_IS_GALLERY (self), FALSE);
  return pen_thumbnails_busy (self->thumbnails);
}
