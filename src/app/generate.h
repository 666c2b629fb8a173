/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/experiment.h>
#include <penchant/generator.h>

G_BEGIN_DECLS

/* The settings a person sees first, for each kind some that show what it is for. */
void pen_generate_defaults (PenGeneratorKind kind, PenGenerator *generator);
/* The experiment on generated points: with its own settings where they make sense for them, else with the ones a new
 * experiment begins with; with the true w where there is one. Errors: as pen_generator_make(), and pen_experiment_check(). */
PenExperiment *pen_generate (const PenExperiment *experiment, const PenGenerator *generator, GError **error);

G_END_DECLS
