/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keys.h"
#include <penchant/experiment.h>

G_BEGIN_DECLS

/* What reading and writing share: the words of the format and where the data file is. */

extern const PenKeyWord pen_task_words[], pen_map_words[], pen_model_words[], pen_activation_words[], pen_loss_words[],
    pen_method_words[], pen_sampling_words[], pen_stop_words[], pen_solution_words[], pen_soft_loss_words[];

const char *pen_word_of (const PenKeyWord *words, int value);
/* The solutions an experiment of this task asks for when its file does not say. */
void pen_default_solutions (PenTask task, gboolean solutions[PEN_N_SOLUTIONS]);
/* @data_file as seen from the folder of the experiment file @path. */
char *pen_data_file_resolve (const char *data_file, const char *path);
/* [data] file= read with the experiment's own target, features and positive. */
PenDataset *pen_data_file_read (const PenExperiment *self, const PenTask *task, GError **error);

G_END_DECLS
