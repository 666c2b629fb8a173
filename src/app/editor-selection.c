/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-selection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
same_row (const PenDataset *a, gsize i, const PenDataset *b, gsize j)
{
  gsize d = pen_dataset_d (a);

  return pen_dataset_y (a)[i] == pen_dataset_y (b)[j]
         && memcmp (pen_dataset_X (a) + i * d, pen_dataset_X (b) + j * d, d * sizeof (double)) == 0;
}

/* Finds every row of @few, in order, among those of @many; @where has one entry for each of @few. */
static gboolean
embed (const PenDataset *few, const PenDataset *many, gsize *where)
{
  gsize at = 0;

  for (gsize i = 0; i < pen_dataset_n (few); i++)
    {
      while (at < pen_dataset_n (many) && !same_row (few, i, many, at))
        at++;
      if (at == pen_dataset_n (many))
        return FALSE;
      where[i] = at++;
    }
  return TRUE;
}

void
pen_selection_resize (PenSelection *self, gsize n)
{
  g_free (self->flags);
  self->flags = n > 0 ? g_new0 (guint8, n) : NULL;
  self->n = n;
  self->count = 0;
}

void
pen_selection_clear (PenSelection *self)
{
  pen_selection_resize (self, 0);
}

void
pen_selection_set_all (PenSelection *self, gboolean on)
{
  if (self->n > 0)
    memset (self->flags, on ? 1 : 0, self->n);
  self->count = on ? self->n : 0;
}

void
pen_selection_set (PenSelection *self, gsize row, gboolean on)
{
  g_return_if_fail (row < self->n);
  if (self->flags[row] == (on ? 1 : 0))
    return;
  self->flags[row] = on ? 1 : 0;
  self->count += on ? 1 : (gsize)-1;
}

gboolean
pen_selection_has (const PenSelection *self, gsize row)
{
  return row < self->n && self->flags[row];
}

void
pen_selection_follow (PenSelection *self, const PenDataset *before, const PenDataset *after)
{
  gsize n = pen_dataset_n (before), next = pen_dataset_n (after);
  g_autofree gsize *where = g_new (gsize, MIN (n, next) + 1);
  PenSelection followed = { 0, 0, NULL };
  gboolean fits = pen_dataset_d (before) == pen_dataset_d (after);

  g_return_if_fail (self->n == n);
  if (fits && n == next)
    return;
  pen_selection_resize (&followed, next);
  if (fits && next < n && embed (after, before, where))
    for (gsize j = 0; j < next; j++)
      pen_selection_set (&followed, j, self->flags[where[j]]);
  else if (fits && next > n && embed (before, after, where))
    {
      pen_selection_set_all (&followed, TRUE);
      for (gsize i = 0; i < n; i++)
        pen_selection_set (&followed, where[i], FALSE);
    }
  pen_selection_clear (self);
  *self = followed;
}

char *
pen_selection_describe (const PenSelection *self)
{
  gulong n = self->n, count = self->count;
  g_autofree char *points =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Data: %lu point", "Data: %lu points", n), n);

  if (count == 0)
    return g_steal_pointer (&points);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %lu selected", "%s, %lu selected", count), points, count);
}
