/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/random.h>

#include <math.h>

/* The seed is spread over the whole state: neighbouring seeds must not give neighbouring streams. */
static guint64
splitmix (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static guint64
rotate (guint64 x, int k)
{
  return (x << k) | (x >> (64 - k));
}

void
pen_random_init (PenRandom *self, guint64 seed)
{
  for (int i = 0; i < 4; i++)
    self->state[i] = splitmix (&seed);
  self->has_spare = FALSE;
  self->spare = 0;
}

guint64
pen_random_bits (PenRandom *self)
{
  guint64 *s = self->state;
  guint64 result = rotate (s[1] * 5, 7) * 9, t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);
  return result;
}

double
pen_random_uniform (PenRandom *self)
{
  return (double)(pen_random_bits (self) >> 11) * 0x1p-53;
}

/* log x for 0 < x < 1. The C library's own may round its last bit differently from machine to machine.
 * x = m 2^e with m in [√½, √2): log m = 2 artanh ((m − 1)/(m + 1)), whose argument is below 0.172: the twelfth term of
 * the series is below 2^−60. */
static double
portable_log (double x)
{
  int e;
  double m = frexp (x, &e), s, square, sum = 0;

  if (m < G_SQRT2 / 2)
    {
      m *= 2;
      e--;
    }
  s = (m - 1) / (m + 1);
  square = s * s;
  for (int k = 23; k >= 1; k -= 2)
    sum = sum * square + 1.0 / k;
  return 2 * s * sum + e * G_LN2;
}

double
pen_random_normal (PenRandom *self)
{
  double u, v, square, scale;

  if (self->has_spare)
    {
      self->has_spare = FALSE;
      return self->spare;
    }
  do
    {
      u = 2 * pen_random_uniform (self) - 1;
      v = 2 * pen_random_uniform (self) - 1;
      square = u * u + v * v;
    }
  while (square >= 1 || square == 0);
  scale = sqrt (-2 * portable_log (square) / square);
  self->spare = v * scale;
  self->has_spare = TRUE;
  return u * scale;
}

gsize
pen_random_below (PenRandom *self, gsize bound)
{
  guint64 limit, bits;

  g_return_val_if_fail (bound >= 1, 0);
  limit = G_MAXUINT64 - G_MAXUINT64 % bound;
  do
    bits = pen_random_bits (self);
  while (bits >= limit);
  return (gsize)(bits % bound);
}

void
pen_random_shuffle (PenRandom *self, gsize n, gsize *items)
{
  for (gsize i = n; i > 1; i--)
    {
      gsize j = pen_random_below (self, i), item = items[i - 1];

      items[i - 1] = items[j];
      items[j] = item;
    }
}
