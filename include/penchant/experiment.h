/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/csv.h>
#include <penchant/solution.h>
#include <penchant/theory.h>
#include <penchant/training.h>

G_BEGIN_DECLS

/* Everything one experiment file says, as plain fields. To change one: pen_experiment_copy(), change the copy,
 * pen_experiment_check(); a shared one is never written to, so undo and workers just hold references. */
typedef struct
{
  gatomicrefcount references;
  char *title, *notes;

  char *path;          /* of the experiment file, or NULL; relative data files are found beside it */
  char *data_file;     /* [data] file= as written, or NULL for data inline */
  char *target;        /* as written, or NULL */
  char **features;     /* as written, or NULL */
  char *positive;
  gboolean center, standardize;
  PenDataset *data;    /* as read, before centring and scaling; owned */
  gsize matrix_rows, matrix_columns; /* matrix sensing: the shape of W; else 0 */
  gsize held_out;      /* so many of the last rows are not trained on, but tested */
  double *truth;       /* the w behind the targets where it is known, n_truth entries, or NULL */
  gsize n_truth;

  PenFeatureMap map;

  PenModelKind model;
  double *start;       /* linear init, n_start entries, or NULL */
  gsize n_start;
  guint depth;
  gboolean is_signed;
  double init_scale;
  double *init_shape;  /* n_shape entries, or NULL */
  gsize n_shape;
  gboolean is_untied;
  PenActivation activation;
  double slope;
  gsize width, rank;
  gsize model_seed;

  PenLoss loss;
  double exponent;
  PenMethod method;
  double step_size;    /* 0: automatic */
  gsize batch_size;
  PenSampling sampling;
  double momentum;
  gsize seed;
  PenStop stop;
  double time;
  gsize steps;
  double tolerance;

  gboolean solutions[PEN_N_SOLUTIONS];
  double ridge_mu, lasso_kappa, soft_margin_c;
  PenSoftLoss soft_loss;
  GKeyFile *view;      /* the [view] group as read, kept as it is; NULL when none */
} PenExperiment;

PenExperiment *pen_experiment_new (PenDataset *data); /* defaults of FORMAT.md; loss logistic for classification; takes a reference */
PenExperiment *pen_experiment_copy (const PenExperiment *self);
PenExperiment *pen_experiment_ref (PenExperiment *self);
void           pen_experiment_unref (PenExperiment *self);
/* Do the choices fit together? Errors: VALUE, UNSUPPORTED, DIMENSION; the message names group and key. */
gboolean pen_experiment_check (const PenExperiment *self, GError **error);
/* Same file content (data included)? */
gboolean pen_experiment_equal (const PenExperiment *a, const PenExperiment *b);

/* @overrides: NULL-terminated "GROUP.KEY=VALUE", or NULL. Errors name file, group and key, or CSV line and column. */
PenExperiment *pen_experiment_read (const char *path, const char *const *overrides, GError **error);
PenExperiment *pen_experiment_parse (const char *text, const char *path, const char *const *overrides, GError **error);
/* Data inline unless data_file still holds exactly self->data. Inline labels are texts in the rows, in double quotes
 * where they hold blanks; positive= and negative= name them, so that a class without points keeps its name. */
char    *pen_experiment_format (const PenExperiment *self, const char *path);
gboolean pen_experiment_write (const PenExperiment *self, const char *path, GError **error); /* atomic */
/* A CSV opened as an experiment of its own: task found, linear model, fitting loss and solutions. */
PenExperiment *pen_experiment_from_csv (const char *path, const PenCsvOptions *options, PenCsvChoices *choices, GError **error);

/* The pieces a run is made of; the window calls them from its workers, the runner one after the other. */
PenProblem *pen_experiment_problem (const PenExperiment *self, GError **error);
void        pen_experiment_model (const PenExperiment *self, const PenProblem *problem, PenModel *model); /* borrows from self */
/* One reference solution of this experiment; errors carry "[reference] name: ". */
PenSolution *pen_experiment_solve (const PenExperiment *self, const PenProblem *problem, PenSolutionKind kind,
                                   const PenCancel *cancel, GError **error);
/* min-potential as the run's theorem needs it where the plain one is another or does not exist: from the start that finite
 * steps left; of the w that fit labels, or targets that no w reaches, best. NULL without error where there is none. */
PenSolution *pen_experiment_solve_effective (const PenExperiment *self, const PenProblem *problem,
                                             const PenTraining *training, const PenCancel *cancel, GError **error);
/* Mirror flow = parameter flow: the largest difference between the w(t) of @training, which followed w = h(z), and of a
 * flow of the parameters u, v themselves, at a few times along the way, relative to the largest ‖w(t)‖. NAN where there is nothing to compare (another model,
 * method or loss; a start that is too small or data that are too large for the parameters' own flow) and after a cancel.
 * Cost: some runs of a flow with 2d unknowns. */
double       pen_experiment_mirror_difference (const PenExperiment *self, const PenProblem *problem,
                                               const PenTraining *training, const PenCancel *cancel);
/* What it solves: what is asked for, what the run's theorems predict, and for two classes max-margin, which decides
 * whether the data separate. */
void         pen_experiment_choose (const PenExperiment *self, gboolean solve[PEN_N_SOLUTIONS]);
/* @effective: or NULL; @mirror_difference: or NAN */
PenTheory   *pen_experiment_judge (const PenExperiment *self, const PenProblem *problem, const PenTraining *training,
                                   PenSolution *const solutions[PEN_N_SOLUTIONS], const PenSolution *effective,
                                   double mirror_difference);
PenTraining *pen_experiment_train (const PenExperiment *self, const PenProblem *problem, const PenCancel *cancel,
                                   PenFrameFunc on_frame, gpointer user_data, GError **error);
/* Whether `kind` makes sense for this experiment (task, model): the panel's sensitivity. @why: translated, or NULL. */
gboolean pen_experiment_fits (const PenExperiment *self, PenSolutionKind kind, const char **why);

typedef struct
{
  PenExperiment *experiment;
  PenProblem *problem;
  PenTraining *training;
  PenSolution *solutions[PEN_N_SOLUTIONS];
  PenSolution *effective; /* or NULL */
  double mirror_difference; /* or NAN */
  PenTheory *theory;
} PenOutcome;

/* Runs it all. A classification always solves max-margin too (data.separable needs it), listed only if asked for. */
PenOutcome *pen_experiment_run (PenExperiment *self, const PenCancel *cancel, PenFrameFunc on_frame, gpointer user_data, GError **error);
void        pen_outcome_free (PenOutcome *self);

/* How well a w does on what it was not trained on: ‖w − truth‖² where the truth is known (the excess risk for inputs of unit
 * covariance), else on the held-out rows the mean squared error, or for two classes the share of errors. Borrows from the
 * experiment. NULL where there is neither. Cost: O(d) or O(held out · d) an error. Thread: any. Test: tests/experiment/sweep.cpp */
typedef struct _PenTest PenTest;

PenTest *pen_test_new (const PenExperiment *experiment);
/* NAN where the model's w is no linear predictor and only a truth is known. */
double   pen_test_error (const PenTest *self, const PenModel *model, const double *w);
/* The frame of least error, where to have stopped; its error and time. */
gsize    pen_test_best (const PenTest *self, const PenModel *model, const PenTrace *trace, double *error, double *log10_time);
void     pen_test_free (PenTest *self);

/* report.c: FORMAT.md's JSON, indented, the same bytes for the same outcome but for seconds. */
char    *pen_report_format (const PenOutcome *outcome);
gboolean pen_report_write (const PenOutcome *outcome, const char *path, GError **error);
/* A row a frame: log10_time, log10_loss, then w1 … wd. */
gboolean pen_report_write_trace (const PenOutcome *outcome, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenExperiment, pen_experiment_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenTest, pen_test_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PenOutcome, pen_outcome_free)

G_END_DECLS
