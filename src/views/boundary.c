/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictor.h"

#include <string.h>

struct _PenBoundary
{
  PenViewport box;
  double *slice; /* of the predictor, or NULL */
  GArray *x, *y; /* NULL before anything has been found */
};

PenBoundary *
pen_boundary_new (void)
{
  return g_new0 (PenBoundary, 1);
}

static void
clear (PenBoundary *self)
{
  g_clear_pointer (&self->slice, g_free);
  g_clear_pointer (&self->x, g_array_unref);
  g_clear_pointer (&self->y, g_array_unref);
}

void
pen_boundary_free (PenBoundary *self)
{
  if (self == NULL)
    return;
  clear (self);
  g_free (self);
}

gsize
pen_boundary_fineness (gsize features, gsize n_weights)
{
  return (gsize)CLAMP (sqrt (2.5e6 / (double)(features * (n_weights + 2))) - 40, 24, 76);
}

static gboolean
is_found (const PenBoundary *self, const PenPredictor *predictor, const PenViewport *box)
{
  if (self->x == NULL || memcmp (&self->box, box, sizeof *box) != 0)
    return FALSE;
  if (self->slice == NULL || predictor->slice == NULL)
    return self->slice == predictor->slice;
  return memcmp (self->slice, predictor->slice, 3 * predictor->inputs * sizeof *self->slice) == 0;
}

gsize
pen_boundary_find (PenBoundary *self, const PenPredictor *predictor, const PenViewport *box, const double **x,
                   const double **y)
{
  PenGrid grid, *pointer = &grid;

  if (!is_found (self, predictor, box))
    {
      clear (self);
      self->box = *box;
      if (predictor->slice != NULL)
        self->slice = g_memdup2 (predictor->slice, 3 * predictor->inputs * sizeof *self->slice);
      pen_grid_init (&grid, pen_boundary_fineness (predictor->features, 1), PEN_BOUNDARY_OUTSIDE, box->x_low,
                     box->x_high, box->y_low, box->y_high);
      pen_predictor_fill (predictor, 1, &predictor->trained, &pointer);
      pen_contour_trace (&grid, 0, FALSE, &self->x, &self->y);
      pen_grid_clear (&grid);
    }
  *x = (const double *)(gpointer)self->x->data;
  *y = (const double *)(gpointer)self->y->data;
  return self->x->len;
}
