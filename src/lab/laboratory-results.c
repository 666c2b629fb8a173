/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "laboratory-private.h"

#include <math.h>
#include <string.h>

PenDocument *
pen_laboratory_document (PenLaboratory *self)
{
  return self->document;
}

PenLabStatus
pen_laboratory_status (PenLaboratory *self)
{
  return self->status;
}

const char *
pen_laboratory_message (PenLaboratory *self)
{
  return self->message;
}

gboolean
pen_laboratory_solving (PenLaboratory *self)
{
  return self->solving;
}

const PenProblem *
pen_laboratory_problem (PenLaboratory *self)
{
  return self->state.problem;
}

const PenTrace *
pen_laboratory_trace (PenLaboratory *self)
{
  return self->state.training != NULL ? self->state.training->trace : self->trace;
}

const PenTraining *
pen_laboratory_training (PenLaboratory *self)
{
  return self->state.training;
}

const PenSolution *
pen_laboratory_solution (PenLaboratory *self, PenSolutionKind kind)
{
  g_return_val_if_fail (kind < PEN_N_SOLUTIONS, NULL);
  return self->state.solutions[kind];
}

const PenTheory *
pen_laboratory_theory (PenLaboratory *self)
{
  return self->theory;
}

PenOutcome *
pen_laboratory_outcome (PenLaboratory *self)
{
  if (self->status != PEN_LAB_DONE || self->solving || self->shown != NULL || self->theory == NULL)
    return NULL;
  self->outcome.experiment = pen_document_experiment (self->document);
  self->outcome.problem = self->state.problem;
  self->outcome.training = self->state.training;
  memcpy (self->outcome.solutions, self->state.solutions, sizeof self->outcome.solutions);
  self->outcome.theory = self->theory;
  self->outcome.mirror_difference = NAN; /* judged already */
  return &self->outcome;
}

static gboolean
has_the_features (const PenExperiment *of, const PenExperiment *now)
{
  gsize width_of = 0, width_now = 0;

  return pen_dataset_task (of->data) == pen_dataset_task (now->data)
         && pen_feature_map_width (&of->map, pen_dataset_d (of->data), &width_of, NULL)
         && pen_feature_map_width (&now->map, pen_dataset_d (now->data), &width_now, NULL) && width_of == width_now;
}

gboolean
pen_laboratory_fits (const PenExperiment *of, const PenExperiment *now)
{
  return pen_dataset_n (of->data) == pen_dataset_n (now->data) && has_the_features (of, now);
}

static gboolean
has_the_inputs (const PenExperiment *of, const PenExperiment *now)
{
  return of->data == now->data && of->center == now->center && of->standardize == now->standardize
         && memcmp (&of->map, &now->map, sizeof of->map) == 0;
}

/* Where points came or went, the weights still say how these are predicted. */
static void
fill_former (PenLaboratory *self, PenRun *run, PenViewInput *input)
{
  const PenTrace *trace = pen_laboratory_trace (self);

  if (run == NULL || trace == NULL || trace->n_frames == 0
      || !has_the_features (pen_run_experiment (run), input->experiment))
    return;
  input->former = trace->frames[MIN (pen_laboratory_frame (self), trace->n_frames - 1)].w;
  input->n_former = trace->d;
}

void
pen_laboratory_view_input (PenLaboratory *self, PenViewInput *input)
{
  PenExperiment *experiment = pen_document_experiment (self->document);
  PenRun *run = self->shown != NULL ? self->shown : self->run;

  memset (input, 0, sizeof *input);
  input->experiment = experiment;
  input->data = experiment->data;
  /* An older run's rows and features are shown only while they still number the same. */
  if (run == NULL || self->state.problem == NULL || !pen_laboratory_fits (pen_run_experiment (run), experiment))
    {
      fill_former (self, run, input);
      return;
    }
  input->problem = self->state.problem;
  input->stale = !has_the_inputs (pen_run_experiment (run), experiment);
  input->trace = pen_laboratory_trace (self);
  input->frame = pen_laboratory_frame (self);
  input->hover = self->has_hover ? &self->hover : NULL;
  input->kept = (const PenGhost *const *)self->kept->pdata;
  input->n_kept = self->kept->len;
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (experiment->solutions[kind])
      input->solutions[kind] = self->state.solutions[kind];
}
