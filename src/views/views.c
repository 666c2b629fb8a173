/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *nick, *label;
} views[PEN_N_VIEWS] = {
#define PEN_VIEW_ENTRY(name, nick, label) [PEN_VIEW_##name] = { nick, label },
  PEN_VIEW_LIST (PEN_VIEW_ENTRY)
#undef PEN_VIEW_ENTRY
};

PenViewKind
pen_view_from_nick (const char *nick)
{
  for (int i = 0; i < PEN_N_VIEWS; i++)
    if (strcmp (nick, views[i].nick) == 0)
      return i;
  return PEN_N_VIEWS;
}

PenViewKind
pen_view_of (const PenExperiment *experiment)
{
  g_autofree char *nick =
      experiment->view != NULL ? g_key_file_get_string (experiment->view, "view", "picture", NULL) : NULL;
  PenViewKind kind = nick != NULL ? pen_view_from_nick (nick) : PEN_N_VIEWS;

  return kind != PEN_N_VIEWS ? kind : PEN_VIEW_DATA;
}

const char *
pen_view_nick (PenViewKind kind)
{
  g_return_val_if_fail ((gsize)kind < PEN_N_VIEWS, NULL);
  return views[kind].nick;
}

const char *
pen_view_label (PenViewKind kind)
{
  g_return_val_if_fail ((gsize)kind < PEN_N_VIEWS, NULL);
  return _ (views[kind].label);
}

PenInk
pen_solution_ink (PenSolutionKind kind)
{
  g_return_val_if_fail ((gsize)kind < PEN_N_SOLUTIONS, PEN_INK_TEXT);
  return PEN_INK_MIN_L2 + kind;
}

G_STATIC_ASSERT (PEN_INK_TAIL_DIRECTION - PEN_INK_MIN_L2 == PEN_SOLUTION_TAIL_DIRECTION - PEN_SOLUTION_MIN_L2);

const double *
pen_view_weights (const PenViewInput *input)
{
  if (input->trace == NULL || input->frame >= input->trace->n_frames)
    return NULL;
  return input->trace->frames[input->frame].w;
}

const double *
pen_view_solution (const PenViewInput *input, PenSolutionKind kind)
{
  const PenSolution *solution = input->solutions[kind];

  return solution != NULL && solution->status == PEN_SOLUTION_OPTIMAL ? solution->w : NULL;
}

const double *
pen_view_solution_of (const PenViewInput *input, PenSolutionKind kind, gsize d)
{
  const double *w = pen_view_solution (input, kind);

  return w != NULL && input->solutions[kind]->d == d ? w : NULL;
}

PenMarker
pen_view_marker (PenSolutionKind kind)
{
  static const PenMarker markers[PEN_N_SOLUTIONS] = {
    [PEN_SOLUTION_MIN_L2] = PEN_MARKER_RING,
    [PEN_SOLUTION_MIN_L1] = PEN_MARKER_SQUARE,
    [PEN_SOLUTION_MIN_L1_NONNEGATIVE] = PEN_MARKER_DIAMOND,
    [PEN_SOLUTION_MIN_POTENTIAL] = PEN_MARKER_CROSS,
    [PEN_SOLUTION_MAX_MARGIN] = PEN_MARKER_RING,
    [PEN_SOLUTION_L1_MAX_MARGIN] = PEN_MARKER_SQUARE,
    [PEN_SOLUTION_LINF_MAX_MARGIN] = PEN_MARKER_CROSS,
    [PEN_SOLUTION_SOFT_MARGIN] = PEN_MARKER_DIAMOND,
    [PEN_SOLUTION_RIDGE] = PEN_MARKER_DIAMOND,
    [PEN_SOLUTION_LASSO] = PEN_MARKER_CROSS,
    [PEN_SOLUTION_MIN_NUCLEAR] = PEN_MARKER_RING,
    [PEN_SOLUTION_TAIL_DIRECTION] = PEN_MARKER_CROSS,
  };

  return markers[kind];
}

gboolean
pen_view_is_filled (PenSolutionKind kind)
{
  return pen_view_marker (kind) == PEN_MARKER_SQUARE || pen_view_marker (kind) == PEN_MARKER_DIAMOND;
}

gboolean
pen_view_has_begun (const PenViewInput *input, PenScene *scene)
{
  if (input->experiment != NULL && input->trace != NULL && input->trace->n_frames >= 2)
    return TRUE;
  pen_scene_set_message (scene, _ ("Training has not started"));
  return FALSE;
}

gboolean
pen_view_is_classes (const PenViewInput *input)
{
  return input->problem != NULL && input->problem->task == PEN_TASK_CLASSIFICATION;
}

double
pen_view_size (const PenViewInput *input, gsize d, const double *w)
{
  double size = pen_view_is_classes (input) ? pen_norm2 (d, w) : 1;

  return size > 0 ? 1 / size : 0;
}

static gboolean
is_usable (const PenViewport *box)
{
  return isfinite (box->x_low) && isfinite (box->x_high) && isfinite (box->y_low) && isfinite (box->y_high)
         && box->x_low < box->x_high && box->y_low < box->y_high;
}

PenScene *
pen_view_build (PenViewKind kind, const PenViewInput *input)
{
  static void (*const builders[PEN_N_VIEWS]) (const PenViewInput *, PenScene *) = {
    [PEN_VIEW_DATA] = pen_view_data,
    [PEN_VIEW_PATH] = pen_view_path,
    [PEN_VIEW_CONVERGENCE] = pen_view_convergence,
    [PEN_VIEW_LOSS] = pen_view_loss,
    [PEN_VIEW_ANGLE] = pen_view_angle,
    [PEN_VIEW_MARGINS] = pen_view_margins,
    [PEN_VIEW_NORMS] = pen_view_norms,
    [PEN_VIEW_COEFFICIENTS] = pen_view_coefficients,
    [PEN_VIEW_STEM] = pen_view_stems,
    [PEN_VIEW_REGULARIZATION] = pen_view_regularization,
    [PEN_VIEW_SWEEP] = pen_view_sweep,
    [PEN_VIEW_ERRORS] = pen_view_errors,
    [PEN_VIEW_SPECTRUM] = pen_view_spectrum,
    [PEN_VIEW_FUNCTION] = pen_view_function,
    [PEN_VIEW_NEURONS] = pen_view_neurons,
  };
  PenScene *scene = pen_scene_new ();
  PenViewInput shown = *input;
  const char *reason = NULL;

  g_return_val_if_fail ((gsize)kind < PEN_N_VIEWS, scene);
  if (shown.viewport != NULL && !is_usable (shown.viewport))
    shown.viewport = NULL;
  pen_scene_set_title (scene, input->title);
  /* A sweep over something unusual is drawn all the same. */
  if (input->experiment != NULL && !(kind == PEN_VIEW_SWEEP && input->sweep != NULL)
      && !pen_view_applies (kind, input->experiment, &reason))
    {
      pen_scene_set_message (scene, reason);
      return scene;
    }
  builders[kind](&shown, scene);
  if (shown.viewport != NULL)
    pen_scene_set_viewport (scene, shown.viewport);
  if (input->band != NULL)
    pen_scene_add_rectangle (scene, "band", input->band, PEN_INK_ACCENT);
  return scene;
}
