/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/experiment.h>

G_BEGIN_DECLS

/* Changes of an experiment's settings as new experiments in which the other choices fit again. A function that can fail
 * leaves nothing behind; the caller owns what it gets. */

/* @self was just changed from a copy; brings along what the change made impossible: a loss or a solution that does not
 * belong to the task, a start or a shape with the wrong number of entries, steps of the closed form. */
void pen_settings_repair (PenExperiment *self);
/* @self was just changed from a copy of @before. Where its features are others, even as many, the weights that are known
 * to be true of those before say nothing of them: they go, and TRUE is returned for the caller to say so. */
gboolean pen_settings_drop_truth (PenExperiment *self, const PenExperiment *before);
/* Errors: as pen_dataset_convert(). */
PenExperiment *pen_settings_with_task (const PenExperiment *self, PenTask task, GError **error);
/* @text: numbers parted by blanks, semicolons or tabs; "0" or nothing is the start at 0. Errors: SYNTAX, DIMENSION. */
PenExperiment *pen_settings_with_start (const PenExperiment *self, const char *text, GError **error);
char          *pen_settings_start_text (const PenExperiment *self); /* free with g_free() */
gsize          pen_settings_features (const PenExperiment *self);   /* after the feature map; 0 when it cannot be */

/* NULL when the choice makes sense, else why not, translated. */
const char *pen_settings_task_refused (const PenExperiment *self, PenTask task);
const char *pen_settings_model_refused (const PenExperiment *self, PenModelKind kind);
const char *pen_settings_loss_refused (const PenExperiment *self, PenLoss loss);
const char *pen_settings_method_refused (const PenExperiment *self, PenMethod method);
const char *pen_settings_stop_refused (const PenExperiment *self, PenStop stop);

gboolean    pen_settings_has_start (const PenExperiment *self); /* a w(0) of one's own */

/* What a person reads: "2 features, linear model, exponential loss"; the model's equation and what it leads to. Free with g_free(). */
char *pen_settings_summary (const PenExperiment *self);
char *pen_settings_equation (const PenExperiment *self);

G_END_DECLS
