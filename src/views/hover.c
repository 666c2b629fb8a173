/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-plane.h"

#define REACH 28 /* pixels from a path */

static gboolean
has_times (PenViewKind kind, const PenViewInput *input)
{
  if (input->experiment == NULL || input->trace == NULL || input->trace->n_frames < 2
      || !pen_view_applies (kind, input->experiment, NULL))
    return FALSE;
  return (kind >= PEN_VIEW_CONVERGENCE && kind <= PEN_VIEW_COEFFICIENTS) || kind == PEN_VIEW_ERRORS
         || kind == PEN_VIEW_SPECTRUM || (kind == PEN_VIEW_PATH && input->trace->d == 1);
}

static gboolean
is_path (PenViewKind kind, const PenViewInput *input)
{
  return kind == PEN_VIEW_PATH && input->trace != NULL && input->trace->n_frames > 0 && input->trace->d > 1;
}

static gboolean
frame_in_time (const PenViewInput *input, const PenPointed *at, gsize *frame)
{
  double least = INFINITY;
  PenTimeAxis time;

  pen_time_axis_init (input, &time);
  if (time.logarithmic && !(at->x > 0))
    return FALSE;
  for (gsize i = 0; i < input->trace->n_frames; i++)
    {
      double x = pen_time_axis_place (&time, input->trace->frames[i].log10_time);
      double away = time.logarithmic ? fabs (log10 (x / at->x)) : fabs (x - at->x);

      if (away < least)
        {
          least = away;
          *frame = i;
        }
    }
  return isfinite (least);
}

/* How far the origin is from the piece between two points, and how far along it is nearest: 0 … 1. */
static double
distance_to_piece (double from_x, double from_y, double to_x, double to_y, double *along)
{
  double dx = to_x - from_x, dy = to_y - from_y, size = dx * dx + dy * dy;

  *along = size > 0 ? CLAMP (-(from_x * dx + from_y * dy) / size, 0, 1) : 1;
  return hypot (from_x + *along * dx, from_y + *along * dy);
}

/* The path goes straight from frame to frame: how near it is, and which end of its nearest piece is nearer. */
static gboolean
frame_on_path (const PenViewInput *input, const PenPointed *at, gsize *frame)
{
  const PenTrace *trace = input->trace;
  g_auto (PenPathPlane) plane = { 0 };
  gsize last = 0, stride, newest = trace->n_frames - 1;
  double least = REACH, x, y, last_x = 0, last_y = 0;
  gboolean found = FALSE;

  pen_path_plane_init (&plane, input);
  stride = pen_path_plane_stride (&plane, trace->n_frames);
  for (gsize i = 0; i <= newest; i = i < newest ? MIN (i + stride, newest) : newest + 1)
    {
      double away, along;

      pen_path_plane_place (&plane, trace->frames[i].w, &x, &y);
      x = (x - at->x) / at->x_pixel;
      y = (y - at->y) / at->y_pixel;
      away = distance_to_piece (i > 0 ? last_x : x, i > 0 ? last_y : y, x, y, &along);
      if (away < least)
        {
          least = away;
          *frame = along < 0.5 ? last : i;
          found = TRUE;
        }
      last = i;
      last_x = x;
      last_y = y;
    }
  return found;
}

gboolean
pen_view_frame_at (PenViewKind kind, const PenViewInput *input, const PenPointed *at, gsize *frame)
{
  g_return_val_if_fail (at->x_pixel != 0 && at->y_pixel != 0, FALSE);
  if (has_times (kind, input))
    return frame_in_time (input, at, frame);
  return is_path (kind, input) && frame_on_path (input, at, frame);
}

static void
hover_in_time (const PenViewInput *input, PenScene *scene)
{
  PenTimeAxis time;
  double x;

  pen_time_axis_init (input, &time);
  x = pen_time_axis_place (&time, input->trace->frames[*input->hover].log10_time);
  pen_scene_add_vertical (scene, "hover", isnan (x) ? time.low : x, PEN_HOVER_INK, PEN_HOVER_DASH, PEN_HOVER_WIDTH);
}

static void
hover_in_data (const PenViewInput *input, gboolean function, PenScene *scene)
{
  const PenDataset *data = input->data;
  PenViewport box;

  if (data == NULL || pen_dataset_n (data) == 0)
    return;
  if (pen_view_is_fit (data))
    {
      pen_view_fitted_hover (input, scene);
      return;
    }
  pen_view_fit_data (input->experiment, &box);
  if (input->viewport != NULL)
    box = *input->viewport;
  if (pen_dataset_d (data) == 1)
    pen_view_curves_hover (input, &box, scene);
  else if (pen_dataset_d (data) == 2 && !function)
    pen_view_plane_hover (input, &box, scene);
}

PenScene *
pen_view_build_hover (PenViewKind kind, const PenViewInput *input)
{
  PenScene *scene = pen_scene_new ();
  PenViewInput then = *input;

  g_return_val_if_fail ((gsize)kind < PEN_N_VIEWS, scene);
  if (input->experiment == NULL || input->trace == NULL || input->hover == NULL
      || *input->hover >= input->trace->n_frames || !pen_view_applies (kind, input->experiment, NULL))
    return scene;
  then.frame = *input->hover;
  if (has_times (kind, &then))
    hover_in_time (&then, scene);
  else if (is_path (kind, &then))
    pen_view_path_hover (&then, scene);
  else if (kind == PEN_VIEW_DATA || kind == PEN_VIEW_FUNCTION)
    hover_in_data (&then, kind == PEN_VIEW_FUNCTION, scene);
  else if (kind == PEN_VIEW_STEM)
    pen_view_stems_hover (&then, scene);
  else if (kind == PEN_VIEW_REGULARIZATION)
    pen_view_regularization_hover (&then, scene);
  else if (kind == PEN_VIEW_NEURONS)
    pen_view_neurons_hover (&then, scene);
  return scene;
}

/* Over a setting or a norm, not over time. */
static gboolean
has_other_scales (PenViewKind kind, const PenViewInput *input, PenViewAxis axis, PenAxisScale *standard)
{
  if (kind == PEN_VIEW_SWEEP && input->sweep != NULL && input->sweep->n > 0)
    return axis == PEN_VIEW_AXIS_VALUE || pen_view_sweep_scale (input->sweep, standard);
  if (kind == PEN_VIEW_REGULARIZATION && !pen_view_is_classes (input))
    *standard = PEN_AXIS_LINEAR;
  return kind == PEN_VIEW_REGULARIZATION && input->paths != NULL && axis == PEN_VIEW_AXIS_TIME;
}

static gboolean
has_values (PenViewKind kind, const PenViewInput *input, PenAxisScale *standard)
{
  const PenExperiment *experiment = input->experiment;

  *standard = PEN_AXIS_LOGARITHMIC;
  switch (kind)
    {
    case PEN_VIEW_CONVERGENCE:
    case PEN_VIEW_LOSS:
    case PEN_VIEW_ANGLE:
      return TRUE;
    case PEN_VIEW_NORMS:
      if (!pen_view_is_classes (input))
        *standard = PEN_AXIS_LINEAR;
      return TRUE;
    case PEN_VIEW_ERRORS: /* shares of errors are 0 sooner or later */
      return pen_dataset_task (experiment->data) != PEN_TASK_CLASSIFICATION || experiment->truth != NULL;
    case PEN_VIEW_SPECTRUM:
      if (experiment->model == PEN_MODEL_RELU_NETWORK || experiment->matrix_rows > 0)
        *standard = PEN_AXIS_LINEAR;
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
pen_view_has_scales (PenViewKind kind, const PenViewInput *input, PenViewAxis axis, PenAxisScale *standard)
{
  PenAxisScale usual = PEN_AXIS_LOGARITHMIC;

  g_return_val_if_fail ((gsize)kind < PEN_N_VIEWS && (gsize)axis < PEN_N_VIEW_AXES, FALSE);
  if (!has_times (kind, input)     ? !has_other_scales (kind, input, axis, &usual)
      : axis == PEN_VIEW_AXIS_TIME ? !pen_time_axis_can_be_linear (input)
                                   : !has_values (kind, input, &usual))
    return FALSE;
  *standard = usual;
  return TRUE;
}
