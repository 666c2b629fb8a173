/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/dataset.h>
#include <penchant/error.h>

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The texts never change after the dataset is made, so every edit shares them. */
typedef struct
{
  char **names;
  char *target;
  char *labels[2];
} Header;

struct _PenDataset
{
  gatomicrefcount references;
  PenTask task;
  gsize n, d;
  double *X;
  double *y;
  Header *header;
};

static void
header_clear (gpointer data)
{
  Header *header = data;

  g_strfreev (header->names);
  g_free (header->target);
  g_free (header->labels[0]);
  g_free (header->labels[1]);
}

static Header *
header_new (gsize d, const char *const *names, const char *target, const char *const labels[2])
{
  Header *header = g_atomic_rc_box_new0 (Header);

  header->names = g_new0 (char *, d + 1);
  for (gsize j = 0; j < d; j++)
    header->names[j] = names != NULL ? g_strdup (names[j]) : g_strdup_printf ("x%zu", j + 1);
  header->target = g_strdup (target != NULL ? target : "y");
  header->labels[0] = g_strdup (labels != NULL ? labels[0] : "-1");
  header->labels[1] = g_strdup (labels != NULL ? labels[1] : "+1");
  return header;
}

static gboolean
check_size (gsize n, gsize d, GError **error)
{
  if (d == 0)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION, _ ("A dataset needs at least one feature"));
      return FALSE;
    }
  if (n > G_MAXSIZE / sizeof (double) / d || n > G_MAXINT || d > G_MAXINT)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION, _ ("A dataset of %zu × %zu is too large"), n, d);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_texts (gsize d, const Header *header, GError **error)
{
  gboolean valid = g_utf8_validate (header->target, -1, NULL) && g_utf8_validate (header->labels[0], -1, NULL)
                   && g_utf8_validate (header->labels[1], -1, NULL);

  for (gsize j = 0; j < d && valid; j++)
    valid = g_utf8_validate (header->names[j], -1, NULL);
  if (!valid)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("A column name or label is not valid UTF-8 text"));
  else if (strcmp (header->labels[0], header->labels[1]) == 0)
    {
      g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("Both labels are called “%s”; they need two names"),
                   header->labels[0]);
      return FALSE;
    }
  return valid;
}

/* Only rows first … first + count − 1: the others were checked when they came. */
static gboolean
check_rows (const PenDataset *self, gsize first, gsize count, GError **error)
{
  for (gsize i = first; i < first + count; i++)
    {
      for (gsize j = 0; j < self->d; j++)
        if (!isfinite (self->X[i * self->d + j]))
          {
            g_set_error (error, PEN_ERROR, PEN_ERROR_NOT_FINITE, _ ("Row %zu, column “%s” is not a finite number"),
                         i + 1, self->header->names[j]);
            return FALSE;
          }
      if (!isfinite (self->y[i]))
        {
          g_set_error (error, PEN_ERROR, PEN_ERROR_NOT_FINITE, _ ("Row %zu, the target “%s” is not a finite number"),
                       i + 1, self->header->target);
          return FALSE;
        }
      if (self->task == PEN_TASK_CLASSIFICATION && fabs (self->y[i]) != 1)
        {
          g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                       _ ("Row %zu: the label %g of a classification is neither −1 nor +1"), i + 1, self->y[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* Takes @header; the numbers are still to be filled in. */
static PenDataset *
allocate (PenTask task, gsize n, gsize d, Header *header)
{
  PenDataset *self = g_new0 (PenDataset, 1);

  g_atomic_ref_count_init (&self->references);
  self->task = task;
  self->n = n;
  self->d = d;
  self->X = g_new (double, MAX (n * d, 1));
  self->y = g_new (double, MAX (n, 1));
  self->header = header;
  return self;
}

static PenDataset *
allocate_like (const PenDataset *model, gsize n)
{
  return allocate (model->task, n, model->d, g_atomic_rc_box_acquire (model->header));
}

static void
copy_rows (PenDataset *self, gsize at, gsize count, const double *X, const double *y)
{
  if (count == 0)
    return;
  if (X != NULL)
    memcpy (self->X + at * self->d, X, count * self->d * sizeof *X);
  if (y != NULL)
    memcpy (self->y + at, y, count * sizeof *y);
}

PenDataset *
pen_dataset_new (PenTask task, gsize n, gsize d, const double *X, const double *y, const char *const *names,
                 const char *target, const char *const labels[2], GError **error)
{
  g_autoptr (PenDataset) self = NULL;

  g_return_val_if_fail (n == 0 || (X != NULL && y != NULL), NULL);

  if (!check_size (n, d, error))
    return NULL;
  self = allocate (task, n, d, header_new (d, names, target, labels));
  copy_rows (self, 0, n, X, y);
  if (!check_texts (d, self->header, error) || !check_rows (self, 0, n, error))
    return NULL;
  return g_steal_pointer (&self);
}

PenDataset *
pen_dataset_ref (PenDataset *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
pen_dataset_unref (PenDataset *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  g_atomic_rc_box_release_full (self->header, header_clear);
  g_free (self->X);
  g_free (self->y);
  g_free (self);
}

PenTask
pen_dataset_task (const PenDataset *self)
{
  return self->task;
}

gsize
pen_dataset_n (const PenDataset *self)
{
  return self->n;
}

gsize
pen_dataset_d (const PenDataset *self)
{
  return self->d;
}

const double *
pen_dataset_X (const PenDataset *self)
{
  return self->X;
}

const double *
pen_dataset_y (const PenDataset *self)
{
  return self->y;
}

const char *
pen_dataset_name (const PenDataset *self, gsize column)
{
  g_return_val_if_fail (column < self->d, NULL);

  return self->header->names[column];
}

const char *
pen_dataset_target (const PenDataset *self)
{
  return self->header->target;
}

const char *
pen_dataset_label (const PenDataset *self, int sign)
{
  return self->header->labels[sign < 0 ? 0 : 1];
}

char *
pen_dataset_rest_label (const char *label)
{
  return g_strconcat ("≠", label, NULL);
}

gboolean
pen_dataset_is_against_rest (const PenDataset *self)
{
  g_autofree char *rest = pen_dataset_rest_label (pen_dataset_label (self, 1));

  return self->task == PEN_TASK_CLASSIFICATION && g_str_equal (pen_dataset_label (self, -1), rest);
}

gboolean
pen_dataset_equal (const PenDataset *a, const PenDataset *b)
{
  const Header *left = a->header, *right = b->header;

  if (a == b)
    return TRUE;
  if (a->task != b->task || a->n != b->n || a->d != b->d)
    return FALSE;
  /* Bits, not ==: what is equal is written to a file alike, and −0 is written “-0”. */
  if (memcmp (a->X, b->X, a->n * a->d * sizeof *a->X) != 0 || memcmp (a->y, b->y, a->n * sizeof *a->y) != 0)
    return FALSE;
  if (left == right)
    return TRUE;
  if (a->task == PEN_TASK_CLASSIFICATION
      && (strcmp (left->labels[0], right->labels[0]) != 0 || strcmp (left->labels[1], right->labels[1]) != 0))
    return FALSE;
  return strcmp (left->target, right->target) == 0
         && g_strv_equal ((const char *const *)left->names, (const char *const *)right->names);
}

PenDataset *
pen_dataset_append (const PenDataset *self, gsize count, const double *X, const double *y, GError **error)
{
  g_autoptr (PenDataset) longer = NULL;

  g_return_val_if_fail (count == 0 || (X != NULL && y != NULL), NULL);

  if (!check_size (count > G_MAXSIZE - self->n ? G_MAXSIZE : self->n + count, self->d, error))
    return NULL;
  longer = allocate_like (self, self->n + count);
  copy_rows (longer, 0, self->n, self->X, self->y);
  copy_rows (longer, self->n, count, X, y);
  return check_rows (longer, self->n, count, error) ? g_steal_pointer (&longer) : NULL;
}

static gboolean
check_indices (const PenDataset *self, const gsize *rows, gsize count, GError **error)
{
  for (gsize i = 0; i < count; i++)
    if (rows[i] >= self->n)
      {
        g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION, _ ("There is no row %zu: the dataset has %zu rows"),
                     rows[i] + 1, self->n);
        return FALSE;
      }
  return TRUE;
}

PenDataset *
pen_dataset_remove (const PenDataset *self, const gsize *rows, gsize count, GError **error)
{
  g_autofree gboolean *gone = g_new0 (gboolean, self->n + 1);
  PenDataset *shorter;
  gsize kept = 0;

  if (!check_indices (self, rows, count, error))
    return NULL;
  for (gsize i = 0; i < count; i++)
    gone[rows[i]] = TRUE;
  for (gsize i = 0; i < self->n; i++)
    kept += !gone[i];
  shorter = allocate_like (self, kept);
  for (gsize i = 0, at = 0; i < self->n; i++)
    if (!gone[i])
      copy_rows (shorter, at++, 1, self->X + i * self->d, self->y + i);
  return shorter;
}

PenDataset *
pen_dataset_replace (const PenDataset *self, const gsize *rows, gsize count, const double *X, const double *y,
                     GError **error)
{
  g_autoptr (PenDataset) changed = NULL;

  if (!check_indices (self, rows, count, error))
    return NULL;
  changed = allocate_like (self, self->n);
  copy_rows (changed, 0, self->n, self->X, self->y);
  for (gsize i = 0; i < count; i++)
    {
      copy_rows (changed, rows[i], 1, X != NULL ? X + i * self->d : NULL, y != NULL ? y + i : NULL);
      if (!check_rows (changed, rows[i], 1, error))
        return NULL;
    }
  return g_steal_pointer (&changed);
}

static gboolean
are_signs (gsize n, const double *y)
{
  for (gsize i = 0; i < n; i++)
    if (fabs (y[i]) != 1)
      return FALSE;
  return TRUE;
}

PenDataset *
pen_dataset_convert (const PenDataset *self, PenTask task, GError **error)
{
  PenDataset *other = allocate_like (self, self->n);
  double low = HUGE_VAL, high = -HUGE_VAL;

  other->task = task;
  copy_rows (other, 0, self->n, self->X, self->y);
  if (task != PEN_TASK_CLASSIFICATION || are_signs (self->n, self->y))
    return other;
  for (gsize i = 0; i < self->n; i++)
    {
      low = fmin (low, self->y[i]);
      high = fmax (high, self->y[i]);
    }
  for (gsize i = 0; i < self->n; i++) /* halved first: high + low may overflow */
    other->y[i] = self->y[i] >= low / 2 + high / 2 ? 1 : -1;
  return other;
}
