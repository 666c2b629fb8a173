/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "save-chooser.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  PenFileFunc chosen;
  gpointer data;
  GDestroyNotify free_data;
} Question;

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  gtk_native_dialog_hide (dialog);
  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      path = file != NULL ? g_file_get_path (file) : NULL;
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
  if (path != NULL)
    question->chosen (path, question->data);
  question->free_data (question->data);
}

void
pen_file_chooser_show (GtkFileChooserNative *dialog, PenFileFunc chosen, gpointer data, GDestroyNotify free_data)
{
  Question *question = g_new (Question, 1);

  *question = (Question){ chosen, data, free_data };
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
pen_save_chooser_show (GtkWindow *parent, const char *title, const char *accept, const char *name, PenFileFunc chosen,
                       gpointer data, GDestroyNotify free_data)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, accept, _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  pen_file_chooser_show (dialog, chosen, data, free_data);
}
