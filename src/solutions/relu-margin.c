/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lp.h"
#include "nnls.h"

#include <penchant/error.h>
#include <penchant/linalg.h>
#include <penchant/network.h>
#include <penchant/relu.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FEWEST_DIRECTIONS 8

/* A unit nearer to a sample's kink than this, relative to both, counts as on it: a flow that holds it there is known so
 * far. */
#define AT_KINK 1e-7

typedef struct
{
  gsize unit, sample;
  gboolean is_on; /* by rounding */
} AtKink;

static GArray *
find_kinks (const PenModel *model, const PenProblem *problem, const double *theta, double size)
{
  GArray *kinks = g_array_new (FALSE, FALSE, sizeof (AtKink));
  gsize d = model->d;

  for (gsize j = 0; j < model->width; j++)
    for (gsize i = 0; i < problem->n; i++)
      {
        const double *x = problem->X + i * d, *w = theta + j * d;
        double height = pen_dot (d, w, x), scale = pen_norm2 (d, w);
        AtKink kink = { j, i, height > 0 };

        if (scale > AT_KINK * size && fabs (height) <= AT_KINK * scale * pen_norm2 (d, x))
          g_array_append_val (kinks, kink);
      }
  return kinks;
}

/* The columns of the least-squares problem: y_i ∇f_i/‖θ‖ with slope 0 at kinks, and below it what of the gap a_i makes;
 * then, for each kink, what slope 1 would add. */
static double *
conditions (const PenModel *model, const PenProblem *problem, const double *theta, const double *f, double size,
            const GArray *kinks, double *scale)
{
  gsize n = problem->n, d = problem->d, p = pen_network_size (model), all = n + kinks->len;
  double *columns = g_new0 (double, all *(p + 1));

  for (gsize i = 0; i < n; i++)
    {
      pen_network_pull (model, 1, problem->X + i * d, theta, &problem->y[i], columns + i * (p + 1));
      columns[i * (p + 1) + p] = (problem->y[i] * f[i] - 1) / size;
    }
  for (guint k = 0; k < kinks->len; k++)
    {
      AtKink kink = g_array_index (kinks, AtKink, k);
      double *extra = columns + (n + k) * (p + 1) + kink.unit * d;

      pen_axpy (d, problem->y[kink.sample] * theta[model->width * d + kink.unit], problem->X + kink.sample * d, extra);
      if (kink.is_on)
        pen_axpy (d, -1, extra, columns + kink.sample * (p + 1) + kink.unit * d);
    }
  for (gsize i = 0; i < all; i++)
    {
      double norm = pen_norm2 (p + 1, columns + i * (p + 1));

      scale[i] = norm > 0 ? 1 / norm : 1;
      for (gsize k = 0; k <= p; k++)
        columns[i * (p + 1) + k] *= scale[i];
    }
  return columns;
}

static gboolean
find_multipliers (const PenModel *model, const PenProblem *problem, const double *theta, const double *f,
                  PenReluKkt *kkt, const PenCancel *cancel, GError **error)
{
  gsize n = problem->n, p = pen_network_size (model);
  double size = pen_norm2 (p, theta);
  g_autoptr (GArray) kinks = find_kinks (model, problem, theta, size);
  gsize all = n + kinks->len;
  g_autofree double *scale = g_new (double, all), *a = g_new0 (double, all);
  g_autofree double *target = g_new0 (double, p + 1), *rest = g_new0 (double, p + 1);
  g_autofree double *columns = conditions (model, problem, theta, f, size, kinks, scale);

  for (gsize k = 0; k < p; k++)
    target[k] = theta[k] / size;
  if (!pen_nnls (p + 1, all, columns, target, a, rest, cancel, error))
    return FALSE;
  for (guint k = 0; k < kinks->len; k++)
    {
      /* a slope is at most 1 */
      gsize sample = g_array_index (kinks, AtKink, k).sample;
      double most = a[sample] * scale[sample] / scale[n + k], excess = fmax (0, a[n + k] - most);

      pen_axpy (p + 1, excess, columns + (n + k) * (p + 1), rest);
    }
  kkt->residual = pen_norm2 (p, rest);
  kkt->multipliers = g_new0 (double, n);
  kkt->n_multipliers = n;
  for (gsize i = 0; i < n; i++)
    {
      kkt->multipliers[i] = a[i] * scale[i] * size;
      kkt->gap += kkt->multipliers[i] * (problem->y[i] * f[i] - 1) / (size * size);
    }
  return TRUE;
}

gboolean
pen_relu_kkt_measure (const PenModel *model, const PenProblem *problem, const double *theta, PenReluKkt *kkt,
                      const PenCancel *cancel, GError **error)
{
  gsize n, p;
  g_autofree double *f = NULL, *unit = NULL;

  g_return_val_if_fail (model != NULL && problem != NULL && theta != NULL && kkt != NULL, FALSE);
  n = problem->n;
  if (model->kind != PEN_MODEL_RELU_NETWORK || problem->task != PEN_TASK_CLASSIFICATION)
    g_set_error_literal (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED,
                         _ ("The margin problem is that of a ReLU network and a classification task"));
  else if (model->d != problem->d)
    g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION, _ ("The model has %zu features and the data %zu"), model->d,
                 problem->d);
  else
    {
      memset (kkt, 0, sizeof *kkt);
      p = pen_network_size (model);
      f = g_new (double, n);
      unit = g_new (double, p);
      pen_network_forward (model, n, problem->X, theta, f);
      kkt->margin = HUGE_VAL;
      for (gsize i = 0; i < n; i++)
        kkt->margin = fmin (kkt->margin, problem->y[i] * f[i]);
      if (!(kkt->margin > 0) || !isfinite (kkt->margin))
        {
          kkt->residual = kkt->gap = NAN;
          return TRUE;
        }
      for (gsize k = 0; k < p; k++)
        unit[k] = theta[k] / sqrt (kkt->margin);
      for (gsize i = 0; i < n; i++)
        f[i] /= kkt->margin;
      return find_multipliers (model, problem, unit, f, kkt, cancel, error);
    }
  return FALSE;
}

void
pen_relu_kkt_clear (PenReluKkt *self)
{
  g_free (self->multipliers);
  memset (self, 0, sizeof *self);
}

/* Directions no further than @step from any other: bands of the sphere, or the circle. */
static double *
directions (gsize d, gsize resolution, gsize *count, double *reach)
{
  double step = 2 * G_PI / (double)resolution;
  GArray *all = g_array_new (FALSE, FALSE, sizeof (double));
  gsize bands = d == 2 ? 1 : (resolution + 1) / 2 + 1;

  for (gsize band = 0; band < bands; band++)
    {
      double height = d == 2 ? 0 : G_PI * ((double)band / (double)(bands - 1) - .5);
      double radius = cos (height), third = sin (height);
      gsize around = d == 2 ? resolution : MAX (1, (gsize)ceil (2 * G_PI * radius / step));

      for (gsize k = 0; k < around; k++)
        {
          double angle = 2 * G_PI * (double)k / (double)around;
          double u[3] = { radius * cos (angle), radius * sin (angle), third };

          g_array_append_vals (all, u, (guint)d);
        }
    }
  *count = all->len / d;
  *reach = d == 2 ? step / 2 : step; /* half a step to the nearest band, and half a step along it */
  return (double *)(gpointer)g_array_free (all, FALSE);
}

/* max γ s.t. Σ_k v_k y_i σ(⟨u_k, x_i⟩)/unit ≥ γ, Σ|v_k| ≤ 1; variables v⁺, v⁻, γ. */
static gboolean
solve_grid (const PenProblem *problem, gsize m, const double *u, double unit, PenLpSolution *found,
            const PenCancel *cancel, GError **error)
{
  gsize n = problem->n, d = problem->d, columns = 2 * m + 1;
  g_autofree double *A = g_new0 (double, (n + 1) * columns), *cost = g_new0 (double, columns);
  g_autofree double *row_lower = g_new0 (double, n + 1), *row_upper = g_new (double, n + 1);
  g_autofree double *lower = g_new0 (double, columns), *upper = g_new (double, columns);
  PenLp lp = { n + 1, columns, A, row_lower, row_upper, lower, upper, cost };

  for (gsize i = 0; i < n; i++)
    {
      for (gsize k = 0; k < m; k++)
        {
          double value = problem->y[i] * fmax (0, pen_dot (d, u + k * d, problem->X + i * d)) / unit;

          A[i * columns + k] = value;
          A[i * columns + m + k] = -value;
        }
      A[i * columns + 2 * m] = -1;
      row_upper[i] = HUGE_VAL;
    }
  for (gsize k = 0; k < 2 * m; k++)
    {
      A[n * columns + k] = 1;
      upper[k] = HUGE_VAL;
    }
  row_lower[n] = -HUGE_VAL;
  row_upper[n] = 1;
  upper[2 * m] = 2; /* never reached: |f| ≤ 1 in these units; it makes the first basis dual feasible */
  cost[2 * m] = -1;
  return pen_lp_solve (&lp, found, cancel, error);
}

/* From the dual: q = the rows' multipliers. What no direction of the grid exceeds, and Lipschitz's share between them.
 */
static void
bound_above (const PenProblem *problem, gsize m, const double *u, double reach, PenReluMargin *margin)
{
  gsize n = problem->n, d = problem->d;
  double slack = 0;

  for (gsize i = 0; i < n; i++)
    slack += margin->multipliers[i] * pen_norm2 (d, problem->X + i * d);
  for (gsize k = 0; k < m; k++)
    {
      double sum = 0;

      for (gsize i = 0; i < n; i++)
        sum += margin->multipliers[i] * problem->y[i] * fmax (0, pen_dot (d, u + k * d, problem->X + i * d));
      margin->upper = fmax (margin->upper, fabs (sum));
    }
  margin->upper += slack * reach;
}

static void
fill (const PenProblem *problem, gsize m, const double *u, double reach, const PenLpSolution *found,
      PenReluMargin *margin)
{
  gsize n = problem->n, d = problem->d;
  double total = 0;

  margin->directions = g_new0 (double, (n + 1) * d);
  margin->weights = g_new0 (double, n + 1);
  for (gsize k = 0; k < m && margin->n_units <= n; k++)
    {
      double weight = found->x[k] - found->x[m + k];

      if (weight == 0)
        continue;
      memcpy (margin->directions + margin->n_units * d, u + k * d, d * sizeof *u);
      margin->weights[margin->n_units++] = weight;
    }
  margin->margin = HUGE_VAL;
  for (gsize i = 0; i < n; i++)
    {
      double f = 0;

      for (gsize k = 0; k < margin->n_units; k++)
        f += margin->weights[k] * fmax (0, pen_dot (d, margin->directions + k * d, problem->X + i * d));
      margin->margin = fmin (margin->margin, problem->y[i] * f);
    }
  margin->is_separable = margin->margin > 0;
  margin->n_multipliers = n;
  margin->multipliers = g_new0 (double, n);
  for (gsize i = 0; i < n; i++)
    total += margin->multipliers[i] = fmax (0, found->duals[i]);
  for (gsize i = 0; i < n; i++)
    margin->multipliers[i] = total > 0 ? margin->multipliers[i] / total : 1 / (double)n;
  bound_above (problem, m, u, reach, margin);
}

gboolean
pen_relu_margin_solve (const PenProblem *problem, gsize resolution, PenReluMargin *margin, const PenCancel *cancel,
                       GError **error)
{
  g_auto (PenLpSolution) found = { 0 };
  g_autofree double *u = NULL;
  double reach, unit = 0;
  gsize m;

  g_return_val_if_fail (problem != NULL && margin != NULL, FALSE);
  if (problem->task != PEN_TASK_CLASSIFICATION || (problem->d != 2 && problem->d != 3))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED,
                   _ ("The largest F₁ margin is found for classification with 2 or 3 features, not %zu"), problem->d);
      return FALSE;
    }
  if (resolution < FEWEST_DIRECTIONS)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("%zu directions to a full turn are too few; take %d at least"),
                   resolution, FEWEST_DIRECTIONS);
      return FALSE;
    }
  u = directions (problem->d, resolution, &m, &reach);
  for (gsize i = 0; i < problem->n; i++)
    unit = fmax (unit, pen_norm2 (problem->d, problem->X + i * problem->d));
  if (!solve_grid (problem, m, u, unit > 0 ? unit : 1, &found, cancel, error))
    return FALSE;
  if (found.status != PEN_LP_OPTIMAL)
    {
      g_set_error_literal (error, PEN_ERROR, PEN_ERROR_CONVERGENCE,
                           _ ("The simplex method did not reach a vertex it could trust; take fewer directions"));
      return FALSE;
    }
  memset (margin, 0, sizeof *margin);
  fill (problem, m, u, reach, &found, margin);
  return TRUE;
}

void
pen_relu_margin_clear (PenReluMargin *self)
{
  g_free (self->directions);
  g_free (self->weights);
  g_free (self->multipliers);
  memset (self, 0, sizeof *self);
}
