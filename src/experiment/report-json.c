/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report-json.h"

#include <math.h>

/* JSON has no infinities and no NaN: what is not a number is null. */
void
pen_json_number (JsonBuilder *json, const char *name, double value)
{
  json_builder_set_member_name (json, name);
  if (isfinite (value))
    json_builder_add_double_value (json, value);
  else
    json_builder_add_null_value (json);
}

void
pen_json_vector (JsonBuilder *json, const char *name, const double *values, gsize n)
{
  json_builder_set_member_name (json, name);
  if (values == NULL)
    {
      json_builder_add_null_value (json);
      return;
    }
  json_builder_begin_array (json);
  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      json_builder_add_double_value (json, values[i]);
    else
      json_builder_add_null_value (json);
  json_builder_end_array (json);
}

void
pen_json_text (JsonBuilder *json, const char *name, const char *text)
{
  json_builder_set_member_name (json, name);
  if (text != NULL)
    json_builder_add_string_value (json, text);
  else
    json_builder_add_null_value (json);
}

void
pen_json_count (JsonBuilder *json, const char *name, gsize value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64)value);
}

/* @value: 0, 1, or −1 for unknown */
void
pen_json_truth (JsonBuilder *json, const char *name, int value)
{
  json_builder_set_member_name (json, name);
  if (value < 0)
    json_builder_add_null_value (json);
  else
    json_builder_add_boolean_value (json, value > 0);
}
