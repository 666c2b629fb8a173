/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "thumbnails.h"

#include "background.h"

#include <glib/gstdio.h>
#include <pthread.h>

#define PIXELS_PER_PIXEL 2
#define SHRUNK 0.8 /* texts in a small picture are smaller than beside it */

typedef struct
{
  char *path, *light, *dark;
} Drawn;

/* Shared by the worker and the object that asked. */
typedef struct
{
  gint references;
  char *folder;
  char **paths;
  PenCancel cancel;
  PenThumbnails *owner; /* main thread only; NULL once it is gone */
  pthread_mutex_t lock;
  /* Under the lock: */
  GQueue drawn;         /* of Drawn, not yet told */
  gboolean ended, told; /* a wake-up is in flight */
} Job;

struct _PenThumbnails
{
  GObject parent_instance;
  Job *job;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PenThumbnails, pen_thumbnails, G_TYPE_OBJECT)

static guint drawn_signal;

static void
drawn_free (gpointer data)
{
  Drawn *drawn = data;

  g_free (drawn->path);
  g_free (drawn->light);
  g_free (drawn->dark);
  g_free (drawn);
}

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
  g_queue_clear_full (&self->drawn, drawn_free);
  g_strfreev (self->paths);
  g_free (self->folder);
  pthread_mutex_destroy (&self->lock);
  g_free (self);
}

static gboolean
take_cb (gpointer data)
{
  Job *job = data;
  g_autoptr (PenThumbnails) self = job->owner != NULL ? g_object_ref (job->owner) : NULL;
  GQueue drawn;
  Drawn *one;

  pthread_mutex_lock (&job->lock);
  drawn = job->drawn;
  g_queue_init (&job->drawn);
  job->told = FALSE;
  if (self != NULL && job->ended)
    self->busy = FALSE;
  pthread_mutex_unlock (&job->lock);
  while ((one = g_queue_pop_head (&drawn)) != NULL)
    {
      if (self != NULL)
        g_signal_emit (self, drawn_signal, 0, one->path, one->light, one->dark);
      drawn_free (one);
    }
  return G_SOURCE_REMOVE;
}

/* @drawn: taken, or NULL at the end. */
static void
tell (Job *job, Drawn *drawn)
{
  gboolean wake;

  pthread_mutex_lock (&job->lock);
  if (drawn != NULL)
    g_queue_push_tail (&job->drawn, drawn);
  else
    job->ended = TRUE;
  wake = !job->told;
  job->told = TRUE;
  pthread_mutex_unlock (&job->lock);
  if (wake)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, take_cb, job_ref (job), (GDestroyNotify)job_unref);
}

/* Everything a picture depends on: the drawing program itself, its size here, the experiment and its data. */
static char *
fingerprint (PenExperiment *experiment)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (PenExperiment) inlined = pen_experiment_copy (experiment);
  g_autofree char *text = NULL, *program = NULL;
  GStatBuf status = { 0 };

  g_clear_pointer (&inlined->data_file, g_free);
  text = pen_experiment_format (inlined, NULL);
  if (g_stat ("/proc/self/exe", &status) != 0)
    status = (GStatBuf){ 0 };
  program =
      g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %d×%d %g\n", PEN_VERSION, (gint64)status.st_size,
                       (gint64)status.st_mtime, PEN_THUMBNAIL_WIDTH, PEN_THUMBNAIL_HEIGHT, SHRUNK);
  g_checksum_update (sum, (const guchar *)program, -1);
  g_checksum_update (sum, (const guchar *)text, -1);
  return g_strdup (g_checksum_get_string (sum));
}

static PenScene *
build (const PenOutcome *outcome, const PenCancel *cancel)
{
  PenExperiment *experiment = outcome->experiment;
  const PenTrace *trace = outcome->training->trace;
  PenViewKind kind = pen_view_of (experiment);
  g_autoptr (PenPaths) paths =
      kind == PEN_VIEW_REGULARIZATION ? pen_paths_solve (experiment, outcome->problem, cancel, NULL) : NULL;
  PenViewInput input = { .experiment = experiment,
                         .data = experiment->data,
                         .problem = outcome->problem,
                         .trace = trace,
                         .frame = trace != NULL && trace->n_frames > 0 ? trace->n_frames - 1 : 0,
                         .paths = paths };

  for (int k = 0; k < PEN_N_SOLUTIONS; k++)
    input.solutions[k] = experiment->solutions[k] ? outcome->solutions[k] : NULL;
  return pen_view_build (kind, &input);
}

static gboolean
draw (PenExperiment *experiment, const PenCancel *cancel, const char *light, const char *dark)
{
  g_autoptr (PenOutcome) outcome = pen_experiment_run (experiment, cancel, NULL, NULL, NULL);
  g_autoptr (PenScene) scene = NULL;
  PenExport options = { PEN_IMAGE_PNG,
                        PEN_THUMBNAIL_WIDTH / SHRUNK,
                        PEN_THUMBNAIL_HEIGHT / SHRUNK,
                        PIXELS_PER_PIXEL * SHRUNK,
                        PEN_THEME_LIGHT,
                        TRUE };

  if (outcome == NULL || pen_cancel_requested (cancel))
    return FALSE;
  scene = build (outcome, cancel);
  pen_scene_strip (scene);
  if (!pen_scene_export (scene, &options, light, NULL))
    return FALSE;
  options.theme = PEN_THEME_DARK;
  return pen_scene_export (scene, &options, dark, NULL);
}

static Drawn *
find_or_draw (Job *job, const char *path, GHashTable *used)
{
  g_autoptr (PenExperiment) experiment = pen_experiment_read (path, NULL, NULL);
  Drawn *drawn = g_new0 (Drawn, 1);
  g_autofree char *name = NULL, *light_name = NULL, *dark_name = NULL, *light = NULL, *dark = NULL;

  drawn->path = g_strdup (path);
  if (experiment == NULL)
    return drawn;
  name = fingerprint (experiment);
  light_name = g_strconcat (name, "-light.png", NULL);
  dark_name = g_strconcat (name, "-dark.png", NULL);
  light = g_build_filename (job->folder, light_name, NULL);
  dark = g_build_filename (job->folder, dark_name, NULL);
  g_hash_table_add (used, g_steal_pointer (&light_name));
  g_hash_table_add (used, g_steal_pointer (&dark_name));
  if ((g_file_test (light, G_FILE_TEST_IS_REGULAR) && g_file_test (dark, G_FILE_TEST_IS_REGULAR))
      || draw (experiment, &job->cancel, light, dark))
    {
      drawn->light = g_steal_pointer (&light);
      drawn->dark = g_steal_pointer (&dark);
    }
  return drawn;
}

static void
remove_others (const char *folder, GHashTable *used)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".png") && !g_hash_table_contains (used, name))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path); /* a picture that stays does no harm */
      }
}

static gpointer
draw_worker (gpointer data)
{
  Job *job = data;
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  pen_background_enter (PEN_BACKGROUND_STUDY);
  g_mkdir_with_parents (job->folder, 0700); /* without it every picture fails, and is told so */
  for (char **path = job->paths; *path != NULL && !pen_cancel_requested (&job->cancel); path++)
    tell (job, find_or_draw (job, *path, used));
  if (!pen_cancel_requested (&job->cancel))
    remove_others (job->folder, used);
  tell (job, NULL);
  job_unref (job);
  return NULL;
}

static gboolean
begin_cb (gpointer data)
{
  Job *job = data;

  if (job->owner != NULL)
    g_thread_unref (g_thread_new ("thumbnails", draw_worker, job_ref (job)));
  return G_SOURCE_REMOVE;
}

static void
pen_thumbnails_dispose (GObject *object)
{
  PenThumbnails *self = PEN_THUMBNAILS (object);

  if (self->job != NULL)
    {
      pen_cancel_request (&self->job->cancel);
      self->job->owner = NULL;
    }
  g_clear_pointer (&self->job, job_unref);
  G_OBJECT_CLASS (pen_thumbnails_parent_class)->dispose (object);
}

static void
pen_thumbnails_class_init (PenThumbnailsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pen_thumbnails_dispose;
  drawn_signal = g_signal_new ("drawn", PEN_TYPE_THUMBNAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                               G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
pen_thumbnails_init (PenThumbnails *self)
{
}

PenThumbnails *
pen_thumbnails_new (const char *folder, const char *const *paths)
{
  PenThumbnails *self;
  Job *job;

  g_return_val_if_fail (folder != NULL && paths != NULL, NULL);
  self = g_object_new (PEN_TYPE_THUMBNAILS, NULL);
  job = g_new0 (Job, 1);
  job->references = 1;
  job->folder = g_strdup (folder);
  job->paths = g_strdupv ((char **)paths);
  job->owner = self;
  pthread_mutex_init (&job->lock, NULL);
  self->job = job;
  self->busy = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, begin_cb, job_ref (job), (GDestroyNotify)job_unref);
  return self;
}

gboolean
pen_thumbnails_busy (PenThumbnails *self)
{
  g_return_val_if_fail (PEN_IS_THUMBNAILS (self), FALSE);
  return self->busy;
}
