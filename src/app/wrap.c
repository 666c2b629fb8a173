/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wrap.h"

struct _PenWrap
{
  GtkWidget parent_instance;
  int spacing;
};

enum
{
  PROP_SPACING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PenWrap, pen_wrap, GTK_TYPE_WIDGET)

/* A row: from one child up to, and without, another. */
typedef struct
{
  GtkWidget *first, *end;
  int n, gap, least, natural; /* widths with the gaps between */
  int expanding;
} Row;

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
find_row (PenWrap *self, GtkWidget *first, int width, Row *row)
{
  *row = (Row){ .first = first, .gap = self->spacing };
  for (row->end = first; row->end != NULL; row->end = next_shown (gtk_widget_get_next_sibling (row->end)))
    {
      int gap = row->n > 0 ? self->spacing : 0, minimum, natural;

      gtk_widget_measure (row->end, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      if (row->n > 0 && width >= 0 && row->least + gap + minimum > width)
        return;
      row->n++;
      row->least += gap + minimum;
      row->natural += gap + natural;
      row->expanding += gtk_widget_compute_expand (row->end, GTK_ORIENTATION_HORIZONTAL) ? 1 : 0;
    }
}

/* A width for each child of the row, and what nobody takes. */
static int
share_out (const Row *row, int width, GtkRequestedSize *sizes)
{
  GtkWidget *child = row->first;
  int left = MAX (width - row->least, 0);

  for (int i = 0; i < row->n; i++, child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      sizes[i].data = child;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &sizes[i].minimum_size, &sizes[i].natural_size, NULL,
                          NULL);
    }
  left = gtk_distribute_natural_allocation (left, (guint)row->n, sizes);
  for (int i = 0, waiting = row->expanding; i < row->n && waiting > 0; i++)
    if (gtk_widget_compute_expand (sizes[i].data, GTK_ORIENTATION_HORIZONTAL))
      {
        int share = left / waiting--;

        sizes[i].minimum_size += share;
        left -= share;
      }
  return left;
}

static int
height_of (const Row *row, const GtkRequestedSize *sizes)
{
  int tallest = 0, minimum;

  for (int i = 0; i < row->n; i++)
    {
      gtk_widget_measure (sizes[i].data, GTK_ORIENTATION_VERTICAL, sizes[i].minimum_size, &minimum, NULL, NULL, NULL);
      tallest = MAX (tallest, minimum);
    }
  return tallest;
}

static int
height_for (PenWrap *self, int width)
{
  int height = 0;
  Row row;

  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (GTK_WIDGET (self))); child != NULL; child = row.end)
    {
      g_autofree GtkRequestedSize *sizes = NULL;

      find_row (self, child, width, &row);
      sizes = g_new (GtkRequestedSize, row.n);
      share_out (&row, width >= 0 ? width : row.natural, sizes);
      height += height_of (&row, sizes) + (height > 0 ? self->spacing : 0);
    }
  return height;
}

static GtkSizeRequestMode
pen_wrap_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pen_wrap_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                  int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = height_for (PEN_WRAP (widget), for_size);
      return;
    }
  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (widget)); child != NULL;
       child = next_shown (gtk_widget_get_next_sibling (child)))
    {
      int least, wished;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wished, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += wished + (*natural > 0 ? PEN_WRAP (widget)->spacing : 0);
    }
}

static void
place_row (const Row *row, const GtkRequestedSize *sizes, int x, int y, int height, int width, gboolean mirrored)
{
  for (int i = 0; i < row->n; i++)
    {
      GtkAllocation box = { mirrored ? width - x - sizes[i].minimum_size : x, y, sizes[i].minimum_size, height };

      gtk_widget_size_allocate (sizes[i].data, &box, -1);
      x += sizes[i].minimum_size + row->gap;
    }
}

static void
pen_wrap_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int y = 0;
  Row row;

  for (GtkWidget *child = next_shown (gtk_widget_get_first_child (widget)); child != NULL; child = row.end)
    {
      g_autofree GtkRequestedSize *sizes = NULL;
      int left, tall;

      find_row (PEN_WRAP (widget), child, width, &row);
      sizes = g_new (GtkRequestedSize, row.n);
      left = share_out (&row, width, sizes);
      /* A single row takes all the height there is, so that what is in it can be centred. */
      tall = y == 0 && row.end == NULL ? height : height_of (&row, sizes);
      place_row (&row, sizes, left, y, tall, width, mirrored);
      y += tall + row.gap;
    }
}

static void
pen_wrap_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SPACING)
    g_value_set_int (value, PEN_WRAP (object)->spacing);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_wrap_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id != PROP_SPACING)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  PEN_WRAP (object)->spacing = g_value_get_int (value);
  gtk_widget_queue_resize (GTK_WIDGET (object));
}

static void
pen_wrap_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pen_wrap_parent_class)->dispose (object);
}

static void
pen_wrap_class_init (PenWrapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pen_wrap_dispose;
  G_OBJECT_CLASS (klass)->get_property = pen_wrap_get_property;
  G_OBJECT_CLASS (klass)->set_property = pen_wrap_set_property;
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT16, 6,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  widget_class->get_request_mode = pen_wrap_get_request_mode;
  widget_class->measure = pen_wrap_measure;
  widget_class->size_allocate = pen_wrap_size_allocate;
}

static void
pen_wrap_init (PenWrap *self)
{
}

GtkWidget *
pen_wrap_new (void)
{
  return g_object_new (PEN_TYPE_WRAP, NULL);
}
