/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "views-area.h"

#include <math.h>

#define GAP 12
#define WIDE 560 /* from here on the plots stand beside the editor */
#define EDITOR_SHARE 0.51
#define EDITOR_HEIGHT 380
#define CARD_HEIGHT 280
#define CARDS 3        /* the last one where it is wished for */
#define LEAST_CARD 170 /* side by side with the editor */
#define LEAST_ROW 220  /* with a card below the editor */

struct _PenViewsArea
{
  GtkWidget parent_instance;
  PenDataEditor *editor;
  PenPlotCard *cards[CARDS];
  GtkWidget *last; /* one of them: what a person last worked with */
};

enum
{
  PROP_LABORATORY = 1,
  PROP_THIRD_VIEW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static const char *const card_names[CARDS] = { "first", "second", "third" };
static const PenViewKind card_kinds[CARDS] = { PEN_VIEW_PATH, PEN_VIEW_CONVERGENCE, PEN_VIEW_COEFFICIENTS };

G_DEFINE_FINAL_TYPE (PenViewsArea, pen_views_area, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
pen_views_area_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
n_cards (PenViewsArea *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->cards[CARDS - 1])) ? CARDS : CARDS - 1;
}

static int
narrowest (PenViewsArea *self)
{
  int widest, minimum;

  gtk_widget_measure (GTK_WIDGET (self->editor), GTK_ORIENTATION_HORIZONTAL, -1, &widest, NULL, NULL, NULL);
  for (int i = 0; i < n_cards (self); i++)
    {
      gtk_widget_measure (GTK_WIDGET (self->cards[i]), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      widest = MAX (widest, minimum);
    }
  return widest;
}

/* The width of the editor where the plots stand beside it; 0 where they stand below. */
static int
left_of (PenViewsArea *self, int width)
{
  int narrow = narrowest (self);

  if (width < MAX (WIDE, 2 * (narrow + 2 * GAP)))
    return 0;
  return MAX (narrow, (int)lround ((width - 3 * GAP) * EDITOR_SHARE));
}

/* More than usual while its tools take two rows, or the exact values are below the plot. */
static int
tallest (PenViewsArea *self, int width, int least)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (self->editor), GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  return MAX (least, minimum);
}

static int
shortest (PenViewsArea *self, int width)
{
  int n = n_cards (self), left = left_of (self, width);

  if (left == 0)
    return tallest (self, width - 2 * GAP, EDITOR_HEIGHT) + n * (CARD_HEIGHT + GAP);
  return n == CARDS ? tallest (self, left, LEAST_ROW) + GAP + LEAST_ROW : tallest (self, left, n * LEAST_CARD + GAP);
}

static void
pen_views_area_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  PenViewsArea *self = PEN_VIEWS_AREA (widget);
  int narrow = narrowest (self) + 2 * GAP;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = narrow;
      *natural = MAX (narrow, WIDE);
    }
  else
    *minimum = *natural = shortest (self, MAX (for_size, narrow)) + 2 * GAP;
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

/* The cards below each other, sharing the height. */
static void
place_cards (PenViewsArea *self, int x, int y, int width, int height)
{
  int n = n_cards (self), inside = height - (n - 1) * GAP;

  for (int i = 0; i < n; i++)
    {
      int from = i * inside / n, to = (i + 1) * inside / n;

      place (GTK_WIDGET (self->cards[i]), x, y + from + i * GAP, width, to - from);
    }
}

/* Three cards below each other are too low to be read in most windows: the last one then stands below the editor. */
static void
place_side_by_side (PenViewsArea *self, int left, int right, int height)
{
  gboolean square = n_cards (self) == CARDS && height < CARDS * CARD_HEIGHT + (CARDS - 1) * GAP;
  int tall = square ? tallest (self, left, (height - GAP) / 2) : height, low = height - GAP - tall,
      beside = 2 * GAP + left;

  place (GTK_WIDGET (self->editor), GAP, GAP, left, tall);
  if (square)
    {
      place (GTK_WIDGET (self->cards[0]), beside, GAP, right, tall);
      place (GTK_WIDGET (self->cards[1]), beside, 2 * GAP + tall, right, low);
      place (GTK_WIDGET (self->cards[2]), GAP, 2 * GAP + tall, left, low);
    }
  else
    place_cards (self, beside, GAP, right, height);
}

static void
pen_views_area_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PenViewsArea *self = PEN_VIEWS_AREA (widget);
  int left = left_of (self, width), inside = width - 2 * GAP, n = n_cards (self);

  if (left > 0)
    place_side_by_side (self, left, inside - GAP - left, height - 2 * GAP);
  else
    {
      int cards = n * CARD_HEIGHT + (n - 1) * GAP;
      int tall = MAX (tallest (self, inside, EDITOR_HEIGHT), height - 3 * GAP - cards);

      place (GTK_WIDGET (self->editor), GAP, GAP, inside, tall);
      place_cards (self, GAP, 2 * GAP + tall, inside, cards);
    }
}

/* A view that is not seen follows nothing. */
static void
set_third_view (PenViewsArea *self, gboolean shown)
{
  GtkWidget *card = GTK_WIDGET (self->cards[CARDS - 1]);
  g_autoptr (PenLaboratory) laboratory = NULL;

  if (gtk_widget_get_visible (card) == shown)
    return;
  g_object_get (self->editor, "laboratory", &laboratory, NULL);
  g_object_set (card, "laboratory", shown ? laboratory : NULL, NULL);
  gtk_widget_set_visible (card, shown);
  if (!shown && self->last == card)
    self->last = GTK_WIDGET (self->editor);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_THIRD_VIEW]);
}

static void
pen_views_area_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABORATORY)
    g_object_get_property (G_OBJECT (PEN_VIEWS_AREA (object)->editor), "laboratory", value);
  else if (id == PROP_THIRD_VIEW)
    g_value_set_boolean (value, n_cards (PEN_VIEWS_AREA (object)) == CARDS);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_views_area_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PenViewsArea *self = PEN_VIEWS_AREA (object);

  if (id == PROP_LABORATORY)
    {
      g_object_set_property (G_OBJECT (self->editor), "laboratory", value);
      for (int i = 0; i < CARDS; i++)
        g_object_set (self->cards[i], "laboratory", i < n_cards (self) ? g_value_get_object (value) : NULL, NULL);
    }
  else if (id == PROP_THIRD_VIEW)
    set_third_view (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
entered_cb (PenViewsArea *self, GtkEventController *controller)
{
  self->last = gtk_event_controller_get_widget (controller);
}

static void
kind_cb (PenViewsArea *self, GParamSpec *pspec, PenPlotCard *card)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (card))) /* and is not just being set up */
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
  properties[PROP_THIRD_VIEW] = g_param_spec_boolean (
      "third-view", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (PEN_TYPE_DATA_EDITOR);
  g_type_ensure (PEN_TYPE_PLOT_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/penchant/Penchant/ui/views-area.ui");
  gtk_widget_class_bind_template_child (widget_class, PenViewsArea, editor);
  for (int i = 0; i < CARDS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, card_names[i], FALSE,
                                               G_STRUCT_OFFSET (PenViewsArea, cards)
                                                   + (gssize)((gsize)i * sizeof (PenPlotCard *)));
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
  for (int i = 0; i < CARDS; i++)
    {
      g_object_set (self->cards[i], "kind", (guint)card_kinds[i], NULL);
      g_signal_connect_swapped (self->cards[i], "notify::kind", G_CALLBACK (kind_cb), self);
    }
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

static gboolean
is_shown (PenViewsArea *self, PenViewKind kind)
{
  for (int i = 0; i < CARDS; i++)
    if (pen_plot_card_kind (self->cards[i]) == kind)
      return TRUE;
  return FALSE;
}

void
pen_views_area_suit (PenViewsArea *self, const PenExperiment *experiment)
{
  static const PenViewKind likely[] = { PEN_VIEW_FUNCTION, PEN_VIEW_NEURONS, PEN_VIEW_PATH,        PEN_VIEW_CONVERGENCE,
                                        PEN_VIEW_LOSS,     PEN_VIEW_NORMS,   PEN_VIEW_COEFFICIENTS };

  g_return_if_fail (PEN_IS_VIEWS_AREA (self) && experiment != NULL);
  for (int i = 0; i < CARDS; i++)
    for (gsize k = 0;
         k < G_N_ELEMENTS (likely) && !pen_view_applies (pen_plot_card_kind (self->cards[i]), experiment, NULL); k++)
      if (pen_view_applies (likely[k], experiment, NULL) && !is_shown (self, likely[k]))
        g_object_set (self->cards[i], "kind", (guint)likely[k], NULL);
}

PenPlotCard *
pen_views_area_card (PenViewsArea *self, guint index)
{
  g_return_val_if_fail (PEN_IS_VIEWS_AREA (self) && index < CARDS, NULL);
  return self->cards[index];
}

PenPlotView *
pen_views_area_plot (PenViewsArea *self, PenViewKind kind)
{
  g_return_val_if_fail (PEN_IS_VIEWS_AREA (self), NULL);
  if (kind == PEN_VIEW_DATA)
    return pen_data_editor_plot (self->editor);
  for (int i = 0; i < n_cards (self); i++)
    if (pen_plot_card_kind (self->cards[i]) == kind)
      return pen_plot_card_plot (self->cards[i]);
  return NULL;
}

PenViewKind
pen_views_area_last (PenViewsArea *self)
{
  g_return_val_if_fail (PEN_IS_VIEWS_AREA (self), PEN_VIEW_DATA);
  if (!PEN_IS_PLOT_CARD (self->last) || !gtk_widget_get_visible (self->last))
    return PEN_VIEW_DATA;
  return pen_plot_card_kind (PEN_PLOT_CARD (self->last));
}

PenScene *
pen_views_area_scene (PenViewsArea *self, PenViewKind kind, PenStudy *study)
{
  g_autoptr (PenLaboratory) laboratory = NULL;
  PenPlotView *plot;
  PenScene *scene;

  g_return_val_if_fail (PEN_IS_VIEWS_AREA (self), NULL);
  g_object_get (self->editor, "laboratory", &laboratory, NULL);
  if (laboratory == NULL)
    return NULL;
  plot = pen_views_area_plot (self, kind);
  if (plot != NULL)
    {
      scene = pen_plot_view_figure (plot);
      pen_scene_drop_hidden (scene);
    }
  else
    {
      PenViewInput input;

      pen_laboratory_view_input (laboratory, &input);
      if (study != NULL)
        pen_study_fill (study, &input);
      scene = pen_view_build (kind, &input);
    }
  pen_scene_drop_mark (scene, PEN_VIEW_PLAYHEAD);
  return scene;
}
