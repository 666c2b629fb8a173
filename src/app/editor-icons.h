/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The pictures on the editor's tools: the markers as the plot draws them, so that a tool looks like what it places. */
typedef enum
{
  PEN_EDITOR_ICON_POSITIVE,
  PEN_EDITOR_ICON_NEGATIVE,
  PEN_EDITOR_ICON_SELECT,
  PEN_EDITOR_ICON_PAN,
  PEN_EDITOR_ICON_BRUSH,
  PEN_EDITOR_ICON_ERASE,
  PEN_EDITOR_ICON_SNAP,
  PEN_EDITOR_ICON_TABLE,
  PEN_EDITOR_ICON_GENERATE,
} PenEditorIcon;

void pen_editor_icon_attach (GtkDrawingArea *area, PenEditorIcon icon);
void pen_editor_icon_set_label (GtkDrawingArea *area, int label); /* the brush's colour: −1 or +1 */

G_END_DECLS
