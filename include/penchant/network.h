/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/model.h>

G_BEGIN_DECLS

/* Every model in its own parameters θ (p entries), as finite steps and factorizations train it:
 *   linear, neuron   w                                  p = d
 *   diagonal         u, then v where signed or untied   p = d or 2d
 *   factorization    U row by row, then V where signed  p = rows · rank, or (rows + columns) · rank
 *   networks         W row by row (width × d), then a   p = width · (d + 1)
 * X: n × d, row-major. A constant feature 1 is the networks' bias, and counts in their norm.
 * Thread: any. Test: tests/models/network.cpp */

gsize pen_network_size (const PenModel *self);
/* θ(0), seeded; the same on every machine. */
void pen_network_start (const PenModel *self, double *theta);
/* @f: n predictions. Cost: O(n·d·width), factorizations O(rank·d + nd). */
void pen_network_forward (const PenModel *self, gsize n, const double *X, const double *theta, double *f);
/* @g: p; Σ_i c_i ∇f_i. At a ReLU's kink its slope counts as 0. */
void pen_network_pull (const PenModel *self, gsize n, const double *X, const double *theta, const double *c, double *g);
/* @df: n; ⟨∇f_i, v⟩. */
void pen_network_push (const PenModel *self, gsize n, const double *X, const double *theta, const double *v, double *df);
/* @Hv: p; Σ_i c_i ∇²f_i v. */
void pen_network_curve (const PenModel *self, gsize n, const double *X, const double *theta, const double *c,
                        const double *v, double *Hv);
/* What a run follows, pen_model_size() entries: the linear predictor, or θ itself. */
void pen_network_weights (const PenModel *self, const double *theta, double *w);

G_END_DECLS
