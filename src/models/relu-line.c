/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/relu-line.h>

#include <penchant/error.h>

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Kinks nearer than this, relative to the largest, are one; a bend smaller than this, relative to the steepest unit, is
 * what the rounding of units that cancel leaves. */
#define SAME_PLACE (64 * DBL_EPSILON)
#define NO_BEND (256 * DBL_EPSILON)

typedef struct
{
  double place, bend; /* by how much the slope changes there */
} Bend;

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  double x = ((const Bend *)a)->place, y = ((const Bend *)b)->place;

  return x < y ? -1 : x > y;
}

/* From the slope at −∞ and the bends, which are sorted, merged and weeded here. */
static void
fill (PenReluLine *line, double slope, GArray *bends, double steepest)
{
  double reach = 0;
  gsize n = 0;

  g_array_sort (bends, compare_cb);
  for (guint k = 0; k < bends->len; k++)
    reach = fmax (reach, fabs (g_array_index (bends, Bend, k).place));
  line->kinks = g_new0 (double, bends->len + 1);
  line->slopes = g_new0 (double, bends->len + 1);
  line->slopes[0] = slope;
  for (guint k = 0; k < bends->len;)
    {
      Bend first = g_array_index (bends, Bend, k);
      double bend = 0;

      for (; k < bends->len && g_array_index (bends, Bend, k).place - first.place <= SAME_PLACE * reach; k++)
        bend += g_array_index (bends, Bend, k).bend;
      if (fabs (bend) <= NO_BEND * steepest)
        continue;
      line->kinks[n] = first.place;
      line->slopes[n + 1] = line->slopes[n] + bend;
      line->variation += fabs (bend);
      n++;
    }
  line->n_kinks = n;
}

gboolean
pen_relu_line_of_network (const PenModel *model, const double *theta, PenReluLine *line, GError **error)
{
  g_autoptr (GArray) bends = g_array_new (FALSE, FALSE, sizeof (Bend));
  double slope = 0, steepest = 0;

  g_return_val_if_fail (model != NULL && theta != NULL && line != NULL, FALSE);
  if (model->kind != PEN_MODEL_RELU_NETWORK || model->d != 2)
    {
      g_set_error (
          error, PEN_ERROR, PEN_ERROR_UNSUPPORTED,
          _ ("Kinks on a line are those of a ReLU network of one input and a bias, not of %s with %zu features"),
          pen_model_nick (model->kind), model->d);
      return FALSE;
    }
  memset (line, 0, sizeof *line);
  for (gsize j = 0; j < model->width; j++)
    {
      double w = theta[2 * j], b = theta[2 * j + 1], a = theta[2 * model->width + j];
      Bend bend = { -b / w, a * fabs (w) };

      line->norm += fabs (a) * hypot (w, b);
      if (w == 0 || !isfinite (bend.place))
        continue; /* a constant */
      slope += w < 0 ? a * w : 0;
      steepest += fabs (bend.bend);
      g_array_append_val (bends, bend);
    }
  fill (line, slope, bends, steepest);
  return TRUE;
}

static gboolean
sort_points (gsize n, const double *x, const double *y, GArray *points, GError **error)
{
  gsize kept = 0;

  for (gsize i = 0; i < n; i++)
    {
      Bend point = { x[i], y[i] };

      if (!isfinite (x[i]) || !isfinite (y[i]))
        {
          g_set_error (error, PEN_ERROR, PEN_ERROR_NOT_FINITE, _ ("Point %zu is not finite"), i + 1);
          return FALSE;
        }
      g_array_append_val (points, point);
    }
  g_array_sort (points, compare_cb);
  for (guint k = 0; k < points->len; k++)
    {
      Bend point = g_array_index (points, Bend, k);
      const Bend *last = kept > 0 ? &g_array_index (points, Bend, kept - 1) : NULL;

      if (last != NULL && last->place == point.place && last->bend != point.bend)
        {
          g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("At x = %g two values are asked for, %g and %g"),
                       point.place, last->bend, point.bend);
          return FALSE;
        }
      if (last == NULL || last->place != point.place)
        g_array_index (points, Bend, kept++) = point;
    }
  g_array_set_size (points, (guint)kept);
  return TRUE;
}

gboolean
pen_relu_line_of_spline (gsize n, const double *x, const double *y, PenReluLine *line, GError **error)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (Bend));
  g_autoptr (GArray) bends = g_array_new (FALSE, FALSE, sizeof (Bend));
  double first = 0, before = 0, steepest = 0;

  g_return_val_if_fail (line != NULL && (n == 0 || (x != NULL && y != NULL)), FALSE);
  if (!sort_points (n, x, y, points, error))
    return FALSE;
  memset (line, 0, sizeof *line);
  for (guint k = 0; k + 1 < points->len; k++)
    {
      const Bend *left = &g_array_index (points, Bend, k), *right = left + 1;
      double slope = (right->bend - left->bend) / (right->place - left->place);
      Bend bend = { left->place, slope - before };

      if (k == 0)
        first = slope;
      else
        g_array_append_val (bends, bend);
      before = slope;
      steepest = fmax (steepest, fabs (slope));
    }
  fill (line, first, bends, steepest);
  line->norm = NAN;
  return TRUE;
}

void
pen_relu_line_clear (PenReluLine *self)
{
  g_free (self->kinks);
  g_free (self->slopes);
  memset (self, 0, sizeof *self);
}
