/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "editor-pointer.h"

#include "editor-points.h"

#include <math.h>

#define REACH 10.0            /* pixels around a point that take hold of it */
#define STILL 3.0             /* pixels a hand shakes while it clicks */
#define BRUSH 24.0            /* the radius of a spray, pixels */
#define SPRAY_MILLISECONDS 40 /* between two drops */

typedef enum
{
  DRAG_NONE,
  DRAG_PLACE,
  DRAG_MOVE,
  DRAG_BAND,
  DRAG_BRUSH,
  DRAG_ERASE,
} Drag;

struct _PenEditorPointer
{
  PenDataEditor *editor;
  PenPlotView *plot;
  GtkGesture *gesture; /* owned by the plot */
  Drag drag;
  double start_x, start_y; /* pixels */
  double at_x, at_y;       /* where the brush is */
  int sign;                /* of its drops */
  guint spray_id;
  GRand *random;
  gsize row;
  gboolean moved, only_row; /* a click on one of several selected points selects it alone, a drag takes them all */
  PenExperiment *base;
  guint8 *flags; /* of base's rows: the ones that move, or the ones a band adds to */
  guint serial;
  char *merge;
};

static void
begin (PenEditorPointer *self, Drag drag)
{
  const PenSelection *selection = pen_data_editor_selection (self->editor);

  self->drag = drag;
  self->moved = FALSE;
  g_clear_pointer (&self->base, pen_experiment_unref);
  self->base = pen_experiment_ref (pen_data_editor_experiment (self->editor));
  g_free (self->flags);
  self->flags = g_memdup2 (selection->flags, selection->n);
}

static void
place (PenEditorPointer *self, gboolean other)
{
  PenExperiment *experiment = pen_data_editor_experiment (self->editor);
  int sign = pen_data_editor_label (self->editor) * (other ? -1 : 1);
  gsize n = pen_dataset_n (experiment->data);
  double x, y;

  if (other && pen_dataset_task (experiment->data) != PEN_TASK_CLASSIFICATION)
    return;
  g_free (self->merge);
  self->merge = g_strdup_printf ("place-%u", ++self->serial);
  pen_plot_view_to_data (self->plot, self->start_x, self->start_y, &x, &y);
  pen_data_editor_snap (self->editor, &x, &y);
  if (!pen_data_editor_place (self->editor, x, y, sign, self->merge))
    return;
  begin (self, DRAG_PLACE);
  g_free (self->flags);
  self->flags = g_new0 (guint8, n + 1);
  self->flags[n] = 1;
  self->row = n;
}

static void
take_hold (PenEditorPointer *self, gsize row, gboolean extend)
{
  const PenSelection *selection = pen_data_editor_selection (self->editor);

  self->row = row;
  self->only_row = !extend && pen_selection_has (selection, row) && selection->count > 1;
  if (extend)
    pen_data_editor_toggle (self->editor, row);
  else if (!pen_selection_has (selection, row))
    pen_data_editor_select_only (self->editor, row);
  if (!pen_selection_has (pen_data_editor_selection (self->editor), row))
    return;
  begin (self, DRAG_MOVE);
  g_free (self->merge);
  self->merge = g_strdup_printf ("move-%u", ++self->serial);
}

/* A drop anywhere in the disc, each place as likely. */
static gboolean
spray_cb (gpointer user_data)
{
  PenEditorPointer *self = user_data;
  double angle = g_rand_double_range (self->random, 0, 2 * G_PI), radius = BRUSH * sqrt (g_rand_double (self->random));
  double xy[2];

  pen_plot_view_to_data (self->plot, self->at_x + radius * cos (angle), self->at_y + radius * sin (angle), &xy[0],
                         &xy[1]);
  pen_data_editor_snap (self->editor, &xy[0], &xy[1]);
  pen_data_editor_spray (self->editor, self->base, 1, xy, self->sign, self->merge);
  return self->drag == DRAG_BRUSH ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
stop_spray (PenEditorPointer *self)
{
  if (self->spray_id != 0)
    g_source_remove (self->spray_id);
  self->spray_id = 0;
}

static void
begin_stroke (PenEditorPointer *self, Drag drag, gboolean other)
{
  const PenExperiment *experiment = pen_data_editor_experiment (self->editor);

  if (drag == DRAG_BRUSH
      && (!pen_data_editor_can_place (self->editor)
          || (other && pen_dataset_task (experiment->data) != PEN_TASK_CLASSIFICATION)))
    return;
  g_free (self->merge);
  self->merge = g_strdup_printf ("stroke-%u", ++self->serial);
  self->sign = pen_data_editor_label (self->editor) * (other ? -1 : 1);
  self->at_x = self->start_x;
  self->at_y = self->start_y;
  begin (self, drag);
  if (drag == DRAG_ERASE)
    {
      pen_data_editor_erase (self->editor, self->base, self->at_x, self->at_y, REACH, self->merge);
      return;
    }
  stop_spray (self);
  spray_cb (self);
  self->spray_id = g_timeout_add (SPRAY_MILLISECONDS, spray_cb, self);
}

static gboolean
in_area (PenEditorPointer *self, double px, double py, cairo_rectangle_t *area, PenViewport *shown)
{
  return pen_plot_view_area (self->plot, area, shown) && px >= area->x && px <= area->x + area->width && py >= area->y
         && py <= area->y + area->height;
}

static void
press (PenEditorPointer *self, guint button, GdkModifierType state)
{
  gboolean extend = (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) != 0;
  PenEditorTool tool = pen_data_editor_tool (self->editor);
  gboolean band = tool == PEN_EDITOR_SELECT || (state & GDK_CONTROL_MASK) != 0;
  gboolean other = button == GDK_BUTTON_SECONDARY || (state & GDK_SHIFT_MASK) != 0;
  cairo_rectangle_t area;
  PenViewport shown;
  PenViewInput input;
  gsize row;

  if (!pen_data_editor_view_input (self->editor, &input)
      || !in_area (self, self->start_x, self->start_y, &area, &shown))
    return;
  if (tool == PEN_EDITOR_BRUSH || tool == PEN_EDITOR_ERASE)
    begin_stroke (self, tool == PEN_EDITOR_BRUSH ? DRAG_BRUSH : DRAG_ERASE, other);
  else if (pen_editor_hit (&input, &area, &shown, self->start_x, self->start_y, REACH, &row))
    {
      if (button == GDK_BUTTON_PRIMARY)
        take_hold (self, row, extend);
    }
  else if (!band)
    {
      if (pen_data_editor_can_place (self->editor))
        place (self, other);
    }
  else if (button == GDK_BUTTON_PRIMARY)
    {
      if (!extend)
        pen_data_editor_select_box (self->editor, NULL, NULL, FALSE);
      begin (self, DRAG_BAND);
    }
}

static void
drag_begin_cb (PenEditorPointer *self, double px, double py, GtkGesture *gesture)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  if (pen_plot_view_pans (self->plot, button) || (button != GDK_BUTTON_PRIMARY && button != GDK_BUTTON_SECONDARY)
      || pen_data_editor_experiment (self->editor) == NULL)
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->plot));
  self->drag = DRAG_NONE;
  self->start_x = px;
  self->start_y = py;
  press (self, button, state);
}

static void
drag_band (PenEditorPointer *self, double dx, double dy)
{
  double x[2], y[2];
  PenViewport box;

  pen_plot_view_to_data (self->plot, self->start_x, self->start_y, &x[0], &y[0]);
  pen_plot_view_to_data (self->plot, self->start_x + dx, self->start_y + dy, &x[1], &y[1]);
  box = (PenViewport){ fmin (x[0], x[1]), fmax (x[0], x[1]), fmin (y[0], y[1]), fmax (y[0], y[1]) };
  pen_data_editor_select_box (self->editor, &box, self->flags, TRUE);
}

/* A stroke erases all along its way, however far apart the pointer's places are. */
static void
drag_stroke (PenEditorPointer *self, double px, double py)
{
  int steps = (int)fmin (100, ceil (hypot (px - self->at_x, py - self->at_y) / REACH));
  double from_x = self->at_x, from_y = self->at_y;

  for (int i = 1; i <= steps && self->drag == DRAG_ERASE; i++)
    pen_data_editor_erase (self->editor, self->base, from_x + (px - from_x) * i / steps,
                           from_y + (py - from_y) * i / steps, REACH, self->merge);
  self->at_x = px;
  self->at_y = py;
}

/* Of several points the one that is held comes to lie on the grid. */
static void
drag_on_grid (PenEditorPointer *self, double dx, double dy)
{
  double x, y;

  pen_view_point (self->base, self->base->data, self->row, &x, &y);
  x += dx;
  y += dy;
  pen_data_editor_snap (self->editor, &x, &y);
  pen_data_editor_move_to (self->editor, self->base, self->flags, self->row, x, y, self->merge);
}

static void
drag_points (PenEditorPointer *self, double dx, double dy)
{
  double x0, y0, x, y;

  pen_plot_view_to_data (self->plot, self->start_x, self->start_y, &x0, &y0);
  pen_plot_view_to_data (self->plot, self->start_x + dx, self->start_y + dy, &x, &y);
  if (pen_data_editor_snaps (self->editor))
    drag_on_grid (self, x - x0, y - y0);
  else
    pen_data_editor_move (self->editor, self->base, self->flags, x - x0, y - y0, self->merge);
}

static void
drag_update_cb (PenEditorPointer *self, double dx, double dy, GtkGesture *gesture)
{
  if (self->drag == DRAG_NONE || (!self->moved && hypot (dx, dy) <= STILL))
    return;
  self->moved = TRUE;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->drag == DRAG_BAND)
    drag_band (self, dx, dy);
  else if (self->drag == DRAG_BRUSH || self->drag == DRAG_ERASE)
    drag_stroke (self, self->start_x + dx, self->start_y + dy);
  else
    drag_points (self, dx, dy);
}

static void
finish (PenEditorPointer *self)
{
  stop_spray (self);
  self->drag = DRAG_NONE;
  g_clear_pointer (&self->base, pen_experiment_unref);
  pen_data_editor_end_edit (self->editor);
}

static void
drag_end_cb (PenEditorPointer *self, double dx, double dy, GtkGesture *gesture)
{
  if (self->drag == DRAG_NONE)
    return;
  if (self->drag == DRAG_MOVE && !self->moved && self->only_row)
    pen_data_editor_select_only (self->editor, self->row);
  finish (self);
}

/* A second finger turned the press into a pinch: nobody wanted that point. Another button cancels a mouse's press too:
   that click was meant. */
static void
cancel_cb (PenEditorPointer *self, GdkEventSequence *sequence, GtkGesture *gesture)
{
  gboolean pinch = sequence != NULL && (self->drag == DRAG_PLACE || self->drag == DRAG_BRUSH);

  if (self->drag == DRAG_NONE)
    return;
  finish (self);
  if (pinch)
    pen_data_editor_undo (self->editor);
}

PenEditorPointer *
pen_editor_pointer_new (PenDataEditor *editor)
{
  PenEditorPointer *self = g_new0 (PenEditorPointer, 1);

  self->editor = editor;
  self->random = g_rand_new ();
  self->plot = pen_data_editor_plot (editor);
  self->gesture = gtk_gesture_drag_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (self->gesture), 0);
  g_signal_connect_swapped (self->gesture, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (self->gesture, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (self->gesture, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (self->gesture, "cancel", G_CALLBACK (cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->plot), GTK_EVENT_CONTROLLER (self->gesture));
  return self;
}

void
pen_editor_pointer_free (PenEditorPointer *self)
{
  stop_spray (self);
  g_rand_free (self->random);
  g_signal_handlers_disconnect_by_data (self->gesture, self);
  gtk_widget_remove_controller (GTK_WIDGET (self->plot), GTK_EVENT_CONTROLLER (self->gesture));
  g_clear_pointer (&self->base, pen_experiment_unref);
  g_free (self->flags);
  g_free (self->merge);
  g_free (self);
}

void
pen_editor_pointer_interrupt (PenEditorPointer *self)
{
  stop_spray (self);
  self->drag = DRAG_NONE;
  g_clear_pointer (&self->base, pen_experiment_unref);
}
