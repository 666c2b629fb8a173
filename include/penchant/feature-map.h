/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Inputs to features, φ(x): a model that is linear in φ is a curve in x. Settings of other kinds are ignored.
 * Thread: any. Test: tests/data/feature-map.cpp */
typedef enum
{
  PEN_FEATURES_IDENTITY,
  PEN_FEATURES_POLYNOMIAL, /* every monomial of total degree 1 … degree, graded lexicographic */
  PEN_FEATURES_FOURIER,    /* cos(k x_j / scale), sin(k x_j / scale) for each input j, k = 1 … frequencies */
  PEN_FEATURES_RBF,        /* exp(−‖x − c‖²/(2 scale²)) for `centers` seeded centres c, each entry uniform in [−3, 3] */
  PEN_FEATURES_RANDOM_RELU, /* (⟨a, x⟩ + b)₊ for `centers` seeded (a, b), uniform on the unit sphere of d + 1 entries */
} PenFeatureMapKind;

typedef struct
{
  PenFeatureMapKind kind;
  gsize degree;      /* polynomial; ≥ 1 */
  gsize frequencies; /* Fourier; ≥ 1 */
  double scale;      /* Fourier, RBF; > 0, in units of the input */
  gboolean bias;     /* append the constant feature 1, last */
  gsize centers;     /* RBF, random ReLU; ≥ 1 */
  gsize seed;      /* RBF, random ReLU */
} PenFeatureMap;

#define PEN_FEATURE_MAP_INIT { PEN_FEATURES_IDENTITY, 3, 10, 1.0, FALSE, 20, 1 }

/* Features made of d inputs. Errors: VALUE (a setting out of range, or more than 10^7 features). */
gboolean pen_feature_map_width (const PenFeatureMap *self, gsize d, gsize *width, GError **error);
/* @X: n × d, @out: n × width, both row-major. Polynomial: by degree, within a degree x1 before x2 (x1², x1·x2, x2²),
 * one product a feature. Fourier: by input, then k, cosine before sine. RBF, random ReLU: by centre. Cost: O(n·width).
 * Errors: VALUE, NOT_FINITE (a power that overflows; naming row and feature). On an error @out is spoilt. */
gboolean pen_feature_map_apply (const PenFeatureMap *self, gsize n, gsize d, const double *X, double *out, GError **error);
/* "x1²·x2", "cos 3x1", "sin x2/0.5" (scale 0.5), "rbf 3", "relu 3", "1"; @names: d, or NULL for x1…xd. Free with g_free(). */
char *pen_feature_map_name (const PenFeatureMap *self, gsize d, const char *const *names, gsize feature);

G_END_DECLS
