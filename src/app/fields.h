/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <penchant/experiment.h>

G_BEGIN_DECLS

/* Every setting of the model panel that is a choice, a number or a switch, as a table: where it stands in an experiment, what
 * it is called, when it is shown. The panel makes a row of each. */
typedef enum
{
  PEN_FIELD_CHOICE,
  PEN_FIELD_NUMBER,
  PEN_FIELD_COUNT,
  PEN_FIELD_SWITCH,
} PenFieldType;

typedef enum
{
  PEN_FIELDS_PROBLEM,
  PEN_FIELDS_MODEL,
  PEN_FIELDS_TRAINING,
  PEN_FIELDS_REFERENCE,
  PEN_N_FIELD_GROUPS
} PenFieldGroup;

typedef struct
{
  PenFieldGroup group;
  PenFieldType type;
  const char *title;        /* untranslated, as the next two */
  const char *change;       /* for the undo menu: "change of α" */
  const char *const *items; /* a choice's, NULL-terminated */
  gsize offset, size;       /* of the field in PenExperiment */
  double lowest;            /* of a number */
  gboolean excludes_lowest;
  double highest;           /* of a count; 0: what a number row allows by itself */
  double log10_low, log10_high; /* a slider; none where both are 0 */
  gboolean (*shown) (const PenExperiment *experiment);                         /* NULL: always */
  const char *(*refused) (const PenExperiment *experiment, guint item);        /* NULL: none is; else translated */
  double (*most) (const PenExperiment *experiment);                            /* in place of highest, or NULL */
  char *(*note) (const PenExperiment *experiment);                             /* a line below, or NULL; g_free() */
} PenField;

extern const PenField pen_fields[];
extern const gsize pen_n_fields;

double pen_field_get (const PenField *self, const PenExperiment *experiment);
void   pen_field_set (const PenField *self, PenExperiment *experiment, double value);
/* Of the task alone: changing it changes the data too, see pen_settings_with_task(). */
gboolean pen_field_is_task (const PenField *self);

G_END_DECLS
