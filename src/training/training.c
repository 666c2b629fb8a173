/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recorder.h"

#include <penchant/error.h>
#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
pen_recorder_frame (PenRecorder *self, double log_time, double log_loss, const double *w)
{
  PenTraining *training = self->training;
  double norm = pen_norm2 (training->d, w);
  PenFrame frame = { .log10_time = log_time / G_LN10, .log10_loss = log_loss / G_LN10 };

  if (!isfinite (norm)) /* lifted past the largest number: the moment before stands */
    return;
  memcpy (training->w, w, training->d * sizeof *w);
  for (gsize j = 0; j < training->d; j++)
    training->direction[j] = norm > 0 ? w[j] / norm : 0;
  training->log10_time = frame.log10_time;
  training->log10_loss = frame.log10_loss;
  pen_trace_append (training->trace, frame.log10_time, frame.log10_loss, w);
  frame.w = training->w;
  if (self->on_frame != NULL)
    self->on_frame (&frame, self->user_data);
}

void
pen_recorder_end (PenRecorder *self, PenTrainingStatus status, const char *reason)
{
  self->training->status = status;
  g_free (self->training->reason);
  self->training->reason = g_strdup (reason);
}

static gboolean
check_options (const PenProblem *problem, const PenTrainingOptions *options, GError **error)
{
  gboolean has_closed_form = options->method == PEN_METHOD_GRADIENT_FLOW && options->model.kind == PEN_MODEL_LINEAR
                             && options->loss == PEN_LOSS_SQUARED;

  if (options->model.d != problem->d)
    g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION, _ ("The model has %zu weights and the data %zu features"),
                 options->model.d, problem->d);
  else if (!pen_model_check (&options->model, error))
    return FALSE;
  else if (options->loss != PEN_LOSS_SQUARED && problem->task != PEN_TASK_CLASSIFICATION)
    g_set_error (
        error, PEN_ERROR, PEN_ERROR_UNSUPPORTED,
        _ ("The %s loss needs a classification task, with targets ±1; for other targets take the squared loss"),
        pen_loss_nick (options->loss));
  else if (options->loss != PEN_LOSS_SQUARED && options->model.kind == PEN_MODEL_NEURON)
    g_set_error (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED,
                 _ ("A neuron is trained with the squared loss; for the %s loss take a linear model"),
                 pen_loss_nick (options->loss));
  else if (options->loss == PEN_LOSS_POLYNOMIAL && !(options->exponent > 0 && isfinite (options->exponent)))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                 _ ("The exponent of the polynomial tail is %g; it must be positive"), options->exponent);
  else if (options->method == PEN_METHOD_MIRROR_DESCENT && options->model.kind != PEN_MODEL_LINEAR
           && options->model.kind != PEN_MODEL_DIAGONAL)
    g_set_error (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED,
                 _ ("Mirror descent needs a model with a potential: linear or diagonal, not %s"),
                 pen_model_nick (options->model.kind));
  else if (options->method != PEN_METHOD_GRADIENT_FLOW && !(options->step_size >= 0 && isfinite (options->step_size)))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                 _ ("The step size is %g; it must be positive, or 0 for an automatic one"), options->step_size);
  else if (options->method == PEN_METHOD_SGD && options->batch_size > problem->n)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("A batch of %zu is more than the %zu samples"),
                 options->batch_size, problem->n);
  else if (!(options->momentum >= 0 && options->momentum < 1))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The momentum is %g; it must be at least 0 and below 1"),
                 options->momentum);
  else if (options->stop == PEN_STOP_STEPS && has_closed_form)
    g_set_error_literal (error, PEN_ERROR, PEN_ERROR_UNSUPPORTED,
                         _ ("The linear model's flow on the squared loss is known in closed form and takes no steps; "
                            "stop at the limit or at a time"));
  else if (options->stop == PEN_STOP_STEPS && options->steps < 1)
    g_set_error_literal (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The number of steps must be at least 1"));
  else if (options->stop == PEN_STOP_TIME && !(options->time > 0 && isfinite (options->time)))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The time to stop at is %g; it must be positive and finite"),
                 options->time);
  else if (options->stop == PEN_STOP_LIMIT && !(options->tolerance > 0 && options->tolerance < 1))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The tolerance is %g; it must be between 0 and 1"),
                 options->tolerance);
  else
    return TRUE;
  return FALSE;
}

PenTraining *
pen_training_run (const PenProblem *problem, const PenTrainingOptions *options, const PenCancel *cancel,
                  PenFrameFunc on_frame, gpointer user_data, GError **error)
{
  g_autoptr (PenTraining) training = NULL;
  gint64 start = g_get_monotonic_time ();
  PenRecorder recorder = { problem, options, cancel, on_frame, user_data, NULL };

  g_return_val_if_fail (problem != NULL && options != NULL, NULL);
  if (!check_options (problem, options, error))
    return NULL;
  training = g_new0 (PenTraining, 1);
  training->method = options->method;
  training->tolerance = options->tolerance;
  training->is_automatic = options->method != PEN_METHOD_GRADIENT_FLOW && options->step_size <= 0;
  training->d = pen_model_size (&options->model);
  training->w = g_new0 (double, training->d);
  training->direction = g_new0 (double, training->d);
  training->step_size = training->step_limit = training->off_span = NAN;
  training->trace = pen_trace_new (training->d);
  recorder.training = training;
  if (options->method != PEN_METHOD_GRADIENT_FLOW)
    pen_descent_run (&recorder);
  else if (options->model.kind == PEN_MODEL_LINEAR && options->loss == PEN_LOSS_SQUARED)
    pen_closed_form_run (&recorder);
  else if (!pen_flow_run (&recorder, error))
    return NULL;
  training->seconds = (double)(g_get_monotonic_time () - start) * 1e-6;
  if (options->model.kind == PEN_MODEL_LINEAR)
    training->off_span = pen_trace_off_span (training->trace, problem, options->model.start);
  return g_steal_pointer (&training);
}

void
pen_training_free (PenTraining *self)
{
  if (self == NULL)
    return;
  g_free (self->reason);
  g_free (self->w);
  g_free (self->direction);
  g_free (self->effective_scale);
  pen_trace_free (self->trace);
  g_free (self);
}

const char *
pen_training_status_nick (PenTrainingStatus status)
{
  static const char *const nicks[] = { "converged", "stopped", "diverged", "cancelled", "failed" };

  g_return_val_if_fail ((gsize)status < G_N_ELEMENTS (nicks), NULL);
  return nicks[status];
}

static const char *const method_nicks[] = {
#define PEN_METHOD_ENTRY(name, nick, label) nick,
  PEN_METHOD_LIST (PEN_METHOD_ENTRY)
#undef PEN_METHOD_ENTRY
};
static const char *const method_labels[] = {
#define PEN_METHOD_ENTRY(name, nick, label) label,
  PEN_METHOD_LIST (PEN_METHOD_ENTRY)
#undef PEN_METHOD_ENTRY
};

const char *
pen_method_nick (PenMethod method)
{
  g_return_val_if_fail ((gsize)method < PEN_N_METHODS, NULL);
  return method_nicks[method];
}

const char *
pen_method_label (PenMethod method)
{
  g_return_val_if_fail ((gsize)method < PEN_N_METHODS, NULL);
  return _ (method_labels[method]);
}
