/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-table.h"

#include "editor-rows.h"
#include "numbers.h"

#include <glib/gi18n-lib.h>

struct _PenEditorTable
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkColumnView *view;
  GtkLabel *problem, *hidden_inputs;
  PenDataEditor *editor;
  PenEditorRows *rows;
  GHashTable *cells;      /* PenEditorCell, those on the screen */
  PenDataset *columns_of; /* the points whose names the columns bear, or NULL */
  gsize last_single;      /* the row last scrolled to */
  int go_row, go_column;  /* where Enter, Tab and the arrows lead, before the row there is on the screen */
};

G_DEFINE_FINAL_TYPE (PenEditorTable, pen_editor_table, GTK_TYPE_WIDGET)

static const PenDataset *
data_of (PenEditorTable *self)
{
  PenExperiment *experiment = self->editor != NULL ? pen_data_editor_experiment (self->editor) : NULL;

  return experiment != NULL ? experiment->data : NULL;
}

static char *
text_of (const PenDataset *data, gsize row, gsize column)
{
  gsize d = pen_dataset_d (data);
  double y = pen_dataset_y (data)[row];

  if (column < d)
    return pen_number_exact (pen_dataset_X (data)[row * d + column]);
  if (pen_dataset_task (data) == PEN_TASK_CLASSIFICATION)
    return g_strdup (pen_dataset_label (data, y < 0 ? -1 : 1));
  return pen_number_exact (y);
}

static void
show_cell (PenEditorTable *self, PenEditorCell *cell)
{
  const PenDataset *data = data_of (self);
  g_autofree char *text = NULL;

  if (data == NULL || pen_editor_cell_row (cell) >= pen_dataset_n (data)
      || pen_editor_cell_column (cell) > pen_dataset_d (data))
    return;
  text = text_of (data, pen_editor_cell_row (cell), pen_editor_cell_column (cell));
  pen_editor_cell_set_text (cell, text,
                            pen_editor_cell_column (cell) < pen_dataset_d (data)
                                || pen_dataset_task (data) != PEN_TASK_CLASSIFICATION);
}

static void
show_problem (PenEditorTable *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
}

static GtkWidget *
list_of (PenEditorTable *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
scroll_to (PenEditorTable *self, gsize row)
{
  GtkWidget *list = list_of (self);

  if (list != NULL && row < pen_editor_table_n_rows (self))
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", (guint)row);
}

static PenEditorCell *
find_cell (PenEditorTable *self, gsize row, gsize column)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (pen_editor_cell_row (key) == row && pen_editor_cell_column (key) == column)
      return key;
  return NULL;
}

static void
begun_cb (PenEditorTable *self, PenEditorCell *cell)
{
  gsize row = pen_editor_cell_row (cell);
  const PenSelection *selection;

  show_problem (self, NULL);
  if (self->editor == NULL)
    return;
  selection = pen_data_editor_selection (self->editor);
  self->last_single = row; /* it is on the screen: a scroll would move it away from the pointer */
  if (row < selection->n && !(selection->count == 1 && pen_selection_has (selection, row)))
    pen_data_editor_select_only (self->editor, row);
}

static gboolean
entered_cb (PenEditorTable *self, const char *text, PenEditorCell *cell)
{
  g_autoptr (GError) error = NULL;
  gboolean taken;

  if (self->editor == NULL)
    return FALSE;
  taken =
      pen_data_editor_set_cell (self->editor, pen_editor_cell_row (cell), pen_editor_cell_column (cell), text, &error);
  show_problem (self, taken ? NULL : error->message);
  return taken;
}

static void
left_cb (PenEditorTable *self, PenEditorCell *cell)
{
  show_problem (self, NULL);
}

static gboolean
arrive_cb (gpointer user_data)
{
  PenEditorTable *self = user_data;
  PenEditorCell *cell = self->go_row >= 0 ? find_cell (self, (gsize)self->go_row, (gsize)self->go_column) : NULL;

  if (cell != NULL)
    pen_editor_cell_begin (cell);
  return G_SOURCE_REMOVE;
}

static void
go_to (PenEditorTable *self, gsize row, gsize column)
{
  PenEditorCell *cell = find_cell (self, row, column);

  scroll_to (self, row);
  /* At once where it can be: the next key may already be pressed. */
  if (cell != NULL)
    {
      pen_editor_cell_begin (cell);
      return;
    }
  self->go_row = (int)row;
  self->go_column = (int)column;
  /* After the list has made the row's widgets. */
  g_idle_add_full (GDK_PRIORITY_REDRAW + 10, arrive_cb, g_object_ref (self), g_object_unref);
}

static void
go_cb (PenEditorTable *self, int rows, int columns, PenEditorCell *cell)
{
  const PenDataset *data = data_of (self);
  gint64 row = (gint64)pen_editor_cell_row (cell) + rows, column = (gint64)pen_editor_cell_column (cell) + columns;
  gint64 d = data != NULL ? (gint64)pen_dataset_d (data) : 0, shown = MIN (d, PEN_EDITOR_TABLE_INPUTS);

  if (column > d)
    {
      column = 0;
      row++;
    }
  else if (column < 0)
    {
      column = d;
      row--;
    }
  else if (column >= shown && column < d)
    column = columns > 0 ? d : shown - 1;
  if (data == NULL || row < 0 || row >= (gint64)pen_dataset_n (data))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
  else
    go_to (self, (gsize)row, (gsize)column);
}

static void
setup_cb (PenEditorTable *self, GtkListItem *item, GtkListItemFactory *factory)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
  GtkWidget *cell = pen_editor_cell_new (column);

  g_signal_connect_object (cell, "begun", G_CALLBACK (begun_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "entered", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "left", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "go", G_CALLBACK (go_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, cell);
}

static void
bind_cb (PenEditorTable *self, GtkListItem *item, GtkListItemFactory *factory)
{
  PenEditorCell *cell = PEN_EDITOR_CELL (gtk_list_item_get_child (item));

  pen_editor_cell_set_row (cell, gtk_list_item_get_position (item));
  g_hash_table_add (self->cells, cell);
  show_cell (self, cell);
}

static void
unbind_cb (PenEditorTable *self, GtkListItem *item, GtkListItemFactory *factory)
{
  g_hash_table_remove (self->cells, gtk_list_item_get_child (item));
}

static void
number_setup_cb (PenEditorTable *self, GtkListItem *item, GtkListItemFactory *factory)
{
  GtkWidget *label = gtk_inscription_new (NULL);

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (label), 5);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (label), 1);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_item_set_child (item, label);
}

/* The row has the focus while no cell is edited, and would have no name. */
static void
name_row (GtkWidget *cell, guint number)
{
  g_autofree char *name = g_strdup_printf (_ ("Point %lu"), (gulong)number);
  GtkWidget *row = gtk_widget_get_parent (cell);

  while (row != NULL && !g_str_equal (G_OBJECT_TYPE_NAME (row), "GtkListItemWidget"))
    row = gtk_widget_get_parent (row);
  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
number_bind_cb (PenEditorTable *self, GtkListItem *item, GtkListItemFactory *factory)
{
  g_autofree char *text = g_strdup_printf ("%u", gtk_list_item_get_position (item) + 1);

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)), text);
  name_row (gtk_list_item_get_child (item), gtk_list_item_get_position (item) + 1);
}

static void
add_column (PenEditorTable *self, const char *title, gsize column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *pretty = title != NULL ? pen_plot_pretty_name (title) : NULL;
  g_autoptr (GtkColumnViewColumn) made = NULL;

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER ((guint)column));
  if (title != NULL)
    {
      g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
    }
  else
    {
      g_signal_connect_object (factory, "setup", G_CALLBACK (number_setup_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (factory, "bind", G_CALLBACK (number_bind_cb), self, G_CONNECT_SWAPPED);
    }
  made = gtk_column_view_column_new (pretty, factory);
  gtk_column_view_column_set_expand (made, title != NULL);
  gtk_column_view_column_set_resizable (made, title != NULL);
  gtk_column_view_append_column (self->view, made);
}

static gboolean
same_columns (const PenDataset *a, const PenDataset *b)
{
  if (a == NULL || b == NULL || pen_dataset_d (a) != pen_dataset_d (b)
      || !g_str_equal (pen_dataset_target (a), pen_dataset_target (b)))
    return FALSE;
  for (gsize j = 0; j < MIN (pen_dataset_d (a), PEN_EDITOR_TABLE_INPUTS); j++)
    if (!g_str_equal (pen_dataset_name (a, j), pen_dataset_name (b, j)))
      return FALSE;
  return TRUE;
}

static void
make_columns (PenEditorTable *self, PenDataset *data)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  gsize d = pen_dataset_d (data), shown = MIN (d, PEN_EDITOR_TABLE_INPUTS);
  g_autofree char *hidden = NULL;

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  add_column (self, NULL, 0);
  for (gsize j = 0; j < shown; j++)
    add_column (self, pen_dataset_name (data, j), j);
  add_column (self, pen_dataset_target (data), d);
  if (shown < d)
    hidden = g_strdup_printf (_ ("The first %zu of %zu inputs"), shown, d);
  gtk_label_set_label (self->hidden_inputs, hidden != NULL ? hidden : "");
  g_clear_pointer (&self->columns_of, pen_dataset_unref);
  self->columns_of = pen_dataset_ref (data);
}

static void
show_single (PenEditorTable *self)
{
  const PenSelection *selection = pen_data_editor_selection (self->editor);

  if (selection->count != 1)
    {
      self->last_single = G_MAXSIZE;
      return;
    }
  if (pen_selection_has (selection, self->last_single))
    return;
  for (gsize i = 0; i < selection->n; i++)
    if (selection->flags[i])
      {
        self->last_single = i;
        scroll_to (self, i);
        return;
      }
}

void
pen_editor_table_refresh (PenEditorTable *self)
{
  const PenDataset *data = data_of (self);
  GHashTableIter iter;
  gpointer key;

  g_return_if_fail (PEN_IS_EDITOR_TABLE (self));
  if (self->rows == NULL)
    return;
  if (data == NULL || !gtk_widget_get_visible (GTK_WIDGET (self)))
    {
      pen_editor_rows_resize (self->rows, 0);
      return;
    }
  if (!same_columns (self->columns_of, data))
    make_columns (self, pen_data_editor_experiment (self->editor)->data);
  pen_editor_rows_resize (self->rows, pen_dataset_n (data));
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    show_cell (self, key);
  pen_editor_rows_selected (self->rows);
  show_single (self);
}

static void
add_row_cb (PenEditorTable *self)
{
  if (self->editor != NULL && pen_data_editor_add_row (self->editor))
    go_to (self, pen_dataset_n (data_of (self)) - 1, 0);
}

static gboolean
edit_selected (PenEditorTable *self)
{
  const PenSelection *selection = self->editor != NULL ? pen_data_editor_selection (self->editor) : NULL;

  for (gsize i = 0; selection != NULL && i < selection->n; i++)
    if (selection->flags[i])
      {
        go_to (self, i, 0);
        return TRUE;
      }
  return FALSE;
}

static gboolean
edit_cb (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  return edit_selected (user_data);
}

static void
row_activated_cb (PenEditorTable *self, guint position, GtkColumnView *view)
{
  go_to (self, position, 0);
}

static void
pen_editor_table_dispose (GObject *object)
{
  PenEditorTable *self = PEN_EDITOR_TABLE (object);

  pen_editor_table_set_editor (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->columns_of, pen_dataset_unref);
  G_OBJECT_CLASS (pen_editor_table_parent_class)->dispose (object);
}

static void
pen_editor_table_finalize (GObject *object)
{
  g_hash_table_unref (PEN_EDITOR_TABLE (object)->cells);
  G_OBJECT_CLASS (pen_editor_table_parent_class)->finalize (object);
}

static void
pen_editor_table_class_init (PenEditorTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pen_editor_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = pen_editor_table_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/editor-table.ui");
  gtk_widget_class_bind_template_child (widget_class, PenEditorTable, box);
  gtk_widget_class_bind_template_child (widget_class, PenEditorTable, view);
  gtk_widget_class_bind_template_child (widget_class, PenEditorTable, problem);
  gtk_widget_class_bind_template_child (widget_class, PenEditorTable, hidden_inputs);
  gtk_widget_class_bind_template_callback (widget_class, add_row_cb);
}

static void
pen_editor_table_init (PenEditorTable *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->cells = g_hash_table_new (NULL, NULL);
  self->last_single = G_MAXSIZE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("F2"), gtk_callback_action_new (edit_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list_of (self)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Exact values of the points"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->view))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Names of the columns"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
}

void
pen_editor_table_set_editor (PenEditorTable *self, PenDataEditor *editor)
{
  g_return_if_fail (PEN_IS_EDITOR_TABLE (self));
  if (self->editor == editor)
    return;
  if (self->rows != NULL)
    {
      pen_editor_rows_disconnect (self->rows);
      pen_editor_rows_resize (self->rows, 0);
      if (self->box != NULL)
        gtk_column_view_set_model (self->view, NULL);
      g_clear_object (&self->rows);
    }
  self->editor = editor;
  if (editor == NULL)
    return;
  self->rows = pen_editor_rows_new (editor);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->rows));
  pen_editor_table_refresh (self);
}

PenEditorCell *
pen_editor_table_cell (PenEditorTable *self, gsize row, gsize column)
{
  PenEditorCell *cell;

  g_return_val_if_fail (PEN_IS_EDITOR_TABLE (self), NULL);
  cell = find_cell (self, row, column);
  if (cell == NULL)
    scroll_to (self, row);
  return cell;
}

const char *
pen_editor_table_problem (PenEditorTable *self)
{
  const char *text = gtk_label_get_label (self->problem);

  return *text != '\0' ? text : NULL;
}

guint
pen_editor_table_n_rows (PenEditorTable *self)
{
  return self->rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->rows)) : 0;
}
