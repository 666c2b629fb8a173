/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tour.h"

#include <glib/gi18n-lib.h>

struct _PenTour
{
  GtkWidget parent_instance;
  GtkRevealer *revealer;
  GtkLabel *tip, *count;
  GtkButton *next;
  GtkWidget *places[PEN_TOUR_TIPS]; /* weak */
  int at;                           /* −1: no tip is shown */
};

static guint ended_signal;

G_DEFINE_FINAL_TYPE (PenTour, pen_tour, GTK_TYPE_WIDGET)

static const char *const tips[PEN_TOUR_TIPS] = {
  N_ ("Click in the plot to place a point, right click for the other label, drag to move one. Everything can be "
      "undone."),
  N_ ("Training runs by itself and starts again with every change. Drag the slider through its time; Ctrl+K keeps a "
      "run "
      "to compare the next ones with it."),
  N_ ("The framed sentence at the bottom says where gradient flow ends and which theorem says so, with the numbers of "
      "this run. F1 opens the help."),
};

static void
outline (PenTour *self, gboolean on)
{
  GtkWidget *place = self->at >= 0 ? self->places[self->at] : NULL;

  if (place == NULL)
    return;
  if (on)
    gtk_widget_add_css_class (place, "tour-place");
  else
    gtk_widget_remove_css_class (place, "tour-place");
}

static void
show (PenTour *self, int at)
{
  g_autofree char *count = NULL;

  outline (self, FALSE);
  self->at = at;
  outline (self, TRUE);
  gtk_revealer_set_reveal_child (self->revealer, at >= 0);
  if (at < 0)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  count = g_strdup_printf (_ ("%d of %d"), at + 1, PEN_TOUR_TIPS);
  gtk_label_set_label (self->count, count);
  gtk_label_set_label (self->tip, _ (tips[at]));
  gtk_button_set_label (self->next, at + 1 < PEN_TOUR_TIPS ? _ ("_Next") : _ ("_Done"));
}

void
pen_tour_start (PenTour *self, GtkWidget *const places[PEN_TOUR_TIPS])
{
  g_return_if_fail (PEN_IS_TOUR (self));
  outline (self, FALSE);
  self->at = -1;
  for (int i = 0; i < PEN_TOUR_TIPS; i++)
    g_set_weak_pointer (&self->places[i], places[i]);
  show (self, 0);
}

void
pen_tour_close (PenTour *self)
{
  g_return_if_fail (PEN_IS_TOUR (self));
  if (self->at < 0)
    return;
  show (self, -1);
  g_signal_emit (self, ended_signal, 0);
}

void
pen_tour_next (PenTour *self)
{
  g_return_if_fail (PEN_IS_TOUR (self));
  if (self->at + 1 < PEN_TOUR_TIPS)
    show (self, self->at + 1);
  else
    pen_tour_close (self);
}

const char *
pen_tour_tip (PenTour *self)
{
  g_return_val_if_fail (PEN_IS_TOUR (self), NULL);
  return self->at >= 0 ? gtk_label_get_label (self->tip) : NULL;
}

static void
folded_cb (PenTour *self)
{
  if (!gtk_revealer_get_child_revealed (self->revealer) && self->at < 0)
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
pen_tour_dispose (GObject *object)
{
  PenTour *self = PEN_TOUR (object);
  GtkWidget *child;

  for (int i = 0; i < PEN_TOUR_TIPS; i++)
    g_clear_weak_pointer (&self->places[i]);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pen_tour_parent_class)->dispose (object);
}

static void
pen_tour_class_init (PenTourClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pen_tour_dispose;
  ended_signal = g_signal_new ("ended", PEN_TYPE_TOUR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/tour.ui");
  gtk_widget_class_bind_template_child (widget_class, PenTour, revealer);
  gtk_widget_class_bind_template_child (widget_class, PenTour, tip);
  gtk_widget_class_bind_template_child (widget_class, PenTour, count);
  gtk_widget_class_bind_template_child (widget_class, PenTour, next);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, pen_tour_next);
  gtk_widget_class_bind_template_callback (widget_class, pen_tour_close);
}

static void
pen_tour_init (PenTour *self)
{
  self->at = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}
