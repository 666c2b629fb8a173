/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kinks.h"

#include <penchant/linalg.h>

#include <math.h>
#include <string.h>

/* Of ‖(w_j, a_j)‖‖x_i‖: a kink noticed so late changes less than the integrator's own error, whose noise would
 * otherwise take units at rest near a kink across it to and fro. */
#define LATE 1e-9
/* λ is a quotient of such sums. */
#define STRAIN_ROUNDING 1e-9
/* A sample nearer than this to the span of those that hold a unit already cannot hold it further. */
#define DEPENDENT 1e-7

PenKinks *
pen_kinks_new (const PenProblem *problem, const PenModel *model)
{
  PenKinks *self = g_new0 (PenKinks, 1);
  gsize n = problem->n, d = problem->d, cells = model->width * n;

  self->problem = problem;
  self->n = n;
  self->d = d;
  self->width = model->width;
  self->state = g_new0 (guint8, cells);
  self->hold = g_new0 (PenUnitHold, self->width);
  self->Xt = g_new (double, n *d);
  self->row_size = g_new (double, n);
  self->H = g_new0 (double, cells);
  self->dH = g_new0 (double, cells);
  self->masked = g_new0 (double, cells);
  for (gsize i = 0; i < n; i++)
    {
      self->row_size[i] = pen_norm2 (d, problem->X + i * d);
      for (gsize k = 0; k < d; k++)
        self->Xt[k * n + i] = problem->X[i * d + k];
    }
  return self;
}

void
pen_kinks_free (PenKinks *self)
{
  if (self == NULL)
    return;
  for (gsize j = 0; j < self->width; j++)
    {
      g_free (self->hold[j].held);
      g_free (self->hold[j].basis);
      g_free (self->hold[j].R);
    }
  g_free (self->hold);
  g_free (self->state);
  g_free (self->Xt);
  g_free (self->row_size);
  g_free (self->H);
  g_free (self->dH);
  g_free (self->masked);
  g_free (self);
}

void
pen_kinks_start (PenKinks *self, const double *theta)
{
  pen_gemm (self->width, self->n, self->d, theta, self->Xt, self->H);
  for (gsize cell = 0; cell < self->width * self->n; cell++)
    self->state[cell] = self->H[cell] > 0 ? PEN_UNIT_ON : PEN_UNIT_OFF;
}

static const double *
outer (const PenKinks *self, const double *theta)
{
  return theta + self->width * self->d;
}

static void
keep_on (const PenKinks *self, double *H)
{
  for (gsize cell = 0; cell < self->width * self->n; cell++)
    H[cell] = self->state[cell] == PEN_UNIT_ON ? H[cell] : 0;
}

void
pen_kinks_forward (PenKinks *self, const double *theta, double *f)
{
  pen_gemm (self->width, self->n, self->d, theta, self->Xt, self->H);
  keep_on (self, self->H);
  pen_gemv_t (self->width, self->n, self->H, outer (self, theta), f);
}

/* Less its part along the samples that hold the unit. */
static void
project (const PenUnitHold *hold, gsize d, double *v)
{
  for (gsize k = 0; k < hold->n_held; k++)
    pen_axpy (d, -pen_dot (d, v, hold->basis + k * d), hold->basis + k * d, v);
}

/* G_j = a_j Σ_i c_i x_i over the samples where unit j is on, along its kinks. */
static void
pull_inner (PenKinks *self, const double *a, const double *c, double *G)
{
  gsize n = self->n, d = self->d;

  for (gsize j = 0; j < self->width; j++)
    for (gsize i = 0; i < n; i++)
      self->masked[j * n + i] = self->state[j * n + i] == PEN_UNIT_ON ? a[j] * c[i] : 0;
  pen_gemm (self->width, d, n, self->masked, self->problem->X, G);
  for (gsize j = 0; self->n_held > 0 && j < self->width; j++)
    project (&self->hold[j], d, G + j * d);
}

void
pen_kinks_pull (PenKinks *self, const double *theta, const double *c, double *g)
{
  pull_inner (self, outer (self, theta), c, g);
  pen_gemv (self->width, self->n, self->H, c, g + self->width * self->d);
}

void
pen_kinks_push (PenKinks *self, const double *theta, const double *v, double *df)
{
  gsize n = self->n;

  pen_gemm (self->width, n, self->d, v, self->Xt, self->dH);
  keep_on (self, self->dH);
  pen_gemv_t (self->width, n, self->dH, outer (self, theta), df);
  pen_gemv_t (self->width, n, self->H, outer (self, v), self->masked);
  pen_axpy (n, 1, self->masked, df);
}

void
pen_kinks_curve (PenKinks *self, const double *theta, const double *c, const double *v, double *Hv)
{
  pull_inner (self, outer (self, v), c, Hv);
  pen_gemm (self->width, self->n, self->d, v, self->Xt, self->dH);
  keep_on (self, self->dH);
  pen_gemv (self->width, self->n, self->dH, c, Hv + self->width * self->d);
}

void
pen_kinks_rows (const PenKinks *self, const double *theta, double *G, double *Q)
{
  gsize n = self->n, d = self->d, p = self->width * (d + 1);
  const double *a = outer (self, theta);

  memset (G, 0, n * p * sizeof *G);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < self->width; j++)
      if (self->state[j * n + i] == PEN_UNIT_ON)
        {
          pen_axpy (d, a[j], self->problem->X + i * d, G + i * p + j * d);
          G[i * p + self->width * d + j] = self->H[j * n + i];
        }
  memcpy (Q, G, n * p * sizeof *G);
  for (gsize j = 0; self->n_held > 0 && j < self->width; j++)
    for (gsize i = 0; self->hold[j].n_held > 0 && i < n; i++)
      project (&self->hold[j], d, Q + i * p + j * d);
}

void
pen_kinks_units (PenKinks *self, const double *c, double *g, double *along)
{
  gsize n = self->n, d = self->d;

  for (gsize cell = 0; cell < self->width * n; cell++)
    self->masked[cell] = self->state[cell] == PEN_UNIT_ON ? c[cell % n] : 0;
  pen_gemm (self->width, d, n, self->masked, self->problem->X, g);
  memcpy (along, g, self->width * d * sizeof *g);
  for (gsize j = 0; self->n_held > 0 && j < self->width; j++)
    project (&self->hold[j], d, along + j * d);
}

double
pen_kinks_passed (const PenKinks *self, const double *theta, PenKink kink)
{
  const double *w = theta + kink.unit * self->d;
  double height = pen_dot (self->d, w, self->problem->X + kink.sample * self->d);
  double size = hypot (pen_norm2 (self->d, w), outer (self, theta)[kink.unit]) * self->row_size[kink.sample];

  if (self->state[kink.unit * self->n + kink.sample] == PEN_UNIT_ON)
    height = -height;
  return size > 0 ? height / size - LATE : -LATE;
}

/* Σ_i c_i x_i over the samples where the unit is on. */
static double *
gradient_on (const PenKinks *self, gsize unit, const double *c)
{
  double *g = g_new0 (double, self->d);

  for (gsize i = 0; i < self->n; i++)
    if (self->state[unit * self->n + i] == PEN_UNIT_ON)
      pen_axpy (self->d, c[i], self->problem->X + i * self->d, g);
  return g;
}

/* The slopes λ of all that hold the unit: Σ λ_k c_k x_k takes away g's part along them. */
static void
find_slopes (const PenKinks *self, gsize unit, const double *c, double *slopes)
{
  const PenUnitHold *hold = &self->hold[unit];
  gsize d = self->d, m = hold->n_held;
  g_autofree double *g = gradient_on (self, unit, c);

  for (gsize k = m; k-- > 0;)
    {
      slopes[k] = -pen_dot (d, g, hold->basis + k * d);
      for (gsize l = k + 1; l < m; l++)
        slopes[k] -= hold->R[k * d + l] * slopes[l];
      slopes[k] /= hold->R[k * d + k];
    }
  for (gsize k = 0; k < m; k++)
    slopes[k] /= c[hold->held[k]];
}

double
pen_kinks_strain (PenKinks *self, gsize unit, gsize k, const double *c)
{
  g_autofree double *slopes = g_new (double, self->hold[unit].n_held);
  double strain;

  find_slopes (self, unit, c, slopes);
  strain = fmax (-slopes[k], slopes[k] - 1) - STRAIN_ROUNDING;
  return isfinite (strain) ? strain : 1; /* the force is zero: nothing holds the unit */
}

/* FALSE where it cannot hold the unit further. */
static gboolean
add_hold (PenKinks *self, PenKink kink)
{
  PenUnitHold *hold = &self->hold[kink.unit];
  gsize d = self->d, m = hold->n_held;
  double *q, size;

  if (m == d)
    return FALSE;
  if (hold->basis == NULL)
    {
      hold->held = g_new0 (gsize, d);
      hold->basis = g_new0 (double, d *d);
      hold->R = g_new0 (double, d *d);
    }
  q = hold->basis + m * d;
  memcpy (q, self->problem->X + kink.sample * d, d * sizeof *q);
  for (gsize l = 0; l < m; l++)
    hold->R[l * d + m] = 0;
  for (int pass = 0; pass < 2; pass++)
    for (gsize l = 0; l < m; l++)
      {
        double part = pen_dot (d, q, hold->basis + l * d);

        hold->R[l * d + m] += part;
        pen_axpy (d, -part, hold->basis + l * d, q);
      }
  size = pen_norm2 (d, q);
  if (!(size > DEPENDENT * self->row_size[kink.sample]))
    return FALSE;
  for (gsize k = 0; k < d; k++)
    q[k] /= size;
  hold->R[m * d + m] = size;
  hold->held[m] = kink.sample;
  hold->n_held++;
  self->n_held++;
  self->state[kink.unit * self->n + kink.sample] = PEN_UNIT_HELD;
  return TRUE;
}

static void
drop_hold (PenKinks *self, PenKink kink)
{
  PenUnitHold *hold = &self->hold[kink.unit];
  gsize m = hold->n_held;
  g_autofree gsize *held = g_memdup2 (hold->held, m * sizeof *held);

  hold->n_held = 0;
  self->n_held -= m;
  for (gsize k = 0; k < m; k++)
    if (held[k] != kink.sample && !add_hold (self, (PenKink){ kink.unit, held[k] }))
      self->state[kink.unit * self->n + held[k]] = PEN_UNIT_OFF;
}

void
pen_kinks_meet (PenKinks *self, PenKink kink, double *theta, const double *c)
{
  guint8 *state = &self->state[kink.unit * self->n + kink.sample];
  PenUnitHold *hold = &self->hold[kink.unit];
  guint8 before = *state;
  double a = outer (self, theta)[kink.unit];
  gsize last = hold->n_held;

  if (a * c[kink.sample] < 0)
    {
      *state = PEN_UNIT_OFF; /* not to count its own force */
      if (!add_hold (self, kink))
        *state = last > 0 ? before : !before; /* a twin of one that holds it stays where it is */
      else if (pen_kinks_strain (self, kink.unit, last, c) < 0)
        project (hold, self->d, theta + kink.unit * self->d);
      else
        {
          drop_hold (self, kink);
          *state = !before;
        }
    }
  else
    *state = !before;
}

void
pen_kinks_cross (PenKinks *self, PenKink kink)
{
  guint8 *state = &self->state[kink.unit * self->n + kink.sample];

  *state = *state == PEN_UNIT_ON ? PEN_UNIT_OFF : PEN_UNIT_ON;
}

void
pen_kinks_release (PenKinks *self, PenKink kink, const double *c)
{
  PenUnitHold *hold = &self->hold[kink.unit];
  g_autofree double *slopes = g_new (double, hold->n_held);
  gsize k = 0;

  while (k + 1 < hold->n_held && hold->held[k] != kink.sample)
    k++;
  find_slopes (self, kink.unit, c, slopes);
  drop_hold (self, kink);
  self->state[kink.unit * self->n + kink.sample] = slopes[k] > .5 ? PEN_UNIT_ON : PEN_UNIT_OFF;
}
