/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "potential-map.h"

#include <glib.h>
#include <math.h>

void
pen_potential_map_init (PenPotentialMap *self, const PenModel *model, double log_unit)
{
  double L = model->depth, log_alpha = log (model->init_scale), largest = -HUGE_VAL;

  self->d = model->d;
  self->p = model->depth > 2 ? L / (L - 2) : 0;
  self->is_signed = pen_model_is_two_sided (model);
  self->level = g_new (double, model->d);
  self->below = g_new0 (double, model->d);
  self->stretch = g_new (double, model->d);
  for (gsize j = 0; j < model->d; j++)
    {
      double log_shape = model->init_shape != NULL ? log (model->init_shape[j]) : 0;

      if (self->p > 0)
        self->level[j] = L * (log_alpha + log_shape);
      else
        pen_model_levels (model, j, self->level + j, self->below + j);
      self->level[j] -= log_unit;
      self->below[j] -= log_unit;
      self->stretch[j] = (L - 2) * log_shape; /* 1/c_j up to a common factor */
      largest = fmax (largest, self->stretch[j]);
    }
  for (gsize j = 0; j < model->d; j++)
    self->stretch[j] = exp (self->stretch[j] - largest);
  self->log_force =
      model->depth > 2 ? (2 - L) * log_alpha - largest - log (L * (L - 2)) : -log (model->is_untied ? 2 : 4);
}

void
pen_potential_map_clear (PenPotentialMap *self)
{
  g_clear_pointer (&self->level, g_free);
  g_clear_pointer (&self->below, g_free);
  g_clear_pointer (&self->stretch, g_free);
}

void
pen_potential_point_init (PenPotentialPoint *self, gsize d)
{
  self->zeta = g_new0 (double, d);
  self->ahead = g_new0 (double, d);
  self->behind = g_new0 (double, d);
  self->w = g_new0 (double, d);
  self->slope = g_new0 (double, d);
}

void
pen_potential_point_clear (PenPotentialPoint *self)
{
  g_clear_pointer (&self->zeta, g_free);
  g_clear_pointer (&self->ahead, g_free);
  g_clear_pointer (&self->behind, g_free);
  g_clear_pointer (&self->w, g_free);
  g_clear_pointer (&self->slope, g_free);
}

/* e^{level} (e^{gain} − e^{loss}), by expm1 where the two are close. */
static double
difference (double level, double gain, double loss)
{
  return fabs (gain - loss) < 1 ? exp (level + loss) * expm1 (gain - loss) : exp (level + gain) - exp (level + loss);
}

/* log room for room = 1 + shift: near the edge the one has the digits, near 0 the other. */
static double
log_room (double room, double shift)
{
  return fabs (shift) < .5 ? log1p (shift) : log (room);
}

static gboolean
evaluate_exponentials (PenPotentialPoint *point, gsize j)
{
  double up = exp (point->ahead[j]), down = exp (point->behind[j]);

  point->slope[j] = up + down;
  point->w[j] = fabs (point->zeta[j]) < .5 ? 2 * exp ((point->ahead[j] + point->behind[j]) / 2) * sinh (point->zeta[j])
                                           : up - down;
  return isfinite (point->slope[j]);
}

static gboolean
evaluate_one (const PenPotentialMap *self, double level, PenPotentialPoint *point, gsize j)
{
  double p = self->p, gain, loss, steeper = (p + 1) / p;

  if (p == 0)
    return evaluate_exponentials (point, j);
  if (!(point->ahead[j] > 0) || (self->is_signed && !(point->behind[j] > 0)))
    return FALSE;
  gain = -p * log_room (point->ahead[j], -point->zeta[j]);
  loss = self->is_signed ? -p * log_room (point->behind[j], point->zeta[j]) : 0;
  point->w[j] = self->is_signed ? difference (level, gain, loss) : exp (level + gain);
  point->slope[j] = p * (exp (level + steeper * gain) + (self->is_signed ? exp (level + steeper * loss) : 0));
  return isfinite (point->w[j]) && isfinite (point->slope[j]);
}

gboolean
pen_potential_map_evaluate (const PenPotentialMap *self, double lift, PenPotentialPoint *point)
{
  for (gsize j = 0; j < self->d; j++)
    if (!evaluate_one (self, self->level[j] + lift, point, j))
      return FALSE;
  return TRUE;
}

double
pen_potential_map_reach (const PenPotentialMap *self, const PenPotentialPoint *point, const double *change)
{
  double reach = 0;

  for (gsize j = 0; j < self->d; j++)
    {
      double room = self->is_signed ? fmin (point->ahead[j], point->behind[j]) : point->ahead[j];

      reach = fmax (reach, self->p == 0 ? fabs (change[j]) : (self->p + 1) * fabs (change[j]) / room);
    }
  return reach;
}
