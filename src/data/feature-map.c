/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/feature-map.h>

#include <glib/gi18n-lib.h>
#include <math.h>

#define WIDTH_LIMIT 10000000

static gboolean
refuse_width (GError **error)
{
  g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
               _ ("The feature map makes more than 10⁷ features; lower its degree or its number of frequencies"));
  return FALSE;
}

/* Monomials of exactly this degree in @inputs variables, C(inputs + degree − 1, degree); past the limit, one more
 * than the limit. The factors' product so far is itself a binomial, so each division is exact. */
static gsize
count_monomials (gsize inputs, gsize degree)
{
  gsize small = MIN (degree, inputs - 1), large = MAX (degree, inputs - 1), count = 1;

  if (inputs == 0)
    return 0;
  for (gsize i = 1; i <= small; i++)
    {
      if (large > WIDTH_LIMIT)
        return WIDTH_LIMIT + 1;
      count = count * (large + i) / i;
      if (count > WIDTH_LIMIT)
        return WIDTH_LIMIT + 1;
    }
  return count;
}

static gboolean
check_settings (const PenFeatureMap *self, GError **error)
{
  if (self->kind == PEN_FEATURES_POLYNOMIAL && self->degree < 1)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("The degree of a polynomial feature map must be at least 1"));
  else if (self->kind == PEN_FEATURES_FOURIER && self->frequencies < 1)
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE, _ ("A Fourier feature map needs at least 1 frequency"));
  else if (self->kind == PEN_FEATURES_FOURIER && !(self->scale > 0 && isfinite (self->scale)))
    g_set_error (error, PEN_ERROR, PEN_ERROR_VALUE,
                 _ ("The scale of a Fourier feature map is %g; it must be a positive number"), self->scale);
  else
    return TRUE;
  return FALSE;
}

gboolean
pen_feature_map_width (const PenFeatureMap *self, gsize d, gsize *width, GError **error)
{
  gsize sum = self->bias ? 1 : 0;

  if (!check_settings (self, error))
    return FALSE;
  switch (self->kind)
    {
    case PEN_FEATURES_POLYNOMIAL:
      if (self->degree > WIDTH_LIMIT)
        return refuse_width (error);
      for (gsize degree = 1; degree <= self->degree && sum <= WIDTH_LIMIT; degree++)
        sum += count_monomials (d, degree);
      break;
    case PEN_FEATURES_FOURIER:
      if (d > 0 && self->frequencies > WIDTH_LIMIT / 2 / d)
        return refuse_width (error);
      sum += 2 * d * self->frequencies;
      break;
    case PEN_FEATURES_IDENTITY:
    default:
      if (d > WIDTH_LIMIT)
        return refuse_width (error);
      sum += d;
    }
  if (sum > WIDTH_LIMIT)
    return refuse_width (error);
  *width = sum;
  return TRUE;
}

/* Each degree's block is x_j times the tail of the block before, from its first monomial that has no variable
 * before j: one product a feature, and the order comes out lexicographic. starts[j] is where that tail begins. */
static void
apply_polynomial (gsize degree, gsize d, const double *x, double *out, gsize *starts)
{
  gsize end = d;

  for (gsize j = 0; j < d; j++)
    {
      out[j] = x[j];
      starts[j] = j;
    }
  for (gsize g = 2; g <= degree; g++)
    {
      gsize at = end;

      for (gsize j = 0; j < d; j++)
        {
          gsize tail = starts[j];

          starts[j] = at;
          for (gsize k = tail; k < end; k++)
            out[at++] = x[j] * out[k];
        }
      end = at;
    }
}

static void
apply_fourier (const PenFeatureMap *self, gsize d, const double *x, double *out)
{
  for (gsize j = 0; j < d; j++)
    for (gsize k = 1; k <= self->frequencies; k++)
      {
        double angle = (double)k * x[j] / self->scale;

        *out++ = cos (angle);
        *out++ = sin (angle);
      }
}

static gboolean
check_features (const PenFeatureMap *self, gsize row, gsize d, gsize width, const double *out, GError **error)
{
  for (gsize k = 0; k < width; k++)
    if (!isfinite (out[k]))
      {
        g_autofree char *name = pen_feature_map_name (self, d, NULL, k);

        g_set_error (error, PEN_ERROR, PEN_ERROR_NOT_FINITE,
                     _ ("Row %zu: the feature %s is not a finite number; scale the data or lower the "
                        "degree"),
                     row + 1, name);
        return FALSE;
      }
  return TRUE;
}

gboolean
pen_feature_map_apply (const PenFeatureMap *self, gsize n, gsize d, const double *X, double *out, GError **error)
{
  g_autofree gsize *starts = g_new (gsize, d + 1);
  gsize width;

  if (!pen_feature_map_width (self, d, &width, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      const double *x = X + i * d;
      double *row = out + i * width;

      if (self->kind == PEN_FEATURES_POLYNOMIAL)
        apply_polynomial (self->degree, d, x, row, starts);
      else if (self->kind == PEN_FEATURES_FOURIER)
        apply_fourier (self, d, x, row);
      else
        for (gsize j = 0; j < d; j++)
          row[j] = x[j];
      if (self->bias)
        row[width - 1] = 1;
      if (!check_features (self, i, d, width, row, error))
        return FALSE;
    }
  return TRUE;
}

static void
append_input (GString *name, const char *const *names, gsize input)
{
  if (names != NULL)
    g_string_append (name, names[input]);
  else
    g_string_append_printf (name, "x%zu", input + 1);
}

static void
append_power (GString *name, const char *const *names, gsize input, gsize power)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *decimal = g_strdup_printf ("%zu", power);

  if (power == 0)
    return;
  if (name->len > 0)
    g_string_append (name, "·");
  append_input (name, names, input);
  for (const char *c = decimal; power > 1 && *c != '\0'; c++)
    g_string_append (name, digits[*c - '0']);
}

/* The variables of monomial number @feature, one degree at a time: those that begin with input j are as many as
 * there are monomials of one degree less in the inputs from j on. */
static void
append_monomial (GString *name, gsize d, const char *const *names, gsize feature)
{
  gsize degree = 1, input = 0, power = 0;

  while (feature >= count_monomials (d, degree))
    feature -= count_monomials (d, degree++);
  for (; degree > 0; degree--)
    {
      gsize count;

      while (feature >= (count = count_monomials (d - input, degree - 1)))
        {
          feature -= count;
          append_power (name, names, input++, power);
          power = 0;
        }
      power++;
    }
  append_power (name, names, input, power);
}

static void
append_wave (GString *name, const PenFeatureMap *self, const char *const *names, gsize feature)
{
  gsize input = feature / (2 * self->frequencies), k = feature / 2 % self->frequencies + 1;
  char scale[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (name, feature % 2 == 0 ? "cos " : "sin ");
  if (k > 1)
    g_string_append_printf (name, "%zu", k);
  append_input (name, names, input);
  if (self->scale != 1)
    g_string_append_printf (name, "/%s", g_ascii_formatd (scale, sizeof scale, "%.6g", self->scale));
}

char *
pen_feature_map_name (const PenFeatureMap *self, gsize d, const char *const *names, gsize feature)
{
  GString *name;
  gsize width = 0;

  if (!pen_feature_map_width (self, d, &width, NULL) || feature >= width)
    g_return_val_if_reached (NULL);
  name = g_string_new (NULL);
  if (self->bias && feature == width - 1)
    g_string_append (name, "1");
  else if (self->kind == PEN_FEATURES_POLYNOMIAL)
    append_monomial (name, d, names, feature);
  else if (self->kind == PEN_FEATURES_FOURIER)
    append_wave (name, self, names, feature);
  else
    append_input (name, names, feature);
  return g_string_free (name, FALSE);
}
