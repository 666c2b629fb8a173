/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "point-layers.h"

#include <string.h>

typedef struct
{
  PenPointsKey key; /* with points of its own */
  cairo_surface_t *surface;
} Layer;

struct _PenPointLayers
{
  GArray *layers;
  guint next;
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
same (const PenPointsKey *a, const PenPointsKey *b)
{
  return a->marker == b->marker && a->color.red == b->color.red && a->color.green == b->color.green
         && a->color.blue == b->color.blue && a->color.alpha == b->color.alpha && a->radius == b->radius
         && a->scale == b->scale && a->clip.x == b->clip.x && a->clip.y == b->clip.y && a->clip.width == b->clip.width
         && a->clip.height == b->clip.height && a->n == b->n && memcmp (a->xy, b->xy, 2 * a->n * sizeof *a->xy) == 0;
}

cairo_surface_t *
pen_point_layers_find (PenPointLayers *self, const PenPointsKey *key)
{
  const Layer *layer = self->next < self->layers->len ? &g_array_index (self->layers, Layer, self->next) : NULL;

  if (layer == NULL || !same (&layer->key, key))
    return NULL;
  self->next++;
  return layer->surface;
}

void
pen_point_layers_add (PenPointLayers *self, const PenPointsKey *key, cairo_surface_t *surface)
{
  Layer layer = { *key, surface };

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
