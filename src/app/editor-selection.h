/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/dataset.h>

G_BEGIN_DECLS

/* Which rows of a dataset are selected: a flag each. A plain value with no memory of the dataset. */
typedef struct
{
  gsize n, count; /* rows, and how many of them are selected */
  guint8 *flags;  /* n, or NULL for n = 0 */
} PenSelection;

void     pen_selection_resize (PenSelection *self, gsize n); /* none selected */
void     pen_selection_clear (PenSelection *self);           /* frees; n = 0 */
void     pen_selection_set_all (PenSelection *self, gboolean on);
void     pen_selection_set (PenSelection *self, gsize row, gboolean on);
gboolean pen_selection_has (const PenSelection *self, gsize row);
/* Follows the rows from @before to @after: the same number keep their flags; where rows went, the others keep theirs; where
 * rows came (an undone deletion), exactly these are selected. Nothing is selected when neither holds all of the other in
 * its order. Cost: O((n + n')d). */
void     pen_selection_follow (PenSelection *self, const PenDataset *before, const PenDataset *after);
/* "Data: 12 points, 3 selected", translated. Free with g_free(). */
char    *pen_selection_describe (const PenSelection *self);

G_END_DECLS
