/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "keys.h"
#include <penchant/dataset.h>

G_BEGIN_DECLS

/* Data inside the experiment file: columns=x1;x2;y and rows=0.5 1.2 1; 0.1 -0.4 -1. A label with spaces, quotes or
 * semicolons stands in double quotes, doubled inside, as in a CSV. */

typedef struct
{
  gboolean task_given;
  PenTask task;
  const char *target;
  char *const *features;
  const char *positive, *negative; /* label texts, or NULL */
} PenInlineOptions;

PenDataset *pen_inline_data_parse (const PenKeyReader *reader, const PenInlineOptions *options, GError **error);
/* columns, rows, target, positive and negative: what pen_inline_data_parse() needs to give the same dataset. */
void pen_inline_data_format (const PenDataset *dataset, GKeyFile *file);
/* key=a;b;c without the separator GLib would add at the end. */
void pen_inline_data_set_list (GKeyFile *file, const char *group, const char *key, const char *const *list, gsize n);

G_END_DECLS
