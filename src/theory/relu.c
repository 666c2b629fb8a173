/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <penchant/relu.h>

static void
write_answer (const PenRun *run, PenTheorem *theorem, const PenReluKkt *kkt)
{
  g_autofree char *verdict = pen_run_verdict (run, theorem);
  g_autofree char *residual = pen_number_format (kkt->residual, 2), *gap = pen_number_format (kkt->gap, 2);
  g_autofree char *margin = pen_number_format (kkt->margin, 3), *size = pen_number_format (run->norm, 3);
  g_autofree char *share = pen_number_format (kkt->margin / (run->norm * run->norm), 6);
  gsize n_support = 0;

  for (gsize i = 0; i < kkt->n_multipliers; i++)
    n_support += kkt->multipliers[i] > 0;
  theorem->sentence = g_strdup_printf (
      _ ("%s a KKT point of the margin problem: residual %s of ‖θ‖, complementarity %s; margin/‖θ‖² = %s."), verdict,
      residual, gap, share);
  theorem->argument = g_strdup_printf (
      _ ("f(θ; x) = Σⱼ aⱼ σ(⟨wⱼ, x⟩) has degree 2 in θ: twice the size is four times every margin.\n"
         "All margins are positive (the smallest is %s), so the loss has no minimiser: ‖θ‖ grows (so far to %s).\n"
         "The gradient is Σ ρᵢ yᵢ ∇fᵢ with ρᵢ = −ℓ′(mᵢ), nearly 0 but for the smallest margins: θ turns into a "
         "positive combination of their yᵢ ∇fᵢ.\n"
         "Scaled to margin 1, that is a KKT point of min ½‖θ‖² subject to yᵢ f(θ; xᵢ) ≥ 1; %zu of %zu samples "
         "carry it here.\n"
         "The problem is not convex: a KKT point need not be its solution."),
      margin, size, n_support, run->problem->n);
}

void
pen_judge_relu_kkt (const PenRun *run, PenTheorem *theorem)
{
  g_auto (PenReluKkt) kkt = { 0 };

  if (run->model->kind != PEN_MODEL_RELU_NETWORK)
    {
      pen_theorem_reject (theorem, _ ("The statement is about two-layer ReLU networks."));
      return;
    }
  if (run->loss == PEN_LOSS_SQUARED)
    {
      pen_theorem_reject (theorem, _ ("With the squared loss no norm is known that says where a ReLU network ends; on "
                                      "a line, “Function and its kinks” measures how much it bends."));
      return;
    }
  if (!pen_theorem_needs_tail (run, theorem))
    return;
  if (run->method != PEN_METHOD_GRADIENT_FLOW && run->method != PEN_METHOD_GRADIENT_DESCENT)
    {
      pen_theorem_reject (theorem, _ ("The statement is about gradient flow, and gradient descent with small steps."));
      return;
    }
  if (run->w == NULL)
    {
      pen_theorem_reject (theorem, _ ("Nothing has been trained yet."));
      return;
    }
  if (!pen_relu_kkt_measure (run->model, run->problem, run->w, &kkt, NULL, NULL) || kkt.n_multipliers == 0)
    {
      pen_theorem_reject (theorem, _ ("Some sample is not classified rightly yet, and the statement begins where all "
                                      "margins are positive."));
      return;
    }
  theorem->applies = TRUE;
  theorem->why = g_strdup (_ ("ReLU network, a loss with an exponential tail, all margins positive."));
  theorem->measured = fmax (kkt.residual, kkt.gap);
  theorem->threshold = PEN_REACHED_AT_MOST;
  theorem->verdict = pen_theorem_verdict (run, theorem->measured, theorem->threshold);
  /* Where a unit rests at a kink its slope counts as 0, and the residual only bounds that of the best subgradient. */
  if (theorem->verdict == PEN_VERDICT_DISAGREES)
    theorem->verdict = PEN_VERDICT_APPROACHING;
  write_answer (run, theorem, &kkt);
}
