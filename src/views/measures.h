/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view.h"

G_BEGIN_DECLS

/* A number of w, or several, over time, with the values they are to reach. */
typedef struct
{
  const PenViewInput *input;
  PenScene *scene;
  PenTimeAxis time;
  PenFrameChoice frames;
  PenRange range;
  gboolean log; /* heights on a log scale */
} PenMeasures;

/* @cost: products that one frame takes. FALSE, and the scene says why: the run has not begun. */
gboolean pen_measures_init (PenMeasures *self, const PenViewInput *input, double cost, PenScene *scene);
/* The curve of the run, and faintly those of the kept ones. @label: in the legend. */
void pen_measures_add (PenMeasures *self, const char *id, const char *label, PenHeightFunc height,
                       gconstpointer user_data, PenInk ink);
/* A height that theory or a solution tells. */
void pen_measures_add_level (PenMeasures *self, PenSolutionKind kind, const char *label, double value);
/* A height at each place of the time axis, for what theory tells of all times. */
typedef double (*PenGuideFunc) (gconstpointer user_data, double log10_time);
void pen_measures_add_guide (PenMeasures *self, const char *label, PenGuideFunc height, gconstpointer user_data);
void pen_measures_show (PenMeasures *self);

/* Of a linear predictor under a loss with an exponential tail, whose w has a known growth. */
gboolean pen_measures_has_tail (const PenViewInput *input);

G_END_DECLS
