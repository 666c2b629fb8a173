/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data-editor-private.h"

#include "editor-points.h"
#include "editor-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static char *
name_of_removal (gulong count)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "delete %lu point", "delete %lu points", count), count);
}

static char *
name_of_addition (gulong count)
{
  if (count == 1)
    return g_strdup (_ ("add a point"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "add %lu point", "add %lu points", count), count);
}

/* A round number of about a 25th of the range: ten to twenty pixels. As a multiple of a power of ten, so that what is
 * snapped has few digits. */
static double
snapped (double value, double low, double high)
{
  double size = (high - low) / 25, power = floor (log10 (size)), lead = size / pow (10, power);
  double step = lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10;
  double ten = pow (10, fabs (power));

  if (!(size > 0) || !isfinite (size) || !isfinite (ten))
    return value;
  return power < 0 ? round (value * ten / step) * step / ten : round (value / ten / step) * step * ten;
}

void
pen_data_editor_snap (PenDataEditor *self, double *x, double *y)
{
  cairo_rectangle_t area;
  PenViewport shown;

  if (!pen_data_editor_snaps (self) || !pen_plot_view_area (pen_data_editor_plot (self), &area, &shown))
    return;
  *x = snapped (*x, shown.x_low, shown.x_high);
  *y = snapped (*y, shown.y_low, shown.y_high);
}

void
pen_data_editor_delete (PenDataEditor *self)
{
  const PenSelection *selection = pen_data_editor_selection (self);
  g_autofree char *what = name_of_removal (selection->count);
  GError *error = NULL;
  PenExperiment *next = pen_editor_remove (pen_data_editor_experiment (self), selection->flags, &error);

  pen_data_editor_apply (self, next, what, NULL, error);
}

void
pen_data_editor_nudge (PenDataEditor *self, int right, int up)
{
  cairo_rectangle_t area;
  PenViewport shown;
  const char *why = NULL;

  if (up == 0 && !pen_editor_can_place (pen_data_editor_experiment (self), &why))
    pen_data_editor_say (self, why);
  else if (pen_plot_view_area (pen_data_editor_plot (self), &area, &shown))
    pen_data_editor_move (self, pen_data_editor_experiment (self), NULL,
                          right * (shown.x_high - shown.x_low) / area.width,
                          up * (shown.y_high - shown.y_low) / area.height, "nudge");
}

gboolean
pen_data_editor_place (PenDataEditor *self, double x, double y, int sign, const char *merge)
{
  const double xy[2] = { x, y };
  GError *error = NULL;
  PenExperiment *next;

  g_return_val_if_fail (pen_data_editor_can_place (self), FALSE);
  next = pen_editor_add (pen_data_editor_experiment (self), 1, xy, sign, &error);
  if (!pen_data_editor_apply (self, next, _ ("add a point"), merge, error))
    return FALSE;
  pen_data_editor_select_none (self);
  return TRUE;
}

static char *
name_of_move (const PenExperiment *base, const guint8 *selected)
{
  gulong count = 0;

  for (gsize i = 0; i < pen_dataset_n (base->data); i++)
    count += selected[i] != 0;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "move %lu point", "move %lu points", count), count);
}

gboolean
pen_data_editor_move (PenDataEditor *self, const PenExperiment *base, const guint8 *selected, double dx, double dy,
                      const char *merge)
{
  g_autofree char *what = NULL;
  GError *error = NULL;
  PenExperiment *next;

  g_return_val_if_fail (base != NULL, FALSE);
  if (selected == NULL)
    selected = pen_data_editor_selection (self)->flags;
  what = name_of_move (base, selected);
  next = pen_editor_move (base, selected, dx, dy, &error);
  return pen_data_editor_apply (self, next, what, merge, error);
}

gboolean
pen_data_editor_move_to (PenDataEditor *self, const PenExperiment *base, const guint8 *selected, gsize row, double x,
                         double y, const char *merge)
{
  g_autofree char *what = NULL;
  g_autoptr (PenExperiment) moved = NULL;
  PenExperiment *next = NULL;
  double x0, y0;
  GError *error = NULL;

  g_return_val_if_fail (row < pen_dataset_n (base->data), FALSE);
  what = name_of_move (base, selected);
  pen_view_point (base, base->data, row, &x0, &y0);
  moved = pen_editor_move (base, selected, x - x0, y - y0, &error);
  if (moved != NULL)
    next = pen_editor_put (moved, row, x, y, &error);
  return pen_data_editor_apply (self, next, what, merge, error);
}

gboolean
pen_data_editor_paste_text (PenDataEditor *self, const char *text)
{
  PenExperiment *experiment = pen_data_editor_experiment (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  PenDataset *data;
  gulong count;

  g_return_val_if_fail (experiment != NULL && text != NULL, FALSE);
  data = pen_editor_text_append (experiment->data, text, pen_data_editor_label (self), &error);
  if (data == NULL)
    {
      g_autofree char *message = g_strdup_printf (_ ("Nothing was pasted: %s"), error->message);

      pen_data_editor_say (self, message);
      return FALSE;
    }
  count = pen_dataset_n (data) - pen_dataset_n (experiment->data);
  what = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "paste %lu point", "paste %lu points", count), count);
  return pen_data_editor_apply (self, pen_editor_with_data (experiment, data), what, NULL, NULL);
}

gboolean
pen_data_editor_spray (PenDataEditor *self, const PenExperiment *base, gsize count, const double *xy, int sign,
                       const char *merge)
{
  PenExperiment *next, *now = pen_data_editor_experiment (self);
  gsize before = pen_dataset_n (base->data), n = pen_dataset_n (now->data);
  g_autofree char *what = NULL;
  GError *error = NULL;

  g_return_val_if_fail (pen_data_editor_can_place (self) && n >= before, FALSE);
  what = name_of_addition (n - before + count);
  next = pen_editor_add (now, count, xy, sign, &error);
  if (!pen_data_editor_apply (self, next, what, merge, error))
    return FALSE;
  pen_data_editor_select_none (self);
  return TRUE;
}

gboolean
pen_data_editor_erase (PenDataEditor *self, const PenExperiment *base, double px, double py, double radius,
                       const char *merge)
{
  PenExperiment *now = pen_data_editor_experiment (self), *next;
  gsize n = pen_dataset_n (now->data), before = pen_dataset_n (base->data), count;
  g_autofree guint8 *gone = NULL;
  g_autofree char *what = NULL;
  cairo_rectangle_t area;
  PenViewport shown;
  PenViewInput input;
  GError *error = NULL;

  if (!pen_plot_view_area (pen_data_editor_plot (self), &area, &shown) || !pen_data_editor_view_input (self, &input))
    return FALSE;
  gone = g_new0 (guint8, n + 1);
  count = pen_editor_hit_all (&input, &area, &shown, px, py, radius, gone);
  if (count == 0)
    return FALSE;
  what = name_of_removal (before - MIN (n, before) + count);
  next = pen_editor_remove (now, gone, &error);
  return pen_data_editor_apply (self, next, what, merge, error);
}

gboolean
pen_data_editor_add_row (PenDataEditor *self)
{
  PenExperiment *experiment = pen_data_editor_experiment (self);
  gsize d;
  g_autofree double *x = NULL;
  double y;
  PenDataset *data;
  GError *error = NULL;

  g_return_val_if_fail (experiment != NULL, FALSE);
  d = pen_dataset_d (experiment->data);
  x = g_new0 (double, d);
  y = pen_dataset_task (experiment->data) == PEN_TASK_CLASSIFICATION ? pen_data_editor_label (self) : 0;
  data = pen_dataset_append (experiment->data, 1, x, &y, &error);
  return pen_data_editor_apply (self, data != NULL ? pen_editor_with_data (experiment, data) : NULL, _ ("add a point"),
                                NULL, error);
}

gboolean
pen_data_editor_set_cell (PenDataEditor *self, gsize row, gsize column, const char *text, GError **error)
{
  PenExperiment *experiment = pen_data_editor_experiment (self);
  const PenDataset *data = experiment->data;
  gsize d = pen_dataset_d (data);
  g_autofree char *name = NULL, *what = NULL;
  g_autofree double *x = NULL;
  PenDataset *next;
  double value, y;

  g_return_val_if_fail (row < pen_dataset_n (data) && column <= d && text != NULL, FALSE);
  if (!pen_editor_text_cell (data, column, text, &value, error))
    return FALSE;
  x = g_memdup2 (pen_dataset_X (data) + row * d, d * sizeof *x);
  y = pen_dataset_y (data)[row];
  *(column < d ? &x[column] : &y) = value;
  next = pen_dataset_replace (data, &row, 1, x, &y, error);
  if (next == NULL)
    return FALSE;
  name = pen_plot_pretty_name (column < d ? pen_dataset_name (data, column) : pen_dataset_target (data));
  /* Translators: "change x₁ of point 3" */
  what = g_strdup_printf (_ ("change %s of point %lu"), name, (gulong)row + 1);
  return pen_data_editor_try (self, pen_editor_with_data (experiment, next), what, NULL, error);
}

typedef struct
{
  PenDataset *data;
  guint8 *selected;
  GdkClipboard *clipboard; /* the editor may have left its window */
} Copy;

static void
copy_free (gpointer data)
{
  Copy *self = data;

  pen_dataset_unref (self->data);
  g_free (self->selected);
  g_object_unref (self->clipboard);
  g_free (self);
}

static void
copy_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Copy *copy = data;

  g_task_return_pointer (task, pen_editor_text_of (copy->data, copy->selected), g_free);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PenDataEditor *self = PEN_DATA_EDITOR (source);
  const Copy *copy = g_task_get_task_data (G_TASK (result));
  g_autofree char *text = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->copying != G_TASK (result)) /* another copy came after this one */
    return;
  self->copying = NULL;
  gdk_clipboard_set_text (copy->clipboard, text);
  for (; self->to_paste > 0; self->to_paste--)
    pen_data_editor_paste (self);
}

void
pen_data_editor_copy (PenDataEditor *self)
{
  const PenSelection *selection = pen_data_editor_selection (self);
  g_autoptr (GTask) task = g_task_new (self, NULL, copied_cb, NULL);
  Copy *copy = g_new (Copy, 1);

  copy->data = pen_dataset_ref (pen_data_editor_experiment (self)->data);
  copy->selected = g_memdup2 (selection->flags, selection->n);
  copy->clipboard = g_object_ref (gtk_widget_get_clipboard (GTK_WIDGET (self)));
  g_task_set_task_data (task, copy, copy_free);
  self->copying = task;
  g_task_run_in_thread (task, copy_worker);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PenDataEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  /* The clipboard may answer after the window has gone. */
  if (pen_data_editor_experiment (self) == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (text == NULL)
    pen_data_editor_say (self, _ ("The clipboard holds no text to paste"));
  else
    pen_data_editor_paste_text (self, text);
}

void
pen_data_editor_paste (PenDataEditor *self)
{
  if (self->copying != NULL)
    {
      self->to_paste++;
      return;
    }
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, pasted_cb, g_object_ref (self));
}
