/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-table.h"

#include <cmath>
#include <cstring>
#include <glib/gstdio.h>
#include <limits>
#include <random>

static PenDataset *
make (PenTask task, size_t d, const Vector &X, const Vector &y, const char *const *names = nullptr,
      const char *target = nullptr, const char *const *labels = nullptr)
{
  GError *error = nullptr;
  PenDataset *data = pen_dataset_new (task, y.size (), d, X.data (), y.data (), names, target, labels, &error);

  EXPECT_EQ (error, nullptr);
  return data;
}

static void
expect_round_trip (const PenDataset *data, const char *positive = nullptr)
{
  g_autofree char *text = pen_csv_format (data);
  PenCsvOptions options = {};

  options.task_given = TRUE;
  options.task = pen_dataset_task (data);
  options.positive = positive;
  Parsed again (text, options);
  ASSERT_TRUE (again.data != nullptr) << again.message () << "\n" << text;
  EXPECT_TRUE (pen_dataset_equal (data, again.data)) << text;
}

TEST (CsvWrite, ByHand)
{
  const char *names[] = { "petal, length", "b" }, *labels[2] = { "no", "yes, \"sure\"" };
  g_autoptr (PenDataset) data =
      make (PEN_TASK_CLASSIFICATION, 2, { 1, .5, -2, 1e300 }, { 1, -1 }, names, "kind", labels);
  g_autofree char *text = pen_csv_format (data);

  EXPECT_STREQ (text, "\"petal, length\",b,kind\n1,0.5,\"yes, \"\"sure\"\"\"\n-2,1.0000000000000001e+300,no\n");
}

/* Every bit pattern that is a finite number, sampled, and the ends of each range. */
TEST (CsvWrite, RoundTripsEveryBit)
{
  typedef std::numeric_limits<double> limits;
  std::mt19937_64 random (21);
  Vector X = { 0.,
               -0.,
               limits::min (),
               -limits::min (),
               limits::denorm_min (),
               -limits::denorm_min (),
               limits::max (),
               limits::lowest (),
               .1,
               1 / 3.,
               1 + limits::epsilon (),
               1 - limits::epsilon () / 2 };

  while (X.size () < 30000)
    {
      guint64 bits = random ();
      double value;
      std::memcpy (&value, &bits, sizeof value);
      if (std::isfinite (value))
        X.push_back (value);
    }
  Vector y (X.begin (), X.begin () + 10000);
  g_autoptr (PenDataset) data = make (PEN_TASK_REGRESSION, 3, X, y);
  expect_round_trip (data);
}

TEST (CsvWrite, RoundTripsNamesAndLabels)
{
  const char *const sets[][3] = {
    { "x1", "x2", "y" },
    { "a b", "c;d", "e\tf" },
    { "1", "2", "3" },
    { "nan", "inf", "1e5" },
    { "two\nlines", "\"", "\"\"" },
    { " front", "back ", "é ü" },
    { "a,b", "a,b ", ",,,," },
    { "x", "2", "y" },
    { "\xef\xbb\xbf", "b", "y" },
  };
  const char *const labels[][2] = {
    { "-1", "+1" }, { "setosa", "versicolor" },           { "0", "1" },     { "9", "10" },
    { "a", "a " },  { "with, comma", "with; semicolon" }, { "\"", "\"\"" }, { "line\nbreak", "é" },
  };

  for (const auto &set : sets)
    for (const auto &pair : labels)
      {
        g_autoptr (PenDataset) numbers = make (PEN_TASK_REGRESSION, 2, { 1, 2, 3, 4.5 }, { 5, 6 }, set, set[2]);
        g_autoptr (PenDataset) classes =
            make (PEN_TASK_CLASSIFICATION, 2, { 1, 2, 3, 4.5 }, { -1, 1 }, set, set[2], pair);
        expect_round_trip (numbers);
        expect_round_trip (classes);
      }
}

TEST (CsvWrite, OtherOrderOfLabelsNeedsThePositiveOne)
{
  const char *labels[2] = { "z", "a" };
  g_autoptr (PenDataset) data = make (PEN_TASK_CLASSIFICATION, 1, { 1, 2, 3 }, { -1, 1, 1 }, nullptr, nullptr, labels);

  expect_round_trip (data, "a");
}

TEST (CsvWrite, WritesWholeFilesOrNone)
{
  g_autofree char *folder = g_dir_make_tmp ("penchant-XXXXXX", nullptr);
  g_autofree char *path = g_build_filename (folder, "out.csv", nullptr);
  g_autofree char *nowhere = g_build_filename (folder, "no", "out.csv", nullptr);
  g_autoptr (PenDataset) first = make (PEN_TASK_REGRESSION, 1, { 1, 2 }, { 3, 4 });
  g_autoptr (PenDataset) second = make (PEN_TASK_REGRESSION, 1, { 5 }, { 6 });
  GError *error = nullptr;
  GDir *listing;

  ASSERT_TRUE (pen_csv_write (first, path, &error));
  ASSERT_TRUE (pen_csv_write (second, path, &error));
  g_autoptr (PenDataset) again = pen_csv_read (path, nullptr, nullptr, &error);
  ASSERT_NE (again, nullptr);
  EXPECT_TRUE (pen_dataset_equal (again, second));
  EXPECT_FALSE (pen_csv_write (second, nowhere, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_IO));
  g_clear_error (&error);
  EXPECT_FALSE (pen_csv_write (second, folder, &error));
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_IO));
  g_clear_error (&error);
  listing = g_dir_open (folder, 0, nullptr); /* no temporary file is left */
  EXPECT_STREQ (g_dir_read_name (listing), "out.csv");
  EXPECT_EQ (g_dir_read_name (listing), nullptr);
  g_dir_close (listing);
  g_unlink (path);
  g_rmdir (folder);
}
