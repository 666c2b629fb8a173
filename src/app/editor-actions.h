/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "data-editor.h"

G_BEGIN_DECLS

/* The editor's action group and, in its states, the tool and the label. */
typedef enum
{
  PEN_EDITOR_ACTION_DELETE,
  PEN_EDITOR_ACTION_SELECT_ALL,
  PEN_EDITOR_ACTION_SELECT_NONE,
  PEN_EDITOR_ACTION_COPY,
  PEN_EDITOR_ACTION_PASTE,
  PEN_EDITOR_ACTION_NUDGE,
  PEN_EDITOR_ACTION_STEP,
  PEN_EDITOR_ACTION_ADD,
  PEN_EDITOR_ACTION_ZOOM_IN,
  PEN_EDITOR_ACTION_ZOOM_OUT,
  PEN_EDITOR_ACTION_FIT,
  PEN_EDITOR_ACTION_TOOL, /* tool, label, snap or table have changed */
} PenEditorAction;

typedef void (*PenEditorActionFunc) (PenEditorAction action, GVariant *parameter, gpointer user_data);

GSimpleActionGroup *pen_editor_actions_new (PenEditorActionFunc func, gpointer user_data);
void                pen_editor_actions_disconnect (GSimpleActionGroup *actions); /* the function is not called again */
PenEditorTool       pen_editor_actions_tool (GSimpleActionGroup *actions);
int                 pen_editor_actions_label (GSimpleActionGroup *actions); /* −1 or +1 */
gboolean            pen_editor_actions_is_on (GSimpleActionGroup *actions, const char *name); /* "go-on", "snap" or "table" */
/* What can be done now; @has_start: the model starts from weights that can be given. Points that cannot be placed turn the place tool and the brush into select until they can be again. */
void pen_editor_actions_refresh (GSimpleActionGroup *actions, gboolean placeable, gboolean open, gboolean classes, gboolean has_start,
                                 const PenSelection *selection);

G_END_DECLS
