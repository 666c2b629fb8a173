/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "add-popover.h"
#include "data-editor.h"
#include "editor-pointer.h"
#include "editor-table.h"
#include "generator-popover.h"
#include "plane-popover.h"

G_BEGIN_DECLS

struct _PenDataEditor
{
  GtkWidget parent_instance;
  GtkWidget *box, *positive_button, *negative_button, *select_button;
  GtkWidget *brush_button, *erase_button;
  GtkDrawingArea *positive_icon, *negative_icon, *select_icon, *pan_icon, *brush_icon, *erase_icon, *snap_icon,
      *table_icon;
  GtkDrawingArea *generate_icon;
  PenEditorTable *table;
  PenGeneratorPopover *generator;
  GtkWidget *plane_button, *heading;
  PenPlanePopover *plane;
  PenAddPopover *add; /* its parent is the editor */
  PenPlotView *plot;
  GSimpleActionGroup *actions;
  PenEditorPointer *pointer;
  PenLaboratory *laboratory;
  GSignalGroup *document_signals;

  PenSelection selection;
  PenDataset *seen;        /* the points that the selection numbers */
  PenExperiment *plane_of; /* whose plane the view was fitted to, or NULL */
  PenViewport band;
  gboolean has_band, applying;
  const GTask *copying; /* the last copy, while its text is not on the clipboard yet */
  guint to_paste;       /* when it is */
};

/* Brings everything that hangs on points, selection and tool up to date. */
void pen_data_editor_refresh (PenDataEditor *self);
/* Another selection: the next edit is a step of its own. */
void pen_data_editor_selection_changed (PenDataEditor *self);

G_END_DECLS
