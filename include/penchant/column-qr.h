/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A = QR of columns that come and go one by one, with QᵀQ = I and R upper triangular. Unlike a factor of AᵀA it does not
 * square A's condition. */
typedef struct
{
  gsize n, p, capacity; /* rows; columns now, at most */
  double *Q;            /* capacity × n: one column after the other */
  double *R;            /* capacity × capacity, row-major */
  double *work;         /* capacity */
} PenColumnQr;

/**
 * pen_column_qr_append:
 * @column: n entries     @independent: in [ε, 1): the share of its length that must be outside the other columns' span
 *
 * Makes @column the last one of A; FALSE, and nothing done, where it depends on the others.
 *
 * Units: none.  Cost: O(np).  Errors: none.  Thread: any.
 * Source: Daniel, Gragg, Kaufman & Stewart 1976.  Test: tests/linalg/column-qr.cpp
 */
gboolean pen_column_qr_append (PenColumnQr *self, const double *column, double independent);
/* Takes column @k away; those behind it move up. Cost: O((n + p)(p − k)). */
void pen_column_qr_remove (PenColumnQr *self, gsize k);
/* @x (p) becomes R⁻¹x, or R⁻ᵀx. Cost: O(p²). */
void pen_column_qr_solve (const PenColumnQr *self, double *x);
void pen_column_qr_solve_t (const PenColumnQr *self, double *x);
/* @capacity: ≤ n. Takes 8·capacity·(n + capacity) bytes. */
void pen_column_qr_init (PenColumnQr *self, gsize n, gsize capacity);
void pen_column_qr_clear (PenColumnQr *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PenColumnQr, pen_column_qr_clear)

G_END_DECLS
