/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PEN_FEATURES_IDENTITY,
  PEN_FEATURES_POLYNOMIAL, /* every monomial of total degree 1 … degree, graded lexicographic */
  PEN_FEATURES_FOURIER,    /* cos(k x_j / scale), sin(k x_j / scale) for each input j, k = 1 … frequencies */
} PenFeatureMapKind;

typedef struct
{
  PenFeatureMapKind kind;
  gsize degree;      /* polynomial; ≥ 1 */
  gsize frequencies; /* Fourier; ≥ 1 */
  double scale;      /* Fourier; > 0, in units of the input */
  gboolean bias;     /* append the constant feature 1, last */
} PenFeatureMap;

#define PEN_FEATURE_MAP_INIT { PEN_FEATURES_IDENTITY, 3, 10, 1.0, FALSE }

/* Features made of d inputs. Errors: VALUE (a setting out of range, or more than 10^7 features). */
gboolean pen_feature_map_width (const PenFeatureMap *self, gsize d, gsize *width, GError **error);
/* @X: n × d, @out: n × width, both row-major. Errors: VALUE, NOT_FINITE (a power that overflows). */
gboolean pen_feature_map_apply (const PenFeatureMap *self, gsize n, gsize d, const double *X, double *out, GError **error);
/* "x1²·x2", "cos 3x1", "1"; @names: d. Free with g_free(). */
char *pen_feature_map_name (const PenFeatureMap *self, gsize d, const char *const *names, gsize feature);

G_END_DECLS
