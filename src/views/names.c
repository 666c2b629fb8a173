/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view.h"

#include <string.h>

static void
append_index (GString *name, const char *digits)
{
  for (const char *c = digits; *c != '\0'; c++)
    g_string_append_unichar (name, 0x2080 + (gunichar)(*c - '0'));
}

char *
pen_view_weight_name (gsize index)
{
  g_autofree char *digits = g_strdup_printf ("%zu", index + 1);
  GString *name = g_string_new ("w");

  append_index (name, digits);
  return g_string_free (name, FALSE);
}

char *
pen_view_axis_name (const char *name)
{
  gsize letters = 0, digits;
  GString *pretty;

  while (g_ascii_isalpha (name[letters]))
    letters++;
  digits = strspn (name + letters, "0123456789");
  if (letters == 0 || letters > 2 || digits == 0 || name[letters + digits] != '\0')
    return g_strdup (name);
  pretty = g_string_new_len (name, (gssize)letters);
  append_index (pretty, name + letters);
  return g_string_free (pretty, FALSE);
}
