/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "solve.h"

#include <penchant/error.h>

G_BEGIN_DECLS

/* min ½‖w‖² + C Σ ℓ(z_iᵀw) in the coordinates of the row space, w = Vᵀc, z_iᵀw = (Ac)_i. Borrows everything. */
typedef struct
{
  gsize n, rank;
  const double *A; /* n × rank */
  double C;
  PenSoftLoss loss;
} PenSoftMargin;

/* @c: rank entries, the start and the minimiser. Smooth losses. FALSE with CANCELLED. */
gboolean pen_soft_margin_newton (PenSoftMargin *self, double *c, const PenCancel *cancel, GError **error);
/* Takes @w (d) and the multipliers @a (n) over, with the certificate that they are. */
void pen_soft_margin_fill (PenSolution *self, const PenSoftMargin *soft, const double *Z, double *w, double *a);
/* hinge.c */
gboolean pen_hinge_solve (PenSolution *self, const PenProblem *problem, const PenSoftMargin *soft, const double *Z,
                          const PenCancel *cancel, GError **error);

G_END_DECLS
