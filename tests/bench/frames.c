/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded by window.py: writes "START TOOK", in milliseconds since the process began, for every frame of the first
 * window, to the file PENCHANT_FRAMES. The frame clock's own timings say nothing about a display without a refresh. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static FILE *out;
static double began;

static double
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The 22nd field of /proc/self/stat, counted behind the name, which may hold anything. */
static double
process_start_ms (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/stat", &text, NULL, NULL))
    return now_ms ();
  fields = g_strsplit (strrchr (text, ')') + 2, " ", -1);
  return g_ascii_strtod (fields[19], NULL) * 1e3 / (double)sysconf (_SC_CLK_TCK);
}

static void
before_cb (GdkFrameClock *clock, gpointer user_data)
{
  began = now_ms ();
}

static void
after_cb (GdkFrameClock *clock, gpointer user_data)
{
  fprintf (out, "%.1f %.2f\n", began - process_start_ms (), now_ms () - began);
  fflush (out);
}

void
gtk_window_present (GtkWindow *window)
{
  void (*present) (GtkWindow *) = (void (*) (GtkWindow *))dlsym (RTLD_NEXT, "gtk_window_present");
  const char *path = g_getenv ("PENCHANT_FRAMES");

  present (window);
  if (out != NULL || path == NULL || (out = fopen (path, "w")) == NULL)
    return;
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "before-paint", G_CALLBACK (before_cb), NULL);
  g_signal_connect_after (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (after_cb), NULL);
}
