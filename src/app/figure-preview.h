/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figure.h"

G_BEGIN_DECLS

/* In the middle of (0, 0, width, height): smaller where there is no room, never larger, so the letters are seen as they
 * will be read. A ground that is left open is shown as squares. */
void pen_figure_draw_preview (const PenFigure *self, PenScene *scene, cairo_t *cr, int width, int height);

G_END_DECLS
