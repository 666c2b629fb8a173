/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cycles N: opens a window, on each preset in turn, waits for its run, adds a point, waits, undoes it, waits and closes
 * the window, N times in one process. Prints after each cycle what the process holds, and at the end by how much that
 * grew from the cycles' first third, in which fonts, styles and icons are loaded, to their last. cycles edit ROWS
 * COLUMNS: from an edit until all of its reference solutions are in a frame. */
#include "app/application.h"
#include "app/presets.h"
#include "app/window.h"

#include <malloc.h>
#include <math.h>
#include <penchant/linalg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE (60 * G_USEC_PER_SEC)
#define EDITS 41

static gboolean
wait_for (gboolean (*done) (gpointer), gpointer data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  while (!done (data) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  return done (data);
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE; /* wakes the loop, so that what is waited for is looked at */
}

static gboolean
loaded (gpointer window)
{
  return !pen_window_loading (window) && pen_window_document (window) != NULL;
}

static gboolean
has_run (gpointer window)
{
  PenLabStatus status = pen_laboratory_status (pen_window_laboratory (window));

  return pen_laboratory_outcome (pen_window_laboratory (window)) != NULL || status == PEN_LAB_ERROR;
}

static gboolean
passed (gpointer data)
{
  return g_get_monotonic_time () >= *(gint64 *)data;
}

/* The main loop goes on for a while. */
static void
rest (double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64)(seconds * G_USEC_PER_SEC);

  wait_for (passed, &end);
}

static PenExperiment *
with_point (const PenExperiment *experiment)
{
  const PenDataset *data = experiment->data;
  PenExperiment *next = pen_experiment_copy (experiment);
  PenDataset *more = pen_dataset_append (data, 1, pen_dataset_X (data), pen_dataset_y (data), NULL);

  g_return_val_if_fail (more != NULL, next);
  pen_dataset_unref (next->data);
  next->data = more;
  return next;
}

static void
cycle (PenApplication *application, const PenPreset *preset)
{
  GtkWidget *window = pen_window_new (ADW_APPLICATION (application));
  g_autoptr (PenExperiment) next = NULL;

  gtk_window_present (GTK_WINDOW (window));
  pen_window_load (PEN_WINDOW (window), preset->path);
  if (!wait_for (loaded, window) || !wait_for (has_run, window))
    g_error ("%s did not run", preset->path);
  next = with_point (pen_document_experiment (pen_window_document (PEN_WINDOW (window))));
  pen_document_apply (pen_window_document (PEN_WINDOW (window)), next, "a point", NULL, NULL);
  rest (0.1);
  wait_for (has_run, window);
  pen_document_undo (pen_window_document (PEN_WINDOW (window)));
  rest (0.1);
  wait_for (has_run, window);
  gtk_window_close (GTK_WINDOW (window));
  rest (0.2);
}

static double
resident_mib (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return NAN;
  fields = g_strsplit (text, " ", -1);
  return g_ascii_strtod (fields[1], NULL) * (double)sysconf (_SC_PAGESIZE) / 1048576;
}

static double
allocated_mib (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return (double)(info.uordblks + info.hblkhd) / 1048576;
}

static double
mean (const double *values, guint n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += values[i];
  return sum / n;
}

/* Whole rounds of the presets are compared, for each holds another amount. */
static void
run_cycles (PenApplication *application, guint n)
{
  g_autofree char *folder = pen_presets_folder ();
  g_autoptr (GPtrArray) presets = pen_presets_list (folder);
  g_autofree double *resident = g_new (double, n);
  g_autofree double *allocated = g_new (double, n);
  guint round = presets->len, early = MAX (round, n / 3 / round * round);

  if (n < 2 * round)
    g_error ("of %u presets at least %u cycles", round, 2 * round);
  for (guint i = 0; i < n; i++)
    {
      cycle (application, g_ptr_array_index (presets, i % round));
      resident[i] = resident_mib ();
      allocated[i] = allocated_mib ();
      printf ("%3u  %7.1f MiB resident  %6.2f MiB allocated\n", i + 1, resident[i], allocated[i]);
      fflush (stdout);
    }
  printf ("from cycles %u to %u to cycles %u to %u: resident %.1f to %.1f MiB, allocated %.2f to %.2f MiB, %.1f KiB a "
          "cycle\n",
          early - round + 1, early, n - round + 1, n, mean (resident + early - round, round),
          mean (resident + n - round, round), mean (allocated + early - round, round),
          mean (allocated + n - round, round),
          (mean (allocated + n - round, round) - mean (allocated + early - round, round)) * 1024 / (n - early));
}

typedef struct
{
  PenWindow *window;
  double before[PEN_N_SOLUTIONS];
  gboolean drawn;
} Edit;

static gboolean
is_solved (gpointer data)
{
  Edit *self = data;
  PenLaboratory *laboratory = pen_window_laboratory (self->window);
  gboolean wanted[PEN_N_SOLUTIONS];

  memcpy (wanted, pen_document_experiment (pen_window_document (self->window))->solutions, sizeof wanted);
  for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
    {
      const PenSolution *solution = pen_laboratory_solution (laboratory, (PenSolutionKind)kind);

      if (wanted[kind] && (solution == NULL || solution->objective == self->before[kind]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_drawn (gpointer data)
{
  return ((Edit *)data)->drawn;
}

static void
painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  Edit *self = user_data;

  self->drawn = is_solved (self);
}

static PenExperiment *
moved (const PenExperiment *experiment, guint step)
{
  const PenDataset *data = experiment->data;
  gsize d = pen_dataset_d (data), row = step % pen_dataset_n (data);
  g_autofree double *x = g_memdup2 (pen_dataset_X (data) + row * d, d * sizeof *x);
  PenExperiment *next = pen_experiment_copy (experiment);

  x[0] += 0.01;
  pen_dataset_unref (next->data);
  next->data = pen_dataset_replace (data, &row, 1, x, pen_dataset_y (data) + row, NULL);
  return next;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

static void
run_edits (PenApplication *application, gsize n, gsize d)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree double *X = g_new (double, n *d);
  g_autofree double *y = g_new (double, n);
  g_autoptr (PenDataset) data = NULL;
  g_autoptr (PenExperiment) experiment = NULL;
  GtkWidget *window = pen_window_new (ADW_APPLICATION (application));
  Edit edit = { .window = PEN_WINDOW (window) };
  double took[EDITS];
  gint64 begun;

  for (gsize i = 0; i < n * d; i++)
    X[i] = g_rand_double_range (random, -1, 1);
  for (gsize i = 0; i < n; i++)
    y[i] = g_rand_double_range (random, -1, 1);
  data = pen_dataset_new (PEN_TASK_REGRESSION, n, d, X, y, NULL, NULL, NULL, NULL);
  experiment = pen_experiment_new (data);
  experiment->solutions[PEN_SOLUTION_MIN_L2] = experiment->solutions[PEN_SOLUTION_MIN_L1] = TRUE;
  gtk_window_present (GTK_WINDOW (window));
  pen_window_set_experiment (PEN_WINDOW (window), experiment);
  wait_for (has_run, window);
  g_signal_connect_after (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb), &edit);
  for (guint i = 0; i < EDITS; i++)
    {
      g_autoptr (PenExperiment) next = moved (pen_document_experiment (pen_window_document (edit.window)), i);

      for (int kind = 0; kind < PEN_N_SOLUTIONS; kind++)
        {
          const PenSolution *solution =
              pen_laboratory_solution (pen_window_laboratory (edit.window), (PenSolutionKind)kind);

          edit.before[kind] = solution != NULL ? solution->objective : (double)NAN;
        }
      edit.drawn = FALSE;
      begun = g_get_monotonic_time ();
      pen_document_apply (pen_window_document (edit.window), next, "a move", NULL, NULL);
      if (!wait_for (is_drawn, &edit))
        g_error ("no solutions came");
      took[i] = (double)(g_get_monotonic_time () - begun) / 1e3;
    }
  qsort (took, EDITS, sizeof *took, compare);
  printf ("from an edit to its solutions in a frame, n = %zu, d = %zu: median %.1f ms, worst of %d %.1f ms\n", n, d,
          took[EDITS / 2], EDITS, took[EDITS - 1]);
  pen_document_undo (pen_window_document (edit.window));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (PenApplication) application = NULL;

  if ((argc != 2 && !(argc == 4 && g_str_equal (argv[1], "edit"))) || !gtk_init_check ())
    {
      fprintf (stderr, "cycles N, or cycles edit ROWS COLUMNS; with a display\n");
      return 2;
    }
  pen_linalg_use_one_thread (); /* as the program does */
  adw_init ();
  application = pen_application_new (G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_timeout_add (5, tick_cb, NULL);
  if (argc == 2)
    run_cycles (application, (guint)atoi (argv[1]));
  else
    run_edits (application, (gsize)atol (argv[2]), (gsize)atol (argv[3]));
  return 0;
}
