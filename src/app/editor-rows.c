/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-rows.h"

struct _PenEditorRows
{
  GObject parent_instance;
  PenDataEditor *editor; /* NULL once disconnected */
  guint n;
};

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return PEN_EDITOR_ROWS (model)->n;
}

static gpointer
get_item (GListModel *model, guint position)
{
  return position < PEN_EDITOR_ROWS (model)->n ? g_object_new (G_TYPE_OBJECT, NULL) : NULL;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  PenEditorRows *self = PEN_EDITOR_ROWS (model);

  return self->editor != NULL && pen_selection_has (pen_data_editor_selection (self->editor), position);
}

static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  PenEditorRows *self = PEN_EDITOR_ROWS (model);
  const PenSelection *now;
  g_autofree guint8 *flags = NULL;

  if (self->editor == NULL)
    return FALSE;
  now = pen_data_editor_selection (self->editor);
  flags = g_new (guint8, now->n + 1);
  for (gsize i = 0; i < now->n; i++)
    flags[i] = gtk_bitset_contains (mask, (guint)i) ? gtk_bitset_contains (selected, (guint)i) : now->flags[i];
  pen_data_editor_select_flags (self->editor, flags);
  return TRUE;
}

static void
list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
selection_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->set_selection = set_selection;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PenEditorRows, pen_editor_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_iface_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_iface_init))

static void
pen_editor_rows_class_init (PenEditorRowsClass *klass)
{
}

static void
pen_editor_rows_init (PenEditorRows *self)
{
}

PenEditorRows *
pen_editor_rows_new (PenDataEditor *editor)
{
  PenEditorRows *self = g_object_new (PEN_TYPE_EDITOR_ROWS, NULL);

  self->editor = editor;
  return self;
}

void
pen_editor_rows_disconnect (PenEditorRows *self)
{
  self->editor = NULL;
}

void
pen_editor_rows_resize (PenEditorRows *self, gsize n)
{
  guint before = self->n, after = (guint)MIN (n, (gsize)G_MAXUINT);

  self->n = after;
  if (after != before)
    g_list_model_items_changed (G_LIST_MODEL (self), MIN (before, after), before > after ? before - after : 0,
                                after > before ? after - before : 0);
}

void
pen_editor_rows_selected (PenEditorRows *self)
{
  if (self->n > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, self->n);
}
