/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

static void
clear_mark (gpointer data)
{
  PenMark *mark = data;

  g_free (mark->id);
  g_free (mark->text);
  g_free (mark->x);
  g_free (mark->y);
  g_free (mark->cells);
}

static void
clear_entry (gpointer data)
{
  PenLegendEntry *entry = data;

  g_free (entry->label);
  g_free (entry->marks);
  g_free (entry->reading);
}

PenScene *
pen_scene_new (void)
{
  PenScene *self = g_new0 (PenScene, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->opacity = 1;
  self->marks = g_array_new (FALSE, TRUE, sizeof (PenMark));
  g_array_set_clear_func (self->marks, clear_mark);
  self->legend = g_array_new (FALSE, TRUE, sizeof (PenLegendEntry));
  g_array_set_clear_func (self->legend, clear_entry);
  return self;
}

PenScene *
pen_scene_ref (PenScene *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
pen_scene_unref (PenScene *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->title);
  g_free (self->x_label);
  g_free (self->y_label);
  g_free (self->note);
  g_free (self->message);
  g_free (self->x_names_label);
  g_clear_pointer (&self->x_names, g_ptr_array_unref);
  g_array_unref (self->marks);
  g_array_unref (self->legend);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
replace (char **where, const char *text)
{
  g_free (*where);
  *where = g_strdup (text);
}

void
pen_scene_set_title (PenScene *self, const char *title)
{
  self->has_layout = FALSE;
  replace (&self->title, title);
}

void
pen_scene_set_note (PenScene *self, const char *note)
{
  self->has_layout = FALSE;
  replace (&self->note, note);
}

void
pen_scene_strip (PenScene *self)
{
  replace (&self->title, NULL);
  replace (&self->x_label, NULL);
  g_clear_pointer (&self->x_names, g_ptr_array_unref);
  replace (&self->y_label, NULL);
  replace (&self->note, NULL);
  g_array_set_size (self->legend, 0);
  for (guint i = self->marks->len; i-- > 0;)
    {
      PenMark *mark = &g_array_index (self->marks, PenMark, i);

      if (mark->kind == PEN_MARK_LABEL)
        g_array_remove_index (self->marks, i);
      else
        replace (&mark->text, NULL);
    }
}

void
pen_scene_set_message (PenScene *self, const char *message)
{
  self->has_layout = FALSE;
  replace (&self->message, message);
}

void
pen_scene_set_axes (PenScene *self, const char *x_label, gboolean x_log, const char *y_label, gboolean y_log)
{
  self->has_layout = FALSE;
  replace (&self->x_label, x_label);
  replace (&self->y_label, y_label);
  self->x_log = x_log;
  self->y_log = y_log;
}

void
pen_scene_axis_names (const PenScene *self, const char **x_label, const char **y_label)
{
  *x_label = self->x_label;
  *y_label = self->y_label;
}

void
pen_scene_set_viewport (PenScene *self, const PenViewport *viewport)
{
  self->has_layout = FALSE;
  self->has_viewport = viewport != NULL;
  if (viewport != NULL)
    self->viewport = *viewport;
}

void
pen_scene_set_equal_aspect (PenScene *self, gboolean equal)
{
  self->has_layout = FALSE;
  self->equal = equal;
}

void
pen_scene_set_whole_x (PenScene *self, gboolean whole)
{
  self->has_layout = FALSE;
  self->whole_x = whole;
}

void
pen_scene_set_x_names (PenScene *self, const char *x_label, gsize n, const char *const *names)
{
  self->has_layout = FALSE;
  replace (&self->x_names_label, x_label);
  g_clear_pointer (&self->x_names, g_ptr_array_unref);
  self->x_names = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (self->x_names, g_strdup (names[i]));
}

void
pen_scene_set_opacity (PenScene *self, double opacity)
{
  self->opacity = opacity;
}

static PenMark *
add (PenScene *self, PenMarkKind kind, const char *id, gsize n, const double *x, const double *y, PenInk ink)
{
  PenMark mark = { .kind = kind, .id = g_strdup (id), .n = n, .ink = ink, .opacity = self->opacity };

  mark.x = g_memdup2 (x, n * sizeof *x);
  mark.y = g_memdup2 (y, n * sizeof *y);
  self->has_layout = FALSE;
  g_array_append_val (self->marks, mark);
  return &g_array_index (self->marks, PenMark, self->marks->len - 1);
}

void
pen_scene_add_points (PenScene *self, const char *id, gsize n, const double *x, const double *y, PenMarker marker,
                      PenInk ink, double radius)
{
  PenMark *mark = add (self, PEN_MARK_POINTS, id, n, x, y, ink);

  mark->marker = marker;
  mark->size = radius;
}

void
pen_scene_add_line (PenScene *self, const char *id, gsize n, const double *x, const double *y, PenInk ink, PenDash dash,
                    double width)
{
  PenMark *mark = add (self, PEN_MARK_LINE, id, n, x, y, ink);

  mark->dash = dash;
  mark->size = width;
}

void
pen_scene_add_polygon (PenScene *self, const char *id, gsize n, const double *x, const double *y, PenInk ink,
                       double opacity)
{
  add (self, PEN_MARK_POLYGON, id, n, x, y, ink)->opacity = opacity;
}

void
pen_scene_add_label (PenScene *self, const char *text, double x, double y, PenInk ink)
{
  add (self, PEN_MARK_LABEL, NULL, 1, &x, &y, ink)->text = g_strdup (text);
}

void
pen_scene_name_mark (PenScene *self, const char *id)
{
  g_return_if_fail (self->marks->len > 0);
  replace (&g_array_index (self->marks, PenMark, self->marks->len - 1).id, id);
}

void
pen_scene_add_vertical (PenScene *self, const char *id, double x, PenInk ink, PenDash dash, double width)
{
  PenMark *mark = add (self, PEN_MARK_VERTICAL, id, 1, &x, &x, ink);

  mark->dash = dash;
  mark->size = width;
}

void
pen_scene_add_rectangle (PenScene *self, const char *id, const PenViewport *box, PenInk ink)
{
  double x[2] = { box->x_low, box->x_high }, y[2] = { box->y_low, box->y_high };

  add (self, PEN_MARK_RECTANGLE, id, 2, x, y, ink)->opacity = 0.12;
}

void
pen_scene_add_cells (PenScene *self, const char *id, const char *name, gsize rows, gsize columns, const double *values,
                     const PenViewport *box)
{
  double x[2] = { box->x_low, box->x_high }, y[2] = { box->y_low, box->y_high };
  PenMark *mark = add (self, PEN_MARK_CELLS, id, 2, x, y, PEN_INK_TEXT);

  mark->text = g_strdup (name);
  mark->rows = rows;
  mark->columns = columns;
  mark->cells = g_memdup2 (values, rows * columns * sizeof *values);
}

void
pen_scene_add_legend (PenScene *self, const char *label, PenInk ink, PenDash dash, gboolean line, PenMarker marker)
{
  PenLegendEntry entry = { .label = g_strdup (label), .ink = ink, .dash = dash, .line = line, .marker = marker };

  self->has_layout = FALSE;
  g_array_append_val (self->legend, entry);
}
