/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PEN_TASK_REGRESSION,
  PEN_TASK_CLASSIFICATION,
  PEN_TASK_MATRIX_SENSING,
} PenTask;

/* Labelled points: an immutable, reference-counted value. Every edit returns a new dataset and leaves the old
 * one as it was, so an undo stack is a list of references and a worker's copy is one more reference.
 * n = 0 is allowed (an empty canvas); d ≥ 1. Classification targets are exactly −1 or +1.
 * Thread: any; the references are counted atomically. Test: tests/data/dataset.cpp */
typedef struct _PenDataset PenDataset;

/**
 * pen_dataset_new:
 * @task: what y means                     @n: samples, ≥ 0     @d: features, ≥ 1
 * @X: n × d, row-major                    @y: n targets; classification: −1 or +1
 * @names: (nullable): d names; x1…xd      @target: (nullable): name of y; "y"
 * @labels: (nullable): names of −1 and of +1; "-1" and "+1"
 *
 * Copies everything. The label names are kept for every task, so that converting back and forth loses none.
 *
 * Cost: O(nd).  Errors: DIMENSION, NOT_FINITE (naming row and column), VALUE (a label other than ±1, the same name for
 * both labels, a text that is not UTF-8).  Thread: any.  Test: tests/data/dataset.cpp
 */
PenDataset *pen_dataset_new (PenTask task, gsize n, gsize d, const double *X, const double *y,
                             const char *const *names, const char *target,
                             const char *const labels[2], GError **error);
PenDataset *pen_dataset_ref (PenDataset *self);
void        pen_dataset_unref (PenDataset *self);

PenTask       pen_dataset_task (const PenDataset *self);
gsize         pen_dataset_n (const PenDataset *self);
gsize         pen_dataset_d (const PenDataset *self);
const double *pen_dataset_X (const PenDataset *self); /* n × d, row-major */
const double *pen_dataset_y (const PenDataset *self); /* n */
const char   *pen_dataset_name (const PenDataset *self, gsize column);
const char   *pen_dataset_target (const PenDataset *self);
const char   *pen_dataset_label (const PenDataset *self, int sign); /* sign < 0: of −1, else of +1 */
/* What stands for all labels but @label, “≠label”: a name that needs no language. Free with g_free(). */
char         *pen_dataset_rest_label (const char *label);
gboolean      pen_dataset_is_against_rest (const PenDataset *self); /* +1 is one label of more than two */
/* Task, every bit of the numbers, and names; the names of the labels only where the task is classification. */
gboolean      pen_dataset_equal (const PenDataset *a, const PenDataset *b);

/* Edits: each O(nd). Only the new rows are checked. @rows are indices from 0.
 * Errors: DIMENSION (no such row, too many rows), NOT_FINITE, VALUE (a label other than ±1). */
PenDataset *pen_dataset_append (const PenDataset *self, gsize count, const double *X, const double *y, GError **error);
/* A row may be listed more than once. */
PenDataset *pen_dataset_remove (const PenDataset *self, const gsize *rows, gsize count, GError **error);
/* Row rows[i] becomes row i of @X (count × d) and y[i]; NULL for either keeps what is there. */
PenDataset *pen_dataset_replace (const PenDataset *self, const gsize *rows, gsize count, const double *X,
                                 const double *y, GError **error);
/* To another task. To classification: targets that are all ±1 stay, others become the sign of target − midrange, +1 at
 * the midrange itself; to regression and matrix sensing: the number. Errors: none. */
PenDataset *pen_dataset_convert (const PenDataset *self, PenTask task, GError **error);
/* Columns centred to mean 0 and/or scaled to standard deviation 1 (divisor n); a constant column is only centred.
 * Never done silently: the caller shows it. Errors: NOT_FINITE (a difference or quotient that overflows). */
PenDataset *pen_dataset_scaled (const PenDataset *self, gboolean center, gboolean standardize, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenDataset, pen_dataset_unref)

G_END_DECLS
