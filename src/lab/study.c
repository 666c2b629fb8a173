/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* gettid */
#include "study.h"

#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define REST 300    /* ms without an edit before the work begins */
#define NICENESS 15 /* behind the run and its solutions */

/* One piece of work, shared by its worker and the study that asked for it. */
typedef struct
{
  gint references;
  PenViewKind kind;
  PenExperiment *experiment;
  PenCancel cancel;
  PenStudy *study; /* main thread only; NULL once it is no longer wanted */
  pthread_mutex_t lock;
  /* Under the lock: */
  GArray *rows; /* of PenSweepRow */
  const char *key;
  PenPaths *paths;
  gboolean ended, told; /* a wake-up is in flight */
} Job;

struct _PenStudy
{
  GObject parent_instance;
  PenViewKind kind;
  PenExperiment *experiment;
  guint timer;
  Job *job;
  PenSweepTable table; /* what the job had at its last wake-up, with rows of its own */
  PenPaths *paths;
};

G_DEFINE_FINAL_TYPE (PenStudy, pen_study, G_TYPE_OBJECT)

static guint changed_signal;

static Job *
job_ref (Job *self)
{
  g_atomic_int_inc (&self->references);
  return self;
}

static void
job_unref (Job *self)
{
  if (!g_atomic_int_dec_and_test (&self->references))
    return;
  pen_experiment_unref (self->experiment);
  g_array_unref (self->rows);
  pen_paths_free (self->paths);
  pthread_mutex_destroy (&self->lock);
  g_free (self);
}

static gboolean
take_cb (gpointer data)
{
  Job *job = data;
  PenStudy *self = job->study;

  pthread_mutex_lock (&job->lock);
  job->told = FALSE;
  if (self != NULL)
    {
      g_free ((gpointer)self->table.rows);
      self->table = (PenSweepTable){ .key = job->key,
                                     .rows = g_memdup2 (job->rows->data, job->rows->len * sizeof (PenSweepRow)),
                                     .n = job->rows->len };
      if (job->paths != NULL)
        self->paths = g_steal_pointer (&job->paths);
    }
  pthread_mutex_unlock (&job->lock);
  if (self != NULL)
    g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

/* With the lock held: at most one wake-up is in flight. */
static void
tell_locked (Job *self)
{
  if (self->told)
    return;
  self->told = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT, take_cb, job_ref (self), (GDestroyNotify)job_unref);
}

static void
row_worker (const PenSweepRow *row, gpointer data)
{
  Job *self = data;

  pthread_mutex_lock (&self->lock);
  g_array_append_vals (self->rows, row, 1);
  tell_locked (self);
  pthread_mutex_unlock (&self->lock);
}

static void
sweep_worker (Job *self)
{
  PenSweepOptions options;
  g_autofree PenSweepRow *rows = NULL;
  g_autoptr (GError) error = NULL;
  gsize n;

  if (!pen_sweep_choose (self->experiment, &options))
    return;
  pthread_mutex_lock (&self->lock);
  self->key = options.key;
  pthread_mutex_unlock (&self->lock);
  /* A value that fails ends the sweep: the rows before it stay, and the view says what it has. */
  pen_sweep_run (self->experiment, &options, &self->cancel, row_worker, self, &rows, &n, &error);
}

static void
paths_worker (Job *self)
{
  g_autoptr (PenProblem) problem = pen_experiment_problem (self->experiment, NULL);
  PenPaths *paths = problem != NULL ? pen_paths_solve (self->experiment, problem, &self->cancel, NULL) : NULL;

  pthread_mutex_lock (&self->lock);
  self->paths = paths;
  pthread_mutex_unlock (&self->lock);
}

static gpointer
work (gpointer data)
{
  Job *self = data;

  setpriority (PRIO_PROCESS, (id_t)gettid (), NICENESS);
  if (self->kind == PEN_VIEW_SWEEP)
    sweep_worker (self);
  else
    paths_worker (self);
  pthread_mutex_lock (&self->lock);
  self->ended = TRUE;
  tell_locked (self);
  pthread_mutex_unlock (&self->lock);
  job_unref (self);
  return NULL;
}

static gboolean
begin_cb (gpointer data)
{
  PenStudy *self = data;
  Job *job = g_new0 (Job, 1);

  self->timer = 0;
  job->references = 2;
  job->kind = self->kind;
  job->experiment = pen_experiment_ref (self->experiment);
  job->study = self;
  job->rows = g_array_new (FALSE, FALSE, sizeof (PenSweepRow));
  pthread_mutex_init (&job->lock, NULL);
  self->job = job;
  g_thread_unref (g_thread_new ("study", work, job));
  return G_SOURCE_REMOVE;
}

static void
forget (PenStudy *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->job != NULL)
    {
      pen_cancel_request (&self->job->cancel);
      self->job->study = NULL;
      g_clear_pointer (&self->job, job_unref);
    }
  g_free ((gpointer)self->table.rows);
  memset (&self->table, 0, sizeof self->table);
  g_clear_pointer (&self->paths, pen_paths_free);
}

void
pen_study_follow (PenStudy *self, PenViewKind kind, PenExperiment *experiment)
{
  gboolean wanted = experiment != NULL && (kind == PEN_VIEW_SWEEP || kind == PEN_VIEW_REGULARIZATION)
                    && pen_view_applies (kind, experiment, NULL);

  g_return_if_fail (PEN_IS_STUDY (self));
  if (kind == self->kind && experiment == self->experiment)
    return;
  forget (self);
  self->kind = kind;
  g_clear_pointer (&self->experiment, pen_experiment_unref);
  if (experiment != NULL)
    self->experiment = pen_experiment_ref (experiment);
  if (wanted)
    self->timer = g_timeout_add (REST, begin_cb, self);
}

gboolean
pen_study_busy (PenStudy *self)
{
  gboolean ended;

  g_return_val_if_fail (PEN_IS_STUDY (self), FALSE);
  if (self->job == NULL)
    return self->timer != 0;
  pthread_mutex_lock (&self->job->lock);
  ended = self->job->ended && !self->job->told;
  pthread_mutex_unlock (&self->job->lock);
  return !ended;
}

void
pen_study_fill (PenStudy *self, PenViewInput *input)
{
  g_return_if_fail (PEN_IS_STUDY (self));
  input->paths = self->paths;
  input->sweep = self->table.n > 0 ? &self->table : NULL;
}

static void
pen_study_dispose (GObject *object)
{
  PenStudy *self = PEN_STUDY (object);

  forget (self);
  g_clear_pointer (&self->experiment, pen_experiment_unref);
  G_OBJECT_CLASS (pen_study_parent_class)->dispose (object);
}

static void
pen_study_class_init (PenStudyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pen_study_dispose;
  changed_signal = g_signal_new ("changed", PEN_TYPE_STUDY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pen_study_init (PenStudy *self)
{
}

PenStudy *
pen_study_new (void)
{
  return g_object_new (PEN_TYPE_STUDY, NULL);
}
