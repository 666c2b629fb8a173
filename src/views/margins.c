/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measures.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <math.h>

typedef double (*NormFunc) (gsize n, const double *x);

static const struct
{
  NormFunc norm;
  PenSolutionKind largest;
  const char *id, *label, *largest_label;
} norms[] = {
  { pen_norm2, PEN_SOLUTION_MAX_MARGIN, "margin-l2", N_ ("ℓ₂ margin"), N_ ("largest in ℓ₂") },
  { pen_norm1, PEN_SOLUTION_L1_MAX_MARGIN, "margin-l1", N_ ("ℓ₁ margin"), N_ ("largest in ℓ₁") },
  { pen_norm_inf, PEN_SOLUTION_LINF_MAX_MARGIN, "margin-linf", N_ ("ℓ∞ margin"), N_ ("largest in ℓ∞") },
};

typedef struct
{
  const PenProblem *problem;
  NormFunc norm;
  double *f; /* n */
} Margin;

/* min yᵢ⟨w, xᵢ⟩/‖w‖; none of w = 0. */
static double
margin_of (gconstpointer user_data, gsize d, const PenFrame *frame)
{
  const Margin *self = user_data;
  const PenProblem *problem = self->problem;
  double size = self->norm (d, frame->w), least = INFINITY;

  if (d != problem->d || !(size > 0))
    return NAN;
  pen_gemv (problem->n, d, problem->X, frame->w, self->f);
  for (gsize i = 0; i < problem->n; i++)
    least = fmin (least, problem->y[i] * self->f[i]);
  return least / size;
}

void
pen_view_margins (const PenViewInput *input, PenScene *scene)
{
  const PenProblem *problem = input->problem;
  double cost = problem != NULL ? (double)problem->n * (double)problem->d : 1;
  g_autofree double *f = NULL;
  PenMeasures chart;

  if (!pen_measures_init (&chart, input, cost, scene) || problem == NULL)
    return;
  f = g_new (double, problem->n);
  pen_scene_set_axes (scene, pen_time_axis_name (&chart.time), chart.time.logarithmic, _ ("margin"), FALSE);
  for (gsize k = 0; k < G_N_ELEMENTS (norms); k++)
    {
      Margin margin = { problem, norms[k].norm, f };
      const double *w = pen_view_solution_of (input, norms[k].largest, problem->d);
      const PenSolution *solution = input->solutions[norms[k].largest];

      /* The ℓ₂ margin also where its largest is not shown, or is none. */
      if (w == NULL && k > 0)
        continue;
      pen_measures_add (&chart, norms[k].id, _ (norms[k].label), margin_of, &margin,
                        w != NULL ? pen_solution_ink (norms[k].largest) : PEN_INK_FLOW);
      if (w != NULL)
        pen_measures_add_level (&chart, norms[k].largest, _ (norms[k].largest_label), solution->margin);
    }
  pen_measures_show (&chart);
}
