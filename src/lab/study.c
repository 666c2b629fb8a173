/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study.h"

#include "background.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#define REST 300 /* ms without an edit before the work begins */

/* One piece of work, shared by its worker and the study that asked for it. */
typedef struct
{
  gint references;
  PenViewKind kind;
  PenExperiment *experiment;
  PenSweepOptions options;
  PenCancel cancel;
  PenStudy *study; /* main thread only; NULL once it is no longer wanted */
  pthread_mutex_t lock;
  /* Under the lock: */
  GArray *rows; /* of PenSweepRow */
  PenPaths *paths;
  char *message;
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
  PenSweepOptions chosen; /* by a person; key NULL: none */
  gint64 began;           /* monotonic, of the job */
  char *message;
  gboolean ended, stopped;
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
  g_free (self->message);
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
      self->table = (PenSweepTable){ .key = job->options.key,
                                     .rows = g_memdup2 (job->rows->data, job->rows->len * sizeof (PenSweepRow)),
                                     .n = job->rows->len };
      if (job->paths != NULL)
        self->paths = g_steal_pointer (&job->paths);
      self->ended = job->ended;
      g_free (self->message);
      self->message = g_strdup (job->message);
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
  g_autofree PenSweepRow *rows = NULL;
  g_autoptr (GError) error = NULL;
  gsize n;

  if (pen_sweep_run (self->experiment, &self->options, &self->cancel, row_worker, self, &rows, &n, &error))
    return;
  /* The rows before the value that failed stay. */
  pthread_mutex_lock (&self->lock);
  self->message = g_strdup (error->message);
  pthread_mutex_unlock (&self->lock);
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

  pen_background_enter (PEN_BACKGROUND_STUDY);
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
  if (self->kind == PEN_VIEW_SWEEP)
    pen_study_sweep (self, &job->options);
  job->rows = g_array_new (FALSE, FALSE, sizeof (PenSweepRow));
  pthread_mutex_init (&job->lock, NULL);
  self->job = job;
  self->began = g_get_monotonic_time ();
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
  g_clear_pointer (&self->message, g_free);
  self->ended = self->stopped = FALSE;
}

static gboolean
is_wanted (PenStudy *self)
{
  return self->experiment != NULL && (self->kind == PEN_VIEW_SWEEP || self->kind == PEN_VIEW_REGULARIZATION)
         && pen_view_applies (self->kind, self->experiment, NULL);
}

/* What a sweep finds does not depend on where in it the experiment stands. */
static gboolean
is_same_sweep (PenStudy *self, const PenExperiment *experiment)
{
  const PenSweepOptions *now = &self->job->options;
  g_autoptr (PenExperiment) moved = NULL;
  PenSweepOptions then;

  moved = pen_sweep_experiment (self->job->experiment, now->key, pen_sweep_value (experiment, now->key));
  if (!pen_experiment_equal (moved, experiment))
    return FALSE;
  if (self->chosen.key != NULL && pen_sweep_suggest (experiment, self->chosen.key, &then))
    return TRUE; /* asked for, and not made out of the experiment */
  return pen_sweep_choose (experiment, &then) && g_str_equal (then.key, now->key) && then.first == now->first
         && then.last == now->last && then.n == now->n && then.is_geometric == now->is_geometric;
}

void
pen_study_follow (PenStudy *self, PenViewKind kind, PenExperiment *experiment)
{
  g_return_if_fail (PEN_IS_STUDY (self));
  if (kind == self->kind && experiment == self->experiment)
    return;
  if (kind == self->kind && kind == PEN_VIEW_SWEEP && self->job != NULL && experiment != NULL
      && is_same_sweep (self, experiment))
    {
      pen_experiment_unref (self->experiment);
      self->experiment = pen_experiment_ref (experiment);
      g_signal_emit (self, changed_signal, 0);
      return;
    }
  forget (self);
  self->kind = kind;
  g_clear_pointer (&self->experiment, pen_experiment_unref);
  if (experiment != NULL)
    self->experiment = pen_experiment_ref (experiment);
  if (is_wanted (self))
    self->timer = g_timeout_add (REST, begin_cb, self);
  g_signal_emit (self, changed_signal, 0);
}

gboolean
pen_study_busy (PenStudy *self)
{
  g_return_val_if_fail (PEN_IS_STUDY (self), FALSE);
  return self->job != NULL ? !self->ended && !self->stopped : self->timer != 0;
}

void
pen_study_set_sweep (PenStudy *self, const PenSweepOptions *options)
{
  g_return_if_fail (PEN_IS_STUDY (self));
  self->chosen = options != NULL ? *options : (PenSweepOptions){ .key = NULL };
  forget (self);
  if (is_wanted (self))
    begin_cb (self);
  g_signal_emit (self, changed_signal, 0);
}

gboolean
pen_study_sweep (PenStudy *self, PenSweepOptions *options)
{
  PenSweepOptions suggested;

  g_return_val_if_fail (PEN_IS_STUDY (self), FALSE);
  if (self->experiment == NULL || !pen_sweep_choose (self->experiment, options))
    return FALSE;
  if (self->chosen.key != NULL && pen_sweep_suggest (self->experiment, self->chosen.key, &suggested))
    *options = self->chosen;
  return TRUE;
}

gboolean
pen_study_suggest (PenStudy *self, const char *key, PenSweepOptions *options)
{
  g_return_val_if_fail (PEN_IS_STUDY (self), FALSE);
  return self->experiment != NULL && pen_sweep_suggest (self->experiment, key, options);
}

void
pen_study_stop (PenStudy *self)
{
  g_return_if_fail (PEN_IS_STUDY (self));
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->job != NULL)
    pen_cancel_request (&self->job->cancel);
  self->stopped = TRUE;
  g_signal_emit (self, changed_signal, 0);
}

void
pen_study_progress (PenStudy *self, PenStudyProgress *progress)
{
  PenSweepOptions options;
  double seconds = (double)(g_get_monotonic_time () - self->began) / G_USEC_PER_SEC;

  g_return_if_fail (PEN_IS_STUDY (self));
  *progress = (PenStudyProgress){ pen_study_busy (self), self->table.n, 0, NAN, self->message };
  if (pen_study_sweep (self, &options))
    progress->total = pen_sweep_count (&options);
  if (progress->done > 0 && progress->total >= progress->done)
    progress->seconds_left = seconds * (double)(progress->total - progress->done) / (double)progress->done;
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
