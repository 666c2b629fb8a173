/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "choice-row.h"

#include "tooltip.h"

struct _PenChoiceRow
{
  GtkListBoxRow parent_instance;
  GtkLabel *title;
  GtkDropDown *drop_down;
  GPtrArray *reasons; /* of the items: a translated text, or NULL */
  guint selected;
  gboolean silent;
};

enum
{
  PROP_TITLE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint chosen_signal;

G_DEFINE_FINAL_TYPE (PenChoiceRow, pen_choice_row, GTK_TYPE_LIST_BOX_ROW)

static const char *
reason_of (PenChoiceRow *self, guint item)
{
  return item < self->reasons->len ? g_ptr_array_index (self->reasons, item) : NULL;
}

static void
setup_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_list_item_set_child (item, box);
}

static void
bind_item_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  PenChoiceRow *self = user_data;
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *label = gtk_widget_get_first_child (box);
  const char *why = reason_of (self, gtk_list_item_get_position (item));

  gtk_label_set_label (GTK_LABEL (label), gtk_string_object_get_string (gtk_list_item_get_item (item)));
  gtk_widget_set_opacity (gtk_widget_get_last_child (box), gtk_list_item_get_position (item) == self->selected);
  gtk_widget_set_sensitive (label, why == NULL);
  pen_set_tooltip (box, why);
  gtk_list_item_set_activatable (item, why == NULL);
  gtk_list_item_set_selectable (item, why == NULL);
}

static void
setup_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));

  gtk_label_set_label (label, gtk_string_object_get_string (gtk_list_item_get_item (item)));
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (label, 1);
}

/* Items that are bound already would keep the mark and the reason they had. */
static void
renew_list (PenChoiceRow *self)
{
  g_autoptr (GtkListItemFactory) list = gtk_signal_list_item_factory_new ();

  g_signal_connect (list, "setup", G_CALLBACK (setup_item_cb), NULL);
  g_signal_connect_object (list, "bind", G_CALLBACK (bind_item_cb), self, 0);
  gtk_drop_down_set_list_factory (self->drop_down, list);
}

static void
selected_cb (PenChoiceRow *self)
{
  guint item = gtk_drop_down_get_selected (self->drop_down);

  if (self->silent || item == self->selected || item == GTK_INVALID_LIST_POSITION)
    return;
  if (reason_of (self, item) != NULL)
    {
      pen_choice_row_set_selected (self, self->selected);
      return;
    }
  self->selected = item;
  renew_list (self);
  g_signal_emit (self, chosen_signal, 0, item);
}

static void
set_title (PenChoiceRow *self, const char *title)
{
  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
pen_choice_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    g_value_set_string (value, gtk_label_get_label (PEN_CHOICE_ROW (object)->title));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_choice_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TITLE)
    set_title (PEN_CHOICE_ROW (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_choice_row_finalize (GObject *object)
{
  g_ptr_array_unref (PEN_CHOICE_ROW (object)->reasons);
  G_OBJECT_CLASS (pen_choice_row_parent_class)->finalize (object);
}

static void
pen_choice_row_class_init (PenChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pen_choice_row_get_property;
  object_class->set_property = pen_choice_row_set_property;
  object_class->finalize = pen_choice_row_finalize;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  chosen_signal =
      g_signal_new ("chosen", PEN_TYPE_CHOICE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/choice-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PenChoiceRow, title);
  gtk_widget_class_bind_template_child (widget_class, PenChoiceRow, drop_down);
}

static void
pen_choice_row_init (PenChoiceRow *self)
{
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();

  self->reasons = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (button, "setup", G_CALLBACK (setup_button_cb), NULL);
  g_signal_connect (button, "bind", G_CALLBACK (bind_button_cb), NULL);
  gtk_drop_down_set_factory (self->drop_down, button);
  renew_list (self);
  g_signal_connect_object (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
}

void
pen_choice_row_set_items (PenChoiceRow *self, const char *const *items)
{
  g_autoptr (GtkStringList) list = NULL;

  g_return_if_fail (PEN_IS_CHOICE_ROW (self) && items != NULL);
  list = gtk_string_list_new (items);
  self->silent = TRUE;
  g_ptr_array_set_size (self->reasons, 0);
  g_ptr_array_set_size (self->reasons, (int)g_strv_length ((char **)items));
  gtk_drop_down_set_model (self->drop_down, G_LIST_MODEL (list));
  self->selected = gtk_drop_down_get_selected (self->drop_down);
  self->silent = FALSE;
}

void
pen_choice_row_set_selected (PenChoiceRow *self, guint item)
{
  g_return_if_fail (PEN_IS_CHOICE_ROW (self) && item < self->reasons->len);
  self->silent = TRUE;
  if (self->selected != item)
    {
      self->selected = item;
      renew_list (self);
    }
  gtk_drop_down_set_selected (self->drop_down, item);
  self->silent = FALSE;
}

guint
pen_choice_row_selected (PenChoiceRow *self)
{
  g_return_val_if_fail (PEN_IS_CHOICE_ROW (self), GTK_INVALID_LIST_POSITION);
  return self->selected;
}

void
pen_choice_row_refuse (PenChoiceRow *self, guint item, const char *why)
{
  g_return_if_fail (PEN_IS_CHOICE_ROW (self) && item < self->reasons->len);
  if (g_strcmp0 (reason_of (self, item), why) == 0)
    return;
  g_free (g_ptr_array_index (self->reasons, item));
  g_ptr_array_index (self->reasons, item) = g_strdup (why);
  renew_list (self);
}

void
pen_choice_row_choose (PenChoiceRow *self, guint item)
{
  g_return_if_fail (PEN_IS_CHOICE_ROW (self) && item < self->reasons->len);
  gtk_drop_down_set_selected (self->drop_down, item);
}
