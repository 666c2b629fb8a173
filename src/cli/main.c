/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

static PenCancel cancel;

static void
interrupt_cb (int number)
{
  pen_cancel_request (&cancel);
}

/* 0: go on, 1: done (version shown), 2: usage */
static int
parse_options (int *argc, char ***argv, PenRunOptions *options)
{
  gboolean version = FALSE;
  const GOptionEntry entries[] = {
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &options->report, N_ ("Write the report to OUT.json"), "OUT.json" },
    { "trace", 0, 0, G_OPTION_ARG_FILENAME, &options->trace, N_ ("Write the training curve to OUT.csv"), "OUT.csv" },
    { "plot", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->plots,
      N_ ("Draw a view to OUT.png, .svg or .pdf, or its numbers to .csv, may be repeated: KIND is data, path, "
          "convergence, loss, angle, margins, norms, "
          "coefficients, stem, regularization, sweep, errors, spectrum, function or neurons"),
      "KIND:OUT" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->overrides, N_ ("Change a key of the file; may be repeated"),
      "GROUP.KEY=VALUE" },
    { "sweep", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->sweeps,
      N_ ("Run it at N values of one number and write a table; may be repeated"), "GROUP.KEY=FIRST..LAST/N:OUT.csv" },
    { "generate", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->generators,
      N_ ("Write seeded data, no FILE needed: KIND is separable, overlapping, moons, rings, sparse-linear, "
          "random-labels, function or low-rank; NAME is n, d, k, noise, gap or seed"),
      "KIND,NAME=NUMBER:OUT.csv" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Show the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new (_ ("FILE — run an experiment file (.penchant) or a table (.csv)"));
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_printerr ("penchant-run: %s\n", error->message);
      return 2;
    }
  if (version)
    {
      g_print ("penchant-run %s\n", PEN_VERSION);
      return 1;
    }
  if (*argc == 1 && options->generators != NULL)
    return 0;
  if (*argc == 2)
    {
      options->file = (*argv)[1];
      return 0;
    }
  g_printerr ("penchant-run: %s\n",
              *argc < 2 ? _ ("no experiment file given; see --help") : _ ("one experiment file at a time; see --help"));
  return 2;
}

int
main (int argc, char **argv)
{
  PenRunOptions options = { 0 };
  const char *catalogues = g_getenv ("PENCHANT_LOCALE_DIR");
  struct sigaction action = { .sa_handler = interrupt_cb };
  g_autoptr (GError) error = NULL;
  int status;

  setlocale (LC_ALL, "");
  /* Third-party code may print or read numbers with the C library. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, catalogues != NULL ? catalogues : PEN_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  pen_linalg_use_one_thread ();
  status = parse_options (&argc, &argv, &options);
  if (status == 0)
    {
      sigemptyset (&action.sa_mask);
      action.sa_flags = SA_RESETHAND; /* a second Ctrl-C ends it at once */
      sigaction (SIGINT, &action, NULL);
      status = pen_run_execute (&options, &cancel, &error);
    }
  else if (status == 1)
    status = 0;
  if (error != NULL)
    {
      /* One line, whatever the message quotes. */
      for (char *c = error->message; *c != '\0'; c++)
        if (*c == '\n' || *c == '\r')
          *c = ' ';
      g_printerr ("penchant-run: %s\n", error->message);
    }
  pen_run_options_clear (&options);
  return status;
}
