/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-table.h"

#include <cmath>
#include <cstring>
#include <random>

static const char *const seeds[] = {
  "a,b,y\n1.5,2,3\n-4,5e-1,6\n7,8,9\n",
  "x;y;kind\r\n1,5;2;\"a\"\r\n3;4,25;\"b \"\"q\"\"\"\r\n",
  "  1 2   3\n4 5 6 \n\n7 8 9",
  "\xef\xbb\xbfname\tx\ty\nélan\t1\t-1\n\"two\nlines\"\t2\t1\n",
  "\"1\",\"2\",\"y\"\n1,2,-0.0\n5e-324,1e308,0.1\n",
};
static const char *const pieces[] = {
  ",", ";", "\t", " ",    "\n", "\r\n", "\r",   "\"",   "\"\"", "nan", "inf",          "1e400", "0x1p3",
  "-", ".", "é",  "\xff", "1",  "-1",   "text", ",,,,", "\n\n", "1e",  "\xef\xbb\xbf", "\x01",
};

static std::string
mutate (std::string text, std::mt19937_64 &random)
{
  size_t changes = 1 + random () % 3;

  for (size_t i = 0; i < changes; i++)
    {
      size_t at = random () % (text.size () + 1), length = random () % 8;
      std::string piece = pieces[random () % G_N_ELEMENTS (pieces)];

      switch (random () % 5)
        {
        case 0:
          text.insert (at, piece);
          break;
        case 1:
          text.erase (at, length);
          break;
        case 2:
          text.replace (at, std::min (length, text.size () - at), piece);
          break;
        case 3:
          text.insert (at, text.substr (random () % (text.size () + 1), length * 4));
          break;
        default:
          if (at < text.size ())
            text[at] = (char)(random () % 256);
        }
    }
  return text;
}

static PenCsvOptions
any_options (std::mt19937_64 &random)
{
  static const char *const columns[] = { nullptr, nullptr, "y", "1", "2", "none" };
  static const char *const labels[] = { nullptr, nullptr, nullptr, "a", "1" };
  static const char delimiters[] = { 0, 0, ',', ';', '\t', ' ' };
  static const char decimals[] = { 0, 0, 0, '.', ',' };
  PenCsvOptions options = {};

  options.delimiter = delimiters[random () % sizeof delimiters];
  options.decimal = decimals[random () % sizeof decimals];
  options.header = (PenCsvHeader)(random () % 3);
  options.task_given = random () % 2 == 0;
  options.task = (PenTask)(random () % 3);
  options.target = columns[random () % G_N_ELEMENTS (columns)];
  options.positive = labels[random () % G_N_ELEMENTS (labels)];
  return options;
}

static void
expect_round_trip (const PenDataset *data, const char *positive)
{
  g_autofree char *written = pen_csv_format (data);
  PenCsvOptions options = {};

  options.task_given = TRUE;
  options.task = pen_dataset_task (data);
  options.positive = positive;
  Parsed again (written, options);
  ASSERT_NE (again.data, nullptr) << again.message () << "\n" << written;
  EXPECT_TRUE (pen_dataset_equal (data, again.data)) << written;
}

/* Each text is parsed from memory of exactly its length, so that a sanitizer sees a read past it. */
TEST (CsvFuzz, FiniteDatasetOrOneLineMessage)
{
  std::mt19937_64 random (2024);
  int read = 0, refused = 0;

  for (int i = 0; i < 20000; i++)
    {
      std::string text = mutate (seeds[random () % G_N_ELEMENTS (seeds)], random);
      PenCsvOptions options = i % 2 == 0 ? PenCsvOptions{} : any_options (random);
      std::vector<char> exact (text.begin (), text.end ());
      PenCsvChoices choices = {};
      GError *error = nullptr;
      PenDataset *data = pen_csv_parse (exact.data (), (gssize)exact.size (), "t.csv", &options, &choices, &error);

      ASSERT_NE (data == nullptr, error == nullptr) << text;
      if (data == nullptr)
        {
          EXPECT_GT (strlen (error->message), 10u) << text;
          EXPECT_EQ (strpbrk (error->message, "\n\r\t"), nullptr) << text;
          EXPECT_TRUE (g_utf8_validate (error->message, -1, nullptr)) << text;
          EXPECT_EQ (choices.target, nullptr);
          g_clear_error (&error);
          refused++;
          continue;
        }
      read++;
      ASSERT_GE (pen_dataset_n (data), 1u);
      for (gsize k = 0; k < pen_dataset_n (data) * pen_dataset_d (data); k++)
        EXPECT_TRUE (std::isfinite (pen_dataset_X (data)[k])) << text;
      for (gsize k = 0; k < pen_dataset_n (data); k++)
        {
          double target = pen_dataset_y (data)[k];
          EXPECT_TRUE (std::isfinite (target)) << text;
          EXPECT_TRUE (pen_dataset_task (data) != PEN_TASK_CLASSIFICATION || std::fabs (target) == 1) << text;
        }
      ASSERT_NE (choices.target, nullptr);

      if (choices.decimal == '.') /* as written; by the comma, the texts 0. and 0.0 are two labels */
        expect_round_trip (data, choices.positive);
      pen_csv_choices_clear (&choices);
      pen_dataset_unref (data);
    }
  EXPECT_GT (read, 1000); /* both ways are walked */
  EXPECT_GT (refused, 1000);
}
