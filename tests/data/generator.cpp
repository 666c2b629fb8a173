/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/generator.h>

#include <gtest/gtest.h>

#include <cmath>

static PenGenerator
settings (PenGeneratorKind kind)
{
  PenGenerator self = PEN_GENERATOR_INIT;

  self.kind = kind;
  return self;
}

TEST (Generator, SameSeedSameDataOtherSeedOther)
{
  for (int kind = 0; kind < PEN_N_GENERATORS; kind++)
    {
      PenGenerator self = settings ((PenGeneratorKind)kind);
      self.d = 4;
      g_autoptr (PenDataset) a = pen_generator_make (&self, nullptr, nullptr);
      g_autoptr (PenDataset) b = pen_generator_make (&self, nullptr, nullptr);
      self.seed++;
      g_autoptr (PenDataset) c = pen_generator_make (&self, nullptr, nullptr);
      ASSERT_TRUE (a != nullptr && b != nullptr && c != nullptr);
      EXPECT_EQ (pen_dataset_n (a), self.n);
      EXPECT_TRUE (pen_dataset_equal (a, b)) << pen_generator_nick ((PenGeneratorKind)kind);
      EXPECT_FALSE (pen_dataset_equal (a, c)) << pen_generator_nick ((PenGeneratorKind)kind);
    }
}

/* (1, …, 1)/√d separates with margin gap/2, to the rounding of sums of d numbers of size about 1. */
TEST (Generator, SeparablePairKeepsItsGap)
{
  PenGenerator self = settings (PEN_GENERATOR_SEPARABLE);
  self.n = 200;
  self.d = 5;
  self.gap = .8;
  g_autoptr (PenDataset) data = pen_generator_make (&self, nullptr, nullptr);
  for (gsize i = 0; i < self.n; i++)
    {
      double along = 0;
      for (gsize j = 0; j < self.d; j++)
        along += pen_dataset_X (data)[i * self.d + j] / std::sqrt (5.);
      EXPECT_GE (pen_dataset_y (data)[i] * along, .4 - 1e-14);
    }
}

TEST (Generator, RingsAndMoonsLieOnTheirCircles)
{
  PenGenerator self = settings (PEN_GENERATOR_RINGS);
  self.noise = 0;
  g_autoptr (PenDataset) rings = pen_generator_make (&self, nullptr, nullptr);
  self.kind = PEN_GENERATOR_MOONS;
  g_autoptr (PenDataset) moons = pen_generator_make (&self, nullptr, nullptr);
  for (gsize i = 0; i < self.n; i++)
    {
      const double *x = pen_dataset_X (rings) + 2 * i, *m = pen_dataset_X (moons) + 2 * i;
      bool first = pen_dataset_y (rings)[i] > 0;
      EXPECT_NEAR (std::hypot (x[0], x[1]), first ? 1 : 2, 1e-15 * 4);
      EXPECT_NEAR (first ? std::hypot (m[0], m[1]) : std::hypot (m[0] - 1, m[1] - .5), 1, 1e-15 * 4);
      EXPECT_TRUE (first ? m[1] >= 0 : m[1] <= .5);
    }
}

TEST (Generator, TargetsComeFromTheTruth)
{
  for (PenGeneratorKind kind : { PEN_GENERATOR_SPARSE_LINEAR, PEN_GENERATOR_LOW_RANK })
    {
      PenGenerator self = settings (kind);
      g_autofree double *truth = nullptr;
      self.d = 6;
      self.sparsity = 2;
      self.noise = 0;
      g_autoptr (PenDataset) data = pen_generator_make (&self, &truth, nullptr);
      ASSERT_TRUE (data != nullptr && truth != nullptr);
      gsize d = pen_dataset_d (data), entries = 0;
      for (gsize j = 0; j < d; j++)
        entries += truth[j] != 0;
      EXPECT_EQ (entries, kind == PEN_GENERATOR_SPARSE_LINEAR ? 2u : 36u);
      for (gsize i = 0; i < self.n; i++)
        {
          double sum = 0;
          for (gsize j = 0; j < d; j++)
            sum += truth[j] * pen_dataset_X (data)[i * d + j];
          EXPECT_NEAR (pen_dataset_y (data)[i], sum, 1e-13); /* 36 products of size about 1 */
        }
      if (kind == PEN_GENERATOR_LOW_RANK) /* rank 2: every 3 × 3 minor vanishes */
        {
          const double *w = truth;
          double minor = w[0] * (w[7] * w[14] - w[8] * w[13]) - w[1] * (w[6] * w[14] - w[8] * w[12])
                         + w[2] * (w[6] * w[13] - w[7] * w[12]);
          EXPECT_NEAR (minor, 0, 1e-12);
        }
    }
}

TEST (Generator, FunctionIsTheSine)
{
  PenGenerator self = settings (PEN_GENERATOR_FUNCTION);
  self.n = 1000;
  self.noise = 0;
  g_autoptr (PenDataset) data = pen_generator_make (&self, nullptr, nullptr);
  for (gsize i = 0; i < self.n; i++)
    {
      double x = pen_dataset_X (data)[i];
      EXPECT_TRUE (x >= -3 && x < 3);
      EXPECT_NEAR (pen_dataset_y (data)[i], std::sin (x), 1e-15 * 4);
    }
}

TEST (Generator, RefusesSettingsOutOfRange)
{
  auto refused = [] (PenGenerator self, PenError code) {
    GError *error = nullptr;
    EXPECT_EQ (pen_generator_make (&self, nullptr, &error), nullptr);
    EXPECT_TRUE (g_error_matches (error, PEN_ERROR, code));
    g_clear_error (&error);
  };
  PenGenerator self = settings (PEN_GENERATOR_SPARSE_LINEAR);
  self.n = 0;
  refused (self, PEN_ERROR_VALUE);
  self = settings (PEN_GENERATOR_SPARSE_LINEAR), self.sparsity = 3, self.d = 2;
  refused (self, PEN_ERROR_VALUE);
  self = settings (PEN_GENERATOR_LOW_RANK), self.d = 100000, self.n = 10;
  refused (self, PEN_ERROR_DIMENSION);
  self = settings (PEN_GENERATOR_MOONS), self.noise = -1;
  refused (self, PEN_ERROR_VALUE);
  self = settings (PEN_GENERATOR_SEPARABLE), self.gap = NAN;
  refused (self, PEN_ERROR_VALUE);
}
