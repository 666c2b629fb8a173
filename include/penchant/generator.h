/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/dataset.h>

G_BEGIN_DECLS

/* Every generator once: enumeration, the name on the command line, the name a person reads. */
#define PEN_GENERATOR_LIST(X)                                                    \
  X (SEPARABLE, "separable", N_ ("Separable pair"))                              \
  X (OVERLAPPING, "overlapping", N_ ("Overlapping pair"))                        \
  X (MOONS, "moons", N_ ("Moons"))                                               \
  X (RINGS, "rings", N_ ("Rings"))                                               \
  X (SPARSE_LINEAR, "sparse-linear", N_ ("Sparse linear model"))                 \
  X (RANDOM_LABELS, "random-labels", N_ ("Random labels"))                       \
  X (FUNCTION, "function", N_ ("Samples of a function"))                         \
  X (LOW_RANK, "low-rank", N_ ("Low-rank sensing"))

typedef enum
{
#define PEN_GENERATOR_ENTRY(name, nick, label) PEN_GENERATOR_##name,
  PEN_GENERATOR_LIST (PEN_GENERATOR_ENTRY)
#undef PEN_GENERATOR_ENTRY
  PEN_N_GENERATORS
} PenGeneratorKind;

/* Settings of other kinds are ignored. */
typedef struct
{
  PenGeneratorKind kind;
  gsize n;       /* points, ≥ 1; measurements for low rank */
  gsize d;       /* inputs, ≥ 1: separable, overlapping, sparse, random labels; low rank: W is d × d */
  gsize sparsity; /* sparse: entries of w* that are 1/√sparsity, from 1 to d; low rank: rank of W*, from 1 to d */
  double noise;  /* standard deviation, ≥ 0, of what is added to targets, or to points on moons and rings */
  double gap;    /* separable: the least margin, ≥ 0; overlapping: distance of the means, ≥ 0, in standard deviations */
  guint64 seed;
} PenGenerator;

#define PEN_GENERATOR_INIT { PEN_GENERATOR_SEPARABLE, 20, 2, 3, 0.1, 0.5, 1 }

/**
 * pen_generator_make:
 * @truth: (out) (nullable): the w* behind the targets (d entries, low rank d · d row by row), free with g_free(); NULL where
 *   there is none
 *
 * Separable: x ~ N(0, I) with |⟨w*, x⟩| ≥ gap/2 kept, label its sign, w* = (1, …, 1)/√d. Overlapping: N(± gap/2 w*, I).
 * Moons: two half circles of radius 1, one moved by (1, −½). Rings: radius 1 and 2. Sparse: x ~ N(0, I), y = ⟨w*, x⟩ + noise.
 * Random labels: fair coins. Function: x uniform in [−3, 3], y = sin x + noise. Low rank: A_i ~ N(0, 1)/√n,
 * W* = U Vᵀ/√rank, y = ⟨A_i, W*⟩ + noise. The same bits on every machine.
 *
 * Cost: O(nd).  Errors: VALUE (a setting out of range), DIMENSION (more than 10⁸ numbers).  Thread: any.
 * Test: tests/data/generator.cpp
 */
PenDataset *pen_generator_make (const PenGenerator *self, double **truth, GError **error);
const char *pen_generator_nick (PenGeneratorKind kind);
const char *pen_generator_label (PenGeneratorKind kind); /* translated */

G_END_DECLS
