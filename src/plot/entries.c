/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <string.h>

static PenLegendEntry *
entry_of (const PenScene *self, guint index)
{
  return &g_array_index (self->legend, PenLegendEntry, index);
}

void
pen_scene_bind_legend (PenScene *self, const char *marks, const char *reading)
{
  PenLegendEntry *entry;

  g_return_if_fail (self->legend->len > 0 && marks != NULL);
  entry = entry_of (self, self->legend->len - 1);
  g_free (entry->marks);
  g_free (entry->reading);
  entry->marks = g_strdup (marks);
  entry->reading = g_strdup (reading);
}

guint
pen_scene_n_entries (const PenScene *self)
{
  return self->legend->len;
}

void
pen_scene_get_entry (const PenScene *self, guint index, PenSceneEntry *entry)
{
  const PenLegendEntry *found;

  g_return_if_fail (index < self->legend->len);
  found = entry_of (self, index);
  *entry = (PenSceneEntry){ found->marks, found->label, found->hidden };
}

gboolean
pen_legend_entry_has (const PenLegendEntry *entry, const PenMark *mark)
{
  g_auto (GStrv) patterns = NULL;

  if (entry->marks == NULL || mark->id == NULL)
    return FALSE;
  patterns = g_strsplit (entry->marks, " ", -1);
  for (char **pattern = patterns; *pattern != NULL; pattern++)
    if (g_pattern_match_simple (*pattern, mark->id))
      return TRUE;
  return FALSE;
}

/* A mark of two entries, a solution's curve of one weight, goes with either of them. */
static gboolean
is_hidden (const PenScene *self, const PenMark *mark)
{
  for (guint i = 0; i < self->legend->len; i++)
    if (entry_of (self, i)->hidden && pen_legend_entry_has (entry_of (self, i), mark))
      return TRUE;
  return FALSE;
}

void
pen_scene_set_hidden (PenScene *self, const char *key, gboolean hidden)
{
  for (guint i = 0; i < self->legend->len; i++)
    if (g_strcmp0 (entry_of (self, i)->marks, key) == 0)
      entry_of (self, i)->hidden = hidden;
  for (guint i = 0; i < self->marks->len; i++)
    {
      PenMark *mark = &g_array_index (self->marks, PenMark, i);

      mark->hidden = is_hidden (self, mark);
    }
}

void
pen_scene_drop_hidden (PenScene *self)
{
  self->has_layout = FALSE;
  for (guint i = self->legend->len; i-- > 0;)
    if (entry_of (self, i)->hidden)
      g_array_remove_index (self->legend, i);
}

void
pen_scene_drop_mark (PenScene *self, const char *id)
{
  self->has_layout = FALSE;
  for (guint i = self->marks->len; i-- > 0;)
    if (g_strcmp0 (g_array_index (self->marks, PenMark, i).id, id) == 0)
      g_array_remove_index (self->marks, i);
}

gboolean
pen_scene_entry_at (PenScene *self, double width, double height, double px, double py, guint *index)
{
  g_autoptr (PangoLayout) text = pen_text_layout_new ();
  g_autoptr (GArray) boxes = NULL;
  PenLayout layout;

  pen_scene_layout (self, text, width, height, &layout);
  boxes = pen_scene_legend_boxes (self, text, &layout, width);
  for (guint i = 0; i < boxes->len; i++)
    {
      const cairo_rectangle_t *box = &g_array_index (boxes, cairo_rectangle_t, i);

      if (px >= box->x && px <= box->x + box->width && py >= box->y && py < box->y + box->height)
        {
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}
