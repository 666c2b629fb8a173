/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "laboratory.h"

#include "worker.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define RESTART_MILLISECONDS 8 /* edits within half a frame are one restart */
#define REAP_MILLISECONDS 20
#define SECONDS_OF_A_RUN 6.0 /* at speed 1 */

struct _PenLaboratory
{
  GObject parent_instance;
  PenDocument *document;
  gulong changed_id;
  guint restart_id, reap_id;
  GPtrArray *retired; /* PenRun, cancelled, until their workers end */
  PenRun *run;        /* of the newest experiment; its results are shown as they come */
  PenRun *shown;      /* the one before, while `run` has no frame yet; or NULL */
  PenTrace *trace;    /* frames of the run shown, until its training ends */
  PenTheory *theory;
  PenRunState state;  /* of the run shown */
  PenOutcome outcome; /* borrowed fields */
  PenLabStatus status;
  gboolean solving, playing, following;
  char *message;
  double speed, position;
};

enum
{
  PROP_PLAYING = 1,
  PROP_SPEED,
  N_PROPS
};

enum
{
  TRACE_CHANGED,
  SOLUTIONS_CHANGED,
  THEORY_CHANGED,
  PLAYHEAD_CHANGED,
  STATUS_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PenLaboratory, pen_laboratory, G_TYPE_OBJECT)

static void
set_status (PenLaboratory *self, PenLabStatus status, gboolean solving, const char *message)
{
  if (self->status == status && self->solving == solving && g_strcmp0 (self->message, message) == 0)
    return;
  self->status = status;
  self->solving = solving;
  g_free (self->message);
  self->message = g_strdup (message);
  g_signal_emit (self, signals[STATUS_CHANGED], 0);
}

static void
set_playing (PenLaboratory *self, gboolean playing)
{
  if (self->playing == playing)
    return;
  self->playing = playing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
}

static void
set_position (PenLaboratory *self, double position)
{
  if (self->position == position)
    return;
  self->position = position;
  g_signal_emit (self, signals[PLAYHEAD_CHANGED], 0);
}

static gboolean
reap_cb (gpointer user_data)
{
  PenLaboratory *self = user_data;

  for (guint i = self->retired->len; i-- > 0;)
    if (pen_run_ended (g_ptr_array_index (self->retired, i)))
      g_ptr_array_remove_index_fast (self->retired, i);
  if (self->retired->len > 0)
    return G_SOURCE_CONTINUE;
  self->reap_id = 0;
  return G_SOURCE_REMOVE;
}

/* Joining a worker that still computes would hold up the window, so the run is kept until it has ended. */
static void
retire (PenLaboratory *self, PenRun **run)
{
  if (*run == NULL)
    return;
  pen_run_cancel (*run);
  g_ptr_array_add (self->retired, g_steal_pointer (run));
  if (self->reap_id == 0)
    self->reap_id = g_timeout_add (REAP_MILLISECONDS, reap_cb, self);
}

static void
forget_results (PenLaboratory *self)
{
  g_clear_pointer (&self->trace, pen_trace_free);
  g_clear_pointer (&self->theory, pen_theory_free);
  memset (&self->state, 0, sizeof self->state);
  retire (self, &self->shown);
}

static void
take_trace (PenLaboratory *self, PenTrace *frames)
{
  if (self->trace == NULL)
    self->trace = frames;
  else
    {
      for (gsize i = 0; i < frames->n_frames; i++)
        pen_trace_append (self->trace, frames->frames[i].log10_time, frames->frames[i].log10_loss, frames->frames[i].w);
      pen_trace_free (frames);
    }
}

static gboolean
same_solutions (const PenRunState *a, const PenRunState *b)
{
  return memcmp (a->solutions, b->solutions, sizeof a->solutions) == 0;
}

/* The whole batch, and everything published since the last one. */
static void
wake_cb (gpointer user_data)
{
  g_autoptr (PenLaboratory) self = g_object_ref (user_data);
  PenRunState now, before;
  PenTrace *frames;
  PenTheory *theory;
  PenLabStatus status;
  gboolean first;

  pen_run_look (self->run, &now);
  frames = pen_channel_take (pen_run_channel (self->run));
  if (frames == NULL && now.training == NULL && !now.training_ended && self->shown != NULL)
    return;
  /* Until the new run has something to show, the old one stays; from then on nothing of it is borrowed. */
  first = self->shown != NULL;
  if (first)
    forget_results (self);
  before = self->state;
  self->state = now;
  if (frames != NULL)
    take_trace (self, frames);
  theory = pen_run_take_theory (self->run);
  if (theory != NULL)
    {
      g_clear_pointer (&self->theory, pen_theory_free);
      self->theory = theory;
    }
  status = now.message != NULL ? PEN_LAB_ERROR : now.training_ended ? PEN_LAB_DONE : PEN_LAB_TRAINING;
  if (first || frames != NULL || before.training != now.training)
    g_signal_emit (self, signals[TRACE_CHANGED], 0);
  if (first || !same_solutions (&before, &now))
    g_signal_emit (self, signals[SOLUTIONS_CHANGED], 0);
  if (first || theory != NULL)
    g_signal_emit (self, signals[THEORY_CHANGED], 0);
  set_status (self, status, now.solving, now.message);
}

static void
stop_without_run (PenLaboratory *self, const char *message)
{
  retire (self, &self->run);
  forget_results (self);
  g_signal_emit (self, signals[TRACE_CHANGED], 0);
  g_signal_emit (self, signals[SOLUTIONS_CHANGED], 0);
  g_signal_emit (self, signals[THEORY_CHANGED], 0);
  set_status (self, PEN_LAB_IDLE, FALSE, message);
}

static gboolean
restart_cb (gpointer user_data)
{
  PenLaboratory *self = user_data;
  PenExperiment *experiment = pen_document_experiment (self->document);

  self->restart_id = 0;
  if (pen_dataset_n (experiment->data) == 0)
    {
      stop_without_run (self, _ ("There are no points yet: place some to start"));
      return G_SOURCE_REMOVE;
    }
  if (self->run != NULL && pen_run_serves (self->run, experiment))
    {
      PenRunState now;

      pen_run_solve (self->run, experiment->solutions);
      pen_run_look (self->run, &now);
      g_signal_emit (self, signals[SOLUTIONS_CHANGED], 0);
      set_status (self, self->status, now.solving, self->message);
      return G_SOURCE_REMOVE;
    }
  if (self->shown == NULL && self->run != NULL)
    {
      pen_run_cancel (self->run);
      self->shown = g_steal_pointer (&self->run);
    }
  retire (self, &self->run);
  self->run = pen_run_new (experiment, wake_cb, self);
  set_status (self, PEN_LAB_TRAINING, TRUE, NULL);
  if (self->playing)
    {
      self->following = FALSE;
      set_position (self, 0);
    }
  return G_SOURCE_REMOVE;
}

static void
changed_cb (PenLaboratory *self)
{
  if (self->restart_id == 0)
    self->restart_id = g_timeout_add (RESTART_MILLISECONDS, restart_cb, self);
}

static void
pen_laboratory_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PenLaboratory *self = PEN_LABORATORY (object);

  if (id == PROP_PLAYING)
    g_value_set_boolean (value, self->playing);
  else if (id == PROP_SPEED)
    g_value_set_double (value, self->speed);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_laboratory_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PenLaboratory *self = PEN_LABORATORY (object);

  if (id == PROP_PLAYING)
    {
      /* Playing from the end plays again. */
      if (g_value_get_boolean (value) && !self->playing && self->position >= 1)
        pen_laboratory_seek (self, 0);
      set_playing (self, g_value_get_boolean (value));
    }
  else if (id == PROP_SPEED)
    {
      if (self->speed == g_value_get_double (value))
        return;
      self->speed = g_value_get_double (value);
      g_object_notify_by_pspec (object, pspec);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pen_laboratory_dispose (GObject *object)
{
  PenLaboratory *self = PEN_LABORATORY (object);

  g_clear_handle_id (&self->restart_id, g_source_remove);
  if (self->document != NULL)
    g_clear_signal_handler (&self->changed_id, self->document);
  retire (self, &self->run);
  forget_results (self);
  g_ptr_array_set_size (self->retired, 0);
  g_clear_handle_id (&self->reap_id, g_source_remove);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (pen_laboratory_parent_class)->dispose (object);
}

static void
pen_laboratory_finalize (GObject *object)
{
  PenLaboratory *self = PEN_LABORATORY (object);

  g_ptr_array_unref (self->retired);
  g_free (self->message);
  G_OBJECT_CLASS (pen_laboratory_parent_class)->finalize (object);
}

static void
pen_laboratory_class_init (PenLaboratoryClass *klass)
{
  static const char *const names[N_SIGNALS] = { "trace-changed", "solutions-changed", "theory-changed",
                                                "playhead-changed", "status-changed" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pen_laboratory_get_property;
  object_class->set_property = pen_laboratory_set_property;
  object_class->dispose = pen_laboratory_dispose;
  object_class->finalize = pen_laboratory_finalize;
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  properties[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, 0, 1e6, 1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  for (int i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], PEN_TYPE_LABORATORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pen_laboratory_init (PenLaboratory *self)
{
  self->retired = g_ptr_array_new_with_free_func ((GDestroyNotify)pen_run_free);
  self->speed = 1;
  self->playing = TRUE;
}

PenLaboratory *
pen_laboratory_new (PenDocument *document)
{
  PenLaboratory *self;

  g_return_val_if_fail (PEN_IS_DOCUMENT (document), NULL);
  self = g_object_new (PEN_TYPE_LABORATORY, NULL);
  self->document = g_object_ref (document);
  self->changed_id = g_signal_connect_swapped (document, "notify::experiment", G_CALLBACK (changed_cb), self);
  restart_cb (self);
  return self;
}

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

double
pen_laboratory_playhead (PenLaboratory *self)
{
  return self->following ? 1 : self->position;
}

gsize
pen_laboratory_frame (PenLaboratory *self)
{
  const PenTrace *trace = pen_laboratory_trace (self);

  if (trace == NULL || trace->n_frames == 0)
    return 0;
  return (gsize)lround (pen_laboratory_playhead (self) * (double)(trace->n_frames - 1));
}

void
pen_laboratory_seek (PenLaboratory *self, double position)
{
  position = CLAMP (position, 0, 1);
  self->following = position >= 1;
  set_position (self, position);
}

void
pen_laboratory_advance (PenLaboratory *self, double seconds)
{
  const PenTrace *trace = pen_laboratory_trace (self);

  if (!self->playing || self->shown != NULL || trace == NULL || trace->n_frames < 2)
    return;
  pen_laboratory_seek (self, self->position + seconds * self->speed / SECONDS_OF_A_RUN);
  if (self->position >= 1 && self->state.training_ended)
    set_playing (self, FALSE);
}

void
pen_laboratory_reset (PenLaboratory *self)
{
  set_playing (self, FALSE);
  pen_laboratory_seek (self, 0);
}

void
pen_laboratory_to_limit (PenLaboratory *self)
{
  set_playing (self, FALSE);
  pen_laboratory_seek (self, 1);
}

void
pen_laboratory_step (PenLaboratory *self, int frames)
{
  const PenTrace *trace = pen_laboratory_trace (self);

  set_playing (self, FALSE);
  if (trace != NULL && trace->n_frames > 1)
    pen_laboratory_seek (self, ((double)pen_laboratory_frame (self) + frames) / (double)(trace->n_frames - 1));
}

void
pen_laboratory_view_input (PenLaboratory *self, PenViewInput *input)
{
  PenExperiment *experiment = pen_document_experiment (self->document);
  PenRun *run = self->shown != NULL ? self->shown : self->run;
  gboolean fits = FALSE;

  memset (input, 0, sizeof *input);
  input->experiment = experiment;
  input->data = experiment->data;
  /* An older run's rows and features are shown only while they still number the same. */
  if (run != NULL && self->state.problem != NULL)
    {
      const PenExperiment *of = pen_run_experiment (run);
      gsize now = 0, then = 0;

      fits = pen_dataset_n (of->data) == pen_dataset_n (experiment->data)
             && pen_dataset_task (of->data) == pen_dataset_task (experiment->data)
             && pen_feature_map_width (&of->map, pen_dataset_d (of->data), &then, NULL)
             && pen_feature_map_width (&experiment->map, pen_dataset_d (experiment->data), &now, NULL) && now == then;
    }
  if (!fits)
    return;
  input->problem = self->state.problem;
  input->trace = pen_laboratory_trace (self);
  input->frame = pen_laboratory_frame (self);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (experiment->solutions[kind])
      input->solutions[kind] = self->state.solutions[kind];
}
