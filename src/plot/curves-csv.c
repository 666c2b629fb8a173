/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <math.h>
#include <string.h>

static void
append_text (GString *out, const char *text)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  parts = g_strsplit (text, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  g_string_append_printf (out, "\"%s\"", doubled);
}

static void
append_number (GString *out, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (out, ",%s", g_ascii_dtostr (number, sizeof number, value));
}

/* What the legend calls it; points that it does not name, by their mark. NULL: a line of the picture, not a curve. */
static char *
name_of (const PenScene *self, const PenMark *mark)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < self->legend->len; i++)
    {
      const PenLegendEntry *entry = &g_array_index (self->legend, PenLegendEntry, i);

      if (!pen_legend_entry_has (entry, mark))
        continue;
      if (entry->line && mark->kind == PEN_MARK_POINTS)
        return NULL; /* the vertices of the line itself */
      g_string_append_printf (name, "%s%s", name->len > 0 ? "; " : "", entry->label);
    }
  if (name->len > 0)
    return g_string_free (g_steal_pointer (&name), FALSE);
  return mark->kind == PEN_MARK_POINTS ? g_strdup (mark->id) : NULL;
}

static void
append_curve (const PenScene *self, const PenMark *mark, GString *out)
{
  g_autofree char *name = mark->id != NULL ? name_of (self, mark) : NULL;

  for (gsize i = 0; name != NULL && i < mark->n; i++)
    {
      if (!isfinite (mark->x[i]) || !isfinite (mark->y[i]))
        continue;
      append_text (out, name);
      append_number (out, mark->x[i]);
      append_number (out, mark->y[i]);
      g_string_append_c (out, '\n');
    }
}

static void
append_cells (const PenMark *mark, GString *out)
{
  for (gsize i = 0; i < mark->rows * mark->columns; i++)
    {
      append_text (out, mark->text != NULL ? mark->text : mark->id);
      g_string_append_printf (out, ",%zu,%zu", i / mark->columns + 1, i % mark->columns + 1);
      append_number (out, mark->cells[i]);
      g_string_append_c (out, '\n');
    }
}

void
pen_scene_format_curves (const PenScene *self, GString *out)
{
  gboolean matrices = self->color_limit > 0;

  g_string_append (out, matrices ? "matrix,row,column,value\n" : "curve,");
  if (!matrices)
    {
      append_text (out, self->x_label != NULL ? self->x_label : "x");
      g_string_append_c (out, ',');
      append_text (out, self->y_label != NULL ? self->y_label : "y");
      g_string_append_c (out, '\n');
    }
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PenMark *mark = &g_array_index (self->marks, PenMark, i);

      if (mark->hidden)
        continue;
      if (mark->kind == PEN_MARK_CELLS)
        append_cells (mark, out);
      else if (mark->kind == PEN_MARK_LINE || mark->kind == PEN_MARK_POINTS)
        append_curve (self, mark, out);
    }
}
