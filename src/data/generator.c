/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/generator.h>
#include <penchant/random.h>

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST_NUMBERS 1e8

static const char *const nicks[] = {
#define PEN_GENERATOR_ENTRY(name, nick, label) nick,
  PEN_GENERATOR_LIST (PEN_GENERATOR_ENTRY)
#undef PEN_GENERATOR_ENTRY
};
static const char *const labels[] = {
#define PEN_GENERATOR_ENTRY(name, nick, label) label,
  PEN_GENERATOR_LIST (PEN_GENERATOR_ENTRY)
#undef PEN_GENERATOR_ENTRY
};

typedef struct
{
  const PenGenerator *settings;
  PenRandom random;
  gsize n, d;
  double *X, *y, *truth;
} Draft;

const char *
pen_generator_nick (PenGeneratorKind kind)
{
  g_return_val_if_fail ((gsize)kind < PEN_N_GENERATORS, NULL);
  return nicks[kind];
}

const char *
pen_generator_label (PenGeneratorKind kind)
{
  g_return_val_if_fail ((gsize)kind < PEN_N_GENERATORS, NULL);
  return _ (labels[kind]);
}

/* The C library's sine may round differently from machine to machine. |x| ≤ 3: the last term is below 2^−60. */
static double
portable_sine (double x)
{
  double sum = 0;

  for (int k = 31; k >= 1; k -= 2)
    sum = 1 - sum * x * x / ((k + 1) * (k + 2));
  return sum * x;
}

/* A uniform direction in the plane without the C library's cosine. */
static void
draw_direction (PenRandom *random, double *x, double *y)
{
  double square;

  do
    {
      *x = 2 * pen_random_uniform (random) - 1;
      *y = 2 * pen_random_uniform (random) - 1;
      square = *x * *x + *y * *y;
    }
  while (square > 1 || square < 1e-4);
  *x /= sqrt (square);
  *y /= sqrt (square);
}

static double
diagonal_sum (const Draft *self, const double *x)
{
  double sum = 0;

  for (gsize j = 0; j < self->d; j++)
    sum += x[j];
  return sum / sqrt ((double)self->d);
}

/* ⟨w*, x⟩ is moved out of the gap along w* rather than drawn again: any gap is then one draw. */
static void
draw_pair (Draft *self, gsize i)
{
  double *x = self->X + i * self->d, gap = self->settings->gap, label = i % 2 == 0 ? 1 : -1, along;

  for (gsize j = 0; j < self->d; j++)
    x[j] = pen_random_normal (&self->random);
  along = diagonal_sum (self, x);
  self->y[i] = label;
  for (gsize j = 0; j < self->d; j++)
    if (self->settings->kind == PEN_GENERATOR_OVERLAPPING)
      x[j] += label * gap / 2 / sqrt ((double)self->d);
    else
      x[j] += (label * (fabs (along) + gap / 2) - along) / sqrt ((double)self->d);
}

static void
draw_curve (Draft *self, gsize i)
{
  double *x = self->X + 2 * i, noise = self->settings->noise;
  gboolean first = i % 2 == 0;

  draw_direction (&self->random, x, x + 1);
  if (self->settings->kind == PEN_GENERATOR_RINGS)
    for (gsize j = 0; j < 2; j++)
      x[j] *= first ? 1 : 2;
  else
    {
      x[0] = first ? x[0] : 1 - x[0];
      x[1] = first ? fabs (x[1]) : .5 - fabs (x[1]);
    }
  for (gsize j = 0; j < 2; j++)
    x[j] += noise * pen_random_normal (&self->random);
  self->y[i] = first ? 1 : -1;
}

static void
draw_target (Draft *self, gsize i)
{
  const PenGenerator *settings = self->settings;
  double *x = self->X + i * self->d, scale = settings->kind == PEN_GENERATOR_LOW_RANK ? 1 / sqrt ((double)self->n) : 1;

  for (gsize j = 0; j < self->d; j++)
    x[j] = scale * pen_random_normal (&self->random);
  self->y[i] = 0;
  if (settings->kind == PEN_GENERATOR_RANDOM_LABELS)
    {
      self->y[i] = pen_random_below (&self->random, 2) == 0 ? -1 : 1;
      return;
    }
  for (gsize j = 0; j < self->d; j++)
    self->y[i] += self->truth[j] * x[j];
  self->y[i] += settings->noise * pen_random_normal (&self->random);
}

static void
draw_sample (Draft *self, gsize i)
{
  self->X[i] = 6 * pen_random_uniform (&self->random) - 3;
  self->y[i] = portable_sine (self->X[i]) + self->settings->noise * pen_random_normal (&self->random);
}

static double *
draw_truth (Draft *self)
{
  const PenGenerator *settings = self->settings;
  gsize side = settings->d, k = settings->sparsity;
  double *truth = g_new0 (double, self->d);
  g_autofree double *factors = g_new (double, 2 * side * k);
  g_autofree gsize *order = g_new (gsize, self->d);

  if (settings->kind == PEN_GENERATOR_SPARSE_LINEAR)
    {
      for (gsize j = 0; j < self->d; j++)
        order[j] = j;
      pen_random_shuffle (&self->random, self->d, order);
      for (gsize j = 0; j < k; j++)
        truth[order[j]] = 1 / sqrt ((double)k);
      return truth;
    }
  for (gsize j = 0; j < 2 * side * k; j++)
    factors[j] = pen_random_normal (&self->random);
  for (gsize row = 0; row < side; row++)
    for (gsize column = 0; column < side; column++)
      for (gsize r = 0; r < k; r++)
        truth[row * side + column] += factors[row * k + r] * factors[(side + column) * k + r] / sqrt ((double)k);
  return truth;
}

static gboolean
check_settings (const PenGenerator *self, GError **error)
{
  gboolean has_truth = self->kind == PEN_GENERATOR_SPARSE_LINEAR || self->kind == PEN_GENERATOR_LOW_RANK;
  double width = self->kind == PEN_GENERATOR_LOW_RANK ? (double)self->d * (double)self->d : (double)self->d;

  if (self->n < 1 || self->d < 1)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("A generator makes at least 1 point of at least 1 input"));
  else if ((double)self->n * width > MOST_NUMBERS)
    g_set_error (error, PEN_ERROR, PEN_ERROR_DIMENSION,
                 _ ("These settings make more than 10⁸ numbers; lower the points or the inputs"));
  else if (has_truth && (self->sparsity < 1 || self->sparsity > self->d))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The sparsity or rank is %zu; it must be from 1 to %zu"),
                 self->sparsity, self->d);
  else if (!(self->noise >= 0) || !isfinite (self->noise))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The noise is %g; it must be 0 or more"), self->noise);
  else if (!(self->gap >= 0) || !isfinite (self->gap))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The gap is %g; it must be 0 or more"), self->gap);
  else
    return TRUE;
  return FALSE;
}

static const struct
{
  PenTask task;
  gsize inputs; /* 0: as asked for */
  void (*draw) (Draft *self, gsize i);
} kinds[] = {
  [PEN_GENERATOR_SEPARABLE] = { PEN_TASK_CLASSIFICATION, 0, draw_pair },
  [PEN_GENERATOR_OVERLAPPING] = { PEN_TASK_CLASSIFICATION, 0, draw_pair },
  [PEN_GENERATOR_MOONS] = { PEN_TASK_CLASSIFICATION, 2, draw_curve },
  [PEN_GENERATOR_RINGS] = { PEN_TASK_CLASSIFICATION, 2, draw_curve },
  [PEN_GENERATOR_SPARSE_LINEAR] = { PEN_TASK_REGRESSION, 0, draw_target },
  [PEN_GENERATOR_RANDOM_LABELS] = { PEN_TASK_CLASSIFICATION, 0, draw_target },
  [PEN_GENERATOR_FUNCTION] = { PEN_TASK_REGRESSION, 1, draw_sample },
  [PEN_GENERATOR_LOW_RANK] = { PEN_TASK_MATRIX_SENSING, 0, draw_target },
};

PenDataset *
pen_generator_make (const PenGenerator *self, double **truth, GError **error)
{
  g_autofree double *X = NULL, *y = NULL, *w = NULL;
  PenDataset *dataset;
  Draft draft = { .settings = self };

  g_return_val_if_fail (self != NULL && (gsize)self->kind < PEN_N_GENERATORS, NULL);
  if (!check_settings (self, error))
    return NULL;
  pen_random_init (&draft.random, self->seed);
  draft.n = self->n;
  draft.d = kinds[self->kind].inputs > 0 ? kinds[self->kind].inputs : self->d;
  if (self->kind == PEN_GENERATOR_LOW_RANK)
    draft.d = self->d * self->d;
  draft.X = X = g_new (double, draft.n *draft.d);
  draft.y = y = g_new (double, draft.n);
  if (self->kind == PEN_GENERATOR_SPARSE_LINEAR || self->kind == PEN_GENERATOR_LOW_RANK)
    draft.truth = w = draw_truth (&draft);
  for (gsize i = 0; i < draft.n; i++)
    kinds[self->kind].draw (&draft, i);
  dataset = pen_dataset_new (kinds[self->kind].task, draft.n, draft.d, X, y, NULL, NULL, NULL, error);
  if (dataset != NULL && truth != NULL)
    *truth = g_steal_pointer (&w);
  return dataset;
}
