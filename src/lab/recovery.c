/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recovery.h"

#include "background.h"
#include "recovery-lock.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <penchant/error.h>
#include <pthread.h>

#define INTERVAL 2 /* seconds, what a crash may cost at most */

struct _PenRecovery
{
  GObject parent_instance;
  char *folder, *file;
  PenDocument *document; /* NULL after the end */
  guint timer;
  gboolean writing;
  gboolean failed;      /* and said so */
  pthread_mutex_t lock; /* held for a moment at a time: formatting and writing take long, and the window asks for it */
  /* Under the lock: */
  guint round;   /* what was kept in an earlier one is not wanted any more */
  int file_lock; /* < 0: not yet */
};

enum
{
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PenRecovery, pen_recovery, G_TYPE_OBJECT)

typedef struct
{
  PenExperiment *experiment;
  char *path;
  guint round;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *self = data;

  pen_experiment_unref (self->experiment);
  g_free (self->path);
  g_free (self);
}

/* Whether what is kept is still wanted; if so, from now on in a file that is locked. */
static gboolean
begin_worker (PenRecovery *self, const Kept *kept, GError **error)
{
  gboolean begun;

  pthread_mutex_lock (&self->lock);
  if (kept->round == self->round && self->file_lock < 0)
    {
      g_mkdir_with_parents (self->folder, 0700); /* if that fails, so does the next line */
      self->file_lock = pen_recovery_lock (self->file, error);
    }
  begun = kept->round == self->round && self->file_lock >= 0;
  pthread_mutex_unlock (&self->lock);
  return begun;
}

/* In the place of what was kept before; where that is gone meanwhile, so is this. */
static gboolean
put_worker (PenRecovery *self, const Kept *kept, const char *made, GError **error)
{
  gboolean good = TRUE;

  pthread_mutex_lock (&self->lock);
  if (kept->round != self->round)
    g_unlink (made);
  else if (g_rename (made, self->file) != 0)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_IO, "%s: %s", self->file, g_strerror (errno));
      good = FALSE;
    }
  pthread_mutex_unlock (&self->lock);
  return good;
}

static gboolean
write_worker (PenRecovery *self, const Kept *kept, GError **error)
{
  g_autofree char *made = g_strconcat (self->file, PEN_RECOVERY_UNFINISHED, NULL);
  g_autofree char *text = NULL, *all = NULL;
  g_autoptr (GError) refused = NULL;

  if (!begin_worker (self, kept, &refused))
    {
      if (refused == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
  text = pen_experiment_format (kept->experiment, self->file);
  all = pen_recovery_text (text, kept->path);
  /* Durable, or after a crash of the machine the new name could stand for an empty file. */
  return g_file_set_contents_full (made, all, -1, G_FILE_SET_CONTENTS_DURABLE, 0600, error)
         && put_worker (self, kept, made, error);
}

static gpointer
keep_worker (gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  pen_background_enter (PEN_BACKGROUND_STUDY);
  if (write_worker (g_task_get_source_object (task), g_task_get_task_data (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return NULL;
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PenRecovery *self = PEN_RECOVERY (source);
  const Kept *kept = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  /* What is not wanted any more may have been taken away under the writer's hands. */
  if (g_task_propagate_boolean (G_TASK (result), &error) || self->failed || kept->round != self->round)
    return;
  self->failed = TRUE;
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
}

static gboolean
keep_cb (gpointer data)
{
  PenRecovery *self = data;
  g_autoptr (GTask) task = NULL;
  Kept *kept;

  if (self->writing)
    return G_SOURCE_CONTINUE;
  self->writing = TRUE;
  self->timer = 0;
  task = g_task_new (self, NULL, kept_cb, NULL);
  kept = g_new (Kept, 1);
  kept->experiment = pen_experiment_ref (pen_document_experiment (self->document));
  kept->path = g_strdup (pen_document_path (self->document));
  kept->round = self->round; /* which only this thread changes */
  g_task_set_task_data (task, kept, kept_free);
  g_thread_unref (g_thread_new ("recovery", keep_worker, g_steal_pointer (&task)));
  return G_SOURCE_REMOVE;
}

static void
forget (PenRecovery *self)
{
  if (self->timer != 0)
    g_source_remove (self->timer);
  self->timer = 0;
  pthread_mutex_lock (&self->lock);
  self->round++;
  if (self->file_lock >= 0)
    {
      g_autofree char *unfinished = g_strconcat (self->file, PEN_RECOVERY_UNFINISHED, NULL);

      g_unlink (self->file);
      g_unlink (unfinished); /* or the end of the program might leave it */
      pen_recovery_unlock (self->file, self->file_lock);
      self->file_lock = -1;
    }
  pthread_mutex_unlock (&self->lock);
}

static void
changed_cb (PenRecovery *self)
{
  if (!pen_document_modified (self->document))
    {
      forget (self);
      return;
    }
  /* Not put off by further changes: a person who never pauses has the most to lose. */
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (INTERVAL, keep_cb, self);
}

void
pen_recovery_stop (PenRecovery *self)
{
  g_return_if_fail (PEN_IS_RECOVERY (self));
  if (self->document == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  forget (self);
}

static void
pen_recovery_dispose (GObject *object)
{
  pen_recovery_stop (PEN_RECOVERY (object));
  G_OBJECT_CLASS (pen_recovery_parent_class)->dispose (object);
}

static void
pen_recovery_finalize (GObject *object)
{
  PenRecovery *self = PEN_RECOVERY (object);

  pthread_mutex_destroy (&self->lock);
  g_free (self->folder);
  g_free (self->file);
  G_OBJECT_CLASS (pen_recovery_parent_class)->finalize (object);
}

static void
pen_recovery_class_init (PenRecoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pen_recovery_dispose;
  G_OBJECT_CLASS (klass)->finalize = pen_recovery_finalize;
  signals[SIGNAL_FAILED] =
      g_signal_new ("failed", PEN_TYPE_RECOVERY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pen_recovery_init (PenRecovery *self)
{
  pthread_mutex_init (&self->lock, NULL);
  self->file_lock = -1;
}

PenRecovery *
pen_recovery_new (const char *folder, PenDocument *document, PenRecoverable *from)
{
  PenRecovery *self;

  g_return_val_if_fail (folder != NULL && PEN_IS_DOCUMENT (document), NULL);
  self = g_object_new (PEN_TYPE_RECOVERY, NULL);
  self->folder = g_strdup (folder);
  self->document = g_object_ref (document);
  if (from != NULL)
    {
      self->file = g_steal_pointer (&from->file);
      self->file_lock = from->lock;
      from->lock = -1;
      pen_recoverable_free (from);
    }
  else
    {
      g_autofree char *unique = g_uuid_string_random ();
      g_autofree char *name = g_strconcat (unique, PEN_RECOVERY_ENDING, NULL);

      self->file = g_build_filename (folder, name, NULL);
    }
  g_signal_connect_swapped (document, "notify::experiment", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (document, "notify::modified", G_CALLBACK (changed_cb), self);
  changed_cb (self);
  return self;
}

const char *
pen_recovery_file (PenRecovery *self)
{
  g_return_val_if_fail (PEN_IS_RECOVERY (self), NULL);
  return self->file;
}
