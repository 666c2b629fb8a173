/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Seeded random numbers, the same bits on every machine: integer arithmetic, and additions, products, quotients and square
 * roots of doubles only, which IEEE 754 rounds in one way. Not for secrets.
 * Thread: any, one at a time. Source: xoshiro256** (Blackman & Vigna 2021), seeded by splitmix64; Marsaglia's polar method.
 * Test: tests/linalg/random.cpp */
typedef struct
{
  guint64 state[4];
  double spare; /* the second of a pair of normal numbers */
  gboolean has_spare;
} PenRandom;

void    pen_random_init (PenRandom *self, guint64 seed);
guint64 pen_random_bits (PenRandom *self);
double  pen_random_uniform (PenRandom *self); /* in [0, 1), a multiple of 2^−53 */
double  pen_random_normal (PenRandom *self);  /* N(0, 1) */
gsize   pen_random_below (PenRandom *self, gsize bound); /* 0 … bound − 1, each as likely; bound ≥ 1 */
/* Fisher–Yates. */
void pen_random_shuffle (PenRandom *self, gsize n, gsize *items);

G_END_DECLS
