/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve.h"

#include <penchant/error.h>
#include <penchant/linalg.h>

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* min ‖W‖_* subject to V_rᵀ vec W = b, the constraints in orthonormal rows. Douglas–Rachford splitting (singular values
 * thresholded, then the constraints projected on) finds the rank and the singular spaces; Newton's method on the
 * conditions L = N R, R = Nᵀ L, V_rᵀ vec (L Rᵀ) = b, with W = L Rᵀ and N = Σ ν_i A_i, makes them exact. */

#define MOST_ROUNDS 20000
#define SETTLED 1e-7 /* a relative move a round, near enough for Newton's method */
#define AT_REST 1e-14
#define RANK_SHARE 1e-5 /* of the largest singular value */
#define NEWTON_STEPS 12
#define MOST_UNKNOWNS 700 /* a step of Newton's method cannot be cancelled, and takes some 30 ms with so many */
#define ON_FACE 1e-6      /* a singular value of N that is 1 but for the certificate's rounding */
#define INJECTIVE 1e-8    /* least over largest singular value: above, no rounding made it */
#define SINGULAR 1e-12
#define MOST_ON_FACE 20

typedef struct
{
  const PenProblem *problem;
  const PenCancel *cancel;
  gsize rows, columns, k, d, m; /* k = min (rows, columns); m = rank of the constraints */
  double *b;                    /* m */
  double *U, *sigma, *Vt;       /* of the matrix decomposed last: rows × k, k, k × columns */
  double *Z, *P, *Q;            /* d: the splitting's state, its projection, its thresholded reflection */
  double *mu;                   /* m: N = mat (V_r μ) */
  double *W, *N;                /* d */
} Nuclear;

static void
nuclear_init (Nuclear *self, const PenProblem *problem, gsize rows, gsize columns, const PenCancel *cancel)
{
  *self = (Nuclear){ .problem = problem,
                     .cancel = cancel,
                     .rows = rows,
                     .columns = columns,
                     .k = MIN (rows, columns),
                     .d = problem->d,
                     .m = problem->rank };
  self->b = g_new0 (double, MAX (problem->k, 1));
  self->U = g_new (double, rows * self->k);
  self->sigma = g_new (double, self->k);
  self->Vt = g_new (double, self->k *columns);
  self->Z = g_new0 (double, self->d);
  self->P = g_new0 (double, self->d);
  self->Q = g_new0 (double, self->d);
  self->mu = g_new0 (double, MAX (self->m, 1));
  self->W = g_new0 (double, self->d);
  self->N = g_new0 (double, self->d);
  pen_row_space_target (problem, problem->y, self->b);
}

static void
nuclear_clear (Nuclear *self)
{
  g_free (self->b);
  g_free (self->U);
  g_free (self->sigma);
  g_free (self->Vt);
  g_free (self->Z);
  g_free (self->P);
  g_free (self->Q);
  g_free (self->mu);
  g_free (self->W);
  g_free (self->N);
}

static gboolean
decompose (Nuclear *self, const double *A, GError **error)
{
  return pen_svd (self->rows, self->columns, A, self->U, self->sigma, self->Vt, error);
}

/* out = Z − V_r (V_rᵀ Z − b) */
static void
project (const Nuclear *self, const double *Z, double *out)
{
  g_autofree double *miss = g_new (double, MAX (self->m, 1));

  pen_gemv (self->m, self->d, self->problem->Vt, Z, miss);
  for (gsize i = 0; i < self->m; i++)
    miss[i] = self->b[i] - miss[i];
  pen_gemv_t (self->m, self->d, self->problem->Vt, miss, out);
  pen_axpy (self->d, 1, Z, out);
}

/* A with its singular values lowered by tau. */
static gboolean
threshold (Nuclear *self, double tau, const double *A, double *out, GError **error)
{
  if (!decompose (self, A, error))
    return FALSE;
  memset (out, 0, self->d * sizeof *out);
  for (gsize r = 0; r < self->k && self->sigma[r] > tau; r++)
    for (gsize i = 0; i < self->rows; i++)
      pen_axpy (self->columns, (self->sigma[r] - tau) * self->U[i * self->k + r], self->Vt + r * self->columns,
                out + i * self->columns);
  return TRUE;
}

/* Goes on until a round moves Z by less than @enough; FALSE on an error alone. W, N and μ are what it has then. */
static gboolean
split (Nuclear *self, double tau, double enough, GError **error)
{
  g_autofree double *reflected = g_new (double, self->d);

  for (int round = 0; round < MOST_ROUNDS; round++)
    {
      double moved = 0, size;

      if (pen_solution_cancelled (self->cancel, error))
        return FALSE;
      project (self, self->Z, self->P);
      for (gsize j = 0; j < self->d; j++)
        reflected[j] = 2 * self->P[j] - self->Z[j];
      if (!threshold (self, tau, reflected, self->Q, error))
        return FALSE;
      for (gsize j = 0; j < self->d; j++)
        {
          double move = self->Q[j] - self->P[j];

          self->N[j] = (reflected[j] - self->Q[j]) / tau;
          self->Z[j] += move;
          moved += move * move;
        }
      size = pen_norm2 (self->d, self->P);
      if (sqrt (moved) <= enough * size)
        break;
    }
  memcpy (self->W, self->P, self->d * sizeof *self->W);
  pen_gemv (self->m, self->d, self->problem->Vt, self->N, self->mu);
  return TRUE;
}

/* The residuals of the three conditions, and Newton's matrix where @J is not NULL; q unknowns: L, R, μ, row by row. */
static void
conditions (const Nuclear *self, gsize r, const double *L, const double *R, double *F, double *J)
{
  gsize a = self->rows * r, c = self->columns * r, q = a + c + self->m;

  for (gsize i = 0; i < self->rows; i++)
    for (gsize s = 0; s < r; s++)
      {
        double sum = L[i * r + s];

        for (gsize j = 0; j < self->columns; j++)
          sum -= self->N[i * self->columns + j] * R[j * r + s];
        F[i * r + s] = sum;
      }
  for (gsize j = 0; j < self->columns; j++)
    for (gsize s = 0; s < r; s++)
      {
        double sum = R[j * r + s];

        for (gsize i = 0; i < self->rows; i++)
          sum -= self->N[i * self->columns + j] * L[i * r + s];
        F[a + j * r + s] = sum;
      }
  for (gsize e = 0; e < self->m; e++)
    {
      const double *row = self->problem->Vt + e * self->d;
      double sum = -self->b[e];

      for (gsize i = 0; i < self->rows; i++)
        for (gsize j = 0; j < self->columns; j++)
          for (gsize s = 0; s < r; s++)
            {
              double w = row[i * self->columns + j];

              sum += w * L[i * r + s] * R[j * r + s];
              if (J == NULL)
                continue;
              J[(i * r + s) * q + a + c + e] -= w * R[j * r + s];
              J[(a + j * r + s) * q + a + c + e] -= w * L[i * r + s];
              J[(a + c + e) * q + i * r + s] += w * R[j * r + s];
              J[(a + c + e) * q + a + j * r + s] += w * L[i * r + s];
            }
      F[a + c + e] = sum;
    }
  for (gsize u = 0; J != NULL && u < a + c; u++)
    J[u * q + u] += 1;
  for (gsize i = 0; J != NULL && i < self->rows; i++)
    for (gsize j = 0; j < self->columns; j++)
      for (gsize s = 0; s < r; s++)
        {
          J[(i * r + s) * q + a + j * r + s] -= self->N[i * self->columns + j];
          J[(a + j * r + s) * q + i * r + s] -= self->N[i * self->columns + j];
        }
}

static void
dual_matrix (Nuclear *self)
{
  pen_gemv_t (self->m, self->d, self->problem->Vt, self->mu, self->N);
}

/* Newton's method from the splitting's rank r. Where it goes elsewhere the certificate says so. */
static void
polish (Nuclear *self, gsize r)
{
  gsize a = self->rows * r, c = self->columns * r, q = a + c + self->m;
  g_autofree double *L = g_new (double, MAX (a, 1)), *R = g_new (double, MAX (c, 1)), *F = g_new (double, q), *J = NULL,
                    *step = NULL;
  double last = HUGE_VAL;

  if (r == 0 || q > MOST_UNKNOWNS)
    return;
  for (gsize s = 0; s < r; s++)
    {
      for (gsize i = 0; i < self->rows; i++)
        L[i * r + s] = self->U[i * self->k + s] * sqrt (self->sigma[s]);
      for (gsize j = 0; j < self->columns; j++)
        R[j * r + s] = self->Vt[s * self->columns + j] * sqrt (self->sigma[s]);
    }
  dual_matrix (self);
  J = g_new (double, q *q);
  step = g_new (double, q);
  for (int k = 0; k < NEWTON_STEPS; k++)
    {
      double size;

      if (pen_cancel_requested (self->cancel))
        return;
      memset (J, 0, q * q * sizeof *J);
      conditions (self, r, L, R, F, J);
      size = pen_norm2 (q, F);
      if (!(size < .5 * last) && k > 1)
        break;
      last = size;
      if (!pen_least_squares (q, q, J, F, step, NULL, NULL))
        return;
      pen_axpy (a, -1, step, L);
      pen_axpy (c, -1, step + a, R);
      pen_axpy (self->m, -1, step + a + c, self->mu);
      dual_matrix (self);
    }
  for (gsize i = 0; i < self->rows; i++)
    for (gsize j = 0; j < self->columns; j++)
      self->W[i * self->columns + j] = pen_dot (r, L + i * r, R + j * r);
}

/* σ_min/σ_max of H ↦ V_rᵀ vec (U H Vᵀ) over symmetric H, U and V the first t singular vectors of the matrix decomposed
 * last; 0 where there are fewer constraints than such H. NAN on failure. */
static double
injectivity (const Nuclear *self, gsize t)
{
  gsize s = t * (t + 1) / 2, k = MIN (self->m, s), column = 0;
  g_autofree double *M = g_new (double, MAX (self->m * s, 1)), *left = g_new (double, MAX (self->m * k, 1)),
                    *sigma = g_new (double, MAX (k, 1)), *right = g_new (double, MAX (k * s, 1)),
                    *H = g_new (double, self->d), *image = g_new (double, MAX (self->m, 1));

  if (self->m < s)
    return 0;
  for (gsize p = 0; p < t; p++)
    for (gsize q = p; q < t; q++, column++)
      {
        for (gsize i = 0; i < self->rows; i++)
          for (gsize j = 0; j < self->columns; j++)
            H[i * self->columns + j] = self->U[i * self->k + p] * self->Vt[q * self->columns + j]
                                       + (p < q ? self->U[i * self->k + q] * self->Vt[p * self->columns + j] : 0);
        pen_gemv (self->m, self->d, self->problem->Vt, H, image);
        for (gsize e = 0; e < self->m; e++)
          M[e * s + column] = image[e];
      }
  return pen_svd (self->m, s, M, left, sigma, right, NULL) ? sigma[s - 1] / sigma[0] : (double)NAN;
}

/* With N decomposed: every solution is U H Vᵀ, H ≥ 0, on the singular vectors where N is 1. Where the constraints tell
 * such H apart there is one; where they do not, and H > 0, W can be moved along what they do not see. */
static PenUnique
uniqueness (const Nuclear *self, gsize r)
{
  gsize t = 0;
  double share;

  while (t < self->k && self->sigma[t] > 1 - ON_FACE)
    t++;
  if (t == 0)
    return r == 0 ? PEN_UNIQUE_YES : PEN_UNIQUE_UNKNOWN;
  if (t > MOST_ON_FACE)
    return PEN_UNIQUE_UNKNOWN;
  share = injectivity (self, t);
  if (share > INJECTIVE)
    return PEN_UNIQUE_YES;
  return t == r && share < SINGULAR ? PEN_UNIQUE_NO : PEN_UNIQUE_UNKNOWN;
}

/* ν with ‖Σ ν_i A_i‖_op ≤ 1 proves that no W has a smaller nuclear norm than yᵀν. */
static gboolean
certify (Nuclear *self, PenSolution *solution, gsize r, GError **error)
{
  const PenProblem *problem = self->problem;
  double *nu = g_new0 (double, problem->n), norm = 0, top, dual, terms;

  pen_solution_take_multipliers (solution, problem->n, nu);
  dual_matrix (self);
  if (!decompose (self, self->N, error))
    return FALSE;
  top = self->sigma[0];
  solution->unique = uniqueness (self, r);
  if (top > 1) /* by rounding: then a little less is proved, and that surely */
    for (gsize i = 0; i < self->m; i++)
      self->mu[i] /= top;
  pen_row_space_multipliers (problem, self->mu, nu);
  dual = pen_dot_with_scale (problem->n, nu, problem->y, &terms);
  if (!decompose (self, self->W, error))
    return FALSE;
  for (gsize s = 0; s < self->k; s++)
    norm += self->sigma[s];
  g_free (solution->w);
  solution->w = g_memdup2 (self->W, self->d * sizeof *self->W);
  solution->objective = norm;
  pen_solution_set_values (solution, norm, dual, terms);
  solution->certificate.primal_residual = pen_interpolation_residual (problem, self->W, 0);
  solution->certificate.dual_residual = fmax (top - 1, 0);
  g_clear_pointer (&solution->reason, g_free); /* of an attempt before this one */
  pen_solution_settle (solution);
  return TRUE;
}

static gsize
count_rank (const Nuclear *self)
{
  gsize r = 0;

  while (r < self->k && self->sigma[r] > RANK_SHARE * self->sigma[0])
    r++;
  return r;
}

static gboolean
solve (Nuclear *self, PenSolution *solution, GError **error)
{
  double tau;
  gsize r = 0;

  project (self, self->Z, self->P); /* the least squares of smallest ‖W‖_F */
  if (!decompose (self, self->P, error))
    return FALSE;
  tau = self->sigma[0] / 2;
  memcpy (self->Z, self->P, self->d * sizeof *self->Z);
  for (int attempt = 0; attempt < 2; attempt++)
    {
      if (!split (self, tau, attempt == 0 ? SETTLED : AT_REST, error) || !decompose (self, self->Q, error))
        return FALSE;
      r = count_rank (self);
      polish (self, r);
      if (pen_solution_cancelled (self->cancel, error) || !certify (self, solution, r, error))
        return FALSE;
      if (solution->status == PEN_SOLUTION_OPTIMAL)
        return TRUE;
    }
  if (!split (self, tau, AT_REST, error))
    return FALSE;
  return certify (self, solution, r, error);
}

gboolean
pen_min_nuclear_solve (PenSolution *self, const PenProblem *problem, const PenModel *model, const PenCancel *cancel,
                       GError **error)
{
  Nuclear nuclear;
  gboolean done;

  if (model == NULL || model->rows == 0 || model->columns == 0 || model->rows * model->columns != problem->d)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION,
                   _ ("min-nuclear needs the shape of W: rows and columns whose product is %zu"), problem->d);
      return FALSE;
    }
  if (!problem->interpolable)
    {
      pen_solution_not_interpolable (self, problem);
      return TRUE;
    }
  nuclear_init (&nuclear, problem, model->rows, model->columns, cancel);
  if (pen_norm_inf (problem->n, problem->y) == 0)
    done = certify (&nuclear, self, 0, error);
  else
    done = solve (&nuclear, self, error);
  nuclear_clear (&nuclear);
  return done;
}
