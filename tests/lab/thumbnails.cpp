/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/thumbnails.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

static const char experiment[] = "[experiment]\nformat=1\ntitle=Two points\n[data]\ncolumns=x1;x2;y\n"
                                 "rows=1 0.5 1; -1 -0.25 -1\ntarget=y\ntask=classification\n";

struct Picture
{
  std::string path, light, dark;
};

struct Folder
{
  std::string name;

  Folder ()
  {
    g_autofree char *made = g_dir_make_tmp ("penchant-thumbnails-XXXXXX", nullptr);

    name = made;
  }

  ~Folder ()
  {
    for (const std::string &file : files ("cache"))
      g_unlink (at ("cache/" + file).c_str ());
    g_rmdir (at ("cache").c_str ());
    for (const std::string &file : files (""))
      g_unlink (at (file).c_str ());
    g_rmdir (name.c_str ());
  }

  std::string
  at (const std::string &below) const
  {
    return name + "/" + below;
  }

  std::vector<std::string>
  files (const std::string &below) const
  {
    std::vector<std::string> found;
    g_autoptr (GDir) dir = g_dir_open (at (below).c_str (), 0, nullptr);

    while (const char *file = dir != nullptr ? g_dir_read_name (dir) : nullptr)
      found.push_back (file);
    return found;
  }

  std::string
  write (const char *file, const std::string &text) const
  {
    EXPECT_TRUE (g_file_set_contents (at (file).c_str (), text.data (), gssize (text.size ()), nullptr));
    return at (file);
  }

  std::vector<Picture>
  draw (const std::vector<std::string> &paths) const
  {
    std::vector<const char *> names;
    std::vector<Picture> pictures;

    for (const std::string &path : paths)
      names.push_back (path.c_str ());
    names.push_back (nullptr);
    g_autoptr (PenThumbnails) thumbnails = pen_thumbnails_new (at ("cache").c_str (), names.data ());
    g_signal_connect (thumbnails, "drawn",
                      G_CALLBACK (+[] (PenThumbnails *, const char *path, const char *light, const char *dark,
                                       gpointer data) {
                        static_cast<std::vector<Picture> *> (data)->push_back (
                            { path, light != nullptr ? light : "", dark != nullptr ? dark : "" });
                      }),
                      &pictures);
    while (pen_thumbnails_busy (thumbnails))
      g_main_context_iteration (nullptr, TRUE);
    return pictures;
  }
};

static std::string
contents (const std::string &path)
{
  g_autofree char *text = nullptr;
  gsize length = 0;

  EXPECT_TRUE (g_file_get_contents (path.c_str (), &text, &length, nullptr)) << path;
  return std::string (text != nullptr ? text : "", length);
}

static guint32
big_endian (const std::string &bytes, size_t at)
{
  guint32 value = 0;

  for (size_t i = 0; i < 4; i++)
    value = value << 8 | guint8 (bytes[at + i]);
  return value;
}

TEST (Thumbnails, DrawsEachInOrderLightAndDark)
{
  Folder folder;
  std::string good = folder.write ("good.penchant", experiment), bad = folder.write ("bad.penchant", "[nothing]\n");
  std::vector<Picture> pictures = folder.draw ({ bad, good });
  std::string light;

  ASSERT_EQ (pictures.size (), 2u);
  EXPECT_EQ (pictures[0].path, bad);
  EXPECT_EQ (pictures[0].light, "") << "what cannot be run has no picture";
  EXPECT_EQ (pictures[1].path, good);
  light = contents (pictures[1].light);
  EXPECT_NE (light, contents (pictures[1].dark));
  ASSERT_GT (light.size (), 24u);
  EXPECT_EQ (big_endian (light, 16), guint32 (2 * PEN_THUMBNAIL_WIDTH)) << "the width in a PNG's header";
  EXPECT_EQ (big_endian (light, 20), guint32 (2 * PEN_THUMBNAIL_HEIGHT));
}

TEST (Thumbnails, DrawsAgainOnlyWhatHasChanged)
{
  Folder folder;
  std::string path = folder.write ("one.penchant", experiment);
  Picture first = folder.draw ({ path })[0], again, changed, viewed;

  /* A mark that a second drawing would wipe out. */
  ASSERT_TRUE (g_file_set_contents (first.light.c_str (), "kept", 4, nullptr));
  again = folder.draw ({ path })[0];
  EXPECT_EQ (again.light, first.light);
  EXPECT_EQ (contents (again.light), "kept");
  folder.write ("one.penchant", std::string (experiment) + "[loss]\nkind=exponential\n");
  changed = folder.draw ({ path })[0];
  EXPECT_NE (changed.light, first.light);
  EXPECT_EQ (folder.files ("cache").size (), 2u) << "the pictures of the file as it was are gone";
  folder.write ("one.penchant", std::string (experiment) + "[loss]\nkind=exponential\n[view]\npicture=convergence\n");
  viewed = folder.draw ({ path })[0];
  EXPECT_NE (contents (viewed.light), "");
}

TEST (Thumbnails, AnAbandonedOneTellsNothingMore)
{
  Folder folder;
  std::string path = folder.write ("one.penchant", experiment);
  const char *paths[] = { path.c_str (), nullptr };
  PenThumbnails *thumbnails = pen_thumbnails_new (folder.at ("cache").c_str (), paths);
  bool told = false;
  gint64 end;

  g_signal_connect (thumbnails, "drawn",
                    G_CALLBACK (+[] (PenThumbnails *, const char *, const char *, const char *, gpointer data) {
                      *static_cast<bool *> (data) = true;
                    }),
                    &told);
  g_main_context_iteration (nullptr, FALSE);
  g_object_unref (thumbnails);
  /* Long enough for a picture of two points, which takes some hundredths of a second. */
  for (end = g_get_monotonic_time () + G_USEC_PER_SEC; g_get_monotonic_time () < end; g_usleep (1000))
    g_main_context_iteration (nullptr, FALSE);
  EXPECT_FALSE (told);
}
