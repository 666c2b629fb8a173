/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/file.h>
#include <penchant/experiment.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/relu.h>

/* More work than this, and the residual is measured at fewer of the frames. */
#define MOST_WORK 2e9

/* The column of the KKT residual: of ReLU networks on labels; 0 where there is none, else every how many frames. */
static gsize
kkt_stride (const PenOutcome *outcome)
{
  const PenTrace *trace = outcome->training->trace;
  double n = (double)outcome->problem->n, p = (double)trace->d;

  if (outcome->experiment->model != PEN_MODEL_RELU_NETWORK || outcome->problem->task != PEN_TASK_CLASSIFICATION)
    return 0;
  return (gsize)ceil (n * p * MIN (n, p) * (double)trace->n_frames / MOST_WORK);
}

/* Empty where it is not measured, or some margin is not positive. */
static void
append_residual (GString *text, const PenOutcome *outcome, const PenModel *model, const double *theta)
{
  g_auto (PenReluKkt) kkt = { 0 };
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (pen_relu_kkt_measure (model, outcome->problem, theta, &kkt, NULL, NULL) && kkt.n_multipliers > 0)
    g_string_append (text, g_ascii_dtostr (number, sizeof number, MAX (kkt.residual, kkt.gap)));
}

gboolean
pen_report_write_trace (const PenOutcome *outcome, const char *path, GError **error)
{
  const PenTrace *trace = outcome->training->trace;
  g_autoptr (GString) text = g_string_new ("log10_time,log10_loss");
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  gsize stride = kkt_stride (outcome);
  PenModel model;

  pen_experiment_model (outcome->experiment, outcome->problem, &model);
  for (gsize j = 0; j < trace->d; j++)
    g_string_append_printf (text, ",w%zu", j + 1);
  if (stride > 0)
    g_string_append (text, ",kkt_residual");
  g_string_append_c (text, '\n');
  for (gsize i = 0; i < trace->n_frames; i++)
    {
      const PenFrame *frame = &trace->frames[i];

      g_string_append (text, g_ascii_dtostr (number, sizeof number, frame->log10_time));
      g_string_append_c (text, ',');
      g_string_append (text, g_ascii_dtostr (number, sizeof number, frame->log10_loss));
      for (gsize j = 0; j < trace->d; j++)
        {
          g_string_append_c (text, ',');
          g_string_append (text, g_ascii_dtostr (number, sizeof number, frame->w[j]));
        }
      if (stride > 0)
        g_string_append_c (text, ',');
      if (stride > 0 && (i % stride == 0 || i + 1 == trace->n_frames))
        append_residual (text, outcome, &model, frame->w);
      g_string_append_c (text, '\n');
    }
  return pen_file_write (path, text->str, (gssize)text->len, error);
}
