/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views-area.h"

#include <math.h>

#define GAP 12
#define WIDE 560 /* from here on the plots stand beside the editor */
#define EDITOR_SHARE 0.51
#define SHORTEST 340 /* side by side */
#define EDITOR_HEIGHT 380
#define CARD_HEIGHT 280

struct _PenViewsArea
{
  GtkWidget parent_instance;
  PenDataEditor *editor;
  PenPlotCard *first, *second;
  GtkWidget *last; /* one of them: what a person last worked with */
};

enum
{
  PROP_LABORATORY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PenViewsArea, pen_views_area, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
pen_views_area_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
narrowest (PenViewsArea *self)
{
  GtkWidget *const children[] = { GTK_WIDGET (self->editor), GTK_WIDGET (self->first), GTK_WIDGET (self->second) };
  int widest = 0, minimum;

  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      gtk_widget_measure (children[i], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      widest = MAX (widest, minimum);
    }
  return widest;
}

/* More than usual while the exact values are below the plot. */
static int
tallest (PenViewsArea *self, int least)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (self->editor), GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
  return MAX (least, minimum);
}

static void
pen_views_area_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  int narrow = narrowest (PEN_VIEWS_AREA (widget)) + 2 * GAP;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = narrow;
      *natural = MAX (narrow, WIDE);
    }
  else
    *minimum = *natural = for_size >= MAX (WIDE, 2 * narrow)
                              ? tallest (PEN_VIEWS_AREA (widget), SHORTEST) + 2 * GAP
                              : tallest (PEN_VIEWS_AREA (widget), EDITOR_HEIGHT) + 2 * CARD_HEIGHT + 4 * GAP;
}

static void
place (GtkWidget *child, int x, int y, int width, int height)
{
  const GtkAllocation box = { x, y, width, height };
  int minimum;

  /* Asking is what GTK wants before each allocation. */
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (child, &box, -1);
}

static void
pen_views_area_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PenViewsArea *self = PEN_VIEWS_AREA (widget);
  GtkWidget *editor = GTK_WIDGET (self->editor), *first = GTK_WIDGET (self->first), *second = GTK_WIDGET (self->second);
  int narrow = narrowest (self), inside = width - 2 * GAP;

  if (width >= MAX (WIDE, 2 * (narrow + 2 * GAP)))
    {
      int left = MAX (narrow, (int)lround ((inside - GAP) * EDITOR_SHARE)), right = inside - GAP - left;
      int tall = height - 2 * GAP, top = (tall - GAP) / 2;

      place (editor, GAP, GAP, left, tall);
      place (first, 2 * GAP + left, GAP, right, top);
      place (second, 2 * GAP + left, 2 * GAP + top, right, tall - GAP - top);
    }
  else
    {
      int card = CARD_HEIGHT, tall = MAX (tallest (self, EDITOR_HEIGHT), height - 4 * GAP - 2 * CARD_HEIGHT);

      place (editor, GAP, GAP, inside, tall);
      place (first, GAP, 2 * GAP + tall, inside, card);
      place (second, GAP, 3 * GAP + tall + card, inside, card);
    }
}

static void
pen_views_area_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    g_object_get_property (G_OBJECT (PEN_VIEWS_AREA (object)->editor), "laboratory", value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_views_area_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PenViewsArea *self = PEN_VIEWS_AREA (object);

  if (id != PROP_LABORATORY)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_set_property (G_OBJECT (self->editor), "laboratory", value);
  g_object_set_property (G_OBJECT (self->first), "laboratory", value);
  g_object_set_property (G_OBJECT (self->second), "laboratory", value);
}

static void
entered_cb (PenViewsArea *self, GtkEventController *controller)
{
  self->last = gtk_event_controller_get_widget (controller);
}

static void
kind_cb (PenViewsArea *self, GParamSpec *pspec, PenPlotCard *card)
{
  self->last = GTK_WIDGET (card);
}

static void
pen_views_area_dispose (GObject *object)
{
  PenViewsArea *self = PEN_VIEWS_AREA (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pen_views_area_parent_class)->dispose (object);
}

static void
pen_views_area_class_init (PenViewsAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pen_views_area_get_property;
  object_class->set_property = pen_views_area_set_property;
  object_class->dispose = pen_views_area_dispose;
  widget_class->get_request_mode = pen_views_area_get_request_mode;
  widget_class->measure = pen_views_area_measure;
  widget_class->size_allocate = pen_views_area_size_allocate;
  properties[PROP_LABORATORY] =
      g_param_spec_object ("laboratory", NULL, NULL, PEN_TYPE_LABORATORY, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (PEN_TYPE_DATA_EDITOR);
  g_type_ensure (PEN_TYPE_PLOT_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/views-area.ui");
  gtk_widget_class_bind_template_child (widget_class, PenViewsArea, editor);
  gtk_widget_class_bind_template_child (widget_class, PenViewsArea, first);
  gtk_widget_class_bind_template_child (widget_class, PenViewsArea, second);
}

static void
pen_views_area_init (PenViewsArea *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect_swapped (focus, "enter", G_CALLBACK (entered_cb), self);
      gtk_widget_add_controller (child, focus);
    }
  g_signal_connect_swapped (self->first, "notify::kind", G_CALLBACK (kind_cb), self);
  g_signal_connect_swapped (self->second, "notify::kind", G_CALLBACK (kind_cb), self);
  self->last = GTK_WIDGET (self->editor);
}

GtkWidget *
pen_views_area_new (void)
{
  return g_object_new (PEN_TYPE_VIEWS_AREA, NULL);
}

PenDataEditor *
pen_views_area_editor (PenViewsArea *self)
{
  g_return_val_if_fail (PEN_IS_VIEWS_AREA (self), NULL);
  return self->editor;
}

PenPlotCard *
pen_views_area_card (PenViewsArea *self, guint index)
{
  g_return_val_if_fail (PEN_IS_VIEWS_AREA (self) && index < 2, NULL);
  return index == 0 ? self->first : self->second;
}

PenPlotView *
pen_views_area_plot (PenViewsArea *self, PenViewKind kind)
{
  g_return_val_if_fail (PEN_IS_VIEWS_AREA (self), NULL);
  if (kind == PEN_VIEW_DATA)
    return pen_data_editor_plot (self->editor);
  if (pen_plot_card_kind (self->first) == kind)
    return pen_plot_card_plot (self->first);
  return pen_plot_card_kind (self->second) == kind ? pen_plot_card_plot (self->second) : NULL;
}

PenViewKind
pen_views_area_last (PenViewsArea *self)
{
  g_return_val_if_fail (PEN_IS_VIEWS_AREA (self), PEN_VIEW_DATA);
  return self->last == GTK_WIDGET (self->editor) ? PEN_VIEW_DATA : pen_plot_card_kind (PEN_PLOT_CARD (self->last));
}

PenScene *
pen_views_area_scene (PenViewsArea *self, PenViewKind kind, PenStudy *study)
{
  g_autoptr (PenLaboratory) laboratory = NULL;
  PenPlotView *plot;
  PenViewInput input;

  g_return_val_if_fail (PEN_IS_VIEWS_AREA (self), NULL);
  g_object_get (self->editor, "laboratory", &laboratory, NULL);
  if (laboratory == NULL)
    return NULL;
  plot = pen_views_area_plot (self, kind);
  if (plot != NULL)
    return pen_plot_view_scene (plot);
  pen_laboratory_view_input (laboratory, &input);
  if (study != NULL)
    pen_study_fill (study, &input);
  return pen_view_build (kind, &input);
}
