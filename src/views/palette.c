/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#define SMALL 0.05 /* of the largest: too small to be followed by the eye */

static const struct
{
  PenInk ink;
  PenDash dash;
} hues[PEN_HUES] = {
  { PEN_INK_POSITIVE, PEN_DASH_SOLID },     { PEN_INK_NEGATIVE, PEN_DASH_SOLID },
  { PEN_INK_MIN_L2, PEN_DASH_SOLID },       { PEN_INK_MAX_MARGIN, PEN_DASH_SOLID },
  { PEN_INK_MIN_L1, PEN_DASH_SOLID },       { PEN_INK_MIN_L1_NONNEGATIVE, PEN_DASH_LONG },
  { PEN_INK_MIN_POTENTIAL, PEN_DASH_LONG }, { PEN_INK_RIDGE, PEN_DASH_LONG },
  { PEN_INK_LASSO, PEN_DASH_LONG },         { PEN_INK_POSITIVE, PEN_DASH_SHORT },
  { PEN_INK_NEGATIVE, PEN_DASH_SHORT },     { PEN_INK_MIN_L2, PEN_DASH_SHORT },
};

PenInk
pen_view_hue (gsize index)
{
  return hues[index % PEN_HUES].ink;
}

PenDash
pen_view_hue_dash (gsize index)
{
  return hues[index % PEN_HUES].dash;
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const double *values = user_data;
  gsize i = *(const gsize *)a, j = *(const gsize *)b;
  double x = fabs (values[i]), y = fabs (values[j]);

  return x > y ? -1 : x < y ? 1 : i < j ? -1 : i > j;
}

gsize
pen_view_rank (gsize n, const double *values, gsize *order)
{
  gsize count = 0;

  for (gsize j = 0; j < n; j++)
    order[j] = j;
  g_qsort_with_data (order, (int)n, sizeof *order, compare_cb, (gpointer)values);
  while (count < MIN (n, PEN_HUES) && (n <= 4 || fabs (values[order[count]]) >= SMALL * fabs (values[order[0]])))
    count++;
  return count;
}
