/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data-editor-private.h"

#include "editor-points.h"
#include "numbers.h"

#include <glib/gi18n-lib.h>

/* Which points are chosen, and how the one chosen is told to somebody who does not see it. */

gboolean
pen_data_editor_view_input (PenDataEditor *self, PenViewInput *input)
{
  if (self->laboratory == NULL)
    return FALSE;
  pen_laboratory_view_input (self->laboratory, input);
  return TRUE;
}

void
pen_data_editor_selection_changed (PenDataEditor *self)
{
  if (self->laboratory != NULL)
    pen_document_end_merge (pen_laboratory_document (self->laboratory));
  pen_data_editor_refresh (self);
}

void
pen_data_editor_select_none (PenDataEditor *self)
{
  pen_selection_set_all (&self->selection, FALSE);
  pen_data_editor_refresh (self);
}

void
pen_data_editor_select_flags (PenDataEditor *self, const guint8 *flags)
{
  for (gsize i = 0; i < self->selection.n; i++)
    pen_selection_set (&self->selection, i, flags[i]);
  pen_data_editor_selection_changed (self);
}

void
pen_data_editor_select_only (PenDataEditor *self, gsize row)
{
  pen_selection_set_all (&self->selection, FALSE);
  pen_selection_set (&self->selection, row, TRUE);
  pen_data_editor_selection_changed (self);
}

void
pen_data_editor_toggle (PenDataEditor *self, gsize row)
{
  pen_selection_set (&self->selection, row, !pen_selection_has (&self->selection, row));
  pen_data_editor_selection_changed (self);
}

void
pen_data_editor_select_box (PenDataEditor *self, const PenViewport *box, const guint8 *also, gboolean band)
{
  PenViewInput input;
  PenViewPlane plane;

  g_return_if_fail (pen_data_editor_view_input (self, &input));
  self->has_band = band && box != NULL;
  if (self->has_band)
    self->band = *box;
  pen_view_plane_init_shown (&plane, &input);
  for (gsize i = 0; i < self->selection.n; i++)
    {
      double x, y;

      pen_view_plane_place (&plane, self->seen, i, &x, &y);
      pen_selection_set (&self->selection, i,
                         (also != NULL && also[i]) || (box != NULL && pen_editor_inside (box, x, y)));
    }
  pen_view_plane_clear (&plane);
  pen_data_editor_selection_changed (self);
}

void
pen_data_editor_end_edit (PenDataEditor *self)
{
  self->has_band = FALSE;
  pen_data_editor_selection_changed (self);
}

void
pen_data_editor_step (PenDataEditor *self, int by)
{
  gsize n = self->selection.n, at = 0;

  if (n == 0)
    return;
  /* From the first chosen one backwards, from the last one on, and from either end where none is. */
  if (self->selection.count == 0)
    at = by > 0 ? n - 1 : 0;
  for (gsize i = 0; i < n && self->selection.count > 0; i++)
    {
      gsize row = by > 0 ? n - 1 - i : i;

      if (pen_selection_has (&self->selection, row))
        {
          at = row;
          break;
        }
    }
  pen_data_editor_select_only (self, by > 0 ? (at + 1) % n : (at + n - 1) % n);
}

static char *
describe_target (const PenDataset *data, gsize row)
{
  double y = pen_dataset_y (data)[row];
  g_autofree char *name = NULL, *number = NULL;

  if (pen_dataset_task (data) == PEN_TASK_CLASSIFICATION)
    return g_strdup_printf (_ ("class %s"), pen_dataset_label (data, y < 0 ? -1 : 1));
  name = pen_plot_pretty_name (pen_dataset_target (data));
  number = pen_number_text (y, 5);
  return g_strdup_printf ("%s = %s", name, number);
}

char *
pen_data_editor_describe (PenDataEditor *self)
{
  const PenDataset *data = self->seen;
  GString *text;
  g_autofree char *target = NULL;
  gsize row = 0;

  if (data == NULL || self->selection.count != 1)
    return g_strdup ("");
  while (!pen_selection_has (&self->selection, row))
    row++;
  text = g_string_new (NULL);
  g_string_printf (text, _ ("Point %lu"), (gulong)row + 1);
  g_string_append (text, ": ");
  for (gsize j = 0; j < MIN (pen_dataset_d (data), PEN_EDITOR_TABLE_INPUTS); j++)
    {
      g_autofree char *name = pen_plot_pretty_name (pen_dataset_name (data, j));
      g_autofree char *number = pen_number_text (pen_dataset_X (data)[row * pen_dataset_d (data) + j], 5);

      g_string_append_printf (text, "%s = %s, ", name, number);
    }
  target = describe_target (data, row);
  g_string_append (text, target);
  return g_string_free (text, FALSE);
}
