/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sprites.h"

#include <math.h>
#include <string.h>

typedef struct
{
  guint8 *pixels;
  int width, height, stride;
} Raster;

/* Pixels beside each other, all opaque or all translucent; most of a ring is neither. */
typedef struct
{
  int x, y, n;
  gboolean opaque;
} Run;

static Raster
raster_of (cairo_surface_t *surface)
{
  cairo_surface_flush (surface);
  return (Raster){ cairo_image_surface_get_data (surface), cairo_image_surface_get_width (surface),
                   cairo_image_surface_get_height (surface), cairo_image_surface_get_stride (surface) };
}

static guint32 *
pixel_at (const Raster *self, int x, int y)
{
  return (guint32 *)(gpointer)(self->pixels + (gsize)y * (gsize)self->stride) + x;
}

static GArray *
runs_of (const Raster *sprite)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));

  for (int y = 0; y < sprite->height; y++)
    for (int x = 0; x < sprite->width;)
      {
        Run run = { x, y, 0, *pixel_at (sprite, x, y) >> 24 == 255 };
        gboolean empty = *pixel_at (sprite, x, y) == 0;

        for (; x < sprite->width; x++, run.n++)
          if ((*pixel_at (sprite, x, y) == 0) != empty || (*pixel_at (sprite, x, y) >> 24 == 255) != run.opaque)
            break;
        if (!empty)
          g_array_append_val (runs, run);
      }
  return runs;
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
blit (const Raster *layer, const Raster *sprite, const GArray *runs, int left, int top)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const Run *run = &g_array_index (runs, Run, i);
      int x0 = MAX (0, left + run->x), x1 = MIN (layer->width, left + run->x + run->n), y = top + run->y;
      const guint32 *from = pixel_at (sprite, x0 - left, run->y);
      guint32 *to;

      if (x0 >= x1 || y < 0 || y >= layer->height)
        continue;
      to = pixel_at (layer, x0, y);
      for (int k = 0; k < x1 - x0; k++)
        to[k] = run->opaque ? from[k] : over (from[k], to[k]);
    }
}

cairo_surface_t *
pen_sprites_render (cairo_surface_t *sprite, const cairo_rectangle_int_t *clip, double scale, gsize n, const double *xy)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, clip->width, clip->height);
  Raster layer = raster_of (surface), picture = raster_of (sprite);
  g_autoptr (GArray) runs = runs_of (&picture);
  g_autofree guint8 *taken = g_malloc0 ((gsize)clip->width * (gsize)clip->height + 1);

  for (gsize i = 0; layer.pixels != NULL && i < n; i++)
    {
      double x = round (xy[2 * i] * scale - picture.width / 2.0) - clip->x;
      double y = round (xy[2 * i + 1] * scale - picture.height / 2.0) - clip->y;

      if (!(x > -picture.width && x < clip->width && y > -picture.height && y < clip->height))
        continue;
      /* Many points are few pixels: the same picture in the same place is drawn once. */
      if (x >= 0 && y >= 0)
        {
          gsize at = (gsize)y * (gsize)clip->width + (gsize)x;

          if (taken[at])
            continue;
          taken[at] = 1;
        }
      blit (&layer, &picture, runs, (int)x, (int)y);
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}
