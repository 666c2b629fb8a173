/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

typedef struct
{
  PenExperiment *experiment;
  char *what; /* of the edit that led here from the step before; NULL for the first */
} Step;

struct _PenDocument
{
  GObject parent_instance;
  GPtrArray *steps;
  guint at;
  PenExperiment *saved;
  char *merge, *path;
  GStatBuf file; /* what was at path when it was read or saved; all 0: nothing */
  char *undo_label, *redo_label;
  gboolean modified, can_undo, can_redo;
};

enum
{
  PROP_EXPERIMENT = 1,
  PROP_TITLE,
  PROP_PATH,
  PROP_MODIFIED,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_UNDO_LABEL,
  PROP_REDO_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PenDocument, pen_document, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (PenExperiment, pen_experiment, pen_experiment_ref, pen_experiment_unref)

static void
step_free (gpointer data)
{
  Step *step = data;

  pen_experiment_unref (step->experiment);
  g_free (step->what);
  g_free (step);
}

static Step *
step_new (PenExperiment *experiment, const char *what)
{
  Step *step = g_new (Step, 1);

  step->experiment = pen_experiment_ref (experiment);
  step->what = g_strdup (what);
  return step;
}

static Step *
step_at (PenDocument *self, guint index)
{
  return g_ptr_array_index (self->steps, index);
}

static void
set_flag (PenDocument *self, gboolean *flag, gboolean value, guint property)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
take_label (PenDocument *self, char **label, char *value, guint property)
{
  if (g_strcmp0 (*label, value) == 0)
    {
      g_free (value);
      return;
    }
  g_free (*label);
  *label = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Brings every derived property up to date after a move from @before, which the caller keeps alive. */
static void
moved (PenDocument *self, PenExperiment *before)
{
  PenExperiment *now = pen_document_experiment (self);
  gboolean can_undo = self->at > 0, can_redo = self->at + 1 < self->steps->len;

  g_object_freeze_notify (G_OBJECT (self));
  if (now != before)
    {
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPERIMENT]);
      if (g_strcmp0 (now->title, before->title) != 0)
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
    }
  set_flag (self, &self->modified, now != self->saved && !pen_experiment_equal (now, self->saved), PROP_MODIFIED);
  set_flag (self, &self->can_undo, can_undo, PROP_CAN_UNDO);
  set_flag (self, &self->can_redo, can_redo, PROP_CAN_REDO);
  take_label (self, &self->undo_label,
              can_undo ? g_strdup_printf (_ ("Undo %s"), step_at (self, self->at)->what) : NULL, PROP_UNDO_LABEL);
  take_label (self, &self->redo_label,
              can_redo ? g_strdup_printf (_ ("Redo %s"), step_at (self, self->at + 1)->what) : NULL, PROP_REDO_LABEL);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
pen_document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PenDocument *self = PEN_DOCUMENT (object);

  switch (id)
    {
    case PROP_EXPERIMENT:
      g_value_set_boxed (value, pen_document_experiment (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, pen_document_experiment (self)->title);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, self->modified);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, self->can_undo);
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, self->can_redo);
      break;
    case PROP_UNDO_LABEL:
      g_value_set_string (value, self->undo_label);
      break;
    case PROP_REDO_LABEL:
      g_value_set_string (value, self->redo_label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pen_document_finalize (GObject *object)
{
  PenDocument *self = PEN_DOCUMENT (object);

  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_pointer (&self->saved, pen_experiment_unref);
  g_free (self->merge);
  g_free (self->path);
  g_free (self->undo_label);
  g_free (self->redo_label);
  G_OBJECT_CLASS (pen_document_parent_class)->finalize (object);
}

static void
pen_document_class_init (PenDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pen_document_get_property;
  object_class->finalize = pen_document_finalize;
  properties[PROP_EXPERIMENT] = g_param_spec_boxed ("experiment", NULL, NULL, PEN_TYPE_EXPERIMENT, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_MODIFIED] = g_param_spec_boolean ("modified", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_UNDO_LABEL] = g_param_spec_string ("undo-label", NULL, NULL, NULL, flags);
  properties[PROP_REDO_LABEL] = g_param_spec_string ("redo-label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pen_document_init (PenDocument *self)
{
  self->steps = g_ptr_array_new_with_free_func (step_free);
}

static void
look_at_file (const char *path, GStatBuf *file)
{
  if (path == NULL || g_stat (path, file) != 0)
    *file = (GStatBuf){ 0 };
}

PenDocument *
pen_document_new (PenExperiment *experiment)
{
  PenDocument *self;

  g_return_val_if_fail (experiment != NULL, NULL);
  self = g_object_new (PEN_TYPE_DOCUMENT, NULL);
  g_ptr_array_add (self->steps, step_new (experiment, NULL));
  self->saved = pen_experiment_ref (experiment);
  self->path = g_strdup (experiment->path);
  look_at_file (self->path, &self->file);
  return self;
}

PenExperiment *
pen_document_experiment (PenDocument *self)
{
  g_return_val_if_fail (PEN_IS_DOCUMENT (self), NULL);
  return step_at (self, self->at)->experiment;
}

gboolean
pen_document_apply (PenDocument *self, PenExperiment *next, const char *what, const char *merge, GError **error)
{
  g_autoptr (PenExperiment) before = NULL;

  g_return_val_if_fail (PEN_IS_DOCUMENT (self) && next != NULL && what != NULL, FALSE);
  if (!pen_experiment_check (next, error))
    return FALSE;
  before = pen_experiment_ref (pen_document_experiment (self));
  if (next == before || pen_experiment_equal (next, before))
    return TRUE;
  g_ptr_array_set_size (self->steps, (int)self->at + 1);
  if (self->at > 0 && merge != NULL && g_strcmp0 (merge, self->merge) == 0)
    {
      Step *step = step_at (self, self->at);

      pen_experiment_unref (step->experiment);
      step->experiment = pen_experiment_ref (next);
      g_free (step->what);
      step->what = g_strdup (what);
    }
  else
    {
      char *key = g_strdup (merge);

      g_ptr_array_add (self->steps, step_new (next, what));
      self->at++;
      g_free (self->merge);
      self->merge = key;
    }
  moved (self, before);
  return TRUE;
}

void
pen_document_end_merge (PenDocument *self)
{
  g_return_if_fail (PEN_IS_DOCUMENT (self));
  g_clear_pointer (&self->merge, g_free);
}

static void
go (PenDocument *self, int by)
{
  g_autoptr (PenExperiment) before = pen_experiment_ref (pen_document_experiment (self));

  pen_document_end_merge (self);
  self->at = (guint)((int)self->at + by);
  moved (self, before);
}

void
pen_document_undo (PenDocument *self)
{
  g_return_if_fail (PEN_IS_DOCUMENT (self));
  if (self->at > 0)
    go (self, -1);
}

void
pen_document_redo (PenDocument *self)
{
  g_return_if_fail (PEN_IS_DOCUMENT (self));
  if (self->at + 1 < self->steps->len)
    go (self, 1);
}

gboolean
pen_document_modified (PenDocument *self)
{
  g_return_val_if_fail (PEN_IS_DOCUMENT (self), FALSE);
  return self->modified;
}

PenExperiment *
pen_document_begin_save (PenDocument *self)
{
  g_return_val_if_fail (PEN_IS_DOCUMENT (self), NULL);
  pen_document_end_merge (self);
  return pen_experiment_ref (pen_document_experiment (self));
}

void
pen_document_end_save (PenDocument *self, PenExperiment *written, const char *path)
{
  g_return_if_fail (PEN_IS_DOCUMENT (self) && written != NULL && path != NULL);
  pen_experiment_ref (written);
  pen_experiment_unref (self->saved);
  self->saved = written;
  g_object_freeze_notify (G_OBJECT (self));
  take_label (self, &self->path, g_strdup (path), PROP_PATH);
  look_at_file (self->path, &self->file);
  moved (self, pen_document_experiment (self));
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
pen_document_save (PenDocument *self, const char *path, GError **error)
{
  g_autoptr (PenExperiment) written = NULL;

  g_return_val_if_fail (PEN_IS_DOCUMENT (self) && path != NULL, FALSE);
  written = pen_document_begin_save (self);
  if (!pen_experiment_write (written, path, error))
    return FALSE;
  pen_document_end_save (self, written, path);
  return TRUE;
}

gboolean
pen_document_overtaken (PenDocument *self)
{
  GStatBuf now;

  g_return_val_if_fail (PEN_IS_DOCUMENT (self), FALSE);
  look_at_file (self->path, &now);
  return now.st_ino != 0
         && (now.st_size != self->file.st_size || now.st_mtim.tv_sec != self->file.st_mtim.tv_sec
             || now.st_mtim.tv_nsec != self->file.st_mtim.tv_nsec);
}

const char *
pen_document_path (PenDocument *self)
{
  g_return_val_if_fail (PEN_IS_DOCUMENT (self), NULL);
  return self->path;
}
