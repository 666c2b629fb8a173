/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/training.h>

G_BEGIN_DECLS

/* Incremental learning: from a small start on whitened data (XᵀX = I, squared loss) a tied diagonal network of depth 2 moves
 * by dw_j/dt = 4 w_j (w*_j − w_j) once w_j has left its start α²s_j², so that |w_j| reaches half of w*_j at
 * t_j ≈ log (|w*_j|/(α s_j)²)/(4|w*_j|): large coordinates first, one after the other.
 *
 * @times, @predicted: w has d entries, so have they. Measured: log t interpolated between the frames on either side of
 * |w_j| = half its final value; NAN where the final value is 0, or the half was there from the start. Predicted: NAN for
 * other models, where the final value is 0 or is not larger than the start.
 * Units: t.  Cost: O(d) a frame.  Thread: any.  Source: Gissin et al. 2020.  Test: tests/training/kinds.cpp */
void pen_incremental_times (const PenTrace *trace, double *times);
void pen_incremental_predict (const PenModel *model, const double *w, double *predicted);

G_END_DECLS
