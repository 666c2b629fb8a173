/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lp.h"
#include "solve.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* min ‖w‖ s.t. Zw ≥ 1 in ℓ₁ or ℓ∞, as max γ s.t. Zv ≥ γ, ‖v‖ ≤ 1, w = v/γ: always feasible and bounded, and 0 exactly
 * where the points are not separable. Rows are scaled by powers of two, which changes no digit of the vertex. */

/* Below this γ, relative to the smallest point, the simplex tolerance 1e-9 no longer tells separable from not. */
#define DOUBTFUL_MARGIN 1e-6

typedef struct
{
  gsize n, d, columns; /* ℓ₁: p, q, γ; ℓ∞: v, γ */
  gsize rows;          /* ℓ₁: n and the norm's */
  double *A, *row_lower, *row_upper, *lower, *upper, *cost;
  double *scale; /* n: of each row */
  double unit;   /* γ is the program's times this */
} Program;

static void
program_clear (Program *self)
{
  g_free (self->A);
  g_free (self->row_lower);
  g_free (self->row_upper);
  g_free (self->lower);
  g_free (self->upper);
  g_free (self->cost);
  g_free (self->scale);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Program, program_clear)

static gboolean
is_l1 (const PenSolution *self)
{
  return self->kind == PEN_SOLUTION_L1_MAX_MARGIN;
}

static void
set_rows (Program *self, gboolean l1, const double *Z)
{
  gsize n = self->n, d = self->d, columns = self->columns;

  for (gsize i = 0; i < n; i++)
    {
      double *row = self->A + i * columns;

      for (gsize j = 0; j < d; j++)
        {
          row[j] = Z[i * d + j] * self->scale[i];
          if (l1)
            row[d + j] = -row[j];
        }
      row[columns - 1] = -self->unit * self->scale[i];
      self->row_upper[i] = HUGE_VAL;
    }
  if (!l1)
    return;
  for (gsize j = 0; j + 1 < columns; j++)
    self->A[n * columns + j] = 1;
  self->row_lower[n] = -HUGE_VAL;
  self->row_upper[n] = 1;
}

static void
program_init (Program *self, gboolean l1, gsize n, gsize d, const double *Z)
{
  self->n = n;
  self->d = d;
  self->columns = (l1 ? 2 * d : d) + 1;
  self->rows = l1 ? n + 1 : n;
  self->A = g_new0 (double, self->rows * self->columns);
  self->row_lower = g_new0 (double, self->rows);
  self->row_upper = g_new0 (double, self->rows);
  self->lower = g_new0 (double, self->columns);
  self->upper = g_new (double, self->columns);
  self->cost = g_new0 (double, self->columns);
  self->scale = g_new (double, n);
  self->unit = HUGE_VAL;
  for (gsize i = 0; i < n; i++)
    {
      self->scale[i] = ldexp (1, -ilogb (pen_norm2 (d, Z + i * d)));
      self->unit = fmin (self->unit, 1 / self->scale[i]);
    }
  set_rows (self, l1, Z);
  for (gsize j = 0; j + 1 < self->columns; j++)
    {
      self->lower[j] = l1 ? 0 : -1;
      self->upper[j] = l1 ? HUGE_VAL : 1;
    }
  /* |z_iᵀv| ≤ ‖z_i‖₁: a bound never reached, which makes the first basis dual feasible. */
  self->upper[self->columns - 1] = 4 * sqrt ((double)d);
  self->cost[self->columns - 1] = -1;
}

/* The dual of min ‖w‖ s.t. Zw ≥ 1 is max Σa s.t. ‖Zᵀa‖_* ≤ 1, a ≥ 0, with the dual norm. */
static void
certify (PenSolution *self, gsize n, const double *Z, const double *a)
{
  gsize d = self->d;
  g_autofree double *image = g_new (double, d);
  g_autofree double *sizes = pen_terms_t (n, d, Z, a);
  double sum = 0, size, terms;

  for (gsize i = 0; i < n; i++)
    sum += a[i];
  pen_gemv_t (n, d, Z, a, image);
  size = is_l1 (self) ? pen_norm_inf (d, image) : pen_norm1 (d, image);
  terms = is_l1 (self) ? pen_norm_inf (d, sizes) : pen_norm1 (d, sizes);
  self->objective = is_l1 (self) ? pen_norm1 (d, self->w) : pen_norm_inf (d, self->w);
  self->margin = 1 / self->objective;
  pen_solution_set_values (self, self->objective, sum, 0);
  self->certificate.primal_residual = pen_margin_violation (n, d, Z, self->w);
  self->certificate.dual_residual = fmax (0, size - 1) / pen_unit_scale (terms);
}

static void
fill (PenSolution *self, const Program *program, const double *Z, const PenLpSolution *found)
{
  gsize n = program->n, d = program->d;
  double small = found->x[program->columns - 1], gamma = small * program->unit;
  double *a = g_new (double, n);

  self->w = g_new (double, d);
  for (gsize j = 0; j < d; j++)
    self->w[j] = (found->x[j] - (is_l1 (self) ? found->x[d + j] : 0)) / gamma;
  for (gsize i = 0; i < n; i++) /* a multiplier below 0 is rounding; the certificate judges it as the 0 it stands for */
    a[i] = fmax (0, found->duals[i] * program->scale[i] / small);
  pen_solution_take_multipliers (self, n, a);
  certify (self, n, Z, a);
  pen_margin_support (self, n, Z, a);
  self->unique = found->unique;
  if (self->unique == PEN_UNIQUE_NO)
    self->reason = g_strdup (_ ("not the only one: other w have the same margin"));
  pen_solution_settle (self);
}

static gboolean
solve_program (PenSolution *self, gsize n, const double *Z, gboolean *doubtful, const PenCancel *cancel, GError **error)
{
  g_auto (Program) program = { 0 };
  g_auto (PenLpSolution) found = { 0 };
  PenLp lp;

  program_init (&program, is_l1 (self), n, self->d, Z);
  lp = (PenLp){ program.rows,      program.columns, program.A,     program.row_lower,
                program.row_upper, program.lower,   program.upper, program.cost };
  if (!pen_lp_solve (&lp, &found, cancel, error))
    return FALSE;
  *doubtful = found.status != PEN_LP_OPTIMAL || !(found.x[program.columns - 1] > DOUBTFUL_MARGIN);
  if (found.status == PEN_LP_OPTIMAL && found.x[program.columns - 1] > 0)
    fill (self, &program, Z, &found);
  else
    pen_solution_fail (self, _ ("the simplex method did not reach a vertex it could trust"));
  return TRUE;
}

static gboolean
has_zero_row (gsize n, gsize d, const double *Z)
{
  for (gsize i = 0; i < n; i++)
    if (pen_norm_inf (d, Z + i * d) == 0)
      return TRUE;
  return FALSE;
}

gboolean
pen_norm_margin_solve (PenSolution *self, const PenProblem *problem, const PenCancel *cancel, GError **error)
{
  gsize n = problem->n, d = problem->d;
  g_autofree double *Z = g_new (double, n *d);
  g_auto (PenLeastDistance) nearest = { 0 };
  gboolean doubtful = TRUE;

  pen_signed_rows (problem, Z);
  if (!has_zero_row (n, d, Z) && !solve_program (self, n, Z, &doubtful, cancel, error))
    return FALSE;
  if (!doubtful || self->status == PEN_SOLUTION_OPTIMAL)
    return TRUE;
  if (!pen_least_distance_solve (n, d, Z, &nearest, cancel, error))
    return FALSE;
  if (!nearest.separable && pen_margin_has_digits (n, d, Z) && !pen_margin_separates (n, d, Z, nearest.a))
    pen_solution_not_separable (self, n, &nearest);
  return TRUE;
}
