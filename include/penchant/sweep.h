/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/experiment.h>

G_BEGIN_DECLS

/* One experiment at many values of one of its numbers: α from the kernel to the rich regime, depths, step sizes, C. */
typedef struct
{
  const char *key; /* "model.init-scale", … : one that pen_sweep_keys() lists */
  double first, last;
  gsize n;              /* values, ≥ 1; whole numbers where the key counts, each once */
  gboolean is_geometric; /* equal ratios, not equal steps; first and last > 0 */
} PenSweepOptions;

/* What came of one value. w is the trained predictor, or for a key of [reference] that solution; numbers that make no sense
 * for the experiment are NAN. */
typedef struct
{
  double value;
  PenTrainingStatus status;
  double log10_time, log10_loss;
  double l1_norm, l2_norm;
  double excess_l1, excess_l2; /* regression: ‖w‖/min ‖·‖ − 1; classification: 1 − margin in that norm/the largest */
  double test_error;           /* at the end, and the least on the way with its time */
  double least_test_error, least_log10_time;
  double seconds;
} PenSweepRow;

/* What is known of a sweep, to be drawn: all rows or the first of them. */
typedef struct
{
  const char *key;
  const PenSweepRow *rows;
  gsize n;
} PenSweepTable;

typedef void (*PenSweepFunc) (const PenSweepRow *row, gpointer user_data);

/* NULL-terminated; what a sweep can go over. */
const char *const *pen_sweep_keys (void);
double   pen_sweep_value (const PenExperiment *experiment, const char *key); /* where the experiment stands; NAN: no such key */
/* @experiment with the value of @key, which pen_sweep_keys() lists. */
PenExperiment *pen_sweep_experiment (const PenExperiment *experiment, const char *key, double value);
/* A sweep over @key that shows what it does, where it does anything for this experiment; else FALSE. @options->key is static. */
gboolean pen_sweep_suggest (const PenExperiment *experiment, const char *key, PenSweepOptions *options);
/* The one that shows most of this experiment: the start's scale where the model has one; else the strength of a solution that
 * is asked for; else the first of pen_sweep_keys() that does anything. FALSE without one. */
gboolean pen_sweep_choose (const PenExperiment *experiment, PenSweepOptions *options);
gsize    pen_sweep_count (const PenSweepOptions *options); /* of rows when it has run; 0 when it cannot */
/**
 * pen_sweep_run:
 * @rows: (out): n rows, or fewer after a cancel; free with g_free()    @n_rows: (out): how many
 * @on_row: (nullable): called on this thread after each
 *
 * Cost: n runs and the two reference solutions once.  Errors: UNKNOWN_KEY, VALUE (bounds, an n of 0, a value that the
 * experiment refuses), and those of a run; nothing is returned then. A cancel is no error.  Thread: any.
 * Source: Woodworth et al. 2020 (excess norms).  Test: tests/experiment/sweep.cpp
 */
gboolean pen_sweep_run (const PenExperiment *experiment, const PenSweepOptions *options, const PenCancel *cancel,
                        PenSweepFunc on_row, gpointer user_data, PenSweepRow **rows, gsize *n_rows, GError **error);
/* A header and a row a value, as pen_sweep_keys() and the fields above name them; free with g_free(). */
char *pen_sweep_format (const char *key, const PenSweepRow *rows, gsize n);

G_END_DECLS
