/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>

double
pen_run_margin (const PenRun *run)
{
  double smallest = HUGE_VAL;

  for (gsize i = 0; i < run->problem->n; i++)
    smallest = MIN (smallest, run->problem->y[i]
                                  * pen_dot (run->problem->d, run->problem->X + i * run->problem->d, run->direction));
  return smallest;
}

/* Common to all statements about labels and exponential tails; FALSE when one hypothesis fails. */
gboolean
pen_theorem_needs_tail (const PenRun *run, PenTheorem *theorem)
{
  if ((run->loss == PEN_LOSS_EXPONENTIAL || run->loss == PEN_LOSS_LOGISTIC)
      && run->problem->task == PEN_TASK_CLASSIFICATION)
    return TRUE;
  pen_theorem_reject (theorem, _ ("The statement is about labels of two classes and a loss with an exponential tail."));
  return FALSE;
}

static void
reject_unknown (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *margin = run->solutions[PEN_SOLUTION_MAX_MARGIN];
  g_autofree char *why =
      margin != NULL && margin->reason != NULL
          ? g_strdup_printf (_ ("Whether the data are separable cannot be told: %s."), margin->reason)
          : g_strdup (_ ("Whether the data are separable is not known yet."));

  pen_theorem_reject (theorem, why);
}

gboolean
pen_theorem_needs_separable (const PenRun *run, PenTheorem *theorem)
{
  int separable = pen_run_separable (run);

  if (separable == 0)
    pen_theorem_reject (theorem, _ ("The data are not separable: no w has every margin positive."));
  else if (separable < 0)
    reject_unknown (run, theorem);
  return separable > 0;
}

/* The rest w − w* log t is bounded (generic data); on the support vectors ⟨rest, z_i⟩ = −log a_i, so its size is at
 * most about κ max|log a_i| of the margin scale, and the angle at most that over ‖w‖, beside the integrator's error. */
static double
direction_threshold (const PenRun *run, const PenSolution *margin)
{
  const PenCertificate *certificate = &margin->certificate;
  double rest = 1 + log ((double)run->problem->n), size = pen_norm2 (run->problem->d, margin->w);

  for (gsize i = 0; i < certificate->n_multipliers; i++)
    if (certificate->multipliers[i] > 0)
      rest = MAX (rest, fabs (log (certificate->multipliers[i])));
  return MIN (run->condition * (PEN_FLOW_ACCURACY + rest * size / run->norm), PEN_REACHED_AT_MOST);
}

/* Why steps go where the flow goes, and who has shown it. */
static const char *
about_method (const PenRun *run)
{
  if (run->method == PEN_METHOD_MOMENTUM)
    return _ ("Gradients change ever more slowly, so momentum repeats nearly the same step: in all 1/(1 − β) times as "
              "long, in the same direction (Wang et al. 2022).");
  if (run->method == PEN_METHOD_SGD)
    return _ ("Each row’s gradient falls with the loss, so the noise of choosing rows dies out by itself (Nacson, "
              "Srebro and Soudry 2019).");
  return _ ("Shown by Soudry et al. (2018), for steps and in the limit of small ones.");
}

static void
write_max_margin (const PenRun *run, PenTheorem *theorem, const PenSolution *margin)
{
  double log_time = run->log10_time * M_LN10;
  double found = run->norm > 0 ? pen_run_margin (run) : (double)NAN;
  g_autofree char *verdict = pen_run_verdict (run, theorem);
  g_autofree char *angle = pen_number_format (theorem->measured, 2);
  g_autofree char *gamma = pen_number_format (found, 6);
  g_autofree char *gap = pen_number_format (MAX (fabs (1 - found / margin->margin), DBL_EPSILON), 1);
  g_autofree char *speed = pen_number_format (log_time > 0 ? run->norm / log_time : (double)NAN, 6);
  g_autofree char *size = pen_number_format (pen_norm2 (run->problem->d, margin->w), 6);
  g_autofree char *norm = pen_number_format (run->norm, 3);
  g_autofree char *clock = pen_number_format (run->log10_time, 4);

  theorem->sentence =
      run->norm == 0 ? g_strdup_printf (_ ("%s the max-margin direction: w is still 0, which has none."), verdict)
      : found > 0    ? g_strdup_printf (_ ("%s the max-margin direction: angle %s rad, margin γ = %s, optimal to %s."),
                                        verdict, angle, gamma, gap)
                  : g_strdup_printf (_ ("%s the max-margin direction: angle %s rad, margin γ = %s, not positive yet."),
                                     verdict, angle, gamma);
  if (run->model->kind == PEN_MODEL_LINEAR_NETWORK)
    {
      theorem->argument = g_strdup_printf (
          _ ("The data are separable, so the loss has no minimiser: the layers grow (‖w‖ so far: %s).\n"
             "a aᵀ − W Wᵀ (the wⱼ as rows of W) is conserved: as both layers grow, all wⱼ turn to one direction.\n"
             "From there on w = Σ aⱼ wⱼ moves as a linear model with a faster clock, to the max-margin direction "
             "(Ji and Telgarsky 2019)."),
          norm);
      return;
    }
  theorem->argument = g_strdup_printf (
      _ ("The data are separable, so the loss has no minimiser: ‖w‖ grows (so far to %s) and only its "
         "direction converges.\n"
         "Late on exp(−yᵢ⟨w, xᵢ⟩) is largest on the points nearest the boundary: they alone pull.\n"
         "So w/‖w‖ → w*/‖w*‖ with w* = Σ aᵢ yᵢ xᵢ, a ≥ 0 on the %zu support vectors: the KKT conditions of max "
         "margin.\n"
         "‖w‖/log t → ‖w*‖: measured %s at log₁₀ t = %s, ‖w*‖ = %s. For almost all data w − w* log t stays bounded.\n"
         "%s"),
      norm, margin->n_support, speed, clock, size, about_method (run));
}

void
pen_judge_max_margin (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *margin = run->solutions[PEN_SOLUTION_MAX_MARGIN];

  if (!pen_theorem_needs_tail (run, theorem))
    return;
  if (run->model->kind != PEN_MODEL_LINEAR && run->model->kind != PEN_MODEL_LINEAR_NETWORK)
    {
      pen_theorem_reject (theorem, _ ("The statement is about the linear model and linear networks; another "
                                      "parametrization prefers another norm."));
      return;
    }
  if (!pen_run_moves_by_gradients (run) || run->method == PEN_METHOD_NESTEROV)
    {
      pen_theorem_reject (theorem,
                          run->method == PEN_METHOD_NESTEROV
                              ? _ ("No theorem known here says where Nesterov’s method goes on these losses.")
                              : _ ("The method is steepest descent in another norm, and prefers that norm’s margin."));
      return;
    }
  if (run->model->kind == PEN_MODEL_LINEAR_NETWORK && run->method != PEN_METHOD_GRADIENT_FLOW
      && run->method != PEN_METHOD_GRADIENT_DESCENT)
    {
      pen_theorem_reject (theorem,
                          _ ("For linear networks the statement is about gradient flow and gradient descent."));
      return;
    }
  if (!pen_theorem_needs_separable (run, theorem))
    return;
  theorem->applies = TRUE;
  theorem->why = g_strdup (run->model->kind == PEN_MODEL_LINEAR
                               ? _ ("Linear model, a loss with an exponential tail, separable data.")
                               : _ ("Linear network, a loss with an exponential tail, separable data."));
  theorem->threshold = PEN_REACHED_AT_MOST;
  if (run->norm > 0)
    {
      theorem->measured = pen_distance_angle (run->problem->d, run->direction, margin->w);
      theorem->threshold = direction_threshold (run, margin);
    }
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  /* The bound on what is left is the linear model's: layers that still turn to each other prove nothing against it. */
  if (theorem->verdict == PEN_VERDICT_DISAGREES && run->model->kind == PEN_MODEL_LINEAR_NETWORK)
    theorem->verdict = PEN_VERDICT_APPROACHING;
  write_max_margin (run, theorem, margin);
}

static const char *
why_no_l1_margin (const PenRun *run)
{
  if (run->model->kind != PEN_MODEL_DIAGONAL)
    return _ ("The statement is about diagonal networks.");
  if (run->model->depth == 2 && pen_model_keeps_signs (run->model))
    return _ ("The statement is about u² − v² and u∘v from δ > 0. Where weights keep their signs the largest ℓ₁ margin "
              "would be among those of these signs, which is not computed here.");
  if (run->model->depth != 2)
    return _ (
        "The statement is about u² − v² and u∘v. Of a homogeneous network of another depth Lyu and Li (2020) show "
        "that its direction tends to a KKT point of the least ‖w‖ in ℓₚ, p = 2/L, at margin 1, which is not "
        "measured here.");
  return NULL;
}

void
pen_judge_l1_max_margin (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *solution = run->solutions[PEN_SOLUTION_L1_MAX_MARGIN];
  g_autofree char *gap = NULL, *norm = NULL, *margin = NULL, *verdict = NULL;
  const char *why;
  double found = NAN;

  if (!pen_theorem_needs_tail (run, theorem))
    return;
  why = run->method != PEN_METHOD_GRADIENT_FLOW ? _ ("The statement is about gradient flow.") : why_no_l1_margin (run);
  if (why != NULL)
    {
      pen_theorem_reject (theorem, why);
      return;
    }
  if (!pen_theorem_needs_separable (run, theorem))
    return;
  theorem->applies = TRUE;
  theorem->why = g_strdup (_ ("Diagonal network of depth 2, a loss with an exponential tail, separable data."));
  /* The margin is stationary at its maximum, so the integrator's relative accuracy carries over to it times κ. */
  theorem->threshold = MIN (PEN_FLOW_ACCURACY * run->condition, PEN_REACHED_AT_MOST);
  if (run->norm > 0)
    found = pen_run_margin (run) / pen_norm1 (run->problem->d, run->direction);
  if (solution != NULL && solution->status == PEN_SOLUTION_OPTIMAL && solution->margin > 0)
    theorem->measured = fabs (1 - found / solution->margin);
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  /* A direction that rests while the gap still falls like 1/log of the time proves nothing against the statement. */
  if (theorem->verdict == PEN_VERDICT_DISAGREES)
    theorem->verdict = PEN_VERDICT_APPROACHING;
  verdict = pen_run_verdict (run, theorem);
  gap = pen_number_format (theorem->measured, 2);
  margin = pen_number_format (found, 6);
  norm = pen_number_format (run->w != NULL ? pen_norm1 (run->problem->d, run->w) : (double)NAN, 3);
  theorem->sentence =
      isnan (theorem->measured)
          ? g_strdup_printf (_ ("%s the largest ℓ₁ margin: γ₁ = %s, with no optimum to compare with."), verdict, margin)
          : g_strdup_printf (_ ("%s the largest ℓ₁ margin: γ₁ = %s, within %s of the optimum."), verdict, margin, gap);
  theorem->argument = g_strdup_printf (
      _ ("w = u² − v² makes the flow multiplicative: d log u/dt and −d log v/dt are both proportional to Zᵀρ "
         "(u∘v is this with (u ± v)/2).\n"
         "The largest coordinates win in proportion, as in steepest ascent in ℓ₁: the ℓ₁ margin is what grows to its "
         "maximum.\n"
         "The gap falls slowly, like 1/log of the time; here ‖w‖₁ = %s."),
      norm);
}

#define ESCAPE 1e-3

typedef struct
{
  double gradient; /* ‖Zᵀρ‖ / (Σρ_i · max ‖x_i‖): how far the pulls cancel, those of points far away included */
  double slope;       /* ‖U_rᵀ diag(y) ρ‖ / Σρ_i: the same in units in which every direction of w is as long */
  double least_share; /* the least ρ_i/Σρ */
  double largest_margin;
} Pulls;

/* The forces in logs, so that none underflows against the others. */
static Pulls
measure_pulls (const PenRun *run)
{
  const PenProblem *problem = run->problem;
  Pulls pulls = { .least_share = HUGE_VAL, .largest_margin = -HUGE_VAL };
  g_autofree double *log_force = g_new (double, problem->n);
  g_autofree double *gradient = g_new0 (double, problem->d);
  g_autofree double *slope = g_new0 (double, problem->k);
  double scale, row = 0;

  for (gsize i = 0; i < problem->n; i++)
    {
      double m = problem->y[i] * pen_dot (problem->d, problem->X + i * problem->d, run->w);

      pulls.largest_margin = MAX (pulls.largest_margin, m);
      log_force[i] = pen_loss_log_force (run->loss, run->exponent, m);
    }
  scale = pen_log_sum_exp (problem->n, log_force);
  for (gsize i = 0; i < problem->n; i++)
    {
      double force = exp (log_force[i] - scale);

      pen_axpy (problem->d, problem->y[i] * force, problem->X + i * problem->d, gradient);
      pen_axpy (problem->rank, problem->y[i] * force, problem->U + i * problem->k, slope);
      row = MAX (row, pen_norm2 (problem->d, problem->X + i * problem->d));
      pulls.least_share = MIN (pulls.least_share, force);
    }
  pulls.gradient = row > 0 ? pen_norm2 (problem->d, gradient) / row : 0;
  pulls.slope = pen_norm2 (problem->rank, slope);
  return pulls;
}

/* "a weighted average of 3 of the points yᵢ xᵢ is zero, to 2×10⁻¹⁷": what max-margin ended with, in place of a w. */
static char *
what_proves_it (const PenRun *run)
{
  const PenCertificate *certificate = &run->solutions[PEN_SOLUTION_MAX_MARGIN]->certificate;
  g_autofree char *rest = pen_number_format (certificate->dual_residual, 2);
  gulong n = 0;

  for (gsize i = 0; i < certificate->n_multipliers; i++)
    n += certificate->multipliers[i] > 0;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       /* Translators: %s is how nearly, 0 or a number like 2×10⁻¹⁷ */
                                       "%lu point yᵢ xᵢ is zero, to %s",
                                       "a weighted average of %lu points yᵢ xᵢ is zero, to %s", n),
                          n, rest);
}

static void
write_not_separable (const PenRun *run, PenTheorem *theorem, gboolean escaping)
{
  const PenProblem *problem = run->problem;
  g_autofree char *measured = pen_number_format (theorem->measured, 2);
  g_autofree char *norm = pen_number_format (run->norm, 6);
  g_autofree char *proof = what_proves_it (run);
  const char *unique = problem->rank == problem->d
                           ? _ ("X has full column rank: only one w has the least loss.")
                           : _ ("X has not full column rank: only the part of w in its row space is determined.");

  theorem->sentence = g_strdup_printf (
      theorem->verdict == PEN_VERDICT_AGREES
          ? _ ("No w separates the classes: %s. The run has reached the least loss, ‖w‖₂ = %s, gradient %s.")
      : run->converged
          ? _ ("No w separates the classes: %s. The run has ended short of the least loss, ‖w‖₂ = %s, gradient %s.")
          : _ ("No w separates the classes: %s. The run is on its way to the least loss, ‖w‖₂ = %s, gradient %s."),
      proof, norm, measured);
  theorem->argument = g_strdup_printf (
      _ ("The certificate: %s. A w with every margin positive would be positive on that average too, so there is none, "
         "and "
         "max-margin has no solution. The data view rings those points where max-margin is shown.\n"
         "The loss is convex in w; ‖∇L‖ relative to the pulls it is made of: %s.\n%s\n%s\n"
         "What to try: soft margin, which lets points be on the wrong side at the price C; or a bias or a feature map, "
         "which "
         "may separate them."),
      proof, measured, unique,
      escaping
          ? _ ("Some points are fitted so well that they may form a separable part, along which ‖w‖ grows for ever.")
          : _ ("Every point still pulls, so ‖w‖ does not diverge."));
}

void
pen_judge_not_separable (const PenRun *run, PenTheorem *theorem)
{
  Pulls pulls = { 0 };
  gboolean escaping = FALSE;

  if (run->loss == PEN_LOSS_SQUARED || run->problem->task != PEN_TASK_CLASSIFICATION)
    {
      pen_theorem_reject (theorem, _ ("The statement is about labels of two classes and a loss with a falling tail."));
      return;
    }
  if (run->model->kind != PEN_MODEL_LINEAR && run->model->kind != PEN_MODEL_DIAGONAL)
    {
      pen_theorem_reject (theorem, _ ("The statement is about linear predictors and their diagonal networks."));
      return;
    }
  if (pen_run_separable (run) != 0)
    {
      if (pen_run_separable (run) > 0)
        pen_theorem_reject (theorem, _ ("The data are separable."));
      else
        reject_unknown (run, theorem);
      return;
    }
  if (run->model->kind == PEN_MODEL_DIAGONAL && !run->model->is_signed)
    {
      pen_theorem_reject (theorem, _ ("The network reaches only w ≥ 0, and the statement is about all w."));
      return;
    }
  theorem->applies = TRUE;
  theorem->why = g_strdup (_ ("A loss with a falling tail on data that no hyperplane through 0 separates."));
  /* At an equilibrium found to the integrator's accuracy the pulls cancel to it, relative to their sum. */
  theorem->threshold = PEN_FLOW_ACCURACY;
  if (run->w != NULL)
    {
      pulls = measure_pulls (run);
      theorem->measured = pulls.gradient;
      /* A pull below the threshold cannot be told from that of a point running away to infinity, unless even the least
       * is large against the gradient: if a unit vector v had every zᵢ = yᵢxᵢ on its side, ρ_k⟨zₖ, v⟩ ≤ Σ ρᵢ⟨zᵢ, v⟩
       * ≤ ‖∇L‖ would leave no point more than a thousandth of max‖xᵢ‖ there. */
      escaping = pulls.largest_margin > -log (theorem->threshold) && !(theorem->measured <= ESCAPE * pulls.least_share);
    }
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  /* Rows that nearly cancel leave a small gradient far from the least loss: what is left of the loss goes with the
   * square of the slope in units that do not know how long the rows' directions are. */
  if (theorem->verdict == PEN_VERDICT_AGREES && (escaping || pulls.slope > sqrt (theorem->threshold)))
    theorem->verdict = PEN_VERDICT_APPROACHING;
  write_not_separable (run, theorem, escaping);
}
