/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <penchant/error.h>
#include <penchant/file.h>

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <string>
#include <sys/stat.h>
#include <unistd.h>

struct File : testing::Test
{
  std::string folder;

  File ()
  {
    g_autofree char *made = g_dir_make_tmp ("penchant-file-XXXXXX", nullptr);

    folder = made;
  }

  ~File () override
  {
    for (const char *name : { "a", "link", "pipe" })
      g_unlink (path (name).c_str ());
    g_rmdir (folder.c_str ());
  }

  std::string
  path (const char *name) const
  {
    return folder + "/" + name;
  }

  std::string
  read (const char *name) const
  {
    gsize length;
    g_autofree char *text = pen_file_read (path (name).c_str (), &length, nullptr);

    return text != nullptr ? std::string (text, length) : "(nothing)";
  }

  void
  expect_refused (const std::string &where, const char *why) const
  {
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (pen_file_write (where.c_str (), "b", -1, &error));
    ASSERT_TRUE (g_error_matches (error, PEN_ERROR, PEN_ERROR_IO));
    EXPECT_NE (std::string (error->message).find (where), std::string::npos) << error->message;
    EXPECT_NE (std::string (error->message).find (why), std::string::npos) << error->message;
  }
};

TEST_F (File, ALinksTargetIsWrittenAndKeepsItsPermissions)
{
  GStatBuf status;

  ASSERT_TRUE (pen_file_write (path ("a").c_str (), "old", -1, nullptr));
  ASSERT_EQ (g_chmod (path ("a").c_str (), 0640), 0);
  ASSERT_EQ (symlink ("a", path ("link").c_str ()), 0);
  ASSERT_TRUE (pen_file_write (path ("link").c_str (), "new\0er", 6, nullptr));
  EXPECT_EQ (read ("a"), std::string ("new\0er", 6));
  EXPECT_TRUE (g_file_test (path ("link").c_str (), G_FILE_TEST_IS_SYMLINK));
  ASSERT_EQ (g_stat (path ("a").c_str (), &status), 0);
  EXPECT_EQ (status.st_mode & 0777, 0640u);
}

TEST_F (File, OnlyWhatIsAFileAndMayBeWrittenIs)
{
  ASSERT_EQ (mkfifo (path ("pipe").c_str (), 0600), 0);
  expect_refused (path ("pipe"), "not a regular file");
  EXPECT_EQ (read ("pipe"), "(nothing)"); /* and does not wait */
  expect_refused (folder, "folder");
  expect_refused (folder + "/none/a", "No such file");
  ASSERT_TRUE (pen_file_write (path ("a").c_str (), "old", -1, nullptr));
  ASSERT_EQ (g_chmod (path ("a").c_str (), 0444), 0);
  expect_refused (path ("a"), "only be read");
  EXPECT_EQ (read ("a"), "old");
}
