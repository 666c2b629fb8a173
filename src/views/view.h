/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/views.h>

G_BEGIN_DECLS

/* Each fills a new scene. */
void pen_view_data (const PenViewInput *input, PenScene *scene);
void pen_view_path (const PenViewInput *input, PenScene *scene);
void pen_view_convergence (const PenViewInput *input, PenScene *scene);
/* The weights under the playhead, or NULL. */
const double *pen_view_weights (const PenViewInput *input);
/* The solution's weights when it is to be shown and exists, or NULL. */
const double *pen_view_solution (const PenViewInput *input, PenSolutionKind kind);

G_END_DECLS
