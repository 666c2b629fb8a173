/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-table.h"

#include <chrono>
#include <clocale>
#include <cmath>
#include <cstring>

#define ASSERT_READ(parsed) ASSERT_TRUE ((parsed).data != nullptr) << (parsed).message ()

TEST (CsvRead, EveryDelimiterIsFound)
{
  const struct
  {
    const char *text;
    char delimiter, decimal;
  } cases[] = {
    { "a,b,y\n1.5,2,3\n-4,5e-1,6\n", ',', '.' },
    { "a;b;y\n1.5;2;3\n-4;5e-1;6\n", ';', '.' },
    { "a\tb\ty\n1.5\t2\t3\n-4\t5e-1\t6\n", '\t', '.' },
    { "a b y\n1.5 2 3\n-4 5e-1 6\n", ' ', '.' },
    { "  a   b y  \n1.5  2\t3 \n   -4 5e-1     6", ' ', '.' },
    { "a;b;y\n1,5;2;3\n-4;5e-1;6\n", ';', ',' },
    { "a\tb\ty\n1,5\t2\t3\n-4\t5e-1\t6\n", '\t', ',' },
    { "a b y\n1,5 2 3\n-4 5e-1 6\n", ' ', ',' },
    { "a, b, y\n1.5, 2, 3\n-4, 5e-1, 6\n", ',', '.' },
    { "a,b,y\r\n1.5,2,3\r\n-4,5e-1,6\r\n", ',', '.' },
    { "a,b,y\r1.5,2,3\r-4,5e-1,6\r", ',', '.' },
    { "a,b,y\n\n1.5,2,3\n  \n-4,5e-1,6\n\n\n", ',', '.' },
    { "\xef\xbb\xbf"
      "a,b,y\n1.5,2,3\n-4,5e-1,6",
      ',', '.' },
    { "\"a\",\"b\",\"y\"\n\"1.5\",\"2\",\"3\"\n\"-4\",\"5e-1\",\"6\"\n", ',', '.' },
    { "\"a\";\"b\";\"y\"\n\"1,5\";\"2\";\"3\"\n\"-4\";\"5e-1\";\"6\"\n", ';', ',' },
    { "\"a\"  \"b\" y\n\"1.5\" 2  3\n-4 5e-1 6\n", ' ', '.' },
  };

  for (const auto &one : cases)
    {
      Parsed table (one.text);

      ASSERT_READ (table) << one.text;
      EXPECT_EQ (table.choices.delimiter, one.delimiter) << one.text;
      EXPECT_EQ (table.choices.decimal, one.decimal) << one.text;
      EXPECT_TRUE (table.choices.header) << one.text;
      EXPECT_EQ (table.X (), Vector ({ 1.5, 2, -4, .5 })) << one.text;
      EXPECT_EQ (table.y (), Vector ({ 3, 6 })) << one.text;
      EXPECT_EQ (table.names (), "a|b|y") << one.text;
      EXPECT_STREQ (table.choices.target, "y");
      EXPECT_EQ (table.choices.negative, nullptr);
      EXPECT_EQ (table.choices.skipped[0], nullptr);
    }
}

TEST (CsvRead, WithoutHeader)
{
  Parsed table ("1,2,3\n4,5,7\n");

  ASSERT_READ (table);
  EXPECT_FALSE (table.choices.header);
  EXPECT_EQ (table.names (), "x1|x2|y");
  EXPECT_EQ (table.X (), Vector ({ 1, 2, 4, 5 }));

  PenCsvOptions options = {};
  options.target = "1";
  Parsed first ("1,2,3\n4,5,7\n", options);
  ASSERT_READ (first);
  EXPECT_EQ (first.names (), "x2|x3|y");
  EXPECT_EQ (first.y (), Vector ({ 1, 4 }));
}

TEST (CsvRead, HeaderAsAsked)
{
  PenCsvOptions yes = {}, no = {};
  yes.header = PEN_CSV_HEADER_YES;
  no.header = PEN_CSV_HEADER_NO;
  Parsed years ("2001,2002,2003\n1,2,3\n", yes), numbers ("2001,2002,2003\n1,2,3\n", no);

  ASSERT_READ (years);
  EXPECT_EQ (years.names (), "2001|2002|2003");
  EXPECT_EQ (pen_dataset_n (years.data), 1u);
  ASSERT_READ (numbers);
  EXPECT_EQ (pen_dataset_n (numbers.data), 2u);
  Parsed texts ("a,b\n1,2\n", no);
  EXPECT_NE (texts.message ().find ("line 1, column 1 (x1): “a” is not a number"), std::string::npos);
}

/* Numbers in quotation marks name columns only where the numbers below have none. */
TEST (CsvRead, QuotedNumbersAsHeader)
{
  Parsed names ("\"1\",\"2\",y\n5,6,7\n"), all ("\"1\",\"2\",\"3\"\n\"5\",\"6\",\"7\"\n");

  ASSERT_READ (names);
  EXPECT_EQ (names.names (), "1|2|y");
  EXPECT_EQ (pen_dataset_n (names.data), 1u);
  ASSERT_READ (all);
  EXPECT_EQ (pen_dataset_n (all.data), 2u);
}

TEST (CsvRead, QuotesInNames)
{
  Parsed table ("\"petal, length\",\"the \"\"real\"\" one\",\"two\nlines\"\n1,2,3\n");

  ASSERT_READ (table);
  EXPECT_EQ (table.names (), "petal, length|the \"real\" one|two\nlines");
}

TEST (CsvRead, EmptyNameIsNumbered)
{
  Parsed table (",b,y\n1,2,3\n");

  ASSERT_READ (table);
  EXPECT_EQ (table.names (), "x1|b|y");
}

TEST (CsvRead, TextLabels)
{
  const char *text = "x,kind\n1,virginica\n2,setosa\n3,setosa\n";
  Parsed table (text);

  ASSERT_READ (table);
  EXPECT_EQ (pen_dataset_task (table.data), PEN_TASK_CLASSIFICATION);
  EXPECT_EQ (table.y (), Vector ({ 1, -1, -1 }));
  EXPECT_STREQ (table.choices.positive, "virginica");
  EXPECT_STREQ (table.choices.negative, "setosa");
  EXPECT_STREQ (pen_dataset_label (table.data, 1), "virginica");
  PenCsvOptions options = {};
  options.positive = "setosa";
  Parsed other (text, options);
  ASSERT_READ (other);
  EXPECT_EQ (other.y (), Vector ({ -1, 1, 1 }));
  EXPECT_STREQ (other.choices.positive, "setosa");
  EXPECT_STREQ (pen_dataset_label (other.data, -1), "virginica");
}

TEST (CsvRead, NumbersAsLabelsGoByValue)
{
  PenCsvOptions classes = {}, given = {};
  classes.task_given = TRUE;
  classes.task = PEN_TASK_CLASSIFICATION;
  given.positive = "9";
  const char *text = "x,y\n1,10\n2,9\n3,9.0\n4,1e1\n";
  Parsed table (text, classes), chosen (text, given), plain (text);

  ASSERT_READ (table);
  EXPECT_EQ (table.y (), Vector ({ 1, -1, -1, 1 }));
  EXPECT_STREQ (table.choices.positive, "10");
  ASSERT_READ (chosen);
  EXPECT_EQ (pen_dataset_task (chosen.data), PEN_TASK_CLASSIFICATION);
  EXPECT_EQ (chosen.y (), Vector ({ -1, 1, 1, -1 }));
  ASSERT_READ (plain);
  EXPECT_EQ (pen_dataset_task (plain.data), PEN_TASK_REGRESSION);
}

TEST (CsvRead, SignsAreLabels)
{
  Parsed signs ("x,y\n1,+1\n2,-1\n3,1.0\n"), three ("x,y\n1,1\n2,-1\n3,0\n");
  PenCsvOptions options = {};
  options.task_given = TRUE;
  options.task = PEN_TASK_REGRESSION;
  Parsed numbers ("x,y\n1,+1\n2,-1\n", options);

  ASSERT_READ (signs);
  EXPECT_EQ (pen_dataset_task (signs.data), PEN_TASK_CLASSIFICATION);
  EXPECT_EQ (signs.y (), Vector ({ 1, -1, 1 }));
  EXPECT_STREQ (signs.choices.positive, "+1");
  ASSERT_READ (three);
  EXPECT_EQ (pen_dataset_task (three.data), PEN_TASK_REGRESSION);
  ASSERT_READ (numbers);
  EXPECT_EQ (pen_dataset_task (numbers.data), PEN_TASK_REGRESSION);
  EXPECT_EQ (numbers.choices.positive, nullptr);
}

TEST (CsvRead, MatrixSensingIsRegression)
{
  PenCsvOptions options = {};
  options.task_given = TRUE;
  options.task = PEN_TASK_MATRIX_SENSING;
  Parsed table ("1,0,0,1,2\n0,1,1,0,3\n", options);

  ASSERT_READ (table);
  EXPECT_EQ (pen_dataset_task (table.data), PEN_TASK_MATRIX_SENSING);
  EXPECT_EQ (table.y (), Vector ({ 2, 3 }));
}

TEST (CsvRead, TextColumnsAreLeftOutAndShown)
{
  Parsed table ("id,x,note,y\nA1,1,good,2\nB2,3,,4\n");

  ASSERT_READ (table);
  EXPECT_EQ (table.names (), "x|y");
  ASSERT_EQ (g_strv_length (table.choices.skipped), 2u);
  EXPECT_STREQ (table.choices.skipped[0], "id");
  EXPECT_STREQ (table.choices.skipped[1], "note");
}

TEST (CsvRead, ChosenColumns)
{
  const char *features[] = { "c", "1", nullptr };
  PenCsvOptions options = {};
  options.features = features;
  options.target = "b";
  Parsed table ("a,b,c,d\n1,2,3,oops\n4,5,6,7\n", options);

  ASSERT_READ (table);
  EXPECT_EQ (table.names (), "c|a|b");
  EXPECT_EQ (table.X (), Vector ({ 3, 1, 6, 4 }));
  EXPECT_EQ (table.y (), Vector ({ 2, 5 }));
  EXPECT_EQ (table.choices.skipped[0], nullptr);
}

TEST (CsvRead, NamesGoBeforeNumbers)
{
  PenCsvOptions options = {};
  options.header = PEN_CSV_HEADER_YES;
  options.target = "3";
  Parsed table ("3,2,1\n10,20,30\n", options);

  ASSERT_READ (table);
  EXPECT_EQ (table.y (), Vector ({ 10 }));
}

TEST (CsvRead, Numbers)
{
  const struct
  {
    const char *text;
    double value;
  } cases[] = {
    { "1", 1 },
    { "+1", 1 },
    { "-0.0", -0.0 },
    { ".5", .5 },
    { "5.", 5 },
    { "1E3", 1000 },
    { "1e+3", 1000 },
    { "-1.5e-3", -1.5e-3 },
    { "007", 7 },
    { "0e-400", 0 },
    { "5e-324", 5e-324 },
    { "1.7976931348623157e308", 1.7976931348623157e308 },
    { "0.1000000000000000055511151231257827021181583404541015625000000000000000000000000000000000001", .1 },
  };

  for (const auto &one : cases)
    {
      Parsed table (std::string ("x,y\n") + one.text + ",2\n");

      ASSERT_READ (table);
      EXPECT_EQ (table.X ()[0], one.value) << one.text;
      EXPECT_EQ (std::signbit (table.X ()[0]), std::signbit (one.value)) << one.text;
    }
  for (const char *text :
       { "0x10", "1e", "1e+", "--1", "1.2.3", "1,5", "1 2", "e5", ".", "+", "12a", "1_000", "0b1", "１" })
    {
      Parsed table (std::string ("x;y\n1.5;2\n\"") + text + "\";2\n");

      ASSERT_EQ (table.data, nullptr) << text;
      EXPECT_EQ (table.error->code, PEN_ERROR_SYNTAX);
      EXPECT_NE (table.message ().find (std::string ("line 3, column 1 (x): “") + text + "” is not a number"),
                 std::string::npos)
          << table.message ();
    }
}

TEST (CsvRead, DecimalCommaByMajority)
{
  Parsed commas ("x;y\n1,5;2\n2,5;3\n1.5;4\n"), points ("x;y\n1,5;2\n2.5;3\n1.5;4\n");

  EXPECT_NE (commas.message ().find ("line 4, column 1 (x): “1.5” is not a number"), std::string::npos);
  EXPECT_NE (points.message ().find ("line 2, column 1 (x): “1,5” is not a number"), std::string::npos);
  PenCsvOptions options = {};
  options.decimal = ',';
  Parsed whole ("x;y\n1;2\n3;4\n", options);
  ASSERT_READ (whole);
  EXPECT_EQ (whole.choices.decimal, ',');
}

/* The comma starts long after the part of the file that the delimiter is found in. */
TEST (CsvRead, DecimalCommaLate)
{
  std::string text = "x;y\n";
  for (int i = 0; i < 100000; i++)
    text += "1;2\n";
  Parsed table (text + "2,5;3\n");

  ASSERT_READ (table);
  EXPECT_EQ (table.choices.decimal, ',');
  EXPECT_EQ (table.X ().back (), 2.5);
}

TEST (CsvRead, TextsWithOtherDelimiters)
{
  Parsed names ("name,score,y\nJohn Smith,3,1\nAnn Lee,4,2\n"),
      dates ("when,x,y\n2020-01-01 10:00,5,6\n2020-01-02 11:00,7,8\n");
  Parsed lists ("tags;x;y\n\"a,b,c\";1;2\n\"d,e\";3;4\n");

  ASSERT_READ (names);
  EXPECT_EQ (names.names (), "score|y");
  ASSERT_READ (dates);
  EXPECT_EQ (dates.names (), "x|y");
  ASSERT_READ (lists);
  EXPECT_EQ (lists.names (), "x|y");
}

/* In the first locale with a decimal comma that the machine has. */
TEST (CsvRead, NoLocale)
{
  g_autofree char *before = g_strdup (setlocale (LC_ALL, nullptr));

  for (const char *name : { "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR" })
    if (setlocale (LC_ALL, name) != nullptr)
      break;
  Parsed table ("x,y\n1.5,2.25\n");
  g_autofree char *text = table.data != nullptr ? pen_csv_format (table.data) : nullptr;
  setlocale (LC_ALL, before);
  ASSERT_READ (table);
  EXPECT_EQ (table.X (), Vector ({ 1.5 }));
  EXPECT_EQ (table.y (), Vector ({ 2.25 }));
  EXPECT_STREQ (text, "x,y\n1.5,2.25\n");
}

TEST (CsvRead, WideTable)
{
  std::string text, row;
  for (int j = 0; j < 100000; j++)
    {
      text += "gene" + std::to_string (j) + ",";
      row += std::to_string (j % 10) + ".25,";
    }
  Parsed table (text + "y\n" + row + "1\n" + row + "2\n");

  ASSERT_READ (table);
  EXPECT_EQ (pen_dataset_d (table.data), 100000u);
  EXPECT_EQ (table.X ()[99999], 9.25);
}

/* A generous bound: 0.4 s where this was written, and a machine of continuous integration may be five times slower. */
TEST (CsvRead, LongTableIsQuick)
{
  std::string row = "1.234567890123,-2.5e-3,3.14159265358979,4,5.5,6.25,-7.125,8.0625,9.1,10.2\n", text;
  for (int i = 0; i < 100000; i++)
    text += row;
  auto start = std::chrono::steady_clock::now ();
  Parsed table (text);
  std::chrono::duration<double> taken = std::chrono::steady_clock::now () - start;

  ASSERT_READ (table);
  EXPECT_EQ (pen_dataset_n (table.data), 100000u);
  EXPECT_LT (taken.count (), 2);
}

TEST (CsvRead, OneLabelAgainstTheRest)
{
  const char *three = "a,y\n1,u\n2,v\n3,w\n4,v\n";
  PenCsvOptions options = {};
  options.positive = "v";
  Parsed table (three, options), without (three);

  ASSERT_READ (table);
  EXPECT_EQ (table.y (), Vector ({ -1, 1, -1, 1 }));
  EXPECT_STREQ (table.choices.positive, "v");
  EXPECT_STREQ (table.choices.negative, "≠v");
  EXPECT_TRUE (pen_dataset_is_against_rest (table.data));
  EXPECT_EQ (without.data, nullptr);
  EXPECT_NE (std::string (without.message ()).find ("positive="), std::string::npos) << without.message ();
  options.positive = "x";
  EXPECT_EQ (Parsed (three, options).data, nullptr);
}
