/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One coordinate of u∘v, where u² − v² = δ never changes: with p, q = (u ± v)/√2 it is p ← pe^z, q ← qe^{−z},
 *   w = ½p² − ½q² = e^{ℓ₊ + 2z} − e^{ℓ₋ − 2z},  e^{ℓ₊}, e^{ℓ₋} = ½(hypot (w₀, δ/2) ± w₀),
 * one of them zero for δ = 0. @log_delta may be −HUGE_VAL. */
void     pen_untied_levels (double start, double log_delta, double *plus, double *minus);
gboolean pen_untied_map (double start, double log_delta, double z, double *w, double *slope);
gboolean pen_untied_inverse (double start, double log_delta, double w, double *z);
/* ∫₀ᶻ h = ½ (hypot (w, δ/2) − hypot (w₀, δ/2)) */
double   pen_untied_integral (double start, double log_delta, double w);

G_END_DECLS
