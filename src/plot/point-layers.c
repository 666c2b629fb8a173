/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "point-layers.h"

#include <math.h>

#define MARGIN 64     /* device pixels that a layer can be moved by before it has to be drawn anew */
#define TOGETHER 1e-3 /* device pixels; rounding on the way to the screen is far below, and this cannot be seen */

typedef struct
{
  PenPointsKey key; /* with points of its own */
  cairo_surface_t *surface;
} Layer;

struct _PenPointLayers
{
  GArray *layers;
  guint next, drawn;
};

static void
clear_layer (gpointer data)
{
  Layer *layer = data;

  g_free ((gpointer)layer->key.xy);
  g_clear_pointer (&layer->surface, cairo_surface_destroy);
}

PenPointLayers *
pen_point_layers_new (void)
{
  PenPointLayers *self = g_new0 (PenPointLayers, 1);

  self->layers = g_array_new (FALSE, TRUE, sizeof (Layer));
  g_array_set_clear_func (self->layers, clear_layer);
  return self;
}

void
pen_point_layers_free (PenPointLayers *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->layers);
  g_free (self);
}

void
pen_point_layers_begin (PenPointLayers *self)
{
  /* Those that the last drawing did not come to are of no use. */
  g_array_set_size (self->layers, MIN (self->next, self->layers->len));
  self->next = 0;
}

static gboolean
same_look (const PenPointsKey *a, const PenPointsKey *b)
{
  return a->marker == b->marker && a->color.red == b->color.red && a->color.green == b->color.green
         && a->color.blue == b->color.blue && a->color.alpha == b->color.alpha && a->radius == b->radius
         && a->scale == b->scale && a->clip.x == b->clip.x && a->clip.y == b->clip.y && a->clip.width == b->clip.width
         && a->clip.height == b->clip.height && a->n == b->n;
}

/* Whether all points went the same way, which is a whole number of pixels and not too far. */
static gboolean
moved_together (const PenPointsKey *from, const PenPointsKey *to, double way[2])
{
  for (int k = 0; k < 2; k++)
    {
      way[k] = round ((to->xy[k] - from->xy[k]) * to->scale);
      if (!(fabs (way[k]) <= MARGIN))
        return FALSE;
    }
  for (gsize i = 0; i < 2 * to->n; i++)
    if (!(fabs ((to->xy[i] - from->xy[i]) * to->scale - way[i % 2]) <= TOGETHER))
      return FALSE;
  return TRUE;
}

cairo_surface_t *
pen_point_layers_find (PenPointLayers *self, const PenPointsKey *key, int *x, int *y)
{
  const Layer *layer = self->next < self->layers->len ? &g_array_index (self->layers, Layer, self->next) : NULL;
  cairo_rectangle_int_t place;
  double way[2];

  if (layer == NULL || !same_look (&layer->key, key) || !moved_together (&layer->key, key, way))
    return NULL;
  pen_point_layers_place (key, &place);
  *x = place.x + (int)way[0];
  *y = place.y + (int)way[1];
  self->next++;
  return layer->surface;
}

void
pen_point_layers_place (const PenPointsKey *key, cairo_rectangle_int_t *place)
{
  const cairo_rectangle_int_t *clip = &key->clip;

  *place = (cairo_rectangle_int_t){ clip->x - MARGIN, clip->y - MARGIN, clip->width + 2 * MARGIN,
                                    clip->height + 2 * MARGIN };
}

guint
pen_point_layers_drawn (const PenPointLayers *self)
{
  return self->drawn;
}

void
pen_point_layers_add (PenPointLayers *self, const PenPointsKey *key, cairo_surface_t *surface)
{
  Layer layer = { *key, surface };

  self->drawn++;
  layer.key.xy = g_memdup2 (key->xy, 2 * key->n * sizeof *key->xy);
  if (self->next < self->layers->len)
    {
      clear_layer (&g_array_index (self->layers, Layer, self->next));
      g_array_index (self->layers, Layer, self->next) = layer;
    }
  else
    g_array_append_val (self->layers, layer);
  self->next++;
}
