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
} PenEditorIcon;

void pen_editor_icon_attach (GtkDrawingArea *area, PenEditorIcon icon);

G_END_DECLS
