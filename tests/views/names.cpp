/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

static std::string
name_of (const Bench &bench, gsize d, gsize index)
{
  g_autofree char *name = pen_view_feature_name (bench.input.experiment, d, index);

  return name != nullptr ? name : "(none)";
}

TEST (Names, AreTheFeaturesWhereTheySayMoreThanANumber)
{
  Bench bench (experiment ("petal width;x2;y", "1 2 1; 2 1 0", "regression", "[features]\nbias=true\n"));
  Bench wave (experiment ("x;y", "1 1; 2 0", "regression", "[features]\nmap=fourier\nfrequencies=2\n"));
  Bench matrix (experiment ("a;b;c;d;y", "1 0 0 0 1", "matrix-sensing", "matrix-rows=2\nmatrix-columns=2\n"));
  g_autofree char *title = pen_view_weight_title (bench.input.experiment, 3, 0);
  g_autofree char *plain = pen_view_weight_title (bench.input.experiment, 3, 1);

  EXPECT_EQ (name_of (bench, 3, 0), "petal width");
  EXPECT_EQ (name_of (bench, 3, 1), "(none)") << "x2 is weight number 2";
  EXPECT_EQ (name_of (bench, 3, 2), "bias");
  EXPECT_EQ (name_of (bench, 3, 3), "(none)") << "there is no such weight";
  EXPECT_EQ (name_of (bench, 2, 0), "(none)") << "a trace of other weights";
  EXPECT_STREQ (title, "w₁ (petal width)");
  EXPECT_STREQ (plain, "w₂");
  EXPECT_EQ (name_of (wave, 4, 3), "sin 2x");
  EXPECT_EQ (name_of (matrix, 4, 0), "(none)") << "entries of W have two numbers";
}

TEST (Names, StandAlongTheAxisWhereTheyFit)
{
  Bench bench (experiment ("petal length;petal width;y", "1 2 1; 2 1 0", "regression", "[features]\nbias=true\n"));

  bench.frame (0, { 0, 0, 0 });
  bench.frame (1, { 1, 2, 3 });
  bench.draw (PEN_VIEW_STEM);
  EXPECT_TRUE (bench.says (">petal length<"));
  EXPECT_TRUE (bench.says (">bias<"));
  EXPECT_FALSE (bench.says ("weight number j"));
  bench.draw (PEN_VIEW_COEFFICIENTS);
  EXPECT_TRUE (bench.says (">petal width<"));
  EXPECT_FALSE (bench.says (">w₂<"));
  bench.draw (PEN_VIEW_PATH);
  EXPECT_TRUE (bench.says ("petal width)<")) << "beside its number";
}

TEST (Names, BreakIntoTwoLinesOrGiveWayToNumbers)
{
  std::string columns, row;

  for (int i = 0; i < 20; i++)
    {
      columns += "a quite long name " + std::to_string (i) + ";";
      row += "1 ";
    }
  Bench bench (experiment (columns + "y", row + "1", "regression"));
  Bench few (experiment ("concentration of salt;concentration of acid;concentration of sugar;temperature of "
                         "water;concentration of iron;y",
                         "1 1 1 1 1 1", "regression"));

  bench.frame (0, std::vector<double> (20, 0));
  bench.frame (1, std::vector<double> (20, 1));
  bench.draw (PEN_VIEW_STEM);
  EXPECT_FALSE (bench.says ("a quite long name 3"));
  EXPECT_TRUE (bench.says ("weight number j"));
  few.frame (0, { 0, 0, 0, 0, 0 });
  few.frame (1, { 1, 1, 1, 1, 1 });
  few.draw (PEN_VIEW_STEM);
  EXPECT_FALSE (few.says (">concentration of sugar<"));
  EXPECT_TRUE (few.says (">of sugar<") || few.says (">sugar<")) << few.svg;
}

TEST (Names, OfTheClassesAreInTheLegend)
{
  Bench named (experiment ("x1;x2;y", "1 2 versicolor; 2 1 setosa", "classification", "positive=versicolor\n"));
  Bench plain (experiment ("x1;x2;y", "1 2 1; 2 1 -1", "classification"));

  named.draw (PEN_VIEW_DATA);
  EXPECT_TRUE (named.says (">versicolor<"));
  EXPECT_TRUE (named.says (">setosa<"));
  plain.draw (PEN_VIEW_DATA);
  EXPECT_FALSE (plain.says (">+1<")) << "a sign's name says nothing new";
}
