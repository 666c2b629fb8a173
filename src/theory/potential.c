/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>

/* Of the w that fit the targets; where none does or they are labels, of those that fit them best. */
static const PenSolution *
least_potential (const PenRun *run)
{
  gboolean is_plain = run->problem->interpolable && run->problem->task != PEN_TASK_CLASSIFICATION;

  return is_plain ? run->solutions[PEN_SOLUTION_MIN_POTENTIAL] : run->effective;
}

/* Relative distance to a solution that was found, or NAN. */
static double
distance (const PenRun *run, const PenSolution *solution)
{
  if (run->w == NULL || solution == NULL || solution->w == NULL || solution->status != PEN_SOLUTION_OPTIMAL)
    return NAN;
  return pen_run_distance (run, solution->w);
}

static double
distance_to (const PenRun *run, PenSolutionKind kind)
{
  return distance (run, run->solutions[kind]);
}

static PenSolutionKind
sparse_kind (const PenRun *run)
{
  return pen_model_is_two_sided (run->model) ? PEN_SOLUTION_MIN_L1 : PEN_SOLUTION_MIN_L1_NONNEGATIVE;
}

static void
append_remark (GString *text, const PenRun *run, PenSolutionKind kind)
{
  g_autofree char *near = pen_number_format (distance_to (run, kind), 2);

  if (!isnan (distance_to (run, kind)))
    g_string_append_printf (text, _ ("\nFor comparison: relative distance to the %s solution %s."),
                            pen_solution_label (kind), near);
}

/* Which of the two norms this end is nearer to: what α decides. */
static char *
nearer_norm (const PenRun *run)
{
  PenSolutionKind near = sparse_kind (run), far = PEN_SOLUTION_MIN_L2;
  g_autofree char *least = NULL, *other = NULL;

  if (isnan (distance_to (run, near)) || isnan (distance_to (run, far)))
    return g_strdup ("");
  if (distance_to (run, far) < distance_to (run, near))
    {
      far = near;
      near = PEN_SOLUTION_MIN_L2;
    }
  least = pen_number_format (distance_to (run, near), 2);
  other = pen_number_format (distance_to (run, far), 2);
  return g_strdup_printf (_ (" Nearer to %s (%s) than to %s (%s)."), pen_solution_label (near), least,
                          pen_solution_label (far), other);
}

static const char *
in_words (const PenModel *model)
{
  if (model->is_untied)
    return _ ("w = u∘v");
  return model->is_signed ? _ ("w = uᴸ − vᴸ") : _ ("w = uᴸ");
}

static const char *
what_alpha_does (const PenRun *run)
{
  const PenModel *model = run->model;
  gboolean from_zero = model->start == NULL || pen_norm_inf (model->d, model->start) == 0;

  if (run->problem->rank == run->problem->d)
    return _ ("X has full column rank: only one w interpolates, and every potential picks that one.");
  if (model->is_untied && !from_zero)
    return _ ("Q is least at the start w(0) and grows away from it, in a metric that α and the start set.");
  if (!pen_model_is_two_sided (model))
    return _ ("α → 0 makes Q behave like ‖w‖₁ on w ≥ 0, α → ∞ like the distance from the start.");
  return _ ("α → 0 makes Q behave like ‖w‖₁, α → ∞ like ‖w‖₂²; at this α the limit is exactly neither.");
}

static void
write_potential (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *potential = run->solutions[PEN_SOLUTION_MIN_POTENTIAL];
  g_autofree char *verdict = pen_run_verdict (run, theorem);
  g_autofree char *alpha = pen_number_format (run->model->init_scale, 3);
  g_autofree char *measured = pen_number_format (theorem->measured, 2);
  g_autofree char *nearer = nearer_norm (run);
  const char *which = run->problem->interpolable ? _ ("the interpolating w") : _ ("the least-squares w");
  g_autoptr (GString) argument = g_string_new (NULL);

  if (isnan (theorem->measured) && potential != NULL && potential->reason != NULL)
    theorem->sentence =
        g_strdup_printf (_ ("Gradient flow ends at %s of least potential Q for α = %s; that solution could not be "
                            "computed: %s.%s"),
                         which, alpha, potential->reason, run->converged ? nearer : "");
  else if (isnan (theorem->measured))
    theorem->sentence =
        g_strdup_printf (_ ("Gradient flow ends at %s of least potential Q for α = %s; there is no such "
                            "solution yet to compare with."),
                         which, alpha);
  else
    theorem->sentence = g_strdup_printf (_ ("%s %s of least potential Q for α = %s: relative distance %s.%s"), verdict,
                                         which, alpha, measured, nearer);
  g_string_append_printf (
      argument,
      _ ("With %s (L = %u, α = %s) the flow is mirror descent: d∇Q(w)/dt = Xᵀr.\n"
         "So ∇Q(w(t)) = Xᵀλ(t) stays in the row space of X, which is the KKT condition of min Q subject to "
         "%s.\n"
         "%s"),
      in_words (run->model), run->model->depth, alpha, run->problem->interpolable ? "Xw = y" : "Xᵀ(y − Xw) = 0",
      what_alpha_does (run));
  append_remark (argument, run, sparse_kind (run));
  append_remark (argument, run, PEN_SOLUTION_MIN_L2);
  theorem->argument = g_string_free (g_steal_pointer (&argument), FALSE);
}

static double
magnification (const PenRun *run)
{
  return run->problem->interpolable ? run->condition : run->condition * run->condition;
}

/* X of full column rank: one w has Xᵀr = 0, and mirror flow of a convex loss ends in it whatever its potential. */
static void
judge_least_squares (const PenRun *run, PenTheorem *theorem)
{
  const PenProblem *problem = run->problem;
  g_autofree double *limit = pen_nearest_to_start (problem, problem->y, NULL);
  g_autofree char *verdict = NULL, *measured = NULL, *residual = pen_number_format (problem->residual, 3);

  theorem->applies = TRUE;
  theorem->predicts = PEN_SOLUTION_MIN_L2;
  theorem->why = g_strdup (_ ("Diagonal network, squared loss, X of full column rank: one w fits best."));
  /* The flow ends with Xᵀr at its accuracy, which (XᵀX)⁻¹ magnifies. */
  theorem->threshold = MIN (PEN_FLOW_ACCURACY * magnification (run), PEN_REACHED_AT_MOST);
  if (run->w != NULL)
    theorem->measured = pen_run_distance (run, limit);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  verdict = pen_run_verdict (run, theorem);
  measured = pen_number_format (theorem->measured, 2);
  theorem->sentence = g_strdup_printf (
      _ ("%s the least-squares solution, the only one: relative distance %s. No α can change it."), verdict, measured);
  theorem->argument =
      g_strdup_printf (_ ("With %s the flow is mirror descent on ½‖y − Xw‖², which is convex in w.\n"
                          "No w fits all targets: ‖r‖ = %s at best. X has full column rank, so Xᵀr = 0 at one w only.\n"
                          "Where only one w is best there is nothing for the potential to choose, however small α."),
                       in_words (run->model), residual);
}

static const char *
why_no_potential (const PenRun *run)
{
  const PenSolution *solution = least_potential (run);

  if (run->loss != PEN_LOSS_SQUARED || run->model->kind != PEN_MODEL_DIAGONAL)
    return _ ("The statement is about the squared loss of a diagonal network.");
  if (run->method != PEN_METHOD_GRADIENT_FLOW && run->method != PEN_METHOD_MIRROR_DESCENT)
    return _ ("The statement is about gradient flow and mirror descent: finite steps change the "
              "start that the limit remembers.");
  if (run->model->is_untied && run->model->init_scale == 0)
    return _ ("With α = 0 some weights can never change sign; the statement is about α > 0.");
  if ((!run->problem->interpolable && !pen_model_is_two_sided (run->model))
      || (solution != NULL && solution->status == PEN_SOLUTION_INFEASIBLE))
    return _ ("No w that the model can reach interpolates the data, and the statement is about those that do.");
  return NULL;
}

void
pen_judge_potential (const PenRun *run, PenTheorem *theorem)
{
  const char *why = why_no_potential (run);
  gboolean is_convex_flow = run->loss == PEN_LOSS_SQUARED && run->model->kind == PEN_MODEL_DIAGONAL
                            && pen_model_is_two_sided (run->model) && run->model->init_scale > 0
                            && (run->method == PEN_METHOD_GRADIENT_FLOW || run->method == PEN_METHOD_MIRROR_DESCENT);

  if (is_convex_flow && !run->problem->interpolable && run->problem->rank == run->problem->d)
    {
      judge_least_squares (run, theorem);
      return;
    }
  if (why != NULL)
    {
      pen_theorem_reject (theorem, why);
      return;
    }
  theorem->applies = TRUE;
  theorem->why = g_strdup (run->problem->interpolable
                               ? _ ("Diagonal network, squared loss, data that can be interpolated.")
                               : _ ("Diagonal network, squared loss; of the w that fit best, the least potential."));
  /* λ keeps w on the manifold h(Xᵀλ) however the integrator errs; what is left is the residual it stopped at,
   * the integrator's relative accuracy, magnified by the condition of X, and once more where Xᵀr = 0 leaves an r. */
  theorem->threshold = MIN (PEN_FLOW_ACCURACY * magnification (run), PEN_REACHED_AT_MOST);
  theorem->measured = distance (run, least_potential (run));
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  write_potential (run, theorem);
}
