/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/recovery.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fcntl.h>
#include <functional>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

static const char text[] = "[experiment]\nformat=1\ntitle=Two points\n[data]\ncolumns=x1;x2;y\n"
                           "rows=1 0.5 1; -1 -0.25 -1\ntarget=y\ntask=classification\n";

class Recovery : public testing::Test
{
protected:
  std::string folder, kept;

  void
  SetUp () override
  {
    g_autofree char *made = g_dir_make_tmp ("penchant-recovery-XXXXXX", nullptr);

    folder = made;
    kept = folder + "/kept";
  }

  void
  TearDown () override
  {
    for (const std::string &below : { kept, folder })
      {
        for (const std::string &name : names (below))
          g_unlink ((below + "/" + name).c_str ());
        g_rmdir (below.c_str ());
      }
  }

  static std::vector<std::string>
  names (const std::string &where)
  {
    std::vector<std::string> found;
    g_autoptr (GDir) dir = g_dir_open (where.c_str (), 0, nullptr);

    while (const char *name = dir != nullptr ? g_dir_read_name (dir) : nullptr)
      found.push_back (name);
    return found;
  }

  std::string
  write (const char *name, const std::string &content)
  {
    const std::string path = folder + "/" + name;

    EXPECT_TRUE (g_file_set_contents (path.c_str (), content.data (), gssize (content.size ()), nullptr));
    return path;
  }

  static bool
  wait (const std::function<bool ()> &done, double seconds = 20)
  {
    gint64 end = g_get_monotonic_time () + gint64 (seconds * 1e6);

    while (!done () && g_get_monotonic_time () < end)
      if (!g_main_context_iteration (nullptr, FALSE))
        g_usleep (1000);
    return done ();
  }

  static void
  edit (PenDocument *document, double scale)
  {
    g_autoptr (PenExperiment) next = pen_experiment_copy (pen_document_experiment (document));

    next->model = PEN_MODEL_DIAGONAL;
    next->init_scale = scale;
    ASSERT_TRUE (pen_document_apply (document, next, "scale", nullptr, nullptr));
  }

  static bool
  exists (PenRecovery *recovery)
  {
    return g_file_test (pen_recovery_file (recovery), G_FILE_TEST_EXISTS);
  }

  /* Not at once where it is just being written: the window's thread does not wait for that. */
  static bool
  gone (PenRecovery *recovery)
  {
    return wait ([recovery] { return !exists (recovery); });
  }
};

/* In a process that is killed. The first of the tests, for threads do not live on in a fork. */
static void
live_until_killed (const std::string &path, const std::string &kept, int told)
{
  g_autoptr (PenExperiment) experiment = pen_experiment_read (path.c_str (), nullptr, nullptr);
  g_autoptr (PenDocument) document = pen_document_new (experiment);
  g_autoptr (PenRecovery) recovery = pen_recovery_new (kept.c_str (), document, nullptr);
  g_autoptr (PenExperiment) next = pen_experiment_copy (experiment);

  next->model = PEN_MODEL_DIAGONAL;
  next->init_scale = 0.125;
  if (!pen_document_apply (document, next, "scale", nullptr, nullptr))
    _exit (1);
  while (!g_file_test (pen_recovery_file (recovery), G_FILE_TEST_EXISTS))
    g_main_context_iteration (nullptr, TRUE);
  if (::write (told, "x", 1) != 1)
    _exit (1);
  pause ();
}

TEST_F (Recovery, AKilledProcessLeavesItToBeFound)
{
  std::string csv = write ("points.csv", "a,b,y\n1,0.5,1\n-1,-0.25,-1\n");
  std::string path = write ("two.penchant", "[experiment]\nformat=1\ntitle=From a table\n[data]\nfile=points.csv\n"
                                            "target=y\ntask=classification\n");
  int ends[2], status;
  char letter;
  pid_t child;

  ASSERT_EQ (pipe (ends), 0);
  child = fork ();
  if (child == 0)
    live_until_killed (path, kept, ends[1]);
  close (ends[1]);
  ASSERT_EQ (read (ends[0], &letter, 1), 1);
  close (ends[0]);
  {
    g_autoptr (GPtrArray) early = pen_recoverable_find (kept.c_str ());

    EXPECT_EQ (early->len, 0u) << "it lives";
  }
  kill (child, SIGKILL);
  ASSERT_EQ (waitpid (child, &status, 0), child);
  ASSERT_TRUE (WIFSIGNALED (status));

  g_autoptr (GPtrArray) found = pen_recoverable_find (kept.c_str ());
  ASSERT_EQ (found->len, 1u);
  auto one = static_cast<PenRecoverable *> (g_ptr_array_index (found, 0));
  g_autoptr (PenExperiment) base = nullptr, changed = nullptr;
  GError *error = nullptr;
  EXPECT_STREQ (one->path, path.c_str ());
  EXPECT_STREQ (one->title, "From a table");
  ASSERT_TRUE (pen_recoverable_read (one, &base, &changed, &error)) << error->message;
  ASSERT_NE (base, nullptr);
  EXPECT_EQ (changed->init_scale, 0.125);
  EXPECT_STREQ (changed->data_file, "points.csv") << "named as it was";
  EXPECT_TRUE (pen_dataset_equal (changed->data, base->data));
  EXPECT_STREQ (changed->path, path.c_str ());

  /* Taken over: undoing it all is what was saved, and the file goes. */
  g_autoptr (PenDocument) document = pen_document_new (base);
  ASSERT_TRUE (pen_document_apply (document, changed, "recovered changes", nullptr, nullptr));
  g_ptr_array_steal_index (found, 0);
  g_autoptr (PenRecovery) recovery = pen_recovery_new (kept.c_str (), document, one);
  EXPECT_TRUE (exists (recovery)) << "without a moment in which it is nowhere";
  g_autoptr (GPtrArray) again = pen_recoverable_find (kept.c_str ());
  EXPECT_EQ (again->len, 0u);
  pen_document_undo (document);
  EXPECT_TRUE (gone (recovery));
}

TEST_F (Recovery, KeepsWhatIsNotSavedAndNothingElse)
{
  std::string path = write ("two.penchant", text);
  g_autoptr (PenExperiment) experiment = pen_experiment_read (path.c_str (), nullptr, nullptr);
  g_autoptr (PenDocument) document = pen_document_new (experiment);
  g_autoptr (PenRecovery) recovery = pen_recovery_new (kept.c_str (), document, nullptr);

  EXPECT_FALSE (wait ([&] { return exists (recovery); }, 3)) << "an unchanged document has nothing to lose";
  edit (document, 0.5);
  EXPECT_TRUE (wait ([&] { return exists (recovery); }));
  g_autoptr (GPtrArray) others = pen_recoverable_find (kept.c_str ());
  EXPECT_EQ (others->len, 0u) << "it belongs to the living";
  pen_document_undo (document);
  EXPECT_TRUE (gone (recovery)) << "undone: as saved";
  pen_document_redo (document);
  EXPECT_TRUE (wait ([&] { return exists (recovery); }));
  ASSERT_TRUE (pen_document_save (document, path.c_str (), nullptr));
  EXPECT_TRUE (gone (recovery));
  edit (document, 0.25);
  EXPECT_TRUE (wait ([&] { return exists (recovery); }));
  pen_recovery_stop (recovery);
  EXPECT_EQ (names (kept).size (), 0u) << "the end of a document, its lock and all";
}

/* Long enough to be met while it is written. */
TEST_F (Recovery, WhatIsUndoneWhileItIsWrittenIsNotKept)
{
  const gsize n = 100000;
  std::vector<double> X (n, 0.123456789), y (n, 1);
  std::string path = write ("two.penchant", text);
  g_autoptr (PenExperiment) experiment = pen_experiment_read (path.c_str (), nullptr, nullptr);
  g_autoptr (PenDocument) document = pen_document_new (experiment);
  g_autoptr (PenRecovery) recovery = pen_recovery_new (kept.c_str (), document, nullptr);
  g_autoptr (PenExperiment) next = pen_experiment_copy (experiment);
  g_autoptr (PenDataset) many =
      pen_dataset_new (PEN_TASK_CLASSIFICATION, n, 1, X.data (), y.data (), nullptr, nullptr, nullptr, nullptr);

  ASSERT_NE (many, nullptr);
  pen_dataset_unref (next->data);
  next->data = pen_dataset_ref (many);
  ASSERT_TRUE (pen_document_apply (document, next, "many", nullptr, nullptr));
  ASSERT_TRUE (wait ([&] { return !names (kept).empty (); })) << "its lock comes first";
  pen_document_undo (document);
  EXPECT_TRUE (wait ([&] { return names (kept).empty (); }));
  pen_document_redo (document);
  EXPECT_TRUE (wait ([&] { return exists (recovery); })) << "and kept once it is wanted again";
  pen_recovery_stop (recovery);
  EXPECT_EQ (names (kept).size (), 0u);
}

TEST_F (Recovery, WhatIsDiscardedIsGone)
{
  ASSERT_EQ (g_mkdir (kept.c_str (), 0700), 0);
  ASSERT_TRUE (g_file_set_contents ((kept + "/a.penchant").c_str (), text, -1, nullptr));
  ASSERT_TRUE (g_file_set_contents ((kept + "/b.penchant").c_str (), "# saved at \nno experiment", -1, nullptr));
  g_autoptr (GPtrArray) found = pen_recoverable_find (kept.c_str ());
  ASSERT_EQ (found->len, 2u);
  for (guint i = 0; i < 2; i++)
    {
      auto one = static_cast<PenRecoverable *> (g_ptr_array_index (found, i));
      PenExperiment *base = nullptr, *changed = nullptr;
      g_autoptr (GError) error = nullptr;
      gboolean good = one->title != nullptr;

      EXPECT_EQ (one->path, nullptr);
      EXPECT_EQ (pen_recoverable_read (one, &base, &changed, &error), good);
      EXPECT_EQ (base, nullptr);
      EXPECT_EQ (error == nullptr, good);
      if (changed != nullptr)
        pen_experiment_unref (changed);
      pen_recoverable_discard (one);
    }
  EXPECT_EQ (names (kept).size (), 0u);
}

TEST_F (Recovery, AFolderThatCannotBeIsSaidOnce)
{
  std::string path = write ("two.penchant", text);
  std::string below = path + "/kept"; /* below a file */
  g_autoptr (PenExperiment) experiment = pen_experiment_read (path.c_str (), nullptr, nullptr);
  g_autoptr (PenDocument) document = pen_document_new (experiment);
  g_autoptr (PenRecovery) recovery = pen_recovery_new (below.c_str (), document, nullptr);
  int said = 0;

  g_signal_connect (recovery, "failed",
                    G_CALLBACK (+[] (PenRecovery *, const char *, gpointer data) { ++*static_cast<int *> (data); }),
                    &said);
  edit (document, 0.5);
  EXPECT_TRUE (wait ([&] { return said == 1; }));
  edit (document, 0.25);
  EXPECT_FALSE (wait ([&] { return said > 1; }, 3));
}

/* A full pipe in the place of the file holds the worker up for as long as nobody reads it. */
TEST_F (Recovery, AWriteThatTakesLongHoldsUpNoEdit)
{
  std::string path = write ("two.penchant", text);
  g_autoptr (PenExperiment) experiment = pen_experiment_read (path.c_str (), nullptr, nullptr);
  g_autoptr (PenDocument) document = pen_document_new (experiment);
  g_autoptr (PenRecovery) recovery = pen_recovery_new (kept.c_str (), document, nullptr);
  std::string file = pen_recovery_file (recovery), unfinished = file + ".new", lock = file + ".lock";
  char letter = 'x';
  g_autofree char *content = nullptr;

  ASSERT_EQ (g_mkdir (kept.c_str (), 0700), 0);
  ASSERT_EQ (mkfifo (unfinished.c_str (), 0600), 0);
  int pipe = open (unfinished.c_str (), O_RDWR | O_NONBLOCK);
  ASSERT_GE (pipe, 0);
  while (::write (pipe, &letter, 1) == 1)
    ;
  edit (document, 0.5);
  ASSERT_TRUE (wait ([&] { return g_file_test (lock.c_str (), G_FILE_TEST_EXISTS); })) << "the worker has begun";
  /* Each of these would wait for ever, if it waited for the worker. */
  edit (document, 0.25);
  pen_document_undo (document);
  pen_document_undo (document);
  edit (document, 0.125);
  EXPECT_FALSE (wait ([&] { return exists (recovery); }, 3)) << "one at a time";
  while (read (pipe, &letter, 1) == 1 || !wait ([&] { return exists (recovery); }, 0.01))
    ;
  close (pipe);
  ASSERT_TRUE (g_file_get_contents (file.c_str (), &content, nullptr, nullptr));
  EXPECT_NE (std::string (content).find ("0.125"), std::string::npos) << "and not what was undone: " << content;
  pen_recovery_stop (recovery);
  EXPECT_TRUE (wait ([&] { return names (kept).empty (); })) << "nor is anything left behind";
}

TEST_F (Recovery, WhatWasHalfWrittenGoes)
{
  ASSERT_EQ (g_mkdir (kept.c_str (), 0700), 0);
  ASSERT_TRUE (g_file_set_contents ((kept + "/a.penchant").c_str (), text, -1, nullptr));
  ASSERT_TRUE (g_file_set_contents ((kept + "/a.penchant.new").c_str (), "# saved at \n[exp", -1, nullptr));
  ASSERT_TRUE (g_file_set_contents ((kept + "/b.penchant.new").c_str (), "# sa", -1, nullptr));
  {
    g_autoptr (GPtrArray) found = pen_recoverable_find (kept.c_str ());
    EXPECT_EQ (found->len, 1u);
  }
  g_autoptr (GPtrArray) again = pen_recoverable_find (kept.c_str ());
  ASSERT_EQ (again->len, 1u);
  pen_recoverable_discard (static_cast<PenRecoverable *> (g_ptr_array_index (again, 0)));
  EXPECT_EQ (names (kept).size (), 0u);
}
