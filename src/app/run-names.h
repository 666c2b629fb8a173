/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/experiment.h>

G_BEGIN_DECLS

/* A name for each of @n experiments, of the settings in which they differ among each other and from @now: "α = 0.01, L = 3"; "" for none.
 * NULL-terminated; free with g_strfreev(). */
char **pen_run_names (const PenExperiment *const *experiments, gsize n, const PenExperiment *now);

G_END_DECLS
