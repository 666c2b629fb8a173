/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/csv.h>
#include <penchant/error.h>

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <string>

/* A file in a folder of its own, gone at the end. */
struct File
{
  char *folder = g_dir_make_tmp ("penchant-XXXXXX", nullptr);
  std::string path = std::string (folder) + "/table.csv";

  explicit File (const std::string &text)
  {
    g_file_set_contents (path.c_str (), text.data (), (gssize)text.size (), nullptr);
  }
  ~File ()
  {
    g_remove (path.c_str ());
    g_rmdir (folder);
    g_free (folder);
  }
};

TEST (CsvPreview, ShowsTheFirstRowsAsTheyAre)
{
  File file ("a;b;y\n1,5;2;x\noops;3;z\n4;5;x\n");
  g_autoptr (GError) error = nullptr;
  g_autoptr (PenCsvPreview) preview = pen_csv_preview (file.path.c_str (), nullptr, 2, &error);

  ASSERT_NE (preview, nullptr) << error->message;
  EXPECT_EQ (preview->delimiter, ';');
  EXPECT_EQ (preview->decimal, ',');
  EXPECT_TRUE (preview->header);
  EXPECT_EQ (preview->n_rows, 3u);
  EXPECT_EQ (preview->n_columns, 3u);
  EXPECT_EQ (preview->n_shown, 2u);
  EXPECT_STREQ (preview->names[1], "b");
  EXPECT_STREQ (preview->cells[3], "oops");
  EXPECT_TRUE (preview->numeric[0]);
  EXPECT_FALSE (preview->numeric[2]);
}

TEST (CsvPreview, NamesWhatIsNoTable)
{
  File file ("a,b\n1,2\n3\n");
  g_autoptr (GError) error = nullptr;

  EXPECT_EQ (pen_csv_preview (file.path.c_str (), nullptr, 10, &error), nullptr);
  ASSERT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_SYNTAX));
  EXPECT_NE (std::string (error->message).find ("line 3"), std::string::npos) << error->message;
}

TEST (CsvMissing, RowsAreRefusedOrLeftOut)
{
  const char *text = "a,b,note,y\n1,2,,3\n4,,k,6\n7,8,k,\n9,1,k,2\n";
  const char *features[] = { "a", "b", nullptr };
  PenCsvOptions options{};
  g_autoptr (GError) error = nullptr;

  options.features = features;
  EXPECT_EQ (pen_csv_parse (text, -1, "t", &options, nullptr, &error), nullptr);
  ASSERT_NE (error, nullptr);
  EXPECT_NE (std::string (error->message).find ("line 3, column 2 (b)"), std::string::npos) << error->message;
  g_clear_error (&error);
  options.skip_missing = TRUE; /* the empty note is no feature: its row stays */
  g_autoptr (PenDataset) data = pen_csv_parse (text, -1, "t", &options, nullptr, &error);
  ASSERT_NE (data, nullptr) << error->message;
  ASSERT_EQ (pen_dataset_n (data), 2u);
  EXPECT_EQ (pen_dataset_X (data)[0], 1);
  EXPECT_EQ (pen_dataset_X (data)[2], 9);
  EXPECT_EQ (pen_dataset_y (data)[1], 2);
}

TEST (CsvMissing, NothingLeftIsSaid)
{
  PenCsvOptions options{};
  g_autoptr (GError) error = nullptr;

  options.skip_missing = TRUE;
  EXPECT_EQ (pen_csv_parse ("a,y\n1,\n,2\n", -1, "t", &options, nullptr, &error), nullptr);
  ASSERT_NE (error, nullptr);
  EXPECT_NE (std::string (error->message).find ("every row"), std::string::npos) << error->message;
}

TEST (CsvEncoding, LatinOneIsReadWhereItIsNamed)
{
  File file ("gr\xf6\xdf"
             "e,y\n1,2\n2,3\n");
  PenCsvOptions options{};
  g_autoptr (GError) error = nullptr;

  EXPECT_EQ (pen_csv_read (file.path.c_str (), &options, nullptr, &error), nullptr);
  g_clear_error (&error);
  options.encoding = "ISO-8859-1";
  g_autoptr (PenDataset) data = pen_csv_read (file.path.c_str (), &options, nullptr, &error);
  ASSERT_NE (data, nullptr) << error->message;
  EXPECT_STREQ (pen_dataset_name (data, 0), "größe");
}
