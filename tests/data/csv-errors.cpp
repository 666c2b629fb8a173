/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv-table.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

/* One line, the code, each of the words; nothing in choices. */
static void
expect_refused (const std::string &text, int code, const std::vector<std::string> &words,
                const PenCsvOptions &options = PenCsvOptions{})
{
  Parsed table (text, options);

  ASSERT_EQ (table.data, nullptr) << text.substr (0, 60);
  ASSERT_TRUE (g_error_matches (table.error, PEN_ERROR, code)) << table.message ();
  EXPECT_NE (table.message ().find ("t.csv"), std::string::npos) << table.message ();
  EXPECT_EQ (table.message ().find ('\n'), std::string::npos) << table.message ();
  EXPECT_LT (table.message ().size (), 300u) << table.message ();
  EXPECT_TRUE (g_utf8_validate (table.error->message, -1, nullptr));
  for (const std::string &word : words)
    EXPECT_NE (table.message ().find (word), std::string::npos) << word << " is not in: " << table.message ();
  EXPECT_EQ (table.choices.target, nullptr);
  EXPECT_EQ (table.choices.positive, nullptr);
  EXPECT_EQ (table.choices.skipped, nullptr);
}

TEST (CsvErrors, NoTable)
{
  expect_refused ("", PEN_ERROR_SYNTAX, { "empty" });
  expect_refused ("\n \r\n\t\n", PEN_ERROR_SYNTAX, { "empty" });
  expect_refused ("\xef\xbb\xbf", PEN_ERROR_SYNTAX, { "empty" });
  expect_refused ("x1,x2,y\n", PEN_ERROR_SYNTAX, { "no data", "line 1" });
  expect_refused ("\n\nx1,x2,y", PEN_ERROR_SYNTAX, { "no data", "line 3" });
  expect_refused ("y\n1\n2\n", PEN_ERROR_SYNTAX, { "line 1", "only one column", "“y”" });
  expect_refused ("a,b\nc,d\n", PEN_ERROR_VALUE, { "besides the target “b”" });
}

TEST (CsvErrors, RaggedRows)
{
  expect_refused ("a,b,y\n1,2,3\n1\n", PEN_ERROR_SYNTAX, { "line 3", "it has 1 cell,", "line 1 has 3" });
  expect_refused ("a,b,y\n1,2,3\n1,2\n", PEN_ERROR_SYNTAX, { "line 3", "2 cells", "line 1 has 3" });
  expect_refused ("a,b,y\r\n\r\n1,2,3\r\n1,2,3,4\r\n", PEN_ERROR_SYNTAX, { "line 4", "4 cells" });
  expect_refused ("a b y\n1 2 3\n1  3\n", PEN_ERROR_SYNTAX, { "line 3", "2 cells" });
}

TEST (CsvErrors, CellsAreFoundOnTheirLine)
{
  expect_refused ("a,b,y\n1,2,3\n1,oops,3\n", PEN_ERROR_SYNTAX, { "line 3, column 2 (b)", "“oops”" });
  expect_refused ("a,b,y\r\n1,2,3\r\n1,oops,3\r\n", PEN_ERROR_SYNTAX, { "line 3, column 2 (b)" });
  expect_refused ("a,b,y\r1,2,3\r1,oops,3\r", PEN_ERROR_SYNTAX, { "line 3, column 2 (b)" });
  expect_refused ("\n\na,b,y\n\n1,2,3\n  \n1,oops,3\n", PEN_ERROR_SYNTAX, { "line 7, column 2 (b)" });
  expect_refused ("\xef\xbb\xbf"
                  "a,b,y\n1,2,3\n1,oops,3",
                  PEN_ERROR_SYNTAX, { "line 3, column 2 (b)" });
  expect_refused ("note,b,y\n\"two\nlines\",2,3\n\"three\n\nlines\",oops,3\n", PEN_ERROR_SYNTAX,
                  { "line 6, column 2 (b)" });
  expect_refused ("note,b,y\r\n\"two\r\nlines\",2,3\r\nx,oops,3\r\n", PEN_ERROR_SYNTAX, { "line 4, column 2 (b)" });
  expect_refused ("a,b,y\n1,2,3\n1,\"of\nthree\nlines\",3\n", PEN_ERROR_SYNTAX,
                  { "line 3, column 2 (b)", "“of three lines”" });
  expect_refused ("a b y\n1 2 3\n  1   oops  3\n", PEN_ERROR_SYNTAX, { "line 3, column 2 (b)", "“oops”" });
}

TEST (CsvErrors, MissingCells)
{
  expect_refused ("a,b,y\n1,2,3\n1,,3\n", PEN_ERROR_SYNTAX, { "line 3, column 2 (b)", "empty" });
  expect_refused ("a,b,y\n1,2,3\n1,\" \",3\n", PEN_ERROR_SYNTAX, { "line 3, column 2 (b)", "empty" });
  expect_refused ("a,b,y\n1,2,3\n1,2,\n", PEN_ERROR_SYNTAX, { "line 3, column 3 (y)", "empty" });
  expect_refused ("a,b,y\n1,,3\n1,,3\n", PEN_ERROR_SYNTAX, { "line 2, column 2 (b)", "empty" });
  expect_refused ("a,b,\n1,2,\n", PEN_ERROR_SYNTAX, { "line 2, column 3 (x3)", "empty" });
  expect_refused ("a,kind\n1,p\n2,q\n3,\n", PEN_ERROR_SYNTAX, { "line 4, column 2 (kind)", "empty" });
}

TEST (CsvErrors, NotFinite)
{
  for (const char *text : { "nan", "NaN", "-nan", "inf", "-Inf", "+INFINITY", "1e400", "-1e309", "1e-999", "-0.01e-400" })
    {
      std::string cell (text);
      expect_refused ("a,y\n1,2\n" + cell + ",2\n", PEN_ERROR_NOT_FINITE, { "line 3, column 1 (a)", "“" + cell + "”" });
      expect_refused (cell + ",2\n1,2\n", PEN_ERROR_NOT_FINITE, { "line 1, column 1 (x1)" });
      expect_refused ("a,y\n1,2\n1," + cell + "\n", PEN_ERROR_NOT_FINITE, { "line 3, column 2 (y)" });
    }
  expect_refused ("nan,a\n1,b\n", PEN_ERROR_NOT_FINITE, { "line 1, column 1" });
}

TEST (CsvErrors, LongTextsAreShortened)
{
  std::string letters;
  for (int i = 0; i < 500; i++)
    letters += "é";
  expect_refused ("a,y\n1,2\n" + letters + ",2\n", PEN_ERROR_SYNTAX, { "line 3, column 1", "é…”" });
  expect_refused (letters + ",y\n1,2\nx,2\n", PEN_ERROR_SYNTAX, { "line 3, column 1", "é…" });
}

TEST (CsvErrors, Labels)
{
  PenCsvOptions classes = {}, positive = {};
  classes.task_given = TRUE;
  classes.task = PEN_TASK_CLASSIFICATION;
  positive.positive = "z";

  expect_refused ("x,kind\n1,a\n2,a\n", PEN_ERROR_VALUE, { "“kind”", "“a”" });
  expect_refused ("x,y\n1,1\n2,1\n", PEN_ERROR_VALUE, { "“y”", "“1”" });
  expect_refused ("x,y\n1,3\n2,3.0\n", PEN_ERROR_VALUE, { "“3”" }, classes);
  expect_refused ("x,kind\n1,a\n2,b\n3,c\n", PEN_ERROR_VALUE, { "line 4, column 2 (kind)", "“c”", "“a”", "“b”" });
  expect_refused ("x,kind\n1,a\n2,b\n", PEN_ERROR_VALUE, { "“z”", "“a”", "“b”" }, positive);
  PenCsvOptions regression = {};
  regression.task_given = TRUE;
  expect_refused ("x,kind\n1,a\n2,b\n", PEN_ERROR_SYNTAX, { "line 2, column 2 (kind)", "“a”" }, regression);
}

TEST (CsvErrors, Columns)
{
  const char *unknown[] = { "a", "zz", nullptr }, *twice[] = { "a", "1", nullptr }, *target[] = { "y", nullptr };
  const char *none[] = { nullptr }, *texts[] = { "note", nullptr };
  const char *table = "a,note,a2,y\n1,p,3,4\n5,q,7,9\n";
  PenCsvOptions options = {};

  options.target = "zz";
  expect_refused (table, PEN_ERROR_VALUE, { "“zz”", "1 to 4" }, options);
  for (const char *number : { "0", "5", "-1", "1.5", "", "99999999999999999999" })
    {
      options.target = number;
      expect_refused (table, PEN_ERROR_VALUE, { std::string ("“") + number + "”" }, options);
    }
  options.target = nullptr;
  options.features = unknown;
  expect_refused (table, PEN_ERROR_VALUE, { "“zz”" }, options);
  options.features = twice;
  expect_refused (table, PEN_ERROR_VALUE, { "“a”", "twice" }, options);
  options.features = target;
  expect_refused (table, PEN_ERROR_VALUE, { "“y”", "target" }, options);
  options.features = none;
  expect_refused (table, PEN_ERROR_VALUE, { "empty" }, options);
  options.features = texts;
  expect_refused (table, PEN_ERROR_SYNTAX, { "line 2, column 2 (note)", "“p”" }, options);
  options.features = nullptr;
  options.target = "a";
  expect_refused ("a,a,b\n1,2,3\n", PEN_ERROR_VALUE, { "two columns", "“a”" }, options);
}

TEST (CsvErrors, Options)
{
  PenCsvOptions options = {};

  options.delimiter = '|';
  expect_refused ("a,y\n1,2\n", PEN_ERROR_VALUE, { "delimiter" }, options);
  options.delimiter = ',';
  options.decimal = ',';
  expect_refused ("a,y\n1,2\n", PEN_ERROR_VALUE, { "comma" }, options);
  options.delimiter = 0;
  options.decimal = '\'';
  expect_refused ("a,y\n1,2\n", PEN_ERROR_VALUE, { "decimal sign" }, options);
}

TEST (CsvErrors, Quotes)
{
  expect_refused ("a,b\n1,5\"\n", PEN_ERROR_SYNTAX, { "line 2", "quotation mark" });
  expect_refused ("a,b\n1,\"5\"5\n", PEN_ERROR_SYNTAX, { "line 2", "quotation mark" });
  expect_refused ("a,b\n1,2\n\n3,\"4\n5,6\n", PEN_ERROR_SYNTAX, { "line 4", "never closed" });
  expect_refused ("a,b\n1,2\n\"3,4\n5,6\n", PEN_ERROR_SYNTAX, { "line 3", "never closed" });
}

TEST (CsvErrors, NotText)
{
  std::string bytes, sixteen = "\xff\xfe";
  for (int i = 0; i < 1024; i++)
    bytes += (char)(i % 256);
  for (char c : std::string ("a,b\n1,2\n"))
    sixteen += std::string (1, c) + std::string (1, '\0');
  expect_refused (bytes, PEN_ERROR_SYNTAX, { "line 1", "0x00" });
  expect_refused (sixteen, PEN_ERROR_SYNTAX, { "UTF-16", "UTF-8" });
  expect_refused (std::string ("\xff\xfe\0\0x\0\0\0", 8), PEN_ERROR_SYNTAX, { "UTF-32", "UTF-8" });
  expect_refused (sixteen.substr (2), PEN_ERROR_SYNTAX, { "0x00" });
  expect_refused ("a,b\r\n1,2\r\n\xe9,3\r\n", PEN_ERROR_SYNTAX, { "line 3", "0xe9", "UTF-8" });
  expect_refused ("a,b\n1,2\xc3", PEN_ERROR_SYNTAX, { "line 2", "0xc3" });
  expect_refused ("a,b\n1,2\n1,\x1b[0m\n", PEN_ERROR_SYNTAX, { "line 3", "0x1b" });
}

TEST (CsvErrors, EndlessLines)
{
  std::string cells;
  for (int i = 0; i < 5000000; i++)
    cells += "1,";
  expect_refused (std::string (10000000, 'x'), PEN_ERROR_SYNTAX, { "line 1, column 1", "longer than" });
  expect_refused (cells, PEN_ERROR_SYNTAX, { "line 1", "columns" });
  expect_refused ("a,b\n1,\"" + std::string (10000000, '\n') + "\"", PEN_ERROR_SYNTAX, { "line 2, column 2" });
}

TEST (CsvErrors, Files)
{
  g_autofree char *folder = g_dir_make_tmp ("penchant-XXXXXX", nullptr);
  g_autofree char *none = g_build_filename (folder, "none.csv", nullptr);
  g_autofree char *pipe = g_build_filename (folder, "pipe.csv", nullptr);
  GError *error = nullptr;

  EXPECT_EQ (pen_csv_read (none, nullptr, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_IO));
  EXPECT_NE (std::string (error->message).find ("none.csv"), std::string::npos);
  g_clear_error (&error);
  EXPECT_EQ (pen_csv_read (folder, nullptr, nullptr, &error), nullptr);
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_IO));
  EXPECT_NE (std::string (error->message).find ("folder"), std::string::npos);
  g_clear_error (&error);
  ASSERT_EQ (mkfifo (pipe, 0600), 0);
  EXPECT_EQ (pen_csv_read (pipe, nullptr, nullptr, &error), nullptr); /* would wait for ever */
  EXPECT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_IO));
  g_clear_error (&error);
  g_unlink (pipe);
  g_rmdir (folder);
}
