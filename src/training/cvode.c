/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "integrator.h"

#include <penchant/error.h>

#include <cvode/cvode.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <nvector/nvector_serial.h>
#include <string.h>
#include <sundials/sundials_linearsolver.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

/* Enough vectors for the spectrum of a Gram matrix of a few hundred samples before a restart. */
#define KRYLOV_SPACE 40

/* A factorization serves until γ is off by this share; CVODE corrects for it, and a new one costs ten solutions. */
#define OLD_GAMMA .5

/* The explicit method's own stability lets hJ be of order one; steps held there so long are held by nothing else. */
#define STIFF .5
#define STIFF_LOOKS 3
#define LOOK_STEPS 4  /* from one look to the next */
#define SLOW_STEPS 40 /* high orders lose stability well before: so many steps must double the clock */

struct _PenIntegrator
{
  PenFlow flow;
  const PenCancel *cancel;
  SUNContext context;
  void *cvode;
  N_Vector x;
  SUNMatrix matrix;
  SUNLinearSolver solver;
  SUNNonlinearSolver iteration; /* while the flow is not stiff */
  int stiff_looks;
  double s, end;
  double slow_s; /* the clock when last seen to double */
};

/* CVODE's return values: 0 fine, > 0 try a smaller step, < 0 give up. */
static int
verdict (const PenIntegrator *self, gboolean is_fine)
{
  if (pen_cancel_requested (self->cancel))
    return -1;
  return is_fine ? 0 : 1;
}

static int
derivative_cb (double s, N_Vector x, N_Vector dx, void *data)
{
  PenIntegrator *self = data;

  if (pen_cancel_requested (self->cancel))
    return -1;
  return verdict (self, self->flow.derivative (self->flow.self, s, N_VGetArrayPointer (x), N_VGetArrayPointer (dx)));
}

static int
product_cb (N_Vector v, N_Vector Jv, double s, N_Vector x, N_Vector dx, void *data, N_Vector work)
{
  PenIntegrator *self = data;

  if (pen_cancel_requested (self->cancel))
    return -1;
  return verdict (self, self->flow.product (self->flow.self, s, N_VGetArrayPointer (x), N_VGetArrayPointer (v),
                                            N_VGetArrayPointer (Jv)));
}

static int
prepare_cb (double s, N_Vector x, N_Vector dx, int may_reuse, int *is_new, double gamma, void *data)
{
  PenIntegrator *self = data;

  *is_new = FALSE;
  if (pen_cancel_requested (self->cancel))
    return -1;
  return verdict (self, self->flow.factor (self->flow.self, s, N_VGetArrayPointer (x), gamma, may_reuse, is_new));
}

static int
precondition_cb (double s, N_Vector x, N_Vector dx, N_Vector r, N_Vector z, double gamma, double delta, int side,
                 void *data)
{
  PenIntegrator *self = data;

  memcpy (N_VGetArrayPointer (z), N_VGetArrayPointer (r), self->flow.size * sizeof (double));
  return verdict (self, self->flow.solve (self->flow.self, N_VGetArrayPointer (z)));
}

/* A direct solver of our own, to which CVODE's matrix is only a name: the flow knows I − γJ's structure. */
static int
system_cb (double s, N_Vector x, N_Vector dx, SUNMatrix matrix, int may_reuse, int *is_new, double gamma, void *data,
           N_Vector a, N_Vector b, N_Vector c)
{
  return prepare_cb (s, x, dx, may_reuse, is_new, gamma, data);
}

static SUNMatrix_ID
matrix_id_cb (SUNMatrix matrix)
{
  return SUNMATRIX_CUSTOM;
}

static SUNLinearSolver_Type
solver_type_cb (SUNLinearSolver solver)
{
  return SUNLINEARSOLVER_DIRECT;
}

static int
solver_setup_cb (SUNLinearSolver solver, SUNMatrix matrix)
{
  return 0;
}

static int
solver_solve_cb (SUNLinearSolver solver, SUNMatrix matrix, N_Vector x, N_Vector b, double tolerance)
{
  PenIntegrator *self = solver->content;

  memcpy (N_VGetArrayPointer (x), N_VGetArrayPointer (b), self->flow.size * sizeof (double));
  return verdict (self, self->flow.solve (self->flow.self, N_VGetArrayPointer (x)));
}

/* CVODE would print what its return value already says. */
static void
silent_cb (int code, const char *module, const char *function, char *message, void *data)
{
}

static int
weights_cb (N_Vector x, N_Vector weights, void *data)
{
  PenIntegrator *self = data;

  for (gsize i = 0; i < self->flow.size; i++)
    N_VGetArrayPointer (weights)[i] =
        1 / (self->flow.relative * fabs (N_VGetArrayPointer (x)[i]) + self->flow.absolute + self->flow.noise[i]);
  return 0;
}

static gboolean
attach_direct (PenIntegrator *self)
{
  self->matrix = SUNMatNewEmpty (self->context);
  self->solver = SUNLinSolNewEmpty (self->context);
  if (self->matrix == NULL || self->solver == NULL)
    return FALSE;
  self->matrix->ops->getid = matrix_id_cb;
  self->solver->ops->gettype = solver_type_cb;
  self->solver->ops->setup = solver_setup_cb;
  self->solver->ops->solve = solver_solve_cb;
  self->solver->content = self;
  return CVodeSetLinearSolver (self->cvode, self->solver, self->matrix) == 0
         && CVodeSetLinSysFn (self->cvode, system_cb) == 0;
}

static gboolean
attach_krylov (PenIntegrator *self)
{
  gboolean is_conditioned = self->flow.factor != NULL;

  self->solver = SUNLinSol_SPGMR (self->x, is_conditioned ? SUN_PREC_LEFT : SUN_PREC_NONE, KRYLOV_SPACE, self->context);
  return self->solver != NULL && CVodeSetLinearSolver (self->cvode, self->solver, NULL) == 0
         && (!is_conditioned || CVodeSetPreconditioner (self->cvode, prepare_cb, precondition_cb) == 0)
         && CVodeSetJacTimes (self->cvode, NULL, product_cb) == 0;
}

static gboolean
attach_fixed_point (PenIntegrator *self)
{
  self->iteration = SUNNonlinSol_FixedPoint (self->x, 0, self->context);
  return self->iteration != NULL && CVodeSetNonlinearSolver (self->cvode, self->iteration) == 0;
}

/* From (s, x) on, by one family of methods. */
static gboolean
begin (PenIntegrator *self, gboolean is_stiff)
{
  self->cvode = CVodeCreate (is_stiff ? CV_BDF : CV_ADAMS, self->context);
  return self->cvode != NULL && CVodeSetErrHandlerFn (self->cvode, silent_cb, NULL) == 0
         && CVodeInit (self->cvode, derivative_cb, self->s, self->x) == 0 && CVodeSetUserData (self->cvode, self) == 0
         && CVodeWFtolerances (self->cvode, weights_cb) == 0
         && (!is_stiff              ? attach_fixed_point (self)
             : self->flow.is_direct ? attach_direct (self)
                                    : attach_krylov (self))
         && (!is_stiff || CVodeSetDeltaGammaMaxLSetup (self->cvode, OLD_GAMMA) == 0)
         && CVodeSetMaxNumSteps (self->cvode, -1) == 0 && CVodeSetMaxErrTestFails (self->cvode, 30) == 0
         && CVodeSetMaxConvFails (self->cvode, 60) == 0
         && CVodeSetInitStep (self->cvode, self->s == 0 ? self->flow.first_step : 0) == 0
         && (self->end == 0 || CVodeSetStopTime (self->cvode, self->end) == 0);
}

static gboolean
attach (PenIntegrator *self, const double *x)
{
  if (SUNContext_Create (NULL, &self->context) != 0)
    return FALSE;
  self->x = N_VNew_Serial ((sunindextype)self->flow.size, self->context);
  if (self->x == NULL || N_VEnableFusedOps_Serial (self->x, TRUE) != 0)
    return FALSE;
  memcpy (N_VGetArrayPointer (self->x), x, self->flow.size * sizeof *x);
  return begin (self, self->flow.stiffness == NULL);
}

PenIntegrator *
pen_integrator_new (const PenFlow *flow, const double *x, double end, const PenCancel *cancel, GError **error)
{
  g_autoptr (PenIntegrator) self = g_new0 (PenIntegrator, 1);

  self->flow = *flow;
  self->end = end;
  self->cancel = cancel;
  if (!attach (self, x))
    {
      g_set_error_literal (error, PEN_ERROR, PEN_ERROR_CONVERGENCE, _ ("The integrator could not be set up"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

static gboolean
is_turning_stiff (PenIntegrator *self)
{
  double step = 0;
  long int steps = 0;

  CVodeGetLastStep (self->cvode, &step);
  CVodeGetNumSteps (self->cvode, &steps);
  if (steps % SLOW_STEPS == 0)
    {
      if (self->s < 2 * self->slow_s)
        return TRUE;
      self->slow_s = self->s;
    }
  if (steps % LOOK_STEPS != 0)
    return FALSE;
  self->stiff_looks = step * self->flow.stiffness (self->flow.self) > STIFF ? self->stiff_looks + 1 : 0;
  return self->stiff_looks >= STIFF_LOOKS;
}

static gboolean
turn_stiff (PenIntegrator *self)
{
  CVodeFree (&self->cvode);
  SUNNonlinSolFree (self->iteration);
  self->iteration = NULL;
  return begin (self, TRUE);
}

PenStep
pen_integrator_step (PenIntegrator *self, double *s)
{
  int code;

  if (pen_cancel_requested (self->cancel))
    return PEN_STEP_CANCELLED;
  code = CVode (self->cvode, self->end > 0 ? self->end : 1e300, self->x, &self->s, CV_ONE_STEP);
  if (code < 0 && self->iteration != NULL && !pen_cancel_requested (self->cancel) && turn_stiff (self))
    code = CVode (self->cvode, self->end > 0 ? self->end : 1e300, self->x, &self->s, CV_ONE_STEP);
  *s = self->s;
  if (code == CV_TSTOP_RETURN)
    return PEN_STEP_AT_END;
  if (code >= 0)
    return self->iteration == NULL || !is_turning_stiff (self) || turn_stiff (self) ? PEN_STEP_TAKEN
                                                                                    : PEN_STEP_EXHAUSTED;
  return pen_cancel_requested (self->cancel) ? PEN_STEP_CANCELLED : PEN_STEP_EXHAUSTED;
}

gboolean
pen_integrator_restart (PenIntegrator *self, const double *x)
{
  double step = 0;

  memcpy (N_VGetArrayPointer (self->x), x, self->flow.size * sizeof *x);
  return CVodeGetLastStep (self->cvode, &step) == 0 && CVodeReInit (self->cvode, self->s, self->x) == 0
         && CVodeSetInitStep (self->cvode, step) == 0
         && (self->end == 0 || CVodeSetStopTime (self->cvode, self->end) == 0);
}

const double *
pen_integrator_x (const PenIntegrator *self)
{
  return N_VGetArrayPointer (self->x);
}

gboolean
pen_integrator_interpolate (const PenIntegrator *self, double s, double *x)
{
  N_Vector there = N_VMake_Serial ((sunindextype)self->flow.size, x, self->context);
  gboolean is_known = there != NULL && CVodeGetDky (self->cvode, s, 0, there) == 0;

  if (there != NULL)
    N_VDestroy (there);
  return is_known;
}

void
pen_integrator_free (PenIntegrator *self)
{
  if (self == NULL)
    return;
  if (self->cvode != NULL)
    CVodeFree (&self->cvode);
  if (self->iteration != NULL)
    SUNNonlinSolFree (self->iteration);
  if (self->solver != NULL)
    self->flow.is_direct ? SUNLinSolFreeEmpty (self->solver) : (void)SUNLinSolFree (self->solver);
  if (self->matrix != NULL)
    SUNMatFreeEmpty (self->matrix);
  if (self->x != NULL)
    N_VDestroy (self->x);
  if (self->context != NULL)
    SUNContext_Free (&self->context);
  g_free (self);
}
