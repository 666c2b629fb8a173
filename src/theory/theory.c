/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/linalg.h>
#include <string.h>

void
pen_theorem_reject (PenTheorem *theorem, const char *why)
{
  theorem->applies = FALSE;
  theorem->verdict = PEN_VERDICT_NOT_APPLICABLE;
  g_free (theorem->why);
  g_free (theorem->sentence);
  g_free (theorem->argument);
  theorem->why = g_strdup (why);
  theorem->sentence = g_strdup (why);
  theorem->argument = g_strdup (why);
}

PenVerdict
pen_theorem_verdict (const PenRun *run, double measured, double threshold)
{
  double blind;

  if (!run->converged || isnan (measured))
    return PEN_VERDICT_APPROACHING;
  if (measured <= threshold)
    return PEN_VERDICT_AGREES;
  /* A gradient at rounding tells w to κ² times rounding, and no better. */
  blind = run->condition * run->condition * PEN_GRADIENT_ROUNDING;
  return measured > MAX (MAX (threshold, blind), MAX (PEN_DISAGREES_FROM, run->tolerance)) ? PEN_VERDICT_DISAGREES
                                                                                           : PEN_VERDICT_APPROACHING;
}

static const char *
subject (PenMethod method)
{
  switch (method)
    {
    case PEN_METHOD_GRADIENT_DESCENT:
      return C_ ("subject", "Gradient descent");
    case PEN_METHOD_SGD:
      return C_ ("subject", "Stochastic gradient descent");
    case PEN_METHOD_MOMENTUM:
      return C_ ("subject", "Gradient descent with momentum");
    case PEN_METHOD_NESTEROV:
      return C_ ("subject", "Nesterov’s method");
    case PEN_METHOD_ADAM:
      return C_ ("subject", "Adam");
    case PEN_METHOD_COORDINATE_DESCENT:
      return C_ ("subject", "Coordinate descent");
    case PEN_METHOD_SIGN_DESCENT:
      return C_ ("subject", "Sign descent");
    case PEN_METHOD_MIRROR_DESCENT:
      return C_ ("subject", "Mirror descent");
    case PEN_METHOD_GRADIENT_FLOW:
    case PEN_N_METHODS:
    default:
      return C_ ("subject", "Gradient flow");
    }
}

/* Where a run ended that is not there, and not far away either. */
static char *
at_rest (const PenRun *run, double measured, const char *who)
{
  if (measured <= run->tolerance && run->tolerance > PEN_REACHED_AT_MOST)
    return g_strdup_printf (_ ("%s, ended by its tolerance, was on its way to"), who);
  return g_strdup_printf (
      measured <= PEN_DISAGREES_FROM ? _ ("%s has come to rest near") : _ ("%s has come to rest away from"), who);
}

char *
pen_run_verdict (const PenRun *run, const PenTheorem *theorem)
{
  const char *who = subject (run->method);

  switch (theorem->verdict)
    {
    case PEN_VERDICT_AGREES:
      return g_strdup_printf (_ ("%s has reached"), who);
    case PEN_VERDICT_DISAGREES:
      return g_strdup_printf (_ ("%s did not, against the theorem, reach"), who);
    case PEN_VERDICT_APPROACHING:
    case PEN_VERDICT_NOT_APPLICABLE:
    default:
      if (run->converged)
        return at_rest (run, theorem->measured, who);
      return g_strdup_printf (theorem->measured <= theorem->threshold ? _ ("%s, not at rest yet, is already at")
                                                                      : _ ("%s is on its way to"),
                              who);
    }
}

const char *
pen_verdict_nick (PenVerdict verdict)
{
  static const char *const nicks[] = { "agrees", "approaching", "disagrees", "not applicable" };

  g_return_val_if_fail ((gsize)verdict < G_N_ELEMENTS (nicks), NULL);
  return nicks[verdict];
}

gboolean
pen_run_moves_by_gradients (const PenRun *run)
{
  return run->method != PEN_METHOD_ADAM && run->method != PEN_METHOD_COORDINATE_DESCENT
         && run->method != PEN_METHOD_SIGN_DESCENT;
}

int
pen_run_separable (const PenRun *run)
{
  const PenSolution *margin = run->solutions[PEN_SOLUTION_MAX_MARGIN];

  if (margin == NULL || margin->status == PEN_SOLUTION_FAILED)
    return -1;
  return margin->status == PEN_SOLUTION_OPTIMAL;
}

char *
pen_number_format (double value, int digits)
{
  static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  char buffer[G_ASCII_DTOSTR_BUF_SIZE], spec[16];
  g_autoptr (GString) text = NULL;
  char *exponent;

  if (isnan (value))
    return g_strdup (_ ("unknown"));
  if (isinf (value))
    return g_strdup (value > 0 ? "∞" : "−∞");
  g_snprintf (spec, sizeof spec, "%%.%dg", CLAMP (digits, 1, 17));
  g_ascii_formatd (buffer, sizeof buffer, spec, value);
  exponent = strchr (buffer, 'e');
  if (exponent == NULL)
    return g_strdup (buffer);
  *exponent++ = '\0';
  text = g_string_new (buffer);
  g_string_append (text, *exponent == '-' ? "×10⁻" : "×10");
  exponent++;
  while (*exponent == '0')
    exponent++;
  for (; *exponent != '\0'; exponent++)
    g_string_append (text, superscripts[*exponent - '0']);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
find_state (PenRun *run)
{
  const PenTraining *training = run->training;
  const PenTrace *trace = training != NULL ? training->trace : NULL;

  if (training == NULL)
    return;
  run->w = training->w;
  run->log10_time = training->log10_time;
  if (run->w == NULL && trace != NULL && trace->n_frames > 0)
    {
      run->w = trace->frames[trace->n_frames - 1].w;
      run->log10_time = trace->frames[trace->n_frames - 1].log10_time;
    }
  if (run->w == NULL)
    return;
  run->norm = pen_norm2 (pen_model_size (run->model), run->w);
  run->direction = training->direction;
  if (run->direction == NULL)
    {
      run->unit = g_new0 (double, pen_model_size (run->model));
      for (gsize j = 0; run->norm > 0 && j < pen_model_size (run->model); j++)
        run->unit[j] = run->w[j] / run->norm;
      run->direction = run->unit;
    }
  run->converged = training->status == PEN_TRAINING_CONVERGED;
  run->tolerance = run->loss != PEN_LOSS_SQUARED ? training->tolerance : 0;
}

typedef struct
{
  const char *name;
  int predicts;
  const char *source;
  void (*judge) (const PenRun *run, PenTheorem *theorem);
} Statement;

static const Statement statements[] = {
  { "min-l2-limit", PEN_SOLUTION_MIN_L2, "Gunasekar, Lee, Soudry, Srebro 2018", pen_judge_min_l2 },
  { "max-margin-limit", PEN_SOLUTION_MAX_MARGIN, "Soudry, Hoffer, Nacson, Gunasekar, Srebro 2018",
    pen_judge_max_margin },
  { "potential-limit", PEN_SOLUTION_MIN_POTENTIAL, "Woodworth et al. 2020", pen_judge_potential },
  { "l1-max-margin-limit", PEN_SOLUTION_L1_MAX_MARGIN, "Gunasekar, Lee, Soudry, Srebro 2018; Lyu, Li 2020",
    pen_judge_l1_max_margin },
  { "tail-direction-limit", PEN_SOLUTION_TAIL_DIRECTION, "Ji, Dudík, Schapire, Telgarsky 2020",
    pen_judge_tail_direction },
  { "steepest-descent-limit", -1, "Gunasekar, Lee, Soudry, Srebro 2018", pen_judge_steepest_descent },
  { "neuron-limit", PEN_SOLUTION_MIN_L2, "Vardi, Shamir 2020", pen_judge_neuron },
  { "nuclear-norm-limit", PEN_SOLUTION_MIN_NUCLEAR, "Gunasekar et al. 2017", pen_judge_nuclear },
  { "relu-kkt-limit", -1, "Lyu, Li 2020; Ji, Telgarsky 2020", pen_judge_relu_kkt },
  { "finite-steps-limit", PEN_SOLUTION_MIN_POTENTIAL, "Pesme et al. 2021; Even et al. 2023", pen_judge_finite_steps },
  { "not-separable", -1, "Ji, Telgarsky 2019", pen_judge_not_separable },
  { "mirror-flow", -1, "Woodworth et al. 2020", pen_judge_mirror_flow },
  { "incremental-learning", -1, "Gissin, Shalev-Shwartz, Daniely 2020", pen_judge_incremental },
  { "early-stopping", -1, "Li, Nguyen, Hegde, Wong 2021", pen_judge_early_stopping },
};

/* Those before this one say where a run ends. */
#define FIRST_ABOUT_THE_WAY "mirror-flow"

static const char *
closest_name (const PenTheoryInput *input)
{
  gboolean is_squared = input->loss == PEN_LOSS_SQUARED;

  switch (input->model->kind)
    {
    case PEN_MODEL_LINEAR:
    case PEN_MODEL_LINEAR_NETWORK:
      return is_squared                           ? "min-l2-limit"
             : input->loss == PEN_LOSS_POLYNOMIAL ? "tail-direction-limit"
                                                  : "max-margin-limit";
    case PEN_MODEL_DIAGONAL:
      return is_squared ? "potential-limit" : "l1-max-margin-limit";
    case PEN_MODEL_NEURON:
      return "neuron-limit";
    case PEN_MODEL_FACTORIZATION:
      return "nuclear-norm-limit";
    case PEN_MODEL_RELU_NETWORK:
      return "relu-kkt-limit";
    case PEN_N_MODELS:
    default:
      return NULL;
    }
}

/* Nothing is measured before the run has ended. */
static void
say_under_way (const PenRun *run, PenTheorem *theorem)
{
  g_free (theorem->sentence);
  if (theorem->predicts >= 0)
    /* Translators: "Gradient flow is under way. By theory it leads to max-margin." */
    theorem->sentence = g_strdup_printf (_ ("%s is under way. By theory it leads to %s."), subject (run->method),
                                         pen_solution_label ((PenSolutionKind)theorem->predicts));
  else
    theorem->sentence = g_strdup_printf (_ ("%s is under way; nothing is measured yet."), subject (run->method));
}

/* What has no certificate confirms nothing. */
static void
doubt_failed (const PenRun *run, PenTheorem *theorem)
{
  const PenSolution *predicted = theorem->predicts >= 0 ? run->solutions[theorem->predicts] : NULL;
  g_autofree char *why = NULL;

  if (theorem->verdict != PEN_VERDICT_AGREES || predicted == NULL || predicted->status != PEN_SOLUTION_FAILED)
    return;
  why = g_strdup_printf (_ ("The solution to compare with, %s, could not be computed: %s."),
                         pen_solution_label (predicted->kind),
                         predicted->reason != NULL ? predicted->reason : _ ("unknown"));
  pen_theorem_reject (theorem, why);
}

static void
reject_diverged (PenTheorem *theorem)
{
  theorem->measured = NAN;
  pen_theorem_reject (theorem, _ ("The statement is about runs that do not diverge."));
}

PenTheory *
pen_theory_judge (const PenTheoryInput *input)
{
  PenRun run = { .problem = input->problem,
                 .model = input->model,
                 .loss = input->loss,
                 .exponent = input->exponent,
                 .training = input->training,
                 .solutions = input->solutions,
                 .effective = input->effective,
                 .input = input,
                 .condition = 1 };
  const PenProblem *problem = input->problem;
  PenTheory *self;

  g_return_val_if_fail (problem != NULL && input->model != NULL && input->solutions != NULL, NULL);
  self = g_new0 (PenTheory, 1);
  run.method = input->training != NULL ? input->training->method : input->method;
  find_state (&run);
  if (problem->rank > 0)
    run.condition = problem->sigma[0] / problem->sigma[problem->rank - 1];
  self->n_theorems = G_N_ELEMENTS (statements);
  self->theorems = g_new0 (PenTheorem, self->n_theorems);
  for (gsize i = 0; i < self->n_theorems; i++)
    {
      PenTheorem *theorem = &self->theorems[i];

      *theorem = (PenTheorem){

        .name = statements[i].name,
        .source = statements[i].source,
        .predicts = statements[i].predicts,
        .measured = NAN,
        .threshold = NAN
      };
      statements[i].judge (&run, theorem);
      doubt_failed (&run, theorem);
      if (theorem->applies && run.training != NULL && run.training->status == PEN_TRAINING_DIVERGED)
        reject_diverged (theorem);
      if (theorem->applies && run.training == NULL)
        say_under_way (&run, theorem);
      if (g_strcmp0 (theorem->name, closest_name (input)) == 0)
        self->closest = theorem;
    }
  g_free (run.unit);
  return self;
}

void
pen_theory_free (PenTheory *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < self->n_theorems; i++)
    {
      g_free (self->theorems[i].why);
      g_free (self->theorems[i].sentence);
      g_free (self->theorems[i].argument);
    }
  g_free (self->theorems);
  g_free (self);
}

const PenTheorem *
pen_theory_answer (const PenTheory *self)
{
  for (gsize i = 0; self != NULL && i < self->n_theorems; i++)
    {
      if (strcmp (self->theorems[i].name, FIRST_ABOUT_THE_WAY) == 0)
        return NULL;
      if (self->theorems[i].applies)
        return &self->theorems[i];
    }
  return NULL;
}

char *
pen_theory_no_answer (const PenTheory *self)
{
  if (self == NULL || self->closest == NULL)
    return g_strdup (_ ("No theorem known here says where this run ends."));
  return g_strdup_printf (_ ("No theorem known here says where this run ends. %s"), self->closest->why);
}
