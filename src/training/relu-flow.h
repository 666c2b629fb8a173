/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motion.h"

G_BEGIN_DECLS

typedef struct _PenReluFlow PenReluFlow;

/* The flow of a ReLU network's parameters from kink to kink: between two of them it is smooth. An explicit Runge–Kutta pair
 * carries it through the many kinks of the beginning, and finds each on its interpolant; where the flow has turned stiff (the
 * end of a fit, a sharp softmax), the integrator of the other models takes over until the next kink.
 *
 * @motion: of a ReLU network, at its start     @flow: motion's     @end: where to stop exactly, > 0
 * Source: Dormand & Prince 1980; Hairer, Nørsett & Wanner, Solving ODEs I, II.4–II.6; Filippov 1988. Test:
 * tests/training/relu-flow.cpp */
PenReluFlow  *pen_relu_flow_new (PenMotion *motion, const PenFlow *flow, double end, const PenCancel *cancel);
/* As pen_integrator_step(); a step ends at a kink at the latest. */
PenStep       pen_relu_flow_step (PenReluFlow *self, double *s);
const double *pen_relu_flow_x (const PenReluFlow *self);
void          pen_relu_flow_free (PenReluFlow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenReluFlow, pen_relu_flow_free)

G_END_DECLS
