/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refined.h"
#include "soft-margin.h"

#include <penchant/linalg.h>

#include <float.h>
#include <math.h>
#include <string.h>

/* The dual, max Σa − ½‖Zᵀa‖² over 0 ≤ a ≤ C, by a primal-dual interior-point method in units where the longest row is
 * 1; then the multipliers strictly between 0 and C are solved for exactly. The interior tells them from the others
 * whatever rows repeat or depend, where a simplex-like exchange would cycle. */

#define MOST_STEPS 100
#define SMALL_GAP 1e-14
#define SMALL_ENOUGH 1e-10 /* where it no longer falls */
#define KEEP .995          /* of the way to the boundary */
#define DEPENDENT 1e-10    /* of a row's length, outside the span of those before */
#define AT_A_BOUND 1e-7    /* of C, when its own slack is the smaller of the two */

typedef struct
{
  gsize n, r;
  double C;
  double *A;              /* n × r, longest row 1 */
  double *a, *low, *high; /* n: multipliers, and those of their bounds */
  double *slope;          /* n: (Aw − 1) − low + high */
  double *step, *dlow, *dhigh, *diagonal;
  double *matrix, *rows, *image; /* r × r; n × r; r */
  double *w, *dw;                /* r: Aᵀa, and with a step of its own, which the small entries of D do not blur */
} Interior;

static void
interior_init (Interior *self, const PenSoftMargin *soft, double unit)
{
  gsize n = soft->n, r = soft->rank;

  *self = (Interior){ .n = n, .r = r, .C = soft->C * unit * unit };
  self->A = g_new (double, MAX (n * r, 1));
  for (gsize i = 0; i < n * r; i++)
    self->A[i] = soft->A[i] / unit;
  self->a = g_new (double, n);
  self->low = g_new (double, n);
  self->high = g_new (double, n);
  self->slope = g_new (double, n);
  self->step = g_new (double, n);
  self->dlow = g_new (double, n);
  self->dhigh = g_new (double, n);
  self->diagonal = g_new (double, n);
  self->matrix = g_new (double, MAX (r * r, 1));
  self->rows = g_new (double, MAX (n * r, 1));
  self->image = g_new (double, MAX (r, 1));
  self->w = g_new (double, MAX (r, 1));
  self->dw = g_new0 (double, MAX (r, 1));
  for (gsize i = 0; i < n; i++)
    {
      self->a[i] = fmin (self->C / 2, 1);
      self->low[i] = 1;
      self->high[i] = self->a[i] / (self->C - self->a[i]); /* as far from its bound, in product */
    }
  pen_gemv_t (n, r, self->A, self->a, self->w);
}

static void
interior_clear (Interior *self)
{
  g_free (self->A);
  g_free (self->a);
  g_free (self->low);
  g_free (self->high);
  g_free (self->slope);
  g_free (self->step);
  g_free (self->dlow);
  g_free (self->dhigh);
  g_free (self->diagonal);
  g_free (self->matrix);
  g_free (self->rows);
  g_free (self->image);
  g_free (self->w);
  g_free (self->dw);
}

static double
complementarity (const Interior *self)
{
  double sum = 0;

  for (gsize i = 0; i < self->n; i++)
    sum += self->a[i] * self->low[i] + (self->C - self->a[i]) * self->high[i];
  return sum / (2 * (double)self->n);
}

static void
evaluate (Interior *self)
{
  pen_gemv (self->n, self->r, self->A, self->w, self->slope);
  for (gsize i = 0; i < self->n; i++)
    self->slope[i] += -1 - self->low[i] + self->high[i];
}

/* I + Aᵀ D⁻¹ A, D = low/a + high/(C − a): always positive definite. */
static gboolean
factor (Interior *self)
{
  memset (self->matrix, 0, self->r * self->r * sizeof *self->matrix);
  for (gsize i = 0; i < self->n; i++)
    {
      self->diagonal[i] = self->low[i] / self->a[i] + self->high[i] / (self->C - self->a[i]);
      for (gsize j = 0; j < self->r; j++)
        self->rows[i * self->r + j] = self->A[i * self->r + j] / sqrt (self->diagonal[i]);
    }
  pen_gram_add (self->n, self->r, self->rows, self->matrix);
  for (gsize j = 0; j < self->r; j++)
    self->matrix[j * self->r + j] += 1;
  return self->r == 0 || pen_cholesky (self->r, self->matrix);
}

/* D step + A dw = right, dw − Aᵀ step = Aᵀa − w; step in place. */
static void
solve (Interior *self, double *right)
{
  pen_gemv_t (self->n, self->r, self->A, self->a, self->image);
  for (gsize i = 0; i < self->n; i++)
    right[i] /= self->diagonal[i];
  pen_gemv_t (self->n, self->r, self->A, right, self->dw);
  for (gsize j = 0; j < self->r; j++)
    self->dw[j] += self->image[j] - self->w[j];
  if (self->r > 0)
    pen_cholesky_solve (self->r, self->matrix, self->dw);
  for (gsize i = 0; i < self->n; i++)
    right[i] -= pen_dot (self->r, self->A + i * self->r, self->dw) / self->diagonal[i];
}

/* Newton's step towards complementarity @mu; @second: with the products of the predictor's own step. */
static void
direction (Interior *self, double mu, gboolean second)
{
  for (gsize i = 0; i < self->n; i++)
    {
      double room = self->C - self->a[i];
      double below = mu / self->a[i] - (second ? self->step[i] * self->dlow[i] / self->a[i] : 0);
      double above = mu / room + (second ? self->step[i] * self->dhigh[i] / room : 0);

      self->dlow[i] = below;
      self->dhigh[i] = above;
    }
  for (gsize i = 0; i < self->n; i++)
    self->step[i] = -self->slope[i] + (self->dlow[i] - self->low[i]) - (self->dhigh[i] - self->high[i]);
  solve (self, self->step);
  for (gsize i = 0; i < self->n; i++)
    {
      double room = self->C - self->a[i];

      self->dlow[i] += -self->low[i] - self->low[i] * self->step[i] / self->a[i];
      self->dhigh[i] += -self->high[i] + self->high[i] * self->step[i] / room;
    }
}

static double
longest (const Interior *self)
{
  double share = 1 / KEEP;

  for (gsize i = 0; i < self->n; i++)
    {
      if (self->step[i] < 0)
        share = fmin (share, -self->a[i] / self->step[i]);
      if (self->step[i] > 0)
        share = fmin (share, (self->C - self->a[i]) / self->step[i]);
      if (self->dlow[i] < 0)
        share = fmin (share, -self->low[i] / self->dlow[i]);
      if (self->dhigh[i] < 0)
        share = fmin (share, -self->high[i] / self->dhigh[i]);
    }
  return KEEP * share;
}

static void
move (Interior *self, double share)
{
  pen_axpy (self->r, share, self->dw, self->w);
  for (gsize i = 0; i < self->n; i++)
    {
      self->a[i] = CLAMP (self->a[i] + share * self->step[i], DBL_MIN, self->C * (1 - DBL_EPSILON));
      self->low[i] = fmax (self->low[i] + share * self->dlow[i], DBL_MIN);
      self->high[i] = fmax (self->high[i] + share * self->dhigh[i], DBL_MIN);
    }
}

static gboolean
follow (Interior *self, const PenCancel *cancel, GError **error)
{
  double size = 0, last = HUGE_VAL;

  for (int k = 0; k < MOST_STEPS; k++)
    {
      double mu = complementarity (self), share, centre, ahead = 0;

      if (pen_solution_cancelled (cancel, error))
        return FALSE;
      evaluate (self);
      for (gsize i = 0; i < self->n; i++)
        size = fmax (size, self->a[i]);
      if (mu <= SMALL_GAP * fmax (size, DBL_MIN) / (double)self->n || (mu <= SMALL_ENOUGH * size && mu > last / 2)
          || !factor (self))
        break;
      last = mu;
      direction (self, 0, FALSE);
      share = fmin (longest (self), 1);
      for (gsize i = 0; i < self->n; i++)
        ahead += (self->a[i] + share * self->step[i]) * (self->low[i] + share * self->dlow[i])
                 + (self->C - self->a[i] - share * self->step[i]) * (self->high[i] + share * self->dhigh[i]);
      centre = pow (fmax (ahead, 0) / (2 * (double)self->n) / mu, 3);
      direction (self, centre * mu, TRUE);
      share = longest (self);
      if (!(share > 1e-10))
        break;
      move (self, fmin (share, 1));
    }
  return TRUE;
}

/* Z_F w = 1, w = Σ a z over the others + Z_Fᵀ a_F for the p rows that are free. FALSE where they depend on one another.
 */
static gboolean
resolve (const PenSoftMargin *soft, gsize d, const double *Z, const double *others, gsize p, const gsize *free_rows,
         double *w, double *x)
{
  g_autofree double *columns = g_new (double, MAX (p * d, 1)), *ones = g_new (double, MAX (p, 1)),
                    *bound = g_new0 (double, d);
  g_autoptr (PenRefined) refined = NULL;

  pen_gemv_t (soft->n, d, Z, others, bound);
  if (p == 0)
    {
      memcpy (w, bound, d * sizeof *w);
      return TRUE;
    }
  for (gsize k = 0; k < p; k++)
    {
      memcpy (columns + k * d, Z + free_rows[k] * d, d * sizeof *columns);
      ones[k] = 1;
    }
  refined = p <= d ? pen_refined_new (d, p, columns) : NULL;
  if (refined == NULL)
    return FALSE;
  pen_refined_solve (refined, bound, ones, w, x);
  return TRUE;
}

/* Of free rows that depend on one another the ones of smaller multipliers are held where they are: the rest then carry
 * the same w within their bounds, which they might not if they had to carry all of it. */
static void
hold_dependent (const PenSoftMargin *soft, gsize d, const double *Z, const double *a, gboolean *held)
{
  gsize n = soft->n, p = 0;
  g_autofree double *basis = g_new (double, MIN (n, d) * d);
  g_autofree double *rest = g_new (double, d);
  g_autofree gboolean *seen = g_new0 (gboolean, n);

  for (;;)
    {
      gsize top = n;
      double size;

      for (gsize i = 0; i < n; i++)
        if (!seen[i] && a[i] > 0 && a[i] < soft->C && (top == n || a[i] > a[top]))
          top = i;
      if (top == n)
        return;
      seen[top] = TRUE;
      memcpy (rest, Z + top * d, d * sizeof *rest);
      size = pen_norm2 (d, rest);
      for (int pass = 0; pass < 2; pass++)
        for (gsize k = 0; k < p; k++)
          pen_axpy (d, -pen_dot (d, basis + k * d, rest), basis + k * d, rest);
      if (p == MIN (n, d) || !(pen_norm2 (d, rest) > DEPENDENT * size))
        {
          held[top] = TRUE;
          continue;
        }
      size = pen_norm2 (d, rest);
      for (gsize j = 0; j < d; j++)
        basis[p * d + j] = rest[j] / size;
      p++;
    }
}

/* The exact w and a from which multipliers are at their bounds; one that leaves its bounds is put there. */
static gboolean
polish (const PenSoftMargin *soft, gsize d, const double *Z, double *a, double *w)
{
  gsize n = soft->n;
  g_autofree gsize *free_rows = g_new (gsize, n);
  g_autofree gboolean *held = g_new0 (gboolean, n);
  g_autofree double *x = g_new (double, n);
  g_autofree double *others = g_new (double, n);

  hold_dependent (soft, d, Z, a, held);
  for (gsize round = 0; round <= n; round++)
    {
      gsize p = 0, worst = 0;
      double beyond = 0;

      for (gsize i = 0; i < n; i++)
        {
          gboolean is_free = a[i] > 0 && a[i] < soft->C && !held[i];

          others[i] = is_free ? 0 : a[i];
          if (is_free)
            free_rows[p++] = i;
        }
      if (!resolve (soft, d, Z, others, p, free_rows, w, x))
        return FALSE;
      for (gsize k = 0; k < p; k++)
        {
          double out = fmax (x[k], -x[k] - soft->C);

          if (out > beyond)
            {
              beyond = out;
              worst = k;
            }
        }
      for (gsize k = 0; k < p; k++)
        a[free_rows[k]] = CLAMP (-x[k], 0, soft->C);
      if (!(beyond > 0))
        return TRUE;
      a[free_rows[worst]] = x[worst] > 0 ? 0 : soft->C;
    }
  return FALSE;
}

/* Which multipliers are at a bound: there the bound's own multiplier outweighs what is left of the way to it. */
static void
round_to_bounds (const Interior *self, double C, double unit, double *a)
{
  double size = 0;

  for (gsize i = 0; i < self->n; i++)
    size = fmax (size, self->a[i]);
  for (gsize i = 0; i < self->n; i++)
    {
      double room = self->C - self->a[i];

      a[i] = self->a[i] / unit / unit;
      if (self->a[i] < AT_A_BOUND * size && self->a[i] < self->low[i] * size)
        a[i] = 0;
      else if (room < AT_A_BOUND * self->C && room < self->high[i] * self->C)
        a[i] = C;
    }
}

gboolean
pen_hinge_solve (PenSolution *self, const PenProblem *problem, const PenSoftMargin *soft, const double *Z,
                 const PenCancel *cancel, GError **error)
{
  gsize n = soft->n, d = problem->d;
  g_autofree double *exact = g_new (double, n);
  double unit = 0, *w, *a;
  Interior interior;

  for (gsize i = 0; i < n; i++)
    unit = fmax (unit, pen_norm2 (d, Z + i * d));
  unit = unit > 0 ? unit : 1;
  interior_init (&interior, soft, unit);
  if (!follow (&interior, cancel, error))
    {
      interior_clear (&interior);
      return FALSE;
    }
  round_to_bounds (&interior, soft->C, unit, exact);
  a = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    a[i] = interior.a[i] / unit / unit;
  interior_clear (&interior);
  w = g_new0 (double, d);
  if (polish (soft, d, Z, exact, w))
    {
      pen_soft_margin_fill (self, soft, Z, g_steal_pointer (&w), g_memdup2 (exact, n * sizeof *exact));
      if (self->status == PEN_SOLUTION_OPTIMAL)
        {
          g_free (a);
          return TRUE;
        }
    }
  g_free (w);
  w = g_new0 (double, d);
  pen_gemv_t (n, d, Z, a, w);
  pen_soft_margin_fill (self, soft, Z, w, a);
  return TRUE;
}
