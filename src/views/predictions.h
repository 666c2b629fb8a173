/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "predictor.h"

G_BEGIN_DECLS

/* f of every point that is drawn, of any number of inputs, for one weight vector after another: the features are made once, or
 * are those of the problem or of the points themselves. */
typedef struct
{
  gsize n;
  const double *trained; /* the weights at the playhead, else those of a former run; or NULL */
  PenPredictor predictor;
  const double *phi; /* n × features */
  double *own;       /* phi where it had to be made */
} PenPredictions;

/* FALSE where f is unknown. Borrows from @input; clear it in either case. Cost: O(n · features) where they have to be made. */
gboolean pen_predictions_init (PenPredictions *self, const PenViewInput *input);
void     pen_predictions_clear (PenPredictions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenPredictions, pen_predictions_clear)
void pen_predictions_make (const PenPredictions *self, const double *w, double *f); /* @f: n */
/* @w of @d numbers, where they are weights of this model: a network's parameters where it has no others. */
gboolean pen_predictions_takes (const PenPredictions *self, gsize d);

G_END_DECLS
