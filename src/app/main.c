/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "application.h"

#include "presets.h"

#include <penchant/linalg.h>

#include <glib/gi18n-lib.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  const char *catalogues = g_getenv ("PENCHANT_LOCALE_DIR");
  g_autofree char *presets = NULL;
  g_autoptr (PenApplication) application = NULL;

  setlocale (LC_ALL, "");
  pen_linalg_use_one_thread ();
  bindtextdomain (GETTEXT_PACKAGE, catalogues != NULL ? catalogues : PEN_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  /* Before installation they lie in a folder below the others. */
  presets = catalogues != NULL ? g_build_filename (catalogues, "presets", NULL) : g_strdup (PEN_LOCALEDIR);
  bindtextdomain (PEN_PRESETS_DOMAIN, presets);
  bind_textdomain_codeset (PEN_PRESETS_DOMAIN, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("Penchant"));
  gtk_window_set_default_icon_name (PEN_APPLICATION_ID);
  application = pen_application_new (G_APPLICATION_DEFAULT_FLAGS);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
