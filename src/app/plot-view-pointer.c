/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-view-pointer.h"

#include <math.h>

#define WHEEL 0.18       /* natural logarithm of one notch */
#define STILL 4          /* pixels that a hand moves in a click */
#define SURFACE_NOTCH 50 /* pixels of a touchpad that count as a notch */

struct _PenPlotPointer
{
  PenPlotView *plot;
  GPtrArray *controllers; /* owned by the plot */
  gboolean pan, space, panning, moved, on_entry, pressed;
  char *cursor;
  PenScene *grabbed;           /* the picture a pan moves, so that rounding does not add up */
  double grabbed_x, grabbed_y; /* how far the pan had come when it was taken */
  double panned_x, panned_y;   /* how far it is now */
  double pinch, at_x, at_y;
};

static void
update_cursor (PenPlotPointer *self)
{
  const char *name = self->panning && self->moved ? "grabbing"
                     : self->on_entry             ? "pointer"
                     : self->pan || self->space   ? "grab"
                                                  : self->cursor;

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->plot), name);
}

/* Where the views stand below each other the wheel goes through them, and zooms with Ctrl. */
static gboolean
is_in_a_column (PenPlotPointer *self)
{
  GtkWidget *around = gtk_widget_get_ancestor (GTK_WIDGET (self->plot), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *column = around != NULL ? gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (around)) : NULL;

  return column != NULL && gtk_adjustment_get_upper (column) > gtk_adjustment_get_page_size (column);
}

static gboolean
scroll_cb (PenPlotPointer *self, double dx, double dy, GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0 && is_in_a_column (self))
    return GDK_EVENT_PROPAGATE;
  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE)
    dy /= SURFACE_NOTCH;
  pen_plot_view_zoom_at (self->plot, self->at_x, self->at_y, exp (WHEEL * CLAMP (dy, -8, 8)));
  pen_plot_view_hover (self->plot, self->at_x, self->at_y);
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (PenPlotPointer *self, GdkEventSequence *sequence, GtkGesture *gesture)
{
  self->pinch = 1;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pinch_cb (PenPlotPointer *self, double scale, GtkGesture *gesture)
{
  double px, py;

  if (scale > 0 && gtk_gesture_get_bounding_box_center (gesture, &px, &py))
    {
      pen_plot_view_zoom_at (self->plot, px, py, self->pinch / scale);
      self->pinch = scale;
    }
}

static void
motion_cb (PenPlotPointer *self, double px, double py, GtkEventController *controller)
{
  self->at_x = px;
  self->at_y = py;
  pen_plot_view_hover (self->plot, px, py);
}

static void
enter_cb (PenPlotPointer *self, double px, double py, GtkEventController *controller)
{
  self->at_x = px;
  self->at_y = py;
  pen_plot_view_cross (self->plot, px, py);
}

static void
leave_cb (PenPlotPointer *self, GtkEventController *controller)
{
  pen_plot_view_cross (self->plot, NAN, NAN);
}

static gboolean
key_pressed_cb (PenPlotPointer *self, guint key, guint code, GdkModifierType state, GtkEventController *controller)
{
  if (key != GDK_KEY_space || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  self->space = TRUE;
  update_cursor (self);
  return GDK_EVENT_STOP;
}

static void
key_released_cb (PenPlotPointer *self, guint key, guint code, GdkModifierType state, GtkEventController *controller)
{
  if (key == GDK_KEY_space)
    self->space = FALSE;
  update_cursor (self);
}

static void
focus_left_cb (PenPlotPointer *self, GtkEventController *controller)
{
  self->space = FALSE;
  update_cursor (self);
}

static void
pressed_cb (PenPlotPointer *self, int times, double px, double py, GtkGesture *gesture)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->plot));
  if (times == 2 && self->pan)
    pen_plot_view_click_again (self->plot, px, py);
}

static void
released_cb (PenPlotPointer *self, int times, double px, double py, GtkGesture *gesture)
{
  guint entry;

  if (times == 1 || pen_plot_view_entry_at (self->plot, px, py, &entry))
    pen_plot_view_click (self->plot, px, py);
}

/* Among points the other button places one. */
static gboolean
has_menu (PenPlotPointer *self)
{
  guint kind;

  g_object_get (self->plot, "kind", &kind, NULL);
  return kind != PEN_VIEW_DATA;
}

static void
menu_pressed_cb (PenPlotPointer *self, int times, double px, double py, GtkGesture *gesture)
{
  if (has_menu (self))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

/* Not at the press: its release would go to the menu, whose widgets GTK would count as pressed. */
static void
menu_released_cb (PenPlotPointer *self, int times, double px, double py, GtkGesture *gesture)
{
  if (has_menu (self))
    pen_plot_view_pop_up (self->plot, px, py);
}

static void
pan_begin_cb (PenPlotPointer *self, double px, double py, GtkGesture *gesture)
{
  if (!pen_plot_pointer_pans (self, gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture))))
    {
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->panning = TRUE;
  self->moved = FALSE;
  g_clear_pointer (&self->grabbed, pen_scene_unref);
  self->grabbed = pen_plot_view_scene (self->plot);
  self->grabbed_x = self->grabbed_y = self->panned_x = self->panned_y = 0;
  update_cursor (self);
}

/* Wider or narrower tick labels change the size of a pixel: the next steps start from there, or the picture would go
 * faster or slower than the pointer. */
static void
grab_again_if_resized (PenPlotPointer *self, cairo_rectangle_t *area)
{
  cairo_rectangle_t now;

  if (!pen_plot_view_area (self->plot, &now, NULL)
      || (now.x == area->x && now.y == area->y && now.width == area->width && now.height == area->height))
    return;
  g_clear_pointer (&self->grabbed, pen_scene_unref);
  self->grabbed = pen_plot_view_scene (self->plot);
  self->grabbed_x = self->panned_x;
  self->grabbed_y = self->panned_y;
  *area = now;
}

static void
pan_update_cb (PenPlotPointer *self, double dx, double dy, GtkGesture *gesture)
{
  cairo_rectangle_t area;

  if (!self->panning || (!self->moved && hypot (dx, dy) < STILL))
    return;
  self->moved = TRUE;
  update_cursor (self);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pen_scene_plot_area (self->grabbed, gtk_widget_get_width (GTK_WIDGET (self->plot)),
                       gtk_widget_get_height (GTK_WIDGET (self->plot)), &area, NULL);
  grab_again_if_resized (self, &area);
  area.x -= dx - self->grabbed_x;
  area.y -= dy - self->grabbed_y;
  self->panned_x = dx;
  self->panned_y = dy;
  pen_plot_view_show_box (self->plot, self->grabbed, &area);
}

static void
pan_end_cb (PenPlotPointer *self, double dx, double dy, GtkGesture *gesture)
{
  self->panning = FALSE;
  g_clear_pointer (&self->grabbed, pen_scene_unref);
  update_cursor (self);
}

/* After a layout GDK asks the display where the pointer is, and tells it as a motion at time 0. In a slow frame that
 * overtakes the moves and the release that still wait: it shows no button, and would cancel the drag they belong to. */
static gboolean
overtaken_cb (PenPlotPointer *self, GdkEvent *event, GtkEventController *legacy)
{
  const GdkModifierType buttons = GDK_BUTTON1_MASK | GDK_BUTTON2_MASK | GDK_BUTTON3_MASK;

  switch ((int)gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
      self->pressed = TRUE;
      break;
    case GDK_BUTTON_RELEASE:
    case GDK_GRAB_BROKEN:
      self->pressed = FALSE;
      break;
    case GDK_MOTION_NOTIFY:
      if ((gdk_event_get_modifier_state (event) & buttons) != 0)
        break;
      if (gdk_event_get_time (event) == GDK_CURRENT_TIME)
        return self->pressed;
      self->pressed = FALSE; /* a menu took the release */
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
add (PenPlotPointer *self, gpointer controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self->plot), controller);
  g_ptr_array_add (self->controllers, controller);
}

static void
connect (gpointer controller, const char *signal, GCallback callback, PenPlotPointer *self)
{
  g_signal_connect_swapped (controller, signal, callback, self);
}

static void
add_controllers (PenPlotPointer *self)
{
  GtkEventController *legacy = gtk_event_controller_legacy_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *pan = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (pan), 0);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (legacy, GTK_PHASE_CAPTURE);
  connect (legacy, "event", G_CALLBACK (overtaken_cb), self);
  connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  connect (motion, "enter", G_CALLBACK (enter_cb), self);
  connect (motion, "motion", G_CALLBACK (motion_cb), self);
  connect (motion, "leave", G_CALLBACK (leave_cb), self);
  connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  connect (key, "key-released", G_CALLBACK (key_released_cb), self);
  connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  connect (click, "released", G_CALLBACK (released_cb), self);
  connect (menu, "pressed", G_CALLBACK (menu_pressed_cb), self);
  connect (menu, "released", G_CALLBACK (menu_released_cb), self);
  connect (pan, "drag-begin", G_CALLBACK (pan_begin_cb), self);
  connect (pan, "drag-update", G_CALLBACK (pan_update_cb), self);
  connect (pan, "drag-end", G_CALLBACK (pan_end_cb), self);
  add (self, legacy);
  add (self, scroll);
  add (self, motion);
  add (self, key);
  add (self, focus);
  add (self, pinch);
  add (self, click);
  add (self, menu);
  add (self, pan);
}

PenPlotPointer *
pen_plot_pointer_new (PenPlotView *plot)
{
  PenPlotPointer *self = g_new0 (PenPlotPointer, 1);

  self->plot = plot;
  self->pan = TRUE;
  self->controllers = g_ptr_array_new ();
  add_controllers (self);
  update_cursor (self);
  return self;
}

void
pen_plot_pointer_free (PenPlotPointer *self)
{
  for (guint i = 0; i < self->controllers->len; i++)
    {
      gpointer controller = g_ptr_array_index (self->controllers, i);

      g_signal_handlers_disconnect_by_data (controller, self);
      gtk_widget_remove_controller (GTK_WIDGET (self->plot), controller);
    }
  g_ptr_array_unref (self->controllers);
  g_clear_pointer (&self->grabbed, pen_scene_unref);
  g_free (self->cursor);
  g_free (self);
}

void
pen_plot_pointer_set_tool (PenPlotPointer *self, gboolean pan, const char *cursor)
{
  self->pan = pan;
  g_free (self->cursor);
  self->cursor = g_strdup (cursor);
  update_cursor (self);
}

void
pen_plot_pointer_set_on_entry (PenPlotPointer *self, gboolean on)
{
  if (self->on_entry == on)
    return;
  self->on_entry = on;
  update_cursor (self);
}

gboolean
pen_plot_pointer_pans (PenPlotPointer *self, guint button)
{
  return button == GDK_BUTTON_MIDDLE || (button == GDK_BUTTON_PRIMARY && (self->pan || self->space));
}
