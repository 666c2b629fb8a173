/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recorder.h"

#include <penchant/linalg.h>

#include <math.h>

#define LOOKS 32 /* frames measured, evenly over the trace, the last among them */

/* ‖(I − VVᵀ)(w − w₀)‖/‖w − w₀‖; 0 where w has not moved beyond the rounding of w₀. */
static double
off_span_at (const PenProblem *problem, const double *start, const double *w, double *moved, double *rest)
{
  gsize d = problem->d;
  g_autofree double *c = g_new (double, MAX (problem->rank, 1));
  double size;

  for (gsize j = 0; j < d; j++)
    moved[j] = w[j] - (start != NULL ? start[j] : 0);
  size = pen_norm2 (d, moved);
  if (!(size > 0) || (start != NULL && size < 1e-8 * pen_norm2 (d, start)))
    return 0;
  pen_gemv (problem->rank, d, problem->Vt, moved, c);
  pen_gemv_t (problem->rank, d, problem->Vt, c, rest);
  pen_axpy (d, -1, rest, moved);
  return pen_norm2 (d, moved) / size;
}

double
pen_trace_off_span (const PenTrace *trace, const PenProblem *problem, const double *start)
{
  g_autofree double *moved = g_new (double, MAX (problem->d, 1));
  g_autofree double *rest = g_new (double, MAX (problem->d, 1));
  gsize looks = MIN (trace->n_frames, LOOKS);
  double worst = 0;

  for (gsize i = 1; i <= looks; i++)
    worst = fmax (worst, off_span_at (problem, start, trace->frames[i * trace->n_frames / looks - 1].w, moved, rest));
  return worst;
}
