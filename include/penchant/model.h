/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PEN_MODEL_LINEAR,   /* f = ⟨w, x⟩ */
  PEN_MODEL_DIAGONAL, /* f = ⟨u^L − v^L, x⟩, or ⟨u^L, x⟩ when not signed */
} PenModelKind;

/* A model seen through its mirror map w = h(z), ∇Q = h⁻¹, elementwise (NUMERICS: many models are one flow).
 * Arrays are borrowed and must outlive the model; NULL means its default (start 0, shape 1). */
typedef struct
{
  PenModelKind kind;
  gsize d;
  const double *start; /* linear: w(0), d entries or NULL */
  guint depth;         /* diagonal: L ≥ 2 */
  gboolean is_signed;  /* diagonal: u^L − v^L */
  double init_scale;   /* diagonal: α > 0; 1e-150 is as good as 1 */
  const double *init_shape; /* diagonal: s, d entries > 0, or NULL for ones */
} PenModel;

/* Errors: VALUE (depth < 2, α ≤ 0, a shape ≤ 0, not finite). */
gboolean pen_model_check (const PenModel *self, GError **error);
/* w = h(z), and h'(z) where @slope is not NULL. FALSE where h overflows or z is outside its domain (a trial
 * step too far: the integrator's recoverable error). z, w, slope: d. */
gboolean pen_model_map (const PenModel *self, const double *z, double *w, double *slope);
/* z = h⁻¹(w) = ∇Q(w). FALSE where w is outside the range of h. */
gboolean pen_model_inverse (const PenModel *self, const double *w, double *z);
/* Diagonal only, in the variable q_j = log(u_j/v_j) (not signed: log(u_j/a_j)), which keeps its digits where z is close to
 * the edge of h's domain: w, dw/dq, the rate dq/dz and d rate/dq. From u^{2−L} + v^{2−L} = 2a^{2−L}. All d. FALSE on overflow. */
gboolean pen_model_ratio_map (const PenModel *self, const double *q, double *w, double *slope, double *rate,
                              double *rate_slope);
/* w(0) = h(0). */
void pen_model_start (const PenModel *self, double *w);
/* Q(w) = Σ z w − ∫₀ᶻ h with z = h⁻¹(w), up to a constant; diagonal: ∫₀ᶻ h = (u² + v² − 2a²)/2L for every L. NAN where
 * w is outside the range of h. */
double pen_model_potential (const PenModel *self, const double *w);
const char *pen_model_nick (PenModelKind kind);

G_END_DECLS
