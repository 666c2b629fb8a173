/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PEN_LOSS_SQUARED,     /* ½(f − y)² */
  PEN_LOSS_EXPONENTIAL, /* exp(−m), m = y f */
  PEN_LOSS_LOGISTIC,    /* log(1 + exp(−m)) */
  PEN_LOSS_POLYNOMIAL,  /* (1 + m)^{−k} for m ≥ 0, below 0 the convex quadratic that continues it with two derivatives */
  PEN_N_LOSSES
} PenLoss;

/* The tails, in logs, so that m = 1e9 is as good as m = 1. @loss: any but squared. @exponent: k > 0 of the polynomial
 * tail; others ignore it. log ℓ(m); log ρ(m) with ρ = −ℓ'; and d log ρ/dm (≤ 0). */
double pen_loss_log_value (PenLoss loss, double exponent, double m);
double pen_loss_log_force (PenLoss loss, double exponent, double m);
double pen_loss_log_force_slope (PenLoss loss, double exponent, double m);
/* log of Σ_i ℓ over the n predictions f: any loss; −HUGE_VAL where the sum is 0. @y: n */
double pen_loss_log_total (PenLoss loss, double exponent, gsize n, const double *f, const double *y);
const char *pen_loss_nick (PenLoss loss); /* "squared", … as in experiment files */

G_END_DECLS
