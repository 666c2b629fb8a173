/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "refined.h"
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
#define MET 1e-14         /* of ‖y‖², with the share that PEN_ROUNDING_SHARE takes of it: (1e-14)² and some */
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
  double *G;                               /* p × p */
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
  self->G = g_new (double, MAX (self->capacity * self->capacity, 1));
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
  g_free (self->G);
  g_free (self->at_zero);
  g_free (self->slope);
  g_free (self->correlation);
  g_free (self->correlation_slope);
  g_free (self->left);
  g_free (self->image);
}

static double
dot_columns (const Path *self, gsize a, gsize b)
{
  gsize n = self->problem->n;

  return pen_dot (n, self->columns + a * n, self->columns + b * n);
}

/* FALSE where the active columns depend on one another. */
static gboolean
factor (Path *self)
{
  gsize p = self->p;

  for (gsize a = 0; a < p; a++)
    for (gsize b = a; b < p; b++)
      self->G[a * p + b] = self->G[b * p + a] = dot_columns (self, a, b);
  if (p == 0)
    return TRUE;
  {
    double last = self->G[p * p - 1];

    return pen_cholesky (p, self->G)
           && self->G[p * p - 1] * self->G[p * p - 1] > INDEPENDENT * last; /* the newest column's own part */
  }
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
      pen_cholesky_solve (p, self->G, self->at_zero);
      pen_cholesky_solve (p, self->G, self->slope);
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
  self->sign[self->p++] = sign;
  self->state[column] = COLUMN_IN;
  if (factor (self))
    return TRUE;
  self->p--;
  self->state[column] = COLUMN_BLOCKED;
  factor (self);
  return FALSE;
}

static void
drop (Path *self, gsize k)
{
  gsize n = self->problem->n;

  self->state[self->active[k]] = COLUMN_OUT;
  for (gsize j = 0; j < self->problem->d; j++)
    if (self->state[j] == COLUMN_BLOCKED)
      self->state[j] = COLUMN_OUT;
  memmove (self->columns + k * n, self->columns + (k + 1) * n, (self->p - k - 1) * n * sizeof (double));
  memmove (self->active + k, self->active + k + 1, (self->p - k - 1) * sizeof *self->active);
  memmove (self->sign + k, self->sign + k + 1, (self->p - k - 1) * sizeof *self->sign);
  self->p--;
  factor (self);
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

      if (zero > self->least && (gssize)self->active[k] != self->joined
          && !(self->slope[k] * self->sign[k] > 0 && is_tie (self, zero)))
        consider (self, zero, k, TRUE, kappa, which, drops);
    }
  return *which != G_MAXSIZE;
}

static void
report (const Path *self, PenLassoFunc on_corner, gpointer user_data, double *values)
{
  for (gsize k = 0; k < self->p; k++)
    values[k] = self->at_zero[k] - self->kappa * self->slope[k];
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

typedef struct
{
  gsize n;
  gsize *columns;
  double *values;
} Corner;

static void
keep_cb (double kappa, gsize n, const gsize *columns, const double *values, gpointer user_data)
{
  Corner *self = user_data;

  self->n = n;
  memcpy (self->columns, columns, n * sizeof *columns);
  memcpy (self->values, values, n * sizeof *values);
}

/* Fills w and the residual ν for the support and its signs, at full precision: ν + Aw = y, Aᵀν = κs. */
static void
polish (const PenProblem *problem, double kappa, const Corner *corner, double *w, double *nu)
{
  gsize n = problem->n, p = corner->n;
  g_autofree double *columns = g_new (double, MAX (n * p, 1)), *pull = g_new (double, MAX (p, 1)),
                    *x = g_new (double, MAX (p, 1));
  g_autoptr (PenRefined) refined = NULL;

  memcpy (nu, problem->y, n * sizeof *nu);
  if (p == 0)
    return;
  for (gsize k = 0; k < p; k++)
    {
      for (gsize i = 0; i < n; i++)
        columns[k * n + i] = problem->X[i * problem->d + corner->columns[k]];
      pull[k] = copysign (kappa, corner->values[k]);
      x[k] = corner->values[k];
    }
  refined = pen_refined_new (n, p, columns);
  if (refined != NULL)
    pen_refined_solve (refined, problem->y, pull, nu, x);
  for (gsize k = 0; k < p; k++)
    {
      w[corner->columns[k]] = x[k];
      if (refined == NULL)
        pen_axpy (n, -x[k], columns + k * n, nu);
    }
}

/* The dual of min ½‖y − Xw‖² + κ‖w‖₁ is max νᵀy − ½‖ν‖² subject to |x_jᵀν| ≤ κ. */
static void
certify (PenSolution *self, const PenProblem *problem, double kappa, const double *nu)
{
  gsize n = problem->n, d = problem->d;
  g_autofree double *pull = g_new (double, d), *left = g_new (double, n);
  g_autofree double *terms = pen_terms_t (n, d, problem->X, nu);
  double size, size_y, norm = pen_norm1 (d, self->w), beyond = 0, linear, linear_terms, gap = 0, scale;

  pen_gemv (n, d, problem->X, self->w, left);
  for (gsize i = 0; i < n; i++)
    left[i] = problem->y[i] - left[i];
  pen_gemv_t (n, d, problem->X, nu, pull);
  for (gsize j = 0; j < d; j++)
    beyond = fmax (beyond, (fabs (pull[j]) - kappa) / fmax (kappa, PEN_ROUNDING_SHARE * terms[j]));
  size = pen_norm2 (n, left);
  self->objective = size * size / 2 + kappa * norm;
  linear = pen_dot_with_scale (n, nu, problem->y, &linear_terms);
  size = pen_norm2 (n, nu);
  /* Where y is met to rounding both values are the square of it. */
  size_y = pen_norm2 (n, problem->y);
  pen_solution_set_values (self, self->objective, linear - size * size / 2, fmax (linear_terms, MET * size_y * size_y));
  for (gsize i = 0; i < n; i++)
    gap = fmax (gap, fabs (left[i] - nu[i]));
  scale = fmax (pen_norm_inf (n, problem->y), PEN_ROUNDING_SHARE * problem->sigma[0] * pen_norm2 (d, self->w));
  self->certificate.primal_residual = gap > 0 ? gap / scale : 0;
  self->certificate.dual_residual = beyond;
}

/* Unique where every other correlation stays below κ: then the support's columns, which are independent, decide. */
static PenUnique
uniqueness (const PenSolution *self, const PenProblem *problem, double kappa, const double *nu)
{
  g_autofree double *pull = g_new (double, self->d);

  pen_gemv_t (problem->n, self->d, problem->X, nu, pull);
  for (gsize j = 0; j < self->d; j++)
    if (self->w[j] == 0 && !(fabs (pull[j]) < kappa * (1 - PEN_CERTIFICATE_TOLERANCE)))
      return PEN_UNIQUE_UNKNOWN;
  return PEN_UNIQUE_YES;
}

gboolean
pen_lasso_solve (PenSolution *self, const PenProblem *problem, double kappa, const PenCancel *cancel, GError **error)
{
  gsize n = problem->n, room = MIN (n, self->d) + 1;
  g_autofree gsize *columns = g_new (gsize, room);
  g_autofree double *values = g_new (double, room);
  Corner corner = { 0, columns, values };
  GError *local = NULL;
  double *nu;

  if (!pen_lasso_path (problem, kappa, cancel, keep_cb, &corner, &local))
    {
      if (!g_error_matches (local, PEN_ERROR, PEN_ERROR_CONVERGENCE))
        {
          g_propagate_error (error, local);
          return FALSE;
        }
      pen_solution_fail (self, "%s", local->message);
      g_error_free (local);
      return TRUE;
    }
  self->w = g_new0 (double, self->d);
  nu = g_new (double, n);
  polish (problem, kappa, &corner, self->w, nu);
  pen_solution_take_multipliers (self, n, nu);
  certify (self, problem, kappa, nu);
  self->support = g_new (gsize, MAX (corner.n, 1));
  for (gsize j = 0; j < self->d; j++)
    if (self->w[j] != 0)
      self->support[self->n_support++] = j;
  self->unique = uniqueness (self, problem, kappa, nu);
  pen_solution_settle (self);
  return TRUE;
}
