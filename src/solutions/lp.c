/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lp.h"
#include "lp-watch.h"
#include "refined.h"
#include "solve.h"

#include <penchant/error.h>
#include <penchant/linalg.h>

#include <coin/Clp_C_Interface.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <math.h>
#include <string.h>

/* Clp's own tolerances: tighter than its default 1e-7, so that the final basis is the right one and not a near tie. */
#define TOLERANCE 1e-9
/* Smaller entries are rounding; Clp would scale a column of nothing else up to 1 and lose its way. */
#define NEGLIGIBLE 1e-15
/* A reduced cost of this size, relative to the largest cost, is zero. */
#define ZERO_REDUCED_COST 1e-9

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Clp_Simplex, Clp_deleteModel)

void
pen_lp_solution_clear (PenLpSolution *self)
{
  g_clear_pointer (&self->x, g_free);
  g_clear_pointer (&self->duals, g_free);
  g_clear_pointer (&self->basic, g_free);
}

static Clp_Simplex *
build_model (const PenLp *lp)
{
  gsize rows = lp->rows, columns = lp->columns, count = 0;
  g_autofree CoinBigIndex *start = g_new (CoinBigIndex, columns + 1);
  g_autofree int *index = g_new (int, rows *columns + 1);
  g_autofree double *value = g_new (double, rows *columns + 1);
  Clp_Simplex *model = Clp_newModel ();

  for (gsize j = 0; j < columns; j++)
    {
      start[j] = (CoinBigIndex)count;
      for (gsize i = 0; i < rows; i++)
        if (fabs (lp->A[i * columns + j]) > NEGLIGIBLE)
          {
            index[count] = (int)i;
            value[count++] = lp->A[i * columns + j];
          }
    }
  start[columns] = (CoinBigIndex)count;
  Clp_setLogLevel (model, 0);
  Clp_loadProblem (model, (int)columns, (int)rows, start, index, value, lp->lower, lp->upper, lp->cost, lp->row_lower,
                   lp->row_upper);
  Clp_setPrimalTolerance (model, TOLERANCE);
  Clp_setDualTolerance (model, TOLERANCE);
  return model;
}

/* FALSE when cancelled. */
static gboolean
run (Clp_Simplex *model, int (*method) (Clp_Simplex *, int), const PenCancel *cancel, GError **error)
{
  if (pen_solution_cancelled (cancel, error))
    return FALSE;
  method (model, 0);
  return !pen_solution_cancelled (cancel, error);
}

static gboolean
is_basic_row (Clp_Simplex *model, gsize i)
{
  return Clp_getRowStatus (model, (int)i) == 1;
}

static double
nearest_bound (double value, double lower, double upper)
{
  return fabs (value - lower) <= fabs (value - upper) ? lower : upper;
}

/* Rows and columns of the basis matrix that are not unit vectors: nonbasic rows × basic columns, square. */
typedef struct
{
  gsize size;
  gsize *rows, *columns;
  double *matrix; /* column after column */
} Kernel;

static void
kernel_clear (Kernel *self)
{
  g_free (self->rows);
  g_free (self->columns);
  g_free (self->matrix);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kernel, kernel_clear)

static gboolean
kernel_init (Kernel *self, const PenLp *lp, Clp_Simplex *model, const gboolean *basic)
{
  gsize rows = 0, columns = 0;

  self->rows = g_new (gsize, lp->rows + 1);
  self->columns = g_new (gsize, lp->columns + 1);
  for (gsize i = 0; i < lp->rows; i++)
    if (!is_basic_row (model, i))
      self->rows[rows++] = i;
  for (gsize j = 0; j < lp->columns; j++)
    if (basic[j])
      self->columns[columns++] = j;
  self->size = rows;
  if (rows != columns)
    return FALSE;
  self->matrix = g_new (double, rows *columns + 1);
  for (gsize q = 0; q < columns; q++)
    for (gsize p = 0; p < rows; p++)
      self->matrix[q * rows + p] = lp->A[self->rows[p] * lp->columns + self->columns[q]];
  return TRUE;
}

/* x and the duals again from the basis: M x_B = what the nonbasic rows and columns leave, Mᵀ duals = cost_B. */
static gboolean
resolve (const PenLp *lp, Clp_Simplex *model, PenLpSolution *solution)
{
  g_auto (Kernel) kernel = { 0 };
  g_autoptr (PenRefined) refined = NULL;
  g_autofree double *right = NULL, *unused = NULL, *cost = NULL, *value = NULL;
  const double *activity = Clp_getRowActivity (model);

  if (!kernel_init (&kernel, lp, model, solution->basic))
    return FALSE;
  refined = pen_refined_new (kernel.size, kernel.size, kernel.matrix);
  if (refined == NULL)
    return FALSE;
  right = g_new (double, kernel.size + 1);
  unused = g_new (double, kernel.size + 1);
  cost = g_new (double, kernel.size + 1);
  value = g_new (double, kernel.size + 1);
  for (gsize j = 0; j < lp->columns; j++)
    solution->x[j] = solution->basic[j] ? 0 : nearest_bound (solution->x[j], lp->lower[j], lp->upper[j]);
  for (gsize p = 0; p < kernel.size; p++)
    {
      gsize i = kernel.rows[p];

      right[p] = nearest_bound (activity[i], lp->row_lower[i], lp->row_upper[i])
                 - pen_dot (lp->columns, lp->A + i * lp->columns, solution->x);
      cost[p] = lp->cost[kernel.columns[p]];
    }
  pen_refined_solve (refined, right, NULL, unused, value);
  for (gsize q = 0; q < kernel.size; q++)
    solution->x[kernel.columns[q]] = value[q];
  pen_refined_solve (refined, NULL, cost, value, unused);
  memset (solution->duals, 0, lp->rows * sizeof *solution->duals);
  for (gsize p = 0; p < kernel.size; p++)
    solution->duals[kernel.rows[p]] = value[p];
  return TRUE;
}

/* The optimal face as a second program: what has a reduced cost stays; what has none may move by up to 1 from its
 * bound, and the program moves all of it as far as it goes. */
typedef struct
{
  double *lower, *upper, *row_lower, *row_upper, *cost;
  gsize movable;
} Face;

static void
face_clear (Face *self)
{
  g_free (self->lower);
  g_free (self->upper);
  g_free (self->row_lower);
  g_free (self->row_upper);
  g_free (self->cost);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Face, face_clear)

/* Restricts one variable or row at @value; its direction of movement, +1, −1, or 0 when it stays. */
static int
restrict_one (double value, double reduced_cost, double tolerance, double *lower, double *upper)
{
  double bound = nearest_bound (value, *lower, *upper);
  int direction = bound == *lower ? 1 : -1;

  if (*lower == *upper)
    return 0;
  if (fabs (reduced_cost) > tolerance)
    {
      *lower = *upper = bound;
      return 0;
    }
  if (direction > 0)
    *upper = fmin (*upper, bound + 1);
  else
    *lower = fmax (*lower, bound - 1);
  return direction;
}

static void
face_init (Face *self, const PenLp *lp, Clp_Simplex *model, const PenLpSolution *solution)
{
  double tolerance = ZERO_REDUCED_COST * fmax (pen_norm_inf (lp->columns, lp->cost), 1e-300);
  g_autofree double *reduced = g_new (double, lp->columns);
  const double *activity = Clp_getRowActivity (model);

  self->lower = g_memdup2 (lp->lower, lp->columns * sizeof (double));
  self->upper = g_memdup2 (lp->upper, lp->columns * sizeof (double));
  self->row_lower = g_memdup2 (lp->row_lower, lp->rows * sizeof (double));
  self->row_upper = g_memdup2 (lp->row_upper, lp->rows * sizeof (double));
  self->cost = g_new0 (double, lp->columns);
  pen_gemv_t (lp->rows, lp->columns, lp->A, solution->duals, reduced);
  for (gsize j = 0; j < lp->columns; j++)
    if (!solution->basic[j])
      {
        int direction =
            restrict_one (solution->x[j], lp->cost[j] - reduced[j], tolerance, self->lower + j, self->upper + j);

        self->cost[j] -= direction;
        self->movable += direction != 0;
      }
  for (gsize i = 0; i < lp->rows; i++)
    if (!is_basic_row (model, i))
      {
        int direction =
            restrict_one (activity[i], solution->duals[i], tolerance, self->row_lower + i, self->row_upper + i);

        pen_axpy (lp->columns, -direction, lp->A + i * lp->columns, self->cost);
        self->movable += direction != 0;
      }
}

static gboolean
find_unique (const PenLp *lp, Clp_Simplex *model, PenLpSolution *solution, const PenCancel *cancel, GError **error)
{
  g_auto (Face) face = { 0 };
  double before, after;

  face_init (&face, lp, model, solution);
  solution->unique = PEN_UNIQUE_YES;
  if (face.movable == 0)
    return TRUE;
  Clp_chgColumnLower (model, face.lower);
  Clp_chgColumnUpper (model, face.upper);
  Clp_chgRowLower (model, face.row_lower);
  Clp_chgRowUpper (model, face.row_upper);
  Clp_chgObjCoefficients (model, face.cost);
  before = pen_dot (lp->columns, face.cost, solution->x);
  if (!run (model, Clp_primal, cancel, error))
    return FALSE;
  after = pen_dot (lp->columns, face.cost, Clp_getColSolution (model));
  if (Clp_status (model) != 0)
    solution->unique = PEN_UNIQUE_UNKNOWN;
  else if (before - after > 1e-7)
    solution->unique = PEN_UNIQUE_NO;
  return TRUE;
}

gboolean
pen_lp_solve (const PenLp *lp, PenLpSolution *solution, const PenCancel *cancel, GError **error)
{
  g_autoptr (Clp_Simplex) model = NULL;

  *solution = (PenLpSolution){ .status = PEN_LP_FAILED, .unique = PEN_UNIQUE_UNKNOWN };
  if (lp->columns > INT_MAX / MAX (lp->rows, 1))
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION, _ ("A linear program of %zu × %zu is too large"), lp->rows,
                   lp->columns);
      return FALSE;
    }
  model = build_model (lp);
  pen_lp_watch (model, cancel);
  /* The dual method is the fast one here. Where its bounds and tolerances misled it, the primal one goes on from its
   * basis, at no cost where nothing is left to do. */
  if (!run (model, Clp_dual, cancel, error) || !run (model, Clp_primal, cancel, error))
    return FALSE;
  if (Clp_status (model) != 0)
    {
      solution->status = Clp_status (model) == 1 ? PEN_LP_INFEASIBLE : PEN_LP_FAILED;
      return TRUE;
    }
  solution->x = g_memdup2 (Clp_getColSolution (model), lp->columns * sizeof *solution->x);
  solution->duals = g_memdup2 (Clp_getRowPrice (model), lp->rows * sizeof *solution->duals);
  solution->basic = g_new (gboolean, lp->columns + 1);
  for (gsize j = 0; j < lp->columns; j++)
    solution->basic[j] = Clp_getColumnStatus (model, (int)j) == 1;
  if (!resolve (lp, model, solution))
    return TRUE;
  solution->status = PEN_LP_OPTIMAL;
  return find_unique (lp, model, solution, cancel, error);
}
