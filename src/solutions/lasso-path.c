/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve.h"

#include <penchant/column-qr.h>
#include <penchant/error.h>
#include <penchant/linalg.h>
#include <penchant/regularization-path.h>

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* With the active columns A = QR and their signs s the weights are w_A = p − κv, Rp = Qᵀy, Rv = t, Rᵀt = s, and every
 * correlation is e_j + κ a_j, e = Xᵀ(y − QQᵀy), a = XᵀQt: all linear in κ, and computed anew at each corner, so that
 * nothing drifts. The next corner is the largest κ below this one at which a correlation reaches ±κ or a weight 0. */

#define LEVEL 1e-11       /* a correlation that stays as near to ±κ as this does not leave it */
#define ROUNDING 1e-13    /* of ‖Xᵀy‖_∞ */
#define VANISHING 1e-10   /* of the largest weight: one that is 0 in the limit κ → 0 itself, and no sooner */
#define INDEPENDENT 1e-11 /* of a column's length, outside the span of the active ones */

typedef enum
{
  COLUMN_OUT,
  COLUMN_IN,
  COLUMN_BLOCKED, /* depends on the active ones, until one of them leaves */
} ColumnState;

typedef struct
{
  const PenProblem *problem;
  PenColumnQr qr;                          /* of the p active columns */
  gsize *active;                           /* p */
  double *sign;                            /* p */
  ColumnState *state;                      /* d */
  double *at_zero, *slope;                 /* p: p and v above */
  double *correlation, *correlation_slope; /* d: e and a above */
  double *left, *image;                    /* n */
  double *shares;                          /* p */
  double kappa;
  double least;  /* corners below are rounding */
  gssize joined; /* what joined at this corner, or −1 */
} Path;

static void
path_init (Path *self, const PenProblem *problem)
{
  gsize n = problem->n, d = problem->d, most = MIN (n, d);

  *self = (Path){ .problem = problem, .joined = -1 };
  pen_column_qr_init (&self->qr, n, most);
  self->active = g_new (gsize, most + 1);
  self->sign = g_new (double, most + 1);
  self->state = g_new0 (ColumnState, d);
  self->at_zero = g_new (double, most + 1);
  self->slope = g_new (double, most + 1);
  self->shares = g_new (double, most + 1);
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
  pen_column_qr_clear (&self->qr);
  g_free (self->active);
  g_free (self->sign);
  g_free (self->state);
  g_free (self->at_zero);
  g_free (self->slope);
  g_free (self->correlation);
  g_free (self->correlation_slope);
  g_free (self->left);
  g_free (self->image);
  g_free (self->shares);
}

/* What is outside the active columns' span: twice, so that what is left of y keeps its own digits where it is small. */
static void
leave (Path *self)
{
  gsize n = self->problem->n, p = self->qr.p;

  memcpy (self->left, self->problem->y, n * sizeof *self->left);
  for (int pass = 0; pass < 2 && p > 0; pass++)
    {
      pen_gemv (p, n, self->qr.Q, self->left, self->shares);
      pen_gemv_t (p, n, self->qr.Q, self->shares, self->image);
      pen_axpy (n, -1, self->image, self->left);
      for (gsize k = 0; k < p; k++)
        self->at_zero[k] = self->shares[k] + (pass > 0 ? self->at_zero[k] : 0);
    }
  if (self->problem->interpolable && p == self->problem->rank)
    memset (self->left, 0, n * sizeof *self->left);
}

/* p, v, e and a for the active columns. */
static void
describe (Path *self)
{
  const PenProblem *problem = self->problem;
  gsize n = problem->n, p = self->qr.p;

  leave (self);
  memcpy (self->slope, self->sign, p * sizeof *self->slope);
  pen_column_qr_solve_t (&self->qr, self->slope);
  pen_gemv_t (p, n, self->qr.Q, self->slope, self->image);
  pen_column_qr_solve (&self->qr, self->slope);
  pen_column_qr_solve (&self->qr, self->at_zero);
  pen_gemv_t (n, problem->d, problem->X, self->left, self->correlation);
  pen_gemv_t (n, problem->d, problem->X, self->image, self->correlation_slope);
}

static gboolean
join (Path *self, gsize column, double sign)
{
  const PenProblem *problem = self->problem;

  for (gsize i = 0; i < problem->n; i++)
    self->left[i] = problem->X[i * problem->d + column];
  if (!pen_column_qr_append (&self->qr, self->left, INDEPENDENT))
    {
      self->state[column] = COLUMN_BLOCKED;
      return FALSE;
    }
  self->active[self->qr.p - 1] = column;
  self->sign[self->qr.p - 1] = sign;
  self->state[column] = COLUMN_IN;
  return TRUE;
}

static void
drop (Path *self, gsize k)
{
  self->state[self->active[k]] = COLUMN_OUT;
  for (gsize j = 0; j < self->problem->d; j++)
    if (self->state[j] == COLUMN_BLOCKED)
      self->state[j] = COLUMN_OUT;
  pen_column_qr_remove (&self->qr, k);
  memmove (self->active + k, self->active + k + 1, (self->qr.p - k) * sizeof *self->active);
  memmove (self->sign + k, self->sign + k + 1, (self->qr.p - k) * sizeof *self->sign);
}

/* What must stay positive, @rise · κ − @offset, does not below offset/rise. What is past that already, by the rounding
 * of corners that are one, comes first. */
static void
consider (const Path *self, double rise, double offset, gsize index, gboolean is_drop, double *best, gsize *which,
          gboolean *drops)
{
  double kappa = offset / rise;

  if (!(rise > LEVEL) || !isfinite (kappa) || !(kappa > fmax (*best, self->least)))
    return;
  *best = kappa;
  *which = index;
  *drops = is_drop;
}

/* The largest κ in (last, now] where something happens; FALSE where nothing does. */
static gboolean
next_corner (const Path *self, double last, double *kappa, gsize *which, gboolean *drops)
{
  double largest = pen_norm_inf (self->qr.p, self->at_zero);

  *kappa = last;
  *which = G_MAXSIZE;
  for (gsize j = 0; j < self->problem->d; j++)
    if (self->state[j] == COLUMN_OUT)
      {
        double e = self->correlation[j], a = self->correlation_slope[j];

        consider (self, 1 - a, e, j, FALSE, kappa, which, drops);
        consider (self, 1 + a, -e, j, FALSE, kappa, which, drops);
      }
  for (gsize k = 0; k < self->qr.p; k++)
    if (fabs (self->at_zero[k]) > VANISHING * largest && (gssize)self->active[k] != self->joined)
      {
        double unit = fabs (self->slope[k]);

        consider (self, -self->sign[k] * self->slope[k] / unit, -self->sign[k] * self->at_zero[k] / unit, k, TRUE,
                  kappa, which, drops);
      }
  *kappa = fmin (*kappa, self->kappa);
  return *which != G_MAXSIZE;
}

static void
report (const Path *self, PenLassoFunc on_corner, gpointer user_data, double *values)
{
  for (gsize k = 0; k < self->qr.p; k++)
    {
      double value = self->at_zero[k] - self->kappa * self->slope[k];

      if (!(value * self->sign[k] > 0) || (gssize)self->active[k] == self->joined)
        value = copysign (0, self->sign[k]);
      values[k] = value;
    }
  if (on_corner != NULL)
    on_corner (self->kappa, self->qr.p, self->active, values, user_data);
}

static gboolean
follow (Path *self, double last, const PenCancel *cancel, PenLassoFunc on_corner, gpointer user_data, GError **error)
{
  gsize most = 20 * (self->problem->n + self->qr.capacity) + 100;
  g_autofree double *values = g_new (double, self->qr.capacity + 1);

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
          self->joined = -1;
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

          if (join (self, which, c > 0 ? 1 : -1))
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

/* The least squares, where there is one w only. */
static void
fit (const PenProblem *problem, PenLassoCorner *corner)
{
  g_autofree double *b = g_new (double, problem->rank + 1);

  pen_row_space_target (problem, problem->y, b);
  pen_gemv_t (problem->rank, problem->d, problem->Vt, b, corner->values);
  for (corner->n = 0; corner->n < problem->d; corner->n++)
    corner->columns[corner->n] = corner->n;
}

gboolean
pen_lasso_corner_at (const PenProblem *problem, double kappa, PenLassoCorner *corner, const PenCancel *cancel,
                     GError **error)
{
  gsize room = MIN (problem->n, problem->d) + 1;

  *corner = (PenLassoCorner){ 0, g_new (gsize, room), g_new (double, room) };
  if (kappa != 0 || problem->rank < problem->d)
    return pen_lasso_path (problem, kappa, cancel, keep_cb, corner, error);
  fit (problem, corner);
  return !pen_solution_cancelled (cancel, error);
}

void
pen_lasso_corner_clear (PenLassoCorner *self)
{
  g_clear_pointer (&self->columns, g_free);
  g_clear_pointer (&self->values, g_free);
}
