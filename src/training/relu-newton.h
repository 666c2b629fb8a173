/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "motion.h"

G_BEGIN_DECLS

/* I − γJ of a ReLU network between kinks is a matrix of rank n + 1 beside one that couples each w_j with its a_j only: solved
 * exactly through n + 1 unknowns (Woodbury). Where last evaluated. Cost: O(n²p), then O(np). */
gboolean pen_relu_newton_factor (PenMotion *self, double gamma);
void     pen_relu_newton_solve (const PenMotion *self, double *b);

G_END_DECLS
