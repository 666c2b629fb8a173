/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/cancel.h>

#include <glib.h>

G_BEGIN_DECLS

/* dx/ds = F(s, x), J = ∂F/∂x. Every function returns FALSE where x is out of bounds (a trial step too far: the
 * step is then halved). */
typedef struct
{
  gsize size;
  double relative, absolute; /* error weights: relative·|x_i| + absolute + noise_i */
  const double *noise;       /* size: what rounding makes of x whatever the step; read at each step */
  double first_step;         /* 0: found by the integrator, which looks for it between rounding of the end and the end */
  gboolean is_direct;        /* solve is exact; else a Krylov space on the product, preconditioned by it */
  gboolean (*derivative) (gpointer self, double s, const double *x, double *dx);
  /* Makes ready to solve with I − γJ. @may_reuse: J may be the last call's; *is_new says whether it is not. */
  gboolean (*factor) (gpointer self, double s, const double *x, double gamma, gboolean may_reuse, gboolean *is_new);
  gboolean (*solve) (gpointer self, double *b);                                   /* in place */
  gboolean (*product) (gpointer self, double s, const double *x, const double *v, double *Jv);
  /* An estimate of J's largest eigenvalue where the derivative was last taken. NULL: stiff from the start. */
  double (*stiffness) (gpointer self);
  gpointer self;
} PenFlow;

typedef enum
{
  PEN_STEP_TAKEN,
  PEN_STEP_AT_END,
  PEN_STEP_CANCELLED,
  PEN_STEP_EXHAUSTED, /* no step is small enough for the accuracy asked */
} PenStep;

typedef struct _PenIntegrator PenIntegrator;

/* @x: the start, size entries. @end: where to stop exactly, or 0. Errors: CONVERGENCE. Thread: any, one at a time. */
PenIntegrator *pen_integrator_new (const PenFlow *flow, const double *x, double end, const PenCancel *cancel, GError **error);
PenStep        pen_integrator_step (PenIntegrator *self, double *s);
/* From here on at @x, at the step size it had. */
gboolean       pen_integrator_restart (PenIntegrator *self, const double *x);
const double  *pen_integrator_x (const PenIntegrator *self);
/* @x at @s, which lies within the last step. */
gboolean       pen_integrator_interpolate (const PenIntegrator *self, double s, double *x);
void           pen_integrator_free (PenIntegrator *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenIntegrator, pen_integrator_free)

G_END_DECLS
