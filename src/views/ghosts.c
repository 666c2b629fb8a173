/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path-plane.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define OPACITY 0.7
#define WIDTH 1.6
#define NAMED 4 /* of the newest, each in the legend: more of them take the plot's room */

PenInk
pen_view_ghost_ink (gsize index)
{
  /* Apart from one another faintly, too. */
  static const PenInk inks[] = { PEN_INK_POSITIVE, PEN_INK_NEGATIVE, PEN_INK_MIN_L1_NONNEGATIVE, PEN_INK_RIDGE,
                                 PEN_INK_MIN_L2 };

  return inks[index % G_N_ELEMENTS (inks)];
}

gboolean
pen_view_has_ghost (const PenViewInput *input, gsize index)
{
  return *input->kept[index]->name != '\0';
}

gboolean
pen_view_is_comparable (const PenViewInput *input, gsize index)
{
  return pen_view_has_ghost (input, index) && input->kept[index]->trace->d == input->trace->d;
}

PenViewInput
pen_view_ghost_input (const PenViewInput *input, gsize index)
{
  PenViewInput ghost = *input;

  ghost.experiment = input->kept[index]->experiment;
  ghost.problem = NULL; /* the run's own may have other features */
  ghost.trace = input->kept[index]->trace;
  ghost.frame = ghost.trace->n_frames - 1;
  ghost.n_kept = 0;
  return ghost;
}

static char *
name_of (gsize index)
{
  return g_strdup_printf ("kept-%zu", index + 1);
}

void
pen_view_ghost_line (gsize index, gsize n, const double *x, const double *y, PenDash dash, PenScene *scene)
{
  g_autofree char *id = name_of (index);

  pen_scene_set_opacity (scene, OPACITY);
  pen_scene_add_line (scene, id, n, x, y, pen_view_ghost_ink (index), dash, WIDTH);
  pen_scene_set_opacity (scene, 1);
}

void
pen_view_ghost_ends (gsize index, gsize n, const double *x, const double *y, double radius, PenScene *scene)
{
  g_autofree char *id = g_strdup_printf ("kept-%zu-end", index + 1);

  pen_scene_add_points (scene, id, n, x, y, PEN_MARKER_DISC, pen_view_ghost_ink (index), radius);
}

/* One entry for the first of @n runs, whichever of them are drawn. */
static void
add_earlier (gsize n, PenDash dash, PenScene *scene)
{
  g_autofree char *label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu earlier", "%lu earlier", n), (gulong)n);
  g_autoptr (GString) marks = g_string_new (NULL);
  guint entries = pen_scene_n_entries (scene);
  PenSceneEntry last;

  if (entries > 0)
    {
      pen_scene_get_entry (scene, entries - 1, &last);
      if (g_strcmp0 (last.label, label) == 0)
        return;
    }
  for (gsize k = 0; k < n; k++)
    g_string_append_printf (marks, "kept-%zu kept-%zu-end ", k + 1, k + 1);
  pen_scene_add_legend (scene, label, PEN_INK_MUTED, dash, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, marks->str, NULL);
}

void
pen_view_ghost_entry (const PenViewInput *input, gsize index, PenDash dash, PenScene *scene)
{
  g_autofree char *id = name_of (index);
  g_autofree char *marks = g_strdup_printf ("%s %s-end", id, id);

  if (index + NAMED < input->n_kept)
    {
      add_earlier (input->n_kept - NAMED, dash, scene);
      return;
    }
  pen_scene_add_legend (scene, input->kept[index]->name, pen_view_ghost_ink (index), dash, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, marks, NULL);
}

void
pen_view_ghost_legend (const PenViewInput *input, PenScene *scene)
{
  for (gsize k = 0; k < input->n_kept; k++)
    if (pen_view_is_comparable (input, k))
      pen_view_ghost_entry (input, k, PEN_DASH_SOLID, scene);
}

void
pen_view_ghost_paths (const PenViewInput *input, const PenPathPlane *plane, PenScene *scene)
{
  for (gsize k = 0; k < input->n_kept; k++)
    {
      const PenTrace *trace = input->kept[k]->trace;
      gsize n = trace->n_frames;
      g_autofree double *x = NULL;
      g_autofree double *y = NULL;

      if (!pen_view_is_comparable (input, k))
        continue;
      x = g_new (double, n);
      y = g_new (double, n);
      n = pen_path_plane_trace (plane, trace, 0, n - 1, x, y);
      pen_view_ghost_line (k, n, x, y, PEN_DASH_SOLID, scene);
      pen_view_ghost_ends (k, 1, &x[n - 1], &y[n - 1], 3, scene);
    }
  pen_view_ghost_legend (input, scene);
}

gboolean
pen_view_shares_potential (const PenViewInput *input, gsize index)
{
  const PenExperiment *a = input->experiment, *b = input->kept[index]->experiment;

  return a->model == b->model && a->depth == b->depth && a->is_signed == b->is_signed && a->is_untied == b->is_untied
         && a->init_scale == b->init_scale && a->n_shape == b->n_shape
         && (a->n_shape == 0 || memcmp (a->init_shape, b->init_shape, a->n_shape * sizeof (double)) == 0);
}

void
pen_view_ghost_curves (const PenViewInput *input, const PenTimeAxis *time, PenGhostFunc wanted, PenHeightFunc height,
                       gconstpointer user_data, PenDash dash, PenRange *range, PenScene *scene)
{
  for (gsize k = 0; k < input->n_kept; k++)
    {
      const PenTrace *trace = input->kept[k]->trace;
      PenFrameChoice frames;
      double y[PEN_FRAMES + 2];

      if (!pen_view_is_comparable (input, k) || (wanted != NULL && !wanted (input, k)))
        continue;
      pen_frame_choice_make (trace, time, PEN_FRAMES, &frames);
      for (gsize i = 0; i < frames.n; i++)
        {
          y[i] = height (user_data, trace->d, &trace->frames[frames.index[i]]);
          if (isfinite (frames.x[i]))
            pen_range_add (range, y[i]);
        }
      pen_view_ghost_line (k, frames.n, frames.x, y, dash, scene);
    }
}
