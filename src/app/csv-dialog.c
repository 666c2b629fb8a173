/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-dialog.h"

#include "flow-box.h"
#include "accessible.h"
#include "csv-reading.h"

#include <glib/gi18n-lib.h>

#define SHOWN_ROWS 40
#define SHOWN_COLUMNS 60

struct _PenCsvDialog
{
  GtkWindow parent_instance;
  GtkDropDown *delimiter, *decimal, *header, *encoding, *missing, *target, *task, *positive;
  GtkWidget *import, *choices, *features, *preview, *message;

  char *path;
  GCancellable *reading; /* or NULL */
  PenCsvReading *last;   /* what the last reading found */
  gboolean filling;      /* the widgets, from a reading: no choice of a person's */
  gboolean task_given;
};

G_DEFINE_FINAL_TYPE (PenCsvDialog, pen_csv_dialog, GTK_TYPE_WINDOW)

enum
{
  SIGNAL_IMPORTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char delimiters[] = { ',', ';', '\t', ' ' };
static const char decimals[] = { '.', ',' };
static const char *const encodings[] = { NULL, "ISO-8859-1", "WINDOWS-1252" };

static void read_again (PenCsvDialog *self);

static const char *
selected_text (GtkDropDown *drop)
{
  GtkStringObject *item = gtk_drop_down_get_selected_item (drop);

  return item != NULL ? gtk_string_object_get_string (item) : NULL;
}

static void
fill_drop (GtkDropDown *drop, const char *const *items, guint selected)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (items);

  gtk_drop_down_set_model (drop, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (drop, selected);
}

static guint
place_of (const char *all, gsize n, char one)
{
  const char *found = memchr (all, one, n);

  return found != NULL ? (guint)(found - all) : 0;
}

static void
features_changed_cb (GtkCheckButton *check, GParamSpec *pspec, PenCsvDialog *self)
{
  if (!self->filling)
    read_again (self);
}

/* A check for each column of numbers but the target; on where it was chosen. */
static void
fill_features (PenCsvDialog *self, const PenCsvPreview *preview, const char *target)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->features)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->features), child);
  for (gsize j = 0; j < preview->n_columns; j++)
    {
      GtkWidget *check;

      if (!preview->numeric[j] || g_strcmp0 (preview->names[j], target) == 0)
        continue;
      check = gtk_check_button_new_with_label (preview->names[j]);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), pen_csv_reading_uses (self->last, preview->names[j]));
      g_signal_connect (check, "notify::active", G_CALLBACK (features_changed_cb), self);
      gtk_flow_box_append (GTK_FLOW_BOX (self->features), check);
    }
}

static void
add_cell (PenCsvDialog *self, const char *text, int column, int row, gboolean number, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), number ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_add_css_class (label, style);
  gtk_grid_attach (GTK_GRID (self->preview), label, column, row, 1, 1);
}

static void
fill_preview (PenCsvDialog *self, const PenCsvPreview *preview, const char *target)
{
  GtkWidget *child;
  gsize columns = preview != NULL ? MIN (preview->n_columns, SHOWN_COLUMNS) : 0;

  while ((child = gtk_widget_get_first_child (self->preview)) != NULL)
    gtk_grid_remove (GTK_GRID (self->preview), child);
  for (gsize j = 0; j < columns; j++)
    {
      gboolean is_target = g_strcmp0 (preview->names[j], target) == 0;

      add_cell (self, preview->names[j], (int)j, 0, preview->numeric[j], is_target ? "csv-target" : "csv-name");
      for (gsize i = 0; i < preview->n_shown; i++)
        add_cell (self, preview->cells[i * preview->n_columns + j], (int)j, (int)i + 1, preview->numeric[j],
                  is_target ? "csv-target-cell" : "csv-cell");
    }
}

/* None where no label has been chosen of more than two. */
static guint
place_of_positive (const PenCsvReading *reading)
{
  for (guint k = 0; reading->labels != NULL && reading->choices.positive != NULL && reading->labels[k] != NULL; k++)
    if (g_str_equal (reading->labels[k], reading->choices.positive))
      return k;
  return GTK_INVALID_LIST_POSITION;
}

static void
fill_choices (PenCsvDialog *self, const PenCsvReading *reading)
{
  const PenCsvPreview *preview = reading->preview;
  static const char *const none[] = { NULL };
  gboolean classes = reading->labels != NULL;
  guint at = 0;

  gtk_drop_down_set_selected (self->delimiter, place_of (delimiters, sizeof delimiters, preview->delimiter));
  gtk_drop_down_set_selected (self->decimal, place_of (decimals, sizeof decimals, preview->decimal));
  gtk_drop_down_set_selected (self->header, preview->header ? 0 : 1);
  for (gsize j = 0; j < preview->n_columns; j++)
    if (g_strcmp0 (preview->names[j], reading->target) == 0)
      at = (guint)j;
  fill_drop (self->target, (const char *const *)preview->names, at);
  fill_features (self, preview, reading->target);
  if (reading->experiment == NULL && !classes)
    return;
  gtk_drop_down_set_selected (self->task, classes ? 1 : 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->positive), classes);
  fill_drop (self->positive, classes ? (const char *const *)reading->labels : none, place_of_positive (reading));
}

static void
show_message (PenCsvDialog *self, const PenCsvReading *reading)
{
  g_autofree char *text = NULL;

  gulong n_labels = reading->labels != NULL ? g_strv_length (reading->labels) : 0;

  if (reading->error != NULL && n_labels > 2 && selected_text (self->positive) == NULL)
    text = g_strdup_printf (_ ("%lu labels: choose which one is +1; the rest together become −1"), n_labels);
  else if (reading->error != NULL)
    text = g_strdup (reading->error->message);
  else
    {
      gulong n = pen_dataset_n (reading->experiment->data), d = pen_dataset_d (reading->experiment->data);
      gulong left = reading->preview->n_rows - n;
      g_autofree char *rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu row", "%lu rows", n), n);
      g_autofree char *columns = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu feature", "%lu features", d), d);

      text = left == 0 ? g_strdup_printf (_ ("%s, %s"), rows, columns)
                       : g_strdup_printf (_ ("%s, %s; %lu left out for an empty cell"), rows, columns, left);
      if (pen_dataset_is_against_rest (reading->experiment->data))
        {
          g_autofree char *counted = g_steal_pointer (&text);

          text = g_strdup_printf (_ ("%s; %s against the rest"), counted, reading->choices.positive);
        }
    }
  gtk_label_set_text (GTK_LABEL (self->message), text);
  if (reading->error != NULL)
    gtk_widget_add_css_class (self->message, "error");
  else
    gtk_widget_remove_css_class (self->message, "error");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PenCsvDialog *self = PEN_CSV_DIALOG (source);
  PenCsvReading *reading = g_task_propagate_pointer (G_TASK (result), NULL);

  if (reading == NULL || self->reading != g_task_get_cancellable (G_TASK (result)))
    {
      pen_csv_reading_free (reading);
      return;
    }
  g_clear_object (&self->reading);
  g_clear_pointer (&self->last, pen_csv_reading_free);
  self->last = reading;
  self->filling = TRUE;
  if (reading->preview != NULL)
    fill_choices (self, reading);
  fill_preview (self, reading->preview, reading->target);
  self->filling = FALSE;
  pen_accessible_mend (GTK_WIDGET (self));
  show_message (self, reading);
  gtk_widget_set_sensitive (self->import, reading->experiment != NULL);
}

/* The checked columns; NULL where that is all of them, and another target's features are found anew. */
static char **
checked_features (PenCsvDialog *self, const char *target)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean all = TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (self->features); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkCheckButton *check = GTK_CHECK_BUTTON (gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child)));

      if (g_strcmp0 (gtk_check_button_get_label (check), target) == 0)
        continue;
      if (gtk_check_button_get_active (check))
        g_ptr_array_add (names, g_strdup (gtk_check_button_get_label (check)));
      else
        all = FALSE;
    }
  if (all)
    return NULL;
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static PenCsvRequest *
request_from_widgets (PenCsvDialog *self)
{
  PenCsvRequest *request = pen_csv_request_new (self->path, SHOWN_ROWS);
  PenCsvOptions *options = &request->options;

  options->encoding = encodings[gtk_drop_down_get_selected (self->encoding)];
  options->skip_missing = gtk_drop_down_get_selected (self->missing) == 1;
  if (self->last == NULL || self->last->preview == NULL)
    return request;
  options->delimiter = delimiters[gtk_drop_down_get_selected (self->delimiter)];
  options->decimal = decimals[gtk_drop_down_get_selected (self->decimal)];
  if (options->delimiter == ',' && options->decimal == ',')
    options->decimal = '.';
  options->header = gtk_drop_down_get_selected (self->header) == 0 ? PEN_CSV_HEADER_YES : PEN_CSV_HEADER_NO;
  options->task_given = self->task_given;
  options->task = gtk_drop_down_get_selected (self->task) == 1 ? PEN_TASK_CLASSIFICATION : PEN_TASK_REGRESSION;
  /* Columns keep their names only while the cuts stay where they are. */
  if (options->delimiter == self->last->preview->delimiter
      && (options->header == PEN_CSV_HEADER_YES) == self->last->preview->header)
    pen_csv_request_columns (
        request, selected_text (self->target), checked_features (self, selected_text (self->target)),
        gtk_widget_get_sensitive (GTK_WIDGET (self->positive)) ? selected_text (self->positive) : NULL);
  return request;
}

static void
read_again (PenCsvDialog *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  gtk_widget_set_sensitive (self->import, FALSE);
  task = g_task_new (self, self->reading, read_cb, NULL);
  g_task_set_task_data (task, request_from_widgets (self), (GDestroyNotify)pen_csv_request_free);
  g_task_run_in_thread (task, pen_csv_reading_worker);
}

static void
chosen_cb (PenCsvDialog *self, GParamSpec *pspec, GtkDropDown *drop)
{
  if (self->filling || self->path == NULL)
    return;
  if (drop == self->task)
    self->task_given = TRUE;
  if (drop == self->target) /* another target is another task, and has other features */
    {
      self->task_given = FALSE;
      gtk_widget_set_sensitive (GTK_WIDGET (self->positive), FALSE);
    }
  read_again (self);
}

static void
import_cb (PenCsvDialog *self)
{
  g_return_if_fail (self->last != NULL && self->last->experiment != NULL);
  g_signal_emit (self, signals[SIGNAL_IMPORTED], 0, self->last->experiment);
  gtk_window_close (GTK_WINDOW (self));
}

static void
pen_csv_dialog_dispose (GObject *object)
{
  PenCsvDialog *self = PEN_CSV_DIALOG (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->last, pen_csv_reading_free);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (pen_csv_dialog_parent_class)->dispose (object);
}

static void
pen_csv_dialog_unrealize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pen_csv_dialog_parent_class)->unrealize (widget);
  /* A reading that still ends holds the dialog longer than its parent lives. */
  gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);
}

static void
pen_csv_dialog_class_init (PenCsvDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pen_csv_dialog_dispose;
  widget_class->unrealize = pen_csv_dialog_unrealize;
  signals[SIGNAL_IMPORTED] = g_signal_new ("imported", PEN_TYPE_CSV_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/csv-dialog.ui");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, delimiter);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, decimal);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, header);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, encoding);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, missing);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, target);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, task);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, positive);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, import);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, choices);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, features);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, PenCsvDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
}

static void
pen_csv_dialog_init (PenCsvDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pen_flow_box_leave_pages (GTK_FLOW_BOX (self->choices));
  pen_flow_box_leave_pages (GTK_FLOW_BOX (self->features));
  pen_accessible_mend (GTK_WIDGET (self));
}

PenCsvDialog *
pen_csv_dialog_new (GtkWindow *parent, const char *path)
{
  PenCsvDialog *self = g_object_new (PEN_TYPE_CSV_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  self->path = g_strdup (path);
  read_again (self);
  return self;
}

const char *
pen_csv_dialog_path (PenCsvDialog *self)
{
  g_return_val_if_fail (PEN_IS_CSV_DIALOG (self), NULL);
  return self->path;
}

const char *
pen_csv_dialog_message (PenCsvDialog *self)
{
  g_return_val_if_fail (PEN_IS_CSV_DIALOG (self), NULL);
  return gtk_label_get_text (GTK_LABEL (self->message));
}

gboolean
pen_csv_dialog_busy (PenCsvDialog *self)
{
  g_return_val_if_fail (PEN_IS_CSV_DIALOG (self), FALSE);
  return self->reading != NULL;
}
