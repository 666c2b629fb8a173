/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LOOKED_AT 64 /* frames that say how high the axis must be, so that it keeps still while a run is played */
#define CROWDED 40
#define ASIDE 0.09 /* of the room between two weights, from one kept run to the next */
#define BESIDE 5

static gsize
count_weights (const PenViewInput *input)
{
  if (input->trace != NULL && input->trace->n_frames > 0)
    return input->trace->d;
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution (input, kind) != NULL)
      return input->solutions[kind]->d;
  return 0;
}

static void
extend (const PenViewInput *input, gsize d, const double *w, double *low, double *high)
{
  double size = pen_view_size (input, d, w);

  for (gsize j = 0; j < d; j++)
    if (isfinite (w[j]))
      {
        *low = fmin (*low, size * w[j]);
        *high = fmax (*high, size * w[j]);
      }
}

static gboolean
is_ghost_of (const PenViewInput *input, gsize index, gsize d)
{
  return input->trace != NULL && input->trace->d == d && pen_view_is_comparable (input, index);
}

/* Returns the height below which a weight is not to be told from 0. */
static double
fit (const PenViewInput *input, gsize d, PenScene *scene)
{
  double low = 0, high = 0, pad;

  for (gsize i = 0; input->trace != NULL && i < LOOKED_AT && input->trace->n_frames > 0; i++)
    extend (input, d, input->trace->frames[i * (input->trace->n_frames - 1) / (LOOKED_AT - 1)].w, &low, &high);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, d) != NULL)
      extend (input, d, pen_view_solution (input, kind), &low, &high);
  for (gsize k = 0; k < input->n_kept; k++)
    if (is_ghost_of (input, k, d))
      {
        PenViewInput ghost = pen_view_ghost_input (input, k);

        extend (&ghost, d, pen_view_weights (&ghost), &low, &high);
      }
  pad = high > low ? 0.08 * (high - low) : 1;
  pen_scene_set_viewport (scene, &(PenViewport){ 1 - fmax (0.6, 0.02 * (double)d),
                                                 (double)d + fmax (0.6, 0.02 * (double)d), low - pad, high + pad });
  return d > CROWDED ? 0.002 * (high - low) : 0;
}

/* Among many weights, those too small to be told from 0 would only thicken the axis. */
static void
add_marks (const char *id, gsize d, const double *w, double size, double floor, PenMarker marker, PenInk ink,
           double radius, PenScene *scene)
{
  g_autofree double *x = g_new (double, d);
  g_autofree double *y = g_new (double, d);
  gsize count = 0;

  for (gsize j = 0; j < d; j++)
    if (size * fabs (w[j]) >= floor)
      {
        x[count] = (double)(j + 1);
        y[count++] = size * w[j];
      }
  if (count > 0)
    pen_scene_add_points (scene, id, count, x, y, marker, ink, radius);
}

/* From the axis to each weight, as one broken line: 3 · d numbers each. */
static void
raise_stems (gsize d, const double *w, double size, double aside, double *x, double *y)
{
  for (gsize j = 0; j < d; j++)
    {
      x[3 * j] = x[3 * j + 1] = (double)(j + 1) + aside;
      y[3 * j] = 0;
      y[3 * j + 1] = size * w[j];
      x[3 * j + 2] = y[3 * j + 2] = NAN;
    }
}

static void
add_stems (gsize d, const double *w, double size, double floor, double radius, PenScene *scene)
{
  g_autofree double *x = g_new (double, 3 * d);
  g_autofree double *y = g_new (double, 3 * d);

  raise_stems (d, w, size, 0, x, y);
  pen_scene_add_line (scene, "stems", 3 * d, x, y, PEN_INK_FLOW, PEN_DASH_SOLID, 1.6);
  add_marks ("flow", d, w, size, floor, PEN_MARKER_DISC, PEN_INK_FLOW, radius, scene);
}

/* Where the kept runs ended, each a little to the right of the one before it. */
static void
add_ghosts (const PenViewInput *input, gsize d, PenScene *scene)
{
  g_autofree double *x = g_new (double, 3 * d);
  g_autofree double *y = g_new (double, 3 * d);

  for (gsize k = 0; k < input->n_kept; k++)
    if (is_ghost_of (input, k, d))
      {
        PenViewInput ghost = pen_view_ghost_input (input, k);
        const double *w = pen_view_weights (&ghost);

        raise_stems (d, w, pen_view_size (&ghost, d, w), ASIDE * (double)(1 + k % BESIDE), x, y);
        pen_view_ghost_line (k, 3 * d, x, y, PEN_DASH_SOLID, scene);
        for (gsize j = 0; j < d; j++)
          {
            x[j] = x[3 * j + 1];
            y[j] = y[3 * j + 1];
          }
        pen_view_ghost_ends (k, d, x, y, CLAMP (200. / (double)d, 1, 2.5), scene);
      }
  if (input->trace != NULL)
    pen_view_ghost_legend (input, scene);
}

static void
add_solutions (const PenViewInput *input, gsize d, gboolean filled, double floor, double radius, PenScene *scene)
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      const double *w = pen_view_solution_of (input, kind, d);

      if (w != NULL && pen_view_is_filled (kind) == filled)
        add_marks (pen_solution_nick (kind), d, w, pen_view_size (input, d, w), floor, pen_view_marker (kind),
                   pen_solution_ink (kind), radius + (pen_view_marker (kind) == PEN_MARKER_CROSS ? 0.5 : 1.8), scene);
    }
}

static void
add_legend (const PenViewInput *input, gsize d, PenScene *scene)
{
  if (pen_view_weights (input) != NULL)
    {
      pen_scene_add_legend (scene, _ ("trained"), PEN_INK_FLOW, PEN_DASH_SOLID, FALSE, PEN_MARKER_DISC);
      pen_scene_bind_legend (scene, "flow stems", NULL);
    }
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (pen_view_solution_of (input, kind, d) != NULL)
      {
        pen_scene_add_legend (scene, pen_solution_name (input->solutions[kind]), pen_solution_ink (kind),
                              PEN_DASH_SOLID, FALSE, pen_view_marker (kind));
        pen_scene_bind_legend (scene, pen_solution_nick (kind), NULL);
      }
}

/* Where they say more than the numbers of the weights. */
static void
name_weights (const PenViewInput *input, gsize d, PenScene *scene)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gboolean any = FALSE;

  for (gsize j = 0; j < d && d <= CROWDED; j++)
    {
      char *name = pen_view_feature_name (input->experiment, d, j);

      any = any || name != NULL;
      g_ptr_array_add (names, name != NULL ? name : pen_view_indexed ("x", j));
    }
  if (any)
    pen_scene_set_x_names (scene, _ ("weight of"), d, (const char *const *)names->pdata);
}

void
pen_view_stems (const PenViewInput *input, PenScene *scene)
{
  const double *now = pen_view_weights (input);
  gsize d = count_weights (input);
  double radius = CLAMP (300.0 / (double)MAX (d, 1), 1.5, 4), floor;

  if (pen_view_is_matrix (input, d))
    {
      pen_view_matrices (input, d, scene);
      return;
    }
  pen_scene_set_axes (scene, _ ("weight number j"), FALSE, pen_view_is_classes (input) ? "wⱼ/‖w‖₂" : "wⱼ", FALSE);
  pen_scene_set_whole_x (scene, TRUE);
  if (d == 0)
    {
      pen_scene_set_message (scene, _ ("Training has not started"));
      return;
    }
  name_weights (input, d, scene);
  floor = fit (input, d, scene);
  pen_scene_add_line (scene, "zero", 2, (double[2]){ -(double)d, 2 * (double)d + 1 }, (double[2]){ 0, 0 }, PEN_INK_AXIS,
                      PEN_DASH_SOLID, 1);
  add_legend (input, d, scene);
  add_ghosts (input, d, scene);
  /* What is filled lies below the trained weights, what is open above. */
  add_solutions (input, d, TRUE, floor, radius, scene);
  if (now != NULL)
    add_stems (d, now, pen_view_size (input, d, now), floor, radius, scene);
  add_solutions (input, d, FALSE, floor, radius, scene);
}

void
pen_view_stems_hover (const PenViewInput *input, PenScene *scene)
{
  const double *w = input->trace->frames[*input->hover].w;
  const double *newest = input->trace->frames[input->trace->n_frames - 1].w;
  gsize d = input->trace->d;
  double size = pen_view_size (input, d, w), largest = 0;

  if (pen_view_is_matrix (input, d))
    return;
  for (gsize j = 0; j < d && d > CROWDED; j++)
    largest = fmax (largest, fabs (newest[j]));
  largest *= pen_view_size (input, d, newest);
  add_marks ("hover", d, w, size, 0.004 * largest, PEN_MARKER_RING, PEN_HOVER_INK, CLAMP (300.0 / (double)d, 1.5, 4),
             scene);
}
