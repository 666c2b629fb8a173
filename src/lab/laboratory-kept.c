/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "laboratory-private.h"

void
pen_laboratory_ghost_free (gpointer ghost)
{
  PenGhost *self = ghost;

  g_free ((char *)self->name);
  pen_experiment_unref ((PenExperiment *)self->experiment);
  pen_trace_free ((PenTrace *)self->trace);
  pen_boundary_free (self->boundary);
  g_free (self);
}

static PenRun *
shown_run (PenLaboratory *self)
{
  return self->shown != NULL ? self->shown : self->run;
}

gboolean
pen_laboratory_can_keep (PenLaboratory *self)
{
  const PenTrace *trace = pen_laboratory_trace (self);

  return shown_run (self) != NULL && trace != NULL && trace->n_frames > 1;
}

void
pen_laboratory_keep (PenLaboratory *self)
{
  PenGhost *ghost;

  if (!pen_laboratory_can_keep (self))
    return;
  for (guint i = self->kept->len; i-- > 0;)
    if (pen_run_serves (shown_run (self), ((PenGhost *)g_ptr_array_index (self->kept, i))->experiment))
      g_ptr_array_remove_index (self->kept, i);
  ghost = g_new (PenGhost, 1);
  *ghost = (PenGhost){ g_strdup (""), pen_experiment_ref (pen_run_experiment (shown_run (self))),
                       pen_trace_copy (pen_laboratory_trace (self)), pen_boundary_new () };
  g_ptr_array_add (self->kept, ghost);
  pen_laboratory_emit (self, KEPT_CHANGED);
}

gsize
pen_laboratory_n_kept (PenLaboratory *self)
{
  return self->kept->len;
}

const PenGhost *
pen_laboratory_kept (PenLaboratory *self, gsize index)
{
  g_return_val_if_fail (index < self->kept->len, NULL);
  return g_ptr_array_index (self->kept, index);
}

void
pen_laboratory_name_kept (PenLaboratory *self, gsize index, const char *name)
{
  PenGhost *ghost;

  g_return_if_fail (index < self->kept->len && name != NULL);
  ghost = g_ptr_array_index (self->kept, index);
  if (g_str_equal (ghost->name, name))
    return;
  g_free ((char *)ghost->name);
  ghost->name = g_strdup (name);
  pen_laboratory_emit (self, KEPT_CHANGED);
}

void
pen_laboratory_drop_kept (PenLaboratory *self, gsize index)
{
  g_return_if_fail (index < self->kept->len);
  g_ptr_array_remove_index (self->kept, index);
  pen_laboratory_emit (self, KEPT_CHANGED);
}
