/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "predictions.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* How a regression of more inputs fits its targets: over the prediction, where the points travel onto the diagonal, or
 * over an input or a component, where a line leads from each point to its prediction. */

#define FEW 60          /* points among which the marks of several solutions can be told apart */
#define MOST_STICKS 300 /* more lines than these are a grey area */
#define MOST_DOTS 2000
#define LOOKED_AT 7 /* frames that say how far predictions go, beside the newest and the one at the playhead */
#define LOOKED_THROUGH 500000 /* entries, or frames are left out: half a millisecond */
#define BESIDE 0.004 /* of the height: a pixel or two, by which a mark must miss its target to be seen beside it */
#define NAMED 3
#define FAR 4 /* times the range of the targets: who goes further comes back or diverges */

/* What is drawn below and above the points, with all predictions made once. */
struct _PenFitted
{
  const PenViewInput *input;
  const PenViewPlane *plane;
  PenPredictions predictions;
  gsize n;
  double *x;                      /* where the points are to the right */
  double *trained;                /* n predictions of the trained weights, or NULL */
  double *of[PEN_N_SOLUTIONS];    /* and of the solutions that are to be marked or named */
  gboolean fits[PEN_N_SOLUTIONS]; /* every point: its marks would only lie around the targets, like all others' */
};

static double *
predict (const PenFitted *self, const double *w)
{
  double *f = g_new (double, self->n);

  pen_predictions_make (&self->predictions, w, f);
  return f;
}

static double
farthest_off (const PenFitted *self, const double *f)
{
  const double *target = pen_dataset_y (self->input->data);
  double most = 0;

  for (gsize i = 0; i < self->n; i++)
    most = fmax (most, fabs (f[i] - target[i]));
  return most;
}

static void
predict_all (PenFitted *self, const PenViewport *box)
{
  const double *now = self->predictions.trained;

  if (self->plane->across != NULL)
    self->trained = g_memdup2 (self->plane->across, self->n * sizeof (double));
  else if (now != NULL && !self->plane->predicted && self->n <= MOST_DOTS)
    self->trained = predict (self, now);
  for (int kind = 0; kind < PEN_N_SOLUTIONS && self->n <= FEW; kind++)
    if (pen_view_solution_of (self->input, kind, self->predictions.predictor.features) != NULL)
      {
        self->of[kind] = predict (self, pen_view_solution (self->input, kind));
        self->fits[kind] = farthest_off (self, self->of[kind]) <= BESIDE * (box->y_high - box->y_low);
      }
}

PenFitted *
pen_fitted_new (const PenViewInput *input, const PenViewPlane *plane, const PenViewport *box)
{
  PenFitted *self = g_new0 (PenFitted, 1);
  double y;

  self->input = input;
  self->plane = plane;
  if (!plane->predicted && !pen_view_can_predict (input->experiment, input->data))
    return self;
  if (pen_predictions_init (&self->predictions, input))
    {
      self->n = pen_dataset_n (input->data);
      self->x = g_new (double, self->n);
      for (gsize i = 0; i < self->n; i++)
        pen_view_plane_place (plane, input->data, i, &self->x[i], &y);
      predict_all (self, box);
    }
  return self;
}

void
pen_fitted_free (PenFitted *self)
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    g_free (self->of[kind]);
  g_free (self->trained);
  g_free (self->x);
  pen_predictions_clear (&self->predictions);
  g_free (self);
}

/* Predictions as they are seen: to the right of the targets, or above the points' places. */
static void
add_marks (const PenFitted *self, const char *id, const double *f, PenMarker marker, PenInk ink, double radius,
           PenScene *scene)
{
  if (self->plane->predicted)
    pen_scene_add_points (scene, id, self->n, f, pen_dataset_y (self->input->data), marker, ink, radius);
  else
    pen_scene_add_points (scene, id, self->n, self->x, f, marker, ink, radius);
}

/* From each point to where it would be fitted. */
static void
add_sticks (const PenFitted *self, PenScene *scene)
{
  const double *target = pen_dataset_y (self->input->data);
  g_autofree double *x = g_new (double, 3 * self->n);
  g_autofree double *y = g_new (double, 3 * self->n);

  for (gsize i = 0; i < self->n; i++)
    {
      x[3 * i] = self->x[i];
      x[3 * i + 1] = self->plane->predicted ? target[i] : self->x[i];
      y[3 * i] = target[i];
      y[3 * i + 1] = self->plane->predicted ? target[i] : self->trained[i];
      x[3 * i + 2] = y[3 * i + 2] = NAN;
    }
  pen_scene_add_line (scene, "residuals", 3 * self->n, x, y, PEN_INK_MUTED, PEN_DASH_SOLID, 0.8);
}

static void
add_diagonal (const PenViewport *box, PenScene *scene)
{
  double low = fmin (box->x_low, box->y_low), high = fmax (box->x_high, box->y_high);

  pen_scene_add_line (scene, "diagonal", 2, (double[2]){ low, high }, (double[2]){ low, high }, PEN_INK_MUTED,
                      PEN_DASH_SOLID, 1.3);
  pen_scene_add_legend (scene, _ ("target = prediction"), PEN_INK_MUTED, PEN_DASH_SOLID, TRUE, PEN_MARKER_DISC);
  pen_scene_bind_legend (scene, "diagonal", _ ("diagonal"));
}

static void
add_trained (const PenFitted *self, PenScene *scene)
{
  gboolean predicted = self->plane->predicted;

  if (self->trained == NULL)
    return;
  if (self->n <= MOST_STICKS)
    add_sticks (self, scene);
  pen_scene_add_legend (scene, _ ("trained"), predicted ? PEN_INK_POSITIVE : PEN_INK_FLOW, PEN_DASH_SOLID, FALSE,
                        PEN_MARKER_DISC);
  /* Over the prediction the points themselves are at it. */
  pen_scene_bind_legend (scene, predicted ? "positive* residuals" : "flow residuals", NULL);
  if (!predicted)
    add_marks (self, "flow", self->trained, PEN_MARKER_DISC, PEN_INK_FLOW, self->n > MOST_STICKS ? 1.6 : 2.4, scene);
}

/* Where the kept runs ended. */
static void
add_ghosts (const PenFitted *self, PenScene *scene)
{
  const PenViewInput *input = self->input;

  for (gsize k = 0; k < input->n_kept && self->n <= FEW; k++)
    {
      PenViewInput ghost = pen_view_ghost_input (input, k);
      g_auto (PenPredictions) predictions = { 0 };
      g_autofree char *id = g_strdup_printf ("kept-%zu", k + 1);
      g_autofree double *f = NULL;

      if (!pen_view_has_ghost (input, k) || !pen_predictions_init (&predictions, &ghost) || predictions.trained == NULL)
        continue;
      f = g_new (double, self->n);
      pen_predictions_make (&predictions, predictions.trained, f);
      add_marks (self, id, f, PEN_MARKER_DISC, pen_view_ghost_ink (k), 3, scene);
      pen_view_ghost_entry (input, k, PEN_DASH_SOLID, scene);
    }
}

static void
add_solutions (const PenFitted *self, gboolean filled, PenScene *scene)
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (self->of[kind] != NULL && !self->fits[kind] && pen_view_is_filled (kind) == filled)
      add_marks (self, pen_solution_nick (kind), self->of[kind], pen_view_marker (kind), pen_solution_ink (kind),
                 filled ? 6 : 6.5, scene);
}

static void
add_legend (const PenFitted *self, PenScene *scene)
{
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (self->of[kind] != NULL && !self->fits[kind])
      {
        pen_scene_add_legend (scene, pen_solution_name (self->input->solutions[kind]), pen_solution_ink (kind),
                              PEN_DASH_SOLID, FALSE, pen_view_marker (kind));
        pen_scene_bind_legend (scene, pen_solution_nick (kind), NULL);
      }
}

/* What a person ticked and does not find. */
static void
note_fits (const PenFitted *self, PenScene *scene)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *note = NULL;
  int count = 0;

  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (self->fits[kind] && ++count <= NAMED)
      g_string_append_printf (names, "%s%s", count > 1 ? ", " : "", pen_solution_name (self->input->solutions[kind]));
  /* In which units the inputs are seen has been noted there. */
  if (count == 0 || (self->predictions.predictor.scaled && !self->plane->predicted))
    return;
  g_string_append (names, count > NAMED ? ", …" : "");
  /* Translators: names of solutions follow */
  note = g_strdup_printf (_ ("fit every point: %s"), names->str);
  pen_scene_set_note (scene, note);
}

void
pen_fitted_draw_below (const PenFitted *self, const PenViewport *box, PenScene *scene)
{
  if (self->plane->predicted)
    add_diagonal (box, scene);
  if (!self->plane->predicted && !pen_view_can_predict (self->input->experiment, self->input->data))
    pen_scene_set_note (scene, _ ("too many numbers to predict all of them in every frame"));
  if (self->n == 0)
    return;
  add_ghosts (self, scene);
  add_solutions (self, TRUE, scene);
  add_trained (self, scene);
  add_legend (self, scene);
  note_fits (self, scene);
}

void
pen_fitted_draw_above (const PenFitted *self, PenScene *scene)
{
  add_solutions (self, FALSE, scene);
}

void
pen_view_fitted_hover (const PenViewInput *input, PenScene *scene)
{
  PenViewInput then = *input;
  PenViewPlane plane;
  PenFitted *fitted;

  if (pen_dataset_n (input->data) > MOST_DOTS)
    return;
  memset (then.solutions, 0, sizeof then.solutions);
  pen_view_plane_init_shown (&plane, &then);
  fitted = pen_fitted_new (&then, &plane, &(PenViewport){ 0, 1, 0, 1 });
  if (fitted->trained != NULL)
    add_marks (fitted, "hover", fitted->trained, PEN_MARKER_RING, PEN_HOVER_INK, fitted->n > MOST_STICKS ? 3 : 4.5,
               scene);
  pen_fitted_free (fitted);
  pen_view_plane_clear (&plane);
}

/* How far the predictions of some frames go, those that are near enough to the targets to be seen beside them: of the
 * frame at the playhead, and of as many others as there is time for. */
static PenRange
look_through (const PenPredictions *predictions, const PenTrace *trace, gsize playhead, double low, double high)
{
  gsize looked = MIN (LOOKED_THROUGH / MAX (predictions->n * predictions->predictor.features, 1), LOOKED_AT);
  PenRange range = PEN_RANGE_EMPTY;
  g_autofree double *f = g_new (double, predictions->n);

  for (gsize k = 0; k <= looked; k++)
    {
      gsize last = trace->n_frames - 1, frame = k == looked ? MIN (playhead, last) : k * last / MAX (looked - 1, 1);

      pen_predictions_make (predictions, trace->frames[frame].w, f);
      for (gsize i = 0; i < predictions->n; i++)
        if (f[i] >= low && f[i] <= high)
          pen_range_add (&range, f[i]);
    }
  return range;
}

void
pen_view_fit_run (const PenViewInput *input, PenViewport *viewport)
{
  g_auto (PenPredictions) predictions = { 0 };
  PenViewPlane plane;
  PenViewport fit;
  PenRange range;
  double step;

  if (input->data == NULL || input->trace == NULL || input->trace->n_frames == 0 || !pen_view_is_fit (input->data))
    return;
  pen_view_plane_init (&plane, input->experiment, input->data);
  pen_view_plane_clear (&plane);
  if (!plane.predicted || !pen_predictions_init (&predictions, input)
      || !pen_predictions_takes (&predictions, input->trace->d))
    return;
  pen_view_fit_data (input->experiment, &fit);
  step = (fit.y_high - fit.y_low) / 4;
  range =
      look_through (&predictions, input->trace, input->frame, fit.y_low - FAR * 4 * step, fit.y_high + FAR * 4 * step);
  /* A point is no line: it is whole inside. */
  range.low -= step / 4;
  range.high += step / 4;
  if (range.low < fit.x_low)
    viewport->x_low = fmin (viewport->x_low, fit.x_low - step * ceil ((fit.x_low - range.low) / step));
  if (range.high > fit.x_high)
    viewport->x_high = fmax (viewport->x_high, fit.x_high + step * ceil ((range.high - fit.x_high) / step));
}

gboolean
pen_view_row_at (const PenViewInput *input, const PenPointed *at, double reach, PenViewRow *found)
{
  g_auto (PenPredictions) predictions = { 0 };
  g_autofree double *f = NULL;
  double least = reach;
  gboolean any = FALSE;
  PenViewPlane plane;

  if (input->data == NULL || !pen_view_is_fit (input->data))
    return FALSE;
  pen_view_plane_init_shown (&plane, input);
  for (gsize i = 0; i < pen_dataset_n (input->data); i++)
    {
      double x, y, away;

      pen_view_plane_place (&plane, input->data, i, &x, &y);
      away = hypot ((x - at->x) / at->x_pixel, (y - at->y) / at->y_pixel);
      if (!(away <= least)) /* the later of two in one place is drawn on top */
        continue;
      least = away;
      *found = (PenViewRow){ i, x, y, NAN };
      any = TRUE;
    }
  if (any && plane.across != NULL)
    found->prediction = found->x;
  else if (any && pen_view_can_predict (input->experiment, input->data) && pen_predictions_init (&predictions, input)
           && predictions.trained != NULL)
    {
      f = g_new (double, predictions.n);
      pen_predictions_make (&predictions, predictions.trained, f);
      found->prediction = f[found->row];
    }
  pen_view_plane_clear (&plane);
  return any;
}
