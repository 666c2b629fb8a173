/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/cancel.h>

G_BEGIN_DECLS

/* Makes @model (a Clp_Simplex) look at @cancel after each iteration, and stop with status 5 when asked to. */
void pen_lp_watch (void *model, const PenCancel *cancel);

G_END_DECLS
