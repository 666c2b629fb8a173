/* SPDX-License-Identifier: GPL-3.0-or-later */
/* measure FILE REPEAT training | start | lasso-path | SOLUTION: what run.py times. The parts of an experiment that
 * penchant-run does one after the other, one of them REPEAT times in a warm process as the peers are. Lines: the least
 * seconds of the problem's decomposition; the status and the part's own least seconds; then the numbers it found
 * (lasso-path: a line of κ and w for every corner). */
#include <penchant/error.h>
#include <penchant/experiment.h>
#include <penchant/linalg.h>
#include <penchant/network.h>
#include <penchant/regularization-path.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  PenExperiment *experiment;
  PenProblem *problem;
  const char *part;
  const char *status;
  GString *found;
  gboolean writes; /* the last time only: text takes longer than some of the solutions */
} Measure;

static double
now (void)
{
  return (double)g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
write_vector (Measure *self, gsize n, const double *values)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->writes)
    for (gsize j = 0; j < n; j++)
      g_string_append_printf (self->found, "%s%c", g_ascii_dtostr (text, sizeof text, values[j]),
                              j + 1 < n ? ' ' : '\n');
}

static void
corner_cb (double kappa, gsize n, const gsize *columns, const double *values, gpointer user_data)
{
  Measure *self = user_data;
  gsize d = self->problem->d;
  g_autofree double *line = NULL;

  if (!self->writes)
    return;
  line = g_new0 (double, d + 1);
  line[0] = kappa;
  for (gsize k = 0; k < n; k++)
    line[1 + columns[k]] = values[k];
  write_vector (self, d + 1, line);
}

static gboolean
find_kind (const char *nick, PenSolutionKind *kind)
{
  for (int k = 0; k < PEN_N_SOLUTIONS; k++)
    if (strcmp (nick, pen_solution_nick ((PenSolutionKind)k)) == 0)
      {
        *kind = (PenSolutionKind)k;
        return TRUE;
      }
  return FALSE;
}

static gboolean
train (Measure *self, double *seconds, GError **error)
{
  double start = now ();
  g_autoptr (PenTraining) training = pen_experiment_train (self->experiment, self->problem, NULL, NULL, NULL, error);

  *seconds = now () - start;
  if (training == NULL)
    return FALSE;
  self->status = pen_training_status_nick (training->status);
  write_vector (self, training->d, training->w);
  write_vector (self, training->d, training->direction);
  return TRUE;
}

static gboolean
solve (Measure *self, PenSolutionKind kind, double *seconds, GError **error)
{
  double start = now ();
  PenSolution *solution = pen_experiment_solve (self->experiment, self->problem, kind, NULL, error);

  *seconds = now () - start;
  if (solution == NULL)
    return FALSE;
  self->status = pen_solution_status_nick (solution->status);
  if (solution->w != NULL)
    write_vector (self, solution->d, solution->w);
  pen_solution_free (solution);
  return TRUE;
}

static gboolean
run_part (Measure *self, double *seconds, GError **error)
{
  PenSolutionKind kind;
  PenModel model;
  double start = now ();

  self->status = "done";
  if (strcmp (self->part, "training") == 0)
    return train (self, seconds, error);
  if (find_kind (self->part, &kind))
    return solve (self, kind, seconds, error);
  if (strcmp (self->part, "lasso-path") == 0)
    {
      if (!pen_lasso_path (self->problem, 0, NULL, corner_cb, self, error))
        return FALSE;
    }
  else if (strcmp (self->part, "start") == 0)
    {
      g_autofree double *theta = NULL;

      pen_experiment_model (self->experiment, self->problem, &model);
      theta = g_new (double, pen_network_size (&model));
      pen_network_start (&model, theta);
      write_vector (self, pen_network_size (&model), theta);
    }
  else
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, "%s: no such part", self->part);
      return FALSE;
    }
  *seconds = now () - start;
  return TRUE;
}

static gboolean
measure (Measure *self, int repeat, double least[2], GError **error)
{
  for (int i = 0; i < repeat; i++)
    {
      double start = now (), seconds = 0;

      g_clear_pointer (&self->problem, pen_problem_unref);
      self->problem = pen_experiment_problem (self->experiment, error);
      least[0] = fmin (least[0], now () - start);
      self->writes = i + 1 == repeat;
      if (self->problem == NULL || !run_part (self, &seconds, error))
        return FALSE;
      least[1] = fmin (least[1], seconds);
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Measure self = { 0 };
  double least[] = { HUGE_VAL, HUGE_VAL };
  gboolean done;

  if (argc != 4)
    {
      fprintf (stderr, "usage: measure FILE REPEAT PART\n");
      return 2;
    }
  pen_linalg_use_one_thread ();
  self.part = argv[3];
  self.found = g_string_new (NULL);
  self.experiment = pen_experiment_read (argv[1], NULL, &error);
  done = self.experiment != NULL && measure (&self, MAX (atoi (argv[2]), 1), least, &error);
  if (done)
    printf ("%.9f\n%s %.9f\n%s", least[0], self.status, least[1], self.found->str);
  else
    fprintf (stderr, "measure: %s\n", error->message);
  g_clear_pointer (&self.problem, pen_problem_unref);
  g_clear_pointer (&self.experiment, pen_experiment_unref);
  g_string_free (self.found, TRUE);
  return done ? 0 : 1;
}
