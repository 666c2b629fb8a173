/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/experiment.h>

#include <glib/gi18n-lib.h>

gboolean
pen_report_write_trace (const PenOutcome *outcome, const char *path, GError **error)
{
  const PenTrace *trace = outcome->training->trace;
  g_autoptr (GString) text = g_string_new ("log10_time,log10_loss");
  g_autoptr (GError) local = NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  for (gsize j = 0; j < trace->d; j++)
    g_string_append_printf (text, ",w%zu", j + 1);
  g_string_append_c (text, '\n');
  for (gsize i = 0; i < trace->n_frames; i++)
    {
      const PenFrame *frame = &trace->frames[i];

      g_string_append (text, g_ascii_dtostr (number, sizeof number, frame->log10_time));
      g_string_append_c (text, ',');
      g_string_append (text, g_ascii_dtostr (number, sizeof number, frame->log10_loss));
      for (gsize j = 0; j < trace->d; j++)
        {
          g_string_append_c (text, ',');
          g_string_append (text, g_ascii_dtostr (number, sizeof number, frame->w[j]));
        }
      g_string_append_c (text, '\n');
    }
  if (g_file_set_contents_full (path, text->str, (gssize)text->len, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &local))
    return TRUE;
  g_set_error (error, PEN_ERROR, PEN_ERROR_IO, _ ("cannot write the trace: %s"), local->message);
  return FALSE;
}
