/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
is_classes (const PenDataset *data)
{
  return pen_dataset_task (data) == PEN_TASK_CLASSIFICATION;
}

static void
fit_points (const PenExperiment *experiment, const PenDataset *data, PenViewport *box)
{
  double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY }, pad[2];
  PenViewPlane plane;

  pen_view_plane_init (&plane, experiment, data);
  for (gsize i = 0; i < pen_dataset_n (data); i++)
    {
      double at[2];

      pen_view_plane_place (&plane, data, i, &at[0], &at[1]);
      for (int k = 0; k < 2; k++)
        {
          low[k] = fmin (low[k], at[k]);
          high[k] = fmax (high[k], at[k]);
        }
    }
  pen_view_plane_clear (&plane);
  if (plane.predicted)
    {
      low[0] = low[1];
      high[0] = high[1];
    }
  if (is_classes (data) && pen_dataset_d (data) == 1)
    {
      low[1] = -1.6;
      high[1] = 1.6;
    }
  for (int k = 0; k < 2; k++)
    pad[k] = high[k] > low[k] ? 0.12 * (high[k] - low[k]) : fmax (1, 0.1 * fabs (low[k]));
  /* Points alike in one direction must not stretch it past the other. */
  if (is_classes (data) && pen_dataset_d (data) > 1)
    for (int k = 0; k < 2; k++)
      if (!(high[k] > low[k]) && high[1 - k] > low[1 - k])
        pad[k] = (high[1 - k] - low[1 - k]) / 2;
  *box = (PenViewport){ low[0] - pad[0], high[0] + pad[0], low[1] - pad[1], high[1] + pad[1] };
}

void
pen_view_fit_data (const PenExperiment *experiment, PenViewport *viewport)
{
  const PenDataset *data = experiment != NULL ? experiment->data : NULL;

  *viewport = (PenViewport){ -3, 3, -3, 3 };
  if (data != NULL && pen_dataset_n (data) > 0)
    fit_points (experiment, data, viewport);
}

/* The points that @wanted says, in one mark. */
static void
add_points (const PenViewInput *input, const PenViewPlane *plane, PenScene *scene, const char *id, const guint8 *wanted,
            PenMarker marker, PenInk ink, double radius)
{
  gsize n = pen_dataset_n (input->data), count = 0;
  g_autofree double *x = g_new (double, n + 1);
  g_autofree double *y = g_new (double, n + 1);

  for (gsize i = 0; i < n; i++)
    if (wanted[i])
      {
        pen_view_plane_place (plane, input->data, i, &x[count], &y[count]);
        count++;
      }
  if (count > 0)
    pen_scene_add_points (scene, id, count, x, y, marker, ink, radius);
}

/* Many points are drawn small. */
static double
radius_of (gsize n)
{
  return n > 2000 ? 3 : n > 300 ? 4 : 5;
}

/* Points of one class; those that are held out are open. */
static PenMarker
marker_of (int sign, gboolean held_out)
{
  if (held_out)
    return sign < 0 ? PEN_MARKER_CROSS : PEN_MARKER_RING;
  return sign < 0 ? PEN_MARKER_DIAMOND : PEN_MARKER_DISC;
}

static PenInk
ink_of (int sign)
{
  return sign < 0 ? PEN_INK_NEGATIVE : PEN_INK_POSITIVE;
}

/* The last rows may be there to test on only. */
static gsize
first_held_out (const PenViewInput *input)
{
  gsize n = pen_dataset_n (input->data), held = input->experiment != NULL ? input->experiment->held_out : 0;

  return held < n ? n - held : n;
}

static void
add_class (const PenViewInput *input, const PenViewPlane *plane, PenScene *scene, int sign, gboolean selected,
           gboolean held_out)
{
  gsize n = pen_dataset_n (input->data), from = held_out ? first_held_out (input) : 0;
  gsize to = held_out ? n : first_held_out (input);
  gboolean classes = is_classes (input->data);
  g_autofree guint8 *wanted = g_new0 (guint8, n);
  g_autofree char *id =
      g_strconcat (sign < 0 ? "negative" : "positive", held_out ? "-held-out" : "", selected ? "-selected" : "", NULL);

  for (gsize i = from; i < to; i++)
    wanted[i] = (!classes || (pen_dataset_y (input->data)[i] < 0) == (sign < 0))
                && (input->selected != NULL && input->selected[i]) == selected;
  if (from < to)
    add_points (input, plane, scene, id, wanted, marker_of (sign, held_out), ink_of (sign), radius_of (n));
}

/* The selected lie above the others: one sees what one drags, and only that is drawn anew. */
static void
add_classes (const PenViewInput *input, const PenViewPlane *plane, PenScene *scene)
{
  for (int selected = 0; selected <= (input->selected != NULL); selected++)
    for (int sign = 1; sign >= (is_classes (input->data) ? -1 : 1); sign -= 2)
      for (int held_out = 0; held_out <= 1; held_out++)
        add_class (input, plane, scene, sign, selected, held_out);
}

static gboolean
has_held_out (const PenViewInput *input, int sign)
{
  for (gsize i = first_held_out (input); i < pen_dataset_n (input->data); i++)
    if ((pen_dataset_y (input->data)[i] < 0) == (sign < 0))
      return TRUE;
  return FALSE;
}

/* Each class has a mark of its own. An entry without marks hides nothing: the points stay. */
static void
name_held_out (const PenViewInput *input, PenScene *scene)
{
  if (!is_classes (input->data) && first_held_out (input) < pen_dataset_n (input->data))
    pen_scene_add_legend (scene, _ ("held out"), PEN_INK_POSITIVE, PEN_DASH_SOLID, FALSE, PEN_MARKER_RING);
  for (int sign = 1; sign >= -1 && is_classes (input->data); sign -= 2)
    if (has_held_out (input, sign))
      {
        const char *name = pen_dataset_label (input->data, sign);
        /* Translators: %s is the name of a class, "+1" where it has none. */
        g_autofree char *label = g_strdup_printf (_ ("held out, %s"), strcmp (name, "-1") == 0 ? "−1" : name);

        pen_scene_add_legend (scene, label, ink_of (sign), PEN_DASH_SOLID, FALSE, marker_of (sign, TRUE));
      }
}

static void
add_support (const PenViewInput *input, const PenViewPlane *plane, PenScene *scene)
{
  const PenSolution *solution = input->solutions[PEN_SOLUTION_MAX_MARGIN];
  gsize n = pen_dataset_n (input->data);
  g_autofree guint8 *wanted = g_new0 (guint8, n);

  if (pen_view_solution (input, PEN_SOLUTION_MAX_MARGIN) == NULL)
    return;
  for (gsize i = 0; i < solution->n_support; i++)
    if (solution->support[i] < n)
      wanted[solution->support[i]] = TRUE;
  add_points (input, plane, scene, "support", wanted, PEN_MARKER_RING, PEN_INK_MAX_MARGIN, 9);
}

/* Where there is no margin: the points whose weighted average, each times its label, is zero. */
static void
add_obstacle (const PenViewInput *input, const PenViewPlane *plane, PenScene *scene)
{
  const PenSolution *solution = input->solutions[PEN_SOLUTION_MAX_MARGIN];
  gsize n = pen_dataset_n (input->data);
  g_autofree guint8 *wanted = g_new0 (guint8, n);

  if (solution == NULL || solution->status != PEN_SOLUTION_INFEASIBLE || solution->certificate.multipliers == NULL)
    return;
  /* A network that bends may well part what no w does. */
  if (input->experiment->model == PEN_MODEL_RELU_NETWORK)
    return;
  for (gsize i = 0; i < MIN (n, solution->certificate.n_multipliers); i++)
    wanted[i] = solution->certificate.multipliers[i] > 0;
  pen_scene_add_legend (scene, _ ("not separable: these average to 0"), PEN_INK_MAX_MARGIN, PEN_DASH_SOLID, FALSE,
                        PEN_MARKER_RING);
  pen_scene_bind_legend (scene, "obstacle", NULL);
  add_points (input, plane, scene, "obstacle", wanted, PEN_MARKER_RING, PEN_INK_MAX_MARGIN, 9);
}

static void
name_axes (const PenViewInput *input, const PenViewPlane *plane, PenScene *scene)
{
  const PenDataset *data = input->data;
  char *names[2];
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;

  pen_view_plane_names (plane, input->experiment, data, names);
  x = pen_view_axis_name (names[0]);
  y = is_classes (data) && pen_dataset_d (data) == 1 ? g_strdup (_ ("prediction, scaled"))
                                                     : pen_view_axis_name (names[1]);
  g_free (names[0]);
  g_free (names[1]);
  pen_scene_set_axes (scene, x, FALSE, y, FALSE);
  pen_scene_set_equal_aspect (scene, is_classes (data) && pen_dataset_d (data) > 1);
}

static void
note_what_is_shown (const PenViewInput *input, const PenViewPlane *plane, PenScene *scene)
{
  const PenExperiment *experiment = input->experiment;
  g_autofree char *projection = NULL;

  if (is_classes (input->data) && pen_dataset_d (input->data) > 2)
    {
      projection = g_strdup_printf (plane->vectors != NULL ? _ ("projection of %zu inputs on a plane")
                                                           : _ ("projection on two of %zu inputs"),
                                    pen_dataset_d (input->data));
      pen_scene_set_note (scene, projection);
    }
  else if (plane->predicted) /* no input is seen */
    return;
  else if (experiment != NULL && experiment->center && experiment->standardize)
    pen_scene_set_note (scene, _ ("original units; trained on centred and scaled inputs"));
  else if (experiment != NULL && experiment->center)
    pen_scene_set_note (scene, _ ("original units; trained on centred inputs"));
  else if (experiment != NULL && experiment->standardize)
    pen_scene_set_note (scene, _ ("original units; trained on scaled inputs"));
}

/* Names that tell more than a sign. The points stay: an entry without marks hides nothing. */
static void
name_classes (const PenViewInput *input, PenScene *scene)
{
  for (int sign = 1; sign >= -1 && is_classes (input->data); sign -= 2)
    {
      const char *name = pen_dataset_label (input->data, sign);

      if (strcmp (name, sign > 0 ? "+1" : "-1") != 0)
        pen_scene_add_legend (scene, name, ink_of (sign), PEN_DASH_SOLID, FALSE, marker_of (sign, FALSE));
    }
}

/* What is there without a person's own zoom. */
static void
fit (const PenViewInput *input, PenViewport *box)
{
  if (pen_dataset_n (input->data) > 0)
    fit_points (input->experiment, input->data, box);
  else
    pen_view_fit_data (input->experiment, box);
  pen_view_fit_run (input, box);
}

static void
draw (const PenViewInput *input, const PenViewPlane *plane, const PenViewport *box, PenScene *scene)
{
  const PenDataset *data = input->data;
  PenFitted *fitted = pen_view_is_fit (data) ? pen_fitted_new (input, plane, box) : NULL;

  note_what_is_shown (input, plane, scene);
  if (fitted != NULL)
    pen_fitted_draw_below (fitted, box, scene);
  else if (pen_dataset_d (data) == 1)
    pen_view_curves (input, box, scene);
  else
    pen_view_plane (input, box, scene);
  add_support (input, plane, scene);
  add_obstacle (input, plane, scene);
  add_classes (input, plane, scene);
  name_classes (input, scene);
  name_held_out (input, scene);
  if (fitted != NULL)
    pen_fitted_draw_above (fitted, scene);
  g_clear_pointer (&fitted, pen_fitted_free);
  if (input->selected != NULL)
    add_points (input, plane, scene, "selected", input->selected, PEN_MARKER_RING, PEN_INK_ACCENT,
                radius_of (pen_dataset_n (data)) + 4);
}

void
pen_view_data (const PenViewInput *input, PenScene *scene)
{
  const PenDataset *data = input->data;
  PenViewPlane plane;
  PenViewport box;

  if (data == NULL)
    {
      pen_scene_set_message (scene, _ ("No data"));
      return;
    }
  if (input->viewport != NULL)
    box = *input->viewport;
  else
    fit (input, &box);
  pen_scene_set_viewport (scene, &box);
  pen_view_plane_init_shown (&plane, input);
  name_axes (input, &plane, scene);
  if (pen_dataset_n (data) == 0)
    pen_scene_set_message (scene, plane.predicted || (is_classes (data) && pen_dataset_d (data) > 2)
                                      ? _ ("No points")
                                      : _ ("Click to place a point"));
  else if (plane.predicted && plane.across == NULL)
    pen_scene_set_message (scene, _ ("Training has not started"));
  else
    draw (input, &plane, &box, scene);
  pen_view_plane_clear (&plane);
}
