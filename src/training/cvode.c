/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "integrator.h"

#include <penchant/error.h>

#include <cvode/cvode.h>
#include <glib/gi18n-lib.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunlinsol/sunlinsol_spgmr.h>
#include <sunmatrix/sunmatrix_dense.h>

/* Enough vectors for the spectrum of a Gram matrix of a few hundred samples before a restart. */
#define KRYLOV_SPACE 40

struct _PenIntegrator
{
  PenFlow flow;
  const PenCancel *cancel;
  SUNContext context;
  void *cvode;
  N_Vector x;
  SUNMatrix matrix;
  SUNLinearSolver solver;
  double end;
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
  return verdict (self, self->flow.derivative (self->flow.self, N_VGetArrayPointer (x), N_VGetArrayPointer (dx)));
}

static int
jacobian_cb (double s, N_Vector x, N_Vector dx, SUNMatrix J, void *data, N_Vector a, N_Vector b, N_Vector c)
{
  PenIntegrator *self = data;

  if (pen_cancel_requested (self->cancel))
    return -1;
  return verdict (self, self->flow.jacobian (self->flow.self, N_VGetArrayPointer (x), SUNDenseMatrix_Data (J)));
}

static int
product_cb (N_Vector v, N_Vector Jv, double s, N_Vector x, N_Vector dx, void *data, N_Vector work)
{
  PenIntegrator *self = data;

  if (pen_cancel_requested (self->cancel))
    return -1;
  return verdict (self, self->flow.product (self->flow.self, N_VGetArrayPointer (x), N_VGetArrayPointer (v),
                                            N_VGetArrayPointer (Jv)));
}

static int
prepare_cb (double s, N_Vector x, N_Vector dx, int is_current, int *is_new, double gamma, void *data)
{
  PenIntegrator *self = data;

  *is_new = TRUE;
  if (pen_cancel_requested (self->cancel))
    return -1;
  return verdict (self, self->flow.prepare (self->flow.self, N_VGetArrayPointer (x), gamma));
}

static int
solve_cb (double s, N_Vector x, N_Vector dx, N_Vector r, N_Vector z, double gamma, double delta, int side, void *data)
{
  PenIntegrator *self = data;

  return verdict (self, self->flow.solve (self->flow.self, N_VGetArrayPointer (r), N_VGetArrayPointer (z)));
}

/* CVODE would print what its return value already says. */
static void
silent_cb (int code, const char *module, const char *function, char *message, void *data)
{
}

static gboolean
attach_solver (PenIntegrator *self)
{
  gboolean is_conditioned = !self->flow.is_dense && self->flow.prepare != NULL;

  if (self->flow.is_dense)
    {
      self->matrix = SUNDenseMatrix ((sunindextype)self->flow.size, (sunindextype)self->flow.size, self->context);
      self->solver = SUNLinSol_Dense (self->x, self->matrix, self->context);
    }
  else
    self->solver =
        SUNLinSol_SPGMR (self->x, is_conditioned ? SUN_PREC_LEFT : SUN_PREC_NONE, KRYLOV_SPACE, self->context);
  if (self->solver == NULL || CVodeSetLinearSolver (self->cvode, self->solver, self->matrix) != 0)
    return FALSE;
  if (self->flow.is_dense)
    return CVodeSetJacFn (self->cvode, jacobian_cb) == 0;
  if (is_conditioned && CVodeSetPreconditioner (self->cvode, prepare_cb, solve_cb) != 0)
    return FALSE;
  return CVodeSetJacTimes (self->cvode, NULL, product_cb) == 0;
}

static gboolean
attach (PenIntegrator *self, const double *x)
{
  if (SUNContext_Create (NULL, &self->context) != 0)
    return FALSE;
  self->x = N_VNew_Serial ((sunindextype)self->flow.size, self->context);
  self->cvode = CVodeCreate (CV_BDF, self->context);
  if (self->x == NULL || self->cvode == NULL)
    return FALSE;
  for (gsize i = 0; i < self->flow.size; i++)
    N_VGetArrayPointer (self->x)[i] = x[i];
  return CVodeSetErrHandlerFn (self->cvode, silent_cb, NULL) == 0
         && CVodeInit (self->cvode, derivative_cb, 0, self->x) == 0 && CVodeSetUserData (self->cvode, self) == 0
         && CVodeSStolerances (self->cvode, self->flow.relative, self->flow.absolute) == 0 && attach_solver (self)
         && CVodeSetMaxNumSteps (self->cvode, -1) == 0 && CVodeSetMaxErrTestFails (self->cvode, 30) == 0
         && CVodeSetMaxConvFails (self->cvode, 60) == 0
         && (self->end == 0 || CVodeSetStopTime (self->cvode, self->end) == 0);
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

PenStep
pen_integrator_step (PenIntegrator *self, double *s)
{
  int code;

  if (pen_cancel_requested (self->cancel))
    return PEN_STEP_CANCELLED;
  code = CVode (self->cvode, self->end > 0 ? self->end : 1e300, self->x, s, CV_ONE_STEP);
  if (code == CV_TSTOP_RETURN)
    return PEN_STEP_AT_END;
  if (code >= 0)
    return PEN_STEP_TAKEN;
  return pen_cancel_requested (self->cancel) ? PEN_STEP_CANCELLED : PEN_STEP_EXHAUSTED;
}

const double *
pen_integrator_x (const PenIntegrator *self)
{
  return N_VGetArrayPointer (self->x);
}

void
pen_integrator_free (PenIntegrator *self)
{
  if (self == NULL)
    return;
  if (self->cvode != NULL)
    CVodeFree (&self->cvode);
  if (self->solver != NULL)
    SUNLinSolFree (self->solver);
  if (self->matrix != NULL)
    SUNMatDestroy (self->matrix);
  if (self->x != NULL)
    N_VDestroy (self->x);
  if (self->context != NULL)
    SUNContext_Free (&self->context);
  g_free (self);
}
