/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve.h"

#include <penchant/error.h>
#include <penchant/linalg.h>
#include <penchant/regularization-path.h>

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* With the active columns A and their signs s the weights are w_A = p − κv, p = G⁻¹Aᵀy, v = G⁻¹s, G = AᵀA, and every
 * correlation is e_j + κ a_j, e = Xᵀ(y − Ap), a = XᵀAv: all linear in κ, and computed anew at each corner, so that
 * nothing drifts. The next corner is the largest κ below this one at which a correlation reaches ±κ or a weight 0. */

#define SAME_KAPPA 1e-11  /* two corners nearer than this, relative, are one */
#define ROUNDING 1e-13    /* of ‖Xᵀy‖_∞ */
#define VANISHING 1e-10   /* of the largest weight: one that is 0 in the limit κ → 0 itself, and no sooner */
#define RENEWAL 50        /* changes of R */
#define INDEPENDENT 1e-12 /* of a column's squared length, outside the span of the active ones */

typedef enum
{
  COLUMN_OUT,
  COLUMN_IN,
  COLUMN_BLOCKED, /* depends on the active ones, until one of them leaves */
} ColumnState;

typedef struct
{
  const PenProblem *problem;
  double *columns; /* n a column: the active ones, one after the other */
  gsize *active;   /* p */
  double *sign;    /* p */
  gsize p, capacity;
  ColumnState *state;                      /* d */
  double *R;                               /* capacity × capacity, upper: RᵀR = G */
  gsize updates;                           /* of R since it was made anew */
  double *at_zero, *slope;                 /* p: p and v above */
  double *correlation, *correlation_slope; /* d: e and a above */
  double *left, *image;                    /* n */
  double kappa;
  double least;  /* corners below are rounding */
  gssize joined; /* what joined at this corner, or −1 */
} Path;

static void
path_init (Path *self, const PenProblem *problem)
{
  gsize n = problem->n, d = problem->d;

  *self = (Path){ .problem = problem, .capacity = MIN (n, d), .joined = -1 };
  self->columns = g_new (double, MAX (self->capacity * n, 1));
  self->active = g_new (gsize, self->capacity + 1);
  self->sign = g_new (double, self->capacity + 1);
  self->state = g_new0 (ColumnState, d);
  self->R = g_new0 (double, MAX (self->capacity * self->capacity, 1));
  self->at_zero = g_new (double, self->capacity + 1);
  self->slope = g_new (double, self->capacity + 1);
  self->correlation = g_new (double, d);
  self->correlation_slope = g_new0 (double, d);
  self->left = g_new (double, n);
  self->image = g_new (double, n);
  pen_gemv_t (n, d, problem->X, problem->y, self->correlation);
  self->kappa = pen_norm_inf (d, self->correlation);
  self->least = ROUNDING * self->kappa;
}

static void
path_clear (Path *self)
{
  g_free (self->columns);
  g_free (self->active);
  g_free (self->sign);
  g_free (self->state);
  g_free (self->R);
  g_free (self->at_zero);
  g_free (self->slope);
  g_free (self->correlation);
  g_free (self->correlation_slope);
  g_free (self->left);
  g_free (self->image);
}

/* G x = b, in place. */
static void
solve (const Path *self, double *x)
{
  gsize p = self->p;

  for (gsize a = 0; a < p; a++)
    {
      const double *row = self->R + a * self->capacity;

      x[a] /= row[a];
      pen_axpy (p - a - 1, -x[a], row + a + 1, x + a + 1);
    }
  for (gsize a = p; a-- > 0;)
    {
      const double *row = self->R + a * self->capacity;

      x[a] = (x[a] - pen_dot (p - a - 1, row + a + 1, x + a + 1)) / row[a];
    }
}

/* R's next column, for the column of X that stands at p. FALSE, and nothing done, where it depends on the active ones.
 */
static gboolean
extend (Path *self)
{
  gsize p = self->p, n = self->problem->n;
  const double *column = self->columns + p * n;
  double length = pen_dot (n, column, column), own = length;
  g_autofree double *r = g_new (double, p + 1);

  pen_gemv (p, n, self->columns, column, r);
  for (gsize a = 0; a < p; a++)
    {
      const double *row = self->R + a * self->capacity;

      r[a] /= row[a];
      pen_axpy (p - a - 1, -r[a], row + a + 1, r + a + 1);
      own -= r[a] * r[a];
    }
  if (!(own > INDEPENDENT * length))
    return FALSE;
  for (gsize a = 0; a < p; a++)
    self->R[a * self->capacity + p] = r[a];
  self->R[p * self->capacity + p] = sqrt (own);
  self->p++;
  return TRUE;
}

/* R without its column @k: what is left below the diagonal is turned away row by row. */
static void
shrink (Path *self, gsize k)
{
  gsize p = self->p, size = self->capacity;

  for (gsize a = 0; a < p; a++)
    {
      gsize from = MAX (a, k + 1);

      if (from < p)
        memmove (self->R + a * size + from - 1, self->R + a * size + from, (p - from) * sizeof (double));
    }
  self->p--;
  for (gsize a = k; a < self->p; a++)
    {
      double *top = self->R + a * size, *low = top + size, length = hypot (top[a], low[a]), c = top[a] / length,
             s = low[a] / length;

      for (gsize b = a; b < self->p; b++)
        {
          double t = top[b];

          top[b] = c * t + s * low[b];
          low[b] = c * low[b] - s * t;
        }
    }
}

/* Rotations leave rounding behind; after some of them R is made anew from X. A column that then turns out to depend on
 * the others goes, with those behind it: the certificate tells whether that was for the worse. */
static void
renew (Path *self)
{
  gsize p = self->p;

  if (++self->updates < RENEWAL)
    return;
  self->updates = 0;
  self->p = 0;
  while (self->p < p && extend (self))
    ;
  for (gsize k = self->p; k < p; k++)
    self->state[self->active[k]] = COLUMN_OUT;
}

/* p, v, e and a for the active columns. */
static void
describe (Path *self)
{
  const PenProblem *problem = self->problem;
  gsize n = problem->n, p = self->p;

  for (gsize k = 0; k < p; k++)
    {
      self->at_zero[k] = pen_dot (n, self->columns + k * n, problem->y);
      self->slope[k] = self->sign[k];
    }
  if (p > 0)
    {
      solve (self, self->at_zero);
      solve (self, self->slope);
    }
  memcpy (self->left, problem->y, n * sizeof *self->left);
  memset (self->image, 0, n * sizeof *self->image);
  for (gsize k = 0; k < p; k++)
    {
      pen_axpy (n, -self->at_zero[k], self->columns + k * n, self->left);
      pen_axpy (n, self->slope[k], self->columns + k * n, self->image);
    }
  pen_gemv_t (n, problem->d, problem->X, self->left, self->correlation);
  pen_gemv_t (n, problem->d, problem->X, self->image, self->correlation_slope);
}

static gboolean
join (Path *self, gsize column, double sign)
{
  const PenProblem *problem = self->problem;
  gsize n = problem->n;

  if (self->p == self->capacity)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    self->columns[self->p * n + i] = problem->X[i * problem->d + column];
  self->active[self->p] = column;
  self->sign[self->p] = sign;
  self->state[column] = extend (self) ? COLUMN_IN : COLUMN_BLOCKED;
  renew (self);
  return self->state[column] == COLUMN_IN;
}

static void
drop (Path *self, gsize k)
{
  gsize n = self->problem->n;

  self->state[self->active[k]] = COLUMN_OUT;
  for (gsize j = 0; j < self->problem->d; j++)
    if (self->state[j] == COLUMN_BLOCKED)
      self->state[j] = COLUMN_OUT;
  shrink (self, k);
  memmove (self->columns + k * n, self->columns + (k + 1) * n, (self->p - k) * n * sizeof (double));
  memmove (self->active + k, self->active + k + 1, (self->p - k) * sizeof *self->active);
  memmove (self->sign + k, self->sign + k + 1, (self->p - k) * sizeof *self->sign);
  renew (self);
}

/* Takes an event at @kappa where it is the next one. A tie with the corner just passed counts as just below it. */
static void
consider (const Path *self, double kappa, gsize index, gboolean is_drop, double *best, gsize *which, gboolean *drops)
{
  if (!isfinite (kappa) || kappa > self->kappa * (1 + SAME_KAPPA) || !(kappa > *best))
    return;
  *best = fmin (kappa, self->kappa);
  *which = index;
  *drops = is_drop;
}

static gboolean
is_tie (const Path *self, double kappa)
{
  return fabs (kappa - self->kappa) <= SAME_KAPPA * self->kappa;
}

/* A correlation that stands at ±κ already (what has just left, its twins) joins only where it would grow past κ. */
static void
consider_joining (const Path *self, gsize j, double sign, double *kappa, gsize *which, gboolean *drops)
{
  double a = sign * self->correlation_slope[j], meets = sign * self->correlation[j] / (1 - a);

  if (meets > self->least && (a < 1 - SAME_KAPPA || !is_tie (self, meets)))
    consider (self, meets, j, FALSE, kappa, which, drops);
}

/* The largest κ in (last, now] where something happens; FALSE where nothing does. */
static gboolean
next_corner (const Path *self, double last, double *kappa, gsize *which, gboolean *drops)
{
  double largest = pen_norm_inf (self->p, self->at_zero);

  *kappa = last;
  *which = G_MAXSIZE;
  for (gsize j = 0; j < self->problem->d; j++)
    if (self->state[j] == COLUMN_OUT)
      {
        consider_joining (self, j, 1, kappa, which, drops);
        consider_joining (self, j, -1, kappa, which, drops);
      }
  for (gsize k = 0; k < self->p; k++)
    {
      double zero = self->at_zero[k] / self->slope[k];

      if (zero > self->least && fabs (self->at_zero[k]) > VANISHING * largest && (gssize)self->active[k] != self->joined
          && !(self->slope[k] * self->sign[k] > 0 && is_tie (self, zero)))
        consider (self, zero, k, TRUE, kappa, which, drops);
    }
  return *which != G_MAXSIZE;
}

static void
report (const Path *self, PenLassoFunc on_corner, gpointer user_data, double *values)
{
  for (gsize k = 0; k < self->p; k++)
    {
      double value = self->at_zero[k] - self->kappa * self->slope[k];

      values[k] = value * self->sign[k] > 0 ? value : copysign (0, self->sign[k]);
    }
  if (on_corner != NULL)
    on_corner (self->kappa, self->p, self->active, values, user_data);
}

static gboolean
follow (Path *self, double last, const PenCancel *cancel, PenLassoFunc on_corner, gpointer user_data, GError **error)
{
  gsize most = 20 * (self->problem->n + self->capacity) + 100;
  g_autofree double *values = g_new (double, self->capacity + 1);

  describe (self);
  for (gsize corners = 0; corners < most; corners++)
    {
      double kappa;
      gsize which;
      gboolean drops;

      if (pen_solution_cancelled (cancel, error))
        return FALSE;
      if (!next_corner (self, last, &kappa, &which, &drops))
        {
          self->kappa = last;
          report (self, on_corner, user_data, values);
          return TRUE;
        }
      self->kappa = kappa;
      self->joined = -1;
      if (drops)
        drop (self, which);
      else
        {
          double c = self->correlation[which] + kappa * self->correlation_slope[which];

          if (self->p == self->capacity)
            self->state[which] = COLUMN_BLOCKED;
          else if (join (self, which, c > 0 ? 1 : -1))
            self->joined = (gssize)which;
        }
      describe (self);
      report (self, on_corner, user_data, values);
    }
  g_set_error (error, PEN_ERROR, PEN_ERROR_CONVERGENCE,
               _ ("The lasso's path goes round in ties that rounding does not break"));
  return FALSE;
}

gboolean
pen_lasso_path (const PenProblem *problem, double last, const PenCancel *cancel, PenLassoFunc on_corner,
                gpointer user_data, GError **error)
{
  Path path;
  gboolean done = TRUE;

  if (!(last >= 0) || !isfinite (last))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The lasso's κ is %g; it must be 0 or more"), last);
      return FALSE;
    }
  path_init (&path, problem);
  if (on_corner != NULL && path.kappa > last)
    on_corner (path.kappa, 0, path.active, path.at_zero, user_data);
  if (path.kappa > last)
    done = follow (&path, last, cancel, on_corner, user_data, error);
  path_clear (&path);
  return done;
}

static void
keep_cb (double kappa, gsize n, const gsize *columns, const double *values, gpointer user_data)
{
  PenLassoCorner *self = user_data;

  self->n = n;
  memcpy (self->columns, columns, n * sizeof *columns);
  memcpy (self->values, values, n * sizeof *values);
}

gboolean
pen_lasso_corner_at (const PenProblem *problem, double kappa, PenLassoCorner *corner, const PenCancel *cancel,
                     GError **error)
{
  gsize room = MIN (problem->n, problem->d) + 1;

  *corner = (PenLassoCorner){ 0, g_new (gsize, room), g_new (double, room) };
  return pen_lasso_path (problem, kappa, cancel, keep_cb, corner, error);
}

void
pen_lasso_corner_clear (PenLassoCorner *self)
{
  g_clear_pointer (&self->columns, g_free);
  g_clear_pointer (&self->values, g_free);
}
