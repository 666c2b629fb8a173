/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded by the window's scripts: writes "START TOOK BUSY", in milliseconds, for every frame of the first window, to
 * the file PENCHANT_FRAMES. START: since the process began. TOOK: from the frame's first event to the end of its
 * painting. BUSY: processor time of the window's thread since the last frame, with all that it did between the two.
 * The frame clock's own timings say nothing about a display without a refresh. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static FILE *out;
static GdkFrameClock *clock_of_window;
static double process_start, began, worked;

static double
ms_of (clockid_t which)
{
  struct timespec now;

  clock_gettime (which, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The 22nd field of /proc/self/stat, counted behind the name, which may hold anything. */
static double
process_start_ms (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/stat", &text, NULL, NULL))
    return ms_of (CLOCK_BOOTTIME);
  fields = g_strsplit (strrchr (text, ')') + 2, " ", -1);
  return g_ascii_strtod (fields[19], NULL) * 1e3 / (double)sysconf (_SC_CLK_TCK);
}

/* GDK's own handlers, which deliver the events, were connected first; a hook comes before them. */
static gboolean
begin_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer user_data)
{
  if (g_value_get_object (&values[0]) == clock_of_window && began == 0)
    began = ms_of (CLOCK_BOOTTIME);
  return TRUE;
}

static void
after_cb (GdkFrameClock *clock, gpointer user_data)
{
  double busy = ms_of (CLOCK_THREAD_CPUTIME_ID);

  fprintf (out, "%.1f %.2f %.2f\n", began - process_start, ms_of (CLOCK_BOOTTIME) - began, busy - worked);
  fflush (out);
  began = 0;
  worked = ms_of (CLOCK_THREAD_CPUTIME_ID);
}

void
gtk_window_present (GtkWindow *window)
{
  void (*present) (GtkWindow *) = (void (*) (GtkWindow *))dlsym (RTLD_NEXT, "gtk_window_present");
  const char *path = g_getenv ("PENCHANT_FRAMES");

  present (window);
  if (out != NULL || path == NULL || (out = fopen (path, "w")) == NULL)
    return;
  process_start = process_start_ms ();
  clock_of_window = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_add_emission_hook (g_signal_lookup ("flush-events", GDK_TYPE_FRAME_CLOCK), 0, begin_cb, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("before-paint", GDK_TYPE_FRAME_CLOCK), 0, begin_cb, NULL, NULL);
  g_signal_connect_after (clock_of_window, "after-paint", G_CALLBACK (after_cb), NULL);
}
