/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recovery.h"

#include "recovery-lock.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
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
  int wanted;           /* atomic: the worker that begins reads it */
  pthread_mutex_t lock; /* held while the file is written or removed; that may take long, and only the end waits for it */
  int file_lock;        /* under the lock; < 0: not yet */
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
} Kept;

static void
kept_free (gpointer data)
{
  Kept *self = data;

  pen_experiment_unref (self->experiment);
  g_free (self->path);
  g_free (self);
}

static gboolean
write_locked (PenRecovery *self, const Kept *kept, GError **error)
{
  g_autofree char *text = pen_experiment_format (kept->experiment, self->file);
  g_autofree char *all = NULL;

  if (self->file_lock < 0)
    {
      g_mkdir_with_parents (self->folder, 0700); /* if that fails, so does the next line */
      self->file_lock = pen_recovery_lock (self->file, error);
      if (self->file_lock < 0)
        return FALSE;
    }
  all = pen_recovery_text (text, kept->path);
  return g_file_set_contents_full (self->file, all, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static void
keep_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PenRecovery *self = source;
  GError *error = NULL;
  gboolean good = TRUE;

  pthread_mutex_lock (&self->lock);
  if (__atomic_load_n (&self->wanted, __ATOMIC_SEQ_CST))
    good = write_locked (self, task_data, &error);
  pthread_mutex_unlock (&self->lock);
  if (good)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
remove_file (PenRecovery *self)
{
  pthread_mutex_lock (&self->lock);
  if (self->file_lock >= 0)
    {
      g_unlink (self->file);
      pen_recovery_unlock (self->file, self->file_lock);
      self->file_lock = -1;
    }
  pthread_mutex_unlock (&self->lock);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PenRecovery *self = PEN_RECOVERY (source);
  g_autoptr (GError) error = NULL;

  self->writing = FALSE;
  if (!__atomic_load_n (&self->wanted, __ATOMIC_SEQ_CST))
    remove_file (self);
  if (g_task_propagate_boolean (G_TASK (result), &error) || self->failed)
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
  g_task_set_task_data (task, kept, kept_free);
  g_task_run_in_thread (task, keep_worker);
  return G_SOURCE_REMOVE;
}

/* What is not wanted any more goes once no worker writes it. */
static void
forget (PenRecovery *self)
{
  if (self->timer != 0)
    g_source_remove (self->timer);
  self->timer = 0;
  __atomic_store_n (&self->wanted, FALSE, __ATOMIC_SEQ_CST);
  if (!self->writing)
    remove_file (self);
}

static void
changed_cb (PenRecovery *self)
{
  if (!pen_document_modified (self->document))
    {
      forget (self);
      return;
    }
  __atomic_store_n (&self->wanted, TRUE, __ATOMIC_SEQ_CST);
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
  remove_file (self); /* the program may end next: not left to a callback */
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
