/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/network.h>

G_BEGIN_DECLS

/* A model whose prediction is ⟨w(θ), x⟩: all that differs between them is w and its derivatives.
 * @z: d, a covector on w. */
typedef struct
{
  void (*weights) (const PenModel *self, const double *theta, double *w);
  void (*push) (const PenModel *self, const double *theta, const double *v, double *dw);
  void (*pull) (const PenModel *self, const double *theta, const double *z, double *g);
  void (*curve) (const PenModel *self, const double *theta, const double *z, const double *v, double *Hv);
} PenPredictor;

extern const PenPredictor pen_diagonal_predictor, pen_factorization_predictor, pen_linear_network_predictor;

void pen_diagonal_start (const PenModel *self, double *theta);

/* Two-layer ReLU networks, as in network.h. */
void pen_relu_forward (const PenModel *self, gsize n, const double *X, const double *theta, double *f);
void pen_relu_pull (const PenModel *self, gsize n, const double *X, const double *theta, const double *c, double *g);
void pen_relu_push (const PenModel *self, gsize n, const double *X, const double *theta, const double *v, double *df);
void pen_relu_curve (const PenModel *self, gsize n, const double *X, const double *theta, const double *c, const double *v,
                     double *Hv);

/* @out: columns × rows. NULL for an empty matrix. */
static inline double *
pen_transposed (gsize rows, gsize columns, const double *A)
{
  double *out = g_new (double, rows *columns);

  for (gsize i = 0; i < rows; i++)
    for (gsize j = 0; j < columns; j++)
      out[j * rows + i] = A[i * columns + j];
  return out;
}

G_END_DECLS
