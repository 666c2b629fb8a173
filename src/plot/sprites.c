/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sprites.h"

#include <math.h>
#include <string.h>

typedef struct
{
  guint8 *pixels;
  int width, height, stride;
} Raster;

static Raster
raster_of (cairo_surface_t *surface)
{
  cairo_surface_flush (surface);
  return (Raster){ cairo_image_surface_get_data (surface), cairo_image_surface_get_width (surface),
                   cairo_image_surface_get_height (surface), cairo_image_surface_get_stride (surface) };
}

/* Porter and Duff's over, of premultiplied bytes; as pixman, it divides by 255 with rounding. */
static inline guint32
over (guint32 source, guint32 below)
{
  guint32 clear = 255 - (source >> 24);
  guint32 even = (below & 0xff00ff) * clear + 0x800080, odd = ((below >> 8) & 0xff00ff) * clear + 0x800080;

  even = ((even + ((even >> 8) & 0xff00ff)) >> 8) & 0xff00ff;
  odd = (odd + ((odd >> 8) & 0xff00ff)) & 0xff00ff00;
  return source + (even | odd);
}

static void
blit (const Raster *layer, const Raster *sprite, int left, int top)
{
  int x0 = MAX (0, -left), x1 = MIN (sprite->width, layer->width - left);
  int y0 = MAX (0, -top), y1 = MIN (sprite->height, layer->height - top);

  for (int y = y0; y < y1; y++)
    {
      const guint32 *from = (const guint32 *)(gconstpointer)(sprite->pixels + (gsize)y * (gsize)sprite->stride);
      guint32 *to = (guint32 *)(gpointer)(layer->pixels + (gsize)(top + y) * (gsize)layer->stride) + left;

      for (int x = x0; x < x1; x++)
        if (from[x] >> 24 == 255)
          to[x] = from[x];
        else if (from[x] != 0)
          to[x] = over (from[x], to[x]);
    }
}

void
pen_sprites_draw (cairo_t *cr, cairo_surface_t *sprite, double scale, gsize n, const double *xy)
{
  double x0, y0, x1, y1;
  int left, top, width, height;
  Raster layer, picture = raster_of (sprite);
  g_autofree guint8 *taken = NULL;
  cairo_surface_t *surface;

  cairo_clip_extents (cr, &x0, &y0, &x1, &y1);
  left = (int)floor (x0 * scale);
  top = (int)floor (y0 * scale);
  width = (int)ceil (x1 * scale) - left;
  height = (int)ceil (y1 * scale) - top;
  if (width <= 0 || height <= 0)
    return;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  layer = raster_of (surface);
  taken = g_malloc0 ((gsize)width * (gsize)height);
  for (gsize i = 0; layer.pixels != NULL && i < n; i++)
    {
      double x = round (xy[2 * i] * scale - picture.width / 2.0) - left;
      double y = round (xy[2 * i + 1] * scale - picture.height / 2.0) - top;

      if (!(x > -picture.width && x < width && y > -picture.height && y < height))
        continue;
      /* Many points are few pixels: the same picture in the same place is drawn once. */
      if (x >= 0 && y >= 0)
        {
          gsize at = (gsize)y * (gsize)width + (gsize)x;

          if (taken[at])
            continue;
          taken[at] = 1;
        }
      blit (&layer, &picture, (int)x, (int)y);
    }
  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  cairo_scale (cr, 1 / scale, 1 / scale);
  cairo_set_source_surface (cr, surface, left, top);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}
