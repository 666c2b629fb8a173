/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker.h"

#include "background.h"

#include <penchant/error.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

/* The main thread takes the references before the workers start and drops them after joining: no count is ever shared.
 */
struct _PenRun
{
  PenExperiment *experiment;
  PenChannel *channel;
  PenCancel cancel;
  pthread_t trainer, solver;
  gboolean has_trainer, has_solver;
  pthread_mutex_t lock; /* of everything below */
  pthread_cond_t changed;
  pthread_mutex_t
      judging; /* one judgement at a time, so that a later one never loses to an earlier; taken before lock */
  PenProblem *problem;
  PenTraining *training;
  PenSolution *solutions[PEN_N_SOLUTIONS];
  double mirror_difference;
  PenSolution *effective; /* pen_experiment_solve_effective() */
  PenTheory *theory;
  gsize size; /* of a frame's w */
  gboolean wanted[PEN_N_SOLUTIONS], tried[PEN_N_SOLUTIONS];
  gboolean problem_ended, training_ended, solving;
  char *message;
};

/* Cheap ones first: closed forms, then quadratic programs, then linear programs, then the potential's Newton method. */
static const PenSolutionKind order[PEN_N_SOLUTIONS] = { PEN_SOLUTION_MIN_L2,         PEN_SOLUTION_MAX_MARGIN,
                                                        PEN_SOLUTION_MIN_L1,         PEN_SOLUTION_MIN_L1_NONNEGATIVE,
                                                        PEN_SOLUTION_L1_MAX_MARGIN,  PEN_SOLUTION_LINF_MAX_MARGIN,
                                                        PEN_SOLUTION_MIN_POTENTIAL,  PEN_SOLUTION_RIDGE,
                                                        PEN_SOLUTION_LASSO,          PEN_SOLUTION_SOFT_MARGIN,
                                                        PEN_SOLUTION_TAIL_DIRECTION, PEN_SOLUTION_MIN_NUCLEAR };

static void
report_locked (PenRun *self, GError *error)
{
  if (self->message == NULL && !g_error_matches (error, PEN_ERROR, PEN_ERROR_CANCELLED))
    self->message = g_strdup (error->message);
  g_error_free (error);
}

static void
judge_worker (PenRun *self)
{
  PenSolution *solutions[PEN_N_SOLUTIONS];
  PenSolution *effective;
  double mirror_difference;
  PenTraining *training;
  PenTheory *theory;

  if (pen_cancel_requested (&self->cancel))
    return;
  pthread_mutex_lock (&self->judging);
  pthread_mutex_lock (&self->lock);
  memcpy (solutions, self->solutions, sizeof solutions);
  training = self->training;
  effective = self->effective;
  mirror_difference = self->mirror_difference;
  pthread_mutex_unlock (&self->lock);
  theory = pen_experiment_judge (self->experiment, self->problem, training, solutions, effective, mirror_difference);
  pthread_mutex_lock (&self->lock);
  g_clear_pointer (&self->theory, pen_theory_free);
  self->theory = theory;
  pthread_mutex_unlock (&self->lock);
  pthread_mutex_unlock (&self->judging);
  pen_channel_post (self->channel);
}

/* Finite steps leave another start than the one they began with; only the end of the run tells which. */
static void
solve_effective_worker (PenRun *self)
{
  GError *error = NULL;
  PenSolution *effective =
      pen_experiment_solve_effective (self->experiment, self->problem, self->training, &self->cancel, &error);

  pthread_mutex_lock (&self->lock);
  self->effective = effective;
  if (error != NULL)
    report_locked (self, error);
  pthread_mutex_unlock (&self->lock);
  if (effective != NULL)
    judge_worker (self);
}

static void
compare_worker (PenRun *self)
{
  double difference = pen_experiment_mirror_difference (self->experiment, self->problem, self->training, &self->cancel);

  if (isnan (difference))
    return;
  pthread_mutex_lock (&self->lock);
  self->mirror_difference = difference;
  pthread_mutex_unlock (&self->lock);
  judge_worker (self);
}

static void
frame_worker (const PenFrame *frame, gpointer user_data)
{
  PenRun *self = user_data;

  pen_channel_post_frame (self->channel, self->size, frame);
}

static void *
train_worker (void *data)
{
  PenRun *self = data;
  PenTraining *training = NULL;
  GError *error = NULL;
  PenProblem *problem;

  pen_background_enter (PEN_BACKGROUND_RUN);
  problem = pen_experiment_problem (self->experiment, &error);
  pthread_mutex_lock (&self->lock);
  self->problem = problem;
  self->problem_ended = TRUE;
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
  if (problem != NULL)
    {
      PenModel model;

      pen_experiment_model (self->experiment, problem, &model);
      self->size = pen_model_size (&model);
    }
  if (problem != NULL)
    training = pen_experiment_train (self->experiment, problem, &self->cancel, frame_worker, self, &error);
  pthread_mutex_lock (&self->lock);
  self->training = training;
  if (error != NULL)
    report_locked (self, error);
  pthread_mutex_unlock (&self->lock);
  if (training != NULL)
    {
      judge_worker (self);
      solve_effective_worker (self);
      compare_worker (self);
    }
  pthread_mutex_lock (&self->lock);
  self->training_ended = TRUE;
  pthread_mutex_unlock (&self->lock);
  pen_channel_post (self->channel);
  return NULL;
}

/* The next one to solve, or −1; the worker counts as ended from the moment this says so. */
static int
next_solution (PenRun *self)
{
  int next = -1;

  pthread_mutex_lock (&self->lock);
  while (!self->problem_ended)
    pthread_cond_wait (&self->changed, &self->lock);
  for (gsize i = 0; next < 0 && self->problem != NULL && i < G_N_ELEMENTS (order); i++)
    if (self->wanted[order[i]] && !self->tried[order[i]] && !pen_cancel_requested (&self->cancel))
      next = (int)order[i];
  if (next >= 0)
    self->tried[next] = TRUE;
  else
    self->solving = FALSE;
  pthread_mutex_unlock (&self->lock);
  return next;
}

static void *
solve_worker (void *data)
{
  PenRun *self = data;
  int kind;

  pen_background_enter (PEN_BACKGROUND_RUN);
  while ((kind = next_solution (self)) >= 0)
    {
      GError *error = NULL;
      PenSolution *solution;

      solution = pen_experiment_solve (self->experiment, self->problem, (PenSolutionKind)kind, &self->cancel, &error);
      /* What one solution cannot do is its own finding, and the run goes on. */
      if (error != NULL && !g_error_matches (error, PEN_ERROR, PEN_ERROR_CANCELLED))
        solution = pen_solution_new_failed ((PenSolutionKind)kind, self->problem->d, error->message);
      g_clear_error (&error);
      pthread_mutex_lock (&self->lock);
      self->solutions[kind] = solution;
      pthread_mutex_unlock (&self->lock);
      if (solution != NULL)
        judge_worker (self);
    }
  pen_channel_post (self->channel);
  return NULL;
}

static gboolean
start (PenRun *self, pthread_t *thread, void *(*worker) (void *))
{
  int code = pthread_create (thread, NULL, worker, self);

  if (code == 0)
    return TRUE;
  pthread_mutex_lock (&self->lock);
  if (self->message == NULL)
    self->message = g_strdup_printf (_ ("No thread could be started: %s"), g_strerror (code));
  if (worker == train_worker)
    self->problem_ended = self->training_ended = TRUE;
  else
    self->solving = FALSE;
  pthread_cond_broadcast (&self->changed);
  pthread_mutex_unlock (&self->lock);
  pen_channel_post (self->channel);
  return FALSE;
}

PenRun *
pen_run_new (PenExperiment *experiment, PenChannelFunc wake, gpointer user_data)
{
  PenRun *self = g_new0 (PenRun, 1);

  self->experiment = pen_experiment_ref (experiment);
  self->channel = pen_channel_new (NULL, wake, user_data);
  pthread_mutex_init (&self->lock, NULL);
  pthread_mutex_init (&self->judging, NULL);
  pthread_cond_init (&self->changed, NULL);
  pen_experiment_choose (experiment, self->wanted);
  self->mirror_difference = NAN;
  self->solving = TRUE;
  self->has_trainer = start (self, &self->trainer, train_worker);
  self->has_solver = start (self, &self->solver, solve_worker);
  return self;
}

PenExperiment *
pen_run_experiment (PenRun *self)
{
  return self->experiment;
}

PenChannel *
pen_run_channel (PenRun *self)
{
  return self->channel;
}

void
pen_run_look (PenRun *self, PenRunState *state)
{
  pthread_mutex_lock (&self->lock);
  state->problem = self->problem;
  state->training = self->training;
  memcpy (state->solutions, self->solutions, sizeof state->solutions);
  state->training_ended = self->training_ended;
  state->solving = self->solving;
  state->message = self->message;
  pthread_mutex_unlock (&self->lock);
}

gboolean
pen_run_solved (PenRun *self)
{
  gboolean solved = TRUE;

  pthread_mutex_lock (&self->lock);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    solved = solved && (!self->wanted[kind] || self->solutions[kind] != NULL);
  pthread_mutex_unlock (&self->lock);
  return solved;
}

PenTheory *
pen_run_take_theory (PenRun *self)
{
  PenTheory *theory;

  pthread_mutex_lock (&self->lock);
  theory = g_steal_pointer (&self->theory);
  pthread_mutex_unlock (&self->lock);
  return theory;
}

void
pen_run_solve (PenRun *self, const gboolean kinds[PEN_N_SOLUTIONS])
{
  gboolean missing = FALSE, running;

  pthread_mutex_lock (&self->lock);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (kinds[kind])
      {
        self->wanted[kind] = TRUE;
        missing = missing || !self->tried[kind];
      }
  running = self->solving;
  self->solving = running || missing;
  pthread_mutex_unlock (&self->lock);
  if (running || !missing)
    return;
  if (self->has_solver)
    pthread_join (self->solver, NULL); /* it has said that it ended */
  self->has_solver = start (self, &self->solver, solve_worker);
}

/* What a run's results depend on: everything but names, what is shown, and which solutions are asked for. */
static PenExperiment *
essence (const PenExperiment *experiment)
{
  PenExperiment *self = pen_experiment_copy (experiment);

  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->notes, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->data_file, g_free);
  g_clear_pointer (&self->target, g_free);
  g_clear_pointer (&self->features, g_strfreev);
  g_clear_pointer (&self->positive, g_free);
  g_clear_pointer (&self->view, g_key_file_unref);
  memset (self->solutions, 0, sizeof self->solutions);
  return self;
}

gboolean
pen_run_serves (PenRun *self, const PenExperiment *experiment)
{
  g_autoptr (PenExperiment) mine = essence (self->experiment);
  g_autoptr (PenExperiment) other = essence (experiment);

  return pen_experiment_equal (mine, other);
}

void
pen_run_cancel (PenRun *self)
{
  pen_cancel_request (&self->cancel);
  pen_channel_close (self->channel);
}

gboolean
pen_run_ended (PenRun *self)
{
  gboolean ended;

  pthread_mutex_lock (&self->lock);
  ended = self->training_ended && !self->solving;
  pthread_mutex_unlock (&self->lock);
  return ended;
}

void
pen_run_free (PenRun *self)
{
  pen_run_cancel (self);
  if (self->has_trainer)
    pthread_join (self->trainer, NULL);
  if (self->has_solver)
    pthread_join (self->solver, NULL);
  pen_channel_unref (self->channel);
  g_clear_pointer (&self->theory, pen_theory_free);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    g_clear_pointer (&self->solutions[kind], pen_solution_free);
  g_clear_pointer (&self->effective, pen_solution_free);
  g_clear_pointer (&self->training, pen_training_free);
  g_clear_pointer (&self->problem, pen_problem_unref);
  pen_experiment_unref (self->experiment);
  pthread_cond_destroy (&self->changed);
  pthread_mutex_destroy (&self->judging);
  pthread_mutex_destroy (&self->lock);
  g_free (self->message);
  g_free (self);
}
