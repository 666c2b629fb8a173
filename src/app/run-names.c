/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run-names.h"

#include "fields.h"
#include "numbers.h"
#include "settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_PARTS 3 /* of a name that still fits a legend */

static gboolean
is_shown (const PenField *field, const PenExperiment *experiment)
{
  return field->shown == NULL || field->shown (experiment);
}

/* "α" of "Scale α"; a title without a symbol stands for itself. */
static const char *
symbol_of (const PenField *field)
{
  const char *title = _ (field->title), *last = strrchr (title, ' ');

  return last != NULL && g_utf8_strlen (last + 1, -1) == 1 ? last + 1 : title;
}

static char *
value_text (const PenField *field, const PenExperiment *experiment)
{
  double value = pen_field_get (field, experiment);
  g_autofree char *number = NULL;

  switch (field->type)
    {
    case PEN_FIELD_CHOICE:
      return g_strdup (_ (field->items[(gsize)value]));
    case PEN_FIELD_SWITCH:
      /* Translators: a setting that is switched on, and one that is off */
      return g_strdup_printf (value != 0 ? _ ("%s: yes") : _ ("%s: no"), _ (field->title));
    case PEN_FIELD_NUMBER:
    case PEN_FIELD_COUNT:
    default:
      number = pen_number_text (value, 12);
      return g_strdup_printf ("%s = %s", symbol_of (field), number);
    }
}

static char *
start_text (const PenExperiment *experiment)
{
  g_autofree char *start = pen_settings_start_text (experiment);

  return g_strdup_printf ("w(0) = %s", start);
}

static char *
data_text (const PenExperiment *experiment)
{
  gulong n = pen_dataset_n (experiment->data);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lu point", "%lu points", n), n);
}

static gboolean
differ_in_field (const PenField *field, const PenExperiment *const *all, gsize n)
{
  for (gsize i = 1; i < n; i++)
    if (is_shown (field, all[i]) != is_shown (field, all[0])
        || (is_shown (field, all[0]) && pen_field_get (field, all[i]) != pen_field_get (field, all[0])))
      return TRUE;
  return FALSE;
}

static gboolean
differ_in_text (char *(*text) (const PenExperiment *), const PenExperiment *const *all, gsize n)
{
  g_autofree char *first = text (all[0]);

  for (gsize i = 1; i < n; i++)
    {
      g_autofree char *other = text (all[i]);

      if (!g_str_equal (first, other))
        return TRUE;
    }
  return FALSE;
}

static gboolean
differ_in_data (const PenExperiment *const *all, gsize n)
{
  for (gsize i = 1; i < n; i++)
    if (!pen_dataset_equal (all[0]->data, all[i]->data))
      return TRUE;
  return FALSE;
}

static void
add_part (GPtrArray *parts, char *part)
{
  if (parts->len < MOST_PARTS)
    g_ptr_array_add (parts, part);
  else
    g_free (part);
}

static char *
join (GPtrArray *parts)
{
  if (parts->len == 0)
    return g_strdup ("");
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (", ", (char **)parts->pdata);
}

char **
pen_run_names (const PenExperiment *const *experiments, gsize n, const PenExperiment *now)
{
  g_autofree const PenExperiment **all = g_new (const PenExperiment *, n + 1);
  char **names = g_new0 (char *, n + 1);
  gboolean starts, data;

  for (gsize i = 0; i < n; i++)
    all[i] = experiments[i];
  all[n] = now;
  starts = differ_in_text (pen_settings_start_text, all, n + 1);
  data = differ_in_data (all, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

      for (gsize k = 0; k < pen_n_fields; k++)
        if (pen_fields[k].group != PEN_FIELDS_REFERENCE && is_shown (&pen_fields[k], all[i])
            && differ_in_field (&pen_fields[k], all, n + 1))
          add_part (parts, value_text (&pen_fields[k], all[i]));
      if (starts)
        add_part (parts, start_text (all[i]));
      if (data)
        add_part (parts, data_text (all[i]));
      names[i] = join (parts);
    }
  return names;
}
