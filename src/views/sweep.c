/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>
#include <string.h>

#define FLOOR 1e-12    /* an excess below this is the rounding of the two norms */
#define NEGATIVE -1e-6 /* and one below this is a norm that is not among those of which the least is known */
#define MARGIN 1.5     /* of a log axis */
#define WIDE 50        /* values further apart than this go on a log axis */

typedef struct
{
  const PenSweepTable *table;
  gboolean x_log, y_log;
  double floor; /* on a log axis, what stands for 0; NAN: leaves a gap */
  PenRange x, y;
} Chart;

static double
field_of (const PenSweepRow *row, gsize offset)
{
  return *(const double *)(const void *)((const char *)row + offset);
}

/* FALSE where no row knows it. */
static gboolean
add_curve (Chart *self, const char *id, const char *label, gsize offset, PenInk ink, PenMarker marker, PenScene *scene)
{
  gsize n = self->table->n, known = 0, n_low = 0;
  g_autofree char *places = g_strconcat (id, "-places", NULL);
  g_autofree char *low = g_strconcat (id, "-low", NULL);
  g_autofree char *marks = g_strconcat (id, " ", places, " ", low, NULL);
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  g_autofree double *low_x = g_new (double, n);
  g_autofree double *low_y = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      gboolean diverged = self->table->rows[i].status == PEN_TRAINING_DIVERGED;
      double value = diverged ? (double)NAN : field_of (&self->table->rows[i], offset);
      gboolean below = self->y_log && value < FLOOR;

      x[i] = self->table->rows[i].value;
      y[i] = below ? self->floor : value;
      known += isfinite (value) ? 1 : 0;
      pen_range_add (&self->y, y[i]);
      if (below && isfinite (self->floor))
        {
          low_x[n_low] = x[i];
          low_y[n_low++] = y[i];
        }
    }
  if (known == 0)
    return FALSE;
  pen_scene_add_line (scene, id, n, x, y, ink, pen_ink_dash (ink), 2);
  pen_scene_add_points (scene, places, n, x, y, marker, ink, 2.5);
  if (n_low > 0)
    {
      pen_scene_add_points (scene, low, n_low, low_x, low_y, PEN_MARKER_RING, ink, 5);
      pen_scene_set_note (scene, _ ("ringed: below 10⁻¹², which is rounding"));
    }
  pen_scene_add_legend (scene, label, ink, pen_ink_dash (ink), TRUE, marker);
  pen_scene_bind_legend (scene, marks, NULL);
  return TRUE;
}

static const char *
axis_name (const char *key)
{
  static const struct
  {
    const char *key, *name;
  } names[] = {
    { "model.init-scale", "α" },   { "model.depth", "L" },           { "training.step-size", "η" },
    { "reference.ridge-mu", "μ" }, { "reference.lasso-kappa", "κ" }, { "reference.soft-margin-c", "C" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].key, key) == 0)
      return names[i].name;
  return key;
}

gboolean
pen_view_sweep_scale (const PenSweepTable *table, PenAxisScale *standard)
{
  PenRange range = PEN_RANGE_EMPTY;

  for (gsize i = 0; i < table->n; i++)
    pen_range_add (&range, table->rows[i].value);
  *standard = range.low > 0 && range.high > WIDE * range.low ? PEN_AXIS_LOGARITHMIC : PEN_AXIS_LINEAR;
  return range.low > 0 && range.high > range.low;
}

static void
fit (Chart *self, PenAxisScale wished)
{
  PenAxisScale scale;

  if (pen_view_sweep_scale (self->table, &scale) && wished != PEN_AXIS_STANDARD)
    scale = wished;
  self->x_log = scale == PEN_AXIS_LOGARITHMIC;
  for (gsize i = 0; i < self->table->n; i++)
    pen_range_add (&self->x, self->table->rows[i].value);
  if (self->x_log)
    {
      self->x.low /= MARGIN;
      self->x.high *= MARGIN;
    }
  else
    {
      double pad = self->x.high > self->x.low ? 0.04 * (self->x.high - self->x.low)
                   : self->x.low != 0         ? fabs (self->x.low) / 2
                                              : 1;

      self->x.low -= pad;
      self->x.high += pad;
    }
}

/* The words stand in the room above the curves. */
static void
name_regimes (const Chart *self, const PenExperiment *experiment, double top, PenScene *scene)
{
  if (experiment == NULL || experiment->model != PEN_MODEL_DIAGONAL || experiment->loss != PEN_LOSS_SQUARED
      || !self->x_log || strcmp (self->table->key, "model.init-scale") != 0)
    return;
  pen_scene_add_label (scene, _ ("rich regime"), self->x.low * MARGIN, top, PEN_INK_MUTED);
  pen_scene_add_label (scene, _ ("kernel regime"), self->x.high, top, PEN_INK_MUTED);
}

/* With room above for words in a small picture. */
static void
show (Chart *self, const PenViewInput *input, PenScene *scene)
{
  double low = self->y_log ? log10 (self->y.low) : self->y.low,
         high = self->y_log ? log10 (self->y.high) : self->y.high;
  double least = self->y_log ? 0.5 : high > low ? 0 : 1, now = NAN;
  PenViewport box = { self->x.low, self->x.high, low - fmax (least / 2, 0.05 * (high - low)),
                      high + fmax (least, 0.4 * (high - low)) };

  if (self->y_log)
    {
      box.y_low = pow (10, box.y_low);
      box.y_high = pow (10, box.y_high);
    }
  pen_scene_set_viewport (scene, &box);
  name_regimes (self, input->experiment, box.y_high, scene);
  if (input->experiment != NULL)
    now = pen_sweep_value (input->experiment, self->table->key);
  if (now >= self->x.low && now <= self->x.high)
    pen_scene_add_vertical (scene, "now", now, PEN_INK_ACCENT, PEN_DASH_SOLID, 1.5);
}

static gboolean
add_excesses (Chart *self, gboolean classes, PenScene *scene)
{
  gboolean found;

  self->floor = FLOOR;
  found = add_curve (self, "excess-l1", classes ? _ ("ℓ₁ margin missed") : _ ("excess ‖w‖₁"),
                     offsetof (PenSweepRow, excess_l1), classes ? PEN_INK_L1_MAX_MARGIN : PEN_INK_MIN_L1,
                     PEN_MARKER_SQUARE, scene);
  return add_curve (self, "excess-l2", classes ? _ ("ℓ₂ margin missed") : _ ("excess ‖w‖₂"),
                    offsetof (PenSweepRow, excess_l2), classes ? PEN_INK_MAX_MARGIN : PEN_INK_MIN_L2, PEN_MARKER_DISC,
                    scene)
         || found;
}

static gboolean
add_norms (Chart *self, PenScene *scene)
{
  gboolean found =
      add_curve (self, "norm-l1", "‖w‖₁", offsetof (PenSweepRow, l1_norm), PEN_INK_MIN_L1, PEN_MARKER_SQUARE, scene);

  return add_curve (self, "norm-l2", "‖w‖₂", offsetof (PenSweepRow, l2_norm), PEN_INK_MIN_L2, PEN_MARKER_DISC, scene)
         || found;
}

static gboolean
add_errors (Chart *self, PenScene *scene)
{
  gboolean found = add_curve (self, "test-error", _ ("test error at the end"), offsetof (PenSweepRow, test_error),
                              PEN_INK_FLOW, PEN_MARKER_DISC, scene);

  return add_curve (self, "least-test-error", _ ("least test error"), offsetof (PenSweepRow, least_test_error),
                    PEN_INK_SOFT_MARGIN, PEN_MARKER_DIAMOND, scene)
         || found;
}

/* Of w that fit y the least norm is known; ridge and lasso give up fitting to be smaller. */
static gboolean
is_below_least (const PenSweepTable *table)
{
  for (gsize i = 0; i < table->n; i++)
    if (table->rows[i].excess_l1 < NEGATIVE || table->rows[i].excess_l2 < NEGATIVE)
      return TRUE;
  return FALSE;
}

void
pen_view_sweep (const PenViewInput *input, PenScene *scene)
{
  Chart chart = { .table = input->sweep,
                  .y_log = input->scales[PEN_VIEW_AXIS_VALUE] != PEN_AXIS_LINEAR,
                  .floor = NAN,
                  .x = PEN_RANGE_EMPTY,
                  .y = PEN_RANGE_EMPTY };
  gboolean classes = pen_view_is_classes (input);
  const char *name = NULL;

  if (input->sweep == NULL || input->sweep->n == 0)
    {
      pen_scene_set_message (scene, _ ("The sweep has no results yet."));
      return;
    }
  fit (&chart, input->scales[PEN_VIEW_AXIS_TIME]);
  if (!classes && is_below_least (input->sweep))
    {
      if (add_norms (&chart, scene))
        name = add_errors (&chart, scene) ? _ ("norm, squared error") : _ ("norm");
    }
  else if (add_excesses (&chart, classes, scene))
    name = classes ? _ ("share of the largest margin") : _ ("relative to the least");
  else if (add_errors (&chart, scene))
    name = _ ("test error");
  if (name == NULL)
    {
      pen_scene_set_message (scene, _ ("These runs have no linear weights to measure, and nothing to test on. Hold out "
                                       "some of the rows (Problem, Rows held out)."));
      return;
    }
  pen_scene_set_axes (scene, axis_name (input->sweep->key), chart.x_log, name, chart.y_log);
  show (&chart, input, scene);
}
