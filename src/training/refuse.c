/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motion.h"

#include <glib/gi18n-lib.h>
#include <penchant/error.h>

/* Between these the squares of the features' entries, and the products of two squares, are numbers. */
#define SMALLEST_DATA 1e-75
#define LARGEST_DATA 1e75

gboolean
pen_motion_refuse_start (const PenMotion *self, GError **error)
{
  double R = self->R;

  if (self->coordinates == &pen_ratio_coordinates && R >= SMALLEST_DATA && R <= LARGEST_DATA)
    return pen_ratio_refuse_start (self, error);
  if (R < SMALLEST_DATA || R > LARGEST_DATA)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                 _ ("The longest row of the features is %.3g, and its products leave double precision; scale the "
                    "columns nearer to 1"),
                 R);
  else
    g_set_error_literal (
        error, PEN_ERROR, PEN_ERROR_VALUE,
        _ ("The flow's start overflows double precision; take a smaller initialization scale or start"));
  return FALSE;
}

gboolean
pen_motion_refuse_time (const PenMotion *self, const PenTrainingOptions *options, GError **error)
{
  const PenModel *model = &self->model;

  if (self->log_speed > 0)
    return pen_ratio_refuse_time (self, error);
  if (options->stop == PEN_STOP_TIME)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                 _ ("The time %g is past the range of numbers in the flow's own clock; stop earlier, or at the limit"),
                 options->time);
  else if (model->kind == PEN_MODEL_DIAGONAL)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                 _ ("The start is so small that leaving it takes a time past 1e300, which no double holds (depth %u, "
                    "α = %g); take a larger initialization scale or a smaller depth"),
                 model->depth, model->init_scale);
  else
    g_set_error_literal (
        error, PEN_ERROR, PEN_ERROR_VALUE,
        _ ("The start is so flat that leaving it takes a time past 1e300, which no double holds; start "
           "elsewhere"));
  return FALSE;
}
