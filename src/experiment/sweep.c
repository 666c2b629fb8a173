/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keys.h"

#include <penchant/error.h>
#include <penchant/linalg.h>
#include <penchant/sweep.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

typedef enum
{
  FIELD_NUMBER,
  FIELD_SIZE,
  FIELD_UNSIGNED,
} FieldType;

static const struct
{
  const char *key;
  gsize offset;
  FieldType type;
  int solution; /* whose w the row describes, or −1: the trained one */
} fields[] = {
  { "model.init-scale", offsetof (PenExperiment, init_scale), FIELD_NUMBER, -1 },
  { "model.depth", offsetof (PenExperiment, depth), FIELD_UNSIGNED, -1 },
  { "model.width", offsetof (PenExperiment, width), FIELD_SIZE, -1 },
  { "model.rank", offsetof (PenExperiment, rank), FIELD_SIZE, -1 },
  { "model.seed", offsetof (PenExperiment, model_seed), FIELD_SIZE, -1 },
  { "loss.exponent", offsetof (PenExperiment, exponent), FIELD_NUMBER, -1 },
  { "training.step-size", offsetof (PenExperiment, step_size), FIELD_NUMBER, -1 },
  { "training.batch-size", offsetof (PenExperiment, batch_size), FIELD_SIZE, -1 },
  { "training.momentum", offsetof (PenExperiment, momentum), FIELD_NUMBER, -1 },
  { "training.seed", offsetof (PenExperiment, seed), FIELD_SIZE, -1 },
  { "training.time", offsetof (PenExperiment, time), FIELD_NUMBER, -1 },
  { "reference.ridge-mu", offsetof (PenExperiment, ridge_mu), FIELD_NUMBER, PEN_SOLUTION_RIDGE },
  { "reference.lasso-kappa", offsetof (PenExperiment, lasso_kappa), FIELD_NUMBER, PEN_SOLUTION_LASSO },
  { "reference.soft-margin-c", offsetof (PenExperiment, soft_margin_c), FIELD_NUMBER, PEN_SOLUTION_SOFT_MARGIN },
};

typedef struct
{
  const PenExperiment *experiment;
  const PenCancel *cancel;
  gsize field;
  PenProblem *problem;
  PenTest *test;
  PenSolution *l1, *l2; /* the least norms, or largest margins; NULL where there are none */
} Sweep;

const char *const *
pen_sweep_keys (void)
{
  static const char *keys[G_N_ELEMENTS (fields) + 1];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
        keys[i] = fields[i].key;
      g_once_init_leave (&ready, 1);
    }
  return keys;
}

static double
read_field (const PenExperiment *experiment, gsize field)
{
  const char *at = (const char *)experiment + fields[field].offset;

  if (fields[field].type == FIELD_NUMBER)
    return *(const double *)(const void *)at;
  return fields[field].type == FIELD_SIZE ? (double)*(const gsize *)(const void *)at
                                          : (double)*(const guint *)(const void *)at;
}

double
pen_sweep_value (const PenExperiment *experiment, const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].key, key) == 0)
      return read_field (experiment, i);
  return NAN;
}

static gboolean
find_field (const char *key, gsize *field, GError **error)
{
  g_autofree char *all = g_strjoinv (", ", (char **)pen_sweep_keys ());

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].key, key) == 0)
      {
        *field = i;
        return TRUE;
      }
  g_set_error (error, PEN_ERROR, PEN_ERROR_UNKNOWN_KEY, _ ("A sweep cannot go over “%s”; it goes over %s"), key, all);
  return FALSE;
}

static double
value_at (const PenSweepOptions *options, FieldType type, gsize i)
{
  double share = options->n > 1 ? (double)i / (double)(options->n - 1) : 0;
  double value = options->is_geometric ? options->first * exp (share * log (options->last / options->first))
                                       : options->first + share * (options->last - options->first);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* What rounding leaves of a power of ten is not shown to who takes the value: 14 digits. */
  value = g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.14g", value), NULL);
  if (i + 1 == options->n && options->n > 1)
    value = options->last; /* not a rounding away from it */
  return type == FIELD_NUMBER ? value : round (value);
}

static PenExperiment *
experiment_at (const PenExperiment *like, gsize index, double value)
{
  PenExperiment *experiment = pen_experiment_copy (like);
  char *field = (char *)experiment + fields[index].offset;

  if (fields[index].type == FIELD_NUMBER)
    *(double *)(void *)field = value;
  else if (fields[index].type == FIELD_SIZE)
    *(gsize *)(void *)field = (gsize)value;
  else
    *(guint *)(void *)field = (guint)value;
  return experiment;
}

PenExperiment *
pen_sweep_experiment (const PenExperiment *experiment, const char *key, double value)
{
  gsize field;

  g_return_val_if_fail (experiment != NULL && find_field (key, &field, NULL), NULL);
  return experiment_at (experiment, field, value);
}

static double
smallest_margin (const PenProblem *problem, const double *w)
{
  double smallest = HUGE_VAL;

  for (gsize i = 0; i < problem->n; i++)
    smallest = fmin (smallest, problem->y[i] * pen_dot (problem->d, problem->X + i * problem->d, w));
  return smallest;
}

static double
excess (const PenProblem *problem, const PenSolution *best, const double *w, double norm, double best_norm)
{
  if (best == NULL || best->status != PEN_SOLUTION_OPTIMAL || !(norm > 0) || !(best_norm > 0))
    return NAN;
  if (problem->task != PEN_TASK_CLASSIFICATION)
    return norm / best_norm - 1;
  return 1 - smallest_margin (problem, w) / norm / best->margin;
}

static void
describe (const Sweep *self, const double *w, PenSweepRow *row)
{
  const PenProblem *problem = self->problem;
  gsize d = problem->d;

  row->l1_norm = pen_norm1 (d, w);
  row->l2_norm = pen_norm2 (d, w);
  row->excess_l1 = excess (problem, self->l1, w, row->l1_norm,
                           self->l1 != NULL && self->l1->w != NULL ? pen_norm1 (d, self->l1->w) : 0);
  row->excess_l2 = excess (problem, self->l2, w, row->l2_norm,
                           self->l2 != NULL && self->l2->w != NULL ? pen_norm2 (d, self->l2->w) : 0);
}

static gboolean
train_at (const Sweep *self, const PenExperiment *experiment, PenSweepRow *row, GError **error)
{
  g_autoptr (PenTraining) training = pen_experiment_train (experiment, self->problem, self->cancel, NULL, NULL, error);
  PenModel model;

  if (training == NULL)
    return FALSE;
  pen_experiment_model (experiment, self->problem, &model);
  row->status = training->status;
  row->log10_time = training->log10_time;
  row->log10_loss = training->log10_loss;
  row->seconds = training->seconds;
  if (pen_model_size (&model) == self->problem->d)
    describe (self, training->w, row);
  if (self->test == NULL)
    return TRUE;
  row->test_error = pen_test_error (self->test, &model, training->w);
  pen_test_best (self->test, &model, training->trace, &row->least_test_error, &row->least_log10_time);
  return TRUE;
}

static gboolean
solve_at (const Sweep *self, const PenExperiment *experiment, PenSweepRow *row, GError **error)
{
  g_autoptr (PenSolution) solution = pen_experiment_solve (
      experiment, self->problem, (PenSolutionKind)fields[self->field].solution, self->cancel, error);
  PenModel model;

  if (solution == NULL)
    return FALSE;
  pen_experiment_model (experiment, self->problem, &model);
  row->status = solution->status == PEN_SOLUTION_OPTIMAL ? PEN_TRAINING_CONVERGED : PEN_TRAINING_FAILED;
  row->seconds = solution->seconds;
  if (solution->w == NULL)
    return TRUE;
  describe (self, solution->w, row);
  if (self->test != NULL)
    row->test_error = pen_test_error (self->test, &model, solution->w);
  return TRUE;
}

static gboolean
run_at (const Sweep *self, double value, PenSweepRow *row, GError **error)
{
  g_autoptr (PenExperiment) experiment = experiment_at (self->experiment, self->field, value);

  *row = (PenSweepRow){ value, PEN_TRAINING_FAILED, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
  if (!pen_experiment_check (experiment, error))
    return FALSE;
  return fields[self->field].solution < 0 ? train_at (self, experiment, row, error)
                                          : solve_at (self, experiment, row, error);
}

static gboolean
check_options (const PenSweepOptions *options, GError **error)
{
  if (options->n < 1)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("A sweep has at least 1 value"));
  else if (!isfinite (options->first) || !isfinite (options->last))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The ends of a sweep must be finite numbers"));
  else if (options->is_geometric && (!(options->first > 0) || !(options->last > 0)))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The ends of a geometric sweep must be positive"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
prepare (Sweep *self, GError **error)
{
  gboolean classes = pen_dataset_task (self->experiment->data) == PEN_TASK_CLASSIFICATION;

  self->problem = pen_experiment_problem (self->experiment, error);
  if (self->problem == NULL)
    return FALSE;
  self->test = pen_test_new (self->experiment);
  self->l1 = pen_experiment_solve (self->experiment, self->problem,
                                   classes ? PEN_SOLUTION_L1_MAX_MARGIN : PEN_SOLUTION_MIN_L1, self->cancel, error);
  if (self->l1 == NULL)
    return FALSE;
  self->l2 = pen_experiment_solve (self->experiment, self->problem,
                                   classes ? PEN_SOLUTION_MAX_MARGIN : PEN_SOLUTION_MIN_L2, self->cancel, error);
  return self->l2 != NULL;
}

static gboolean
go_over (Sweep *self, const PenSweepOptions *options, PenSweepFunc on_row, gpointer user_data, PenSweepRow *rows,
         gsize *n_rows, GError **error)
{
  if (!prepare (self, error))
    return FALSE;
  for (gsize i = 0; i < options->n && !pen_cancel_requested (self->cancel); i++)
    {
      double value = value_at (options, fields[self->field].type, i);

      if (*n_rows > 0 && rows[*n_rows - 1].value == value)
        continue;
      if (!run_at (self, value, &rows[*n_rows], error))
        return FALSE;
      if (rows[*n_rows].status == PEN_TRAINING_CANCELLED)
        break;
      if (on_row != NULL)
        on_row (&rows[*n_rows], user_data);
      ++*n_rows;
    }
  return TRUE;
}

gsize
pen_sweep_count (const PenSweepOptions *options)
{
  gsize field, count = 0;
  double last = NAN;

  if (!find_field (options->key, &field, NULL) || !check_options (options, NULL))
    return 0;
  for (gsize i = 0; i < options->n; i++)
    {
      double value = value_at (options, fields[field].type, i);

      count += i == 0 || value != last ? 1 : 0;
      last = value;
    }
  return count;
}

gboolean
pen_sweep_run (const PenExperiment *experiment, const PenSweepOptions *options, const PenCancel *cancel,
               PenSweepFunc on_row, gpointer user_data, PenSweepRow **rows, gsize *n_rows, GError **error)
{
  Sweep self = { .experiment = experiment, .cancel = cancel };
  g_autofree PenSweepRow *found = NULL;
  GError *local = NULL;
  gboolean done;

  g_return_val_if_fail (experiment != NULL && options != NULL && options->key != NULL, FALSE);
  g_return_val_if_fail (rows != NULL && n_rows != NULL, FALSE);
  if (!find_field (options->key, &self.field, error) || !check_options (options, error))
    return FALSE;
  *n_rows = 0;
  found = g_new0 (PenSweepRow, options->n);
  done = go_over (&self, options, on_row, user_data, found, n_rows, &local);
  if (!done && g_error_matches (local, PEN_ERROR, PEN_ERROR_CANCELLED))
    {
      g_clear_error (&local);
      done = TRUE;
    }
  if (!done)
    g_propagate_error (error, local);
  else
    *rows = g_steal_pointer (&found);
  pen_solution_free (self.l1);
  pen_solution_free (self.l2);
  pen_test_free (self.test);
  g_clear_pointer (&self.problem, pen_problem_unref);
  return done;
}

static void
append_number (GString *text, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (text, ',');
  if (!isnan (value))
    g_string_append (text, g_ascii_dtostr (number, sizeof number, value));
}

char *
pen_sweep_format (const char *key, const PenSweepRow *rows, gsize n)
{
  GString *text = g_string_new (key);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, ",status,log10_time,log10_loss,l1-norm,l2-norm,excess-l1,excess-l2,test-error,"
                         "least-test-error,least-log10_time,seconds\n");
  for (gsize i = 0; i < n; i++)
    {
      const PenSweepRow *row = &rows[i];
      const double values[] = { row->log10_time,       row->log10_loss, row->l1_norm,    row->l2_norm,
                                row->excess_l1,        row->excess_l2,  row->test_error, row->least_test_error,
                                row->least_log10_time, row->seconds };

      g_string_append_printf (text, "%s,%s", g_ascii_dtostr (number, sizeof number, row->value),
                              pen_training_status_nick (row->status));
      for (gsize k = 0; k < G_N_ELEMENTS (values); k++)
        append_number (text, values[k]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
