/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "laboratory-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RESTART_MILLISECONDS 8  /* edits within half a frame are one restart */
#define FOLLOW_MILLISECONDS 100 /* a run may find its solutions for as long before the next edit ends it */
#define REAP_MILLISECONDS 20
#define MOST_RETIRED                                                                                                   \
  4 /* a decomposition cannot be cancelled: more of them would only slow down the run that counts                      \
     */

enum
{
  PROP_PLAYING = 1,
  PROP_SPEED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PenLaboratory, pen_laboratory, G_TYPE_OBJECT)

void
pen_laboratory_emit (PenLaboratory *self, PenLabSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

static void
set_status (PenLaboratory *self, PenLabStatus status, gboolean solving, const char *message)
{
  if (self->status == status && self->solving == solving && g_strcmp0 (self->message, message) == 0)
    return;
  self->status = status;
  self->solving = solving;
  g_free (self->message);
  self->message = g_strdup (message);
  pen_laboratory_emit (self, STATUS_CHANGED);
}

static void
reap (PenLaboratory *self)
{
  for (guint i = self->retired->len; i-- > 0;)
    if (pen_run_ended (g_ptr_array_index (self->retired, i)))
      g_ptr_array_remove_index_fast (self->retired, i);
}

static gboolean
reap_cb (gpointer user_data)
{
  PenLaboratory *self = user_data;

  reap (self);
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
  retire (self, &self->stand_in);
  pen_laboratory_clear_hover (self);
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

/* The solutions of the run that leaves stay until the new ones are found; where it was itself cut short, those of an
 * earlier one do. */
static void
leave_shown (PenLaboratory *self)
{
  PenRun *leaving = g_steal_pointer (&self->shown), *stand_in = g_steal_pointer (&self->stand_in);

  forget_results (self);
  if (stand_in == NULL || pen_run_solved (leaving))
    {
      PenRun *swap = leaving;

      leaving = stand_in;
      stand_in = swap;
    }
  retire (self, &leaving);
  if (pen_laboratory_fits (pen_run_experiment (stand_in), pen_run_experiment (self->run)))
    self->stand_in = g_steal_pointer (&stand_in);
  retire (self, &stand_in);
}

static void
fill_in (PenLaboratory *self, PenRunState *now)
{
  PenRunState before;

  if (!now->solving)
    retire (self, &self->stand_in);
  if (self->stand_in == NULL)
    return;
  pen_run_look (self->stand_in, &before);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    if (now->solutions[kind] == NULL)
      now->solutions[kind] = before.solutions[kind];
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
  double time = pen_laboratory_time (self);

  pen_run_look (self->run, &now);
  frames = pen_channel_take (pen_run_channel (self->run));
  if (frames == NULL && now.training == NULL && !now.training_ended && self->shown != NULL)
    return;
  /* Until the new run has something to show, the old one stays; from then on nothing of it is borrowed. */
  first = self->shown != NULL;
  if (first)
    leave_shown (self);
  fill_in (self, &now);
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
  if (!first)
    pen_laboratory_hold_time (self, time);
  if (first || frames != NULL || before.training != now.training)
    pen_laboratory_emit (self, TRACE_CHANGED);
  if (first || !same_solutions (&before, &now))
    pen_laboratory_emit (self, SOLUTIONS_CHANGED);
  if (first || theory != NULL)
    pen_laboratory_emit (self, THEORY_CHANGED);
  set_status (self, status, now.solving, now.message);
}

static void
stop_without_run (PenLaboratory *self, const char *message)
{
  retire (self, &self->run);
  forget_results (self);
  pen_laboratory_emit (self, TRACE_CHANGED);
  pen_laboratory_emit (self, SOLUTIONS_CHANGED);
  pen_laboratory_emit (self, THEORY_CHANGED);
  set_status (self, PEN_LAB_IDLE, FALSE, message);
}

static gboolean
is_finding (PenLaboratory *self)
{
  PenRunState state;

  if (self->run == NULL || g_get_monotonic_time () - self->restarted >= FOLLOW_MILLISECONDS * 1000)
    return FALSE;
  pen_run_look (self->run, &state);
  return state.solving;
}

static gboolean
restart_cb (gpointer user_data)
{
  PenLaboratory *self = user_data;
  PenExperiment *experiment = pen_document_experiment (self->document);

  reap (self);
  /* Or a drag would cut each run short, and its solutions would not follow the points. */
  if (is_finding (self) || self->retired->len >= MOST_RETIRED)
    {
      self->restart_id = g_timeout_add (RESTART_MILLISECONDS / 2, restart_cb, self);
      return G_SOURCE_REMOVE;
    }
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
      pen_laboratory_emit (self, SOLUTIONS_CHANGED);
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
  self->restarted = g_get_monotonic_time ();
  set_status (self, PEN_LAB_TRAINING, TRUE, NULL);
  if (self->playing)
    {
      self->following = FALSE;
      pen_laboratory_set_position (self, 0);
    }
  return G_SOURCE_REMOVE;
}

/* An edit after a while starts at once. */
static void
changed_cb (PenLaboratory *self)
{
  gint64 since = (g_get_monotonic_time () - self->restarted) / 1000;

  if (self->restart_id == 0)
    self->restart_id = g_timeout_add (since < RESTART_MILLISECONDS ? RESTART_MILLISECONDS : 0, restart_cb, self);
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
      pen_laboratory_set_playing (self, g_value_get_boolean (value));
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
  g_ptr_array_unref (self->kept);
  g_free (self->message);
  G_OBJECT_CLASS (pen_laboratory_parent_class)->finalize (object);
}

static void
pen_laboratory_class_init (PenLaboratoryClass *klass)
{
  static const char *const names[N_SIGNALS] = { "trace-changed",    "solutions-changed", "theory-changed",
                                                "playhead-changed", "status-changed",    "kept-changed",
                                                "hover-changed" };
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
  self->kept = g_ptr_array_new_with_free_func (pen_laboratory_ghost_free);
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
