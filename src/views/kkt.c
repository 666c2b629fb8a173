/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <penchant/relu.h>

#include <glib/gi18n-lib.h>

#define PRODUCTS 6e5 /* about 2 ms: p · n · min (n, p) a frame */
#define FEWEST 24
#define FLOOR 1e-17 /* stands for 0 */

/* How many frames there is time for. */
static gsize
affordable (const PenModel *model, const PenProblem *problem)
{
  double p = (double)pen_model_size (model), n = (double)problem->n, frames = PRODUCTS / (p * n * fmin (n, p));

  return frames < FEWEST ? 0 : (gsize)fmin (frames, PEN_FRAMES);
}

static void
add_curve (const PenFrameChoice *frames, const char *id, const char *label, const double *y, PenInk ink, PenDash dash,
           PenScene *scene)
{
  pen_scene_add_line (scene, id, frames->n, frames->x, y, ink, dash, 2);
  pen_scene_add_legend (scene, label, ink, dash, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, id, NULL);
}

/* A measure that fails, or a margin that is not positive yet, leaves a gap. */
static gboolean
measure (const PenViewInput *input, const PenModel *model, const PenFrameChoice *frames, double *residual, double *gap,
         PenRange *range)
{
  gboolean found = FALSE;

  for (gsize i = 0; i < frames->n; i++)
    {
      g_auto (PenReluKkt) kkt = { 0 };

      residual[i] = gap[i] = NAN;
      if (!isfinite (frames->x[i])
          || !pen_relu_kkt_measure (model, input->problem, input->trace->frames[frames->index[i]].w, &kkt, NULL, NULL)
          || !isfinite (kkt.residual))
        continue;
      residual[i] = fmax (kkt.residual, FLOOR);
      gap[i] = fmax (kkt.gap, FLOOR);
      pen_range_add (range, residual[i]);
      pen_range_add (range, gap[i]);
      found = TRUE;
    }
  return found;
}

gboolean
pen_view_kkt (const PenViewInput *input, PenScene *scene)
{
  double residual[PEN_FRAMES + 2], gap[PEN_FRAMES + 2];
  PenRange range = PEN_RANGE_EMPTY;
  gboolean log = input->scales[PEN_VIEW_AXIS_VALUE] != PEN_AXIS_LINEAR;
  PenFrameChoice frames;
  PenTimeAxis time;
  PenModel model;
  gsize at_most;

  if (input->experiment == NULL || input->experiment->model != PEN_MODEL_RELU_NETWORK || !pen_view_is_classes (input))
    return FALSE;
  pen_experiment_model (input->experiment, input->problem, &model);
  at_most = affordable (&model, input->problem);
  if (at_most == 0 || pen_model_size (&model) != input->trace->d)
    return FALSE;
  pen_time_axis_init (input, &time);
  pen_frame_choice_make (input->trace, &time, at_most, &frames);
  if (!measure (input, &model, &frames, residual, gap, &range))
    return FALSE;
  pen_scene_set_axes (scene, pen_time_axis_name (&time), time.logarithmic,
                      _ ("distance from the largest margin’s conditions"), log);
  add_curve (&frames, "kkt-residual", _ ("KKT residual"), residual, PEN_INK_MAX_MARGIN, PEN_DASH_SOLID, scene);
  add_curve (&frames, "kkt-gap", _ ("gap"), gap, PEN_INK_MIN_L2, PEN_DASH_LONG, scene);
  pen_time_axis_show (&time, input, &range, log, 0, scene);
  return TRUE;
}
