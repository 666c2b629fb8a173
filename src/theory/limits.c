/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>

/* What finite steps change is explained by α_eff when nine tenths of it are. */
#define EXPLAINED 0.1
/* A test error lower by less than a thousandth is no reason to stop. */
#define WORTH_STOPPING 0.999

void
pen_judge_tail_direction (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *tail = run->solutions[PEN_SOLUTION_TAIL_DIRECTION];
  const PenSolution *margin = run->solutions[PEN_SOLUTION_MAX_MARGIN];
  g_autofree char *verdict = NULL, *angle = NULL, *apart = NULL, *exponent = NULL;

  if (run->loss != PEN_LOSS_POLYNOMIAL)
    {
      pen_theorem_reject (theorem, _ ("The statement is about losses with a polynomial tail."));
      return;
    }
  if (run->model->kind != PEN_MODEL_LINEAR)
    {
      pen_theorem_reject (theorem, _ ("The statement is about the linear model."));
      return;
    }
  if (!pen_run_moves_by_gradients (run) || run->method == PEN_METHOD_NESTEROV || run->method == PEN_METHOD_MOMENTUM)
    {
      pen_theorem_reject (theorem, _ ("The statement is about gradient flow and gradient descent."));
      return;
    }
  if (!pen_theorem_needs_separable (run, theorem))
    return;
  theorem->applies = TRUE;
  theorem->why = g_strdup (_ ("Linear model, a loss with a polynomial tail, separable data."));
  /* The flow's relative accuracy in the margins, magnified by the condition of X. */
  theorem->threshold = MIN (PEN_FLOW_ACCURACY * run->condition, PEN_REACHED_AT_MOST);
  if (run->norm > 0 && tail != NULL && tail->w != NULL)
    theorem->measured = pen_distance_angle (run->problem->d, run->direction, tail->w);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  verdict = pen_run_verdict (run, theorem);
  angle = pen_number_format (theorem->measured, 2);
  exponent = pen_number_format (run->exponent, 3);
  apart = pen_number_format (tail != NULL && tail->w != NULL && margin != NULL && margin->w != NULL
                                 ? pen_distance_angle (run->problem->d, tail->w, margin->w)
                                 : (double)NAN,
                             3);
  theorem->sentence =
      g_strdup_printf (_ ("%s the direction of the tail m^−%s: angle %s rad; max-margin is %s rad away."), verdict,
                       exponent, angle, apart);
  theorem->argument = g_strdup_printf (
      _ ("Far out the loss is Σ mᵢ^−%s with mᵢ = yᵢ⟨w, xᵢ⟩, the same in every direction but for a power of ‖w‖.\n"
         "So the direction that the flow ends in is the one of least Σ mᵢ^−%s on the unit sphere.\n"
         "There every point pulls, far ones less: it is not the max-margin direction, which only exponential tails "
         "find."),
      exponent, exponent);
}

/* Gunasekar et al. 2018: coordinate descent is steepest descent in ℓ₁, sign descent in ℓ_∞; Adam without ε follows
 * signs too once gradients shrink smoothly (Zhang et al. 2024). */
void
pen_judge_steepest_descent (const PenRun *run, PenTheorem *theorem)
{
  gboolean is_l1 = run->method == PEN_METHOD_COORDINATE_DESCENT;
  PenSolutionKind kind = is_l1 ? PEN_SOLUTION_L1_MAX_MARGIN : PEN_SOLUTION_LINF_MAX_MARGIN;
  const PenSolution *solution = run->solutions[kind];
  g_autofree char *verdict = NULL, *found = NULL, *gap = NULL;
  double margin = NAN;

  if (pen_run_moves_by_gradients (run))
    {
      pen_theorem_reject (theorem, _ ("The statement is about coordinate descent, sign descent and Adam."));
      return;
    }
  if (!pen_theorem_needs_tail (run, theorem))
    return;
  if (run->model->kind != PEN_MODEL_LINEAR)
    {
      pen_theorem_reject (theorem, _ ("The statement is about the linear model."));
      return;
    }
  if (!pen_theorem_needs_separable (run, theorem))
    return;
  theorem->applies = TRUE;
  theorem->predicts = (int)kind;
  theorem->why =
      g_strdup (is_l1 ? _ ("Coordinate descent is steepest descent in ℓ₁; exponential tail, separable data.")
                : run->method == PEN_METHOD_SIGN_DESCENT
                    ? _ ("Sign descent is steepest descent in ℓ∞; exponential tail, separable data.")
                    : _ ("Adam without ε follows signs once gradients shrink; exponential tail, separable data."));
  theorem->threshold =
      PEN_REACHED_AT_MOST; /* steps of a fixed size keep turning: no run is nearer than its last ones */
  if (run->norm > 0)
    margin = pen_run_margin (run)
             / (is_l1 ? pen_norm1 (run->problem->d, run->direction) : pen_norm_inf (run->problem->d, run->direction));
  if (solution != NULL && solution->status == PEN_SOLUTION_OPTIMAL && solution->margin > 0)
    theorem->measured = fabs (1 - margin / solution->margin);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  if (theorem->verdict == PEN_VERDICT_DISAGREES) /* like 1/log t: a direction at rest proves nothing */
    theorem->verdict = PEN_VERDICT_APPROACHING;
  verdict = pen_run_verdict (run, theorem);
  found = pen_number_format (margin, 6);
  gap = pen_number_format (theorem->measured, 2);
  theorem->sentence =
      g_strdup_printf (is_l1 ? _ ("%s the largest ℓ₁ margin: γ₁ = %s, a relative %s below the optimum.")
                             : _ ("%s the largest ℓ∞ margin: γ∞ = %s, a relative %s below the optimum."),
                       verdict, found, gap);
  theorem->argument = g_strdup (
      run->method == PEN_METHOD_ADAM ? _ (
          "Adam divides the mean of each coordinate’s gradients by the root of their mean square. Once they change "
          "slowly beside both memories, that is ±1: the gradient’s sign, as in sign descent, the steepest way "
          "down in ℓ∞.\n"
          "It is shown without ε and for steps that shrink (Zhang, Zou, Cao 2024). With an ε, gradients far below "
          "it would be followed as they are, in the end.")
      : is_l1 ? _ ("Each step moves the coordinate of the largest gradient: the steepest way down when moves are "
                   "measured in ℓ₁.\n"
                   "Late on, the step that lowers Σ e^(−mᵢ) fastest per unit of ‖w‖₁ is the one that raises the "
                   "smallest margin.")
              : _ ("Each step moves every coordinate alike, by the gradient’s sign: the steepest way down in ℓ∞.\n"
                   "Late on, the step that lowers Σ e^(−mᵢ) fastest per unit of ‖w‖∞ is the one that raises the "
                   "smallest margin."));
}

/* Two solutions go by the name min-potential here: each distance says whose it is. */
static void
write_finite_steps (const PenRun *run, PenTheorem *theorem, double from_alpha)
{
  const double *scale = run->training->effective_scale;
  double least = HUGE_VAL, most = 0;
  g_autofree char *to_effective = pen_number_format (theorem->measured, 2);
  g_autofree char *to_alpha = pen_number_format (from_alpha, 2);
  g_autofree char *step = pen_number_format (run->training->step_size, 3);
  /* Translators: after “With”: “With automatic steps, the last η = 0.01, the end is …” */
  g_autofree char *steps = g_strdup_printf (
      run->training->is_automatic ? _ ("automatic steps, the last η = %s,") : _ ("steps η = %s"), step);
  g_autofree char *alpha = pen_number_format (run->model->init_scale, 3);
  g_autofree char *first = NULL, *last = NULL;
  g_autoptr (GString) argument = NULL;

  for (gsize j = 0; j < run->problem->d; j++)
    {
      least = fmin (least, scale[j]);
      most = fmax (most, scale[j]);
    }
  first = pen_number_format (least, 3);
  last = pen_number_format (most, 3);
  if (isnan (theorem->measured) && run->effective != NULL && run->effective->reason != NULL)
    theorem->sentence = g_strdup_printf (_ ("With %s the end is near the least potential of α_eff = √|u∘v|, not "
                                            "of α = %s; that solution could not be computed: %s."),
                                         steps, alpha, run->effective->reason);
  else if (isnan (theorem->measured))
    theorem->sentence = g_strdup_printf (_ ("With %s the end is near the least potential of α_eff = √|u∘v|, not "
                                            "of α = %s; that solution is not there yet to compare with."),
                                         steps, alpha);
  else if (isnan (from_alpha))
    theorem->sentence = g_strdup_printf (
        _ ("With %s the end is %s, relative, from the least potential of α_eff = √|u∘v|."), steps, to_effective);
  else
    theorem->sentence =
        g_strdup_printf (_ ("With %s the end is %s, relative, from the least potential of α_eff = √|u∘v|, and "
                            "%s from that of the starting α = %s."),
                         steps, to_effective, to_alpha, alpha);
  argument = g_string_new (
      _ ("A step takes u to u(1 + 2ηg) and v to v(1 − 2ηg), g = Xᵀr: the product u v shrinks by "
         "1 − 4η²g².\n"
         "The flow keeps u v = α²; finite steps, and SGD’s noise most of all, leave a smaller one.\n"
         "The limit remembers that product: it is nearly the least potential for α_eff² = |u∘v| at "
         "the end. Where that shrinks evenly, w becomes sparser; long steps shrink it where gradients are "
         "large, which can undo that (Even et al. 2023)."));
  if (!run->converged)
    g_string_append (argument, _ ("\nThis run is not at rest: what is measured is where it is now."));
  g_string_append_printf (argument, _ ("\nHere α = %s became α_eff from %s to %s, weight by weight."), alpha, first,
                          last);
  if (!isnan (theorem->measured))
    g_string_append_printf (argument, _ ("\nRelative distance to min-potential of α_eff, solved beside the run: %s."),
                            to_effective);
  if (!isnan (from_alpha))
    g_string_append_printf (argument,
                            _ ("\nRelative distance to min-potential of the starting α, α₀ in the list "
                               "and the plots: %s."),
                            to_alpha);
  theorem->argument = g_string_free (g_steal_pointer (&argument), FALSE);
}

void
pen_judge_finite_steps (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *potential = run->solutions[PEN_SOLUTION_MIN_POTENTIAL];
  double from_alpha = NAN;

  if (run->loss != PEN_LOSS_SQUARED || run->training == NULL || run->training->effective_scale == NULL
      || (run->method != PEN_METHOD_GRADIENT_DESCENT && run->method != PEN_METHOD_SGD))
    {
      pen_theorem_reject (
          theorem, _ ("The statement is about u² − v² on the squared loss, trained by gradient descent or SGD."));
      return;
    }
  if (!run->problem->interpolable)
    {
      pen_theorem_reject (theorem, _ ("No w interpolates the data, and the statement is about those that do."));
      return;
    }
  theorem->applies = TRUE;
  theorem->why = g_strdup (_ ("Diagonal network of depth 2, squared loss, finite steps."));
  if (potential != NULL && potential->w != NULL)
    from_alpha = pen_run_distance (run, potential->w);
  theorem->threshold = MAX (EXPLAINED * from_alpha, PEN_REACHED_AT_MOST);
  if (run->effective != NULL && run->effective->w != NULL)
    theorem->measured = pen_run_distance (run, run->effective->w);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  if (theorem->verdict == PEN_VERDICT_DISAGREES) /* the statement itself is a first order in the step size */
    theorem->verdict = PEN_VERDICT_APPROACHING;
  write_finite_steps (run, theorem, from_alpha);
}

void
pen_judge_early_stopping (const PenRun *run, PenTheorem *theorem)
{
  const PenTheoryInput *input = run->input;
  g_autofree char *end = NULL, *least = NULL, *when = NULL;
  gboolean helps;

  if (!input->has_test)
    {
      pen_theorem_reject (theorem, _ ("Neither the truth nor held-out rows are known."));
      return;
    }
  if (run->training == NULL)
    {
      pen_theorem_reject (theorem, _ ("Nothing has been trained yet."));
      return;
    }
  theorem->why = g_strdup (_ ("The error on what was not trained on is known all along the path."));
  theorem->measured = input->test_error > 0 ? input->least_test_error / input->test_error : 1;
  theorem->threshold = WORTH_STOPPING;
  helps = theorem->measured < theorem->threshold;
  theorem->applies = !run->converged || helps;
  theorem->verdict = !run->converged ? PEN_VERDICT_APPROACHING
                     : helps         ? PEN_VERDICT_AGREES
                                     : PEN_VERDICT_NOT_APPLICABLE;
  end = pen_number_format (input->test_error, 3);
  least = pen_number_format (input->least_test_error, 3);
  when = pen_number_format (input->least_log10_time, 3);
  theorem->sentence =
      helps ? g_strdup_printf (
          _ ("Stopping early helps: the test error is least, %s, at log₁₀ t = %s, and %s at the end."), least, when,
          end)
            : g_strdup_printf (run->converged
                                   ? _ ("Stopping early would not help: the test error is least, %s, at the end.")
                                   : _ ("So far the test error still falls: it is least now, %s."),
                               end);
  theorem->argument = g_strdup (
      _ ("Noise in the targets is fitted last: the strong directions of the truth are learnt first.\n"
         "So the error on fresh data falls, then rises as the noise is interpolated; the best time lies between."));
}
